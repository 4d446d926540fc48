"""Words that are not answered to, however they are spelled: a list's words against a visitor's text.

What is compared is letters alone, made plain first: Unicode's compatible forms, capitals, accents and look-alikes are
taken away, digits and signs read as the letters that they stand for. Then one question decides, whether a word of the
list stands where a word may stand: whole, with an ending, glued to a small word, in pieces, or, where it is long enough
not to come up by chance, inside another one. "Scunthorpe is a town", and must stay one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from avatar.kiosk.lookalikes import LOOKALIKES

LONG = 6
"""Letters from which a word is found inside others, and in pieces: shorter ones come up by chance (Scunthorpe)."""

LONGEST_TEXT = 400
"""Letters of a text that are looked at: twice what a question may have."""

ENDINGS = frozenset("s z es ed er ers in ing ings y ish ism ist ists head face it".split())
"""What a word may end in and still be that word; a short one in fewer."""
SHORT_ENDINGS = frozenset("s z es ed in ing ings".split())

GLUED = frozenset(
    (
        "a the you u your ur my me i im is are so such it be as and of to too very big fat old dumb stupid silly"
        " little mega super ultra total what go all an this that oh hey"
    ).split()
)
"""Small words that a visitor glues to a blocked one, or puts between the words of a phrase."""

PAIRS = frozenset(
    (
        "a i o ad ah am an as at ax be by do ed eh er ex go ha he hi ho id if in is it la ll ma me mr ms my no of"
        " oh ok on or ox pa pi re so to uh um up us we ve ye yo"
    ).split()
)
"""English words of two letters at most, and the ends of "he'll" and "we've": in a row they are no word in pieces."""

_INVISIBLE = re.compile("[\u0640\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180e\u200b-\u200f\ufe00-\ufe0f]")
"""Fillers that have a width or a category of their own, so that they pass for letters or signs."""

_LETTERS = str.maketrans({looks: letter for letter, all_ in LOOKALIKES.items() for looks in all_})
_REGIONAL = str.maketrans({0x1F1E6 + place: chr(ord("a") + place) for place in range(26)})
_PICTURES = (("|)", "d"), ("|<", "k"), ("()", "o"), ("\\/\\/", "w"), ("vv", "w"), ("|_|", "u"), ("\\/", "v"))
"""Letters made of several signs."""
_DIGITS = (str.maketrans("01345678@$!|", "oieasbtbasii"), str.maketrans("01345678@$!|9", "oleasgtbasllg"))
"""What digits and signs are read as; two readings, since 1 is both an i and an l, and 6 a b and a g."""
_TURNED = str.maketrans("ɐqɔpǝɟƃɥᴉɾʞʃɯuodbɹsʇnʌʍxʎz", "abcdefghijklmnopqrstuvwxyz")
_TURNED_ONLY = frozenset("ɐɔǝɟƃɥᴉɾʞʃɯɹʇʌʍʎ")
_MASK = "*#%"
"""Signs that stand for a letter which is not written."""
_MASKED = re.compile(rf"[^\W\d_]+(?:[{_MASK}]+[^\W\d_]+)+[{_MASK}]*|[^\W\d_]{{2,}}[{_MASK}]+")


class _Word(NamedTuple):
    """A word of the list, without blanks."""

    letters: str
    runs: tuple[int, ...]
    """How often each letter stands in a row: stretched it may be more, never less ("but" is no "butt")."""


class _Text(NamedTuple):
    """A text in one of its readings: with certain letters for its digits and signs."""

    letters: str
    starts: frozenset[int]
    """Places at which its words begin."""
    ends: frozenset[int]
    words: tuple[tuple[int, int], ...]
    soft: tuple[bool, ...]
    """After each word: whether a blank or an apostrophe stands there, as between words of a sentence."""


class Blocked:
    """Words that are not answered to. A line of the list that begins with + is a word that always is."""

    def __init__(self, words: Iterable[str]) -> None:
        lines = [line.strip() for line in words]
        own = [line[1:] for line in lines if line.startswith("+")]
        self._allowed = frozenset("".join(_tokens(_plain(word))) for word in (*INNOCENT, *own))
        found = [_tokens(_plain(line)) for line in lines if not line.startswith("+")]
        self._phrases = tuple(tuple(map(_word, tokens)) for tokens in found if len(tokens) > 1)
        self._words: dict[str, list[_Word]] = {}
        for tokens in found:
            word = _word("".join(tokens))
            if len(tokens) == 1 or len(word.letters) >= LONG:  # a phrase is written in one as well
                self._words.setdefault(_squeezed(word.letters), []).append(word)
        self._count = sum(1 for tokens in found if tokens)
        self._longest = max(map(len, self._words), default=0)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, text: str) -> bool:
        return bool(self._count) and (any(map(self._in, _readings(text))) or self._in_reverse(text))

    # ------------------------------------------------------------------------------------------------------- inside

    def _in(self, reading: str) -> bool:
        tokens = _tokens(reading)
        text = _text(reading)
        return (
            any(self._stands(text, *found) for found in self._found(text.letters))
            or any(self._said(phrase, tokens) for phrase in self._phrases)
            or any(map(self._masked, _MASKED.findall(reading)))
        )

    def _in_reverse(self, text: str) -> bool:
        """Whether one of its long words is written from right to left; short ones are other words ("bon", "dog")."""
        tokens = (_squeezed(token[::-1]) for token in _tokens(_plain(text)))
        return any(len(word.letters) >= LONG for token in tokens for word in self._words.get(token, ()))

    def _found(self, letters: str) -> Iterator[tuple[_Word, int, int, int]]:
        """Every place where the letters of a word stand, perhaps stretched: the word, its first and its last possible
        start, and its end."""
        runs = [(letter, len([*group])) for letter, group in groupby(letters)]
        squeezed = "".join(letter for letter, _ in runs)
        places = [0]
        for _, length in runs:
            places.append(places[-1] + length)
        for first in range(len(runs)):
            for last in range(first + 1, min(len(runs), first + self._longest) + 1):
                for word in self._words.get(squeezed[first:last], ()):
                    lengths = [length for _, length in runs[first:last]]
                    if all(there >= wanted for there, wanted in zip(lengths, word.runs, strict=True)):
                        if last - first == 1:
                            yield word, places[first], places[last] - word.runs[0], places[last]
                        else:
                            yield word, places[first], places[first + 1] - word.runs[0], places[last]

    def _stands(self, text: _Text, word: _Word, first: int, latest: int, end: int) -> bool:
        """Whether it is a word there, by its place among words."""
        least = end - _last_run(text.letters, end) + word.runs[-1]
        for start in range(first, latest + 1):
            for stop in range(max(least, start + len(word.letters)), end + 1):
                if _stretched(word, text.letters[start:stop]) and self._placed(text, word, start, stop):
                    return True
        return False

    def _placed(self, text: _Text, word: _Word, start: int, stop: int) -> bool:
        begun, begin = next((n, a) for n, (a, b) in enumerate(text.words) if a <= start < b)
        ended, finish = next((n, b) for n, (a, b) in enumerate(text.words) if a < stop <= b)
        before, after = text.letters[begin:start], text.letters[stop:finish]
        long = len(word.letters) >= LONG
        if begun == ended:
            whole = text.letters[begin:finish]
            if not before and not after:
                return True
            if whole in self._allowed:
                return False
            endings = ENDINGS if long else SHORT_ENDINGS
            return long or ((not before or before in GLUED) and (not after or after in endings))
        return not before and (not after or (long and after in ENDINGS)) and self._in_pieces(text, begun, ended, long)

    def _in_pieces(self, text: _Text, begun: int, ended: int, long: bool) -> bool:
        """Whether several words in a row may be one that was cut."""
        pieces = [text.letters[a:b] for a, b in text.words[begun : ended + 1]]
        if all(piece in PAIRS for piece in pieces):
            return False
        if long or not any(text.soft[begun:ended]):
            return True
        return all(len(piece) <= 2 for piece in pieces)

    def _said(self, phrase: Sequence[_Word], tokens: Sequence[str]) -> bool:
        """Whether a phrase's words come one after the other, with a small word in between at most."""
        for start in range(len(tokens)):
            at = start
            for number, word in enumerate(phrase):
                if number and at < len(tokens) and not _spells(word, tokens[at]) and tokens[at] in GLUED:
                    at += 1
                if at >= len(tokens) or not _spells(word, tokens[at]):
                    break
                at += 1
            else:
                return True
        return False

    def _masked(self, token: str) -> bool:
        """Whether a word with letters left out is one of the list: as many must be written as are not."""
        if sum(letter in _MASK for letter in token) * 2 > len(token):
            return False
        pattern = re.compile("".join(r"\w" if letter in _MASK else re.escape(letter) for letter in token))
        return any(pattern.fullmatch(word.letters) for same in self._words.values() for word in same)


