"""Spoken phones matched to the syllables that are written under notes.

A voice says a line as it likes: "fire" with one vowel or two, French "belle" without its last, "every" with two. The
notes say how many there are. Both are brought together by the cheapest path (dynamic programming) over what notes and
vowels may do with each other: a note takes a vowel, or several that run together, or goes on with the one before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from avatar.lipsync.visemes import is_vowel, targets


class SpokenPhone(NamedTuple):
    """A phone of a line as the voice spoke it."""

    name: str
    """IPA without marks of stress."""
    start: float
    """Seconds from the start of the spoken sound."""
    end: float
    word: int = -1
    """Number of its word in the line; -1 where nobody knows."""
    stressed: bool = False

    @property
    def seconds(self) -> float:
        return self.end - self.start


class WrittenSyllable(NamedTuple):
    """What is written under one note."""

    text: str
    first_word: int
    last_word: int
    """The same as the first but for an elision, which ends one word and begins the next."""
    begins: bool = True


class Syllable(NamedTuple):
    """The phones of one note, in order: onset, held vowel, glide, coda."""

    onset: tuple[SpokenPhone, ...]
    vowel: SpokenPhone | None
    """What is held; None: the note goes on with the vowel of the one before."""
    glide: tuple[SpokenPhone, ...] = ()
    """The later part of a diphthong: it turns at the end."""
    coda: tuple[SpokenPhone, ...] = ()


class Matched(NamedTuple):
    """Syllables, one a written one, and where the two disagreed."""

    syllables: tuple[Syllable, ...]
    spread: tuple[int, ...]
    """Numbers of written syllables for which the voice said no vowel: they go on with the one before."""
    joined: tuple[int, ...]
    """Numbers of those that hold vowels of several spoken syllables, not counting elisions."""


class _Unit(NamedTuple):
    """What a note could be sung on: a vowel with its glide, or a consonant that can be one."""

    first: int
    """Index of its first phone."""
    after: int
    vowel: bool
    """False: a nasal or a doubled stop, which is a note of its own only where one is written for it."""
    word: int


MOST_JOINED = 5
"""Vowels on one note, at most."""

WRONG_WORD = 7.0
"""Cost of a vowel on a note that another word is written under."""
NO_VOWEL = 3.0
"""Cost of a note that goes on with the vowel before it."""
NO_NASAL = 6.0
"""Cost of a note on a consonant that nothing written calls for."""
LIKE_VOWEL, LIKE_ONSET = 0.5, 0.4
"""Costs of letters that don't look like the sound: spellings are no rules, so that they only decide between equals."""

_JOINED_HIATUS, _JOINED_SCHWA, _JOINED_OTHER = 1.0, 1.6, 2.6
"""Cost of two vowels on one note: side by side ("fi-re"), the second one a schwa ("ev(e)ry"), anything else."""

_DIPHTHONGS = frozenset(
    {"aɪ", "eɪ", "oʊ", "əʊ", "aʊ", "ɔɪ", "ɔø", "ɔʏ", "ɔʊ", "ʌʊ", "ɛɪ", "œʏ", "ɑɪ", "ɑʊ", "ɛʊ", "oɪ"}
)
_SYLLABIC = "\u0329"
_SCHWAS = frozenset("əɐɚɜ")
_TIES = "\u0361\u035c"
_MARKS = "ˈˌ-'"

# Two consonants that begin a syllable together: a stop or f-like sound before a liquid or glide, s before a stop.
_FIRSTS, _SECONDS = frozenset("pbtdkɡfvθcgsʃ"), frozenset("lɹrʁɾjwʋʀɥ")
_NOT_TOGETHER = frozenset({"tl", "dl", "θl", "sr", "sɹ", "vl"})
_AFTER_S = frozenset("ptkmn")


def split_phone(phone: SpokenPhone) -> list[SpokenPhone]:
    """A phone as engines tell it in parts that can be placed each for itself: `aɪə` as `a`, `ɪ`, `ə`; `əl` as `ə`, `l`.

    Affricates and marks stay with their letters. Each part gets its share of the time.
    """
    parts = _letters(phone.name)
    if len(parts) < 2:
        return [phone._replace(name=parts[0] if parts else "")]
    shares = [_share(part, parts) for part in parts]
    found, at = [], phone.start
    for part, share in zip(parts, shares, strict=True):
        end = at + phone.seconds * share / sum(shares)
        found.append(phone._replace(name=part, start=at, end=end))
        at = end
    return found


