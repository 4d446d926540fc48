"""What is on stage beside a take: the scene that it belongs to, as a film has it, and how that is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from avatar.edits.shooting import recut, shifted, write_shot
from avatar.edits.values import TakeEdits
from avatar.scene.lasting import keep_lasting
from avatar.types import Entry, Mark, Performance, Scene, Timed

RUN_UP_S = 3.0
"""Seconds before a take whose marks are there as they were: whoever was on the way arrives."""

Told = tuple[float, str, Mark]
"""When something is acted, in seconds of the scene, by whom, and what."""


@dataclass(frozen=True, eq=False)
class Surround:
    """The scene around one take."""

    scene: Scene
    """Its cast and set, what is acted in it about then, and what others say meanwhile. Neither cuts nor the take."""
    cuts: tuple[Entry, ...]
    """What the camera shows, the first as the take begins; empty where nothing is cut."""
    start: float
    """Second of the scene at which the take's sound begins."""
    end: float
    who: str
    """Who speaks in the take."""

    def cut(self, edits: TakeEdits | None) -> tuple[Entry, ...]:
        """The cuts with those that are edited; None: as they were made."""
        spans = () if edits is None else edits.of("camera")
        if not spans:
            return self.cuts
        return recut(self.cuts, shifted(spans, self.start), speaker=self.who, until=self.end)

    @property
    def shots(self) -> tuple[Timed, ...]:
        """What the camera shows during the take, in its own seconds."""
        ends = [*(cut.start for cut in self.cuts[1:]), self.end]
        found = []
        for cut, end in zip(self.cuts, ends, strict=bool(self.cuts)):
            low, high = max(cut.start, self.start) - self.start, min(end, self.end) - self.start
            if high > low and isinstance(cut.what, Mark):
                found.append(Timed(low, high, write_shot(cut.who, cut.what.name)))
        return tuple(found)


def surround(head: Scene, marks: Iterable[Told], others: Iterable[Entry], take: Entry) -> Surround:
    """What is around a performance. `head`: cast, set, title and seed; `marks`: all of the scene, in order of time, but
    those of the take; `others`: what is said or sung at the same time."""
    told = list(marks)
    early = [each for each in told if each[0] < take.start - RUN_UP_S]
    late = [_entry(*each) for each in told if take.start - RUN_UP_S <= each[0] < take.end]
    entries = [*keep_lasting(early), *late, *_not_yet_there(told, take.end), *others]
    cuts = sorted((each for each in entries if _is_cut(each)), key=lambda each: each.start)
    begun = [cut for cut in cuts if cut.start <= take.start]
    rest = sorted((each for each in entries if not _is_cut(each)), key=lambda each: each.start)
    shown = (*begun[-1:], *(cut for cut in cuts if cut.start > take.start))
    return Surround(replace(head, entries=tuple(rest)), shown, take.start, take.end, take.who)


def among(head: Scene, entries: Sequence[Entry], take: Entry) -> Surround:
    """The same of a scene that is at hand."""
    others = [
        each
        for each in entries
        if each is not take and isinstance(each.what, Performance) and each.start < take.end and each.end > take.start
    ]
    return surround(head, sorted(_told(entries, take), key=lambda each: each[0]), others, take)


def _told(entries: Iterable[Entry], take: Entry) -> Iterator[Told]:
    for entry in entries:
        if isinstance(entry.what, Mark):
            yield entry.start + entry.what.start, entry.who, entry.what
        elif isinstance(entry.what, Performance) and entry is not take:
            yield from ((entry.start + mark.start, entry.who, mark) for mark in entry.what.marks)


def _entry(t: float, who: str, mark: Mark) -> Entry:
    return Entry(t, who, replace(mark, start=0.0, end=None if mark.end is None else mark.end - mark.start))


def _not_yet_there(told: Sequence[Told], end: float) -> Iterator[Entry]:
    """Entrances that are yet to come: until then those are not there."""
    seen: set[str] = set()
    for t, who, mark in told:
        if mark.kind in ("enter", "exit") and who not in seen:
            seen.add(who)
            if t >= end:
                yield _entry(t, who, mark)


def _is_cut(entry: Entry) -> bool:
    return isinstance(entry.what, Mark) and entry.what.kind == "camera"
