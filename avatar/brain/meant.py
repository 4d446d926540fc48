"""What asks, or says, something else than its form does: "is it a daft idea", "one tip", "is it just me", "you could
tell by his eyebrows".

A form taken at its word would answer it beside the point: "I'll tell by his eyebrows", "I think so, yes".
"""

from __future__ import annotations

import re
from dataclasses import replace

from avatar.brain.advising import find_advice, is_grave
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.leads import LEAD, lead
from avatar.brain.misgivings import has_misgivings
from avatar.brain.rive import PersonaScript
from avatar.brain.sayings import find_saying
from avatar.brain.sentences import Act
from avatar.brain.verbs import is_verb

_LOOSE = (
    "=should",
    "=suggest",
    "=advice",
    "=honest agree",
    "=confirmed",
    "=not told",
    "=think",
    "=unknown",
    "=choice",
    "=honest self either",
)
"""Occasions of a sentence by its form alone, whatever its words mean."""
_EITHER_IS = re.compile(
    r"(?:(?:so|well|and|but|oh|haha|i (?:think|reckon|say|bet|guess)) )*(?:it is|its|it|he is|hes|she is|shes|they are"
    r"|theyre|that is|thats|this is|we are|i am|im|(?:my|the|his|her|their|our|your) \w+(?: is| are|s)?)(?: \w+)?"
    r" either\b.*\bor\b.*"
)
_IS_I_THINK = re.compile(
    rf"{LEAD}(?:what|where|who|how|why|which|when)\b(?! (?:is|are|was|were|do|does"
    r"|did)\b).*\b(?:is|are|was|were)\b .+ (?:i (?:think|reckon|suppose|guess|would say|imagine|believe))"
)
_YOU_COULD_TELL = re.compile(
    rf"{lead('yes|no')}you (?:could|can|would|cannot|can not) (?:always |just |really |almost )?"
    r"(?:tell|see|hear|feel|smell|say|imagine|guess|sense|get|be|have|hardly|not)\b.*"
)
"""What states something of anybody: "you could tell by his eyebrows"."""


def _tells_by(heard: Hearing) -> bool:
    return heard.cue == "=honest agree" and bool(_YOU_COULD_TELL.fullmatch(heard.plain))


def states(heard: Hearing) -> bool:
    """Whether a sentence, without a question mark, states what only has the shape of a question: "it's either dead or
    plotting", "what comes first is bed, I think"."""
    return not heard.sentence.asked and bool(_EITHER_IS.fullmatch(heard.plain) or _IS_I_THINK.fullmatch(heard.plain))


