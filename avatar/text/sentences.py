"""Cuts a reply into speakable clauses while it still arrives.

    splitter = Splitter()
    for token in reply: clauses += splitter.feed(token)
    clauses += splitter.flush()

Nothing is lost or changed: the clauses' texts, joined, are the reply. Where a cut falls depends on the text alone,
never on how it was chopped into tokens; a cut is made as soon as the next visible character (after a number, the
next word) has proved it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from avatar.text import abbreviations
from avatar.text.emoji import EMOJI

LONGEST = 280
"""Characters; about 18 s of speech. A sentence longer than this is cut at its best inner place."""

LEAST = 10
"""Letters (an ideograph counts as three) that a piece needs to stand alone: shorter ones ("Oh.", "Well...") are
spoken in one breath with what follows."""

FIRST_WORDS = 3
"""Words before the comma at which the very first clause may be cut, so that the voice starts early."""

_LONGEST_BLOCK = 8000
"""Characters of a fenced block of code or a table that are kept together."""

_SOFT_ENDS = ".!?…‼⁇⁈⁉\u037e"
"""End a sentence when a blank follows."""
_HARD_ENDS = "。！？｡．।॥؟۔።។။։"
"""End a sentence whatever follows: their scripts write no blank, or no other use of the sign."""
_CLOSERS = "\"'”’»›)]}」』）】》〉*_~"
_COMMAS = ",;:،؛—–"
_HARD_COMMAS = "，、；：،؛"

_FORMULA = re.compile(
    r"\s*(?:\$\$(?:(?!\$\$|\n\s*\n).){1,800}\$\$|\\\[(?:(?!\\\]|\n\s*\n).){1,800}\\\])[.,;:]?\s*", re.DOTALL
)
_OPEN_FORMULA = re.compile(r"\s*(?:\$\$(?:(?!\$\$|\n\s*\n).){0,800}|\\\[(?:(?!\\\]|\n\s*\n).){0,800})\Z", re.DOTALL)
_OPEN_INLINE = re.compile(r"(?<![\w$])\$[^\s\d$][^$]*\Z")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)]|[a-zA-Z][.)])\s")
_BREATHS = (
    re.compile(r"[;:—–؛；：][ \n]|[；：]"),
    re.compile(r"[,،][ \n]|[，、]"),
    re.compile(r" (?=(?:and|but|or|because|which|that|so|then|und|oder|aber|weil|dass|et|ou|mais|que|y|pero)\s)"),
    re.compile(r"\s"),
)
"""Where an over-long sentence may be cut, best first."""
_DIRECTION = re.compile(r"\[[^\[\]\n]{1,40}\]|\([a-z][a-z ]{0,20}\)|(?<!\w)\*[A-Za-z][\w ]{0,40}\*(?!\w)")
_IDEOGRAPHS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"), ("\U00020000", "\U0003ffff"))
"""First and last of each block."""


class Clause(NamedTuple):
    """A piece of the reply that can be spoken at once."""

    text: str
    start: int
    """Index of its first character in the reply."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Splitter:
    """Holds what has arrived and not yet been cut off."""

    def __init__(self, *, quick: bool = True, longest: int = LONGEST, least: int = LEAST) -> None:
        """`quick`: the first clause may end at a comma. `longest`: characters, at least 40. `least`: letters."""
        self._buffer = ""
        self._start = 0
        self._quick = quick
        self._longest = max(40, longest)
        self._least = least
        self._seen = 0

    @property
    def rest(self) -> str:
        """What has arrived and was not cut off yet."""
        return self._buffer

    def feed(self, token: str) -> list[Clause]:
        """The clauses that `token` completes."""
        self._buffer += token
        return self._cut_all(final=False)

    def flush(self) -> list[Clause]:
        """What is left when the reply has ended. The splitter can be used again and goes on counting characters."""
        clauses = self._cut_all(final=True)
        if self._buffer:
            clauses.append(self._taken(len(self._buffer)))
        return clauses

    def _cut_all(self, *, final: bool) -> list[Clause]:
        clauses: list[Clause] = []
        while (place := self._cut(final)) is not None:
            clauses.append(self._taken(place))
            self._quick = False
        return clauses

    def _taken(self, place: int) -> Clause:
        clause = Clause(self._buffer[:place], self._start)
        self._start += place
        self._buffer = self._buffer[place:]
        self._seen = 0
        return clause

    def _cut(self, final: bool) -> int | None:
        """Where the first clause of the buffer ends, or None while that can't be told."""
        text = self._buffer
        block = _block(text)
        if block is not None:
            if block > _LONGEST_BLOCK:
                return _LONGEST_BLOCK
            return block if block < len(text) else None
        for place in range(self._seen, min(len(text), self._longest)):
            verdict = self._ends(text, place, final)
            if verdict is None:
                self._seen = place
                return None
            if verdict:
                return verdict
        self._seen = min(len(text), self._longest)
        if len(text) > self._longest:
            return _breath(text, self._longest)
        return None

    def _ends(self, text: str, place: int, final: bool) -> int | None:
        """Where the clause ends if the character at `place` ends it; 0 if it does not, None if more text must tell."""
        sign = text[place]
        if sign == "\n":
            return _line_end(text, place, final, self._least)
        if sign in _SOFT_ENDS or sign in _HARD_ENDS:
            end = _sentence_end(text, place, final, self._least)
        elif self._quick and (sign in _COMMAS or sign in _HARD_COMMAS):
            end = _comma_end(text, place, final)
        else:
            return 0
        if not end:
            return end
        return end if end < len(text) or not final else 0


