"""Alignment on made-up scores, where the right answer is known to the frame."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync import align, phoneset, trellis
from avatar.lipsync.trellis import WordChoices


def _scores(line: list[tuple[str, int]], seed: int = 0, sure: float = 0.7) -> np.ndarray:
    """Scores of frames in which each named class in turn is likeliest for so many frames."""
    dice = np.random.default_rng(seed)
    rows = []
    for name, frames in line:
        chances = dice.random((frames, len(phoneset.CLASSES))) * 0.5
        chances[:, phoneset.INDEX[name]] = 0.0
        chances *= (1 - sure) / chances.sum(axis=1, keepdims=True)
        chances[:, phoneset.INDEX[name]] = sure
        rows.append(chances)
    return np.log(np.maximum(np.concatenate(rows), 1e-6)).astype(np.float32)


_LINE = [
    ("sil", 30), ("b", 7), ("iy", 12), ("m", 6), ("ay", 20), ("p", 9), ("ax", 5), ("p", 8), ("aa", 14), ("sil", 25),
]  # fmt: skip
_WORDS = [
    WordChoices((("b", "iː"),), "bee", 0),
    WordChoices((("m", "aɪ"),), "my", 4),
    WordChoices((("p", "ə", "p", "ɑː"),), "papa", 7),
]


def test_phones_and_words_are_found_to_the_frame() -> None:
    found = align.align(_scores(_LINE), _WORDS)
    edges = list(itertools.accumulate((frames for _, frames in _LINE), initial=0))
    assert [round(p.start * 100) for p in found.phones] == edges[:-1]
    assert [p.value for p in found.phones] == ["", "b", "iː", "m", "aɪ", "p", "ə", "p", "ɑː", ""]
    assert [(w.value, round(w.start, 2), round(w.end, 2), w.at) for w in found.words] == [
        ("bee", 0.30, 0.49, 0), ("my", 0.49, 0.75, 4), ("papa", 0.75, 1.11, 7),
    ]  # fmt: skip
    assert found.confidence > 0.6
    assert found.unsure == 0.0


def test_the_phones_cover_the_sound_without_gap_or_overlap() -> None:
    found = align.align(_scores(_LINE), _WORDS)
    assert found.phones[0].start == 0.0
    assert all(a.end == b.start for a, b in itertools.pairwise(found.phones))
    assert found.phones[-1].end == pytest.approx(sum(frames for _, frames in _LINE) / 100)


def test_a_pause_between_words_is_found_and_one_of_two_frames_is_not() -> None:
    long = [("b", 8), ("iy", 10), ("sil", 20), ("m", 8), ("ay", 10)]
    brief = [("b", 8), ("iy", 10), ("sil", 2), ("m", 8), ("ay", 10)]
    words = _WORDS[:2]
    assert [p.value for p in align.align(_scores(long), words).phones] == ["b", "iː", "", "m", "aɪ"]
    assert [p.value for p in align.align(_scores(brief), words).phones] == ["b", "iː", "m", "aɪ"]


def test_the_variant_that_was_said_is_chosen() -> None:
    said = [("sil", 10), ("ey", 12), ("b", 8), ("iy", 12), ("sil", 10)]
    words = [WordChoices((("ə",), ("eɪ",)), "a"), WordChoices((("b", "iː"),), "bee")]
    assert [p.value for p in align.align(_scores(said), words).phones] == ["", "eɪ", "b", "iː", ""]


def test_another_text_is_refused() -> None:
    other = [
        WordChoices((tuple("ʃʃʃ"),), "hush"),
        WordChoices((tuple("ʒuʒ"),), "zhoozh"),
        WordChoices((tuple("fufuf"),), "foo"),
    ]
    with pytest.raises(LipSyncError, match="does not say this text"):
        align.align(_scores(_LINE, sure=0.97), other)


def test_too_much_text_is_refused() -> None:
    with pytest.raises(LipSyncError, match="too long"):
        align.align(_scores(_LINE), _WORDS * 30)


@pytest.mark.parametrize("words", [[], [WordChoices(((),), "")], [WordChoices((("ˈ",),), "mark")]])
def test_no_text_is_refused(words: list[WordChoices]) -> None:
    with pytest.raises(LipSyncError, match="no text"):
        align.align(_scores(_LINE), words)


def test_no_sound_is_refused() -> None:
    with pytest.raises(LipSyncError):
        align.align(_scores(_LINE)[:0], _WORDS)


def test_long_sound_is_aligned_in_windows_as_well_as_short() -> None:
    times = 60  # 81.6 s: several windows
    scores = np.concatenate([_scores(_LINE, seed=i) for i in range(times)])
    told: list[float] = []
    found = align.align(scores, _WORDS * times, told.append)
    length = sum(frames for _, frames in _LINE) / 100
    starts = [w.start for w in found.words if w.value == "bee"]
    np.testing.assert_allclose(starts, [0.30 + i * length for i in range(times)], atol=0.011)
    assert len(found.words) == 3 * times
    assert len(told) > 2
    assert all(a.end == b.start for a, b in itertools.pairwise(found.phones))


@pytest.mark.parametrize("largest", [500, 4000])
def test_scores_may_come_in_pieces(largest: int) -> None:
    times = 60
    scores = np.concatenate([_scores(_LINE, seed=i) for i in range(times)])
    aligner, at, dice = align.Aligner(_WORDS * times), 0, np.random.default_rng(largest)
    while at < len(scores):
        size = int(dice.integers(1, largest))
        aligner.push(scores[at : at + size])
        at += size
    assert aligner.finish() == align.align(scores, _WORDS * times)


def test_sound_that_goes_on_after_the_text_is_a_pause_and_text_that_goes_on_is_refused() -> None:
    quiet = _scores([("sil", 5000)], sure=0.97)
    found = align.align(np.concatenate([_scores(_LINE), quiet]), _WORDS)
    assert found.phones[-1].value == ""
    assert found.phones[-1].end == pytest.approx(51.36)
    with pytest.raises(LipSyncError, match="too long"):
        align.align(_scores(_LINE), _WORDS * 4000)


def _slow_viterbi(scores: np.ndarray, phones: list[int]) -> list[int]:
    """Ends of phones without pauses, by trying every place for every boundary (dynamic programming over segments)."""
    count = len(scores)
    sums = np.concatenate([np.zeros((1, scores.shape[1])), np.cumsum(np.maximum(scores, phoneset.WEAK), axis=0)])
    best = {0: (0.0, [])}
    for phone in phones:
        following: dict[int, tuple[float, list[int]]] = {}
        least = phoneset.SHORTEST_OF.get(phoneset.CLASSES[phone], phoneset.SHORTEST)
        for start, (value, ends) in best.items():
            for end in range(start + least, count + 1):
                total = value + sums[end, phone] - sums[start, phone]
                if end not in following or total > following[end][0]:
                    following[end] = (total, [*ends, end])
        best = following
    return best[count][1]


@pytest.mark.parametrize("seed", range(5))
def test_the_path_is_the_best_there_is(seed: int) -> None:
    dice = np.random.default_rng(seed)
    raw = dice.normal(size=(40, len(phoneset.CLASSES))).astype(np.float32) * 2
    raw[:, phoneset.SILENCE] = -11.0  # no pauses, so that the slow way has the same choices
    scores = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
    phones = [phoneset.INDEX[name] for name in ("m", "aa", "s", "iy", "f")]
    words = [WordChoices((tuple(phoneset.IPA[i] for i in phones),), "x")]
    states = trellis.graph(words, last=True)
    line = trellis.path(scores, states)
    assert line is not None
    path = states.phone[line]
    ends = [i + 1 for i in range(len(path)) if i + 1 == len(path) or path[i] != path[i + 1]]
    assert ends == _slow_viterbi(scores, phones)


def test_a_vowel_that_people_say_otherwise_keeps_its_time() -> None:
    # "just" said as "jist": the net hears another vowel than the text has
    scores = _scores([("sil", 20), ("jh", 10), ("ih", 10), ("s", 10), ("t", 6), ("sil", 20)])
    words = [WordChoices((("dʒ", "ʌ", "s", "t"),), "just")]
    (vowel,) = (phone for phone in align.align(scores, words).phones if phone.value == "ʌ")
    assert (vowel.start, vowel.end) == pytest.approx((0.3, 0.4), abs=0.02)
