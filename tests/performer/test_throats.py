"""What a throat does before a line: with whose pitch, how long, and what of the line moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.performer import throats
from avatar.performer.throats import NOISES, find_pitch, make_noise, with_noise
from avatar.show.cues import Say
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.speech.effects import apply_effects
from avatar.types import FRAME_RATE, VISEMES, Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed

RATE = 22050


def voiced(hertz: float, seconds: float = 1.0, rate: int = RATE) -> Clip:
    """A buzz with the partials of a voice, in two bursts."""
    t = np.arange(round(seconds * rate)) / rate
    partials = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 20) if hertz * k < rate / 2)
    return Clip.from_floats(0.15 * partials * (np.sin(2 * np.pi * 2 * t) > -0.3), rate)


def line(clip: Clip, voice: str = "en-gb") -> Performance:
    lasts = clip.duration
    weights = np.zeros((round(lasts * FRAME_RATE) + 1, len(VISEMES)), np.float32)
    weights[:, VISEMES.index("aa")] = 1.0
    words = (Timed(0.1, 0.4, "Oh", 0, 2), Timed(0.5, 0.9, "well", 3, 4))
    speech = Speech(clip, "Oh well", voice, words=words, phones=(Timed(0.0, lasts, "ə"),))
    marks = (Mark("expression", "sad"), Mark("emphasis", "", 0.5, 0.9), Mark("emphasis", "", 0.0, 0.2))
    return Performance("MAX", speech, MouthTrack(weights, Rung.VOICE), marks, (Timed(0.0, lasts, "Oh well"),))


@pytest.mark.parametrize("hertz", [80, 110, 190, 270, 400])
@pytest.mark.parametrize("rate", [16000, 22050, 24000])
def test_the_pitch_of_a_line_is_found(hertz: float, rate: int) -> None:
    assert find_pitch(voiced(hertz, rate=rate)) == pytest.approx(hertz, rel=0.02)


def test_a_line_without_one_is_taken_for_anyones() -> None:
    noise = Clip.from_floats(np.random.default_rng(1).standard_normal(RATE) * 0.1, RATE)
    for clip in (noise, Clip.silence(1.0, RATE), Clip.silence(0.0, RATE)):
        assert find_pitch(clip) == throats.USUAL_HZ


@pytest.mark.parametrize("name", NOISES)
def test_a_noise_is_softer_than_the_line_and_the_same_each_time(name: str) -> None:
    clip = voiced(190)
    made = make_noise(name, clip, "en-gb", 5)
    assert 0.4 < made.duration < 1.6
    assert made.rate == RATE
    softer = 20 * np.log10(throats._strength(made.floats()) / throats._strength(clip.floats()))
    assert softer == pytest.approx(NOISES[name].db, abs=1.0)
    assert np.array_equal(make_noise(name, clip, "en-gb", 5).samples, made.samples)


def test_a_larger_throat_sighs_darker() -> None:
    def brightness(hertz: float) -> float:
        sound = make_noise("sigh", voiced(hertz), "en-gb", 5).floats()
        power = np.abs(np.fft.rfft(sound)) ** 2
        return float(np.sum(power * np.fft.rfftfreq(len(sound), 1 / RATE)) / np.sum(power))

    assert brightness(260) > brightness(100) * 1.1


def test_a_chuckle_lies_above_the_voice_it_comes_from() -> None:
    for hertz in (110, 220):
        laughed = find_pitch(make_noise("chuckle", voiced(hertz), "en-gb", 5))
        assert 1.1 * hertz < laughed < 2.4 * hertz


def test_it_goes_through_what_the_voice_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_noise("sigh", voiced(190), "en-gb", 5)
    boxed = replace(library.voice("en-gb"), effects=("box",))
    monkeypatch.setattr(library, "voice", lambda name: boxed)
    assert np.array_equal(make_noise("sigh", voiced(190), "en-gb", 5).samples, apply_effects(plain, ("box",)).samples)


def test_a_voice_that_is_gone_sighs_all_the_same() -> None:
    assert make_noise("sigh", voiced(190), "no-such-voice", 5).duration > 0.4


def test_the_line_comes_later_by_its_length_with_all_that_is_in_it() -> None:
    before = line(voiced(190))
    after = with_noise(before, "sigh")
    later = after.duration - before.duration
    assert later > 0.4
    assert np.array_equal(after.speech.clip.samples[-len(before.speech.clip.samples) :], before.speech.clip.samples)
    assert [word.start for word in after.speech.words] == pytest.approx([0.1 + later, 0.5 + later])
    assert [(word.at, word.length) for word in after.speech.words] == [(0, 2), (3, 4)]
    assert after.speech.phones is not None
    assert [phone.value for phone in after.speech.phones] == ["", "ə"]
    assert after.speech.phones[1].start == pytest.approx(later)
    assert after.captions[0].start == pytest.approx(later)
    starts = [(mark.kind, round(mark.start - later, 3) if mark.start else 0.0) for mark in after.marks]
    assert starts == [("expression", 0.0), ("emphasis", 0.5), ("emphasis", 0.0)]
    assert abs(after.mouth.duration - after.duration) < 0.03
    assert after.mouth.weights[: round(later * FRAME_RATE), VISEMES.index("aa")].max() == 0.0
    opened = after.mouth.weights[: round(later * FRAME_RATE), VISEMES.index("E")]
    assert 0.3 < opened.max() <= NOISES["sigh"].opens + 1e-6
    assert np.allclose(after.mouth.weights.sum(1), 1.0, atol=1e-5)


def test_in_the_middle_of_a_line_only_what_follows_comes_later() -> None:
    before = line(voiced(190))
    after = with_noise(before, "gasp", 0.5)
    later = after.duration - before.duration
    half = RATE // 2
    assert np.array_equal(after.speech.clip.samples[:half], before.speech.clip.samples[:half])
    assert np.array_equal(after.speech.clip.samples[-half:], before.speech.clip.samples[-half:])
    assert [word.start for word in after.speech.words] == pytest.approx([0.1, 0.5 + later])
    assert after.speech.phones is not None
    assert [phone.start for phone in after.speech.phones] == pytest.approx([0.0, 0.5, 0.5 + later])
    assert [phone.end for phone in after.speech.phones] == pytest.approx([0.5, 0.5 + later, 1.0 + later])
    assert (after.captions[0].start, after.captions[0].end) == pytest.approx((0.0, 1.0 + later))
    assert [round(mark.start, 3) for mark in after.marks] == [0.0, round(0.5 + later, 3), 0.0]
    assert after.marks[2].end == 0.2
    open_ = after.mouth.weights[:, VISEMES.index("aa")]
    assert (open_[:50] == 1).all()
    assert open_[50 : 50 + round(later * FRAME_RATE)].max() == 0.0


def test_a_throat_that_says_nothing_here_is_known_from_elsewhere() -> None:
    made = with_noise(line(Clip.silence(1.0, RATE)), "sigh", 1.0, heard=voiced(190, rate=16000))
    assert made.speech.clip.rate == RATE
    assert made.speech.clip.samples[RATE:].any()


def test_a_line_that_nobody_speaks_has_no_sigh() -> None:
    silent = line(Clip.silence(1.0, RATE))
    assert with_noise(silent, "sigh") is silent


@pytest.mark.parametrize(
    ("aside", "noise"),
    [
        ("sighs", "sigh"), ("with a sigh", "sigh"), ("gasps", "gasp"), ("chuckles softly", "chuckle"),
        ("laughing", ""), ("smiling", ""), ("sadly", ""),
    ],
)  # fmt: skip
def test_a_parenthetical_asks_for_it_before_the_words_that_follow(aside: str, noise: str) -> None:
    show = direct(parse(f"JUNO\n({aside})\nOh well, that was that. That was the last one of them all.\n"))
    says = [cue for cue in show.cues if isinstance(cue, Say)]
    assert [say.before for say in says] == [noise, *[""] * (len(says) - 1)]
    assert show.problems == ()


def test_within_a_sentence_of_a_script_it_is_heard_at_its_place() -> None:
    show = direct(parse("JUNO\nWell then, [sighs] there we are. It is late. [gasps]\n\nMAX\nYes.\n"))
    says = [cue for cue in show.cues if isinstance(cue, Say)]
    assert [(say.text, say.before) for say in says][:2] == [("Well then,", ""), ("there we are.", "sigh")]
    assert not any(say.before for say in says[2:])
