"""A widget that shows lines of styled text, and draws those anew that have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from avatar.editing.cells import Line
from avatar.ui.depth import Depth
from avatar.ui.timeline.colours import look_of


class Sheet(Widget):
    """Lines, as wide as it is."""

    ALLOW_SELECT = False

    @dataclass
    class Mouse(Message):
        """Something that the mouse does on it, in its own cells."""

        sheet: str
        """The id of the sheet."""
        what: Literal["down", "move", "up", "wheel"]
        x: int
        y: int
        way: int = 0
        """Of the wheel: -1 away from the user."""
        aside: bool = False

    class Sized(Message):
        """It has another size."""

    def __init__(self, *, depth: Depth, dark: bool, id: str) -> None:  # noqa: A002  Textual's
        super().__init__(id=id)
        self._depth: Depth = depth
        self._dark = dark
        self._lines: tuple[Line, ...] = ()
        self._down = False

    def show(self, lines: tuple[Line, ...]) -> None:
        """These lines from now on."""
        old, self._lines = self._lines, lines
        if len(old) != len(lines):
            self.refresh()
            return
        for number, (before, now) in enumerate(zip(old, lines, strict=True)):
            if before != now:
                self.refresh(Region(0, number, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        if y >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        ground = self.rich_style
        segments = [Segment(piece.text, ground + look_of(piece, self._depth, self._dark)) for piece in self._lines[y]]
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def on_resize(self) -> None:
        self.post_message(self.Sized())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self._down = True
            self.capture_mouse()
            self._tell("down", event.x, event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._down:
            self._tell("move", event.x, event.y)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._down:
            self._down = False
            self.release_mouse()
            self._tell("up", event.x, event.y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._tell("wheel", event.x, event.y, -1, event.shift)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._tell("wheel", event.x, event.y, 1, event.shift)

    def _tell(
        self, what: Literal["down", "move", "up", "wheel"], x: int, y: int, way: int = 0, aside: bool = False
    ) -> None:
        self.post_message(self.Mouse(str(self.id), what, x, y, way, aside))
