"""Text to phones: what phonemizer (espeak-ng) says a text sounds like, without times.

    text ─ sentences ─ clean ─> what is said ─ espeak-ng ─> phones ─ written ─> the phones of each written word

One backend for each language is kept alive: starting one takes up to 80 ms, a sentence after that 0.3 ms. espeak-ng
and phonemizer hold state of the sentence that they are at, so one thread at a time may ask.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar import installer, library
from avatar.errors import LipSyncError
from avatar.silent import without_sound
from avatar.tags import primary
from avatar.text import sentences, written
from avatar.text.clean import speakable
from avatar.text.written import Alone, Sound, Worded, worded

if TYPE_CHECKING:
    from phonemizer.backend import EspeakBackend

PRIMARY, SECONDARY = "ˈ", "ˌ"
"""The stress marks; they stand before the stressed vowel's phone."""

_CLAUSE_END = re.compile(r"[.,;:!?…—–\n()\[\]{}«»“”\"、。，！？；：．।॥؟،؛۔]+(?=\s|$)|[、。，！？；：।॥…—\n]+")
"""Marks at which a speaker may stop: the marks of the scripts that espeak-ng reads."""

_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
"""A word that is said as it is written."""
_IDEOGRAPHS = "\u2e80"
"""The first of them: kanji are said as their kana."""

_MANDARIN = "cmn-latn-pinyin"
"""espeak-ng's voice for Mandarin; the one called `cmn` reads most characters as English spellings of their pinyin."""
_ALIASES = {
    "en": "en-us", "fr": "fr-fr", "cmn": _MANDARIN, "zh": _MANDARIN, "zh-cn": _MANDARIN, "zh-tw": _MANDARIN,
    "zh-hk": "yue", "no": "nb", "iw": "he", "in": "id", "sh": "hr", "tl": "fil", "pt-pt": "pt", "hy": "hy",
    "el-gr": "el",
}  # fmt: skip
"""BCP 47 tags whose espeak-ng voice has another name."""


_ONE_AT_A_TIME = threading.Lock()


class SoundedWord(NamedTuple):
    """One written word as it sounds; a number that is said as four words is one."""

    phones: tuple[str, ...]
    """IPA, with stress marks; never ()."""
    text: str
    """As written, with the signs that are read out (`$5`), without the marks around it."""
    at: int
    """Index of its first character in the text."""


