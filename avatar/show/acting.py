"""A sentence with the script's own marks in it: expressions, gestures, looks and stresses at their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avatar.scene.accord import Volunteered
from avatar.show.cues import Say, Spot
from avatar.types import VISEMES, Mark, MouthTrack, Performance, Timed

SAME_BEAT_S = 0.4
"""Seconds around a stressed word in which the voice's own stresses are dropped: one nod is enough."""

LOOK_ON_S = 0.4
"""Seconds that a look goes on after the sentence."""


STROKE_S = 0.38
"""Seconds from a gesture's start to its stroke: it sets out so much before the word that it falls on (Kendon 1980)."""


def act_cue(performance: Performance, cue: Say, volunteered: Sequence[Volunteered] = ()) -> Performance:
    """The performance with the marks of its cue, and what its speaker does of their own accord; the lips of a
    voice-over rest."""
    own = [_placed(spot, performance) for spot in cue.marks]
    own += [act_at(each, performance) for each in volunteered]
    stresses = [mark.start for mark in own if mark.kind == "emphasis"]
    given = [
        mark
        for mark in performance.marks
        if mark.kind != "emphasis" or all(abs(mark.start - stress) > SAME_BEAT_S for stress in stresses)
    ]
    mouth = performance.mouth
    if cue.unseen:
        rest = np.zeros_like(mouth.weights)
        rest[:, VISEMES.index("sil")] = 1.0
        mouth = MouthTrack(rest, mouth.rung, why="a voice-over")
        own, given = [mark for mark in own if mark.kind == "expression"], []
    marks = sorted([*own, *given], key=lambda mark: mark.start)
    return replace(performance, mouth=mouth, marks=tuple(marks))


def act_at(act: Volunteered, performance: Performance, late: float = 0.0) -> Mark:
    """The mark of an act that falls on a word, or comes `late` seconds after it."""
    start = max(0.0, word_at(act.at, performance).start + late - (0.0 if late else STROKE_S))
    return Mark("gesture", act.name, start, strength=act.strength)


def _placed(spot: Spot, performance: Performance) -> Mark:
    word = word_at(spot.at, performance)
    if spot.mark.kind == "emphasis":
        return replace(spot.mark, start=word.start, end=word.end)
    start = 0.0 if spot.at <= 0 else word.start
    end = performance.duration + LOOK_ON_S if spot.mark.kind == "look" and spot.mark.name != "away" else spot.mark.end
    return replace(spot.mark, start=start, end=end)


def word_at(at: int, performance: Performance) -> Timed:
    """The word that the character at index `at` of a sentence belongs to, else the next one, else the end."""
    words = [word for word in performance.speech.words if word.at >= 0]
    if not words:
        share = min(1.0, at / max(1, len(performance.speech.text)))
        return Timed(performance.duration * share, performance.duration, "")
    found = next((word for word in words if word.at + word.length > at), None)
    return found or Timed(words[-1].end, words[-1].end, "")
