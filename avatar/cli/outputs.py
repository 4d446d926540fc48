"""What is printed: the one place where names and texts from outside lose what could act on a terminal.

A file may be called anything, and so may a sheet, a tier or a role of a script. `sys.stdout` and `sys.stderr` pass all
that is printed through `inert` while a command runs; code that draws with control sequences writes to `bare`.
Lines of JSON say the same characters as escapes, so that a program reads the name as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What JSON may hold as it is, and a terminal should not: C1 controls, bidirectional ones, halves of letters."""


class Inert:
    """A text stream that makes all that is written to it inert; everything else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.bare_stream = stream

    def write(self, text: str) -> int:
        if not (text.isascii() and text.replace("\n", "").isprintable()):
            from avatar.text.inert import inert

            self.bare_stream.write(inert(text))
        else:
            self.bare_stream.write(text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare_stream, name)


@contextmanager
def inert_outputs() -> Iterator[None]:
    """Stdout and stderr are inert within."""
    with redirect_stdout(_inert(sys.stdout)), redirect_stderr(_inert(sys.stderr)):
        yield


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


def _inert(stream: TextIO) -> TextIO:
    return stream if isinstance(stream, Inert) else cast(TextIO, Inert(stream))
