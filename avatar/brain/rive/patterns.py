"""Triggers as regular expressions, the order in which they are tried, and words that stand for others."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from avatar.brain.plain import split_words
from avatar.brain.rive.reading import Trigger

_WILDCARDS: Mapping[str, str] = {"*": r"(.+?)", "#": r"(\d+?)", "_": r"([^\s\d]+?)"}
_TOKENS = re.compile(r"\s*\[([^\[\]]*)\]\s*|@(\w+)|[*#_]")
_EDGE = r"(?:\s|\b)"
_EDGES = r"(?:\s+|\b)"
"""Any number of edges of words, at least one, that can be read in one way only: an evil message is no slow one."""
_DEEPEST = 8
"""Most levels of arrays within arrays."""


def compile_trigger(text: str, arrays: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """A vetted trigger as a regular expression over a whole plain message; each wildcard and ( ) is a group."""
    body = r"(.*?)" if text == "*" else _translated(text, arrays, grouped=True)
    return re.compile(f"^{body.lower()}$")


def _translated(text: str, arrays: Mapping[str, Sequence[str]], *, grouped: bool) -> str:
    def token(found: re.Match[str]) -> str:
        if found[1] is not None:
            return _optional(found[1], arrays)
        if found[2] is not None:
            words = sorted(set(expand_array(found[2], arrays)), key=lambda word: (-len(word), word))
            return f"(?:{'|'.join(map(re.escape, words))})" if words else ""
        wild = _WILDCARDS[found[0]]
        return wild if grouped else wild.replace("(", "(?:", 1)

    return _TOKENS.sub(token, text)


def _optional(inside: str, arrays: Mapping[str, Sequence[str]]) -> str:
    """`[a|b]`: one of them with edges of words around it, or just an edge. What it matches is not a `<star>`."""
    parts = [f"{_EDGES}{_translated(part.strip(), arrays, grouped=False)}{_EDGES}" for part in inside.split("|")]
    return f"(?:{'|'.join(parts)}|{_EDGE})"


def expand_array(name: str, arrays: Mapping[str, Sequence[str]], depth: int = 0) -> list[str]:
    """The words of an array, with those of the arrays that it names."""
    words: list[str] = []
    for word in arrays.get(name, ()):
        nested = word.startswith("@") and depth < _DEEPEST
        words += expand_array(word[1:], arrays, depth + 1) if nested else [word]
    return words


def rank(trigger: Trigger, inherited: int) -> tuple[object, ...]:
    """Triggers are tried in order of this: heavier ones, a topic's own before what it inherits, those with words before
    those without, plain ones before options before wildcards, longer ones before shorter ones."""
    return (-trigger.weight, inherited, *_rank_text(trigger.text, trigger.weight))


@lru_cache(1 << 14)
def _rank_text(text: str, weight: int) -> tuple[object, ...]:
    """The part of it that is the same wherever a trigger is inherited: a talk comes to ever new topics."""
    text = f"{{weight={weight}}}{text}" if weight else text
    words = len([word for word in re.split(r"[\s*#_\[\]()]+", text) if word])
    wild = ("*" in text, "#" in text, "_" in text, "[" in text)
    return (words == 0, *wild, -words, -len(text), text)


_COMMON = frozenset(
    "a an and are can could did do does for have how i in is it me my of on or so the to was what when "
    "where which who why will with would you your".split()
)
"""Words that most messages hold: poor keys."""


class Needs(NamedTuple):
    """Words that a message must hold for a trigger to match it: runs of letters and digits, as in `split_words`."""

    keys: frozenset[str] | None
    """At least one of these, the fewest messages hold one; None where no word is sure."""
    others: tuple[str, ...]
    """Each of these as well."""


def find_needs(text: str, arrays: Mapping[str, Sequence[str]]) -> Needs:
    """What a trigger needs of a message."""
    bare = re.sub(r"@(\w+)", lambda found: f"({'|'.join(expand_array(found[1], arrays))})", text)
    bare = re.sub(r"\(\(([^()]*)\)\)", r"(\1)", bare)
    if re.search(r"\w[\[(*#]|[\])*#]\w|\([^()]*\(", bare):
        return Needs(None, ())  # a wildcard may go on with the word beside it; groups within groups are nobody's habit
    bare = re.sub(r"\[[^\[\]]*\]", " ", bare)
    sure = [frozenset(map(_rarest, group.split("|"))) for group in re.findall(r"\(([^()]*)\)", bare)]
    sure += [frozenset([word]) for word in split_words(re.sub(r"\([^()]*\)|[*#]|(?<!\w)_(?!\w)", " ", bare))]
    sure = [words for words in sure if "" not in words]
    keys = min(sure, key=lambda words: (len(words & _COMMON), len(words), sorted(words)), default=None)
    return Needs(keys, tuple(sorted({sys.intern(word) for words in sure if len(words) == 1 for word in words})))


def _rarest(phrase: str) -> str:
    """The word of a phrase that the fewest messages hold; '' where it has none, or a wildcard."""
    words = [] if re.search(r"[*#_]", phrase) else split_words(phrase)
    return max(words, key=lambda word: (word not in _COMMON, len(word)), default="")


class Substitutions:
    """Words and phrases to replace by others, longest phrases first; a replacement is not replaced again."""

    def __init__(self, table: Mapping[str, str]) -> None:
        ordered = sorted(table, key=lambda phrase: (-len(phrase.split()), -len(phrase)))
        self._rows = [(phrase, re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"), table[phrase]) for phrase in ordered]

    def apply(self, text: str) -> str:
        put: list[str] = []
        for phrase, pattern, instead in self._rows:
            if phrase in text:
                text, count = pattern.subn(f"\0{len(put)}\0", text)
                put += [instead] if count else []
        return re.sub(r"\x00(\d+)\x00", lambda found: put[int(found[1])], text).strip()
