"""What is told of recordings that are worked on: a bar on a terminal, words, a log file, or Rhubarb's lines of JSON.

With `--machineReadable` each line of stderr is an object as Rhubarb Lip Sync 1.14 writes them ("Machine-readable status
messages" in its README): type first, then value, file or reason, then the same as a log message; what we have to say
beyond that comes last. Programs that drive Rhubarb rely on that order, on one object a line, and on the result being
there once `success` is told.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from avatar import logs
from avatar.cli.outputs import as_json, bare
from avatar.errors import ConfigError, on_one_line
from avatar.types import Rung

if TYPE_CHECKING:
    from avatar.lipsync.batch import Job, Outcome

BAR = 30
"""Characters of the progress bar."""

LEVELS = ("trace", "debug", "info", "warning", "error", "fatal")
"""Rhubarb's, from the least important."""

HOW = {
    Rung.EDITED: "from the corrected cues",
    Rung.VOICE: "from the voice's own times",
    Rung.SCORE: "from the notes that are sung",
    Rung.ALIGNED: "from the sound and its text",
    Rung.MODEL: "from the sound alone",
    Rung.ESTIMATED: "from the text, whose times are a guess",
    Rung.LOUDNESS: "from the sound's loudness",
}
"""How a mouth was made, in words."""

_RUNG = re.compile(rf"(?:^|; )(?:{'|'.join(Rung)}): ")
"""What stands before each reason of `MouthTrack.why`."""

_LOG_LINE = "[2026-01-31 12:00:00]"
"""How a line of the log file begins."""


class Report:
    """Who is told how the jobs go (`batch.Watcher`)."""

    def __init__(self, options: argparse.Namespace, stderr: TextIO) -> None:
        """Raises ConfigError where the log file can't be written."""
        self._stderr = stderr
        self._json: bool = options.machineReadable
        self._quiet: bool = options.quiet
        self._bar = not self._quiet and not self._json and bool(sys.stderr.isatty())
        self._least = LEVELS.index(options.consoleLevel or ("error" if self._json else "warning"))
        self._log = _LogFile(options.logFile, options.logLevel or "debug") if options.logFile else None
        self._written: list[tuple[Path, str]] = []
        """Each file that was written, and by which rung."""
        self._percent = -1
        self._drawn = False

    def close(self) -> None:
        if self._log is not None:
            self._log.close()

    def begun(self, job: Job) -> None:
        message = f'Application startup. Input file: "{job.shown}".'
        self._logged("info", message)
        self._event("start", f'"file": {as_json(job.shown)}', "Info", message)

    def reached(self, share: float) -> None:
        percent = int(share * 100 + 1e-9)
        if percent <= self._percent:
            return
        self._percent = percent
        message = f"Progress: {percent}%"
        self._logged("trace", message)
        self._event("progress", f'"value": {share:.2f}', "Trace", message)
        if self._bar and (self._drawn or 0 < share < 1):  # one short sound needs no bar
            self._drawn = True
            full = round(share * BAR)
            bare(self._stderr).write(f"\r[{'#' * full}{'.' * (BAR - full)}] {percent:3} %" + "\n" * (share >= 1))
            self._stderr.flush()
            self._drawn = share < 1

    def ended(self, outcome: Outcome) -> None:
        name = outcome.job.shown
        for note in outcome.notes:
            self._said(name, note)
        if outcome.error:
            self.failed(outcome.error, name)
            return
        if outcome.why:
            self._said(name, no_better(outcome.rung, outcome.why, bool(outcome.job.text)))
        if outcome.job.output is not None:
            self._written.append((outcome.job.output, outcome.rung))
        message = "Application terminating normally."
        self._logged("info", message)
        more = {"file": name, "rung": outcome.rung, "why": outcome.why, "notes": list(outcome.notes)}
        self._event("success", "", "Info", message, more)

    def over(self, count: int) -> None:
        """All of `count` jobs have ended: on a terminal a line of what was written, and how it was made."""
        if not self._bar or not self._written or self._least > LEVELS.index("warning"):
            return
        if count == 1:
            path, rung = self._written[0]
            self._line(f"wrote {on_one_line(str(path))}: made {_how(rung)}")
            return
        folder = os.path.commonpath([path.parent for path, _ in self._written]) or "."
        ways = Counter(_how(rung) for _, rung in self._written)
        some = len(self._written) if len(self._written) == count else f"{len(self._written)} of {count}"
        how = ", ".join(f"{number} {way}" for way, number in ways.most_common())
        self._line(
            f"wrote {some} files to {on_one_line(folder)}: {how if len(ways) > 1 else f'made {next(iter(ways))}'}"
        )

    def failed(self, error: str, name: str = "") -> None:
        """Something went wrong, with the file of that name or before any was begun."""
        message = f"Application terminating with error: {error}"
        self._logged("fatal", message)
        if self._json:
            self._event("failure", f'"reason": {as_json(error)}', "Fatal", message, {"file": name} if name else {})
        else:
            shown = on_one_line(name)
            self._line(f"avatar: {shown}: {error}" if shown not in error else f"avatar: {error}")

    def _said(self, name: str, note: str) -> None:
        """What is no error, and yet should be known."""
        text = f"{on_one_line(name)}: {note}"
        self._logged("warning", text)
        if LEVELS.index("warning") < self._least:
            return
        if self._json:
            self._event("log", "", "Warning", text)
        elif not self._quiet:
            self._line(text)

    def _line(self, text: str) -> None:
        bare(self._stderr).write("\r\x1b[K" if self._drawn else "")
        self._stderr.write(text + "\n")
        self._stderr.flush()

    def _event(
        self, kind: str, second: str, level: str, message: str, more: Mapping[str, object] | None = None
    ) -> None:
        """A line of JSON, spaced as Rhubarb's: some who read it take it apart by hand."""
        if not self._json or (self._quiet and kind != "failure"):
            return
        log = f'"log": {{ "level": "{level}", "message": {as_json(message)} }}'
        rest = [f'"{key}": {as_json(value)}' for key, value in (more or {}).items()]
        parts = [f'"type": "{kind}"', *filter(None, [second]), log, *rest]
        self._stderr.write(f"{{ {', '.join(parts)} }}\n")
        self._stderr.flush()

    def _logged(self, level: str, message: str) -> None:
        if self._log is not None:
            self._log.write(level, message)


