"""What mouths do over known phones and a known sound is what it was when their rules were last fitted.

The rules' numbers (`coarticulate.RULES`, the blends of `visemes`, `estimate.DURATIONS`, those of `loudness`) were
fitted to filmed lips and measured speech: a table by itself says nothing of which are right. golden/ holds what they
come to in a line with every kind of sound. To accept a change, run `python -m benchmarks.lipsync` first, then this
with GOLDEN=write.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.lipsync.coarticulate import RULES, Stops, coarticulate
from avatar.lipsync.estimate import stretched
from avatar.lipsync.loudness import loudness
from avatar.lipsync.phonemes import SoundedClause, SoundedWord
from avatar.lipsync.visemes import targets
from avatar.lipsync.voiced import voiced_spans
from avatar.types import VISEMES, Clip, Timed

GOLDEN = Path(__file__).parent / "golden"
DIFFERENT = 0.003
"""Of a weight or a second; what is kept has three digits."""
EVERY = 2
"""Frames from one that is kept to the next."""
PHONES = "h ə l oʊ _ ʃ iː f aɪ n d z ɹ ɛ d _ w uː l k ɑː p t _ m ʌ v b ɪ ɡ tʃ ɔɪ s ŋ θ y β ɚ p"
CLAUSES = ("h əl ˈoʊ|m aɪ|f ɹ ˈɛ n d", "ʃ iː|ˌʌ n d ɚ s t ˈæ n d z|ɪ t|ˈɔː l", "j ˈɛ s|ˈ|w ɪ|ˈa ɾ ə")
"""Three clauses of words; one holds only a mark."""


def compare(name: str, found: NDArray[np.float32], columns: Sequence[str], each: float) -> None:
    """Fails where `found`, a row every `each` seconds, is not what golden/NAME.csv holds."""
    path = GOLDEN / f"{name}.csv"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        np.savetxt(path, found, "%.3f", ",", header=",".join(columns), comments="", encoding="utf-8")
    wanted = np.loadtxt(path, np.float32, delimiter=",", skiprows=1, encoding="utf-8")
    assert found.shape == wanted.shape
    other = [
        f"{columns[column]} at {each * row:.2f} is {found[row, column]:.3f}, was {wanted[row, column]:.3f}"
        for row, column in np.argwhere(np.abs(found - wanted) > DIFFERENT).tolist()
    ]
    assert not other, f"{len(other)} values changed: " + "; ".join(other[:8])


def line() -> list[Timed]:
    """The phones, some long, some brief, after 0.2 s of silence."""
    timed: list[Timed] = []
    for number, phone in enumerate(PHONES.split()):
        start = timed[-1].end if timed else 0.2
        timed.append(Timed(start, start + (0.05, 0.08, 0.13)[number % 3], "" if phone == "_" else phone))
    return timed


def sound(rate: int = 16000) -> Clip:
    """3 s in a room that hums: a voice that swells and rises, a hiss, a dip as of a stop, a pause, and a low voice."""
    t = np.arange(3 * rate) / rate
    hertz = np.where(t < 2.0, 110.0 * 3.0**t, 90.0)
    phase = 2 * np.pi * np.cumsum(hertz) / rate
    voice = sum(np.sin(k * phase) / k for k in range(1, 9)) * np.where(t < 2.0, 0.02 + 0.15 * t, 0.1)
    hiss = np.diff(np.diff(np.random.default_rng(5).normal(0, 0.05, len(t) + 2)))
    parts = [(0.3, 0.9, voice), (0.98, 1.4, voice), (1.4, 1.6, hiss), (2.2, 2.8, voice)]
    heard = sum(np.where((t >= start) & (t < end), what, 0.0) for start, end, what in parts)
    return Clip.from_floats(heard + 0.001 * np.sin(2 * np.pi * 50 * t), rate)


def test_the_line_has_every_kind_of_sound() -> None:
    parts = {target.part for phone in line() for target in targets(phone.value)}
    assert parts == {pull.part for pull in RULES.pulls}
    shown = {VISEMES[int(target.weights.argmax())] for phone in line() for target in targets(phone.value)}
    assert shown == set(VISEMES)


@pytest.mark.parametrize("stops", ["span", "burst"])
def test_the_mouth_moves_as_it_was_fitted(stops: Stops) -> None:
    phones = line()
    weights = coarticulate(phones, phones[-1].end + 0.3, stops=stops)
    compare(f"said-{stops}", weights[::EVERY], VISEMES, EVERY / 100)


def test_the_mouth_follows_a_sound_as_it_was_judged() -> None:
    compare("heard", loudness(sound())[::EVERY], VISEMES, EVERY / 100)


def test_phones_are_given_the_times_that_were_measured() -> None:
    clauses = [
        SoundedClause(tuple(SoundedWord(tuple(word.split()), "", -1) for word in clause.split("|")))
        for clause in CLAUSES
    ]
    phones = stretched(clauses, voiced_spans(sound()))
    assert [phone.value for phone in phones] == " ".join(CLAUSES).replace("|", " ").split()
    times = np.array([[phone.start, phone.end] for phone in phones], np.float32)
    compare("estimated", times, ("start of phone", "end of phone"), 1)
