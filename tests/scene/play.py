"""A little play in which one character does all that characters do, and another is looked at and listened to.

To look at it: `python -m tests.scene.play play.scene`, then `avatar film play.scene -o play.mp4`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from avatar import scenefile
from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.types import VISEMES, CastMember, Clip, Entry, Mark, MarkKind, MouthTrack, Performance, Rung, Scene, Speech
from avatar.types import Timed as Word

RATE = 8000
CAST = (CastMember("ANN", "juno"), CastMember("BOB", "gus"))
EACH_MOOD_S = 1.5
"""Seconds for each mood: it has come and is held."""
APART_S = 0.3
"""Seconds between gestures."""
END_S = 67.0


def said(who: str, text: str, seconds: float, marks: tuple[Mark, ...] = ()) -> Performance:
    """A clause whose words grow louder and are all as long; the mouth is open for every other one.

    What other sounds look like is not played: their pictures are judged in `tests/draw`.
    """
    words, at = [], 0
    pieces = text.split()
    each = seconds / len(pieces)
    for number, piece in enumerate(pieces):
        words.append(Word(number * each, (number + 1) * each, piece, at, len(piece)))
        at += len(piece) + 1
    count = round(seconds * 100)
    shown = np.where(np.arange(count) * len(pieces) // count % 2, VISEMES.index("sil"), VISEMES.index("aa"))
    t = np.arange(round(seconds * RATE)) / RATE
    clip = Clip.from_floats((0.1 + 0.4 * t / seconds) * np.sin(2 * np.pi * 150 * t), RATE)
    mouth = MouthTrack(np.eye(len(VISEMES), dtype=np.float32)[shown], Rung.VOICE)
    return Performance(who, Speech(clip, text, "a tone", words=tuple(words)), mouth, marks, (Word(0, seconds, text),))


def play() -> Scene:
    """The play, `END_S` seconds."""
    entries = sorted([*_moods(0.0), *_gestures(20.0), *_talk(38.0), *_stage(56.0)], key=lambda entry: entry.start)
    return Scene(CAST, tuple(entries), "studio", "A little play", seed=11)


def _moods(t: float) -> Iterator[Entry]:
    for number, name in enumerate([*EXPRESSIONS, "neutral"]):
        yield _mark(t + number * EACH_MOOD_S, "expression", name)


def _gestures(t: float) -> Iterator[Entry]:
    for name, gesture in GESTURES.items():
        yield _mark(t, "gesture", name)
        t += gesture.duration + APART_S


def _talk(t: float) -> Iterator[Entry]:
    """A question, an answer that is listened to, thought, and looks."""
    half = Mark("expression", "smile", 0.4, 2.0, 0.5)
    yield Entry(t, "ANN", said("ANN", "So this is REALLY what we have come to?", 3.0, (half,)))
    yield Entry(t + 4.0, "BOB", said("BOB", "It seems to be, yes.", 2.5))
    yield _mark(t + 7.5, "state", "thinking")
    yield _mark(t + 9.5, "state", "listening")
    yield _mark(t + 12.0, "state", "idle")
    yield _mark(t + 12.5, "look", "away")
    yield _mark(t + 14.5, "look", "BOB", seconds=1.0)
    yield _mark(t + 16.0, "look", "right", seconds=0.5)
    yield _mark(t + 17.0, "look", "audience")


def _stage(t: float) -> Iterator[Entry]:
    """A card, a fade, another set, a walk, and somebody who goes and comes back."""
    yield _mark(t, "title", "Later", who="")
    yield _mark(t + 3.5, "fade", "out", who="")
    yield _mark(t + 5.0, "set", "club", who="")
    yield _mark(t + 5.5, "move", "right")
    yield _mark(t + 7.0, "exit", "", who="BOB")
    yield _mark(t + 8.5, "enter", "left", who="BOB")


def _mark(t: float, kind: MarkKind, name: str, who: str = "ANN", seconds: float | None = None) -> Entry:
    return Entry(t, who, Mark(kind, name, 0.0, seconds))


if __name__ == "__main__":
    scenefile.save(Path(sys.argv[1]), play())
