"""Baked shows: performed once, played anywhere, the same to the sample; and files that only look like them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from avatar import scenefile
from avatar.config import Config, StageConfig
from avatar.errors import AvatarError, SceneFileError
from avatar.scene.staging import arrange
from avatar.show import speaking
from avatar.show.baking import bake
from avatar.show.directing import direct
from avatar.show.performing import LineSpeaker
from avatar.show.play import ShowFinished, ShowPlayer
from avatar.show.script import parse
from avatar.show.sources import BakedSource, ScriptSource
from avatar.types import Mark, Performance
from tests.show.plays import Watcher, baked, perform_whole

SCRIPT = """\
Title: Baked
Cast:
    MAX = max
    BEA = bea

# Here

INT. STUDIO - DAY

MAX
(smile)
This is going into the oven.

[[laugh: 2]]

# There

INT. LIVING ROOM - NIGHT

BEA
And out it comes.

[[sfx: rimshot]]
"""

SILENT = Config(stage=StageConfig(mode="none"))


@pytest.fixture(scope="module")
def oven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script above, baked."""
    path = tmp_path_factory.mktemp("oven") / "show.scene"
    told: list[tuple[float, float]] = []
    result = bake(SILENT, direct(parse(SCRIPT)), path, seed=5, progress=lambda done, total: told.append((done, total)))
    assert result.problems == ()
    assert told[-1][0] == told[-1][1] == pytest.approx(result.seconds)
    return path


def test_a_baked_show_sounds_as_the_live_one_does_to_the_sample(oven: Path) -> None:
    directed = direct(parse(SCRIPT))
    with LineSpeaker(SILENT, directed) as speak:
        live = perform_whole(directed, speak, seed=5, camera="calm")
    kept = scenefile.load(oven)
    assert (kept.cast, kept.set, kept.title, kept.seed) == (live.cast, live.set, live.title, live.seed)
    assert [(entry.start, entry.who, entry.gain) for entry in kept.entries] == [
        (entry.start, entry.who, entry.gain) for entry in live.entries
    ]
    mixed, baked_mix = scenefile.to_sound(live, 48_000), scenefile.to_sound(kept, 48_000)
    assert np.array_equal(mixed.samples, baked_mix.samples)
    assert np.abs(mixed.samples).max() > 1000
    for one, other in zip(live.entries, kept.entries, strict=True):
        if isinstance(one.what, Performance):
            assert isinstance(other.what, Performance)
            assert np.array_equal(one.what.mouth.weights, other.what.mouth.weights)
            assert one.what.marks == other.what.marks
    for t in (0.0, 1.0, kept.duration - 1.0):
        assert arrange(live, t) == arrange(kept, t)


