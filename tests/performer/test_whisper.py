"""Breath in place of the voice, the words as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.config import Config
from avatar.performer.delivery import Delivery
from avatar.performer.perform import Performer, SpokenLine
from avatar.performer.whisper import whispered
from avatar.speech.engines.espeak import Espeak
from avatar.text.directions import Marked
from avatar.types import Clip

RATE = 16_000


def vowel(seconds: float = 1.0, pitch: float = 120.0, formants: tuple[float, ...] = (700.0, 1200.0)) -> Clip:
    """A buzz whose harmonics are strongest at the formants."""
    t = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(t))
    for number in range(1, int(4000 / pitch)):
        hertz = number * pitch
        loud = sum(1 / (1 + ((hertz - formant) / 80) ** 2) for formant in formants)
        sound += loud * np.sin(2 * np.pi * hertz * t)
    return Clip.from_floats(0.3 * sound / np.abs(sound).max(), RATE)


def periodic(samples: np.ndarray, rate: int) -> float:
    """How alike the sound is to itself a period of a voice (70 to 300 Hz) later, where it is loud; 1 is the same."""
    size = 1024 * rate // RATE
    frames = [samples[at : at + size].astype(float) for at in range(0, len(samples) - size, size)]
    loud = [frame for frame in frames if np.abs(frame).max() > 0.3 * np.abs(samples).max()]
    likeness = []
    for frame in loud:
        correlation = np.correlate(frame, frame, "full")[size - 1 :]
        likeness.append(correlation[rate // 300 : rate // 70].max() / correlation[0])
    return float(np.median(likeness))


def test_the_pitch_is_gone_and_the_length_stays() -> None:
    clip = vowel()
    breath = whispered(clip)
    assert (len(breath.samples), breath.rate) == (len(clip.samples), RATE)
    assert periodic(clip.floats(), RATE) > 0.8
    assert periodic(breath.floats(), RATE) < 0.5


@pytest.mark.parametrize("formants", [(500.0, 1500.0), (700.0, 2400.0)])
def test_the_mouth_is_heard_in_it(formants: tuple[float, float]) -> None:
    breath = whispered(vowel(2.0, formants=formants)).floats()
    power = np.abs(np.fft.rfft(breath)) ** 2
    hertz = np.fft.rfftfreq(len(breath), 1 / RATE)
    low, high = formants
    between = np.median(power[np.abs(hertz - (low + high) / 2) < 100])
    for formant in formants:
        assert np.median(power[np.abs(hertz - formant) < 60]) > 3 * between


def test_loud_stays_loud_and_silence_silent() -> None:
    speech = vowel(0.5).samples
    clip = Clip(np.concatenate([speech, np.zeros(RATE // 2, np.int16), speech // 4]), RATE)
    breath = whispered(clip).floats()
    strong, silent, weak = (
        float(np.sqrt(np.mean(breath[first : first + RATE // 4] ** 2)))
        for first in (RATE // 8, 5 * RATE // 8, 9 * RATE // 8)
    )
    assert silent < 1e-4
    assert strong == pytest.approx(4 * weak, rel=0.3)


def test_the_same_each_time_and_nothing_to_do_for_next_to_nothing() -> None:
    clip = vowel(0.3)
    np.testing.assert_array_equal(whispered(clip).samples, whispered(clip).samples)
    short = Clip(clip.samples[:100], RATE)
    assert whispered(short) is short


def test_a_voice_without_a_whisper_of_its_own_whispers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Espeak, "traits", replace(Espeak.traits, whispers=()))
    performer = Performer(Config())
    try:
        said, breathed = (
            performer.perform(SpokenLine(Marked("We all know why."), "max", library.voice("en-gb"), delivery=how))
            for how in (Delivery(), Delivery(whisper=True))
        )
    finally:
        performer.close()
    assert breathed.duration == pytest.approx(said.duration, abs=0.01)
    assert [word.value for word in breathed.speech.words] == [word.value for word in said.speech.words]
    np.testing.assert_array_equal(breathed.mouth.weights, said.mouth.weights)
    plain, breath = (each.speech.clip.floats() for each in (said, breathed))
    assert periodic(breath, breathed.speech.clip.rate) < 0.7 * periodic(plain, said.speech.clip.rate)
