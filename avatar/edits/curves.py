"""Curves by keys: what a row of spans says a value is, at any time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.edits.files import numbers
from avatar.edits.values import Span
from avatar.scene.keying import WAYS

Shares = NDArray[np.float64]

MEETS_S = 0.002
"""Seconds between the end of one key and the next one up to which the curve goes from one to the other."""


def eased(share: Shares, ease: str, usual: str) -> Shares:
    """`share` of the time as a share of the way."""
    way: Shares = WAYS[ease or usual](np.clip(share, 0.0, 1.0))
    return way


def curve(spans: Sequence[Span], times: NDArray[np.float64], usual: str = "in-out") -> NDArray[np.float64]:
    """The first number of the keys at times that go up, shape (times,); NaN where no key says anything.

    A key holds from its start to its end; where the next one begins right there, the value goes over to that one's on
    the way. '' is 0.
    """
    out = np.full(len(times), np.nan)
    for at, span in enumerate(spans):
        first, last = np.searchsorted(times, [span.start - 1e-9, span.end - 1e-9])
        value = _value(span)
        out[first:last] = value
        after = spans[at + 1] if at + 1 < len(spans) else None
        if after is not None and after.start - span.end <= MEETS_S and span.end > span.start:
            share = (times[first:last] - span.start) / (span.end - span.start)
            out[first:last] = value + (_value(after) - value) * eased(share, span.ease, usual)
    return out


def _value(span: Span) -> float:
    return numbers(span.value)[0] if span.value else 0.0
