"""The head of the transcript: who is here, and how to begin."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from avatar.ui.inert import inert_line

HINT = "Type something and press Enter. / lists commands, Esc stops the talking."


class Welcome(Vertical):
    """Who is here, and how to begin."""

    def __init__(self, name: str, description: str, *, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._who, self._description = inert_line(name), inert_line(description)

    def compose(self) -> ComposeResult:
        yield Static(Content(self._who), classes="name")
        yield Static(Content(self._description), classes="about")
        yield Static(Content(HINT), classes="hint")

    def show(self, name: str, description: str) -> None:
        """Somebody else is here."""
        self.query_one(".name", Static).update(Content(inert_line(name)))
        self.query_one(".about", Static).update(Content(inert_line(description)))