class SoundedClause(NamedTuple):
    """Words said in one go, up to a mark where a speaker may stop."""

    words: tuple[SoundedWord, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(phone for word in self.words for phone in word.phones)


class _Piece(NamedTuple):
    """A sentence or so of the text."""

    at: int
    """Index of its first character in the text."""
    text: Worded
    lines: tuple[str, ...]
    """What is said of it, clause by clause."""


def phonemize(text: str, language: str) -> tuple[SoundedClause, ...]:
    """The phones of a text in a language (BCP 47), clause by clause; () where there is nothing to say.

    Numbers, signs and short forms are read as a voice would read them (`avatar.text.clean`); every word of the text
    that is spoken is there, with its place. Raises LipSyncError where espeak-ng is missing or speaks no such language.
    """
    pieces = [piece for clause in sentences.split(text) if (piece := _piece(clause, language)).lines]
    if not pieces:
        return ()
    single = dict(asked for piece in pieces for asked in _to_ask(piece.text, language))
    with _ONE_AT_A_TIME:
        espeak = backend(language)
        said = iter(_phones(espeak, [line for piece in pieces for line in piece.lines]))
        phones = [tuple(chain.from_iterable(words)) for words in _phones(espeak, list(single.values()))]
    alone = dict(zip(single, phones, strict=True))
    return tuple(clause for piece in pieces for clause in _clauses(piece, said, alone))


def language_name(language: str) -> str:
    """What a language (BCP 47) is called in English, without its region. Raises LipSyncError as `phonemize` does."""
    with _ONE_AT_A_TIME:
        espeak = backend(language)
        return _bare_name(espeak.supported_languages()[espeak.language])


def language_tags() -> dict[str, str]:
    """The English name of each language that espeak-ng speaks, in small letters, to its tag without region."""
    with _ONE_AT_A_TIME:
        names = backend("en").supported_languages()
    found: dict[str, str] = {}
    for tag, name in names.items():
        found.setdefault(_bare_name(name).lower(), primary(tag))
    return found


def _bare_name(name: str) -> str:
    """espeak-ng's name of a voice, as "French (France)", without what follows the language's."""
    return name.partition("(")[0].strip()


def _piece(clause: sentences.Clause, language: str) -> _Piece:
    said = speakable(clause.text, language)
    return _Piece(clause.start, worded(clause.text, said), tuple(_lines(said.text)))


def _lines(text: str) -> Iterator[str]:
    """Each clause that holds a letter or a digit."""
    for line in _CLAUSE_END.split(text):
        if any(letter.isalnum() for letter in line):
            yield line.replace("\n", " ")


def _to_ask(text: Worded, language: str) -> Iterator[tuple[str, str]]:
    """Each word of a text, and how to ask for it alone: what a voice would say of it, on one line."""
    for start, end in text.spoken:
        word = text.said.text[start:end]
        yield word, word
    for start, end in text.words:
        word = text.text[start:end]
        as_written = _LETTERS.fullmatch(word) and max(word) < _IDEOGRAPHS
        yield word, word if as_written else " ".join(speakable(word, language).text.split())


def _phones(espeak: EspeakBackend, lines: Sequence[str]) -> list[list[tuple[str, ...]]]:
    """The phones of each word of each line, as espeak-ng makes words of them."""
    from phonemizer.separator import Separator

    spoken = espeak.phonemize(list(lines), separator=Separator(phone="\t", word="\n", syllable=None), strip=True)
    words = ([tuple(filter(None, word.split("\t"))) for word in line.split("\n")] for line in spoken)
    return [[phones for phones in line if phones] for line in words]


def _clauses(piece: _Piece, said: Iterator[list[tuple[str, ...]]], alone: Alone) -> Iterator[SoundedClause]:
    """A piece's clauses, each taken from `said`; a written word that a clause ends within joins it with the next."""
    sounds = [Sound(p, (number,) * len(p)) for number, _ in enumerate(piece.lines) for p in next(said)]
    words: list[SoundedWord] = []
    last = 0
    for place, sound in written.shared(piece.text, sounds, alone):
        if words and sound.clauses[0] != last:
            yield SoundedClause(tuple(words))
            words = []
        words.append(SoundedWord(sound.phones, piece.text.text[slice(*place)], piece.at + place.start))
        last = sound.clauses[-1]
    if words:
        yield SoundedClause(tuple(words))


@lru_cache(maxsize=16)
def backend(language: str) -> EspeakBackend:
    """phonemizer's espeak backend for a language (BCP 47), started once and kept. Not for two threads at once.

    Raises LipSyncError where espeak-ng or phonemizer is missing, or espeak-ng speaks no such language.
    """
    espeak = library.espeak()
    try:
        from phonemizer.backend import EspeakBackend
        from phonemizer.backend.espeak.wrapper import EspeakWrapper
    except ImportError as error:
        raise LipSyncError(
            "phonemizer is not installed", remedy=f"Install it: {installer.for_library('phonemizer')}"
        ) from error

    EspeakWrapper.set_library(espeak.library)
    EspeakWrapper.set_data_path(str(espeak.data) if espeak.data else None)
    settings: dict[str, Any] = {
        "with_stress": True,
        "language_switch": "remove-flags",
        "words_mismatch": "ignore",
        "logger": _quiet(),
    }
    for name in _espeak_names(language):
        try:
            with without_sound():
                return EspeakBackend(name, **settings)
        except RuntimeError:
            continue  # this name is none of espeak-ng's: try the next
        except OSError as error:  # it works on a copy of the library in a temporary folder
            raise LipSyncError(f"espeak-ng can't be loaded: {error}", remedy="Free some disk space.") from error
    raise LipSyncError(
        f"espeak-ng does not speak {language!r}", remedy="`espeak-ng --voices` lists the languages that it speaks."
    )


def _quiet() -> logging.Logger:
    """A silent logger for phonemizer, which warns of every borrowed word, although that is no fault of the text."""
    logger = logging.getLogger("avatar.lipsync.phonemizer")
    logger.setLevel(logging.ERROR)
    return logger


def _espeak_names(language: str) -> list[str]:
    """What espeak-ng may call a language, likeliest first."""
    tag = language.strip().replace("_", "-").lower()
    short = primary(tag)
    names = [tag, _ALIASES.get(tag, tag), _ALIASES.get(short, short), short]
    if tag in _ALIASES:
        names.insert(0, _ALIASES[tag])
    return list(dict.fromkeys(name for name in names if name))
