"""A scene that is still being made, seen through windows: what a segment of the film needs.

A show is performed while it is filmed. Entries that are long over are dropped, except those that last (the expression
that a face wears, where people stand), so that memory does not grow with the length of the show. A pose is the same in
a window as in the whole scene, to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from avatar.scene.timeline import FADE_AFTER
from avatar.types import CastMember, Clip, Entry, Mark, Performance, Scene

KEPT_S = 30.0
"""Seconds for which an entry still counts after its end: the longest gestures, glances at a speaker, the last blink."""

AHEAD_S = 2.0
"""Seconds that faces look ahead: breath is taken before a clause, beats are prepared."""

LASTING = ("expression", "state", "look", "clock", "prop", "hat")
"""Marks that hold until the next one."""

LAST = 4
"""Lasting marks that are kept of each kind: `pose` eases the last four expressions over each other."""

STAGED = ("move", "enter", "exit", "set", "title", "chapter", "fade", "camera")
"""Marks that are kept for good: where people stand depends on all that came before. They are few and small."""


CUTS = frozenset({"set", "camera", "clock"})
"""Marks with which another picture begins."""


class PerformedPart(Protocol):
    """A part of a show, performed: what `avatar.show` yields."""

    @property
    def entries(self) -> Sequence[Entry]:
        """What happens in it."""

    @property
    def start(self) -> float:
        """Seconds of the scene before which nothing starts that comes in a later step."""


@dataclass(frozen=True)
class Whole:
    """A scene that is complete already, as one step."""

    scene: Scene

    @property
    def entries(self) -> Sequence[Entry]:
        return self.scene.entries

    @property
    def start(self) -> float:
        return math.inf


class _Known(NamedTuple):
    order: tuple[float, int]
    """Start, and the place among all entries: the order of the whole scene."""
    entry: Entry


class Reel:
    """Takes steps in as they are performed, and gives windows of the scene that they make."""

    def __init__(self, scene: Scene, steps: Iterable[PerformedPart]) -> None:
        """`scene`: cast, set, title and seed; its entries don't count."""
        self.base = replace(scene, entries=())
        self._steps: Iterator[PerformedPart] = iter(steps)
        self._recent: list[_Known] = []
        self._lasting: dict[tuple[str, str], list[_Known]] = {}
        self._staged: list[_Known] = []
        self._count = 0
        self.cuts: list[float] = []
        """Seconds at which another picture begins, of what has come and was not dropped."""
        self.known = 0.0
        """Seconds of the scene before which nothing starts that comes later."""
        self.duration = 0.0
        """Seconds of what has come so far."""
        self.ended = False

    @classmethod
    def of(cls, scene: Scene) -> Reel:
        """A reel of a scene that is complete."""
        return cls(scene, [Whole(scene)])

    @property
    def cast(self) -> tuple[CastMember, ...]:
        return self.base.cast

    def until(self, t: float) -> list[Entry]:
        """Performs the show up to `t` seconds, or to its end; the new entries, in the order in which they came."""
        fresh: list[Entry] = []
        while not self.ended and self.known <= t:
            step = next(self._steps, None)
            if step is None:
                self.ended, self.known = True, math.inf
                break
            fresh += self._take(step)
        return fresh

    def leave(self) -> None:
        """No more of the show will be wanted: whoever performs it may go."""
        close = getattr(self._steps, "close", None)
        if close is not None:
            close()
        self._steps = iter(())

    def _take(self, step: PerformedPart) -> Sequence[Entry]:
        for entry in step.entries:
            self.duration = max(self.duration, entry.end)
            known = _Known((entry.start, self._count), entry)
            self._count += 1
            if isinstance(entry.what, Mark) and entry.what.kind in CUTS:
                self.cuts.append(entry.start + entry.what.start)
            if _staged(entry):
                self._staged.append(known)
            elif not isinstance(entry.what, Clip):
                self._recent.append(known)
        self.known = max(self.known, step.start)
        self.ended = self.known == math.inf
        return step.entries

    def window(self, start: float, end: float) -> Scene:
        """All that poses from `start` to `end` depend on. Ask for windows in order: older entries are dropped."""
        self._forget(start - KEPT_S)
        near = [known for known in self._recent if known.entry.start < end + AHEAD_S]
        lasting = [known for group in self._lasting.values() for known in group]
        entries = sorted((*self._staged, *lasting, *near), key=lambda known: known.order)
        return replace(self.base, entries=tuple(known.entry for known in entries))

    def _forget(self, before: float) -> None:
        kept: list[_Known] = []
        for known in self._recent:
            if known.entry.end >= before:
                kept.append(known)
                continue
            for kind, entry in _remains(known.entry):
                self._keep(kind, _Known(known.order, entry))
        self._recent = kept
        self.cuts = [t for t in self.cuts if t >= before]

    def _keep(self, kind: str, known: _Known) -> None:
        if kind in LASTING:
            group = self._lasting.setdefault((known.entry.who, kind), [])
            group.append(known)
            group.sort(key=lambda each: _begins(each.entry))
            del group[:-LAST]
        else:
            self._staged.append(known)


def _staged(entry: Entry) -> bool:
    return isinstance(entry.what, Mark) and entry.what.kind in STAGED


def _begins(entry: Entry) -> float:
    assert isinstance(entry.what, Mark)
    return entry.start + entry.what.start


def _remains(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """What an entry leaves when it is over: the marks that last, at the times that they had."""
    if isinstance(entry.what, Mark):
        if entry.what.kind in LASTING:
            yield entry.what.kind, entry
    elif isinstance(entry.what, Performance):
        until = entry.what.duration + FADE_AFTER
        for mark in entry.what.marks:
            if mark.kind in LASTING:
                end = until if mark.end is None else mark.end
                yield mark.kind, Entry(entry.start, entry.who, replace(mark, end=end))
            elif mark.kind in STAGED:
                yield mark.kind, Entry(entry.start, entry.who, mark)
