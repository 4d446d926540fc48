"""Every rung of the ladder on one labelled set: figures by class, speaker and language, and what a report draws."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.errors import AvatarError
from avatar.lipsync import doubting, ladder, model, phoneset
from avatar.lipsync.formats import rhubarb
from avatar.lipsync.formats.opening import curve
from avatar.lipsync.made import Made, lettered
from avatar.lipsync.shapes import MouthCue
from avatar.studio import prepare, scores
from avatar.studio.manifest import Utterance
from avatar.types import Clip, Rung, Speech, Timed

RUNGS = (Rung.VOICE, Rung.ALIGNED, Rung.MODEL, Rung.ESTIMATED, Rung.LOUDNESS)
TOLD = (
    "shapes",
    "held",
    "moves a second",
    "false closures a minute",
    "acceptable",
    "closures",
    "bites",
    "rounded",
    "rest",
)
"""Figures that are told with an interval."""
TIMELINES = 6
"""Utterances drawn in the report."""


@dataclass
class RungResult:
    """The scores of one rung."""

    tally: scores.Tally = field(default_factory=scores.Tally)
    by_speaker: dict[str, scores.Tally] = field(default_factory=dict)
    by_language: dict[str, scores.Tally] = field(default_factory=dict)
    by_group: dict[str, scores.Tally] = field(default_factory=dict)
    """Of utterances whose `extra` names a group: adults and children, kinds of voices."""
    by_song: dict[str, scores.Tally] = field(default_factory=dict)
    """Of utterances whose `extra` names a song."""
    curves: list[NDArray[np.floating]] = field(default_factory=list)
    lips: list[NDArray[np.floating]] = field(default_factory=list)
    rate: float = 25.0
    failures: int = 0
    cpu: float = 0.0
    """Seconds of processor time."""
    sound: float = 0.0
    """Seconds of sound."""

    def figures(self) -> dict[str, float]:
        out = self.tally.figures()
        if self.curves:
            out["opening r"] = scores.correlation(self.curves, self.lips, self.rate)
        out["times real time"] = self.sound / self.cpu if self.cpu else math.nan
        out["failures"] = self.failures
        return {key: value for key, value in out.items() if not math.isnan(value)}

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Where the main figures lie for other speakers, nine times in ten."""
        return scores.intervals(list(self.by_speaker.values()), TOLD)


@dataclass
class Evaluation:
    """All that a report shows."""

    rungs: dict[Rung, RungResult]
    confusion: NDArray[np.int64]
    """Shape (classes, classes): labelled rows, frames the model heard as the column."""
    timelines: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "rungs": {
                str(rung): {
                    "all": result.figures(),
                    "nine in ten": {k: list(v) for k, v in result.intervals().items()},
                    "by speaker": {k: _clean(t) for k, t in sorted(result.by_speaker.items())},
                    "by language": {k: _clean(t) for k, t in sorted(result.by_language.items())},
                    "by group": {k: _clean(t) for k, t in sorted(result.by_group.items())},
                    "by song": {k: _clean(t) for k, t in sorted(result.by_song.items())},
                    "by class": _classes(result.tally),
                }
                for rung, result in self.rungs.items()
            },
            "classes": list(phoneset.CLASSES),
            "confusion": self.confusion.tolist(),
        }


def _clean(tally: scores.Tally) -> dict[str, float]:
    return {key: value for key, value in tally.figures().items() if not math.isnan(value)}


def _classes(tally: scores.Tally) -> dict[str, float]:
    rows = ((key[6:], count) for key, count in sorted(tally.counts.items()) if key.startswith("class "))
    return {key: count.share for key, count in rows if count.all}


def grouped(utterances: Iterable[Utterance], name: str) -> list[Utterance]:
    """The utterances, those of no group put into one of this name."""
    return [replace(u, extra={"group": name, **u.extra}) for u in utterances]


