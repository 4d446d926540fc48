"""A line that nobody reads over your shoulder: where a key is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from avatar.ui.inert import inert_line
from avatar.ui.screens.dialog import DialogScreen

HINT = "It goes into the system's keyring and nowhere else. An empty line takes it out."


class SecretScreen(DialogScreen[str | None]):
    """Gives back what was typed; None where it was left by Esc."""

    CSS_PATH = "secret.tcss"
    AUTO_FOCUS = "#secret-line"

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = inert_line(title)

    def compose(self) -> ComposeResult:
        with Vertical(id="secret") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = "Enter keeps it · Esc leaves"
            yield Input(password=True, id="secret-line", compact=True)
            yield Static(HINT, id="secret-hint", markup=False)

    @on(Input.Submitted)
    def entered(self, message: Input.Submitted) -> None:
        self.dismiss(message.value.strip())
