"""The file that is edited: its takes, the edits beside it, and what the editor asks of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from avatar.editing.footage import Footage
from avatar.editing.state import Realign, State
from avatar.edits import files
from avatar.edits.applying import apply_sheet
from avatar.edits.journal import Journal, recover
from avatar.edits.realigning import realign
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import EditError
from avatar.lipsync import tool

RECOVERED = "The editor ended before this was saved: it is here again. Ctrl+S saves it, U goes no further back."
RECOVERED_ELSEWHERE = (
    "The editor ended before this was saved: it is here again. The file was changed since by another program; Ctrl+S "
    "replaces that."
)


class EditedFile:
    """A recording, and the edits that lie beside it."""

    def __init__(self, path: Path, footage: Footage, sound: str) -> None:
        """`sound`: the fingerprint of its sound. Raises EditError where there are edits that can't be read."""
        self._path = files.beside(path)
        self._footage, self._sound = footage, sound
        self._file = files.read(self._path) if self._path.exists() else EditFile()
        self._saved = self._file
        notes = list(self._file.notes)
        left = recover(self._path)
        if left is not None:
            self._file = left.edits
            notes.append(RECOVERED_ELSEWHERE if left.elsewhere else RECOVERED)
        self._journal = Journal(self._path, self._file)
        self.note = " ".join(notes)
        """What was mended in them, and what a crash had left."""

    def footage(self) -> Footage:
        """The take that is edited."""
        return self._footage

    def edits(self) -> TakeEdits:
        """Its edits, as they were when the editor was last left, however it was."""
        return self._file.take(self._footage.key) or self._fresh()

    def saved(self) -> TakeEdits:
        """Its edits, as the file beside it has them."""
        return self._saved.take(self._footage.key) or self._fresh()

    def _fresh(self) -> TakeEdits:
        sheet = self._footage.sheet
        return TakeEdits(self._footage.key, sheet.text, self._sound, sheet.duration, sheet.words)

    def edited(self, edits: TakeEdits) -> None:
        """They have changed: that is written down, so that it outlives this program."""
        self._put(edits)
        self._journal.note(self._file)

    def _put(self, edits: TakeEdits) -> None:
        others = tuple(each for each in self._file.takes if each.take != edits.take)
        self._file = replace(self._file, takes=(*others, edits))

    def save(self, edits: TakeEdits) -> str:
        """Writes them; says where. Raises EditError."""
        self._put(edits)
        files.write(self._path, self._file)
        self._saved = self._file
        self._journal.saved(self._file)
        return self._path.name

    def export(self, path: str, edits: TakeEdits) -> str:
        """Writes its cues in the format of an ending; says so. Raises LipSyncError."""
        target = self._path.parent / path
        if target.exists():
            raise EditError(f"{path} is there already", remedy="Give another name.")
        tool.write(target, apply_sheet(self._footage.sheet, edits))
        return f"Written: {path}."

    def realign(self, edits: TakeEdits, asked: Realign) -> tuple[TakeEdits, str]:
        """Edits with the sounds of a stretch found anew, and what to say of it."""
        take = self._footage
        found = realign(
            take.sheet, take.sound, edits, asked.start, asked.end, words=asked.words, phones=asked.phones,
            language=take.language,
        )  # fmt: skip
        return found, "Found anew, with the words beside it."

    def turn(self, steps: int, state: State) -> bool:
        """Goes to another take; False where there is none."""
        return False

    def leave(self) -> None:
        """The user leaves, and wants no more than what is saved."""
        self._journal.close()
