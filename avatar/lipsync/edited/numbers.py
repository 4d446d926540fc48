"""What stands in files, as what it should be."""

from __future__ import annotations

import math
from collections.abc import Mapping

from avatar.errors import LipSyncError


def number(text: object, what: str = "time") -> float:
    """A finite number. Raises LipSyncError that says `what` it was to be."""
    try:
        value = float(text)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise LipSyncError(f"{text!r} is no {what}", remedy="Write a number, as 0.35.") from error
    if not math.isfinite(value):
        raise LipSyncError(f"{text!r} is no {what}", remedy="Write a number, as 0.35.")
    return value


def objects(value: object) -> list[Mapping[str, object]]:
    """The objects of a JSON list; [] for what is no list, or holds anything else."""
    rows = value if isinstance(value, list) else []
    return rows if all(isinstance(row, Mapping) for row in rows) else []
