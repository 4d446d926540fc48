"""Whether a question is one that a line of a sheet, or of what goes on with a character's lines, is written for.

Nearness in meaning finds it, however it is worded; words of weight, and what kind of answer is wanted, must agree as
well: "what did he do" is near to "did you love him", and is another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from avatar.brain.meaning import find_direction, find_word
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.patterns import split_words
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import Entry, Line, find_nearness, make_bare

VERY = 0.78
"""Likeness to a question of its own from which on a line answers it, and before anything else."""
_MISSED = 4.4
"""The weight of a word of a question from which on a written one that has nothing like it is another."""
_MISSED_OF_IT = 5.0
"""The same of a word of the written one."""
_LIKE_TYPED = 0.7
"""Likeness in letters, from 0 to 1, of a word that was mistyped to the one that was meant."""
_FILLING = LIGHT - frozenset("like love hate know think want need get got go going went here there now then".split())
"""Words that say nothing even where no word of weight is left: "did you love him"."""
_WANTS = re.compile(r"(?:\w+ ){0,2}?(why|where|when|who|whose|how|what|which)\b")
_ALIKE = {"whose": "who", "which": "what"}
_BESIDE = frozenset(("what", ""))
"""What may ask for anything: "what place is that" for "where is that"."""


def find_own(
    entry: Entry, plain: str, is_left: Callable[[Line], bool], enough: float, *, loosely: bool = False
) -> tuple[float, Line | None]:
    """The line of an entry one of whose own questions is what a plain question asks, and how near it comes; (0.0,
    None) where none is as near as `enough`. `loosely`: words of weight that name other things do not count against
    it."""
    if not any(line.asked for line in entry.lines):
        return 0.0, None
    asked = find_nearness(entry, plain)[1]
    names = frozenset(word for name in entry.names for word in split_words(make_bare(name)))
    for place in asked.argsort()[::-1]:
        if asked[place] < enough:
            break
        line = entry.lines[place]
        if is_left(line) and is_same_question(plain, line, names, loosely=loosely):
            return float(asked[place]), line
    return 0.0, None


def is_same_question(plain: str, line: Line, names: frozenset[str] = frozenset(), *, loosely: bool = False) -> bool:
    """Whether one of the questions of a line's own wants what a plain question does, of the same things. `names`: the
    words by which what it is about is named, which say nothing of what is asked. `loosely`: as `find_own` takes it."""
    direction = find_direction(plain)
    nearest = max(line.asked, key=lambda each: float(find_direction(each) @ direction), default="")
    if plain == nearest:
        return True
    wanted, other = _find_wanted(plain), _find_wanted(nearest)
    if wanted != other and (not {wanted, other} & _BESIDE or (loosely and "" in (wanted, other))):
        return False
    words, others = ([word for word in _weighty(each) if not (names and word in names)] for each in (plain, nearest))
    if not words or not others:
        same = wanted == other or not names
        return same and not words and not others and _told(plain) - names == _told(nearest) - names
    asked = [word for each in line.asked for word in split_words(each)]
    words = [word for word in words if not _is_mistyped(word, asked)]
    told = [*_weighty(" ".join(line.asked)), *_weighty(make_bare(line.text))]
    return loosely or not words or find_cover(words, told)[1] < _MISSED


def is_about_same(plain: str, words: Sequence[str], entry: Entry, line: Line, asked: str) -> bool:
    """Whether a plain question, whose words of weight are given, wants what one that is written for another line does,
    of the very same things: neither names what the other does not."""
    wanted, other = _find_wanted(plain), _find_wanted(asked)
    if wanted != other:
        return False
    told = [
        *_weighty(" ".join(line.asked)),
        *_weighty(make_bare(line.text)),
        *_weighty(" ".join(map(make_bare, entry.names))),
    ]
    return find_cover(words, told)[1] < _MISSED and find_cover(_weighty(asked), words)[1] < _MISSED_OF_IT


def asks_the_same(entry: Entry, plain: str, line: Line) -> bool:
    """Whether a line is written for a plain question rather than for another one that names the entry too. A question
    that holds hardly a word but the name, "who is Desmond", is near to all that do: it must say what one of the line's
    own says."""
    names = _stems(word for name in entry.names for word in split_words(make_bare(name)))
    said = _told(plain) - names
    if len(said) > 1:
        return True
    return bool(said) and any(said == _told(each) - names for each in line.asked)


def _is_mistyped(word: str, asked: Sequence[str]) -> bool:
    """Whether a word that is none was meant for one of others."""
    return not find_word(word)[0].any() and bool(get_close_matches(word, asked, 1, _LIKE_TYPED))


def _find_wanted(plain: str) -> str:
    found = _WANTS.match(plain)
    return _ALIKE.get(found[1], found[1]) if found else ""


def _weighty(plain: str) -> list[str]:
    return [word for word in split_words(plain) if word not in LIGHT and word.isalpha()]


def _told(plain: str) -> set[str]:
    """What a question of light words alone says: its verb, and who does what."""
    return _stems(word for word in split_words(plain) if word not in _FILLING and word not in _LEADS)


_LEADS = frozenset("and so but then though lol haha ok".split())


def _stems(words: Iterable[str]) -> set[str]:
    return {stem(word) for word in words}
