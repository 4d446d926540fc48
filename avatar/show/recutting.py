"""The cuts of a show as it is performed: those that are planned, with the shots that somebody gave its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from avatar.edits.shooting import lasting_shot, recut, shifted
from avatar.edits.takes import fitted
from avatar.edits.values import TakeEdits
from avatar.show.camera import PlannedShot, group_by_cue, shot_before
from avatar.show.cues import Cue, said_in
from avatar.types import Entry, Mark, Performance


class Cutter:
    """Gives each cue its cuts. Without a plan, with the camera off, there are none."""

    def __init__(self, plan: Sequence[PlannedShot], cues: Sequence[Cue], edits: Mapping[int, TakeEdits]) -> None:
        """`edits`: of what is said in a cue, by its index."""
        self._plan, self._cues, self._edits = plan, cues, edits
        self._shots = group_by_cue(plan)
        self._seen: Entry | None = None
        """The last cut."""

    def begin(self, first: int) -> Sequence[Entry]:
        """What is seen as the show begins with a cue, at 0 s."""
        before = shot_before(self._plan, first)
        found = [_cut(before, 0.0)] if before else []
        if self._plan and (edited := self._edited_before(first, before.cue if before else 0)):
            found = [edited]
        self._seen = found[-1] if found else None
        return found

    def _edited_before(self, first: int, since: int) -> Entry | None:
        """The shot that somebody gave a line before the first cue, where it lasts until then."""
        for index in range(first - 1, since - 1, -1):
            edits, said = self._edits.get(index), said_in(self._cues[index])
            if edits is not None and said is not None and edits.of("camera"):
                return lasting_shot(edits.of("camera"), edits.duration, said[0])
        return None

    def cut(self, index: int, start: float, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The cuts of a cue that begins at `start` seconds. `entries`: what it has put onto the clock."""
        cuts: Sequence[Entry] = [_cut(shot, start + shot.after) for shot in self._shots.get(index, ())]
        edits, said = self._edits.get(index), said_in(self._cues[index])
        if self._plan and edits is not None and said is not None and edits.of("camera"):
            for entry in entries:
                if entry.who == said[0] and isinstance(entry.what, Performance):
                    spans = shifted(fitted(edits, entry.what).of("camera"), entry.start)
                    cuts = recut(cuts, spans, before=self._seen, speaker=entry.who, until=entry.end)
        self._seen = cuts[-1] if cuts else self._seen
        return cuts


def _cut(shot: PlannedShot, t: float) -> Entry:
    return Entry(t, shot.who, Mark("camera", shot.name, 0.0, shot.lasts))
