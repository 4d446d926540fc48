"""Recipes: everything that decides what a training run makes of its data, in one frozen value each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from avatar.studio.manifest import DatasetError

Architecture = Literal["tdnn", "baseline"]


@dataclass(frozen=True)
class Round:
    """One more round of training."""

    steps: int
    """Batches."""
    rate: float
    """Learning rate at its peak."""
    align: bool = False
    """Time the human corpora anew first, with the net as it is by then."""
    doubt: bool = False
    """Leave out the F and V of learners that the net as it is by then does not hear."""
    mean: float = 1.0
    """The weights after the round are a mean of those learned in it, which have this share, and those from before."""


@dataclass(frozen=True)
class Recipe:
    """How to train."""

    name: str
    native_minutes: float
    """Rendered: American voices built from recordings."""
    english_minutes: float
    """Rendered: espeak-ng's English voices and variants."""
    other_minutes: float
    """Rendered: espeak-ng in other languages."""
    versions: int
    """Changed copies made of each utterance (speed, vocal tract, room, codec)."""
    first_steps: int
    """Batches of the first net, which learns from rendered speech alone and times the human corpora."""
    rounds: tuple[Round, ...]
    """What the shipped `whole` net goes through after that, each round from where the last one ended."""
    live_steps: int
    """Batches of the `live` net, which starts from the weights of the finished `whole` one."""
    rate: float = 3e-3
    """Learning rate at its peak, in the first net and in `live`."""
    size: int = 24
    """Windows in a batch."""
    answers: int = 150
    """Steps of 20 ms that each window answers for."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Share of each batch by source; sources that are not there are left out."""
    own: float = 3.0
    """Share of each batch that one's own manifests make, all together."""
    learners: tuple[str, ...] = ("speechocean762",)
    """Sources whose speakers do not say all that they read."""
    human: float = 1.0
    """Share of each human corpus that is used."""
    installed: bool = False
    """Go on from the installed nets, in `rounds`, both variants alike; no first net is made."""
    seed: int = 1


_SHARES = {"native": 3.5, "english": 0.5, "other": 0.7}
_SHARES |= {"librispeech_mini": 4.5, "fsdd": 0.5}
_SHARES |= {"rhvoice": 1.0, "speechocean762": 4.3, "kerstin": 0.6, "pjs": 0.3, "grid_s1": 0.9, "ljspeech_mini": 0.42}
_ROUNDS = (
    Round(2200, 2e-3, align=True), Round(700, 1.2e-3, align=True), Round(800, 1.2e-3), Round(3000, 1.6e-3, align=True),
    Round(3000, 1.4e-3, mean=0.75), Round(4400, 5e-4, align=True, doubt=True, mean=0.75),
    Round(1600, 8e-4, align=True), Round(2000, 1e-3, align=True, doubt=True),
)  # fmt: skip

RECIPES = {
    "shipped": Recipe("shipped", 320, 120, 130, 2, 2000, _ROUNDS, 2500, shares=_SHARES),
    "adapt": Recipe("adapt", 4, 3, 3, 2, 0, (Round(400, 8e-4),), 0, shares=_SHARES, installed=True),
    "quick": Recipe("quick", 2, 2, 2, 1, 30, (Round(40, 2e-3, align=True),), 40, size=4, answers=50, shares=_SHARES),
}


def shorten(full: Recipe, share: float) -> Recipe:
    """The recipe with a share of its data and batches, above 0 and at most 1: to see that every step of it runs.

    Raises DatasetError for any other share.
    """
    if not 0 < share <= 1:
        raise DatasetError(
            f"A recipe can't be run with a share of {share:g}", remedy="Give a share above 0 and at most 1."
        )
    if share == 1:
        return full
    rounds = tuple(replace(turn, steps=max(2, round(turn.steps * share))) for turn in full.rounds)
    return replace(
        full, name=f"{full.name}, {share:g} of it", native_minutes=full.native_minutes * share,
        english_minutes=full.english_minutes * share, other_minutes=full.other_minutes * share, rounds=rounds,
        first_steps=max(2, round(full.first_steps * share)), live_steps=max(2, round(full.live_steps * share)),
        human=full.human * share,
    )  # fmt: skip


def find_recipe(name: str) -> Recipe:
    """A recipe by name. Raises DatasetError for a name that no recipe has."""
    if name not in RECIPES:
        raise DatasetError(f"There is no recipe {name!r}", remedy=f"Known: {', '.join(RECIPES)}.")
    return RECIPES[name]
