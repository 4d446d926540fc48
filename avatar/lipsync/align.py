"""Known phones to times: the best path through the model's scores (Viterbi), silences and variants optional.

Every phone is a row of states, one frame each at least, the last of which may stay; a pause between words is as long as
a real pause at least, so that no rest of a frame or two appears inside speech. Long sound is aligned in windows: what
lies safely before a window's end is kept, the next window starts there.
Source: Rabiner, A Tutorial on Hidden Markov Models, Proc. IEEE 77 (1989), section III.B.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import decode, phoneset
from avatar.types import FRAME_RATE, Timed

Scores = NDArray[np.float32]
"""Natural logarithms of the classes' probabilities, shape (frames, classes), 100 frames a second."""

SHORTEST_PAUSE = 7
"""Frames: shorter gaps between words are the closures of stops, not pauses in which lips come to rest."""
PAUSE_COST = 5.0
"""Natural logarithm of how much less likely a pause than none is between two words."""
PRIOR = 0.8
"""Power of the classes' frequencies that the scores are divided by, as a hybrid model's are."""
WORST = -2.6
"""Mean log-probability of the speech frames below which the text is not what is said."""
SLACK = 0.05
"""Share of the frames that the text's phones may lack room by before the text is refused as too long."""
WINDOW, KEPT = 3000, 2200
"""Frames aligned at once in long sound, and those of them whose times are final."""
FASTEST = 25.0
"""Phones a second that nobody speaks faster than: how much text may belong to a window."""


class Word(NamedTuple):
    """A word and the ways in which it may be said."""

    variants: tuple[tuple[str, ...], ...]
    """Each one's IPA phones."""
    text: str = ""
    at: int = -1
    """Index of its first character in the text; -1 where unknown."""


class Alignment(NamedTuple):
    """Where in the sound each phone and each word is."""

    phones: tuple[Timed, ...]
    """IPA, from 0 to the end without gaps; silences are ''."""
    words: tuple[Timed, ...]
    confidence: float
    """0 to 1: the geometric mean of the probabilities that the model gives to the aligned speech frames."""
    unsure: float
    """Share of the phones that the model hears as something quite different."""


def words(text: str, language: str) -> list[Word]:
    """The words of a text as phonemizer says them.

    Raises LipSyncError where espeak-ng is missing or speaks no such language.
    """
    from avatar.lipsync import phonemes

    return [
        Word((word.phones,), word.text, word.at)
        for clause in phonemes.phonemize(text, language)
        for word in clause.words
    ]


class _Graph(NamedTuple):
    emits: NDArray[np.intp]
    """Class that each state sounds like."""
    stays: NDArray[np.float32]
    """0 where a state may last, else -inf."""
    follows: NDArray[np.float32]
    """Cost of coming from the state before; -inf where that is another variant's."""
    jumps: tuple[tuple[NDArray[np.intp], NDArray[np.intp], float], ...]
    """Other ways: (from, to, cost), each `to` once in each row."""
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
        self.chained: list[bool] = []
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
            self.chained.append(True)
            self.phone.append(len(self.names) - 1)

    def _enter(self, entries: Sequence[tuple[int, float]]) -> None:
        self.chained[self._first] = False
        self.arcs += [(state, self._first, cost) for state, cost in entries if state >= 0]


