"""misaki's alphabet, which the Kokoro family of English voices reads: to it from IPA, and from it to phones in time.

One letter is one symbol of the net: a diphthong too, so that `A` is the vowel of "day". Stress marks stand right before
their vowel. https://github.com/hexgrad/misaki, EN_PHONES.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from avatar.speech.base import Moment
from avatar.text.clean import Speakable
from avatar.text.tracked import Tracked
from avatar.text.written import worded

PHONES: dict[str, str] = {
    "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə", "T": "ɾ",
}  # fmt: skip
"""Symbols that are no IPA, or short forms of it; all others stand for themselves."""

VOWELS = frozenset("AIOQWYaiuæɑɐɒɔəɛɜɪʊʌᵊᵻ")
STRESS, SECOND_STRESS, LONG = "ˈˌː"
SILENT = frozenset(' ;:,.!?—…"()“”')
SENTENCE_ENDS, CLAUSE_ENDS = frozenset(".!?…"), frozenset(";:,—")

_SPELLINGS: dict[str, str] = {
    **{ipa: symbol for symbol, ipa in PHONES.items() if symbol not in "ᵊT"},
    "d͡ʒ": "ʤ", "t͡ʃ": "ʧ", "ʤ": "ʤ", "ʧ": "ʧ", "ou": "O", "ei": "A", "ai": "I", "au": "W", "ɔi": "Y", "ɔʏ": "Y",
    "ɝ": "ɜɹ", "ɚ": "əɹ", "r": "ɹ", "ɻ": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "g": "ɡ", "ɫ": "l", "ɬ": "l", "ʎ": "lj", "ɲ": "nj",
    "e": "ɛ", "o": "ɔ", "y": "u", "ʏ": "ʊ", "ø": "ɜ", "œ": "ɜ", "ɵ": "ʊ", "ɤ": "ə", "ɨ": "ɪ", "ʉ": "u", "ɯ": "u",
    "ɘ": "ə", "ɞ": "ɜ", "x": "k", "ç": "h", "χ": "k", "ɣ": "ɡ", "ɦ": "h", "ʍ": "w", "β": "v", "ɸ": "f", "ʂ": "ʃ",
    "ɕ": "ʃ", "ʐ": "ʒ", "ʑ": "ʒ", "ɱ": "m", "ɳ": "n", "ʈ": "t", "ɖ": "d", "ʔ": "t", "ts": "ts",
}  # fmt: skip
"""IPA that is spelled otherwise; what English lacks comes as what English has that is nearest to it."""
_AMERICAN = {"əʊ": "O", "ɒ": "ɑ", "a": "ɑ", LONG: ""}
_BRITISH = {"oʊ": "Q", "ou": "Q", "æ": "a", "ɾ": "t", "ᵻ": "ɪ"}
_KEPT = frozenset("bdfhijklmnpstuvwzðŋæɑɐɒɔəɛɜɡɪɹɾʃʊʌʒθaᵻ ") | {STRESS, SECOND_STRESS, LONG}
_LONGEST = max(map(len, _SPELLINGS))
_STRESSED = re.compile(rf"([{STRESS}{SECOND_STRESS}])([^{''.join(sorted(VOWELS))}{STRESS}{SECOND_STRESS}]*)")


class Token(NamedTuple):
    """A piece of a text, mostly a word or a punctuation mark, and its symbols."""

    start: int
    """Index of its first character in the text."""
    end: int
    symbols: str
    spaced: bool = True
    """Whether a space follows."""


class Symbol(NamedTuple):
    """One letter of the alphabet, and the number of the token that it is of; -1 for a space between two."""

    letter: str
    token: int


def spell(ipa: str, british: bool) -> str | None:
    """Sounds in IPA as symbols; None where nothing is left of them."""
    spellings = {**_SPELLINGS, **(_BRITISH if british else _AMERICAN)}
    found: list[str] = []
    at = 0
    while at < len(ipa):
        size = next((size for size in range(_LONGEST, 0, -1) if ipa[at : at + size] in spellings), 1)
        letters = ipa[at : at + size]
        found.append(spellings.get(letters, letters if letters in _KEPT else ""))
        at += size
    symbols = _STRESSED.sub(r"\2\1", "".join(found)).strip().rstrip(STRESS + SECOND_STRESS)
    return symbols if any(letter not in SILENT for letter in symbols) else None


def split_tokens(tokens: Sequence[Token], most: int) -> list[list[Token]]:
    """Tokens as the net gets them: a sentence at a time, one of more than `most` symbols in clauses or words."""
    chunks: list[list[Token]] = []
    current: list[Token] = []
    size = 0
    for token in _pieces(tokens, most):
        if size + len(token.symbols) > most:
            cut = next((i + 1 for i in range(len(current) - 1, 0, -1) if _ends(current[i], CLAUSE_ENDS)), len(current))
            chunks.append(current[:cut])
            current = current[cut:]
            size = sum(len(each.symbols) + 1 for each in current)
            if size + len(token.symbols) > most:
                chunks.append(current)
                current, size = [], 0
        current.append(token)
        size += len(token.symbols) + 1
        if token.spaced and _ends(token, SENTENCE_ENDS):
            chunks.append(current)
            current, size = [], 0
    chunks.append(current)
    return [chunk for chunk in chunks if any(set(token.symbols) - SILENT for token in chunk)]


def _pieces(tokens: Sequence[Token], most: int) -> list[Token]:
    """Tokens of at most `most` symbols each."""
    return [
        token._replace(symbols=token.symbols[at : at + most], spaced=token.spaced and at + most >= len(token.symbols))
        for token in tokens
        for at in range(0, len(token.symbols), most)
    ]


def _ends(token: Token, marks: frozenset[str]) -> bool:
    return bool(token.symbols) and token.symbols[-1] in marks


def find_symbols(tokens: Sequence[Token]) -> list[Symbol]:
    """The symbols of a chunk, with spaces where the text has some."""
    found: list[Symbol] = []
    for number, token in enumerate(tokens):
        found += [Symbol(letter, number) for letter in token.symbols]
        if token.spaced and number + 1 < len(tokens):
            found.append(Symbol(" ", -1))
    return found


def time_symbols(symbols: Sequence[Symbol], seconds: Sequence[float], start: float) -> list[Moment]:
    """Phones in time, silences ''; `at` is the number of the token. `seconds`: how long each symbol lasts.

    A stress mark's time goes to its vowel, a space's to the phone after it, a length mark's to the phone before.
    """
    phones: list[Moment] = []
    waiting: float | None = None
    stress = ""
    ends = list(accumulate(seconds, initial=start))
    for (letter, token), (begin, end) in zip(symbols, pairwise(ends), strict=True):
        if letter in SILENT and letter != " ":
            phones.append(Moment(begin if waiting is None else waiting, end, "", token))
            waiting, stress = None, ""
        elif letter == LONG and phones and phones[-1].value:
            phones[-1] = phones[-1]._replace(end=end, value=phones[-1].value + LONG)
        elif letter in (" ", STRESS, SECOND_STRESS, LONG):
            waiting = begin if waiting is None else waiting
            stress = STRESS if letter == STRESS else "" if letter == " " else stress
        else:
            value = (stress if letter in VOWELS else "") + PHONES.get(letter, letter)
            phones.append(Moment(begin if waiting is None else waiting, end, value, token))
            waiting, stress = None, stress if letter not in VOWELS else ""
    return phones


def time_words(text: str, tokens: Sequence[Token], phones: Sequence[Moment]) -> tuple[Moment, ...]:
    """The words of the text, from the first phone of each to its last; each phone's `at` is its token's number."""
    words: list[Moment] = []
    places = worded(text, Speakable(text, Tracked.of(text))).words
    spans: dict[int, tuple[float, float]] = {}
    for phone in phones:
        if phone.value:
            spans[phone.at] = (spans.get(phone.at, phone)[0], phone.end)
    for number, (start, end) in spans.items():
        own = [place for place in places if place.start < tokens[number].end and tokens[number].start < place.end]
        if not own:
            continue
        at, size = own[0].start, own[-1].end - own[0].start
        if words and words[-1].at == at:
            at, size = words[-1].at, max(size, words[-1].length)
            words[-1] = Moment(words[-1].start, end, text[at : at + size], at, size)
        else:
            words.append(Moment(start, end, text[at : at + size], at, size))
    return tuple(words)
