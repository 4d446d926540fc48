"""How languages other than English read dates, times, money, signs and abbreviations aloud.

Their engines read plain numbers well themselves, so digits mostly stay digits; the rules here are for what engines get
wrong or leave out. A language without rules here is spoken all the same, as its engine reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from avatar.tags import base
from avatar.text import english
from avatar.text.words import WORDS, SignWords

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"


def words(language: str) -> SignWords:
    """A language's words; where it has none here, empty ones, which leave signs to the engine."""
    return WORDS.get(base(language), SignWords("", "", ""))


def rules(language: str, text: str) -> Iterable[english.ReadingRule]:
    """The rules that turn dates, signs and the like of a text into words, in the order in which they apply."""
    return english.rules(language, text) if base(language) == "en" else _rules(base(language))


@cache
def _rules(language: str) -> tuple[english.ReadingRule, ...]:
    said = WORDS.get(language)
    if said is None:
        return ()
    found: list[english.ReadingRule] = []

    def rule(pattern: str, say: str | english.NumberReading, why: str) -> None:
        found.append(english.ReadingRule(re.compile(pattern), say, why))

    if said.months:
        rule(r"(?<![\w-])(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])", lambda m: _date(m, said), "2024-03-05")
        rule(
            r"(?<![\w./])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>[12]\d{3})(?![\w/])",
            lambda m: _date(m, said),
            "5.3.2024, 05/03/2024",
        )
    if said.time:
        rule(
            r"(?<![\w:.])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?![\w:])(?:\s?Uhr\b)?", lambda m: _time(m, said), "14:30"
        )
    if said.currencies:
        sign = "|".join(map(re.escape, sorted(said.currencies, key=len, reverse=True)))
        rule(rf"(?P<s>{sign})\s?(?P<n>{_NUMBER})", lambda m: f"{m['n']} {said.currencies[m['s']]}", "€5")
        rule(rf"(?P<n>{_NUMBER})\s?(?P<s>{sign})(?!\w)", lambda m: f"{m['n']} {said.currencies[m['s']]}", "5 €")
    if said.abbreviations:
        short = "|".join(map(re.escape, sorted(said.abbreviations, key=len, reverse=True)))
        rule(rf"(?<![\w.])(?:{short})(?!\w)", lambda m: said.abbreviations[m[0]], "abbreviations")
    if said.ordinals:
        rule(rf"\b(\d{{1,4}})(?:{said.ordinals})(?!\w)", lambda m: _by_library(m[1], language, "ordinal"), "1er, 2º")
    if said.years_in_hundreds:
        rule(
            r"(?<![\w.,€$-])1[1-9]\d\d(?![\w%]|[.,]\d)",
            lambda m: _by_library(m[0], language, "year"),
            "neunzehnhundert...",
        )
    for pattern, name in (
        (r"\s?%", said.percent),
        (r"\s\+\s|(?<=\d)\+(?=\d)", said.plus),
        (r"\s?=\s?", said.equals),
        (r"\s?&\s?", said.ampersand),
    ):
        if name:
            rule(pattern, f" {name} ", "signs")
    return tuple(found)


def _date(match: re.Match[str], said: SignWords) -> str | None:
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return said.date.format(d=day, month=said.months[month - 1], y=match["y"])


def _time(match: re.Match[str], said: SignWords) -> str:
    minute = int(match["m"])
    whole = said.time.format(h=int(match["h"]), m=minute or "")
    return whole.strip().removesuffix(" y").removesuffix(" e")


def _by_library(digits: str, language: str, to: str) -> str | None:
    """A number in words by num2words; None where it can't, and the digits are left to the engine."""
    from num2words import num2words

    try:
        return str(num2words(int(digits), lang=language, to=to))
    except (NotImplementedError, OverflowError, TypeError, ValueError, IndexError):
        return None
