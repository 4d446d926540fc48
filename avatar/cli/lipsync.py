"""Mouth cues of recordings, for animation programs. Understands the flags of Rhubarb Lip Sync."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.outputs import as_json, bare, escaped
from avatar.errors import AvatarError, ConfigError, on_one_line

if TYPE_CHECKING:
    from avatar.lipsync.batch import Job, Outcome
    from avatar.lipsync.formats import Options

BAR = 30
"""Characters of the progress bar."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _formats()
    add("sounds", nargs="+", metavar="AUDIO", help="sound or video files; - reads one from stdin")
    add("-d", "--dialogFile", "--dialog-file", type=Path, metavar="FILE", help="what is said (or a folder of NAME.txt)")
    add("--text", metavar="TEXT", help="what is said")
    add("--language", default="en", metavar="TAG", help="language of the text, as en, de, pt-BR (default: en)")
    add(
        "-f", "--exportFormat", "--format", metavar="FORMAT", help="see below (default: by the output's ending, or tsv)"
    )
    add("-o", "--output", metavar="FILE|DIR", help="where to write; several files need a folder (default: stdout)")
    add("--lead", type=float, metavar="MS", help="how far the mouth runs ahead of the sound, in milliseconds")
    add("--hold", type=float, default=40.0, metavar="MS", help="least time that a shape is held (default: 40)")
    add("--fps", "--datFrameRate", type=float, metavar="N", help="frame rate of formats that count in frames")
    add("--cues", type=Path, metavar="FILE", help="corrected cues or curves to write in another format")
    add("--extendedShapes", "--extended-shapes", default="GHX", metavar="LETTERS", help="of G, H, X, and T for TH: which are drawn")
    add("--prestonBlair", "--datUsePrestonBlair", action="store_true", help="Preston Blair's names of shapes in dat")
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
    for ignored in ("--recognizer", "--consoleLevel", "--logFile", "--logLevel"):
        add(*(["-r"] if ignored == "--recognizer" else []), ignored, metavar="X", help="Rhubarb's; does nothing here")


def _formats() -> str:
    from avatar.lipsync.formats import FORMATS

    width = max(map(len, FORMATS))
    return "formats:\n" + "\n".join(f"  {name:<{width}}  {form.summary}" for name, form in FORMATS.items())


def run(options: argparse.Namespace) -> int:
    from avatar import logs
    from avatar.cli.common import bring_for

    logs.to_file(options.verbose)
    _check(options)
    bring_for(*options.sounds)
    with _stdin_as_file(options.sounds) as sounds:
        if _to_stdout(options):
            return _print(options, sounds[0])
        return _all(options, _jobs(options, sounds))


def _check(options: argparse.Namespace) -> None:
    """Raises ConfigError for flags that don't go together, before anything is read."""
    many = len(options.sounds) > 1
    if options.text is not None and options.dialogFile is not None:
        raise ConfigError("--text and --dialogFile are both given", remedy="Give one of them.")
    if many and "-" in options.sounds:
        raise ConfigError("stdin can only be the one sound", remedy="Name files, or - alone.")
    if many and (options.text is not None or options.cues is not None):
        raise ConfigError(
            "--text and --cues are for one sound", remedy="Use --dialogFile FOLDER, or one sound at a time."
        )
    if many and _to_stdout(options):
        raise ConfigError("Several sounds can't all go to stdout", remedy="Add -o FOLDER.")
    if options.threads < 0:
        raise ConfigError(f"--threads {options.threads} is not possible", remedy="Use 1 or more.")


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

    shape_set(options.extendedShapes)
    lead = None if options.lead is None else options.lead / 1000
    return Options(options.extendedShapes, lead, options.fps, options.hold / 1000, options.prestonBlair)


def _format(options: argparse.Namespace) -> str:
    from avatar.lipsync import tool

    name = options.exportFormat or tool.format_of(None if _to_stdout(options) else Path(options.output))
    tool.format_named(name)
    return str(name)


def _text(options: argparse.Namespace, sounds: list[Path]) -> dict[Path, str]:
    from avatar.lipsync import batch

    if options.dialogFile is not None:
        return dict(batch.dialogs(sounds, options.dialogFile))
    return dict.fromkeys(sounds, options.text or "")


