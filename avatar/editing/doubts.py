"""Where to look next: the doubtful places that nobody has looked at, those first that a viewer would see most."""

from __future__ import annotations

import numpy as np

from avatar.editing.footage import Footage
from avatar.editing.state import State
from avatar.editing.tracks import Block, block_at
from avatar.edits.values import TakeEdits
from avatar.lipsync import phoneset
from avatar.lipsync.doubting import NO_TEXT, Doubt, worst_frame
from avatar.lipsync.shown import ACCEPTED, LETTERS, look_of
from avatar.types import FRAME_RATE, Timed

SEEN_SHARE = 0.5
"""Share of a place that must have been looked at for it to be done."""

NEAR = 6
"""Frames around a moment within which the text has a sound that is heard there: the boundaries of a text's sounds are
that unsure."""

SHUT = "XAG"
"""Letters of rest and of contacts: where they are wrong everybody sees it, so that the text has to ask for them too."""


def moment(footage: Footage, place: Timed) -> float:
    """The second of a place that is doubted most: within the mouth that it speaks of."""
    doubt = footage.sheet.doubt
    first, last = round(place.start * FRAME_RATE), round(place.end * FRAME_RATE)
    if doubt is None or last <= first or first >= len(doubt.chance):
        return (place.start + place.end) / 2
    return (worst_frame(doubt, first, last) + 0.5) / FRAME_RATE


def is_done(footage: Footage, place: Timed, edits: TakeEdits) -> bool:
    """Whether somebody has looked at a place, or at what is doubted in it."""
    at = moment(footage, place)
    seen = sum(max(0.0, min(place.end, end) - max(place.start, start)) for start, end in edits.looked)
    return seen >= SEEN_SHARE * max(0.01, place.end - place.start) or any(a <= at < b for a, b in edits.looked)


def next_place(footage: Footage, edits: TakeEdits, now: int, way: int) -> int:
    """Index of the next place to look at from the one of index `now` on (-1: from the beginning), or, `way` -1, of the
    one before; -1 where all are done."""
    count = len(footage.places)
    for step in range(1, count + 1):
        index = (now + way * step if now >= 0 or way > 0 else step * way) % count
        if not is_done(footage, footage.places[index], edits):
            return index
    return -1


def place_here(state: State) -> Timed | None:
    """The doubtful place that is looked at, while the playhead is on the mouth that it asks about."""
    places = state.footage.places
    if not 0 <= state.place < len(places):
        return None
    place = places[state.place]
    block = asked(state.footage, state.edits, place)
    here = (block.start, block.end) if block else place[:2]
    return place if here[0] - 1e-6 <= state.playhead < here[1] else None


def asked(footage: Footage, edits: TakeEdits, place: Timed) -> Block | None:
    """The mouth that a place asks about."""
    return block_at(footage, edits, "mouths", moment(footage, place))


def suggest(footage: Footage, block: Block, place: Timed) -> str:
    """The letter that the sound or the text asks for in place of a doubted mouth; '' where neither asks for another,
    and where the mouth was set by hand."""
    doubt = footage.sheet.doubt
    low, high = max(block.start, place.start), min(block.end, place.end)
    first, last = round(low * FRAME_RATE), min(round(high * FRAME_RATE), 0 if doubt is None else len(doubt.chance))
    if doubt is None or block.edited or first >= last:
        return ""
    wanted = [LETTERS.index(_wanted(doubt, frame)) for frame in range(first, last)]
    letter = LETTERS[int(np.bincount(wanted, doubt.chance[first:last], len(LETTERS)).argmax())]
    return letter if letter != block.value else ""


def is_beside(footage: Footage, block: Block, place: Timed) -> bool:
    """Whether what is heard at a place is what the text has just before it or after: then it is a matter of when."""
    doubt = footage.sheet.doubt
    if doubt is None or block.edited:
        return False
    frame = int(moment(footage, place) * FRAME_RATE)
    near = doubt.said[max(0, frame - NEAR) : frame + NEAR + 1]
    return frame < len(doubt.said) and doubt.said[frame] != doubt.heard[frame] and doubt.heard[frame] in near


def _wanted(doubt: Doubt, frame: int) -> str:
    """The letter that a frame should have: the sound's, where the sound tells of a mouth that moves or the text agrees;
    else the text's."""
    drawn, instead = LETTERS[doubt.drawn[frame]], LETTERS[doubt.instead[frame]]
    said, heard = int(doubt.said[frame]), phoneset.CLASSES[doubt.heard[frame]]
    best = {part[0] for part in look_of(heard).split(">")}
    letter = instead if instead in ACCEPTED[heard] else min(best - {drawn}, default=drawn)
    if said == NO_TEXT:
        return letter
    if letter not in SHUT or letter in ACCEPTED[phoneset.CLASSES[said]]:
        return letter
    sides = [part[0] for part in look_of(phoneset.CLASSES[said]).split(">")]
    return drawn if drawn in sides else sides[0]
