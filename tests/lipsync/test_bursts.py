"""Bursts of P and B are found in the sound, and lips part at them."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import bursts
from avatar.lipsync.bursts import find_bursts
from avatar.lipsync.coarticulate import RULES, coarticulate
from avatar.types import FRAME_RATE, VISEMES, Clip, Timed

RATE = 22_050


def spoken(burst: float, seconds: float = 0.5, hum: float = 0.0) -> Clip:
    """A low hum (voicing behind shut lips) until a click with breath after it, then a vowel."""
    t = np.arange(round(seconds * RATE)) / RATE
    chance = np.random.default_rng(1)
    wave = hum * np.sin(2 * np.pi * 120 * t)
    wave += 0.2 * chance.standard_normal(len(t)) * (t >= burst) * np.exp(-(t - burst).clip(0) / 0.02)
    wave += 0.3 * np.sin(2 * np.pi * 700 * t) * (t >= burst + 0.03)
    return Clip.from_floats(wave, RATE)


@pytest.mark.parametrize(
    ("phone", "burst", "hum"), [("p", 0.15, 0.0), ("p", 0.19, 0.0), ("b", 0.2, 0.2), ("pʰ", 0.16, 0.0)]
)
def test_a_burst_is_found_to_some_milliseconds(phone: str, burst: float, hum: float) -> None:
    phones = (Timed(0.1, 0.2, phone), Timed(0.2, 0.45, "ɑ"))
    assert find_bursts(spoken(burst, hum=hum), phones) == (pytest.approx(burst, abs=0.004),)


def test_other_sounds_and_stops_that_nothing_is_heard_of_have_none() -> None:
    clip = spoken(0.15)
    assert find_bursts(clip, (Timed(0.1, 0.2, "t"), Timed(0.2, 0.45, "ɑ"))) == ()
    assert find_bursts(clip, (Timed(0.35, 0.4, "p"),)) == ()
    assert find_bursts(Clip.silence(0.5, RATE), (Timed(0.1, 0.2, "p"),)) == ()
    assert find_bursts(Clip.silence(0.0, RATE), (Timed(0.1, 0.2, "p"),)) == ()


def test_in_long_sound_they_are_where_they_are_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    clip = Clip(np.concatenate([spoken(0.15, hum=0.2).samples] * 50), RATE)
    phones = [Timed(n / 2 + 0.1, n / 2 + 0.2, "b") for n in range(50)]
    blocks = find_bursts(clip, phones)
    monkeypatch.setattr(bursts, "BLOCK", 1 << 30)
    assert len(blocks) == 50
    assert blocks == pytest.approx(find_bursts(clip, phones), abs=0.0011)


@pytest.mark.parametrize("burst", [0.13, 0.15, 0.17, 0.21])
@pytest.mark.parametrize("phone", ["p", "b"])
def test_lips_are_shut_before_a_burst_and_parted_at_it(phone: str, burst: float) -> None:
    phones = (Timed(0.0, 0.1, "ɑ"), Timed(0.1, 0.2, phone), Timed(0.2, 0.45, "ɑ"))
    shut = coarticulate(phones, 0.5, clip=spoken(burst, hum=0.2 if phone == "b" else 0.0))[:, VISEMES.index("PP")]
    t = np.arange(len(shut)) / FRAME_RATE
    assert np.interp(burst - RULES.lead - 0.03, t, shut) > 0.8
    assert np.interp(burst, t, shut) < 0.4
    assert shut[t > burst + 0.04].max() < 0.3
