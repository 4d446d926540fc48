"""What is shown over the picture while points are placed: a pure function from what is known to widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from avatar.scene.widgets import Rect, Widget, WidgetStyle
from avatar.studio.placing.draft import Group, Handle
from avatar.studio.placing.state import State
from avatar.studio.placing.view import BOTTOM, TOP

RING, CHOSEN_RING = 24.0, 32.0
"""Pixels of a ring around a point, and around the chosen one."""

COLOURS: Mapping[Group, WidgetStyle] = {"mouth": "primary", "eyes": "quiet", "face": "plain"}

NAME = 0.021
"""Height of a point's name, in shares of the shorter side."""

KEYS: tuple[tuple[str, str], ...] = (
    ("Mouse", "drag a point; drag the picture where you have zoomed in"),
    ("Tab", "the next point (Shift+Tab: the one before)"),
    ("Arrows", "move the point by one pixel (with Shift: by ten)"),
    ("U, Ctrl+Z", "undo"),
    ("Y, Ctrl+Shift+Z", "do again"),
    ("S", "save"),
    ("R", "back to what is saved"),
    ("+  -", "nearer, further"),
    ("Space", "hold the mouth still, or let it speak"),
    ("N", "the points' names on or off"),
    ("P", "hide the points and see the whole character act"),
    ("Esc", "end; what is not saved is asked about"),
)
"""The keys, with what they do; those of questions come before the last ones."""

PLACE = "place:"
"""What ids of buttons begin with; the key that a button stands for comes after it."""


class _Button(NamedTuple):
    key: str
    text: str
    style: WidgetStyle = "quiet"


def lay_out(state: State) -> tuple[Widget, ...]:
    """The widgets of now, back to front."""
    if state.help:
        return tuple(_help(state))
    return (
        *_frames(state),
        *_names(state),
        *_rings(state),
        *_above(state),
        *_rows(state),
        *_question(state),
    )


def offer(text: str) -> tuple[Widget, ...]:
    """The one button over a character whose mouth could be placed."""
    return (_button(_Button("p", f"{text} (P)"), Rect(0.02, 0.02, 0.3, 0.055)),)


def tell(state: State) -> str:
    """One line on what the keys move now."""
    handle = state.handle
    if state.remark or handle is None:
        return state.remark
    number = [each.name for each in state.draft.handles].index(handle.name) + 1
    return f"{number} of {len(state.draft.handles)}: {handle.title}"


def list_keys(state: State) -> tuple[tuple[str, str], ...]:
    """Every key with what it does now."""
    questions = [(each.key.upper(), f"{each.title}: {each.answer}") for each in state.draft.questions]
    known = (*KEYS[:7], *questions, *KEYS[7:])
    if not state.view.bare:
        return known
    # A terminal keeps Ctrl+Z for itself, tells of no pointer, and has no room for names.
    return tuple((key.partition(",")[0], does) for key, does in known if key not in ("Mouse", "N"))


# -------------------------------------------------------------------------------------------------------- the points


def _frames(state: State) -> Iterator[Widget]:
    for box in state.draft.boxes:
        left, top = state.view.to_window((box.left, box.top))
        right, bottom = state.view.to_window((box.left + box.width, box.top + box.height))
        chosen = state.chosen.partition(", ")[0] == box.name
        rect = Rect(left, top, right - left, bottom - top)
        if 0 < rect.width < 2 and 0 < rect.height < 2:
            yield Widget(f"frame:{box.name}", "frame", rect, style="pressed" if chosen else "plain")


def _rings(state: State) -> Iterator[Widget]:
    """Those that are seen, the chosen one in front."""
    for handle in sorted(state.draft.handles, key=lambda each: each.name == state.chosen):
        if _is_seen(state, handle):
            chosen = handle.name == state.chosen
            style: WidgetStyle = "pressed" if chosen else COLOURS[handle.group]
            full = 0.0 if chosen or not handle.placed else 0.35
            yield Widget(f"point:{handle.name}", "point", _around(state, handle, chosen), style=style, value=full)


def _is_seen(state: State, handle: Handle) -> bool:
    x, y = state.view.to_window(handle.at)
    return -0.02 < x < 1.02 and -0.02 < y < 1.02


def _around(state: State, handle: Handle, chosen: bool) -> Rect:
    width, height = state.view.size
    ring = CHOSEN_RING if chosen else RING
    x, y = state.view.to_window(handle.at)
    return Rect(x - ring / 2 / width, y - ring / 2 / height, ring / width, ring / height)


def _names(state: State) -> Iterator[Widget]:
    """The chosen one's, and of the others those that have room."""
    there: list[Rect] = []
    for handle in sorted(state.draft.handles, key=lambda each: each.name != state.chosen):
        chosen = handle.name == state.chosen
        if (state.names or chosen) and not state.draft.boxes and _is_seen(state, handle):
            widget = _name(state, handle, chosen)
            if not any(_meet(widget.rect, each) for each in there):
                there.append(widget.rect)
                yield widget


