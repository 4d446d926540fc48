"""`avatar film --watch`: again whenever something is saved, and the last good film while the script is broken."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from avatar.cli import watching
from avatar.errors import ConfigError

SHOW = (
    "Title: T\nCast:\n    MAX = max, voice own\n    ANN = max~5\n\nINT. BEACH.JPG - DAY\n\nMAX\n[[take: knock.wav]]\n"
    "Hello there.\n\nANN\nHello.\n\n[[include: parts/other.fountain]]\n"
)
PLAIN = "Title: T\nCast:\n    MAX = max\n\nINT. ROOM - DAY\n\nMAX\nHello there.\n"
OTHER = "MAX\nWe go on.\n\n[[song: tune.song]]\n\n[[include: deep.fountain]]\n"


def options(**given: object) -> argparse.Namespace:
    names = "audio cues picture source text certificate key config verbose character.name".split()
    usual = {**dict.fromkeys(names), "output": Path("film.mp4"), "set": []}
    return argparse.Namespace(**{**usual, **given})


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "show.fountain"
    path.write_text(SHOW, "utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "other.fountain").write_text(OTHER, "utf-8")
    (tmp_path / "parts" / "deep.fountain").write_text("ANN\nThe end.\n", "utf-8")
    soundfile.write(tmp_path / "knock.wav", np.zeros(22050, np.int16), 22050)
    (tmp_path / "beach.jpg").write_bytes(b"a picture")
    (tmp_path / "holiday.jpg").write_bytes(b"a picture")
    return path


def touch(path: Path) -> None:
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))


def test_the_script_its_files_and_its_characters_are_watched(script: Path) -> None:
    from avatar import library

    given = options(source=str(script))
    art = next(library.character("max").rglob("*.svg"))
    names = ("show.fountain", "parts/other.fountain", "parts/deep.fountain", "knock.wav", "beach.jpg")
    for name, counts in (*((name, True) for name in names), ("holiday.jpg", False)):
        watched = watching.watch(given)
        assert not watched.changed()
        touch(script.parent / name)
        assert watched.changed() is counts, name
    paths = watching.watch(given).paths
    assert {art, library.config_path(), library.voices()["en-gb"]} <= paths


@pytest.mark.parametrize(
    "name",
    ["tune.song", "parts/deep.fountain.edits", "home/voices/own.toml", "home/models/live.tflite", "home/config.toml"],
)
def test_what_is_missing_is_watched_and_may_come(script: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(script.parent / "home"))
    watched = watching.watch(options(source=str(script)))
    path = script.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    assert watched.changed()


def test_whoever_speaks_alone_is_watched_before_what_is_behind_them(script: Path) -> None:
    from avatar import library

    talk, picture = script.parent / "talk.wav", script.parent / "beach.jpg"
    several = {"audio": talk, "character.name": "ann=bea,max"}
    for given in ({"text": "Hello."}, {"audio": talk}, several):
        usual = {"character.name": "gus", "stage.set": str(picture)}
        paths = watching.watch(options(**{**usual, **given})).paths
        names = ("bea", "max") if given is several else ("gus",)
        assert {library.character(name) / "character.toml" for name in names} <= paths
        assert picture in paths
        assert any(path.suffix == ".toml" and path.parent.name == "voices" for path in paths) == ("text" in given)


def test_a_scene_is_watched_with_its_pictures_and_its_cast(script: Path) -> None:
    from avatar import library, scenefile
    from avatar.types import CastMember, Scene

    scene = Scene((CastMember("ANN", "bea"),), (), str(script.parent / "beach.jpg"))
    scenefile.save(script.parent / "baked.scene", scene)
    paths = watching.watch(options(source=str(script.parent / "baked.scene"))).paths
    assert {script.parent / "beach.jpg", script.parent / "baked.scene.edits"} <= paths
    assert library.character("bea") / "character.toml" in paths


def test_edits_beside_a_script_or_a_recording_are_watched_from_the_first_on(script: Path) -> None:
    recording = script.parent / "talk.wav"
    recording.write_bytes(b"a sound")
    for given, of in ((options(source=str(script)), script), (options(audio=recording), recording)):
        watched = watching.watch(given)
        Path(f"{of}.edits").write_text("{}")
        assert watched.changed()


def test_a_file_that_is_gone_for_a_moment_has_not_changed(script: Path) -> None:
    watched = watching.watch(options(source=str(script)))
    text = script.read_text("utf-8")
    script.unlink()
    assert not watched.changed()
    script.write_text(text + "\n", "utf-8")
    assert watched.changed()
    with pytest.raises(watching.FileChanged):
        watched.check()


def test_a_script_that_cannot_be_read_is_watched_all_the_same(script: Path) -> None:
    script.write_bytes(b"\x00\x01" * 50)
    watched = watching.watch(options(source=str(script)))
    script.write_text(SHOW, "utf-8")
    assert watched.changed()


@pytest.mark.parametrize("given", [{"output": None}, {"text": "-"}, {"output": Path("frames%03d.png")}])
def test_what_cannot_follow_anything_is_told(given: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="--watch"):
        watching.check(options(**given))


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    def wait(there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 120
        while not there():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    return wait


def test_a_film_follows_its_script(script: Path, tmp_path: Path, until: Callable[[Callable[[], bool]], None]) -> None:
    script.write_text(PLAIN, "utf-8")
    out, log = tmp_path / "film.mp4", tmp_path / "log"
    command = [sys.executable, "-m", "avatar", "film", str(script), "-o", str(out), "--size", "64x36", "--watch"]
    with log.open("w") as told:
        run = subprocess.Popen(
            [*command, "--audience", "none"], stderr=told, env=os.environ | {"AVATAR_HOME": str(tmp_path / "home")}
        )
    try:
        until(lambda: log.read_text("utf-8").count("Watching") == 1)
        first = out.read_bytes()
        script.write_text("Title: Nobody speaks\n", "utf-8")
        until(lambda: log.read_text("utf-8").count("Watching") == 2)
        assert out.read_bytes() == first, "the last good film stays"
        assert "nothing to perform" in log.read_text("utf-8")
        script.write_text(PLAIN.replace("Hello there.", "Hello there, and goodbye."), "utf-8")
        until(lambda: log.read_text("utf-8").count("Watching") == 3)
        assert out.read_bytes() != first
    finally:
        run.terminate()
        assert run.wait(30) in (130, -15)
    assert "Traceback" not in log.read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {
        "show.fountain", "parts", "knock.wav", "beach.jpg", "holiday.jpg", "film.mp4", "log", "home",
    }  # fmt: skip
