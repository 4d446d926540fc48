"""Kokoro's own net and styles, 90 MB that tests don't bring: `python -m pytest -m big_voices`; AVATAR_VOICES names a
user folder that holds them (`avatar voices get kokoro-heart kokoro-bella kokoro-emma kokoro-fr kokoro-ja`).
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar.speech.base import Request, SpokenSound
from avatar.speech.engines.kokoro import Kokoro

pytestmark = pytest.mark.big_voices

FOLDER = os.environ.get("AVATAR_VOICES", "")  # each test is given an environment without what is ours

TEXT = "Hello there, my friend. She sells sea shells by the sea shore."


@pytest.fixture(scope="module")
def kokoro() -> Kokoro:
    return Kokoro()


@pytest.fixture(autouse=True)
def voices(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FOLDER, "AVATAR_VOICES names no folder"
    monkeypatch.setenv("AVATAR_HOME", FOLDER)


def heard(sound: SpokenSound) -> np.ndarray:
    return np.frombuffer(sound.pcm, "<i2").astype(float) / 32768


def hiss(samples: np.ndarray) -> float:
    """Share of the power above 4 kHz."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    return float(power[np.fft.rfftfreq(len(samples), 1 / 24000) > 4000].sum() / power.sum())


def test_its_times_fit_its_sound(kokoro: Kokoro) -> None:
    """Each sibilant hisses and each vowel does not, where the times put them."""
    sound = kokoro.speak(Request(TEXT, "af_heart", "en-US"))
    samples = heard(sound)
    phones = sound.phones or ()
    cut = {phone: samples[round(phone.start * 24000) : round(phone.end * 24000)] for phone in phones}
    sibilants = [hiss(part) for phone, part in cut.items() if phone.value in ("s", "ʃ")]
    vowels = [hiss(part) for phone, part in cut.items() if phone.value.startswith("ˈ")]
    assert len(sibilants) == 6
    assert min(sibilants) > 0.3
    assert max(vowels) < 0.1
    assert [word.value for word in sound.words] == TEXT.replace(",", "").replace(".", "").split()
    assert all(one.end <= other.start + 1e-6 for one, other in pairwise(sound.words))


def test_the_same_text_gives_the_same_samples_in_another_engine(kokoro: Kokoro) -> None:
    request = Request(TEXT, "af_heart*0.6 + bf_emma*0.4", "en-US")
    assert kokoro.speak(request) == Kokoro().speak(request)


@pytest.mark.parametrize(
    ("voice", "language", "text"),
    [
        ("bf_emma", "en-GB", "Only the near square of an old fire."),
        ("ff_siwis", "fr", "Bonjour, il fait beau aujourd'hui."),
        ("zf_xiaoxiao", "zh-CN", "今天天气很好，我们一起去公园散步吧。"),
        ("jf_alpha", "ja", "きょうは とても いい てんきです。"),
    ],
)
def test_each_language_speaks(kokoro: Kokoro, voice: str, language: str, text: str) -> None:
    sound = kokoro.speak(Request(text, voice, language))
    assert 1.0 < sound.duration < 5.0
    assert np.abs(heard(sound)).max() > 0.1


def test_a_whisper_has_no_voice(kokoro: Kokoro) -> None:
    plain = kokoro.speak(Request(TEXT, "af_bella", "en-US"))
    whispered = kokoro.speak(Request(TEXT, "af_bella", "en-US", variant="whisper"))
    assert whispered.words == plain.words

    def low(samples: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(samples)) ** 2
        return float(power[np.fft.rfftfreq(len(samples), 1 / 24000) < 250].sum() / power.sum())

    assert low(heard(whispered)) < 0.1 * low(heard(plain))
