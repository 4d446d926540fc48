from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.ears.explained import REACH, WINDOW, find_likeness
from avatar.ears.hearing import ALIKE
from tests.ears import speech

COUNT = WINDOW + REACH


def said(text: str, seconds: float) -> NDArray[np.float32]:
    """A loud piece of speech, COUNT samples long."""
    samples = speech.spoken(text, seconds)
    power = np.convolve(samples**2, np.ones(COUNT), "valid")
    first = int(power.argmax())
    return samples[first : first + COUNT]


@pytest.fixture(scope="module")
def played() -> NDArray[np.float32]:
    return said("This is a long story that nobody asked for.", 3.0)


@pytest.mark.parametrize("delay", [0, 37, 1600, REACH])
def test_an_echo_is_known_at_any_delay(played: NDArray[np.float32], delay: int) -> None:
    echo = played[len(played) - WINDOW - delay : len(played) - delay]
    assert find_likeness(echo * np.float32(0.3), played) == pytest.approx(1.0, abs=0.01)


def test_an_echo_in_a_room_is_known(played: NDArray[np.float32]) -> None:
    heard = played.copy()
    for delay, share in ((190, 0.4), (450, 0.25), (800, 0.15)):
        heard[delay:] += np.float32(share) * played[:-delay]
    assert find_likeness(heard[-WINDOW - 800 : -800], played) > ALIKE


def test_somebody_else_is_not_alike_nor_is_somebody_who_speaks_over_it(played: NDArray[np.float32]) -> None:
    other = said("Stop talking now, please!", 2.0)[:WINDOW]
    other *= np.float32(np.sqrt(np.mean(played[-WINDOW:] ** 2) / np.mean(other**2)))
    assert find_likeness(other, played) < ALIKE
    assert find_likeness(other + played[-WINDOW - 1600 : -1600], played) < 0.95


def test_nothing_is_like_nothing() -> None:
    silence = np.zeros(COUNT, np.float32)
    assert find_likeness(silence[:WINDOW], silence) == 0.0
