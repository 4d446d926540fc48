"""The house laughs more for more, longer when it is larger, and tells a comedian when to go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from avatar.errors import ConfigError
from avatar.show import audience, lengths
from avatar.show.audience import Laughter
from avatar.show.cues import Laugh
from avatar.show.sounds.crowd import HOUSES, MIRTH, MURMURS
from tests.show import heard
from tests.show.measures import beats, between, floats, peak_db, rms, swell

PLAYED = ("table", "club", "theatre")
OTHERS: tuple[Callable[..., Laughter], ...] = (audience.gasp, partial(audience.murmur, "aww"), audience.greet_entrance)


def _mean(strength: int, house: str) -> tuple[float, float, float]:
    """Loudness, length and time to go on, over a few nights."""
    nights = [audience.laugh(strength, house, seed) for seed in range(2)]
    return (
        float(np.mean([swell(night.clip, 0.4).max() for night in nights])),
        float(np.mean([night.clip.duration for night in nights])),
        float(np.mean([night.resume_s for night in nights])),
    )


@pytest.mark.parametrize("house", PLAYED)
def test_laughter_grows_with_its_strength(house: str) -> None:
    loud, long, waits = zip(*(_mean(strength, house) for strength in range(1, 6)), strict=True)
    assert list(loud) == sorted(loud)
    assert list(long) == sorted(long)
    assert waits[0] < waits[2] < waits[4]
    estimates = [lengths._heard(Laugh(0, strength), house, 0).resume_s for strength in range(1, 6)]
    assert estimates == pytest.approx(waits, rel=0.1)


def test_laughter_grows_with_the_house() -> None:
    loud, long, waits = zip(*(_mean(3, house) for house in PLAYED), strict=True)
    assert list(loud) == sorted(loud)
    assert list(long) == sorted(long)
    assert list(waits) == sorted(waits)


@pytest.mark.parametrize("house", PLAYED)
@pytest.mark.parametrize("strength", range(1, 6))
def test_a_laugh_rises_crests_and_falls(strength: int, house: str) -> None:
    laugh = audience.laugh(strength, house, 7)
    level = swell(laugh.clip, 0.3)
    crest, resume = round(laugh.crest_s * 100), round(laugh.resume_s * 100)
    assert 0 < laugh.crest_s < laugh.resume_s <= laugh.clip.duration
    assert level[max(0, crest - 10) : crest + 11].max() > 0.8 * level.max()
    assert level[resume:].max(initial=0.0) < 0.55 * level.max(), "who goes on is heard"
    assert level[-10:].max() < 0.25 * level.max()
    assert peak_db(laugh.clip) < -1
    assert abs(floats(laugh.clip).mean()) < 1e-3
    assert np.abs(floats(laugh.clip)[[0, -1]]).max() < 1e-3
    heard.compare(f"{house} laughs {strength}", laugh.clip)


@pytest.mark.parametrize("house", ["table", "club"])
def test_laughter_is_voices_and_not_noise(house: str) -> None:
    hiss = audience.applaud(4, "theatre").clip
    for seed in range(3):
        clip = audience.laugh(3, house, seed).clip
        assert beats(clip, 3.5, 6.5) > 1.5 * beats(hiss, 3.5, 6.5), "people laugh about five times a second"
        assert between(clip, 300, 3000) > 0.6, "where voices are"
        assert _flatness(floats(clip)) < 0.3 * _flatness(floats(hiss)), "voices have pitches"


def test_a_big_laugh_has_a_second_wave() -> None:
    later = []
    for strength in (3, 4):
        nights = [audience.laugh(strength, "club", seed) for seed in range(5)]
        levels = [swell(night.clip, 0.3) for night in nights]
        later.append(np.mean([level[150:300].mean() / level.max() for level in levels]))
    assert later[1] > 1.25 * later[0]


def test_a_roar_breaks_into_applause() -> None:
    bright = [between(audience.laugh(strength, "club", 2).clip, 4000, 20_000) for strength in (4, 5)]
    assert bright[1] > 2 * bright[0]


def test_the_same_night_is_the_same_to_the_sample() -> None:
    first = audience.laugh(3, "club", 11)
    audience._heard.cache_clear()
    again = audience.laugh(3, "club", 11)
    assert np.array_equal(first.clip.samples, again.clip.samples)
    assert (first.crest_s, first.resume_s) == (again.crest_s, again.resume_s)
    other = audience.laugh(3, "club", 12)
    assert len(other.clip.samples) != len(first.clip.samples) or not np.array_equal(
        other.clip.samples, first.clip.samples
    )


def test_nobody_laughs_where_nobody_is() -> None:
    laugh = audience.laugh(5, "none")
    assert laugh.clip.duration == 0
    assert 0 < laugh.resume_s < 1
    for other in OTHERS:
        assert other("none").clip.duration == 0


def test_strengths_outside_the_table_count_as_the_nearest() -> None:
    assert audience.laugh(9, "table").clip is audience.laugh(5, "table").clip
    assert audience.laugh(0, "table").clip is audience.laugh(1, "table").clip


def test_an_unknown_house_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"no audience 'stadium'.*none, table, club, theatre"):
        audience.laugh(3, "stadium")
    with pytest.raises(ConfigError, match="aww"):
        audience.murmur("yodel")


@pytest.mark.parametrize("house", PLAYED)
def test_applause_grows_and_thins_out(house: str) -> None:
    level = []
    for strength in range(1, 6):
        claps = audience.applaud(strength, house)
        estimate = lengths._heard(Laugh(0, strength, "applause"), house, 0).resume_s
        assert estimate == pytest.approx(claps.resume_s, rel=0.2)
        clip = claps.clip
        level.append(rms(floats(clip)))
        curve = swell(clip, 0.3)
        assert curve[-20:].max() < 0.6 * curve.max()
        assert peak_db(clip) < -1
        heard.compare(f"{house} claps {strength}", clip)
    assert level == sorted(level)


def test_few_hands_are_heard_one_by_one() -> None:
    """Single claps stand out of a table's applause; a theatre's is a rush."""
    few, many = (floats(audience.applaud(3, house).clip) for house in ("table", "theatre"))
    assert np.abs(few).max() / rms(few) > 1.5 * np.abs(many).max() / rms(many)


@pytest.mark.parametrize("kind", MURMURS)
def test_a_murmur_is_a_held_voice(kind: str) -> None:
    voice = audience.murmur(kind, "club")
    assert 1.0 < voice.clip.duration < 4.0
    assert 0.1 < voice.crest_s < voice.resume_s <= voice.clip.duration
    assert _flatness(floats(voice.clip)) < 0.3
    assert lengths._heard(Laugh(0, 3, kind), "club", 0).resume_s == pytest.approx(voice.resume_s, abs=0.7)


def test_every_rule_has_its_reason() -> None:
    assert all(row.why for row in (*HOUSES.values(), *MIRTH))


def _flatness(sound: np.ndarray) -> float:
    """1 for white noise, near 0 for pure notes; from 300 to 3000 Hz, where it is loud."""
    frames = sound[: len(sound) // 2048 * 2048].reshape(-1, 2048) * np.hanning(2048)
    power = np.abs(np.fft.rfft(frames, axis=1))[:, 13:130] ** 2 + 1e-12
    power = power[power.sum(axis=1) > 0.05 * power.sum(axis=1).max()]
    return float(np.mean(np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)))
