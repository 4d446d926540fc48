"""Timed phones to viseme weights: how the shapes of neighbouring sounds run into each other.

Each sound pulls the lips with a strength that is full inside its span and falls off exponentially before and after it,
at rates of its own; a frame's weights are the mean of what pulls at it (dominance functions: Löfqvist 1990;
Cohen and Massaro, "Modeling coarticulation in synthetic visual speech", 1993). Shut lips and bitten lips are not
left to that mean: they are laid over it, so that they are reached however fast the speech is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.bursts import find_bursts
from avatar.lipsync.visemes import MouthPart, Weights, targets
from avatar.types import FRAME_RATE, VISEMES, Clip, Timed

Stops = Literal["burst", "span"]
"""Where the times put a voiceless stop: `burst`, its span begins when the lips part (espeak-ng's events); `span`, the
shut lips are inside the span (alignments, labelled corpora, neural voices)."""


class Pull(NamedTuple):
    """How one part of the sounds pulls at the lips around it."""

    part: MouthPart
    strength: float
    """Relative to a spread vowel's 1."""
    before: float
    """Seconds over which its pull grows to its full strength before the span begins (to 1/e)."""
    after: float
    """Seconds over which its pull fades after the span ends."""
    reason: str


class Contact(NamedTuple):
    """A shape that must be reached: lips shut, or lower lip at the teeth. Seconds."""

    part: MouthPart
    viseme: str
    close: float
    """From open to shut."""
    hold: float
    """At least this long shut."""
    part_again: float
    """From shut to open."""
    stop: float
    """Share of a stop's span that the lips stay shut, where the span holds the closure."""
    other: float
    """The same for nasals and fricatives, which sound while the lips are shut."""
    lead_to_burst: float
    """How long before the burst the lips have met, where times mark the burst."""
    parting: float
    """How long before a stop's burst they begin to part: lips that are seen to open after it look late."""
    reason: str


@dataclass(frozen=True)
class BlendRules:
    """The whole table, ready to be fitted to filmed lips."""

    lead: float
    """Seconds that the lips run ahead of the sound."""
    pulls: tuple[Pull, ...]
    contacts: tuple[Contact, ...]
    gap: float
    """Seconds: a gap between phones up to this long is no rest, the earlier phone lasts through it."""


RULES = BlendRules(
    lead=0.010,
    gap=0.05,
    pulls=(
        Pull("rest", 0.5, 0.035, 0.02, "the mouth shuts as the sound dies, and opens a little before the next sound"),
        Pull("closure", 0.6, 0.06, 0.11, "the contact itself is laid over; round it the lips are merely nearer"),
        Pull("bite", 0.4, 0.02, 0.12, "as the closure"),
        Pull("narrow", 0.9, 0.04, 0.04, "lips near each other need most of the way to a closure"),
        Pull("tongue", 0.45, 0.14, 0.015, "the tongue is busy, the lips follow the vowel that comes"),
        Pull("lateral", 1.2, 0.03, 0.015, "the mouth opens enough for the raised tongue to be seen"),
        Pull("back", 0.45, 0.03, 0.015, "made out of sight: the lips do as the neighbours do"),
        Pull("glottal", 0.12, 0.02, 0.02, "h is the next vowel, whispered"),
        Pull("hush", 0.8, 0.10, 0.12, "lips are pushed forward on purpose, and early"),
        Pull("rhotic", 1.6, 0.02, 0.015, "English r rounds the lips a little, ahead of its sound"),
        Pull(
            "round",
            1.3,
            0.04,
            0.05,
            "rounding starts in the consonants before the vowel and lasts a little into those after it",
        ),
        Pull("open", 2.3, 0.015, 0.02, "the jaw is slow: an open vowel shows in its neighbours"),
        Pull("spread", 0.55, 0.14, 0.015, "the measure of the others"),
        Pull("schwa", 0.2, 0.03, 0.03, "an unstressed vowel has no shape of its own to defend"),
    ),
    contacts=(
        Contact("closure", "PP", 0.03, 0.03, 0.03, 0.7, 1.0, 0.040, 0.020, "everybody sees P, B and M when missed"),
        Contact("bite", "FF", 0.03, 0.03, 0.03, 0.9, 0.9, 0.010, 0.0, "F and V likewise"),
    ),
)

_REACH = 5
"""How many sounds to each side of a frame's own pull at it; at ordinary pace farther ones are below a hundredth."""

_APART = 0.02
"""Seconds from the end of one contact to the next: a like contact that comes sooner is held through, another waits."""

_INSTANT = 0.001
"""Seconds of the fastest movement to a contact, so that its times always grow."""

_BLOCK = 6000
"""Frames handled at once, so that memory does not grow with the length of the speech."""


def coarticulate(
    phones: Sequence[Timed],
    duration: float,
    *,
    stops: Stops = "span",
    clip: Clip | None = None,
    rules: BlendRules = RULES,
) -> NDArray[np.float32]:
    """Viseme weights of timed IPA phones (silences ''), float32, shape (ceil(duration x 100), 15), rows summing to 1.

    Phones come in order of time, in seconds; what lies outside [0, duration] is cut off. The lips run `rules.lead`
    seconds ahead of the phones. In `clip`, the sound, the bursts are heard at which lips part; without
    it, and of others, the spans tell.
    """
    count = math.ceil(duration * FRAME_RATE - 1e-6)
    bursts = () if clip is None else find_bursts(clip, phones)
    line = _Line.of(phones, duration, stops, bursts, rules)
    weights = np.zeros((count, len(VISEMES)), np.float32)
    for first in range(0, count, _BLOCK):
        times = np.arange(first, min(first + _BLOCK, count), dtype=np.float64) / FRAME_RATE + rules.lead
        weights[first : first + len(times)] = _blended(line, times, rules)
    for held in _contacts(line, stops, rules):
        _lay_over(weights, held, rules.lead)
    return weights


@dataclass(frozen=True, eq=False)
class _Line:
    """The targets of all phones on one time line, without holes: arrays of the same length."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    weights: NDArray[np.float32]
    part: NDArray[np.intp]
    stop: tuple[str, ...]
    """The letter of a stop; '' for any other sound."""

    @classmethod
    def of(
        cls, phones: Sequence[Timed], duration: float, stops: Stops, bursts: Sequence[float], rules: BlendRules
    ) -> _Line:
        names = [pull.part for pull in rules.pulls]
        rows: list[tuple[float, float, Weights, int, str]] = []
        for start, end, phone in without_holes(phones, duration, rules.gap):
            at = start
            for target in targets(phone):
                until = at + (end - start) * target.share
                stop = target.letter if target.manner == "stop" else ""
                rows.append((at, until, target.weights, names.index(target.part), stop))
                at = until
        line = cls(
            np.array([row[0] for row in rows]),
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows], np.float32),
            np.array([row[3] for row in rows], np.intp),
            tuple(row[4] for row in rows),
        )
        line._let_lips_part(stops, bursts, rules)
        return line

    def _let_lips_part(self, stops: Stops, bursts: Sequence[float], rules: BlendRules) -> None:
        """Put the spans of P and B where the lips are shut, before the line is used: what follows the burst, mostly
        breath, goes to the next sound."""
        names = [pull.part for pull in rules.pulls]
        for rule in rules.contacts:
            for i in np.flatnonzero(self.part == names.index(rule.part)):
                if not self.stop[i] or not 0 < i < len(self.start) - 1:
                    continue
                start, end = self.start[i], self.end[i]
                if at_burst(self.stop[i], stops):
                    burst, shut = start, start - min(rule.lead_to_burst, (self.end[i - 1] - self.start[i - 1]) / 2)
                else:
                    burst, shut = start + (end - start) * rule.stop, start
                burst = heard_burst(bursts, start, end, burst)
                shut = min(shut, burst - rule.hold)
                self.end[i - 1], self.start[i], self.end[i] = shut, shut, burst
                if names[self.part[i + 1]] != "rest":
                    self.start[i + 1] = burst


def heard_burst(bursts: Sequence[float], start: float, end: float, told: float) -> float:
    """When the lips part in a stop of that span: the burst that was heard nearest to the time that is told of it."""
    near = [burst for burst in bursts if start - BURST_NEAR_S <= burst <= end + BURST_NEAR_S]
    return min(near, key=lambda burst: abs(burst - told), default=told)


BURST_NEAR_S = 0.016
"""Seconds outside of a span in which its burst may be heard."""


def at_burst(stop: str, stops: Stops) -> bool:
    """Whether a stop's span begins at its burst: espeak-ng's do for the voiceless ones, whose closure is silent; b's
    closure hums, and is inside its span."""
    return stops == "burst" and stop == "p"


def without_holes(phones: Sequence[Timed], duration: float, gap: float) -> list[tuple[float, float, str]]:
    """Phones (start, end, IPA) with rests where nothing is said, from before the sound to after it; holes up to `gap`
    seconds are closed."""
    line: list[tuple[float, float, str]] = [(-1.0, 0.0, "")]
    for phone in phones:
        if not targets(phone.value) or phone.start >= duration:
            continue
        start, end = max(phone.start, line[-1][1]), max(phone.end, line[-1][1])
        before = line[-1]
        if start - before[1] > gap:
            line.append((before[1], start, ""))
        else:
            line[-1] = (before[0], start, before[2])
        line.append((start, end, phone.value))
    return [*line, (line[-1][1], max(duration, line[-1][1]) + 1.0, "")]


@lru_cache(maxsize=8)
def _pull_arrays(rules: BlendRules) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    strength, before, after = zip(*((p.strength, p.before, p.after) for p in rules.pulls), strict=True)
    return np.array(strength), np.array(before), np.array(after)


def _blended(line: _Line, times: NDArray[np.float64], rules: BlendRules) -> NDArray[np.float32]:
    """The mean of what pulls at each of the times, shape (times, 15)."""
    strength, before, after = _pull_arrays(rules)
    own = np.searchsorted(line.start, times + 1e-6, side="right") - 1
    near = own[:, None] + np.arange(-_REACH, _REACH + 1)
    inside = (near >= 0) & (near < len(line.start))
    near = near.clip(0, len(line.start) - 1)
    part = line.part[near]
    early = np.maximum(line.start[near] - times[:, None], 0.0) / before[part]
    late = np.maximum(times[:, None] - line.end[near], 0.0) / after[part]
    pull = np.where(inside, strength[part] * np.exp(-early - late), 0.0).astype(np.float32)
    pull /= pull.sum(axis=1, keepdims=True)
    mixed: NDArray[np.float32] = np.einsum("fk,fkv->fv", pull, line.weights[near])
    return mixed


class _Held(NamedTuple):
    """One contact in time, seconds of sound."""

    viseme: int
    close_from: float
    shut_from: float
    shut_until: float
    open_at: float


def _contacts(line: _Line, stops: Stops, rules: BlendRules) -> list[_Held]:
    """When the lips must be shut or bitten; one contact never eats the one before."""
    by_part = {[pull.part for pull in rules.pulls].index(c.part): c for c in rules.contacts}
    held: list[_Held] = []
    for i in np.flatnonzero(np.isin(line.part, list(by_part))):
        rule = by_part[int(line.part[i])]
        start, end, is_stop = float(line.start[i]), float(line.end[i]), line.stop[i] != ""
        end -= rule.parting if is_stop else 0.0
        shut, until = (start, end) if is_stop else (start, start + (end - start) * rule.other)
        if at_burst(line.stop[i], stops):
            shut = end - rule.lead_to_burst
        if until - shut < rule.hold:
            middle = until - rule.hold / 2 if is_stop else (shut + until) / 2
            shut, until = middle - rule.hold / 2, middle + rule.hold / 2
        viseme = VISEMES.index(rule.viseme)
        close = shut - rule.close
        if held and shut < held[-1].shut_until + _APART:
            last = held[-1]
            if last.viseme == viseme:
                held[-1] = last._replace(shut_until=max(until, last.shut_until), open_at=until + rule.part_again)
                continue
            shut = last.shut_until + _APART
            until = max(until, shut + rule.hold)
        if held:
            close = max(close, held[-1].shut_until + _INSTANT)
        held.append(_Held(viseme, min(close, shut - _INSTANT), shut, until, until + rule.part_again))
    return held


def _lay_over(weights: NDArray[np.float32], held: _Held, lead: float) -> None:
    """Draw the weights in place towards one contact: full while it is held, by a cosine on either side."""
    first = max(0, math.floor((held.close_from - lead) * FRAME_RATE))
    last = min(len(weights), math.ceil((held.open_at - lead) * FRAME_RATE) + 1)
    if first >= last:
        return
    t = np.arange(first, last) / FRAME_RATE + lead
    knots = (held.close_from, held.shut_from, held.shut_until, held.open_at)
    ramp = np.interp(t, knots, (0.0, 1.0, 1.0, 0.0))
    share = (0.5 - 0.5 * np.cos(np.pi * ramp)).astype(np.float32)[:, None]
    weights[first:last] *= 1 - share
    weights[first:last, held.viseme : held.viseme + 1] += share