def _share(part: str, parts: Sequence[str]) -> float:
    vowels = [each for each in parts if is_vowel(each)]
    return 1.5 if is_vowel(part) and part == vowels[0] and len(vowels) > 1 else 1.0


@lru_cache(maxsize=4096)
def _letters(name: str) -> tuple[str, ...]:
    """Letters with their marks; consonants that stand together are one, vowels are one each."""
    parts: list[str] = []
    for letter in unicodedata.normalize("NFC", name.strip(_MARKS)):
        mark = unicodedata.category(letter) in ("Mn", "Lm", "Sk") or letter in "ːˑ" or letter in _TIES
        if mark or letter in _MARKS:
            if parts and letter not in _MARKS:
                parts[-1] += letter
            continue
        if parts and not is_vowel(parts[-1]) and not is_vowel(letter):
            parts[-1] += letter
        else:
            parts.append(letter)
    return tuple(parts)


def find_units(phones: Sequence[SpokenPhone]) -> list[_Unit]:
    """What notes could be sung on, in order; `phones` are split and without silences."""
    units: list[_Unit] = []
    at = 0
    while at < len(phones):
        phone = phones[at]
        after = at + 1
        if is_vowel(phone.name) or _SYLLABIC in phone.name:
            if after < len(phones) and phones[after].word == phone.word and _glides(phone.name, phones[after].name):
                after += 1
            units.append(_Unit(at, after, True, phone.word))
        elif at and _could_be_note(phones, at):
            units.append(_Unit(at, after, False, phone.word))
        at = after
    return units


def _glides(vowel: str, after: str) -> bool:
    bare = _bare(vowel), _bare(after)
    return "".join(bare) in _DIPHTHONGS or "\u032f" in after


def _bare(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if letter.isalpha() and letter not in "ːˑ")[
        :1
    ]


def _could_be_note(phones: Sequence[SpokenPhone], at: int) -> bool:
    """A nasal before a consonant or at the end (Japanese ん), the first of two equal stops (っ)."""
    following = phones[at + 1].name if at + 1 < len(phones) else ""
    manner = targets(phones[at].name)[0].manner if targets(phones[at].name) else ""
    if manner == "nasal":
        return not following or not is_vowel(following)
    return manner == "stop" and _bare(phones[at].name) == _bare(following)


# ------------------------------------------------------------------------------------------------------------- matching


def match(written: Sequence[WrittenSyllable], phones: Iterable[SpokenPhone]) -> Matched:
    """The phones of a line shared out to what is written under its notes.

    `phones`: without silences. Every phone is on some note; a written syllable without a vowel of its own is told.
    Where the voice said nothing, nothing is matched.
    """
    parts = [part for phone in phones for part in split_phone(phone) if part.name]
    units = find_units(parts)
    if not written or not any(unit.vowel for unit in units):
        return Matched(tuple(Syllable((), None) for _ in written), tuple(range(len(written))), ())
    groups = _path(written, units, parts)
    syllables = _shared(groups, units, parts)
    spread = tuple(number for number, group in enumerate(groups) if not group)
    joined = tuple(
        number
        for number, group in enumerate(groups)
        if sum(units[each].vowel for each in group) > 1 + written[number].last_word - written[number].first_word
        and not all(_hiatus(units[one], units[one + 1]) for one in group[:-1])
    )
    return Matched(syllables, spread, joined)


def _path(
    written: Sequence[WrittenSyllable], units: Sequence[_Unit], phones: Sequence[SpokenPhone]
) -> list[tuple[int, ...]]:
    """Numbers of the units of each written syllable, by the least sum of costs; () for one that goes on."""
    infinite = float("inf")
    rows, columns = len(written), len(units)
    cost = [[infinite] * (columns + 1) for _ in range(rows + 1)]
    took = [[0] * (columns + 1) for _ in range(rows + 1)]
    cost[0][0] = 0.0
    reach = max(MOST_JOINED, columns - rows + 2)
    for row in range(rows):
        # A path can't be farther from the diagonal than what the other side can catch up with.
        for column in range(columns + 1):
            if cost[row][column] == infinite:
                continue
            here = cost[row][column]
            if column and here + NO_VOWEL < cost[row + 1][column]:
                cost[row + 1][column], took[row + 1][column] = here + NO_VOWEL + _eager(written[row]), 0
            total = 0.0
            for count in range(1, min(reach, columns - column) + 1):
                total += _join_cost(units, phones, column, count)
                if count > MOST_JOINED and row + 1 < rows:
                    break
                step = here + total + _group_cost(written[row], units[column : column + count], phones)
                if step < cost[row + 1][column + count]:
                    cost[row + 1][column + count], took[row + 1][column + count] = step, count
    return _traced(cost, took, rows, columns)


