"""What a character knows besides of what it has just said: "does it have a name?", after a machine of its own.

The next best thing that it can tell is looked for among all its replies, by the things that its last reply named and by
the meaning of the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from avatar.brain.meaning import find_directions
from avatar.brain.plain import split_words
from avatar.brain.rive.likeness import Likes
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT

NEAR = 0.58
"""Likeness to what was said and asked from which on a reply is to the point."""
_ASKED = 0.35
"""Likeness to what was asked, by itself, that a reply must have as well."""
_SHARED = 2
"""Things of the last reply that a reply must name to go on with it."""
_MOST_NAMED = 8
"""Words of the last reply, from its end, that a question may be about."""
_FITS: Mapping[str, re.Pattern[str]] = {
    wanted: re.compile(pattern, re.I)
    for wanted, pattern in (
        ("name", r"\b(?:call\w*|names?|named)\b"),
        (
            "number",
            (
                r"\d|\b(?:once|twice|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundred|years?"
                r"|hours?|weeks?|days?|minutes?|always|never|often|every|half)\b"
            ),
        ),
        ("where", r"\b(?:in|on|at|under|behind|near|by|from|beside|above|below|outside|inside)\b"),
        ("when", r"\b(?:when|after|before|since|until|night|morning|evening|day|year|once|ago|every|then)\b"),
        ("who", r"\b(?:he|she|they|who|somebody|nobody|everybody|mr|mrs)\b|\w,? (?-i:[A-Z])[a-z]{2}"),
        ("why", r"\b(?:because|so that|since|for|if|to)\b"),
    )
}
"""What a reply holds that answers what is asked for."""


def find_next(facts: Likes[str], question: str, wanted: str, said: str, is_given: Callable[[str], bool]) -> str:
    """The reply that goes on with what was said, where a question asks on; '' where none does.

    `wanted`: what kind of answer is asked for, such as "name". `said`: the character's last reply.
    """
    if not is_particular(question):
        return ""
    named = [word for word in split_words(said.lower()) if word not in LIGHT and len(word) > 3][-_MOST_NAMED:]
    stems = set(map(stem, named))
    direction = find_directions([f"{question} {' '.join(named)}"])[0]
    near = facts.directions @ direction
    alone = facts.directions @ find_directions([question])[0]
    fits = _FITS.get(wanted)
    for place in near.argsort()[::-1][:_TRIED]:
        if near[place] < NEAR:
            break
        if alone[place] < _ASKED:
            continue
        card: str = facts.of[int(facts.kinds[place])]
        words = {stem(word) for word in split_words(card.lower()) if word not in LIGHT and len(word) > 3}
        if len(words & stems) < _SHARED or is_given(card) or (fits is not None and not fits.search(card)):
            continue
        if hears_all(question, card):
            return card
    return ""


_MISSED = 4.4
"""The weight of a word of a question from which on a reply that has nothing like it answers another one."""


def is_particular(question: str) -> bool:
    """Whether a plain question names something, beside how it asks."""
    return any(word not in LIGHT and word not in _ASKING for word in split_words(question))


def hears_all(question: str, card: str) -> bool:
    """Whether a reply has something like every word of a plain question that says what it asks."""
    words = [word for word in split_words(question) if word not in LIGHT and word not in _ASKING]
    told = [word for word in split_words(_MARKS.sub(" ", card).lower()) if word not in LIGHT]
    return not words or (bool(told) and find_cover(words, told)[1] < _MISSED)


_MARKS = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}|[^\w' ]")
_ASKING = frozenset(
    "long old many far big name called like one ones else happened happen thing things kind sort".split()
)
"""Words that say how it is asked, and not of what."""


def find_named(facts: Likes[str], question: str, is_given: Callable[[str], bool]) -> str:
    """The reply that tells most of somebody whom the character's own replies name, where a question names them too:
    "who is Mrs Lamb?"; '' where it names nobody of them."""
    called = [word.capitalize() for word in split_words(question) if word not in LIGHT and len(word) > _LONG_NAME]
    if not called:
        return ""
    named = re.compile(rf"(?<=[a-z,] )(?:{'|'.join(map(re.escape, called))})\b|\bMr?s?\.? (?:{'|'.join(called)})\b")
    near = facts.directions @ find_directions([question])[0]
    cards = (facts.of[int(facts.kinds[place])] for place in near.argsort()[::-1])
    return next((card for card in cards if named.search(card) and not is_given(card) and hears_all(question, card)), "")


_LONG_NAME = 3
"""Letters that a name has more of."""
_TRIED = 12
"""Replies that are looked at, the nearest first."""
