"""A rate means the same words a minute with every engine."""

from __future__ import annotations

import pytest

from avatar.speech.engines.kokoro import find_words
from avatar.speech.paces import KOKORO_WORDS, PACES, OwnPace, find_pace


def spoken(own: OwnPace, pace: float) -> float:
    """Words a minute of a voice that is told a pace."""
    return 170 * own.words / (own.fixed + (1 - own.fixed) / pace)


@pytest.mark.parametrize("name", PACES)
@pytest.mark.parametrize("rate", [60, 120, 170, 240, 340])
def test_each_voice_speaks_so_many_words_a_minute(name: str, rate: int) -> None:
    engine, _, voice_id = name.partition(" ")
    assert spoken(PACES[name], find_pace(engine, voice_id, rate)) == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("rate", [-5, 0, 1, 450, 100_000])
def test_a_rate_that_nobody_can_speak_is_a_pace_all_the_same(rate: int) -> None:
    assert 0 < find_pace("piper", "en_US-joe-medium.onnx", rate) < 20


def test_a_voice_that_was_not_measured_has_the_pace_of_its_engine() -> None:
    assert find_pace("piper", "another.onnx", 200) == find_pace("piper", "", 200)
    assert find_pace("piper", "another.onnx", 170) == pytest.approx(1)


def test_a_blend_lies_between_its_styles() -> None:
    slow, fast = KOKORO_WORDS["af_nicole"], KOKORO_WORDS["bf_lily"]
    assert find_words("af_nicole*0.5 + bf_lily*0.5") == pytest.approx((slow + fast) / 2)
    assert find_words("jf_alpha") == PACES["kokoro"].words
