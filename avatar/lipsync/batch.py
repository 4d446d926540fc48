"""Many recordings at once: which file goes where, and workers that share them out.

Every file is worked on alone, so what is written does not depend on how many workers there are.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from avatar.errors import AvatarError, LipSyncError
from avatar.lipsync.formats import FORMATS, Options

LARGEST_TEXT = 32 << 20
"""Bytes of a dialog file."""


@dataclass(frozen=True)
class Job:
    """One recording to work on."""

    sound: Path
    output: Path
    text: str = ""
    language: str = "en"
    format: str = "tsv"
    options: Options = field(default_factory=Options)
    cues: Path | None = None


class Outcome(NamedTuple):
    """What became of a job."""

    job: Job
    rung: str
    """How the mouth was made; '' where none was."""
    why: str
    """Why a better rung was not used."""
    error: str
    """What went wrong; '' where nothing did."""


def work(job: Job) -> Outcome:
    """Do one job, in the calling process."""
    from avatar.lipsync import tool

    try:
        timeline = tool.lipsync(job.sound, text=job.text, language=job.language, cues=job.cues)
        tool.write(job.output, timeline, job.format, job.options)
    except AvatarError as error:
        return Outcome(job, "", "", str(error))
    return Outcome(job, timeline.track.rung, timeline.track.why, "")


def run(jobs: Sequence[Job], workers: int = 0) -> Iterator[Outcome]:
    """Do the jobs, as many at a time as there are workers (0: as there are processors), and tell of each as it ends."""
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers <= 1:
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(work, job): job for job in jobs}
        for done in as_completed(waiting):
            try:
                yield done.result()
            except BrokenProcessPool:
                yield Outcome(
                    waiting[done],
                    "",
                    "",
                    "A worker died, perhaps for want of memory. Use fewer with --threads.",
                )


def outputs(sounds: Sequence[Path], folder: Path, form: str) -> dict[Path, Path]:
    """Each recording's output in a folder, named after the recording; with its ending where two names would collide.

    Raises LipSyncError where two recordings have one name.
    """
    ending = FORMATS[form].ending
    stems = Counter(sound.stem for sound in sounds)
    named = {s: folder / ((s.stem if stems[s.stem] == 1 else s.name) + ending) for s in sounds}
    twice = [path.name for path, count in Counter(named.values()).items() if count > 1]
    if twice:
        raise LipSyncError(f"Two recordings would both be written to {twice[0]!r}", remedy="Write them to two folders.")
    return named


def dialog(path: Path) -> str:
    """The text of a dialog file in UTF-8. Raises LipSyncError where it can't be read."""
    try:
        if path.stat().st_size > LARGEST_TEXT:
            raise LipSyncError(
                "The dialog file is over 32 MiB", where=path, remedy="Give the text of this sound alone."
            )
        return path.read_text("utf-8-sig")
    except OSError as error:
        remedy = "Check the name, or give the words themselves with --text."
        raise LipSyncError(f"The dialog file can't be read: {error.strerror}", where=path, remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise LipSyncError("The dialog file is not UTF-8 text", where=path, remedy="Save it as UTF-8.") from error


def dialogs(sounds: Sequence[Path], given: Path) -> Mapping[Path, str]:
    """Each recording's text, from one dialog file or from a folder that holds a NAME.txt for each recording.

    Raises LipSyncError where one file is given for several recordings, or a file can't be read.
    """
    if given.is_dir():
        return {s: dialog(file) if (file := given / f"{s.stem}.txt").exists() else "" for s in sounds}
    if len(sounds) > 1:
        raise LipSyncError(
            "One dialog file can't be the text of several recordings", where=given, remedy="Give a folder of NAME.txt."
        )
    return {sounds[0]: dialog(given)}
