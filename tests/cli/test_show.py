"""avatar show play, bake and rehearse from the command line."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from avatar import scenefile
from avatar.cli import main, steering
from avatar.cli.keys import named
from avatar.config import Config
from avatar.show import directing
from avatar.show.play import At, ShowPlayer
from avatar.show.sources import ScriptSource
from tests.show.plays import baked
from tests.small import be_small
from tests.stage.playing import PATIENCE_S

SCRIPT = """\
Title: From the line
Cast:
    MAX = max
    BEA = bea

# Breakfast

INT. LIVING ROOM - DAY

MAX
Tea?

# Lunch

INT. STUDIO - DAY

BEA
No.
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    be_small()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "line.fountain"
    path.write_text(SCRIPT)
    return path


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main([*arguments])
    out, err = capsys.readouterr()
    return status, out, err


QUIET = ("--stage", "none", "--mute", "--speed", "2")


def test_a_show_is_told_line_by_line_where_there_is_no_terminal(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run("show", "play", str(script), *QUIET, capsys=capsys)
    assert status == 0, err
    lines = out.splitlines()
    assert lines[0].startswith("From the line, about 0:0")
    assert [line.split("  ", 1)[1] for line in lines[1:] if ": " in line.split("  ", 1)[1]] == ["Max: Tea?", "Bea: No."]


@pytest.mark.parametrize("begin", ["lunch", "17", "Lun"])
def test_it_can_begin_in_the_middle(script: Path, begin: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run("show", "play", str(script), *QUIET, "--from", begin, capsys=capsys)
    assert status == 0, err
    assert "Bea: No." in out
    assert "Tea" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.fountain",), "no such"),
        (("no-such-show",), "no show called"),
        (("{script}", "--from", "supper"), "There are: Breakfast, Lunch"),
        (("{script}", "--speed", "3"), "0.5 to 2"),
        (("{broken}",), "not a whole scene"),
    ],
)
def test_what_can_not_be_played_is_said_plainly(
    tmp_path: Path, script: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.scene"
    broken.write_bytes(b"PK")
    given = [each.format(script=script, broken=broken) for each in arguments]
    status, _, err = run("show", "play", *given, "--stage", "none", capsys=capsys)
    assert status in (1, 2)
    assert said in err


def test_a_show_is_baked_and_the_file_played(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run("show", "bake", str(script), capsys=capsys)
    assert status == 0, err
    assert out.startswith("line.scene: 0:0")
    assert scenefile.load(tmp_path / "line.scene").title == "From the line"
    status, out, err = run("show", "play", "line.scene", *QUIET, "--from", "lunch", capsys=capsys)
    assert status == 0, err
    assert "Bea: No." in out
    assert "Tea" not in out


def test_a_baked_show_has_its_own_ending(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("show", "bake", str(script), "-o", "show.mp4", capsys=capsys)
    assert status == 2
    assert "-o show.scene" in err


def test_a_rehearsal_needs_a_whole_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "short.fountain"
    script.write_text("JUNO\nHello.\n", encoding="utf-8")
    status, _, err = run("show", "rehearse", str(script), capsys=capsys)
    assert status == 2
    assert "whole screen of a terminal" in err


def test_only_scripts_are_rehearsed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("show", "rehearse", str(baked(tmp_path / "two.scene")), capsys=capsys)
    assert status == 2
    assert "avatar show play" in err


def test_keys_have_names() -> None:
    assert [named(each) for each in (" ", "\x1b[C", "\x1b", "q")] == ["space", "right", "escape", "q"]


# ---------------------------------------------------------------------------------------------------------- a terminal

pty = pytest.importorskip("pty", reason="needs a Unix terminal")


class Terminal:
    """A program in a terminal."""

    def __init__(self, *command: str) -> None:
        self._master, slave = pty.openpty()
        self._program = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, close_fds=True)
        os.close(slave)
        self.shown = ""

    def until(self, text: str) -> None:
        """Reads until the terminal shows a text."""
        end = time.monotonic() + 2 * PATIENCE_S
        while text not in self.shown:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} is not shown, only {self.shown[-500:]!r}"
            self.shown += os.read(self._master, 4096).decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Types; what was shown before is forgotten."""
        self.shown = ""
        os.write(self._master, text.encode())

    def end(self) -> int:
        return self._program.wait(30)

    def close(self) -> None:
        if self._program.poll() is None:
            self._program.kill()
            self._program.wait()
        os.close(self._master)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    path = baked(tmp_path / "two.scene")
    opened = Terminal(sys.executable, "-m", "avatar", "show", "play", str(path), "--stage", "none", "--mute")
    yield opened
    opened.close()


def test_keys_steer_a_show(terminal: Terminal) -> None:
    terminal.until("space pause")
    terminal.until("I am first")
    terminal.type(" ")
    terminal.until("⏸")
    terminal.type("]")
    terminal.until("Club")
    terminal.type("\x1b[C")
    terminal.until("I am back")
    terminal.type("r")
    terminal.until("0:00 / 0:08")
    terminal.type("+")
    terminal.until("×1.10")
    terminal.type("q")
    assert terminal.end() == 0


def test_no_line_is_left_out_where_the_machine_was_too_busy_to_look(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = ScriptSource(Config(), directing.read(script))
    shown = steering._Shown(Config(), source, create_autospec(ShowPlayer), None, 0)
    last = source.stops[-1].cue
    for t, cue in ((0.1, 0), (3.0, last), (3.1, last)):
        shown.take(At(t, cue, 1, paused=False, speed=1.0))
    source.close()
    said = [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert [line for line in said if ": " in line] == ["Max: Tea?", "Bea: No."]


def test_lines_that_a_key_has_passed_over_are_not_told(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = ScriptSource(Config(), directing.read(script))
    shown = steering._Shown(Config(), source, create_autospec(ShowPlayer), None, 0)
    shown.take("right")
    shown.take(At(3.0, source.stops[-1].cue, 1, paused=False, speed=1.0))
    source.close()
    assert [line.split("  ", 1)[1] for line in capsys.readouterr().out.splitlines()] == ["Bea: No."]
