"""The calendar, as people ask of it: "what day is tomorrow?", "how many days until Christmas?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_FEASTS: Mapping[str, tuple[int, int]] = {
    "christmas": (12, 25), "christmas eve": (12, 24), "new year": (1, 1), "new years": (1, 1), "new year's": (1, 1),
    "new years eve": (12, 31), "new year's eve": (12, 31), "halloween": (10, 31), "valentines day": (2, 14),
    "valentine's day": (2, 14), "midsummer": (6, 24), "boxing day": (12, 26), "april fools day": (4, 1),
}  # fmt: skip
"""Month and day of feasts that do not move."""
_NEAR: Mapping[str, int] = {
    "the day after tomorrow": 2, "the day before yesterday": -2, "tomorrow": 1, "yesterday": -1,
}  # fmt: skip
_NAMES = "|".join(MONTHS)
_WHEN = re.compile(
    rf"(?:(?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_NAMES})"
    rf"|(?P<first>{_NAMES}) (?:the )?(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"|(?P<feast>{'|'.join(sorted(_FEASTS, key=len, reverse=True))}))(?: day)?$",
    re.I,
)
_NEAR_ASKED = re.compile(
    rf"(?:so |and )?what(?:'s| is| was| will| day| date| the)*(?: it| be)* ({'|'.join(_NEAR)})(?:'s date)?"
)
_PART = re.compile(
    r"(?:so |and |do you know )?(?:what|which) (year|month)(?: of the year)? (?:is (?:it|this)|it is|are we in"
    r"|do we have)(?: now| right now| again)?"
)
_COUNTED = re.compile(r"\b(?:how many (?:days|sleeps)|how long)\b.*\b(?:until|till|to|before)\b")
_WEEKDAY = re.compile(r"\b(?:what|which) (?:day|weekday|day of the week) (?:is|does|will)\b|^when is\b")


def look_up_day(text: str, now: datetime) -> Mapping[str, str] | None:
    """`what day is tomorrow?`, `how many days until Christmas?`, `what day is the 24th of December?` -> terms, sum.

    None where no day is asked for.
    """
    plain = " ".join(re.sub(r"[^\w' ]", " ", text.casefold()[:120]).split())
    near = _NEAR_ASKED.fullmatch(plain)
    if near:
        return {"terms": near[1].capitalize(), "sum": write_date(now.date() + timedelta(_NEAR[near[1]]))}
    if part := _PART.fullmatch(plain):
        return {"terms": part[1].capitalize(), "sum": str(now.year) if part[1] == "year" else MONTHS[now.month - 1]}
    when = _WHEN.search(plain)
    counted = _COUNTED.search(plain)
    if when is None or not (counted or _WEEKDAY.search(plain)):
        return None
    day = _next_day(when, now.date())
    if day is None:
        return None
    if not counted:
        named = when["feast"] or write_date(day).split(", ", 1)[1]
        return {"terms": named[:1].upper() + named[1:], "sum": write_date(day)}
    left = (day - now.date()).days
    return {"terms": f"Until {write_date(day)}", "sum": "one day" if left == 1 else f"{left} days"}


def write_date(day: date) -> str:
    """`Tuesday, the 3rd of March`"""
    ending = "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{DAYS[day.weekday()]}, the {day.day}{ending} of {MONTHS[day.month - 1]}"


def _next_day(when: re.Match[str], today: date) -> date | None:
    """The next such day; None where there is none, such as the 31st of June."""
    month, day = _FEASTS.get(when["feast"] or "", (0, 0))
    if not month:
        name = (when["month"] or when["first"]).capitalize()
        month, day = MONTHS.index(name) + 1, int(when["day"] or when["second"])
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:  # the 29th of February, or no day at all
            continue
        if found >= today:
            return found
    return None
