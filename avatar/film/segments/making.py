"""A segment made: drawn and encoded. The one function that worker processes, and other machines, run."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from avatar.film.encoders import ENCODERS, Task
from avatar.film.pictures import Pictures, Segment
from avatar.film.shape import FrameShape

STEADY = frozenset({"mp4", "webm"})
"""Kinds of film in which edges may be off by what nobody sees: their encoders move edges further. In others each frame
is what it is alone, to the bit."""


def make(task: Task, segment: Segment) -> list[Any]:
    """The results of a segment: packets, blocks, or none where they are files. The same wherever it is made."""
    pictures = pictures_of(task.shape).of(segment, steady=task.kind in STEADY)
    return ENCODERS[task.kind](task, segment, pictures)


@lru_cache(maxsize=1)
def pictures_of(shape: FrameShape) -> Pictures:
    """What draws films of a shape; its art stays read from one segment to the next."""
    return Pictures(shape)
