"""Somebody interrupts the character, which falls silent: one utterance, however its device behaves meanwhile."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.ears.hearing import Hearing
from avatar.ears.utterances import Utterances
from avatar.ears.voice import RATE, VoiceDetector
from tests.ears import speech

BLOCK = 320
PAUSE_S = 0.6
FALLS_SILENT_S = 0.4


def utterances(said: speech.Samples, *, jumps_after_s: float | None) -> list[float]:
    """Seconds of each utterance that is heard where somebody speaks for some seconds over a character that soon falls
    silent. `jumps_after_s`: the clock of the character's device jumps so long after that, as on a busy machine."""
    seconds, first = 16.0, 10 * RATE
    story = speech.spoken(speech.STORY, 7.0)[: round(6.5 * RATE)]
    played = np.tile(story, 3)[: round(seconds * RATE)] / np.abs(story).max()
    silent = first + round(FALLS_SILENT_S * RATE)
    played[silent:] = 0.0
    microphone = speech.in_a_room(played, 0.06, -6.0) + speech.hiss(seconds, 0.001)
    microphone[first : first + len(said)] += said
    hearing, found, detector = Hearing(), Utterances(), VoiceDetector()
    lengths: list[float] = []
    for at in range(0, len(microphone) - BLOCK + 1, BLOCK):
        now = 100.0 + at / RATE
        hearing.aloud = at < silent + RATE // 2
        if hearing.aloud:
            late = 0.3 if jumps_after_s is not None and at >= first + jumps_after_s * RATE else 0.0
            hearing.played.add(now + late, RATE, (played[at : at + BLOCK] * 32767).astype(np.int16))
        hearing.take(now, RATE, np.clip(microphone[at : at + BLOCK], -1, 1))
        for frame in hearing.frames(now):
            found.take(frame.samples, detector.judge(frame.samples), frame.over, frame.credible)
            if found.paused_s > PAUSE_S:
                lengths.append(len(found.end()) / RATE)
    return lengths


def test_nobody_looks_for_interruptions_that_are_not_wanted() -> None:
    for interrupt in (True, False):
        hearing, noticed = Hearing(interrupt), 0
        story = np.tile(speech.spoken(speech.STORY, 7.0)[: round(6.5 * RATE)], 2)
        other = speech.somebody_else()
        microphone = speech.in_a_room(story, 0.06, -6.0) + speech.hiss(13.0, 0.001)
        microphone[9 * RATE : 9 * RATE + len(other)] += other
        hearing.aloud = True
        for at in range(0, len(microphone) - BLOCK + 1, BLOCK):
            now = 100.0 + at / RATE
            hearing.played.add(now, RATE, (story[at : at + BLOCK] * 32767).astype(np.int16))
            hearing.take(now, RATE, np.clip(microphone[at : at + BLOCK], -1, 1))
            noticed += sum(frame.sooner or frame.perhaps for frame in hearing.frames(now))
        assert bool(noticed) == interrupt


@pytest.mark.parametrize("jumps_after_s", [None, 0.7])
@pytest.mark.parametrize("level", [0.9, 0.25])
def test_who_interrupts_says_one_thing(jumps_after_s: float | None, level: float) -> None:
    slow = speech.spoken()
    said = np.interp(np.arange(0, len(slow), 1.26), np.arange(len(slow)), slow).astype(np.float32)
    lengths = utterances(said / np.abs(said).max() * level, jumps_after_s=jumps_after_s)
    assert len(lengths) == 1
    assert lengths[0] > 2.3
