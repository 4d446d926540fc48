"""What the user told of how they feel, where a question names no more than that: "what am I nervous about?", "what was
I moaning about?".

What makes one nervous is seldom told with that very word ("I'm a bit scared myself, I've got a presentation"), and who
moans hardly ever says that they moan. So a feeling is known by all the words in which it is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from avatar.brain.named_words import find_weighty
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.rive.nearest import stem
from avatar.brain.wanted import Wanted


class _Feeling(NamedTuple):
    """How a feeling is asked for, and in which words it is told."""

    asked: str
    told: str


_FEELINGS: tuple[_Feeling, ...] = (
    _Feeling(
        "nervous|anxious|worried|worrying|worry|scared|afraid|frightened|terrified|dreading|dread|stressed|stressing"
        "|panicking|fretting",
        "nervous|anxious|worried|worrying|worry|worries|scared|afraid|frightened|terrified|dreading|dread|stressed"
        "|stressing|panicking|fretting|nerves|bricking it|petrified|losing sleep",
    ),
    _Feeling(
        "moaning|moan|moaned|complaining|complain|whinging|whingeing|ranting|grumbling|fed up|annoyed|angry|cross"
        "|furious|fuming|livid|wound up",
        "hate|hates|can not (?:stand|bear|abide)|drives? me|driving me|sick of|fed up|killing me|annoys?|annoying"
        "|annoyed|angry|cross|furious|fuming|livid|infuriating|wound up|winds me up|does my head in|nightmare|hurts?"
        "|hurting|aches?|aching|useless|rubbish|never washes|moan|complain",
    ),
    _Feeling(
        "sad|upset|miserable|gutted|crying|unhappy|down",
        "sad|upset|miserable|gutted|cried|crying|unhappy|heartbroken|lonely|in bits|nobody (?:came|rang|remembered)"
        "|died|passed away|put to sleep|put down",
    ),
    _Feeling(
        "happy|excited|pleased|chuffed|proud|looking forward|glad|thrilled",
        "happy|excited|pleased|chuffed|proud|looking forward|glad|thrilled|can not wait|over the moon|buzzing|made up",
    ),
)
_BEFORE = r"(?:(?:i|we|it|that|am|was|were|is|have|had|did|been|feeling|felt|feel|so|a|bit|really|just|getting|got) )*"
_BEHIND = r"(?: (?:about|of|at|by|over|for|with|to))?"
_ASKED = tuple(re.compile(rf"{_BEFORE}(?:{each.asked}){_BEHIND}") for each in _FEELINGS)
_TOLD = tuple(re.compile(rf"\b(?:{each.told})\b") for each in _FEELINGS)
_OWN = re.compile(r"\b(?:i|me|my|we|us|our)\b")
_FILLERS = "myself actually really kind sort of little bit quite rather honestly today lately feel feeling".split()
"""Words that do not say about what."""
_BEFORE_IT = 2
"""Sentences before it in which it is said about what."""
_DENIED = re.compile(r"\b(?:not|never|no longer|used to)\b(?! (?:stand|bear|abide|wait)\b)")


def find_of_feeling(wanted: Wanted, told: Sequence[Said]) -> list[Said]:
    """The sentences that tell what a question asks for that names a feeling of the user's and nothing else; none where
    it does not, or nothing of that was told."""
    if wanted.noun or wanted.wh not in ("what", "why", "who", "about", "which") or not _OWN.search(wanted.rest):
        return []
    place = next((place for place, asked in enumerate(_ASKED) if asked.fullmatch(wanted.rest)), None)
    if place is None:
        return []
    feels = [each for each in told if _TOLD[place].search(each.plain) and not _DENIED.search(each.plain)]
    own = [each for each in feels if _OWN.search(each.plain)]
    if not own:
        return []
    words = {*map(stem, split_words(wanted.rest))}
    one = next((each for each in reversed(own) if words & find_weighty(each)), own[-1])
    return _with_what(one, told, _TOLD[place])


def _with_what(one: Said, told: Sequence[Said], feeling: re.Pattern[str]) -> list[Said]:
    """A sentence that tells a feeling and, where it does not say about what, the one behind it, or those before it, in
    the same message."""
    if find_weighty(one) - {*map(stem, (*_FILLERS, *split_words(" ".join(feeling.findall(one.plain)))))}:
        return [one]
    spot = next(spot for spot, each in enumerate(told) if each is one)
    if spot + 1 < len(told) and told[spot + 1].turn == one.turn:
        return [one, told[spot + 1]]
    return [each for each in told[max(0, spot - _BEFORE_IT) : spot] if each.turn == one.turn] + [one]
