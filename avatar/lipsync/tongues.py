"""In which language a recording's text is read: the one that was named, or the one that it is plainly in.

What reads texts is imported where it is used: it takes 40 ms, and a recording without a text has no use for it.
"""

from __future__ import annotations

from typing import NamedTuple

from avatar.errors import AvatarError, ConfigError, LibraryError, LipSyncError
from avatar.nearest import find_nearest

USUAL = "en"
"""Where the text does not tell."""

_CALLED = {
    "deutsch": "de", "ger": "de", "anglais": "en", "englisch": "en", "eng": "en", "francais": "fr", "français": "fr",
    "espanol": "es", "español": "es", "castellano": "es", "italiano": "it", "portugues": "pt", "português": "pt",
    "brasileiro": "pt-BR", "brazilian": "pt-BR", "nederlands": "nl", "svenska": "sv", "dansk": "da", "norsk": "nb",
    "suomi": "fi", "polski": "pl", "cesky": "cs", "čeština": "cs", "cz": "cs", "magyar": "hu", "turkce": "tr",
    "türkçe": "tr", "русский": "ru", "українська": "uk", "ελληνικά": "el", "gr": "el", "日本語": "ja", "jp": "ja",
    "中文": "zh", "mandarin": "zh", "cn": "zh", "cantonese": "yue", "한국어": "ko", "kr": "ko", "عربي": "ar",
    "farsi": "fa", "burmese": "my",
}  # fmt: skip
"""What people call a language beside its English name, each to its tag."""


class Tongue(NamedTuple):
    """The language that a text is read in."""

    tag: str
    """BCP 47."""
    note: str = ""
    """What is to be told of it, where nobody named it."""


def chosen(named: str | None, text: str, overrule: str = "") -> Tongue:
    """The language to read a text in: the one that was named, else the one that it is plainly in.

    `overrule`: what the note says of how to name another.
    """
    if named is not None or not text:
        return Tongue(named or USUAL)
    found = of_text(text)
    return found if found.tag == USUAL else found._replace(note=found.note + overrule)


def of_text(text: str) -> Tongue:
    """The language that a text is plainly in, where espeak-ng speaks it; else English, as is usual."""
    from avatar.lipsync import phonemes
    from avatar.text import detect, unsaid

    found = detect.whole(unsaid.said(text).text)
    if found in ("", USUAL):
        return Tongue(USUAL)
    try:
        name = phonemes.language_name(found)
    except LibraryError:  # without espeak-ng no text is read, which is told by whoever would
        return Tongue(USUAL)
    except LipSyncError:
        return Tongue(USUAL, f"the text looks like {found!r}, which espeak-ng does not speak: read as English")
    return Tongue(found, f"the text looks {name}: read as {found}")


def check(tag: str) -> None:
    """Raises ConfigError, with the tag that may be meant, for a language that espeak-ng does not speak."""
    from avatar.lipsync import phonemes

    try:
        phonemes.language_name(tag)
    except LibraryError:
        return
    except LipSyncError as error:
        near = _near(tag.strip().lower())
        hint = f"Did you mean {near}? " if near else "Languages are named as en, de, fr, es, pt-BR, ja, zh. "
        raise ConfigError(error.what, where="--language", remedy=f"{hint}{error.remedy}") from error


def _near(word: str) -> str:
    """The tag that may be meant by a word, with the language's name; '' where none is like it."""
    from avatar.lipsync import phonemes

    called = phonemes.language_tags() | _CALLED
    tag = called.get(word) or called.get(find_nearest(word, called, 0.75), "")
    try:
        return f"{tag} ({phonemes.language_name(tag)})" if tag else ""
    except AvatarError:
        return ""
