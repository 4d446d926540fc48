"""What only the staff see: the PIN pad and the screen behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from avatar.kiosk.state import Rules, State
from avatar.scene.widgets import Rect, Widget, WidgetStyle

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter")

FACES = {"erase": "\u232b", "enter": "OK"}


def lay_out_pin_pad(state: State) -> Iterator[Widget]:
    """Twelve keys, as many dots as digits, and how long to wait after wrong ones."""
    width, height = state.size
    high = 0.7 if width > height else 0.42
    wide = min(0.9, high * 0.62 * height / width)
    left, top = 0.5 - wide / 2, 0.5 - high / 2
    yield Widget("dim", "dim", Rect(0, 0, 1, 1), value=0.6)
    yield Widget("pin", "panel", Rect(left - 0.03, top - 0.04, wide + 0.06, high + 0.08))
    wait = math.ceil(state.guard.wait(state.t))
    text = f"Wait {wait} s" if wait else "\u2022" * len(state.guard.digits) or "PIN"
    style: WidgetStyle = "warning" if wait else "title"
    yield Widget("pin-digits", "text", Rect(left, top, wide, high * 0.16), text, style, 0.055)
    for index, digit in enumerate(DIGITS):
        rect = Rect(
            left + wide / 3 * (index % 3) + 0.004,
            top + high * (0.18 + 0.165 * (index // 3)),
            wide / 3 - 0.008,
            high * 0.15,
        )
        yield Widget(f"pin:{digit}", "key", rect, FACES.get(digit, digit), size=0.05)
    yield Widget("pin:leave", "button", Rect(left, top + high * 0.86, wide, high * 0.13), "Back", "quiet", 0.036)


def lay_out_staff_screen(state: State, rules: Rules) -> Iterator[Widget]:
    """Volume, character, shows, restart, shut down, and what went wrong of late."""
    tall = state.size[1] > state.size[0]
    yield Widget("dim", "dim", Rect(0, 0, 1, 1), value=0.7)
    yield Widget("staff", "panel", Rect(0.04, 0.04, 0.92, 0.92))
    yield Widget("staff-title", "text", Rect(0.08, 0.06, 0.5, 0.07), "Staff", "title", 0.06, align="left")
    yield Widget("staff:leave", "button", Rect(0.74, 0.065, 0.18, 0.06), "Back", "primary", 0.036)
    yield from _settings(state, rules, Rect(0.08, 0.16, 0.84 if tall else 0.4, 0.36 if tall else 0.74))
    yield from _faults(
        state, Rect(0.08 if tall else 0.53, 0.56 if tall else 0.17, 0.84 if tall else 0.39, 0.31 if tall else 0.36)
    )
    y, high = (0.875, 0.05) if tall else (0.8, 0.1)
    left, wide = (0.08, 0.4) if tall else (0.53, 0.185)
    yield Widget("staff:restart", "button", Rect(left, y, wide, high), "Restart", "plain", 0.036)
    yield Widget("staff:off", "button", Rect(left + wide + 0.02, y, wide, high), "Shut down", "warning", 0.036)


def _settings(state: State, rules: Rules, area: Rect) -> Iterator[Widget]:
    """Three rows: a name, a value, and what changes it."""
    settled = state.settled
    high = area.height / 3
    rows = (
        ("Volume", f"{settled.volume:.0%}", "quieter", "\u2212", "louder", "+"),
        ("Character", settled.character.title(), "before", "\u25c0", "next", "\u25b6"),
        ("Shows", "on" if settled.shows else "off", "", "", "shows", "\u21c4"),
    )
    button = high * 0.5 * state.size[1] / state.size[0]
    button = min(button, area.width * 0.2)
    for number, (name, value, less, less_face, more, more_face) in enumerate(rows):
        y = area.y + high * number
        yield Widget(
            f"staff-{name}", "text", Rect(area.x, y, area.width, high * 0.3), name, "quiet", 0.032, align="left"
        )
        rect = Rect(area.x, y + high * 0.32, area.width - 2 * button - 0.03, high * 0.5)
        yield Widget(f"staff-{name}-is", "text", rect, value, "plain", 0.05, align="left")
        right = area.x + area.width
        if less:
            rect = Rect(right - 2 * button - 0.012, y + high * 0.32, button, high * 0.5)
            yield Widget(f"staff:{less}", "button", rect, less_face, "plain", 0.045)
        rect = Rect(right - button, y + high * 0.32, button, high * 0.5)
        yield Widget(f"staff:{more}", "button", rect, more_face, "plain", 0.045)


def _faults(state: State, area: Rect) -> Iterator[Widget]:
    mode = "   SAFE MODE" if state.safe else ""
    title = f"Faults since the start: {state.fault_count}{mode}"
    style: WidgetStyle = "warning" if state.safe else "faint"
    yield Widget("faults-title", "text", Rect(area.x, area.y, area.width, 0.05), title, style, 0.032, align="left")
    high = 0.065
    room = int((area.height - 0.06) / high)
    for number, fault in enumerate(state.faults[:room]):
        rect = Rect(area.x, area.y + 0.06 + high * number, area.width, high)
        yield Widget(f"fault-{number}", "text", rect, fault, "plain", 0.03, align="left")
