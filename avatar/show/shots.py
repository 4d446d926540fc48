"""Shots that a script asks for, in writers' words: `[[camera: close BEA]]`, and lines as `CLOSE ON: MAX`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from avatar.nearest import find_nearest

WORDS: Mapping[str, str] = {
    "wide": "wide", "wide on": "wide", "wide shot": "wide", "long shot": "wide", "full shot": "wide", "master": "wide",
    "master shot": "wide", "establishing": "wide", "establishing shot": "wide", "widen": "wide", "pull back": "wide",
    "zoom out": "wide", "everybody": "wide", "all": "wide",
    "two": "two", "two shot": "two", "two-shot": "two", "2-shot": "two", "two shot of": "two",
    "medium": "medium", "medium on": "medium", "medium shot": "medium", "mid shot": "medium", "angle on": "medium",
    "angle": "medium", "on": "medium", "single": "medium", "favor": "medium", "favour": "medium", "favoring": "medium",
    "close": "close", "close on": "close", "close up": "close", "close-up": "close", "closeup": "close", "cu": "close",
    "close shot": "close", "close up on": "close", "close up of": "close", "close-up on": "close",
    "close-up of": "close", "extreme close-up": "close", "extreme close up": "close", "ecu": "close", "tight": "close",
    "tight on": "close",
    "over": "over", "over the shoulder": "over", "over shoulder": "over", "ots": "over",
    "push": "push", "push in": "push", "push in on": "push", "push on": "push", "slow push": "push", "zoom": "push",
    "slow push on": "push", "slow push in": "push", "zoom in": "push", "zoom in on": "push", "dolly in": "push",
    "dolly in on": "push", "move in on": "push",
    "whip": "whip", "whip to": "whip", "whip pan": "whip", "whip pan to": "whip", "swish pan": "whip",
    "swish pan to": "whip",
    "reaction": "reaction", "reaction on": "reaction", "reaction shot": "reaction", "react": "reaction",
    "hold": "hold", "hold on": "hold", "stay": "hold", "stay on": "hold",
    "auto": "auto", "back": "auto", "back to scene": "auto", "free": "auto", "resume": "auto",
}  # fmt: skip
"""Writers' words for a shot, or for the camera's own ways ("auto"), or for none of its own for a while ("hold")."""

_LEADS = ("on", "of", "to", "in", "scene", "shot")
OPENING = frozenset({"close up", "close-up", "closeup", "two-shot"}) | {
    words for words in WORDS if " " in words and words.split()[-1] in _LEADS
}
"""Those that begin a line of a script in capitals: `CLOSE ON MAX`. Shorter ones need their colon."""

_WORDS = sorted(WORDS, key=len, reverse=True)
_ARTICLE = re.compile(r"^(?:(?:on|of|to|at)\s+)?(?:the\s+)?", re.I)


class Wish(NamedTuple):
    """A shot that was asked for."""

    name: str
    who: str
    """As written; '' for nobody."""


def read_wish(text: str) -> Wish | None:
    """The shot that a note asks for, as `close BEA` or `over the shoulder: MAX`; None for words of no shot."""
    said = " ".join(text.replace(":", " ").replace("—", " ").split()).strip(" .-")
    for words in _WORDS:
        if re.match(rf"{re.escape(words)}(?!\w)", said, re.I):
            return Wish(WORDS[words], _ARTICLE.sub("", said[len(words) :].strip(" -,.'’")).strip())
    return None


def read_line(text: str) -> Wish | None:
    """The shot that a line of action in capitals asks for: `CLOSE ON: MAX`, `BACK TO SCENE`; None for any other."""
    said = text.strip()
    if not said.isupper():
        return None
    head, colon, _ = said.partition(":")
    name = " ".join(head.lower().split()).strip(" .-")
    if colon and name in WORDS:
        return read_wish(said)
    low = " ".join(said.lower().strip(" .!-").split())
    opens = next((each for each in _WORDS if low == each or low.startswith((f"{each} ", f"{each}:"))), "")
    return read_wish(said) if opens in OPENING or low in OPENING else None


def split_names(who: str) -> list[str]:
    """The names in `MAX AND BEA`."""
    return [each.strip(" .'’") for each in re.split(r"\s*(?:,|&|/|\band\b)\s*", who, flags=re.I) if each.strip(" .'’")]


def suggest(text: str) -> str:
    """The word of a shot that a writer may have meant; '' for none."""
    return find_nearest(text.strip().lower().split(" ")[0], [word for word in WORDS if " " not in word]) or ""
