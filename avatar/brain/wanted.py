"""What a question wants of all that the user told: "do you remember what I study?" wants of "I study" what it is.

Who asks whether something is remembered, or what they said of it, asks for what was told and nothing else. Who asks
for something of theirs ("where's my exam?") mostly does, and who asks for something that only they have spoken of may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from avatar.brain.leads import lead


class Sure(IntEnum):
    """How surely what was told is asked for."""

    MAYBE = 1
    """It names nobody: "who is coming to dinner?"."""
    MINE = 2
    """It is about the user: "when is my exam?"."""
    FIRMLY = 3
    """It is asked what was told, or whether it is remembered."""


class Wanted(NamedTuple):
    """What is asked for."""

    wh: str
    """With what it is asked for: "what", "who", "how old", "whether"; "about" for all that there is."""
    noun: str
    """What kind of thing is asked for: "route", in "which route did I drive"; '' for none."""
    rest: str
    """Of what: "my exam is"."""
    sure: Sure

    @property
    def plain(self) -> str:
        """All of it, as a plain question."""
        return " ".join(filter(None, (self.wh, self.noun, self.rest)))


_LEAD = lead("hey|go on|please|come on|yes|no|yeah|just|actually|go on then|quick test|memory test|test|quick|tell me")
_TRAIL = re.compile(
    r"(?: (?:again|then|though|please|now|exactly|by the way|btw|if you (?:can|do)|do you (?:still )?(?:remember|recall"
    r"|know)|can you (?:remember|recall)|remember|recall|lol|haha|did i say|i said|have i said"
    r"|did i tell you|earlier|before (?:i|we|you) (?:go|leave|log off|forget|stop|sleep|finish)(?: "
    r"now)?|before|just now|a moment ago"
    r"|at all|yet))+$"
)
_WH = re.compile(
    r"(how (?:many|much|old|long|far|big|tall|often|late|early|heavy|wide|deep|fast|high|strong"
    r"|expensive)|who|whom|whose|where|when|why|how|what|which)\b ?(.*)"
)
_NOUN = re.compile(
    r"((?:(?:kind|sort|type) of )?(?!(?:i|my|we|our|the|a|an|it|is|are|was|were|am|do|does|did|have|has|had|can"
    r"|could|will|would|should|shall|else|about|to|if|on|in|happened|happens|he|she|they|you|your|gave|made)\b)[a-z]+"
    r"(?: (?!(?:is|are|was|were|am|do|does|did|have|has|had|will|i|my|we|our|the|he|she|they|you|it)\b)[a-z]+)?)"
    r" (?=(?:i|my|we|our|is|are|was|were|am|do|does|did|have|has|had|will|the)\b)(.*)"
)
"""What stands between "what" and its verb: "what colour is my bike"."""
_BARE_NOUN = re.compile(r"(?!(?:else|about|then|now|next|happened|is|was|the|a)\b)[a-z]+(?: of [a-z]+)?$")
_SPOKE = (
    r"(?:just |already |ever |never |not )*(?:say|said|tell|told|mention|mentioned|describe|described|write|wrote|type"
    r"|typed|call|called|complain|complained|moan|moaned|talk|talked|go on|went on|speak|spoke|spoken)"
    r"(?: to)?(?: you)?(?: (?:about|of|that|how))*"
)
_DID_SAY = re.compile(rf"(?:(?:did|have|had|was it|was it that|is it) )?i {_SPOKE}(?= |$) ?(.*)")
"""What was told, and of what: "did I say my job was"."""
_WHETHER = re.compile(rf"{_LEAD}(?:have|did|had|have not|did not) i {_SPOKE} (.+)")
_REMEMBER = re.compile(
    rf"{_LEAD}(?:(?P<you>(?:do|can|could|would) you|you do|you) )?(?:(?:still|even|happen to|really|honestly) )*"
    r"(?:remember|recall)(?: (?:about|anything about|anything of|the bit about|the thing about|me saying|me telling you"
    r"|me mentioning|that))* (?P<what>.+)"
)
_PROMISE = re.compile(r"\bwill you (?:\w+ )?(?:remember|recall)\b|\bfor me$")
"""What asks that something be remembered from now on."""
_KNOW = re.compile(rf"{_LEAD}(?:do you|you|can you|could you)? ?(?:(?:still|even|happen to) )*(?:know|say|guess) (.+)")
_ANY = re.compile(r"\b(?:an?|any|people|anybody|anyone|somebody|someone|everybody|everyone|one|best|most)\b")
"""What asks of things in general."""
_TELL = re.compile(rf"{_LEAD}(?:(?:can|could|would|will) you )?(?:please )?(?:tell|remind) me (?:again )?(.+)")
_KNOWN_OF = re.compile(
    rf"{_LEAD}what (?:else )?(?:do|can|did) you (?:(?:still|even) )?(?:know|remember|recall|tell me|learn|hear)"
    r" (?:about|of) (.+)"
)
_ON_ABOUT = re.compile(
    rf"{_LEAD}(?:you|we) (?:were|was|are)(?: just)? (?:on|talking|asking|asking me|going on|speaking|saying)"
    r" (?:something )?about (.+?)(?: (?:who|what) (?:is|was) (?:he|she|it|that|they)(?: called)?| remember)?$"
)
_WRONG_WITH = re.compile(rf"{_LEAD}what is (?:wrong|the matter|up) with (my .+|our .+)")
_IS_IT = re.compile(rf"{_LEAD}(?:(?:is|was|are|were|does|do|did|has|have) (?:my|our)|(?:did|have) i) (?!{_SPOKE}\b).+")
"""What asks whether something is so that only the user knows: "is my exam on Tuesday?"."""
_MINE = re.compile(r"\b(?:i|my|me|mine|we|our|us|myself)\b")
_YOURS = re.compile(r"\b(?:you|your|yours|yourself)\b")
_TOLD_YOU = re.compile(r"\bi (?:just |already )?(?:told|tell|said to|mentioned to) you\b")
_BY_THE_WAY = re.compile(r" i (?:hope|guess|bet|think|suppose|suspect|presume|wonder|mean|take it)\b")
"""What is said in passing of oneself, in a question about something else."""
_NOT_TOLD = re.compile(
    r"\b(?:should|would|shall|must|might|may|(?:can|could)(?! not\b))\b"
    r"|\bdo (?:i|we) (?:look|seem|sound|know|say|tell|ask)\b"
    r"|\b(?:have|need) to\b(?! (?:go|be|work|eat|drink)\b)|\b(?:wrong|matter) with me\b"
    r"|^(?:do|did|should|can|could) (?:i|we) do (?:about|with|if|when|now|next)\b|\bought (?:i|we) (?:to|not)\b"
    r"|\bam i (?:doing (?:wrong|here|this|it|with my life)|supposed|talking|speaking|meant)\b"
    r"|\bwith (?:me|us)\b.*\bto do\b|\btell me\b|\blet me\b|\bfor me\b|\bhelp me\b"
    r"|\bgive me (?:a|an|some|one|two|the)\b"
)
"""What asks for advice, or for something to be done."""
_HOW_TO = re.compile(
    r"do (?:i|we) (?:get|make|stop|start|fix|use|find|keep|change|become|learn|cook|deal|cope|spell|pronounce)\b"
)
"""The same, behind "how"."""
_OF_THE_TALK = re.compile(
    r"^(?:me|myself)$|^(?:i |did i |have i )?(?:just )?(?:say|said|ask|asked|tell you|told you|type|typed|mean|meant)?"
    r"(?: (?:me|myself|it|that|this|you|anything|something|everything|first|before|earlier|about me|about myself"
    r"|just now|last|yesterday|so far))*$|\bwe (?:talk|talked|spoke|said|discuss|discussed|chat|chatted"
    r"|been)\b|\b(?:last|first) time we\b|\b(?:our|this) (?:talk|chat|conversation)\b|(?<!\bsay )(?<!\bsaid )\bto me\b"
    r"|\bmy (?:last |first )?(?:question|message)\b|\bmy name\b"
)
"""What is about the talk as a whole, or the user's own name, which others know."""


