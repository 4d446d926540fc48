"""What every format is made from, and what a format is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.files import replacing
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.shapes import HOLD, MouthCue, ShapeSet, cues
from avatar.types import FRAME_RATE, MouthTrack, Timed

SLOWEST_FPS, FASTEST_FPS = 1.0, 1000.0


@dataclass(frozen=True, eq=False)
class CueSheet:
    """A mouth with all that is known of its sound."""

    track: MouthTrack
    duration: float
    """Seconds of sound."""
    sound: str = ""
    """Path of the sound file, as it is to stand in the output."""
    text: str = ""
    words: tuple[Timed, ...] = ()
    phones: tuple[Timed, ...] | None = None
    notes: tuple[str, ...] = ()
    """What was chosen or mended in the files, to be told."""
    doubt: Doubt | None = None
    """Where the mouth may be wrong; None where nothing was heard that could tell."""


@dataclass(frozen=True)
class Options:
    """How a timeline is written. Raises LipSyncError for what no format can do."""

    extended: str = "GHX"
    """Extended shapes that are drawn: of Rhubarb's G, H and X, and T for TH."""
    lead: float | None = None
    """Seconds that the mouth runs ahead of the sound; None: letters at sound time, curves as the lips move."""
    fps: float | None = None
    """Frames a second of formats that count in frames; None: each format's own."""
    hold: float = HOLD
    """Seconds that a shape is held at least."""
    preston_blair: bool = False
    """Preston Blair's names of shapes where a format takes both."""

    def __post_init__(self) -> None:
        if self.fps is not None and not SLOWEST_FPS <= self.fps <= FASTEST_FPS:
            raise LipSyncError(f"{self.fps:g} frames a second are not possible", remedy="Use 1 to 1000.")
        if not 0 <= self.hold <= 1:
            raise LipSyncError(f"A hold of {self.hold:g} s is not possible", remedy="Use 0 to 1000 ms.")
        if self.lead is not None and not -1 <= self.lead <= 1:
            raise LipSyncError(f"A lead of {self.lead:g} s is not possible", remedy="Use -1000 to 1000 ms.")


def write_file(path: Path, content: str | bytes) -> None:
    """Write text as UTF-8 with plain line ends, or bytes as they are; whole or not at all.

    Raises LipSyncError where it can't be written.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content  # a sound's name may be odd
    try:
        with replacing(path) as file:
            file.write(raw)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why, where = _why(path, error), repr(str(path))
        raise LipSyncError(f"The file can't be written: {why}", where=where, remedy="Choose another place.") from error


def _why(path: Path, error: Exception) -> object:
    """Why a file can't be written: the system says of a folder that is missing that the file is."""
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return f"there is no folder {str(path.parent)!r}"
    return getattr(error, "strerror", None) or error


Writer = Callable[[CueSheet, Options], str | bytes]
"""Gives a file's content: its text, or its bytes where it is no text."""


class Format(NamedTuple):
    """One format: the ending of its files, what writes it, and what reads it."""

    ending: str
    write: Writer
    summary: str
    wordless: str = ""
    """What is told where no words are known, and some had to be put in their place."""


def shapes_of(timeline: CueSheet, shapes: ShapeSet, options: Options) -> tuple[MouthCue, ...]:
    """The shapes held, at sound time unless `options.lead` says otherwise, within the sound's whole hundredths."""
    end = math.floor(timeline.duration * FRAME_RATE + 1e-6) / FRAME_RATE
    held = cues(timeline.track, shapes, lead=options.lead or 0.0, hold=options.hold)
    return tuple(cue._replace(end=min(cue.end, end)) for cue in held if cue.start < end)


def words_of(timeline: CueSheet, what: str) -> tuple[Timed, ...]:
    """The words, to make `what` of. Raises LipSyncError where none are known."""
    if timeline.words:
        return timeline.words
    if timeline.text.strip():
        why = f"The words of the text were not found in the sound, so there are no {what}"
        more = "Part of the text may be missing or too much, or it is in another language: check it against the sound."
        raise LipSyncError(why, remedy=more)
    raise LipSyncError(f"No words are known to make {what} of", remedy="Give the text that is said (--text).")


def frames(timeline: CueSheet, options: Options, usual: float) -> tuple[float, NDArray[np.float64]]:
    """Frames a second, and the frames' times in seconds: one at least, the last within the sound."""
    fps = options.fps or usual
    return fps, np.arange(max(1, math.ceil(timeline.duration * fps - 1e-6))) / fps


def sampled(
    timeline: CueSheet, options: Options, usual: float
) -> tuple[float, NDArray[np.float64], NDArray[np.float32]]:
    """Frames a second, the frames' times in seconds, and the weights at them, shape (frames, 15)."""
    fps, times = frames(timeline, options, usual)
    track = timeline.track
    ahead = track.lead if options.lead is None else options.lead
    place = ((times + (ahead - track.lead)) * FRAME_RATE).clip(0, max(0, len(track.weights) - 1))
    if not len(track.weights):
        rest = np.zeros((len(times), track.weights.shape[1]), np.float32)
        rest[:, 0] = 1
        return fps, times, rest
    low = np.floor(place).astype(np.intp)
    share = (place - low).astype(np.float32)[:, None]
    high = np.minimum(low + 1, len(track.weights) - 1)
    return fps, times, track.weights[low] * (1 - share) + track.weights[high] * share


def frame_of(seconds: float, fps: float) -> int:
    """The frame that shows a time, counted from 0."""
    return math.floor(seconds * fps + 1e-6)


def turns(values: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which of a curve's values need a key where straight lines join keys: all but those inside a level run."""
    flat = np.diff(values) == 0
    needed = np.ones(len(values), np.bool_)
    needed[1:-1] = ~(flat[:-1] & flat[1:])
    return needed


_Shown = TypeVar("_Shown")


def on_frames(starts: Iterable[tuple[float, _Shown]], fps: float) -> list[tuple[int, _Shown]]:
    """The frame, counted from 0, at which each thing begins to be shown, from its seconds; one for each frame at most.

    Of two that begin in one frame the second gets the next frame: less than a frame late, and none is lost. Only where
    the rate is too low to show them all does one give way to the next.
    """
    keys: list[tuple[int, _Shown]] = []
    for start, value in starts:
        frame = frame_of(start, fps)
        last = keys[-1][0] if keys else -1
        if frame < last:  # the one before is late already: it gives way
            keys[-1] = (last, value)
        else:
            keys.append((max(frame, last + 1), value))
    return keys