def test_the_same_show_bakes_to_the_same_bytes(oven: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.scene"
    bake(SILENT, direct(parse(SCRIPT)), again, seed=5)
    assert again.read_bytes() == oven.read_bytes()


def test_a_baked_show_has_the_lines_and_scenes_of_its_script(oven: Path) -> None:
    lines = SCRIPT.splitlines()
    source, script = BakedSource(oven), ScriptSource(SILENT, direct(parse(SCRIPT)))
    try:
        said = [lines[stop.line - 1] for stop in source.stops if stop.who]
        assert said == ["This is going into the oven.", "And out it comes."]
        assert [part.name for part in source.scenes] == [part.name for part in script.scenes]
        assert source.sets == script.sets
        entries = [entry for step in source.steps(0) for entry in step.entries]
        assert [entry.start for entry in entries] == [entry.start for entry in scenefile.load(oven).entries]
    finally:
        source.close()
        script.close()


def test_it_plays_where_no_voice_can_be_had(oven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here(*_: object) -> NoReturn:
        raise AssertionError("a baked show needs no voice")

    monkeypatch.setattr(speaking, "PerformerLink", none_here)
    monkeypatch.setenv("PATH", "")
    watcher = Watcher()
    player = ShowPlayer(SILENT, BakedSource(oven), watcher, speed=2.0)
    try:
        assert watcher.wait(ShowFinished) == ShowFinished()
    finally:
        player.close()


def test_the_middle_knows_what_came_before(oven: Path) -> None:
    source = BakedSource(oven)
    try:
        first = next(source.steps(source.stops[-1].cue))
        marks = {
            (entry.who, entry.what.kind, entry.what.name) for entry in first.entries if isinstance(entry.what, Mark)
        }
        assert ("", "set", "living-room-night") in marks
    finally:
        source.close()


def test_a_broken_bake_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SceneFileError, match="can't be saved"):
        bake(SILENT, direct(parse(SCRIPT)), tmp_path / "no" / "such" / "show.scene")

    def stop(done: float, total: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bake(SILENT, direct(parse(SCRIPT)), tmp_path / "show.scene", progress=stop)
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------- not what they look like


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def table(path: Path, **changes: object) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["scene.json"] = json.dumps(json.loads(members["scene.json"]) | changes).encode()

    rewritten(path, change)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def escaping(path: Path) -> None:
    rewritten(path, lambda members: members.update({"../../evil.txt": b"x"}))


def other_set(path: Path) -> None:
    table(path, set="the moon")


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut off": (cut, "not a whole scene file"),
    "empty": (lambda path: path.write_bytes(b"") and None, "not a whole scene file"),
    "from the future": (lambda path: table(path, version=99), "newer avatar"),
    "leading out": (escaping, "no scene file does"),
    "out of order": (lambda path: table(path, entries=json_entries(path)[::-1]), "not in order"),
    "no moments": (lambda path: table(path, moments=[["a", 1, 2]]), "not a whole scene file"),
    "moments without end": (lambda path: table(path, moments=[[1, 0.0, float("inf")]]), "not a whole scene file"),
    "on no set": (other_set, "no set 'the moon'"),
}


def json_entries(path: Path) -> list[object]:
    with zipfile.ZipFile(path) as archive:
        found: list[object] = json.loads(archive.read("scene.json"))["entries"]
    return found


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_baked_show_is_refused_with_a_reason(tmp_path: Path, kind: str) -> None:
    path = baked(tmp_path / "two.scene")
    spoil, reason = BROKEN[kind]
    spoil(path)
    with pytest.raises(AvatarError, match=reason) as refused:
        BakedSource(path)
    assert not str(refused.value).startswith("Traceback")


@pytest.fixture
def player_of() -> Iterator[Callable[[Path], Watcher]]:
    opened: list[ShowPlayer] = []

    def play(path: Path) -> Watcher:
        watcher = Watcher()
        opened.append(ShowPlayer(SILENT, BakedSource(path), watcher, speed=2.0))
        return watcher

    yield play
    for player in opened:
        player.close()


def test_a_sound_that_was_tampered_with_ends_the_show_with_a_reason(
    tmp_path: Path, player_of: Callable[[Path], Watcher]
) -> None:
    path = baked(tmp_path / "two.scene")
    data = bytearray(path.read_bytes())
    place = data.find(b"fLaC") + 2000
    data[place : place + 40] = bytes(40)
    path.write_bytes(data)
    error = player_of(path).wait(ShowFinished).error
    assert isinstance(error, SceneFileError)
    assert str(path) in str(error)


def test_a_mouth_of_another_length_ends_the_show_with_a_reason(
    tmp_path: Path, player_of: Callable[[Path], Watcher]
) -> None:
    path = baked(tmp_path / "two.scene")
    other = io.BytesIO()
    np.save(other, np.zeros((3, 15), np.float32))
    rewritten(path, lambda members: members.update({name: other.getvalue() for name in members if "mouths" in name}))
    error = player_of(path).wait(ShowFinished).error
    assert isinstance(error, SceneFileError)
