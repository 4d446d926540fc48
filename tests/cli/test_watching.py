"""`avatar film --watch`: again whenever something is saved, and the last good film while the script is broken."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar.cli import watching
from avatar.errors import ConfigError

SHOW = "Title: T\nCast:\n    MAX = max\n\nINT. ROOM - DAY\n\nMAX\nHello there.\n\n[[sfx: knock.wav]]\n"


def options(**given: object) -> argparse.Namespace:
    usual = {"audio": None, "cues": None, "picture": None, "source": None, "text": None, "output": Path("film.mp4")}
    return argparse.Namespace(**{**usual, **given})


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "show.fountain"
    path.write_text(SHOW, "utf-8")
    (tmp_path / "Knock.WAV").write_bytes(b"a sound")
    (tmp_path / "holiday.jpg").write_bytes(b"a picture")
    return path


def touch(path: Path) -> None:
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))


def test_the_script_its_files_and_its_characters_are_watched(script: Path) -> None:
    from avatar import library

    given = options(source=str(script))
    art = next(library.character("max").rglob("*.svg"))
    for path, counts in ((script, True), (script.parent / "Knock.WAV", True), (script.parent / "holiday.jpg", False)):
        watched = watching.watch(given)
        assert not watched.changed()
        touch(path)
        assert watched.changed() is counts, path
    assert art in watching.watch(given).paths


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
        script.write_text(SHOW.replace("Hello there.", "Hello there, and goodbye."), "utf-8")
        until(lambda: log.read_text("utf-8").count("Watching") == 3)
        assert out.read_bytes() != first
    finally:
        run.terminate()
        assert run.wait(30) in (130, -15)
    assert "Traceback" not in log.read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {
        "show.fountain", "Knock.WAV", "holiday.jpg", "film.mp4", "log", "home",
    }  # fmt: skip
