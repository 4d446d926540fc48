"""The lip-sync tool: any recording, with its text or without, to mouth cues in any format.

from avatar.lipsync import tool
timeline = tool.lipsync(Path("hello.wav"), text="Hello there.")
print(timeline.track.rung, timeline.words)
tool.write(Path("hello.json"), timeline, "json")
tool.write(Path("hello.arkit.csv"), timeline, "arkit-csv", Options(fps=30))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import ladder, sound
from avatar.lipsync.formats import FORMATS, Format, Options, Timeline, write_text
from avatar.lipsync.ladder import RUNGS, Step
from avatar.lipsync.made import Made
from avatar.types import FRAME_RATE, VISEMES, Clip, MouthTrack, Rung, Speech, Timed

LONG = 300.0
"""Seconds; longer sound is worked on in pieces, so that memory grows by the track alone."""

PIECE, SEARCH = 120.0, 30.0
"""Seconds of a piece, and how far before its end the quietest moment is looked for to cut at."""

_HOP = sound.RATE // FRAME_RATE

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1."""


def lipsync(
    path: Path,
    *,
    text: str = "",
    language: str = "en",
    cues: Path | None = None,
    rungs: Mapping[Rung, Step] = RUNGS,
    name: str = "",
    progress: Progress = lambda share: None,
) -> Timeline:
    """The mouth of a recording, with the words and phones that were found on the way.

    `text` is what is said, '' where nobody knows; `cues` a file of corrected cues or curves; `name` what stands for the
    path in the output. Raises AudioError where the sound can't be read, LipSyncError where the cues can't.
    """
    progress(0.0)
    parts = sound.blocks(path)
    first, more = _up_to(parts, LONG)
    name = name or str(path.absolute())
    if more is None:
        clip = Clip.from_floats(first, sound.RATE)
        made = _made(Speech(clip, text, "", language), cues, rungs)
        duration = clip.duration
    else:
        made, duration = _of_long(
            chain([first, more], parts), Speech(_NOTHING, text, "", language), cues, rungs, progress
        )
    progress(1.0)
    return Timeline(made.track, duration, name, text, made.words, made.phones)


_NOTHING = Clip(np.zeros(0, np.int16), sound.RATE)


def _made(speech: Speech, cues: Path | None, rungs: Mapping[Rung, Step]) -> Made:
    """The best mouth; cues that were asked for and can't be read are an error here, not a reason to do without."""
    if cues is not None:
        return ladder.edited(speech, cues)
    return ladder.made(speech, rungs=rungs)


def _up_to(
    parts: Iterator[NDArray[np.float32]], seconds: float
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """The sound's beginning, and the block after it: None where the sound is no longer than that."""
    kept: list[NDArray[np.float32]] = []
    count = 0
    for part in parts:
        if count > seconds * sound.RATE:
            return np.concatenate(kept), part
        kept.append(part)
        count += len(part)
    return (np.concatenate(kept) if kept else np.zeros(0, np.float32)), None


def _of_long(
    parts: Iterator[NDArray[np.float32]],
    speech: Speech,
    cues: Path | None,
    rungs: Mapping[Rung, Step],
    progress: Progress,
) -> tuple[Made, float]:
    """A long sound's mouth, and its duration in seconds."""
    if cues is not None:
        duration = sum(len(part) for part in parts) / sound.RATE
        return ladder.edited(replace(speech, clip=Clip.silence(duration, sound.RATE)), cues), duration
    return _in_pieces(parts, speech, rungs)


def _in_pieces(parts: Iterator[NDArray[np.float32]], speech: Speech, rungs: Mapping[Rung, Step]) -> tuple[Made, float]:
    """Piece after piece, each cut at a quiet moment, without the text: nobody knows which words are in which piece."""
    tracks: list[NDArray[np.float32]] = []
    phones: list[Timed] = []
    known, worst, lead, why, at = True, Rung.VOICE, 0.0, "", 0
    for piece in _pieces(parts):
        clip = Clip.from_floats(piece, sound.RATE)
        made = ladder.made(replace(speech, clip=clip, text=""), rungs=rungs)
        tracks.append(made.track.weights)
        shift = at / sound.RATE
        phones += [Timed(p.start + shift, p.end + shift, p.value) for p in made.phones or ()]
        known &= made.phones is not None
        order = list(Rung)
        if order.index(made.track.rung) > order.index(worst):
            worst, why = made.track.rung, made.track.why
        lead = max(lead, made.track.lead)
        at += len(piece)
    weights = np.concatenate(tracks) if tracks else np.zeros((0, len(VISEMES)), np.float32)
    if speech.text.strip():
        why = "; ".join(filter(None, [why, "the text is not aligned with sound as long as this"]))
    return Made(MouthTrack(weights, worst, lead, why), (), tuple(phones) if known else None), at / sound.RATE


def _pieces(parts: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """The sound in pieces of about PIECE seconds, each a whole number of frames but the last."""
    held = np.zeros(0, np.float32)
    size = int(PIECE * sound.RATE)
    for part in parts:
        held = np.concatenate([held, part])
        while len(held) > size:
            cut = _quietest(held[size - int(SEARCH * sound.RATE) : size]) + size - int(SEARCH * sound.RATE)
            yield held[:cut]
            held = held[cut:]
    if len(held):
        yield held


def _quietest(samples: NDArray[np.float32]) -> int:
    """The place of the quietest 0.2 s, a multiple of a frame."""
    frames = samples[: len(samples) // _HOP * _HOP].reshape(-1, _HOP)
    power = np.convolve(np.square(frames).sum(axis=1), np.ones(20), "valid")
    return (int(power.argmin()) + 10) * _HOP


def format_named(name: str) -> Format:
    """A format by name. Raises LipSyncError that lists them."""
    if name not in FORMATS:
        raise LipSyncError(f"There is no format {name!r}", remedy=f"There are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_of(path: Path | None) -> str:
    """The format that a file's ending asks for; Rhubarb's TSV where it asks for none."""
    ends = path.name.lower() if path else ""
    asked = [name for name, form in FORMATS.items() if ends.endswith(form.ending.lower())]
    return max(asked, key=lambda name: len(FORMATS[name].ending), default="tsv")


def render(timeline: Timeline, name: str, options: Options) -> str:
    """A timeline in a format. Raises LipSyncError where the format is unknown or needs what is not known (words)."""
    return format_named(name).write(timeline, options)


def write(path: Path, timeline: Timeline, name: str = "", options: Options | None = None) -> None:
    """Write a timeline to a file, whole or not at all; without a name the file's ending says in which format.

    Raises LipSyncError.
    """
    write_text(path, render(timeline, name or format_of(path), options or Options()))
