"""What this machine can carry: how fast each engine was seen to speak on it, how much memory it took, and whether it
died of it. Kept in the state folder, for this processor and these libraries.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import os
import platform
import zlib
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from avatar import __version__, files, library, vital
from avatar.speech import traits

log = logging.getLogger(__name__)

Purpose = Literal["talk", "show", "film"]
"""What a voice is chosen for: a talk, a show that is played, and what is made to a file, which can wait."""

FAST_ENOUGH = 0.8
"""Most seconds of work for a second of speech in a talk: the rest is what the machine needs for the picture."""

QUICK_ENOUGH = 0.25
"""The same of an engine that is heavy: it has to answer, too, and a first clause of two seconds must not take longer
than half of one."""

SURE_AFTER = 3
"""Sounds after which a slow engine counts as slow: the first ones may have met a busy machine."""

LONG_ENOUGH_S = 0.8
"""Seconds that a sound must last to tell of speed: what is done once for each clause weighs on shorter ones."""

SPARE_MB = 120
"""Megabytes that must be left over beside an engine, for the picture and the system."""

UNSEEN = 1e6
"""The factor of an engine that nobody timed."""

_BETTER = 0.9
"""A new best is written down from this part of the old one on, so that the file is written a handful of times."""

_LARGEST = 1 << 16
"""Bytes; a larger file is not ours."""


@dataclass(frozen=True)
class Seen:
    """What was seen of an engine."""

    factor: float = UNSEEN
    """Seconds of work for a second of speech: the least that was seen."""
    memory_mb: int = 0
    """Megabytes of its process, the most that was seen; 0 where nobody knows."""
    sounds: int = 0
    """How many sounds were timed."""
    died: bool = False
    """Its process died in a way that will repeat: this processor or this library can't run it."""
    told: bool = False
    """The user was told that it isn't used here."""


@dataclass
class _Known:
    """The file as this process knows it."""

    path: Path
    machine: str
    engines: dict[str, Seen] = field(default_factory=dict)

    def put(self, engine: str, seen: Seen) -> None:
        """Keep what was seen of an engine, beside what other processes saw of others meanwhile."""
        self.engines[engine] = seen
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with files.locked(self.path.with_suffix(".lock")):
                kept = _read_file(self.path, self.machine)
                self.engines = {**kept, engine: _both(seen, kept.get(engine, Seen()))}
                rows = {name: asdict(each) for name, each in self.engines.items()}
                table = {"machine": self.machine, "engines": rows}
                with files.replacing(self.path, durable=False) as file:
                    file.write(json.dumps(table, indent=1).encode())
        except OSError as error:
            log.info("what this machine can carry is not kept: %s", error)


def _both(new: Seen, kept: Seen) -> Seen:
    """What two processes saw of one engine; of its death the later one knows."""
    return Seen(
        min(new.factor, kept.factor), max(new.memory_mb, kept.memory_mb), max(new.sounds, kept.sounds), new.died,
        new.told or kept.told,
    )  # fmt: skip


def seen(engine: str) -> Seen:
    """What is known of an engine on this machine."""
    return _known(_path()).engines.get(engine, Seen())


def note_sound(engine: str, work_s: float, lasts_s: float, memory_mb: int = 0) -> None:
    """An engine spoke: `work_s` seconds for a sound of `lasts_s` seconds. Short sounds tell nothing."""
    if lasts_s < LONG_ENOUGH_S:
        return
    before = seen(engine)
    factor = round(work_s / lasts_s, 4)
    if before.sounds >= SURE_AFTER and factor > before.factor * _BETTER:
        return
    _known(_path()).put(
        engine,
        replace(
            before,
            factor=min(before.factor, factor),
            memory_mb=max(before.memory_mb, memory_mb),
            sounds=min(before.sounds + 1, SURE_AFTER),
            died=False,
        ),
    )


def note_death(engine: str) -> None:
    """An engine's process died of what this machine or its libraries are: it will again."""
    _known(_path()).put(engine, replace(seen(engine), died=True))


def first_told(engine: str) -> bool:
    """Whether the user was not yet told that an engine isn't used here; from now on they were."""
    before = seen(engine)
    if not before.told:
        _known(_path()).put(engine, replace(before, told=True))
    return not before.told


def refusal(engine: str, purpose: Purpose) -> str:
    """Why an engine is not used for this on this machine; '' where it is."""
    about, found = traits(engine), seen(engine)
    if found.died:
        return "its process dies on this processor"
    needs = found.memory_mb or about.memory_mb
    free = _free_mb() if needs else None
    if free is not None and free < needs + SPARE_MB:
        return f"it takes {needs} MB of memory, and {free} MB are free"
    if purpose == "film":
        return ""
    if found.sounds >= SURE_AFTER and found.factor > FAST_ENOUGH:
        return f"it works {found.factor:.1f} s for a second of speech"
    if about.heavy and found.sounds == 0:
        return "it was not yet timed on this machine"
    if about.heavy and found.factor > QUICK_ENOUGH:
        return f"it works {found.factor:.1f} s for a second of speech"
    return ""


@cache
def _free_mb() -> int | None:
    """What was free when this process began to ask: an engine that runs by now must not count against itself."""
    return vital.free_mb()


def _path() -> Path:
    return library.state_dir() / "engines.json"


@cache
def _known(path: Path) -> _Known:
    machine = _machine()
    return _Known(path, machine, _read_file(path, machine))


def _read_file(path: Path, machine: str) -> dict[str, Seen]:
    """What the file says of this machine's engines; nothing where it says nothing of it, or can't be read."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        if path.stat().st_size <= _LARGEST:
            table = json.loads(path.read_text("utf-8"))
            if table["machine"] == machine:
                return {str(name): _read(each) for name, each in table["engines"].items()}
    return {}


def _read(table: dict[str, Any]) -> Seen:
    """Raises TypeError, ValueError or KeyError where it isn't what `_Known.put` wrote."""
    return Seen(
        float(table["factor"]), int(table["memory_mb"]), int(table["sounds"]), bool(table["died"]), bool(table["told"])
    )


@cache
def _machine() -> str:
    """A name for this processor with these libraries: what was seen holds as long as it is the same."""
    with contextlib.suppress(OSError):
        cpu = Path("/proc/cpuinfo").read_text("utf-8", "replace")
        telling = ("model name", "flags", "Features", "CPU")
        lines = sorted({line for line in cpu.splitlines() if line.startswith(telling)})
        return _hashed([*lines, *_libraries()])
    return _hashed([platform.processor(), *_libraries()])


def _libraries() -> list[str]:
    spec = importlib.util.find_spec("onnxruntime")
    stamp = ""
    with contextlib.suppress(OSError):
        stamp = str(Path(spec.origin).stat().st_mtime_ns) if spec and spec.origin else ""
    return [platform.machine(), str(os.cpu_count()), __version__, stamp]


def _hashed(parts: list[str]) -> str:
    return f"{zlib.crc32(chr(10).join(parts).encode()):08x}"
