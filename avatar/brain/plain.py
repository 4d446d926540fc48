"""What a user typed, made plain for matching."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")


def make_plain(text: str, longest: int) -> str:
    """Small letters, digits and apostrophes, single blanks; at most `longest` characters, cut between words.

    Nothing that means something to an interpreter (brackets, braces, angle brackets, pipes) is left.
    """
    text = unicodedata.normalize("NFKC", text[: longest * 8]).translate(_APOSTROPHES).lower()
    kept = "".join(sign if unicodedata.category(sign)[0] in "LMN" or sign == "'" else " " for sign in text)
    words = _DRAWN_OUT.sub(r"\1\1", kept).split()
    result = ""
    for word in words:
        if len(result) + len(word) + 1 > longest:
            break
        result = f"{result} {word}".strip()
    return result or "".join(words)[:longest]


def is_foreign(text: str) -> bool:
    """Whether most letters of a text belong to another script than the Latin one."""
    found = [sign for sign in text if sign.isalpha()]
    latin = sum(1 for sign in found if unicodedata.name(sign, "").startswith("LATIN"))
    return bool(found) and latin * 2 < len(found)


_WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits."""
    return _WORD.findall(text)
