"""What people put right in recordings, as lessons: only what was looked at counts, and what was changed counts most.

Whatever `avatar edit` opens is read: recordings, scene files and baked shows, lines of a show's script, lines of a
song's score. The edits of a take are put where they fit its sound now. What is said in a stretch that somebody looked
at is then known: the phones as they are with the edits in them. A letter that was set says less: any of the sounds that
it would do for.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.config import Config
from avatar.editing.footage import Footage, seen_letters
from avatar.editing.opening import open_file, place_in
from avatar.editing.opening.opened import OpenedFile
from avatar.edits import files
from avatar.edits.merging import merged_phones
from avatar.edits.refitting import refit
from avatar.edits.takes import renamed
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import AvatarError
from avatar.lipsync import doubting, features, installed, phoneset, shown
from avatar.lipsync.made import with_closures
from avatar.studio.learning.adapting import Lesson
from avatar.studio.manifest import DatasetError
from avatar.studio.prepare import UNKNOWN, label_frames
from avatar.types import FRAME_RATE, Floats

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
ALL_RIGHT = "Home, V, End, Y notes that all of a recording that was left is right as it is."


WARPS = (0.88, 0.94, 1.07, 1.14)
"""Vocal tracts, shorter and longer than the speaker's own, in which corrected recordings are replayed with the answers
from before: what is learned of one voice is not to be taken for every voice's."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A clause of a take, some of which was looked at."""

    speaker: str
    """Whose it is: a voice's name, or what a recording's speaker is called."""
    folder: Path
    """Where it was found: the folder that was named, or the one that a named file is in."""
    recorded: bool
    """Whether it is of a recording, not of what a voice performed."""
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


class Source(NamedTuple):
    """A file with edits beside it."""

    path: Path
    folder: Path
    """The folder that was named, or the one that a named file is in."""


def find_edited(named: Iterable[Path]) -> list[Source]:
    """Files with edits beside them, in folders and below them, or named themselves, a script with a line of it too
    (`show.fountain:42`). Raises DatasetError."""
    found: dict[Path, Source] = {}
    for each in named:
        path, _ = place_in(str(each))
        if not path.exists():
            raise DatasetError("There is no such file or folder", where=path, remedy="Check the name.")
        if path.is_file() and not files.beside(path).is_file():
            remedy = f"Put something right in it first: avatar edit {path.name}"
            raise DatasetError("Nothing was edited in this file", where=path, remedy=remedy)
        every = sorted(path.rglob(f"*{files.ENDING}")) if path.is_dir() else [files.beside(path)]
        folder = (path if path.is_dir() else path.parent).resolve()
        for edits in every:
            name = edits.with_name(edits.name.removesuffix(files.ENDING))
            if name.is_file():
                found.setdefault(name.resolve(), Source(name, folder))
    return list(found.values())


def read(
    sources: Sequence[Source], config: Config, language: str = "en", speaker: str = ""
) -> tuple[list[Sentence], tuple[str, ...]]:
    """The sentences that somebody looked at, in order, and what is to be told of what gave none, or not all.

    `config`: by which shows and songs are performed; `language`: of recordings' texts; `speaker`: who speaks in all of
    them, '' for the voices of what is performed, and a name by the folder for recordings.
    """
    found: list[Sentence] = []
    notes: list[str] = []
    names: dict[Path, str] = {}
    for source in sources:
        name = speaker or names.setdefault(source.folder, called(source.folder, names.values()))
        try:
            some, told = _of_source(source, config, language, speaker, name)
        except AvatarError as error:
            notes.append(f"{source.path.name} is left out: {error}")
            continue
        found += some
        notes += [f"{source.path.name}: {each}" for each in told]
        if not some and not told:
            notes.append(f"{source.path.name} is left out: nothing in it was looked at")
    return found, tuple(notes)


def too_few(count: int) -> str:
    """What is told of fewer than LEAST sentences."""
    return f"{count} sentence{'s were' if count != 1 else ' was'} looked at, which is too few to learn from"


