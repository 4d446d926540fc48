"""Reads corrected cues and curves, of which the rung `edited` makes a mouth.

Rhubarb's TSV, JSON and XML (letters), TextGrids (phones, else letters or visemes), curves of the 15 visemes as CSV or
JSON, and ARKit's curves. Letters are at sound time, and are given the lips' lead and soft edges; curves are used as
they are.
"""

from __future__ import annotations

import csv
import io
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import arpabet
from avatar.lipsync.coarticulate import RULES
from avatar.lipsync.formats import curves, textgrid
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.lipsync.visemes import blend
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Rung, Timed

LARGEST = 200 << 20
"""Bytes; no file of cues is larger."""

LETTERS = {
    "A": "PP", "B": "SS .5 ih .5", "C": "E", "D": "aa", "E": "oh", "F": "ou", "G": "FF", "H": "nn", "X": "sil",
    "T": "TH",
}  # fmt: skip
"""The visemes that each of Rhubarb's letters shows."""

NAMES = {
    **{viseme: viseme for viseme in VISEMES},
    "rest": "sil", "MBP": "PP", "FV": "FF", "etc": "SS", "AI": "aa", "WQ": "ou", "O": "oh", "U": "ou", "L": "nn",
    **LETTERS,
}  # fmt: skip
"""The same for all names of shapes that are read: Rhubarb's, OVR's, Preston Blair's."""

_CONTACTS = [VISEMES.index("PP"), VISEMES.index("FF")]

SOFT = np.array([0.25, 0.5, 0.25], np.float32)
"""How a change of shape is spread over frames: soft enough for curves, too little to move a letter."""


def read(path: Path, duration: float) -> Made:
    """A mouth from a file of corrected cues or curves, for `duration` seconds of sound.

    Raises LipSyncError where the file is missing, of no known kind or damaged.
    """
    text = _text(path)
    try:
        return _read(path, text, duration)
    except LipSyncError as error:
        raise LipSyncError(error.what, where=path, remedy=error.remedy) from error


