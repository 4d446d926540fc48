"""Segments on their way to the file, in order: made by workers, or found among those that are kept."""

from __future__ import annotations

from collections import deque
from typing import Any

from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.film.pool import SegmentPool
from avatar.film.segments.naming import Namer
from avatar.film.segments.storing import pack, unpack
from avatar.keeping import KeptFolder
from avatar.types import CastMember


class Line:
    """Give it segments with `add` while it isn't `full`; take results with `next`. Close it in the end."""

    def __init__(self, task: Task, cast: tuple[CastMember, ...], pool: SegmentPool, kept: KeptFolder | None) -> None:
        """`pool` makes segments, and is closed with the line. `kept` None: every segment is made."""
        self._kept = kept
        self._namer = Namer(task) if kept is not None else None
        if self._namer is not None:
            self._namer.read(member.character for member in cast)
        self._pool = pool
        self._order: deque[tuple[Segment, str, list[Any] | None]] = deque()

    @property
    def full(self) -> bool:
        """Whether a result has to be taken before another segment may come: what is in it stays small."""
        return not self._pool.room or len(self._order) > self._pool.most

    @property
    def waiting(self) -> int:
        """Segments whose results were not taken."""
        return len(self._order)

    def add(self, segment: Segment) -> None:
        name = self._namer.name(segment) if self._namer is not None else ""
        data = self._kept.get(name) if self._kept is not None else None
        found = unpack(data) if data is not None else None
        if found is None:
            self._pool.submit(segment)
        self._order.append((segment, name, found))

    def next(self) -> tuple[Segment, list[Any], bool]:
        """The earliest segment, its results, and whether they were there already. Raises what its worker raised."""
        segment, name, found = self._order.popleft()
        if found is not None:
            return segment, found, True
        _, results = self._pool.next()
        if self._kept is not None and self._namer is not None and self._namer.holds():
            self._kept.put(name, pack(results))
        return segment, results, False

    def close(self) -> None:
        self._pool.close()
