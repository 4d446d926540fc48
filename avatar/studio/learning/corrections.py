"""What people put right in recordings, as lessons: only what was looked at counts, and what was changed counts most.

The edits of a recording are put where they fit its sound now (`edits.beside`). What is said in a stretch that somebody
looked at is then known: the phones as they are with the edits in them. A letter that was set says less: any of the
sounds that it would do for.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.edits import beside, files
from avatar.edits.merging import merged_phones
from avatar.edits.values import TakeEdits
from avatar.errors import AvatarError
from avatar.film.recording import find_clauses
from avatar.lipsync import doubting, features, phoneset, shown, sound, tool
from avatar.lipsync.formats import CueSheet
from avatar.studio.learning.adapting import Lesson
from avatar.studio.manifest import DatasetError
from avatar.studio.prepare import UNKNOWN, label_frames
from avatar.types import FRAME_RATE, Clip, Floats

CHANGED = 6.0
"""How much a frame counts that was changed, beside one that was looked at and left."""
AGREED = 0.2
"""Probability of the sounds that a letter would do for, below which that it was left says nothing of the sound there: a
neighbour's mouth reaches that far."""
AROUND = 3
"""Frames around a change that count as much: its boundaries were put right, too."""
HELD_OUT = 5
"""One sentence of so many is not learned from."""
LEAST = 10
"""Sentences that somebody looked at, without which nothing is learned."""


WARPS = (0.88, 0.94, 1.07, 1.14)
"""Vocal tracts, shorter and longer than the speaker's own, in which corrected recordings are replayed with the answers
from before: what is learned of one voice is not to be taken for every voice's."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A clause of a recording, some of which was looked at."""

    recording: Path
    start: float
    """Seconds from the recording's beginning."""
    mel: NDArray[np.float16]
    """(frames, BANDS)."""
    said: NDArray[np.uint8]
    """(frames,): class that is said, UNKNOWN where nobody looked, or nobody knows."""
    letter: NDArray[np.uint8]
    """(frames,): index into LETTERS of a letter that was set by hand, UNKNOWN where none was."""
    left: NDArray[np.uint8]
    """(frames,): index into LETTERS of the letter that was looked at and left, UNKNOWN where none was."""
    changed: NDArray[np.bool_]
    """(frames,): whether it was edited."""
    moved: NDArray[np.float16]
    """(frames, BANDS): the same, spoken through a vocal tract of another length, as if by somebody else."""

    @property
    def looked(self) -> NDArray[np.bool_]:
        """(frames,): whether it is known which mouth is right."""
        return np.asarray((self.said != UNKNOWN) | (self.letter != UNKNOWN))


def find_edited(folders: Iterable[Path]) -> list[Path]:
    """Recordings with edits beside them, in folders and below them, or named themselves. Raises DatasetError."""
    found: list[Path] = []
    for folder in folders:
        if not folder.exists():
            raise DatasetError("There is no such folder", where=folder, remedy="Check the name.")
        every = sorted(folder.rglob(f"*{files.ENDING}")) if folder.is_dir() else [files.beside(folder)]
        names = (path.with_name(path.name.removesuffix(files.ENDING)) for path in every if path.is_file())
        found += [name for name in names if name.is_file()]
    return list(dict.fromkeys(found))


def read(recordings: Sequence[Path], language: str = "en") -> tuple[list[Sentence], tuple[str, ...]]:
    """The sentences of recordings that somebody looked at, in order, and what is to be told of those that have none."""
    found: list[Sentence] = []
    notes: list[str] = []
    for path in recordings:
        try:
            some = list(_sentences(path, language))
        except AvatarError as error:
            notes.append(f"{path.name} is left out: {error}")
            continue
        found += some
        if not some:
            notes.append(f"{path.name} is left out: nothing in it was looked at")
    return found, tuple(notes)


