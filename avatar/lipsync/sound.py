"""Sound files of any kind and length, read in blocks: mono, 16 kHz, or as the caller wants them.

WAV, FLAC, Ogg and MP3 by libsndfile; whatever else PyAV opens (video too), where that is installed.
"""

from __future__ import annotations

import codecs
import logging
import re
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from math import gcd
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio, installer, logs
from avatar.errors import AudioError
from avatar.lipsync.containers import FileWindow, Found, looked_at
from avatar.types import Clip

RATE = 16_000
"""Hz of what comes out, unless another rate is asked for."""

_BLOCK = 4.0
"""Seconds read at once."""

_GAP, _LONGEST_GAP = 0.05, 3600.0
"""Seconds: a film's sound that leaves out less was not well counted, one that leaves out more is damaged."""

_CUT_OFF = 0.1
"""Seconds by which a file must be shorter than it says for that to be told."""

_UNKNOWN = 1 << 62
"""Frames of a file, as of a FLAC that was streamed, that does not say how many it has."""

Samples = NDArray[np.float32]

log = logging.getLogger(__name__)


Note = Callable[[str], None]
"""Takes what is to be told of a file: what was chosen in it, or mended."""


class BlockForm(NamedTuple):
    """How blocks of sound come."""

    rate: int = RATE
    """Hz."""
    channels: Literal[1, 2] = 1
    """1: shape (count,); 2: shape (count, 2), of mono sound twice the same."""


SPEECH = BlockForm()
"""As the model of speech hears."""


def blocks(path: Path, track: int = 0, note: Note = lambda text: None, form: BlockForm = SPEECH) -> Iterator[Samples]:
    """The sound of a file as blocks in [-1, 1], mono at 16 kHz unless `form` says otherwise; samples that are no number
    are 0.

    `track`: which of its sound tracks, from 1; 0: the one that players choose. Raises AudioError where there is no such
    file or track, or no sound can be read in it.
    """
    _check(path)
    import soundfile

    try:
        openers = _openers(path, note)
        first = openers[0]()
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError) as error:
        yield from resampled(_by_av(path, error, track, note, form.channels), form)
        return
    with first:
        if track > 1:
            raise _no_track(path, track, 1)
        yield from resampled(_by_soundfile(first, path, note, form.channels), form)
    for opener in openers[1:]:
        try:
            file = opener()
        except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
            raise AudioError(f"The sound breaks off: {error}", where=path, remedy="Convert it to WAV.") from error
        with file:
            yield from resampled(_by_soundfile(file, path, note, form.channels), form)


def _openers(path: Path, note: Note = lambda text: None) -> list[Callable[[], Any]]:
    """What opens the file for libsndfile: in more than one part where it was joined of several. Raises OSError."""
    found = looked_at(path) if path.is_file() else Found()
    if not found.parts:
        return [lambda: _opened(audio.named(path))]
    note(found.note)
    return [lambda part=part: _opened(FileWindow(path.open("rb"), part)) for part in found.parts]  # type: ignore[misc]


def _opened(file: str | bytes | FileWindow) -> Any:
    import soundfile

    with logs.hushed():  # what libmpg123 makes of a tag is nobody's business
        opened = soundfile.SoundFile(file)
    opened.seekable = lambda: False  # it is read straight on: soundfile would seek to each block's end, which may lie
    return opened


def _no_track(path: Path, track: int, count: int) -> AudioError:
    has = f"It has {count} sound tracks" if count > 1 else "It has one sound track"
    return AudioError(f"There is no sound track {track}", where=path, remedy=f"{has}.")


