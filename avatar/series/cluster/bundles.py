"""Characters as bytes, named by their content, and unpacked where they are drawn."""

from __future__ import annotations

import hashlib
import io
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.errors import FilmError

LARGEST = 256 << 20
"""Bytes of all characters of a cast."""


class Bundle(NamedTuple):
    """The characters of a cast that did not come with avatar."""

    name: str
    """A hash of what is in it; '' for one with nothing in it."""
    data: bytes


def pack(names: Iterable[str]) -> Bundle:
    """The user's own characters among these. Raises FilmError where they are too large to be sent."""
    came_along = library.held("character", library.package_data())
    folders = {name: path for name in names if (path := library.character(name)) != came_along.get(name)}
    if not folders:
        return Bundle("", b"")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, folder in sorted(folders.items()):
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                # A date of its own for each file would make another bundle of the same art.
                info = zipfile.ZipInfo(f"characters/{name}/{path.relative_to(folder).as_posix()}")
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
                if held.tell() > LARGEST:
                    remedy = "Make its pictures smaller."
                    raise FilmError("This character is too large to be sent", where=folder, remedy=remedy)
    data = held.getvalue()
    return Bundle(hashlib.sha256(data).hexdigest(), data)


class _Lending:
    """One bundle at a time is known to a process; who wants another one waits until nobody draws with it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._now = ""
        self._users = 0
        self._folders: dict[str, tempfile.TemporaryDirectory[str]] = {}
        self._lent = ExitStack()

    @contextmanager
    def knowing(self, bundle: Bundle) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: self._users == 0 or self._now == bundle.name)
            if self._now != bundle.name:
                self._lent.close()
                self._now = ""
                if bundle.name:
                    self._lent.enter_context(library.lend(self._folder(bundle)))
                self._now = bundle.name
            self._users += 1
        try:
            yield
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    def _folder(self, bundle: Bundle) -> Path:
        if bundle.name not in self._folders:
            while len(self._folders) >= KEPT:
                self._folders.pop(next(iter(self._folders))).cleanup()
            self._folders[bundle.name] = tempfile.TemporaryDirectory(prefix="avatar-cast-")
            _unpack(bundle, Path(self._folders[bundle.name].name))
        return Path(self._folders[bundle.name].name)


def _unpack(bundle: Bundle, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle.data)) as archive:
        for info in archive.infolist():
            target = (folder / info.filename).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise FilmError("A bundle leads out of its folder", where=info.filename)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(info))


KEPT = 4
"""Bundles that a worker keeps unpacked."""

knowing = _Lending().knowing
"""Inside this, this process knows the characters of a bundle."""
