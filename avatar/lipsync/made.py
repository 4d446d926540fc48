"""What a rung of the ladder hands back."""

from __future__ import annotations

from typing import NamedTuple

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
