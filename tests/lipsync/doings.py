"""Jobs for workers, in a module that they can import."""

from __future__ import annotations

import os
from collections.abc import Callable

Tell = Callable[[float], None]


def doubled(job: int, tell: Tell) -> int:
    tell(0.5)
    return 2 * job


def with_one_that_dies(job: int, tell: Tell) -> int:
    if job == 1:
        os._exit(9)
    return job


def with_a_bug(job: int, tell: Tell) -> float:
    return 1 / job
