"""A directed show performed: cue by cue onto one clock, each line as soon as it is spoken.

The clock is a pure function of the cues, of what the lines last, of the audience and the seed: the same show gives the
same Scene, to the sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from avatar.show.camera import plan_shots
from avatar.show.cues import Act, Cue, Directed, Heading, Say, ScriptedPause, Shot
from avatar.show.hearing import EARS, Ears
from avatar.show.speaking import LineSpeaker as LineSpeaker
from avatar.show.stagecraft import SingLine, Speak, Stagecraft
from avatar.types import Entry, Scene


@dataclass(frozen=True, eq=False)
class PerformedCue:
    """One cue, performed."""

    cue: int
    """Index into `Directed.cues`."""
    line: int
    start: float
    """Seconds of the scene at which it is first seen or heard."""
    t: float
    """Seconds at which the next cue may begin; sounds of this one may go on below it."""
    entries: tuple[Entry, ...] = ()
    """In order of `start`. Those of a later step may begin before the end of this one's, never before its start;
    where two speak together all steps of both come at once."""
    bridge: Callable[[], PerformedCue | None] | None = None
    """Gives, on any thread, what can be played where the next step is late, or None; None: nothing can. A show may
    begin with such a step as soon as it has it."""


def perform(
    directed: Directed,
    speak: Speak,
    audience: str = "",
    seed: int | None = None,
    start_at: int = 0,
    sing: SingLine | None = None,
    camera: str = "off",
    grid: float = 0.0,
    ears: Ears = EARS,
) -> Iterator[PerformedCue]:
    """The show, step by step; each is yielded as soon as it can be.

    `audience` '' and `seed` None take the show's own. `start_at` is the index of the cue to begin with, at 0 s:
    the set, the people and their faces are then as the cues before left them, and none of those is spoken. `sing`
    None: songs last as long as they do, and nobody is heard. `camera`: how it is cut, by a name of `camera.STYLES`.
    `grid`: every cut and every sentence begins at a whole multiple of so many seconds, those of a film's frames; 0:
    wherever it falls. `ears`: where sounds other than words come from.
    """
    cues = directed.cues
    house = audience or directed.audience
    stage = Stagecraft(directed, speak, house, directed.seed if seed is None else seed, ears, sing, grid)
    stage.shoot(plan_shots(directed, camera, house), start_at)
    for cue in cues[:start_at]:
        stage.foresee(cue)
    stage.open(cues[start_at] if start_at < len(cues) else None)
    held: list[PerformedCue] = []
    for index in range(start_at, len(cues)):
        start = stage.do(index, cues[index])
        held.append(PerformedCue(index, cues[index].line, start, stage.t, stage.taken()))
        if not _another_joins(cues, index):
            yield from held
            held = []
    end = stage.close()
    yield PerformedCue(len(cues), cues[-1].line if cues else 1, end, stage.t, stage.taken())


def _another_joins(cues: Sequence[Cue], index: int) -> bool:
    """Whether somebody will yet begin to speak at the same time as the speech that this cue is in."""
    for cue in cues[index + 1 :]:
        if isinstance(cue, Say) and cue.first:
            return cue.together
        if not isinstance(cue, Say | ScriptedPause | Act | Shot):
            return False
    return False


def scene_of(directed: Directed, entries: tuple[Entry, ...] = (), seed: int | None = None) -> Scene:
    """The Scene that the steps' entries belong into."""
    first = next((cue.set for cue in directed.cues if isinstance(cue, Heading)), "plain")
    seed = directed.seed if seed is None else seed
    return Scene(directed.cast, entries, first, directed.title, seed, dict(directed.meta))
