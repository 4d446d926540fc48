"""The search through a song, against all ways counted out, and what a song asks of it."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset
from avatar.song.recorded import search

Floats = NDArray[np.float32]


def scores_of(line: list[tuple[str, int]], sure: float = 6.0, seed: int = 0) -> Floats:
    """Scores of a sound in which each class (`''`: silence) lasts so many frames, with some noise."""
    classes = [phoneset.classes(ipa)[0] if ipa else phoneset.SILENCE for ipa, count in line for _ in range(count)]
    raw = np.random.default_rng(seed).normal(size=(len(classes), len(phoneset.CLASSES))) * 0.3
    raw[np.arange(len(classes)), classes] += sure
    return (raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))).astype(np.float32)


def found(scores: Floats, lines: list[list[tuple[str, ...]]], band: search.Band | None = None) -> list[tuple[str, int]]:
    """The phones on the way, gaps '', each with how many frames it lasts."""
    states = search.chain(lines)
    way = search.path(search.heard(scores), states, band or search.everywhere(len(scores), states))
    assert way is not None
    place = states.place[way]
    edges = [0, *(np.flatnonzero(np.diff(place)) + 1).tolist(), len(place)]
    return [(states.places[place[a]].ipa if place[a] >= 0 else "", b - a) for a, b in pairwise(edges)]


def test_a_vowel_is_held_and_a_pause_is_found() -> None:
    line = [("", 40), ("m", 8), ("aɪ", 300), ("", 60), ("t", 6), ("oʊ", 500), ("s", 9), ("t", 5), ("ɚ", 200), ("", 30)]
    assert found(scores_of(line), [[("m", "aɪ")], [("t", "oʊ", "s", "t", "ɚ")]]) == line


def test_words_follow_each_other_without_a_pause() -> None:
    line = [("m", 8), ("aɪ", 20), ("t", 6), ("oʊ", 30)]
    assert found(scores_of(line), [[("m", "aɪ"), ("t", "oʊ")]]) == line


def test_what_is_not_sung_may_sound_like_anything() -> None:
    """An interlude that the model hears as speech of all kinds is no part of the words."""
    band = [(name, 15) for name in "s iː k ɑː ʃ uː ɡ ɛ z iː".split() * 3]
    sung = [("m", 8), ("aɪ", 60), ("m", 8), ("oʊ", 60)]
    line = found(np.concatenate([scores_of(band), scores_of(sung), scores_of(band)]), [[("m", "aɪ"), ("m", "oʊ")]])
    assert [name for name, _ in line] == ["", "m", "aɪ", "m", "oʊ", ""]
    assert abs(line[0][1] - 450) < 20


def test_the_way_is_the_best_of_all() -> None:
    """Two words of one phone each, no gap long enough to be taken: all places of their boundaries are tried."""
    scores = scores_of([("m", 5), ("oʊ", 6)], sure=1.0, seed=5)
    states = search.chain([[("m",), ("oʊ",)]])
    listened = search.heard(scores)
    way = search.path(listened, states, search.everywhere(len(scores), states))
    assert way is not None
    first = [int(n) for n in np.flatnonzero(states.place == 0)]
    second = [int(n) for n in np.flatnonzero(states.place == 1)]
    best = -np.inf
    for cuts in combinations(range(1, len(scores)), len(first) + len(second) - 1):
        lengths = np.diff([0, *cuts, len(scores)])
        row = np.repeat([*first, *second], lengths)
        worth = listened[np.arange(len(row)), states.emits[row]].sum()
        worth += sum(states.stays[a] for a, b in pairwise(row) if a == b)
        best = max(best, float(worth))
    own = listened[np.arange(len(way)), states.emits[way]].sum()
    own += sum(float(states.stays[a]) for a, b in pairwise(way) if a == b)
    assert np.isclose(own, best, atol=1e-3)


def test_a_band_is_kept() -> None:
    line = [("", 50), ("m", 10), ("oʊ", 40), ("", 100), ("m", 10), ("oʊ", 40), ("", 50)]
    scores = scores_of(line)
    states = search.chain([[("m", "oʊ")]])
    low, high = np.zeros(300, np.intp), np.full(300, len(states.emits), np.intp)
    high[:150] = states.gap  # not before 1.5 s
    assert found(scores, [[("m", "oʊ")]], search.Band(low, high))[0][1] >= 150
    high[:] = len(states.emits)
    low[120:] = states.words[1]  # over by 1.2 s
    assert found(scores, [[("m", "oʊ")]], search.Band(low, high))[0][1] == 50


def test_what_does_not_fit_gives_none() -> None:
    states = search.chain([[("m", "oʊ")] * 30])
    assert search.path(search.heard(scores_of([("m", 20)])), states, search.everywhere(20, states)) is None
    none = np.zeros((0, len(phoneset.CLASSES)), np.float32)
    assert (
        search.path(np.zeros((0, len(phoneset.CLASSES) + 1), np.float32), states, search.everywhere(0, states)) is None
    )
    assert len(none) == 0


def test_the_coarse_search_finds_about_the_same() -> None:
    line = [("", 100), ("m", 12), ("oʊ", 200), ("", 300), ("s", 20), ("iː", 200), ("", 40)]
    scores = scores_of(line)
    states = search.chain([[("m", "oʊ")], [("s", "iː")]], coarse=True)
    listened = search.heard(scores, coarse=True)
    way = search.path(listened, states, search.everywhere(len(listened), states))
    assert way is not None
    firsts = [int(np.argmax(states.place[way] == number)) * search.POOLED for number in (0, 2)]
    assert np.allclose(firsts, [100, 612], atol=8)
