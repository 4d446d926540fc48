"""What the doctor says of a small machine: which Raspberry Pi it is, and what on it is slow or missing."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from avatar.types import Availability

MODEL = Path("/proc/device-tree/model")
MEMORY = Path("/proc/meminfo")

TERMINALS_FACE = ("3", "Zero 2")
"""Models whose graphics know OpenGL ES 2 only."""

LEAST_MB = 900
"""Memory below which the window, the voice and a desktop do not fit together."""

THROTTLED: Mapping[int, tuple[str, str]] = {
    0: ("too little voltage", "Use the power supply that was made for it; thin cables lose voltage."),
    1: ("clock held down", "Better power, or more cooling."),
    2: ("slowed down", "Give it a heat sink or a fan."),
    3: ("too warm", "Give it a heat sink or a fan."),
    16: ("too little voltage since the start", "Use the power supply that was made for it; thin cables lose voltage."),
    18: ("slowed down since the start", "Give it a heat sink or a fan."),
    19: ("too warm since the start", "Give it a heat sink or a fan."),
}
"""Bits of `vcgencmd get_throttled` (Raspberry Pi documentation, "vcgencmd") in words, with a remedy."""


class Part(NamedTuple):
    name: str
    found: Availability
    needed: bool


def raspberry_pi() -> str:
    """The model as it calls itself; empty where this is no Raspberry Pi."""
    try:
        model = MODEL.read_text("utf-8", "replace").strip("\0 \n")
    except OSError:
        return ""
    return model if "Raspberry Pi" in model else ""


def parts() -> Iterator[Part]:
    """What is known of this Raspberry Pi; nothing of any other machine."""
    model = raspberry_pi()
    if not model:
        return
    yield Part("machine", of_model(model), True)
    with contextlib.suppress(OSError):
        yield Part("memory", of_memory(MEMORY.read_text()), True)
    if shutil.which("vcgencmd"):
        done = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True, check=False, timeout=5)
        yield Part("power", of_throttling(done.stdout), False)


def of_model(model: str) -> Availability:
    """Whether that Raspberry Pi can show the window."""
    number = _number(model)
    if number in ("4", "400", "5", "500") or (number.isdigit() and 5 < int(number) < 100):
        return Availability(True, model)
    if number in TERMINALS_FACE:
        remedy = (
            "Use the face in the terminal: avatar --stage terminal, or avatar kiosk. For the window take a Pi 4 or 5."
        )
        return Availability(False, f"{model}: its graphics know OpenGL ES 2 only, and the window needs 3.1", remedy)
    remedy = "Take a Raspberry Pi 4 or 5 with the 64-bit Raspberry Pi OS."
    return Availability(False, f"{model}: too slow, and without the libraries that this needs", remedy)


def has_terminals_face(model: str) -> bool:
    """Whether a Raspberry Pi that can't show the window is fast enough for the face in the terminal."""
    return _number(model) in TERMINALS_FACE


def _number(model: str) -> str:
    found = re.search(r"Raspberry Pi (?:Compute Module )?(\d+|Zero 2|Zero|400|500)", model)
    return found[1] if found else ""


def of_memory(meminfo: str) -> Availability:
    """What /proc/meminfo says."""
    found = {name: int(kb) // 1024 for name, kb in re.findall(r"^(\w+):\s+(\d+) kB", meminfo, re.MULTILINE)}
    total, free = found.get("MemTotal", 0), found.get("MemAvailable", 0)
    if total < LEAST_MB:
        remedy = "Use Raspberry Pi OS Lite with cage, or the face in the terminal: avatar --stage terminal."
        return Availability(False, f"{total} MB, {free} MB of them free", remedy)
    return Availability(True, f"{total} MB, {free} MB of them free")


def of_throttling(said: str) -> Availability:
    """What `vcgencmd get_throttled` says ("throttled=0x50005")."""
    found = re.search(r"0x([0-9a-fA-F]+)", said)
    bits = int(found[1], 16) if found else 0
    wrong = [(words, remedy) for bit, (words, remedy) in THROTTLED.items() if bits >> bit & 1]
    if not wrong:
        return Availability(True, "power and temperature are as they should be")
    return Availability(False, ", ".join(words for words, _ in wrong), wrong[0][1])
