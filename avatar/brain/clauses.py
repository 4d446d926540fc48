"""What a clause of something told says by itself, where the whole of it says too much at once: of "I'm having a baby in
nine weeks, so I can't get comfy on any side" the news is in the first half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, hear
from avatar.brain.plain import make_plain
from avatar.brain.rive import LONGEST_MESSAGE, PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.sentences import Act, Sentence
from avatar.brain.smoothing import hush_laughter, smooth

_LONG = 6
"""Words from which on something told may say several things."""
_FEWEST, _MOST = 3, 14
"""Words of a clause that says something."""
_JOINTS = re.compile(
    r"\s*[,;:–—]\s*(?:(?:and|but|so|or|then|because|cos|since|though|although|which|who)\s+)*"
    r"|\s+-\s+|\s+(?:and then|and|but|so that|so|because|cos|since|while|although|though|until)\s+(?!\w+$)",
    re.I,
)
_WHEN = re.compile(
    r"(?: (?:on|last|this|next|by|since|every) (?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: \w+)?"
    r"| (?:last|this|next|every) (?:week|weekend|month|year|night|morning|afternoon|evening|summer|winter|spring"
    r"|autumn)| (?:yesterday|today|tomorrow|tonight|again)| (?:after|for|in|at) (?:about |nearly |almost )?"
    r"(?:\d\w*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: (?:seconds|minutes|hours|days|weeks|months|years))?)+\W*$",
    re.I,
)
"""When it was, at the end of a clause."""
_SURE = 60
"""The weight of a phrase from which on it is what a clause is about."""
_LIKELY, _NEAR = 0.3, 0.75
"""Likelihood, or nearness, from which a clause is taken for what a likeness hears."""
_SOMEBODY_DOES = re.compile(
    r"(?:i|we|he|she|they|it|there|my|our|his|her|their|the|a|an|one|some|everybody|everyone|nobody)\b(?: [\w']+){2,}"
)
"""A clause that stands by itself: "in time with the music" does not."""


def find_clauses(text: str) -> Iterator[str]:
    """The clauses of something told, as it was typed; none where it has but one."""
    parts = [part for part in _JOINTS.split(text) if part.strip()]
    parts += [bare for part in parts if (bare := _WHEN.sub("", part)) != part]
    if len(parts) > 1:
        yield from (part for part in parts if _FEWEST <= len(part.split()) <= _MOST)


def hear_clause(script: PersonaScript, heard: Hearing) -> Hearing | None:
    """Something told, as its surest clause is heard; None where no clause is surely understood."""
    if asks(heard.act) or len(heard.plain.split()) < _LONG:
        return None
    found = [_hear(script, heard, clause) for clause in find_clauses(heard.sentence.text)]
    return max((each for each in found if _is_sure(script, each)), key=lambda each: each.grade, default=None)


def _hear(script: PersonaScript, heard: Hearing, clause: str) -> Hearing:
    plain = smooth(script.formatted(hush_laughter(make_plain(clause, LONGEST_MESSAGE))))
    return replace(hear(script, Sentence(clause, asked=False), plain, ""), sentence=heard.sentence)


def _is_sure(script: PersonaScript, heard: Hearing) -> bool:
    if asks(heard.act) or heard.act is Act.CHATTER or heard.rule is None or not _SOMEBODY_DOES.match(heard.plain):
        return False
    if heard.grade is Grade.PHRASE:
        return heard.rule.trigger.weight >= _SURE
    if heard.grade is Grade.LIKE:
        like = script.book.likes.nearest(heard.form, heard.act)
        return like is not None and (like.fit >= _LIKELY or like.near >= _NEAR)
    return heard.grade in (Grade.NEAR, Grade.EXACT)
