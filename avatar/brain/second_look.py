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
from avatar.brain.own_questions import names_other
from avatar.brain.plain import split_words
from avatar.brain.rive import MatchRule, PersonaScript
from avatar.brain.rive.likeness import SURE, Likes
from avatar.brain.sheet import make_bare

_Of = TypeVar("_Of")

_GIVES_UP = re.compile(
    r"=(?:honest (?!said|can$|mind|known|agree|caught|should|what to|how best|ideas|tips|counsel|either|will$).*"
    r"|calls you|tale .*"
    r"|unknown|view"
    r"|of me"
    r"|asked)"
)
"""Occasions that answer by a question's form alone, or not at all."""
_AT_A_LOSS = re.compile(r"=(?:of that|of it.*)")
"""Those of what asks on."""
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
    if not any(word not in GENERIC and word.isalpha() for word in split_words(heard.plain)):
        return None

    def of_rule(rule: MatchRule) -> Sequence[str]:
        return rule.trigger.replies or script.cards(rule.trigger.redirect or "")

    book = script.book
    found = max(_find(script, heard, book.likes, of_rule), _find(script, heard, book.questions, script.cards))
    return replace(heard, card=found[1], cue="", grade=Grade.NEAREST) if found[1] else None


def _find(
    script: PersonaScript,
    heard: Hearing,
    likes: Likes[_Of],
    cards: Callable[[_Of], Sequence[str]],
) -> tuple[float, str]:
    """How surely, and with which line, the nearest of some examples answers a question."""
    kind = find_type(heard.plain)
    seen: set[int] = set()
    for place, fit in likes.rank(heard.plain, heard.act):
        if fit < SURE:
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
        if not names_other(heard.plain, [likes.texts[place]], card):
            return fit, card
    return 0.0, ""
