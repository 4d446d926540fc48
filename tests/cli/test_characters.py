"""Making, checking, looking at and importing characters, as a person who draws meets it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar import library
from avatar.character.loading import load
from avatar.cli import main
from avatar.cli.exercises import exercises, held, notice
from avatar.draw import read_png
from avatar.scene.widgets import Widget
from avatar.studio.placing import layout, machine
from avatar.studio.placing.keeping import read_draft
from avatar.types import VISEMES, Mark
from tests import virtual
from tests.studio import drawn, placed

PATIENCE_S = 60.0
"""Seconds after which a preview that says nothing is taken for dead."""


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        status = main(["characters", *arguments])
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def own(name: str) -> Path:
    return library.user_dir() / "characters" / name


# ---- list


def test_listing_is_what_happens_without_an_action(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys=capsys)
    assert status == 0
    assert "juno" in out
    assert run("list", capsys=capsys)[1] == out
    plain = json.loads(run("--json", capsys=capsys)[1])
    assert {"name", "description", "voice", "folder"} <= plain[0].keys()
    assert json.loads(run("list", "--json", capsys=capsys)[1]) == plain
    assert json.loads(run("--json", "list", capsys=capsys)[1]) == plain


# ---- new, check, sheet


def test_from_new_to_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("new", "otto", capsys=capsys)
    assert status == 0
    assert str(own("otto")) in out
    assert "avatar characters preview otto" in out
    character = load(own("otto"))
    assert (character.name, character.title) == ("otto", "Otto")
    assert "# " in (own("otto") / "character.toml").read_text(), "its notes come along"
    assert run("check", "otto", capsys=capsys)[:2] == (0, "otto: all is well\n")
    picture = tmp_path / "otto.png"
    status, out, _ = run("sheet", "otto", "-o", str(picture), "--size", "48", capsys=capsys)
    assert (status, out) == (0, f"{picture}\n")
    pixels = read_png(picture)
    assert pixels.shape[1] == 48 * len(VISEMES)
    rows = len(character.acting.expressions) + 1
    assert pixels.shape[0] >= rows * 48
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 500
    assert "otto" in run(capsys=capsys)[1]


def test_a_copy_of_one_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "blob-two", "--from", "blot", capsys=capsys)[0] == 0
    character = load(own("blob-two"))
    assert character.name == "blob-two"
    assert character.acting.sprites["PP"] == "A"
    assert run("check", "blob-two", capsys=capsys)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "otto", "--from", "nobody"], "Templates: pip."),
        (["new", "../otto"], "can't be a character's name"),
        (["check", "nobody"], "There is no character called 'nobody'"),
        (["check", "/nowhere/at/all"], "no such folder"),
        (["sheet", "juno", "--size", "5"], "32 to 1000"),
        (["sheet", "juno", "--size", "32", "-o", "/nowhere/at/all.png"], "/nowhere/at/all.png"),
        (["import", "/nowhere/face.psd"], "no such file"),
        (["preview", "nobody"], "There is no character called 'nobody'"),
        (["paint"], "paint"),
    ],
)
def test_what_can_not_be_done_is_said(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(*arguments, capsys=capsys)
    assert status in (1, 2)
    assert told in err
    assert "Traceback" not in err


def test_nothing_of_ones_own_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "otto", capsys=capsys)[0] == 0
    (own("otto") / "pip.svg").write_text("mine")
    status, _, err = run("new", "otto", capsys=capsys)
    assert status == 1
    assert "already" in err
    assert (own("otto") / "pip.svg").read_text() == "mine"


def test_the_name_that_is_proposed_for_a_second_one_can_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "otto", capsys=capsys)
    _, _, err = run("new", "otto", capsys=capsys)
    proposed = err.rstrip(".\n").partition("avatar characters ")[2].split()
    assert proposed[0] == "new"
    assert run(*proposed, capsys=capsys)[0] == 0
    _, _, err = run("new", "no/name", capsys=capsys)
    assert "avatar characters new NAME" in err
    assert "--name" not in err


def test_check_tells_all_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "otto", capsys=capsys)
    file = own("otto") / "character.toml"
    text = file.read_text().replace("#nose", "#noze").replace('role = "brow-left"', 'role = "brow-lift"')
    file.write_text(text + "\n[expressions.sly]\nmouth = { smile = nan }\n")
    status, out, _ = run("check", "juno", "otto", capsys=capsys)
    assert status == 1
    assert "juno: all is well" in out
    assert "otto: 3 things to mend" in out
    for part in (
        "pip.svg",
        "Did you mean 'nose'?",
        "layer 'brow-left'",
        "Did you mean 'brow-left'?",
        "smile",
        str(file),
    ):
        assert part in out


def test_check_reads_the_persona_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "otto", capsys=capsys)
    persona = library.character("otto") / "persona"
    persona.mkdir(exist_ok=True)
    (persona / "otto.rive").write_text("! version = 2.0\n\n+ (hello|hi\n- [smile] hello\n")
    status, out, _ = run("check", "otto", capsys=capsys)
    assert status == 1
    assert "otto.rive, line 3)" in out


def test_check_looks_at_a_folder_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    status, out, _ = run("check", str(tmp_path / "empty"), capsys=capsys)
    assert status == 1
    assert "no character.toml" in out


# ---- import


def test_import_makes_a_character_that_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (
        drawn.letters(tmp_path / "lisa", leave="GH"),
        drawn.psd(tmp_path / "ann.psd"),
        drawn.save(tmp_path / "tube.save", drawn.tuber()),
    ):
        status, out, err = run("import", str(file), capsys=capsys)
        assert (status, err) == (0, "")
        assert f"avatar --character {file.stem}" in out
    assert run("check", "lisa", "ann", "tube", capsys=capsys)[0] == 0
    assert run("import", str(tmp_path / "lisa"), "--name", "mona", capsys=capsys)[0] == 0
    assert load(own("mona")).name == "mona"


def test_import_as_what_it_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run("import", str(drawn.psd(tmp_path / "a.psd")), "--kind", "pngtuber", capsys=capsys)
    assert status == 1
    assert "not JSON" in err
    assert not own("a").exists()


# ---- preview


class Preview:
    """`avatar characters preview`, running."""

    def __init__(self, arguments: list[str], env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "avatar", "characters", "preview", *arguments]
        self.process = subprocess.Popen(
            command, env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""

    def hears(self, pattern: str) -> None:
        """Reads on until it says that."""
        assert self.process.stdout is not None
        end = time.monotonic() + PATIENCE_S
        while not re.search(pattern, self.said, re.DOTALL):
            ready = select.select([self.process.stdout], [], [], 1.0)[0]
            line = os.read(self.process.stdout.fileno(), 1 << 16).decode() if ready else ""
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            self.said += line
        self.said = ""

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def preview() -> Iterator[Callable[..., Preview]]:
    started: list[Preview] = []

    def start(*arguments: str, **env: str) -> Preview:
        started.append(Preview(list(arguments), env))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait(PATIENCE_S)
        if each.process.stdout:
            each.process.stdout.close()


RING = (255, 84, 112)
"""The colour of the chosen point."""


def until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < end
        time.sleep(0.1)


def sized(screen: virtual.Screen) -> tuple[int, int]:
    """Width and height of the only window, once there is one."""
    until(lambda: bool(large_windows(screen)))
    return large_windows(screen)[0]


def large_windows(screen: virtual.Screen) -> list[tuple[int, int]]:
    """Width and height of every window that may be the preview's."""
    sizes = [screen.geometry(each)[2:4] for each in screen.windows()]
    return [size for size in sizes if size[0] > 300]


