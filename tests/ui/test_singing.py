"""Songs in a talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.config import Config
from avatar.session.shows import open_show
from avatar.ui import singing, slash
from tests.show.test_songs import TUNE


@pytest.fixture
def songs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    (tmp_path / "shows").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "shows" / f"{name}-test.song").write_text(TUNE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "text", ["Sing me something!", "can you sing?", "please sing us a song", "Sing", "hey, sing something please"]
)
def test_a_wish_for_a_song_is_one(text: str, songs: Path) -> None:
    invocation = slash.COMMANDS.parse(text)
    assert invocation is not None
    assert (invocation.name, invocation.argument) == ("sing", "something")


@pytest.mark.parametrize(
    "text", ["Do birds sing?", "I sing in a choir", "sing me to sleep, said the fox", "single", ""]
)
def test_other_talk_of_singing_is_talk(text: str, songs: Path) -> None:
    assert slash.COMMANDS.parse(text) is None


def test_without_songs_the_persona_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "songs", dict)
    assert slash.COMMANDS.parse("Sing me something!") is None


def test_a_character_has_two_songs_ready_always_the_same(songs: Path) -> None:
    assert len(singing.offered("juno")) == 2
    assert singing.offered("juno") == singing.offered("juno")
    assert {("one-test", "A tune"), ("two-test", "A tune")} <= set(singing.list_choices())


def test_a_song_is_opened_like_a_show(songs: Path) -> None:
    source = open_show(Config(), "one-test")
    try:
        assert source.head.title == "A tune"
        assert [stop.text for stop in source.stops] == ["La la la la la", "lo lo lo lo"]
    finally:
        source.close()


def test_the_lullaby_and_the_toaster_come_first_and_the_one_who_talks_sings() -> None:
    assert singing.offered("zuri") == ["lullaby-for-a-cursor", "warm-on-both-sides"]
    source = open_show(Config(), singing.offered("zuri")[1])
    try:
        assert {member.character for member in source.head.cast} == {Config().character.name}
    finally:
        source.close()
