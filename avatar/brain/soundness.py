"""Whether words of a question are surely understood, so that they may be said again in an answer.

A clause that came out crooked is worse than none: "I don't know what the most expensive thing me is own".
"""

from __future__ import annotations

import re
from itertools import pairwise

from avatar.brain.meaning import find_place

_SLANG = frozenset(
    "innit btw lol tbh ngl nah yes yeah ok okay wdym pls plz u ur haha hahaha literally honestly omg ugh meh idk gonna "
    "wanna tho "
    "cos bc bruh erm um oh ah wow hmm no etc whatever anyway maybe perhaps actually exactly please sorry thanks".split()
)
"""What no clause holds that may be said again."""
_SAYING = re.compile(r"\b(?:say|says|said|saying) (?:sorry|please|thanks|yes|ok|wow|oh)\b")
"""Such words where they are what is said."""
_DISAGREES = re.compile(
    r"\b(?:they|we|you|these|those) (?:is|was|has|does)\b|\b(?:he|she|it) (?:are|were|have|do|am)\b"
    r"|\bwhether (?:is|are|was|were|do|does|did)\b|\b(?:called|named) (?:this|that|the|your|my) \w+$|\byous\b"
    r"|\bis that me \w+ing\b|\bthat is me \w+ing\b"
    r"|\b(?:my|your|his|her|our|their|the|all|both) (?:my |your |the )?(?:are|is|was|were|do|does|did|has|have|am)\b"
    r"|\b(?:all|both) (?:are|were) (?:my|your|the|his|her|our|their)\b|\belses\b"
    r"|\b(?:that|who|which) (?:is|are|was|were) (?:ever|never) "
    r"|\b(?:is|are|was|were) (?:is|are|was|were|do|does|did|can|will|would)\b"
    r"|\b(?:is|was|are|were) (?:it|he|she|they|this) (?:is|was|are|were)\b|\b(?:is|was|are|were) if\b"
    r"|\bwhether \w+ (?:have|has|had|am|is|are|was|were|do|does|did) never\b|\bhonest (?:is|am|do|does|did)\b"
    r"|^(?:how come|why not)\b|\blet us\b"
    r"|\b(?:so|because|but|and) (?:i|you|he|she|it|we|they|that)\b"
    r"|\bme (?:two|all|guys|is|are|was|were|do|does|did|have|has|can|could|would|will)\b|\b(?:call|calls) me$|^(?:what"
    r"|who|where|how|why) (?:if|about)\b"
    r"|\b(?:not|never) (?:you|i|he|she|they|we)\b|\b(?:i|you|he|she|they|we) (?:i|you|he|she|they|we)\b"
    r"|\bI (?:\w+ )?(?:two|both|guys)\b|^(?:what|who|where|when|why|how|which|whether) (?:what|who|where|when|why|how"
    r"|which|whether)\b"
    r"|\b(?:(?<!find )(?<!finds )(?<!found )(?<!turned )out|up|down|off|it|me|you|him|her|them|there|here|now"
    r"|too) (?:you|I|he|she|they|it) (?:are|am|is|was"
    r"|were)\b"
    r"|^what (?:size|colour|time|kind|sort|day|year|name|one) (?:is|was|are|were)$"
    r"|\b(?:been|being|is|was|are|were) (?:I|you|he|she|they|we)\b"
    r"|\b(?:would|could|should|will|can|did|do|does) (?:not )?"
    r"(?:(?!\w*eed\b|shed\b|bed\b|embed\b|wed\b)\w+ed|been|gone|got|done|me|him|her|us|them)\b"
    r"|\b(?:do|does|did) not (?!bring\b|sing\b)\w+ing\b|\bwhether (?:\w+ ){1,2}not \w+|\bworth is\b|^not \w+ than\b"
    r"|\b(?:got|had|has) (?:is|are|was)\b|\b(?:who|that|she|he|it) is (?:come|been|had|wrote|took|went)\b"
    r"|\b(?:then|so|cos|cuz) (?:I|he|she|we|they|it|you)\b"
    r"|\b(?:on|in|at|off|up) (?:is|are|was|were|do|does|did) (?:there|it|he|she|you|they)\b"
    r"|\bwhat (?:that|this|these|those) (?:is|was|are) (?!a\b|an\b|the\b|like\b|about\b|for\b|called\b|supposed\b)\w+",
    re.I,
)
"""What was put together wrongly: "what they is fold"."""
_RELATIVE = re.compile(
    r"\b(?:one|ones|man|woman|person|people|those|someone|somebody|anyone|anybody|everyone|everybody|boy|girl|child"
    r"|friend"
    r"|lady|\w+er) who\b"
)
"""Somebody of whom "who" tells more, rather than asks."""
_MOST_WORDS = 12
_UNKNOWN = 1
"""Most words of a clause that are not known: a name."""


