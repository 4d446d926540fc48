"""What the user asks advice on: "should I ring my mum", "what should I take Becky", "any ideas for a name".

Advice names the thing that it is on, or else it is advice on anything. What is grave is left to what the character
says of grave things (`=should`): no line by form may tell anybody to leave their husband.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from avatar.brain.idle_words import drop_idle
from avatar.brain.indirect import tell_indirectly, turn_round
from avatar.brain.leads import LEAD, lead
from avatar.brain.soundness import is_sound
from avatar.brain.verbs import is_verb

_LEAD = lead(
    "no|yes|i mean|maybe|honestly|actually|seriously|tell me|do you think|do you reckon|you think|i meant|first thought"
)
_TAIL = re.compile(
    r"(?: (?:do you think|do you reckon|you think|you reckon|then|or not|or what|though|please|haha|lol|next|now"
    r"|dear|at all|in your opinion|or is (?:that|it) (?:\w+ ){0,2}\w+))+$"
)
_MINE = r"(?:i|we)"
_SHOULD = re.compile(rf"{_LEAD}(?:should|shall|ought) {_MINE} (?:to |just |really |maybe )*(\w+.*)")
_I_SHOULD = re.compile(
    rf"{_LEAD}(?:(?<=think )|(?<=reckon )){_MINE} (?:should|ought to) (?:just |really |maybe )*(\w+.*)"
)
_WHAT_TO = re.compile(
    r"(?:if (?:i|we) (?:\w+ ){1,9}?)?"
    rf"{_LEAD}((?:what|where|who|which|when|how)\b(?: (?!should|shall|can|could)\w+){{0,3}} (?:should"
    rf"|shall) {_MINE} \w+.*)"
)
_BEST_WAY = re.compile(
    rf"{_LEAD}what (?:is|would be) (?:the|your|a) (?:best|easiest|right|nicest|kindest|simplest|good|quickest) way"
    r" (?:(?P<to>to .+)|(?P<for>for (?:me|us|a \w+) to .+))"
)
"""What asks how something of the user's is best done: "what's the best way to get myself started"."""
_HOW = re.compile(r"(?:how|when|where|who)\b")
"""What asks for a way, a time or a person rather than for a thing."""
_AT_A_LOSS = re.compile(
    rf"{_LEAD}(?:what|how) (?:else )?(?:should|shall) {_MINE} (?:do|say|try|think|feel|be"
    rf"|act)(?: now)?"
)
"""What asks for advice on nothing in particular."""
_WHAT_CAN = re.compile(rf"{_LEAD}(what (?:can|could) {_MINE} (?:get|give|buy|bring|take|cook|make|wear|bake|plant) .+)")
_IDEAS = re.compile(
    rf"{_LEAD}(?:(?:have you|do you have|you|have you got|got|with|give me|give us|tell me"
    rf"|(?:can|could|will|would) you give me) )*(?:got )?(?:any|one|a|some|another) (?:(?:good|small|little|last|quick"
    rf"|other|better|practical"
    rf"|last"
    r"|final|bright|more) )?(?:(?P<ideas>ideas?|suggestions?|inspiration)|(?P<words>words(?: of wisdom)?)"
    r"|tips?|(?:(?:piece|bit|word) of )?advice|tricks?|hints?|pointers?) (?:for (?:me|us) )?(?:for|on|about|with"
    r"|against) (?P<thing>.+)"
)
_GOOD_ONE = re.compile(
    rf"{_LEAD}what (?:is|would be|makes|are|might be) (?:a |an |some )?(?:really |very )?(?:good|nice|decent|great|fun)"
    r" ((?!idea|way|time|place|thing\b|question\b)\w+(?: \w+)? (?:for|to (?:give|take|bring|cook|make|wear|buy|say"
    r"|write|put))\b.+)"
)
"""What asks for a thing that would do: "what's a good first line for a poem"."""
_IF_ME = re.compile(r" (?:if you were (?:me|in my (?:place|shoes))|in my (?:place|shoes)|if it were you)$")
_SOMEBODY = re.compile(
    r"(?:(?:an?|the|my|some) )?(?:\w+ )?(?:man|woman|person|lad|lass|girl|boy|beginners?|novice|learner|newcomer"
    r"|someone"
    r"|somebody|people|mum|dad|fool|fellow|chap|bloke|dad|parents?|student)(?: .*)?"
)
"""Whom advice is for, rather than on what."""
_COUNSEL = re.compile(
    rf"{_LEAD}what would you (?:tell|advise|say to) ((?:an?|the|my|some|somebody|someone|young|new|other)? ?\w+"
    r"(?: (?:who|if|about) .*)?)"
)
_COLOUR = re.compile(
    rf"{_LEAD}(?:what|which)(?: shade| sort of| kind of)? colou?rs? (?:(?:do you (?:think|reckon)|would you say) )?"
    r"(?:(?:should|shall|would|could) (?:i|we|he|she|they|it)"
    r"|(?:i|we) (?:should|could|ought)|would (?:you (?:paint|do|make|go|choose|pick|have it)"
    r"|be (?:best|good|nice)|suit|look)|is best|suits)\b.*"
)
_NAME = re.compile(
    rf"{_LEAD}(?:what (?:(?:(?:should|shall|could|would|can) (?:i|we|he|she|they)"
    r"|do you (?:think|reckon) (?:i|we) (?:should|could)) (?:call|name)|would you (?:call|name) (?!that\b|yourself\b)"
    r"|(?:is|would be|makes) a (?:good|nice|funny|proper|better) name)\b.*"
    r"|(?:(?:have you|do you have|you|have you got|got|with) )*(?:got )?any (?:good |nice |other |better )?(?:names?\b"
    r"|(?:ideas?|suggestions?|thoughts?|inspiration|preferences?) (?:for|on|about) (?:a |the |its |his |her )?names?\b)"
    r"(?! (?:you|in|on|at)\b).*"
    r"|(?:(?:can|could|will|would) you )?(?:think of|give me|give us|suggest|come up with|help (?:me|us) (?:with|find"
    r"|choose|pick|think of)|recommend) (?:a|some|any|another|its|the)(?: \w+)? names?\b.*)"
)
"""What asks for a colour, or a name, for something of the user's."""
_GRAVE = re.compile(
    r"\b(?:leaving (?:my|him|her|them|home)|divorcing|quitting|marrying|splitting|resigning|suing|stopping (?:my"
    r"|taking)"
    r"|drinking|gambling|fighting|dying|killing|hurting|cutting|starving|leave|divorce|quit|resign|marry|propose|split"
    r"|separate|stop taking|tablets?|medication|pills|dose|drugs"
    r"|drink|drive|sue|report|police|doctor|hospital|lawyer|invest|mortgage|loan|gamble|bet|hit|fight|kill|hurt|punch"
    r"|lie|cheat|steal|forgive|abortion|pregnant|die|dying|funeral|operation|surgery|move out|break up|euthan\w+"
    r"|put (?:him|her|it) down|give up|be alive|live|trust|believe|love|exist|worry|worried|scared|afraid|ashamed"
    r"|offended|cry)\b"
)
"""What is too grave to be told yes to by a line for anything."""
_MOST = 12
"""Words of what is to be done."""


