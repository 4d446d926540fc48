"""The character's own voice in the microphone: a room that is made up, WebRTC's real canceller."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.ears.echo import EARLY_S, Canceller, Played
from avatar.ears.hearing import Hearing
from avatar.ears.messages import Began
from avatar.ears.utterances import FRAME_S, Utterances
from avatar.ears.voice import RATE, VoiceDetector
from tests.ears import speech

BLOCK = 320


def talked(seconds: float) -> speech.Samples:
    """The character's talk, at full volume."""
    story = speech.spoken(speech.STORY, 7.0)[: round(6.5 * RATE)]
    whole = np.tile(story, 1 + round(seconds * RATE) // len(story))[: round(seconds * RATE)]
    return (whole / np.abs(whole).max()).astype(np.float32)


def heard(microphone: speech.Samples, played: speech.Samples | None, *, drift: float = 0.0) -> list[float]:
    """Seconds at which somebody began to speak, as the ears have it. `drift`: by how much the device's clock is off."""
    hearing, found, detector = Hearing(), Utterances(), VoiceDetector()
    hearing.aloud = played is not None
    began: list[float] = []
    count = 0
    for at in range(0, len(microphone) - BLOCK + 1, BLOCK):
        now = 100.0 + at / RATE
        if played is not None:
            block = (played[at : at + BLOCK] * 32767).astype(np.int16)
            hearing.played.add(now * (1 + drift) - 100.0 * drift, RATE, block)
        hearing.take(now, RATE, microphone[at : at + BLOCK])
        for frame in hearing.frames(now):
            count += 1
            likely = detector.judge(frame.samples)
            events = found.take(frame.samples, likely, frame.over, frame.credible, frame.sooner)
            began += [count * FRAME_S for event in events if isinstance(event, Began)]
            if found.paused_s > 0.5:
                found.forget()
    return began


@pytest.mark.parametrize(("delay_s", "decibels"), [(0.02, 0.0), (0.1, -6.0), (0.2, 0.0)])
def test_its_own_voice_is_nobodys(delay_s: float, decibels: float) -> None:
    played = talked(30.0)
    microphone = np.clip(speech.in_a_room(played, delay_s, decibels) + speech.hiss(30.0, 0.001), -1, 1)
    assert heard(microphone, None)  # without knowing what is played it would be
    assert heard(microphone, played) == []


def test_a_device_whose_clock_is_off_makes_no_difference() -> None:
    played = talked(40.0)
    microphone = speech.in_a_room(played, 0.08, -3.0) + speech.hiss(40.0, 0.001)
    assert heard(microphone, played, drift=2e-4) == []


@pytest.mark.parametrize("lost_s", [-0.03, 0.008, 0.025])
def test_sound_that_was_lost_on_the_way_makes_it_nobody_else(lost_s: float) -> None:
    played = talked(30.0)
    room = speech.in_a_room(played, 0.06, 0.0, near=True)
    at, lost = round(15.0 * RATE), round(lost_s * RATE)
    parts = [room[:at], np.zeros(max(-lost, 0), np.float32), room[at + max(lost, 0) :]]
    microphone = np.concatenate(parts)[: len(played)]
    microphone = np.clip(microphone + speech.hiss(len(microphone) / RATE, 0.001)[: len(microphone)], -1, 1)
    assert heard(microphone, played) == []


def test_who_speaks_over_it_is_heard_within_300_ms() -> None:
    played = talked(20.0)
    microphone = speech.in_a_room(played, 0.06, -6.0) + speech.hiss(20.0, 0.001)
    said = speech.somebody_else()
    said = said / np.abs(said).max() * 0.9
    starts = 10.0
    first = round(starts * RATE)
    microphone[first : first + len(said)] += said
    begins = starts + int(np.argmax(np.abs(said) > 0.02)) / RATE
    found = heard(np.clip(microphone, -1, 1), played)
    assert found
    assert 0.0 < found[0] - begins < 0.3


def test_without_a_canceller_nothing_is_heard_while_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: Canceller) -> None:
        raise ImportError("no livekit")

    monkeypatch.setattr(Canceller, "__init__", missing)
    played = talked(6.0)
    played[3 * RATE :] = 0.0
    said = np.zeros_like(played)
    said[4 * RATE :] = speech.spoken()[: 2 * RATE]
    microphone = speech.in_a_room(played, 0.05, 0.0) + said + speech.hiss(6.0, 0.001)
    found = heard(microphone, played)
    assert len(found) == 1
    assert found[0] > 4.0


def test_what_is_played_stands_on_one_line_of_time() -> None:
    line = Played()
    block = np.full(480, 1000, np.int16)
    for number in range(100):
        line.add(50.0 + number * 0.01 + (0.001 if number % 2 else -0.001), 48_000, block)
    assert line.end == pytest.approx(51.0 - EARLY_S, abs=0.02)
    middle = line.at(50.4, 160)
    assert np.allclose(middle, 1000 / 32768, atol=1e-3)
    assert not line.at(40.0, 160).any()
    assert not line.at(60.0, 160).any()
    for number in range(10):  # the device was gone for half a second
        line.add(51.5 + number * 0.01, 48_000, block)
    assert not line.at(51.2, 160).any()
    assert line.sounds(51.5, 0.1)
    assert not line.sounds(51.3, 0.1)
