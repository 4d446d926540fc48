"""Where voices speak: the middle of each one's pitch, measured once and kept, so that a song's key is known at once.

It is kept in the cache folder by all that shapes the voice's sound and by the version of its engine. What can't be read
there is measured anew, and what was measured longest ago goes.
"""

from __future__ import annotations

import json
import logging
import threading
from importlib.metadata import PackageNotFoundError, version
from math import isfinite
from pathlib import Path

from avatar import __version__, files, library
from avatar.song.ranges import Reach
from avatar.song.vocoding import find_median
from avatar.speech import traits
from avatar.speech.base import Request
from avatar.speech.cache import name_sound
from avatar.speech.speaker import Speaker
from avatar.types import Voice

TEXT = "2 4 1 3"
"""What a voice says to be measured: figures, which every language reads. Its middle lies within a semitone of that of
whole lines."""
MOST = 400
"""Voices that are kept."""
LARGEST = 1 << 16
"""Bytes; a larger file is not ours."""
LOWEST, HIGHEST = 20.0, 100.0
"""MIDI: no voice speaks outside."""
PACKAGES = {"hibari": ("hibari-tts", "onnxruntime"), "kokoro": ("onnxruntime",), "piper": ("onnxruntime",)}
"""What an engine's sound comes from, besides the files that its traits name."""

log = logging.getLogger(__name__)
_lock = threading.Lock()


def find_middle(voice: Voice, speaker: Speaker) -> float:
    """MIDI number at the middle of a voice: kept, or measured now. Raises EngineError, EngineStopped, SongError."""
    name = _name(voice)
    found = _read(_path()).get(name)
    if found is not None:
        return found
    speech = speaker.speak(TEXT, voice)
    hertz = find_median(speech.clip)
    found = round(Reach.of(hertz).middle, 2)
    if hertz > 0 and speech.voice == voice.name:  # of a voice that stood in, nothing is known afterwards
        _keep(name, found)
    return found


def _path() -> Path:
    return library.cache_dir() / "songs" / "middles.json"


def _name(voice: Voice) -> str:
    """All that its pitch depends on."""
    return name_sound(" ".join((voice.engine, __version__, *_versions(voice.engine))), Request.of(TEXT, voice))


def _versions(engine: str) -> list[str]:
    found = []
    for package in PACKAGES.get(engine, ()):
        try:
            found.append(version(package))
        except PackageNotFoundError:
            found.append("")
    for each in traits(engine).settings():
        path = Path(each)
        try:
            found.append(f"{path} {path.stat().st_mtime_ns}" if each and path.is_absolute() else each)
        except OSError:
            found.append(each)
    return found


def _read(path: Path) -> dict[str, float]:
    """What is kept, what was measured longest ago first; nothing of a file that is not as it was written."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        rows = json.loads(path.read_bytes())
        if not isinstance(rows, dict):
            raise ValueError("it is no table")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        log.info("the voices' pitches are measured anew (%s): %s", path, error)
        return {}
    return {
        name: float(value)
        for name, value in rows.items()
        if isinstance(value, (int, float)) and isfinite(value) and LOWEST <= value <= HIGHEST
    }


def _keep(name: str, middle: float) -> None:
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock, files.locked(path.with_suffix(".lock")):
            rows = {each: value for each, value in _read(path).items() if each != name}
            rows[name] = middle
            with files.replacing(path, durable=False) as file:
                file.write(json.dumps(dict(list(rows.items())[-MOST:]), indent=1).encode())
    except OSError as error:
        log.info("the pitch of a voice is not kept: %s", error)
