"""A model's words while they stream: whole ones, harmless. What is no word of its reply, `marks` has taken out."""

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
        self._name = name
        self._label = re.compile(rf"\s*(?:{re.escape(name)}|assistant)\s*:\s*", re.I) if name else None
        self.last = ""
        """What was passed on last."""

    def anew(self) -> WordStream:
        """One for a reply that begins again."""
        return WordStream(self._name)

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
