"""What is in force at a moment of a show: who is on and where, with which face, what they hold, who spoke last."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from avatar.show.cues import Heading
from avatar.types import Mark, Performance


@dataclass
class InForce:
    """It is carried from cue to cue."""

    scene: Heading | None = None
    on: dict[str, str] = field(default_factory=dict)
    """Who is on stage, and the name of their place."""
    faces: dict[str, str] = field(default_factory=dict)
    """Person to the expression on their face, where it is not neutral."""
    held: dict[str, str] = field(default_factory=dict)
    """Person to what they hold; '' for what they have put down."""
    hats: dict[str, str] = field(default_factory=dict)
    """Person to what they have put on."""
    last: Performance | None = None
    """The sentence just said; None where something came after it."""
    speaker: str = ""
    partner: str = ""
    """Who spoke before the speaker did."""
    speech: float = 0.0
    """Seconds at which the speech being spoken began."""
    ends: float = 0.0
    """Seconds at which the first of two who speak together has finished."""
    song: float = -math.inf
    """Seconds at which the song being sung began."""
    dark: bool = False
    """Whether all is black."""
    brushed: float = -math.inf
    """Seconds until which brushes go along with words in rhythm."""
    paused: bool = True
    """Whether a silence, a laugh or a sound separates what follows from what came before."""

    def enter_scene(self, scene: Heading) -> None:
        """Another scene begins, in which nobody's face is left from the one before."""
        self.scene, self.on, self.faces = scene, dict(scene.people), {}
        self.held = {} if scene.name else self.held

    def address(self, who: str) -> None:
        """`who` begins to speak; the one who spoke before is the partner."""
        if self.speaker != who:
            self.partner, self.speaker = self.speaker, who

    def interrupt(self) -> None:
        """Something other than a sentence comes before what is said next."""
        self.paused, self.last = True, None

    def remember(self, who: str, mark: Mark) -> None:
        """What lasts of a mark."""
        match mark.kind:
            case "expression":
                self.faces[who] = mark.name
            case "enter":
                self.on[who] = mark.name or self.on.get(who, "")
            case "exit":
                self.on.pop(who, None)
            case "move" if who in self.on:
                self.on[who] = mark.name
            case "prop":
                self.held[who] = mark.name
            case "hat":
                self.hats[who] = mark.name
            case _:
                pass
