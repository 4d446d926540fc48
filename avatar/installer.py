"""Which installer put this program here, and the command with which that installer adds a library.

uv and pipx keep a program in an environment of its own, mostly without pip; Debian's Python takes nothing from pip
unless told to; scripts/start knows the hash of everything. A hint must name the command that works where it is read.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import site
import sys
import sysconfig
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

PACKAGE = "talking-avatar"

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "chinese": ("pypinyin",),
    "cluster": ("dask", "distributed"),
    "ears": ("ctranslate2", "livekit"),
    "film": ("av", "PIL"),
    "japanese": ("pykakasi",),
    "llm": ("openai", "keyring"),
    "local": ("xllamacpp",),
    "piper": ("piper",),
    "psd": ("psd_tools",),
    "studio": ("keras", "tensorflow"),
}
"""Extra to the modules whose presence shows that it is installed."""

LIGHT = ("chinese", "cluster", "ears", "film", "japanese", "llm", "local", "piper", "psd")
"""Extras that scripts/start installs when a command needs them, each from a lock file. TensorFlow, larger than all the
others together, is installed only on request."""

STARTED_BY = "AVATAR_START"
"""The environment variable in which scripts/start names its folder."""


class PythonPlace(NamedTuple):
    """The Python that this program runs in: what tells one installer's work from another's."""

    executable: str
    prefix: Path
    """The environment's folder."""
    has_pip: bool = True
    has_ensurepip: bool = True
    has_uv: bool = False
    in_venv: bool = True
    in_user_site: bool = False
    managed: bool = False
    """Whether the system keeps pip out of this Python (PEP 668)."""
    windows: bool = False


def here() -> PythonPlace:
    """The Python that runs this program."""
    in_venv = sys.prefix != sys.base_prefix
    return PythonPlace(
        executable=sys.executable,
        prefix=Path(sys.prefix),
        has_pip=importlib.util.find_spec("pip") is not None,
        has_ensurepip=importlib.util.find_spec("ensurepip") is not None,
        has_uv=shutil.which("uv") is not None,
        in_venv=in_venv,
        in_user_site=Path(__file__).is_relative_to(site.getusersitepackages()),
        managed=not in_venv and (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").is_file(),
        windows=sys.platform == "win32",
    )


def for_extra(name: str, place: PythonPlace | None = None) -> str:
    """The command that installs an extra, such as "film", for this program."""
    place = place or here()
    root = checkout(place.prefix)
    if root and name in LIGHT:
        return _line([*_start(root, place.windows), "--with", name], place)
    receipt = _uv_receipt(place.prefix)
    if receipt is not None:
        return _line(["uv", "tool", "install", *_uv_tool(receipt, name)], place)
    wanted = f"{PACKAGE}[{name}]"
    if _is_pipx(place.prefix):
        return _line(["pipx", "runpip", place.prefix.name, "install", wanted], place)
    return _pip(wanted, place)


def for_library(name: str, place: PythonPlace | None = None) -> str:
    """The command that installs one library, such as "gtts", for this program."""
    place = place or here()
    receipt = _uv_receipt(place.prefix)
    if receipt is not None:
        return _line(["uv", "tool", "install", "--with", name, *_uv_tool(receipt)], place)
    if _is_pipx(place.prefix):
        return _line(["pipx", "inject", place.prefix.name, name], place)
    return _pip(name, place)


def missing(extra: str) -> bool:
    """Whether some library of an extra is not installed."""
    return any(importlib.util.find_spec(module) is None for module in EXTRAS[extra])


def bring(extra: str) -> bool:
    """Let scripts/start, if it started this program, install a light extra that is missing; it says so on stderr.

    Returns False where the extra is still missing: nothing may be installed here, or there is no network.
    """
    if extra not in EXTRAS:  # another package's engine, say, whose libraries are its own affair
        return False
    if not missing(extra):
        return True
    root = checkout(Path(sys.prefix))
    if root is None or extra not in LIGHT or os.environ.get(STARTED_BY) != str(root):
        return False
    import subprocess

    command = [*_start(root, sys.platform == "win32"), "--with", extra, "--version"]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    importlib.invalidate_caches()
    return not missing(extra)


def checkout(prefix: Path) -> Path | None:
    """The project's folder whose scripts/start made the environment `prefix`, or None where something else did."""
    return prefix.parent if (prefix / "libraries-run").is_file() else None


def _start(root: Path, windows: bool) -> list[str]:
    """The words of a command that runs scripts/start from any folder."""
    if windows:
        return ["powershell", "-ExecutionPolicy", "Bypass", "-File", str(root / "scripts" / "start.ps1")]
    return [str(root / "scripts" / "start")]


# ------------------------------------------------------------------------------------------------------ each installer


def _pip(wanted: str, place: PythonPlace) -> str:
    pip = [place.executable, "-m", "pip", "install"]
    if place.managed:
        pip.append("--break-system-packages")
    if place.in_user_site:
        pip.append("--user")
    if place.has_pip:
        return _line([*pip, wanted], place)
    if place.in_venv and place.has_uv:
        return _line(["uv", "pip", "install", "--python", place.executable, wanted], place)
    if place.has_ensurepip and not place.managed:
        return f"{_line([place.executable, '-m', 'ensurepip'], place)} && {_line([*pip, wanted], place)}"
    return _line(["pip", "--python", place.executable, *pip[3:], wanted], place)


def _is_pipx(prefix: Path) -> bool:
    return (prefix / "pipx_metadata.json").is_file()


def _uv_receipt(prefix: Path) -> Mapping[str, Any] | None:
    """What `uv tool` recorded about the environment that it made; None where it did not make this one."""
    try:
        found: Mapping[str, Any] = tomllib.loads((prefix / "uv-receipt.toml").read_text("utf-8"))["tool"]
        return found
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError):
        return None


def _uv_tool(receipt: Mapping[str, Any], *more: str) -> list[str]:
    """Arguments of `uv tool install` that add extras to this tool: whatever isn't repeated is dropped."""
    words = ["--python", str(receipt["python"])] if "python" in receipt else []
    ours = {"name": PACKAGE}
    for each in receipt.get("requirements", []):
        if _same(each.get("name", ""), PACKAGE):
            ours = each
        else:
            source = _uv_source(each, each.get("extras", []))
            words += ["--with-editable" if "editable" in each else "--with", source]
    extras = sorted({*ours.get("extras", []), *more})
    return [*words, *(["--editable"] if "editable" in ours else []), _uv_source(ours, extras)]


def _uv_source(requirement: Mapping[str, Any], extras: Sequence[str]) -> str:
    """A requirement of a receipt as the command line takes it."""
    chosen = f"[{','.join(extras)}]" if extras else ""
    name = f"{requirement['name']}{chosen}"
    match requirement:
        case {"editable": folder}:
            return f"{folder}{chosen}"
        case {"git": url}:
            address, _, query = str(url).partition("?")
            revision = re.search(r"(?:rev|tag|branch)=([^&#]+)", query)
            return f"{name} @ git+{address}" + (f"@{revision[1]}" if revision else "")
        case {"path": source} | {"directory": source} | {"url": source}:
            return f"{name} @ {source}"
        case _:
            return f"{name}{requirement.get('specifier', '')}"


def _same(name: str, other: str) -> bool:
    """Whether a package index takes two names for the same one (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower() == re.sub(r"[-_.]+", "-", other).lower()


def _line(words: Sequence[str], place: PythonPlace) -> str:
    """Words as a command line to be typed: Windows' shells don't know single quotes."""
    if place.windows:
        from subprocess import list2cmdline

        return list2cmdline(words)
    return shlex.join(words)
