"""What an editor has not saved yet, written down change by change, so that a crash loses nothing that was noted.

A journal is one file in the user's state folder: a head, the file of edits as it was when it was opened, and a line for
each change since: which part of which row was replaced by what, with a checksum. A line that was half written ends it.
It is gone after a clean leave; one that is there, and that no living program holds, is what a crash left.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from avatar import library
from avatar.edits import files
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import EditError
from avatar.files import replacing

MAGIC = "avatar-edits-journal 1"
LARGEST = 1 << 30
"""Bytes of a journal that is read."""

LONG = 32 << 20
"""Bytes from which a journal is begun anew, with what is there now."""

FIELDS = ("text", "sound", "duration")
"""What is noted of a take as it is; of rows the part that changed is."""

log = logging.getLogger(__name__)


class Recovered(NamedTuple):
    """What a crash left."""

    edits: EditFile
    elsewhere: bool
    """Whether the file itself was changed since by somebody else, whose changes are not in `edits`."""


def place_of(path: Path) -> Path:
    """Where the journal of a file of edits lies."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
    return library.state_dir() / "edits" / f"{name}.journal"


class Journal:
    """The journal of one file that is being edited. `note` what is there after each change; `saved`; `close`."""

    def __init__(self, path: Path, edits: EditFile) -> None:
        """`path`: the file of edits; `edits`: what is there now, saved or not. A journal that was there is replaced.

        Raises EditError where another program is editing the file.
        """
        self.path, self.place = path, place_of(path)
        self.fault = ""
        """Why nothing is written down at the moment; '' where all is."""
        self._edits = EditFile()
        self._file: BinaryIO | None = None
        self._size = 0
        if held_elsewhere(self.place):
            remedy = "Close the other editor, or go on there."
            raise EditError("These edits are open in another editor", where=path, remedy=remedy)
        self._begin(edits)

    def note(self, edits: EditFile) -> None:
        """Write down what has changed since the last time; what was noted survives the end of this program."""
        lines = b"".join(_line(change) for change in changes(self._edits, edits))
        self._edits = edits
        if not lines or self._file is None:
            return
        try:
            _write(self._file, lines)  # at once, past all buffers of ours: the system keeps it if this program ends
        except OSError as error:
            self._give_up(error)
            return
        self._size += len(lines)
        if self._size > LONG:
            self._begin(edits)

    def saved(self, edits: EditFile) -> None:
        """The file has been written with these: nothing before that need be remembered."""
        self._begin(edits)

    def close(self) -> None:
        """Leave cleanly: nothing is left to recover."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self.place.unlink(missing_ok=True)
            self._file.close()
            self._file = None

    def _begin(self, edits: EditFile) -> None:
        """A new journal in the place of the old one, which is whole until then."""
        self._edits = edits
        base = _content(self.path)
        known = _parsed(base)
        begun = [b"%s %d\n" % (MAGIC.encode(), len(base)), base, b"\n"]
        begun += [_line(change) for change in changes(known or EditFile(), edits)]
        if self._file is not None:
            self._file.close()
            self._file = None
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self.place, 0o600, durable=False) as draft:
                draft.write(b"".join(begun))
            self._file = self.place.open("ab", buffering=0)
            _held(self._file)
        except OSError as error:
            self._give_up(error)
            return
        self.fault = ""
        self._size = sum(map(len, begun))

    def _give_up(self, error: OSError) -> None:
        log.warning("what is edited can't be kept for after a crash in %s: %s", self.place, error)
        self.fault = error.strerror or str(error)
        if self._file is not None:
            self._file.close()
            self._file = None


def recover(path: Path) -> Recovered | None:
    """What a crash left of a file's edits; None where there is nothing that the file has not. Changes nothing."""
    place = place_of(path)
    if held_elsewhere(place):
        return None
    try:
        if place.stat().st_size > LARGEST:
            return None
        content = place.read_bytes()
    except OSError:
        return None
    head, _, rest = content.partition(b"\n")
    size = head.removeprefix(MAGIC.encode()).strip()
    if not head.startswith(MAGIC.encode()) or not size.isdigit() or len(rest) < int(size):
        log.warning("a journal of edits can't be read: %s", place)
        return None
    base = rest[: int(size)]
    edits = replayed(_parsed(base) or EditFile(), rest[int(size) + 1 :])
    now = _content(path)
    if edits == (_parsed(now) or EditFile()):
        return None
    return Recovered(edits, now != base)