def _jobs(options: argparse.Namespace, sounds: list[Path]) -> list[Job]:
    from avatar.lipsync import batch
    from avatar.lipsync.formats import FORMATS

    form, how = _format(options), _options(options)
    texts = _text(options, sounds)
    target = Path(options.output)
    folder = target.is_dir() or options.output.endswith(("/", os.sep))
    if len(sounds) > 1 and not folder and target.name.lower().endswith(FORMATS[form].ending.lower()):
        raise ConfigError("Several sounds can't go to one file", where=target, remedy="Name a folder: -o FOLDER/")
    if len(sounds) > 1 or folder:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"The folder can't be made: {error.strerror}", where=target) from error
        places = batch.outputs(list(dict.fromkeys(sounds)), target, form)
    else:
        places = {sounds[0]: target}
    return [
        batch.Job(sound, place, texts[sound], options.language, form, how, options.cues)
        for sound, place in places.items()
    ]


def _print(options: argparse.Namespace, sound: Path) -> int:
    """One sound to stdout."""
    from avatar.lipsync import tool

    form, how = _format(options), _options(options)
    text = _text(options, [sound])[sound]
    name = "-" if options.sounds == ["-"] else ""
    report = _Report(options, 1)
    report.started(options.sounds[0])
    try:
        timeline = tool.lipsync(
            sound, text=text, language=options.language, cues=options.cues, name=name, progress=report.progress
        )
        content = tool.render(timeline, form, how)
    except AvatarError as error:
        report.failed(options.sounds[0], str(error))
        return 1
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(escaped(content) if content.startswith(("{", "[")) else content)
    report.made(options.sounds[0], timeline.track.rung, timeline.track.why)
    return 0


def _all(options: argparse.Namespace, jobs: list[Job]) -> int:
    from avatar.lipsync import batch

    report = _Report(options, len(jobs))
    for job in jobs:
        report.started(str(job.sound))
    failed = 0
    for done, outcome in enumerate(batch.run(jobs, options.threads), 1):
        failed += bool(outcome.error)
        report.ended(outcome)
        report.progress(done / len(jobs))
    return 1 if failed else 0


class _Report:
    """What is told on stderr: a bar on a terminal, lines of JSON for programs, errors always."""

    def __init__(self, options: argparse.Namespace, count: int) -> None:
        self._json = options.machineReadable
        self._bar = not options.quiet and not self._json and sys.stderr.isatty()
        self._quiet = options.quiet
        self._count = count
        self._drawn = False

    def started(self, name: str) -> None:
        if self._json:
            self._event("start", f'Application startup. Input file: "{name}".', "Info", file=name)

    def progress(self, share: float) -> None:
        if self._json:
            self._event("progress", f"Progress: {round(share * 100)}%", "Trace", value=round(share, 2))
        elif self._bar and (self._count > 1 or 0 < share < 1 or self._drawn):  # one short sound needs no bar
            self._drawn = True
            full = round(share * BAR)
            done = round(share * self._count)
            bare(sys.stderr).write(
                f"\r[{'#' * full}{'.' * (BAR - full)}] {done}/{self._count}" + ("\n" if share >= 1 else "")
            )
            sys.stderr.flush()

    def ended(self, outcome: Outcome) -> None:
        if outcome.error:
            self.failed(str(outcome.job.sound), outcome.error)
        else:
            self.made(str(outcome.job.sound), outcome.rung, outcome.why)

    def made(self, name: str, rung: str, why: str) -> None:
        if self._json:
            self._event("success", "Application terminating normally.", "Info", file=name, rung=rung, why=why)
        elif why and not self._quiet:
            self._line(f"{name}: made by {rung}, since {why}")

    def failed(self, name: str, error: str) -> None:
        if self._json:
            self._event("failure", f"Application terminating with error: {error}", "Fatal", file=name, reason=error)
        else:
            shown = on_one_line(name)
            self._line(f"avatar: {shown}: {error}" if shown not in error else f"avatar: {error}")

    def _line(self, text: str) -> None:
        bare(sys.stderr).write("\r\x1b[K" if self._drawn else "")
        sys.stderr.write(text + "\n")

    def _event(self, kind: str, message: str, level: str, **more: object) -> None:
        event = {"type": kind, **more, "log": {"level": level, "message": message}}
        sys.stderr.write(as_json(event) + "\n")
        sys.stderr.flush()