def _readings(text: str) -> Iterator[str]:
    """The ways in which a text may be meant, in plain small letters."""
    plain = _plain(html.unescape(text))[:LONGEST_TEXT]
    asked = re.sub(r"!+(?!\w)", " ", plain)  # at the end of a word it is what it looks like
    pictured = asked
    for signs, letter in _PICTURES:
        pictured = pictured.replace(signs, letter)
    turned = _folded(text)[:LONGEST_TEXT]
    yield from dict.fromkeys(
        (
            asked,
            *(_spelled(each, digits) for each in (asked, pictured) for digits in _DIGITS),
            *((turned.translate(_TURNED)[::-1],) if _TURNED_ONLY & set(turned) else ()),
        )
    )


def _spelled(text: str, digits: dict[int, int]) -> str:
    """Digits and signs as letters, where as many letters stand with them: "tw1t", but no number of a room or a road."""

    def spelled(found: re.Match[str]) -> str:
        letters = sum(letter.isalpha() or letter in "@$" for letter in found[0])
        return found[0].translate(digits) if 2 * letters >= len(found[0]) else found[0]

    return re.sub(r"\S+", spelled, text)


def _folded(text: str) -> str:
    """Small letters without accents, in their usual form, and nothing that can't be seen."""
    usual = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[: 4 * LONGEST_TEXT]).casefold())
    seen = "".join(letter for letter in usual if unicodedata.category(letter) not in ("Mn", "Me", "Cf", "Cn", "Co"))
    return _INVISIBLE.sub("", seen)


