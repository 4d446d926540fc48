"""A model's reply while it streams: without its thoughts, in whole words, harmless."""

from __future__ import annotations

import re

from avatar.text.inert import inert

LONGEST_WORD = 200
"""Characters that may be held back while a word has not ended; scripts without blanks are passed on at once."""


class WordStream:
    """Passes on whole words, so that a stream that breaks off never leaves half a one; drops a leading "Name:"."""

    def __init__(self, name: str = "") -> None:
        self._held = ""
        self._begun = False
        self._label = re.compile(rf"\s*(?:{re.escape(name)}|assistant)\s*:\s*", re.I) if name else None
        self.last = ""
        """What was passed on last."""

    def feed(self, text: str) -> str:
        """What may be passed on now; '' if nothing."""
        self._held += text
        end = max((found.end() for found in re.finditer(r"\s+|[\u3000-\u9fff\uac00-\ud7af]", self._held)), default=0)
        if len(self._held) - end > LONGEST_WORD:
            end = len(self._held)
        if not self._begun and end and self._label and len(self._held) < 40 and self._label.fullmatch(self._held[:end]):
            self._held = self._held[end:]
            return ""
        return self._passed(end)

    def flush(self, text: str = "") -> str:
        """The rest, at the end of a whole reply."""
        self._held += text
        return self._passed(len(self._held))

    def _passed(self, end: int) -> str:
        piece, self._held = inert(self._held[:end]), self._held[end:]
        if not self._begun:
            piece = self._label.sub("", piece, count=1) if self._label and self._label.match(piece) else piece
            piece = piece.lstrip()
        self._begun = self._begun or bool(piece)
        self.last = piece or self.last
        return piece


class Thoughts:
    """Drops a leading `<think>...</think>`, which some servers leave in the text."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, text: str) -> str:
        """The part of it that is not thought."""
        if self._state == "talk":
            return text
        self._held += text
        if self._state == "start":
            begun = self._held.lstrip()
            if begun.startswith(self._OPEN):
                self._state = "thought"
            elif not begun or self._OPEN.startswith(begun):
                return ""
            else:
                return self._rest()
        before, closed, after = self._held.partition(self._CLOSE)
        if closed:
            self._held = after
            return self._rest()
        self._held = before[-len(self._CLOSE) :]
        return ""

    def flush(self) -> str:
        """The rest at the end; a thought that was never finished is dropped."""
        return self._rest() if self._state == "start" else ""

    def _rest(self) -> str:
        rest, self._held, self._state = self._held, "", "talk"
        return rest
