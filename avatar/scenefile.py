"""Scenes and Performances as bytes and as files: documented in docs/scene-file.md.

A `.scene` file is a zip that holds

    scene.json          {"format": "avatar-scene", "version": 1, cast, entries, set, title, seed, meta}
    sounds/000001.flac  the sound of an entry, 16 bit, mono
    mouths/000001.npy   its viseme weights, little-endian float32, (frames, 15)

It holds no code and no paths. What is in it is bounded and checked before it is believed.
"""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from avatar import files
from avatar.errors import SceneFileError
from avatar.pacing import natural_gap
from avatar.types import (
    FRAME_RATE,
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    MarkKind,
    MouthTrack,
    Note,
    Performance,
    Place,
    Rung,
    Scene,
    Speech,
    Timed,
    TimesFrom,
)

FORMAT = "avatar-scene"
VERSION = 1
LARGEST_JSON = 64 << 20
LARGEST_MEMBER = 1 << 30
LARGEST_FILE = 4 << 30
MOST_ENTRIES = 100_000
LONGEST_SECONDS = 24 * 3600.0

_MEMBER = re.compile(r"scene\.json|(sounds/\d{6}\.flac)|(mouths/\d{6}\.npy)")

Json = dict[str, Any]

_BROKEN = (zipfile.BadZipFile, LookupError, TypeError, ValueError, RuntimeError, EOFError, RecursionError)
"""What reading a file that isn't a scene raises; NotImplementedError (odd zips) is a RuntimeError."""


# --------------------------------------------------------------------------------------- one performance, for the pipes


def pack(performance: Performance) -> tuple[Json, bytes]:
    """A Performance as JSON and a blob (its samples, then its weights), for a message between processes."""
    header = performance_to_json(performance)
    sound = performance.speech.clip.samples.astype("<i2", copy=False).tobytes()
    weights = performance.mouth.weights.astype("<f4", copy=False).tobytes()
    return header, sound + weights


def unpack(header: Json, blob: bytes) -> Performance:
    """The Performance again, equal to the bit. Raises SceneFileError where the two don't belong together."""
    try:
        count, frames = int(header["speech"]["samples"]), int(header["mouth"]["frames"])
        if count < 0 or frames < 0 or len(blob) != count * 2 + frames * len(VISEMES) * 4:
            raise ValueError("the sound and the mouth have another length than the header says")
        samples = np.frombuffer(blob, "<i2", count).astype(np.int16, copy=False)
        weights = np.frombuffer(blob, "<f4", offset=count * 2).astype(np.float32, copy=False)
        return performance_from_json(header, samples, weights.reshape(frames, len(VISEMES)))
    except (KeyError, TypeError, ValueError) as error:
        raise SceneFileError(f"A performance is malformed: {error!r}") from error


def performance_to_json(performance: Performance) -> Json:
    """All but the samples and the weights."""
    speech, mouth = performance.speech, performance.mouth
    return {
        "who": performance.who,
        "speech": {
            "text": speech.text,
            "voice": speech.voice,
            "language": speech.language,
            "words": [list(word) for word in speech.words],
            "phones": None if speech.phones is None else [list(phone[:3]) for phone in speech.phones],
            "times_from": speech.times_from,
            "spoken": speech.spoken,
            "notes": None if speech.notes is None else [list(note) for note in speech.notes],
            "rate": speech.clip.rate,
            "samples": len(speech.clip.samples),
        },
        "mouth": {"rung": mouth.rung.value, "lead": mouth.lead, "why": mouth.why, "frames": len(mouth.weights)},
        "marks": [asdict(mark) for mark in performance.marks],
        "captions": [list(caption) for caption in performance.captions],
    }


