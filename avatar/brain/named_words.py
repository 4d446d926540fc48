"""Which words of a question a sentence names: in some form of them, or by what stands for them.

"Wedding" is named by "married", "five" by "5am", "cook" by "made", a dog by a whippet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from avatar.brain.holding import NOTHING, has_sort
from avatar.brain.leads import LEAD
from avatar.brain.meaning import find_word
from avatar.brain.naming import KIN, KINDS, find_meant
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.verbs import put_in_past

_ALIKE, _VERY_ALIKE = 0.6, 0.7
"""Likeness from which one word stands for another, and by itself for all that is asked for: "wedding" for "married"."""
_ALMOST, _SAID_OTHERWISE, _OF_ITS_SORT = 0.85, 0.75, 0.6
"""How plainly a word is named by one that is alike, by one that is said for it, and a noun by anything of its sort."""
_LEAST = 3.0
"""The weight of a word that is hardly worth naming."""
_KEPT = 8192
"""Words and sentences of which it is kept whether one names the other: they are held against one another in turn."""
TODAY = frozenset("today tonight tomorrow yesterday earlier lately recently currently ago".split())
"""Words that only say when it was asked for."""
_GENERIC = frozenset(
    "use make made making hurt listen look see watch keep take took put came come find found give "
    "gave want need try live"
    " lived stay buy bought wear work".split()
)
"""Verbs that may be said otherwise or left out."""
_GENERIC_WORTH, _GENERIC_BESIDE_NOUN, _MAIN_WORTH, _WHEN_WORTH = 0.45, 0.2, 1.3, 0.5
"""How much of its weight such a verb counts, and beside a noun that is asked for; what was done; and what a question
adds of when or why."""
SORT_WORTH = 0.35
"""What the kind of thing that is asked for weighs, beside what it is asked of."""
_OTHERWISE: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "cook cooked cooking make made making bake baked baking doing",
        "buy bought get got picked",
        "ring rings rang call calls called phone phones phoned",
        "study studies studying doing does reading learning",
        "eat eating ate",
        "drink drinking drank",
        "visit visiting visited see seeing saw",
        "rent renting live lives living",
        "marry married wedding marrying",
        "hurt injured broke did",
        "steal stole stolen nicked pinched taken",
        "due expecting having arriving",
        "raise raised raising collected got",
        "grow growing breed breeding",
        "fail failed flunked",
        "name named call called",
    )
)
"""Words that are said for one another."""
_NUMBERS: Mapping[str, str] = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
}
_WHEN = re.compile(r"\b(?:before|when|while|after|until|if|because)\b")
"""What a question adds of when or why."""
_MAIN_VERB = re.compile(
    r"(?:do|did|does|am|are|was|were|have|has|had) (?:i|we|my \w+) (?:(?:just|always|never|usually|not|ever) )*"
    r"(?!do\b)([a-z]+)\b"
)
"""What was done."""


def find_words(text: str) -> list[str]:
    """The words of a question that say what it asks for."""
    bare = re.sub(r"'s?\b", "", text)
    return [word for word in dict.fromkeys(split_words(bare)) if word not in NOTHING]


def weigh(words: Sequence[str], noun: str, rest: str) -> Mapping[str, float]:
    """How much each of a question's words counts. `noun`: what kind of thing it asks for; `rest`: of what."""
    found = _MAIN_VERB.search(rest)
    main = found[1] if found is not None and not noun else ""
    added = {*split_words(_WHEN.split(rest, maxsplit=1)[-1])} if _WHEN.search(rest) else set()
    weights = {noun: SORT_WORTH * max(find_word(noun)[1], _LEAST)} if noun else {}
    for word in words:
        worth = (_GENERIC_BESIDE_NOUN if noun else _GENERIC_WORTH) if word in _GENERIC else 1.0
        worth = _MAIN_WORTH if word == main and word not in _GENERIC else worth
        weights[word] = max(find_word(word)[1], _LEAST) * worth * (_WHEN_WORTH if word in added else 1)
    return weights


def find_named(words: Sequence[str], noun: str, said: Said) -> Mapping[str, float]:
    """Which of some words a sentence names, and how plainly; a noun by anything of its sort, too."""
    found = {word: named for word in (*words, *([noun] if noun else [])) if (named := names(word, said))}
    return found if not noun or noun in found or not has_sort(noun, said) else {**found, noun: _OF_ITS_SORT}


def names(word: str, said: Said) -> float:
    """How plainly a sentence that was told names a word: 1 in some form of it, less by one that stands for it."""
    return _names(word, said.plain)


@lru_cache(_KEPT)
def _names(word: str, plain: str) -> float:
    told = {*split_words(plain)}
    stems = {*map(stem, told)}
    if {stem(word), stem(put_in_past(word))} & stems or any(put_in_past(each) == word for each in told):
        return 1.0
    if any(each.removesuffix("es") == word or each == f"{word}es" for each in told):
        return 1.0
    if (number := _NUMBERS.get(word, word)) != word or word.isdigit():
        return float(any(_NUMBERS.get(each, each.rstrip("apmstndrh")) == number for each in told))
    if any(word in group and group & told for group in _OTHERWISE):
        return _SAID_OTHERWISE
    if word in KINDS:
        return _ALMOST * any(each in told or stem(each) in stems for each in find_meant(word))
    direction = find_word(word)[0]
    others = (each for each in told if each not in NOTHING and each not in KINDS)
    return _ALMOST * any(float(find_word(each)[0] @ direction) >= _ALIKE for each in others)


def is_much_alike(words: Sequence[str], said: Said) -> bool:
    """Whether a sentence has a word that surely stands for one of a question's."""
    told = {*split_words(said.plain)}
    if any(word in KINDS or any(word in group and group & told for group in _OTHERWISE) for word in words):
        return True
    ways = [find_word(each)[0] for each in told if each not in NOTHING]
    return any(float(find_word(word)[0] @ way) >= _VERY_ALIKE for word in words for way in ways)


def find_weighty(said: Said) -> set[str]:
    """The stems of a sentence's words that say something."""
    return {stem(word) for word in split_words(said.plain) if word not in LIGHT and word not in NOTHING}


def find_stems(words: Sequence[str]) -> set[str]:
    """The stems of some words, and of what they are in the past."""
    return {stem(form) for word in words for form in (word, put_in_past(word))}


def is_of_another(said: Said) -> bool:
    """Whether a sentence is of somebody else, and not of the user at all."""
    other = re.match(rf"{LEAD}(?:he|she|they|(?:my|our|the) (?:\w+ )?(?:{KIN}))\b", said.plain)
    return other is not None and not re.search(r"\b(?:i|me|we|us|mine)\b", said.plain)
