"""What the kiosk shows: a pure function from its state to widgets, for wide and for tall screens."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from avatar.kiosk import keyboards
from avatar.kiosk.backstage import lay_out_pin_pad, lay_out_staff_screen
from avatar.kiosk.machine import choose_suggestions
from avatar.kiosk.state import Mode, Rules, State, dimmed
from avatar.kiosk.words import words
from avatar.scene.widgets import Rect, Widget, WidgetStyle
from avatar.types import Place

SHIFT_EVERY_S = 60.0
"""Seconds for which the picture stays where it is before it wanders on by a step."""

CAPTION_HIGH = 0.12
"""Room for what is said, in heights of the screen: two lines. The character stands so that it lies below the mouth."""

CAPTION_LEAST = 0.085
"""One line, which is kept even where a mouth lies too low."""

CAPTION_GAP = 0.012
"""Heights of the screen between the widest mouth and what is said."""

CAPTION_END, SHEET_TOP, TALL_CAPTION_END = 0.865, 0.645, 0.635
"""Where what is said ends on a wide screen; where the sheet begins on a tall one, and what is said ends above it."""

CLOSER = 1.15
"""How much larger than usual a character may be shown, to lift its mouth above what is said."""

CARET = "\u258f"

DOTS_S = 0.5
"""Seconds between two of the dots that show thinking."""


def lay_out(state: State, rules: Rules) -> tuple[Widget, ...]:
    """All widgets, back to front."""
    found = [*_contents(state, rules)]
    dark = dimmed(state, rules)
    if dark > 0:
        found.append(Widget("dim", "dim", Rect(0, 0, 1, 1), value=round(dark, 2)))
    if state.mode is Mode.ASLEEP:
        found.append(Widget("asleep", "text", Rect(0.1, 0.86, 0.8, 0.08), words(state.language).asleep, "quiet"))
    dx, dy = measure_shift(state, rules)
    return tuple(
        replace(each, rect=each.rect.moved(dx, dy), style="pressed" if each.id == state.held else each.style)
        if each.kind != "dim"
        else each
        for each in found
    )


def find_touched(widgets: tuple[Widget, ...], x: float, y: float) -> str:
    """Id of the widget that a finger at a place (0 to 1) of the picture means: the topmost that can be touched."""
    for widget in reversed(widgets):
        if widget.kind in ("button", "key", "field") and widget.rect.holds(x, y):
            return widget.id
    return ""


def is_tall(state: State) -> bool:
    return state.size[1] > state.size[0]


def place_character(state: State) -> Place:
    """Where the character stands, so that nothing lies over its face, and what is said lies below its mouth."""
    width, height = state.size
    if is_tall(state):
        return _standing(state, 0.5, min(0.62, 1.15 * width / height), SHEET_TOP + 0.015, TALL_CAPTION_END)
    if state.keyboard:
        return Place(0.3, 0.43, 0.43)
    return _standing(state, 0.315, min(1.0, 0.60 * width / height), 1.0, CAPTION_END)


def _standing(state: State, x: float, scale: float, ground: float, end: float) -> Place:
    """A place whose body reaches down to `ground`, and that leaves room between the mouth and `end`: higher up, as far
    as the body is drawn on below the page, and then larger, so that the mouth moves up with the head.
    """
    figure = state.figure
    lips = end - CAPTION_HIGH - CAPTION_GAP
    needed = (ground - lips) / max(0.01, figure.floor - figure.mouth_bottom)
    scale = min(max(scale, needed), CLOSER * scale)
    y = lips - figure.mouth_bottom * scale
    return Place(x, min(ground, max(y, ground - figure.floor * scale)), scale)


def find_mouth(state: State) -> Rect:
    """Where the character's mouth is at its widest, wherever a gesture has it."""
    where, figure = place_character(state), state.figure
    across = where.scale * state.size[1] / state.size[0]
    return Rect(
        where.x + figure.mouth_left * across,
        where.y + figure.mouth_top * where.scale,
        (figure.mouth_right - figure.mouth_left) * across,
        (figure.mouth_bottom - figure.mouth_top) * where.scale,
    )


def measure_shift(state: State, rules: Rules) -> tuple[float, float]:
    """How far everything has wandered, in parts of the picture: a slow walk over a small circle of places."""
    pixels = rules.config.pixel_shift
    step = math.floor(state.t / SHIFT_EVERY_S) % 8
    angle = step * math.tau / 8
    width, height = state.size
    return round(pixels * math.cos(angle)) / width, round(pixels * math.sin(angle)) / height


