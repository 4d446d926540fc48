"""Mouth cues of recordings, for animation programs. Understands the flags of Rhubarb Lip Sync."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.outputs import escaped
from avatar.errors import AvatarError, ConfigError

if TYPE_CHECKING:
    from avatar.cli.reporting import Report
    from avatar.edits.beside import Edited
    from avatar.lipsync.batch import Input, Job, Outcome, Output
    from avatar.lipsync.formats import Options
    from avatar.text.dialog import Dialog


def arguments(parser: argparse.ArgumentParser) -> None:
    from avatar.cli import version_line

    add = parser.add_argument
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _formats()
    add("sounds", nargs="+", metavar="AUDIO", help="sound or video files, or folders of them; - reads one from stdin")
    add("--text", metavar="TEXT", help="what is said")
    add("--language", metavar="TAG", help="of the text, as en, de, pt-BR (default: what it is plainly in, or en)")
    add("-f", "--exportFormat", "--format", metavar="FORMAT", help="see below (default: by the output's ending)")
    add("-o", "--output", metavar="FILE|DIR", help="where to write; several files need a folder (default: stdout)")
    add("--track", type=int, default=0, metavar="N", help="which sound track of a film, from 1 (default: its own)")
    add(
        "--lead",
        type=float,
        metavar="MS",
        help="how far the mouth runs ahead of the sound, in milliseconds, below 0 "
        "behind it (default: letters and events 0, curves 10)",
    )
    add("--hold", type=float, default=40.0, metavar="MS", help="least time that a shape is held (default: 40)")
    add(
        "--fps",
        "--datFrameRate",
        type=float,
        metavar="N",
        help="frame rate of formats that have one, whole for Papagayo: your project's (default: dat, pgo, "
        "pg2, adobe 24; spine, vmd 30; curves and 3D 60; opening 100)",
    )
    add("--cues", type=Path, metavar="FILE", help="corrected cues or curves to write in another format")
    add("--speaker", metavar="NAME", help="use the net that `avatar studio learn` made for NAME; '' for none (default: "
        "the one learned in the folder that AUDIO is in)")  # fmt: skip
    add("--no-edits", action="store_true", help="leave out what AUDIO.edits says, which lies beside AUDIO")
    add("--prestonBlair", "--datUsePrestonBlair", action="store_true", help="Preston Blair's names of shapes in dat")
    add("--version", action="version", version=version_line(), help="print the version")
    add_rhubarbs(parser)
    parser.set_defaults(overrule="; --language en overrules", remark="")


def add_rhubarbs(parser: argparse.ArgumentParser) -> None:
    """The flags that are the same in `avatar rhubarb`."""
    from avatar.cli.reporting import LEVELS

    add = parser.add_argument
    add("-d", "--dialogFile", "--dialog-file", type=Path, metavar="FILE", help="what is said (or a folder of NAME.txt)")
    add(
        "--extendedShapes",
        "--extended-shapes",
        default="GHX",
        metavar="LETTERS",
        help="of G, H, X, and T for TH: which are drawn",
    )
    add(
        "--threads",
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="files worked on at once (default: all processors)",
    )
    add("-q", "--quiet", action="store_true", help="no progress, only errors")
    add("--machineReadable", action="store_true", help="progress and errors as lines of JSON on stderr")
    add("--consoleLevel", type=str.lower, choices=LEVELS, metavar="LEVEL", help="least to tell on stderr")
    add("--logFile", type=Path, metavar="FILE", help="write all that is told to a file too")
    add("--logLevel", type=str.lower, choices=LEVELS, metavar="LEVEL", help="least to write there (default: debug)")
    add("-r", "--recognizer", metavar="X", help="Rhubarb's; does nothing here")


def _formats() -> str:
    from avatar.lipsync.formats import FORMATS

    width = max(map(len, FORMATS))
    return "formats:\n" + "\n".join(f"  {name:<{width}}  {form.summary}" for name, form in FORMATS.items())


def run(options: argparse.Namespace) -> int:
    from avatar import logs
    from avatar.cli.reporting import Report, undisturbed

    logs.to_file(options.verbose)
    with undisturbed(options.machineReadable) as stderr, closing(Report(options, stderr)) as report:
        try:
            _check(options)
            with _stdin_as_file(options.sounds) as sounds:
                return _all(options, _jobs(options, sounds), report)
        except AvatarError as error:
            if not options.machineReadable and not options.logFile:
                raise
            report.failed(str(error))
            return 2 if isinstance(error, ConfigError) else 1


def _check(options: argparse.Namespace) -> None:
    """Raises ConfigError for flags that don't go together, before anything is read."""
    many = len(options.sounds) > 1
    if options.text is not None and options.dialogFile is not None:
        raise ConfigError("--text and --dialogFile are both given", remedy="Give one of them.")
    if many and "-" in options.sounds:
        raise ConfigError("stdin can only be the one sound", remedy="Name files, or - alone.")
    if options.threads < 0:
        raise ConfigError(f"--threads {options.threads} is not possible", remedy="Use 1 or more.")
    if options.track < 0:
        raise ConfigError(f"--track {options.track} is not possible", remedy="Tracks are counted from 1.")


