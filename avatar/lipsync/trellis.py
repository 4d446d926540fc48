"""A text as a row of states, and the best way through them (Viterbi): what the aligner walks along.

Every phone is a row of states, one frame each at least, the last of which may stay; a pause between words is as long as
a real pause at least, so that no rest of a frame or two appears inside speech.
Source: Rabiner, A Tutorial on Hidden Markov Models, Proc. IEEE 77 (1989), section III.B.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset

Scores = NDArray[np.float32]
"""Natural logarithms of the classes' probabilities, shape (frames, classes), 100 frames a second."""

SHORTEST_PAUSE = 7
"""Frames: shorter gaps between words are the closures of stops, not pauses in which lips come to rest."""
PAUSE_COST = 5.0
"""How much less likely a pause between two words is than none, as a natural logarithm."""


class WordChoices(NamedTuple):
    """A word and the ways in which it may be said."""

    variants: tuple[tuple[str, ...], ...]
    """Each one's IPA phones."""
    text: str = ""
    at: int = -1
    """Index of its first character in the text; -1 where unknown."""


class Graph(NamedTuple):
    """The states of a text in their order."""

    emits: NDArray[np.intp]
    """Class that each state sounds like."""
    stays: NDArray[np.float32]
    """0 where a state may last, else -inf."""
    follows: NDArray[np.float32]
    """What is added on coming from the state before: 0, or less into a pause; -inf where it is another variant's."""
    jumps: tuple[tuple[NDArray[np.intp], NDArray[np.intp], float], ...]
    """Other ways: (from, to, what it adds), each `to` once in each row."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    phone: NDArray[np.intp]
    """Index into `names` for each state."""
    names: tuple[tuple[str, int], ...]
    """(IPA, index of the word, -1 for a pause) of each phone."""


class _Builder:
    """Grows a graph word by word."""

    def __init__(self) -> None:
        self.emits: list[int] = []
        self.stays: list[bool] = []
        self.chained: list[float] = []
        self.phone: list[int] = []
        self.names: list[tuple[str, int]] = []
        self.arcs: list[tuple[int, int, float]] = []

    def phones(self, ipa: Sequence[str], word: int, entries: Sequence[tuple[int, float]]) -> int:
        """Add a chain of phones reached from `entries` (state, cost); its last state."""
        first = True
        for name in ipa:
            parts = phoneset.classes(name) if name else (phoneset.SILENCE,)
            if not parts:
                continue
            self.names.append((name, word))
            for part in parts:
                self._states(part, word)
                if first:
                    self._enter(entries)
                    first = False
        return len(self.emits) - 1

    def _states(self, part: int, word: int) -> None:
        name = phoneset.CLASSES[part]
        count = SHORTEST_PAUSE if word < 0 else phoneset.SHORTEST_OF.get(name, phoneset.SHORTEST)
        self._first = len(self.emits)
        for i in range(count):
            self.emits.append(part)
            self.stays.append(i == count - 1)
            self.chained.append(0.0)
            self.phone.append(len(self.names) - 1)

    def _enter(self, entries: Sequence[tuple[int, float]]) -> None:
        self.chained[self._first] = -np.inf
        for state, cost in entries:
            if state >= 0 and state == self._first - 1:  # quicker than an arc
                self.chained[self._first] = -cost
            elif state >= 0:
                self.arcs.append((state, self._first, cost))


def graph(words: Sequence[WordChoices], last: bool) -> Graph:
    """States of the words with pauses before, between and after them."""
    builder = _Builder()
    pause = builder.phones([""], -1, [])
    starts, ends = [0], [(pause, 0.0)]
    for i, word in enumerate(words):
        fresh = len(builder.emits)
        tails = []
        for variant in word.variants:
            first = len(builder.emits)
            tails.append((builder.phones(variant, i, ends), 0.0))
            if i == 0:
                starts.append(first)
        if len(builder.emits) == fresh:
            continue
        pause = builder.phones([""], -1, [(state, PAUSE_COST) for state, _ in tails])
        ends = [*tails, (pause, 0.0)]
    final = tuple(state for state, _ in ends) if last else tuple(range(len(builder.emits)))
    return Graph(
        np.array(builder.emits, np.intp),
        np.where(builder.stays, 0.0, -np.inf).astype(np.float32),
        np.array(builder.chained, np.float32),
        _rows(builder.arcs),
        tuple(starts),
        final,
        np.array(builder.phone, np.intp),
        tuple(builder.names),
    )


def _rows(arcs: Sequence[tuple[int, int, float]]) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp], float], ...]:
    """Arcs sorted into rows in which no state is entered twice and all cost the same."""
    rows: list[tuple[float, dict[int, int]]] = []
    for source, target, cost in arcs:
        for price, row in rows:
            if price == cost and target not in row:
                row[target] = source
                break
        else:
            rows.append((cost, {target: source}))
    return tuple((np.array(list(r.values()), np.intp), np.array(list(r), np.intp), -price) for price, r in rows)


def path(scores: Scores, graph: Graph) -> NDArray[np.intp] | None:
    """The best state at each frame; None where the text does not fit into the sound."""
    count, states = len(scores), len(graph.emits)
    heard = np.maximum(scores, phoneset.WEAK)
    best = np.full(states, -np.inf, np.float32)
    for state in graph.starts:
        best[state] = heard[0, graph.emits[state]]
    came = np.empty((count, states), np.int8)
    moved = np.empty(states, np.float32)
    moved[0] = -np.inf
    for t in range(1, count):
        stay = best + graph.stays
        np.add(best[:-1], graph.follows[1:], out=moved[1:])
        step = moved > stay
        now = np.where(step, moved, stay)
        how = step.view(np.int8)
        for k, (source, target, cost) in enumerate(graph.jumps):
            value = best[source] + cost
            old = now[target]
            better = value > old
            now[target] = np.where(better, value, old)
            how[target[better]] = k + 2
        came[t] = how
        now += heard[t, graph.emits]
        best = now
    end = max(graph.ends, key=lambda state: best[state])
    return None if not np.isfinite(best[end]) else _traced(came, graph, end)


def _traced(came: NDArray[np.int8], graph: Graph, state: int) -> NDArray[np.intp]:
    before = [dict(zip(target.tolist(), source.tolist(), strict=True)) for source, target, _ in graph.jumps]
    path = np.empty(len(came), np.intp)
    for t in range(len(came) - 1, -1, -1):
        path[t] = state
        how = int(came[t, state]) if t else 0
        if how == 1:
            state -= 1
        elif how > 1:
            state = before[how - 2][state]
    return path
