"""Who speaks over an echo: a room that is made up, Silero's real net."""

from __future__ import annotations

import numpy as np

from avatar.ears.echo import STEP
from avatar.ears.linear import LinearCanceller
from avatar.ears.sooner import Sooner
from avatar.ears.voice import FRAME, RATE
from tests.ears import speech

PLAYED = np.asarray(np.tile(speech.spoken(speech.STORY, 7.0)[: round(6.5 * RATE)], 2), np.float32)
HEARD = speech.in_a_room(PLAYED, 0.05, 0.0, near=True) + speech.hiss(13.0, 0.001)[: len(PLAYED)]


def left(heard: speech.Samples, played: speech.Samples) -> speech.Samples:
    canceller = LinearCanceller()
    steps = range(0, len(heard) - STEP + 1, STEP)
    return np.concatenate([canceller.take(heard[at : at + STEP], played[at : at + STEP]) for at in steps])


def noticed(heard: speech.Samples, played: speech.Samples, how: str = "speaks") -> list[float]:
    """Seconds of the ends of the frames in which somebody seems to speak, or to begin to."""
    sooner, found, waiting = Sooner(), [], 0
    for at in range(0, len(heard) - STEP + 1, STEP):
        sooner.take(heard[at : at + STEP], played[at : at + STEP])
        waiting += STEP
        if waiting >= FRAME:
            waiting -= FRAME
            if getattr(sooner.judge(), how):
                found.append((at + STEP - waiting) / RATE)
    return found


def power(samples: speech.Samples) -> float:
    return float(np.mean(samples.astype(np.float64) ** 2))


def test_an_echo_is_taken_away_and_what_is_no_echo_is_left_as_it_is() -> None:
    assert power(left(HEARD, PLAYED)[8 * RATE :]) < 0.01 * power(HEARD[8 * RATE :])
    alone = speech.somebody_else()[: 2 * RATE]
    assert np.allclose(left(alone, np.zeros_like(alone)), alone, atol=1e-6)


def test_nobody_is_noticed_in_an_echo() -> None:
    assert noticed(HEARD, PLAYED) == []
    assert noticed(HEARD, PLAYED, "begins") == []


def test_who_speaks_over_it_is_noticed_within_four_frames_of_being_loud() -> None:
    other = speech.somebody_else()
    heard, first = HEARD.copy(), 9 * RATE
    heard[first : first + len(other)] += other
    begins = 9.0 + float(np.argmax(np.abs(other) > 0.1 * np.abs(other).max())) / RATE
    found = noticed(heard, PLAYED)
    assert found
    assert begins - 0.1 < found[0] < begins + 4 * FRAME / RATE
    assert begins - 0.1 < noticed(heard, PLAYED, "begins")[0] <= found[0]


def test_while_nothing_is_played_nobody_is_noticed_here() -> None:
    sooner = Sooner()
    for at in range(0, RATE, STEP):
        sooner.take(PLAYED[at : at + STEP], None)
    assert not sooner.judge().speaks
