"""What the user tells right behind a question for what they had told, which puts an answer to it right, or gives it.

"That's where I live, not my job! I'm training to be a paramedic" puts right where they live, "geography!" says what
nobody remembered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avatar.brain.holding import HOLDS, find_kind
from avatar.brain.leads import LEAD, LEADS, lead
from avatar.brain.recall import Said
from avatar.brain.sentences import Act
from avatar.brain.slots import OWN, find_slot
from avatar.brain.telling_back import say_back
from avatar.brain.told import find_told
from avatar.brain.trades import find_subject, is_trade
from avatar.brain.wanted import Wanted

_LEAD = re.compile(
    rf"^(?:(?:{LEADS}|no|nope|nah|naw|haha\w*|hey|silly|you daft thing|wrong|not quite|nearly|close|good try|nice try"
    r"|yes|yeah|actually|come on|honestly|seriously|never mind)[,.!:; ]+)*",
    re.I,
)
_SAYS_SO = re.compile(
    r"^(?:(?:i (?:just |already |did |only )*(?:said|say|told you|tell you|mentioned|mean|meant)(?: "
    r"that| it was| it is)?"
    r"|(?:it|that|this|they)(?:['’]s| is| was|['’]re| are| were)(?: called)?|(?:he|she)(?:['’]s| is| "
    r"was) called|(?:his|her|its|their) name(?:['’]s| is| was))"
    r"[,: ]+)(?=\w)",
    re.I,
)
_TAIL = re.compile(
    r"[,! ]+(?:remember|silly|you daft thing|haha\w*|lol|please|obviously|as i said|like i said)[.! "
    r"]*$",
    re.I,
)
_DENIES = re.compile(
    rf"^{lead('hey|good try|nice try|close|nearly')}(?:no|nope|nah|wrong|not (?:quite|my|that|what"
    r"|the|her|his|him))\b|\bnot (?:my|mine|what i|"
    r"where i|his|hers?|the|me)\b|\b(?:that|it) (?:is|was) (?:about|my|her|his|where|what|when|who|not|someone|somebody"
    r"|another|the other|wrong)\b|\bwrong\b|\bmixed\b|\bthat is not\b|\bi (?:just |already )?(?:said|told you)\b"
)
_ONLY_DENIES = re.compile(
    r"\b(?:that|it|this) (?:is|was) .*\bnot (?:my|mine|me|where|what|the|her|hers|his|him|a|about)\b"
    r"|\b(?:that|it|this) (?:is|was) (?:about |for )?(?:my|her|his|where|what|when|someone|somebody"
    r"|another|the other)\b(?!.*\bi am\b)"
)
"""What says no more than whose an answer was."""
_NO_ANSWER = re.compile(
    r"\b(?:never mind|forget|guess|matter|wow|remember|really|told|said|nothing|nice|well done|correct"
    r"|right|bravo|good|great"
    r"|thanks?|thank|listening|listen|clever|impressed|impressive|sorry|fine|ok|okay|yes|sure|haha|lol|secret|later"
    r"|you|your|funny|love|brilliant|amazing|fair|enough|course|idea|know|worry|cheers|ha|hm|oh)\b"
)
_MOST = 6
"""Words of an answer that is no sentence."""
_AFTER: Mapping[str, str] = {
    "work": "what do you do?", "workplace": "what do you do?", "study": "what do you study?",
    "home": "where do you live?", "origin": "where are you from?",
}  # fmt: skip
"""The question that a slot is the answer to."""


_GRANTS = re.compile(
    rf"{LEAD}(?:yes|yeah|yep|aye|exactly|correct|right|true|well done|spot on|perfect|good)\b"
    r"(?!.*\b(?:no|nope|nah|not|wrong)\b)"
)
"""What says that an answer was right, and takes nothing of that back: "yes, that's my Owen"."""


def denies(plain: str) -> bool:
    """Whether a plain sentence says that an answer was wrong."""
    return bool(_DENIES.search(plain)) and not _GRANTS.match(plain)


class PutRight(NamedTuple):
    """What puts an answer right, or gives it."""

    told: str
    """Told back."""
    text: str
    """As the user would have said it in a whole sentence, to be kept."""


def find_put_right(said: Said, wanted: Wanted, named: Mapping[str, Sequence[str]], *, known: bool) -> PutRight | None:
    """What a sentence tells that was wanted just before; None where it tells nothing of it. `known`: an answer was
    given, so that what is no sentence may be about that."""
    text = _TAIL.sub("", _LEAD.sub("", said.text)).strip(" .!")
    bare = _SAYS_SO.sub("", text).strip(" .!")
    asks = said.text.rstrip().endswith("?") or said.act in (Act.QUESTION, Act.CHATTER)
    if not bare or asks or _ONLY_DENIES.search(said.plain):
        return None
    slot = find_slot(OWN, wanted.plain, f"{wanted.wh} {wanted.rest}", wanted.rest)
    name = slot.name if slot is not None else ""
    whole = said._replace(text=text, act=Act.FACT, after=_AFTER.get(name, ""))
    ways = [whole] if bare == text or slot is None else [whole, whole._replace(text=bare, plain=bare.lower())]
    for way in ways:  # "it was a nurse" is "a nurse"
        found = find_told(wanted, [way], named)
        if found is not None and found.whole and found.told:
            return PutRight(found.told, found.text)
    if _is_answer(bare, bare != text or not known or denies(said.plain)) and _is_of_kind(bare, wanted, name):
        told = say_back(bare)
        return PutRight(told, _make_whole(bare, wanted)) if told else None
    return None


def _is_answer(bare: str, is_meant: bool) -> bool:
    """Whether words that are no sentence may be an answer."""
    low = bare.lower()
    return is_meant and len(low.split()) <= _MOST and not _NO_ANSWER.search(low) and not _SENTENCE.search(low)


def _make_whole(bare: str, wanted: Wanted) -> str:
    """An answer as a whole sentence: "on Tuesday", of "when is my exam", is "my exam is on Tuesday"."""
    found = _X_IS.fullmatch(wanted.rest)
    called = "called " if find_kind(wanted) == "name" else ""
    return f"{found[2]} {found[1]} {called}{bare}" if found is not None else bare


_X_IS = re.compile(r"(is|are|was|were) ((?:my|our) .+?)(?:'s name| name)?(?: called)?")
_SENTENCE = re.compile(r"\b(?:i|we|he|she|they|there|is|are|was|were|am)\b")


def _is_of_kind(bare: str, wanted: Wanted, slot: str) -> bool:
    """Whether words may be what was wanted: a name, a place, a number, a trade."""
    kind = find_kind(wanted)
    if kind == "name":
        return any(word[:1].isupper() for word in bare.split())
    if slot in ("work", "workplace"):
        return any(is_trade(word) for word in bare.lower().split())
    if slot == "study":
        return bool(find_subject(bare.lower()))
    if kind == "where":
        return bool(HOLDS[kind].search(bare.lower())) or any(word[:1].isupper() for word in bare.split()[-2:])
    if kind in HOLDS:
        return bool(HOLDS[kind].search(bare.lower()))
    return True
