"""A script to follow: its lines wrapped to the width, what is being said lit, lines with problems marked."""

from __future__ import annotations

import textwrap
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from avatar.ui.inert import inert

GUTTER = 7
"""Cells for a line's number and its mark."""


class _Row(NamedTuple):
    """A row of the screen."""

    line: int
    """Of the script; 1 is the first."""
    text: str
    first: bool
    """Whether the line begins here."""


class ScriptView(ScrollView):
    """Shows a script. Rows are made as they are looked at, so that its length does not matter."""

    can_focus = True

    COMPONENT_CLASSES = {"script--number", "script--now", "script--heading", "script--cue", "script--problem"}  # noqa: RUF012  Textual's

    @dataclass
    class Chosen(Message):
        """A line was clicked."""

        line: int

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's
        super().__init__(id=id)
        self._lines: list[str] = []
        self._problems: Mapping[int, bool] = {}
        self._rows: list[_Row] = []
        self._now = 0

    def show(self, text: str, problems: Mapping[int, bool]) -> None:
        """Show another script. `problems`: each line that has one, and whether it is grave."""
        self._lines = [inert(line) for line in text.splitlines()]
        self._problems = problems
        self._wrap()

    def light(self, line: int) -> None:
        """Marks the line that is being said, and brings it into view."""
        if line == self._now:
            return
        self._now = line
        first = bisect_left(self._rows, line, key=lambda row: row.line)
        count = max(1, sum(1 for row in self._rows[first : first + 40] if row.line == line))
        self.scroll_to_region(
            Region(0, max(0, first - self.size.height // 3), 1, count + self.size.height // 2), animate=False
        )
        self.refresh()

    @property
    def now(self) -> int:
        """The line that is lit; 0 for none."""
        return self._now

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        if not self.size.width:
            return
        width = max(8, self.size.width - GUTTER - 1)
        rows: list[_Row] = []
        for number, line in enumerate(self._lines, 1):
            parts = [line] if len(line) <= width else textwrap.wrap(line, width) or [""]
            rows += [_Row(number, part, place == 0) for place, part in enumerate(parts)]
        self._rows = rows
        self.virtual_size = Size(self.size.width, len(rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        if place >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        row = self._rows[place]
        mark = "▶" if row.first and row.line == self._now else "!" if row.first and row.line in self._problems else " "
        number = f"{row.line:>{GUTTER - 3}} {mark} " if row.first else " " * GUTTER
        side = self.get_component_rich_style("script--problem" if mark == "!" else "script--number")
        text = row.text.ljust(self.size.width - GUTTER)[: max(0, self.size.width - GUTTER)]
        return Strip([Segment(number, side), Segment(text, self._style(row))], self.size.width)

    def _style(self, row: _Row) -> Style:
        if row.line == self._now:
            return self.get_component_rich_style("script--now")
        line = self._lines[row.line - 1].strip()
        if line.startswith(("INT", "EXT", ".", "#")):
            return self.get_component_rich_style("script--heading")
        if line.isupper():
            return self.get_component_rich_style("script--cue")
        return self.rich_style

    def on_click(self, event: Click) -> None:
        place = event.y + self.scroll_offset.y
        if place < len(self._rows):
            self.post_message(self.Chosen(self._rows[place].line))
