"""Which of two something is, of which the character has no line: "is that a Maya or a Leela", "does it love soup or
refuse it", "should I paint it red or blue".

Of two that are asked for one is named; a yes or a no answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.finer import Either
from avatar.brain.idle_words import drop_idle
from avatar.brain.indirect import turn_round
from avatar.brain.leads import LEAD, lead
from avatar.brain.senses import LIGHT
from avatar.brain.soundness import is_sound
from avatar.brain.verbs import is_verb, put_in_past, put_in_third

_LEAD = lead("yes|no|like|do you think|i mean|tell me|just|i meant|i said|did you mean|you mean|do you mean")
_TAIL = re.compile(
    r"(?: (?:do you think|do you reckon|you think|then|though|please|haha|lol|or what|or not|or something|or nothing"
    r"|or anything|or neither|or both|make (?:your|up your) mind(?: up)?|which is it|which one))+$"
)
_OF_POINTED = re.compile(
    rf"{_LEAD}(?:is|was|are|were) (?:he|she|it|they|that|this|those|these|(?:the|your|my|his|her|their) \w+"
    rf"|\w+(?='s\b)|\w+)"
    r"(?: (?:more|rather|actually|really|still|meant to be|supposed to be|called|better to|best to"
    r"|wiser to))? (?P<one>.+?)"
    r" or (?:(?:is|was|are|were) (?:he|she|it|they|that|this) )?(?:more )?(?P<other>.+)"
)
"""What somebody or something is, one of two."""
_DOES = re.compile(
    rf"{_LEAD}(?P<aux>does|do|did|will|would|can|could) (?P<who>he|she|it|they|that|those|(?:the|your|my|his|her|their)"
    r" \w+|(?!you\b|i\b|we\b)\w+) (?:(?:ever|really|usually|mostly|rather) )?(?P<one>\w+.*?) or (?:(?:does|do|did|will"
    r"|would|can|could) (?:he|she|it|they) )?(?P<other>\w+.*)"
)
"""What somebody or something does, one of two."""
_SHOULD = re.compile(
    rf"{_LEAD}(?:should|shall|ought|do(?= i\b| we\b)) (?:i|we|he|she|they|it"
    rf"|my \w+) (?:to )?(?P<one>\w+.*?) or (?:(?:should|do) (?:i|we|he|she"
    r"|they|it) )?(?P<other>\w+.*)"
)
_THOUGHT_OF = re.compile(
    r"(?:.* )?(?:thinking (?:of|about)|considering|torn between|thinking|deciding between|choosing between|either"
    r"|whether to|not sure (?:if|whether) to) (?:either )?(?P<one>\w+.*?) (?:or|and) (?P<other>\w+.*)"
)
"""Two between which the user has not decided."""
_OR_YOU_MEAN = re.compile(rf"{_LEAD}(?P<one>\w+.*?) or (?:do|did) you mean (?P<other>\w+.*)")
_BARE = re.compile(
    rf"{_LEAD}(?:was it |is it |(?:\w+ )?(?:like|as in) )?(?P<one>(?!or\b|either\b|what\b|who\b|where\b|how\b|why\b"
    rf"|when\b|is\b|are\b|do\b)\w+"
    r"(?: \w+){0,3}) or (?P<other>\w+(?: \w+){0,3})"
)
_RATHER = re.compile(
    rf"^{_LEAD}(?:(?:what|which) )?(?:(?:would|do|did|will|could) )?(?:(?:you|he|she|it|they|i|we) )?(?:rather|sooner"
    rf"|prefer(?: to)?)"
    r" (?:be |have |do |see )?(?=\w)"
)
"""The head of a question that asks what would be liked better, which is no part of the two."""
_EVER = re.compile(r"^(?:ever|never|either) ")
_NO_OTHER = re.compile(
    r"(?:not|no|nah|so|else|otherwise|whatever|something|anything|someone|somebody|anyone|anybody|(?:the )?other|never"
    r"|two|three"
    r"|more|less|just|only|maybe|yes|both|neither|am i|are you|do you|did you|have you|can you|could you"
    r"|would you|will you|what|why|how|who|where|when)\b"
)
"""What is no second one: "or something"."""
_PLACED = re.compile(r"(?:in|on|at|by|with|under|from|for|into|behind|near) ")
_ANYTHING = re.compile(r"\b(?:anything|something|anyone|anybody|somebody|someone)\b")
_ASKED_ANEW = re.compile(r"^(?:is|was|are|were) (?:it|he|she|they|that|this) ")
"""What asks anew before the second one: "does it do anything or is it just for show"."""
_LONGEST = 9
"""Words of one of the two."""


def find_either_of(forms: Sequence[str]) -> Either | None:
    """The two of which a plain question asks which one it is, or should be; None where it asks for none of two."""
    for form in forms:
        bare = _RATHER.sub("", drop_idle(_TAIL.sub("", drop_idle(form))))
        if " or " not in bare or bare.count(" or ") > 1:
            continue
        for pattern in (_OR_YOU_MEAN, _SHOULD, _DOES, _OF_POINTED, _BARE):
            found = pattern.fullmatch(bare)
            if found is not None and not _NO_OTHER.match(found["other"]) and (two := _make(pattern, found)):
                return two
    return None


def find_several(text: str) -> list[str]:
    """The three or more of which a question, as it was typed, asks for one: "green, pink or white?"; none for none."""
    found = _SEVERAL.search(text.strip())
    if found is None:
        return []
    listed = [*re.split(r",\s*", found["listed"]), found["last"]]
    fewest = len(listed[1].split())
    if _ends_asking(listed[0].lower()):
        del listed[0]
    elif re.match(r"(?:which|what|would|do|is|are|so|and|should|shall|who|well|ok|um|right)\b", listed[0], re.I):
        listed[0] = " ".join(listed[0].split()[-fewest:])
    told = [turn_round(each.strip().lower()) for each in listed]
    sound = all(is_sound(each) and len(each.split()) <= _FEW_WORDS for each in told)
    return told if sound and not _NO_OTHER.match(told[-1]) else []


_SEVERAL = re.compile(
    r"(?P<listed>[\w'’ -]{2,40}(?:, [\w'’ -]{2,30})+),? or (?P<last>[\w'’ -]{2,30}?)(?: then| though)?\s*\?+$"
)
_ASKS_WHICH = re.compile(rf"{LEAD}(?:which|what|who|whose)\b(?P<rest>(?: \w+)*)")


def _ends_asking(head: str) -> bool:
    """Whether what stands before the first comma asks for one and is none of them: "but which one", "which is best"."""
    found = _ASKS_WHICH.fullmatch(head)
    if found is None or len(words := found["rest"].split()) < 2:
        return found is not None
    return words[-1] in LIGHT or words[-1].endswith("est") or is_verb(words[-1])


_FEW_WORDS = 4
"""Words of one of several."""


def find_thought_of(plain: str) -> Either | None:
    """The two between which a plain sentence has not decided: "I was thinking of wearing it, or pinning it inside";
    None for none."""
    found = _THOUGHT_OF.fullmatch(_TAIL.sub("", plain)) if plain.count(" or ") == 1 or " between " in plain else None
    if found is None or _NO_OTHER.match(found["other"]):
        return None
    one, other = turn_round(found["one"]), turn_round(found["other"])
    sound = all(is_sound(each) and len(each.split()) <= _LONGEST for each in (one, other))
    return Either(one, other) if sound and one != other else None


def _make(pattern: re.Pattern[str], found: re.Match[str]) -> Either | None:
    one, other = found["one"], found["other"]
    if _ANYTHING.search(one):
        return None  # "does it do anything or is it just for show"
    if pattern is _DOES:
        one, other = _conjugate(one, found["aux"], found["who"]), _conjugate(other, found["aux"], found["who"])
    if pattern in (_DOES, _SHOULD) and is_verb(found["one"].split()[0]) and not is_verb(found["other"].split()[0]):
        one = " ".join(one.split()[-len(other.split()) :])  # "paint it red or blue"
    if (placed := _PLACED.match(one)) and not _PLACED.match(other):
        other = placed[0] + other  # "in june or july"
    other = _ASKED_ANEW.sub("", other)
    one, other = _EVER.sub("", one), _EVER.sub("", other)
    one, other = turn_round(one), turn_round(other)
    sound = all(is_sound(each) and len(each.split()) <= _LONGEST for each in (one, other))
    return Either(one, other) if sound and one != other else None


def _conjugate(deed: str, aux: str, who: str) -> str:
    """What is done as somebody does it: ("love soup", "does") is "loves soup"; a thing stays as it is."""
    verb, _, rest = deed.partition(" ")
    if not is_verb(verb):
        return deed
    form = {"did": put_in_past, "does": put_in_third}.get(aux, str)(verb)
    return f"{form} {rest}".strip()
