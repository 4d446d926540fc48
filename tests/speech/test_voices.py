from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.speech import ENGINES, assemble
from avatar.speech.base import Request
from avatar.text.clean import speakable
from avatar.types import Voice
from tests.speech.conftest import Say

VOICES = [library.read_voice(path) for path in sorted((library.package_data() / "voices").glob("*.toml"))]
ESPEAK = [voice for voice in VOICES if voice.engine == "espeak"]

GREETINGS = {
    "ar": "مرحبا، أنا سعيد جدا برؤيتك اليوم.",
    "el": "Γεια σας, χαίρομαι πολύ που σας βλέπω.",
    "he": "שלום, אני שמח לראות אותך היום.",
    "hi": "नमस्ते, आज आपसे मिलकर बहुत खुशी हुई।",
    "ja": "こんにちは、きょうは、とても うれしいです。",
    "ko": "안녕하세요, 오늘 만나서 반갑습니다.",
    "ru": "Здравствуйте, я очень рад вас видеть.",
    "uk": "Добрий день, я дуже радий вас бачити.",
    "zh": "你好,今天见到你我很高兴。",
}
ENGLISH = "Hello there, I am very happy to see you here today, my friend."


def greeting(voice: Voice) -> str:
    return GREETINGS.get(voice.language.split("-")[0], ENGLISH)


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_every_voice_is_complete(voice: Voice) -> None:
    assert voice.engine in ENGINES
    assert voice.licence
    assert len(voice.description) > 3
    assert 80 <= voice.rate <= 250


def test_there_are_voices_for_many_languages_and_characters() -> None:
    assert len({voice.language.split("-")[0] for voice in ESPEAK}) >= 20
    assert len([voice for voice in ESPEAK if voice.language.startswith("en")]) >= 10
    assert {voice.engine for voice in VOICES} == set(ENGINES)


@pytest.mark.parametrize("voice", ESPEAK, ids=lambda voice: voice.name)
def test_every_espeak_voice_speaks_at_an_even_level(espeak: Say, voice: Voice) -> None:
    said = speakable(greeting(voice), voice.language)
    sound = espeak(Request.of(said.text, voice))
    speech = assemble.make_speech(greeting(voice), said, [(0, sound)], voice)
    assert len([phone for phone in speech.phones or () if phone.value]) > 15
    assert len(speech.words) >= 3
    assert -23 < loudness(speech.clip.floats()) < -17


def loudness(samples: np.ndarray) -> float:
    """dB of full scale, over the frames of 20 ms that are not silent."""
    frames = samples[: len(samples) // 441 * 441].reshape(-1, 441)
    level = np.sqrt((frames**2).mean(axis=1))
    active = level[level > 0.05 * level.max()]
    return float(20 * np.log10(np.sqrt((active**2).mean())))


def test_the_english_voices_all_sound_different(espeak: Say) -> None:
    english = [voice for voice in ESPEAK if voice.language.startswith("en")]
    sounds = {espeak(Request.of(ENGLISH, voice)).pcm for voice in english}
    assert len(sounds) == len(english)


def test_a_faster_voice_says_the_same_in_less_time(espeak: Say) -> None:
    voice = library.voice("en-gb")
    assert espeak(Request.of(ENGLISH, replace(voice, rate=240))).duration < espeak(Request.of(ENGLISH, voice)).duration
