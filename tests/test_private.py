"""What begins with an underscore is its module's own: no code reaches into another's objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parent.parent / "avatar"

PUBLIC = {"_replace", "_asdict", "_fields", "_make", "_exit"}
"""Documented names that begin so: of NamedTuples, and of `os`."""

OTHERS: dict[str, str] = {
    "cli/__init__.py": "argparse: which options there are, for a suggestion",
    "cli/completion.py": "argparse: all options and commands, for shells to complete",
    "cli/reference.py": "argparse: all options and commands, for the page of them",
    "sound/device.py": "sounddevice: PortAudio looks for devices only when it begins",
    "sound/microphone.py": "sounddevice: PortAudio looks for devices only when it begins",
    "stage/window.py": "pyglet: always on top, and keys without a window manager",
    "studio/learning/weights.py": "LiteRT: the steps of a net",
    "ui/driver.py": "Textual: a driver is written as a subclass of its own",
    "ui/edge.py": "Textual: what escapes a handler ends the program unless it is caught where that is made",
    "ui/suspending.py": "Textual: the driver that holds the terminal, to give it to the shell and take it back",
    "ui/widgets/face.py": "Textual: pictures of a terminal's graphics pass it by",
    "ui/widgets/markdown.py": "Textual: a word lit in what stands there already",
}
"""File to the library whose private names it touches, and what for: none of them offers another way."""


class Reach(NamedTuple):
    """A private name that is used where it does not belong."""

    line: int
    name: str


def _private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC


def _own(module: ast.Module) -> dict[str, set[str]]:
    """Class to the names of its own: methods, fields, and whatever its code puts into `self`; and those of its bases
    that stand in the same file.
    """
    classes = {node.name: node for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    found: dict[str, set[str]] = {}

    def names(of: ast.ClassDef) -> set[str]:
        if of.name not in found:
            found[of.name] = {name for node in ast.walk(of) for name in _made(node)}
            for base in of.bases:
                if isinstance(base, ast.Name) and base.id in classes and base.id != of.name:
                    found[of.name] |= names(classes[base.id])
        return found[of.name]

    for each in classes.values():
        names(each)
    return found


def _made(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
            yield name


def reaches(source: str) -> list[Reach]:
    """Every private attribute that some code takes of what is not its own."""
    module = ast.parse(source)
    own = _own(module)
    found: list[Reach] = []

    def look(node: ast.AST, inside: set[str]) -> None:
        if isinstance(node, ast.ClassDef):
            inside = own[node.name]
        if isinstance(node, ast.Attribute) and _private(node.attr):
            held = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls", *own)
            everybody = set().union(*own.values()) if not held else inside
            if node.attr not in everybody:
                found.append(Reach(node.lineno, node.attr))
        for child in ast.iter_child_nodes(node):
            look(child, inside)

    look(module, set())
    return found


def imported(source: str) -> list[Reach]:
    """Every private name that is imported from another module of avatar."""
    return [
        Reach(node.lineno, each.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("avatar")
        for each in node.names
        if _private(each.name)
    ]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("class A:\n def f(self): return self._x", ["_x"]),
        ("class A:\n def __init__(self): self._x = 1\n def f(self): return self._x", []),
        ("class B:\n _x: int\nclass A(B):\n def f(self): return self._x", []),
        ("def f(session): return session._dialogue", ["_dialogue"]),
        ("class A(B):\n def f(self): super()._x()", ["_x"]),
        ("class A:\n def __init__(self): self._x = 1\n def like(self, other): return self._x == other._x", []),
    ],
)
def test_reaching_is_seen(source: str, names: list[str]) -> None:
    assert [each.name for each in reaches(source)] == names


def test_private_imports_are_seen() -> None:
    assert imported("from avatar.stage.live import Live, _cut") == [Reach(1, "_cut")]


def test_nobody_reaches_into_another_module() -> None:
    offences = [
        f"{path.relative_to(PACKAGE)}:{line} {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in OTHERS
        for line, name in (*reaches(path.read_text("utf-8")), *imported(path.read_text("utf-8")))
    ]
    assert "\n".join(offences) == ""


def test_every_exception_is_needed() -> None:
    assert [path for path in OTHERS if not reaches((PACKAGE / path).read_text("utf-8"))] == []
