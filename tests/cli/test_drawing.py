"""What plays without a window: drawn in the terminal where there is one, else sound alone, and told once."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from avatar.cli import drawing
from avatar.cli.drawing import CellPainter, FaceDrawing, TerminalFace, find_grade
from avatar.config import Config, StageConfig
from avatar.ui.graphics import Graphics

TEXT = "One two three four five six seven."


def picture(width: int, height: int, colour: tuple[int, int, int] = (224, 176, 128)) -> bytes:
    return np.full((height, width, 4), (*colour, 255), np.uint8).tobytes()


@pytest.mark.parametrize(
    ("environment", "grade", "code"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true", r"38;2;224;176;128;48;2;224;176;128"),
        ({"TERM": "xterm-256color"}, "many", r"38;5;\d+;48;5;\d+"),
        ({"TERM": "xterm-16color"}, "sixteen", r"[39]\d;(4|10)\d"),
        ({"TERM": "linux"}, "eight", r"[39]\d;4\d"),
    ],
)
def test_a_cell_has_as_many_colours_as_the_terminal(environment: dict[str, str], grade: str, code: str) -> None:
    assert find_grade(environment) == grade
    (line,) = CellPainter(find_grade(environment)).paint(np.full((2, 1, 4), (224, 176, 128, 255), np.uint8))
    assert re.fullmatch(rf"\x1b\[{code}m[ ▀]", line)


def test_without_colours_there_are_shades() -> None:
    (line,) = CellPainter(find_grade({"TERM": "xterm-256color", "NO_COLOR": "1"})).paint(
        np.array([[(0, 0, 0, 255), (255, 255, 255, 255)]] * 2, np.uint8)
    )
    assert line == " █"


def test_what_is_seen_through_has_the_terminals_own_colour() -> None:
    (line,) = CellPainter("true").paint(np.array([[(9, 9, 9, 0)], [(1, 2, 3, 255)]], np.uint8))
    assert line == "\x1b[38;2;1;2;3;49m▄"


def test_a_notice_stands_above_the_picture_and_leaves_it_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing.shutil, "get_terminal_size", lambda: os.terminal_size((40, 10)))
    out, err = io.StringIO(), io.StringIO()
    face = FaceDrawing(out, environment={"TERM": "xterm", "COLORTERM": "truecolor"})
    face.draw(*face.pixels, picture(*face.pixels))
    drawn = len(out.getvalue())
    face.say("avatar: something", err)
    face.draw(*face.pixels, picture(*face.pixels, (1, 2, 3)))
    assert err.getvalue() == "avatar: something\n"
    after = out.getvalue()[drawn:]
    up = f"\x1b[{face.rows}A"
    assert after.startswith(f"{up}\r\x1b[J"), "the picture goes first"
    assert after.count("\n") == 2 * face.rows, "it is there again at once, and then the next"
    assert after.count(up) == 2, "which is drawn over it"


def test_another_size_of_the_terminal_asks_for_other_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [os.terminal_size((40, 10))]
    monkeypatch.setattr(drawing.shutil, "get_terminal_size", lambda: sizes[-1])
    monkeypatch.setattr(sys, "stdout", out := Tty())
    monkeypatch.setenv("TERM", "xterm")
    asked: list[tuple[int, int]] = []
    face = TerminalFace(Config(stage=StageConfig(mode="terminal", width=400, height=400)))
    assert face.pixels == (16, 16)
    face.draw(16, 16, picture(16, 16), lambda *size: asked.append(size))
    sizes.append(os.terminal_size((12, 10)))
    face.draw(16, 16, picture(16, 16), lambda *size: asked.append(size))
    assert asked == [(12, 12)]
    before = out.getvalue()
    face.draw(16, 16, picture(16, 16), lambda *size: asked.append(size))
    assert out.getvalue() == before, "one that was on its way does not fit"


@pytest.mark.parametrize(("kind", "begins"), [("kitty", "\x1b_Ga=T"), ("sixel", "\x1bP0;1;0q")])
def test_a_terminal_with_graphics_gets_pictures(kind: str, begins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [os.terminal_size((40, 10))]
    monkeypatch.setattr(drawing.shutil, "get_terminal_size", lambda: sizes[-1])
    out, err = io.StringIO(), io.StringIO()
    environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    face = FaceDrawing(out, 0.5, environment, Graphics(kind, (10, 20), (0, 0, 0)))
    assert face.rows == 8
    width, height = face.pixels
    assert height == 160
    assert width == 80
    written: list[str] = []

    def wrote() -> str:
        written.append(out.getvalue())
        return written[-1][len(written[-2]) if len(written) > 1 else 0 :]

    face.draw(width, height, picture(width, height))
    first = wrote()
    assert first.endswith("\x1b8\r")
    assert f"{chr(10) * 8}\x1b7\x1b[8A\r{begins}" in first, "room is made, and the cursor stays below"
    face.draw(width, height, picture(width, height, (1, 2, 3)))
    second = wrote()
    assert second.startswith(f"\x1b7\x1b[8A\r{begins}")
    face.say("avatar: something", err)
    said = wrote()
    assert "\x1b[8A\r\x1b[J" in said
    assert said.count(begins) == 1, "it is there again at once"
    assert chr(10) * 8 in said
    sizes.append(os.terminal_size((40, 6)))
    assert face.resized()
    assert face.rows == 4
    assert "\x1b[8A\r\x1b[J" in wrote()
    face.end()
    assert "\u2580" not in out.getvalue()


def test_two_programs_have_pictures_of_their_own() -> None:
    rgb = np.zeros((20, 20, 3), np.uint8)
    one, other = (Graphics("kitty", (10, 20)).drawer(whose) for whose in (4711, 4712))
    ids = {re.search(r",i=(\d+),", each.draw(rgb, "", 2, 1))[1] for each in (one, other)}  # type: ignore[index]
    assert len(ids) == 2


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_where_nothing_can_be_drawn_it_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    face = TerminalFace(Config())
    for _ in range(3):  # the stage says so again whenever the sound comes or goes
        face.opened("terminal", "No window: there is no screen here.", lambda *_: None)
    assert capsys.readouterr().err == f"avatar: No window: there is no screen here. {drawing.UNSEEN}\n"


def test_a_window_needs_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    TerminalFace(Config()).opened("window", "", lambda *_: None)
    TerminalFace(Config(stage=StageConfig(mode="none"))).opened("none", "", lambda *_: None)
    assert capsys.readouterr().err == ""


COMMANDS = (
    ("say", TEXT),
    ("show", "play", "{show}"),
    ("replay", "{scene}"),
)


@pytest.fixture(params=COMMANDS, ids=lambda words: words[0])
def words(request: pytest.FixtureRequest, tmp_path: Path, home: Path) -> list[str]:
    """A command that plays something of a moment's length."""
    show, scene = tmp_path / "short.fountain", tmp_path / "short.scene"
    show.write_text(f"Title: Short\n\nINT. ROOM\n\nJUNO\n{TEXT}\n", encoding="utf-8")
    if "{scene}" in request.param:
        made = played(["say", TEXT, "--save", str(scene)])
        assert made.returncode == 0, made.stderr
    return [word.format(show=show, scene=scene) for word in request.param]