def near(screen: virtual.Screen, at: tuple[int, int]) -> NDArray[np.uint8]:
    """What is seen around a place."""
    return screen.grab(1200, 790)[at[1] - 16 : at[1] + 16, at[0] - 16 : at[0] + 16]


def press(screen: virtual.Screen, size: tuple[int, int], widgets: tuple[Widget, ...], button: str) -> None:
    """A button of the window, once it is there: dark, or amber once there is something to save; beside it the window's
    edge, which is light."""
    rect = next(each.rect for each in widgets if each.id == button)
    left, top = round((rect.x + 0.02) * size[0]), round((rect.y + rect.height / 2) * size[1])

    def is_there() -> bool:
        seen = screen.grab(1200, 790).astype(int)
        amber = seen[top, left, 0] - seen[top, left, 2] > 100
        ready = amber if button == "place:s" else seen[top, left].sum() < 250
        return bool(ready and seen[size[1] // 2, size[0] - 4].sum() > 400)

    until(is_there)
    screen.click(left, top)


@pytest.mark.parametrize("made", [placed.make_picture, placed.make_mouths])
def test_a_point_dragged_in_the_window_is_saved(
    preview: Callable[..., Preview], display: str, made: Callable[[Path], Path]
) -> None:
    folder = made(own("otto"))
    before = read_draft(load(folder))
    assert before is not None
    with virtual.Screen(display) as screen:
        until(lambda: not large_windows(screen))  # that of the test before
        running = preview("otto")
        running.hears("Otto is shown")
        width, height = sized(screen)
        state = machine.begin(before, (width, height))
        if before.boxes:
            press(screen, (width, height), layout.offer(""), "place:p")
        x, y = state.view.to_window(before.handles[0].at)
        start = (round(x * width), round(y * height))
        until(lambda: bool((near(screen, start) == RING).all(axis=-1).any()))
        screen.drag(start, (start[0] - 40, start[1] + 30))
        press(screen, (width, height), layout.lay_out(state), "place:s")
    running.hears("Saved into")
    after = read_draft(load(folder))
    assert after is not None
    moved = np.subtract(after.handles[0].at, before.handles[0].at) * state.view.scale
    assert moved == pytest.approx((-40, 30), abs=8 if before.boxes else 1.5)
    assert running.end() == 0


def test_preview_follows_what_is_saved(preview: Callable[..., Preview], capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "otto", capsys=capsys)
    file = own("otto") / "character.toml"
    whole = file.read_text()
    running = preview("otto", "--stage", "none")
    running.hears("Otto is shown")
    file.write_text(whole.replace("#nose", "#noze"))
    running.hears(r"1 to mend:.*Did you mean 'nose'")
    file.write_text(whole + "\nnot toml")
    running.hears(r"1 to mend:.*not valid TOML")
    file.write_text(whole)
    running.hears("Shown anew")
    assert running.end() == 0


def test_preview_waits_for_a_character_that_is_broken_from_the_start(
    preview: Callable[..., Preview], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("new", "otto", capsys=capsys)
    folder = tmp_path / "otto"
    own("otto").rename(folder)
    whole = (folder / "character.toml").read_text()
    (folder / "character.toml").write_text(whole.replace("[mouth]", "[mouht]"))
    running = preview(str(folder), "--stage", "none")
    running.hears("to mend:.*Did you mean 'mouth'")
    (folder / "character.toml").write_text(whole)
    running.hears("Otto is shown")
    assert running.end() == 0


def test_the_window_shows_what_is_saved(
    preview: Callable[..., Preview], display: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("new", "otto", capsys=capsys)
    drawing = own("otto") / "pip.svg"
    running = preview("otto", "--stage", "window", "--set", "stage.width=300", "--set", "stage.height=300",
                      "--reduced-motion", DISPLAY=display)  # fmt: skip
    running.hears("Otto is shown")
    with virtual.Screen(display) as screen:

        def pixels_of(red: int, green: int, blue: int) -> int:
            picture = screen.grab(1280, 800).astype(int)
            return int((abs(picture - (red, green, blue)).max(axis=2) < 8).sum())

        def until(seen: Callable[[], bool]) -> None:
            end = time.monotonic() + PATIENCE_S
            while not seen():
                assert time.monotonic() < end
                assert running.process.poll() is None
                time.sleep(0.05)

        until(lambda: pixels_of(0x2C, 0x9A, 0x94) > 1000)
        drawing.write_text(drawing.read_text().replace("#2c9a94", "#e02020"))
        until(lambda: pixels_of(0xE0, 0x20, 0x20) > 1000)
        assert pixels_of(0x2C, 0x9A, 0x94) < 100
    assert running.end() == 0


def test_preview_in_a_terminal() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "avatar", "characters", "preview", "juno", "--stage", "terminal"]
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    said, stopped = "", False
    end = time.monotonic() + PATIENCE_S
    try:
        while process.poll() is None:
            assert time.monotonic() < end, said
            if select.select([leader], [], [], 0.2)[0]:
                with suppress(OSError):  # Linux ends a terminal that nobody holds any more with an error
                    said += os.read(leader, 1 << 16).decode(errors="ignore")
            if said.count("▀") > 200 and not stopped:
                process.send_signal(signal.SIGINT)
                stopped = True
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_S)
        os.close(leader)
    assert stopped
    assert process.returncode == 0
    assert "Juno is shown" in said
    assert "Traceback" not in said


# ---- what it plays


def test_the_exercises_hold_every_sound_mood_and_gesture() -> None:
    character = load(library.character("juno"))
    acts = list(exercises(character))
    strongest = acts[0].mouth.weights.argmax(axis=1)
    assert [VISEMES[index] for index in strongest[np.r_[True, np.diff(strongest) != 0]]] == list(VISEMES)
    assert np.allclose(acts[0].mouth.weights.sum(axis=1), 1.0)
    marks = {(mark.kind, mark.name) for act in acts for mark in act.marks}
    assert marks == {("expression", name) for name in character.acting.expressions} | {
        ("gesture", name) for name in character.acting.gestures
    }
    for act in acts:
        assert abs(act.mouth.duration - act.duration) < 0.02
        assert act.captions[-1].end <= act.duration + 0.02
        assert not act.speech.clip.samples.any()
    assert Mark("expression", "smile", 0.0, 2.4) in [mark for act in acts for mark in act.marks]


def test_a_notice_is_read_below_a_shut_mouth() -> None:
    act = notice("otto", "it has no nose")
    assert [caption.value for caption in act.captions] == ["it has no nose"]
    assert (act.mouth.weights[:, 0] > 0.99).all()
    assert act.captions[0].end == pytest.approx(act.duration, abs=0.02)


def test_sounds_are_held_and_faded() -> None:
    weights = held(("sil", "aa"), 0.5)
    assert weights.shape == (100, 15)
    assert weights[10, 0] == pytest.approx(1.0)
    assert 0.2 < weights[50, VISEMES.index("aa")] < 0.8
    assert weights[90, VISEMES.index("aa")] == pytest.approx(1.0)
