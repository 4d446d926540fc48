"""Many recordings at once: which file goes where, and workers that share them out.

Every file is worked on alone, so what is written does not depend on how many workers there are.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from avatar.errors import AvatarError, ConfigError, LipSyncError
from avatar.lipsync.formats import FORMATS, CueSheet, Options, write_file
from avatar.lipsync.workers import WRITING, Begun, Ended, shared_out
from avatar.text.dialog import Dialog

LARGEST_TEXT = 32 << 20
"""Bytes of a dialog file."""

ENDINGS = frozenset(
    ".aac .aif .aifc .aiff .au .avi .caf .flac .m4a .m4v .mka .mkv .mov .mp3 .mp4 .mpg .oga .ogg .opus .rf64 .snd .w64 "
    ".wav .webm .wma".split()
)
"""How the names of sounds and films end: what is taken of a folder."""


class Input(NamedTuple):
    """A recording, and where it lies in the folder that was named."""

    path: Path
    folder: Path = Path()
    """Below the folder that was named; kept in the output. Empty for a file that was named itself."""


@dataclass(frozen=True)
class Job:
    """One recording to work on."""

    sound: Path
    output: Path | None
    """None: what is made is handed back."""
    text: str = ""
    language: str = "en"
    format: str = "tsv"
    options: Options = field(default_factory=Options)
    cues: Path | None = None
    track: int = 0
    """Which of its sound tracks, from 1; 0: the one that a player would choose."""
    speaker: str | None = None
    """With whose net it is heard: None for the one that was learned in its folder."""
    name: str = ""
    """What stands for its path, in the output and in messages."""
    notes: tuple[str, ...] = ()
    """What is to be told of it, whatever becomes of it."""
    finish: Callable[[CueSheet], CueSheet] | None = None
    """What puts into the sheet what people edited in it; it may go to another process."""

    @property
    def shown(self) -> str:
        return self.name or str(self.sound)


class Outcome(NamedTuple):
    """What became of a job."""

    job: Job
    rung: str = ""
    """How the mouth was made; '' where none was."""
    why: str = ""
    """Why a better rung was not used."""
    error: str = ""
    """What went wrong; '' where nothing did."""
    notes: tuple[str, ...] = ()
    """What was chosen or mended on the way."""
    content: str | bytes = b""
    """What was made, where it was not written to a file."""


class Watcher(Protocol):
    """Who is told how the jobs go."""

    def begun(self, job: Job) -> None: ...

    def reached(self, share: float) -> None:
        """`share` of all jobs is done, 0 to 1."""

    def ended(self, outcome: Outcome) -> None: ...


def work(job: Job, tell: Callable[[float], None]) -> Outcome:
    """Do one job, in the calling process; `tell` takes the share that is done, 0 to 1."""
    from avatar.lipsync import tool

    notes = job.notes
    try:
        timeline = tool.lipsync(
            job.sound,
            text=job.text,
            language=job.language,
            cues=job.cues,
            name=job.name,
            track=job.track,
            speaker=job.speaker,
            progress=tell,
        )
        if job.finish is not None:
            timeline = job.finish(timeline)
        notes += timeline.notes
        content = tool.render(timeline, job.format, job.options)
        notes += () if timeline.words else tuple(filter(None, [FORMATS[job.format].wordless]))
        if job.output is not None:
            with WRITING:
                write_file(job.output, content)
            content = b""
    except AvatarError as error:
        # a sound from stdin lies in a file of ours, whose name says nothing to anybody
        return Outcome(job, error=str(error).replace(str(job.sound), job.shown), notes=notes)
    return Outcome(job, timeline.track.rung, timeline.track.why, "", notes, content)


def run(jobs: Sequence[Job], workers: int, watcher: Watcher) -> None:
    """Do the jobs, as many at a time as there are workers (0: as there are processors).

    An exception in it, Ctrl+C among them, ends all work.
    """
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers <= 1:
        for number, job in enumerate(jobs):
            watcher.begun(job)
            watcher.ended(work(job, partial(_reached, watcher, number, len(jobs))))
        return
    shares = [0.0] * len(jobs)
    with closing(shared_out(work, jobs, workers)) as all_news:
        for news in all_news:
            job = jobs[news.number]
            if isinstance(news, Begun):
                watcher.begun(job)
                continue
            shares[news.number] = 1.0 if isinstance(news, Ended) else news.share
            watcher.reached(sum(shares) / len(jobs))
            if isinstance(news, Ended):
                gone = "A worker died, perhaps for want of memory. Use fewer with --threads."
                watcher.ended(news.result or Outcome(job, error=gone, notes=job.notes))


def _reached(watcher: Watcher, done: int, count: int, share: float) -> None:
    watcher.reached((done + share) / count)


def gathered(names: Sequence[Path]) -> list[Input]:
    """The recordings that are named, each once; of a folder all that lie in it and in its folders.

    Raises LipSyncError for a folder without any.
    """
    found: dict[Path, Input] = {}
    for name in names:
        if not name.is_dir():
            found.setdefault(name, Input(name))
            continue
        inside = sorted(_below(name))
        if not inside:
            known = ", ".join(sorted(ENDINGS))
            raise LipSyncError("There is no recording in this folder", where=name, remedy=f"Names end in {known}.")
        for path in inside:
            found.setdefault(path, Input(path, path.parent.relative_to(name)))
    return list(found.values())


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (
            Path(place, name) for name in names if Path(name).suffix.lower() in ENDINGS and not name.startswith(".")
        )


class Output(NamedTuple):
    """Where a recording's cues go."""

    path: Path | None
    """None: to stdout."""
    note: str = ""
    """Why it is not called as the recording is, where it is not."""


