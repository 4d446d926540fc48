"""A second look at a question that nothing was sure enough to answer: what comes nearest to it of all that is listened
for, where that is about everything which the question names.

Before a character says that it doesn't know. Of what is found so in the talks of `tests/brain/strangers/`, four of five
answer what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from avatar.brain.answering import GENERIC, find_type, fits, is_whole, tells_taste
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.meaning import find_directions
from avatar.brain.rive import MatchRule, PersonaScript
from avatar.brain.rive.likeness import Likes
from avatar.brain.rive.patterns import split_words
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import make_bare

_Of = TypeVar("_Of")

_GIVES_UP = re.compile(r"=(?:honest (?!said|can$|mind|known).*|unknown|view|of me|asked)")
"""Occasions that answer by a question's form alone, or not at all."""
_AT_A_LOSS = re.compile(r"=(?:of that|of it.*)")
"""Those of what asks on."""
_ENOUGH = 0.7
"""Nearness, less what is missed, from which on an answer is given."""
_PER_MISSED = 0.05
"""What is taken off for each unit of the weight of the word that an answer has least of."""
_TRIED = 6
"""Kinds that are looked at, the nearest first."""
_POINTS = re.compile(
    r"\b(?:he|she|it|they|him|her|them|my|i|me)\b"
    r"|\b(?:that|this|those|these)(?: (?:is|was|are|were|has|does|did|will|would|can|of|about|to)\b|$)"
)
"""What names nothing by itself."""


def is_given_up(heard: Hearing) -> bool:
    """Whether a question is answered by its form alone, or not at all."""
    return bool(_GIVES_UP.fullmatch(heard.cue) or _AT_A_LOSS.fullmatch(heard.cue))


def look_again(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """A question that would be given up, with the line that comes nearest to answering it; None where none is near."""
    if not _GIVES_UP.fullmatch(heard.cue) or _POINTS.search(heard.plain):
        return None
    words = [word for word in split_words(heard.plain) if word not in GENERIC and word.isalpha()]
    if not words:
        return None

    def of_rule(rule: MatchRule) -> Sequence[str]:
        return rule.trigger.replies or script.cards(rule.trigger.redirect or "")

    book = script.book
    found = max(
        _find(script, heard, words, book.likes, of_rule), _find(script, heard, words, book.questions, script.cards)
    )
    return replace(heard, card=found[1], cue="", grade=Grade.NEAREST) if found[0] >= _ENOUGH else None


def _find(
    script: PersonaScript,
    heard: Hearing,
    words: Sequence[str],
    likes: Likes[_Of],
    cards: Callable[[_Of], Sequence[str]],
) -> tuple[float, str]:
    """How surely, and with which line, the nearest of some examples answers a question."""
    near = likes.compare(heard.plain, heard.act)
    kind = find_type(heard.plain)
    best = (0.0, "")
    seen: set[int] = set()
    for place in near.argsort()[::-1]:
        if len(seen) >= _TRIED or near[place] < _ENOUGH:
            break
        if (number := int(likes.kinds[place])) in seen:
            continue
        seen.add(number)
        fresh = [each for each in cards(likes.of[number]) if is_whole(each) and not script.is_given(each)]
        fresh = [each for each in fresh if (not kind or fits(kind, each)) and tells_taste(heard.plain, each)]
        if not fresh or (kind and find_type(likes.texts[place]) != kind):
            continue
        card = fresh[
            int((find_directions([make_bare(each) for each in fresh]) @ find_directions([heard.plain])[0]).argmax())
        ]
        told = [word for word in split_words(f"{likes.texts[place]} {make_bare(card)}") if word not in LIGHT]
        best = max(best, (float(near[place]) - _PER_MISSED * find_cover(words, told)[1], card))
    return best
