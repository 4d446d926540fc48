"""Where somebody speaks, by the level alone, in rooms of any loudness."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync.voiced import DEPTH, floor_and_top, levels, voiced_spans
from avatar.types import Clip
from tests.lipsync.sounds import hum


def over(
    noise: float, *spans: tuple[float, float], duration: float = 3.0, loud: float = 1.0, rate: int = 16000
) -> Clip:
    """A voice in the given spans, over noise of that amplitude."""
    voice = hum(*spans, duration=duration, rate=rate).floats() * loud
    dice = np.random.default_rng(2)
    return Clip.from_floats(voice + dice.normal(0, noise, len(voice)) if noise else voice, rate)


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
@pytest.mark.parametrize("loud", [0.02, 1.0])
@pytest.mark.parametrize("noise", [0.0, 0.0002])
def test_speech_is_found_to_a_frame_or_two_however_loud(rate: int, loud: float, noise: float) -> None:
    found = voiced_spans(over(noise, (0.5, 1.0), (1.5, 2.5), loud=loud, rate=rate))
    assert np.array(found) == pytest.approx(np.array([[0.5, 1.0], [1.5, 2.5]]), abs=0.021)


def test_a_dip_as_brief_as_a_stop_is_no_pause() -> None:
    assert len(voiced_spans(over(0.0, (0.5, 1.0), (1.09, 2.0)))) == 1
    assert len(voiced_spans(over(0.0, (0.5, 1.0), (1.15, 2.0)))) == 2


def test_a_click_is_no_speech() -> None:
    clicks = over(0.0, (0.2, 0.22), (0.5, 1.0), (2.5, 2.52))
    assert np.array(voiced_spans(clicks)) == pytest.approx(np.array([[0.5, 1.0]]), abs=0.021)
    assert len(voiced_spans(over(0.0, (0.2, 0.26), (0.5, 1.0)))) == 2


def test_sound_without_a_pause_is_speech_from_end_to_end() -> None:
    assert voiced_spans(over(0.0, (0.0, 3.0))) == ((0.0, 3.0),)
    assert voiced_spans(over(0.1, duration=1.005)) == ((0.0, 1.005),)


@pytest.mark.parametrize("loud", [0.0, 0.0005])
def test_what_is_as_quiet_as_a_microphone_left_open_is_no_speech(loud: float) -> None:
    assert voiced_spans(over(0.0, (0.5, 1.0), loud=loud)) == ()


def test_a_level_is_that_of_the_20_ms_up_to_its_frames_end() -> None:
    """A square wave is as loud as its amplitude: half of full scale is -6.02 dB."""
    square = np.where(np.arange(16000) // 40 % 2, 16384, -16384).astype(np.int16)
    square[8000:] = 0
    found = levels(Clip(square, 16000))
    assert len(found) == 100
    assert found[:50] == pytest.approx(np.full(50, -6.0206), abs=1e-3)
    assert found[50] == pytest.approx(-6.0206 - 3.0103, abs=1e-3)
    assert found[51:] == pytest.approx(np.full(49, -120.0), abs=1e-3)


def test_long_sounds_have_the_levels_of_their_parts() -> None:
    """They are taken in blocks."""
    clip = over(0.05, (5.0, 70.0), duration=130.0, rate=8000)
    part = Clip(clip.samples[59 * 8000 : 62 * 8000], 8000)
    assert levels(clip)[5901:6200] == pytest.approx(levels(part)[1:], abs=1e-3)


def test_the_background_and_the_loud_parts() -> None:
    level = np.concatenate([np.full(20, -70.0), np.full(70, -20.0), np.full(10, -10.0)]).astype(np.float32)
    assert floor_and_top(level) == (-10.0 - DEPTH, -10.0), "digital silence tells no more than a quiet room"
    assert floor_and_top(np.maximum(level, -40.0)) == (-40.0, -10.0)
