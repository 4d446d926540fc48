"""How truthful a mouth is, against labelled phones and filmed lips.

Frames are 10 ms. The shapes are Rhubarb's letters; `shown.ACCEPTED` says which an animator would accept for a
sound. By itself that says little, so that `articulation` stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset
from avatar.lipsync.shapes import MouthCue
from avatar.lipsync.shown import ACCEPTED
from avatar.studio import articulation
from avatar.studio.articulation import NEAR, SHUT, Movement, f1
from avatar.types import FRAME_RATE, Timed


@dataclass(frozen=True)
class _Event:
    """A movement of the lips that must be seen, and the letters that show it."""

    classes: frozenset[str]
    shapes: str
    slack: int
    """Frames around the sound in which it may be seen."""
    near: frozenset[str] = frozenset()
    """Sounds beside which the shape is right; empty where showing it too often does no harm."""


_BITE = frozenset({"f", "v"})
EVENTS = {
    "closures": _Event(SHUT, "AX", 2, SHUT | {"sil"}),
    "bites": _Event(_BITE, "G", 2, _BITE),
    "rounded": _Event(frozenset({"uw", "w", "ow", "ao"}), "EF", 0),
    "open": _Event(frozenset({"aa", "ae", "ay", "aw", "eh"}), "CDE", 0),
}
_PAUSE, _MARGIN = 0.15, 4
"""Seconds of silence from which the mouth has to rest, and frames at either end in which it need not yet."""


FEWEST, DRAWS = 5, 200
"""Speakers from which on an interval is told, and how many times they are drawn anew for it."""


@dataclass
class Count:
    """How many are right, and of how many."""

    right: int = 0
    all: int = 0

    def add(self, right: int, of: int = 1) -> None:
        self.right += right
        self.all += of

    @property
    def share(self) -> float:
        return self.right / self.all if self.all else float("nan")


@dataclass
class Tally:
    """Counts over many utterances; merge by `plus`."""

    counts: dict[str, Count] = field(default_factory=dict)
    boundaries: list[float] = field(default_factory=list)
    """Seconds by which aligned boundaries are off."""
    changes: int = 0
    seconds: float = 0.0
    movement: Movement = field(default_factory=Movement)
    still: float = 0.0
    """Seconds of the longest stretch of speech in which the mouth stood still."""

    def at(self, key: str) -> Count:
        return self.counts.setdefault(key, Count())

    def plus(self, other: Tally) -> None:
        for key, count in other.counts.items():
            self.at(key).add(count.right, count.all)
        self.boundaries += other.boundaries
        self.changes += other.changes
        self.seconds += other.seconds
        self.movement = self.movement.plus(other.movement)
        self.still = max(self.still, other.still)

    def figures(self) -> dict[str, float]:
        """The rows of a report; NaN where there was nothing to count."""
        out = {"minutes": self.seconds / 60, "frames": self.at("frames").share}
        letters = {name: self._letter(name) for name in articulation.LETTERS}
        known = [value for value in letters.values() if not math.isnan(value)]
        out["shapes"] = sum(known) / len(known) if known else float("nan")
        out |= self.movement.figures()
        out |= {key: self.at(key).share for key in ("overhang", "acceptable")}
        for name, event in EVENTS.items():
            recall = self.at(f"{name} seen").share
            out[name] = f1(recall, self.at(f"{name} due").share) if event.near else recall
        out["rest"] = self.at("rest").share
        out["changes a second"] = self.changes / self.seconds if self.seconds else float("nan")
        out["longest still s"] = self.still
        out |= {f"shape {name}": value for name, value in letters.items()}
        if self.boundaries:
            off = np.array(self.boundaries) * 1000
            out |= {"boundary median ms": float(np.median(off)), "within 20 ms": float((off <= 20).mean()),
                    "within 50 ms": float((off <= 50).mean())}  # fmt: skip
        return out

    def _letter(self, name: str) -> float:
        """F1 of one letter; NaN where no sound asks for it."""
        recall = self.at(f"letter {name} seen").share
        return recall if math.isnan(recall) else f1(recall, self.at(f"letter {name} due").share)


def intervals(speakers: Sequence[Tally], keys: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Between which values each figure lies for other speakers of the same kind, nine times in ten: speakers drawn anew
    from those that were measured (Efron, Annals of Statistics 7, 1979). {} for fewer than FEWEST speakers."""
    if len(speakers) < FEWEST:
        return {}
    dice = np.random.default_rng(0)
    drawn: list[dict[str, float]] = []
    for _ in range(DRAWS):
        together = Tally()
        for which in dice.integers(0, len(speakers), len(speakers)):
            together.plus(speakers[which])
        drawn.append(together.figures())
    out = {}
    for key in keys:
        values = [figures[key] for figures in drawn if not math.isnan(figures.get(key, math.nan))]
        if values:
            low, high = np.quantile(values, (0.05, 0.95))
            out[key] = float(low), float(high)
    return out


