"""What the tags in a reply stand for: `<star>`, `<get name>`, `{topic=tea}`, `{@hello}` and the rest."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from avatar.brain.rive.shapes import shape_place, shape_trade

_SHORT = re.compile(r"<(person|formal|sentence|uppercase|lowercase|@)>")
_NUMBERED = re.compile(r"<(star|botstar|input|reply)(\d{0,2})>")
_RANDOM = re.compile(r"\{random\}(.+?)\{/random\}", re.S)
_SHAPED = re.compile(r"\{(person|formal|sentence|uppercase|lowercase|place|trade)\}((?:(?!\{\1\}).)+?)\{/\1\}", re.S)
_TAG = re.compile(r"<([^<>]+)>")
_TOPIC = re.compile(r"\{topic=([^{}]+)\}")
_ELSEWHERE = re.compile(r"\{@([^{}]+)\}")
_WEIGHT = re.compile(r"\s*\{weight=\d+\}\s*")
_ESCAPES: Mapping[str, str] = {"\\s": " ", "\\n": "\n", "\\#": "#"}
_SHAPES: Mapping[str, Callable[[str], str]] = {
    "formal": string.capwords,
    "sentence": str.capitalize,
    "uppercase": str.upper,
    "lowercase": str.lower,
    "place": shape_place,
    "trade": shape_trade,
}
_SUMS: Mapping[str, Callable[[int, int], int]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mult": lambda a, b: a * b,
    "div": lambda a, b: a // b,
}
LONGEST = 8000
"""Characters that a reply may have on its way; what grows beyond is cut."""
MOST = 200
"""Tags that one reply may hold; the rest stays as it is."""


class Listener(Protocol):
    """What tags ask of the talk that a reply belongs to."""

    def array(self, name: str) -> Sequence[str] | None: ...

    def person(self, text: str) -> str: ...

    def get(self, name: str) -> str: ...

    def set(self, name: str, value: str) -> None: ...

    def told(self, kind: str, name: str) -> str: ...

    def tell(self, kind: str, name: str, value: str) -> None: ...

    def enter(self, topic: str) -> None: ...

    def elsewhere(self, trigger: str) -> str: ...

    def choose(self, options: Sequence[str]) -> str: ...

    def past(self, kind: str, index: int) -> str: ...

    def step(self) -> None: ...


def fill_tags(reply: str, stars: Sequence[str], botstars: Sequence[str], listener: Listener) -> str:
    """The reply with all its tags worked out, in RiveScript's order."""
    reply = re.sub(r"\(@(\w+)\)", lambda found: _one_of(found, listener), reply)
    reply = _SHORT.sub(lambda found: "{@<star>}" if found[1] == "@" else f"{{{found[1]}}}<star>{{/{found[1]}}}", reply)
    reply = _WEIGHT.sub("", reply)
    reply = _NUMBERED.sub(lambda found: _numbered(found, stars, botstars, listener), reply)
    for written, meant in _ESCAPES.items():
        reply = reply.replace(written, meant)
    reply = _repeated(_RANDOM, reply, lambda found: _any(found[1], listener), listener)
    reply = _repeated(_SHAPED, reply, lambda found: _shaped(found[1], found[2], listener), listener)
    reply = _repeated(_TAG, reply, lambda found: _tag(found[1], listener), listener)
    reply = reply.replace("\0", "<").replace("\1", ">")
    for topic in _TOPIC.findall(reply):
        listener.enter(topic)
    reply = _TOPIC.sub("", reply)
    return _repeated(_ELSEWHERE, reply, lambda found: listener.elsewhere(found[1].strip()), listener)


def _repeated(pattern: re.Pattern[str], reply: str, meaning: Callable[[re.Match[str]], str], listener: Listener) -> str:
    """The reply with each match replaced, and the matches that replacements bring too, up to a limit."""
    for _ in range(MOST):
        listener.step()
        found = pattern.search(reply)
        if found is None:
            break
        reply = (reply[: found.start()] + meaning(found) + reply[found.end() :])[:LONGEST]
    return reply


def _one_of(found: re.Match[str], listener: Listener) -> str:
    words = listener.array(found[1])
    return found[0] if words is None else "{random}" + "|".join(words) + "{/random}"


def _any(inside: str, listener: Listener) -> str:
    return listener.choose(inside.split("|") if "|" in inside else inside.split(" "))


def _shaped(shape: str, text: str, listener: Listener) -> str:
    return listener.person(text) if shape == "person" else _SHAPES[shape](text)


def _numbered(found: re.Match[str], stars: Sequence[str], botstars: Sequence[str], listener: Listener) -> str:
    """`<star2>`, `<botstar>`, `<input3>`; one that is not there stays as it is."""
    kind, number = found[1], int(found[2] or 1)
    if kind in ("input", "reply"):
        return listener.past(kind, number - 1)
    held = stars if kind == "star" else botstars
    if not held and number == 1:
        return "undefined"
    return held[number - 1] if 0 < number <= len(held) else f"\0{found[0][1:-1]}\1"


def _tag(inside: str, listener: Listener) -> str:
    """`<get name>` and the like; one that is unknown stays as it is."""
    name, _, data = inside.partition(" ")
    key, equals, value = (part.strip() for part in data.partition("="))
    match name.lower():
        case "get":
            return listener.get(data)
        case "set" if equals:
            listener.set(key, value)
            return ""
        case "bot" | "env" as kind:
            if not equals:
                return listener.told(kind, data)
            listener.tell(kind, key, value)
            return ""
        case "add" | "sub" | "mult" | "div" as sum_ if equals:
            listener.set(key, _sum(sum_, listener.get(key), value))
            return ""
        case "id":
            return "user"
        case _:
            return f"\0{inside}\1"


def _sum(sign: str, left: str, right: str) -> str:
    """The new value of a variable; what can't be worked out leaves it as it was."""
    try:
        return str(_SUMS[sign](0 if left == "undefined" else int(left), int(right)))
    except (ValueError, ZeroDivisionError):
        return left