def _meet(one: Rect, other: Rect) -> bool:
    """Whether names would stand on each other: a little of their edges may."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0 and down > 0.25 * one.height


def _name(state: State, handle: Handle, chosen: bool) -> Widget:
    """Beside its point, on the side on which it lies."""
    shorter = min(state.view.size)
    ring = _around(state, handle, chosen)
    text = handle.name.replace("-", " ")
    wide, high = (
        (0.72 * len(text) + 1.4) * NAME * shorter / state.view.size[0],
        2.0 * NAME * shorter / state.view.size[1],
    )
    middle = ring.y + ring.height / 2 - high / 2
    style: WidgetStyle = "primary" if chosen else "quiet"
    if handle.name.endswith(("left", "left-outer")):
        rect = Rect(ring.x - wide, middle, wide, high)
        return Widget(f"name:{handle.name}", "text", rect, text, style, NAME, align="right")
    rect = Rect(ring.x + ring.width, middle, wide, high)
    return Widget(f"name:{handle.name}", "text", rect, text, style, NAME, align="left")


# -------------------------------------------------------------------------------------------------- words and buttons


def _above(state: State) -> Iterator[Widget]:
    style: WidgetStyle
    yield Widget("ground-above", "panel", Rect(0.0, 0.0, 1.0, TOP))
    text, style = tell(state), "warning" if state.worry and state.remark else "plain"
    if state.draft.trouble and not state.remark:
        text, style = state.draft.trouble, "warning"
    if text == state.remark or style == "warning":
        yield Widget("told", "text", Rect(0.02, 0.01, 0.96, TOP - 0.02), text, style, 0.03)
        return
    yield Widget("told", "text", Rect(0.02, 0.008, 0.96, TOP * 0.52), text, "title", 0.03)
    hint = "Drag it to its place, or move it with the arrow keys. Tab leads to the next one."
    yield Widget("hint", "text", Rect(0.02, TOP * 0.54, 0.96, TOP * 0.4), hint, "faint", 0.023)


def _rows(state: State) -> Iterator[Widget]:
    yield Widget("ground-below", "panel", Rect(0.0, 1.0 - BOTTOM, 1.0, BOTTOM))
    asked = [_Button(each.key, f"{_headed(each.title)}: {each.answer} ({each.key.upper()})")
             for each in state.draft.questions]  # fmt: skip
    done = [
        _Button("s", "Save (S)", "primary" if state.unsaved else "quiet"),
        _Button("u", "Undo (U)"),
        _Button("space", "Speak (Space)" if state.still else "Rest (Space)"),
        _Button("-", "-"),
        _Button("+", "+"),
        _Button("n", "Names (N)"),
        _Button("?", "Keys (?)"),
    ]
    if state.draft.boxes:
        done = [each for each in done if each.key != "n"]
    rows = [row for row in (asked, done) if row]
    gap = 0.01
    high = (BOTTOM - gap) / 2 - gap
    top = 1.0 - BOTTOM + (gap if len(rows) == 2 else BOTTOM / 2 - high / 2)
    for row in rows:
        yield from _row(state, row, top, high)
        top += high + gap


def _row(state: State, row: list[_Button], top: float, high: float) -> Iterator[Widget]:
    """Buttons side by side, each as wide as its words ask."""
    gap = 0.01
    wants = [max(5, len(each.text) + 3) for each in row]
    free = 1.0 - 2 * gap - gap * (len(row) - 1)
    left = gap
    for button, want in zip(row, wants, strict=True):
        wide = free * want / sum(wants)
        held = state.held == PLACE + button.key
        yield _button(button._replace(style="pressed") if held else button, Rect(left, top, wide, high))
        left += wide + gap


def _headed(text: str) -> str:
    return text[:1].upper() + text[1:]


def _button(button: _Button, rect: Rect) -> Widget:
    return Widget(PLACE + button.key, "button", rect, button.text, button.style, 0.022)


# ------------------------------------------------------------------------------------------------ questions and help


def _question(state: State) -> Iterator[Widget]:
    go_on = _Button("escape", "Go on (Esc)")
    if state.asked == "leave":
        text = f"{state.draft.file} is not saved."
        buttons = (_Button("s", "Save and end (S)", "primary"), _Button("d", "End without (D)"), go_on)
    else:
        text = f"Another program has changed {state.draft.file} meanwhile."
        buttons = (_Button("s", "Save mine over it (S)"), _Button("r", "Take theirs (R)"), go_on)
    if state.asked:
        yield Widget("dim", "dim", Rect(0.0, 0.0, 1.0, 1.0), value=0.55)
        yield Widget("asked", "panel", Rect(0.1, 0.36, 0.8, 0.26))
        yield Widget("asked-text", "text", Rect(0.12, 0.38, 0.76, 0.1), text, "title", 0.036)
        wide = 0.76 / 3
        for number, button in enumerate(buttons):
            yield replace(
                _button(button, Rect(0.12 + wide * number + 0.005, 0.5, wide - 0.01, 0.08)), id=f"answer:{button.key}"
            )


def _help(state: State) -> Iterator[Widget]:
    yield Widget("help", "panel", Rect(0.04, 0.04, 0.92, 0.92))
    yield Widget("help-title", "text", Rect(0.08, 0.06, 0.84, 0.08), _explain(state), "title", 0.032)
    rows = list_keys(state)
    high = 0.72 / len(rows)
    for number, (key, does) in enumerate(rows):
        top = 0.16 + high * number
        yield Widget(f"help-key-{number}", "text", Rect(0.06, top, 0.24, high), key, "primary", 0.021, align="right")
        yield Widget(f"help-{number}", "text", Rect(0.32, top, 0.62, high), does, "plain", 0.026, align="left")
    yield _button(_Button("?", "Go on (?)", "primary"), Rect(0.4, 0.885, 0.2, 0.06))


def _explain(state: State) -> str:
    if state.draft.boxes:
        return "Drag the mouth to where it belongs; drag its corners to make it larger or smaller."
    return "Drag every point to its place in the picture, and look whether the mouth moves as it should."
