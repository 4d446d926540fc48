"""Which words of a text its writer wants to be heard above the others: *starred*, _underlined_, or in CAPITALS."""

from __future__ import annotations

import re

from avatar.text.tracked import Span

MOST_WORDS = 4
"""A longer stretch between stars is a title or a quotation: nobody leans on each of its words."""

SHORT = frozenset("AM AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF ON OR SO TO UP US WE".split())
"""Two capitals that are a word; others are short forms (TV, OK, UK)."""

_MARKED = re.compile(r"(?<![\w*_\\])(\*\*|\*|__|_)(?=[^\s*_])([^*_\n]{1,60}?)(?<=[^\s*_])\1(?![\w*_])")
_CAPITALS = re.compile(r"(?<![\w.-])[A-Z](?:[A-Z]|['’](?=[A-Z])){1,19}(?![\w-]|\.[A-Z])")
_SMALL = re.compile(r"[a-z]{2}")
_VOWEL = re.compile(r"[AEIOUY]")


def find_emphasis(text: str) -> tuple[Span, ...]:
    """The stretches of a text that are emphasised, in order. Capitals count where other words have small letters."""
    found = [Span(match.start(2), match.end(2)) for match in _MARKED.finditer(text) if _is_short(match[2])]
    if _SMALL.search(text):
        found += [Span(*match.span()) for match in _CAPITALS.finditer(text) if _is_word(match[0])]
    return tuple(sorted(found))


def _is_short(stretch: str) -> bool:
    return any(sign.isalnum() for sign in stretch) and len(stretch.split()) <= MOST_WORDS


def _is_word(capitals: str) -> bool:
    return capitals in SHORT or (len(capitals) > 2 and bool(_VOWEL.search(capitals)))
