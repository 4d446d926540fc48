"""What a voice goes through: as long and as loud as before, and otherwise as the table says."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import EngineError
from avatar.speech import effects
from avatar.speech.cache import Cache
from avatar.speech.effects import EFFECTS, apply_effects
from avatar.speech.speaker import Speaker
from avatar.types import Clip, Voice

RATES = (16000, 22050, 24000)


def tone(hertz: float, seconds: float = 1.0, rate: int = 24000, level: float = 0.2) -> Clip:
    return Clip.from_floats(level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate), rate)


def voicelike(rate: int = 24000, level: float = 0.12) -> Clip:
    """Something with the spectrum of a vowel at 120 Hz, in bursts like syllables."""
    t = np.arange(round(1.5 * rate)) / rate
    partials = sum(np.sin(2 * np.pi * 120 * k * t + k) / k for k in range(1, 40) if 120 * k < rate / 2)
    return Clip.from_floats(level * partials * (np.sin(2 * np.pi * 3 * t) > -0.5), rate)


def strength(clip: Clip) -> float:
    return float(np.sqrt(np.mean(clip.floats().astype(float) ** 2)))


def level_at(clip: Clip, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(clip.floats() * np.hanning(len(clip.samples))))
    at = round(hertz * len(clip.samples) / clip.rate)
    return float(20 * np.log10(spectrum[at - 2 : at + 3].max() + 1e-9))


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("rate", RATES)
def test_it_keeps_length_and_loudness_clips_nothing_and_is_always_the_same(name: str, rate: int) -> None:
    clip = voicelike(rate)
    through = apply_effects(clip, (name,))
    assert (len(through.samples), through.rate) == (len(clip.samples), rate)
    assert 20 * np.log10(strength(through) / strength(clip)) == pytest.approx(0, abs=0.5)
    assert np.abs(through.samples).max() <= 0.985 * 32767
    assert not np.array_equal(through.samples, clip.samples)
    assert np.array_equal(apply_effects(clip, (name,)).samples, through.samples)


@pytest.mark.parametrize("name", EFFECTS)
def test_a_loud_sound_stays_below_full_scale(name: str) -> None:
    through = apply_effects(Clip.from_floats(voicelike().floats() * 8, 24000), (name,))
    assert np.abs(through.samples).max() <= 0.985 * 32767


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("size", [0, 1, 7, 300])
def test_short_and_silent_sounds_pass(name: str, size: int) -> None:
    silent = apply_effects(Clip(np.zeros(size, np.int16), 24000), (name,))
    assert len(silent.samples) == size
    assert not silent.samples.any()
    assert len(apply_effects(Clip(np.full(size, 900, np.int16), 24000), (name,)).samples) == size


def test_no_effect_is_the_clip_itself() -> None:
    clip = voicelike()
    assert apply_effects(clip, ()) is clip


@pytest.mark.parametrize("name", EFFECTS)
def test_speech_begins_when_it_began(name: str) -> None:
    """A mouth is drawn to the times of the sound before it."""
    quiet = np.zeros(12000, np.float32)
    clip = Clip.from_floats(np.concatenate([quiet, voicelike().floats()]), 24000)
    through = apply_effects(clip, (name,)).floats()
    assert np.abs(through[: 12000 - 480]).max() < 0.02 * np.abs(through).max()
    assert np.abs(through[12000 : 12000 + 480]).max() > 0.1 * np.abs(through).max()


def test_a_loudspeaker_lets_through_what_a_small_one_does() -> None:
    both = Clip.from_floats(tone(120).floats() + tone(1000).floats() + tone(9000).floats(), 24000)
    through = apply_effects(both, ("loudspeaker",))
    assert level_at(through, 1000) - level_at(through, 120) > 12
    assert level_at(through, 1000) - level_at(through, 9000) > 10


def test_a_ring_puts_sidebands_beside_a_tone() -> None:
    through = apply_effects(tone(1000), ("ring",))
    hertz = EFFECTS["ring"].ring_hz
    for beside in (1000 - hertz, 1000 + hertz):
        assert level_at(through, beside) > level_at(through, 1000 + 3 * hertz) + 30
    assert level_at(through, 1000) > level_at(through, 1000 + 3 * hertz) + 30


def test_a_box_rings_at_its_modes_and_is_dull() -> None:
    click = Clip(np.zeros(24000, np.int16), 24000)
    click.samples[6000] = 20000
    through = apply_effects(click, ("box",))
    assert level_at(through, 570) > level_at(through, 2500) + 5
    assert level_at(through, 570) > level_at(through, 9000) + 15


def test_a_tin_is_a_comb() -> None:
    """Its first reflection comes after 4.3 ms: partials lie 1000 / 4.3 Hz apart."""
    noise = Clip.from_floats(np.random.default_rng(1).standard_normal(48000) * 0.1, 24000)
    through = apply_effects(noise, ("tin",))
    power = np.abs(np.fft.rfft(through.floats())) ** 2
    hertz = np.fft.rfftfreq(48000, 1 / 24000)
    phase = (hertz * 4.3e-3) % 1.0
    on, between = power[(phase < 0.1) | (phase > 0.9)].mean(), power[(phase > 0.4) & (phase < 0.6)].mean()
    assert 10 * np.log10(on / between) > 8


def test_a_cave_rings_on_longer_than_a_room_and_a_study() -> None:
    click = Clip(np.zeros(24000, np.int16), 24000)
    click.samples[2400] = 20000
    late = {}
    for name in ("study", "room", "cave", "hall"):
        through = apply_effects(click, (name,)).floats().astype(float)
        late[name] = np.sum(through[2400 + 2880 :] ** 2) / np.sum(through**2)
    assert late["study"] < late["room"] < late["cave"]
    assert late["room"] < late["hall"]


def test_a_wobble_bends_the_pitch_up_and_down() -> None:
    through = apply_effects(tone(1000, 2.0), ("wobble",)).floats()
    rises = np.flatnonzero((through[:-1] < 0) & (through[1:] >= 0))
    periods = np.diff(rises + -through[rises] / (through[rises + 1] - through[rises])) / 24000
    swing = EFFECTS["wobble"].wobble_ms / 1000 * 2 * np.pi * EFFECTS["wobble"].wobble_hz
    assert (1 / periods).max() / 1000 - 1 == pytest.approx(swing, rel=0.15)
    assert 1 - (1 / periods).min() / 1000 == pytest.approx(swing, rel=0.15)


def test_a_name_that_no_effect_has_is_told_and_another_voice_speaks() -> None:
    with pytest.raises(EngineError, match=r"no effect 'cav'.*Did you mean 'cave'"):
        apply_effects(tone(200), ("cav",))
    told: list[str] = []
    speaker = Speaker(notice=told.append, cache=Cache())
    try:
        speech = speaker.speak("Hello there.", Voice("odd", "espeak", "en-us", effects=("cav",)))
    finally:
        speaker.close()
    assert speech.voice == "en-gb"
    assert "There is no effect 'cav'" in told[0]


def test_a_voice_goes_through_its_effects_and_keeps_its_times() -> None:
    speaker = Speaker(cache=Cache())
    try:
        plain = speaker.speak("Hello there.", Voice("v", "espeak", "en-us"))
        boxed = speaker.speak("Hello there.", Voice("v", "espeak", "en-us", effects=("box", "room")))
    finally:
        speaker.close()
    assert boxed.phones == plain.phones
    expected = effects.apply_effects(plain.clip, ("box", "room"))
    assert np.array_equal(boxed.clip.samples, expected.samples)
