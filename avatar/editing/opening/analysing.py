"""What is known of a recording, once: its sheet of cues, how loud it is, where its clauses begin. Kept by its content,
so that two hours open at once the second time."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.digests import digest, hash_code, list_versions
from avatar.editing.opening.opened import ALL_S
from avatar.edits.values import fingerprint_blocks
from avatar.errors import LipSyncError
from avatar.film.recording import cut_clauses
from avatar.keeping import KeptFolder
from avatar.lipsync import doubting, installed, ladder, sound, tool
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.formats import CueSheet
from avatar.types import FRAME_RATE, Clip, Floats, MouthTrack, Rung, Timed

KEPT = 1 << 30
"""Bytes of analyses that are kept: two hours take some 60 million."""

SAMPLED, SAMPLE = 64, 1 << 16
"""Places of a file that are looked at to know it again, and bytes of each; its size and its date count, too."""

CODE = ("lipsync", "text", "types.py")
LIBRARIES = ("ai-edge-litert", "espeakng-loader", "numpy", "phonemizer-fork", "soundfile", "soxr")
"""What makes an analysis: of another version it is made anew."""

HOP = sound.RATE // FRAME_RATE

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Analysis:
    """All that the editor needs of a recording beside its sound."""

    sheet: CueSheet
    loud: Floats
    """How loud it is, 0 to 1 of its loudest, FRAME_RATE times a second, shape (frames,)."""
    cuts: tuple[int, ...]
    """First frames of its clauses."""
    sound: str
    """Its fingerprint."""
    places: tuple[Timed, ...] = ()
    """Stretches where the mouth may be wrong, with what is doubted: those that a viewer would see most first."""


def analyse(
    path: Path, text: str, language: str, progress: Callable[[float], None] = lambda share: None, *, speaker: str = ""
) -> Analysis:
    """What is known of a recording, from the last time if it is the same. Raises AudioError, LipSyncError.

    `speaker`: with whose net it is heard.
    """
    kept = KeptFolder(library.cache_dir() / "analyses", KEPT)
    name = _name(path, text, language, speaker)
    data = kept.get(name) if name else None
    found = _read(data) if data is not None else None
    if found is not None:
        return found
    made = _made(path, text, language, speaker, progress)
    if name:
        kept.put(name, *_written(made))
    return made


def _name(path: Path, text: str, language: str, speaker: str) -> str:
    """What an analysis is kept by; '' where the file can't be known again."""
    try:
        state = path.stat()
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            parts = []
            for number in range(SAMPLED):
                file.seek(max(0, state.st_size - SAMPLE) * number // (SAMPLED - 1))
                parts.append(file.read(SAMPLE))
        nets = [digest(installed.read(installed.NET, speaker))] if ladder.has_model() else []
    except (OSError, LipSyncError) as error:
        log.info("an analysis is not kept: %s", error)
        return ""
    return digest(
        (
            state.st_size, state.st_mtime_ns, parts, text, language, speaker, hash_code(CODE),
            list_versions(LIBRARIES), nets,
        )
    )  # fmt: skip


def _made(path: Path, text: str, language: str, speaker: str, progress: Callable[[float], None]) -> Analysis:
    sheet = tool.lipsync(
        path, text=text, language=language, speaker=speaker, progress=lambda share: progress(0.95 * share)
    )
    peaks, powers = _Frames(lambda rows: rows.max(axis=1)), _Frames(lambda rows: rows.mean(axis=1))

    def heard() -> Iterable[NDArray[np.int16]]:
        for block in sound.blocks(path):
            samples = Clip.from_floats(block, sound.RATE).samples
            peaks.push(np.abs(samples.astype(np.int32)).astype(np.float32))
            powers.push(np.square(samples.astype(np.float32) / np.float32(32768.0)))
            yield samples

    print_ = fingerprint_blocks(heard(), sound.RATE)
    highest = peaks.all()
    loud = np.sqrt(highest / max(1.0, float(highest.max(initial=0.0))))
    cuts = tuple(start for start, _ in cut_clauses(np.sqrt(powers.all())))
    progress(1.0)
    places = () if sheet.doubt is None else doubting.places(sheet.doubt, ALL_S)
    return Analysis(sheet, np.asarray(loud, np.float32), cuts, print_, places)


class _Frames:
    """One number for each frame of samples that come in blocks of any size."""

    def __init__(self, of: Callable[[Floats], Floats]) -> None:
        """`of`: frames of samples, shape (frames, HOP), to their numbers, shape (frames,)."""
        self._of = of
        self._rest = np.zeros(0, np.float32)
        self._found: list[Floats] = []

    def push(self, samples: Floats) -> None:
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // HOP * HOP
        self._found.append(self._of(samples[:whole].reshape(-1, HOP)))
        self._rest = samples[whole:]

    def all(self) -> Floats:
        """Those of all that came, the last frame filled up with silence."""
        rest = np.concatenate([self._rest, np.zeros(-len(self._rest) % HOP, np.float32)])
        return np.concatenate([*self._found, self._of(rest.reshape(-1, HOP))])


# ---------------------------------------------------------------------------------------------------- as it is kept


def _written(made: Analysis) -> Iterator[bytes | memoryview]:
    """An analysis in bytes, part by part: what is text as JSON, and the arrays behind it."""
    sheet, track = made.sheet, made.sheet.track
    arrays: dict[str, NDArray[Any]] = {"weights": track.weights, "loud": made.loud}
    arrays |= {name: array for name in ("drawn", "opening") if (array := getattr(track, name)) is not None}
    if sheet.doubt is not None:
        arrays |= {f"doubt.{field.name}": getattr(sheet.doubt, field.name) for field in fields(Doubt)}
    head = {
        "track": [track.rung, track.lead, track.why],
        "duration": sheet.duration,
        "name": sheet.sound,
        "text": sheet.text,
        "words": sheet.words,
        "phones": sheet.phones,
        "notes": sheet.notes,
        "places": made.places,
        "cuts": made.cuts,
        "sound": made.sound,
        "arrays": [(name, array.dtype.str, array.shape) for name, array in arrays.items()],
    }
    told = json.dumps(head, separators=(",", ":")).encode()
    yield len(told).to_bytes(8, "little")
    yield told
    for each in arrays.values():
        yield np.ascontiguousarray(each).data.cast("B")


def _read(data: bytes) -> Analysis | None:
    """The analysis again; None for what is none."""
    try:
        size = int.from_bytes(data[:8], "little")
        head = json.loads(data[8 : 8 + size])
        arrays: dict[str, NDArray[Any]] = {}
        at = 8 + size
        for name, kind, shape in head["arrays"]:
            count = int(np.prod(shape))
            arrays[name] = np.frombuffer(data, np.dtype(kind), count, at).reshape(shape)
            at += arrays[name].nbytes
        return _made_again(head, arrays)
    except (ValueError, KeyError, TypeError) as error:
        log.warning("an analysis can't be read: %s", error)
        return None


def _made_again(head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Analysis:
    rung, lead, why = head["track"]
    track = MouthTrack(arrays["weights"], Rung(rung), lead, why, arrays.get("drawn"), arrays.get("opening"))
    doubted = {name.removeprefix("doubt."): array for name, array in arrays.items() if name.startswith("doubt.")}
    phones = None if head["phones"] is None else _timed(head["phones"])
    sheet = CueSheet(
        track, head["duration"], head["name"], head["text"], _timed(head["words"]), phones, tuple(head["notes"]),
        Doubt(**doubted) if doubted else None,
    )  # fmt: skip
    return Analysis(sheet, arrays["loud"], tuple(head["cuts"]), head["sound"], _timed(head["places"]))


def _timed(rows: Sequence[Sequence[Any]]) -> tuple[Timed, ...]:
    return tuple(Timed(*row) for row in rows)
