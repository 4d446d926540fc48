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
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sheet import Entry, Line, find_nearness, make_bare
from avatar.brain.sorts import find_sorts

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
_BESIDE = 0.9
"""Likeness from which on "what" may ask for anything: "what place is that" for "where is that"."""
_AS_WRITTEN = 0.95
"""The same from which on it does not matter how it is asked: "and the monocle" for "why a monocle"."""
_NEARLY = 0.85
"""Likeness from which on a question is another one only where it names something else as well."""
_SHARED, _SHARED_LOOSELY = 0.62, 0.58
"""The part, by weight, of what each of two less near questions says that the other must say, too."""


def find_own(
    entry: Entry,
    plain: str,
    is_left: Callable[[Line], bool],
    enough: float,
    *,
    names: Iterable[str] = (),
    loosely: bool = False,
) -> tuple[float, Line | None]:
    """The line of an entry one of whose own questions is what a plain question asks, and how near it comes; (0.0,
    None) where none is as near as `enough`. `names`: of what the entry is about, where it is a sheet's. `loosely`:
    words of weight that name other things do not count against it."""
    if not any(line.asked for line in entry.lines):
        return 0.0, None
    asked = find_nearness(entry, plain)[1]
    for place in asked.argsort()[::-1]:
        if asked[place] < enough:
            break
        line = entry.lines[place]
        if is_left(line) and is_same_question(plain, line, names=names, enough=enough, loosely=loosely):
            return float(asked[place]), line
    return 0.0, None


def is_same_question(
    plain: str, line: Line, *, names: Iterable[str] = (), enough: float = 0.0, loosely: bool = False
) -> bool:
    """Whether one of the questions of a line's own, that is as near as `enough`, wants what a plain question does, of
    the same things. `names`: of what the line's entry is about, which say nothing of what is asked of it. `loosely`: as
    `find_own` takes it."""
    if plain in line.asked:
        return True
    direction = find_direction(plain)
    near = ((float(find_direction(asked) @ direction), asked) for asked in line.asked)
    named = {word for name in names for word in split_words(make_bare(name))}
    return any(
        nearness >= enough and _is_same(plain, asked, nearness, line, named, loosely) for nearness, asked in near
    )


def _is_same(plain: str, asked: str, near: float, line: Line, named: set[str], loosely: bool) -> bool:
    wanted, other = _find_wanted(plain), _find_wanted(asked)
    if wanted != other and near < (_BESIDE if "what" in (wanted, other) and "" not in (wanted, other) else _AS_WRITTEN):
        return False
    if ("favourite" in plain) != ("favourite" in asked):
        return False
    if named and named >= {*find_weighty(plain)} and not named >= {*find_weighty(asked)}:
        return False  # a name alone asks who that is
    sorts = find_sorts(plain)
    if sorts and not sorts & find_sorts(asked) and near < _AS_WRITTEN:
        return False
    words = find_weighty(plain)
    if not words or not find_weighty(asked):
        return not words and not find_weighty(asked) and _told(plain) == _told(asked)
    typed = split_words(asked)
    words = [word for word in words if not _is_mistyped(word, typed)]
    if near >= _NEARLY or not words:
        told = [*find_weighty(" ".join(line.asked)), *find_weighty(make_bare(line.text))]
        return loosely or not words or find_cover(words, told)[1] < _MISSED
    one, two = _find_left(plain, named), _find_left(asked, named)
    if mistyped := [word for word in one if _is_mistyped(word, typed)]:
        one, two = [word for word in one if word not in mistyped], two[: len(two) - len(mistyped)]
    return min(find_cover(one, two)[0], find_cover(two, one)[0]) >= (_SHARED_LOOSELY if loosely else _SHARED)


def _find_left(plain: str, named: set[str]) -> list[str]:
    """What a question says besides whom it is about and how it is asked."""
    words = [word for word in split_words(plain) if word not in _FILLING and word not in named]
    return words or split_words(plain)


def is_about_same(plain: str, words: Sequence[str], entry: Entry, line: Line, asked: str) -> bool:
    """Whether a plain question, whose words of weight are given, wants what one that is written for another line does,
    of the very same things: neither names what the other does not."""
    wanted, other = _find_wanted(plain), _find_wanted(asked)
    if wanted != other or find_sorts(plain) != find_sorts(asked):
        return False
    told = [
        *find_weighty(" ".join(line.asked)),
        *find_weighty(make_bare(line.text)),
        *find_weighty(" ".join(map(make_bare, entry.names))),
    ]
    return find_cover(words, told)[1] < _MISSED and find_cover(find_weighty(asked), words)[1] < _MISSED_OF_IT


def asks_the_same(entry: Entry, plain: str, line: Line) -> bool:
    """Whether a line is written for a plain question rather than for another one that names the entry too. A question
    that holds hardly a word but the name, "who is Desmond", is near to all that do: it must say what one of the line's
    own says."""
    names = _stems(word for name in entry.names for word in split_words(make_bare(name)))
    said = _told(plain) - names
    if len(said) > 1:
        return True
    return bool(said) and any(said == _told(each) - names for each in line.asked)


def says_more(entry: Entry, plain: str) -> bool:
    """Whether a question says anything besides the name of an entry: "was it Edna" is near to all that name her."""
    return bool(_told(plain) - _stems(word for name in entry.names for word in split_words(make_bare(name))))


def _is_mistyped(word: str, asked: Sequence[str]) -> bool:
    """Whether a word that is none was meant for one of others."""
    return not find_word(word)[0].any() and bool(get_close_matches(word, asked, 1, _LIKE_TYPED))


def _find_wanted(plain: str) -> str:
    found = _WANTS.match(plain)
    return _ALIKE.get(found[1], found[1]) if found else ""


def _told(plain: str) -> set[str]:
    """What a question of light words alone says: its verb, and who does what."""
    return _stems(word for word in split_words(plain) if word not in _FILLING and word not in _LEADS)


_LEADS = frozenset("and so but then though lol haha ok".split())


def _stems(words: Iterable[str]) -> set[str]:
    return {stem(word) for word in words}