def _contents(state: State, rules: Rules) -> Iterator[Widget]:
    if state.mode is Mode.PIN:
        yield from lay_out_pin_pad(state)
    elif state.mode is Mode.STAFF:
        yield from lay_out_staff_screen(state, rules)
    elif state.mode is not Mode.ASLEEP and not state.playing:
        yield from _screen(state, rules)


def _screen(state: State, rules: Rules) -> Iterator[Widget]:
    """What visitors see."""
    if is_tall(state):
        yield Widget("sheet", "panel", Rect(-0.02, SHEET_TOP, 1.04, 1.035 - SHEET_TOP))
    elif not state.keyboard:
        yield Widget("sheet", "panel", Rect(0.63, -0.03, 0.4, 1.06))
    yield from _status(state)
    yield from _controls(state, rules)
    if state.caption:
        yield Widget("caption", "text", _caption_place(state), state.caption, "caption", 0.046)
    if state.keyboard:
        yield from _keyboard(state)
    else:
        yield from _questions(state, rules)
    if rules.config.keyboard == "touch" or state.typed:
        yield from _field(state, rules)
    if rules.ears and not state.keyboard:
        yield _microphone(state)
    if state.remark:
        yield Widget("remark", "text", _remark_place(state, rules), state.remark, "warning", 0.036)


def _status(state: State) -> Iterator[Widget]:
    """What the character is doing, in a word, so that nobody talks to it while it is thinking."""
    said = words(state.language)
    dots = "." * (1 + math.floor((state.t - state.since) / DOTS_S) % 3)
    text = {
        Mode.GREETING: said.hello,
        Mode.LISTENING: said.listening,
        Mode.THINKING: said.thinking + dots,
        Mode.SPEAKING: said.speaking,
    }.get(state.mode)
    if text:
        style: WidgetStyle = "primary" if state.mode in (Mode.LISTENING, Mode.GREETING) else "quiet"
        rect = Rect(0.05, 0.03, 0.42, 0.034) if is_tall(state) else Rect(0.03, 0.045, 0.3, 0.066)
        yield Widget(f"status:{state.mode}", "text", rect, text, style, 0.036, align="left")


def _controls(state: State, rules: Rules) -> Iterator[Widget]:
    """Language and volume, where visitors may have them."""
    config = rules.config
    width, height = (0.1, 0.045) if is_tall(state) else (0.055, 0.075)
    x, y = (0.95 - width, 0.025) if is_tall(state) else (0.97 - width, 0.04)
    if len(config.languages) > 1:
        yield Widget("do:language", "button", Rect(x, y, width, height), state.language.upper()[:2], "quiet", 0.032)
        x -= width + 0.012
    if config.volume_buttons:
        yield Widget("do:louder", "button", Rect(x, y, width, height), "+", "quiet", 0.04)
        x -= width + 0.012
        yield Widget("do:quieter", "button", Rect(x, y, width, height), "\u2212", "quiet", 0.04)
        level = Rect(x, y + height + 0.008, 2 * width + 0.012, 0.008)
        yield Widget("volume", "bar", level, value=round(state.settled.volume, 2))


