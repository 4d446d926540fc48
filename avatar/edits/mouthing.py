"""A mouth with edits in it: phones coarticulated anew around what changed, letters and openings where they were set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.character.mouth import openings_for
from avatar.edits.curves import curve, eased
from avatar.edits.values import Span
from avatar.lipsync.coarticulate import Stops
from avatar.lipsync.edited.shapes import LETTERS, SOFT
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.lipsync.visemes import blend
from avatar.types import FRAME_RATE, VISEMES, Clip, MouthTrack, Rung, Timed

REACH_S = 0.6
"""Seconds around an edited phone that may look otherwise by it: what pulls at the lips is not felt farther off."""

CONTEXT_S = 1.5
"""Seconds beyond these that are made too, so that the edges of what is made are not seen."""

SEEN = 0.01
"""Weight by which a frame must differ to be taken from what is made anew; all else stays to the bit."""

FADE = (1.0, 0.67, 0.33)
"""Shares of what is new, by frames from where it differs."""

ENTERED_S = 0.08
"""Seconds over which a letter is entered where its ease says how."""

_CONTACTS = [VISEMES.index("PP"), VISEMES.index("FF")]


class Sounding(NamedTuple):
    """What a mouth follows."""

    duration: float
    """Seconds of sound."""
    stops: Stops = "span"
    clip: Clip | None = None
    """The sound, in which bursts are heard; None: the spans tell where lips part."""


def with_phones(
    track: MouthTrack, made: Sequence[Timed], phones: Sequence[Timed], spans: Sequence[Span], sounding: Sounding
) -> MouthTrack:
    """The track with the mouth of other phones around the spans; elsewhere it is the same to the bit."""
    weights = track.weights.copy()
    drawn = None if track.drawn is None else track.drawn.copy()
    count = len(weights)
    for start, end in _stretches(spans, REACH_S):
        first, last = max(0, math.floor(start * FRAME_RATE)), min(count, math.ceil(end * FRAME_RATE))
        if first >= last:
            continue
        low, high = max(0, first - round(CONTEXT_S * FRAME_RATE)), min(count, last + round(CONTEXT_S * FRAME_RATE))
        old, new = (_window(row, low, high, sounding) for row in (made, phones))
        inside = slice(first - low, last - low)
        share = _faded(np.abs(new.weights - old.weights).max(axis=1)[inside] > SEEN)[:, None]
        weights[first:last] = weights[first:last] * (1 - share) + new.weights[inside] * share
        if drawn is not None and old.drawn is not None and new.drawn is not None:
            differs = new.drawn[inside] != old.drawn[inside]
            drawn[first:last] = np.where(differs, new.drawn[inside], drawn[first:last])
    return replace(track, weights=weights, drawn=drawn, rung=Rung.EDITED)


def _stretches(spans: Iterable[Span], reach: float) -> list[tuple[float, float]]:
    """The spans with what is around them, those that touch as one."""
    out: list[tuple[float, float]] = []
    for span in spans:
        start, end = span.start - reach, span.end + reach
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _window(phones: Sequence[Timed], low: int, high: int, sounding: Sounding) -> MouthTrack:
    """The mouth of some frames, made of the phones in and around them."""
    start, end = low / FRAME_RATE, high / FRAME_RATE
    near = tuple(
        phone._replace(start=max(0.0, phone.start - start), end=phone.end - start)
        for phone in phones
        if phone.end > start and phone.start < end
    )
    clip = sounding.clip
    if clip is not None:
        clip = Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)
    made = of_phones(Rung.EDITED, near, (), end - start, sounding.stops, clip)
    track = lettered(made, sounding.stops).track
    return track if track.drawn is not None else replace(track, drawn=np.zeros(high - low, np.uint8))


def _faded(differs: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Where frames differ, and a little around, as shares."""
    share = np.zeros(len(differs), np.float32)
    for off, amount in enumerate(FADE):
        near = differs.copy()
        near[off:] |= differs[: len(differs) - off]
        near[: len(near) - off] |= differs[off:]
        share = np.maximum(share, np.where(near, np.float32(amount), np.float32(0.0)))
    return share


def with_letters(track: MouthTrack, spans: Sequence[Span]) -> MouthTrack:
    """The track with letters held from one time of the sound to another; '' is rest. Lips lead as they do elsewhere."""
    weights = track.weights.copy()
    drawn = None if track.drawn is None else track.drawn.copy()
    opening = None if track.opening is None else track.opening.copy()
    count = len(weights)
    edges: list[int] = []
    for span in spans:
        shape = blend(LETTERS[span.value or "X"])
        first, last = (min(count, max(0, round((t - track.lead) * FRAME_RATE))) for t in (span.start, span.end))
        first = 0 if span.start == 0 else first
        came = weights[max(0, first - 1)].copy() if count else shape
        weights[first:last] = shape
        if span.ease not in ("", "hold"):
            _enter(weights[first:last], came, shape, span.ease)
        edges += [first, last] if span.ease == "" else [last]
        if drawn is not None:
            heard = slice(*(math.ceil(t * FRAME_RATE - 1e-6) for t in (span.start, span.end)))
            drawn[heard] = shape.argmax()
    _soften(weights, edges)
    if opening is not None:
        for span in spans:
            some = slice(*(max(0, round((t - track.lead) * FRAME_RATE)) for t in (span.start, span.end)))
            opening[some] = openings_for(weights[some])
    return replace(track, weights=weights, drawn=drawn, opening=opening, rung=Rung.EDITED)


def _enter(frames: NDArray[np.float32], came: NDArray[np.float32], shape: NDArray[np.float32], ease: str) -> None:
    """Have a shape come over from the one before it, in place."""
    some = frames[: round(ENTERED_S * FRAME_RATE)]
    share = eased((np.arange(len(some)) + 1) / (ENTERED_S * FRAME_RATE), ease, "linear").astype(np.float32)[:, None]
    some[:] = came * (1 - share) + shape * share


def _soften(weights: NDArray[np.float32], edges: Sequence[int]) -> None:
    """Spread changes of shape over the frames beside them, in place; closures and bites keep hard edges."""
    near = np.unique(np.array([edge + off for edge in edges for off in (-1, 0)], np.intp))
    near = near[(near > 0) & (near < len(weights) - 1)]
    soft = weights[near - 1] * SOFT[0] + weights[near] * SOFT[1] + weights[near + 1] * SOFT[2]
    shut = weights[near][:, _CONTACTS].max(axis=1, keepdims=True) == 1
    weights[near] = np.where(shut, weights[near], soft)


def with_opening(track: MouthTrack, spans: Sequence[Span]) -> MouthTrack:
    """The track with the jaw as far down as keys say, 0 to 1, at the times of the sound; closures stay shut."""
    times = np.arange(len(track.weights)) / FRAME_RATE + track.lead
    wanted = curve(spans, times).clip(0.0, 1.0)
    opening = openings_for(track.weights) if track.opening is None else track.opening
    said = ~np.isnan(wanted)
    new = opening.copy()
    new[said] = openings_for(track.weights[said], wanted[said].astype(np.float32))
    return replace(track, opening=new, rung=Rung.EDITED)


def as_drawn(track: MouthTrack, phones: tuple[Timed, ...] | None, stops: Stops) -> MouthTrack:
    """The track with the letters that an animator would draw, where its phones are known and it has none yet."""
    return lettered(Made(track, (), phones), stops).track
