"""The model's scores to the likeliest line of phones, for sound whose text nobody knows.

A hidden Markov model: each class is a row of states as long as the sound lasts at least, and tables say how likely one
sound is to follow another (`chances`), or the few before it (`path`: every state remembers the best way to it alone,
and that way's context). Long sound is decoded in windows side by side, whose ends overlap by more than the best path
remembers.
Source: Rabiner, A Tutorial on Hidden Markov Models, Proc. IEEE 77 (1989).
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import installed, phoneset, sequences
from avatar.lipsync.sequences import Sequences
from avatar.runs import find_equal_runs
from avatar.types import FRAME_RATE, Floats, Timed

WINDOW, LONG, OVERLAP = 120, 400, 40
"""Frames decided in each window, of short and of long sound, and frames on either side that it takes into account."""
_AT_ONCE = 32
"""Windows decoded side by side: enough to be quick, few enough for little memory."""
_TINY = np.float32(1e-30)
IMPOSSIBLE = np.float32(-1e9)
SHORTEST_REST = 5
"""Frames of silence that count as a rest."""
PRIOR = 0.3
"""Scores are divided by the classes' frequencies raised to this power: the net learned those from its own texts."""
BIASES = {"f": 0.3, "v": 0.6, "p": -0.3, "b": -0.3, "m": -0.3}
"""Added to the scores of sounds that the net hears too seldom or too often: V is mostly taken for B, N for M. Lips that
shut where nothing shuts them are seen more than lips that stay a little open."""


class DecoderTable(NamedTuple):
    """What the decoder knows of speech."""

    follow: Floats
    """Shape (classes, classes): natural logarithm of the probability that the column follows the row."""
    often: Floats
    """Shape (classes,): share of the frames."""
    last: Floats
    """Shape (classes,): mean frames a sound lasts."""


@lru_cache(maxsize=1)
def table() -> DecoderTable:
    """The installed table. Raises LipSyncError where it is missing or damaged."""
    try:
        packed = np.load(io.BytesIO(installed.read("follow.npy"))).astype(np.float32)
    except (ValueError, EOFError) as error:
        raise LipSyncError(f"The model's follow.npy is damaged: {error}", remedy="Reinstall avatar.") from error
    return DecoderTable(packed[:-2], packed[-2], packed[-1])


@lru_cache(maxsize=1)
def contexts() -> Sequences:
    """The installed contexts, which only a line needs. Raises LipSyncError where they are missing or damaged."""
    return sequences.read(installed.read("sequences.npz"))


def known_or_installed(known: DecoderTable | None) -> tuple[DecoderTable, Sequences]:
    """What is installed; for a table of one's own, contexts of its pairs alone."""
    return (table(), contexts()) if known is None else (known, sequences.of_pairs(known.follow))


class States(NamedTuple):
    """Every sound as a row of states, one frame each at least, the last of which may stay."""

    lengths: NDArray[np.intp]
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    emits: NDArray[np.intp]


@lru_cache(maxsize=1)
def states() -> States:
    lengths = np.array([phoneset.SHORTEST_OF.get(name, phoneset.SHORTEST) for name in phoneset.CLASSES], np.intp)
    lengths[phoneset.SILENCE] = SHORTEST_REST
    ends = np.cumsum(lengths)
    return States(lengths, ends - lengths, ends - 1, np.repeat(np.arange(len(lengths)), lengths))


def path(scores: Floats, known: DecoderTable | None = None) -> NDArray[np.intp]:
    """The class of each frame on the best path, shape (frames,), for scores of shape (frames, classes)."""
    if not len(scores):
        return np.zeros(0, np.intp)
    known, after = known_or_installed(known)
    heard = weighed(scores, known)
    windows = _windowed(heard)
    pieces = [windows[i : i + _AT_ONCE] for i in range(0, len(windows), _AT_ONCE)]
    parts = [_viterbi(piece, known, after)[:, OVERLAP:-OVERLAP] for piece in pieces]
    return states().emits[np.concatenate(parts).reshape(-1)[: len(heard)]]


def weighed(scores: Floats, known: DecoderTable) -> Floats:
    """The model's scores with the classes' frequencies and BIASES worked in, as the search takes them."""
    bias = np.array([BIASES.get(name, 0.0) for name in phoneset.CLASSES], np.float32)
    return (np.maximum(scores, phoneset.WEAK) - PRIOR * np.log(known.often) + bias).astype(np.float32)


def moves(known: DecoderTable) -> tuple[Floats, Floats]:
    """What it costs to stay in each state, shape (states,), and to leave each sound, shape (classes,)."""
    chain = states()
    stay_chance = 1.0 - 1.0 / np.maximum(known.last - chain.lengths + 1.0, 1.3)
    stays = np.full(len(chain.emits), IMPOSSIBLE, np.float32)
    stays[chain.last] = np.log(stay_chance)
    return stays, np.log(1.0 - stay_chance).astype(np.float32)