class Advice(NamedTuple):
    """What is asked, and the occasion that answers it."""

    cue: str
    found: Mapping[str, str]
    words: str
    """What it is on, as the user put it."""


_NOT_SURE = r"\b(?:do not|can not|not) (?:\w+ )?(?:know|sure|decide) (?:if|whether|what|how|which|where) (?:i|we|to)\b"
_UNSURE = re.compile(_NOT_SURE)
_WANTS = re.compile(
    "|".join(
        (
            r"\b(?:should|shall|ought) (?:i|we)\b",
            (
                r"\b(?:what|how|where|when|who|which)\b(?: \w+){0,3} (?:can|could|would|should|shall|might) (?:i|we)\b"
                r"|\b(?:what|how) do (?:i|we) (?!say\b|mean\b|look\b|sound\b|know\b|love\b|have\b|like\b)"
            ),
            r"\bi (?:should|ought to)\b.*\b(?:think|reckon)\b",
            (
                r"(?<!\bso )(?<!neither )(?<!nor )(?<!than )\bdo i (?:just |even |really )?"
                r"(?!know|look|sound|remember|seem|owe|have|live|work|like|love)\w+"
            ),
            r"\b(?:do you (?:think|reckon)|reckon) (?:that )?(?:i|we) (?:should|could|ought|can|am|was)\b",
            r"\b(?:any|some) (?:\w+ )?(?:ideas?|tips?|advice|suggestions?|thoughts?|tricks?|hints?|pointers)\b",
            r"\bthink of (?:something|anything|a|some|any)\b(?! like that\b)",
            (
                r"\b(?:how|what) would you (?:\w+ )?(?:tell|do|get|go about|deal with|handle|begin|start|calm|stop|put"
                r"|write|cook|make|give|buy|wear|call|advise|suggest|recommend)\b(?! (?:all day|if you)\b)"
                r"|\bhow do you (?:\w+ )?(?:get|go about|deal with|handle|begin|start|calm|stop|keep|make)\b"
            ),
            (
                r"\b(?:give|got|have you|need|want|could use|could do with|after) (?:me |us |you |got )?"
                r"(?:some|any|a bit of|your|a|an) (?:\w+ )?(?:advice|tips?|ideas?|suggestions?|help|opinion)\b"
            ),
            r"\b(?:help|advise) me\b|\bwhat if (?:i|we|he|she|they|it)\b",
            _NOT_SURE,
            r"\bwhat (?:do|would|did) you (?:think|reckon|suggest|recommend)(?! (?:about|of) (?!it|that|this)\w+)\b",
            r"\b(?:good|best) (?:way|thing|time|place) to\b",
        )
    )
)
"""What wants to hear what its speaker should do, or what is thought of what they do."""


