"""Timelines made up for tests of formats."""

from __future__ import annotations

import numpy as np

from avatar.lipsync.coarticulate import RULES, coarticulate
from avatar.lipsync.formats import CueSheet
from avatar.types import VISEMES, MouthTrack, Rung, Timed


def held(
    *spans: tuple[str, float], sound: str = "/tmp/hi.wav", words: tuple[Timed, ...] = (), text: str = ""
) -> CueSheet:
    """A mouth that shows one viseme after another, each until a time in seconds."""
    count = round(spans[-1][1] * 100)
    rows = np.zeros(count, np.intp)
    start = 0
    for viseme, end in spans:
        rows[start : round(end * 100)] = VISEMES.index(viseme)
        start = round(end * 100)
    track = MouthTrack(np.eye(len(VISEMES), dtype=np.float32)[rows], Rung.EDITED)
    return CueSheet(track, spans[-1][1], sound, text, words)


HI = held(("sil", 0.05), ("aa", 0.27), ("E", 0.31), ("SS", 0.43), ("sil", 0.47))
"""What Rhubarb's README shows of a person saying "Hi"."""


def spoken(text: str, phones: str, words: str, each: float = 0.1, sound: str = "/tmp/said.wav") -> CueSheet:
    """A timeline of phones of equal length after 0.2 s of silence; `|` in `phones` ends a word of `words`."""
    timed: list[Timed] = []
    spans: list[Timed] = []
    t, at = 0.2, 0
    for word, sounds in zip(words.split(), phones.split("|"), strict=True):
        start = t
        for phone in sounds.split():
            timed.append(Timed(t, t + each, phone))
            t += each
        at = text.index(word, at)
        spans.append(Timed(start, t, word, at, len(word)))
        at += len(word)
    duration = t + 0.2
    track = MouthTrack(coarticulate(timed, duration), Rung.ALIGNED, RULES.lead)
    return CueSheet(track, duration, sound, text, tuple(spans), tuple(timed))


MARY = spoken("Mary had a little lamb.", "m ɛ ɹ i|h æ d|ə|l ɪ ɾ əl|l æ m", "Mary had a little lamb")

SHOWN = held(("sil", 0.5), ("PP", 1.0), ("aa", 1.5), ("ih", 2.0), ("ou", 2.5), ("SS", 3.0), ("sil", 3.5))
"""Half a second of each."""

MOMENTS = [held(("aa", 0.01)), held(("sil", 0.02)), held(("sil", 0.5), ("aa", 0.51))]
"""Sound of a frame or less, and speech that ends with the sound."""