def _check(path: Path) -> None:
    """Raises AudioError for what can't be a sound file."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise AudioError("There is no such sound file", where=path, remedy="Check the name.") from error
    except (OSError, ValueError) as error:  # no access; a name that no file can have
        raise AudioError(
            f"The sound can't be read: {error}", where=repr(str(path)), remedy="Check the name."
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise AudioError("This is a folder, not a sound file", where=path, remedy="Name the files in it.")
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        raise AudioError("This file is empty", where=path, remedy="Record or export it again.")


def blocks_of(clip: Clip, form: BlockForm = SPEECH) -> Iterator[Samples]:
    """The same for a clip, which is in memory already."""
    size = int(_BLOCK * clip.rate)
    pieces = (clip.samples[at : at + size, None] for at in range(0, len(clip.samples), size))
    floats = (_mixed(piece.astype(np.float32) / np.float32(32768.0), form.channels) for piece in pieces)
    yield from resampled(((piece, clip.rate) for piece in floats), form)


def length(path: Path) -> float:
    """Seconds that a sound file says it lasts, to show progress by; 0 where that can't be told."""
    import soundfile

    seconds = 0.0
    try:
        for opener in _openers(path):
            with opener() as file:
                seconds += file.frames / file.samplerate if file.frames < _UNKNOWN else 0.0
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError):
        return 0.0
    return seconds


def _by_soundfile(file: Any, path: Path, note: Note, channels: int) -> Iterator[tuple[Samples, int]]:
    import soundfile

    rate, count = file.samplerate, 0
    while True:
        try:
            with logs.hushed() if file.format == "MP3" else nullcontext():
                block = file.read(max(1, int(_BLOCK * rate)), dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise AudioError(f"The sound breaks off: {error}", where=path, remedy="Convert it to WAV.") from error
        if not len(block):
            break
        count += len(block)
        yield _mixed(block, channels), rate
    if count < file.frames - _CUT_OFF * rate and file.frames < _UNKNOWN:
        note(f"it breaks off after {count / rate:.2f} of {file.frames / rate:.2f} s")


def _by_av(path: Path, reason: Exception, track: int, note: Note, channels: int) -> Iterator[tuple[Samples, int]]:
    """The sound of a film, from where the film begins: a track that begins later is silent until then."""
    if _is_text(path):
        more = "Name the recording here; the text that is said in it goes to -d."
        raise AudioError("This is text, and no sound that can be read here", where=path, remedy=more) from reason
    try:
        import av
    except ImportError:
        more = installer.for_extra("film")
        raise AudioError(
            "This is no sound that can be read here",
            where=path,
            remedy=f"It may be video or damaged. For video and other sound: {more}",
        ) from reason
    try:
        with av.open(str(path)) as container:
            mixer = av.AudioResampler(format="flt", layout="mono" if channels == 1 else "stereo")
            for gap, frame in in_time(container, track_of(container, path, track, note)):
                if gap:
                    silent = np.zeros((round(gap * frame.sample_rate), channels), np.float32)
                    yield _mixed(silent, channels), frame.sample_rate
                for part in mixer.resample(frame):
                    mixed = part.to_ndarray().reshape(-1, channels).astype(np.float32)
                    yield _mixed(mixed, channels), part.sample_rate
    except (av.error.InvalidDataError, av.error.DecoderNotFoundError) as error:
        raise AudioError("This is no sound that can be read here", where=path, remedy="Convert it to WAV.") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AudioError(f"The sound can't be read: {error}", where=path, remedy="Convert it to WAV.") from error


_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that stand in no text."""


def _is_text(path: Path) -> bool:
    """Whether a file, as far as its beginning shows, is text in UTF-8, or in UTF-16 with its mark."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begins = file.read(4096)
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begins)  # a letter may be cut at the end
    except UnicodeDecodeError:
        return False
    return bool(begins) and not _CONTROLS.search(begins)


def in_time(container: Any, stream: Any) -> Iterator[tuple[float, Any]]:
    """The frames of an opened film's sound track, each with the seconds of silence before it.

    A track may begin after the film does, and leave out what is silent.
    """
    import av

    begins = (container.start_time or 0) / av.time_base
    done = 0.0
    for frame in container.decode(stream):
        gap = 0.0 if frame.time is None else frame.time - begins - done
        if not _GAP < gap < _LONGEST_GAP:
            gap = 0.0
        done += gap + frame.samples / frame.sample_rate
        yield gap, frame


