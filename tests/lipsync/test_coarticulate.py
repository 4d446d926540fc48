"""What must be seen of speech is seen, however fast it is, and what must not is not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from avatar.lipsync.coarticulate import RULES, Stops, coarticulate
from avatar.types import FRAME_RATE, VISEMES, Timed

PP, FF, OU, AA, SIL = (VISEMES.index(name) for name in ("PP", "FF", "ou", "aa", "sil"))


def timed(phones: str, each: float = 0.1, start: float = 0.2) -> tuple[Timed, ...]:
    """Phones of equal length, one after another; `_` is a silence."""
    names = phones.split()
    return tuple(
        Timed(start + i * each, start + (i + 1) * each, "" if name == "_" else name) for i, name in enumerate(names)
    )


def held(weights: np.ndarray, viseme: int, at_least: float = 0.95) -> list[tuple[float, float]]:
    """Spans in seconds in which a viseme has nearly all the weight."""
    full = np.concatenate(([False], weights[:, viseme] >= at_least, [False]))
    edges = np.flatnonzero(np.diff(full.astype(int))) / FRAME_RATE
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def shown(phones: Sequence[Timed], stops: Stops = "span") -> np.ndarray:
    return coarticulate(phones, phones[-1].end + 0.3, stops=stops)


@pytest.mark.parametrize("duration", [0.0, 0.004, 0.01, 0.995, 1.0, 1.001, 61.0])
def test_there_is_a_row_for_every_hundredth_of_a_second(duration: float) -> None:
    weights = coarticulate(timed("h ɛ l oʊ"), duration)
    assert weights.shape == (int(np.ceil(duration * FRAME_RATE - 1e-6)), len(VISEMES))
    assert weights.dtype == np.float32


def test_rows_sum_to_one_and_nothing_is_negative() -> None:
    weights = shown(timed("h ɛ l oʊ _ p m f v b tʃ aɪ ə n s w uː b", 0.03))
    assert np.allclose(weights.sum(axis=1), 1, atol=1e-5)
    assert weights.min() >= 0


@pytest.mark.parametrize("each", [0.3, 0.1, 0.05, 0.03, 0.015])
@pytest.mark.parametrize(("phone", "viseme"), [("p", PP), ("b", PP), ("m", PP), ("f", FF), ("v", FF)])
@pytest.mark.parametrize("stops", ["burst", "span"])
def test_closures_and_bites_are_reached_however_fast(phone: str, viseme: int, each: float, stops: Stops) -> None:
    weights = shown(timed(f"ɑː {phone} ɑː", each), stops)
    spans = held(weights, viseme)
    assert len(spans) == 1
    assert spans[0][1] - spans[0][0] >= 0.02
    assert weights[0, AA] < 0.05


def test_a_closure_is_reached_before_its_burst_where_times_mark_the_burst() -> None:
    phones = timed("ɑː p ɑː")
    burst = phones[1].start
    (start, end), *more = held(shown(phones, "burst"), PP)
    assert not more
    assert start <= burst - 0.03
    assert end <= burst + 0.02


def test_a_voiced_stop_hums_inside_its_span_wherever_the_times_are_from() -> None:
    phones = timed("ɑː b ɑː")
    assert np.array_equal(shown(phones, "burst"), shown(phones, "span"))


def test_a_closure_lies_inside_the_span_where_the_span_holds_it() -> None:
    phones = timed("ɑː p ɑː")
    (start, end), *_ = held(shown(phones, "span"), PP)
    assert phones[1].start - 0.04 <= start <= phones[1].start + 0.01
    assert phones[1].start + 0.03 <= end <= phones[1].end


def test_m_is_shut_as_long_as_it_sounds() -> None:
    phones = (Timed(0.2, 0.4, "ɑː"), Timed(0.4, 1.2, "m"), Timed(1.2, 1.4, "ɑː"))
    (start, end), *_ = held(shown(phones), PP)
    assert start <= 0.41
    assert end >= 1.15


@pytest.mark.parametrize("order", list(itertools.permutations("pfm", 2)))
def test_neighbouring_closures_and_bites_are_all_reached_in_order(order: tuple[str, str]) -> None:
    weights = shown(timed(f"ɑː {order[0]} {order[1]} ɑː", 0.05))
    peaks = {"p": PP, "f": FF, "m": PP}
    spans = [held(weights, peaks[phone]) for phone in order]
    assert all(spans)
    if peaks[order[0]] != peaks[order[1]]:
        assert spans[0][0][1] <= spans[1][0][0] + 0.01


@pytest.mark.parametrize("each", [0.02, 0.03, 0.05, 0.1])
@pytest.mark.parametrize(("order", "first", "second"), [("p f", PP, FF), ("f p", FF, PP), ("m f", PP, FF)])
def test_the_lips_part_for_a_moment_between_two_contacts(order: str, first: int, second: int, each: float) -> None:
    weights = shown(timed(f"ɑː {order} ɑː", each))
    gap = held(weights, second)[0][0] - held(weights, first)[0][1]
    assert 0.005 < gap < 0.025


def test_the_lips_lead_the_sound() -> None:
    ahead = coarticulate(timed("ɑː"), 1.0, rules=replace(RULES, lead=0.05))
    level = coarticulate(timed("ɑː"), 1.0, rules=replace(RULES, lead=0.0))
    assert np.allclose(ahead[:-10], level[5:-5], atol=1e-6)
    assert RULES.lead > 0


@pytest.mark.parametrize("phone", ["m", "b", "f", "v"])
@pytest.mark.parametrize("vowel", ["ɑː", "iː", "uː", "ɛ"])
def test_a_contact_is_let_go(phone: str, vowel: str) -> None:
    """A fifth of a second later the vowel has its mouth; of the contact hardly a sixth is left, and ever less."""
    weights = shown((*timed(f"ɑː {phone}"), Timed(0.4, 0.9, vowel)))
    contact = weights[:, PP if phone in "mb" else FF]
    assert contact[round(0.6 * FRAME_RATE)] < 0.17
    assert np.all(np.diff(contact[round(0.45 * FRAME_RATE) : round(0.8 * FRAME_RATE)]) <= 0)
    assert contact[round(0.8 * FRAME_RATE)] < 0.05


def test_rounding_spreads_into_the_consonants_before_the_vowel() -> None:
    rounded, spread = shown(timed("ɑː s t uː")), shown(timed("ɑː s t iː"))
    in_t = round(0.48 * FRAME_RATE)
    assert rounded[in_t, OU] > 0.15
    assert spread[in_t, OU] < 0.02


def test_a_consonant_made_behind_the_lips_gives_way_to_its_neighbours() -> None:
    weights = shown(timed("ɑː h ɑː", 0.08))
    middle = round(0.32 * FRAME_RATE)
    assert weights[middle, AA] > 0.5


def test_the_mouth_rests_in_pauses_and_at_both_ends_and_opens_a_little_before_it_speaks() -> None:
    weights = shown((*timed("ɑː t ɑː", start=0.8), *timed("ɑː t ɑː", start=2.2)))
    assert weights[0, SIL] > 0.95
    assert weights[-1, SIL] > 0.95
    assert weights[round(1.5 * FRAME_RATE), SIL] > 0.95
    assert 0.1 < 1 - weights[round(0.75 * FRAME_RATE), SIL] < 0.6


def test_a_tiny_gap_between_words_is_no_pause() -> None:
    weights = shown((*timed("ɑː ɑː"), *timed("ɑː ɑː", start=0.43)))
    assert weights[round(0.3 * FRAME_RATE) : round(0.55 * FRAME_RATE), SIL].max() < 0.1


def test_phones_that_nobody_knows_or_that_are_only_marks_do_no_harm() -> None:
    weights = shown((Timed(0.1, 0.2, "ж"), Timed(0.2, 0.3, "5"), Timed(0.3, 0.4, "ɑː"), Timed(0.35, 0.3, "p")))
    assert np.allclose(weights.sum(axis=1), 1, atol=1e-5)
    assert weights[:, AA].max() > 0.5


def test_no_phones_is_a_mouth_at_rest() -> None:
    assert np.allclose(coarticulate((), 0.5)[:, SIL], 1)


def test_a_long_speech_is_the_same_as_its_parts() -> None:
    """Blocks must not show: two minutes in one go, and the second minute's middle alone."""
    one = timed("ɑː t iː p oʊ l ə f _ _", 0.1, 0.0)
    phones = tuple(Timed(p.start + k, p.end + k, p.value) for k in range(120) for p in one)
    long = coarticulate(phones, 120.0)
    assert np.allclose(long[6000:6100], long[5900:6000], atol=1e-5)
    assert np.allclose(long[5950:6050], long[1050:1150], atol=1e-5)


def test_every_rule_has_its_reason() -> None:
    assert all(len(row.reason) > 10 for row in (*RULES.pulls, *RULES.contacts) if row.part != "bite")