def played(words: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "avatar", *words]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **more}, stdin=subprocess.DEVNULL, check=False
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_and_a_terminal_there_is_sound_alone(words: list[str]) -> None:
    done = played(words)
    assert done.returncode == 0
    assert done.stderr.count("No window") == 1, done.stderr
    assert done.stderr.count(drawing.UNSEEN) == 1, done.stderr
    assert "▀" not in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_face_is_drawn_in_the_terminal(words: list[str]) -> None:
    pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")
    from tests.ui.terminal import Terminal

    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    terminal = Terminal(words, env)
    try:
        assert terminal.exit_status() == 0
        terminal.wait_for("No window: there is no screen here")
        terminal.wait_until(lambda: b"\x1b[?25h" in terminal.raw[-40:], "the cursor is hidden")
        assert terminal.text.count("No window") == 1
        assert "▀" in terminal.text
        assert "unexpectedly" not in terminal.text
    finally:
        terminal.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("typed", ["", "ls\n", "l"])
def test_in_a_terminal_with_graphics_the_face_is_a_picture(typed: str, home: Path) -> None:
    """Unless something was typed ahead, which is the shell's."""
    pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")
    from tests.ui.terminal import Terminal

    patient = "import sys, time; from avatar.ui import asking; asking.ANSWER_S = 60; print('begun', flush=True)\n"
    program = f"{patient}sys.stdin.readline()\nfrom avatar.cli import main; sys.exit(main(['say', {TEXT!r}]))"
    env = {**os.environ, "TERM": "xterm-kitty", "COLORTERM": "truecolor"}
    terminal = Terminal([], env, command=[sys.executable, "-c", program])
    try:
        terminal.wait_for("begun")
        terminal.send(f"go\n{typed}")
        if not typed:
            terminal.wait_until(lambda: b"\x1b[16t" in terminal.raw, "it is not asked")
            terminal.send("\x1b[6;20;10t\x1b[?62;c")
            terminal.wait_until(lambda: b"\x1b_Gi=31" in terminal.raw, "it is not asked for graphics")
            terminal.send("\x1b_Gi=31;OK\x1b\\\x1b[?62;c")
        assert terminal.exit_status() == 0
        terminal.wait_until(lambda: b"\x1b[?25h" in terminal.raw[-40:], "the cursor is hidden")
        assert (b"\x1b_Ga=T" in terminal.raw) is not bool(typed)
        assert ("\u2580" in terminal.text) is bool(typed)
    finally:
        terminal.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_answers_that_come_late_are_not_left_to_the_shell(home: Path) -> None:
    pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")
    from tests.ui.terminal import Terminal

    hasty = "import select, sys; from avatar.ui import asking; asking.ANSWER_S = 0.01; from avatar.cli import main\n"
    ends = f"main(['say', {TEXT + TEXT!r}]); print('LEFT' if select.select([0], [], [], 0)[0] else 'CLEAN', flush=True)"
    terminal = Terminal([], {**os.environ, "TERM": "xterm-kitty"}, command=[sys.executable, "-c", hasty + ends])
    try:
        terminal.wait_for("\u2580")
        terminal.send("\x1b[6;20;10t\x1b[?62;c\n")
        assert terminal.wait_for("LEFT|CLEAN") == "CLEAN"
    finally:
        terminal.close()


