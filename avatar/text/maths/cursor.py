"""A place among the pieces of a formula, and what can be seen from there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from avatar.text.maths.tokens import Token


@dataclass
class Cursor:
    """A formula's source, its pieces, and the index of the next one."""

    source: str
    pieces: list[Token]
    at: int = 0

    def peek(self, offset: int = 0) -> str:
        """The next piece, a command with its backslash; '' at the end."""
        if self.at + offset >= len(self.pieces):
            return ""
        piece = self.pieces[self.at + offset]
        return f"\\{piece.text}" if piece.kind == "command" else piece.text

    def take(self) -> Token:
        piece = self.pieces[self.at]
        self.at += 1
        return piece

    def raw(self) -> str:
        """The next group as it is written."""
        if self.peek() != "{":
            return self.take().text if self.at < len(self.pieces) else ""
        start, depth = self.pieces[self.at].end, 0
        while self.at < len(self.pieces):
            piece = self.take()
            depth += (piece.text == "{") - (piece.text == "}")
            if depth == 0:
                return self.source[start : piece.start]
        return self.source[start:]

    def plain(self, start: int, end: int) -> str:
        """What stands between two places, without its braces and blanks."""
        if start >= end:
            return ""
        written = self.source[self.pieces[start].start : self.pieces[end - 1].end]
        return written.strip("{} ").replace(" ", "")

    def is_sum(self, start: int, end: int) -> bool:
        return any(piece.kind == "sign" and piece.text in "+-=" for piece in self.pieces[start + 2 : end])

    def is_closing(self, index: int, closing: str) -> bool:
        piece = self.pieces[index]
        depth = sum((p.text in "({[") - (p.text in ")}]") for p in self.pieces[self.at : index] if p.kind == "sign")
        return depth == 0 and (f"\\{piece.text}" if piece.kind == "command" else piece.text) == closing

    def ahead(self) -> str:
        """What is written above, not taken."""
        rest = self.source[self.pieces[self.at].end :]
        found = re.match(r"\{?\s?(-?\d)\s?\}?", rest)
        return found[1] if found else ""

    def mixed(self) -> bool:
        """Whether a fraction of two small numbers follows: "2 1/2"."""
        return re.match(r"\\d?frac\{\d{1,2}\}\{\d{1,2}\}", self.source[self.pieces[self.at].start :]) is not None

    def short_argument(self) -> bool:
        return self.peek(2) == ")" and len(self.peek(1)) == 1 and self.peek(1).isalpha()
