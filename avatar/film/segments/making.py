"""A segment made: drawn and encoded. The one function that worker processes, and other machines, run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from avatar.film.encoders import ENCODERS, Task
from avatar.film.pictures import Pictures, Segment
from avatar.film.shape import FrameShape


def make(task: Task, segment: Segment) -> list[Any]:
    """The results of a segment: packets, blocks, or none where they are files. The same wherever it is made."""
    return ENCODERS[task.kind](task, segment, pictures_of(task.shape).of(segment))


@lru_cache(maxsize=1)
def pictures_of(shape: FrameShape) -> Pictures:
    """What draws films of a shape; its art stays read from one segment to the next."""
    return Pictures(shape)
