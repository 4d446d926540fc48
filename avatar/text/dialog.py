"""What is said in a recording: the value alone, which is had without all that `dialogs` can read."""

from __future__ import annotations

from typing import NamedTuple


class Dialog(NamedTuple):
    """What is said in a recording."""

    text: str
    notes: tuple[str, ...] = ()
    """What was chosen or left out, to be told."""
