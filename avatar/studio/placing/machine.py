"""How one state of placing becomes the next: a pure function over what happens."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from avatar.studio.placing.draft import Box, Draft, Point
from avatar.studio.placing.state import (
    Close,
    FoundChanged,
    Kept,
    Key,
    Leave,
    Leaving,
    Lifted,
    PlacingAction,
    PlacingEvent,
    Pressed,
    Pulled,
    Refused,
    Resized,
    Save,
    State,
)
from avatar.studio.placing.view import ZOOM_STEP, View

REACH = 22.0
"""Pixels of the window within which a handle is taken hold of."""

LEAN = 2.0
"""Pixels by which handles that lie on each other count as apart: an upper one upwards, a lower one downwards."""

MOST_STEPS = 200
"""Steps that can be undone."""

STEPS: Mapping[str, tuple[int, int]] = {
    name: (times * x, times * y)
    for shift, times in (("", 1), ("shift+", 10))
    for name, (x, y) in {
        f"{shift}up": (0, -1), f"{shift}down": (0, 1), f"{shift}left": (-1, 0), f"{shift}right": (1, 0)
    }.items()
}  # fmt: skip
"""Keys that move a point, in units of the page."""

CROWD, SPREAD = 0.3, 0.55
"""Share of the page that points take which are shown nearer at first, and the share that they take then."""

NOWHERE = Box("", 0.0, 0.0, 0.0, 0.0)

Reaction = tuple[State, tuple[PlacingAction, ...]]


def begin(draft: Draft, size: tuple[int, int], *, bare: bool = False) -> State:
    """The first state, with the first handle chosen. `size`: pixels of the window; `bare`: of a terminal."""
    names = [each.name for each in draft.handles]
    view = _closer(View(size, draft.page, bare=bare), [each.at for each in draft.handles])
    return State(draft, draft, view, chosen=names[0] if names else "")


def _closer(view: View, places: Sequence[Point]) -> View:
    """The view, nearer where all points crowd in a small part of the page, as those of a face far away do."""
    if len(places) < 3:
        return view
    (left, top), (right, bottom) = map(min, zip(*places, strict=True)), map(max, zip(*places, strict=True))
    share = max((right - left) / view.page[0], (bottom - top) / view.page[1])
    return view.zoomed(SPREAD / share, ((left + right) / 2, (top + bottom) / 2)) if 0 < share < CROWD else view


def step(state: State, event: PlacingEvent) -> Reaction:
    """The next state, and what is to be done."""
    handler: Callable[[State, Any], Reaction] = _HANDLERS[type(event)]
    state, actions = handler(state, event)
    if state.view.page != state.draft.page:  # another picture than before
        state = replace(state, view=View(state.view.size, state.draft.page, bare=state.view.bare))
    return state, actions


# --------------------------------------------------------------------------------------------------------- the pointer


def _pressed(state: State, event: Pressed) -> Reaction:
    state, _ = _lifted(state, Lifted())  # of a pointer that went up where nobody saw it
    if event.button or state.asked or state.help:
        return replace(state, held=event.button), ()
    at = state.view.to_page((event.x, event.y))
    name = find_near(state, (event.x, event.y))
    if not name:
        held = "view" if state.view.zoom > 1.0 else ""
        return replace(state, held=held, grip=at), ()
    here = next(each.at for each in state.draft.handles if each.name == name)
    grip = (at[0] - here[0], at[1] - here[1])
    return replace(state, chosen=name, held=name, grip=grip, before=state.draft, run="", remark=""), ()


def find_near(state: State, at: Point) -> str:
    """Name of the handle that a place of the window, in shares of it, is on; '' for none."""
    width, height = state.view.size
    nearest, found = REACH, ""
    for each in state.draft.handles:
        x, y = state.view.to_window(each.at)
        lean = LEAN * (each.name.endswith("-bottom") - each.name.endswith("-top"))
        away = math.hypot((x - at[0]) * width, (y - at[1]) * height + lean)
        if away < nearest:
            nearest, found = away, each.name
    return found or _find_box(state, state.view.to_page(at))


def _find_box(state: State, at: Point) -> str:
    """Name of the smallest box that a place of the page is in: it is taken hold of anywhere."""
    inside = [
        box
        for box in state.draft.boxes
        if box.left <= at[0] <= box.left + box.width and box.top <= at[1] <= box.top + box.height
    ]
    return min(inside, key=lambda box: box.width, default=NOWHERE).name


def _pulled(state: State, event: Pulled) -> Reaction:
    at = state.view.to_page((event.x, event.y))
    if state.held == "view":
        middle, page = state.view.middle, state.view.page
        by = ((at[0] - state.grip[0]) / page[0], (at[1] - state.grip[1]) / page[1])
        wanted = ((middle[0] - by[0]) * page[0], (middle[1] - by[1]) * page[1])
        return replace(state, view=state.view.looking(wanted)), ()
    if state.before is None:
        return state, ()
    to = (at[0] - state.grip[0], at[1] - state.grip[1])
    return replace(state, draft=state.draft.move(state.held, to)), ()


def _lifted(state: State, event: Lifted) -> Reaction:
    held, before = state.held, state.before
    state = replace(state, held="", before=None)
    if before is not None and before is not state.draft:
        return _noted(state, before), ()
    if event.button and event.button == held:
        return _key(state, Key(event.button.partition(":")[2]))
    return state, ()


# ------------------------------------------------------------------------------------------------------------ the keys


def _key(state: State, event: Key) -> Reaction:
    name = event.name.lower()
    if state.before is not None:  # one thing at a time: the pointer holds a point
        return state, ()
    if state.asked:
        return _answered(state, name)
    if name == "?" or (state.help and name in ("escape", "h")):
        return replace(state, help=not state.help), ()
    if name in STEPS:
        return _nudged(state, name), ()
    handler = _KEYS.get(name)
    if handler is not None:
        return handler(replace(state, remark="", worry=False, run=""))
    if any(each.key == name for each in state.draft.questions):
        return _asked(replace(state, run=""), name), ()
    return state, ()


def _nudged(state: State, key: str) -> State:
    handle = state.handle
    if handle is None:
        return state
    x, y = STEPS[key]
    draft = state.draft.move(handle.name, (handle.at[0] + x, handle.at[1] + y))
    run = f"{handle.name} {key}"
    after = replace(state, draft=draft, run=run, remark="", worry=False)
    return after if state.run == run and state.past else _noted(after, state.draft)


def _noted(state: State, before: Draft) -> State:
    """With a step that can be undone."""
    return replace(state, past=(*state.past, before)[-MOST_STEPS:], future=())


def _asked(state: State, key: str) -> State:
    draft = state.draft.ask(key)
    state = _noted(replace(state, draft=draft), state.draft)
    return state if state.handle else _chosen(state, 0)


def _chosen(state: State, place: int) -> State:
    """With a handle chosen by its number; brought into sight where one looks at a part of the page."""
    handles = state.draft.handles
    if not handles:
        return replace(state, chosen="")
    handle = handles[place % len(handles)]
    view = state.view if state.view.holds(handle.at) else state.view.looking(handle.at)
    return replace(state, chosen=handle.name, view=view)


def _next_one(by: int) -> Callable[[State], Reaction]:
    def choose(state: State) -> Reaction:
        names = [each.name for each in state.draft.handles]
        place = names.index(state.chosen) + by if state.chosen in names else 0
        return _chosen(state, place), ()

    return choose


def _undone(state: State) -> Reaction:
    if not state.past:
        return replace(state, remark="There is nothing to undo."), ()
    state = replace(state, draft=state.past[-1], past=state.past[:-1], future=(*state.future, state.draft))
    return (state if state.handle else _chosen(state, 0)), ()


def _redone(state: State) -> Reaction:
    if not state.future:
        return replace(state, remark="There is nothing to do again."), ()
    state = replace(state, draft=state.future[-1], future=state.future[:-1], past=(*state.past, state.draft))
    return (state if state.handle else _chosen(state, 0)), ()


def _saving(state: State) -> Reaction:
    if state.draft.trouble:
        return replace(state, remark=f"Not saved: {state.draft.trouble}", worry=True), ()
    if state.others:
        return replace(state, asked="replace"), ()
    return state, (Save(over=False),)


def _back(state: State) -> Reaction:
    """To what the file holds."""
    if not state.unsaved:
        return replace(state, remark=f"This is what {state.draft.file} holds."), ()
    state = _noted(replace(state, draft=state.saved, others=False), state.draft)
    state = replace(state, remark="Back to what is saved; U undoes that.")
    return (state if state.handle else _chosen(state, 0)), ()


def _zoomed(by: float) -> Callable[[State], Reaction]:
    def zoom(state: State) -> Reaction:
        about = state.handle.at if state.handle else (state.view.page[0] / 2, state.view.page[1] / 2)
        return replace(state, view=state.view.zoomed(by, about)), ()

    return zoom


def _left(state: State) -> Reaction:
    if state.unsaved:
        return replace(state, asked="leave", help=False), ()
    return state, (Leave(),)


def _answered(state: State, key: str) -> Reaction:
    """What was asked is answered; any other key goes on asking."""
    asked, state = state.asked, replace(state, asked="")
    match asked, key:
        case "leave", "s":
            return _saving(state) if state.draft.trouble or state.others else (state, (Save(over=False), Leave()))
        case "leave", "d":
            return state, (Leave(),)
        case "replace", "s":
            return replace(state, others=False), (Save(over=True),)
        case "replace", "r":
            return _back(state)
        case _, "escape":
            return state, ()
    return replace(state, asked=asked), ()


_KEYS: Mapping[str, Callable[[State], Reaction]] = {
    "tab": _next_one(1), "shift+tab": _next_one(-1),
    "u": _undone, "ctrl+z": _undone, "y": _redone, "ctrl+y": _redone, "ctrl+shift+z": _redone,
    "s": _saving, "r": _back, "+": _zoomed(ZOOM_STEP), "=": _zoomed(ZOOM_STEP), "-": _zoomed(1 / ZOOM_STEP),
    "space": lambda state: (replace(state, still=not state.still), ()),
    "n": lambda state: (replace(state, names=not state.names), ()),
    "p": lambda state: (state, (Close(),)),
    "escape": _left,
}  # fmt: skip


# ------------------------------------------------------------------------------------------------ window and file


def _resized(state: State, event: Resized) -> Reaction:
    return replace(state, view=state.view._replace(size=(max(1, event.width), max(1, event.height)))), ()


def _kept(state: State, event: Kept) -> Reaction:
    return replace(state, saved=event.draft, others=False, remark=f"Saved into {event.draft.file}.", worry=False), ()


def _refused(state: State, event: Refused) -> Reaction:
    return replace(state, remark=event.why, worry=True), ()


def _found_changed(state: State, event: FoundChanged) -> Reaction:
    """Theirs is taken over where nothing is lost by that; else the user decides, at the latest when saving."""
    file = event.theirs.file
    state, _ = _lifted(state, Lifted())
    if state.unsaved:
        told = f"Another program has changed {file}: R takes that, S asks before it saves yours over it."
        return replace(state, saved=event.theirs, others=True, remark=told, worry=True), ()
    state = _noted(replace(state, draft=event.theirs, saved=event.theirs), state.draft)
    state = replace(state, remark=f"Another program has changed {file}: this is what it holds now.", others=False)
    return (state if state.handle else _chosen(state, 0)), ()


def _leaving(state: State, _: Leaving) -> Reaction:
    return _left(replace(state, held="", before=None))


_HANDLERS: dict[type, Callable[[State, Any], Reaction]] = {
    Pressed: _pressed,
    Pulled: _pulled,
    Lifted: _lifted,
    Key: _key,
    Resized: _resized,
    Kept: _kept,
    Refused: _refused,
    FoundChanged: _found_changed,
    Leaving: _leaving,
}
