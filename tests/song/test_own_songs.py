"""The songs that come with the program are read without a remark, and lie where voices sing."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.song.reading import read_score
from avatar.types import VISEMES

SONGS = sorted((Path(__file__).parents[2] / "shows").glob("*.song"))
RANGE = 17
"""Semitones from the lowest to the highest note that an untrained voice sings well."""


@pytest.mark.parametrize("path", SONGS, ids=[path.stem for path in SONGS])
def test_a_song_is_whole_and_can_be_sung(path: Path) -> None:
    score = read_score(path)
    pitches = [note.pitch for part in score.parts for note in part.notes if note.pitch is not None]
    assert score.remarks == ()
    assert max(pitches) - min(pitches) <= RANGE
    assert score.author
    assert score.style
    assert score.chords
    assert 30 < score.duration < 180
    assert all(not part.character or part.character in library.characters() for part in score.parts)


def test_there_are_four_and_one_is_a_round_for_three() -> None:
    scores = {path.stem: read_score(path) for path in SONGS}
    assert len(scores) >= 4
    starts = [part.notes[0].start for part in scores["the-sock-round"].parts]
    assert starts == [0, 16, 32]


def test_the_song_of_the_mouths_has_a_line_or_half_of_one_for_each() -> None:
    score = read_score(next(path for path in SONGS if path.stem == "fifteen-shapes"))
    assert len(score.parts[0].lines()) >= len(VISEMES)
