"""The walks in docs/walks.md go where the code goes: every module is there, none comes twice, a call is an import."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from avatar.edits import files
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.types import Timed

ROOT = Path(__file__).parent.parent


class Stop(NamedTuple):
    """One line of a walk."""

    called: bool
    """Whether the module above imports it."""
    module: str


def walks() -> dict[str, list[Stop]]:
    text = (ROOT / "docs/walks.md").read_text("utf-8")
    found: dict[str, list[Stop]] = {}
    for title, block in re.findall(r"^## (.+?)\n.*?```walk\n(.*?)```", text, re.S | re.M):
        lines = [re.match(r"([→⇢]?) ?(\S+) ", line) for line in block.splitlines()]
        found[title] = [Stop(line[1] == "→", line[2]) for line in lines if line]
        assert len(found[title]) == len(block.splitlines()), title
    return found


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of avatar that one imports, as paths below avatar/."""
    path = file_of(module)
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("avatar"):
            names |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
    return frozenset(name.removeprefix("avatar.").replace(".", "/") for name in names)


def file_of(module: str) -> Path:
    path = ROOT / "avatar" / f"{module}.py"
    return path if path.is_file() else ROOT / "avatar" / module / "__init__.py"


def test_there_are_six_walks() -> None:
    shown = ["A typed text", "A recording", "A line of a show", "A key in the kiosk", "A key in the timeline editor"]
    assert list(walks()) == [*shown, "A recording that was edited"]
    assert all(len(stops) > 8 for stops in walks().values())


@pytest.mark.parametrize("title", walks())
def test_a_walk_enters_no_module_twice_and_none_that_is_not_there(title: str) -> None:
    modules = [stop.module for stop in walks()[title]]
    assert len(modules) == len(set(modules))
    assert [module for module in modules if not file_of(module).is_file()] == []


@pytest.mark.parametrize("title", walks())
def test_what_is_called_is_imported_and_what_is_not_needs_no_import(title: str) -> None:
    stops = walks()[title]
    wrong = [
        f"{before.module} {'does not import' if stop.called else 'imports'} {stop.module}"
        for before, stop in pairwise(stops)
        if stop.called != (stop.module in imported(before.module))
    ]
    assert wrong == []


TRACED = """
import importlib, json, pkgutil, sys, threading
import avatar
from avatar.cli import main

for module in pkgutil.walk_packages(avatar.__path__, "avatar."):
    # What merely runs while they load is no walk.
    if module.name.startswith(("avatar.lipsync.", "avatar.text.", "avatar.edits.")):
        importlib.import_module(module.name)
entered = []

def enter(frame, event, _):
    _, found, name = frame.f_code.co_filename.rpartition("/avatar/")
    if event == "call" and found and name[:-3] not in entered:
        entered.append(name[:-3])

sys.setprofile(enter)
threading.setprofile(enter)
status = main(sys.argv[1:])
sys.setprofile(None)
print(json.dumps([status, entered]))
"""


@pytest.mark.parametrize("title", ["A recording", "A recording that was edited"])
def test_a_recording_really_goes_that_way(title: str, tmp_path: Path) -> None:
    talk = str(tmp_path / "talk.wav")
    speak = ["say", "The cat sat down.", "--wav", talk]
    subprocess.run([sys.executable, "-m", "avatar", *speak], cwd=ROOT, check=True, capture_output=True)
    (tmp_path / "talk.txt").write_text("The cat sat down.")
    if "edited" in title:
        said = (Timed(0.1, 0.3, "The"), Timed(0.3, 0.6, "cat"), Timed(0.6, 0.8, "sat"), Timed(0.8, 1.0, "down"))
        edits = TakeEdits("", "", "another", 1.0, said, {"mouths": (Span(0.35, 0.5, "D"),)})
        files.write(tmp_path / "talk.wav.edits", EditFile((edits,)))
    order = ["lipsync", talk, "-d", str(tmp_path / "talk.txt"), "-o", str(tmp_path / "talk.srt")]
    done = subprocess.run([sys.executable, "-c", TRACED, *order], cwd=ROOT, check=True, capture_output=True, text=True)
    status, entered = json.loads(done.stdout.splitlines()[-1])
    assert status == 0
    wanted = [stop.module for stop in walks()[title]]
    assert [module for module in entered if module in wanted] == wanted
