"""Nothing in `avatar` is there for nobody: no code that nothing uses, no setting that nothing reads.

What only tests use counts as unused: a test can keep dead code alive.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest
import vulture

from avatar.config import Config

PACKAGE = Path(__file__).parent.parent / "avatar"

OF_LIBRARIES = {
    "on_*": "Textual calls what handles its messages",
    "_on_*": "the same",
    "action_*": "Textual calls what a key is bound to",
    "arguments_*": "avatar.cli finds a command's actions by name",
    "run_*": "the same",
    "CSS_PATH": "Textual's, of an app or a screen",
    "AUTO_FOCUS": "the same",
    "BINDINGS": "the same",
    "HORIZONTAL_BREAKPOINTS": "the same",
    "VERTICAL_BREAKPOINTS": "the same",
    "TITLE": "the same",
    "ENABLE_COMMAND_PALETTE": "the same",
    "ALLOW_SELECT": "the same",
    "COMPONENT_CLASSES": "the same",
    "BUTTON_INNER": "the same",
    "can_focus": "the same, of a widget",
    "border_title": "the same",
    "border_subtitle": "the same",
    "placeholder": "the same",
    "virtual_size": "the same",
    "render_line": "the same",
    "text_wrap": "the same, of a style",
    "get_system_commands": "the same, of an app",
    "_fatal_error": "the same",
    "_sig*_application": "the same, of a driver",
    "__getattr__": "Python's, of a module",
    "__dir__": "the same",
    "formatter_class": "argparse's",
    "writeable": "NumPy's",
    "text_factory": "sqlite3's",
    "writelines": "print's and logging's, of a stream",
    "readable": "io's, of a file",
    "seekable": "the same",
    "readinto": "the same",
    "compress_type": "zipfile's",
    "external_attr": "the same",
    "pix_fmt": "PyAV's",
    "subtitle_header": "the same",
    "framerate": "the same",
    "time_base": "the same",
    "thread_count": "the same",
    "bit_rate": "the same",
    "color_*": "the same",
    "colorspace": "the same",
    "shadow_window": "pyglet's",
    "debug_gl": "the same",
    "_applied_mouse_exclusive": "the same",
    "inter_op_num_threads": "onnxruntime's",
    "intra_op_num_threads": "the same",
    "log_severity_level": "the same",
    "enable_mem_pattern": "the same",
    "completed": "pyttsx3 gives it by name",
    "optimizations": "TensorFlow's",
    "supported_types": "the same",
    "trainable": "Keras's",
    "get_config": "the same",
    "redirect_request": "urllib's, of what follows an address elsewhere",
}
"""Names, or patterns of them, that a library uses and we don't."""

OURS = {
    "BRAIN": "what is plugged in is taken from its module by this name",
    "ENGINE": "the same",
    "IMPORTER": "the same",
    "parse_lyrics": "words that are no file: benchmarks and tests have such",
    "avatar": "the stage imports its window ahead of its use",
    "_changing": "holds a task, which nothing else would",
    "measured": "the benchmarks ask a player for it",
    "piece_s": "the tests of sounds cut a bed by it",
    "silhouette": "the tests of the cast tell its members apart by it",
    "squash": "channels of a pose are read by name",
}
"""Names of ours that are used where vulture doesn't look."""


@cache
def unused() -> tuple[vulture.core.Item, ...]:
    """What nothing in the package uses, but what libraries use."""
    found = vulture.Vulture(ignore_names=list(OF_LIBRARIES), ignore_decorators=["@on"])
    found.scavenge([str(PACKAGE)])
    unused_ = found.get_unused_code(min_confidence=60)
    return tuple(unused_)


def test_no_code_is_unused() -> None:
    told = [
        f"{item.filename.relative_to(PACKAGE)}:{item.first_lineno}: {item.typ} {item.name}"
        for item in unused()
        if item.name not in OURS
    ]
    assert told == []


