"""How languages other than English read dates, times, money, signs and abbreviations aloud.

Their engines read plain numbers well themselves, so digits mostly stay digits; the rules here are for what engines get
wrong or leave out. A language without rules here is spoken all the same, as its engine reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from avatar.tags import base
from avatar.text import english
from avatar.text.words import WORDS, SignWords

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"

_MANY = r"(?:Mio\.?|Mrd\.?|Tsd\.|mln\.?|mld\.?|mrd\.?|mia\.|mio\.|Md|млн\.?|млрд\.?|тыс\.|[Mm]il(?:[lijh]\w*|\b))"
"""Thousands and more, between a number and what it counts, in any language."""
_DIGIT = re.compile(r"\d")
_BEFORE_NUMBERS = frozenset(("n.", "č."))
"""Short forms that are words where no number follows."""
_NOT_AFTER_NUMBERS = frozenset(("см.",))
"""Short forms that are a unit after a number."""


def words(language: str) -> SignWords:
    """A language's words; where it has none here, empty ones, which leave signs to the engine."""
    return WORDS.get(named(language), SignWords("", "", ""))


def rules(language: str, text: str) -> Iterable[english.ReadingRule]:
    """The rules that turn dates, signs and the like of a text into words, in the order in which they apply."""
    if base(language) == "en":
        return english.rules(language, text)
    return _rules(named(language), counted=_DIGIT.search(text) is not None)


def named(language: str) -> str:
    """The language as our tables name it: Norwegian is written in two ways."""
    found = base(language)
    return "nb" if found in ("no", "nn") else found


def _rule(pattern: str, say: str | english.NumberReading, why: str) -> english.ReadingRule:
    return english.ReadingRule(re.compile(pattern), say, why)


@cache
def _rules(language: str, counted: bool) -> tuple[english.ReadingRule, ...]:
    """A language's rules; without those that ask for a digit where a text has none."""
    said = WORDS.get(language)
    if said is None:
        return ()
    if not counted:
        return (*_short_forms(language), *_signs(said))
    return (*_dates(said), *_amounts(language, said), *_short_forms(language), *_counts(language, said), *_signs(said))


def _dates(said: SignWords) -> Iterator[english.ReadingRule]:
    if said.months:
        yield _rule(
            r"(?<![\w-])(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])", lambda m: _date(m, said), "2024-03-05"
        )
        yield _rule(
            r"(?<![\w./])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>[12]\d{3})(?![\w/])",
            lambda m: _date(m, said),
            "5.3.2024, 05/03/2024",
        )
    if said.time:
        yield _rule(
            r"(?<![\w:.])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?![\w:])(?:\s?Uhr\b)?", lambda m: _time(m, said), "14:30"
        )


def _amounts(language: str, said: SignWords) -> Iterator[english.ReadingRule]:
    if said.currencies:
        sign = "|".join(map(re.escape, sorted(said.currencies, key=len, reverse=True)))
        yield _rule(rf"(?P<s>{sign})\s?(?P<n>{_NUMBER})(?P<many>\s?{_MANY})?", lambda m: _money(m, said), "€5, $5 Mio.")
        yield _rule(rf"(?P<n>{_NUMBER})(?P<many>\s?{_MANY})?\s?(?P<s>{sign})(?!\w)", lambda m: _money(m, said), "5 €")
    if language == "de":
        yield _rule(r"(?<![\w.,])1\s(?=(?:Mio|Mrd)\.)", "eine ", "one is no number here")
        yield _rule(r"(?<=\beine\s)(Mio|Mrd)\.", lambda m: {"Mio": "Million", "Mrd": "Milliarde"}[m[1]], "1 Mio.")


def _short_forms(language: str) -> Iterator[english.ReadingRule]:
    from avatar.text.short_forms import SHORT_FORMS  # here and below: English, the commonest, needs none of it

    short = SHORT_FORMS.get(language)
    if short:
        forms = {_squeezed(form): (form, words) for form, words in short.items()}
        yield _rule(_short_pattern(short), lambda m: _short(m, forms), "abbreviations")


def _counts(language: str, said: SignWords) -> Iterator[english.ReadingRule]:
    if said.ordinals:
        yield _rule(rf"\b(\d{{1,4}})(?:{said.ordinals})(?!\w)", lambda m: _by_library(m[1], language, "ordinal"), "1er")
    if said.years_in_hundreds:
        yield _rule(
            r"(?<![\w.,€$-])1[1-9]\d\d(?![\w%]|[.,]\d)",
            lambda m: _by_library(m[0], language, "year"),
            "neunzehnhundert...",
        )
    from avatar.text import ordinals

    if language in ordinals.WITH_A_DOT:
        yield english.ReadingRule(ordinals.PATTERN, lambda m: ordinals.say(m, language), "am 3. Mai")


def _signs(said: SignWords) -> Iterator[english.ReadingRule]:
    for pattern, name in (
        (r"\s?%", said.percent),
        (r"\s\+\s|(?<=\d)\+(?=\d)", said.plus),
        (r"\s?=\s?", said.equals),
        (r"\s?&\s?", said.ampersand),
    ):
        if name:
            yield _rule(pattern, f" {name} ", "signs")


def _date(match: re.Match[str], said: SignWords) -> str | None:
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return said.date.format(d=day, month=said.months[month - 1], y=match["y"])


def _money(match: re.Match[str], said: SignWords) -> str:
    many, name = (match["many"] or "").strip(), said.currencies[match["s"]]
    if not many:
        return f"{match['n']} {name}"
    of = f"{said.of} " if said.of and not many.startswith("mil ") and many != "mil" else ""
    link = "d'" if of == "de " and said.equals == "égale" and name[0] in "aeiou" else of
    return f"{match['n']} {many} {link}{name}"


def _squeezed(form: str) -> str:
    return form.replace(" ", "").casefold()


def _short_pattern(short: Iterable[str]) -> str:
    """A pattern for short forms, the longest first; their blanks may be missing, and they may begin a sentence."""
    spelled = []
    for form in sorted(short, key=len, reverse=True):
        whole = re.escape(form).replace(r"\ ", r"\s?")
        if form[0].islower():
            whole = f"[{form[0]}{form[0].upper()}]{whole[1:]}"
        whole += r"(?=\s?\d)" if form in _BEFORE_NUMBERS else ""
        spelled.append(rf"(?<!\d\s){whole}" if form in _NOT_AFTER_NUMBERS else whole)
    first = "".join(sorted({each[0].lower() + each[0].upper() for each in short}))
    return rf"(?<![\w.])(?=[{first}])(?:{'|'.join(spelled)})(?!\w)"


def _short(match: re.Match[str], forms: Mapping[str, tuple[str, str]]) -> str:
    """A short form in words; its dot stays where it ends a sentence as well."""
    from avatar.text.abbreviations import MAY_BE_LAST

    key = _squeezed(match[0])
    form, words = forms[key]
    if match[0][0] != form[0]:
        words = words[0].upper() + words[1:]
    rest = match.string[match.end() :].lstrip()
    ends = match[0].endswith(".") and (not rest or (rest[0].isupper() and key.rstrip(".") in MAY_BE_LAST))
    return f"{words}." if ends else words


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
