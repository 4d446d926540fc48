"""Which phones are said for which written word.

Engines say a text as they like: to espeak-ng "in the" is one word, "1999" four. What captions and speech marks show are
the words as they are written. So each word is also asked for alone, and the phones of a clause are shared out among its
words so that they fit best (edit distance; Wagner and Fischer, "The string-to-string correction problem", 1974).

    phones of a clause ─ shared out ─> words of what is said ─ places ─> words of what is written
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from avatar.text.clean import Speakable


class Sound(NamedTuple):
    """One word as an engine says it."""

    phones: tuple[str, ...]
    """IPA; never ()."""
    clauses: tuple[int, ...]
    """The number of the clause that each phone stands in."""


class WordPlace(NamedTuple):
    """A word in a text."""

    start: int
    """Index of its first character."""
    end: int


class Share(NamedTuple):
    """A word in a text, or several, and what is said for it."""

    place: WordPlace
    sound: Sound


class Worded(NamedTuple):
    """A text and what is said of it, both with their words."""

    text: str
    said: Speakable
    words: tuple[WordPlace, ...]
    """Words of the text of which something is said."""
    spoken: tuple[WordPlace, ...]
    """Words of what is said."""


Alone = Mapping[str, tuple[str, ...]]
"""The phones of each word alone; () for one that says nothing."""


# ------------------------------------------------------------------------------------------------- words in a text

_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a0-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_CJK = _HAN + _HIRAGANA + _KATAKANA
_BREAKS = '\\s—―…、。，．！？；：·・।॥؟،؛۔「」『』（）《》〈〉【】«»“”„"'
_MONEY = "$€£¥₹₽₺₩₪₴₫฿¢"

_SPACED = (
    rf"(?:[{_MONEY}#@~]+(?=[\w{_MONEY}])|(?<!\w)[-+−](?=[\d{_MONEY}]))*"
    rf"[^\W_{_CJK}](?:(?:(?!--)[^{_BREAKS}{_CJK}])*[^\W{_CJK}])?"
    rf"(?:[%‰°{_MONEY}]|\++|(?<=\.\w)\.)*"
)
"""A word of a script with spaces, with the signs that are read out with it: $5, 20%, C++, p.m."""
_JAPANESE = rf"[{_HAN}]+[{_HIRAGANA}]*|[{_KATAKANA}]+[{_HIRAGANA}]*|[{_HIRAGANA}]+"
"""Where no spaces are written, a change from kana back to kanji or katakana mostly begins a phrase."""
_CHINESE = rf"[{_HAN}]"
"""One character is one syllable."""
_KANA = re.compile(f"[{_HIRAGANA}{_KATAKANA}]")
_RUN = re.compile(r"\S+")


@cache  # made when first asked for: each takes 4 ms, and who wants no words' times needs none
def _word(japanese: bool) -> re.Pattern[str]:
    return re.compile(f"{_SPACED}|{_JAPANESE if japanese else _CHINESE}")


def worded(text: str, said: Speakable) -> Worded:
    """A text's words: those of what is said, and the written ones that they stand for."""
    spoken = [place for place in _places(said.text) if any(map(_is_said, said.text[slice(*place)]))]
    if said.text == text:
        return Worded(text, said, tuple(spoken), tuple(spoken))
    covered = bytearray(len(text))
    for index, character in enumerate(said.text):
        if not character.isspace():
            start, end = said.written(index, 1)
            covered[start:end] = (b"\2" if _is_said(character) else b"\1") * (end - start)
    words: list[WordPlace] = []
    for place in _places(text):
        own = covered[slice(*place)]
        if 2 in own:  # and without Markdown's signs around it
            words.append(WordPlace(place.end - len(own.lstrip(b"\0")), place.start + len(own.rstrip(b"\0"))))
    return Worded(text, said, tuple(words), tuple(spoken))


def _is_said(character: str) -> bool:
    return character.isalnum() or character in "&%@#" or unicodedata.category(character)[0] == "S"


def _places(text: str) -> Iterator[WordPlace]:
    """The words of a text; signs that stand alone count as words."""
    pattern = _word(_KANA.search(text) is not None)
    for run in _RUN.finditer(text):
        words = [WordPlace(m.start(), _marked(text, m.end())) for m in pattern.finditer(text, *run.span())]
        yield from words or [WordPlace(*run.span())]


