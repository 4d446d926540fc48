"""hibari over many sentences: its edges against the sound itself, and a process that is the same after sixty."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.speech.base import Request, SpokenSound
from avatar.speech.child import EngineProcess
from avatar.speech.edges import find_kind
from avatar.speech.engines.hibari import Hibari
from tests.speech.conftest import never

pytest.importorskip("hibari")

SENTENCES = (
    "Bob packed a big box of purple paper plates.",
    "Please take the top two books to Peter.",
    "She sells fresh fish and chips, six days a week.",
    "My mother made more marmalade than anybody needed.",
    "Stop! Don't touch that. It is hot.",
    "The quick brown fox jumps over the lazy dog.",
)
STEP_S = 0.001
BANDS = {"stop": (500, 4000, -1), "hum": (500, 4000, -1), "nasal": (800, 4000, -1), "hiss": (4500, 9000, 1)}
"""Hz whose level tells that such a phone begins after a vowel, and whether it rises or falls."""


def level(sound: SpokenSound, low: int, high: int) -> NDArray[np.float64]:
    """dB of a band, a thousand times a second, none more than 50 under the loudest."""
    size = round(0.008 * sound.rate)
    padded = np.pad(np.frombuffer(sound.pcm, "<i2") / 32768, (size // 2, size))
    at = (np.arange(int(sound.duration / STEP_S)) * STEP_S * sound.rate).astype(int)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[at] * np.hanning(size)
    hertz = np.fft.rfftfreq(512, 1 / sound.rate)
    power = np.abs(np.fft.rfft(frames, 512)) ** 2
    found = 10 * np.log10(power[:, (hertz >= low) & (hertz < high)].sum(axis=1) + 1e-12)
    return np.asarray(np.maximum(found, found.max() - 50))


def errors(sound: SpokenSound) -> list[float]:
    """Seconds by which phones after vowels are told too late: their level is halfway where they begin."""
    found = []
    for vowel, phone in pairwise(sound.phones or ()):
        low, high, way = BANDS.get(find_kind(phone.value), (0, 0, 0))
        if not way or find_kind(vowel.value) != "vowel":
            continue
        begin, end = round((phone.start - 0.06) / STEP_S), round((phone.start + 0.06) / STEP_S)
        part = way * level(sound, low, high)[max(begin, 0) : end]
        crossings = np.flatnonzero(np.diff((part > (part.max() + part.min()) / 2).astype(int)) > 0) + 1
        if len(crossings) and part.max() - part.min() > 12:
            found.append(min((phone.start - (max(begin, 0) + at) * STEP_S for at in crossings), key=abs))
    return found


@pytest.fixture(scope="module")
def hibari() -> Hibari:
    return Hibari()


@pytest.mark.parametrize("rate", [120, 170, 240])
def test_phones_are_where_they_are_heard_at_any_pace(hibari: Hibari, rate: int) -> None:
    found = [each for text in SENTENCES for each in errors(hibari.speak(Request(text, "heart", rate=rate)))]
    assert len(found) > 30
    assert abs(np.median(found)) < 0.005
    assert np.median(np.abs(found)) < 0.010
    assert np.mean(np.abs(found) < 0.025) > 0.85


def memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is looked up in /proc")
def test_sixty_utterances_leave_it_as_it_was() -> None:
    process = EngineProcess("hibari", None)
    asked = [Request(text, "heart") for text in SENTENCES]
    asked += [replace(each, pitch=65, formants=1.1, rate=200) for each in asked[:4]]
    try:
        first = [process.speak(each, 30.0, never) for each in asked]
        pid = process.pid
        assert pid is not None
        before = memory_mb(pid)
        for _ in range(5):
            assert [process.speak(each, 30.0, never) for each in asked] == first
        assert process.pid == pid
        assert memory_mb(pid) - before < 30
    finally:
        process.close()