def outputs(inputs: Sequence[Input], folder: Path, form: str) -> dict[Path, Output]:
    """Each recording's output in a folder, named after the recording; with its ending where two names would collide.

    Raises LipSyncError where two recordings have one name.
    """
    ending = FORMATS[form].ending
    alike: dict[str, list[Input]] = defaultdict(list)
    for each in inputs:
        alike[_unlike(each.folder / each.path.stem)].append(each)
    placed: dict[Path, Output] = {}
    taken: dict[str, Path] = {}
    for several in alike.values():
        for each in several:
            name = each.path.stem if len(several) == 1 else each.path.name
            others = ", ".join(other.path.name for other in several if other is not each)
            note = f"written to {name}{ending}, since there is {others} too" if others else ""
            place = folder / each.folder / (name + ending)
            placed[each.path] = Output(place, note)
            other = taken.setdefault(_unlike(place), each.path)
            if other != each.path:
                raise LipSyncError(
                    f"{other} and {each.path} would both be written to {place.name!r}",
                    remedy="Name the folder that both lie in, whose folders are kept, or write them to two folders.",
                )
    return placed


def _unlike(path: Path) -> str:
    """What tells a path from others even where the disk knows no case."""
    return str(path).casefold()


def keep_inputs(outputs: Iterable[Path | None], read: Iterable[Path]) -> None:
    """Raises ConfigError where an output would take the place of a file that is read."""
    kept = {_identity(path) for path in read} - {None}
    for output in outputs:
        if output is not None and _identity(output) in kept:
            raise ConfigError(
                "The output would take the place of what is read", where=output, remedy="Give another name with -o."
            )


def _identity(path: Path) -> tuple[int, int] | None:
    """What a regular file is, whatever it is called; None for what is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def checked(given: Dialog) -> Dialog:
    """A dialog that somebody gave, with a note where it has no word that is spoken."""
    from avatar.text import unsaid  # here, since a sound alone needs none of it

    if any(map(str.isalnum, unsaid.said(given.text).text)):
        return given
    what = "the text has no word that is spoken" if given.text.strip() else "the text is empty"
    return given._replace(notes=(*given.notes, f"{what}: the mouth is made from the sound alone"))


DIALOGS = (".txt", ".srt", ".vtt", ".fountain", ".md", ".rtf", ".ssml", ".ttml", ".ass")
"""How the names of dialog files end, in the order in which they are looked for in a folder. Not .json or .xml: those
may be cues that were written there."""


def dialog(path: Path) -> Dialog:
    """What is said by a dialog file. Raises LipSyncError where it can't be read."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_TEXT else None
    except OSError as error:
        remedy = "Check the name, or give the words themselves with --text."
        raise LipSyncError(f"The dialog file can't be read: {error.strerror}", where=path, remedy=remedy) from error
    if content is None:
        raise LipSyncError("The dialog file is over 32 MiB", where=path, remedy="Give the text of this sound alone.")
    from avatar.text.dialogs import read  # here, since it knows many kinds of files, and few runs name one

    try:
        return checked(read(content, path.name))
    except LipSyncError as error:
        raise LipSyncError(error.what, where=path, remedy=error.remedy) from error


def dialogs(inputs: Sequence[Input], given: Path) -> Mapping[Path, Dialog]:
    """Each recording's text. Raises LipSyncError as `dialog_files`, or where a file can't be read."""
    files = dialog_files(inputs, given)
    return {
        each.path: dialog(files[each.path])
        if each.path in files
        else Dialog("", (f"without its text, since there is no {each.path.stem}.txt in {given}",))
        for each in inputs
    }


def dialog_files(inputs: Sequence[Input], given: Path) -> Mapping[Path, Path]:
    """The dialog file of each recording that has one: the one given, or NAME.txt (or .srt, ...) in the folder given.

    Raises LipSyncError where one file is given for several recordings.
    """
    if given.is_dir():
        found = {each.path: _dialog_in(given, each) for each in inputs}
        return {path: file for path, file in found.items() if file is not None}
    if len(inputs) > 1:
        raise LipSyncError(
            "One dialog file can't be the text of several recordings", where=given, remedy="Give a folder of NAME.txt."
        )
    return {inputs[0].path: given}


def _dialog_in(folder: Path, recording: Input) -> Path | None:
    """The recording's NAME.txt: in the folder that it lies in itself, or else in the folder of texts."""
    for path in (folder / recording.folder, folder):
        for ending in DIALOGS:
            file = path / f"{recording.path.stem}{ending}"
            if file.exists() and file != recording.path:
                return file
    return None
