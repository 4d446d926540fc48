"""A text as Kokoro reads it: phones with their letters and the words that they are of, in pieces that its net takes.

text ─ marks and known sounds cut out ─> stretches ─ phones ─> Voiced, each with its written word ─> pieces
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from avatar.speech.base import Request
from avatar.speech.kokoro.letters import MARKS, TONES, Accent, Voiced, spell, split_ipa
from avatar.text.clean import Speakable
from avatar.text.tracked import Tracked
from avatar.text.written import Sound, shared, worded

MOST_LETTERS = 200
"""Letters that the net gets at once, some twelve seconds. It takes 510, but hurries through more than some 300, memory
grows with them (427 MB up to 60, 697 MB at 230), and half a minute of sound would come without a sign of progress."""

Phonemes = Callable[[str], list[list[str]]]
"""The phones of a text's words, in IPA."""

_BREAK = re.compile(r"[,;:.!?…]+(?=[\s\"'”’»)\]]|$)|[。、！？，；：…—–()«»“”„\"\[\]]+|\s--?\s")
_LETTERS = dict(zip("。、！？，；：–-()", ".,!?,;:——,,", strict=True))
_STRONGEST = "?!….;:—,"
"""Of several marks in a row the one that is heard, the strongest first."""
SENTENCE_ENDS = ".!?…"


class _Stretch(NamedTuple):
    """Some of a text that is said in one go."""

    words: list[list[str]]
    mark: str
    """What follows; '' for nothing."""


def read_text(request: Request, phonemes: Phonemes, accent: Accent) -> list[Voiced]:
    """The phones and pauses of a text, in order; [] where it says nothing."""
    stretches = list(_stretches(request, phonemes))
    sounds = [Sound(tuple(word), (i,) * len(word)) for i, each in enumerate(stretches) for word in each.words]
    text = request.text
    written = worded(text, Speakable(text, Tracked.of(text)))
    known = {text[each.at : each.at + each.length]: tuple(split_ipa(each.ipa)) for each in request.pronounced}
    single = {
        word: known.get(word) or tuple(phone for each in phonemes(word) for phone in each)
        for word in {text[slice(*place)] for place in written.words}
    }
    places = [place for place, sound in shared(written, sounds, single) for _ in sound.phones]
    return list(_voiced(stretches, iter(places), accent))


def _stretches(request: Request, phonemes: Phonemes) -> Iterator[_Stretch]:
    """The text cut at its marks and around words with known sounds."""
    done = 0
    for known in request.pronounced:
        if known.at < done:
            continue
        yield from _marked(request.text[done : known.at], phonemes)
        yield _Stretch([split_ipa(known.ipa)], "")
        done = known.at + known.length
    yield from _marked(request.text[done:], phonemes)


def _marked(text: str, phonemes: Phonemes) -> Iterator[_Stretch]:
    at = 0
    for found in _BREAK.finditer(text):
        yield _Stretch(_said(text[at : found.start()], phonemes), _mark(found[0]))
        at = found.end()
    yield _Stretch(_said(text[at:], phonemes), "")


def _said(text: str, phonemes: Phonemes) -> list[list[str]]:
    return phonemes(text) if any(map(str.isalnum, text)) else []


def _mark(text: str) -> str:
    marks = {_LETTERS.get(each, each) for each in text.replace("...", "…")}
    return next((each for each in _STRONGEST if each in marks), "")


def _voiced(stretches: Iterable[_Stretch], places: Iterator[tuple[int, int]], accent: Accent) -> Iterator[Voiced]:
    space = ""
    said = False
    for stretch in stretches:
        for word in stretch.words:
            for phone in word:
                start, end = next(places)
                yield Voiced(phone.strip(f"ˌ-{TONES}"), space + spell(phone, accent), start, end - start)
                space = ""
            space, said = " ", True
        if stretch.mark and said:
            yield Voiced("", f"{stretch.mark} ")
            space, said = "", False


# -------------------------------------------------------------------------------------------------------------- pieces


def split_pieces(voiced: Sequence[Voiced], most: int = MOST_LETTERS) -> list[list[Voiced]]:
    """Pieces of at most `most` letters that end with a sentence if they can, else a clause, a word, or anywhere."""
    return _packed(voiced, most, 0)


def _packed(voiced: Sequence[Voiced], most: int, level: int) -> list[list[Voiced]]:
    pieces: list[list[Voiced]] = [[]]
    for unit in _units(voiced, level):
        if _size(pieces[-1]) + _size(unit) <= most:
            pieces[-1] += unit
        elif _size(unit) <= most:
            pieces.append(unit)
        else:
            pieces += [*_packed(unit, most, level + 1), []]
    return [piece for piece in pieces if piece]


def _size(voiced: Iterable[Voiced]) -> int:
    return sum(len(each.letters) for each in voiced)


def _units(voiced: Sequence[Voiced], level: int) -> Iterator[list[Voiced]]:
    """Sentences (level 0), clauses, words or single phones."""
    unit: list[Voiced] = []
    for each in voiced:
        if level == 3 or (level == 2 and each.letters.startswith(" ")):
            if unit:
                yield unit
            unit = []
        unit.append(each)
        if level < 2 and not each.phone and each.letters[0] in (SENTENCE_ENDS, MARKS)[level]:
            yield unit
            unit = []
    if unit:
        yield unit
