"""Which sound follows the few before it: what a language sounds like, for the decoder to go by where sound is unclear.

A table of contexts: every sound by itself, and the longer rows of sounds (up to four) that tell more than their ends
do. Each context says how likely every sound is to come next, and which context that leads to: the longest one in the
table that what was said ends with.
Source: Ron, Singer, Tishby, The Power of Amnesia: Learning Probabilistic Automata with Variable Memory Length, Machine
Learning 25 (1996).
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import zips
from avatar.errors import LipSyncError
from avatar.lipsync import phoneset
from avatar.types import Floats

STEP = 0.1
"""What chances are told in steps of in the file, as natural logarithms."""


class Sequences(NamedTuple):
    """The contexts; those below `len(phoneset.CLASSES)` are the sounds by themselves."""

    worth: Floats
    """Shape (contexts, classes): natural logarithm of the chance that the column follows the context."""
    leads: NDArray[np.int32]
    """Shape (contexts, classes): the context after the column."""


class Packed(NamedTuple):
    """Contexts as they lie in the file, shorter ones first."""

    length: NDArray[np.uint8]
    """Shape (contexts,): sounds in each."""
    ends: NDArray[np.uint8]
    """The last sound."""
    before: NDArray[np.int16]
    """The context without its last sound; -1 for the sounds by themselves."""
    shorter: NDArray[np.int16]
    """The context without its first sound; -1 for the sounds by themselves."""
    steps: NDArray[np.int8]
    """Shape (contexts, classes): by how many STEPs each chance is above the shorter context's; above 1 for sounds."""


def of_pairs(follow: Floats) -> Sequences:
    """Contexts of one sound alone, from a table of which sound (column) follows which (row)."""
    count = len(follow)
    return Sequences(follow, np.tile(np.arange(count, dtype=np.int32), (count, 1)))


def read(content: bytes) -> Sequences:
    """The contexts of a file. Raises LipSyncError for one that is damaged."""
    try:
        with np.load(io.BytesIO(content)) as held:
            packed = Packed(*(held[name] for name in Packed._fields))
        return unpack(packed)
    except zips.BROKEN as error:
        what = f"The model's sequences.npz is damaged: {error}"
        raise LipSyncError(what, remedy="Reinstall avatar.") from error


def unpack(packed: Packed) -> Sequences:
    """The table as it is looked up. Raises ValueError where it is of other sounds or out of order."""
    count, classes = packed.steps.shape
    if classes != len(phoneset.CLASSES) or (packed.length[:classes] != 1).any():
        raise ValueError("it is of other sounds")
    if (np.maximum(packed.shorter, packed.before) >= np.arange(count)).any() or (np.diff(packed.length) > 1).any():
        raise ValueError("its contexts are out of order")
    steps = packed.steps.astype(np.int32)
    leads = np.tile(np.arange(classes, dtype=np.int32), (count, 1))
    edges = np.searchsorted(packed.length, np.arange(1, packed.length[-1] + 2)).tolist()
    for first, last in pairwise(edges):
        if first:
            steps[first:last] += steps[packed.shorter[first:last]]
            leads[first:last] = leads[packed.shorter[first:last]]
        longer = np.flatnonzero((packed.before >= first) & (packed.before < last))
        leads[packed.before[longer], packed.ends[longer]] = longer
    return Sequences(steps * np.float32(STEP), leads)
