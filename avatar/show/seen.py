"""What a shot shows, and how large: what two shots in a row are compared by."""

from __future__ import annotations

from typing import NamedTuple

from avatar.scene.camera import SHOTS

OF_ONE = frozenset({"medium", "over", "close", "reaction", "push", "whip"})
NEAR = frozenset({"close", "reaction", "whip"})
SOLD = NEAR | {"push"}
"""Shots of one person, those among them that show a face, and those in which a punch line is told as it is."""


class Seen(NamedTuple):
    """What the camera sees."""

    shot: str
    who: str = ""
    other: str = ""

    def shows(self, who: str) -> bool:
        return self.shot == "wide" or who == self.who or (self.shot == "two" and who == self.other)

    @property
    def begins(self) -> float:
        """Its size as it begins."""
        return SHOTS[self.shot].size

    @property
    def ends(self) -> float:
        """Its size once it has arrived."""
        return SHOTS["close"].size if self.shot == "push" else self.begins
