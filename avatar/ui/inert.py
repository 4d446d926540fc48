"""Text from outside made safe to show: it can't move the cursor, recolour, reorder or flood the screen.

Whatever a brain, a file or a paste holds passes through here before a widget or a plain stdout sees it.
"""

from __future__ import annotations

import re
import unicodedata

ESCAPES = re.compile(
    r"""
    \x1b\[ [0-?]* [ -/]* [@-~]                      # CSI: colours, cursor moves
  | \x9b [0-?]* [ -/]* [@-~]                        # CSI as one C1 character
  | (?: \x1b[\]PX^_] | [\x9d\x90\x98\x9e\x9f] )     # OSC, DCS, SOS, PM, APC: titles, links, clipboard ...
    [^\x07\x1b\x9c\n]* (?: \x07 | \x1b\\ | \x9c | (?=[\n\x1b]) )
  | \x1b [ -/]+ [0-~] | \x1b [0-OQ-WYZ\\`-~]        # escapes of two characters and more
    """,
    re.VERBOSE,
)
"""ECMA-48 control sequences; a string sequence that is never closed ends at the end of its line."""

UNFINISHED = re.compile(
    r"(?:\x1b|(?:\x1b\[|\x9b)[0-?]*[ -/]*|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*\x1b?|\x1b[ -/]+)\Z"
)
"""The beginning of a control sequence at the end of a piece of a stream."""

LONGEST_ESCAPE = 4096
"""Characters; what is held back for longer than this is no sequence worth waiting for."""

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional controls: they make a line read otherwise than it is (Unicode TR 36)."""

JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: emoji and some scripts need them, one at a time."""

MOST_COMBINING = 4
"""Marks on one letter; Vietnamese needs 2, pointed Hebrew 3. More is a flood that covers other lines."""


def inert(text: str) -> str:
    """`text` with control sequences, control characters and invisible floods taken out; newlines and tabs stay."""
    text = ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        kind = unicodedata.category(character)
        if character in JOINERS:
            if kept and kept[-1] not in JOINERS:
                kept.append(character)
        elif kind in ("Mn", "Me"):
            marks += 1
            if marks <= MOST_COMBINING:
                kept.append(character)
        elif _shows(character, kind):
            marks = 0
            kept.append(" " if kind in ("Zl", "Zp") else character)
    return "".join(kept)


def inert_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(inert(text).split())


def _shows(character: str, kind: str) -> bool:
    if character in "\n\t":
        return True
    return kind not in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in BIDI


class InertStream:
    """`inert` for a text that arrives in pieces: a sequence cut in two by the pieces' border is still taken out."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> str:
        """What of `piece`, and of what was held back, can be shown now."""
        text = ESCAPES.sub("", self._held + piece)
        found = UNFINISHED.search(text[-LONGEST_ESCAPE:])
        cut = len(text) - len(found.group()) if found else len(text)
        if text[:cut].endswith("\r"):
            cut -= 1
        self._held = text[cut:]
        return inert(text[:cut])

    def end(self) -> str:
        """What was still held back, made inert."""
        held, self._held = self._held, ""
        return inert(held.replace("\x1b", ""))
