"""Cues of several: `MAX AND BEA`, `MAX/BEA`, `MAX, BEA & BOLT`, `BOTH`, `ALL`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from avatar.show import tongues


@cache
def _links() -> re.Pattern[str]:
    words = "|".join(re.escape(word.upper()) for word in tongues.all_words("link") if word.isascii() or len(word) > 1)
    cyrillic = "|".join(word.upper() for word in tongues.all_words("link") if not word.isascii())
    return re.compile(rf"\s*(?:,\s*(?:AND|&)\s+|[/&+,、]|\s(?:{words}|{cyrillic})\s)\s*")


@cache
def _wholes() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(tongues.all_words("both")), frozenset(tongues.all_words("everyone"))


def is_both(name: str) -> bool:
    """Whether a cue, in capitals, stands for the two who are there."""
    return name in _wholes()[0]


def is_everyone(name: str) -> bool:
    """Whether a cue, in capitals, stands for all who are there."""
    return name in _wholes()[1]


def is_whole(name: str) -> bool:
    """Whether a cue stands for all who are there, or both."""
    return is_both(name) or is_everyone(name)


def find_whole(name: str, on: Sequence[str], pair: tuple[str, ...]) -> tuple[str, ...]:
    """Those for whom a cue as `is_whole` stands; () where there are not several. `on`: who is on stage; `pair`: the
    two who spoke or acted last."""
    found = tuple(on) if is_everyone(name) or len(on) == 2 else pair
    return found if len(found) > 1 else ()


AT_ONCE = frozenset(
    ("together", "in unison", "simultaneously", "at the same time", "as one", "gleichzeitig", "zusammen", "ensemble",
     "en même temps", "juntos", "a la vez", "insieme", "al mismo tiempo", "ao mesmo tempo")
)  # fmt: skip
"""Parentheticals that say what a cue of several does anyhow."""

SUNG = frozenset("singing sings sung sing singend singt chantant chante cantando canta".split())
"""Parentheticals that say what the sign ~ says, too."""


def goes_without_saying(direction: str, *, several: bool, sung: bool) -> bool:
    """Whether a direction says what those who share a cue, or who sing, do anyhow."""
    said = direction.strip(" .").lower()
    return (several and said in AT_ONCE) or (sung and said in SUNG)


def split(name: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """The names in a cue of several, in capitals; the whole of it alone where it is one name.

    `knows`: whether somebody is called so. A name that is known as a whole is one; what stands between `AND` or `&` are
    several; other signs and words part names only where one of them is known.
    """
    whole = " ".join(name.upper().split())
    if knows(whole):
        return (whole,)
    parts = tuple(part for part in (each.strip() for each in _links().split(whole)) if part)
    if len(parts) < 2:
        return (whole,)
    plain = re.search(r"&|\bAND\b", whole) is not None
    return parts if plain or any(knows(part) for part in parts) else (whole,)
