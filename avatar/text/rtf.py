"""Rich Text (RTF) to the plain text in it. Source: Microsoft, "Rich Text Format (RTF) Specification", version 1.9.1."""

from __future__ import annotations

import codecs
import re

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")

_UNSEEN = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr footnote annotation "
    "listtable listoverridetable generator themedata datastore xmlnstbl rsidtbl latentstyles fldinst".split()
)
"""Groups whose text is not part of the page."""
_SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": " ", "tab": " ", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "~": "\u00a0",
    "_": "-", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip


class _Reader:
    """Goes through a document and keeps what is seen of it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._bytes = _decoder(1252)
        self._groups: list[tuple[bool, int]] = []
        self._hidden, self._skip = False, 1
        self._pending = 0
        """Characters still to be passed over, which stand in for one in Unicode."""

    def brace(self, brace: str) -> None:
        if brace == "{":
            self._groups.append((self._hidden, self._skip))
        else:
            self._hidden, self._skip = self._groups.pop() if self._groups else (False, 1)

    def control(self, word: str, value: int | None) -> None:
        if word in _UNSEEN or word == "*":
            self._hidden = True
        elif word == "v":
            self._hidden = value != 0
        elif word == "ansicpg" and value is not None:
            self._bytes = _decoder(value)
        elif word == "uc" and value is not None:
            self._skip = max(0, value)
        elif word == "u" and value is not None:
            self._seen(chr(value % 0x10000))
            self._pending = self._skip
        else:
            self._seen(_SIGNS.get(word, ""))

    def byte(self, value: int) -> None:
        if not self._pending and not self._hidden:
            self.out.append(self._bytes.decode(bytes([value])))
        self._pending = max(0, self._pending - 1)

    def words(self, words: str) -> None:
        self._seen(words[self._pending :])
        self._pending = max(0, self._pending - len(words))

    def _seen(self, text: str) -> None:
        if text and not self._hidden:
            if self._bytes.getstate()[0]:  # the second byte of a letter may be written as the sign that it is alone
                text = self._bytes.decode(text[0].encode("ascii", "replace")) + text[1:]
            self.out.append(text)


def plain(text: str) -> str:
    """The words of a document, a line for each paragraph. What is damaged is read as far as it can be."""
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        word, value, byte, sign, brace, words = match.groups()
        if brace:
            reader.brace(brace)
        elif byte:
            reader.byte(int(byte, 16))
        elif words:
            reader.words(words)
        elif word or sign:
            reader.control(word or sign, int(value) if value else None)
    return "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _decoder(codepage: int) -> codecs.IncrementalDecoder:
    """What decodes a code page byte by byte, since East Asian letters have two; Windows-1252 where it is unknown."""
    try:
        return codecs.getincrementaldecoder(f"cp{codepage}")("replace")
    except LookupError:
        return codecs.getincrementaldecoder("cp1252")("replace")
