"""How long a show runs, scene by scene: estimated from its words before anything is spoken, exact afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from avatar import library
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.performer.choosing import tuned, voice_for
from avatar.performer.delivery import delivered
from avatar.show import effects, recordings
from avatar.show.audience import Laughter
from avatar.show.cues import (
    Act,
    Bookmark,
    Cue,
    Directed,
    Fade,
    Heading,
    Insert,
    Music,
    Say,
    ScriptedPause,
    Sing,
    SoundCue,
    TitleCard,
)  # fmt: skip
from avatar.show.cues import Laugh as LaughCue
from avatar.show.hearing import Ears
from avatar.show.stagecraft import Stagecraft
from avatar.show.timing import seconds, time_insert
from avatar.types import VISEMES, Clip, MouthTrack, Performance, Rung, Speech, Voice

LETTER_S, COMMA_S, STOP_S, FIRST_S = 0.0617, 0.273, 0.366, -0.237
"""Seconds at 170 words a minute of a letter, a comma, a full stop, and of every sentence: fitted to the 430 sentences
of the shows that come with avatar, in seven voices of espeak-ng (0.15 s off on average)."""

_WAITED: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    "laugh": {
        "none": (0.35,) * 5,
        "table": (0.7, 1.3, 2.3, 3.2, 5.2),
        "club": (1.1, 1.7, 2.9, 4.6, 5.2),
        "theatre": (2.2, 2.4, 3.3, 5.0, 5.7),
    },
    "applause": {
        "none": (0.0,) * 5,
        "table": (1.2, 1.7, 2.6, 3.7, 5.2),
        "club": (1.6, 2.2, 2.9, 4.2, 5.5),
        "theatre": (1.9, 2.7, 3.6, 5.0, 6.8),
    },
    "other": {"none": (0.0,) * 5, "table": (1.4,) * 5, "club": (1.5,) * 5, "theatre": (1.9,) * 5},
}
"""Seconds that a speaker waits for a house, by strength: means of what `audience` takes half a second each to make."""


LASTS: Mapping[str, float] = {
    "gasp": 1.3, "aww": 2.0, "ooh": 2.0, "groan": 2.2, "boo": 2.6, "cheer": 2.4, "rimshot": 2.5, "drum roll": 4.5,
    "laughter 1": 1.8, "laughter 2": 2.9, "laughter 3": 4.6, "applause 1": 1.8, "applause 2": 2.6, "applause 3": 3.5,
    "applause 4": 4.9, "tension": 3.4, "cymbal": 2.2, "door": 2.6, "knock": 0.9, "door open": 1.6, "door close": 1.1,
    "door slam": 0.8, "doorbell": 3.1, "ding": 2.2, "church bell": 4.9, "phone": 3.9, "phone ring": 1.5,
    "mobile": 2.1, "phone up": 0.4, "hang up": 0.6, "dial tone": 1.6, "whoosh": 0.7, "zip": 0.6, "boing": 1.6,
    "pop": 0.3, "slide whistle": 1.4, "glass": 1.0, "footsteps": 3.2, "typing": 4.5, "clock": 3.8, "crickets": 4.0,
    "thunder": 4.5, "sad trombone": 3.5, "ta-da": 2.2, "fanfare": 4.6, "dramatic": 3.6, "change": 2.6,
}  # fmt: skip
"""Seconds of the sounds that have an end and are shorter than a show waits for them: making them would take longer."""

_LONGER_S = 9.0

LATER, LATER_S = 1.1, 4.0
"""What may be estimated to begin at `LATER` times a moment and `LATER_S` may begin before it: voices are as much slower
or quicker, and a film looks two seconds ahead."""

BETWEEN_S = 0.3
"""Seconds between two sentences, about."""


class Length(NamedTuple):
    """A scene or section, and how long it runs."""

    part: Bookmark
    start: float
    """Seconds from the beginning of the show."""
    seconds: float


class Lengths(NamedTuple):
    """How long a show runs."""

    total: float
    parts: tuple[Length, ...]


def estimate_starts(directed: Directed, audience: str = "", config: Config | None = None) -> list[float]:
    """Seconds at which each cue will begin, and last of all the end, without a word being spoken."""
    voices = _voices(directed, config or Config())
    house = audience or directed.audience
    ears = Ears(_heard, _sounded, None)
    stage = Stagecraft(directed, lambda say: _silent(say, voices[say.who]), house, directed.seed, ears)
    stage.open(directed.cues[0] if directed.cues else None)
    starts: list[float] = []
    for index, cue in enumerate(directed.cues):
        starts.append(stage.do(index, cue))
        stage.taken()
    stage.close()
    return [*starts, stage.t]


def count_lines(directed: Directed, starts: Sequence[float], end: float) -> int:
    """How many of a show's lines may begin before `end` seconds. `starts`: as `estimate_starts` has them."""
    until = LATER * end + LATER_S
    return sum(isinstance(cue, Say) and start < until for cue, start in zip(directed.cues, starts, strict=False))


