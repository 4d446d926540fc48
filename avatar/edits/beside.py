"""The edits that lie beside a recording, and whether they are of the sound that is there now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.edits import files
from avatar.edits.applying import apply_sheet
from avatar.edits.values import fingerprint_blocks
from avatar.lipsync import sound
from avatar.lipsync.formats import CueSheet
from avatar.types import Clip


@dataclass(frozen=True)
class Edited:
    """Puts the edits beside a recording into its sheet, where there are any; can be sent to another process."""

    recording: Path
    track: int = 0
    """Which of its sound tracks."""

    def __call__(self, sheet: CueSheet) -> CueSheet:
        """The sheet with its edits, and notes of what became of them. Raises EditError for edits that can't be read."""
        path = files.beside(self.recording)
        if not path.is_file():
            return sheet
        found = files.read(path)
        edits = found.take("")
        if edits is None or edits.empty:
            return replace(sheet, notes=(*sheet.notes, *found.notes))
        notes = [*found.notes]
        if edits.sound and edits.sound != fingerprint_file(self.recording, self.track):
            return replace(
                sheet, notes=(*sheet.notes, *notes, f"{path.name} is of another sound: its edits are left out")
            )
        count = sum(map(len, edits.tracks.values()))
        notes.append(f"with {count} edit{'s' * (count != 1)} from {path.name} (--no-edits leaves them out)")
        return replace(apply_sheet(sheet, edits), notes=(*sheet.notes, *notes))


def fingerprint_file(path: Path, track: int = 0) -> str:
    """What tells the sound of a file from others, as it is heard for lip sync. Raises AudioError."""
    return fingerprint_blocks(_heard(sound.blocks(path, track)), sound.RATE)


def _heard(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.int16]]:
    return (Clip.from_floats(block, sound.RATE).samples for block in blocks)
