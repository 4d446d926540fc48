"""Recording live: a key that is held while the sound plays sets what a track holds meanwhile, as puppeteers do.

Terminals tell that a key is down, and down again, but not that it went up: a key counts as held while it repeats. One
that does not repeat within WAIT_S was tapped.
"""

from __future__ import annotations

from dataclasses import replace

from avatar.editing import commands
from avatar.editing.state import LETTERS, Held, State
from avatar.editing.steps import noted
from avatar.edits.values import TakeEdits

WAIT_S = 0.7
"""Seconds until a key that is held begins to repeat, at most."""

REPEAT_S = 0.16
"""Seconds between two repeats of a key that is held, at most: 30 a second are usual, 10 the slowest."""

TAP_S = 0.12
"""Seconds of what is only tapped."""


def hold(state: State, key: str) -> State | None:
    """A key came down while the sound plays; None where it records nothing."""
    found = _value(state, key)
    if found is None:
        return None
    held = state.held
    if held is not None and held.key == key:
        return replace(state, held=held._replace(seen=state.playhead, repeats=held.repeats + 1))
    state = finish(state, state.playhead)
    track, value = found
    return replace(state, held=Held(key, track, value, state.playhead, state.playhead, state.edits))


def _value(state: State, key: str) -> tuple[str, str] | None:
    """The track and the value that a key records."""
    if len(key) == 1 and key.upper() in LETTERS:
        return "mouths", key.upper()
    if not (len(key) == 1 and key.isdigit()):
        return None
    if state.track == "opening":
        return "opening", f"{int(key) / 9:.2f}"
    names = state.footage.names.get(state.track, ())
    number = int(key) - 1
    return (state.track, names[number]) if 0 <= number < len(names) else None


def go_on_recording(state: State) -> State:
    """As time goes: what is held lasts until now, and ends once its key repeats no more."""
    held = state.held
    if held is None:
        return state
    speed = 0.5 if state.slow else 1.0
    t = state.playhead
    if not held.repeats and t - held.start > WAIT_S * speed:
        return finish(state, held.start + TAP_S)
    if held.repeats and t - held.seen > REPEAT_S * speed:
        return finish(state, held.seen)
    return replace(state, edits=_recorded(state, held, t))


def _recorded(state: State, held: Held, t: float) -> TakeEdits:
    return commands.put(state.footage, held.edits, held.track, held.start, t, held.value)


def finish(state: State, t: float) -> State:
    """What is held ends at a second: one step to undo."""
    held = state.held
    if held is None:
        return state
    if not held.repeats:
        t = min(t, held.start + TAP_S)
    state = replace(state, held=None, edits=_recorded(state, held, max(t, held.start + commands.LEAST_S)))
    return noted(state, held.edits)
