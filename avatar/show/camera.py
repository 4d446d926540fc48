"""The camera of a show: which shot each cue is seen in, and why, as data.

Cuts are planned from the cues alone, with lengths estimated from the words. So the same script has the same cuts in
whatever voices it is spoken, live and in a film, and from whatever line it begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from avatar.config import CameraStyle
from avatar.show.cues import Directed

STYLES: tuple[CameraStyle, ...] = get_args(CameraStyle)


class CameraRule(NamedTuple):
    """One habit of people who cut comedy."""

    shot: str
    """The shot that it asks for; '' for none: the picture stays."""
    why: str


RULES: Mapping[str, CameraRule] = {
    # what has to be seen
    "insert": CameraRule("insert", "What matters is a thing, and it is looked at alone."),
    "back": CameraRule("", "After a thing we are back where we were."),
    "montage": CameraRule("", "A series of pictures has another size for each."),
    "script": CameraRule("", "The script asks for it, and wins."),
    "new place": CameraRule("wide", "Where we are, and who is there, comes before who says what."),
    "comes or goes": CameraRule("wide", "Whoever comes, goes or crosses the stage is seen doing it, with all around."),
    "together": CameraRule("wide", "Two who speak at once are both seen."),
    "gesture": CameraRule("medium", "Hands need room: a wave in a close-up is a blur at its edge."),
    "thing": CameraRule("medium", "What somebody takes in hand is seen in it, or nobody knows what they talk of."),
    "dance": CameraRule("wide", "A dance is the whole body."),
    # lines
    "punch line": CameraRule("close", "The face that says it sells the joke, and the cut says: now."),
    "surprise": CameraRule("whip", "The camera is as startled as the line."),
    "confession": CameraRule("push", "What comes out slowly is approached slowly."),
    "long speech": CameraRule("push", "A picture that stands through a speech of many words goes dead."),
    "quarrel": CameraRule("over", "Two who are at each other are each seen past the other's shoulder."),
    "dialogue": CameraRule("over", "Two who have long talked to each other alone are seen from between them."),
    "quick exchange": CameraRule("two", "Lines shorter than a shot bounce best in a picture that holds both."),
    "newcomer": CameraRule("medium", "Who has just come in is met by name and face."),
    "speaker": CameraRule("medium", "Whoever has the line has the picture."),
    "nearer": CameraRule("close", "The longer somebody talks, the nearer we want to be."),
    "breather": CameraRule("wide", "After some single shots the audience wants to know again who stands where."),
    "new thought": CameraRule("wide", "A new subject of somebody alone begins at another distance."),
    "verse": CameraRule("close", "Who sings the line has the picture."),
    "refrain": CameraRule("wide", "Between single voices the whole company is seen, and dances."),
    # silences
    "reaction": CameraRule("reaction", "The laugh is in the face of whoever has to live with the line."),
    "house": CameraRule("wide", "When the house comes down the whole stage takes it."),
    "curtain": CameraRule("wide", "The last picture is of all who were in it."),
    "silence": CameraRule("reaction", "A pause belongs to whoever is waited for, or waits."),
    "voice": CameraRule("reaction", "Who is only heard is seen in the face of whoever listens."),
    "hold": CameraRule("", "Nothing moves while the house laughs: a cut would tread on it."),
}
"""Why each cut is made. `avatar show check --shots` names the row."""


class Pace(NamedTuple):
    """How a style cuts."""

    least: float
    """Seconds that a shot stays at least, unless somebody has to be seen who isn't."""
    most: float
    """Seconds after which the next sentence brings another picture."""
    singles: int
    """Shots of one person after which all are seen again."""
    whips: bool
    why: str


PACES: Mapping[str, Pace] = {
    "calm": Pace(2.2, 6.0, 5, False, "Cuts are felt and not seen: for a stage that stands beside a talk."),
    "lively": Pace(1.3, 3.6, 7, True, "As sketch comedy is cut: each turn has its picture."),
}


class PlannedShot(NamedTuple):
    """A cut."""

    cue: int
    """Index of the cue that it comes with."""
    after: float
    """Seconds after the cue begins."""
    shot: str
    who: str
    """'' for everybody."""
    other: str
    """Who else is in the shot, or whose shoulder; '' for nobody, or for who stands nearest."""
    lasts: float | None
    """Seconds that it takes to arrive, of a shot that moves."""
    row: str
    """The row of RULES that asked for it."""

    @property
    def name(self) -> str:
        """As a mark names it."""
        return f"{self.shot} {self.other}" if self.other else self.shot


def plan_shots(directed: Directed, style: str, audience: str = "") -> tuple[PlannedShot, ...]:
    """The cuts of a show in their order; none with the camera off. `audience` '' takes the show's own."""
    if style not in PACES:
        return ()
    from avatar.show.shooting import Planner

    planner = Planner(directed, PACES[style], audience or directed.audience)
    return planner.plan()


def shot_before(plan: Sequence[PlannedShot], cue: int) -> PlannedShot | None:
    """The shot that is seen as a cue begins, where the show begins there."""
    return next((shot for shot in reversed(plan) if shot.cue < cue), None)


def group_by_cue(plan: Sequence[PlannedShot]) -> dict[int, list[PlannedShot]]:
    found: dict[int, list[PlannedShot]] = {}
    for shot in plan:
        found.setdefault(shot.cue, []).append(shot)
    return found