def find_wanted(forms: Sequence[str], *, asked: bool) -> Wanted | None:
    """What a plain sentence, in one of its forms, wants of what was told; None where it wants nothing of it. `asked`:
    it ended in a question mark."""
    if not forms or _PROMISE.search(forms[0]):
        return None
    for form in dict.fromkeys(each for each in forms[:3] if forms[0].endswith(each)):  # without what leads up to it
        for wanted in _ways(_TRAIL.sub("", form) if len(form.split()) > 2 else form, asked=asked):
            rest = _BY_THE_WAY.sub("", wanted.rest)
            if wanted.rest and not _OF_THE_TALK.search(wanted.rest) and (rest == wanted.rest or _is_of_user(rest)):
                return wanted._replace(rest=rest)
    return None


def find_fragment(plain: str, before: str) -> Wanted | None:
    """What a question of no more than its first words wants, of what was asked for before: "which route?", after how
    long a bus was driven; None where it is no such question."""
    bare = re.sub(rf"^{_LEAD}(?:(?:do )?you (?:still )?(?:remember|recall|know) )?", "", plain)
    found = _WH.fullmatch(_TRAIL.sub("", bare))
    if found is None or (found[2] and not (found[1] in ("what", "which") and _BARE_NOUN.fullmatch(found[2]))):
        return None
    return Wanted(found[1], found[2], before, Sure.MINE if bare == re.sub(rf"^{_LEAD}", "", plain) else Sure.FIRMLY)


