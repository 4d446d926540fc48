"""Tapping along: what keys do to beats, and how these are kept beside the song."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import SongError
from avatar.song.beats import Beats, at_tempo
from avatar.song.tapping import Tapping, beats_path, begin_tapping, keep_beats, kept_beats, press, show_beat

HEARD = Beats(tuple(1.0 + 0.5 * n for n in range(40)), 4, 0, 0.2)
"""120 a minute."""


def tap(state: Tapping, *taps: float) -> Tapping:
    for t in taps:
        state = press(state, "space", t)
    return state


def test_taps_find_the_song_s_own_beats_and_where_its_bars_begin() -> None:
    state = tap(begin_tapping(HEARD), 3.03, 3.49, 4.02, 4.51)
    assert state.beats.times == HEARD.times
    assert state.beats.times[state.beats.first] % 2.0 == pytest.approx(1.0)
    state = tap(begin_tapping(HEARD), 3.53, 4.02, 4.51, 5.0)
    assert state.beats.times[state.beats.first] % 2.0 == pytest.approx(1.5)


def test_taps_between_the_beats_and_every_second_one_are_understood() -> None:
    off = tap(begin_tapping(HEARD), 3.26, 3.74, 4.25, 4.76).beats
    assert np.array(off.times) % 0.5 == pytest.approx(0.25)
    slow = tap(begin_tapping(HEARD), 3.0, 4.0, 5.0, 6.0).beats
    assert slow.bpm == pytest.approx(60.0)


def test_fewer_than_four_taps_change_nothing_and_a_pause_begins_anew() -> None:
    state = tap(begin_tapping(HEARD), 3.26, 3.74, 4.25)
    assert state.beats == HEARD
    assert state.told == "3 of 4 taps"
    state = tap(state, 12.0)
    assert state.told == "1 of 4 taps"
    assert tap(state, 12.5, 13.0, 13.5).beats.times == HEARD.times


def test_uneven_taps_are_told_and_change_nothing() -> None:
    state = tap(begin_tapping(HEARD), 3.0, 3.2, 4.4, 4.6)
    assert "not even" in state.told
    assert state.beats == HEARD


def test_who_taps_for_long_is_heard_by_the_last_taps() -> None:
    state = tap(begin_tapping(HEARD), *(1.0 + n for n in range(6)), *(7.0 + 0.5 * n for n in range(24)))
    assert state.beats.bpm == pytest.approx(120.0)


@pytest.mark.parametrize(("keys", "bpm"), [("h", 60), ("d", 240), ("hh", 30), ("hd", 120), ("dhu", 120), ("n", 0)])
def test_keys_change_the_tempo(keys: str, bpm: float) -> None:
    state = begin_tapping(HEARD)
    for key in keys:
        state = press(state, key, 5.0)
    assert state.beats.bpm == pytest.approx(bpm)


def test_the_off_beat_enter_and_escape() -> None:
    state = press(begin_tapping(HEARD), "o", 5.0)
    assert state.beats.times[0] == pytest.approx(1.25)
    kept = press(state, "\n", 6.0)
    assert (kept.over, kept.keeps, kept.beats) == (True, True, state.beats)
    left = press(state, "escape", 6.0)
    assert (left.over, left.keeps, left.beats) == (True, False, HEARD)
    assert press(state, "x", 6.0) == state


@pytest.mark.parametrize("keys", ["h" * 20, "d" * 6, "o" * 60, "nhdo"])
def test_no_row_of_keys_breaks_it(keys: str) -> None:
    state = begin_tapping(HEARD)
    for key in keys:
        state = press(state, key, 5.0)
    assert show_beat(state, 5.0).text
    assert 0 <= state.beats.first < state.beats.bar


def test_beats_are_shown_as_they_are_heard() -> None:
    state = begin_tapping(HEARD)
    assert show_beat(state, 1.05).text.startswith("● · · ·")
    assert show_beat(state, 1.55).text.startswith("· ● · ·")
    assert not show_beat(state, 1.4).on
    assert "120 beats a minute" in show_beat(state, 0.0).text
    assert "no beats" in show_beat(begin_tapping(Beats()), 1.0).text


# ------------------------------------------------------------------------------------------------------------- keeping


def test_beats_are_kept_beside_the_song(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    assert kept_beats(song) is None
    assert keep_beats(song, HEARD) == tmp_path / "song.mp3.beats"
    found = kept_beats(song)
    assert found is not None
    assert found.times == pytest.approx(HEARD.times)
    assert (found.bar, found.first, found.confidence) == (4, 0, 1.0)
    keep_beats(song, Beats())
    assert kept_beats(song) == Beats(confidence=1.0)


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    beats_path(song).write_text("My diary")
    with pytest.raises(SongError, match="Something else lies"):
        keep_beats(song, HEARD)
    assert beats_path(song).read_text() == "My diary"
    with pytest.raises(SongError, match="can't be read"):
        kept_beats(song)


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SongError, match="can't be kept"):
        keep_beats(tmp_path / "gone" / "song.mp3", HEARD)


@pytest.mark.parametrize(
    "change",
    [
        {"times": [2.0, 1.0]}, {"times": [float("nan")]}, {"times": [1e9]}, {"times": "12"}, {"times": None},
        {"bar": 0}, {"bar": 1000}, {"first": 9}, {"first": -1}, {"format": "other"}, {"times": [[1.0]]},
        {"bar": "four"},
    ],
)  # fmt: skip
def test_damaged_beats_are_told_with_what_to_do(tmp_path: Path, change: dict[str, object]) -> None:
    song = tmp_path / "song.mp3"
    keep_beats(song, HEARD)
    table = json.loads(beats_path(song).read_text())
    beats_path(song).write_text(json.dumps({**table, **change}))
    with pytest.raises(SongError, match="can't be read") as caught:
        kept_beats(song)
    assert "--beats tap" in str(caught.value)


# --------------------------------------------------------------------------------------------------------------- tempo


@pytest.mark.parametrize(("bpm", "becomes"), [(120, 120), (61, 60), (236, 240), (30, 30), (119, 120)])
def test_a_tempo_that_is_named_chooses_among_what_is_heard(bpm: float, becomes: float) -> None:
    assert at_tempo(HEARD, bpm).bpm == pytest.approx(becomes)


def test_another_tempo_is_laid_on_the_beats_as_well_as_it_goes() -> None:
    found = at_tempo(HEARD, 90.0)
    assert found.bpm == pytest.approx(90.0)
    assert found.times[0] >= 0.0
    assert found.times[-1] <= HEARD.times[-1]
    assert min(abs(t - HEARD.times[0]) for t in found.times) < 0.35
    assert at_tempo(Beats(), 90.0) == Beats()