def _marked(text: str, end: int) -> int:
    """The end of a word with the marks that belong to its last letter, such as the vowel signs of Hindi."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


# ------------------------------------------------------------------------------------------------------ sharing out


def shared(text: Worded, sounds: Sequence[Sound], alone: Alone) -> list[Share]:
    """All phones of `sounds`, shared out among the written words in their order.

    `alone` holds every word of `words` and `spoken`. A word of which nothing can be heard is joined with a neighbour;
    () only where there are no sounds.
    """
    found: list[Share] = []
    for own, words in _grouped(text, _matched(sounds, text.said.text, text.spoken, alone)):
        found += _fitted(own, text.text, words, alone)
    return found


def _grouped(text: Worded, shares: Sequence[Share]) -> Iterator[tuple[list[Sound], Sequence[WordPlace]]]:
    """What is said, with the written words that it stands for: mostly one and one, "5 km" and "five kilometres"."""
    own: list[Sound] = []
    first = last = 0  # the group's words
    for share in shares:
        start, end = text.said.written(share.place.start, share.place.end - share.place.start)
        low, high = last, last
        while low < len(text.words) and text.words[low].end <= start:
            low += 1
        high = low
        while high < len(text.words) and text.words[high].start < end:
            high += 1
        again = last > first and start < text.words[last - 1].end
        if high > low and own and last > first and not again:
            yield own, text.words[first:last]
            own = []
        if high > low:
            first = first if own and last > first else low
            last = high
        own.append(share.sound)
    if own:
        yield own, text.words[first:last] or [WordPlace(0, len(text.text))]


def _matched(sounds: Sequence[Sound], text: str, words: Sequence[WordPlace], alone: Alone) -> list[Share]:
    """The sounds of a text's words: one to one where a word is said as it is alone, else shared out between such."""
    from difflib import SequenceMatcher  # here, as the patterns

    single = [_key(alone[text[slice(*place)]]) for place in words]
    blocks = SequenceMatcher(None, [_key(s.phones) for s in sounds], single, autojunk=False).get_matching_blocks()
    cuts = [(block.a + i, block.b + i) for block in blocks for i in range(block.size + 1)]
    kept = [(0, 0)]
    for sound, word in cuts:
        if sound > kept[-1][0] and word > kept[-1][1]:
            kept.append((sound, word))
        elif len(kept) > 1:
            kept[-1] = (max(sound, kept[-1][0]), max(word, kept[-1][1]))  # what one side alone has joins its neighbour
    found: list[Share] = []
    for (a, b), (c, d) in pairwise(kept):
        found += _fitted(sounds[a:c], text, words[b:d], alone)
    return found


def _key(phones: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_bare, phones))


_VOWELS = frozenset("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻᵿ")


@lru_cache(maxsize=4096)
def _bare(phone: str) -> str:
    """A phone without stress, length, tone and other marks."""
    return "".join(letter for letter in unicodedata.normalize("NFD", phone) if unicodedata.category(letter) == "Ll")


def _fitted(sounds: Sequence[Sound], text: str, words: Sequence[WordPlace], alone: Alone) -> Iterator[Share]:
    """The phones of some sounds shared out among some words."""
    if len(sounds) == len(words) == 1:
        yield Share(words[0], sounds[0])
        return
    phones = [phone for sound in sounds for phone in sound.phones]
    clauses = [clause for sound in sounds for clause in sound.clauses]
    single = [alone[text[slice(*place)]] if len(words) > 1 else tuple(phones) for place in words]
    heard = [index for index, each in enumerate(single) if each] or [0]
    owners = _owners(sounds, [single[index] for index in heard])
    heard = [index for number, index in enumerate(heard) if number in owners]
    ends = [*(words[index].start for index in heard[1:]), len(text)]
    for number, owner in enumerate(dict.fromkeys(owners)):
        mine = [i for i, each in enumerate(owners) if each == owner]
        start = words[heard[number] if number else 0].start
        end = max(word.end for word in words if word.start < ends[number])
        own = slice(mine[0], mine[-1] + 1)
        yield Share(WordPlace(start, end), Sound(tuple(phones[own]), tuple(clauses[own])))


_INSERTED = 0.8
"""Cost of a phone that the other side lacks."""
_MOST = 400_000
"""Pairs of phones that are compared at most; what is longer, as rows of digits are, is shared out by length."""


def _owners(sounds: Sequence[Sound], single: Sequence[Sequence[str]]) -> list[int]:
    """For each phone of the sounds the index of the word that it belongs to, never falling.

    A phone that no word has alone, as the z of a French liaison, goes with the rest of its sound.
    """
    said = [phone for sound in sounds for phone in sound.phones]
    alone = [(phone, index) for index, phones in enumerate(single) for phone in phones]
    if len(single) == 1 or not alone:
        return [0] * len(said)
    if len(said) * len(alone) > _MOST:
        return [alone[i * len(alone) // len(said)][1] for i in range(len(said))]
    pairs = _paired([phone for phone, _ in alone], said)
    begins = {0, *accumulate(len(sound.phones) for sound in sounds)}
    owners: list[int] = []
    for i, pair in enumerate(pairs):
        if pair is None and i not in begins:
            owners.append(owners[-1])
        else:
            coming = next((each for each in pairs[i:] if each is not None), len(alone) - 1)
            owners.append(alone[coming][1])
    return owners


def _paired(alone: Sequence[str], said: Sequence[str]) -> list[int | None]:
    """For each said phone the index of the phone alone that it is; None for one that is more than was asked."""
    costs = [[_INSERTED * k for k in range(len(said) + 1)]]
    for i, own in enumerate(alone, 1):
        row = [_INSERTED * i]
        above = costs[-1]
        for k, heard in enumerate(said, 1):
            row.append(min(above[k - 1] + _difference(own, heard), above[k] + _INSERTED, row[k - 1] + _INSERTED))
        costs.append(row)
    found: list[int | None] = [None] * len(said)
    i, k = len(alone), len(said)
    while i and k:
        if costs[i][k] == costs[i - 1][k - 1] + _difference(alone[i - 1], said[k - 1]):
            i, k = i - 1, k - 1
            found[k] = i
        elif costs[i][k] == costs[i - 1][k] + _INSERTED:
            i -= 1
        else:
            k -= 1
    return found


def _difference(one: str, other: str) -> float:
    """0 for phones that sound alike, up to what it costs to take them for two different ones."""
    bare, second = _bare(one), _bare(other)
    if bare == second:
        return 0.0
    return 0.5 if (bare[:1] in _VOWELS) == (second[:1] in _VOWELS) else 2 * _INSERTED
