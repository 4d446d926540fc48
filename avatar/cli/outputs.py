"""What is printed: the one place where names and texts from outside lose what could act on a terminal.

A file may be called anything, and so may a sheet, a tier or a role of a script. `sys.stdout` and `sys.stderr` pass all
that is printed through `inert` while a command runs; code that draws with control sequences writes to `bare`.
Lines of JSON say the same characters as escapes, so that a program reads the name as it is.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO, cast

from avatar.errors import AvatarError

_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What JSON may hold as it is, and a terminal should not: C1 controls, bidirectional ones, halves of letters."""


class Inert:
    """A text stream that makes all that is written to it inert; everything else is the stream's own.

    Raises AvatarError where it takes no more, as of a full disk; BrokenPipeError where nobody reads it.
    """

    def __init__(self, stream: TextIO) -> None:
        self.bare_stream = stream

    def write(self, text: str) -> int:
        if not (text.isascii() and text.replace("\n", "").isprintable()):
            from avatar.text.inert import inert

            shown = inert(text)
        else:
            shown = text
        with _told(self.bare_stream):
            self.bare_stream.write(shown)
        return len(text)

    def flush(self) -> None:
        with _told(self.bare_stream):
            self.bare_stream.flush()

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare_stream, name)


@contextmanager
def inert_outputs() -> Iterator[None]:
    """Stdout and stderr are inert within, and UTF-8 where a program reads them, whatever the system's code page is."""
    for stream in (sys.stdout, sys.stderr):
        _encode(stream)
    with redirect_stdout(_inert(sys.stdout)), redirect_stderr(_inert(sys.stderr)):
        yield


def _encode(stream: TextIO | None) -> None:
    if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower() in ("utf-8", "utf8"):
        return
    if stream.isatty():
        stream.reconfigure(errors="replace")  # a terminal shows its own letters
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _told(stream: TextIO) -> Iterator[None]:
    """Raises AvatarError with words for a stream that can't be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        forsake(stream)
        raise AvatarError(
            f"The output can't be written: {error.strerror}", remedy="Free some space, or write to another place."
        ) from error


def forsake(stream: TextIO) -> None:
    """Point a stream that takes nothing elsewhere, since Python's own flush at exit would complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def bare(stream: TextIO) -> TextIO:
    """The stream below: for control sequences of our own, never for a name."""
    return cast(TextIO, getattr(stream, "bare_stream", stream))


def as_json(value: object, indent: int | None = None) -> str:
    """JSON that is inert where it is shown and exact where it is read."""
    import json  # for those who ask for it: the start of every command would pay

    return escaped(json.dumps(value, indent=indent, ensure_ascii=False))


def escaped(text: str) -> str:
    """JSON text in which characters that could act on a terminal are written as escapes."""
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _inert(stream: TextIO | None) -> TextIO:
    """The stream, made inert; one that was closed before the program began takes all and keeps nothing."""
    if stream is None:
        return cast(TextIO, Inert(Path(os.devnull).open("w", encoding="utf-8")))
    return stream if isinstance(stream, Inert) else cast(TextIO, Inert(stream))
