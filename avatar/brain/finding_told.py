"""Which message of the user's holds what a question asks for, whatever words it is asked in.

"What did I bump into in spring?" shares no word with "I clipped a bollard in March". A small model looks at what the
question and each message have in common: how near to each other a net has them point (`models/recall.npz`), the message
alone and behind the one before, which words of weight they share, or near ones, and whether the message holds what is
wanted: a name, a place, a time. All that was learned from questions that were written for talks
(`python -m benchmarks.recalling`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.brain.encoder import Codes, read_model, run
from avatar.brain.holding import HOLDS, NOTHING, find_kind, gives_name, gives_somebody, leave_out
from avatar.brain.leads import lead
from avatar.brain.meaning import Floats, find_word
from avatar.brain.naming import KIN
from avatar.brain.plain import split_words
from avatar.brain.recall import Said
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover
from avatar.brain.situations import find_rows_of
from avatar.brain.wanted import find_wanted

FILE = Path(__file__).parent / "models" / "recall.npz"
NAMES = (
    "alike", "one alike", "alike behind", "shared", "near", "shared before", "shared after", "holds", "holds alike",
    "holds near", "holds before", "names", "of kin", "points", "late", "length", "shared alike", "most shared",
    "nearest", "most alike",
)  # fmt: skip
"""The things that are looked at."""
LEARNED: Mapping[str, tuple[float, float, float]] = {
    "alike": (0.1311, 0.1704, 1.114),
    "one alike": (0.1634, 0.1658, 0.1875),
    "alike behind": (0.1558, 0.172, 0.2464),
    "shared": (0.0286, 0.1342, 0.1824),
    "near": (0.1912, 0.1688, 0.4316),
    "shared before": (0.02748, 0.1315, 0.1483),
    "shared after": (0.02809, 0.1334, 0.05537),
    "holds": (0.155, 0.3619, 0.4587),
    "holds alike": (0.03034, 0.1009, -0.03683),
    "holds near": (0.03199, 0.1048, -0.05658),
    "holds before": (0.002926, 0.04294, -0.03328),
    "names": (0.01117, 0.1078, 0.1611),
    "of kin": (0.008082, 0.08954, 0.01147),
    "points": (0.005836, 0.0608, 0.1714),
    "late": (0.4722, 0.2882, 0.1623),
    "length": (0.4904, 0.2073, 0.03391),
    "shared alike": (0.04249, 0.08447, -0.2262),
    "most shared": (0.0432, 0.2033, -0.1074),
    "nearest": (0.05643, 0.2307, 0.1779),
    "most alike": (0.05569, 0.2293, 0.08837),
}
"""Mean, spread and weight of each thing that is looked at."""
NOWHERE = 2.077
"""What counts for it that none of the messages holds it."""
_LONGEST = 200
"""Characters of a message, behind the one before it, that are read."""
_ROOM = 120
"""Characters up to which what stands behind it is told back as well."""
_LONG = 12
"""Words of weight from which on a message is as long as any."""

_WRAPPED = re.compile(
    rf"{lead('right|hey')}(?:(?:do|can|could|did|you|still|please|remember|recall|know|remind|me|tell|again|of|that|i|say"
    r"|said|told|have) )+(?=(?:what|who|where|when|why|how|which|whose|my|the|if|whether)\b)"
)
_KIN = re.compile(rf"\b(?:{KIN})\b")
_CAPITAL = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][^\W\d_]+|^[A-ZÀ-Þ][a-zß-ÿ]+(?=,| is\b|['’]s\b)")
"""A name, by its capital."""
_POINTS = re.compile(r"(?:and |but |so )?(?:she|he|it|they|her|his)\b")
_NOTHING = frozenset(map(stem, NOTHING))


class Held(NamedTuple):
    """A message that may hold what is asked for."""

    said: tuple[Said, ...]
    """Its sentences; of many, those that come nearest to the question."""
    likely: float
    """From 0 to 1."""


def _encode(texts: Sequence[str]) -> Floats:
    model = read_model(FILE)
    made = run(model, [find_rows_of(text, len(model.positions)) for text in texts])
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


_CODES = Codes(_encode)


def find_codes(texts: Sequence[str]) -> Floats:
    """(texts, dimensions) Where the net has texts point, each of length 1."""
    return np.stack(_CODES.find(texts))


def leave_out_wrapping(plain: str) -> str:
    """A plain question without what only leads up to it: "do you remember"."""
    return _WRAPPED.sub("", plain) or plain


def find_held(plain: str, told: Sequence[Said]) -> list[Held]:
    """The messages of which sentences were told, the one that likeliest holds the answer to a plain question first."""
    messages = [tuple(each) for _, each in groupby(told, lambda one: one.turn)]
    if not messages:
        return []
    scores = np.append(_score(plain, messages), NOWHERE)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    found = zip(messages, shares[:-1], strict=True)
    return [Held(_find_near(plain, each), float(share)) for each, share in sorted(found, key=lambda each: -each[1])]


def _find_near(plain: str, message: tuple[Said, ...]) -> tuple[Said, ...]:
    """The sentence of a message that likeliest holds the answer to a plain question, with what it points at, and what
    stands behind it."""
    first = int(_score(plain, [(each,) for each in message]).argmax()) if len(message) > 1 else 0
    last = first
    if first and _POINTS.match(message[first].plain):
        first -= 1
    while last + 1 < len(message) and sum(len(each.text) for each in message[first : last + 2]) <= _ROOM:
        last += 1
    return message[first : last + 1]


def _score(plain: str, messages: Sequence[Sequence[Said]]) -> NDArray[np.float64]:
    """(messages,) How well each answers a plain question."""
    mean, spread, weights = np.array(list(LEARNED.values())).T
    return np.asarray((describe(plain, messages) - mean) / spread @ weights)


def describe(plain: str, messages: Sequence[Sequence[Said]]) -> NDArray[np.float64]:
    """(messages, features) What a plain question has in common with messages, by the keys of LEARNED."""
    asked = leave_out_wrapping(plain)
    texts = [" ".join(each.plain for each in message) for message in messages]
    typed = [" ".join(each.text for each in message) for message in messages]
    behind = [f"{before} {text}"[-_LONGEST:] for before, text in zip(["", *typed], typed, strict=False)]
    sentences = [each.text for message in messages for each in message]
    codes = find_codes([asked, *typed, *behind, *sentences])
    count = len(typed)
    alike, after_all, each_one = np.split(codes[1:] @ codes[0], [count, 2 * count])
    ends = np.cumsum([len(message) for message in messages])
    one = np.maximum.reduceat(each_one, [0, *ends[:-1]])
    words = [word for word in dict.fromkeys(_split(asked)) if stem(word) not in _NOTHING]
    told = [[word for word in _split(text) if stem(word) not in _NOTHING] for text in texts]
    shared, near = _cover(words, told)
    before, after = np.append(0, shared[:-1]), np.append(shared[1:], 0)
    holds = _find_holding(asked, words, messages)
    named = {each.lower() for message in messages for one in message for each in _CAPITAL.findall(one.text)}
    names = np.array([sum(word in each for word in words if word in named) for each in told])
    kin = [found[0] for found in _KIN.finditer(asked)]
    of_kin = np.array([any(re.search(rf"\b{each}\b", text) for each in kin) for text in texts])
    points = np.array([bool(_POINTS.match(text)) for text in texts])
    late = np.arange(len(texts)) / len(texts)
    length = np.array([min(1, len(each) / _LONG) for each in told])
    made = (
        alike, one, after_all, shared, near, before, after, holds, holds * one, holds * near,
        holds * before, names, of_kin, points * before, late, length, np.maximum(shared, near) * one,
        _is_best(shared), _is_best(near), _is_best(one),
    )  # fmt: skip
    return np.stack([np.asarray(each, np.float64) for each in made], 1)


def _split(text: str) -> list[str]:
    return split_words(text.replace("'s", ""))


def _is_best(found: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((found == found.max()) & (found > 0))


def _cover(words: Sequence[str], told: Sequence[Sequence[str]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much of a question's words, by weight, each message holds, those that few hold more than the others; and how
    much of them it means as well."""
    stems = [{stem(word) for word in each} for each in told]
    weights = [find_word(word)[1] for word in words]
    shared = np.zeros(len(told))
    for word, weight in zip(words, weights, strict=True):
        having = np.array([stem(word) in each for each in stems])
        shared += having * weight * (1 + 1 / max(1, having.sum())) / 2
    return shared / (sum(weights) or 1.0), np.array([find_cover(words, each)[0] for each in told])


def _find_holding(asked: str, words: Sequence[str], messages: Sequence[Sequence[Said]]) -> NDArray[np.float64]:
    """Whether each message holds what kind of thing is asked for, beside the question's own words."""
    wanted = find_wanted((asked,), asked=True)
    kind = find_kind(wanted) if wanted is not None else ""
    return np.array([any(_holds(kind, words, each) for each in message) for message in messages], np.float64)


def _holds(kind: str, words: Sequence[str], said: Said) -> bool:
    if kind in HOLDS:
        return bool(HOLDS[kind].search(leave_out(said.plain, words)))
    return (kind == "name" and gives_name(said)) or (kind == "who" and gives_somebody(said, words))