def _text(path: Path) -> str:
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why, where = getattr(error, "strerror", None) or error, repr(str(path))
        raise LipSyncError(f"The cues can't be read: {why}", where=where, remedy="Check the name.") from error
    if content is None:
        raise LipSyncError(f"The cues are over {LARGEST >> 20} MiB", where=path, remedy="Give a file of mouth cues.")
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # Praat saves UTF-16 where letters ask for it
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise LipSyncError("The cues are not text", where=path, remedy="Save them as UTF-8.") from error
    if not text.strip():
        raise LipSyncError("There are no cues in the file", where=path, remedy="Save them again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # a lone CR ended lines on old Macs


def _read(path: Path, text: str, duration: float) -> Made:
    start = text.lstrip()[:200]
    if "ooTextFile" in start:
        return _of_textgrid(text, duration)
    if start.startswith("<"):
        return _of_letters(_from_xml(text), duration)
    if start.startswith(("{", "[")):
        return _from_json(text, duration)
    if "," in start.partition("\n")[0]:
        return _from_csv(text, duration)
    if "\t" in start.partition("\n")[0] or path.suffix.lower() == ".tsv":
        return _of_letters(_from_tsv(text, duration), duration)
    raise LipSyncError("These are no mouth cues", remedy="Give Rhubarb's tsv, json or xml, a TextGrid, or curves.")


def _of_letters(spans: Sequence[Timed], duration: float) -> Made:
    """A mouth of letters or other names of shapes, moved ahead of the sound by the lips' lead."""
    weights = np.zeros((math.ceil(duration * FRAME_RATE - 1e-6), len(VISEMES)), np.float32)
    weights[:, 0] = 1
    for span in _checked(spans):
        first, last = (max(0, round((min(t, duration + 1) - RULES.lead) * FRAME_RATE)) for t in (span.start, span.end))
        weights[0 if span.start == 0 else first : last] = blend(NAMES[span.value])
    if len(weights):
        around = np.pad(weights, ((1, 1), (0, 0)), mode="edge")
        soft = around[:-2] * SOFT[0] + around[1:-1] * SOFT[1] + around[2:] * SOFT[2]
        shut = weights[:, _CONTACTS].max(axis=1, keepdims=True) == 1  # closures and bites keep hard edges
        weights = np.where(shut, weights, soft)
    return Made(MouthTrack(weights, Rung.EDITED, RULES.lead))


def _checked(spans: Sequence[Timed]) -> Sequence[Timed]:
    before = 0.0
    for span in spans:
        if span.value not in NAMES:
            known = ", ".join(LETTERS)
            raise LipSyncError(f"There is no mouth shape {span.value!r}", remedy=f"Use one of {known}.")
        if not math.isfinite(span.start + span.end) or span.start < before - 1e-6 or span.end < span.start:
            raise LipSyncError(f"The cue at {span.start:g} s is out of order", remedy="Sort the cues by time.")
        before = span.start
    return spans


def _number(text: object, what: str = "time") -> float:
    try:
        value = float(text)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise LipSyncError(f"{text!r} is no {what}", remedy="Write a number, as 0.35.") from error
    if not math.isfinite(value):
        raise LipSyncError(f"{text!r} is no {what}", remedy="Write a number, as 0.35.")
    return value


def _from_tsv(text: str, duration: float) -> list[Timed]:
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if any(len(row) < 2 for row in rows):
        raise LipSyncError("A line of the cues has no tab", remedy="Write seconds, a tab and a letter.")
    starts = [_number(row[0]) for row in rows]
    ends = [*starts[1:], max(duration, starts[-1] if starts else 0.0)]
    return [Timed(a, b, row[1].strip()) for a, b, row in zip(starts, ends, rows, strict=True)]


def _from_xml(text: str) -> list[Timed]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise LipSyncError("The cues define XML entities", remedy="Use XML as Rhubarb writes it.")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise LipSyncError(f"The cues are damaged XML: {error}", remedy="Save them again.") from error
    found = list(root.iter("mouthCue"))
    if not found:
        raise LipSyncError("The XML holds no mouth cues", remedy="Use XML as Rhubarb writes it.")
    return [Timed(_number(c.get("start")), _number(c.get("end")), (c.text or "").strip()) for c in found]


def _from_json(text: str, duration: float) -> Made:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LipSyncError(f"The cues are damaged JSON: {error}", remedy="Save them again.") from error
    if isinstance(data, Mapping) and isinstance(data.get("mouthCues"), list):
        rows = data["mouthCues"]
        if not all(isinstance(row, Mapping) and {"start", "end", "value"} <= row.keys() for row in rows):
            raise LipSyncError("A mouth cue lacks its start, end or value", remedy="Use JSON as Rhubarb writes it.")
        spans = [Timed(_number(row["start"]), _number(row["end"]), str(row["value"])) for row in rows]
        return _of_letters(spans, duration)
    if isinstance(data, Mapping) and isinstance(data.get("weightMat"), list):
        return _of_matrix(data, duration)
    raise LipSyncError("The JSON holds no mouth cues", remedy="Use `mouthCues` (Rhubarb) or `weightMat` (curves).")


def _of_matrix(data: Mapping[str, Any], duration: float) -> Made:
    fps = _number(data.get("exportFps", 60), "frame rate")
    names = data.get("facsNames")
    if not isinstance(names, list) or fps <= 0:
        raise LipSyncError("The curves lack their names or frame rate", remedy="Add facsNames and exportFps.")
    try:
        with np.errstate(over="ignore"):  # what is too large is refused with what is no number
            values = np.array(data["weightMat"], np.float32).reshape(len(data["weightMat"]), len(names))
    except (TypeError, ValueError) as error:
        raise LipSyncError("The curves' rows are not all as long as their names", remedy="Save them again.") from error
    return _of_curves(np.arange(len(values)) / fps, [str(name) for name in names], values, duration)


def _from_csv(text: str, duration: float) -> Made:
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
        times = np.array([_number(row[0]) for row in rows])
        head, rows = head[1:], [row[1:] for row in rows]
    else:
        raise LipSyncError("The curves' first column is not seconds", remedy="Begin the first line with seconds,sil,PP")
    with np.errstate(over="ignore"):
        values = np.array([[_number(cell, "weight") for cell in row] for row in rows], np.float32)
    return _of_curves(times, head, values.reshape(len(rows), len(head)), duration)


def _timecodes(codes: Sequence[str]) -> NDArray[np.float64]:
    """Seconds of Live Link Face's HH:MM:SS:FF.fff; the frame rate is what the largest frame number asks for."""
    parts = [[_number(part, "timecode") for part in code.split(":")] for code in codes]
    if any(len(part) != 4 for part in parts):
        raise LipSyncError("A timecode is not HH:MM:SS:FF", remedy="Use CSV as Live Link Face writes it.")
    largest = max((part[3] for part in parts), default=0.0)
    fps = next((rate for rate in (24, 25, 30, 48, 50, 60, 100, 120) if largest < rate), 1000)
    seconds = np.array([h * 3600 + m * 60 + s + f / fps for h, m, s, f in parts])
    return seconds - seconds[0] if len(seconds) else seconds


def _of_curves(times: NDArray[np.float64], names: Sequence[str], values: NDArray[np.float32], duration: float) -> Made:
    """Curves at any rate as a track: clipped to 0 to 1; where they sum to less than 1, rest is added, where to more,
    they are scaled down."""
    if not len(times) or np.any(np.diff(times) <= 0) or not np.isfinite(values).all():
        raise LipSyncError("The curves are empty, or their times don't grow", remedy="Sort them by time.")
    if set(VISEMES) <= set(names):
        weights = values[:, [list(names).index(viseme) for viseme in VISEMES]]
    elif "jawopen" in (lower := [name.lower() for name in names]):
        weights = _from_arkit(lower, values)
    else:
        raise LipSyncError("The curves are neither the 15 visemes nor ARKit's", remedy="Name them sil, PP, FF, ...")
    count = math.ceil(duration * FRAME_RATE - 1e-6)
    at = np.arange(count) / FRAME_RATE
    columns = [np.interp(at, times, column) for column in weights.clip(0, 1).T]
    track = np.stack(columns, axis=1).astype(np.float32) if count else np.zeros((0, len(VISEMES)), np.float32)
    total = track.sum(axis=1)
    track[:, 0] += (1 - total).clip(0)
    track /= track.sum(axis=1, keepdims=True)
    return Made(MouthTrack(track, Rung.EDITED, RULES.lead))


def _from_arkit(names: Sequence[str], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blendshapes as visemes: the mixture whose own blendshapes come nearest, by a few steps of gradient descent.

    Non-negative least squares by multiplicative updates (D. Lee and H. Seung, 2001).
    """
    table = curves.arkit(np.eye(len(VISEMES), dtype=np.float32))
    columns = [names.index(name.lower()) if name.lower() in names else -1 for name in curves.ARKIT]
    shapes = np.stack([values[:, k] if k >= 0 else np.zeros(len(values), np.float32) for k in columns], axis=1)
    weights = np.full((len(values), len(VISEMES)), 1 / len(VISEMES), np.float32)
    upward, gram = shapes.clip(0, 1) @ table.T, table @ table.T
    for _ in range(300):
        weights *= upward / (weights @ gram + 1e-6)
    weights[:, 0] = 0
    mixed: NDArray[np.float32] = (weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    return mixed


def _of_textgrid(text: str, duration: float) -> Made:
    tiers = {tier.name.lower(): tier.spans for tier in textgrid.read(text)}
    words = tuple(span for span in tiers.get("words", ()) if span.value)
    for name in ("phones", "phonemes", "phone", "segments"):
        if any(span.value for span in tiers.get(name, ())):
            phones = tuple(span._replace(value=_ipa(span.value)) for span in tiers[name])
            return lettered(of_phones(Rung.EDITED, phones, words, duration))
    for name in ("mouth", "visemes", "mouthcues", "lips"):
        if name in tiers:
            spans = [span._replace(value=span.value or "X") for span in tiers[name]]
            return _of_letters(spans, duration)._replace(words=words)
    raise LipSyncError("The TextGrid has no tier `phones` or `mouth`", remedy="Give a tier one of these names.")


def _ipa(label: str) -> str:
    """IPA of a phone label, which may be ARPAbet in capitals (MFA's English models)."""
    try:
        return arpabet.ipa(label) if label == label.upper() and label.isascii() else label
    except KeyError:
        return label
