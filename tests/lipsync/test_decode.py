"""The decoder on made-up scores, against a plain Viterbi without windows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatar.lipsync import decode, phoneset


def _table() -> decode.DecoderTable:
    count = len(phoneset.CLASSES)
    dice = np.random.default_rng(3)
    chances = dice.dirichlet(np.ones(count), count)
    return decode.DecoderTable(
        np.log(chances).astype(np.float32), np.full(count, 1 / count, np.float32), np.full(count, 8.0, np.float32)
    )


def _scores(frames: int, seed: int) -> np.ndarray:
    raw = np.random.default_rng(seed).normal(size=(frames, len(phoneset.CLASSES))).astype(np.float32) * 3
    return raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))


def _plain(scores: np.ndarray, known: decode.DecoderTable) -> list[int]:
    """The same model, decoded frame by frame over (class, frames spent so far)."""
    least = [phoneset.SHORTEST_OF.get(n, phoneset.SHORTEST) for n in phoneset.CLASSES]
    least[phoneset.SILENCE] = decode.SHORTEST_REST
    bias = np.array([decode.BIASES.get(n, 0.0) for n in phoneset.CLASSES])
    heard = np.maximum(scores, phoneset.WEAK) - decode.PRIOR * np.log(known.often) + bias
    stay = [1 - 1 / max(float(known.last[c]) - least[c] + 1, 1.3) for c in range(len(least))]
    # silence before the beginning and after the end, as the decoder has it
    edge = np.full((decode.OVERLAP, heard.shape[1]), phoneset.WEAK)
    edge[:, phoneset.SILENCE] = 0.0
    heard = np.concatenate([edge, heard, edge])
    best = {(c, 1): (heard[0, c], None) for c in range(len(least))}
    history = [best]
    for row in heard[1:]:
        following: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
        done = [(best[c, least[c]][0] + np.log(1 - stay[c]), c) for c in range(len(least)) if (c, least[c]) in best]
        for (c, spent), (value, _) in best.items():
            if spent < least[c]:
                following[c, spent + 1] = (value + row[c], (c, spent))
        for c in range(len(least)):
            if (c, least[c]) in best:
                value = best[c, least[c]][0] + np.log(stay[c]) + row[c]
                if (c, least[c]) not in following or value > following[c, least[c]][0]:
                    following[c, least[c]] = (value, (c, least[c]))
            if done:
                value, source = max((v + known.follow[s, c], s) for v, s in done)
                following[c, 1] = (value + row[c], (source, least[source]))
        best = following
        history.append(best)
    state = max(best, key=lambda s: best[s][0])
    line = []
    for layer in reversed(history):
        line.append(state[0])
        state = layer[state][1] or state
    return line[::-1][decode.OVERLAP : -decode.OVERLAP]


@pytest.mark.parametrize("seed", range(3))
def test_the_path_is_the_best_there_is(seed: int) -> None:
    scores, known = _scores(70, seed), _table()
    same = decode.path(scores, known) == np.array(_plain(scores, known))
    assert same.mean() > 0.95  # near ties may fall either way in single precision


def test_windows_do_not_show() -> None:
    line = [(i * 7) % len(phoneset.CLASSES) for i in range(200)]
    scores = np.full((200 * 8, len(phoneset.CLASSES)), -6.0, np.float32)
    for i, c in enumerate(line):
        scores[i * 8 : (i + 1) * 8, c] = -0.1
    even = decode.DecoderTable(
        *(np.zeros_like(part) + fill for part, fill in zip(_table(), (-4.0, 0.02, 8.0), strict=True))
    )
    np.testing.assert_array_equal(decode.path(scores, even), np.repeat(line, 8))


def test_phones_cover_the_sound() -> None:
    phones = decode.phones(_scores(333, 1), _table())
    assert phones[0].start == 0.0
    assert phones[-1].end == 3.33
    assert all(a.end == b.start for a, b in itertools.pairwise(phones))
    assert all(p.end - p.start > 0.015 for p in phones[1:-1])


def test_no_sound_no_phones() -> None:
    assert decode.phones(np.zeros((0, len(phoneset.CLASSES)), np.float32)) == ()
