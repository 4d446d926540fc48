"""Which sentence of a message is answered, and what is said to the others of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.mending import consoles, is_echo, is_of_its_tale
from avatar.brain.reactions import Before, find_reaction
from avatar.brain.sentences import Act, find_acknowledgement, find_act

_SAYS_LITTLE = re.compile(
    r"=(?:honest .*|of that|of me|of it.*|unknown|really|and then|why .*|confirmed|not told|not sure|held|think|asked"
    r"|beyond|how to)"
)
"""Occasions that answer no first question before a second one is answered: what they say may contradict it."""
_ECHOES = re.compile(r"=(?:honest said|honest blank|honest unsure|confirmed|held|of that|really|unknown|think|asked)")
"""Those of them that say least."""
_FEW = 2
"""Words of a sentence that is a word or two."""
_OF_ME = re.compile(r"\b(?:i|me|my|mine|we|us|our)\b")
_FELT = ("sad", "worried", "tired")
_REACTIONS = ("=granted", "=approved", "=agreed", "=seen")


def withholds(heard: Hearing) -> bool:
    """Whether a sentence is heard as one that keeps the name back: "no paws, just boots"."""
    return heard.grade is Grade.ANSWER and heard.rule is not None and heard.rule.topic == "ask_name"


_BIDS = re.compile(r"(?:and |please |but |now )*(?:be|do not be) (?!my\b|a\b)\w+(?: now| please| with me)?")
"""What asks for a manner, beside what is asked: "be careful, I work for one"."""


def leave_out_echoes(heard: list[Hearing]) -> list[Hearing]:
    """The sentences of a message without questions that the user answers at once ("me? I'm building a bed"), and from
    where it says that the character was mistaken."""
    last = next((place for place in range(len(heard) - 1, -1, -1) if not heard[place].sentence.asked), -1)
    told = heard[last].act in (Act.FACT, Act.STATEMENT, Act.FEELING) if last >= 0 else False
    mended = next((place for place, each in enumerate(heard) if each.cue == "=mistaken"), 0)
    kept = [
        each
        for place, each in enumerate(heard)
        if place >= mended
        and not (told and place < last and _is_echoed(each))
        and not (place < len(heard) - 1 and each.plain.startswith(("you mean ", "so you mean ")))
        and not _BIDS.fullmatch(each.plain)
    ]
    return kept or heard


def find_kind_beside(heard: Hearing) -> str:
    """What of a sentence is acknowledged beside the answer to another one."""
    if consoles(heard.plain):
        return "consoled"
    kind = find_acknowledgement(heard.plain)
    of_its_own = not _OF_ME.search(heard.plain) or is_of_its_tale(heard.plain)
    return "" if kind in _FELT and of_its_own else kind


def _is_echoed(heard: Hearing) -> bool:
    return heard.sentence.asked and heard.grade is not Grade.ALARM and is_echo(heard.plain)


def says_little(heard: Hearing) -> bool:
    """Whether an occasion of a sentence says so little that another answer comes first."""
    return bool(_SAYS_LITTLE.fullmatch(heard.cue))


def is_asked(heard: Hearing) -> bool:
    """Whether a sentence asks something by itself, whatever it is answered with."""
    return heard.sentence.asked or find_act(heard.plain, asked=False) >= Act.REQUEST


def find_better(best: Hearing, heard: Sequence[Hearing]) -> Hearing:
    """Of several questions of a message the one that is really answered, where the best one would be answered by its
    form alone; the last one, where all would."""
    if best.act < Act.REQUEST or not says_little(best):
        return best
    asked = [each for each in heard if is_asked(each) and each.grade is not Grade.ALARM]
    real = [each for each in asked if not says_little(each) and each.grade >= Grade.PHRASE]
    more = [each for each in asked if not _ECHOES.fullmatch(each.cue)] if _ECHOES.fullmatch(best.cue) else []
    return next(reversed(real), next(reversed(more), best))


def greets(heard: Hearing) -> bool:
    """Whether a sentence is a greeting."""
    return heard.rule is not None and heard.rule.trigger.text.startswith("(@hello)")


def is_news(heard: Hearing) -> bool:
    """Whether a sentence tells of the user what deserves an answer of its own: "I'm Marta, my oven died"."""
    if heard.cue == "=met" or greets(heard) or withholds(heard) or says_little(heard):
        return False
    return heard.act in (Act.FACT, Act.FEELING) and (bool(heard.cue) or heard.grade > Grade.LOST)


def is_reaction(heard: Hearing) -> bool:
    """Whether a sentence is about what the character said: "sad", of a sad story, is no mood."""
    return find_reaction(heard.forms, asked=heard.sentence.asked, before=Before()) in _REACTIONS


def leaves_room(heard: Hearing) -> bool:
    """Whether a message leaves room to come back to something earlier: "ok", "I see", or nothing to hold on to."""
    if find_reaction(heard.forms, asked=heard.sentence.asked, before=Before()) == "=seen":
        return True
    lost = not heard.cue and heard.act is Act.STATEMENT and heard.grade <= Grade.LOST
    return lost and len(heard.plain.split()) <= _FEW