def measure_lengths(directed: Directed, starts: Sequence[float]) -> Lengths:
    """How long everything runs. `starts`: seconds at which each cue begins, and the end, as estimated or performed."""
    begins = [starts[part.cue] for part in directed.scenes]
    ends = [*begins[1:], starts[-1]] if begins else []
    parts = zip(directed.scenes, begins, ends, strict=True)
    return Lengths(starts[-1], tuple(Length(part, start, max(0.0, end - start)) for part, start, end in parts))


def _voices(directed: Directed, config: Config) -> dict[str, Voice]:
    @cache
    def voice(character: str, named: str) -> Voice:
        try:
            return tuned(voice_for(config, library.character(character), named, "show"), config)
        except AvatarError:
            return Voice("", "", "en")

    return {member.who: voice(member.character, member.voice) for member in directed.cast}


_RATE = 100
"""Hz; nobody hears it."""

_LIPS = np.zeros((1, len(VISEMES)), np.float32)


def _silent(say: Say, voice: Voice) -> Performance:
    if say.take:
        lasts = recordings.length(say.take)
        return Performance(say.who, Speech(Clip.silence(lasts, _RATE), say.text, ""), MouthTrack(_LIPS, Rung.LOUDNESS))
    lasts = time_sentence(say.text) * 170 / delivered(voice, say.delivery).rate
    speech = Speech(Clip.silence(lasts, _RATE), say.text, voice.name)
    return Performance(say.who, speech, MouthTrack(_LIPS, Rung.LOUDNESS))


def time_sentence(text: str) -> float:
    """Seconds that a sentence takes at 170 words a minute."""
    letters = sum(sign.isalnum() for sign in text)
    commas = sum(sign in ",;:—–" for sign in text)
    stops = sum(sign in ".?!…" for sign in text)
    return max(0.3, LETTER_S * letters + COMMA_S * commas + STOP_S * stops + FIRST_S)


def time_house(cue: LaughCue, house: str) -> float:
    """Seconds that a speaker waits for the noise of a house."""
    return _WAITED.get(cue.kind, _WAITED["other"])[house][cue.strength - 1]


def _heard(cue: LaughCue, house: str, seed: int) -> Laughter:
    return Laughter(Clip.silence(0.0, _RATE), 0.0, time_house(cue, house))


def time_sound(name: str) -> float:
    """Seconds of a sound, as far as a show waits for it."""
    return LASTS.get(effects.resolve(name) or name, _LONGER_S)


def _sounded(name: str) -> Clip:
    return Clip.silence(time_sound(name), _RATE)


def time_cue(cue: Cue, house: str) -> float:
    """Seconds that a cue takes in any voice, about: what the camera's cuts are planned by."""
    match cue:
        case Say():
            return 0.0 if cue.together else time_sentence(cue.text) / max(0.5, cue.delivery.rate) + BETWEEN_S
        case ScriptedPause():
            return cue.seconds
        case LaughCue():
            return time_house(cue, house)
        case SoundCue():
            return min(time_sound(cue.name), seconds("longest sound waited for"))
        case Music():
            return (seconds("music begins") if effects.is_bed(cue.name) else seconds("sting")) if cue.name else 0.0
        case Act():
            rule = cue.mark.kind if cue.mark.kind in ("enter", "exit", "move") else "look"
            return seconds(rule) if cue.waits else 0.0
        case Sing():
            over = cue.number >= len(cue.song.lines)
            return 0.0 if over else cue.song.begins(cue.number + 1) - cue.song.begins(cue.number)
        case TitleCard():
            return max(seconds("card"), seconds("card a word") * len(cue.text.split()))
        case Insert():
            return time_insert(cue.thing)
        case Heading():
            return seconds("scene begins")
        case Fade():
            return seconds("fade")
    return 0.0


def clock(seconds: float) -> str:
    """Seconds written as 4:07, or 1:04:07."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
