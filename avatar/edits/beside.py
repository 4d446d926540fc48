"""The edits that lie beside a recording, and whether they are of the sound that is there now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.edits import files
from avatar.edits.applying import apply_sheet
from avatar.edits.counting import count_edits
from avatar.edits.refitting import refit
from avatar.edits.values import TakeEdits, fingerprint_blocks
from avatar.lipsync import sound, tongues, tool
from avatar.lipsync.formats import CueSheet
from avatar.types import Clip, Rung, Timed

TOLD = 3
"""Edits that fit no more of which the place is told."""


@dataclass(frozen=True)
class Edited:
    """Puts the edits beside a recording into its sheet, where there are any; can be sent to another process."""

    recording: Path | Clip
    """A file, or a sound, which has none beside it."""
    track: int = 0
    """Which of its sound tracks."""
    beside: Path | None = None
    """The file of edits; None for the one that lies beside the recording, if any."""
    remedy: str = " (--no-edits leaves them out)"
    """What is told with the number of edits."""

    def __call__(self, sheet: CueSheet) -> CueSheet:
        """The sheet with its edits, and notes of what became of them. Raises EditError for edits that can't be read."""
        found = self.find(sheet)
        done = sheet if found.edits.empty else apply_sheet(sheet, found.edits)
        return replace(done, notes=(*sheet.notes, *found.notes))

    def find(self, sheet: CueSheet) -> Found:
        """The edits as they fit the sheet, and what is to be told of them. Raises EditError."""
        path = self._place()
        if path is None:
            return Found(TakeEdits(""))
        read = files.read(path)
        edits = read.take("") or TakeEdits("")
        notes = list(read.notes)
        if edits.empty:
            return Found(edits, tuple(notes))
        sound = fingerprint_file(self.recording, self.track)
        before = len(edits.unplaced)
        if edits.sound not in ("", sound):
            notes.append(f"{path.name} is of another sound: edits are put where their words are now")
        edits = refit(edits, sheet.words or self._words(edits, sound), sound, sheet.duration)
        lost = edits.unplaced[before:]
        count = count_edits(edits, sheet)
        if count:
            notes.append(f"with {count} edit{'s' * (count != 1)} from {path.name}{self.remedy}")
        if lost:
            places = ", ".join(f"{track} at {span.start:.1f} s ({around})" for track, span, around in lost[:TOLD])
            more = f" and {len(lost) - TOLD} more" if len(lost) > TOLD else ""
            notes.append(f"{len(lost)} of the edits in {path.name} fit no more, and are left out: {places}{more}")
        return Found(edits, tuple(notes))

    def _words(self, edits: TakeEdits, sound: str) -> tuple[Timed, ...]:
        """Where the words that were edited are in another sound, if they are said there: nobody gave its text."""
        if not edits.words or not edits.text or edits.sound in ("", sound):
            return ()
        language = tongues.chosen(None, edits.text).tag
        sheet = tool.lipsync(self.recording, text=edits.text, language=language, track=self.track)
        return sheet.words if sheet.track.rung == Rung.ALIGNED else ()

    def _place(self) -> Path | None:
        """The file of edits; None where there is none."""
        if self.beside is not None or isinstance(self.recording, Clip):
            return self.beside
        path = files.beside(self.recording)
        return path if path.is_file() else None


def text_of(recording: Path) -> str:
    """What is said in a recording, as it was known when it was edited: by its words edits find their places. '' where
    nobody knows. Raises EditError for edits that can't be read."""
    path = files.beside(recording)
    take = files.read(path).take("") if path.is_file() else None
    return take.text if take is not None else ""


class Found(NamedTuple):
    """The edits of a recording."""

    edits: TakeEdits
    notes: tuple[str, ...] = ()


def fingerprint_file(recording: Path | Clip, track: int = 0) -> str:
    """What tells the sound of a file from others, as it is heard for lip sync. Raises AudioError."""
    blocks = sound.blocks_of(recording) if isinstance(recording, Clip) else sound.blocks(recording, track)
    return fingerprint_blocks(_heard(blocks), sound.RATE)


def _heard(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.int16]]:
    return (Clip.from_floats(block, sound.RATE).samples for block in blocks)