def _questions(state: State, rules: Rules) -> Iterator[Widget]:
    """The host's questions, as large as there is room for."""
    questions = choose_suggestions(state, rules)
    style: WidgetStyle = "primary" if state.mode in (Mode.ATTRACT, Mode.GREETING, Mode.LISTENING) else "plain"
    title = words(state.language).invite
    if is_tall(state):
        yield Widget("title", "text", Rect(0.05, 0.665, 0.9, 0.05), title, "title", 0.07)
        rows = math.ceil(len(questions) / 2)
        high = min(0.08, (0.11 if rules.ears else 0.18) / max(1, rows) - 0.01)
        for index, text in enumerate(questions):
            rect = Rect(0.05 + 0.46 * (index % 2), 0.73 + (high + 0.01) * (index // 2), 0.44, high)
            yield Widget(f"ask:{index}", "button", rect, text, style, 0.04)
        return
    middle, most = (0.45, 0.6) if rules.ears else (0.54, 0.78)
    gap = 0.022
    high = min(0.108, most / max(1, len(questions)) - gap)
    top = middle - (len(questions) * (high + gap)) / 2
    yield Widget("title", "text", Rect(0.66, top - 0.115, 0.31, 0.09), title, "title", 0.066, align="left")
    for index, text in enumerate(questions):
        rect = Rect(0.66, top + (high + gap) * index, 0.31, high)
        yield Widget(f"ask:{index}", "button", rect, text, style, 0.04)


def _microphone(state: State) -> Widget:
    """The large button for those who would rather speak; a lamp while it listens."""
    said = words(state.language)
    text, style = (f"\u25cf {said.listening}", "warning") if state.hearing else (said.talk, "primary")
    rect = Rect(0.05, 0.915, 0.9, 0.07) if is_tall(state) else Rect(0.66, 0.8, 0.31, 0.16)
    return Widget("do:talk", "button", rect, text, cast(WidgetStyle, style), 0.05)


def _field(state: State, rules: Rules) -> Iterator[Widget]:
    """What is being typed."""
    x, y, width, height = _field_place(state, rules)
    tail = state.typed[-120:] + CARET if state.typed or state.keyboard else ""
    style: WidgetStyle = "plain" if tail else "quiet"
    send = 0.2 if is_tall(state) else 0.105
    rect = Rect(x, y, width - (send + 0.01 if tail else 0.0), height)
    yield Widget("do:field", "field", rect, tail or words(state.language).field, style, 0.038, align="left")
    if tail:
        ready: WidgetStyle = "primary" if state.typed else "quiet"
        yield Widget(
            "do:send", "button", Rect(x + width - send, y, send, height), words(state.language).send, ready, 0.038
        )


def _field_place(state: State, rules: Rules) -> Rect:
    if state.keyboard:
        return Rect(0.05, 0.665, 0.9, 0.05) if is_tall(state) else Rect(0.1, 0.445, 0.8, 0.085)
    if rules.ears and is_tall(state):
        return Rect(0.05, 0.855, 0.9, 0.05)
    return Rect(0.05, 0.925, 0.9, 0.05) if is_tall(state) else Rect(0.03, 0.885, 0.57, 0.083)


def _caption_place(state: State) -> Rect:
    """Below the mouth; beside it where the keyboard is."""
    if state.keyboard and not is_tall(state):
        return Rect(0.5, 0.14, 0.47, 0.27)
    lips = find_mouth(state)
    x, width, end = (0.04, 0.92, TALL_CAPTION_END) if is_tall(state) else (0.03, 0.57, CAPTION_END)
    top = min(lips.y + lips.height + CAPTION_GAP, end - CAPTION_LEAST)
    return Rect(x, top, width, end - top)


def _remark_place(state: State, rules: Rules) -> Rect:
    x, y, width, _ = _field_place(state, rules)
    high = 0.035 if is_tall(state) else 0.055
    return Rect(x, y - high - 0.008, width, high)


def _keyboard(state: State) -> Iterator[Widget]:
    """Keys as wide as the widest row lets them be."""
    area = Rect(0.02, 0.725, 0.96, 0.255) if is_tall(state) else Rect(0.1, 0.55, 0.8, 0.42)
    rows = keyboards.rows(state.language, symbols=state.symbols, shift=state.shift)
    widest = max(len(row) for row in rows)
    high, wide = area.height / (len(rows) + 1), area.width / widest
    if not is_tall(state):
        yield Widget("keys", "panel", Rect(area.x - 0.02, 0.425, area.width + 0.04, 0.6))
    for number, row in enumerate(rows):
        left = area.x + (area.width - wide * len(row)) / 2
        for column, key in enumerate(row):
            rect = _within(Rect(left + wide * column, area.y + high * number, wide, high))
            yield Widget(f"key:{key}", "key", rect, key, size=0.046)
    said, y = words(state.language), area.y + high * len(rows)
    last = (
        ("key:shift", "\u21e7", 0.14, "primary" if state.shift else "quiet"),
        ("key:symbols", "abc" if state.symbols else "123", 0.14, "quiet"),
        ("key:space", said.space, 0.44, "plain"),
        ("key:erase", "\u232b", 0.14, "quiet"),
        ("do:hide", "\u25bc", 0.14, "quiet"),
    )
    x = area.x
    for id_, text, share, style in last:
        rect = _within(Rect(x, y, area.width * share, high))
        kind = "key" if id_.startswith("key:") else "button"
        yield Widget(id_, kind, rect, text, style, 0.036)  # type: ignore[arg-type]
        x += area.width * share


def _within(rect: Rect) -> Rect:
    """A key's place with room left around it, so that a finger between two keys touches neither."""
    x, y = rect.width * 0.06, rect.height * 0.07
    return Rect(rect.x + x, rect.y + y, rect.width - 2 * x, rect.height - 2 * y)