def _ways(plain: str, *, asked: bool) -> Iterator[Wanted]:
    """The ways to read a question for what was told, the surest first."""
    if found := _WHETHER.fullmatch(plain):
        yield _with_wh(found[1], "whether", Sure.FIRMLY)
    if (found := _KNOWN_OF.fullmatch(plain)) and _MINE.match(found[1]):
        yield Wanted("about", "", found[1], Sure.FIRMLY)
    if (found := _ON_ABOUT.fullmatch(plain)) and _MINE.match(found[1]):
        yield Wanted("about", "", found[1], Sure.FIRMLY)
    if (found := _REMEMBER.fullmatch(plain)) and (asked or found["you"]) and _is_of_user(found["what"]):
        yield _with_wh(found["what"], "about", Sure.FIRMLY)
    elif found and (asked or found["you"]) and not _YOURS.search(found["what"]):
        yield _with_wh(found["what"], "about", Sure.MAYBE)
    if found := _WRONG_WITH.fullmatch(plain):
        yield Wanted("what", "", f"is wrong with {found[1]}", Sure.MINE)
    if _IS_IT.fullmatch(plain) and not _YOURS.search(plain):
        yield Wanted("whether", "", plain, Sure.MINE)
    for pattern in (_TELL, _KNOW):
        if (found := pattern.fullmatch(plain)) and (told := _read_wh(found[1])):
            yield from _of_wh(*told)
    if (found := _KNOW.fullmatch(plain)) and re.match(r"(?:my|our) ", found[1]):
        yield Wanted("about", "", found[1], Sure.MINE)
    if told := _read_wh(re.sub(rf"^{_LEAD}", "", plain)):
        yield from _of_wh(*told)


_COUNTED = ("how many", "how much", "how far", "how long")
_CAN_I = re.compile(r"(?:\w+ )?can (?:i|we) \w+$")
"""How many of something the user can do, as they have told."""


def _of_wh(wh: str, noun: str, rest: str) -> Iterator[Wanted]:
    if found := _DID_SAY.fullmatch(rest):
        about = wh == "what" and not noun and _SPOKE_ABOUT.match(rest)
        yield Wanted("about" if about else wh, noun, found[1] or noun, Sure.FIRMLY)
        return
    bare = _BY_THE_WAY.sub("", rest)
    if (
        (_NOT_TOLD.search(bare) and not (wh in _COUNTED and _CAN_I.match(bare)))
        or (wh == "how" and _HOW_TO.match(bare))
        or (_YOURS.search(bare) and not _TOLD_YOU.search(bare))
    ):
        return
    if _MINE.search(bare):
        yield Wanted(wh, noun, rest, Sure.MINE)
    elif wh == "who" or (wh not in ("how", "why") and not _ANY.search(bare)):
        yield Wanted(wh, noun, rest, Sure.MAYBE)


def _with_wh(text: str, otherwise: str, sure: Sure) -> Wanted:
    """What follows "do you remember", which may be a question in itself."""
    told = _read_wh(text)
    if told is None:
        return Wanted(otherwise, "", text, sure)
    wh, noun, rest = told
    said = _DID_SAY.fullmatch(rest)
    return Wanted("about" if _SPOKE_ABOUT.match(rest) else wh, noun, (said[1] or noun) if said else rest, sure)


_SPOKE_ABOUT = re.compile(
    r"(?:(?:did|have) )?i (?:\w+ )?(?:say|said|tell you|told you|mention\w*) (?:about|of) (?:my|our"
    r"|the) (?:\w+ ){0,2}\w+$"
)
"""What asks for all that was told of somebody or something: "what did I tell you about my cat"."""


def _read_wh(text: str) -> tuple[str, str, str] | None:
    """How a question begins, what kind of thing it asks for, and of what; None where it begins otherwise."""
    found = _WH.fullmatch(text)
    if found is None:
        return None
    if found[1] in ("what", "which") and (kind := _NOUN.fullmatch(found[2])):
        return found[1], re.sub(r"^(?:kind|sort|type) of ", "", kind[1]), kind[2]
    return found[1], "", found[2]


def _is_of_user(text: str) -> bool:
    """Whether what is to be remembered is the user's: their telling, or something of theirs."""
    if _DID_SAY.search(text):
        return True
    return bool(_MINE.search(text)) and not _YOURS.search(text)
