"""Edges of phones against sounds whose edges are known, since they are put together here."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.speech.base import Moment
from avatar.speech.edges import EDGES, HOP, find_kind, settle

RATE = 24000
CLOSE = 0.006
"""Seconds that an edge may be off: frames are 2.5 ms apart and see 10 ms."""

Sound = NDArray[np.float64]


def buzz(seconds: float, hertz: tuple[float, ...] = (500, 1500, 2500), level: float = 0.3) -> Sound:
    """A voice of 120 Hz with formants."""
    t = np.arange(round(seconds * RATE)) / RATE
    harmonics = 120 * np.arange(1, 60)
    gains = sum(1 / (1 + ((harmonics - formant) / 80) ** 2) for formant in hertz)
    return level * (gains[:, None] * np.cos(2 * np.pi * harmonics[:, None] * t)).sum(axis=0) / 4


def hiss(seconds: float, level: float = 0.1) -> Sound:
    noise = np.random.default_rng(3).standard_normal(round(seconds * RATE))
    return level * np.diff(np.diff(noise, prepend=0), prepend=0)


def silence(seconds: float) -> Sound:
    return np.random.default_rng(4).standard_normal(round(seconds * RATE)) * 1e-5


VOWEL, MURMUR = buzz(0.2), buzz(0.1, (250,), 0.1)


def timed(*parts: tuple[str, Sound]) -> tuple[list[Moment], Sound]:
    """Phones with their true times, and their sound."""
    phones, t = [], 0.0
    for value, sound in parts:
        phones.append(Moment(t, t + len(sound) / RATE, value))
        t = phones[-1].end
    return phones, np.concatenate([sound for _, sound in parts])


def late(phones: list[Moment], by: float, moved: dict[int, float] | None = None) -> list[Moment]:
    """The phones as a net times them: late, and single starts moved further, in seconds."""
    starts = [0.0, *(each.start + by + (moved or {}).get(i, 0.0) for i, each in enumerate(phones) if i)]
    return [each._replace(start=starts[i], end=[*starts, phones[-1].end][i + 1]) for i, each in enumerate(phones)]


@pytest.mark.parametrize("moved", [-0.03, 0.0, 0.03])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("ɑ", VOWEL), ("p", silence(0.09))),
        (("ɑ", VOWEL), ("b", MURMUR * 0.3)),
        (("d", MURMUR * 0.1), ("ˈɑ", VOWEL)),
        (("ɑ", VOWEL), ("s", hiss(0.12))),
        (("ʃ", hiss(0.12)), ("ɑ", VOWEL)),
        (("tʃ", hiss(0.12)), ("ɑ", VOWEL)),
        (("s", hiss(0.12)), ("t", silence(0.09))),
        (("t", silence(0.09)), ("s", hiss(0.12))),
        (("ɑ", VOWEL), ("m", MURMUR)),
        (("n", MURMUR), ("ɑ", VOWEL)),
        (("ɑ", VOWEL), ("f", hiss(0.1, 0.004))),
        (("f", hiss(0.1, 0.004)), ("ɑ", VOWEL)),
    ],
)
def test_an_edge_is_put_where_it_is_heard(first: tuple[str, Sound], second: tuple[str, Sound], moved: float) -> None:
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), first, second, ("ɑ", VOWEL), ("", silence(0.2)))
    late_by = next(
        each.late for each in EDGES if find_kind(first[0]) in each.before and find_kind(second[0]) in each.after
    )
    told = late(phones, 0.05, {3: moved - late_by})
    found = settle(told, (), sound, RATE, 0.05).phones
    assert [each.value for each in found] == [each.value for each in phones]
    assert found[3].start == pytest.approx(phones[3].start, abs=CLOSE)


def test_the_voice_after_a_breath_begins_the_vowel() -> None:
    burst = np.concatenate([silence(0.06), hiss(0.05, 0.02)])
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), ("p", burst), ("ɑ", VOWEL), ("", silence(0.2)))
    found = settle(late(phones, 0.05, {3: -0.02}), (), sound, RATE, 0.05).phones
    assert found[3].start == pytest.approx(phones[3].start, abs=CLOSE)


@pytest.mark.parametrize("before", [("ʃ", hiss(0.12)), ("n", MURMUR), ("ɑ", VOWEL)])
def test_a_vowel_begins_after_the_catch_before_it(before: tuple[str, Sound]) -> None:
    caught = np.concatenate([silence(0.08), VOWEL])
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), before, ("ɔ", caught), ("", silence(0.2)))
    found = settle(late(phones, 0.05), (), sound, RATE, 0.05).phones
    assert found[3].start == pytest.approx(phones[3].start + 0.08, abs=2 * CLOSE)
    assert found[2].end == found[3].start


def test_what_has_no_edge_is_only_moved_by_the_lag() -> None:
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), ("ɹ", buzz(0.1)), ("ɪ", VOWEL), ("", silence(0.2)))
    found = settle(late(phones, 0.05, {2: 0.011}), (), sound, RATE, 0.05).phones
    assert found[2].start == pytest.approx(phones[2].start + 0.011)


def test_a_phrase_ends_with_its_sound_though_the_net_gives_it_the_silence() -> None:
    phones, sound = timed(("", silence(0.3)), ("ɑ", VOWEL), ("s", hiss(0.15)), ("", silence(0.5)))
    found = settle(late(phones, 0.0, {1: 0.05, 2: 0.05, 3: 0.25}), (), sound, RATE, 0.05).phones
    assert found[1].start == pytest.approx(phones[1].start, abs=CLOSE)
    assert found[3].start == pytest.approx(phones[3].start, abs=CLOSE)
    assert found[3].end == pytest.approx(len(sound) / RATE)


def test_a_mouth_is_shut_before_the_burst_that_begins_a_phrase() -> None:
    breath = np.concatenate([hiss(0.03, 0.05), buzz(0.2)])
    phones, sound = timed(("", silence(0.3)), ("p", breath), ("", silence(0.3)))
    told = late(phones, 0.05)
    found = settle(told, (), sound, RATE, 0.05).phones
    assert found[1].start == pytest.approx(0.3 - 0.05, abs=CLOSE)


def test_a_pause_that_nobody_hears_is_left_out() -> None:
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), ("", buzz(0.05)), ("ɪ", VOWEL), ("", silence(0.2)))
    found = settle(phones, (), sound, RATE, 0.0).phones
    assert [each.value for each in found] == ["", "ɑ", "ɪ", ""]
    assert found[1].end == found[2].start


def test_words_go_with_their_phones() -> None:
    phones, sound = timed(("", silence(0.2)), ("ɑ", VOWEL), ("p", silence(0.09)), ("ɑ", VOWEL), ("", silence(0.2)))
    told = late(phones, 0.05)
    words = (Moment(told[1].start, told[2].end, "up", 0, 2), Moment(told[3].start, told[3].end, "a", 3, 1))
    found = settle(told, words, sound, RATE, 0.05)
    starts = [each.start for each in found.phones]
    assert [(each.start, each.end) for each in found.words] == [(starts[1], starts[3]), (starts[3], starts[4])]
    assert [(each.value, each.at, each.length) for each in found.words] == [("up", 0, 2), ("a", 3, 1)]


@pytest.mark.parametrize("count", [1, 2, 40, 400])
def test_phones_cover_the_sound_in_order_however_many_there_are(count: int) -> None:
    dice = np.random.default_rng(count)
    sound = dice.standard_normal(RATE) * np.repeat(dice.random(50), RATE // 50)
    edges = np.sort(dice.random(count - 1)).tolist()
    values = dice.choice(["", "p", "ɑ", "s", "m", "f", "tʃ", "w"], count).tolist()
    phones = [Moment(a, b, v) for a, b, v in zip([0.0, *edges], [*edges, 1.0], values, strict=True)]
    found = settle(phones, (), sound, RATE, 0.05).phones
    assert found[0].start == 0.0
    assert found[-1].end == pytest.approx(1.0)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(each.end >= each.start for each in found)
    assert [each.value for each in found if each.value] == [value for value in values if value]


def test_nothing_is_made_of_nothing() -> None:
    assert settle((), (), np.zeros(0), RATE, 0.05) == ((), ())
    silent = settle([Moment(0.0, 1.0, "")], (), np.zeros(RATE), RATE, 0.05)
    assert silent.phones == (Moment(0.0, 1.0, ""),)


@pytest.mark.parametrize(
    ("ipa", "kind"),
    [
        ("", "pause"), ("ˈɑː", "vowel"), ("tʃ", "affricate"), ("ʤ", "affricate"), ("t", "stop"), ("ɡ", "hum"),
        ("ʒ", "hiss"), ("ð", "breath"), ("ŋ", "nasal"), ("ɹ", "glide"), ("☃", "vowel"),
    ],
)  # fmt: skip
def test_kinds(ipa: str, kind: str) -> None:
    assert find_kind(ipa) == kind


def test_every_pair_of_kinds_has_one_edge_at_most() -> None:
    pairs = [(before, after) for each in EDGES for before in each.before for after in each.after]
    assert len(pairs) == len(set(pairs))
    assert HOP < CLOSE
