"""Whether a show is in the dark: black holds over a change of scene, and what comes next comes up from it."""

from __future__ import annotations

from avatar.show.cues import Cue, Fade


class Lighting:
    """The light while a script is walked through."""

    def __init__(self) -> None:
        self.black = False
        self.rising = False
        """Whether the script has asked for the light that comes with whatever is seen next."""

    def change(self, line: int, way: str, began: bool) -> list[Cue]:
        """What a transition asks for: "out", "black" or "in". `began`: whether anything has been seen yet."""
        if way != "in":
            self.black, self.rising = True, False
            return [Fade(line, "black" if way == "black" else "out")]
        if self.black:
            self.rising = True
            return []
        self.black = self.rising = True
        return [Fade(line, "black")] if not began else [Fade(line, "out")]

    def rise(self, line: int) -> list[Cue]:
        """The light that comes with what is seen now, where it is black."""
        if not self.black:
            return []
        self.black = self.rising = False
        return [Fade(line, "in")]
