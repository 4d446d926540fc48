"""How long what comes will last, as far as a camera has to know."""

from __future__ import annotations

from collections.abc import Container, Sequence

from avatar.show.cues import Act, Cue, Heading, Say, ScriptedPause, Sing, TitleCard
from avatar.show.lengths import time_cue

LOOKED_AHEAD_S = 15.0
"""Seconds that are looked ahead."""


def is_seen(cue: Say, on: Container[str]) -> bool:
    """Whether the speaker's lips are there to be seen. `on`: who is on stage."""
    return not cue.unseen and cue.who in on


def time_alone(cues: Sequence[Cue], index: int, who: str, on: Container[str], house: str) -> float:
    """Seconds until somebody else than `who` has to be seen, from a cue on."""
    found = 0.0
    for cue in cues[index:]:
        if isinstance(cue, Heading | TitleCard | Sing) or found > LOOKED_AHEAD_S:
            break
        if isinstance(cue, Act) and cue.mark.kind in ("enter", "exit", "move"):
            break
        if isinstance(cue, Say) and (cue.together or (cue.who != who and is_seen(cue, on))):
            break
        found += time_cue(cue, house)
    return found


def time_speech(cues: Sequence[Cue], index: int, house: str) -> float:
    """Seconds of the speech that begins with a cue."""
    found = 0.0
    for at, cue in enumerate(cues[index:]):
        if at and not (isinstance(cue, Say | ScriptedPause) and not getattr(cue, "first", False)):
            break
        found += time_cue(cue, house)
    return found
