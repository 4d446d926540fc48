"""How a line is said: faster, higher, louder than its voice usually speaks, or in a whisper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from avatar.speech import traits
from avatar.text import vocabulary
from avatar.text.directions import Marked
from avatar.text.vocabulary import USUALLY
from avatar.types import Voice

HUSHED = 0.45
"""Gain of a whisper that is made from speech (`performer.whisper`): it sounds 5 dB softer than the speech, as the
whispers of engines that have their own do."""


FORMANTS = (0.7, 1.4)
"""Least and most factor on a voice's formants: beyond, no head is so large or so small."""


@dataclass(frozen=True)
class Delivery:
    """Changes to a voice for one line."""

    rate: float = 1.0
    """Factor on words a minute."""
    pitch: int = 0
    """Added to the voice's pitch (0 to 100)."""
    gain: float = 1.0
    """Linear factor on loudness."""
    whisper: bool = False
    range: int = 0
    """Added to the voice's liveliness (0 to 100): below 0 flatter, as deadpan is."""
    effort: int = 0
    """Added to how hard a natural voice speaks (-50 hushed to 50 shouted); others know none."""
    formants: float = 1.0
    """Factor on the formants of a natural voice: a smile draws the lips back, which shortens the mouth."""

    def plus(self, other: Delivery) -> Delivery:
        """Both at once."""
        return Delivery(
            round(self.rate * other.rate, 4),
            self.pitch + other.pitch,
            round(self.gain * other.gain, 4),
            self.whisper or other.whisper,
            self.range + other.range,
            self.effort + other.effort,
            round(self.formants * other.formants, 4),
        )


class Manner(NamedTuple):
    """A way to say a line."""

    words: str
    delivery: Delivery
    why: str


MANNERS: Mapping[str, Manner] = {
    "whisper": Manner(vocabulary.MANNERS["whisper"], Delivery(whisper=True), "breath, and no voice"),
    "fast": Manner(vocabulary.MANNERS["fast"], Delivery(1.35), "faster, with all words kept"),
    "slow": Manner(vocabulary.MANNERS["slow"], Delivery(0.72), "slow enough to be meant"),
    "loud": Manner(
        vocabulary.MANNERS["loud"],
        Delivery(1.02, 12, 1.5, range=8, effort=26),
        "effort lifts the pitch and brightens the voice (Liénard and Di Benedetto 1999)",
    ),
    "quiet": Manner(
        vocabulary.MANNERS["quiet"],
        Delivery(0.95, -4, 0.6, effort=-24),
        "with less breath",
    ),
    "high": Manner(vocabulary.MANNERS["high"], Delivery(pitch=22, formants=1.04), "nearly half of the way up"),
    "low": Manner(vocabulary.MANNERS["low"], Delivery(0.97, -18, formants=0.96), "as far down as a voice stays clear"),
    "excited": Manner(
        vocabulary.MANNERS["excited"],
        Delivery(1.15, 10, 1.1, range=10, effort=8),
        "arousal speeds speech and lifts it",
    ),
    "firm": Manner(
        vocabulary.MANNERS["firm"],
        Delivery(0.94, -6, 1.1, range=-6, effort=10),
        "weight on every word",
    ),
    USUALLY: Manner(vocabulary.MANNERS[USUALLY], Delivery(), "another manner is over"),
}
"""How a line may be said, by name."""

TINTS: Mapping[str, Manner] = {
    "deadpan": Manner("", Delivery(0.95, -4, range=-26), "flat and unhurried; the joke is in the words"),
    "sad": Manner("", Delivery(0.88, -8, 0.85, range=-14, effort=-10), "slow, low and soft (Scherer 2003)"),
    "angry": Manner("", Delivery(1.08, 6, 1.25, range=6, effort=20), "fast, loud and high"),
    "surprised": Manner("", Delivery(1.04, 12, 1.05, range=12), "a jump in pitch"),
    "bored": Manner("", Delivery(0.88, -6, 0.9, range=-18, effort=-8), "little effort"),
    "thinking": Manner("", Delivery(0.94, 0, 0.95, range=-6), "words are being looked for"),
    "embarrassed": Manner("", Delivery(1.03, 4, 0.85, effort=-8), "quickly and not too loud"),
    "smile": Manner(
        "", Delivery(1.0, 3, formants=1.04), "a smile shortens the vocal tract, which is heard (Tartter 1980)"
    ),
    "laugh": Manner("", Delivery(1.03, 6, 1.05, range=8, formants=1.06), "as a smile, more so"),
}
"""What an expression does to the voice."""


def tinted(said: Marked, at: int = 0) -> Delivery:
    """What becomes of the voice in which a clause is said at an index of `said.shown`: by the manner that a direction
    asks for, and by the face with which that manner, or the clause, begins."""
    tones = [tone for tone in said.tones if tone.at <= at]
    start = tones[-1].at if tones else 0
    begins = len(said.shown) - len(said.shown[start:].lstrip())
    faces = [mark.name for place, mark in said.marks if mark.kind == "expression" and place <= begins]
    face = TINTS[faces[-1]].delivery if faces and faces[-1] in TINTS else Delivery()
    return face.plus(MANNERS[tones[-1].name].delivery) if tones and tones[-1].name in MANNERS else face


def delivered(voice: Voice, delivery: Delivery) -> Voice:
    """The voice with a delivery's changes in it, gain included, each kept within what a voice can do."""
    gain = voice.gain * delivery.gain
    variant = voice.variant
    if delivery.whisper:
        whispers = (each for each in traits(voice.engine).whispers if variant.lower().startswith(each.begins))
        whisper = next(whispers, None)
        gain *= whisper.gain if whisper else HUSHED
        variant = whisper.variant if whisper else variant
    return replace(
        voice,
        rate=round(min(max(voice.rate * delivery.rate, 60), 450)),
        pitch=min(100, max(0, voice.pitch + delivery.pitch)),
        range=min(100, max(0, voice.range + delivery.range)),
        effort=min(50, max(-50, voice.effort + delivery.effort)),
        formants=round(min(FORMANTS[1], max(FORMANTS[0], voice.formants * delivery.formants)), 4),
        gain=gain,
        variant=variant,
    )
