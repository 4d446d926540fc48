"""What a sentence means, word order and all: a small sentence encoder, run by numpy.

Two layers of self-attention over the words of a sentence (`models/sentences.npz`, taught by a sentence model with
benchmarks/encoder.py) make one direction of it. Unlike the sum of its words' directions (`meaning.py`), "what is the
lamp called" comes near to "does your lamp have a name", and "who is Gerald" does not come near to "was it Gerald".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.brain.meaning import Floats, find_place, split_text

FILE = Path(__file__).parent / "models" / "sentences.npz"
LONGEST = 24
"""Words of a sentence that are read: those of the model's positions."""
_HEADS = 4
_EPSILON = 1e-5
"""Of a layer's norm, as PyTorch has it."""
_UNSEEN = -1e4
"""What is added where there is no word to attend to."""
_UNKNOWN = 1
"""The row of the table for a word that is not known; row 0 is for none."""
_KEPT = 98304
"""Sentences whose directions are kept, some 400 bytes each: those of all the cast."""
_BATCH = 64


class Layer(NamedTuple):
    """One layer of self-attention, and of what is done to each word by itself. Matrices are (in, out)."""

    norm: tuple[Floats, Floats]
    attend: tuple[Floats, Floats]
    """Queries, keys and values side by side."""
    mix: tuple[Floats, Floats]
    norm_after: tuple[Floats, Floats]
    widen: tuple[Floats, Floats]
    narrow: tuple[Floats, Floats]


class Model(NamedTuple):
    """The encoder's numbers."""

    table: NDArray[np.int8]
    """(words + 2, dimensions) Of each word that `meaning.find_place` knows, after one row for none and one for unknown
    ones."""
    scale: Floats
    """(words + 2,) What one unit of a row is worth."""
    lift: tuple[Floats, Floats]
    positions: Floats
    """(longest, width)"""
    layers: tuple[Layer, ...]
    norm: tuple[Floats, Floats]
    gate: tuple[Floats, Floats]
    """How much each word counts in the whole."""
    out: tuple[Floats, Floats]


@cache
def read_model(file: Path = FILE) -> Model:
    """The numbers of a file; where it has no table of words, with the encoder's own."""
    with np.load(file) as packed:
        get = {name: packed[name] for name in packed.files}

    def pair(name: str) -> tuple[Floats, Floats]:
        return get[f"{name}.weight"].astype(np.float32), get[f"{name}.bias"].astype(np.float32)

    names = ("norm", "attend", "mix", "norm_after", "widen", "narrow")
    count = sum(name.endswith(".attend.weight") for name in get)
    layers = tuple(Layer(*(pair(f"{place}.{name}") for name in names)) for place in range(count))
    table, scale = (get["table"], get["scale"].astype(np.float32)) if "table" in get else read_model()[:2]
    positions = get["positions"].astype(np.float32)
    return Model(table, scale, pair("lift"), positions, layers, pair("norm"), pair("gate"), pair("out"))


class Codes:
    """Directions that were found, kept: the same few thousand sentences are asked for again and again. Safe to use from
    several threads."""

    def __init__(self, encode: Callable[[Sequence[str]], Floats]) -> None:
        """`encode`: the directions of texts, (texts, dimensions)."""
        self._encode = encode
        self._kept: dict[str, Floats] = {}

    def find(self, texts: Sequence[str]) -> list[Floats]:
        """The direction of each text."""
        kept = self._kept
        missing = sorted((text for text in dict.fromkeys(texts) if text not in kept), key=len)
        made: dict[str, Floats] = {}
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            made |= zip(batch, self._encode(batch), strict=True)
        found = [made[text] if text in made else kept[text] for text in texts]
        if len(kept) + len(made) > _KEPT:
            self._kept = kept = {}
        kept |= made
        return found


_CODES = Codes(lambda texts: encode([find_rows(text) for text in texts]))


def find_codes(texts: Sequence[str]) -> Floats:
    """(texts, dimensions) What plain sentences mean, each of length 1: the dot product of two says how alike they are,
    from -1 to 1."""
    return np.stack(_CODES.find(texts)) if texts else np.zeros((0, count_dimensions()), np.float32)


def find_likeness(text: str, others: Sequence[str]) -> Floats:
    """(others,) How like a plain sentence others are, from -1 to 1."""
    codes = find_codes([text, *others])
    return np.asarray(codes[1:] @ codes[0], np.float32)


def count_dimensions() -> int:
    """How many dimensions directions have."""
    return int(read_model().out[1].shape[0])


@lru_cache(8192)
def _find_row(word: str) -> int:
    place = find_place(word)
    return _UNKNOWN if place is None else place + _UNKNOWN + 1


def find_rows(text: str, longest: int = LONGEST) -> list[int]:
    """The rows of the table for a plain text's words, at most `longest` of them."""
    return [_find_row(word) for word in split_text(text)[:longest]] or [_UNKNOWN]


def encode(rows: Sequence[Sequence[int]]) -> Floats:
    """(sentences, dimensions) The directions of sentences, each given as rows of the table."""
    made = run(read_model(), rows)
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


def run(model: Model, rows: Sequence[Sequence[int]], places: Sequence[int] = ()) -> Floats:
    """(sentences, outputs) What comes out of a model for sentences, each given as rows of its table. `places`: which of
    the model's positions the words stand at, where that is not one after the other from the first."""
    longest = max(map(len, rows))
    words = np.zeros((len(rows), longest), np.intp)
    for place, row in enumerate(rows):
        words[place, : len(row)] = row
    there = words > 0
    unseen = np.where(there, 0, _UNSEEN).astype(np.float32)
    flow = _through(model.table[words] * model.scale[words][..., None], model.lift)
    flow = flow + (model.positions[list(places)] if places else model.positions[:longest])
    for layer in model.layers:
        flow = flow + _through(_attend(_norm(flow, layer.norm), layer.attend, unseen), layer.mix)
        flow = flow + _through(_bend(_through(_norm(flow, layer.norm_after), layer.widen)), layer.narrow)
    flow = _norm(flow, model.norm)
    share = _share(_through(flow, model.gate)[..., 0] + unseen)
    return _through((flow * share[..., None]).sum(axis=1), model.out)


def _attend(flow: Floats, weights: tuple[Floats, Floats], unseen: Floats) -> Floats:
    rows, length, width = flow.shape
    parts = _through(flow, weights).reshape(rows, length, 3, _HEADS, width // _HEADS)
    query, key, value = parts.transpose(2, 0, 3, 1, 4)
    seen = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // _HEADS)) + unseen[:, None, None, :]
    return np.asarray((_share(seen) @ value).transpose(0, 2, 1, 3).reshape(rows, length, width), np.float32)


def _through(flow: Floats, weights: tuple[Floats, Floats]) -> Floats:
    return np.asarray(flow @ weights[0] + weights[1], np.float32)


def _norm(flow: Floats, weights: tuple[Floats, Floats]) -> Floats:
    centred = flow - flow.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    return np.asarray(centred / spread * weights[0] + weights[1], np.float32)


def _bend(x: Floats) -> Floats:
    """GELU by the tangent's approximation (Hendrycks and Gimpel, 2016)."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), np.float32)


def _share(x: Floats) -> Floats:
    """Shares of a whole along the last axis (softmax)."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)
