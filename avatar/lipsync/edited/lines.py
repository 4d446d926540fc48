"""Files of lines: TSV of Rhubarb and Character Animator, frames of Moho and Papagayo, keyframes, tables of segments."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from avatar.errors import LipSyncError
from avatar.lipsync.edited.numbers import number
from avatar.lipsync.edited.shapes import are_shapes, of_changes, of_shapes
from avatar.lipsync.edited.tiers import of_tiers
from avatar.lipsync.formats import adobe, moho
from avatar.lipsync.formats.textgrid import Tier
from avatar.lipsync.made import Made
from avatar.types import Timed

_RATES = (24.0, 25.0, 30.0, 12.0, 15.0, 23.976, 29.97, 48.0, 50.0, 60.0, 100.0, 120.0)
"""Frames a second that programs use, likeliest first."""
_SAMPLE_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000)


def of_tsv(text: str, duration: float) -> Made:
    """Seconds, a tab and a shape a line: Rhubarb's letters or Character Animator's names. Raises LipSyncError."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if any(len(row) < 2 for row in rows):
        raise LipSyncError("A line of the cues has no tab", remedy="Write seconds, a tab and a letter.")
    return of_shapes(of_changes([(number(row[0]), row[1].strip()) for row in rows], duration), duration)


def of_audacity(text: str, duration: float) -> Made:
    """Audacity's labels: start, end and label a line. Shapes, if all are some, else phones."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("\\")]
    if any(len(row) < 2 for row in rows):
        raise LipSyncError("A line of the labels has no end", remedy="Write start, end and label, with tabs between.")
    spans = [Timed(number(row[0]), number(row[1]), row[2].strip() if len(row) > 2 else "") for row in rows]
    name = "mouth" if are_shapes({span.value for span in spans if span.value}) else "phones"
    return of_tiers([Tier(name, tuple(spans))], duration)


def of_moho(text: str, duration: float) -> Made:
    """Moho's switch data: a frame, counted from 1, and a shape a line. Raises LipSyncError.

    No frame rate stands in it: it is taken from the last frame, if that lies at the sound's end at a usual rate.
    """
    changes: list[tuple[float, str]] = []
    for row, line in enumerate(text.splitlines()[1:], 2):
        frame, _, name = line.strip().partition(" ")
        if line.strip():
            if not name:
                raise LipSyncError(f"Line {row} has no shape", remedy="Write a frame, a space and a shape.")
            changes.append((number(frame, "frame") - 1, name.strip()))
    last = changes[-1][0] if changes else 0.0
    near = [rate for rate in _RATES if abs(last - duration * rate) <= 1.0 + 1e-6]
    fps = min(near, key=lambda rate: abs(last - duration * rate)) if near and moho.FPS not in near else moho.FPS
    made = of_shapes(of_changes([(frame / fps, name) for frame, name in changes], duration), duration)
    return made._replace(notes=(f"its frames are read as {fps:g} a second, which Moho's files don't tell",))


def of_keyframes(text: str, duration: float) -> Made:
    """After Effects' keyframes of Time Remap, over a source that shows Character Animator's mouths, one a frame."""
    rate = re.search(r"Units Per Second\s+(\S+)", text)
    fps = number(rate[1], "frame rate") if rate else 0.0
    if fps <= 0:
        raise LipSyncError("The keyframes lack their frame rate", remedy="Copy them from After Effects again.")
    changes = []
    for frame, seconds in re.findall(r"^\t([\d.]+)\t([\d.eE+-]+)\t", text.partition("Time Remap")[2], re.MULTILINE):
        index = number(seconds) * fps + 0.5
        if not 0 <= index < len(adobe.NAMES):
            raise LipSyncError(
                f"There is no mouth {index:.0f} (at frame {frame})", remedy=f"There are {len(adobe.NAMES)}, from 0."
            )
        changes.append((number(frame, "frame") / fps, adobe.NAMES[int(index)]))
    if not changes:
        raise LipSyncError("The keyframes remap no time", remedy="Copy a layer's Time Remap from After Effects.")
    return of_shapes(of_changes(changes, duration), duration)


def of_table(text: str, duration: float) -> Made:
    """A table of segments: WebMAUS's CSV (in samples) and MFA's (in seconds). Raises LipSyncError."""
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    head, *rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    columns = {name.lower(): index for index, name in enumerate(head)}
    width = max(columns.values()) + 1
    short = next((i for i, row in enumerate(rows, 2) if len(row) < width), 0)
    if short:
        raise LipSyncError(f"Line {short} of the table is too short", remedy="Save it again.")
    if "duration" in columns:
        return _of_samples([{name: row[index] for name, index in columns.items()} for row in rows], duration)
    tiers: dict[str, list[Timed]] = {}
    for row in rows:
        label, start, end = (row[columns[name]] for name in ("label", "begin", "end"))
        speaker = f"{row[columns['speaker']]} - " if "speaker" in columns and row[columns["speaker"]] else ""
        tier = speaker + (row[columns["type"]] if "type" in columns else "phones")
        tiers.setdefault(tier, []).append(Timed(number(start), number(end), label))
    return of_tiers([Tier(name, tuple(spans)) for name, spans in tiers.items()], duration)


def _of_samples(rows: Sequence[dict[str, str]], duration: float) -> Made:
    """WebMAUS's table: `BEGIN;DURATION;TOKEN;MAU;ORT`; the sample rate follows from the sound's length."""
    ends = [number(row["begin"]) + number(row["duration"], "duration") + 1 for row in rows]
    whole = max(ends, default=0.0)
    rate = min(_SAMPLE_RATES, key=lambda each: abs(each * duration - whole))
    both = zip(rows, ends, strict=True)
    phones = [Timed(number(row["begin"]) / rate, end / rate, row.get("mau", "")) for row, end in both]
    made = of_tiers([Tier("MAU", tuple(phones)), Tier("ORT", tuple(_words(rows, phones)))], duration)
    return made._replace(notes=(*made.notes, f"its samples are read as {rate} a second, as the sound's length says"))


def _words(rows: Iterable[dict[str, str]], phones: Iterable[Timed]) -> list[Timed]:
    """Rows of one token are one word; -1 is a pause."""
    words: list[Timed] = []
    last = "-1"
    for row, phone in zip(rows, phones, strict=True):
        token = row.get("token", "-1")
        if token not in ("-1", "") and token == last:
            words[-1] = words[-1]._replace(end=phone.end)
        elif token not in ("-1", ""):
            words.append(phone._replace(value=row.get("ort", "")))
        last = token
    return words
