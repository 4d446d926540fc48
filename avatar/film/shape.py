"""What a film is to look and sound like: its size, its frame rate, what is written on it, its loudness."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from avatar.errors import ConfigError
from avatar.scene.zones import UNCOVERED, SafeZone

SIZES: dict[str, tuple[int, int]] = {
    "1080p": (1920, 1080),
    "720p": (1280, 720),
    "480p": (854, 480),
    "360p": (640, 360),
    "2160p": (3840, 2160),
    "square": (1080, 1080),
    "9:16": (1080, 1920),
    "4:5": (1080, 1350),
}
"""Sizes by the names that people and platforms use."""

USUAL = ("1080p", 30)
"""Size and frames a second where nobody asks for others."""

USUAL_OF = {".gif": ("480p", 25), ".webp": ("480p", 25)}
"""The same for animated pictures, which people send to each other: a GIF in full size takes a megabyte a second, and
its clock counts hundredths of a second, of which a frame at this rate takes four."""

LOUDNESS = -16.0
"""LUFS of a film where nobody asks for another: what podcasts have and phones can play. Places that want -14 turn
nothing down, and those that want -23 turn it down without loss."""

QUIETEST, LOUDEST = -31.0, -9.0
"""LUFS that may be asked for."""

LEAST, MOST = 16, 7680
"""Pixels of a side."""

RATES = {".gif": (1, 50), ".webp": (1, 60), ".png": (1, 60), ".wav": (1, 60)}
"""Ending to the least and most frames a second: browsers slow a GIF down whose frames are shorter than two hundredths
of a second."""

VIDEO_RATES = (5, 60)
"""The same of videos: players stumble over slower ones. Mouths are easy to read from 24 on."""

SEGMENT_S, LONGEST_S = 3.0, 4.0
"""Seconds that are drawn and encoded at a time, of a shot that is longer than the second: each segment begins with a
whole picture, so this is also how fine a player can seek; longer ones leave workers idle at the end, and shorter ones
take more room. After a changed line a seventh less is made anew than with 4 and 6 seconds, for 4 % more room; with 2
and 3 it would be a quarter, for 11 % (14 lines of a show, changed one at a time)."""


COARSEST = 9
"""Steps in which a film can be made coarser, to take less room."""

BITS, LEAST_BITS, STEP_BITS = 96_000, 40_000, 8_000
"""Bits a second for each channel of a mix; the fewest that a coarse film has, in which speech is still clear; and what
each step takes off: five minutes of sound at its best would be most of what some places take."""


def find_bits(coarse: int) -> int:
    """Bits a second for each channel of a mix."""
    return max(LEAST_BITS, BITS - STEP_BITS * coarse)


@dataclass(frozen=True)
class FrameShape:
    """How every frame of a film is made."""

    width: int = 1920
    height: int = 1080
    fps: int = 30
    captions: bool = False
    """Drawn into the picture."""
    transparent: bool = False
    """Without the set, on a transparent ground."""
    reduced_motion: bool = False
    step: int = 1
    """Every so manieth frame is drawn, and stays until the next: 2 is on twos."""
    quick: bool = False
    """Encoded as fast as can be, for a look."""
    coarse: int = 0
    """0 to COARSEST: how much of its fineness is given for a smaller file."""
    covered: SafeZone = UNCOVERED

    @property
    def segment(self) -> int:
        """Frames of a segment in the middle of a long shot."""
        return max(1, round(SEGMENT_S * self.fps))

    @property
    def longest(self) -> int:
        """Frames of the longest segment."""
        return round(self.segment * LONGEST_S / SEGMENT_S)


def draft(shape: FrameShape, *, twos: bool) -> FrameShape:
    """A shape for a quick look: half the size, coarsely encoded, and `twos` with every second frame alone."""
    width, height = (max(LEAST, round(side / 4) * 2) for side in (shape.width, shape.height))
    return replace(shape, width=width, height=height, step=2 if twos else 1, quick=True)


def find_size(name: str) -> tuple[int, int]:
    """Width and height for a name of SIZES or WIDTHxHEIGHT. Raises ConfigError."""
    if name in SIZES:
        return SIZES[name]
    known = f"Use {', '.join(SIZES)}, or WIDTHxHEIGHT as 640x360."
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", name.strip().lower())
    if found is None:
        raise ConfigError(f"There is no size {name!r}", remedy=known)
    width, height = int(found[1]), int(found[2])
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST):
        raise ConfigError(f"A film can't be {width} x {height}", remedy=f"Each side is {LEAST} to {MOST} pixels.")
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}"
        raise ConfigError(f"{name} is an odd size, and video needs even ones", remedy=f"Use {even}.")
    return width, height


def check_rate(fps: int, ending: str = "") -> int:
    """The frame rate. Raises ConfigError for one that films of this ending don't have."""
    least, most = RATES.get(ending, VIDEO_RATES)
    if not least <= fps <= most:
        what = f"A {ending} can't have {fps} frames a second" if ending else f"{fps} frames a second are not possible"
        raise ConfigError(what, remedy=f"Use --fps {least} to {most}.")
    return fps


def read_seconds(text: str) -> float:
    """Seconds of "12", "12.5", "1:30" or "1:02:03". Raises ConfigError."""
    parts = text.strip().split(":")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        values = []
    if not 1 <= len(values) <= 3 or not all(0 <= value < 1e6 for value in values):
        raise ConfigError(f"{text!r} is not a time", remedy="Write seconds, as 12.5, or minutes and seconds, as 1:30.")
    total = 0.0
    for value in values:
        total = total * 60 + value
    return total
