"""Text from outside made safe to show: it can't move the cursor, recolour, reorder or flood the screen.

Whatever a brain, a file or a paste holds passes through here before a widget or a plain stdout sees it.
"""

from __future__ import annotations

import unicodedata

from avatar.text.inert import BIDI, ESCAPES, LONGEST_ESCAPE, MOST_COMBINING, UNFINISHED

JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: emoji and some scripts need them, one at a time."""


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
