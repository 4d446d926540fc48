"""What a rung of the ladder hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import doubting, shown
from avatar.lipsync.coarticulate import RULES, Stops, at_burst, coarticulate, without_holes
from avatar.lipsync.doubting import Doubt, Scores
from avatar.types import Clip, MouthTrack, Rung, Speech, Timed

_CLOSED_BEFORE_BURST = next(contact.lead_to_burst for contact in RULES.contacts if contact.part == "closure")


class Made(NamedTuple):
    """A mouth, and what was learned of the clause on the way."""

    track: MouthTrack
    words: tuple[Timed, ...] = ()
    phones: tuple[Timed, ...] | None = None
    """IPA, silences '' or left out; None where the rung knows none."""
    doubt: Doubt | None = None
    """Where the mouth may be wrong; None where nothing was heard that could tell."""
    notes: tuple[str, ...] = ()
    """What was chosen on the way, to be told."""


def of_phones(
    rung: Rung,
    phones: tuple[Timed, ...],
    words: tuple[Timed, ...],
    duration: float,
    stops: Stops = "span",
    clip: Clip | None = None,
) -> Made:
    """The result of a rung that knows the phones' times; `duration` in seconds. Lips part at the bursts in `clip`."""
    weights = coarticulate(phones, duration, stops=stops, clip=clip)
    return Made(MouthTrack(weights, rung, RULES.lead), words, phones)


def stops_of(speech: Speech) -> Stops:
    """Where the times of a speech's phones put a voiceless stop."""
    return "burst" if speech.times_from == "engine" else "span"


def worst_rung(tracks: Sequence[MouthTrack]) -> Rung:
    """The lowest rung of some tracks' mouths; one that a package brings, whose place nobody knows, counts as lower."""
    order = list(Rung)
    rungs = (track.rung for track in tracks)
    return max(rungs, key=lambda rung: order.index(rung) if rung in order else len(order), default=Rung.LOUDNESS)


def lettered(made: Made, stops: Stops = "span") -> Made:
    """The same with drawn mouths, those an animator would draw for its phones, unless it has some or knows no phones.

    Curves blur into each other; letters drawn from them come late and flicker. Not done in `of_phones`: a mouth that
    only moves on the screen has no use for it.
    """
    if not made.phones or made.track.drawn is not None:
        return made
    phones = with_closures(made.phones, made.track.duration, stops)
    drawn = shown.drawn_of(phones, len(made.track.weights))
    return made._replace(track=replace(made.track, drawn=drawn))


def with_closures(phones: Sequence[Timed], duration: float, stops: Stops) -> list[Timed]:
    """Phones of a sound so many seconds long without holes, voiceless stops with the closure before their burst."""
    found: list[Timed] = []
    for start, end, name in without_holes(tuple(phones), duration, RULES.gap):
        if found and found[-1].value and at_burst(name, stops):
            start = max(start - _CLOSED_BEFORE_BURST, (found[-1].start + found[-1].end) / 2)
            found[-1] = found[-1]._replace(end=start)
        found.append(Timed(max(0.0, start), min(end, duration), name))
    return found


def of_heard(
    rung: Rung, phones: tuple[Timed, ...], words: tuple[Timed, ...], duration: float, lips: NDArray[np.float32],
    scores: Scores | None = None, chances: NDArray[np.float32] | None = None,
    clip: Clip | None = None,
) -> Made:  # fmt: skip
    """The result of a rung that has heard the sound: curves from the phones, cues from all that may have been said.

    `lips`: shape (frames, 2), opening and width as the model hears them; `scores`: shape (frames, classes), what it
    hears, perhaps packed (`doubting.packed`), by which doubts are told; `chances`: the same shape, None where the
    phones are known and only their boundaries are unsure.
    """
    weights = coarticulate(phones, duration, clip=clip)
    count = len(weights)
    if chances is None:
        drawn = shown.drawn_of(phones, count)
    else:
        drawn = np.zeros(count, np.uint8)
        drawn[: len(chances)] = shown.drawn(shown.agreed(chances, phones), phones)[:count]
    opening = np.zeros(count, np.float32)
    opening[: len(lips)] = lips[:count, 0]
    text = rung == Rung.ALIGNED
    doubt = None if scores is None else doubting.doubt(drawn, phones, scores, text=text, clip=clip)
    return Made(MouthTrack(weights, rung, RULES.lead, drawn=drawn, opening=opening), words, phones, doubt)
