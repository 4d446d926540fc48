"""The status line: what is in use, and what the character is doing."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from avatar.ui.room import NO_SOUND, Doing, Status

LIGHTS: dict[Doing, tuple[str, str]] = {
    "starting": ("◌", "$quiet"),
    "idle": ("○", "$quiet"),
    "thinking": ("◐", "$secondary"),
    "speaking": ("●", "$primary"),
}
"""Sign and colour of what the character is doing; the sign alone tells it, too."""


class Item(NamedTuple):
    text: str
    style: str
    keep: int
    """How much it matters: where the line is too narrow, the lowest goes first."""


def list_items(status: Status) -> list[Item]:
    """What to show, from left to right."""
    sound = "muted" if status.muted else status.sound
    if not status.muted and status.volume < 0.995 and sound:
        sound = f"{sound} {round(status.volume * 100)} %"
    stage = {"window": "in a window", "terminal": "in the terminal", "none": "no picture"}.get(status.stage, "")
    latency = "" if status.latency is None else f"{round(status.latency * 1000)} ms"
    ears = "● listening" if status.listening else "F4 to talk" if status.ears == "push" else ""
    shown = (
        Item(ears, "$error" if status.listening else "$quiet", 10 if status.listening else 5),
        Item(f"voice {status.voice}" if status.voice else "", "$foreground", 8),
        Item(f"mouth {status.rung}" if status.rung else "", "$quiet", 4),
        Item(sound, "$warning" if status.muted else "$quiet", 9 if status.muted else 3),
        Item(stage, "$quiet", 2),
        Item(latency, "$quiet", 1),
        Item(f"sync {status.offset_ms:+.0f} ms" if status.sound not in ("", NO_SOUND) else "", "$quiet", 0),
    )
    return [item for item in shown if item.text]


def write_line(status: Status, width: int) -> Content:
    """The status line for a width in cells; what matters least is left out first, the rest is cut short."""
    light, colour = LIGHTS[status.doing]
    head = Content.assemble((f"{light} ", colour), (status.character or "avatar", f"bold {colour}"))
    shown = list_items(status)
    while shown:
        text = Content("   ").join([head, *(Content.styled(item.text, item.style) for item in shown)])
        if text.cell_length <= width:
            return text
        if len(shown) == 1:
            return text.truncate(width, ellipsis=True)
        shown.remove(min(shown, key=lambda item: item.keep))
    return head.truncate(width, ellipsis=True)


class StatusLine(Widget):
    """One line at the bottom of the chat."""

    status: reactive[Status] = reactive(Status())

    def render(self) -> Content:
        return write_line(self.status, self.content_size.width)
