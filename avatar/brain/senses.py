"""Whether a word is what a sentence is about: "bath house" is no house, and "on the bus" says where something happened.

Only triggers that listen for a single word anywhere need this; a phrase brings its own sense.
"""

from __future__ import annotations

import re
from functools import cache

from avatar.brain.compounds import COMPOUNDS
from avatar.brain.plain import split_words
from avatar.brain.sentences import Act

_BACKDROP = re.compile(
    r"(?:in|on|at|by|from|near|behind|under|over|into|onto|inside|outside|after|before|during|next to|out of|"
    r"across|past|off)"
    r"(?: (?:the|a|an|my|your|his|her|our|their|this|that|some|old|new|big|little|front|back))*$"
)
"""What stands before a word that only says where or when."""
_WANTED = re.compile(
    r"\b(?:(?:tell|give|show|sing|play)(?! you)|gimme|know|have|got|say|another|more|any|let|want|would like|flip|toss"
    r"|roll|(?<!to )(?:make|read|write|hear)|do (?:a|some|you (?:sing|dance|rap))|can you|could you|will you|need"
    r"|what about|how about|what is|what are|when is|which|is there|is it (?!hard|easy|difficult|fun|true|ok))\b"
)
"""What stands before a thing that is asked for."""
_BARE = 3
"""Words of a sentence that is short enough to be about its one word."""
_ROOMY = 5
"""Other words of weight that a sentence may have and still be about a subject that it names."""
LIGHT = frozenset(
    "a an the i you he she it we they me him her us them my your his its our their this that these those is am are was "
    "were be been being do does did have has had can could will would shall should may might must not no and or but so "
    "if then than as of to in on at by for from with about into over out up down off just really very too also still "
    "always never ever quite some any all more most much many lot like love hate know think want need get got go going "
    "went what who where when why how which there here now today yesterday tomorrow because well oh please yes".split()
)
"""Words that say little of what a sentence is about."""


def is_meant(word: str, sentence: str, act: Act, *, request: bool) -> bool:
    """Whether a plain sentence is about a word of it, which a trigger listens for anywhere.

    `request`: whether the trigger asks for something to be done, such as a joke.
    """
    if is_elsewhere(word, sentence):
        return False
    place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence)
    if place is None:
        return False
    words = split_words(sentence)
    if len(words) <= _BARE + len(split_words(word)) - 1:
        return True
    if request:
        wanted = act is Act.QUESTION and bool(_WANTED.search(sentence[: place.start()]))
        return (
            wanted or act is Act.REQUEST or (act is not Act.QUESTION and bool(re.search(r"\b(?:you|your)\b", sentence)))
        )
    if act not in (Act.QUESTION, Act.REQUEST) and _BACKDROP.search(sentence[: place.start()].rstrip()):
        return False
    return count_weighty(words) - len(split_words(word)) <= _ROOMY


def is_elsewhere(word: str, sentence: str, within: str = "") -> bool:
    """Whether a word of a plain sentence is part of something else; of more than a phrase that it is meant within."""
    pattern = _elsewhere(word)
    found = pattern.search(sentence) if pattern is not None else None
    return found is not None and found[0] not in within


@cache
def _elsewhere(word: str) -> re.Pattern[str] | None:
    """Where a word, or the one that it is the plural of, is part of something else."""
    key = word if word in COMPOUNDS else word.removesuffix("s")
    places = COMPOUNDS.get(key, "")
    return re.compile(rf"(?<!\w)(?:{places.replace('~', re.escape(word))})s?(?!\w)") if places else None


def find_weighty(plain: str) -> list[str]:
    """The words of a plain sentence that say what it is about."""
    return [word for word in split_words(plain) if word not in LIGHT and word.isalpha()]


def count_weighty(words: list[str]) -> int:
    """How many words of a sentence say something by themselves."""
    return sum(word not in LIGHT for word in words)
