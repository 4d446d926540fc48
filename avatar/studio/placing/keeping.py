"""The files behind what is placed: what they hold, saving them whole, and a copy that a stage may show meanwhile."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from avatar import files, library
from avatar.character.art import LARGEST_FILE
from avatar.character.loading import FILE, Character
from avatar.character.still.points import FILE as POINTS
from avatar.errors import CharacterError
from avatar.studio.placing.boxes import BoxesDraft
from avatar.studio.placing.draft import Draft
from avatar.studio.placing.points import PointsDraft
from avatar.studio.placing.writing import drop_behind

SHOWN = (".toml", ".png", ".svg")
"""Endings of the files that a character is drawn of."""


def read_draft(character: Character) -> Draft | None:
    """What can be placed of a character; None for nothing, and for those that came with avatar, whose next version
    would undo it: a copy of one (`avatar characters new NAME --from`) may be changed."""
    if character.folder.resolve().is_relative_to((library.package_data() / "characters").resolve()):
        return None
    if character.picture is not None:
        art, about = character.picture.art, library.read_toml(character.folder / FILE)
        file = str(about["picture"].get("points", POINTS))
        return PointsDraft.of(character.picture.points, (art.width, art.height), file)
    return BoxesDraft.of(character)


class Keeping:
    """The file of a draft, in a character's folder."""

    def __init__(self, folder: Path, file: str) -> None:
        """Raises CharacterError where the file can't be read."""
        self.path = folder / file
        self._known = self._read()

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise CharacterError(
                f"the file can't be read: {error.strerror}", where=self.path, remedy="Check its permissions."
            ) from error

    def changed(self) -> bool:
        """Whether another program has written it since it was read or saved; it then counts as known."""
        before, self._known = self._known, self._read()
        return before != self._known

    def text(self, draft: Draft) -> str:
        """What the file would hold. Raises CharacterError for a draft that makes no character."""
        return draft.write(self._known.decode("utf-8"))

    def save(self, draft: Draft, *, over: bool) -> bool:
        """Write the draft, whole or not at all; False, and nothing written, where another program has written the file
        meanwhile, unless `over`. Raises CharacterError where it can't be written."""
        data = self.text(draft).encode()
        if not over and self._read() != self._known:
            return False
        try:
            with files.replacing(self.path) as file:
                file.write(data)
        except OSError as error:
            raise CharacterError(
                f"the file can't be written: {error.strerror}", where=self.path,
                remedy="Check who owns the folder, and whether the disk is full.",
            ) from error  # fmt: skip
        self._known = data
        return True

    def rescue(self, draft: Draft) -> Path | None:
        """Put what was never saved beside the file; None where it can't be."""
        path = self.path.with_name(f"{self.path.stem}.unsaved{self.path.suffix}")
        try:
            with files.replacing(path) as file:
                file.write(self.text(draft).encode())
        except (OSError, CharacterError):
            return None
        return path


class Rehearsal:
    """A copy of a character's folder in which a draft is shown before it is saved."""

    def __init__(self, folder: Path) -> None:
        self._source = folder
        self._room = tempfile.TemporaryDirectory(prefix="avatar-", ignore_cleanup_errors=True)
        self.folder = Path(self._room.name) / folder.resolve().name
        self._light = False
        self.follow()

    def __enter__(self) -> Rehearsal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._room.cleanup()

    def follow(self) -> None:
        """Copy all that has changed in the folder; what is gone there goes here."""
        kept: set[Path] = set()
        for path in self._source.rglob("*"):
            if path.suffix.lower() not in SHOWN:
                continue
            inside = path.relative_to(self._source)
            kept.add(inside)
            try:
                self._copy(path, self.folder / inside)
            except OSError:  # a drawing program may be swapping it at this moment
                continue
        for path in list(self.folder.rglob("*")):
            if path.is_file() and path.relative_to(self.folder) not in kept:
                path.unlink()

        self.lighten(self._light)

    def lighten(self, light: bool) -> None:
        """Whether what is behind a picture's head is left out: while points are placed the head doesn't turn, and
        drawing that takes a hundred times as long as all else."""
        self._light = light
        source, copy = self._source / FILE, self.folder / FILE
        try:
            text = source.read_text("utf-8")
            text = drop_behind(text) if light and "behind" in text else text
            if "[picture]" in text and copy.read_text("utf-8") != text:
                self.show(FILE, text)
        except (OSError, UnicodeDecodeError):  # a program may be swapping it at this moment
            return

    def _copy(self, path: Path, target: Path) -> None:
        found = path.stat()
        if not path.is_file() or found.st_size > LARGEST_FILE:
            return
        if target.exists() and target.stat().st_mtime_ns == found.st_mtime_ns:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)

    def show(self, file: str, text: str) -> None:
        """Put a draft's text into the copy. Raises OSError."""
        with files.replacing(self.folder / file, durable=False) as made:
            made.write(text.encode())
