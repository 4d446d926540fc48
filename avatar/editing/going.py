"""Keys that go somewhere, and those that let something be heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from avatar.editing import commands, doubts
from avatar.editing.state import EditingAction, Playing, State
from avatar.editing.steps import changed, frame, go_to, look_at, snapped, zoomed
from avatar.editing.tracks import block_at, blocks
from avatar.edits.values import TRACKS

Reaction = tuple[State, tuple[EditingAction, ...]]

AROUND_S = 0.4
"""Seconds before and after a place that are heard with it: the words around it."""

NEAR_S = 3.0
"""Seconds that are seen around a doubtful place, at most: mouths are wide enough to be read."""


# ------------------------------------------------------------------------------------------------------------- going


def by_frames(count: int, *, select: bool = False) -> Callable[[State], Reaction]:
    def go(state: State) -> Reaction:
        anchor = (state.playhead if state.anchor is None else state.anchor) if select else state.anchor
        t = snapped(state, state.playhead + count * frame(state))
        return go_to(replace(silent(state), anchor=anchor), t), ()

    return go


def silent(state: State) -> State:
    return replace(state, playing=None) if state.playing else state


def by_blocks(way: int) -> Callable[[State], Reaction]:
    def go(state: State) -> Reaction:
        t, reach = state.playhead, commands.FAR_S * 5
        low, high = (t, t + reach) if way > 0 else (max(0.0, t - reach), t)
        near = blocks(state.footage, state.edits, state.track, low, high)
        edges = sorted({edge for block in near for edge in (block.start, block.end)})
        if way > 0:
            to = next((edge for edge in edges if edge > t + 1e-3), min(high, state.footage.duration))
        else:
            to = next((edge for edge in reversed(edges) if edge < t - 1e-3), low)
        return go_to(silent(state), to), ()

    return go


def by_screens(way: int) -> Callable[[State], Reaction]:
    def go(state: State) -> Reaction:
        if state.help:
            return replace(state, top=max(0, state.top + 8 * way)), ()
        seen = state.view.end - state.view.start
        state = look_at(silent(state), state.view.start + way * 0.8 * seen)
        return replace(state, playhead=snapped(state, state.playhead + way * 0.8 * seen)), ()

    return go


def by_tracks(way: int) -> Callable[[State], Reaction]:
    def go(state: State) -> Reaction:
        if state.help:
            return replace(state, top=max(0, state.top + way)), ()
        there = shown_tracks(state)
        now = there.index(state.track) if state.track in there else 0
        return replace(state, track=there[max(0, min(len(there) - 1, now + way))]), ()

    return go


def shown_tracks(state: State) -> tuple[str, ...]:
    """The tracks that a take can have: a camera is where there are shots to choose from."""
    return tuple(name for name in TRACKS if name != "camera" or state.footage.names.get("camera"))


def to_start(state: State) -> Reaction:
    return go_to(silent(state), 0.0), ()


def to_end(state: State) -> Reaction:
    return go_to(silent(state), state.footage.duration), ()


def zoom(by: float) -> Callable[[State], Reaction]:
    return lambda state: (zoomed(state, by, state.playhead), ())


def show_whole(state: State) -> Reaction:
    """All of it; where that is seen already, near the playhead."""
    seen = state.view.end - state.view.start
    if seen < min(state.footage.duration, 60.0) - 1e-3:
        return zoomed(state, min(state.footage.duration, 60.0) / seen, state.playhead), ()
    return _centred(zoomed(state, NEAR_S / seen, state.playhead)), ()


def _centred(state: State) -> State:
    return look_at(state, state.playhead - (state.view.end - state.view.start) / 2)


def to_place(way: int) -> Callable[[State], Reaction]:
    def go(state: State) -> Reaction:
        places = state.footage.places
        if not places:
            return replace(state, remark="Nobody knows of a doubtful place here: listen, and look."), ()
        index = doubts.next_place(state.footage, state.edits, state.place, way)
        if index < 0:
            return replace(state, place=-1, remark=f"All {len(places)} doubtful places were looked at."), ()
        return _at_place(state, index), ()

    return go


def _at_place(state: State, index: int) -> State:
    """With the playhead on the mouth that is doubted there, near enough to be seen."""
    place = state.footage.places[index]
    doubted = doubts.asked(state.footage, state.edits, place)
    low, high = (doubted.start, doubted.end) if doubted else (place.start, place.end)
    at = (max(low, place.start) + min(high, place.end)) / 2
    state = replace(silent(state), place=index, track="mouths", anchor=None, playhead=at)
    seen = state.view.end - state.view.start
    return _centred(zoomed(state, min(1.0, NEAR_S / seen), at))


def find_right(state: State) -> Reaction:
    """What is here is right: somebody looked, and left it. On to the next place."""
    place = doubts.place_here(state)
    if place is not None and state.selection is None:
        start, end = place.start, place.end
    else:
        block = block_at(state.footage, state.edits, "mouths", state.playhead)
        start, end = state.selection or ((block.start, block.end) if block else (state.playhead, state.playhead))
    state = changed(state, commands.looked(state.edits, start, end))
    return to_place(1)(state) if state.footage.places else (replace(state, remark="Noted as right."), ())


# ----------------------------------------------------------------------------------------------------------- hearing


def play(state: State, start: float, end: float, *, back: float | None = None, loop: bool = False) -> State:
    """With a stretch that is heard from now on."""
    plays = state.plays + 1
    start, end = max(0.0, start), min(state.footage.duration, end)
    if end - start < 0.02:
        return replace(state, remark="This is the end: Home goes to the beginning.")
    return replace(go_to(state, start), plays=plays, playing=Playing(start, end, loop, back, plays))


def play_or_stop(state: State) -> Reaction:
    if state.playing is not None:
        back = state.playing.back
        state = replace(state, playing=None)
        return (go_to(state, back) if back is not None else go_to(state, snapped(state, state.playhead))), ()
    if state.loop:
        start, end = state.selection or _around(state)
        return play(state, start, end, back=state.playhead, loop=True), ()
    return play(state, state.playhead, state.footage.duration), ()


def hear(state: State) -> Reaction:
    start, end = state.selection or _around(state)
    return play(state, start, end, back=state.playhead), ()


def _around(state: State) -> tuple[float, float]:
    """The block at the playhead, with what is around it."""
    block = block_at(state.footage, state.edits, "mouths", state.playhead)
    start, end = (block.start, block.end) if block else (state.playhead, state.playhead)
    start, end = max(start, state.playhead - 1.0), min(end, state.playhead + 1.0)
    return max(0.0, start - AROUND_S), min(state.footage.duration, end + AROUND_S)


def turn_loop(state: State) -> Reaction:
    told = "Space plays this place over and over." if not state.loop else "Space plays on to the end."
    return replace(state, loop=not state.loop, remark=told), ()


def turn_slow(state: State) -> Reaction:
    state = replace(state, slow=not state.slow, remark="Half speed." if not state.slow else "Full speed.")
    if state.playing is not None:
        return play(state, state.playhead, state.playing.end, back=state.playing.back, loop=state.playing.loop), ()
    return state, ()
