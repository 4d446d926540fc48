"""A voice engine that whistles: a tone for each letter."""

from __future__ import annotations

import math
import re
import struct

from avatar.speech.base import Moment, Progress, Request, SpokenSound, Traits, no_progress, phones_without_gaps
from avatar.types import Availability

LETTER_S = 0.07


class Chirp:
    """The engine `chirp`. A voice's id is the pitch of an `a`, in Hz."""

    name = "chirp"
    traits = Traits(patience_s=2.0, computes=True, words=True, phones=True, rate=16000, languages=("en",))

    def availability(self) -> Availability:
        return Availability(True, "whistles")

    def warm(self, request: Request) -> None:
        """There is nothing to load."""

    def speak(self, request: Request, progress: Progress = no_progress) -> SpokenSound:
        rate, base = self.traits.rate, float(request.voice_id)
        samples: list[float] = []
        for letter in request.text.lower():
            hertz = base * 2 ** ((ord(letter) % 32) / 24) if letter.isalpha() else 0.0
            samples += [math.sin(2 * math.pi * hertz * i / rate) for i in range(round(LETTER_S * rate))]
            progress()
        pcm = struct.pack(f"<{len(samples)}h", *(round(9000 * each) for each in samples))
        words = [
            Moment(m.start() * LETTER_S, m.end() * LETTER_S, m[0], m.start(), len(m[0]))
            for m in re.finditer(r"\w+", request.text)
        ]
        phones = [Moment(i * LETTER_S, 0.0, _phone(letter)) for i, letter in enumerate(request.text.lower())]
        return SpokenSound(pcm, rate, tuple(words), phones_without_gaps(phones, len(samples) / rate), "alignment")


def _phone(letter: str) -> str:
    return (letter if letter in "aeiou" else "m") if letter.isalpha() else ""
