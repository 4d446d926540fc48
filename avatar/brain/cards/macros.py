"""What a card's texts hold between double braces: names, chances, comments. Source: character-card-spec-v3, "Curly
Braced Syntaxes", and SillyTavern's macros, by which most cards were written."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import datetime

MOST = 500
"""Macros that are filled in of one text."""
LARGEST_DIE, MOST_DICE = 1_000_000, 100

_MACRO = re.compile(r"\{\{([^{}]{1,2000})\}\}|<(USER|BOT)>", re.I)
_ESCAPED_COMMA = "\ue000"


class Filler:
    """Fills in the macros of one card's texts, in one talk."""

    def __init__(self, name: str, user: str, seed: int | str = 0, now: datetime | None = None) -> None:
        """`name`: the character's, or its nickname; `seed`: of the talk, so that what was drawn stays."""
        self._name, self._user = name, user
        self._seed = seed
        self._now = now
        self.unknown: set[str] = set()
        """Names of macros that nobody here knows; nothing stands in their place."""

    def fill(self, text: str) -> str:
        """The text with its macros filled in, innermost first."""
        dice = random.Random(f"{self._seed} {text}")
        for _ in range(4):  # macros within macros
            text, count = _MACRO.subn(lambda found: self._filled(found, dice), text, count=MOST)
            if not count:
                break
        return text.strip()

    def _filled(self, found: re.Match[str], dice: random.Random) -> str:
        if found[2]:
            return self._user if found[2].upper() == "USER" else self._name
        inside = found[1].strip()
        if inside.startswith("//"):
            return ""
        name, colon, rest = inside.partition(":")
        name = name.strip().lower()
        simple = _SIMPLE.get(name) if not colon else None
        if simple is not None:
            return simple(self)
        chosen = _CHANCE.get(name)
        if chosen is not None:
            return chosen(rest, dice)
        if name not in _SILENT:
            self.unknown.add(name)
        return ""

    def _time(self, form: str) -> str:
        return (self._now or datetime.now()).strftime(form)


_SIMPLE: Mapping[str, Callable[[Filler], str]] = {
    "char": lambda filler: filler._name,
    "bot": lambda filler: filler._name,
    "user": lambda filler: filler._user,
    "newline": lambda _: "\n",
    "time": lambda filler: filler._time("%H:%M"),
    "date": lambda filler: filler._time("%d %B %Y").removeprefix("0"),
    "weekday": lambda filler: filler._time("%A"),
    "isotime": lambda filler: filler._time("%H:%M"),
    "isodate": lambda filler: filler._time("%Y-%m-%d"),
}
_SILENT = frozenset({"comment", "hidden_key", "original", "trim", "noop"})
"""Macros that stand for nothing in a prompt."""


def _drawn(rest: str, dice: random.Random) -> str:
    """One of several: "a,b,c" or ":a::b::c"; a comma within one is written as \\,."""
    if "::" in rest or rest.startswith(":"):
        options = rest.removeprefix(":").split("::")
    else:
        options = [each.replace(_ESCAPED_COMMA, ",") for each in rest.replace("\\,", _ESCAPED_COMMA).split(",")]
    return dice.choice([each.strip() for each in options])


def _rolled(rest: str, dice: random.Random) -> str:
    """A throw: "d6", "6", "2d6", "2d6+1"."""
    found = re.fullmatch(r":?\s*(\d{0,3})d?(\d{1,7})\s*([+-]\s*\d{1,6})?", rest.strip().lower().replace("1d", "d", 1))
    if not found:
        return ""
    count = min(int(found[1] or 1), MOST_DICE) if "d" in rest.lower() else 1
    sides = found[2] if "d" in rest.lower() else f"{found[1]}{found[2]}"
    die = min(max(int(sides), 1), LARGEST_DIE)
    return str(sum(dice.randint(1, die) for _ in range(count)) + int((found[3] or "0").replace(" ", "")))


_CHANCE: Mapping[str, Callable[[str, random.Random], str]] = {
    "random": _drawn,
    "pick": _drawn,
    "roll": _rolled,
    "reverse": lambda rest, _: rest[::-1],
}
