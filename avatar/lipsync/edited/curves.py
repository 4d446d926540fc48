"""Curves at any rate as a mouth: the 15 visemes, ARKit's blendshapes, VRM's five mouths, the lips' opening."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync.coarticulate import RULES
from avatar.lipsync.edited.numbers import number
from avatar.lipsync.formats import curves, live2d
from avatar.lipsync.formats.opening import OPENING
from avatar.lipsync.made import Made
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Rung

_VISEMES = tuple(tuple(map(str.lower, names)) for names in (VISEMES, curves.OCULUS))
_LIVE2D = {name.lower() for name in (live2d.OPEN, f"{live2d.FORM}+", f"{live2d.FORM}-")}
_EACH = np.eye(len(VISEMES), dtype=np.float32)


def of_csv(text: str, duration: float) -> Made:
    """Our own curves (seconds, then a column each) and Live Link Face's. Raises LipSyncError for anything else."""
    try:
        head, *rows = [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error as error:
        raise LipSyncError(f"The curves are damaged CSV: {error}", remedy="Save them again.") from error
    if any(len(row) != len(head) for row in rows):
        raise LipSyncError("The curves' rows are not all as long as their first line", remedy="Save them again.")
    if head[0].lower() == "timecode":
        times = _timecodes([row[0] for row in rows])
        head, rows = head[2:], [row[2:] for row in rows]
    elif head[0].lower() in ("seconds", "time"):
        times = np.array([number(row[0]) for row in rows])
        head, rows = head[1:], [row[1:] for row in rows]
    else:
        raise LipSyncError("The curves' first column is not seconds", remedy="Begin the first line with seconds,sil,PP")
    with np.errstate(over="ignore"):  # what is too large is refused with what is no number
        values = np.array([[number(cell, "weight") for cell in row] for row in rows], np.float32)
    return of_curves(times, head, values.reshape(len(rows), len(head)), duration)


def of_matrix(data: Mapping[str, object], duration: float) -> Made:
    """Audio2Face's blendshape export (`facsNames`, `weightMat`). Raises LipSyncError for what is damaged."""
    fps = number(data.get("exportFps", 60), "frame rate")
    names, rows = data.get("facsNames"), data.get("weightMat")
    if not isinstance(names, list) or not isinstance(rows, list) or fps <= 0:
        raise LipSyncError("The curves lack their names or frame rate", remedy="Add facsNames and exportFps.")
    try:
        with np.errstate(over="ignore"):
            values = np.array(rows, np.float32).reshape(len(rows), len(names))
    except (TypeError, ValueError) as error:
        raise LipSyncError("The curves' rows are not all as long as their names", remedy="Save them again.") from error
    return of_curves(np.arange(len(values)) / fps, [str(name) for name in names], values, duration)


def _timecodes(codes: Sequence[str]) -> NDArray[np.float64]:
    """Seconds of Live Link Face's HH:MM:SS:FF.fff; the frame rate is what the largest frame number asks for."""
    parts = [[number(part, "timecode") for part in code.split(":")] for code in codes]
    if any(len(part) != 4 for part in parts):
        raise LipSyncError("A timecode is not HH:MM:SS:FF", remedy="Use CSV as Live Link Face writes it.")
    largest = max((part[3] for part in parts), default=0.0)
    fps = next((rate for rate in (24, 25, 30, 48, 50, 60, 100, 120) if largest < rate), 1000)
    seconds = np.array([h * 3600 + m * 60 + s + f / fps for h, m, s, f in parts])
    return seconds - seconds[0] if len(seconds) else seconds


def of_curves(times: NDArray[np.float64], names: Sequence[str], values: NDArray[np.float32], duration: float) -> Made:
    """Curves as a track: clipped to 0 to 1; where they sum to less than 1, rest is added, where to more, they are
    scaled down. `values`: shape (times, names). Raises LipSyncError for what are no curves of a mouth."""
    if not len(times) or np.any(np.diff(times) <= 0) or not np.isfinite(values).all():
        raise LipSyncError("The curves are empty, or their times don't grow", remedy="Sort them by time.")
    weights = _weights([name.lower() for name in names], values)
    count = math.ceil(duration * FRAME_RATE - 1e-6)
    at = np.arange(count) / FRAME_RATE
    columns = [np.interp(at, times, column) for column in weights.clip(0, 1).T]
    track = np.stack(columns, axis=1).astype(np.float32) if count else np.zeros((0, len(VISEMES)), np.float32)
    total = track.sum(axis=1)
    track[:, 0] += (1 - total).clip(0)
    track /= track.sum(axis=1, keepdims=True)
    return Made(MouthTrack(track, Rung.EDITED, RULES.lead))


def _weights(names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Curves with lower-case names as viseme weights, shape (times, 15)."""
    for visemes in _VISEMES:
        if set(visemes) <= set(names):
            return values[:, [names.index(viseme) for viseme in visemes]]
    if "jawopen" in names:
        return _unmixed(_columns(curves.ARKIT, names, values), curves.arkit(_EACH))
    if set(names) >= _LIVE2D:
        return _unmixed(_columns(sorted(_LIVE2D), names, values), _live2d())
    if set(curves.VRM) & set(names):
        shut = _EACH[:, [VISEMES.index("PP")]]  # MikuMikuDance's models have closed lips beside the five vowels
        return _unmixed(_columns((*curves.VRM, "PP"), names, values), np.hstack([curves.vrm(_EACH), shut]))
    if "opening" in names:
        return _opened(values[:, names.index("opening")])
    raise LipSyncError(
        "The curves are neither the 15 visemes nor ARKit's, VRM's or an opening", remedy="Name them sil, PP, FF, ..."
    )


def _live2d() -> NDArray[np.float32]:
    """Live2D's mouth of each viseme: narrow, wide, open. Shape (15, 3)."""
    form = np.array([live2d.FORM_OF[viseme] for viseme in VISEMES], np.float32)
    opening = np.array([live2d.OPEN_OF[viseme] for viseme in VISEMES], np.float32)
    table = {f"{live2d.FORM}+": form.clip(0), f"{live2d.FORM}-": (-form).clip(0), live2d.OPEN: opening}
    return np.stack([table[name] for name in sorted(table, key=str.lower)], axis=1)


def _columns(wanted: Sequence[str], names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The wanted curves; 0 for those that are not there."""
    places = [names.index(name.lower()) if name.lower() in names else -1 for name in wanted]
    return np.stack([values[:, k] if k >= 0 else np.zeros(len(values), np.float32) for k in places], axis=1)


def _unmixed(shapes: NDArray[np.float32], table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blendshapes as visemes: the mixture whose own blendshapes come nearest, by a few steps of gradient descent.

    `table`: shape (15, shapes), the blendshapes of each viseme. Non-negative least squares by multiplicative updates
    (D. Lee and H. Seung, 2001).
    """
    weights = np.full((len(shapes), len(VISEMES)), 1 / len(VISEMES), np.float32)
    upward, gram = shapes.clip(0, 1) @ table.T, table @ table.T
    for _ in range(300):
        weights *= upward / (weights @ gram + 1e-6)
    weights[:, 0] = 0
    mixed: NDArray[np.float32] = (weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    return mixed


def _opened(opening: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far the lips are open as rest, then E, then aa: the shapes of nothing but a jaw that goes down."""
    steps = ("sil", "E", "aa")
    at = [OPENING[viseme] for viseme in steps]
    weights = np.zeros((len(opening), len(VISEMES)), np.float32)
    for i, viseme in enumerate(steps):
        weights[:, VISEMES.index(viseme)] = np.interp(opening, at, np.eye(len(steps))[i])
    return weights