@pytest.mark.parametrize("lacking", ["skia", "pyglet"])
def test_a_missing_library_of_the_system_is_named_with_its_package(
    words: list[str], lacking: str, tmp_path: Path
) -> None:
    """As on a Debian without libEGL: the sound goes on, and nothing breaks off."""
    (tmp_path / "lacking" / lacking).mkdir(parents=True)
    error = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (tmp_path / "lacking" / lacking / "__init__.py").write_text(f"raise ImportError({error!r})\n", encoding="utf-8")
    done = played(words, PYTHONPATH=str(tmp_path / "lacking"))
    assert done.returncode == 0
    assert "this system has no libEGL" in done.stderr
    assert "libegl1" in done.stderr
    for word in ("unexpectedly", "broke off", "ImportError", "Traceback"):
        assert word not in done.stderr


def test_ctrl_z_gives_the_shell_its_cursor_and_fg_goes_on(home: Path) -> None:
    pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")
    from tests.ui.terminal import Terminal

    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PS1": "prompt> "}
    shell = Terminal([], env, command=["sh", "-i"])
    try:
        shell.wait_for("prompt>")
        shell.send(f"{sys.executable} -m avatar say '{TEXT} {TEXT} {TEXT}' --stage terminal; echo status $?\n")
        shell.wait_for("▀▀▀")
        shell.send("\x1a")
        shell.wait_for("Stopped")
        shell.wait_until(lambda: shell.raw.rfind(b"\x1b[?25h") > shell.raw.rfind(b"\x1b[?25l"), "no cursor")
        drawn = len(shell.text)
        shell.send("fg\n")
        shell.wait_for("▀▀▀", after=drawn)
        shell.wait_for("prompt>", after=drawn + 100)
        shell.wait_until(lambda: shell.raw.rfind(b"\x1b[?25h") > shell.raw.rfind(b"\x1b[?25l"), "no cursor")
    finally:
        shell.close()
