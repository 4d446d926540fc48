"""Action lines read: who comes, goes, moves, waves; and from that, who is on stage as each scene begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from avatar.show.elements import ActionLine, DialogueBlock, Element, SceneHeading
from avatar.show.words import StageWords
from avatar.types import Mark

UNSEEN = frozenset({"V.O.", "VO", "V/O", "VOICE OVER", "VOICE-OVER"})
"""Extensions of a voice that comes from nowhere."""

OFF = frozenset({"O.S.", "OS", "O/S", "O.C.", "OC", "OFF", "OFF STAGE", "OFFSTAGE", "OFF SCREEN", "OFFSCREEN"})
"""Extensions of a voice whose owner is not in the picture."""

_SENTENCE = re.compile(r"[^.!?;]+[.!?;]*")
_EVERYBODY = re.compile(r"(?i:(?:they|everyone|everybody) (?:both |all )?|both |all (?:of them )?)")
_WITH = re.compile(r"\bwith (?P<name>[\w' -]+?)(?: (?:behind|beside|after|at|in|on)\b|[,.!?;]|$)")

_JOINT = re.compile(r",? (?:and then|and|then|but) |, ")
_NOT = re.compile(r"n['’]t\b|\b(?:not|never|neither|without)\b")


class Deed(NamedTuple):
    """Somebody does something."""

    who: tuple[str, ...]
    """Roles; empty for everybody who is on stage."""
    mark: Mark


class Scenario(NamedTuple):
    """What an action line says."""

    deeds: tuple[Deed, ...] = ()
    named: tuple[str, ...] = ()
    """Roles that the line is about, which puts them on stage."""
    doubt: str = ""
    """A sentence that names somebody and a verb close to a known one; '' where there is no such sentence."""
    meant: str = ""
    """The known verb that its verb is close to."""


def read(text: str, words: StageWords) -> Scenario:
    """What an action line asks of whom; most ask nothing and are for the reader."""
    deeds: list[Deed] = []
    named: list[str] = []
    doubt = meant = ""
    names = _names(words)
    for sentence in _SENTENCE.findall(text):
        found = names.match(sentence.strip()) if names else None
        everybody = _EVERYBODY.match(sentence.strip())
        if found is None and everybody is None:
            continue
        match = found or everybody
        assert match is not None
        who = tuple(_roles(match["who"], words)) if found else ()
        rest = sentence.strip()[match.end() :].strip()
        done = _deeds(who, rest, names, words)
        named += [*who, *(other for deed in done for other in deed.who if other not in who)]
        deeds += done
        if not done and found and not doubt and (close := words.misspelt(rest, next(iter(who), ""))):
            doubt, meant = sentence.strip(), close
    return Scenario(tuple(deeds), tuple(named), doubt, meant)


def _deeds(who: tuple[str, ...], rest: str, names: re.Pattern[str] | None, words: StageWords) -> list[Deed]:
    """All that one sentence has somebody do, from what follows the name: `takes the cup, bows and walks off`."""
    deeds: list[Deed] = []
    joints = [] if _NOT.search(rest) else _JOINT.finditer(rest)  # `doesn't wave, shrug or nod` is no nod
    for start in (0, *(joint.end() for joint in joints)):
        clause = rest[start:]
        other = names.match(clause) if names and start else None
        if other is not None:  # `waves and Bea leaves`
            who, clause = tuple(_roles(other["who"], words)), clause[other.end() :].strip()
        mark = words.deed(_JOINT.split(clause, maxsplit=1)[0], next(iter(who), ""))
        if mark is None:
            continue
        deeds.append(Deed(who, mark))
        companion = _WITH.search(clause)
        if mark.kind in ("enter", "exit") and companion:
            deeds += [Deed((each,), mark) for each in _roles(companion["name"], words) if each not in who]
    return deeds


def _names(words: StageWords) -> re.Pattern[str] | None:
    """One role, or several as `Max, Bea and Bolt`, at the start of a sentence."""
    if not words.roles:
        return None
    one = "|".join(re.escape(role) for role in sorted(words.roles, key=len, reverse=True))
    return re.compile(rf"(?i:(?P<who>(?:{one})(?:(?:, | and | & )(?:{one}))*)(?!['’]s?\b)\b,?)")


def _roles(text: str, words: StageWords) -> list[str]:
    parts = re.split(r", | and | & ", text.strip())
    return [words.roles[part.lower().strip()] for part in parts if part.lower().strip() in words.roles]


def find_first_on(elements: Sequence[Element], words: StageWords) -> tuple[str, ...]:
    """Who is on stage as the scene that `elements` make up begins: all who are in it and don't come on in it."""
    on: dict[str, None] = {}
    later: set[str] = set()
    for element in elements:
        if isinstance(element, DialogueBlock):
            role = words.roles.get(" ".join(element.name.lower().split()))
            if role and not OFF.union(UNSEEN).intersection(element.extensions):
                on[role] = None
        elif isinstance(element, ActionLine):
            scenario = read(element.text, words)
            comes = {who for deed in scenario.deeds if deed.mark.kind == "enter" for who in deed.who}
            later |= comes - on.keys()
            on |= dict.fromkeys(who for who in scenario.named if who not in comes)
    return tuple(who for who in on if who not in later)


def split_scenes(elements: Sequence[Element]) -> list[tuple[int, int]]:
    """First and past-the-last index of the elements of each scene; what comes before the first heading is one too."""
    starts = [index for index, element in enumerate(elements) if isinstance(element, SceneHeading)]
    bounds = [0, *starts, len(elements)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]
