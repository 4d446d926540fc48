"""What a rung of the ladder hands back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import shown
from avatar.lipsync.coarticulate import RULES, Stops, coarticulate
from avatar.types import MouthTrack, Rung, Timed


class Made(NamedTuple):
    """A mouth, and what was learned of the clause on the way."""

    track: MouthTrack
    words: tuple[Timed, ...] = ()
    phones: tuple[Timed, ...] | None = None
    """IPA, silences '' or left out; None where the rung knows none."""


def of_phones(
    rung: Rung, phones: tuple[Timed, ...], words: tuple[Timed, ...], duration: float, stops: Stops = "span"
) -> Made:
    """What a rung makes that knows the phones' times; `duration` in seconds."""
    return Made(MouthTrack(coarticulate(phones, duration, stops=stops), rung, RULES.lead), words, phones)


def of_heard(
    rung: Rung, phones: tuple[Timed, ...], words: tuple[Timed, ...], duration: float, lips: NDArray[np.float32],
    chances: NDArray[np.float32] | None = None,
) -> Made:  # fmt: skip
    """What a rung makes that has heard the sound: curves from the phones, cues from all that may have been said.

    `lips`: shape (frames, 2), opening and width as the model hears them; `chances`: shape (frames, classes), None where
    the phones are known and only their boundaries are unsure.
    """
    weights = coarticulate(phones, duration)
    count = len(weights)
    if chances is None:
        chances = shown.blurred(phones, count)
    drawn = np.zeros(count, np.uint8)
    held = shown.drawn(chances, phones)[:count]
    drawn[: len(held)] = held
    opening = np.zeros(count, np.float32)
    opening[: len(lips)] = lips[:count, 0]
    return Made(MouthTrack(weights, rung, RULES.lead, drawn=drawn, opening=opening), words, phones)
