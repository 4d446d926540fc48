"""Imports point down the layers, siblings leave each other alone, and each library has its one place."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "avatar"

LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "cli __main__",
        "ui kiosk studio api series",
        "session editing",
        "conversation show film",
        "performer",
        "song",
        "edits",
        "brain speech lipsync stage ears",
        "draw",
        "scene",
        "character sound text",
        "catalogue",
        "library backdrops installer config audio children processes scenefile logs files keeping pacing vital digests",
        "plugins wire tables systemlibs zips guises",
        "types errors tags lazy nearest runs silent",
    )
)
"""Top-level names of `avatar`, highest layer first."""

SIBLINGS: dict[tuple[str, str], str] = {
    ("__main__", "cli"): "python -m avatar is the command",
    ("audio", "files"): "sound files are written whole or not at all",
    ("backdrops", "library"): "the finder knows the user's own folder",
    ("children", "processes"): "the pipes to a child carry what its own end understands",
    ("config", "library"): "the finder knows where config.toml is",
    ("library", "installer"): "a library that is not found is named with the command that installs it",
    ("keeping", "files"): "an entry is written whole or not at all",
    ("logs", "library"): "the finder knows where the log is",
    ("ui", "kiosk"): "the kiosk in a terminal is one more screen of the same loop",
    ("scenefile", "backdrops"): "of a picture behind the cast a file keeps the name alone",
    ("scenefile", "audio"): "the one place that resamples",
    ("scenefile", "files"): "scenes are written whole or not at all",
    ("scenefile", "pacing"): "sentences in a row keep their pauses, in a file as on the stage",
}
"""Imports within one layer that are right, each with its reason."""

HOMES: dict[str, tuple[str, ...]] = {
    "ai_edge_litert": ("lipsync/model.py",),
    "av": ("film/*", "audio.py", "lipsync/sound.py"),
    "c2pa": ("film/signing.py",),
    "ctranslate2": ("ears/whisper.py",),
    "distributed": ("series/cluster/*.py",),
    "espeakng_loader": ("library.py",),
    "gtts": ("speech/engines/gtts.py",),
    "hibari": ("speech/engines/hibari.py",),
    "keras": ("studio/*",),
    "livekit": ("ears/echo.py",),
    "mido": ("song/reading/midi.py",),
    "markdown_it": ("text/markup.py", "ui/widgets/markdown.py"),
    "num2words": ("text/*.py",),
    "onnxruntime": ("speech/nets.py", "ears/voice.py"),
    "PIL": ("film/*", "studio/importers/psd.py"),
    "openai": ("brain/*.py",),
    "phonemizer": ("lipsync/*.py",),
    "pillow_heif": ("studio/faces/reading.py",),
    "piper": ("speech/engines/piper.py",),
    "platformdirs": ("library.py",),
    "pykakasi": ("text/kana.py",),
    "pypinyin": ("speech/kokoro/mandarin.py",),
    "pyworld": ("speech/moving.py",),
    "psd_tools": ("studio/importers/psd.py",),
    "pyglet": ("stage/window*.py", "stage/sprites.py"),
    "pyttsx3": ("speech/engines/pyttsx3.py",),
    "resvg_py": ("draw/whole.py",),
    "skia": ("draw/*.py", "cli/probes.py"),
    "sounddevice": ("sound/device.py",),
    "soundfile": ("audio.py", "scenefile/*", "lipsync/sound.py", "studio/*"),
    "shtab": ("cli/completion.py",),
    "soxr": ("audio.py", "lipsync/features.py", "lipsync/sound.py", "studio/*"),
    "tomlkit": ("studio/placing/writing.py", "ui/settings_file.py"),
    "tensorflow": ("studio/*",),
    "textual": ("ui/*",),
    "tflite_runtime": ("lipsync/model.py",),
    "xllamacpp": ("brain/local/process.py",),
}
"""Where a library may be imported (patterns of paths below avatar/): in one place, so that it can be replaced there.

