"""Hats over time: one comes down onto a head, is worn, and goes up and away."""

from __future__ import annotations

import math
from typing import NamedTuple

from avatar.character.acting import Acting
from avatar.character.holding import Extent
from avatar.character.wearing import BARE, HATS, read_hat
from avatar.scene.framing import Face, Sights
from avatar.scene.holding import Reach
from avatar.scene.life import ease
from avatar.scene.timeline import CueTrack

DONNED_S = 0.45
"""Seconds in which something is put on, or taken off."""


class Worn(NamedTuple):
    """What a head wears at one moment."""

    name: str = ""
    """As its mark names it; '' for nothing."""
    share: float = 1.0
    """How far it is on."""
    since: float = -math.inf
    """Seconds at which this began."""


def worn_at(hats: CueTrack, t: float, acting: Acting, still: bool = False) -> Worn:
    """What is worn at `t` seconds. What there is no such hat of is not there. `still`: it is on, or off, at once."""
    if not acting.wears:
        return Worn()
    cues = [cue for cue in hats.last(t, 2) if cue.name == BARE or read_hat(cue.name)[0] in HATS]
    if not cues:
        return Worn(acting.hat)
    now = cues[-1]
    before = (cues[0].name if len(cues) > 1 else acting.hat) or BARE
    share = 1.0 if still else ease((t - now.start) / DONNED_S)
    if now.name != BARE:
        return Worn(now.name, share if before == BARE else 1.0, now.start)
    return Worn(before, 1.0 - share, now.start) if before != BARE and share < 1.0 else Worn(since=now.start)


def hat_reach(hats: CueTrack, t: float, character: str, sights: Sights, since: float) -> Reach | None:
    """What a camera has to keep in the picture of a hat that was put on; it makes room as the hat comes, and keeps it
    until the next shot. None for nothing."""
    cues = [cue for cue in hats.last(t, 2) if cue.name == BARE or read_hat(cue.name)[0] in HATS]
    name = next((cue.name for cue in reversed(cues) if cue.name != BARE), "")
    extent = sights.hats(character, name) if name else None
    if extent is None:
        return None
    now = cues[-1]
    share = ease((t - now.start) / DONNED_S) if now.start > since else 1.0
    if now.name == BARE:
        share = 1.0 - share
    if share <= 0.0:
        return None
    if len(cues) > 1 and BARE not in (cues[0].name, now.name):
        share = 1.0
    nose = sights.faces[character].nose if character in sights.faces else Face().nose
    return Reach(Extent(*(a + (b - a) * share for a, b in zip(nose, extent, strict=True))), share < 1.0)
