"""Labels taken back where nobody said them: learners of a language leave out sounds of the dictionary, or say others.

A net that knew no better drew a lip bite for each V of the text, where one in ten was a W, a B or nothing at all.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from avatar.lipsync import model, phoneset
from avatar.runs import find_runs
from avatar.studio.prepare import UNKNOWN, TrainingFrames

DOUBTED = ("f", "v")
"""Sounds that the eye tells from others at once, and the ear only with trouble."""
LEAST = 0.12
"""A label stays if the net gives these sounds at least this probability in one frame of it."""
EARLY = 2
"""Frames before and after the label that count as well."""
UNSURE = 3
"""Frames before and after a label that is taken back which become unknown, too."""
_AT_ONCE = 30_000
"""Frames heard at once: five minutes."""


def clear_doubtful(frames: TrainingFrames, net_file: Path) -> TrainingFrames:
    """The frames without the labels of F and V that the net (.tflite, its .json beside it) does not hear there."""
    net = model.net_of(net_file)
    doubted = [phoneset.INDEX[name] for name in DOUBTED]
    edges = range(0, len(frames.mel), _AT_ONCE)
    heard = [
        np.exp(model.hear_frames(frames.mel[at : at + _AT_ONCE], net).scores[:, doubted]).sum(axis=1) for at in edges
    ]
    chances = np.concatenate(heard) if heard else np.zeros(0)
    labels = frames.labels.copy()
    for start, end in find_runs(np.isin(frames.labels, doubted)):
        if chances[max(0, start - EARLY) : end + EARLY].max() < LEAST:
            labels[max(0, start - UNSURE) : end + UNSURE] = UNKNOWN
    return frames._replace(labels=labels)