`avatar doctor` tries libraries in `cli/probes.py`."""

LATE = {
    "ai_edge_litert",
    "av",
    "c2pa",
    "ctranslate2",
    "gtts",
    "hibari",
    "keras",
    "livekit",
    "mido",
    "onnxruntime",
    "openai",
    "phonemizer",
    "pykakasi",
    "pypinyin",
    "pyworld",
    "piper",
    "pyglet",
    "pyttsx3",
    "resvg_py",
    "skia",
}
LATE |= {"sounddevice", "textual", "xllamacpp"}
"""What `avatar --version` and `avatar --help` must not wait for."""


class Import(NamedTuple):
    """One imported module, as `a.b.c`, and where that is written."""

    file: Path
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}"


def _imports(file: Path, *, at_once: bool = False) -> Iterator[Import]:
    """All imports of a file, or only those that are done when it is imported itself."""
    package = ["avatar", *file.relative_to(PACKAGE).parent.parts]
    tree = ast.parse(file.read_text("utf-8"), str(file))
    for node in _run_at_once(tree) if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(file, node.lineno, name.name)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            for name in node.names:  # "from avatar import speech" names the package in its second half
                yield Import(file, node.lineno, f"{module}.{name.name}")


def _run_at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """What of a file is run when it is imported."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield node
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        yield from () if typing else _run_at_once(node)


@cache
def _all_imports() -> list[Import]:
    return [each for file in sorted(PACKAGE.rglob("*.py")) for each in _imports(file)]


def _away_from(each: Import) -> tuple[str, ...]:
    """Where the library should have been imported instead; empty where all is well."""
    homes = HOMES.get(each.module.split(".")[0], ())
    path = each.file.relative_to(PACKAGE).as_posix()
    return () if any(fnmatch(path, home) for home in homes) else homes


def _lines(offences: Iterable[str]) -> str:
    """One offence a line, which a failed assertion shows in full."""
    return "\n".join(dict.fromkeys(offences))


def _layer(name: str) -> int:
    """0 is the highest. Raises StopIteration for a name that no layer has."""
    return next(number for number, names in enumerate(LAYERS) if name in names)


def _part(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _offence(each: Import) -> str | None:
    """What is wrong with an import of avatar's own, or None."""
    parts = each.module.split(".")
    if parts[0] != "avatar" or _part(each.file) == "__init__":
        return None
    source, target = _part(each.file), parts[1]
    if source == target or target.startswith("__"):
        return None
    if _layer(target) < _layer(source):
        return f"{each}: {target} is a layer above {source}"
    if _layer(target) == _layer(source) and (source, target) not in SIBLINGS:
        return f"{each}: {source} and {target} are siblings"
    return None


def test_every_part_has_a_layer() -> None:
    known = frozenset().union(*LAYERS) | {"__init__", "__pycache__", "data", "py.typed"}
    assert {_part(path) for path in PACKAGE.iterdir()} <= known, "give the new part its layer in LAYERS"


def test_imports_point_down() -> None:
    imports = _all_imports()
    assert any(each.module.startswith("avatar.") for each in imports)
    assert not _lines(offence for each in imports if (offence := _offence(each)))


def test_every_exception_is_used() -> None:
    used = {
        (_part(each.file), *each.module.split(".")[1:2]) for each in _all_imports() if each.module.startswith("avatar.")
    }
    assert [pair for pair in SIBLINGS if pair not in used] == []


@pytest.mark.parametrize(
    ("path", "module", "wrong"),
    [
        ("sound/player.py", "avatar.ui.app", "a layer above"),
        ("stage/link.py", "avatar.speech", "siblings"),
        ("film/record.py", "avatar.scene.pose", None),
        ("library.py", "avatar.config", "siblings"),
    ],
)
def test_offences_are_seen(path: str, module: str, wrong: str | None) -> None:
    offence = _offence(Import(PACKAGE / path, 1, module))
    assert (offence is None) if wrong is None else (offence is not None and wrong in offence)


def test_any_module_may_be_imported_first() -> None:
    """None is imported while it waits for another one that waits for it."""
    files = {
        file.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): file for file in PACKAGE.rglob("*.py")
    }
    files = {name.removesuffix(".__init__"): file for name, file in files.items()}
    needs: dict[str, set[str]] = {}
    for name, file in files.items():
        modules = (each.module.split(".") for each in _imports(file, at_once=True))
        needed = {".".join(parts[:end]) for parts in modules for end in range(1, len(parts) + 1)} & files.keys()
        needs[name] = {each for each in needed if not f"{name}.".startswith(f"{each}.")}
    TopologicalSorter(needs).prepare()


def test_each_library_has_one_home() -> None:
    assert not _lines(
        f"{each}, whose place is {' '.join(homes)}" for each in _all_imports() if (homes := _away_from(each))
    )


def test_the_command_starts_without_the_heavy_libraries() -> None:
    code = "import json, sys, avatar.cli; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATE & set(json.loads(found.stdout)) == set()
