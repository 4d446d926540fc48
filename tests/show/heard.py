"""How strong a sound is, where, and when: held against golden/sounds.txt, as pictures are against theirs.

A sound changes on purpose only. Whoever changes one listens to it (`avatar show sounds NAME --wav FILE`), then runs
its tests with GOLDEN=write (and `-n 0`, since all sounds are in one table); the difference says which others changed.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np

from avatar.types import Clip
from tests.show.measures import Floats, floats

TABLE = Path(__file__).parent / "golden" / "sounds.txt"

EDGES = (25, 200, 500, 1200, 3000, 7000, 20_000)
"""Hz: the bands in which a sound is measured, from one to the next."""

SLICES = 12
"""Equal parts of its time."""

DIFFERENT_DB = 1.5
"""Most that a band may differ: less than that nobody would notice, and the table is rounded to whole decibels."""

HEARD_DB = 40.0
"""What lies so far below a sound's strongest moment counts for nothing."""


def compare(name: str, clip: Clip) -> None:
    """Fails where a sound is not what its row of the table holds."""
    now = levels(clip)
    if os.environ.get("GOLDEN") == "write":
        _write(name, now)
    rows = _rows()
    assert name in rows, f"no row for {name!r}: listen to it, then run with GOLDEN=write"
    wanted = np.array(rows[name].split(), float).reshape(now.shape)
    apart = np.where(np.maximum(wanted, now) > wanted.max() - HEARD_DB, np.abs(now - wanted), 0.0)
    at, band = np.unravel_index(np.argmax(apart), apart.shape)
    low, high = EDGES[band : band + 2]
    place = f"{at * clip.duration / SLICES:.2f} s, {low} to {high} Hz"
    assert apart[at, band] <= DIFFERENT_DB, f"{name}: {apart[at, band]:.1f} dB from what it was at {place}"


def levels(clip: Clip) -> Floats:
    """Decibels, in shape (SLICES, bands); 0 is a sine as loud as can be."""
    found = []
    for piece in np.array_split(floats(clip), SLICES):
        power = np.abs(np.fft.rfft(piece)) ** 2 * 4 / len(piece) ** 2
        f = np.fft.rfftfreq(len(piece), 1 / clip.rate)
        found.append([power[(f >= low) & (f < high)].sum() for low, high in pairwise(EDGES)])
    return np.asarray(10 * np.log10(np.maximum(found, 1e-10)))


def _rows() -> dict[str, str]:
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.is_file() else []
    return {name.strip(): row.strip() for name, _, row in (line.partition("|") for line in lines)}


def _write(name: str, now: Floats) -> None:
    rows = _rows() | {name: " ".join(f"{level:.0f}" for level in now.ravel())}
    TABLE.write_text("".join(f"{each:20} | {row}\n" for each, row in rows.items()), "utf-8")