def _check_many(options: argparse.Namespace) -> None:
    """Raises ConfigError for what is for one sound and given to several."""
    if options.text is not None or options.cues is not None:
        raise ConfigError(
            "--text and --cues are for one sound", remedy="Use --dialogFile FOLDER, or one sound at a time."
        )
    if _to_stdout(options):
        raise ConfigError("Several sounds can't all go to stdout", remedy="Add -o FOLDER.")


def _to_stdout(options: argparse.Namespace) -> bool:
    return options.output in (None, "-")


@contextmanager
def _stdin_as_file(names: list[str]) -> Iterator[list[Path]]:
    """The sounds' paths; what comes from stdin is put in a file for the while, since sound files must be sought in."""
    if names != ["-"]:
        yield [Path(name) for name in names]
        return
    handle, name = tempfile.mkstemp(prefix="avatar-")
    try:
        with os.fdopen(handle, "wb") as file:
            while block := sys.stdin.buffer.read(1 << 20):
                file.write(block)
        yield [Path(name)]
    finally:
        Path(name).unlink(missing_ok=True)


def _options(options: argparse.Namespace) -> Options:
    from avatar.lipsync.formats import Options
    from avatar.lipsync.formats.rhubarb import shape_set

    shapes = options.extendedShapes.strip('"')  # Rhubarb for Spine writes "" with its quotes where it means none
    shape_set(shapes)
    lead = None if options.lead is None else options.lead / 1000
    return Options(shapes, lead, options.fps, options.hold / 1000, options.prestonBlair)


def _dialogs(options: argparse.Namespace, inputs: list[Input]) -> dict[Path, Dialog]:
    """Each recording's text, and what is to be told of it."""
    from avatar.lipsync import batch
    from avatar.text.dialog import Dialog

    if options.dialogFile is not None:
        return dict(batch.dialogs(inputs, options.dialogFile))
    given = Dialog("") if options.text is None else batch.checked(Dialog(options.text))
    return dict.fromkeys((each.path for each in inputs), given)


def _jobs(options: argparse.Namespace, sounds: list[Path]) -> list[Job]:
    """What is to be done. Raises AvatarError for what can't be done, before anything is."""
    from avatar.cli.common import bring_for
    from avatar.lipsync import batch, naming, tongues

    inputs = batch.gathered(sounds)
    bring_for(*(each.path for each in inputs))
    many = len(inputs) > 1 or sounds[0].is_dir()
    if many:
        _check_many(options)
    places, form = _places(options, inputs, many)
    naming.format_named(form)
    if options.language is not None:
        tongues.check(options.language)
    how, dialogs = _options(options), _dialogs(options, inputs)
    read = {path: dialog.text if options.cues is None else "" for path, dialog in dialogs.items()}
    spoken_in = {path: tongues.chosen(options.language, text, options.overrule) for path, text in read.items()}
    name = "-" if options.sounds == ["-"] else ""
    jobs = [
        batch.Job(
            path, place.path, dialogs[path].text, spoken_in[path].tag, form, how, options.cues, options.track,
            options.speaker, name,
            tuple(filter(None, [options.remark, place.note, *dialogs[path].notes, spoken_in[path].note])),
            _edits(options, path),
        )
        for path, place in places.items()
    ]  # fmt: skip
    batch.keep_inputs((job.output for job in jobs), _read(options, inputs))
    return jobs


