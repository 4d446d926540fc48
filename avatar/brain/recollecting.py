"""What the script is to say of what the user told: on which occasion, and whether a question asks for that at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import lead
from avatar.brain.names import NAMES_TOO, sounds_like_name
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.nearest import stem
from avatar.brain.sentences import Act
from avatar.brain.telling_back import write_out
from avatar.brain.told import find_names_told, is_untold
from avatar.brain.wanted import Sure, Wanted

RECALLED = ("=you told", "=you said", "=relative", "=told so far")
"""Occasions on which the user is told what they had told."""
PUT_RIGHT = ("=owned up", "=kept it")
"""Those on which the user has put an answer right, or given it."""
MISSED = ("=not told", "=not sure", "=honest user")
"""Those on which it is not known."""
_ABOUT_ME = re.compile(
    rf"{lead('go on')}(?:what (?:do|did|can|have) (?:you|i) (?:actually |really |still )?"
    r"(?:know|remember|recall|learn|learned|told you|tell you|got on me|know of)(?: so far)?(?: about| of)?"
    r" (?:me|myself)(?: so far| then| now)?|what have i told you(?: so far| today)?"
    r"|(?:so |and )?tell me (?:what you (?:know|remember)|everything|something) about (?:me|myself)"
    r"|what do you remember(?: so far)?"
    r"|(?:do|can) you remember (?:anything|what i (?:told|have told) you|what i said)(?: about me(?:self)?)?"
    r"|do you remember (?:anything )?(?:i|that i|of what i) (?:said|told you|have said)"
    r"|have you been listening(?: to me)?"
    r"|what else (?:(?:do|did|can) (?:you|i) (?:know|remember|recall|have on|tell you|told you|say|said)\b.*"
    r"|have (?:you got on me|i (?:told you|said))\b.*)"
    r"|who (?:have i|did i|was i|am i) (?:been )?(?:telling|tell|talking|talk|on|going on|moaning)(?: you| to you)?"
    r" about\b.*"
    r"|(?:did |has |have )?any of (?:it|that|this) (?:stuck|stick|gone in|go in|sunk in|sink in)(?: at all)?)"
)
"""What asks for all that is known of the user."""
_WHICH_IS_IT = re.compile(r"(?:is|was|are|were) (?:it|that|they|he|she|those)(?: again)?")
"""What asks on about a thing: "which knee is it?"."""
_ASKS_PLAINLY = re.compile(
    r"\b(?:what|who|where|when|which|how \w+)(?: \w+)? (?:is|are|was|were|do|does|did|has|have|had)\b|\bremember\b"
)
"""What asks without a question mark: not "when I left he sat on my suitcase"."""


_THE_ONE = re.compile(r"\bthe (\w+)(?= (?:about|called|for|from|on|say|said|do|did|want|think|cost|like|go|in)\b|$)")
"""A thing, or somebody, that a question takes as known: "the row", in "what was the row about?"."""
_ON_A_DAY = re.compile(
    r"what (?:is|was) (?:happening|on|planned|going on|up)(?: for| on)?(?: the)? (tomorrow|tonight|weekend|\w+day)"
)


class Telling(NamedTuple):
    """An occasion, and what its words need."""

    cue: str
    found: Mapping[str, str]


def asks_about_user(forms: Sequence[str]) -> bool:
    """Whether a question is for all that is known of the user."""
    return any(_ABOUT_ME.fullmatch(form) for form in forms)


def tell_back(script: PersonaScript, said: str, told: str, *, whole: bool = True) -> Telling:
    """The occasion on which something that the user told is told back to them, or else quoted. `whole`: it is what they
    ask for, rather than of the same."""
    cue = ("=you told" if whole else "=told so far") if told else "=you said"
    return Telling(cue if script.has(cue) else "=you said", {"said": said, "told": told, "fully": write_out(told)})


def find_theirs(wanted: Wanted, said: Sequence[Said], named: Mapping[str, Sequence[str]], reply: str) -> Wanted:
    """What a question wants that names nobody but one, or a thing, of whom only the user told: it is theirs. `reply`:
    the character's last one."""
    if wanted.sure > Sure.MAYBE:
        return wanted
    if _WHICH_IS_IT.fullmatch(wanted.rest) and _speaks_of(wanted.noun, said, reply):
        return wanted._replace(sure=Sure.MINE)
    if wanted.noun and _bears_name(wanted.noun, said, reply):
        wanted = wanted._replace(noun="", rest=f"{wanted.noun} {wanted.rest}")  # "what josh did"
    words = split_words(wanted.rest.replace("'s", ""))
    theirs = find_names_told(said, named) & {*words} or any(_bears_name(word, said, reply) for word in words)
    theirs = theirs or any(_speaks_of(found[1], said, reply) for found in _THE_ONE.finditer(wanted.rest))
    return wanted._replace(sure=Sure.MINE) if theirs or _is_of_day(wanted, said) else wanted


def _bears_name(word: str, said: Sequence[Said], reply: str) -> bool:
    """Whether a word is a name, however it is typed, of somebody of whom only the user told: "josh"."""
    if not (sounds_like_name(word.capitalize()) or word in NAMES_TOO) or re.search(
        rf"\b{re.escape(word)}\b", reply, re.I
    ):
        return False
    return any(word in split_words(each.plain.replace("'s", "")) for each in said if each.act is not Act.QUESTION)


def _is_of_day(wanted: Wanted, said: Sequence[Said]) -> bool:
    """Whether a question is for what there is on a day of which the user told: "what's happening tomorrow?"."""
    found = _ON_A_DAY.fullmatch(wanted.plain)
    return found is not None and any(re.search(rf"\b{found[1]}\b", each.plain) for each in said)


def _speaks_of(noun: str, said: Sequence[Said], reply: str) -> bool:
    """Whether the user has told of a thing, and the character's last reply does not speak of it."""
    thing = stem(noun.split()[-1]) if noun else ""
    told = any(thing in map(stem, split_words(each.plain)) for each in said if each.act is not Act.QUESTION)
    return bool(thing) and told and thing not in map(stem, split_words(reply.lower()))


def asks_in_vain(heard: Hearing, wanted: Wanted) -> bool:
    """Whether a question of which nothing was told is for what only the user can tell."""
    heeded = heard.rule is not None and heard.grade >= Grade.PHRASE
    asked = heard.sentence.asked or bool(_ASKS_PLAINLY.search(heard.plain))
    return asked and is_untold(wanted, heeded=heeded)
