"""Which sentences of a message count: what only reacts to the character's last reply gives way to what is asked, told.

"Give over, I've only just sat down", "ting? go on then, what goes ting", "that came out wrong. Mabel's not well":
people first react, and then say what they have to say. Who answers the reaction has not listened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.choosing import is_asked, is_reaction, merely_agrees
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import LEAD, lead
from avatar.brain.mending import is_echo
from avatar.brain.plain import split_words
from avatar.brain.reactions import Before, find_reaction
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import find_weighty
from avatar.brain.sentences import Act, find_act
from avatar.brain.sheet import make_bare

_OF_IT = re.compile(
    rf"{lead('yeah|yes|no|hey|thing is')}"
    r"(?:(?:that|this|it)(?: one)? (?:is|was|sounds?|came out|does|did|has|made|makes|would|will|got)\b.*"
    r"|(?:you are|you have|you do|you did) (?!got to\b|to\b).*|you said\b.*"
    r"|(?:i am )?(?:pleased|glad) to hear (?:it|that)"
    r"|i (?:love|like|loved|liked) (?:that|this|it|you|your .*)|(?:no|not (?:a|the)) (?:idea|clue).*"
    r"|(?:sounds|looks) like\b.*|says you\b.*|whatever you say)"
)
"""What says how the last reply was taken."""
_ELLIPTIC = re.compile(
    rf"{LEAD}(?:you|anyone|anybody|any|ever|got|had|seen|fancy|want|need|sure|still"
    r"|been)\b"
)
"""How a question begins whose verb is left out: "you got a dog there?"."""
_WELL = re.compile(rf"{lead('no|yeah|yes')}(?:it is|that is|all is) (?:ok|okay|fine|all right|alright)\b")
"""What only says that all is well."""
_SHORT = 9
"""Words up to which such a sentence tells nothing else."""
_FEW, _FEWEST_TOLD = 4, 4
"""Most words of what only says a word of the reply back, and fewest of something told."""
_OF_ME = re.compile(r"\b(?:i|me|my|mine|we|our|us)\b")
_GAVE_WAY = ("=held", "=asked back", "=asked word", "=honest said", "=nod", "=agreed", "=approved", "=granted", "=seen")
"""Occasions of what only answers the last reply."""
_TOLD = (Act.FACT, Act.FEELING, Act.STATEMENT)


def find_weighty_ones(heard: Sequence[Hearing], said: str) -> list[Hearing]:
    """The sentences of a message from which the one to answer is chosen: without those that only react, where others do
    more. `said`: the character's last reply."""
    if len(heard) < 2 or any(each.grade is Grade.ALARM for each in heard):
        return list(heard)
    told = {stem(word) for word in split_words(make_bare(said))}
    weighty = [each for each in heard if not _reacts(each, told)]
    return weighty if any(_says_something(each) for each in weighty) else list(heard)


def _says_something(each: Hearing) -> bool:
    """Whether a sentence asks or tells something by itself."""
    if not find_weighty(each.plain):
        return is_asked(each) and bool(each.card)
    if is_asked(each):
        whole = find_act(each.plain, asked=False) >= Act.REQUEST or each.grade >= Grade.LIKE
        whole = whole or bool(_ELLIPTIC.match(each.plain))
        return whole and len(each.plain.split()) > 1
    return each.act in _TOLD and len(each.plain.split()) >= _FEWEST_TOLD


def _reacts(each: Hearing, told: set[str]) -> bool:
    """Whether a sentence only answers to the last reply, the stems of whose words are `told`."""
    if each.cue in ("=met", "=sad", "=their joke", "=leave it", "=sorry"):
        return False
    words = split_words(each.plain)
    asked = each.sentence.asked
    if (_WELL.match(each.plain) or each.plain.startswith(("stop it", "oh stop", "haha stop"))) and not asked:
        return True
    whole = asked and find_weighty(each.plain) and find_act(each.plain, asked=False) is Act.QUESTION
    if each.cue in _GAVE_WAY and not whole:
        return True
    if is_reaction(each) or merely_agrees(each) or find_reaction(each.forms, asked=asked, before=Before()):
        return True
    if asked:
        return len(words) <= _FEW and is_echo(each.plain) and not each.card
    if is_asked(each):
        return False
    if len(words) <= _FEW and all(stem(word) in told for word in find_weighty(each.plain)):
        return True
    return len(words) <= _SHORT and bool(_OF_IT.fullmatch(each.plain)) and not _OF_ME.search(each.plain)