def _graph(words: Sequence[Word], last: bool) -> _Graph:
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
    return _Graph(
        np.array(builder.emits, np.intp),
        np.where(builder.stays, 0.0, -np.inf).astype(np.float32),
        np.where(builder.chained, 0.0, -np.inf).astype(np.float32),
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


def _path(scores: Scores, graph: _Graph) -> NDArray[np.intp] | None:
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


def _traced(came: NDArray[np.int8], graph: _Graph, state: int) -> NDArray[np.intp]:
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


class _Span(NamedTuple):
    start: int
    """Frame."""
    end: int
    name: str
    word: int
    score: float
    """Mean log-probability of its frames."""
    fit: float
    """How much less likely than the likeliest sound, as a mean log ratio."""


def _spans(path: NDArray[np.intp], graph: _Graph, scores: Scores) -> list[_Span]:
    phone = graph.phone[path]
    edges = np.flatnonzero(np.diff(phone)) + 1
    starts = [0, *edges.tolist()]
    heard = np.maximum(scores[np.arange(len(path)), graph.emits[path]], phoneset.WEAK)
    lost = heard - scores.max(axis=1)
    out = []
    for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
        name, word = graph.names[int(phone[start])]
        out.append(_Span(start, end, name, word, float(heard[start:end].mean()), float(lost[start:end].mean())))
    return out


def align(scores: Scores, words: Sequence[Word], progress: Callable[[float], None] | None = None) -> Alignment:
    """Times of the words' phones in the sound that `scores` were made from.

    Raises LipSyncError where there is nothing to align, the text is too long for the sound, or the sound is not of
    this text.
    """
    words = [word for word in words if any(phoneset.classes(p) for variant in word.variants for p in variant)]
    if not words or len(scores) < SHORTEST_PAUSE:
        raise LipSyncError("There is no text, or no sound, to align")
    often = decode.table().often
    rare = PRIOR * np.log(often.max() / often)
    spans: list[_Span] = []
    at = done = 0
    while done < len(words):
        last = at + WINDOW >= len(scores)
        window = scores[at : at + WINDOW] if not last else scores[at:]
        some = words[done:] if last else _enough(words[done:], len(window))
        graph = _graph(some, last)
        path = _path((window + rare).astype(np.float32), graph)
        if path is None:
            raise LipSyncError("The text is too long for the sound", remedy="Check that they belong together.")
        found = _spans(path, graph, window)
        if not last:
            found, used = _safe(found)
            if not used:  # a window of nothing but pause, or lost: go on behind it
                found = [_Span(0, KEPT, "", -1, -1.0, 0.0)]
        else:
            used = len(some)
        spans += [_moved(span, at, done) for span in found]
        at, done = spans[-1].end, done + used
        if progress is not None:
            progress(at / len(scores))
        if last:
            break
    if at < len(scores):
        spans.append(_Span(at, len(scores), "", -1, -1.0, 0.0))
    return _alignment(spans, words)


def _moved(span: _Span, frames: int, words: int) -> _Span:
    word = span.word + words if span.word >= 0 else -1
    return span._replace(start=span.start + frames, end=span.end + frames, word=word)


def best_path(scores: Scores, words: Sequence[Word]) -> NDArray[np.intp] | None:
    """The phone (counted over words, variants and pauses) that each frame belongs to; None where they do not fit."""
    graph = _graph(words, last=True)
    path = _path(scores, graph)
    return None if path is None else graph.phone[path]


def _enough(words: Sequence[Word], frames: int) -> Sequence[Word]:
    """As many words as could be said in a window."""
    room = frames / FRAME_RATE * FASTEST
    for i, word in enumerate(words):
        room -= len(word.variants[0])
        if room < 0:
            return words[: i + 1]
    return words


def _safe(spans: list[_Span]) -> tuple[list[_Span], int]:
    """The spans up to the last word's end before KEPT, and how many words they hold."""
    cut = 0
    for i, span in enumerate(spans):
        if span.start > KEPT:
            break
        if i and spans[i - 1].word >= 0 and span.word != spans[i - 1].word:
            cut = i
    kept = spans[:cut]
    return kept, 1 + max((s.word for s in kept), default=-1)


def _alignment(spans: Sequence[_Span], words: Sequence[Word]) -> Alignment:
    spoken = [s for s in spans if s.word >= 0]
    frames = sum(s.end - s.start for s in spoken)
    mean = sum(s.score * (s.end - s.start) for s in spoken) / max(1, frames)
    unsure = sum(s.fit < -4.0 for s in spoken) / max(1, len(spoken))
    if mean < WORST:
        raise LipSyncError("The sound does not say this text", remedy="Check the text and its language.")
    phones = [Timed(s.start / FRAME_RATE, s.end / FRAME_RATE, s.name) for s in spans]
    said: dict[int, list[float]] = {}
    for s in spoken:
        said.setdefault(s.word, [s.start / FRAME_RATE, 0.0])[1] = s.end / FRAME_RATE
    times = tuple(Timed(a, b, words[i].text, words[i].at, len(words[i].text)) for i, (a, b) in sorted(said.items()))
    return Alignment(tuple(_merged(phones)), times, float(np.exp(mean)), unsure)


def _merged(phones: Sequence[Timed]) -> list[Timed]:
    """Neighbouring silences as one."""
    out: list[Timed] = []
    for phone in phones:
        if out and not phone.value and not out[-1].value:
            out[-1] = out[-1]._replace(end=phone.end)
        else:
            out.append(phone)
    return out