_BEGINS = re.compile(
    rf"{LEAD}(?:(?:how|where) is (?:it )?best to (?:begin|start)(?: then| with it)?"
    r"|what (?:should|do|can) i (?:think (?:about|of)|focus on|remember|keep in mind) (?:when|while|before|if)\b.*)|"
    rf"{LEAD}(?:where|how) (?:do|would|should|can|could) (?:i|we|you)"
    r" (?:even |ever |actually |best )?(?:begin|start|get (?:going|started|myself going))"
    r"(?: (?:with|on) (?:it|that|this|something like (?:that|this)|them|all (?:this|that)))?(?: then| though)?"
    rf"|{LEAD}what is the (?:best|easiest|quickest) way to (?:begin|start"
    r"|get (?:myself |us |me )?(?:started|going|into it))(?: (?:with|on) (?:it|that|this))?(?: then| do you (?:think"
    r"|reckon))*"
)
"""What asks how something is begun, whatever it is."""
_ONE_TIP = re.compile(
    r"(?:(?:so|well|and|but|oh|ok|then|please|just|go on|give me|tell me|give us|i need|i want|have you got|got|any|"
    r"(?:can|could|will|would) you give me) )*(?:just )?(?:one|a|another|any|some|your (?:best|top))"
    r" (?:(?:little|small|last|good|quick|single|top|helpful|useful|more|wee) )*(?:tips?|hint|trick|pointers?"
    r"|(?:piece|bit|word)s? of (?:advice|wisdom)|advice|(?:thing|idea) to (?:think about|think of|remember|bear in mind"
    r"|hold on to|keep in mind|try|help me))"
    r"(?: (?:for|on|about|with|when|before|while|please|then|to)\b.*)?"
)
"""What asks for a single piece of advice, with or without a verb."""
_IS_IT_ME = re.compile(
    r"(?:(?:so|and|or|hang on|wait) )*is it (?:just|only) me(?: (?:then|or what|thinking that|who)\b.*)?"
)
_WHY_NOT = re.compile(rf"{LEAD}why not (?:just |simply |try )?(?P<verb>\w+)\b.*")
_REMEMBER = re.compile(
    rf"{lead('what|surely')}(?:do not you|do you not|you do not|do you|can you not|can not you) remember"
    r"(?: (?:that|it|this|me (?:saying|telling you)(?: (?:so|that|it))?|what i (?:said|told you)))?(?: then| at all|)"
)
"""What asks whether the character remembers what was just spoken of."""
_LET_US = re.compile(
    rf"{lead('go on|come on')}(?:let us|lets|let me) (?:have|hear|see)"
    r" (?:it|them|one|some|that one|(?:a|the|another|your) (?!look|think|go|rest|nap|drink|cup|party|break|chat)\w+.*)"
    r"(?: then| please)*"
)
"""What asks for a tale that was spoken of: "let's hear the worst of the three"."""


def take_as_meant(script: PersonaScript, heard: Hearing, *, lost: bool = False) -> Hearing | None:
    """What asks, or says, something else than its form does, with what answers that; None for all else. `lost`: the
    rule that hears it has no answer to it."""
    if not lost and heard.grade >= Grade.LIKE and heard.cue not in _LOOSE:
        return None
    plain = heard.plain
    verb, tip = _WHY_NOT.fullmatch(plain), _ONE_TIP.fullmatch(plain)
    if tip and (advice := find_advice(plain)) and script.has(advice.cue):
        return replace(heard, cue=advice.cue, card="", found=advice.found, grade=Grade.EXACT, rule=None)
    ways: tuple[tuple[bool, tuple[str, ...], Act], ...] = (
        (bool(saying := find_saying(plain)), saying, Act.CHATTER),
        (has_misgivings(plain), ("=reassured well",), Act.QUESTION),
        (bool(_BEGINS.fullmatch(plain)), ("=honest start", "=advice"), Act.QUESTION),
        (tip is not None and not is_grave(plain), ("=honest start", "=advice"), Act.QUESTION),
        (bool(_IS_IT_ME.fullmatch(plain)), ("=agreed",), Act.QUESTION),
        (verb is not None and is_verb(verb["verb"]), ("=advised",), Act.REQUEST),
        (states(heard) or _tells_by(heard), ("=judged",), Act.CHATTER),
        (bool(_LET_US.fullmatch(plain)), ("=more", "=and then"), Act.REQUEST),
    )  # fmt: skip
    if _REMEMBER.fullmatch(plain) and (
        kept := [each for each in script.cards("=honest recall") if _OWNS_UP.match(each)]
    ):
        return replace(heard, cue="=honest recall", card=script.choose(kept), grade=Grade.EXACT, rule=None)
    cue, act = next(
        ((cue, act) for fits, cues, act in ways if fits for cue in cues if script.has(cue) and script.is_fresh(cue)),
        ("", heard.act),
    )
    return replace(heard, cue=cue, card="", found={}, grade=Grade.EXACT, rule=None, act=act) if cue else None


_OWNS_UP = re.compile(r"(?:\[[\w-]+\] )?(?!No\b|Not\b|Only\b)(?!.*<bot)")
"""A line that remembers something, and names nothing."""
