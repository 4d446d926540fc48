"""Where you type: several lines, history, and completion of slash commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import TextArea

from avatar.ui.commands import Completion
from avatar.ui.history import History
from avatar.ui.inert import inert

NEW_LINE = ("shift+enter", "ctrl+j", "alt+enter")
"""Keys for a new line. Ctrl+J works in every terminal, the others where the terminal tells them from Enter."""


class Prompt(TextArea):
    """A text area that sends on Enter. It knows no commands: `complete` tells it how a text may go on, `is_secret` what
    of it is not to be kept.
    """

    @dataclass
    class Submitted(Message):
        """Enter was pressed on a text."""

        text: str

    @dataclass
    class Completing(Message):
        """What may complete the text has changed; an empty tuple: nothing."""

        completions: Sequence[Completion]
        chosen: int

    @dataclass
    class Scroll(Message):
        """Page keys were pressed: the prompt leaves them to the transcript."""

        pages: int

    def __init__(
        self,
        history: History,
        complete: Callable[[str], Sequence[Completion]],
        is_secret: Callable[[str], bool],
        *,
        id: str,  # noqa: A002  Textual's own name for it
    ) -> None:
        super().__init__(
            id=id, compact=True, show_line_numbers=False, highlight_cursor_line=False, placeholder="Say something…"
        )
        self.typed = history
        self._complete, self._is_secret = complete, is_secret
        self.completions: Sequence[Completion] = ()
        self._completed = ""
        """The text that `completions` are for."""
        self.chosen = 0
        self._walking = False

    # ---- keys

    async def _on_key(self, event: events.Key) -> None:
        """Textual goes on to TextArea's own handler for keys that are not taken here."""
        action = self._keys().get(event.key)
        if action is not None and action():
            event.stop()
            event.prevent_default()

    def _keys(self) -> dict[str, Callable[[], bool]]:
        """Key to what it does; an action that returns False leaves the key to the text area."""
        return {
            "enter": self.submit,
            **dict.fromkeys(NEW_LINE, self._new_line),
            "tab": self._accept,
            "up": lambda: self._choose(-1) or self._walk(back=True),
            "down": lambda: self._choose(1) or self._walk(back=False),
            "pageup": lambda: self._scroll(-1),
            "pagedown": lambda: self._scroll(1),
            "ctrl+underscore": self._undo,
        }

    def _undo(self) -> bool:
        """As in other programs that a shell starts: Ctrl+Z leads back to it."""
        self.undo()
        return True

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """As Textual's; but undo shortens the text before it moves the cursor, and a scrollbar that goes at that very
        moment asks for a line that is gone (Textual 8.2).
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    async def _on_paste(self, event: events.Paste) -> None:
        """Textual goes on to TextArea's own handler, with the text made inert."""
        event.text = inert(event.text)

    def submit(self) -> bool:
        self._catch_up()
        if self.completions and not self._is_exact():
            completion = self.completions[self.chosen].text
            self.put(completion)
            if completion.endswith(" "):
                return True
        text = self.text
        if text.strip():
            if not self._is_secret(text):
                self.typed.add(text)
            self.text = ""
            self.post_message(self.Submitted(text.strip()))
        return True

    def _is_exact(self) -> bool:
        typed = self.text.strip().casefold()
        return any(completion.text.strip().casefold() == typed for completion in self.completions)

    def _new_line(self) -> bool:
        self.insert("\n")
        return True

    def _accept(self) -> bool:
        self._catch_up()
        if self.completions:
            self.put(self.completions[self.chosen].text)
        return True

    def _choose(self, step: int) -> bool:
        if len(self.completions) < 2:
            return False
        self.chosen = (self.chosen + step) % len(self.completions)
        self.post_message(self.Completing(self.completions, self.chosen))
        return True

    def _walk(self, back: bool) -> bool:
        if not (self.cursor_at_first_line if back else self.cursor_at_last_line):
            return False
        entry = self.typed.back(self.text) if back else self.typed.forward()
        if entry is not None:
            self._walking = True
            self.put(entry)
        return True

    def _scroll(self, pages: int) -> bool:
        self.post_message(self.Scroll(pages))
        return True

    # ---- completion

    def put(self, text: str) -> None:
        """Put a text into the prompt, the cursor at its end."""
        self.text = text
        self.move_cursor(self.document.end)

    def on_text_area_changed(self) -> None:
        """Look again what may complete the text; not while walking the history, where the arrows have work to do."""
        self.completions = () if self._walking else tuple(self._complete(self.text))
        self._completed = self.text
        self._walking = False
        self.chosen = 0
        self.post_message(self.Completing(self.completions, 0))

    def _catch_up(self) -> None:
        """On a busy machine Enter overtakes the news of the letters before it: an old list must not replace them."""
        if self.completions and self._completed != self.text:
            self.completions, self.chosen = tuple(self._complete(self.text)), 0

    def dismiss(self) -> bool:
        """Close the list of completions; True if it was open."""
        was_open, self.completions = bool(self.completions), ()
        self.post_message(self.Completing((), 0))
        return was_open
