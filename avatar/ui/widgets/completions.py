"""The list of ways to complete a slash command, above the prompt."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from avatar.ui.commands import Completion

MOST = 7
"""Rows shown at once."""


class Completions(Widget):
    """Shows completions; the prompt has the keys."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._completions: Sequence[Completion] = ()
        self._chosen = 0

    def show(self, completions: Sequence[Completion], chosen: int) -> None:
        """Show these, with one lit; an empty list hides the widget."""
        self._completions, self._chosen = completions, chosen
        self.set_class(bool(completions), "-open")
        self.refresh(layout=True)

    def render(self) -> Content:
        if not self._completions:
            return Content("")
        first = max(0, min(self._chosen - MOST // 2, len(self._completions) - MOST))
        shown = self._completions[first : first + MOST]
        widest = max(len(completion.label) for completion in shown)
        rows = [self._row(each, widest, first + number == self._chosen) for number, each in enumerate(shown)]
        return Content("\n").join(rows)

    def _row(self, completion: Completion, widest: int, chosen: bool) -> Content:
        style = "bold $primary" if chosen else "$foreground"
        row = Content.assemble(
            ("› " if chosen else "  ", style), (completion.label.ljust(widest), style),
            ("   " + completion.summary, "$quiet"),
        )  # fmt: skip
        return row.truncate(max(1, self.size.width or 80), ellipsis=True)
