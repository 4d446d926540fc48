"""Whether a line answers a question, and which of several lines answers it best.

A rule may hear the subject of a question and nothing of what is asked of it: "do you catch the mice?" is not answered
by who the mice are. Then the character had better say that it doesn't know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, names
from avatar.brain.leads import LEAD
from avatar.brain.meaning import find_direction, find_kept_directions
from avatar.brain.plain import split_words
from avatar.brain.rive import MatchRule, PersonaScript
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import make_bare

_NUMBERS = (
    r"\d|\b(?:once|twice|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
    r"|years?|hours?|weeks?|months?|days?|minutes?|always|never|often|every|half|enough|few|all|none|no|about|quite"
    r"|most"
    r"|size|old|as|foot|inch\w*|penny|pence|shillings?|free|nothing|lot|many|more)\b"
)
_PLACES = (
    r"\b(?:in|on|at|under|behind|near|by|from|beside|above|below|outside|inside|here|there|nowhere|anywhere|home|next"
    r"|between|to|over|across)\b"
)
_TIMES = (
    r"\d|\b(?:when|after|before|since|until|till|night|morning|evening|days?|years?|once|ago|every|then|at|o'clock|dusk"
    r"|dawn|noon|midnight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|minutes?"
    r"|hours?|weeks?|always|never|last|next|now|born)\b"
)
_PEOPLE = (
    r"\b(?:he|she|they|him|her|them|somebody|nobody|everybody|someone|mr|mrs|miss|people|myself|man|woman|lady"
    r"|gentleman|author|friend|colleague|carpenter)\b|[a-z,] [A-Z][a-z]+|^\W*[A-Z][a-z]+(?:'s)? (?:is|was|does|did"
    r"|has)\b"
)
_TYPES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (kind, re.compile(asked), re.compile(answered))
    for kind, asked, answered in (
        ("number", r"\bhow (?:many|much|old|long|far|big|tall|often|fast|deep|heavy|high|late)\b", _NUMBERS),
        ("where", r"\b(?:where|which (?:town|place|city|country|room))\b", _PLACES),
        ("when", r"\b(?:when|what (?:time|year|day)|how long ago|which (?:year|day|month))\b", _TIMES),
        ("who", r"\b(?:who|whom|whose)\b", _PEOPLE),
        ("why", r"\b(?:why|how come|what for)\b", r"."),
    )
)
"""What is asked for by some words, and what a line holds that answers it."""
GENERIC = LIGHT | frozenset(
    "ever thing things kind sort tell called call name names many much long old far big time times day days people "
    "anything something nothing everything anybody somebody someone anyone one ones use used make made makes making "
    "give take say said talk mean question ask word words please exactly actually though last first whole other "
    "believe reckon suppose true good better best great nice little bit feel look like happen happened happens "
    "work works keep put come came see seen saw find found try let look own else again back away around same "
    "favourite own right sure often usually sometimes maybe day night".split()
)
"""Words that say too little of what a question asks for to be missed in an answer."""
MISSED = 4.4
"""The weight of a word of a question from which on a rule that has nothing like it hears another question."""
_FITTING = 0.35
"""What a line of the right kind is worth, beside likeness."""
_HANGS = re.compile(r"<(?!bot )|\{@|\{!|<bot (?!name|time|date|day|turns)|\(@")
"""What a line holds that has to be filled in by its rule."""
_ALL = 99.0
"""More than any word weighs."""


def _find_asked(heard: Hearing) -> str:
    """A question as its rule hears it, where it may be read so: "what is this place" asks where it is."""
    return heard.form if heard.form in heard.forms else heard.plain


def find_missed(heard: Hearing, card: str = "") -> float:
    """The weight of the word of a question that its rule, and a line of it, have least of; 0.0 for all is heard."""
    rule = heard.rule
    words = [word for word in split_words(_find_asked(heard)) if word not in GENERIC and word.isalpha()]
    if rule is None or not words:
        return 0.0
    others = [*find_words_of(rule), *(word for word in split_words(make_bare(card)) if word not in LIGHT)]
    return find_cover(words, others)[1] if others else _ALL


_LIKED = re.compile(r"(?:and |so )?do you (?:really )?(?:like|love|hate|enjoy) (.+)")
"""What asks for a taste, to which another taste is no answer: "do you like rain?", of which season is best."""


def misses(heard: Hearing, card: str) -> bool:
    """Whether a rule, and the best of its lines, hear another question than the one that is asked."""
    if find_missed(heard, card) >= MISSED:
        return True
    heard = replace(heard, plain=_find_asked(heard))
    kind = find_type(heard.plain)
    rule = heard.rule
    if _LIKED.fullmatch(heard.plain) and rule and rule.trigger.examples and card:
        return not tells_taste(heard.plain, card)
    if rule is None or not card:
        return False
    if rule.trigger.examples and not any(is_like_asked(form, rule.trigger.examples) for form in heard.forms[:_FORMS]):
        return True
    if kind and not any(find_type(each) == kind for each in _ways_asked(rule)):
        return kind == "why" or not fits(kind, card)
    return _asks_more(heard) and not holds_all(heard.plain, card)


def tells_taste(plain: str, card: str) -> bool:
    """Whether a line is about the very thing whose taste a plain question asks for; True where it asks for none."""
    liked = _LIKED.fullmatch(plain)
    told = [word for word in split_words(make_bare(card)) if word not in LIGHT]
    return liked is None or find_cover([each for each in split_words(liked[1]) if each not in LIGHT], told)[1] < MISSED


_LEAD = re.compile(
    rf"{LEAD}(?P<wh>how (?:many|much|old|long|far|big|tall|often)|who|whose"
    r"|what|where"
    r"|when|why|how|which)?(?: (?P<noun>(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|have\b|has\b|had\b|can\b|could\b"
    r"|would\b|will\b|should\b)\w+))? ?(?P<aux>is|are|was|were|do|does|did|have|has|had|can|could|would|will|should)\b"
    r"(?: not)?(?: (?P<who>you|i|it|he|she|they|we|there|your|my|the))?"
)
_AUXILIARY = {"is": "be", "are": "be", "was": "be", "were": "be", "do": "do", "does": "do", "did": "do", "have": "have",
              "has": "have", "had": "have"}  # fmt: skip
_FORMS = 4
"""Ways to read a question of which it is asked how it asks."""
_ALIKE = 0.5
"""Likeness to an example that asks in the same way, from which on a question means the same."""


def _find_lead(plain: str) -> tuple[str, str] | None:
    """How a plain question begins: what it asks for, and with what verb; None where it does not ask so."""
    found = _LEAD.match(plain)
    return (found["wh"] or "", _AUXILIARY.get(found["aux"], "may")) if found else None


def is_like_asked(plain: str, examples: Sequence[str]) -> bool:
    """Whether a plain question asks in the same way as one of a likeness's examples that is like it: "what do you do
    when you are scared" is not asked like "what are you scared of"."""
    lead = _find_lead(plain)
    if lead is None or plain in examples:
        return True
    if "remember" in plain and not any("remember" in each for each in examples):
        return False
    same = [each for each in examples if _find_lead(each) in (lead, None)]
    if not same:
        return False
    return float((find_kept_directions(same) @ find_direction(plain)).max()) >= _ALIKE


