"""What fits a sentence that no phrase of the script is about: what kind of thing it is, and so which occasion answers.

"my landlord is raising the rent" is bad news, "nights mostly" adds to what was told before, "really?" doubts what the
character just said, "is pizza better than burgers?" wants one of two. A character writes a few answers to each kind
(`=bad news`, `=detail`, `=really`, `=choice`); none of them says more than the kind does, so that none is beside the
point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from avatar.brain.facts import look_up_fact
from avatar.brain.hearing import Grade, Hearing, is_literal, is_vague, names, says_whose
from avatar.brain.questions import find_asking, find_choice
from avatar.brain.reactions import Before, find_favour, find_reaction
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.patterns import split_words
from avatar.brain.sentences import Act, find_acknowledgement
from avatar.brain.telling import find_telling, find_tone

_ASKS = (Act.QUESTION, Act.REQUEST)
_INSISTS = ("=really", "=why so", "=why ask", "=and then")
"""Reactions whose answer hangs on what was said, whatever else the script listens for."""
_LONGEST_REACTION = 7
"""Words."""
_LONG = 6
"""Words of a statement from which on one of them says too little of what it is about."""
_SHORT = 3
"""Words of a statement that is too short for the nearest phrase to be meant."""
FELT: Mapping[str, str] = {
    "praise": "=praised", "sad": "=sad", "worried": "=worried", "tired": "=tired", "happy": "=happy",
    "laugh": "=laughed",
}  # fmt: skip
"""Occasions that answer what is felt where no trigger does, by what could be acknowledged of it."""


_POINTED = re.compile(
    r"\bi (?:\w+ )?(?:like|love|enjoy|hate|prefer|play) (?:mine|ours|how|when|where|what"
    r"|it when|the way|that|being)\b"
)
"""What is liked is no thing that could be named."""


def fit(script: PersonaScript, heard: Hearing, before: Before, first: Callable[[], bool]) -> Hearing:
    """The hearing with the occasion that fits it, where the script itself has nothing as sure.

    `first`: draws the first of two.
    """
    if heard.cue or heard.grade is Grade.ALARM:
        return heard
    if heard.grade is Grade.ANSWER:
        return (_chosen(heard, first) if heard.sentence.asked else None) or heard
    for found in (_known(heard), _reacting(heard, before), _chosen(heard, first), _asked(heard), _told(heard, before)):
        if (
            found is not None
            and script.has(found.cue)
            and (script.is_fresh(found.cue) or (is_vague(heard) and found.cue not in _VAGUE_CUES))
        ):
            return found
    return heard


_VAGUE_CUES = ("=detail", "=of you")
"""Occasions that say so little that they are better not said twice."""


def _known(heard: Hearing) -> Hearing | None:
    """A fact that is asked for, or a favour that costs nothing."""
    if fact := look_up_fact(heard.forms):
        return replace(heard, cue="=fact", found={"sum": fact}, grade=Grade.EXACT, act=Act.QUESTION)
    cue = find_favour(heard.forms)
    return replace(heard, cue=cue, grade=Grade.EXACT, act=Act.REQUEST) if cue else None


def _reacting(heard: Hearing, before: Before) -> Hearing | None:
    """A short answer to what the character just said."""
    if len(split_words(heard.plain)) > _LONGEST_REACTION:
        return None
    cue = find_reaction(heard.forms, asked=heard.sentence.asked, before=before)
    if not cue or (heard.grade > Grade.REMARK and cue not in _INSISTS):
        return None
    act = Act.REQUEST if cue in _INSISTS else Act.CHATTER
    return replace(heard, cue=cue, grade=Grade.EXACT, act=act)


def _chosen(heard: Hearing, first: Callable[[], bool]) -> Hearing | None:
    """One of two that are asked for."""
    own = heard.rule is not None and heard.grade >= Grade.NEAREST and not is_vague(heard, whole=False)
    if own and (Grade.NEAR <= heard.grade < Grade.ANSWER or names(heard, "or")):
        return None
    found = find_choice(heard.forms, first) if heard.act is Act.QUESTION or " or " in heard.plain else None
    return replace(heard, cue=found.cue, found=found.found, grade=Grade.NEAR, act=Act.QUESTION) if found else None


def _asked(heard: Hearing) -> Hearing | None:
    """A question that the script has no more for than its shape."""
    if heard.act is not Act.QUESTION or heard.grade >= Grade.NEAR:
        return None
    found = find_asking(heard.forms, alone=is_vague(heard))
    return replace(heard, cue=found.cue, found=found.found, grade=max(heard.grade, Grade.SHAPE)) if found else None


def _told(heard: Hearing, before: Before) -> Hearing | None:
    """Something told that the script has a word for at most."""
    words = len(split_words(heard.plain))
    if heard.act in _ASKS or (heard.act is Act.CHATTER and heard.grade > Grade.LOST):
        return None
    kind = FELT.get(find_acknowledgement(heard.plain), "") if heard.act is Act.FEELING or words <= _LONG else ""
    cue = find_telling(heard.plain, heard.act, before)
    if kind and cue != "=modest":
        cue = kind
    remark = heard.grade is Grade.REMARK and heard.rule is not None and is_literal(heard)
    doubtful = (
        (heard.grade <= Grade.REMARK and not remark)
        or (heard.grade is Grade.OPEN and (find_tone(heard.plain) or cue in ("=modest", "=planned")))
        or (
            (heard.grade is Grade.SUBJECT or says_whose(heard))
            and heard.act is not Act.FEELING
            and (find_tone(heard.plain) or words > _LONG)
        )
        or (heard.grade is Grade.PHRASE and _POINTED.search(heard.plain))
        or (heard.grade is Grade.NEAREST and words <= _SHORT and heard.act is not Act.FEELING)
    )
    return replace(heard, cue=cue, grade=max(Grade.SHAPE, min(heard.grade, Grade.OPEN))) if cue and doubtful else None