def test_what_is_excused_is_there() -> None:
    assert {item.name for item in unused()} >= set(OURS)


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def bound(node: ast.stmt) -> Iterator[str]:
    """Names that a statement of a module binds."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Assign():
            yield from (name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def test_every_private_name_is_used_in_its_module() -> None:
    """vulture knows names alone: another module's name of the same spelling hides one that is dead."""
    dead = []
    for path, tree in modules().items():
        private = {name for node in tree.body for name in bound(node) if name.startswith("_") and name.strip("_")}
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        written = {
            word for node in ast.walk(tree) if isinstance(node, ast.Constant) for word in str(node.value).split()
        }
        dead += [
            f"{path.relative_to(PACKAGE)}: {name}" for name in private - read - written if not name.startswith("__")
        ]
    assert dead == []


ELSEWHERE = {
    "draw/sheet.py: silhouette": OURS["silhouette"],
    "song/reading/__init__.py: parse_lyrics": OURS["parse_lyrics"],
    "song/singing.py: sing": "a whole part at once, as benchmarks judge it; on stage it comes line by line",
}
"""Public functions and classes that no module of ours reaches."""

PLAIN = frozenset("cache contextmanager dataclass lru_cache runtime_checkable".split())
"""Decorators that use nothing of what they decorate; another may register it."""


def reached(path: Path, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) that a module reads: its own names, those that it imports, and those of modules it imports."""
    its_own = module_name(path)
    modules_: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, each.name) for each in node.names)
            modules_ |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                yield its_own, name
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules_:
                yield modules_[module], name


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def test_every_public_function_and_class_is_reached() -> None:
    """The same for public ones. What a decorator registers, and what avatar.cli finds by name, is used."""
    read = {found for path, tree in modules().items() for found in reached(path, tree)}
    dead = {
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and PLAIN.issuperset(re.match(r"[\w.]+", ast.unparse(each))[0] for each in node.decorator_list)
        and (module_name(path), node.name) not in read
        and not (path.parent.name == "cli" and node.name.startswith(("run", "arguments")))
    }
    assert dead == set(ELSEWHERE)


# ------------------------------------------------------------------------------------------------------ the settings

SECTIONS = get_type_hints(Config)
SETTINGS = [f"{section}.{field.name}" for section, kind in SECTIONS.items() for field in fields(kind)]


def last(node: ast.expr | None) -> str:
    """`speech` of `self.config.speech`; '' of what has no name."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.BoolOp(values=[first, *_]):
            return last(first)
    return ""


def annotated(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(name, section): what is said to be a section's settings, in a signature or a class."""
    of_class = {kind.__name__: section for section, kind in SECTIONS.items()}
    for node in ast.walk(tree):
        match node:
            case (
                ast.arg(arg=name, annotation=ast.expr() as kind)
                | ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name), annotation=kind)
            ):
                for word in re.findall(r"\w+", ast.unparse(kind)):
                    if word in of_class:
                        yield name, of_class[word]


def readings(tree: ast.Module, everywhere: set[tuple[str, str]]) -> Iterator[str]:
    """Settings that a module reads. `everywhere`: (attribute, section) that classes of any module hold."""
    held = {(section, section) for section in SECTIONS} | set(annotated(tree))

    def sections(node: ast.expr) -> Iterator[str]:
        """Whose settings an expression is."""
        its = held | everywhere if isinstance(node, ast.Attribute) else held
        yield from (section for name, section in its if name == last(node))

    for _ in range(2):  # what was set from what was set
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                held |= {(last(each), section) for each in node.targets for section in sections(node.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield from (f"{section}.{node.attr}" for section in sections(node.value))
    for its_class in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for section, kind in SECTIONS.items():
            if its_class.name == kind.__name__:
                yield from (
                    f"{section}.{node.attr}"
                    for node in ast.walk(its_class)
                    if isinstance(node, ast.Attribute) and last(node.value) == "self"
                )


@cache
def settings_read() -> frozenset[str]:
    """As "section.name"; those of the module that defines them count where a method reads them."""
    classes = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields_ = ast.Module([node for its in classes for node in its.body if isinstance(node, ast.AnnAssign)], [])
    everywhere = set(annotated(fields_))
    return frozenset(setting for tree in modules().values() for setting in readings(tree, everywhere))


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_read(setting: str) -> None:
    assert setting in settings_read(), "nothing reads it"


def test_a_setting_that_nobody_reads_is_found() -> None:
    assert "speech.volume" not in settings_read()
    assert "sound.engine" not in settings_read()