def _asks_more(heard: Hearing) -> bool:
    """Whether a question asks for somebody, a place or the like, and the rule names only a subject in it."""
    lead = _find_lead(heard.plain)
    if (
        heard.grade >= Grade.NEAR
        or heard.rule is None
        or lead is None
        or not lead[0]
        or names(heard, lead[0].split()[0])
    ):
        return False
    ways = [each.strip() for each in _ways_asked(heard.rule) if _find_lead(each.strip()) == lead]
    return not ways or not any(is_like_asked(form, ways) for form in heard.forms[:_FORMS])


def holds_all(plain: str, card: str) -> bool:
    """Whether a line itself has something like every word of a question."""
    words = [word for word in split_words(plain) if word not in GENERIC and word.isalpha()]
    told = [word for word in split_words(make_bare(card)) if word not in LIGHT]
    return not words or (bool(told) and find_cover(words, told)[1] < MISSED)


def _ways_asked(rule: MatchRule) -> Sequence[str]:
    """What a rule listens for, phrase by phrase."""
    return rule.trigger.examples or re.split(r"[|()]", rule.trigger.text)


def find_words_of(rule: MatchRule) -> tuple[str, ...]:
    """What a rule listens for, word by word."""
    text = " ".join([rule.trigger.text.replace("~", " "), *rule.trigger.examples])
    listed = re.findall(r"@(\w+)", rule.trigger.text)
    text = " ".join([re.sub(r"@\w+", " ", text), *(" ".join(rule.arrays.get(each, ())) for each in listed)])
    return tuple(dict.fromkeys(word for word in re.findall(r"[a-z']+", text.lower()) if word not in LIGHT))


def find_type(plain: str) -> str:
    """What kind of answer a plain question wants: "number", "where", "when", "who", "why"; '' for any."""
    found = [(place.start(), kind) for kind, asked, _ in _TYPES if (place := asked.search(plain))]
    return min(found, default=(0, ""))[1]


def fits(kind: str, card: str) -> bool:
    """Whether a line holds what answers a kind of question."""
    pattern = next((answered for name, _, answered in _TYPES if name == kind), None)
    bare = re.sub(r"\[[^\[\]]*\]|\{[^{}]*\}", " ", card)
    return pattern is None or bool(pattern.search(bare if kind == "who" else bare.lower()))


def is_whole(card: str) -> bool:
    """Whether a line stands by itself, and keeps or tells nothing of the user."""
    return not (_HANGS.search(card) or "{@" in card or "<set " in card or "<get " in card)


def choose_card(script: PersonaScript, heard: Hearing) -> str:
    """Of the lines of the rule that hears a question, the one that answers it best; '' where none stands by itself."""
    rule = heard.rule
    if rule is None or rule.trigger.conditions:
        return ""
    replies: Sequence[str] = rule.trigger.replies or script.cards(rule.trigger.redirect or "")
    if any("{@" in each or "<set " in each or "<get " in each for each in replies):
        return ""  # what is known of the user comes first
    cards = [each for each in replies if not _HANGS.search(each) and not script.is_given(each)]
    if not cards:
        return ""
    words = " ".join(word for word in split_words(heard.plain) if word not in LIGHT) or heard.plain
    near = find_kept_directions(make_bare(each) for each in cards) @ find_direction(words)
    kind = find_type(heard.plain)
    scores = [float(near[place]) + _FITTING * fits(kind, each) for place, each in enumerate(cards)]
    return cards[scores.index(max(scores))]