def _windowed(heard: Floats) -> Floats:
    """Windows with their overlaps, shape (windows, OVERLAP + WINDOW + OVERLAP, classes); silence outside."""
    size = WINDOW if len(heard) < 8 * LONG else LONG
    number = -(-len(heard) // size)
    padded = np.full((number * size + 2 * OVERLAP, heard.shape[1]), phoneset.WEAK, np.float32)
    padded[:, phoneset.SILENCE] = 0.0
    padded[OVERLAP : OVERLAP + len(heard)] = heard
    views = np.lib.stride_tricks.sliding_window_view(padded, size + 2 * OVERLAP, axis=0)[::size]
    return views.transpose(0, 2, 1)


def _viterbi(heard: Floats, known: DecoderTable, after: Sequences) -> NDArray[np.intp]:
    """The best states, shape (windows, frames)."""
    chain = states()
    number, length, _ = heard.shape
    stays, leaves = moves(known)
    worth, leads = after
    spoken = heard[:, :, chain.emits].transpose(1, 0, 2)
    best = np.full((number, len(chain.emits)), IMPOSSIBLE, np.float32)
    best[:, chain.first] = spoken[0][:, chain.first]
    context = np.broadcast_to(chain.emits.astype(np.int32), best.shape).copy()  # of a sound alone: its own number
    came = np.zeros((length, *best.shape), bool)
    ends = np.empty((length, number, len(chain.last)), np.float32)
    said = np.empty(ends.shape, np.int32)
    moved, carried = np.full_like(best, IMPOSSIBLE), context.copy()
    rows, sounds = np.arange(number)[:, None], np.arange(len(chain.last))
    for t in range(1, length):
        ends[t], said[t] = best[:, chain.last] + leaves, context[:, chain.last]
        moved[:, 1:], carried[:, 1:] = best[:, :-1], context[:, :-1]
        entering = worth[said[t]]
        entering += ends[t][:, :, None]
        # which sound came before a new one is worked out again on the way back, for the best path alone
        source = entering.argmax(axis=1)
        moved[:, chain.first] = entering[rows, source, sounds]
        carried[:, chain.first] = leads[said[t][rows, source], sounds]
        best = best + stays
        np.greater(moved, best, out=came[t])
        np.maximum(moved, best, out=best)
        np.copyto(context, carried, where=came[t])
        best += spoken[t]
    return _traced(best, came, ends, said, worth)


def _traced(
    best: Floats, came: NDArray[np.bool_], ends: Floats, said: NDArray[np.int32], worth: Floats
) -> NDArray[np.intp]:
    """The best path of each window, followed back from its end."""
    chain = states()
    length, number, count = came.shape
    begins = np.zeros(count, bool)
    begins[chain.first] = True
    rows = np.arange(number)
    out = np.empty((number, length), np.intp)
    here = best.argmax(axis=1)
    for t in range(length - 1, -1, -1):
        out[:, t] = here
        step = came[t, rows, here]
        entered = step & begins[here]
        before = here - (step & ~entered)
        if entered.any():
            sound = chain.emits[here[entered]]
            sources = (ends[t][entered] + worth[said[t][entered], sound[:, None]]).argmax(axis=1)
            before[entered] = chain.last[sources]
        here = before
    return out


def chances(scores: Floats, known: DecoderTable | None = None) -> Floats:
    """The probability of each class at each frame, given all of the sound and which sounds follow each other (forward
    and backward passes over the same model), shape (frames, classes)."""
    if not len(scores):
        return np.zeros(scores.shape, np.float32)
    known = known or table()
    heard = (np.maximum(scores, phoneset.WEAK) - PRIOR * np.log(known.often)).astype(np.float32)
    windows = _windowed(heard)
    parts = [_smoothed(windows[i : i + _AT_ONCE], known)[:, OVERLAP:-OVERLAP] for i in range(0, len(windows), _AT_ONCE)]
    return np.concatenate(parts).reshape(-1, heard.shape[1])[: len(scores)]


def _smoothed(heard: Floats, known: DecoderTable) -> Floats:
    """Probabilities, shape (windows, frames, classes)."""
    chain = states()
    number, length, classes = heard.shape
    inner = np.delete(np.arange(len(chain.emits)), chain.first)
    stay = (1.0 - 1.0 / np.maximum(known.last - chain.lengths + 1.0, 1.3)).astype(np.float32)
    turn = np.exp(known.follow)
    turn = (turn / turn.sum(axis=1, keepdims=True) * (1.0 - stay)[:, None]).astype(np.float32)
    spoken = np.exp(heard - heard.max(axis=2, keepdims=True))[:, :, chain.emits].transpose(1, 0, 2).copy()
    ahead = np.empty_like(spoken)
    now = np.zeros((number, len(chain.emits)), np.float32)
    now[:, chain.first] = 1.0
    for t in range(length):
        if t:
            before, now = now, np.zeros_like(now)
            now[:, inner] = before[:, inner - 1]
            now[:, chain.last] += before[:, chain.last] * stay
            now[:, chain.first] = before[:, chain.last] @ turn
        now = now * spoken[t]
        now /= now.sum(axis=1, keepdims=True) + _TINY
        ahead[t] = now
    out = np.empty((length, number, classes), np.float32)
    back = np.ones_like(now)
    for t in range(length - 1, -1, -1):
        both = ahead[t] * back
        out[t] = np.add.reduceat(both, chain.first, axis=1)
        seen, back = back * spoken[t], np.zeros_like(back)
        back[:, inner - 1] = seen[:, inner]
        back[:, chain.last] += seen[:, chain.last] * stay + seen[:, chain.first] @ turn.T
        back /= back.sum(axis=1, keepdims=True) + _TINY
    out /= out.sum(axis=2, keepdims=True) + _TINY
    return out.transpose(1, 0, 2)


def phones(scores: Floats, known: DecoderTable | None = None) -> tuple[Timed, ...]:
    """The best line of IPA phones, from 0 to the end without gaps; silences ''."""
    line = path(scores, known)
    return tuple(Timed(a / FRAME_RATE, b / FRAME_RATE, phoneset.IPA[line[a]]) for a, b in find_equal_runs(line))
