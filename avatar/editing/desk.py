"""The file that is edited: its takes, the edits beside it, and what the editor asks of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from avatar.editing import machine
from avatar.editing.footage import Footage
from avatar.editing.state import Realign, State
from avatar.edits import files
from avatar.edits.applying import apply_sheet
from avatar.edits.journal import Journal, recover
from avatar.edits.realigning import realign
from avatar.edits.refitting import refit
from avatar.edits.takes import renamed
from avatar.edits.values import NO_EDITS, EditFile, TakeEdits
from avatar.errors import EditError
from avatar.files import stamp
from avatar.lipsync import tool

RECOVERED = "The editor ended before this was saved: it is here again. Ctrl+S saves it, U goes no further back."
RECOVERED_ELSEWHERE = (
    "The editor ended before this was saved: it is here again. The file was changed since by another program; Ctrl+S "
    "replaces that."
)

UNKEPT = "What is not saved would be lost if the editor broke off ({}). Ctrl+S saves."
GONE = "The file that you edit is gone from its place; its edits are saved there all the same."
CHANGED = (
    "Another program has changed the file that you edit. Save, leave and open it again: the edits go with their words."
)


class EditedFile:
    """A file with its takes, and the edits that lie beside it."""

    def __init__(
        self, path: Path, takes: Sequence[Footage], keys: Sequence[str] = (), lent: EditFile = NO_EDITS
    ) -> None:
        """`takes`: a take may be made only once it is asked for; `keys`: what they are called in the file, where there
        are several; `lent`: what takes begin with that nobody has edited here. Raises EditError where there are edits
        that can't be read, or where another editor has them."""
        self._of, self._path = path, files.beside(path)
        self._takes, self._lent = takes, lent
        self._file = files.read(self._path) if self._path.exists() else EditFile()
        self._saved = self._file
        notes = list(self._file.notes)
        left = recover(self._path)
        if left is not None:
            self._file = left.edits
            notes.append(RECOVERED_ELSEWHERE if left.elsewhere else RECOVERED)
        self._file = renamed(self._file, keys)
        self._journal = Journal(self._path, self._file)
        self._fault = ""
        notes.append(self._unkept())
        self._stamp = stamp(path)
        self.note = " ".join(filter(None, notes))
        """What was mended in them, and what a crash had left."""

    @property
    def count(self) -> int:
        """How many takes there are."""
        return len(self._takes)

    def open(self, index: int, columns: int = 80) -> State:
        """A take with its edits, as they were when the editor was last left, however it was. Raises AvatarError."""
        footage = self._takes[index]
        fresh = TakeEdits(footage.key, footage.sheet.text, footage.fingerprint, footage.duration, footage.sheet.words)
        given = self._lent.take(footage.key) or fresh
        saved = self._saved.take(footage.key) or given
        kept = self._file.take(footage.key) or given
        edits = (
            kept if kept.sound in ("", footage.fingerprint) else refit(kept, fresh.words, fresh.sound, fresh.duration)
        )
        state = machine.begin(footage, edits, columns, saved)
        return replace(
            state, others=self._unsaved_but(footage.key), remark=_moved(kept, edits), worry=edits is not kept
        )

    def _unsaved_but(self, key: str) -> bool:
        """Whether any other take has edits that are not saved."""
        return any(each.take != key and each != self._saved.take(each.take) for each in self._file.takes)

    def edited(self, edits: TakeEdits) -> str:
        """They have changed: that is written down, so that it outlives this program; what is to be told of that."""
        self._put(edits)
        self._journal.note(self._file)
        return self._unkept()

    def _unkept(self) -> str:
        """Told once: that what is not saved would not outlive this program."""
        before, self._fault = self._fault, self._journal.fault
        return UNKEPT.format(self._fault) if self._fault and not before else ""

    def changed(self) -> str:
        """What is told where the file that is edited is no more what was opened; '' where it is."""
        now = stamp(self._of)
        return "" if now == self._stamp else GONE if now is None else CHANGED

    def _put(self, edits: TakeEdits) -> None:
        others = tuple(each for each in self._file.takes if each.take != edits.take)
        self._file = replace(self._file, takes=(*others, edits))

    def save(self) -> str:
        """Writes the edits of all takes; says where. Raises EditError."""
        files.write(self._path, self._file)
        self._saved = self._file
        self._journal.saved(self._file)
        return self._path.name

    def export(self, name: str, state: State) -> str:
        """Writes a take's cues beside the file, in the format of the name's ending; says so. Raises LipSyncError, and
        EditError where there is such a file already."""
        target = self._path.parent / Path(name).name
        if target.exists():
            raise EditError(f"{target.name} is there already", remedy="Give another name.")
        tool.write(target, apply_sheet(state.footage.sheet, state.edits))
        return f"Written: {target.name}."

    def realign(self, state: State, asked: Realign) -> tuple[TakeEdits, str]:
        """Edits with the sounds of a stretch found anew, and what to say of it."""
        take = state.footage
        found = realign(
            take.sheet, take.sound, state.edits, asked.start, asked.end, words=asked.words, phones=asked.phones,
            language=take.language, speaker=take.voice,
        )  # fmt: skip
        return found, "Found anew, with the words beside it."

    def leave(self) -> None:
        """The user leaves, and wants no more than what is saved."""
        self._journal.close()


def _moved(kept: TakeEdits, now: TakeEdits) -> str:
    """What is told of edits that were of another sound."""
    if now is kept:
        return ""
    lost = len(now.unplaced) - len(kept.unplaced)
    told = "The sound is another than when this was edited: the edits went with their words."
    return f"{told} {lost} fit nowhere now, and are kept in the file." if lost else told
