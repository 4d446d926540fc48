"""Text files in the encodings that people's programs wrote them in."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_MISREAD = re.compile(r"[a-zß-ÿ][À-Þ](?![À-Þ])|[À-Þ][A-Z]?[a-z]*[À-Þ]\s|[\x80-\x9f]")
"""What other encodings look like when they are read as Windows-1252: accented capitals within words, controls."""


class Decoded(NamedTuple):
    """A text, and how it was read."""

    text: str
    western: bool = False
    """Whether it is no UTF and was read as Windows-1252."""


def decoded(content: bytes) -> Decoded:
    """The text in an encoding that fits: UTF-8, UTF-16 with or without its mark, else Windows-1252.

    Raises UnicodeDecodeError for what makes sense in none of them.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "") or _without_mark(content)
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        if encoding == "utf-8" and _is_western(text):
            return Decoded(text, western=True)
        raise


def _is_western(text: str) -> bool:
    """Whether bytes make sense as Windows-1252: few letters are accented, none oddly; in Cyrillic most would be."""
    letters = [letter for letter in text if letter.isalpha()]
    accented = sum(not letter.isascii() for letter in letters)
    return "\ufffd" not in text and not _MISREAD.search(text) and accented * 3 <= len(letters)


def _without_mark(content: bytes) -> str:
    """UTF-16 whose every other byte is nought, as of English, is known without a mark."""
    sample = content[:2000]
    if len(sample) >= 4 and not len(content) % 2:
        for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            if sample[first::2].count(0) > 0.8 * len(sample[first::2]):
                return name
    return "utf-8"
