"""How likely the nearest likeness is what a message means: learned from the examples, and measured.

    python -m benchmarks.likenesses          what avatar/brain/rive/ranking.py learned, and how well it tells

Each example of the common persona's likenesses is a message twice: once its own kind, without it, is among those that
may be found, once it is not. Logistic regression; what it tells is measured on kinds that it has not learned from.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.brain.rive.book import Book, MatchRule
from avatar.brain.rive.likeness import FITS, Likes
from avatar.brain.rive.ranking import LEARNED
from avatar.brain.sentences import find_act

FOLDER = Path(__file__).parent.parent / "characters" / "juno" / "persona"
FEWEST = 3
"""Examples of a kind that is learned from."""
PARTS = 5
ROUNDS, STIFFNESS = 30, 1e-3


def gather(likes: Likes[MatchRule]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """(messages, features), whether what was nearest is right, and the kind of each message."""
    starts = np.searchsorted(likes.kinds, np.arange(len(likes.of)))
    counts = np.bincount(likes.kinds)
    rows, right, kinds = [], [], []
    for place, text in enumerate(likes.texts):
        own = int(likes.kinds[place])
        if counts[own] < FEWEST:
            continue
        act = find_act(text, asked=False)
        near = likes.compare(text, act)
        near[place] = -1
        held = counts - (np.arange(len(counts)) == own)
        best = (
            np.maximum.reduceat(near, starts) + np.sqrt(np.add.reduceat(np.maximum(near, 0) ** 2, starts) / held)
        ) / 2
        for hidden in (False, True):
            scores = np.where(hidden & (np.arange(len(best)) == own), -1, best)
            first = int(scores.argmax())
            lead = float(scores[first] - np.delete(scores, first).max())
            nearest = int(starts[first] + near[starts[first] : starts[first] + counts[first]].argmax())
            rows.append(likes.describe(text, act, nearest, (float(scores[first]), lead, float(near[nearest]))))
            right.append(float(first == own))
            kinds.append(own)
    return np.array(rows), np.array(right), np.array(kinds)


def learn(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """(features + 1,) Weights, by Newton's method."""
    held = np.c_[rows, np.ones(len(rows))]
    weights = np.zeros(held.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-held @ weights))
        slope = held.T @ (likely - right) / len(right) + STIFFNESS * weights
        bend = (held * (likely * (1 - likely))[:, None]).T @ held / len(right) + STIFFNESS * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    rows, right, kinds = gather(Book.load(FOLDER).likes)
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = (rows - mean) / spread
    told = np.zeros(len(right))
    for part in range(PARTS):
        here = kinds % PARTS == part
        told[here] = 1 / (1 + np.exp(-np.c_[scaled[here], np.ones(here.sum())] @ learn(scaled[~here], right[~here])))
    weights = learn(scaled, right)
    print(f"{len(right)} messages, {right.mean():.3f} of them right")
    for name, scores in (("likelihood", told), ("nearness", rows[:, 0] + rows[:, 1] / 2)):
        order = np.argsort(-scores)
        summed = right[order].cumsum()
        places = [int(np.searchsorted(summed, share * right.sum())) for share in (0.2, 0.4, 0.6)]
        print(
            name,
            *(
                f"{summed[place] / (place + 1):.2f} right where {share} of the right ones are taken;"
                for place, share in zip(places, (0.2, 0.4, 0.6), strict=True)
            ),
        )
    taken = told >= FITS
    print(
        f"from {FITS}: {right[taken].mean():.2f} right, {right[taken].sum() / right.sum():.2f} of the right ones taken"
    )
    for place, name in enumerate(LEARNED):
        print(f'    "{name}": ({mean[place]:.4g}, {spread[place]:.4g}, {weights[place]:.4g}),')
    print(f"CONSTANT = {weights[-1]:.4g}")


if __name__ == "__main__":
    main()