_WHETHER = re.compile(
    rf"{LEAD}(?:(?:do you (?:think|reckon|suppose) |should |shall |would you say )(?:i|we|it|that|this|he|she|they)\b"
    r"|(?:is|was|would|am|are) (?:i|it|that|this|we)\b)(?!.*\bwhat\b)"
)
"""What wants a yes or a no."""


_HELP = re.compile(
    rf"{LEAD}(?:(?:you|have you|do you have|have you got|got|give me|can you give me|i need|i could use) )*(?:got )?"
    r"(?:any|some) (?:\w+ )?(?:ideas?(?! (?:why|who|where|when|if|whether|how (?:old|many"
    r"|much|long|far)|what(?! to\b| (?:i|we) (?:should|could|can|might)\b))\b)|tips?|advice|suggestions?"
    r"|tricks?|hints?)\b.*"
    rf"|{LEAD}(?:(?:you|have you|do you have) )*(?:got )?any (?:\w+ )?thoughts(?: (?:then|please|for me|at all))*"
    r"(?: (?:on )?how to .+)?"
    r"|.*\b(?:can|could) you think of (?:something|anything)\b.*"
    rf"|{LEAD}what (?:do|would|can|could) you (?:recommend|suggest)(?: (?:for|to|then|to help)\b.*)?"
    rf"|{LEAD}what would you do(?: (?:about|with) (?:him|her|it|them|that)| in my (?:place|shoes)| if you were me)?"
)
"""What asks for advice in so many words, of whatever kind; "any idea why?" asks for a reason."""


def is_unsure(plain: str) -> bool:
    """Whether a plain sentence wants advice though it only tells: "I don't know if I should go"."""
    return bool(_UNSURE.search(plain))


def wants_help(plain: str) -> bool:
    """Whether a plain sentence asks for advice in so many words, of whatever kind: "any ideas?"."""
    return bool(_HELP.fullmatch(plain))


def asks_whether(plain: str) -> bool:
    """Whether what is wanted is a yes or a no: "should I mention him?"."""
    return bool(_WHETHER.match(plain))


def wants_advice(plain: str) -> bool:
    """Whether a plain sentence wants to hear what the user should do, or what is thought of what they do."""
    return bool(_WANTS.search(plain))


_PROPOSES = re.compile(rf"{LEAD}shall we \w+")
"""What proposes something to the character: "shall we play a game"."""


def find_advice(plain: str) -> Advice | None:
    """What a plain question asks advice on; None where it asks for none, or on something grave, or where it can't be
    told back."""
    bare = drop_idle(_TAIL.sub("", drop_idle(plain)))
    if _PROPOSES.match(bare):
        return None
    if (found := _BEST_WAY.fullmatch(bare)) and is_verb(_name_way(found).split()[1]):
        return _make("=honest how best", "clause", f"how best {turn_round(_name_way(found))}", found[0])
    if _COLOUR.fullmatch(bare):
        return Advice("=suggest colour", {}, "colour")
    if _NAME.fullmatch(bare):
        return Advice("=suggest name", {}, "name")
    if found := _SHOULD.fullmatch(bare) or _I_SHOULD.fullmatch(bare):
        return _make("=honest should", "deed", turn_round(found[1]), found[1])
    if _AT_A_LOSS.fullmatch(bare):
        return None
    if found := _WHAT_TO.fullmatch(bare) or _WHAT_CAN.fullmatch(bare):
        asked = tell_indirectly(found[1])
        cue = "=honest how best" if _HOW.match(found[1]) else "=honest what to"
        return _make(cue, "clause", asked.clause, found[1]) if asked is not None else None
    if found := _GOOD_ONE.fullmatch(bare):
        return _make("=honest ideas", "thing", f"a {turn_round(found[1])}", found[1])
    if found := _IDEAS.fullmatch(bare):
        if not found["ideas"] and _SOMEBODY.fullmatch(found["thing"]):
            return _make("=honest counsel", "whom", turn_round(found["thing"]), found["thing"])
        cue = "=honest ideas" if found["ideas"] else "=honest counsel" if found["words"] else "=honest tips"
        return _make(cue, "thing", turn_round(found["thing"]), found["thing"])
    if found := _COUNSEL.fullmatch(_IF_ME.sub("", bare)):
        return _make("=honest counsel", "whom", turn_round(found[1].strip()), found[1])
    return None


def is_grave(plain: str) -> bool:
    """Whether a plain question is on what is too grave for a line that goes with anything."""
    return bool(_GRAVE.search(plain))


def _name_way(found: re.Match[str]) -> str:
    """What is to be done in the best way: "to get myself started"."""
    return found["to"] or f"to {found['for'].partition(' to ')[2]}"


def _make(cue: str, key: str, told: str, words: str) -> Advice | None:
    if is_grave(words) or not told or not is_sound(told, most=_MOST):
        return None
    return Advice(cue, {key: told}, words)
