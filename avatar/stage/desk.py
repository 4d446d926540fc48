"""What is being edited, in place of what is played: a few sketched stretches, and the second that is looked at."""

from __future__ import annotations

from dataclasses import replace

from avatar.types import Entry, Performance, Scene

MOST = 12
"""Sketches that are kept: those nearest to the one that came last. An editor tells the others again when there."""


class Desk:
    """Sketches, and whether they are what is seen."""

    def __init__(self) -> None:
        self._entries: tuple[Entry, ...] = ()
        self._scene: Scene | None = None
        self._t = 0.0
        self._on = False
        self._still = True

    def sketch(self, at: float, performance: Performance) -> None:
        """Put a stretch in place of those that begin inside it, or that it begins inside of."""
        entry = Entry(at, performance.who, performance)
        others = [each for each in self._entries if each.who != entry.who or each.end <= at or each.start >= entry.end]
        near = sorted((*others, entry), key=lambda each: abs(each.start - at))[:MOST]
        self._entries = tuple(sorted(near, key=lambda each: each.start))
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
            self._scene = replace(scene, entries=self._entries)
        return self._scene, self._t
