"""Papagayo's project (.pgo): voice, phrases, words, and the shapes of each word, in frames.

Source: `LipsyncDoc.open` and `LipsyncVoice.open` of papagayo-ng, and the sample project beside them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from avatar.lipsync.formats.base import CueSheet, Format, Options, frame_of, shapes_of
from avatar.lipsync.shapes import MouthCue, ShapeSet
from avatar.types import Timed

FPS = 24

SHAPES = ShapeSet(
    {
        "sil": {"rest": 1.3},
        "PP": {"MBP": 0.15},
        "FF": {"FV": 0.15},
        "TH": {"etc": 1.0},
        "DD": {"etc": 1.0, "L": -0.6},
        "kk": {"etc": 1.0},
        "CH": {"etc": 1.0},
        "SS": {"etc": 1.0},
        "nn": {"L": 1.0, "etc": 0.7},
        "RR": {"etc": 0.9, "O": 0.3},
        "aa": {"AI": 1.0},
        "E": {"E": 1.0},
        "ih": {"E": 1.0},
        "oh": {"O": 1.0},
        "ou": {"U": 1.0, "WQ": 0.9},
    },
    "rest",
    frozenset({"MBP", "FV"}),
)
"""Preston Blair's ten mouths."""

PAUSE = 0.3
"""Seconds between words at which a new phrase begins."""


class _Phrase(NamedTuple):
    words: list[Timed]

    @property
    def text(self) -> str:
        return " ".join(word.value for word in self.words)


def write(timeline: CueSheet, options: Options) -> str:
    """One voice; without known words, each stretch of speech is a word of its own.

    Papagayo's frame rates are whole numbers.
    """
    fps = max(1, round(options.fps or FPS))
    held = [cue for cue in shapes_of(timeline, SHAPES, options) if cue.value != "rest"]
    phrases = _phrases(timeline.words or _stretches(held))
    lines = ["lipsync version 1", _line(timeline.sound) or "sound.wav", str(fps)]
    lines += [str(math.ceil(timeline.duration * fps - 1e-6)), "1", "\tVoice 1"]
    lines += ["\t" + "|".join(phrase.text for phrase in phrases), f"\t{len(phrases)}"]
    for phrase in phrases:
        lines += _phrase_lines(phrase, held, fps)
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """A text that fits on a line of its own."""
    return " ".join(text.split())


def _stretches(held: list[MouthCue]) -> list[Timed]:
    spans: list[Timed] = []
    for cue in held:
        if spans and cue.start <= spans[-1].end + 1e-6:
            spans[-1] = spans[-1]._replace(end=cue.end)
        else:
            spans.append(Timed(cue.start, cue.end, f"speech{len(spans) + 1}"))
    return spans


def _phrases(words: tuple[Timed, ...] | list[Timed]) -> list[_Phrase]:
    phrases: list[_Phrase] = []
    for word in words:
        clean = word._replace(value="".join(word.value.split()) or "-")
        if phrases and word.start - phrases[-1].words[-1].end < PAUSE:
            phrases[-1].words.append(clean)
        else:
            phrases.append(_Phrase([clean]))
    return phrases


def _phrase_lines(phrase: _Phrase, held: list[MouthCue], fps: int) -> list[str]:
    first, last = frame_of(phrase.words[0].start, fps), frame_of(phrase.words[-1].end, fps)
    lines = [f"\t\t{phrase.text}", f"\t\t{first}", f"\t\t{max(first, last)}", f"\t\t{len(phrase.words)}"]
    for word in phrase.words:
        start = frame_of(word.start, fps)
        end = max(start, frame_of(word.end, fps) - 1)
        shown: dict[int, str] = {}
        for cue in held:
            if cue.start < word.end and cue.end > word.start:
                shown.setdefault(max(start, frame_of(cue.start, fps)), cue.value)
        lines.append(f"\t\t\t{word.value} {start} {end} {len(shown)}")
        lines += [f"\t\t\t\t{frame} {name}" for frame, name in sorted(shown.items())]
    return lines


FORMATS = {
    "pgo": Format(".pgo", write, "Papagayo: project with words and Preston Blair's mouths"),
}
