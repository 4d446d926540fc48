"""What a model thought before it answered: a line that a click opens."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from avatar.ui.inert import InertStream
from avatar.ui.room import tell_length

MOST = 20_000
"""Characters of thoughts that are kept: the latest."""


class Thoughts(Vertical):
    """Thoughts, folded up."""

    def __init__(self) -> None:
        super().__init__(classes="thoughts")
        self._stream = InertStream()
        self._text = ""
        self._seconds = 0.0
        self._thinking = self._open = False
        self._line, self._words = Static(classes="fold"), Static(classes="words")

    def compose(self) -> ComposeResult:
        yield self._line
        yield self._words

    def on_mount(self) -> None:
        self._show()

    def add(self, text: str, seconds: float) -> None:
        """More was thought; `seconds`: how long by now."""
        self._text = (self._text + self._stream.feed(text))[-MOST:]
        self._seconds, self._thinking = seconds, True
        self._show()

    def end(self) -> None:
        """It says something, or is over."""
        if self._thinking:
            self._thinking = False
            self._show()

    def toggle(self) -> None:
        """Open it, or fold it up."""
        self._open = not self._open
        self._show()

    def on_click(self) -> None:
        self.toggle()

    @property
    def summary(self) -> str:
        """Its line; '' where nothing was thought."""
        if not self._text.strip():
            return ""
        return ("thinking, " if self._thinking else "thought for ") + tell_length(self._seconds)

    def _show(self) -> None:
        self.display = bool(self.summary)
        self._line.update(Content(f"{'▾' if self._open else '▸'} {self.summary}"))
        self._words.display = self._open
        if self._open:
            self._words.update(Content(self._text.strip()))
