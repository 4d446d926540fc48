"""The words of a line: as they are read, as a voice gets them, and which of them is under which note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from avatar.lipsync.visemes import is_vowel
from avatar.song.score import SungNote
from avatar.song.syllables import SpokenPhone, Syllable, WrittenSyllable, match
from avatar.tags import base

WITHOUT_BLANKS = frozenset({"ja", "zh", "yue", "th"})
"""Languages that are written without blanks: their words are no help, and a voice reads a line as one."""


@dataclass(frozen=True)
class LineText:
    """The words of a line: to be read, to be spoken, and under which note."""

    shown: str
    """As the listener reads them."""
    spoken: str
    """As the voice gets them: without the commas that it would pause at."""
    written: tuple[WrittenSyllable, ...]
    places: tuple[tuple[int, int], ...]
    """Of each written syllable in `shown`: index and length."""
    words: tuple[tuple[int, int], ...]
    """Of each word in `spoken`: index and length."""
    notes: tuple[tuple[SungNote, ...], ...]
    """Of each written syllable: its note, and those that go on with it."""


def read_line(notes: Sequence[SungNote], language: str) -> LineText:
    """The words of a line's notes. A note that begins it without a syllable is sung on "ah"."""
    blank = "" if base(language) in WITHOUT_BLANKS else " "
    shown = spoken = ""
    written: list[WrittenSyllable] = []
    places: list[tuple[int, int]] = []
    words: list[list[int]] = []
    groups: list[list[SungNote]] = []
    for note in notes:
        if not note.syllable and groups:
            groups[-1].append(note)
            continue
        pieces = (note.syllable or "ah").split()
        first = place = -1
        for number, piece in enumerate(pieces):
            if note.begins or number or not words:
                shown += blank if shown else ""
                spoken += blank if spoken else ""
                words.append([len(spoken), 0])
            place = len(shown) if place < 0 else place
            first = len(words) - 1 if first < 0 else first
            shown += piece
            spoken += _unpunctuated(piece)
            words[-1][1] = len(spoken) - words[-1][0]
        written.append(WrittenSyllable(" ".join(pieces), first, len(words) - 1, note.begins))
        places.append((place, len(shown) - place))
        groups.append([note])
    return LineText(
        shown, spoken, tuple(written), tuple(places), tuple((at, length) for at, length in words),
        tuple(map(tuple, groups)),
    )  # fmt: skip


_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
"""A letter written three times or more: "ooooh" is said as "ooh"."""


def _unpunctuated(piece: str) -> str:
    piece = _DRAWN_OUT.sub(r"\1\1", piece)
    return "".join(
        letter for letter in piece if letter.isalnum() or letter in "'’-ー" or letter.isspace() or _marks(letter)
    )


def _marks(letter: str) -> bool:
    """Combining accents and vowel signs belong to their letters."""
    return unicodedata.category(letter) in ("Mn", "Mc")


# ------------------------------------------------------------------------------- what is sung and not spoken, and hums

_HUM = re.compile(r"h?m+h?m*", re.IGNORECASE)
_HUMMED = "/əm/"
"""How a voice is told to say "mm": alone it would be spelled. Its vowel is not sung."""
_WEAK_E = re.compile(r"(?<=\w)(e|es|ent)$", re.IGNORECASE)


def _is_hum(text: str) -> bool:
    return bool(_HUM.fullmatch(_unpunctuated(text)))


def find_hums(text: LineText) -> dict[str, str]:
    """Pronunciations of the words that are hummed: "mm", "hmm"."""
    words = (text.spoken[at : at + length] for at, length in text.words)
    return {word: _HUMMED for word in words if _is_hum(word)}


def hummed(syllables: Sequence[Syllable], written: Sequence[WrittenSyllable]) -> list[Syllable]:
    """Hums as their nasal alone, with the lips shut; all other syllables as they are.

    The nasal of one may stand at the start of the next syllable, where a voice tells words a little early.
    """
    found = list(syllables)
    for number, each in enumerate(written):
        syllable = found[number]
        if not _is_hum(each.text):
            continue
        following = found[number + 1].onset if number + 1 < len(found) else ()
        nasals = [p for p in (*syllable.coda, *syllable.onset, *following) if p.name.startswith("m")]
        if nasals:
            found[number] = Syllable((), nasals[0])
            if nasals[0] in following:
                found[number + 1] = found[number + 1]._replace(onset=following[following.index(nasals[0]) + 1 :])
    return found


def find_missing_vowels(text: LineText, phones: Sequence[SpokenPhone], language: str) -> dict[str, str]:
    """Pronunciations, in IPA, with a schwa for written syllables in which the voice said none: the e of French "lune",
    which is sung and not spoken, and vowels that speech leaves out between consonants ("ev-er-y")."""
    found: dict[str, str] = {}
    for number in match(text.written, phones).spread:
        written = text.written[number]
        own = [phone for phone in phones if phone.word in (written.last_word, -1)]
        if not own or written.begins:
            continue
        at, length = text.words[written.last_word]
        last = number + 1 == len(text.written) or text.written[number + 1].begins
        names = [("ˈ" if phone.stressed else "") + phone.name.strip("-") for phone in own]
        if last and base(language) == "fr" and _WEAK_E.search(_unpunctuated(written.text)):
            found[text.spoken[at : at + length]] = f"/{''.join(names)}ə/"
        elif not last and (gap := _gap(own)):
            found[text.spoken[at : at + length]] = f"/{''.join([*names[:gap], 'ə', *names[gap:]])}/"
    return found


def _gap(phones: Sequence[SpokenPhone]) -> int:
    """Where a vowel fits in: between the last two consonants together that have vowels on both sides; 0 nowhere."""
    vowels = [is_vowel(phone.name) for phone in phones]
    places = [
        at
        for at in range(1, len(phones) - 1)
        if not vowels[at - 1] and not vowels[at] and any(vowels[: at - 1]) and any(vowels[at + 1 :])
    ]
    return places[-1] if places else 0
