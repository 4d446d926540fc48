"""Songs in a talk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from avatar.config import Config
from avatar.errors import SongError
from avatar.session.shows import open_show
from avatar.show.singing import SongSource
from avatar.show.wishes import offered
from avatar.ui import singing
from tests.show.test_songs import TUNE


@pytest.fixture
def songs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    (tmp_path / "shows").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "shows" / f"{name}-test.song").write_text(TUNE, "utf-8")
    return tmp_path


def test_a_character_has_two_songs_ready_always_the_same(songs: Path) -> None:
    assert len(offered("juno")) == 2
    assert offered("juno") == offered("juno")
    assert {("one-test", "A tune"), ("two-test", "A tune")} <= set(singing.list_choices())


def test_a_song_is_opened_like_a_show(songs: Path) -> None:
    source = open_show(Config(), "one-test")
    try:
        assert source.head.title == "A tune"
        assert [stop.text for stop in source.stops] == ["La la la la la", "lo lo lo lo"]
    finally:
        source.close()


def test_the_lullaby_and_the_toaster_come_first_and_the_one_who_talks_sings() -> None:
    assert offered("zuri") == ["lullaby-for-a-cursor", "warm-on-both-sides"]
    source = open_show(Config(), offered("zuri")[1])
    try:
        assert {member.character for member in source.head.cast} == {Config().character.name}
    finally:
        source.close()


TWO = """Title: Two
Part: Bea
Character: bea
c4 d e
~ I am here
With: Max
Character: max
c4 d e
~ So am I
"""
"""A duet."""


@pytest.mark.parametrize(
    ("mine", "cast"),
    [("juno", ["juno", "max"]), ("max", ["bea", "max"]), ("bea", ["bea", "max"]), ("gus", ["gus", "max"])],
)
def test_who_is_talked_to_sings_in_a_duet(songs: Path, mine: str, cast: list[str]) -> None:
    (songs / "shows" / "duet.song").write_text(TWO, "utf-8")
    assert company("duet", mine) == cast


@pytest.mark.parametrize(
    ("mine", "cast"),
    [("juno", ["juno", "gus", "zuri"]), ("gus", ["gus", "zuri", "bolt"]), ("zuri", ["zuri", "gus", "juno"])],
)
def test_who_is_talked_to_leads_a_round(mine: str, cast: list[str]) -> None:
    assert company("the-sock-round", mine) == cast


def company(song: str, mine: str) -> list[str]:
    """Who sings a song in a talk with somebody, part by part."""
    config = Config()
    config = replace(config, character=replace(config.character, name=mine))
    source = open_show(config, song)
    try:
        assert len({member.who for member in source.head.cast}) == len(source.head.cast)
        return [member.character for member in source.head.cast]
    finally:
        source.close()


def test_a_voice_that_the_song_names_for_somebody_else_is_not_theirs(songs: Path) -> None:
    (songs / "shows" / "mine.song").write_text("Character: gus\nVoice: gus\nc4 d e\n~ I am here\n", "utf-8")
    source = open_show(Config(), "mine")
    try:
        (member,) = source.head.cast
        assert (member.character, member.voice) == ("juno", "juno")
    finally:
        source.close()


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("one-test", ("one-test", "")),
        ("one-test as a waltz", ("one-test", "waltz")),
        ("~/my songs/one as bossa nova", ("~/my songs/one", "bossa nova")),
    ],
)
def test_a_style_is_wished_for_behind_the_song(typed: str, wish: tuple[str, str]) -> None:
    assert singing.read_wish(typed) == wish


def test_a_song_in_another_style(songs: Path) -> None:
    source = open_show(Config(), "one-test", style="Bossa Nova")
    try:
        assert isinstance(source, SongSource)
        assert source.arrangement.score.style == "bossa"
    finally:
        source.close()
    with pytest.raises(SongError, match="no style 'waltzz'") as told:
        open_show(Config(), "one-test", style="waltzz")
    assert "waltz" in str(told.value.remedy)