def _traced(cost: list[list[float]], took: list[list[int]], rows: int, columns: int) -> list[tuple[int, ...]]:
    if cost[rows][columns] == float("inf"):  # far too many vowels for the notes: the last note takes what is over
        best = max(column for column in range(columns + 1) if cost[rows][column] < float("inf"))
        groups = _traced(cost, took, rows, best)
        groups[-1] = tuple(range(groups[-1][0] if groups[-1] else best, columns))
        return groups
    groups = []
    column = columns
    for row in range(rows, 0, -1):
        count = took[row][column]
        groups.append(tuple(range(column - count, column)))
        column -= count
    return groups[::-1]


def _eager(written: WrittenSyllable) -> float:
    """What else it costs that a written syllable gets no vowel of its own: least for a mute e, and for what begins with
    a vowel, which goes on more smoothly."""
    letters = written.text.casefold().strip("'’.,!?;: ")
    mute = letters.endswith(("e", "es", "ent", "ed", "er", "re", "ー")) and not written.begins
    return (-0.4 if mute else 1.0 if written.begins else 0.0) + (0.3 if _look(letters)[0] else 0.0)


def _join_cost(units: Sequence[_Unit], phones: Sequence[SpokenPhone], column: int, count: int) -> float:
    """Cost of the last of `count` units from `column` on being on one note with those before."""
    unit = units[column + count - 1]
    if count == 1 or not unit.vowel:
        return 0.0
    before = next((each for each in reversed(units[column : column + count - 1]) if each.vowel), None)
    if before is None:
        return 0.0
    if _hiatus(before, unit):
        return _JOINED_HIATUS
    return _JOINED_SCHWA if _bare(phones[unit.first].name) in _SCHWAS else _JOINED_OTHER


def _hiatus(before: _Unit, unit: _Unit) -> bool:
    return before.after == unit.first


def _group_cost(written: WrittenSyllable, group: Sequence[_Unit], phones: Sequence[SpokenPhone]) -> float:
    cost = sum(
        WRONG_WORD for unit in group if unit.word >= 0 and not written.first_word <= unit.word <= written.last_word
    )
    consonant, vowel = _look(written.text)
    if not any(unit.vowel for unit in group):
        if len(group) > 1:
            return float("inf")
        nasal = targets(phones[group[0].first].name)[0].manner == "nasal"
        called_for = not vowel and (consonant in ("n", "m") if nasal else not consonant)
        return cost + (0.0 if called_for else NO_NASAL)
    held = phones[_held(group, phones).first].name
    if not vowel:
        cost += LIKE_VOWEL if written.text else 0.0
    elif not _alike(vowel, held):
        cost += LIKE_VOWEL
    first = group[0].first
    onset = _bare(phones[first - 1].name) if first and not is_vowel(phones[first - 1].name) else ""
    if consonant and (not onset or not _consonants_alike(consonant, onset)):
        cost += LIKE_ONSET
    return cost


def _held(group: Sequence[_Unit], phones: Sequence[SpokenPhone]) -> _Unit:
    """The vowel of a group that is held: the stressed one, else the first that is no schwa, else the first."""
    vowels = [unit for unit in group if unit.vowel] or list(group)
    stressed = [unit for unit in vowels if phones[unit.first].stressed]
    full = [unit for unit in vowels if _bare(phones[unit.first].name) not in _SCHWAS]
    return (stressed or full or vowels)[0]


def _shared(
    groups: Sequence[tuple[int, ...]], units: Sequence[_Unit], phones: Sequence[SpokenPhone]
) -> tuple[Syllable, ...]:
    """Every phone to its syllable: consonants between two vowels go with the later one if a word could begin so."""
    helds = [_held([units[each] for each in group], phones) if group else None for group in groups]
    spans = [(units[group[0]].first, units[group[-1]].after) if group else None for group in groups]
    found: list[Syllable] = []
    begun = 0
    for number, (held, span) in enumerate(zip(helds, spans, strict=True)):
        if held is None or span is None:
            found.append(Syllable((), None))
            continue
        later = next((each for each in spans[number + 1 :] if each is not None), None)
        ends = len(phones) if later is None else _boundary(phones, span[1], later[0])
        onset = tuple(phones[begun : held.first])
        glide = tuple(phones[held.first + 1 : held.after])
        coda = tuple(phones[held.after : ends])
        if coda and not glide and is_vowel(coda[0].name):  # a second vowel on the same note turns like a diphthong
            glide, coda = coda[:1], coda[1:]
        found.append(Syllable(onset, phones[held.first], glide, coda))
        begun = ends
    return _coda_last(found)


