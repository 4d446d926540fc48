"""Whether a question is one that a line of a sheet, or of what goes on with a character's lines, is written for.

How likely two questions are the same was learned (`ranking.py`); what kind of answer is wanted must agree as well:
"what did he do" is near to "did you love him", and is another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from avatar.brain.meaning import find_word
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sheet import Entry, Line, find_asked, make_bare
from avatar.brain.sorts import find_sorts

ENOUGH, VERY = 0.45, 0.72
"""Likelihood that it is one of its own questions from which on a line answers what is asked, and from which it does
before anything else: of what readers were shown, six, and nearly nine, of ten were right (`benchmarks/fits.py`)."""
_MISSED = 4.4
"""The weight of a word of a question from which on a line that speaks of nothing like it is about something else."""
_SHARED = 0.62
"""The part, by weight, of what each of two questions says that the other must say, too, to be surely the same."""
_LIKE_TYPED = 0.7
"""Likeness in letters, from 0 to 1, of a word that was mistyped to the one that was meant."""
_FILLING = LIGHT - frozenset("like love hate know think want need get got go going went here there now then".split())
"""Words that say nothing even where no word of weight is left: "did you love him"."""
_WANTS = re.compile(r"(?:\w+ ){0,2}?(why|where|when|who|whose|how|what|which)\b")
_ALIKE = {"whose": "who", "which": "what"}
_OTHERWISE = 0.8
"""Likelihood from which on it does not matter how it is asked: "and the monocle" for "why a monocle"."""


def find_own(
    entry: Entry,
    plain: str,
    is_left: Callable[[Line], bool],
    enough: float = ENOUGH,
    *,
    names: Iterable[str] = (),
    near: bool = False,
) -> tuple[float, Line | None]:
    """The line of an entry one of whose own questions is what a plain question asks, and how likely it is, from 0 to 1;
    (0.0, None) where none is as likely as `enough`. `names`: of what the entry is about, where it is a sheet's. `near`:
    the entry belongs to what was just said."""
    if not any(line.asked for line in entry.lines):
        return 0.0, None
    ways = _name_otherwise(_mend_spelling(plain, entry), names, entry.pronoun)
    asked = np.max([find_asked(entry, way, near=near) for way in ways], axis=0)
    for place in asked.argsort()[::-1]:
        if asked[place] < enough:
            break
        line = entry.lines[place]
        if is_left(line) and is_same_question(plain, line, float(asked[place]), names=names, surely=enough >= VERY):
            return float(asked[place]), line
    return 0.0, None


def _mend_spelling(plain: str, entry: Entry) -> str:
    """A plain question in which words that are none are those of the entry's questions for which they were meant."""
    words = split_words(plain)
    if all(find_word(word)[0].any() for word in words):
        return plain
    written = {word for line in entry.lines for asked in line.asked for word in split_words(asked)}
    meant = (
        word if find_word(word)[0].any() else next(iter(get_close_matches(word, written, 1, _LIKE_TYPED)), word)
        for word in words
    )
    return " ".join(meant)


def names_other(plain: str, written: Sequence[str], text: str) -> bool:
    """Whether a plain question names something that neither what is `written` for a line nor its `text` speaks of."""
    told = [*find_weighty(" ".join(written)), *find_weighty(make_bare(text))]
    return plain not in written and find_cover(find_weighty(plain), told)[1] >= _MISSED


def _says_other(plain: str, written: str, named: set[str]) -> bool:
    """Whether each of two questions says much that the other does not: "do you collect kettles", "do you sell them"."""
    one, two = _find_left(plain, named), _find_left(written, named)
    return min(find_cover(one, two)[0], find_cover(two, one)[0]) < _SHARED


_OBJECTS: Mapping[str, str] = {"he": "he|him", "she": "she|her", "it": "it", "they": "they|them"}


def _name_otherwise(plain: str, names: Iterable[str], pronoun: str) -> list[str]:
    """The ways to ask the same of something by its name, and by "he" or "it"."""
    known = [make_bare(name) for name in names]
    if not known:
        return [plain]
    named = re.compile(rf"\b(?:(?:your|the|my|this|that) )?(?:{'|'.join(map(re.escape, known))})\b")
    pointed = re.compile(rf"\b(?:{_OBJECTS[pronoun]})\b")
    return list(dict.fromkeys((plain, named.sub(pronoun, plain), pointed.sub(known[0], plain))))


def is_same_question(plain: str, line: Line, fit: float, *, names: Iterable[str] = (), surely: bool = False) -> bool:
    """Whether what a plain question wants is what a question of a line's own does, that is as likely the same as `fit`.
    `names`: of what the line's entry is about, which say nothing of what is asked of it. `surely`: they must name the
    same things as well."""
    if plain in line.asked:
        return True
    if surely and names_other(plain, line.asked, line.text):
        return False
    named = {word for name in names for word in split_words(make_bare(name))}
    asked = (each for each in line.asked if not (surely and _says_other(plain, each, named)))
    return any(_is_same(plain, each, fit, named) for each in asked)


def _is_same(plain: str, asked: str, fit: float, named: set[str]) -> bool:
    wanted, other = _find_wanted(plain), _find_wanted(asked)
    if wanted != other and fit < _OTHERWISE:
        return False
    if ("favourite" in plain) != ("favourite" in asked):
        return False
    words, others = {*find_weighty(plain)}, {*find_weighty(asked)}
    if named and named >= words and not named >= others:
        return False  # a name alone asks who that is
    sorts = find_sorts(plain)
    if sorts and not sorts & find_sorts(asked) and fit < _OTHERWISE:
        return False
    if not words or not others:
        return not words and not others and (fit >= _OTHERWISE or _told(plain) == _told(asked))
    return True


def _find_left(plain: str, named: set[str]) -> list[str]:
    """What a question says besides whom it is about and how it is asked."""
    words = [word for word in split_words(plain) if word not in _FILLING and word not in named]
    return words or split_words(plain)


def is_about_same(plain: str, line: Line, asked: str) -> bool:
    """Whether a plain question wants what one that is written for another line does, of nothing else."""
    if _find_wanted(plain) != _find_wanted(asked) or find_sorts(plain) != find_sorts(asked):
        return False
    return not names_other(plain, line.asked, line.text)


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


def _find_wanted(plain: str) -> str:
    found = _WANTS.match(plain)
    return _ALIKE.get(found[1], found[1]) if found else ""


def _told(plain: str) -> set[str]:
    """What a question of light words alone says: its verb, and who does what."""
    return _stems(word for word in split_words(plain) if word not in _FILLING and word not in _LEADS)


_LEADS = frozenset("and so but then though lol haha ok".split())


def _stems(words: Iterable[str]) -> set[str]:
    return {stem(word) for word in words}