def track_of(container: Any, path: Path, track: int = 0, note: Note = lambda text: None) -> Any:
    """The sound track of an opened film that is asked for, or the one that it says is its own.

    Of several, it is told which. Raises AudioError where there is none.
    """
    streams = container.streams.audio
    if not streams:
        raise AudioError("There is no sound in this file", where=path, remedy="Choose one with sound.")
    if track > len(streams):
        raise _no_track(path, track, len(streams))
    own = next((number for number, each in enumerate(streams, 1) if _is_default(each)), 1)
    chosen = track or own
    if len(streams) > 1:
        names = ", ".join(f"{number} {_named(each)}".strip() for number, each in enumerate(streams, 1))
        note(f"sound track {chosen} is used, of {names}; --track N takes another")
    return streams[chosen - 1]


def _is_default(stream: Any) -> bool:
    return bool(stream.disposition & stream.disposition.__class__.default)


def _named(stream: Any) -> str:
    """A track's language and title, as far as it tells them."""
    told = [stream.metadata.get("language", ""), stream.metadata.get("title", "")]
    words = ", ".join(word for word in told if word and word != "und")
    return f"({words})" if words else ""


def _mixed(block: NDArray[np.float32], channels: int) -> Samples:
    """A block of any number of channels, shape (count, any), as (count,) or (count, 2)."""
    clean = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0).clip(-1.0, 1.0)
    if channels == 2 and clean.shape[1] == 2:
        return clean
    mixed: Samples = clean.mean(axis=1, dtype=np.float32) if clean.shape[1] > 1 else clean[:, 0]
    return mixed if channels == 1 else np.stack([mixed, mixed], axis=1)


def resampled(parts: Iterator[tuple[Samples, int]], form: BlockForm = SPEECH) -> Iterator[Samples]:
    """The parts at the rate that is wanted. All parts of a sound have one rate."""
    stream: Any = None
    for part, rate in parts:
        if rate == form.rate:
            yield part
            continue
        if stream is None:
            import soxr

            stream = soxr.ResampleStream(rate, form.rate, form.channels, dtype="float32", quality="HQ")
        yield stream.resample_chunk(part)
    if stream is not None:
        rest = np.zeros(0 if form.channels == 1 else (0, 2), np.float32)
        yield stream.resample_chunk(rest, last=True)


SAME_S = 0.02
"""Seconds by which a file that can be sought in may be longer or shorter than what was heard of it."""

EDGE_S = 0.05
"""Seconds read before and after a stretch that is resampled, and cut off again: its edges are then as they sound."""


def parts_of(path: Path, duration: float) -> Callable[[float, float], Clip]:
    """The sound of a file from one second to another: read where it is wanted, if the file can be sought in; else all
    of it is held. What is gone of the file since is silent."""
    import soundfile

    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError):
        return _held(path)
    if not file.seekable() or abs(file.frames / file.samplerate - duration) > SAME_S:
        file.close()
        return _held(path)
    turn = threading.Lock()

    def part(start: float, end: float) -> Clip:
        rate = file.samplerate
        step = rate // gcd(rate, RATE)  # of the file's samples: every so many-th has one of ours at its place
        first, last = (
            max(0, int((start - EDGE_S) * rate) // step * step),
            min(file.frames, round((end + EDGE_S) * rate)),
        )
        with turn:
            read = _read(file, first, max(0, last - first))
        clip = audio.resample(Clip.from_floats(read, rate), RATE)
        left = round(start * RATE) - first * RATE // rate
        return Clip(clip.samples[left : left + round((end - start) * RATE)], RATE)

    return part


def _read(file: Any, first: int, count: int) -> Samples:
    """Frames of an opened file, mixed to mono; silence for those that it has no more."""
    import soundfile

    try:
        file.seek(first)
        found = file.read(count, dtype="float32", always_2d=True).mean(axis=1)
    except soundfile.LibsndfileError as error:
        log.warning("the sound of %s can't be read any more: %s", file.name, error)
        found = np.zeros(0, np.float32)
    whole = np.zeros(count, np.float32)
    whole[: len(found)] = found
    return whole


def _held(path: Path) -> Callable[[float, float], Clip]:
    samples = np.concatenate([*blocks(path), np.zeros(0, np.float32)])
    clip = Clip.from_floats(samples, RATE)

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    return part