def _plain(text: str) -> str:
    return _folded(text.translate(_REGIONAL)).translate(_LETTERS)


def _tokens(plain: str) -> list[str]:
    return [piece for piece in re.split(r"[\W\d_]+", plain) if piece]


def _text(reading: str) -> _Text:
    words: list[tuple[int, int]] = []
    soft: list[bool] = []
    letters = ""
    for piece, between in re.findall(r"([^\W\d_]+)([\W\d_]*)", reading):
        words.append((len(letters), len(letters) + len(piece)))
        letters += piece
        soft.append(not between.strip() or "'" in between or "\u2019" in between or " " in between.strip())
    starts, ends = frozenset(a for a, _ in words), frozenset(b for _, b in words)
    return _Text(letters, starts, ends, tuple(words), tuple(soft))


def _word(letters: str) -> _Word:
    return _Word(letters, tuple(len([*group]) for _, group in groupby(letters)))


def _squeezed(word: str) -> str:
    """Each run of one letter as a single one."""
    return "".join(letter for letter, _ in groupby(word))


def _stretched(word: _Word, letters: str) -> bool:
    """Whether letters are a word's own, or drawn out by whoever typed them: three in a row and more, since two make
    another word ("god", "good"); at the end two, as before an ending ("twitting").
    """
    if len(word.letters) >= LONG:
        return True
    *lengths, last = (len([*group]) for _, group in groupby(letters))
    *wanted, final = word.runs
    same = all(there == least or there >= 3 for there, least in zip(lengths, wanted, strict=True))
    return same and (last in (final, final + 1) or last >= 3)


def _last_run(letters: str, end: int) -> int:
    """How long the run of one letter is that ends there."""
    return end - len(letters[:end].rstrip(letters[end - 1]))


def _spells(word: _Word, token: str) -> bool:
    """Whether a token is a word, stretched perhaps, or with an ending."""
    runs = zip(_squeezed(word.letters), word.runs, strict=True)
    pattern = "".join(f"{re.escape(letter)}{{{count},}}" for letter, count in runs)
    found = re.match(pattern, token)
    return found is not None and (found.end() == len(token) or token[found.end() :] in SHORT_ENDINGS)


INNOCENT = (
    "therapist therapists psychotherapist psychotherapists retardant retardants retarder snigger sniggers"
    " sniggered sniggering niggardly spices spiced spicing cocked pricked pricking hoeing fagotto scunthorpe"
    " penistone"
).split()
"""Words that hold others which lists often have."""
