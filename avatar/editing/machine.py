"""How one state of the editor becomes the next: a pure function over what happens. The keys are in `keys`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from avatar.editing import commands
from avatar.editing.footage import Footage
from avatar.editing.going import Reaction
from avatar.editing.keys import KEYS
from avatar.editing.recording import finish, go_on_recording, hold
from avatar.editing.state import (
    Changed,
    EditingEvent,
    Grip,
    Heard,
    Kept,
    Key,
    Leave,
    Lifted,
    Over,
    Pressed,
    Pulled,
    Resized,
    Save,
    State,
    Told,
    View,
    Wheeled,
)
from avatar.editing.steps import go_to, look_at, noted, quiet, snapped, zoomed
from avatar.editing.tracks import blocks
from avatar.editing.typing import type_key
from avatar.edits.values import TakeEdits

ZOOM = 1.25
"""By how much one turn of the wheel comes nearer."""

SCROLL = 0.1
"""Share of the view by which one turn of the wheel moves along."""

EDGED = ("words", "phones", "mouths", "expression", "gesture", "look", "camera")
"""Tracks whose blocks have edges to drag."""


def begin(footage: Footage, edits: TakeEdits, columns: int = 80, saved: TakeEdits | None = None) -> State:
    """The first state: all of a short take is seen, or its first seconds. `saved`: the edits that the file has, where
    they are others."""
    cell = max(0.01, min(footage.duration, 8.0) / max(1, columns))
    return State(footage, edits, edits if saved is None else saved, View(0.0, cell, columns))


def step(state: State, event: EditingEvent) -> Reaction:
    """The next state, and what is to be done."""
    handler: Callable[[State, Any], Reaction] = _HANDLERS[type(event)]
    return handler(state, event)


def _key(state: State, event: Key) -> Reaction:
    name = event.name
    if state.asked:
        return _answered(state, name)
    if state.typing is not None:
        return type_key(state, name)
    if state.grip is not None:  # one thing at a time: the mouse holds something
        return state, ()
    state = replace(state, fresh=False)
    if state.playing is not None and (held := hold(state, name)) is not None:
        return held, ()
    row = KEYS.get(name)
    if row is None or (state.help and row.name not in HELPED):
        return (replace(state, help=False) if state.help else state), ()
    return row.act(state if row.keeps else quiet(state))


HELPED = ("help", "up", "down", "escape", "pageup", "pagedown")
"""Keys that do something while the help is shown; any other closes it."""


def _answered(state: State, key: str) -> Reaction:
    """What becomes of unsaved edits; any other key goes on asking."""
    match key:
        case "s" | "enter" | "ctrl+s":
            return replace(state, asked=False), (Save(leave=True),)
        case "d" | "ctrl+c" | "ctrl+q":
            return replace(state, asked=False), (Leave(),)
        case "escape" | "q":
            return replace(state, asked=False), ()
    return state, ()


# --------------------------------------------------------------------------------------------------------- the mouse


def _pressed(state: State, event: Pressed) -> Reaction:
    if state.asked or state.typing is not None:
        return state, ()
    state = replace(quiet(state), help=False, fresh=False, anchor=None, track=event.track or state.track)
    edge = find_edge(state, event) if event.track in EDGED else None
    if edge is None:
        return replace(go_to(state, snapped(state, event.t)), grip=Grip("", event.t, state.edits), playing=None), ()
    return replace(go_to(state, edge), grip=Grip(event.track, edge, state.edits), playing=None), ()


def find_edge(state: State, event: Pressed) -> float | None:
    """The edge of a block that the mouse is on."""
    near = blocks(state.footage, state.edits, event.track, event.t - event.reach, event.t + event.reach)
    edges = [edge for block in near for edge in (block.start, block.end) if abs(edge - event.t) <= event.reach]
    return min(edges, key=lambda edge: abs(edge - event.t), default=None)


def _pulled(state: State, event: Pulled) -> Reaction:
    grip = state.grip
    if grip is None:
        return state, ()
    t = snapped(state, event.t)
    if grip.track:
        edits = commands.set_edge(state.footage, grip.edits, grip.track, grip.at, t)
        state = replace(state, edits=edits)
    return go_to(state, t), ()


def _lifted(state: State, _: Lifted) -> Reaction:
    grip, state = state.grip, replace(state, grip=None)
    if grip is None or grip.edits == state.edits:
        return state, ()
    return noted(state, grip.edits), ()


def _wheeled(state: State, event: Wheeled) -> Reaction:
    if event.aside:
        return look_at(state, state.view.start + event.way * SCROLL * (state.view.end - state.view.start)), ()
    return zoomed(state, ZOOM**event.way, event.t), ()


# ------------------------------------------------------------------------------------------------------- from outside


def _resized(state: State, event: Resized) -> Reaction:
    seen, columns = state.view.end - state.view.start, max(10, event.columns)
    return go_to(replace(state, view=state.view._replace(cell=seen / columns, columns=columns)), state.playhead), ()


def _heard(state: State, event: Heard) -> Reaction:
    if state.playing is None:
        return state, ()
    return go_on_recording(go_to(state, event.t, paging=True)), ()


def _over(state: State, _: Over) -> Reaction:
    playing = state.playing
    if playing is None:
        return state, ()
    state = finish(state, playing.end)
    if playing.loop:
        plays = state.plays + 1
        return replace(state, plays=plays, playing=playing._replace(number=plays)), ()
    state = replace(state, playing=None)
    return go_to(state, playing.end if playing.back is None else playing.back), ()


def _kept(state: State, event: Kept) -> Reaction:
    return replace(state, saved=event.edits, others=False, remark=f"Saved into {event.where}.", worry=False), ()


def _changed(state: State, event: Changed) -> Reaction:
    return noted(replace(state, edits=event.edits, remark=event.remark, worry=False), state.edits), ()


def _told(state: State, event: Told) -> Reaction:
    return replace(state, remark=event.text, worry=event.worry), ()


_HANDLERS: Mapping[type, Callable[[State, Any], Reaction]] = {
    Key: _key,
    Pressed: _pressed,
    Pulled: _pulled,
    Lifted: _lifted,
    Wheeled: _wheeled,
    Resized: _resized,
    Heard: _heard,
    Over: _over,
    Kept: _kept,
    Changed: _changed,
    Told: _told,
}
