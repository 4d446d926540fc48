"""Small steps from state to state that keys and mouse share: where one is, what is seen, what can be undone."""

from __future__ import annotations

from dataclasses import replace

from avatar.editing.state import FINEST_S, WIDEST_S, State, Step
from avatar.edits.values import TakeEdits

MARGIN = 0.1
"""Share of the view at either side that the playhead is kept out of, where there is more to see."""


def snapped(state: State, t: float) -> float:
    """The nearest time that counts: a frame of the film, or a millisecond; within the take."""
    rate = state.rate or 1000
    return max(0.0, min(state.footage.duration, round(t * rate) / rate))


def frame(state: State) -> float:
    """Seconds of the smallest step: a frame of the film, or of the mouth."""
    return 1.0 / state.rate if state.rate else 0.01


def go_to(state: State, t: float, *, paging: bool = False) -> State:
    """With the playhead at a second, and the view where it is seen; `paging`: a screen further, as it plays."""
    t = max(0.0, min(state.footage.duration, t))
    state = replace(state, playhead=t)
    view = state.view
    seen = view.end - view.start
    if paging:
        return state if view.start <= t < view.end - 0.02 * seen else look_at(state, t - MARGIN * seen)
    if t < view.start + MARGIN * seen:
        return look_at(state, t - 2 * MARGIN * seen) if view.start > 0 else state
    if t > view.end - MARGIN * seen:
        return look_at(state, t - (1 - 2 * MARGIN) * seen)
    return state


def look_at(state: State, start: float) -> State:
    """With the view beginning at a second, as far as the take goes."""
    seen = state.view.end - state.view.start
    last = max(0.0, state.footage.duration - seen)
    return replace(state, view=state.view._replace(start=max(0.0, min(last, start))))


def zoomed(state: State, by: float, about: float) -> State:
    """With so many times the seconds of a cell; what is at a second stays in its place."""
    view = state.view
    widest = min(WIDEST_S, max(state.footage.duration, 1.0)) / view.columns
    cell = max(FINEST_S, min(max(FINEST_S, widest), view.cell * by))
    start = about - (about - view.start) * cell / view.cell
    return look_at(replace(state, view=view._replace(cell=cell)), start)


def noted(state: State, before: TakeEdits) -> State:
    """With a step that can be undone: the edits were those `before`."""
    if before == state.edits:
        return state
    return replace(state, past=Step(before, state.playhead, state.past), future=None)


def changed(state: State, edits: TakeEdits, remark: str = "") -> State:
    """With other edits, which can be undone."""
    return noted(replace(state, edits=edits, remark=remark, worry=False), state.edits)


def quiet(state: State) -> State:
    """With nothing left to say."""
    return replace(state, remark="", worry=False) if state.remark else state
