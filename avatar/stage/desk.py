"""What is being edited, in place of what is played: a few sketched stretches, and the second that is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from avatar.types import Entry, Performance, Scene

MOST = 12
"""Sketches that are kept: those nearest to the one that came last. An editor tells the others again when there."""


class _Sketched(NamedTuple):
    entry: Entry
    before: Entry | None
    """As it was before it was edited; None where it is as it was."""


class Desk:
    """Sketches, and whether they are what is seen."""

    def __init__(self) -> None:
        self._sketches: tuple[_Sketched, ...] = ()
        self._around: tuple[Entry, ...] = ()
        self._seed: int | None = None
        self._scene: Scene | None = None
        self._onion: Scene | None = None
        self._t = 0.0
        self._on = False
        self._still = True

    def sketch(self, at: float, performance: Performance, before: Performance | None = None) -> None:
        """Put a stretch in place of those that begin inside it, or that it begins inside of. `before`: as it was."""
        entry = Entry(at, performance.who, performance)
        new = _Sketched(entry, None if before is None else Entry(at, before.who, before))
        others = [
            each
            for each in self._sketches
            if each.entry.who != entry.who or each.entry.end <= at or each.entry.start >= entry.end
        ]
        near = sorted((*others, new), key=lambda each: abs(each.entry.start - at))[:MOST]
        self._sketches = tuple(sorted(near, key=lambda each: each.entry.start))
        self._scene = None

    def surround(self, entries: tuple[Entry, ...], seed: int | None = None, *, fresh: bool = True) -> None:
        """What is acted around what is sketched, in place of what was. `fresh`: whether all sketches are forgotten."""
        self._around, self._seed = entries, seed
        if fresh:
            self._sketches = ()
        self._scene = None

    def hold(self, t: float | None) -> None:
        """From now on the sketches are seen: at a second, or with None as time goes."""
        self._on, self._still = True, t is not None
        if t is not None:
            self._t = t

    def over(self, scene: Scene, heard: float | None) -> tuple[Scene, float] | None:
        """What is seen in place of a scene: its cast and set, and what is sketched. None where that is the scene.

        `heard`: the second that is heard now; None while it is not certain.
        """
        if not self._on:
            return None
        if not self._still and heard is not None:
            self._t = heard
        if self._scene is None or self._scene.cast is not scene.cast or self._scene.set != scene.set:
            seed = scene.seed if self._seed is None else self._seed
            around = replace(scene, entries=self._around, seed=seed)
            self._scene = around.added(*(each.entry for each in self._sketches))
            self._onion = around.added(*(each.before or each.entry for each in self._sketches))
        return self._scene, self._t

    @property
    def staged(self) -> bool:
        """Whether what is seen is a scene, and not what is sketched alone."""
        return self._on and bool(self._around)

    @property
    def onion(self) -> Scene | None:
        """The scene before it was edited, to shine through where somebody looks at a moment that was."""
        here = (each for each in self._sketches if each.entry.start <= self._t < each.entry.end)
        edited = self._on and self._still and any(each.before is not None for each in here)
        return self._onion if edited else None
