"""What TalkingHead's `speakAudio` is given, read as it reads it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from avatar.lipsync.formats import FORMATS, CueSheet, Options
from tests.lipsync.timelines import HI, MARY, held

KNOWN = {"aa", "E", "I", "O", "U", "PP", "SS", "TH", "DD", "FF", "kk", "nn", "RR", "CH", "sil"}
"""`visemeNames` of TalkingHead 1.7."""


def read(timeline: CueSheet, options: Options | None = None) -> dict[str, Any]:
    data = json.loads(FORMATS["talkinghead"].write(timeline, options or Options()))
    assert set(data) == {"visemes", "vtimes", "vdurations", "words", "wtimes", "wdurations"}
    for names, times, durations in (("visemes", "vtimes", "vdurations"), ("words", "wtimes", "wdurations")):
        assert len(data[names]) == len(data[times]) == len(data[durations])
        assert data[times] == sorted(data[times])
        assert all(isinstance(ms, int) for ms in data[times] + data[durations])
    assert set(data["visemes"]) <= KNOWN
    assert min(data["vdurations"], default=1) > 0
    return data


def animations(data: dict[str, Any]) -> list[tuple[str, float, float, float]]:
    """Viseme, when it begins to rise, its height's moment, when it has gone: as `speakAudio` queues them."""
    rows = zip(data["visemes"], data["vtimes"], data["vdurations"], strict=True)
    return [(name, t - 2 * d / 3, t + d / 2, t + 1.5 * d) for name, t, d in rows]


def test_each_phone_is_a_viseme_at_its_time() -> None:
    data = read(MARY)
    assert data["visemes"][:4] == ["PP", "E", "RR", "I"]
    assert data["vtimes"][:4] == [200, 300, 400, 500]
    assert data["vdurations"][:4] == [100, 100, 100, 100]
    assert data["words"] == ["Mary", "had", "a", "little", "lamb"]
    assert (data["wtimes"][0], data["wdurations"][0]) == (200, 400)
    assert data["vtimes"][-1] + data["vdurations"][-1] == round(1000 * (MARY.duration - 0.2))


def test_without_phones_the_shapes_are_told_and_the_words_are_an_empty_list() -> None:
    data = read(HI)
    assert data["visemes"] == ["aa", "aa", "E", "SS"]
    assert data["vtimes"][0] == 50
    assert sum(data["vdurations"]) == 380
    assert data["words"] == []


def test_a_held_vowel_is_held() -> None:
    rows = animations(read(held(("sil", 1.0), ("aa", 2.2), ("sil", 3.0))))
    assert {name for name, *_ in rows} == {"aa"}
    assert rows[0][1] > 850
    assert all(after < gone for (_, _, _, gone), (_, after, _, _) in pairwise(rows))


@pytest.mark.parametrize("timeline", [held(("sil", 1.0)), held(("aa", 0.01))])
def test_silence_and_a_moment_are_no_trouble(timeline: CueSheet) -> None:
    assert len(read(timeline)["visemes"]) == timeline.track.weights[:, 10].any()


def test_a_lead_moves_the_visemes_alone() -> None:
    data = read(MARY, Options(lead=0.05))
    assert (data["vtimes"][0], data["wtimes"][0]) == (150, 200)
