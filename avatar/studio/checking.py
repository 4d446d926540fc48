"""Whether a net lost anything on its way into 8-bit integers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avatar import audio
from avatar.lipsync import model
from avatar.studio import prepare
from avatar.studio.manifest import DatasetError, Utterance

MOST = 60
"""Utterances that a net is compared on."""
LOST = 0.01
"""Largest share of the frames that may be right as floats and wrong in 8 bits."""


def measure_frames_right(net_file: Path, utterances: Sequence[Utterance]) -> float:
    """Share of the labelled frames whose class the net (.tflite, its .json beside it) gives the highest score."""
    net, right, count = model.net_of(net_file), 0, 0
    for utterance in utterances:
        heard = model.hear(audio.read(Path(utterance.audio)), net_=net).scores.argmax(axis=1)
        told = prepare.label_frames(utterance.phones, len(heard))
        known = told != prepare.UNKNOWN
        right += int((heard == told)[known].sum())
        count += int(known.sum())
    return right / max(1, count)


def compare_nets(floats: Path, shipped: Path, utterances: Sequence[Utterance]) -> dict[str, float]:
    """Frames right as floats and as shipped. Raises DatasetError where the shipped net loses more than a point."""
    told = {
        "floats": round(measure_frames_right(floats, utterances), 4),
        "shipped": round(measure_frames_right(shipped, utterances), 4),
    }
    if told["shipped"] < told["floats"] - LOST:
        lost = f"{told['floats']:.3f} of the frames right as floats, {told['shipped']:.3f} in 8 bits"
        raise DatasetError(f"The quantised net lost too much: {lost}", where=shipped, remedy="Train it for longer.")
    return told
