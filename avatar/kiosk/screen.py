"""What may show the kiosk in place of a window of the stage's."""

from __future__ import annotations

from typing import Protocol

from avatar.kiosk.state import State
from avatar.scene.widgets import Widget


class Screen(Protocol):
    """Told on the kiosk's event loop; what it is touched and typed at it tells the kiosk by `happens`."""

    def show(self, now: State, widgets: tuple[Widget, ...], dark: float, shift: tuple[float, float]) -> None:
        """All that there is to see but the character; `dark`: how dark it is to be, 0 to 1; `shift`: where to
        everything has wandered, in parts of the picture.
        """

    def picture(self, width: int, height: int, rgba: bytes) -> None:
        """The character: 8 bits each, rows from the top, as large as the kiosk's `face` was told."""