_LONGEST_SENTENCE = 1000
"""Characters."""

_AT_ONCE = 4000
"""Characters of a long text that are looked at together: each cut copies them."""


def sentences(text: str) -> list[Clause]:
    """The sentences of a finished text, however short; one that is absurdly long is cut."""
    return split(text, longest=_LONGEST_SENTENCE, least=1)


def split(text: str, *, quick: bool = False, longest: int = LONGEST, least: int = LEAST) -> list[Clause]:
    """A finished text, cut into clauses."""
    splitter = Splitter(quick=quick, longest=longest, least=least)
    found = [clause for at in range(0, len(text), _AT_ONCE) for clause in splitter.feed(text[at : at + _AT_ONCE])]
    return found + splitter.flush()


def letters(text: str) -> int:
    """How much there is to say, in letters; directions and signs count nothing, an ideograph three."""
    bare = _DIRECTION.sub(" ", text)
    return sum(1 for sign in bare if sign.isalnum()) + 2 * _ideographs(bare)


def _ideographs(text: str) -> int:
    if text.isascii():
        return 0
    return sum(first <= sign <= last for sign in text for first, last in _IDEOGRAPHS)


def _block(text: str) -> int | None:
    """Where the fenced block or the formula on lines of its own at the text's start ends: `len(text)` while it is open;
    None if there is no block."""
    formula = _FORMULA.match(text)
    if formula is not None:
        return formula.end()
    if _OPEN_FORMULA.match(text):
        return len(text)
    opening = re.match(r"\s*(```|~~~)", text)
    if opening is None:
        return None
    closing = re.compile(rf"\n[ \t]*{opening[1]}[ \t]*\n\s*").search(text, opening.end())
    return closing.end() if closing else len(text)


def _line_end(text: str, place: int, final: bool, least: int) -> int | None:
    """A line's end closes a clause unless the next line merely goes on with it."""
    rest = re.compile(r"\s*").match(text, place)
    end = rest.end() if rest else place + 1
    if end == len(text):
        return 0 if final else None
    if text.startswith(("```", "~~~", "$$", "\\["), end):
        return end if text[:place].strip() else 0
    if len(text) - end < 3 and not final and not text[end].isalpha():
        return None  # a list's marker or a fence may be coming
    wrapped = text.count("\n", place, end) == 1 and text[end].islower() and not _LIST_ITEM.match(text, end)
    return 0 if wrapped or letters(text[:place]) < least or _open_direction(text[:place]) else end


def _sentence_end(text: str, place: int, final: bool, least: int) -> int | None:
    end = place + 1
    while end < len(text) and (text[end] in _SOFT_ENDS or text[end] in _HARD_ENDS or text[end] in _CLOSERS):
        end += 1
    if text[end + 1 : end + 2] == "»" and text[end].isspace():  # French has a space before it
        end += 2
    if end == len(text):
        return 0 if final else None
    hard = any(sign in _HARD_ENDS for sign in text[place:end])
    if not hard and not text[end].isspace() and not EMOJI.match(text, end):
        return 0
    following = _after_blanks_and_emoji(text, end)
    if following == len(text):
        return 0 if final else None
    if letters(text[:end]) < least or _open_direction(text[:end]):
        return 0
    if not hard and text[following].islower():
        return 0
    if text[end - 1] in "」』" and text[following] in "とっ":
        return 0  # a Japanese quotation goes on with "she said"
    if text[place] == ".":
        inside = abbreviations.goes_on(text, place, following, final)
        if inside is not False:
            return None if inside is None else 0
    return following


def _comma_end(text: str, place: int, final: bool) -> int | None:
    end = place + 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if end == len(text):
        return 0 if final else None
    if text[place] not in _HARD_COMMAS and not text[end].isspace():
        return 0
    following = _after_blanks_and_emoji(text, end)
    if following == len(text):
        return 0 if final else None
    said = _DIRECTION.sub(" ", text[:place])
    words = len(said.split()) + _ideographs(said) // 2
    return following if words >= FIRST_WORDS and letters(said) >= LEAST and not _open_direction(text[:end]) else 0


def _after_blanks_and_emoji(text: str, place: int) -> int:
    """Blanks and emoji after a sentence still belong to it; a new line starts the next thing."""
    while place < len(text):
        sign = EMOJI.match(text, place)
        if sign:
            place = sign.end()
        elif text[place].isspace() or unicodedata.category(text[place]) == "Cf":
            place += 1
        else:
            break
    return place


def _open_direction(text: str) -> bool:
    """Whether the text ends inside a `[direction`, a `(parenthesis`, `` `code` `` or `$formula$` that may be closed."""
    tail = text[-80:]
    return (
        tail.rfind("[") > tail.rfind("]")
        or tail.rfind("(") > tail.rfind(")")
        or text.count("`") % 2 == 1
        or ("$" in tail and _OPEN_INLINE.search(tail) is not None)
    )


def _breath(text: str, longest: int) -> int:
    """The best place to cut a sentence that is too long: in its second half, at the strongest inner break."""
    for pattern in _BREATHS:
        places = [found.end() for found in pattern.finditer(text, longest // 2, longest)]
        if places:
            return places[-1]
    cut = longest
    while cut > longest // 2 and (
        unicodedata.combining(text[cut]) or text[cut] in "\u200d\ufe0f" or text[cut - 1] == "\u200d"
    ):
        cut -= 1
    return cut
