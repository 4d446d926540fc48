"""What a character does while somebody draws it: every sound, every mood, every gesture, with its name below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from avatar.character.loading import Character
from avatar.types import FRAME_RATE, VISEMES, Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed

RATE = 16_000
"""Hz of the silence that is heard meanwhile."""

HOLD_S, FADE_S = 0.45, 0.08
"""Seconds that a sound is held, and that it takes from one to the next."""

MOOD_S = 2.4
"""Seconds of a mood: half of them silent, half of them speaking."""

AFTER_S = 0.6
"""Seconds after a gesture."""

NOTICE_S = 5.0
"""Seconds of a notice; it is given again while it holds."""

SAID = {
    "sil": "at rest", "PP": "P as in pop", "FF": "F as in fife", "TH": "TH as in thing", "DD": "D as in did",
    "kk": "K as in kick", "CH": "CH as in church", "SS": "S as in sauce", "nn": "N as in nun", "RR": "R as in roar",
    "aa": "AH as in father", "E": "E as in bed", "ih": "EE as in see", "oh": "O as in thought", "ou": "OO as in food",
}  # fmt: skip


def exercises(character: Character) -> Iterator[Performance]:
    """One round of them."""
    yield _sounds(character.name)
    for mood in character.acting.expressions:
        yield _mood(character.name, mood)
    for name, gesture in character.acting.gestures.items():
        yield _gesture(character.name, name, gesture.duration)


def vowels(who: str) -> Performance:
    """A round of the sounds that show best whether a mouth lies where it should; nothing is read below."""
    return _silent(who, held(("sil", "aa", "PP", "E", "FF", "oh", "PP", "ih", "ou"), 1.6 * HOLD_S), ())


def waiting(who: str) -> Performance:
    """Nothing said."""
    return _silent(who, held(("sil",), NOTICE_S), ())


def notice(who: str, text: str) -> Performance:
    """A text below a character that waits."""
    return _silent(who, held(("sil",), NOTICE_S), [Timed(0.0, NOTICE_S, text)])


def _sounds(who: str) -> Performance:
    captions = [Timed(HOLD_S * at, HOLD_S * (at + 1), SAID[viseme]) for at, viseme in enumerate(VISEMES)]
    return _silent(who, held(VISEMES, HOLD_S), captions)


def _mood(who: str, mood: str) -> Performance:
    weights = held(("sil", "sil", "aa", "PP", "ih", "ou"), MOOD_S / 6)
    mark = Mark("expression", mood, 0.0, MOOD_S)
    return _silent(who, weights, [Timed(0.0, MOOD_S, mood)], (mark,))


def _gesture(who: str, name: str, seconds: float) -> Performance:
    whole = seconds + AFTER_S
    return _silent(who, held(("sil",), whole), [Timed(0.0, whole, name)], (Mark("gesture", name),))


def _silent(who: str, weights: np.ndarray, captions: Sequence[Timed], marks: tuple[Mark, ...] = ()) -> Performance:
    text = " ".join(caption.value for caption in captions)
    clip = Clip.silence(len(weights) / FRAME_RATE, RATE)
    return Performance(who, Speech(clip, text, ""), MouthTrack(weights, Rung.EDITED), marks, tuple(captions))


def held(visemes: Sequence[str], seconds: float) -> np.ndarray:
    """Weights of visemes one after the other, each for so many seconds, float32, shape (frames, 15)."""
    frames = round(seconds * FRAME_RATE)
    rows = np.repeat(np.eye(len(VISEMES), dtype=np.float32)[[VISEMES.index(each) for each in visemes]], frames, axis=0)
    width = round(FADE_S * FRAME_RATE)
    padded = np.pad(rows, ((width // 2, width - width // 2 - 1), (0, 0)), "edge")
    faded = sum(padded[shift : shift + len(rows)] for shift in range(width)) / np.float32(width)
    return np.asarray(faded, np.float32)