_NO_END = frozenset("my your his their our the a an whose".split())
"""Words behind which something is left out."""


_TYPED = frozenset(
    "lol lmao lmfao u ur r n w b k im ive dont cant wont didnt isnt thats whats hes shes theyre idk omg tbh ngl rn btw "
    "nope nah yeah yeh yep probly prolly cuz coz wanna gimme lemme smth abt thx pls plz haha hahaha ugh ooh aww".split()
)
"""What is only typed: no line of a character's holds it, and it is not said back."""
_RUNS_ON = re.compile(
    r"\b(?:you|he|she|they) (?:is|are|was|were) (?:an?|the) \w+ (?:you|he|she|they|I) (?!are\b|know\b|like\b|love\b)\w+"
    r"|\b\w+ lol\b",
    re.I,
)
"""Two clauses with nothing between them: "you are a nurse you would know"."""


_ASIDES = re.compile(
    r"(?:^|(?<=[\s,.!?]))(?:lol|lmao|lmfao|rn|tho|ngl|btw|tbh|omg|haha(?:ha)*|ugh|huh|aww|ooh|k)\b[,.!?]*\s*"
    r"|\s+(?:lol|lmao|rn|tho|ngl|btw|tbh|omg)(?=[.!?]*$)",
    re.I,
)
"""What is typed beside a sentence, and says nothing of it."""
_RAN_ON = re.compile(
    r"\b((?:you|he|she|they)(?: (?:is|are|was|were)|'re|'s) (?:an?|the) \w+)"
    r" (?:you|he|she|they|I)(?:'d|'ll| (?:would|will|could|can|should))\b.*",
    re.I,
)
"""What runs on into another clause: "you are a nurse you would know"."""


def drop_only_typed(text: str) -> str:
    """What was told, to be told back, without what is only typed, and without a clause that runs on from it."""
    ended = text[-1:] if text[-1:] in ".!?" else ""
    told = _RAN_ON.sub(rf"\1{ended}", text)
    told = re.sub(r"\s{2,}", " ", _ASIDES.sub(" ", told)).strip()
    return re.sub(r"\s+(?=[.!?]+$)", "", told) if told.strip(".!? ") else text


def is_only_typed(text: str) -> bool:
    """Whether a text holds words that are only typed, or runs one clause into the next: it is not said back so."""
    words = re.findall(r"[a-z']+", text.lower())
    return bool(_TYPED & {*words}) or _RUNS_ON.search(text) is not None


def is_sound(text: str, most: int = _MOST_WORDS, *, of_two: bool = False) -> bool:
    """Whether words of a question are surely understood, so that they may be said again in an answer. `most`: how many
    words they may be. `of_two`: they may hold an "or"."""
    words = text.split()
    if not words or len(words) > most or (_SLANG | _TYPED) & {*_SAYING.sub("", text).split()}:
        return False
    if words[-1] in _NO_END:
        return False
    asking = {*_RELATIVE.sub("", text).split()}
    if {"what", "which", "who", "where", "why", "whom"} & {*words[-1:]} or len({"what", "who", "whether"} & asking) > 1:
        return False
    if ("or" in words and not of_two) or any(one == other for one, other in pairwise(words)) or _DISAGREES.search(text):
        return False
    return sum(find_place(word) is None for word in words if word.isalpha() and len(word) > 1) <= _UNKNOWN
