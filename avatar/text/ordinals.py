"""Ordinals that are written as a number with a dot: "am 3. Mai", "die 2. Klasse", "3. května", "2. sınıf"; engines read
them as plain numbers. Which number with a dot is one, `abbreviations` says; here is how it is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from avatar.text.abbreviations import counts

PATTERN = re.compile(r"(?<![\w.,])(\d{1,3})\.\s(?=([^\W\d_][\w-]*))")
"""A number with a dot, and the word that follows."""

_CZECH = (
    "první druhý třetí čtvrtý pátý šestý sedmý osmý devátý desátý jedenáctý dvanáctý třináctý čtrnáctý patnáctý "
    "šestnáctý sedmnáctý osmnáctý devatenáctý dvacátý"
).split()


@lru_cache(maxsize=512)
def in_words(number: int, language: str) -> str | None:
    """The ordinal as it stands before a masculine noun, German and Dutch ones after "der" and "de"; None where nobody
    knows it."""
    if language == "cs":
        return _czech(number)
    from num2words import num2words  # here, since loading it takes long, and few texts hold numbers

    try:
        return str(num2words(number, lang="no" if language == "nb" else language, to="ordinal"))
    except (NotImplementedError, OverflowError, TypeError, ValueError, IndexError):
        return None


def _czech(number: int) -> str | None:
    if number <= 20:
        return _CZECH[number - 1] if number else None
    if number >= 40:
        return None
    ten = "dvacátý" if number < 30 else "třicátý"
    return f"{ten} {_CZECH[number % 10 - 1]}" if number % 10 else ten


def say(match: re.Match[str], language: str) -> str | None:
    """What is said for a match of PATTERN; None where the dot ends a sentence."""
    before, after = match.string[max(0, match.start() - 120) : match.start()], match[2]
    if not (after[0].islower() or counts(before, match[1], after)):
        return None
    words = in_words(int(match[1]), language)
    inflect = _INFLECTED.get(language)
    if words and inflect:
        words = inflect(words, before.split(), after)
    return f"{words} " if words else None


# ---------------------------------------------------------------------------------------------------------- German

_OBLIQUE = frozenset(
    "am im zum beim vom dem den des einem einen eines zur einer seinem seinen seines seiner ihrem ihren ihres ihrer "
    "meinem meinen meines meiner unserem unseren unserer jedem jeden diesem diesen dieser keinem keinen keiner".split()
)
"""Words after which an ordinal ends in -en."""
_PREPOSITIONS = frozenset(
    "in an auf mit von zu nach bei seit aus während wegen vor hinter unter über neben trotz ab zwischen".split()
)
_DEFINITE = frozenset("der die das jede jedes jeder diese dieses eine seine ihre meine unsere keine".split())
_INDEFINITE = frozenset("ein kein mein dein sein ihr unser".split())
_NEUTER = re.compile(
    r"(?:Mal|Jahr|Jahrhundert|Jahrtausend|Kapitel|Semester|Stockwerk|Lebensjahr|Buch|Spiel|Tor|Kind|Quartal)"
)
_FEMININE = re.compile(
    r"(?:Klasse|Etage|Liga|Bundesliga|Runde|Auflage|Woche|Stufe|Szene|Reihe|Etappe|Minute|Stunde|Halbzeit|Generation"
    r"|Person|Wahl|Hand|Dimension|Staffel|Folge|Symphonie|Sinfonie|Republik|Armee|Division|Mannschaft|Zeile|Strophe)"
)


def german(words: str, before: Sequence[str], after: str) -> str:
    """A German ordinal, which ends in -e, with the ending that its place asks for, as far as the words around tell."""
    last = before[-1].casefold() if before else ""
    earlier = before[-2].casefold() if len(before) > 1 else ""
    if last in _OBLIQUE:
        return f"{words}n"
    if last == "der":  # the second prize, or in, of the second class
        return f"{words}n" if earlier in _PREPOSITIONS or _FEMININE.match(after) else words
    if last in _DEFINITE:
        return words
    if last in _INDEFINITE:
        return f"{words}s" if _NEUTER.match(after) else f"{words}r"
    if last in _PREPOSITIONS and _FEMININE.match(after):
        return f"{words}r"
    if last in ("bis", "ab", "seit") or last in _PREPOSITIONS:
        return f"{words}n"
    return words if _FEMININE.match(after) else f"{words}s" if _NEUTER.match(after) else f"{words}r"


# ---------------------------------------------------------------------------------------------------------- Slavic

_GENITIVE_MONTHS = frozenset(
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "ledna února března dubna května června července srpna září října listopadu prosince wieku století".split()
)


def polish(words: str, before: Sequence[str], after: str) -> str:
    """A Polish ordinal: of a month's day, feminine before a noun in -a, else as it is."""
    if after in _GENITIVE_MONTHS:
        return " ".join(_polish_genitive(word) for word in words.split())
    if after.endswith("a"):
        return " ".join(f"{word[:-1]}{'a' if word[-1] == 'y' or word[-2] in 'gk' else 'ia'}" for word in words.split())
    return words


def _polish_genitive(word: str) -> str:
    return f"{word[:-1]}ego" if word[-1] == "y" else f"{word}ego"


def czech(words: str, before: Sequence[str], after: str) -> str:
    """A Czech ordinal: of a month's day, feminine before a noun in -a, else as it is."""
    if after in _GENITIVE_MONTHS:
        return " ".join(f"{word[:-1]}{'ého' if word[-1] == 'ý' else 'ího'}" for word in words.split())
    if after.endswith("a"):
        return " ".join(f"{word[:-1]}á" if word[-1] == "ý" else word for word in words.split())
    return words


_INFLECTED: dict[str, Callable[[str, Sequence[str], str], str]] = {"de": german, "pl": polish, "cs": czech}

WITH_A_DOT = frozenset("de pl cs da nb fi hu tr".split())
"""Languages that write ordinals so."""
