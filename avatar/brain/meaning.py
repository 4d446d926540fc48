"""What sentences mean, as directions: two that say the same in other words point much the same way.

Each word has a direction of its own (`models/words.npz`, distilled from a sentence model by benchmarks/meaning.py), and
a sentence's is their sum, in which common words are short. It knows no grammar: who does what, and whether there is a
"not", is compared apart.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FILE = Path(__file__).parent / "models" / "words.npz"
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|nothing|none|without|hardly|barely|scarcely|cannot)\b")
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""), ("er", ""),
    ("er", "e"), ("est", ""), ("ly", ""), ("ness", ""), ("y", ""), ("in", "ing"),
)  # fmt: skip
"""Endings that are taken off an unknown word, and what stands in their place."""
_SHORTEST_STEM = 3
_LONG = 4
"""Letters of a word that says something."""
_MISSPELT = 5
"""Letters from which on a word that is unknown may be misspelt."""
_UNKNOWN = 12.0
"""How much an unknown word is taken to say: what four of five known ones say less than."""
_KEPT = 4096
"""Texts whose directions are kept: 2 MB."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Words(NamedTuple):
    """The words that are known."""

    places: Mapping[str, int]
    directions: NDArray[np.int8]
    """(words, dimensions)"""
    lengths: Floats
    """(words,) What one unit of a word's direction is worth: the rarer the word, the more."""


@cache
def _words() -> Words:
    with np.load(FILE) as packed:
        names = packed["words"].tobytes().decode("ascii").split()
        lengths = packed["lengths"].astype(np.float32)
        return Words({name: place for place, name in enumerate(names)}, packed["directions"], lengths)


def find_directions(texts: Sequence[str]) -> Floats:
    """(texts, dimensions) Where plain texts point, each of length 1; zeros for one of no word that is known."""
    known = _words()
    rows = [[place for word in split_text(text) if (place := find_place(word)) is not None] for text in texts]
    flat = np.fromiter((place for row in rows for place in row), np.intp)
    made = np.zeros((len(texts), known.directions.shape[1]), np.float32)
    filled = [place for place, row in enumerate(rows) if row]
    if filled:
        starts = np.cumsum([0, *(len(rows[place]) for place in filled[:-1])])
        made[filled] = np.add.reduceat(known.directions[flat] * known.lengths[flat, None], starts, axis=0)
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


@lru_cache(_KEPT)
def find_direction(text: str) -> Floats:
    """(dimensions,) Where a plain text points: as `find_directions` has it, and kept for when it is asked again. Not to
    be written to."""
    found: Floats = find_directions((text,))[0]
    found.flags.writeable = False
    return found


def find_kept_directions(texts: Iterable[str]) -> Floats:
    """(texts, dimensions) Where texts point that are asked for again and again, as a character's own lines are."""
    return np.stack([find_direction(text) for text in texts])


@lru_cache(4096)
def find_word(word: str) -> tuple[Floats, float]:
    """(dimensions,) Where a word points, of length 1, and how much it says; an unknown one nowhere, and much."""
    known = _words()
    place = find_place(word)
    if place is None:
        return np.zeros(known.directions.shape[1], np.float32), _UNKNOWN
    made = known.directions[place].astype(np.float32) * known.lengths[place]
    length = float(np.linalg.norm(made))
    return made / max(length, 1e-9), length


def count_dimensions() -> int:
    """How many dimensions directions have."""
    return int(_words().directions.shape[1])


def split_text(text: str) -> list[str]:
    """The words of a text, as they are looked up."""
    return re.findall(r"[a-z]+", text.lower().replace("'", ""))


@lru_cache(1024)
def find_share_known(text: str) -> float:
    """How much of a plain text is known, from 0 to 1: the root of the share of its words of some length."""
    words = [word for word in split_text(text) if len(word) >= _LONG]
    return math.sqrt(sum(find_place(word) is not None for word in words) / len(words)) if words else 1.0


@lru_cache(1024)
def is_negated(text: str) -> bool:
    """Whether a plain text says that something is not so."""
    return len(_NEGATED.findall(text)) % 2 == 1


@lru_cache(4096)
def find_place(word: str) -> int | None:
    """Where a word stands among those that are known: itself, without its ending, or as it may have been meant."""
    places = _words().places
    return next((places[each] for each in _ways_to_write(word) if each in places), None)


def is_known(word: str) -> bool:
    """Whether a word is known just as it is written."""
    return word in _words().places


def _ways_to_write(word: str) -> Iterator[str]:
    yield word
    for ending, instead in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST_STEM:
            yield bare + instead
            if len(bare) > _SHORTEST_STEM and bare[-1] == bare[-2]:
                yield bare[:-1]  # "knitting"
    if len(word) < _MISSPELT:
        return
    for place in range(1, len(word) - 1):  # letters changed round, left out, put in, and wrong
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        yield word[:place] + word[place + 1 :]
    for place in range(1, len(word)):
        yield from (word[:place] + letter + word[place:] for letter in _LETTERS)
        yield from (word[:place] + letter + word[place + 1 :] for letter in _LETTERS)
