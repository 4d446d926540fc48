"""What a sentence holds that answers a question: a place, a time, a number, a colour, a reason, a name, somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from avatar.brain.answering import find_type
from avatar.brain.meaning import find_word
from avatar.brain.naming import KIN
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.wanted import Wanted
from avatar.brain.ways_to_tell import AGED

NOTHING = frozenset(
    "the a an is are was were am be been being do does did doing done have has had i you my your me mine we our us it "
    "he she they his her its their this that to of in on at for from with about again now then just still and or so "
    "what where when who why how which whom will would can could not really exactly please going get got go like tell "
    "told "
    "say said remember recall btw time testing test quick called name names named there some any one ever by as if "
    "myself too also very much many old long kind sort thing last first next against into onto upon "
    "during without towards right before after wrong matter".split()
)
"""Words that say nothing of what a question asks for."""
_COLOURS = re.compile(
    r"\b(?:red|blue|green|yellow|orange|purple|pink|brown|black|white|gr[ea]y|silver|gold|golden|beige|turquoise|navy"
    r"|violet|maroon|cream|crimson|scarlet|teal|ginger|blond\w*|tabby|spotted|striped|mauve|lilac|tan)\b"
)
_PLACE = re.compile(
    r"\b(?:in|at|on|to|near|by|from|under|behind|above|outside|opposite|into|onto|over|across|inside|beside|round|off"
    r"|up|down) (?!(?:it|that|this|me|him|her|them|us|least|all|once|first|last|for|to|on|in|at)\b"
    r"|may\b|june\b|july\b|\w+day\b)\w+"
)
_TIME = re.compile(
    rf"\bat {AGED}\b|"
    r"\b(?:at|past|to|around|about|until|till|by) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|half|quarter|\d+)\b|\b(?:\d{1,2}(?:st|nd|rd|th|am|pm| am| pm)|1[6-9]\d\d|20\d\d|today|tonight"
    r"|tomorrow|yesterday|weekends?|(?!birthday|holiday|someday)\w+days?|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|spring|summer|autumn|winter|christmas|easter|mornings?"
    r"|evenings?|nights?|noon|midnight|years?|months?|weeks?|ago|soon|o'clock|days?)\b"
)
_NUMBER = re.compile(
    rf"\b{AGED}\b|\b\d[\d.,]*\w*\b|\b(?:couple|dozen|hundred|thousand|million|half|twice|once|first|second|third|no)\b"
)
_SOMEBODY = re.compile(
    rf"\b(?:{KIN}|he|she|they|somebody|someone|nobody|everybody|family|parents|mr|mrs|ms|dr|people"
    r"|doctor|man|woman|lady"
    r"|lad|gran\w*|uncle|aunt)s?\b"
)
_REASON = re.compile(r"\b(?:because|cause|since|so that|so i|in case|as i|due to|that is why)\b")
_LASTS = re.compile(rf"{_NUMBER.pattern}|{_TIME.pattern}|\b(?:since|always|ages|forever|hours?|minutes?)\b")
_MONEY = re.compile(
    r"[£$€]\s?\d|\b(?:pounds?|quid|pence|euros?|dollars?|grand|fiver|tenner|\d+p|stone|kilos?|litres?"
    r"|pints?)\b|\b\d[\d.,]*k?\b"
    rf"|\b{AGED} (?:minutes?|hours?|pounds?|quid|years?|days?|hundred|thousand)\b|\b(?:hundred|thousand|million)\b"
)
HOLDS: Mapping[str, re.Pattern[str]] = {
    "where": _PLACE, "when": _TIME, "number": _NUMBER, "colour": _COLOURS, "why": _REASON,
    "how long": _LASTS, "how much": _MONEY,
}  # fmt: skip
"""What a sentence holds that says where, when, how many, of what colour or why."""
_BY_NOUN: Mapping[str, str] = {
    "colour": "colour", "color": "colour", "colours": "colour", "time": "when", "day": "when", "date": "when",
    "year": "when", "month": "when", "week": "when", "number": "number", "route": "number", "age": "number",
    "size": "number", "line": "number", "floor": "number", "bus": "number", "platform": "number", "town": "where",
    "city": "where", "place": "where", "country": "where", "street": "where", "name": "name", "names": "name",
}  # fmt: skip
"""What is asked for by a noun: "which route" by its number."""
OF_THAT_SORT = 0.45
"""Likeness from which a word is one of the sort that is asked for: a cello, of instruments."""


def find_kind(wanted: Wanted) -> str:
    """What kind of answer is wanted: "where", "when", "number", "who", "name", "colour", "why"; '' for any."""
    if wanted.wh in ("about", "whether"):
        return "name" if re.search(r"\bnames?\b", wanted.rest) and wanted.wh == "about" else ""
    if re.search(r"\b(?:called|names?|named)\b(?! (?:does|do|did|would)\b)", wanted.plain) and wanted.wh == "what":
        return "name"
    if wanted.wh in ("how long", "how much"):
        return wanted.wh
    if wanted.wh in ("how heavy", "how wide", "how deep", "how fast", "how high", "how tall", "how big", "how far"):
        return "number"
    noun = wanted.noun.split()[-1] if wanted.noun else ""
    if noun == "name" and re.search(r"\b(?:does|do|did)\b", wanted.rest):
        return ""
    return _BY_NOUN.get(noun, "") or find_type(f"{wanted.wh} x")


def leave_out(plain: str, words: Sequence[str]) -> str:
    """A plain sentence without the words that a question has said itself."""
    left = " ".join("-" if word in words else word for word in plain.split())
    return re.sub(r"\b(?:the|an?|my|our|his|her) -", "-", left)


def gives_name(said: Said) -> bool:
    return bool(re.search(r"\b(?:called|named|names? (?:is|are|was)|call (?:him|her|it|them))\b", said.plain)) or bool(
        re.search(r"(?<!\bin )(?<!\bat )(?<!\bto )(?<!\bfrom )(?<!\bon )(?<=[\w,] )[A-ZÀ-Þ][^\W\d_]+", said.text)
    )


def gives_somebody(said: Said, words: Sequence[str]) -> bool:
    """Whether a sentence names somebody whom a question does not."""
    others = {*_SOMEBODY.findall(leave_out(said.plain, words))}
    named = re.findall(r"(?<=[\w,] )([A-ZÀ-Þ][^\W\d_]+)", said.text)
    return bool(others) or any(each.lower() not in words for each in named)


def has_sort(noun: str, said: Said) -> bool:
    """Whether a sentence holds something of the sort that is asked for: a cello, where it is which instrument."""
    direction = find_word(noun)[0]
    told = (each for each in split_words(said.plain) if each not in NOTHING)
    return any(float(find_word(each)[0] @ direction) >= OF_THAT_SORT for each in told)
