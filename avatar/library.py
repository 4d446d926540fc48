"""Where voices, characters, shows and system libraries are: the only finder.

The user's own folders win over what came with avatar, and that over what packages bring. Names are file
names, so a name can never leave its folder.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from avatar import guises, plugins, tables
from avatar.errors import LibraryError
from avatar.nearest import find_nearest, tell_nearest
from avatar.tags import base
from avatar.types import Voice

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""What a voice, character or show may be called."""


def user_dir() -> Path:
    """The user's own voices, characters, shows and config.toml; it need not exist."""
    return Path(os.environ.get("AVATAR_HOME") or platformdirs.user_data_path("avatar", appauthor=False))


def config_path() -> Path:
    """The user's config.toml; it need not exist."""
    home = os.environ.get("AVATAR_HOME")
    return Path(home or platformdirs.user_config_path("avatar", appauthor=False)) / "config.toml"


def cache_dir() -> Path:
    home = os.environ.get("AVATAR_HOME")
    return Path(home) / "cache" if home else platformdirs.user_cache_path("avatar", appauthor=False)


def state_dir() -> Path:
    """Logs, history, conversations."""
    home = os.environ.get("AVATAR_HOME")
    return Path(home) / "state" if home else platformdirs.user_state_path("avatar", appauthor=False)


@cache
def package_data() -> Path:
    """The folder with the voices, characters, shows, pages and config.toml that came with avatar."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent


PATTERNS = {"character": "*/character.toml", "show": "*.fountain", "song": "*.song", "voice": "*.toml"}
"""Kind to the pattern of its files, in the folder named by the kind's plural (`voices`)."""

FOLDERS = {"song": "shows"}
"""Kinds that lie in another one's folder: songs are beside the shows that sing them."""


def held(kind: str, *roots: Path) -> dict[str, Path]:
    """Name to path of everything of a kind in some folders; the last folder wins."""
    found: dict[str, Path] = {}
    pattern = PATTERNS[kind]
    for root in roots:
        for path in sorted((root / FOLDERS.get(kind, f"{kind}s")).glob(pattern)):
            name = path.parent.name if pattern.startswith("*/") else path.stem
            if NAME.fullmatch(name):
                found[name] = path.parent if pattern.startswith("*/") else path
    return dict(sorted(found.items()))


def _every(kind: str) -> dict[str, Path]:
    """Name to path of everything of a kind: the user's own win, then ours, then what packages bring."""
    brought = (each.value for each in reversed(plugins.folders()) if each.value)
    return held(kind, *brought, package_data(), user_dir(), *_lent())


LENT = "AVATAR_LENT"
"""The environment variable that names a folder lent to this program and the processes that it starts."""


@contextlib.contextmanager
def lend(folder: Path) -> Iterator[None]:
    """Inside this, what lies in `folder`/characters and so on is known by name, here and in processes begun here."""
    os.environ[LENT] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(LENT, None)


def _lent() -> tuple[Path, ...]:
    named = os.environ.get(LENT)
    return (Path(named),) if named else ()


def _pick(kind: str, name: str) -> Path:
    found = held(kind, package_data(), user_dir(), *_lent())
    if name not in found:
        found = _every(kind)
    if name in found:
        return found[name]
    raise unknown(kind, name, found)


MOST_LISTED = 12
"""Names that an error lists; where there are more, the nearest and the command that lists them are told instead."""

LISTED_BY = {"voice": "avatar voices", "character": "avatar characters", "page": "avatar docs"}
"""The command that lists all of a kind."""


def unknown(kind: str, name: str, known: Collection[str]) -> LibraryError:
    """The error for a name that nothing of a kind has, with the nearest that there are."""
    hint = tell_nearest(name, known)
    if len(known) > MOST_LISTED and kind in LISTED_BY:
        listing = f"`{LISTED_BY[kind]}` lists them."
    else:
        listing = f"There are: {', '.join(known)}." if known else "None are installed."
    return LibraryError(f"There is no {kind} called {name!r}", remedy=f"{hint} {listing}".lstrip())


def characters() -> dict[str, Path]:
    """Name to folder of every character."""
    return _every("character")


def character(name: str) -> Path:
    """The folder of a character, or of one of its guises (`max~5`). Raises LibraryError with the nearest names."""
    guise = guises.read_name(name)
    if guise is None:
        return _pick("character", name)
    return guises.dress(_pick("character", guise.base), guise, cache_dir())


def shows() -> dict[str, Path]:
    """Name to Fountain file of every show."""
    return _every("show")


def songs() -> dict[str, Path]:
    """Name to file of every song in avatar's own notation."""
    return _every("song")


def song(name: str) -> Path:
    """The file of a song. Raises LibraryError with the nearest names."""
    return _pick("song", name)


def show(name: str) -> Path:
    return _pick("show", name)


