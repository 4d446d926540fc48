"""Segments on their way to the file, in order: made by workers, or found among those that are kept."""

from __future__ import annotations

import io
import tempfile
from collections import deque
from pathlib import Path
from typing import Any, NamedTuple

from avatar.film.encoders import Block, Packet, Task
from avatar.film.pictures import Segment
from avatar.film.pool import SegmentPool
from avatar.film.segments.naming import Namer
from avatar.film.segments.storing import pack, unpack
from avatar.keeping import KeptFolder
from avatar.types import CastMember


class _Waiting(NamedTuple):
    """A segment whose results were not taken."""

    first: int
    """Its first frame in the film."""
    frames: int
    name: str
    place: int
    size: int
    """Where its results lie among those that were found; of a segment that is made there are no bytes."""


class Line:
    """Give it segments with `add` while it isn't `full`; take results with `next`. Close it in the end.

    What is found is laid into a temporary file, so that any number of segments may stand behind one that is being made.
    """

    def __init__(
        self, task: Task, cast: tuple[CastMember, ...], pool: SegmentPool, kept: KeptFolder | None, folder: Path
    ) -> None:
        """`pool` makes segments, and is closed with the line. `kept` None: every segment is made. `folder`: for a
        temporary file. Raises OSError where there can't be one."""
        self._kept = kept
        self._namer = Namer(task) if kept is not None else None
        if self._namer is not None:
            self._namer.read(member.character for member in cast)
        self._what = Block if task.kind in ("gif", "webp") else Packet
        self._pool = pool
        self._order: deque[_Waiting] = deque()
        self._found = tempfile.TemporaryFile(dir=folder, prefix=".found-")  # noqa: SIM115  closed by `close`

    @property
    def full(self) -> bool:
        """Whether a result has to be taken before another segment may come: what workers have in hand stays small."""
        return not self._pool.room

    @property
    def waiting(self) -> int:
        """Segments whose results were not taken."""
        return len(self._order)

    def add(self, segment: Segment) -> None:
        name = self._namer.name(segment) if self._namer is not None else ""
        data = self._kept.get(name) if self._kept is not None else None
        if data is None or not unpack(data, self._what):
            data = b""
            self._pool.submit(segment)
        place = self._found.seek(0, io.SEEK_END)
        self._found.write(data)
        self._order.append(_Waiting(segment.first, segment.count, name, place, len(data)))

    def next(self) -> tuple[int, int, list[Any], bool]:
        """The earliest segment: its first frame, how many it has, its results, and whether they were there already.

        Raises what its worker raised.
        """
        each = self._order.popleft()
        if each.size:
            self._found.seek(each.place)
            return each.first, each.frames, unpack(self._found.read(each.size), self._what) or [], True
        _, results = self._pool.next()
        if self._kept is not None and self._namer is not None and self._namer.holds():
            self._kept.put(each.name, pack(results))
        return each.first, each.frames, results, False

    def close(self) -> None:
        self._pool.close()
        self._found.close()
