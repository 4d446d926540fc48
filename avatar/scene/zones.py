"""What of a picture is covered where it is shown."""

from __future__ import annotations

from typing import NamedTuple


class SafeZone(NamedTuple):
    """Shares of the picture, from its edges, that a place lays its own buttons and names over."""

    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


UNCOVERED = SafeZone()