def pages() -> dict[str, Path]:
    """Name to Markdown file of every page of the documentation."""
    return {path.stem: path for path in sorted((package_data() / "docs").glob("*.md"))}


def page(name: str) -> Path:
    """A page of the documentation. Raises LibraryError with the nearest names."""
    found = pages()
    if name not in found:
        raise unknown("page", name, found)
    return found[name]


def voices() -> dict[str, Path]:
    """Name to definition of every voice."""
    return _every("voice")


def voice(name: str) -> Voice:
    """A voice by name, or a guise's (`en-gb~5`). Raises LibraryError where there is none, or its file is broken."""
    guise = guises.read_name(name)
    if guise is None:
        return read_voice(_pick("voice", name))
    return guises.move_voice(read_voice(_pick("voice", guise.base)), name, guise.number)


def every_voice() -> list[Voice]:
    """All voices by name, without those whose files are broken: `avatar voices` says what is wrong with them."""
    found: list[Voice] = []
    for path in voices().values():
        with contextlib.suppress(LibraryError):
            found.append(read_voice(path))
    return found


def voice_for(language: str, engine: str) -> Voice | None:
    """The first voice that speaks a language (BCP 47), by an engine; None where there is none."""
    want = language.lower()
    found = [each for each in every_voice() if each.engine == engine]
    exact = [each for each in found if each.language.lower() == want]
    close = [each for each in found if base(each.language) == base(language)]
    return next(iter(exact + close), None)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dict. Raises LibraryError that names the file and line, also where it is over 1 MiB."""
    return tables.read_toml(path, error=LibraryError)[0]


_VOICE_TYPES: dict[str, type] = {
    "engine": str,
    "id": str,
    "language": str,
    "rate": int,
    "pitch": int,
    "range": int,
    "variant": str,
    "formants": float,
    "effort": int,
    "effects": tuple,
    "gain": float,
    "licence": str,
    "description": str,
}


def read_voice(path: Path) -> Voice:
    """A voice from its TOML file. Raises LibraryError that names the file, the key and the remedy."""
    table = read_toml(path)
    for key, value in table.items():
        want = _VOICE_TYPES.get(key)
        if want is None:
            close = find_nearest(key, _VOICE_TYPES)
            raise LibraryError(
                f"A voice has no {key!r}", where=path, remedy=f"Did you mean {close!r}?" if close else "Remove it."
            )
        if not _fits(value, want):
            named = "a list of names" if want is tuple else want.__name__
            raise LibraryError(f"{key!r} must be {named}, not {value!r}", where=path, remedy="Mend that line.")
    for key in ("engine", "id"):
        if key not in table:
            raise LibraryError(f"A voice needs {key!r}", where=path, remedy=f"Add a line {key} = ...")
    if "effects" in table:
        table["effects"] = tuple(table["effects"])
    return Voice(name=path.stem, **table)


def _fits(value: object, want: type) -> bool:
    if want is tuple:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, (want, int) if want is float else want) and not isinstance(value, bool)


# ------------------------------------------------------------------------------------------------ system libraries


class EspeakLibrary(NamedTuple):
    """Where libespeak-ng is. One process must load only one of them, and only once."""

    library: str
    """Path or soname, for ctypes."""
    data: Path | None
    """Folder that holds espeak-ng-data; None: the library's own default."""
    origin: str
    """"system" or "espeakng-loader"."""


@cache
def espeak() -> EspeakLibrary:
    """libespeak-ng: the system's, else the espeakng-loader wheel's.

    Raises LibraryError with the command that installs it. AVATAR_ESPEAK=loader skips the system's.
    """
    forced = os.environ.get("AVATAR_ESPEAK", "")
    if forced != "loader":
        system = _system_espeak()
        if system:
            return EspeakLibrary(system, None, "system")
    if importlib.util.find_spec("espeakng_loader"):
        import espeakng_loader

        library, data = Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
        if library.is_file():
            return EspeakLibrary(str(library), data, "espeakng-loader")
    raise LibraryError("espeak-ng is not installed", remedy=f"Install it: {_espeak_remedy()}")


def _system_espeak() -> str | None:
    """Path or soname of the system's library. The usual folders come first: running ldconfig or gcc costs 30 ms."""
    if sys.platform == "linux":
        for folder in (f"/usr/lib/{os.uname().machine}-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib"):
            path = Path(folder) / "libespeak-ng.so.1"
            if path.exists():
                return str(path)
    from ctypes.util import find_library  # here, since most machines have it in one of these

    return find_library("espeak-ng")


def _espeak_remedy() -> str:
    from avatar import installer, systemlibs

    wheel = installer.for_library("espeakng-loader")
    return wheel if sys.platform == "win32" else f"{systemlibs.tell_install('espeak-ng')}, or {wheel}"