def _edits(options: argparse.Namespace, path: Path) -> Edited | None:
    """What puts in the edits that lie beside a recording; none where cues take the place of all that is heard."""
    from avatar.edits.beside import Edited

    left_out = options.no_edits or options.cues is not None or options.sounds == ["-"]
    return None if left_out else Edited(path, options.track)


def _read(options: argparse.Namespace, inputs: list[Input]) -> list[Path]:
    """All files that are read."""
    from avatar.edits import files
    from avatar.lipsync import batch

    edits = () if options.no_edits else [files.beside(each.path) for each in inputs]
    texts = batch.dialog_files(inputs, options.dialogFile).values() if options.dialogFile is not None else ()
    return [*(each.path for each in inputs), *filter(None, [options.cues]), *texts, *edits]


def _places(options: argparse.Namespace, inputs: list[Input], many: bool) -> tuple[dict[Path, Output], str]:
    """Where each recording's cues go, and in which format."""
    from avatar.lipsync import batch, naming
    from avatar.lipsync.formats import FORMATS

    if _to_stdout(options):
        if sys.__stdout__ is None:
            raise ConfigError("There is no stdout to write to", remedy="Add -o FILE.")
        return {inputs[0].path: batch.Output(None)}, options.exportFormat or "tsv"
    target = Path(options.output)
    if not (many or target.is_dir() or options.output.endswith(("/", os.sep))):
        batch.keep_inputs([target], _read(options, inputs))  # the worse fault, if its ending is one too
        form = options.exportFormat or naming.format_of(target)
        naming.format_named(form)
        _make_folders([target.parent])
        return {inputs[0].path: batch.Output(target)}, form
    form = options.exportFormat or "tsv"
    endings = tuple(each.ending.lower() for each in FORMATS.values())
    if many and not target.is_dir() and not options.output.endswith("/") and target.name.lower().endswith(endings):
        raise ConfigError("Several sounds can't go to one file", where=target, remedy="Name a folder: -o FOLDER/")
    places = batch.outputs(inputs, target, form)
    _make_folders([target, *(place.path.parent for place in places.values() if place.path)])
    return places, form


def _make_folders(folders: list[Path]) -> None:
    for folder in dict.fromkeys(folders):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:  # ValueError: a name that no folder can have
            why = getattr(error, "strerror", None) or error
            what = f"The folder can't be made: {why}"
            raise ConfigError(what, where=repr(str(folder)), remedy="Name another place with -o.") from error


def _all(options: argparse.Namespace, jobs: list[Job], report: Report) -> int:
    from avatar.lipsync import batch

    teller = _Told(report)
    batch.run(jobs, options.threads, teller)
    report.over(len(jobs))
    return 1 if teller.failed else 0


class _Told:
    """A report that is told of outcomes once what was made is out."""

    def __init__(self, report: Report) -> None:
        self.failed = 0
        self.begun, self.reached = report.begun, report.reached
        self._report = report

    def ended(self, outcome: Outcome) -> None:
        self.failed += bool(outcome.error)
        if outcome.content:
            _print(outcome.content)
        self._report.ended(outcome)


def _print(content: str | bytes) -> None:
    """What was made to stdout, and out of our hands."""
    if isinstance(content, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(escaped(content) if content.startswith(("{", "[")) else content)
        sys.stdout.flush()
