"""How it is found out whether a sentence tells something: by its plain words, or by how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from avatar.brain.recall import Said

AGED = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven"
    r"|eigh|nine)ty(?:[ -]\w+)?)"
)
NOT_YEARS = (
    r"(?! (?:minutes?|hours?|miles|weeks|days|of|per|metres|pounds|quid|kilos|foot|feet|percent|times"
    r"|or|o'clock)\b)"
)
GONE = r"(?! (?:to|home|away|off|out|into|past|by|through|along|over|round|around|back|up|down|on|it|that)\b)"
ADVERB = (
    r"(?:(?:just|really|still|only|also|actually|mostly|usually|currently|now|always|never|have|had|do"
    r"|did|\w+ly) )*"
)

Way = Callable[[Said], bool]
"""One way to tell something: whether a sentence does."""
_SPELT_OUT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bi'm\b", "i am"), (r"(?<=\w)'re\b", " are"), (r"(?<=\w)'ve\b", " have"), (r"(?<=\w)'s\b", " is"),
        (r"(?<=\w)'ll\b", " will"), (r"[,.;:!?()\"]| - ", " , "), (r"[^\w\s',]", " "),
    )
)  # fmt: skip


@lru_cache(2048)
def mark_pauses(text: str) -> str:
    """A sentence in small letters and without short forms, that keeps its commas: "she is a nurse , works nights"."""
    plain = text.lower().replace("’", "'")
    for pattern, instead in _SPELT_OUT:
        plain = pattern.sub(instead, plain)
    return " ".join(plain.split())


def told(pattern: str) -> Way:
    """Whether a sentence says something in these plain words."""
    found = re.compile(pattern)
    return lambda said: bool(found.search(said.plain) or found.search(mark_pauses(said.text)))


def written(pattern: str) -> Way:
    """Whether a sentence is written so, with its capitals."""
    found = re.compile(pattern)
    return lambda said: bool(found.search(said.text))
