"""Styles of Kokoro: the voices that its one net speaks in, and blends of them.

A style is a table of little-endian float32, a row for each number of letters that the net is given at once. What lies
between two voices is a voice, too: `af_heart*0.6 + bf_emma*0.4`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import EngineError
from avatar.nearest import find_nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, WIDTH = 510, 256
SIZE = ROWS * WIDTH * 4
"""Bytes."""
MOST_STYLES = 8
"""In one blend."""

_TERM = re.compile(r"\s*([a-z][a-z0-9_]{0,39})\s*(?:\*\s*(\d{1,3}(?:\.\d{1,6})?))?\s*")


class Share(NamedTuple):
    """A style's part in a voice."""

    style: str
    weight: float
    """Above 0; all of a voice add up to 1."""


def parse_blend(voice_id: str) -> tuple[Share, ...]:
    """`af_heart`, or `af_heart*0.6 + bf_emma*0.4`; where no weight is given it is 1. Raises EngineError."""
    shares: list[Share] = []
    for term in voice_id.split("+"):
        found = _TERM.fullmatch(term)
        weight = float(found[2] or 1) if found else 0.0
        if not found or weight == 0 or len(shares) == MOST_STYLES:
            raise EngineError(
                f"{voice_id!r} is no voice of Kokoro's",
                remedy=f"Name a style, as `af_heart`, or blend up to {MOST_STYLES}: `af_heart*0.6 + bf_emma*0.4`.",
            )
        shares.append(Share(found[1], weight))
    whole = sum(each.weight for each in shares)
    return tuple(each._replace(weight=each.weight / whole) for each in shares)


def find_file(folder: Path, style: str) -> Path:
    """Where a style lies, or would."""
    return folder / f"{style}.bin"


def find_styles(folder: Path) -> list[str]:
    """The styles that are here."""
    return sorted(path.stem for path in folder.glob("*.bin"))


def read_voice(folder: Path, voice_id: str) -> NDArray[Any]:
    """The table of a voice, shape (510, 256). Raises EngineError."""
    import numpy as np

    tables = [each.weight * _read_style(folder, each.style) for each in parse_blend(voice_id)]
    return np.asarray(np.sum(tables, axis=0), np.float32)


def _name(style: str) -> str:
    """What a style is called where it can be got."""
    from avatar.catalogue.entries import look_up  # here, since most engines find their styles

    found = look_up(style)
    return found.name if found else style


def _read_style(folder: Path, style: str) -> NDArray[Any]:
    import numpy as np

    path = find_file(folder, style)
    get = f"`avatar voices get {_name(style)}`."
    again = f"Get it again: {get}"
    try:
        if path.stat().st_size != SIZE:
            raise EngineError(f"This is no style of Kokoro's: {path.stat().st_size} bytes", where=path, remedy=again)
        table = np.frombuffer(path.read_bytes(), "<f4").reshape(ROWS, WIDTH)
    except FileNotFoundError as error:
        close = find_nearest(style, find_styles(folder))
        hint = f"Did you mean {close!r}? If not, get it" if close else "Get it"
        raise EngineError(f"The style {style} is not here", where=path, remedy=f"{hint}: {get}") from error
    except (OSError, ValueError) as error:
        raise EngineError(f"The style {style} can't be read: {error}", where=path, remedy=again) from error
    if not np.isfinite(table).all():
        raise EngineError("This is no style of Kokoro's: it holds what is no number", where=path, remedy=again)
    return table
