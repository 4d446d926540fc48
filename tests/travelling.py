"""Any value that can travel between processes, for hypothesis: as wild as its annotations allow."""

from __future__ import annotations

import io
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from hypothesis import strategies as st

from avatar import processes
from avatar.scenefile import Packed
from avatar.types import VISEMES, Clip, MouthTrack, Performance, Speech
from avatar.wire import Kinds

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

SCALARS: Mapping[object, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(1 << 63), (1 << 63) - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: TEXTS,
    bytes: st.binary(max_size=200),
}


@cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type."""
    if kind in SCALARS:
        return SCALARS[kind]
    if kind is Packed:
        return performances().map(Packed.of)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, args))
    if origin is tuple and args[1:] == (Ellipsis,):
        return st.lists(values(args[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, args))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(TEXTS, values(args[1]), max_size=3)
    if kind is type(None):
        return st.none()
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else kind._fields
    return st.builds(kind, **{name: values(hints[name]) for name in names})


@st.composite
def performances(draw: st.DrawFn) -> Performance:
    """Of any length, none at all among them."""
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    frames = draw(st.integers(0, 30))
    spread = rng.random((frames, len(VISEMES)), np.float32)
    hints = get_type_hints(Speech) | get_type_hints(MouthTrack) | get_type_hints(Performance)
    clip = Clip(rng.integers(-32768, 32767, draw(st.integers(0, 300))).astype(np.int16), draw(st.integers(1, 96_000)))
    left = {name: draw(values(hints[name])) for name in ("words", "notes", "times_from", "spoken", "language")}
    speech = Speech(clip, draw(TEXTS), draw(TEXTS), **left)
    mouth = MouthTrack(spread, draw(values(hints["rung"])), draw(st.floats(-1, 1)), draw(TEXTS))
    return Performance(draw(TEXTS), speech, mouth, draw(values(hints["marks"])), draw(values(hints["captions"])))


def through_the_pipe(message: object, gets: Kinds[Any]) -> Any:
    """A message, as it comes out of a pipe."""
    written = b"".join(part for frame in processes.encode(message) for part in frame)
    (came,) = processes.incoming(io.BytesIO(written), gets)
    return came