def spans(phones: Sequence[Timed]) -> list[tuple[float, float, str]]:
    """Phones as (start, end, class name), a phone of several classes shared out; silences joined."""
    out: list[tuple[float, float, str]] = []
    for phone in phones:
        parts = phoneset.classes(phone.value) if phone.value else (phoneset.SILENCE,)
        edges = np.linspace(phone.start, phone.end, len(parts) + 1).tolist()
        for part, start, end in zip(parts, edges, edges[1:], strict=False):
            name = phoneset.CLASSES[part]
            if out and name == "sil" == out[-1][2] and abs(out[-1][1] - start) < 1e-6:
                out[-1] = (out[-1][0], end, name)
            else:
                out.append((start, end, name))
    return out


def score(phones: Sequence[Timed], cues: Sequence[MouthCue]) -> Tally:
    """A mouth's letters against the phones that were said."""
    tally = Tally()
    said = spans(phones)
    if not said:
        return tally
    count = int(said[-1][1] * FRAME_RATE)
    shown = _frames(cues, count)
    tally.changes, tally.seconds = len(cues), count / FRAME_RATE
    tally.still = articulation.longest_still(said, cues)
    tally.movement = articulation.movement(said, cues)
    tally.at("overhang").add(*articulation.overhanging(said, cues))
    for letter in articulation.LETTERS:
        reached, wanted, beside, drawings = articulation.letter_counts(letter, said, cues, shown)
        tally.at(f"letter {letter} seen").add(reached, wanted)
        tally.at(f"letter {letter} due").add(beside, drawings)
    for start, end, name in said:
        first, last = round(start * FRAME_RATE), min(count, round(end * FRAME_RATE))
        good = sum(shape in ACCEPTED[name] for shape in shown[first:last])
        tally.at("acceptable").add(good, max(0, last - first))
        tally.at(f"class {name}").add(good, max(0, last - first))
        for event, rule in EVENTS.items():
            if name in rule.classes:
                seen = shown[max(0, int(start * FRAME_RATE) - rule.slack) : int(end * FRAME_RATE) + rule.slack + 1]
                tally.at(f"{event} seen").add(any(shape in rule.shapes for shape in seen))
        if name == "sil" and end - start > _PAUSE:
            inside = shown[int(start * FRAME_RATE) + _MARGIN : int(end * FRAME_RATE) - _MARGIN]
            tally.at("rest").add(sum(shape in "XA" for shape in inside), len(inside))
    for event, rule in EVENTS.items():
        if rule.near:
            due = [(a - NEAR, b + NEAR) for a, b, name in said if name in rule.near]
            for cue in cues:
                if cue.value in rule.shapes:
                    tally.at(f"{event} due").add(any(cue.start < b and cue.end > a for a, b in due))
    return tally


def _frames(cues: Sequence[MouthCue], count: int) -> list[str]:
    shown = ["X"] * count
    for cue in cues:
        for i in range(max(0, round(cue.start * FRAME_RATE)), min(count, round(cue.end * FRAME_RATE))):
            shown[i] = cue.value
    return shown


def boundary_errors(told: Sequence[Timed], found: Sequence[Timed]) -> list[float]:
    """Seconds between each labelled start of a sound and the found start of the same sound.

    The two lines are matched by their longest common run of classes (difflib), so that a sound left out on one side
    does not spoil the rest.
    """
    from difflib import SequenceMatcher

    ours, theirs = spans(found), spans(told)
    matcher = SequenceMatcher(None, [s[2] for s in theirs], [s[2] for s in ours], autojunk=False)
    return [
        abs(theirs[block.a + i][0] - ours[block.b + i][0])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
        if theirs[block.a + i][2] != "sil"
    ]


def correlation(curves: Sequence[NDArray[np.floating]], lips: Sequence[NDArray[np.floating]], rate: float) -> float:
    """Pearson's r between curves at 100 frames/s and filmed ones at `rate`, both smoothed over 80 ms."""
    ours, theirs = [], []
    for curve, filmed in zip(curves, lips, strict=True):
        smooth = np.convolve(curve, np.full(8, 1 / 8), "same")
        at = (np.arange(len(filmed)) + 0.5) / rate * FRAME_RATE
        known = ~np.isnan(filmed) & (at < len(curve))
        ours.append(np.interp(at[known], np.arange(len(curve)), smooth))
        theirs.append(filmed[known])
    return float(np.corrcoef(np.concatenate(ours), np.concatenate(theirs))[0, 1])