def held_elsewhere(place: Path) -> bool:
    """Whether a living program holds a journal."""
    try:
        with place.open("rb+") as file:
            return not _held(file)
    except OSError:
        return False


def _held(file: BinaryIO) -> bool:
    """Hold a file for as long as it is open, or this program lives; False where another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 40)  # beyond what is read: a lock there keeps nobody from reading
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return not isinstance(error, BlockingIOError | PermissionError)
    return True


def _write(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _content(path: Path) -> bytes:
    """A file of edits as it is; b"" where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(files.LARGEST)
    except OSError:
        return b""


def _parsed(content: bytes) -> EditFile | None:
    try:
        return replace(files.parsed(content), notes=()) if content else None
    except EditError:
        return None


# ------------------------------------------------------------------------------------------------------------- changes


def changes(before: EditFile, after: EditFile) -> Iterator[Mapping[str, object]]:
    """What makes one file of another: of each take that differs its values, and of its rows the parts that changed."""
    if before is after:
        return
    old = {take.take: take for take in before.takes}
    for take in after.takes:
        was = old.pop(take.take, None)
        if was is not take and was != take:
            yield _change(was or TakeEdits(take.take), take)
    yield from ({"take": key, "gone": True} for key in old)


def _change(was: TakeEdits, take: TakeEdits) -> Mapping[str, object]:
    change: dict[str, object] = {"take": take.take}
    change |= {name: getattr(take, name) for name in FIELDS if getattr(take, name) != getattr(was, name)}
    old_rows, new_rows = _rows(was), _rows(take)
    for name in old_rows | new_rows:
        old, new = old_rows.get(name, ()), new_rows.get(name, ())
        if old is not new and old != new:
            first = _alike(old, new)
            last = _alike(old[first:][::-1], new[first:][::-1])
            rows = [_plain(each) for each in new[first : len(new) - last]]
            change[name] = [first, len(old) - first - last, rows]
    return change


_Row = Sequence[tuple[object, ...]]


def _rows(take: TakeEdits) -> dict[str, _Row]:
    """All rows of a take, by their place in the file."""
    own: dict[str, _Row] = {"words": take.words, "looked": take.looked, "unplaced": take.unplaced}
    return own | {f"tracks/{name}": row for name, row in take.tracks.items()}


def _alike(old: Sequence[object], new: Sequence[object]) -> int:
    """How many are the same from the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


def _plain(row: tuple[object, ...]) -> list[object]:
    """A row as it stands in the file; of what fits no more, its span is laid open."""
    return [value for each in row for value in (each if isinstance(each, tuple) else (each,))]


def _line(change: Mapping[str, object]) -> bytes:
    text = json.dumps(change, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def replayed(base: EditFile, lines: bytes) -> EditFile:
    """A file with the changes that are noted in lines, up to the first that is not whole or fits nowhere."""
    takes = {take.take: _held_open(take) for take in base.takes}
    for line in lines.split(b"\n"):
        told, _, text = line.partition(b" ")
        if len(told) != 8 or told != b"%08x" % zlib.crc32(text):
            break
        try:
            _put(takes, json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("a journal of edits goes wrong: %s", error)
            break
    content = {"format": files.FORMAT, "version": files.VERSION, "takes": [_shut(take) for take in takes.values()]}
    try:
        read = files.parsed(json.dumps(content).encode())
        return replace(files.parsed(files.written(read).encode("utf-8", "replace")), notes=())
    except EditError as error:
        log.warning("a journal of edits holds what can't be: %s", error)
        return base


def _held_open(take: TakeEdits) -> dict[str, Any]:
    rows = {name: [_plain(each) for each in row] for name, row in _rows(take).items()}
    return {"take": take.take, **{name: getattr(take, name) for name in FIELDS}, **rows}


def _put(takes: dict[str, dict[str, Any]], change: Mapping[str, Any]) -> None:
    key = change["take"]
    if change.get("gone"):
        takes.pop(key, None)
        return
    take = takes.setdefault(key, _held_open(TakeEdits(key)))
    for name, value in change.items():
        if name == "take" or name in FIELDS:
            take[name] = value
        else:
            first, count, rows = value
            take.setdefault(name, [])[first : first + count] = rows


def _shut(take: Mapping[str, Any]) -> Mapping[str, object]:
    """A take as it stands in a file."""
    tracks = {name.removeprefix("tracks/"): rows for name, rows in take.items() if name.startswith("tracks/")}
    return {name: value for name, value in take.items() if not name.startswith("tracks/")} | {"tracks": tracks}
