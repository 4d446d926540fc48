"""What every screen over the chat has in common: it is left once, and then does nothing any more."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.events import InputEvent
from textual.message import Message
from textual.screen import ModalScreen, ScreenResultType


class DialogScreen(ModalScreen[ScreenResultType]):
    """A screen over another one.

    Keys arrive faster than screens go: a second Enter is handled when the first has already dismissed the dialog.
    Textual's own `dismiss` then takes away whatever is on top by that time, the chat itself (Textual 8.2).
    """

    _left = False

    def on_mount(self) -> None:
        """Fast keys may have it left before it stands: then nothing of it is there."""
        if not self._left:
            self.stands()

    def stands(self) -> None:
        """It is on the screen: what subclasses have in place of `on_mount`."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leaves, once, and only where nothing stands above it."""
        if self._left or self.app.screen is not self:
            return AwaitComplete()
        self._left = True
        self.workers.cancel_node(self)  # what they find out could no longer be shown
        gone: AwaitComplete = super().dismiss(result)
        return gone

    async def _on_message(self, message: Message) -> None:
        """After leaving, keys and what widgets tell are not taken up any more: those widgets may be gone."""
        if not self._left or (message.control is None and not isinstance(message, InputEvent)):
            await super()._on_message(message)
