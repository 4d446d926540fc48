"""Guises: a character in other colours, by its name alone, told apart from all others."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from avatar import guises, library
from avatar.character.loading import load
from avatar.draw.scenes import SceneFrames
from avatar.errors import LibraryError
from avatar.guises import Guise, read_name
from avatar.show.cues import Heading
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.types import CastMember, Scene

CAST = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    return tmp_path


def seen(name: str) -> np.ndarray:
    frames = SceneFrames({name: load(library.character(name))}, 96, 96)
    return frames.paint(Scene((CastMember(name, name),)), 1.0).astype(int)


def test_names_of_guises() -> None:
    assert read_name("max~5") == Guise("max", 5)
    for name in ("max", "max~", "max~0", "max~99", "../max~5", "~5", "max~5~6"):
        assert read_name(name) is None


@pytest.mark.parametrize("name", CAST)
def test_guises_of_a_character_differ_from_it_and_from_each_other(name: str) -> None:
    looks = [seen(each) for each in (name, f"{name}~1", f"{name}~2", f"{name}~3")]
    for one, two in combinations(looks, 2):
        assert (np.abs(one - two).max(axis=2) > 24).mean() > 0.08


def test_a_guise_is_a_character_with_voices_of_its_own() -> None:
    dressed = load(library.character("max~5"))
    own = load(library.character("max"))
    assert dressed.name == "max~5"
    assert dressed.voice == tuple(f"{voice}~5" for voice in own.voice)
    assert dressed.acting.gestures.keys() == own.acting.gestures.keys()
    usual, moved = library.voice("max"), library.voice("max~5")
    assert (moved.engine, moved.id) == (usual.engine, usual.id)
    assert (moved.pitch, moved.formants) != (usual.pitch, usual.formants)


def test_a_guise_is_made_once_and_anew_when_its_character_changes(tmp_path: Path) -> None:
    first = library.character("max~5")
    assert library.character("max~5") == first
    before = (first / "character.toml").stat().st_mtime_ns
    library.character("max~5")
    assert (first / "character.toml").stat().st_mtime_ns == before
    copy = tmp_path / "characters" / "max"
    copy.mkdir(parents=True)
    for path in library.character("max").iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    (copy / "max.svg").write_text((copy / "max.svg").read_text("utf-8") + "\n", "utf-8")
    assert library.character("max~5") != first


def test_kept_guises_are_bounded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guises, "MOST_KEPT", 3)
    for number in range(1, 6):
        library.character(f"knox~{number}")
    assert len(list((library.cache_dir() / "guises").iterdir())) <= 3


def test_nobody_has_a_guise_of_nobody() -> None:
    with pytest.raises(LibraryError):
        library.character("nobody~3")


def crowd(count: int) -> str:
    names = [f"PERSON {number + 1}" for number in range(count)]
    return "INT. OFFICE - DAY\n\n" + "".join(f"{name}\nHello there.\n\n" for name in names)


def test_twenty_four_roles_are_twenty_four_people() -> None:
    directed = direct(parse(crowd(24)))
    played = [member.character for member in directed.cast]
    assert len(set(played)) == 24
    assert any(isinstance(cue, Heading) for cue in directed.cues)
    told = [each.suggestion for each in directed.problems if "~" in each.suggestion]
    assert told
    assert all("clothes" in each or "all over" in each for each in told)


def test_a_role_looks_the_same_in_each_episode() -> None:
    assert [member.character for member in direct(parse(crowd(24))).cast] == [
        member.character for member in direct(parse(crowd(24))).cast
    ]
    assert guises.number_for("Guard 2") == guises.number_for("GUARD 2")


def test_a_cast_may_name_a_guise() -> None:
    directed = direct(parse("Cast:\n    GUARD = max~5\n\nINT. OFFICE - DAY\n\nGUARD\nHalt.\n"))
    assert [member.character for member in directed.cast] == ["max~5"]
    assert directed.problems == ()
