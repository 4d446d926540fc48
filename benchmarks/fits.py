"""How likely what is written for one sentence answers another: what avatar/brain/rive/ranking.py learned, and how well
it tells.

    python -m benchmarks.fits          LEARNED and CONSTANT, ready to be copied

In `fits.tsv` each row is a sentence that a stranger said to a character in one of nine talks, in the forms in which it
is looked up, and one for which an answer is written that came near; readers have said whether that answer would have
been right (1), passable (0.5) or beside the point (0). Written sentences were shown to them where all-MiniLM-L6-v2, or
the words' directions, found them most alike, and among those that belong to the character's very last line. Logistic
regression; what is told of a talk is by what was learned from the others.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.brain.encoder import find_codes
from avatar.brain.meaning import find_directions
from avatar.brain.rive.likeness import LIKELY, PLAIN, SURE, SURE_OF_TOLD, asks
from avatar.brain.rive.ranking import LEARNED, describe
from avatar.brain.sentences import Act

FILE = Path(__file__).with_suffix(".tsv")
ROUNDS, STIFFNESS = 30, 1 / 0.3
"""Of Newton's method; what a squared weight counts beside the rows' errors."""

Numbers = NDArray[np.float64]


class Read(NamedTuple):
    """What a reader judged."""

    talk: str
    turn: str
    right: float
    asking: bool
    near: bool
    """Whether it belongs to the character's last line."""
    said: tuple[str, ...]
    written: str


def read_all() -> list[Read]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Read(
                row["talk"], row["turn"], float(row["right"]), asks(Act[row["act"]]), row["last"] == "1",
                tuple(row["said"].split(" | ")), row["written"],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]  # fmt: skip


def describe_all(reads: Sequence[Read]) -> tuple[Numbers, Numbers, Numbers]:
    """(reads, features), by the form that the encoder finds most like what is written; how alike the encoder finds
    the two; and how alike their words' directions are."""
    rows, alike, by_words = [], [], []
    for read in reads:
        codes, directions = (find([*read.said, read.written]) for find in (find_codes, find_directions))
        near = codes[:-1] @ codes[-1]
        best = int(near.argmax())
        rows.append(describe(read.said[best], read.written, float(near[best]), asking=read.asking, near=read.near))
        alike.append(float(near[best]))
        by_words.append(float((directions[:-1] @ directions[-1]).max()))
    return np.array(rows), np.array(alike), np.array(by_words)


def learn(rows: Numbers, right: Numbers) -> Numbers:
    """(features + 1,) Weights of scaled features, and the constant, by Newton's method."""
    held = np.c_[rows, np.ones(len(rows))]
    stiff = np.full(held.shape[1], STIFFNESS)
    stiff[-1] = 0
    weights = np.zeros(held.shape[1])
    for _ in range(ROUNDS):
        likely = judge(rows, weights)
        slope = held.T @ (likely - right) + stiff * weights
        bend = (held * (likely * (1 - likely))[:, None]).T @ held + np.diag(stiff)
        weights -= np.linalg.solve(bend, slope)
    return weights


def judge(rows: Numbers, weights: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1]))))


def judge_by_others(rows: Numbers, right: Numbers, talks: Sequence[str]) -> Numbers:
    """How likely each is right, learned from the other talks."""
    of, told = np.array(talks), np.zeros(len(right))
    for talk in dict.fromkeys(talks):
        here = of == talk
        told[here] = judge(rows[here], learn(rows[~here], right[~here]))
    return told


def find_top_right(reads: Sequence[Read], scores: Numbers, chosen: NDArray[np.bool_]) -> tuple[int, float]:
    """Of how many sentences something that was read is right or passable, and how right what scores most is there."""
    of: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for place in np.flatnonzero(chosen):
        of.setdefault((reads[place].talk, reads[place].turn, reads[place].said), []).append(int(place))
    groups = [places for places in of.values() if any(reads[place].right for place in places)]
    tops = [max(places, key=lambda place: scores[place]) for places in groups]
    return len(groups), float(np.mean([reads[place].right for place in tops]))


def tell(reads: Sequence[Read], told: Numbers, ways: Mapping[str, Numbers]) -> None:
    right = np.array([read.right for read in reads])
    asking = np.array([read.asking for read in reads])
    for name, chosen, marks in (
        ("questions", asking, (LIKELY, SURE, PLAIN)),
        ("what is told", ~asking, (SURE_OF_TOLD,)),
    ):
        print(f"{name}: {chosen.sum()} read, {right[chosen].mean():.2f} of them right")
        for tenth in range(10):
            here = chosen & (told >= tenth / 10) & (told < (tenth + 1) / 10)
            if here.any():
                print(f"  from .{tenth}: {right[here].mean():.2f} of {here.sum()}")
        for mark in marks:
            here = chosen & (told >= mark)
            print(f"  all from {mark}: {right[here].mean():.2f} of {here.sum()}")
        for way, scores in ways.items():
            count, share = find_top_right(reads, scores, chosen)
            print(f"  first by {way}: {share:.2f} right, of {count} sentences of which something is")


def main() -> None:
    reads = read_all()
    rows, alike, by_words = describe_all(reads)
    right = np.array([read.right for read in reads])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = (rows - mean) / spread
    told = judge_by_others(scaled, right, [read.talk for read in reads])
    tell(reads, told, {"words": by_words, "the encoder": alike, "the judge": told})
    weights = learn(scaled, right)
    print("LEARNED: Mapping[str, tuple[float, float, float]] = {")
    for place, name in enumerate(LEARNED):
        print(f'    "{name}": ({mean[place]:.4g}, {spread[place]:.4g}, {weights[place]:.4g}),')
    print(f"}}\nCONSTANT = {weights[-1]:.4g}")


if __name__ == "__main__":
    main()
