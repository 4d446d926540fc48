"""The best way of a song's words through its sound (Viterbi): one row of sounds in order, gaps where it may pause.

What a song asks beyond speech (`avatar.lipsync.trellis`): vowels last for seconds, consonants do not; in a gap anything
may be heard, instruments above all; a song is long and its gaps too, so that nothing may be decided before its end is
known. The memory that the way back needs is therefore bought with time: the way is kept at every so many frames alone,
and walked again between two of them.
Sources: Rabiner, A Tutorial on Hidden Markov Models, Proc. IEEE 77 (1989), III.B; Grice, Hughey, Speck, Reduced space
sequence alignment, CABIOS 13 (1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import decode, phoneset
from avatar.types import Floats

GAP = len(phoneset.CLASSES)
"""The column of a gap, beside those of the model's classes."""


class Listening(NamedTuple):
    """How what is heard is weighed, as natural logarithms."""

    gap: float
    """How much less likely than the likeliest sound a gap is, whatever is heard in it, a frame."""
    prior: float
    """Scores are divided by the classes' frequencies raised to this power, as a hybrid model's are."""
    other_vowel: float
    """How much less likely another vowel than the text's is where some vowel is heard: singers colour their vowels, and
    where one is matters more than which."""


WITH_A_BAND, ALONE = Listening(1.2, 0.5, 1.0), Listening(4.0, 0.8, 0.3)
"""Where instruments are heard, too, and where a voice is alone, which is then singing whatever the net takes it for."""
LASTING = 0.1
"""What each further frame of a consonant costs, as a natural logarithm; vowels are held for nothing."""
PAUSE, LINE_PAUSE = 8.0, 0.0
"""What a gap costs between two words of a line, and between two lines, as a natural logarithm."""
WAITING = 0.1
"""What each further frame of a gap between two words of a line costs: a line is mostly sung in one go, and its first
word must not be looked for in the interlude before it."""
SHORTEST_CLOSURE = 6
"""Frames that lips are shut for a p, b or m at least: sung ones last some 100 ms, and what is heard of them best, among
instruments, is their end."""
SHORTEST_GAP = 12
"""Frames: less is no gap, but a closure."""
POOLED = 4
"""Frames that the coarse search takes together."""

_CLOSURES = frozenset(phoneset.INDEX[name] for name in ("p", "b", "m"))
_VOWELS = [phoneset.INDEX[name] for name in "iy ih ey eh ae aa ao ow uh uw ah ax er ay aw oy ue oe".split()]
_KEPT = 512
"""Frames after which the way is kept."""
_NEVER = np.float32(-np.inf)


class Place(NamedTuple):
    """A phone of the text."""

    ipa: str
    word: int
    """Number of its word in the song."""


class Chain(NamedTuple):
    """The states in their order; arrays of one length."""

    emits: NDArray[np.intp]
    """The column that each sounds like."""
    stays: Floats
    """What a further frame adds; -inf where it lasts one frame."""
    enters: Floats
    """What coming from the state before adds."""
    skips: Floats
    """What coming over the gap before adds; -inf where there is none."""
    place: NDArray[np.intp]
    """Index into `places`; -1 in gaps."""
    places: tuple[Place, ...]
    gap: int
    """States of a gap."""
    words: NDArray[np.intp]
    """The state of the gap before each word."""


class Band(NamedTuple):
    """Which states each frame may be in: from `low`, up to but without `high`; neither ever falls."""

    low: NDArray[np.intp]
    high: NDArray[np.intp]