def parted(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Those to learn from, and every fifth to judge by. Raises DatasetError where there are too few."""
    if len(sentences) < LEAST:
        raise DatasetError(
            f"{len(sentences)} sentences were looked at, which is too few to learn from",
            remedy=f"Look through {LEAST} at least with `avatar edit`: A marks what is right as it is.",
        )
    held = [i % HELD_OUT == HELD_OUT - 1 for i in range(len(sentences))]
    return [s for s, out in zip(sentences, held, strict=True) if not out], [
        s for s, out in zip(sentences, held, strict=True) if out
    ]


def _sentences(path: Path, language: str) -> Iterable[Sentence]:
    take = files.read(files.beside(path)).take("")
    if take is None or not (take.looked or take.tracks):
        return
    if take.empty and take.sound not in ("", beside.fingerprint_file(path)):
        return  # nothing was changed by which to find where it was looked at
    sheet = tool.lipsync(path, text=take.text, language=language)
    edits = beside.Edited(path).find(sheet).edits
    clip = Clip.from_floats(np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)]), sound.RATE)
    mel = features.log_mel(clip.floats()).astype(np.float16)
    warp = WARPS[zlib.crc32(path.name.encode()) % len(WARPS)]
    moved = features.log_mel(clip.floats(), warp).astype(np.float16)
    known = _known(sheet, edits, len(mel))
    for first, last in find_clauses(clip):
        some = slice(first, min(last, len(mel)))
        rows = (known.said[some], known.letter[some], known.left[some], known.changed[some])
        one = Sentence(path, first / FRAME_RATE, mel[some], *rows, moved[some])
        if one.looked.any():
            yield one


class _Known(NamedTuple):
    """What is known of each frame of a recording, as in Sentence."""

    said: NDArray[np.uint8]
    letter: NDArray[np.uint8]
    left: NDArray[np.uint8]
    changed: NDArray[np.bool_]


def _known(sheet: CueSheet, edits: TakeEdits, count: int) -> _Known:
    said = label_frames(merged_phones(sheet.phones or (), edits.of("phones")), count)
    letter = np.full(count, UNKNOWN, np.uint8)
    changed = np.zeros(count, bool)
    looked = np.zeros(count, bool)
    for start, end in edits.looked:
        looked[_frames(start, end)] = True
    for span in edits.of("phones"):
        changed[_frames(span.start, span.end, AROUND)] = looked[_frames(span.start, span.end)] = True
    _, accepted, _ = doubting.tables()
    for span in edits.of("mouths"):
        if span.value:
            some = _frames(span.start, span.end)
            changed[some] = looked[some] = True
            letter[some] = shown.LETTERS.index(span.value)
            wrong = (said[some] != UNKNOWN) & (accepted[said[some] % len(accepted), letter[some]] == 0)
            said[some] = np.where(wrong, UNKNOWN, said[some])
    said[~looked] = UNKNOWN
    left = np.full(count, UNKNOWN, np.uint8)
    if sheet.track.drawn is not None:
        drawn = doubting.letters_of(sheet.track.drawn)[:count]
        left[: len(drawn)] = np.where((looked & ~changed)[: len(drawn)], drawn, UNKNOWN)
    return _Known(said, letter, left, changed)


def _frames(start: float, end: float, around: int = 0) -> slice:
    return slice(max(0, round(start * FRAME_RATE) - around), round(end * FRAME_RATE) + around)


def lesson(sentence: Sentence, heard: Floats) -> Lesson:
    """A sentence as the net learns from it. `heard`: shape (frames, classes), what it gives each sound now, which says
    which of a letter's sounds is meant."""
    _, accepted, _ = doubting.tables()
    target = np.zeros((len(sentence.said), len(phoneset.CLASSES)), np.float32)
    known = np.flatnonzero(sentence.said != UNKNOWN)
    target[known, sentence.said[known]] = 1.0
    for letters in (sentence.left, np.where(sentence.said == UNKNOWN, sentence.letter, UNKNOWN)):
        rows = np.flatnonzero(letters != UNKNOWN)
        some = (heard[rows] + 1e-6) * accepted[:, letters[rows]].T
        target[rows] = some / some.sum(axis=1, keepdims=True)
    weight = np.where(sentence.looked, np.where(sentence.changed, CHANGED, 1.0), 0.0).astype(np.float32)
    rows = np.flatnonzero(sentence.left != UNKNOWN)
    agreed = (heard[rows] * accepted[:, sentence.left[rows]].T).sum(axis=1)
    weight[rows[agreed < AGREED]] = 0.0
    return Lesson(sentence.mel, target.astype(np.float16), weight)