def no_better(rung: str, why: str, has_text: bool) -> str:
    """How a mouth was made, what became of the text, and why it is no better; `why`: as in `MouthTrack`."""
    how = _how(rung)
    aside = has_text and rung in (Rung.MODEL, Rung.LOUDNESS)
    what = f"the text was left aside, and the mouth made {how}" if aside else f"the mouth was made {how}"
    reasons = [reason.rstrip(".") for reason in _RUNG.split(why) if reason]
    return ". ".join([what, *reasons]) + "."


def _how(rung: str) -> str:
    """How a mouth was made: of a package's rung its name."""
    return HOW.get(Rung(rung), rung) if rung in list(Rung) else f"by {rung}"


class _LogFile:
    """Rhubarb's log file: a line for each message of a level or above, with its time."""

    def __init__(self, path: Path, level: str) -> None:
        """Raises ConfigError where it can't be written, or would take the place of what is no log."""
        self._least = LEVELS.index(level)
        try:
            if _is_other(path):
                raise ConfigError("This file is there, and is no log", where=path, remedy="Give another --logFile.")
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise ConfigError(
                f"The log file can't be written: {error.strerror}", where=path, remedy="Give another --logFile."
            ) from error

    def write(self, level: str, message: str) -> None:
        if LEVELS.index(level) >= self._least:
            now = time.strftime("%Y-%m-%d %H:%M:%S")
            self._file.write(f"[{now}] 1 [{level.capitalize()}] {message}\n")
            self._file.flush()

    def close(self) -> None:
        self._file.close()


def _is_other(path: Path) -> bool:
    """Whether a file is there that holds something, and no line of a log first."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begins = file.read(len(_LOG_LINE))
    return bool(begins) and not (begins[:1] == b"[" and begins[5:6] == begins[8:9] == b"-" and begins[-1:] == b"]")


@contextmanager
def undisturbed(wanted: bool) -> Iterator[TextIO]:
    """Stderr for our own lines; where `wanted`, for them alone: what libraries write past Python goes to the log."""
    if not wanted or not _is_descriptor_2(sys.stderr):
        yield sys.stderr
        return
    sys.stderr.flush()
    kept = os.dup(2)
    elsewhere = _log_or_nowhere()
    try:
        os.dup2(elsewhere, 2)
        with os.fdopen(os.dup(kept), "w", encoding="utf-8", errors="backslashreplace", newline="\n") as own:
            yield own
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(elsewhere)


def _is_descriptor_2(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.fileno() == 2
    except (OSError, ValueError):  # a stream of a test, or none that is open
        return False


def _log_or_nowhere() -> int:
    try:
        return os.open(logs.path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)


def failure(error: str) -> str:
    """The line of JSON for what went wrong before there was a report."""
    out = io.StringIO()
    options = argparse.Namespace(machineReadable=True, quiet=False, consoleLevel="", logFile=None, logLevel="")
    Report(options, out).failed(error)
    return out.getvalue()
