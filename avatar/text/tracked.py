"""Text that remembers where it came from, through any number of replacements.

An engine gives word times by places in the text that it was given. The listener reads another text, with digits,
Markdown and emoji; each character of a Tracked knows which stretch of the listener's text it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: index of its first character, and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Tracked:
    """A text and, for each of its characters, the stretch of the source that it stands for."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Tracked:
        """A text that stands for itself."""
        return cls(text, list(range(len(text))), list(range(1, len(text) + 1)))

    @classmethod
    def standing_for(cls, text: str, span: Span) -> Tracked:
        """A text whose every character stands for `span` of the source."""
        return cls(text, [span.start] * len(text), [span.end] * len(text))

    def __getitem__(self, part: slice) -> Tracked:
        return Tracked(self.text[part], self.starts[part], self.ends[part])

    def source(self, at: int, length: int) -> Span:
        """The stretch of the source that `text[at:at + length]` stands for."""
        starts, ends = self.starts[at : at + length], self.ends[at : at + length]
        if not starts:
            return Span(0, 0)
        return Span(min(starts), max(ends))

    def sub(self, pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str | None]) -> Tracked:
        """Every match replaced; what replaces it stands for all that the match stood for.

        A function may return None to leave a match alone. A plain string is taken as it is: no `\\1` in it.
        """
        pieces: list[Tracked] = []
        done = 0
        for match in pattern.finditer(self.text):
            new = replace if isinstance(replace, str) else replace(match)
            if new is None or new == match[0]:
                continue
            start, end = match.span()
            pieces.append(self[done:start])
            if new:
                span = self.source(start, end - start) if end > start else self.gap(start)
                pieces.append(Tracked.standing_for(new, span))
            done = end
        if not done and not pieces:
            return self
        pieces.append(self[done:])
        return joined(pieces)

    def gap(self, at: int) -> Span:
        """The empty stretch of the source before character `at`."""
        here = self.starts[at] if at < len(self.starts) else (self.ends[-1] if self.ends else 0)
        return Span(here, here)

    def stripped(self) -> Tracked:
        left = len(self.text) - len(self.text.lstrip())
        return self[left : len(self.text.rstrip())] if self.text.strip() else self[0:0]


def joined(pieces: Iterable[Tracked]) -> Tracked:
    """Pieces one after the other."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in pieces:
        texts.append(piece.text)
        starts += piece.starts
        ends += piece.ends
    return Tracked("".join(texts), starts, ends)
