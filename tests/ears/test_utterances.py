"""Where an utterance begins, pauses and ends, with likelihoods that a test makes up, and with speech."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.ears import utterances
from avatar.ears.messages import Began, Paused, Resumed, Suspected
from avatar.ears.utterances import DOUBTED, FRAME_S, LET_OFF, LONGEST, Cut, Event, Utterances
from avatar.ears.voice import FRAME, RATE, VoiceDetector
from tests.ears import speech

SPEECH, SILENCE = 0.9, 0.05


def fed(found: Utterances, likely: float, count: int, *, credible: bool = True) -> list[Event]:
    frame = np.full(FRAME, likely, np.float32)
    return [event for _ in range(count) for event in found.take(frame, likely, credible=credible)]


def test_a_click_begins_nothing() -> None:
    found = Utterances()
    for _ in range(20):
        assert fed(found, SPEECH, 2) == []
        assert fed(found, SILENCE, 4) == []
    assert not found.speaking
    assert len(found.samples()) == 0


def test_who_interrupts_is_heard_a_frame_sooner() -> None:
    found = Utterances()
    frame = np.full(FRAME, SPEECH, np.float32)
    assert found.take(frame, SPEECH, over=True) == [Suspected(True)]
    assert found.take(frame, SPEECH, over=True) == [Began()]


def test_who_is_noticed_before_the_canceller_lets_them_through_interrupts() -> None:
    found = Utterances()
    frame = np.zeros(FRAME, np.float32)
    assert found.take(frame, SILENCE, over=True, sooner=True) == []
    assert found.take(frame, SILENCE, over=True) == []
    assert found.take(frame, SILENCE, over=True, sooner=True) == []
    assert found.take(frame, SILENCE, over=True, sooner=True) == [Began()]


def test_an_utterance_begins_within_a_tenth_of_a_second_and_has_what_was_before() -> None:
    found = Utterances()
    fed(found, SILENCE, 50)
    assert fed(found, SPEECH, 3) == [Began()]
    assert 3 * FRAME_S < 0.1
    samples = found.samples()
    assert len(samples) == utterances.BEFORE * FRAME
    assert samples[0] == np.float32(SILENCE)
    assert samples[-1] == np.float32(SPEECH)


def test_who_speaks_over_the_character_is_heard_sooner() -> None:
    found = Utterances()
    frame = np.full(FRAME, 0.4, np.float32)
    assert [event for _ in range(20) for event in found.take(frame, 0.4)] == []
    told = [event for _ in range(3) for event in found.take(frame, 0.4, over=True)]
    assert told == [Suspected(True), Began()]


def test_a_suspicion_is_told_once_and_given_up_where_nobody_goes_on() -> None:
    found = Utterances()
    silent, sudden = (np.full(FRAME, each, np.float32) for each in (SILENCE, SPEECH))

    def told(*frames: np.ndarray) -> list[Event]:
        return [event for each in frames for event in found.take(each, float(each[0]), over=True)]

    assert told(sudden) == [Suspected(True)]
    assert told(*[silent] * LET_OFF) == [Suspected(False)]
    assert told(*[silent] * 20) == []
    assert told(sudden, silent, sudden) == [Suspected(True)]
    assert told(*[silent] * LET_OFF) == [Suspected(False)]
    assert found.take(silent, SILENCE, over=True, perhaps=True) == [Suspected(True)]
    assert told(*[silent] * LET_OFF) == [Suspected(False)]
    assert fed(found, SPEECH, 1) == []  # nobody is suspected while the character is silent


def test_pauses_are_told_and_their_end() -> None:
    found = Utterances()
    fed(found, SPEECH, 10)
    assert fed(found, SILENCE, 4) == []
    assert fed(found, SILENCE, 10) == [Paused()]
    assert found.paused_s == pytest.approx(14 * FRAME_S)
    assert found.resting
    assert fed(found, SPEECH, 2) == [Resumed()]
    assert found.paused_s == 0.0
    assert not found.resting


def test_what_may_be_the_characters_voice_begins_nothing_and_is_no_pause_in_what_has_begun() -> None:
    found = Utterances()
    assert fed(found, SPEECH, 50, credible=False) == []
    assert fed(found, SPEECH, 3) == [Began()]
    assert fed(found, SPEECH, DOUBTED, credible=False) == []
    assert found.paused_s == 0.0
    fed(found, SILENCE, 4, credible=False)
    assert found.paused_s == pytest.approx(4 * FRAME_S)
    assert fed(found, SPEECH, 20, credible=False) == [Paused()]  # in the end it is only the character
    assert found.paused_s == pytest.approx(24 * FRAME_S)
    assert fed(found, SPEECH, 1) == [Resumed()]
    assert fed(found, SPEECH, DOUBTED, credible=False) == []


def test_the_end_gives_what_was_said_and_little_more() -> None:
    found = Utterances()
    fed(found, SPEECH, 10)
    fed(found, SILENCE, 40)
    assert len(found.end()) == (10 + utterances.AFTER) * FRAME
    assert not found.speaking
    assert fed(found, SPEECH, 3) == [Began()]


def test_half_an_hour_without_a_pause_is_cut_where_it_is_quietest_and_never_grows() -> None:
    found = Utterances()
    pieces: list[Cut] = []
    most = 0
    for number in range(round(1800 / FRAME_S)):
        likely = 0.4 if number % 100 == 99 else SPEECH  # somebody who takes a short breath every 3 s
        pieces += [each for each in found.take(np.full(FRAME, likely, np.float32), likely) if isinstance(each, Cut)]
        most = max(most, len(found.samples()))
    assert most <= LONGEST * FRAME
    assert len(pieces) > 70
    assert all(len(piece.samples) <= LONGEST * FRAME for piece in pieces)
    assert sum(piece.samples[-1] == np.float32(0.4) for piece in pieces) == len(pieces)
    total = sum(len(piece.samples) for piece in pieces) + len(found.end())
    assert total == pytest.approx(1800 * RATE, abs=20 * FRAME)


def test_spoken_sentences_are_two_utterances_with_all_their_sound() -> None:
    sound = np.concatenate((speech.hiss(1.0), speech.spoken() + speech.hiss(5.0, seed=1)))
    found, detector = Utterances(), VoiceDetector()
    told: list[Event] = []
    for frame in speech.frames(np.concatenate((sound, sound))):
        told += found.take(frame, detector.judge(frame))
        if found.paused_s > 1.0:
            said = found.end()
            assert 3.0 < len(said) / RATE < 4.8
            told.append(Cut(said))
    assert [type(each) for each in told if isinstance(each, Began | Cut)] == [Began, Cut] * 2