def performance_from_json(table: Json, samples: NDArray[np.int16], weights: NDArray[np.float32]) -> Performance:
    """Raises KeyError, TypeError or ValueError for anything that is not as `performance_to_json` makes it."""
    speech, mouth = table["speech"], table["mouth"]
    if speech["times_from"] not in get_args(TimesFrom):
        raise ValueError(f"there are no times from {speech['times_from']!r}")
    if not np.isfinite(weights).all():
        raise ValueError("the mouth holds what is not a number")
    phones, notes = speech["phones"], speech["notes"]
    return Performance(
        who=_text(table["who"]),
        speech=Speech(
            clip=Clip(samples, int(speech["rate"])),
            text=_text(speech["text"]),
            voice=_text(speech["voice"]),
            language=_text(speech["language"]),
            words=_timed(speech["words"]),
            phones=None if phones is None else _timed(phones),
            times_from=speech["times_from"],
            spoken=_text(speech["spoken"]),
            notes=None
            if notes is None
            else tuple(Note(_time(a), _time(b), _time(p), _text(s)) for a, b, p, s in notes),
        ),
        mouth=MouthTrack(weights, Rung(mouth["rung"]), _time(mouth["lead"]), _text(mouth["why"])),
        marks=tuple(_mark(mark) for mark in table["marks"]),
        captions=_timed(table["captions"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _time(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r} is not a number")
    if abs(value) > LONGEST_SECONDS:
        raise ValueError(f"{value!r} is out of range")
    return float(value)


def _timed(rows: Any) -> tuple[Timed, ...]:
    return tuple(Timed(_time(a), _time(b), _text(value), *map(int, rest[:2])) for a, b, value, *rest in rows)


def _mark(table: Json) -> Mark:
    if table["kind"] not in get_args(MarkKind):
        raise ValueError(f"there is no mark {table['kind']!r}")
    end = table["end"]
    return Mark(
        table["kind"],
        _text(table["name"]),
        _time(table["start"]),
        None if end is None else _time(end),
        _time(table["strength"]),
    )


# ------------------------------------------------------------------------------------------------------ a whole scene


def save(path: Path, scene: Scene) -> None:
    """Write a Scene, by way of a temporary file, so never half of one. The same scene gives the same bytes.

    Raises SceneFileError where the folder can't be written.
    """
    try:
        with files.replacing(path) as file, zipfile.ZipFile(file, "w") as archive:
            _write(archive, scene)
    except OSError as error:
        remedy = "Choose another folder."
        raise SceneFileError(f"The scene can't be saved: {error.strerror}", where=path, remedy=remedy) from error


def _write(archive: zipfile.ZipFile, scene: Scene) -> None:
    entries = []
    for number, entry in enumerate(scene.entries, 1):
        row: Json = {"start": entry.start, "who": entry.who, "gain": entry.gain}
        if isinstance(entry.what, Mark):
            row["mark"] = asdict(entry.what)
        elif isinstance(entry.what, Clip):
            row["sound"] = _put_sound(archive, number, entry.what)
            row["rate"], row["samples"] = entry.what.rate, len(entry.what.samples)
        else:
            row["performance"] = performance_to_json(entry.what)
            row["sound"] = _put_sound(archive, number, entry.what.speech.clip)
            row["mouth"] = f"mouths/{number:06}.npy"
            buffer = io.BytesIO()
            np.save(buffer, entry.what.mouth.weights.astype("<f4", copy=False), allow_pickle=False)
            _put(archive, row["mouth"], buffer.getvalue(), zipfile.ZIP_DEFLATED)
        entries.append(row)
    table = {
        "format": FORMAT,
        "version": VERSION,
        "title": scene.title,
        "set": scene.set,
        "seed": scene.seed,
        "meta": dict(scene.meta),
        "cast": [asdict(member) for member in scene.cast],
        "entries": entries,
    }
    _put(archive, "scene.json", json.dumps(table, ensure_ascii=False).encode(), zipfile.ZIP_DEFLATED)


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = method
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


def _put_sound(archive: zipfile.ZipFile, number: int, clip: Clip) -> str:
    """The member's name; '' for a sound of no length, which FLAC does not know."""
    import soundfile

    if len(clip.samples) == 0:
        return ""
    name = f"sounds/{number:06}.flac"
    buffer = io.BytesIO()
    soundfile.write(buffer, clip.samples, clip.rate, format="FLAC", subtype="PCM_16")
    _put(archive, name, buffer.getvalue(), zipfile.ZIP_STORED)
    return name


def load(path: Path) -> Scene:
    """Read a Scene. Raises SceneFileError for a file that is missing, cut off, tampered with, too big or too new."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except FileNotFoundError as error:
        raise SceneFileError("There is no such scene file", where=path, remedy="Check the name.") from error
    except SceneFileError as error:
        raise SceneFileError(error.what, where=path, remedy=error.remedy) from error.__cause__
    except OSError as error:
        raise SceneFileError(f"The scene can't be read: {error.strerror}", where=path) from error
    except _BROKEN as error:
        remedy = "Save it again, or get it again from where it came."
        raise SceneFileError(f"This is not a whole scene file: {error}", where=path, remedy=remedy) from error


def _read(archive: zipfile.ZipFile) -> Scene:
    infos = {info.filename: info for info in archive.infolist()}
    odd = next((name for name in infos if not _MEMBER.fullmatch(name)), None)
    if odd is not None:
        raise ValueError(f"it holds {odd[:80]!r}, which no scene file does")
    if len(infos) != len(archive.infolist()) or sum(info.file_size for info in infos.values()) > LARGEST_FILE:
        raise ValueError("it holds more than a scene file may")
    table = json.loads(_get(archive, infos, "scene.json", LARGEST_JSON))
    if table["format"] != FORMAT:
        raise ValueError(f"its format is {table['format']!r}")
    if not isinstance(table["version"], int) or table["version"] < 1:
        raise ValueError(f"its version is {table['version']!r}")
    if table["version"] > VERSION:
        remedy = "Update avatar to read it."
        raise SceneFileError(f"The scene was saved by a newer avatar (version {table['version']})", remedy=remedy)
    if len(table["entries"]) > MOST_ENTRIES:
        raise ValueError(f"it has over {MOST_ENTRIES} entries")
    return Scene(
        cast=tuple(_member(member) for member in table["cast"]),
        entries=tuple(_entry(archive, infos, row) for row in table["entries"]),
        set=_text(table["set"]),
        title=_text(table["title"]),
        seed=int(table["seed"]),
        meta={_text(key): _text(value) for key, value in table["meta"].items()},
    )


def _member(table: Json) -> CastMember:
    place = Place(**{key: _time(table["place"][key]) for key in ("x", "y", "scale", "facing")})
    return CastMember(_text(table["who"]), _text(table["character"]), _text(table["voice"]), place)


def _entry(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], row: Json) -> Entry:
    start, who, gain = _time(row["start"]), _text(row["who"]), _time(row["gain"])
    if "mark" in row:
        return Entry(start, who, _mark(row["mark"]), gain)
    if "performance" not in row:
        return Entry(
            start, who, Clip(_sound(archive, infos, row["sound"], row["rate"], row["samples"]), row["rate"]), gain
        )
    header = row["performance"]
    speech, frames = header["speech"], header["mouth"]["frames"]
    samples = _sound(archive, infos, row["sound"], speech["rate"], speech["samples"])
    weights = _weights(_get(archive, infos, row["mouth"]), frames)
    if abs(len(samples) / speech["rate"] - len(weights) / FRAME_RATE) > 1.0:
        raise ValueError("a mouth is longer or shorter than its sound")
    return Entry(start, who, performance_from_json(header, samples, weights), gain)


def _get(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: str, most: int = LARGEST_MEMBER
) -> bytes:
    if name not in infos:
        raise ValueError(f"{name!r} is missing")
    if infos[name].file_size > most:
        raise ValueError(f"{name!r} is too big")
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{name!r} is too big")
    return data


def _sound(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: Any, rate: Any, count: Any
) -> NDArray[np.int16]:
    import soundfile

    if count == 0:
        return np.zeros(0, np.int16)
    with soundfile.SoundFile(io.BytesIO(_get(archive, infos, _text(name)))) as file:
        if (file.samplerate, file.frames, file.channels) != (rate, count, 1) or file.format != "FLAC":
            raise ValueError(f"{name!r} is not the sound that scene.json describes")
        samples: NDArray[np.int16] = file.read(dtype="int16")
    return samples


def _weights(data: bytes, frames: Any) -> NDArray[np.float32]:
    weights = np.load(io.BytesIO(data), allow_pickle=False)
    if weights.dtype != np.float32 or weights.shape != (frames, len(VISEMES)):
        raise ValueError("a mouth has another shape than scene.json says")
    return np.ascontiguousarray(weights)


def to_sound(scene: Scene, rate: int) -> Clip:
    """Everything heard in a scene, mixed, at `rate` Hz; what is louder than full scale is clipped."""
    from avatar.audio import resample

    mixed = np.zeros(math.ceil(scene.duration * rate - 1e-6), np.float32)
    for entry in scene.entries:
        clip = entry.what.speech.clip if isinstance(entry.what, Performance) else entry.what
        if isinstance(clip, Clip):
            at = round(entry.start * rate)
            part = resample(clip, rate).floats()[: max(0, len(mixed) - at)]
            mixed[at : at + len(part)] += part * np.float32(entry.gain)
    return Clip.from_floats(mixed, rate)


def of_performances(performances: Sequence[Performance], cast: Sequence[CastMember], **rest: Any) -> Scene:
    """A Scene of Performances one after the other, with the pauses that their punctuation asks for."""
    entries: list[Entry] = []
    for performance in performances:
        start = entries[-1].end + natural_gap(entries[-1].what, performance) if entries else 0.0
        entries.append(Entry(start, performance.who, performance))
    return Scene(tuple(cast), tuple(entries), **rest)
