"""What may show the kiosk in place of a window of the stage's."""

from __future__ import annotations

from typing import Protocol

from avatar.kiosk.state import State
from avatar.scene.widgets import Widget


class Screen(Protocol):
    """Its methods are called on the kiosk's event loop. It reports touches and typing by the kiosk's `happens`."""

    def show(self, now: State, widgets: tuple[Widget, ...], dark: float, shift: tuple[float, float]) -> None:
        """Show all but the character. `dark`: how dark, 0 to 1; `shift`: how far everything has wandered, in shares of
        the picture's size.
        """

    def picture(self, width: int, height: int, rgba: bytes) -> None:
        """The character: 8 bits each, rows from the top, as large as the kiosk's `face` was told."""
