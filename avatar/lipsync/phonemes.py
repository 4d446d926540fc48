"""Text to phones: what phonemizer (espeak-ng) says a text sounds like, without times.

One backend for each language is kept alive: starting one takes up to 80 ms, a sentence after that 0.3 ms. espeak-ng
and phonemizer hold state of the sentence that they are at, so one thread at a time may ask.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar import installer, library
from avatar.errors import LipSyncError
from avatar.tags import primary

if TYPE_CHECKING:
    from phonemizer.backend import EspeakBackend

PRIMARY, SECONDARY = "ˈ", "ˌ"
"""The stress marks; they stand before the stressed vowel's phone."""

_CLAUSE_END = re.compile(r"[.,;:!?…—–\n()\[\]{}«»“”\"、。，！？；：．।॥؟،؛۔]+(?=\s|$)|[、。，！？；：।॥…—\n]+")
"""Marks at which a speaker may stop: the marks of the scripts that espeak-ng reads."""

_UNSPEAKABLE = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
"""Control characters, at which C's strings may end, and halves of surrogate pairs, which no encoding takes."""

_WRITTEN = re.compile(r"[^\W_](?:\S*\w)?")
"""A word as it stands in the text, without the marks around it."""

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
    """One word as it sounds."""

    phones: tuple[str, ...]
    """IPA, with stress marks."""
    text: str
    """As written in its clause; '' where espeak-ng made more or fewer words of the clause, as it does of numbers."""
    at: int
    """Index of its first character in the text; -1 where unknown."""


class SoundedClause(NamedTuple):
    """Words said in one go, up to a mark where a speaker may stop."""

    words: tuple[SoundedWord, ...]

    @property
    def phones(self) -> tuple[str, ...]:
        return tuple(phone for word in self.words for phone in word.phones)


def phonemize(text: str, language: str) -> tuple[SoundedClause, ...]:
    """The phones of a text in a language (BCP 47), clause by clause; () where there is nothing to say.

    Raises LipSyncError where espeak-ng is missing or speaks no such language.
    """
    spans = list(_clauses(_UNSPEAKABLE.sub(" ", text)))
    if not spans:
        return ()
    with _ONE_AT_A_TIME:
        espeak = backend(language)
        from phonemizer.separator import Separator

        lines = espeak.phonemize(
            [line for _, line in spans], separator=Separator(phone="\t", word="\n", syllable=None), strip=True
        )
    clauses = [_clause(at, line, ipa) for (at, line), ipa in zip(spans, lines, strict=True)]
    return tuple(clause for clause in clauses if clause.words)


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """Index and text of each clause that holds a letter or a digit."""
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _CLAUSE_END.finditer(text)), (len(text), len(text))]:
        line = text[start:end].replace("\n", " ")
        if any(letter.isalnum() for letter in line):
            yield start, line
        start = after


def _clause(at: int, line: str, ipa: str) -> SoundedClause:
    said = [tuple(phone for phone in word.split("\t") if phone) for word in ipa.split("\n")]
    said = [phones for phones in said if phones]
    written = list(_WRITTEN.finditer(line))
    if len(said) != len(written):
        return SoundedClause(tuple(SoundedWord(phones, "", -1) for phones in said))
    return SoundedClause(tuple(SoundedWord(p, m.group(), at + m.start()) for p, m in zip(said, written, strict=True)))


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