def evaluate(
    utterances: Sequence[Utterance], rungs: Sequence[Rung] = RUNGS, progress: Callable[[int], None] | None = None,
    variant: model.Variant = "whole",
) -> Evaluation:  # fmt: skip
    """Run the rungs over labelled utterances, the model's rungs with one of its nets. Where a rung fails on an
    utterance, that counts among its failures, and its scores leave the utterance out."""
    steps = ladder.ladder(variant)
    result = Evaluation({rung: RungResult() for rung in rungs}, np.zeros((len(phoneset.CLASSES),) * 2, np.int64))
    for number, utterance in enumerate(utterances):
        clip = audio.read(Path(utterance.audio))
        _confused(result.confusion, utterance, clip, variant)
        name, told = Path(utterance.audio).name, scores.spans(utterance.phones)
        drawn: dict[str, Any] = {"name": name, "told": told, "rungs": {}, "doubts": {}}
        for rung in rungs:
            cues, doubts = _one(result.rungs[rung], rung, utterance, clip, steps, variant)
            if cues:
                drawn["rungs"][str(rung)] = [list(cue) for cue in cues]
                drawn["doubts"][str(rung)] = [list(doubt[:3]) for doubt in doubts]
        if len(result.timelines) < TIMELINES:
            result.timelines.append(drawn)
        if progress is not None:
            progress(number + 1)
    return result


def _confused(confusion: NDArray[np.int64], utterance: Utterance, clip: Clip, variant: model.Variant) -> None:
    if utterance.phones:
        np.add.at(confusion, _frames(utterance, clip, variant), 1)


def _frames(utterance: Utterance, clip: Clip, variant: model.Variant) -> tuple[NDArray[np.integer], NDArray[np.intp]]:
    """The labelled class of each frame that has one, and the one that is heard as likeliest."""
    heard = model.hear(clip, variant, model.net(variant, utterance.speaker)).scores.argmax(axis=1)
    told = prepare.label_frames(utterance.phones, len(heard))
    known = told != prepare.UNKNOWN
    return told[known], heard[known]


def _speech(utterance: Utterance, clip: Clip, rung: Rung) -> Speech | None:
    """The utterance as this rung may see it; None where the rung has nothing to go on."""
    speech = Speech(clip, utterance.text, utterance.speaker, utterance.language)
    if rung is Rung.VOICE:
        return replace(speech, phones=utterance.phones, times_from="alignment") if utterance.phones else None
    if rung in (Rung.ALIGNED, Rung.ESTIMATED):
        return speech if utterance.text else None
    return replace(speech, text="")


def _one(
    result: RungResult, rung: Rung, utterance: Utterance, clip: Clip, steps: Mapping[str, ladder.LadderRung],
    variant: model.Variant,
) -> tuple[Sequence[MouthCue], Sequence[Timed]]:  # fmt: skip
    """The mouth of a rung, and where it may be wrong."""
    speech = _speech(utterance, clip, rung)
    if speech is None or rung not in steps:
        return (), ()
    began = time.process_time()
    try:
        made = lettered(steps[rung].make(speech))
    except AvatarError:
        result.failures += 1
        return (), ()
    cues = rhubarb.letters(made.track)
    result.cpu += time.process_time() - began
    result.sound += clip.duration
    _count(result, rung, utterance, clip, made, cues, variant)
    return cues, () if made.doubt is None else doubting.places(made.doubt)


def _count(
    result: RungResult, rung: Rung, utterance: Utterance, clip: Clip, made: Made, cues: Sequence[MouthCue],
    variant: model.Variant,
) -> None:  # fmt: skip
    circular = rung is Rung.ALIGNED and utterance.times_from == "aligned"  # our alignment is no judge of itself
    if utterance.phones and not circular:
        tally = scores.score(utterance.phones, cues)
        if rung is Rung.ALIGNED:
            tally.boundaries = scores.boundary_errors(utterance.phones, made.phones or ())
        if rung is Rung.MODEL:
            told, heard = _frames(utterance, clip, variant)
            tally.at("frames").add(int((heard == told).sum()), len(told))
        result.tally.plus(tally)
        result.by_speaker.setdefault(utterance.speaker, scores.Tally()).plus(tally)
        result.by_language.setdefault(utterance.language, scores.Tally()).plus(tally)
        for name, kinds in (("group", result.by_group), ("song", result.by_song)):
            if name in utterance.extra:
                kinds.setdefault(str(utterance.extra[name]), scores.Tally()).plus(tally)
    lips = utterance.extra.get("lips")
    if isinstance(lips, dict):
        result.curves.append(curve(made.track))
        result.lips.append(np.array(lips["opening"], float))
        result.rate = float(lips["rate"])
