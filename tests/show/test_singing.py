"""A song that is played like a show, and its house."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from avatar.config import Config
from avatar.show.clapping import clap_along
from avatar.show.singing import SongSource
from avatar.show.songs import SongOrder, list_singers, stage_song
from avatar.song.arranging import Arrangement
from avatar.song.company import cast_parts
from avatar.song.score import Part, Score, SungNote, Tempo
from avatar.types import Clip, Performance
from tests.song.helpers import make_score

SONG = make_score("My:60:1 ma:62:1 moans:64:2", "be:65:1-fore:62:1 me:60:2", bpm=120, start=0.0)


@pytest.fixture(scope="module")
def source() -> Iterator[SongSource]:
    told: list[str] = []
    order = SongOrder(("juno",), ("en-gb",), house="club")
    made = stage_song(SONG, Config(), order, told.append)
    yield made
    made.close()


def test_a_song_can_be_played_from_each_of_its_lines(source: SongSource) -> None:
    assert [stop.text for stop in source.stops] == ["My ma moans", "before me"]
    assert list_singers(source) == ["Juno (en-gb)"]
    for cue in (0, 1):
        steps = list(source.steps(cue))
        said = [entry for step in steps for entry in step.entries if isinstance(entry.what, Performance)]
        assert len(said) == 2 - cue
        assert steps[0].start == source.at(cue)
        assert steps[-1].t == pytest.approx(source.total)


def test_what_was_sung_is_not_sung_again(source: SongSource) -> None:
    first = next(entry for step in source.steps(0) for entry in step.entries if isinstance(entry.what, Performance))
    again = next(entry for step in source.steps(0) for entry in step.entries if isinstance(entry.what, Performance))
    assert first.what is again.what


def lively(bars: int, bpm: float = 110) -> Arrangement:
    notes = tuple(SungNote(float(at), 1.0, 60, "la", True, 0) for at in range(4 * bars))
    score = Score("Song", (Part("one", notes),), tempos=(Tempo(0.0, bpm),))
    return Arrangement(score, cast_parts(score, ["juno"]))


def test_a_house_claps_on_two_and_four_and_applauds() -> None:
    arrangement = lively(12)
    *claps, applause = clap_along(arrangement, "club")
    assert applause.start >= arrangement.end
    assert claps
    for entry in claps:
        assert isinstance(entry.what, Clip)
        sound = np.abs(entry.what.floats())
        loud = sound > 0.3 * sound.max()
        heard = (np.flatnonzero(loud) / entry.what.rate) + entry.start - arrangement.origin
        beats = heard / (60 / 110)
        away = np.abs(beats - 2 * np.round((beats - 1) / 2) - 1)
        assert np.median(away) < 0.15


def test_nobody_claps_along_to_a_lullaby_or_where_nobody_is() -> None:
    assert len(list(clap_along(lively(12, 55), "club"))) == 1
    assert list(clap_along(lively(12), "none")) == []