def _coda_last(syllables: Sequence[Syllable]) -> tuple[Syllable, ...]:
    """Glide and coda of a vowel that goes on over several notes, on the last of them."""
    found = list(syllables)
    for number in range(len(found) - 1):
        here, following = found[number], found[number + 1]
        if following.vowel is None and not following.onset:
            found[number] = here._replace(glide=(), coda=())
            found[number + 1] = following._replace(glide=here.glide, coda=here.coda)
    return tuple(found)


def _boundary(phones: Sequence[SpokenPhone], after: int, first: int) -> int:
    """Index of the phone that begins the later syllable, between one vowel's end and the next one's start."""
    middle = list(range(after, first))
    word_starts = [at for at in (*middle, first) if at and phones[at].word != phones[at - 1].word]
    if word_starts:
        return word_starts[-1]
    if not middle:
        return first
    at = first - 1
    while at - 1 >= after and _begin_together(phones[at - 1].name, phones[at].name):
        at -= 1
    return at


def _begin_together(one: str, after: str) -> bool:
    a, b = _bare(one), _bare(after)
    if len(one) == 1 and a in "sʃ" and b in _AFTER_S:
        return True
    return a in _FIRSTS and b in _SECONDS and a + b not in _NOT_TOGETHER


# --------------------------------------------------------------------------------------------- what spellings look like

_VOWEL_LETTERS = {
    "a": "aæɑʌɐəeɛɔɒä", "e": "eɛəiɪɜœøaɐ", "i": "iɪaəj", "o": "oɔɒʌuʊəɑwøœ", "u": "uʊʌyɯɜəɪjwʏ", "y": "iɪaəyʏ",
    "ä": "ɛeæ", "ö": "øœ", "ü": "yʏ", "é": "e", "è": "ɛe", "ê": "ɛe", "à": "a", "â": "aɑ", "ô": "o", "î": "i",
    "û": "yu",
    "á": "a", "í": "i", "ó": "oɔ", "ú": "u", "ì": "i", "ò": "ɔo", "ù": "u", "œ": "œøe",
}  # fmt: skip
"""Vowels that a written one often stands for, in the languages that are sung here."""

_CONSONANT_LETTERS = {
    "c": "kstʃθɕ", "g": "ɡdʒʒɣɟ", "j": "jdʒʒxhɕ", "q": "k", "x": "ksɡzʃ", "z": "zstθdʑ", "s": "szʃʒɕ", "t": "tdθðʃɾc",
    "d": "dðɾ", "h": "hɦçɸʔ", "w": "wvʋ", "v": "vfbβ", "b": "bβp", "r": "ɹrʁɾɽʀ", "y": "jʝ", "n": "nŋɲɴm", "ch": "",
    "p": "pf", "k": "kɡn", "f": "fɸh", "l": "lʎɫɾɽj", "m": "m", "ñ": "ɲ", "ç": "s", "ß": "s",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _look(text: str) -> tuple[str, str]:
    """The first consonant letter before the first vowel letter, and that; '' where there is none. Kana are spelled."""
    consonant = ""
    letters = _latin(text.casefold())
    for at, letter in enumerate(letters):
        plain = unicodedata.normalize("NFD", letter)[:1]
        glide = letter == "y" and letters[at + 1 : at + 2].isalpha()
        if not glide and (letter in _VOWEL_LETTERS or plain in "aeiou"):
            return consonant, letter if letter in _VOWEL_LETTERS else plain
        if letter.isalpha() and not consonant:
            consonant = letter
    return consonant, ""


def _latin(text: str) -> str:
    """Kana by their names ("HIRAGANA LETTER SMALL TU"); everything else as it is."""
    found = []
    for letter in text:
        name = unicodedata.name(letter, "")
        if name.startswith(("HIRAGANA LETTER", "KATAKANA LETTER")):
            sound = name.split()[-1].lower()
            found.append("" if "SMALL TU" in name else sound)
        else:
            found.append(letter)
    return "".join(found)


def _alike(letter: str, phone: str) -> bool:
    return any(each in _VOWEL_LETTERS.get(letter, letter) for each in _bare(phone))


def _consonants_alike(letter: str, sound: str) -> bool:
    return sound == letter or sound in _CONSONANT_LETTERS.get(letter, "")
