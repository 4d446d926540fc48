"""Beats of recordings whose beats are known: the project's own tunes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import AudioError, SongError
from avatar.show.sounds.tunes import TUNES, play_bars
from avatar.song import beats
from avatar.song.beats import Beats, find_beats
from avatar.sound.synth import RATE
from avatar.types import Clip


@cache
def bed(name: str) -> Clip:
    first, again = play_bars(TUNES[name], np.random.default_rng(1))
    both = np.concatenate([first, again])
    return Clip.from_floats(both / max(1.0, np.abs(both).max()), RATE)


@pytest.mark.parametrize("name", ["cheerful", "explaining", "sad"])
def test_the_beats_of_a_tune_are_found(name: str) -> None:
    tune = TUNES[name]
    found = find_beats(bed(name))
    wanted = np.arange(0, bed(name).duration - 0.5, 60 / tune.beats_a_minute)
    off = np.abs(np.array(found.times)[:, None] - wanted[None]).min(axis=0)
    assert np.percentile(off, 95) < 0.02
    assert abs(found.bpm - tune.beats_a_minute) < 1
    assert found.bar == tune.bar
    bars = np.arange(0, bed(name).duration, 60 / tune.beats_a_minute * tune.bar)
    assert max(np.abs(bars - down).min() for down in downbeats(found)[1:-1]) < 0.03


def downbeats(found: Beats) -> tuple[float, ...]:
    return found.times[found.first :: found.bar]


def test_a_tune_that_is_felt_on_the_off_beat_is_doubted_and_put_right() -> None:
    """The electric piano of `lounge` plays ahead of the beat."""
    found = find_beats(bed("lounge"))
    assert found.confidence < beats.UNSURE
    beat = 60 / TUNES["lounge"].beats_a_minute
    wanted = np.arange(1, 12) * beat

    def off(each: Beats) -> float:
        return float(np.abs(np.array(each.times)[:, None] - wanted[None]).min(axis=0).max())

    assert min(off(found), off(beats.offbeat(found))) < 0.03
    assert off(beats.tapped(found, [float(t) + 0.02 for t in wanted[3:9]])) < 0.05


def test_a_tempo_that_changes_is_followed() -> None:
    slow, fast = bed("explaining").samples, bed("cheerful").samples
    found = find_beats(Clip(np.concatenate([slow, fast]), RATE))
    half = len(slow) / RATE
    steps = np.diff(found.times)
    middles = np.array(found.times[:-1])
    assert np.isclose(np.median(steps[middles < half - 3]), 60 / 104, atol=0.01)
    assert np.isclose(np.median(steps[middles > half + 4]), 60 / 112, atol=0.01)


GRID = Beats(tuple(np.arange(20) * 0.5 + 1.0), 4, 2, 0.4)


def test_half_twice_and_between() -> None:
    assert beats.halved(GRID).times == GRID.times[::2]
    assert beats.halved(GRID).bpm == 60
    assert beats.doubled(GRID).bpm == 240
    assert beats.doubled(GRID).times[::2] == GRID.times
    assert beats.offbeat(GRID).times[0] == 1.25
    assert set(beats.halved(Beats(GRID.times, 4, 3)).times) >= {GRID.times[3]}


@pytest.mark.parametrize(("start", "beat"), [(3.02, 0.5), (3.27, 0.5), (3.0, 1.0), (4.49, 1.0), (3.01, 0.25)])
def test_taps_choose_among_what_was_heard(start: float, beat: float) -> None:
    taps = [start + n * beat for n in range(8)]
    found = beats.tapped(GRID, taps)
    assert np.isclose(60 / found.bpm, beat)
    assert min(abs(time - start) for time in downbeats(found)) < 0.05
    assert found.confidence == 1.0


def test_taps_of_another_tempo_are_taken_as_they_are() -> None:
    found = beats.tapped(GRID, [2.0, 2.7, 3.4, 4.1, 4.8])
    assert np.isclose(60 / found.bpm, 0.7)
    assert any(abs(time - 2.0) < 1e-6 for time in downbeats(found))
    assert found.times[0] < 1.0
    assert found.times[-1] > 9.0
    assert len(beats.tapped(Beats(), [1.0, 1.5, 2.0, 2.5]).times) >= 4


@pytest.mark.parametrize("taps", [[], [1.0, 1.5, 2.0], [1.0, 1.5, 2.9, 3.0], [1, 1, 1, 1], [0.0, 5.0, 10.0, 15.0]])
def test_taps_that_tell_no_tempo_are_refused(taps: list[float]) -> None:
    with pytest.raises(SongError, match="taps"):
        beats.tapped(GRID, taps)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 20.0])
def test_silence_has_no_beats(seconds: float) -> None:
    found = find_beats(Clip.silence(seconds, 22_050))
    assert (found.times, found.bpm, found.confidence, downbeats(found)) == ((), 0.0, 0.0, ())


def test_noise_has_no_beats_to_be_sure_of() -> None:
    noise = Clip.from_floats(np.random.default_rng(2).normal(size=20 * 16_000) * 0.1, 16_000)
    assert find_beats(noise).confidence < beats.UNSURE


def test_a_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_text("no song")
    with pytest.raises(AudioError):
        find_beats(path)