def parted(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Those to learn from, and every fifth to judge by. Raises DatasetError where there are too few."""
    if len(sentences) < LEAST:
        remedy = f"Look through {LEAST} at least with `avatar edit`. {ALL_RIGHT}"
        raise DatasetError(too_few(len(sentences)), remedy=remedy)
    held = [i % HELD_OUT == HELD_OUT - 1 for i in range(len(sentences))]
    return [s for s, out in zip(sentences, held, strict=True) if not out], [
        s for s, out in zip(sentences, held, strict=True) if out
    ]


def called(folder: Path, taken: Collection[str] = ()) -> str:
    """What the speaker of a folder's recordings is called: as it was learned for before, else as the folder is, unless
    that is somebody else's name."""
    known = installed.speakers()
    before = next((name for name, folders in known.items() if folder in folders), "")
    if before:
        return before
    plain = (
        "".join(c if installed.can_be_called(f"a{c}a") else "-" for c in folder.name)[:60].strip(" .-_") or "recordings"
    )
    numbered = (f"{plain}-{number}" if number > 1 else plain for number in count(1))
    return next(name for name in numbered if name.casefold() not in known and name not in taken)


def _of_source(
    source: Source, config: Config, language: str, speaker: str, recorded: str
) -> tuple[list[Sentence], list[str]]:
    """The sentences of a file, and what is to be told of it."""
    edits = files.read(files.beside(source.path))
    notes = list(edits.notes)
    if not any(map(_tells, edits.takes)):
        return [], notes
    with closing(_opened(source.path, config, edits, language)) as opened:
        keys = opened.keys or [""]
        wanted = {take.take: take for take in renamed(edits, keys).takes if _tells(take)}
        places = {key: index for index, key in enumerate(keys)}
        gone = [key for key in wanted if key not in places]
        if gone:
            notes.append(f"{len(gone)} of its takes are left out, nobody says that in it any more: {gone[0]}")
        found: list[Sentence] = []
        for key in (key for key in wanted if key in places):
            footage = opened.takes[places[key]]
            name = speaker or footage.voice or recorded
            found += _sentences(footage, wanted[key], name, source.folder)
    return found, notes


def _tells(take: TakeEdits) -> bool:
    """Whether something is known of its mouths."""
    return bool(take.looked or take.of("phones") or take.of("mouths"))


def _opened(path: Path, config: Config, edits: EditFile, language: str) -> OpenedFile:
    """A file as the editor opens it; a recording as the net that hears everybody has it."""
    take = edits.take("")
    return open_file(str(path), config, text=take.text if take else "", language=language, speaker="")


def _sentences(footage: Footage, take: TakeEdits, speaker: str, folder: Path) -> Iterator[Sentence]:
    """What is known of each clause that somebody looked at."""
    if take.empty and take.sound not in ("", footage.fingerprint):
        return  # nothing was changed by which to find where it was looked at
    edits = refit(take, footage.sheet.words, footage.fingerprint, footage.duration)
    known = _known(footage, edits)
    for index, first in enumerate(footage.cuts):
        samples = features.to_16k(footage.sound(*footage.stretch(index)))
        mel = features.log_mel(samples).astype(np.float16)
        some = slice(first, first + len(mel))
        said, letter = known.said[some], known.letter[some]
        mel = mel[: len(said)]
        warp = WARPS[zlib.crc32(mel.tobytes()) % len(WARPS)]
        moved = features.log_mel(samples, warp).astype(np.float16)[: len(mel)]
        rest = known.left[some], known.changed[some], moved
        one = Sentence(speaker, folder, not footage.key, mel, said, letter, *rest)
        if one.looked.any():
            yield one


class _Known(NamedTuple):
    """What is known of each frame of a take, as in Sentence."""

    said: NDArray[np.uint8]
    letter: NDArray[np.uint8]
    left: NDArray[np.uint8]
    changed: NDArray[np.bool_]


def _known(footage: Footage, edits: TakeEdits) -> _Known:
    sheet, length = footage.sheet, len(footage.sheet.track.weights)
    phones = merged_phones(sheet.phones or (), edits.of("phones"))
    if footage.stops == "burst":
        phones = tuple(with_closures(phones, footage.duration, footage.stops))
    said = label_frames(phones, length)
    letter = np.full(length, UNKNOWN, np.uint8)
    changed = np.zeros(length, bool)
    looked = np.zeros(length, bool)
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
    left = np.where(looked & ~changed, seen_letters(sheet.track), np.uint8(UNKNOWN))
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
