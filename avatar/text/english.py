"""How English is read aloud: dates, times, money, units, numbers, abbreviations, addresses.

A table of rules, applied in order, so that a rule may count on what the ones before it have already put into words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from avatar.text.english_tables import ABBREVIATIONS, CURRENCIES, FRACTIONS, SCALE, UNITS
from avatar.text.numbers import cardinal, digits, number, ordinal, plural, year

NumberReading = Callable[[re.Match[str]], str | None]


class ReadingRule(NamedTuple):
    pattern: re.Pattern[str]
    say: str | NumberReading
    why: str


MONTHS = ("January February March April May June July August September October November December").split()
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def _date(day: int, month: int, written: int | None, american: bool) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    end = f", {year(written)}" if written else ""
    name = MONTHS[month - 1]
    return f"{name} {ordinal(day)}{end}" if american else f"the {ordinal(day)} of {name}{end}"


def _iso_date(match: re.Match[str], american: bool) -> str | None:
    return _date(int(match["d"]), int(match["m"]), int(match["y"]), american)


def _slash_date(match: re.Match[str], american: bool) -> str | None:
    first, second, written = int(match[1]), int(match[2]), int(match[3])
    day, month = (second, first) if (american and first <= 12) or second > 12 else (first, second)
    return _date(day, month, written + 2000 if written < 50 else written, american)


def _named_date(match: re.Match[str], american: bool) -> str | None:
    month = next(index for index, name in enumerate(MONTHS, 1) if name.startswith(match["month"][:3]))
    said = _date(int(match["d"]), month, int(match["y"]) if match["y"] else None, american)
    # "the 5 March": the article is there already.
    has_article = match.string[: match.start()].endswith("the ")
    return said.removeprefix("the ") if said and has_article else said


def _time(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"]), int(match["min"])
    if hour > 24 or minute > 59:
        return None
    half = f" {match['half'][0].upper()} M" if match["half"] else ""
    if minute == 0:
        words = cardinal(hour) + ("" if half else " o'clock" if hour <= 12 else " hundred")
    else:
        words = f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    seconds = f" and {cardinal(int(match['sec']))} seconds" if match["sec"] else ""
    return words + half + seconds


def _money(match: re.Match[str]) -> str:
    one, many, cent, cents = CURRENCIES[match["sign"] or "$"]
    amount, scale = match["n"].replace(",", ""), match["scale"]
    minus = "minus " if match["minus"] else ""
    if scale:
        return f"{minus}{number(amount)} {SCALE.get(scale, scale)} {many}"
    whole, _, part = amount.partition(".")
    if not cent or len(part) != 2:
        return f"{minus}{number(amount)} {plural(amount, one, many)}"
    small = f"{cardinal(int(part))} {plural(part.lstrip('0'), cent, cents)}"
    if int(whole or 0) == 0 and int(part):
        return minus + small
    large = f"{number(whole)} {plural(whole, one, many)}"
    return minus + large + (f" and {small}" if int(part) else "")


def _unit(match: re.Match[str]) -> str | None:
    one, many = UNITS[match["unit"]]
    if match["unit"] in ("A", "B", "J", "L") and match["gap"]:
        return None  # "section 5 B"
    minus = "minus " if match["minus"] else ""
    return f"{minus}{number(match['n'])} {plural(match['n'], one, many)}"


def _fraction(match: re.Match[str]) -> str | None:
    above, below = int(match[1]), int(match[2])
    names = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    if below < 2 or above == 0:
        return None
    one, many = names.get(below, (ordinal(below), f"{ordinal(below)}s"))
    return f"{cardinal(above)} {one if above == 1 else many}"


def _decade(match: re.Match[str]) -> str:
    words = year(int(match[1])) if len(match[1]) == 4 else cardinal(int(match[1]))
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _year(match: re.Match[str]) -> str | None:
    written = int(match[0])
    return year(written) if 1100 <= written <= 1999 or 2010 <= written <= 2099 else None


def _percentage(match: re.Match[str]) -> str:
    return f"{'minus ' if match['minus'] else ''}{number(match['n'])} percent"


def _plain_number(match: re.Match[str]) -> str:
    """A number in words, with a space between it and letters that touch it: MP3, 3D."""
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    words = f"{'minus ' if match['minus'] else ''}{number(match['n'])}"
    return f"{' ' if before.isalpha() else ''}{words}{' ' if after.isalpha() else ''}"


def _version(match: re.Match[str]) -> str:
    words = " point ".join(number(each) for each in match[2].split("."))
    named = match.string[: match.start()].lower().endswith("version ")
    return f"version {words}" if match[1] and not named else words


def _telephone(match: re.Match[str]) -> str | None:
    return digits(match[0]) if sum(each.isdigit() for each in match[0]) >= 7 else None


def _letters(match: re.Match[str]) -> str:
    return " ".join(match[0].replace(".", ""))


def _abbreviation(match: re.Match[str]) -> str:
    words = ABBREVIATIONS[match[0]]
    # At the end of a sentence the dot is also a full stop: "and so on, etc."
    ends = match[0].endswith(".") and not match.string[match.end() :].strip()
    return f"{words}." if ends else words


_MINUS = r"(?P<minus>(?<!\w)[-−])?"
_LARGE = "million|billion|trillion|thousand|bn|[kKmMBT]"
_SIGN = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
_UNIT = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_SHORT = "|".join(map(re.escape, sorted(ABBREVIATIONS, key=len, reverse=True)))


def _rule(pattern: str, say: str | NumberReading, why: str) -> ReadingRule:
    return ReadingRule(re.compile(pattern), say, why)


@cache
def _dates(american: bool) -> tuple[ReadingRule, ...]:
    def dated(read: Callable[[re.Match[str], bool], str | None]) -> NumberReading:
        return lambda match: read(match, american)

    half = r"(?:\s?(?P<half>[ap]\.?m\b\.?|[AP]\.?M\b\.?))?"
    return (
        _rule(r"(?<!\w)~\s?(?=[\d$£€])", "about ", "~10"),
        _rule(
            r"(?<![\w-])(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?=T\d\d:|(?![\w-]))",
            dated(_iso_date),
            "dates as computers write them",
        ),
        _rule(r"(?<=\w)T(?=\d\d:\d\d)", ", ", "the T between date and time"),
        _rule(r"(?<=:\d\d)\s?[-–]\s?(?=\d{1,2}:\d\d)", " to ", "9:00-17:00"),
        _rule(
            r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\w/])",
            dated(_slash_date),
            "month first in America, day first elsewhere",
        ),
        _rule(
            rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y>[12]\d{{3}})\b)?(?!:)",
            dated(_named_date),
            "March 5, 2024",
        ),
        _rule(
            rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s(?P<y>[12]\d{{3}})\b)?",
            dated(_named_date),
            "5 March 2024",
        ),
        _rule(rf"(?<![\w:.])(?P<h>\d{{1,2}}):(?P<min>\d\d)(?::(?P<sec>\d\d))?{half}(?![\w:])", _time, "14:30"),
        _rule(
            r"(?<![\w:.,])(\d{1,2})\s?([ap])\.?m\b\.?(?!\w)",
            lambda m: f"{cardinal(int(m[1]))} {m[2].upper()} M",
            "3 pm",
        ),
    )


@cache
def _amounts() -> tuple[ReadingRule, ...]:
    return (
        _rule(rf"{_MINUS}(?P<sign>{_SIGN})\s?(?P<n>{_NUMBER})(?:\s?(?P<scale>{_LARGE})\b)?", _money, "money"),
        _rule(
            rf"{_MINUS}(?<![\w.])(?P<n>{_NUMBER})(?P<scale>)(?:\s?(?P<sign>[€£₹₽]|USD\b|EUR\b|GBP\b)|(?P<dollar>\$)(?![\w$]))",
            _money,
            "money, sign last",
        ),
        _rule(r"(?<![\w.])(v)?(\d+(?:\.\d+){2,})(?!\w)", _version, "versions, addresses of machines"),
        _rule(r"(?<![\w.])\+\d[\d ()-]{5,18}\d(?![\w-])", lambda m: f"plus {digits(m[0])}", "telephone numbers abroad"),
        _rule(r"(?<![\w.])0\d{2,4}[ -]\d{3,6}(?:[ -]\d{3,6})?(?![\w-])", _telephone, "telephone numbers at home"),
        _rule(
            r"(?<![\w.])(?:\(\d{2,4}\) ?)?\d{3}[ -]\d{3,4}(?:[ -]\d{3,4})?(?![\w-])", _telephone, "telephone numbers"
        ),
        _rule(r"(?<![\w.,])([12]\d{2}0)'?s\b", _decade, "the 1990s"),
        _rule(r"(?:(?<=the )|(?<!\w)')([2-9]0)'?s\b", _decade, "the 80s"),
        _rule(
            r"(?<![\w.])(\d)'(\d{1,2})(?:\"|″)",
            lambda m: f"{cardinal(int(m[1]))} foot {cardinal(int(m[2]))}",
            "how tall: 5'10\"",
        ),
        _rule(
            rf"(?<![\w.])(?P<n>{_NUMBER})(?=\s?[-–]\s?\d)(?P<u>)\s?[-–]\s?(?=\d)",
            lambda m: f"{m['n']} to ",
            "ranges: 10-20",
        ),
        _rule(
            rf"(?P<minus>(?<![\w.])[-−])?(?<![\w.])(?P<n>{_NUMBER})(?P<gap>\s?)(?P<unit>{_UNIT})(?![\w²³/°])",
            _unit,
            "units",
        ),
        _rule(rf"(?P<minus>(?<!\w)[-−])?(?<![\w.])(?P<n>{_NUMBER})\s?%", _percentage, "per cent"),
        _rule(r"(?<![\w.])(\d{1,3}) (?=[1-9]\d?/[1-9]\d?(?![\w/]))", lambda m: f"{cardinal(int(m[1]))} and ", "1 1/2"),
        _rule(r"\b50[/-]50\b", "fifty-fifty", "a phrase, no fraction"),
        _rule(r"\b24/7\b", "twenty-four seven", "a phrase, no fraction"),
        _rule(r"(?<=\d\.\d)/(?=(?:5|10|100)(?![\w/.]))", " out of ", "marks: 4.5/5"),
        _rule(r"(?<![\w/.])(\d{1,3})/(\d{1,3})(?![\w/]|\.\d)", _fraction, "fractions"),
        _rule("(?<=\\d)\\s?[½⅓⅔¼¾⅛]", lambda m: f" and {FRACTIONS[m[0].strip()]}", "two and a half"),
        _rule("[½⅓⅔¼¾⅛]", lambda m: FRACTIONS[m[0]], "a half"),
        _rule(r"\b(\d{1,9})(?:st|nd|rd|th)\b", lambda m: ordinal(int(m[1])), "21st"),
        _rule(r"(?<![\w.,$£€#-])\d{4}(?![\w%]|[.,]\d)", _year, "four digits are a year far more often than a sum"),
    )


@cache
def _words() -> tuple[ReadingRule, ...]:
    return (
        _rule(r"\bNo\.\s?(?=\d)", "number ", "No. 5"),
        _rule(r"(?<=\d)\s?\+\s?(?=\d)", " plus ", "sums"),
        _rule(r"(?<=\d)\s?\^\s?(?=\d)", " to the power of ", "sums"),
        _rule(r"(?<=\d)x(?!\w)", " times", "3x"),
        _rule(r"\s?≤\s?|\s?<=\s?", " is at most ", "comparisons"),
        _rule(r"\s?≥\s?|\s?>=\s?", " is at least ", "comparisons"),
        _rule(r"\s?(?:->|→|⇒|=>)\s?", " to ", "arrows"),
        _rule(r"(?<!\w)#(?=\d)", "number ", "#5"),
        _rule(r"(?<!\w)#(?=\w)", "hashtag ", "#fun"),
        _rule(r"(?<![\w@])@(?=\w)", "at ", "@name"),
        _rule(rf"(?<![\w.])(?P<n>{_NUMBER})[kK]\b", lambda m: f"{number(m['n'])} thousand", "5k"),
        _rule(rf"(?P<minus>(?<![\w.)])[-−])?(?P<n>{_NUMBER})", _plain_number, "all other numbers"),
        _rule(rf"(?<![\w.])(?:{_SHORT})(?!\w)", _abbreviation, "abbreviations"),
        _rule(r"\bSt\.(?=\s[A-Z])", "Saint", "a name follows: a saint"),
        _rule(r"\bSt\.", "Street", "otherwise a street"),
        _rule(r"\b(?:[A-Z]\.){2,}", _letters, "U.S.A."),
    )


@cache
def _signs() -> tuple[ReadingRule, ...]:
    return (
        _rule(r"(?<=\S)\s*=\s*(?=\S)", " equals ", "sums"),
        _rule(r"(?<=\S)\s[×*]\s(?=\S)", " times ", "sums"),
        _rule(r"(?<=\w)\s?×\s?(?=\w)", " by ", "3 × 4, sizes"),
        _rule(r"\s\+\s", " plus ", "sums"),
        _rule(r"(?<=\w)\+\+", " plus plus", "C++"),
        _rule(r"(?<=\w)\+(?!\w)", " plus", "18+"),
        _rule(r"\s÷\s", " divided by ", "sums"),
        _rule(r"\s?≈\s?", " is about ", "sums"),
        _rule(r"(?<=\w)\s<\s(?=\w)", " is less than ", "comparisons"),
        _rule(r"(?<=\w)\s>\s(?=\w)", " is greater than ", "comparisons"),
        _rule(r"\s?&\s?", " and ", "ampersand"),
        _rule(r"(?<=\d)%|%", " percent", "a sign on its own"),
        _rule(r"©", " copyright ", "signs"),
        _rule(r"™|®", "", "signs nobody reads"),
        _rule(r"§\s?", "section ", "signs"),
        _rule(r"°", " degrees", "signs"),
        _rule(r"/(?:yr|year)\b", " per year", "rates"),
        _rule(r"/(?:mo|month)\b", " per month", "rates"),
        _rule(r"/(?:wk|week)\b", " per week", "rates"),
        _rule(r"/(?:hr|hour)\b", " per hour", "rates"),
        _rule(r"/day\b", " per day", "rates"),
        _rule(r"\band/or\b", "and or", "a phrase"),
        _rule(r"(?<=[a-z])/(?=[a-z])", " or ", "he/she"),
    )


_COUNTED = re.compile(r"[\d~½⅓⅔¼¾⅛]")
"""What every rule of `_dates` and `_amounts` asks for."""
_SIGNED = re.compile(r"[=×*+÷≈<>&%©™®§°/]")
"""What every rule of `_signs` asks for."""


def rules(language: str, text: str) -> Iterator[ReadingRule]:
    """The rules for a kind of English, by its BCP 47 tag, but those that can't apply to `text`: most texts hold neither
    numbers nor signs, and seventy patterns take 6 ms to be made.
    """
    if _COUNTED.search(text):
        yield from _dates(language.lower() in ("en-us", "en-ca", "en"))
        yield from _amounts()
    yield from _words()
    if _SIGNED.search(text):
        yield from _signs()
