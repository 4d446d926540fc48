"""A song on stage: who sings what, the count-in, the balance, stops, and everything on one clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from avatar import library
from avatar.errors import SongError
from avatar.scene.dancing import read_step
from avatar.song.arranging import BELOW_DB, Arrangement, Singing, SongStep, balance, find_stops, liveliness
from avatar.song.company import cast_parts
from avatar.song.counting import count_in, make_clicks
from avatar.song.score import Chord, Meter, Part, Score, SungNote, Tempo
from avatar.song.tuning import find_transposition, nearest_key
from avatar.sound.levels import mean_loudness
from avatar.speech.speaker import Speaker
from avatar.types import Clip, Mark, Performance
from tests.song.helpers import make_score

SONG = make_score("My:60:1 ma:62:1 moans:64:2", "be:65:1-fore:62:1 me:60:2", bpm=120, start=0.0)
DUET = replace(
    SONG,
    parts=(
        Part("high", SONG.parts[0].notes[:3], "en"),
        Part("low", tuple(replace(note, line=0) for note in SONG.parts[0].notes[3:]), "en"),
    ),
)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    made = Speaker()
    yield made
    made.close()


def company(score: Score, *characters: str) -> Arrangement:
    voice = library.voice("en-gb")
    roles = tuple(replace(role, voice=voice) for role in cast_parts(score, characters))
    return Arrangement(score, roles)


@pytest.fixture(scope="module")
def sung(speaker: Speaker) -> tuple[Arrangement, list[SongStep]]:
    arrangement = company(DUET, "juno", "gus")
    told: list[str] = []
    return arrangement, list(Singing(arrangement, speaker, told.append).steps())


# ------------------------------------------------------------------------------------------------------- who sings


def test_parts_go_to_characters_in_order_and_those_left_over_sing_along() -> None:
    assert [(role.who, role.part) for role in cast_parts(DUET, ["juno", "gus"])] == [("JUNO", 0), ("GUS", 1)]
    assert [(role.who, role.part) for role in cast_parts(DUET, ["juno"])] == [("JUNO", 0), ("JUNO 2", 1)]
    choir = cast_parts(SONG, ["juno", "gus", "juno"])
    assert [(role.who, role.part) for role in choir] == [("JUNO", 0), ("GUS", 0), ("JUNO 2", 0)]
    assert len({role.semitones for role in choir}) == 3
    assert max(abs(role.semitones) for role in choir) < 0.2


def test_a_part_goes_to_whom_the_score_names_else_to_the_usual_ones() -> None:
    named = replace(DUET, parts=(DUET.parts[0], replace(DUET.parts[1], character="bolt")))
    assert [role.character for role in cast_parts(named, [], ["juno", "gus"])] == ["juno", "bolt"]
    assert [role.character for role in cast_parts(DUET, [], ["juno", "gus"])] == ["juno", "gus"]


def test_nobody_and_too_many_are_refused() -> None:
    with pytest.raises(SongError, match="Nobody sings"):
        cast_parts(Score("Silence", (Part("one", ()),)), ["juno"])
    with pytest.raises(SongError, match="more than a stage holds"):
        cast_parts(SONG, ["juno"] * 9)


# ------------------------------------------------------------------------------------------------------ the count-in


@pytest.mark.parametrize(
    ("bpm", "bar", "pickup", "counted"), [(120, 4, 0, 4), (60, 4, 0, 4), (200, 4, 0, 8), (120, 3, 0, 6), (120, 4, 1, 7)]
)
def test_it_is_counted_in_by_whole_bars(bpm: float, bar: float, pickup: float, counted: int) -> None:
    song = replace(SONG, tempos=(Tempo(0.0, bpm),), meters=(Meter(0.0, bar),), pickup=pickup)
    beats = count_in(song)
    assert len(beats) == counted
    assert beats[0].bar
    assert beats[-1].second == pytest.approx(-60 / bpm)
    clicks = make_clicks(beats)
    sounds = np.abs(clicks.floats())
    for beat in beats:
        at = round((beat.second - beats[0].second) * clicks.rate)
        assert sounds[at : at + 500].max() > 0.1
        assert sounds[max(0, at - 500) : at].max(initial=0.0) < 0.02


# ------------------------------------------------------------------------------------------------------ on one clock


def test_every_line_is_sung_where_the_score_has_it(sung: tuple[Arrangement, list[SongStep]]) -> None:
    arrangement, steps = sung
    said = [entry for step in steps for entry in step.entries if isinstance(entry.what, Performance)]
    assert [entry.who for entry in said] == ["JUNO", "GUS"]
    for entry, line in zip(said, arrangement.lines, strict=True):
        assert isinstance(entry.what, Performance)
        notes = entry.what.speech.notes
        assert notes is not None
        assert entry.start + notes[0].start == pytest.approx(arrangement.origin + line.start, abs=0.002)


def test_steps_come_in_order_and_nothing_starts_before_its_step(sung: tuple[Arrangement, list[SongStep]]) -> None:
    _, steps = sung
    assert all(one.start <= after.start and one.t <= after.t for one, after in pairwise(steps))
    for step in steps:
        assert all(entry.start >= step.start - 1e-9 for entry in step.entries)
        assert [entry.start for entry in step.entries] == sorted(entry.start for entry in step.entries)


def test_dances_begin_with_the_count_and_lie_on_its_beats(sung: tuple[Arrangement, list[SongStep]]) -> None:
    arrangement, steps = sung
    for role in arrangement.roles:
        danced = [
            entry
            for entry in steps[0].entries
            if entry.who == role.who and isinstance(entry.what, Mark) and entry.what.kind == "dance"
        ]
        assert danced[0].start == pytest.approx(arrangement.origin - 2.0)
        assert danced[-1].end == pytest.approx(arrangement.end)
        for entry in danced:
            assert isinstance(entry.what, Mark)
            beats = (entry.start - arrangement.origin) / 0.5
            assert beats == pytest.approx(round(beats), abs=1e-6)
            assert entry.end - entry.start == pytest.approx(0.5 * read_step(entry.what.name).beats)


def test_going_on_from_a_line_keeps_what_is_in_force(speaker: Speaker) -> None:
    arrangement = replace(company(SONG, "juno"), backing=Clip.silence(6.0, 8000))
    singing = Singing(arrangement, speaker, lambda text: None)
    whole, rest = list(singing.steps()), list(singing.steps(1))
    assert len(rest) == len(whole) - 1
    begins = singing.begins(1)
    assert rest[0].start == begins
    assert all(entry.end > begins or isinstance(entry.what, Mark) for entry in rest[0].entries)
    (backing,) = (entry for entry in rest[0].entries if isinstance(entry.what, Clip))
    assert backing.start == begins
    assert backing.end == pytest.approx(arrangement.origin + 6.0, abs=0.01)


def test_a_song_without_dance_stands_still(speaker: Speaker) -> None:
    still = replace(company(SONG, "juno"), dances=False, counted=False)
    (first, *_) = Singing(still, speaker, lambda text: None).steps()
    kinds = {entry.what.kind for entry in first.entries if isinstance(entry.what, Mark)}
    assert "dance" not in kinds
    assert "expression" in kinds


def test_a_backing_lies_below_the_voice_however_loud_it_was() -> None:
    t = np.arange(8000) / 8000
    loud, soft = (Clip.from_floats(level * np.sin(2 * np.pi * 200 * t), 8000) for level in (0.9, 0.05))
    for clip in (loud, soft):
        own = mean_loudness(clip.floats(), clip.rate)
        heard = mean_loudness(clip.floats() * balance(own, -25.0), clip.rate)
        assert heard == pytest.approx(-25.0 - BELOW_DB, abs=0.1)
    assert balance(-70.0, -19.0) < 5


# ------------------------------------------------------------------------------------------------- reading the score


def notes(*spans: tuple[float, float]) -> tuple[SungNote, ...]:
    return tuple(SungNote(start, end - start, 60, "la", True, 0) for start, end in spans)


def test_a_rest_of_all_is_a_stop_unless_the_band_goes_on() -> None:
    song = Score("Rest", (Part("one", notes((0, 4), (9, 12))),))
    assert [(stop.start, stop.end) for stop in find_stops(song)] == [(2.0, 4.5)]
    assert find_stops(replace(song, chords=(Chord(0.0, "C"),))) == ()
    assert len(find_stops(replace(song, chords=(Chord(0.0, "C"), Chord(4.0, "N.C."))))) == 1
    assert find_stops(Score("Breath", (Part("one", notes((0, 4), (5, 8))),))) == ()


def test_a_fermata_is_a_stop_and_a_slower_verse_is_none() -> None:
    song = Score("Hold", (Part("one", notes((0, 16))),), tempos=(Tempo(0, 120), Tempo(6, 40), Tempo(8, 120)))
    assert [(stop.start, stop.end) for stop in find_stops(song)] == [(3.0, 6.0)]
    slower = replace(song, tempos=(Tempo(0, 120), Tempo(4, 60)))
    assert find_stops(slower) == ()


def test_a_loud_high_chorus_is_livelier_than_its_verse() -> None:
    verse = tuple(SungNote(float(at), 2.0, 57, "la", True, 0, 0.8) for at in range(0, 16, 2))
    chorus = tuple(SungNote(16.0 + at, 1.0, 67, "la", True, 1, 1.2) for at in range(16))
    song = Score("Song", (Part("one", (*verse, *chorus)),))
    assert liveliness(song, 0.0, 8.0) < 1.0 < liveliness(song, 8.0, 16.0)


# -------------------------------------------------------------------------------------------------------------- key


@pytest.mark.parametrize(
    ("apart", "moved"),
    [([0.0], 0), ([3.2], 3), ([-5.0], -5), ([12.0 + 2], 2), ([-7.0], 5), ([6.0], -6), ([2.0, 4.0], 3)],
)
def test_the_nearest_key_counts_no_octaves(apart: list[float], moved: int) -> None:
    assert nearest_key(apart) == moved


def test_a_song_is_moved_to_where_the_voice_lies(speaker: Speaker) -> None:
    arrangement = company(SONG, "juno")
    moved = find_transposition(SONG, arrangement.roles, speaker)
    again = find_transposition(SONG.transposed(moved), arrangement.roles, speaker)
    assert -6 <= moved <= 5
    assert again == 0