def chain(lines: Sequence[Sequence[Sequence[str]]], coarse: bool = False) -> Chain:
    """The states of a song's lines, of words, of IPA phones; each word has one that the model knows."""
    scale = POOLED if coarse else 1
    gap = max(1, SHORTEST_GAP // scale)
    rows: list[tuple[int, float, float, float, int]] = []
    places: list[Place] = []
    firsts: list[int] = []

    def pause(cost: float, waiting: float) -> None:
        for number in range(gap):
            stay = -waiting * scale if number == gap - 1 else -np.inf
            rows.append((GAP, stay, 0.0 if number else -cost, -np.inf, -1))

    for line in lines:
        for number, word in enumerate(line):
            firsts.append(len(rows))
            pause(*(PAUSE, WAITING) if number else (LINE_PAUSE, 0.0))
            over = 0.0
            for ipa in word:
                for part in phoneset.classes(ipa):
                    count = 1 if coarse else _shortest(part)
                    stay = 0.0 if part in _VOWELS else -LASTING * scale
                    for state in range(count):
                        last = state == count - 1
                        rows.append((part, stay if last else -np.inf, 0.0, over, len(places)))
                        over = -np.inf
                places.append(Place(ipa, len(firsts) - 1))
    firsts.append(len(rows))
    pause(LINE_PAUSE, 0.0)
    emits, stays, enters, skips, place = zip(*rows, strict=True)
    return Chain(
        np.array(emits, np.intp), np.array(stays, np.float32), np.array(enters, np.float32),
        np.array(skips, np.float32), np.array(place, np.intp), tuple(places), gap, np.array(firsts, np.intp),
    )  # fmt: skip


def _shortest(part: int) -> int:
    """Frames that a class lasts at least."""
    if part in _CLOSURES:
        return SHORTEST_CLOSURE
    return phoneset.SHORTEST_OF.get(phoneset.CLASSES[part], phoneset.SHORTEST)


def size(lines: Sequence[Sequence[Sequence[str]]]) -> int:
    """About how many states `chain` makes of them."""
    return sum(SHORTEST_GAP + 4 * len(word) for line in lines for word in line)


def heard(scores: Floats, listening: Listening = WITH_A_BAND, coarse: bool = False) -> Floats:
    """What the search listens to, shape (frames, classes + 1), of the model's scores, shape (frames, classes)."""
    often = decode.table().often
    out = np.maximum(scores, phoneset.WEAK) + (listening.prior * np.log(often.max() / often)).astype(np.float32)
    vowels = out[:, _VOWELS]
    out[:, _VOWELS] = np.maximum(vowels, vowels.max(axis=1, keepdims=True) - listening.other_vowel)
    gap = np.maximum(out[:, phoneset.SILENCE], out.max(axis=1) - listening.gap)
    out = np.concatenate([out, gap[:, None]], axis=1).astype(np.float32)
    if not coarse:
        return out
    count = -(-len(out) // POOLED)
    padded = np.concatenate([out, np.repeat(out[-1:], count * POOLED - len(out), axis=0)])
    pooled: Floats = padded.reshape(count, POOLED, -1).sum(axis=1)
    return pooled


def everywhere(frames: int, states: Chain) -> Band:
    """No bounds."""
    return Band(np.zeros(frames, np.intp), np.full(frames, len(states.emits), np.intp))


def path(listened: Floats, states: Chain, band: Band) -> NDArray[np.intp] | None:
    """The best state at each frame, shape (frames,); None where the text does not fit into the sound, or the band."""
    count, pad = len(listened), states.gap + 1
    if not count:
        return None
    walk = _Walk(listened, states, band)
    best = walk.start()
    kept = [best.copy()]
    for t in range(1, count):
        walk.step(best, t)
        if t % _KEPT == 0:
            kept.append(best.copy())
    ends = best[pad:]
    last = len(ends) - 1
    state = max((last, last - states.gap), key=lambda each: ends[each])
    if not np.isfinite(ends[state]):
        return None
    out = np.empty(count, np.intp)
    end = count - 1
    for number in range(len(kept) - 1, -1, -1):
        first = number * _KEPT
        came = np.zeros((end - first, len(ends)), np.int8)
        best = kept[number]
        for t in range(first + 1, end + 1):
            walk.step(best, t, came[t - first - 1])
        for t in range(end, first, -1):
            out[t] = state
            state -= (0, 1, pad)[came[t - first - 1, state]]
        end = first
    out[0] = state
    return out


class _Walk:
    """Goes from frame to frame. `best` has a few states that are never reached before the first, so that all have one
    to come from."""

    def __init__(self, listened: Floats, states: Chain, band: Band) -> None:
        self._listened, self._states, self._band = listened, states, band
        self._pad = states.gap + 1

    def start(self) -> Floats:
        """How good each state is at the first frame."""
        states, pad = self._states, self._pad
        best = np.full(len(states.emits) + pad, _NEVER, np.float32)
        for state in (0, states.gap):
            if self._band.low[0] <= state < self._band.high[0]:
                best[pad + state] = self._listened[0, states.emits[state]]
        return best

    def step(self, best: Floats, t: int, came: NDArray[np.int8] | None = None) -> None:
        """Take frame `t` in. `came`, which is filled, says how each state was reached: 0 it stayed, 1 from the state
        before, 2 from before the gap."""
        states, pad = self._states, self._pad
        low, high = int(self._band.low[t]), int(self._band.high[t])
        here = slice(low, high)
        stay = best[low + pad : high + pad] + states.stays[here]
        step = best[low + pad - 1 : high + pad - 1] + states.enters[here]
        skip = best[low:high] + states.skips[here]
        if came is not None:
            how = (step > stay).astype(np.int8)
            how[skip > np.maximum(stay, step)] = 2
            came[here] = how
        np.maximum(stay, step, out=stay)
        np.maximum(stay, skip, out=stay)
        stay += self._listened[t, states.emits[here]]
        before = int(self._band.low[t - 1])
        best[before + pad : low + pad] = _NEVER
        best[low + pad : high + pad] = stay
