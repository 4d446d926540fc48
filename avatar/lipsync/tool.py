"""The lip-sync tool: any recording, with its text or without, to mouth cues in any format.

from avatar.lipsync import tool
timeline = tool.lipsync("hello.wav", text="Hello there.")
print(timeline.track.rung, timeline.words)
tool.write("hello.json", timeline, "json")
tool.write("hello.arkit.csv", timeline, "arkit-csv", Options(fps=30))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync import align, doubting, installed, ladder, model, naming, sound
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.formats import CueSheet, Options, write_file
from avatar.lipsync.ladder import RUNGS, LadderRung
from avatar.lipsync.made import Made, lettered, of_heard, worst_rung
from avatar.types import FRAME_RATE, VISEMES, Clip, MouthTrack, Rung, Speech, Timed

if TYPE_CHECKING:
    from avatar.text.unsaid import Said

LONG = 300.0
"""Seconds; longer sound is worked on in pieces, so that memory grows by the track alone."""

PIECE, SEARCH = 120.0, 30.0
"""Seconds of a piece, and how far before its end the quietest moment is looked for to cut at."""

_STEPS = 500
"""The least that the model is asked for at once in long sound, steps of 20 ms."""

_SHUT = 0.5
"""Weight of rest from which on the mouth is not seen to speak."""

_HOP = sound.RATE // FRAME_RATE

ShareDone = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""

File = str | PathLike[str]


class _Source(NamedTuple):
    """A sound that can be gone through more than once."""

    blocks: Callable[[], Iterator[NDArray[np.float32]]]
    length: Callable[[], float]
    """The duration in its header, in seconds."""
    name: Callable[[], str]
    notes: dict[str, None]
    """What is to be told of it, once it was gone through."""


def _source(sound_: File | Clip, track: int) -> _Source:
    notes: dict[str, None] = {}
    if isinstance(sound_, Clip):
        return _Source(lambda: sound.blocks_of(sound_), lambda: sound_.duration, lambda: "", notes)
    path = Path(sound_)
    return _Source(
        lambda: sound.blocks(path, track, lambda note: notes.update({note: None})),
        lambda: sound.length(path),
        lambda: str(path.absolute()),
        notes,
    )


def lipsync(
    recording: File | Clip,
    *,
    text: str = "",
    language: str = "en",
    cues: File | None = None,
    rungs: Mapping[str, LadderRung] = RUNGS,
    name: str = "",
    track: int = 0,
    speaker: str | None = None,
    progress: ShareDone = lambda share: None,
) -> CueSheet:
    """The mouth of a recording, with the words and phones that were found on the way. Safe from several threads.

    `text` is what is said, '' where nobody knows, perhaps with names of speakers and notes ("[laughs]"), which are not
    spoken; `cues` a file of corrected cues or curves; `name` what stands for the path in the output; `track` which
    sound track of a film, from 1, 0 for its own; `speaker` with whose net it is heard, None for the one that was
    learned in its folder, '' for the net that hears everybody. Raises AudioError where the sound can't be read,
    LipSyncError where the cues can't, or nothing was learned for the speaker.
    """
    progress(0.0)
    whose = _whose(recording, speaker)
    source = _source(recording, track)
    edited = None if cues is None else Path(cues)
    spoken = _spoken(text) if text else None
    speech = Speech(_NOTHING, text, whose, language, spoken=spoken.text if spoken else "")
    clip = _up_to(source.blocks(), LONG)
    if clip is not None:
        made, duration = _made(replace(speech, clip=clip), edited, rungs), clip.duration
    else:
        made, duration = _of_long(source, speech, edited, rungs, progress)
    progress(1.0)
    left_out = spoken.told if spoken and made.track.rung != Rung.EDITED else ()
    unread = _unread(speech) if spoken and made.track.rung != Rung.EDITED else ()
    heard = (f"heard with the net that was learned for {whose}",) if whose and made.track.rung in _HEARD else ()
    passed = filter(None, [installed.passed_over()] if made.track.rung in _HEARD else [])
    told = (*source.notes, *passed, *left_out, *unread, *made.notes, *heard, *_unheard(made))
    said = made.words, made.phones, told, made.doubt
    return CueSheet(made.track, duration, name or source.name(), text, *said)


_NOTHING = Clip(np.zeros(0, np.int16), sound.RATE)
_HEARD = (Rung.ALIGNED, Rung.MODEL)


def _whose(recording: File | Clip, speaker: str | None) -> str:
    if speaker is not None:
        return installed.check_speaker(speaker)
    return "" if isinstance(recording, Clip) else installed.speaker_of(Path(recording))


def _made(speech: Speech, cues: Path | None, rungs: Mapping[str, LadderRung]) -> Made:
    """The best mouth; cues that can't be read are an error here, not a reason to try the next rung."""
    if cues is not None:
        return ladder.edited(cues, speech.clip.duration)
    return lettered(ladder.made(speech, rungs=rungs))


def _unheard(made: Made) -> tuple[str, ...]:
    """What is told where nobody speaks in the sound, as far as its mouth shows."""
    drawn, weights = made.track.drawn, made.track.weights
    opens = bool((weights[:, 0] < _SHUT).any() if drawn is None else drawn.any())
    return () if opens or made.track.rung == Rung.EDITED else ("no speech was heard in it: the mouth stays shut",)


def _spoken(text: str) -> Said:
    """The text without what is not spoken."""
    from avatar.text import unsaid  # here, since a sound alone needs none of it

    return unsaid.said(text)


def _unread(speech: Speech) -> tuple[str, ...]:
    """What is told of scripts in the text that its language does not read: nobody knows how they sound."""
    from avatar.text import scripts, tracked  # as above

    _, names = scripts.read_by(tracked.Tracked.of(speech.spoken), speech.language, kanji=True)
    if not names:
        return ()
    return (f"{' and '.join(names)} in the text can't be read in the language {speech.language}: it was left out",)


def _up_to(parts: Iterator[NDArray[np.float32]], seconds: float) -> Clip | None:
    """The sound as one clip; None where it is longer than `seconds`."""
    kept: list[NDArray[np.float32]] = []
    count = 0
    for part in parts:
        kept.append(part)
        count += len(part)
        if count > seconds * sound.RATE:
            return None
    return Clip.from_floats(np.concatenate(kept), sound.RATE) if kept else _NOTHING


def _of_long(
    source: _Source, speech: Speech, cues: Path | None, rungs: Mapping[str, LadderRung], progress: ShareDone
) -> tuple[Made, float]:
    """A long sound's mouth, and its duration in seconds; the sound is read in blocks, and again for a second try."""
    if cues is not None:
        duration = sum(map(len, source.blocks())) / sound.RATE
        return ladder.edited(cues, duration), duration
    why = ""
    if ladder.has_text(speech) and Rung.ALIGNED in rungs and ladder.has_model():
        try:
            return _aligned(source, speech, progress)
        except LipSyncError as error:
            why = f"{Rung.ALIGNED}: {error}"
    elif ladder.has_text(speech):
        why = f"{Rung.ALIGNED}: no model is installed, and estimates are for short sound"
    whole = source.length()
    pieces = _told(_pieces(source.blocks()), lambda seconds: progress(min(0.95, seconds / max(whole, seconds, 1.0))))
    return _in_pieces(pieces, replace(speech, text="", spoken=""), rungs, why)


def _aligned(source: _Source, speech: Speech, progress: ShareDone) -> tuple[Made, float]:
    """The text aligned with all of a long sound. Raises LipSyncError where they don't belong together."""
    aligner = align.Aligner(align.words(speech.spoken, speech.language))
    stream = model.NetStream(sound.RATE, "whole", model.net("whole", speech.voice), _STEPS)
    lips: list[NDArray[np.float32]] = []
    scores: list[NDArray[np.uint8]] = []
    count, whole = 0, source.length()

    def take(heard: model.Heard) -> None:
        aligner.push(heard.scores)
        lips.append(heard.lips)
        scores.append(doubting.packed(heard.scores))

    for block in source.blocks():
        count += len(block)
        for heard in stream.push(block):
            take(heard)
        progress(min(0.9, count / max(count, whole * sound.RATE)))
    for heard in stream.finish():
        take(heard)
    found = aligner.finish()
    duration = count / sound.RATE
    heard_all = np.concatenate(lips), np.concatenate(scores)
    return of_heard(Rung.ALIGNED, found.phones, found.words, duration, *heard_all), duration


def _told(pieces: Iterator[NDArray[np.float32]], tell: ShareDone) -> Iterator[NDArray[np.float32]]:
    """The pieces as they come; after each, `tell` gets the seconds that are done."""
    count = 0
    for piece in pieces:
        yield piece
        count += len(piece)
        tell(count / sound.RATE)


def _in_pieces(
    pieces: Iterator[NDArray[np.float32]], speech: Speech, rungs: Mapping[str, LadderRung], why: str
) -> tuple[Made, float]:
    """A mouth made piece by piece, cut at quiet moments; without the text, whose words can't be told to a piece."""
    tracks: list[MouthTrack] = []
    phones: list[Timed] = []
    doubts: list[Doubt | None] = []
    reasons = dict.fromkeys([why])
    known, at = True, 0
    for piece in pieces:
        made = ladder.made(replace(speech, clip=Clip.from_floats(piece, sound.RATE)), rungs=rungs)
        tracks.append(made.track)
        shift = at / sound.RATE
        phones += [Timed(p.start + shift, p.end + shift, p.value) for p in made.phones or ()]
        doubts.append(made.doubt)
        known &= made.phones is not None
        reasons[made.track.why] = None
        at += len(piece)
    weights = np.concatenate([t.weights for t in tracks]) if tracks else np.zeros((0, len(VISEMES)), np.float32)
    drawn = [t.drawn for t in tracks if t.drawn is not None]
    opening = [t.opening for t in tracks if t.opening is not None]
    track = MouthTrack(
        weights, worst_rung(tracks), max((t.lead for t in tracks), default=0.0), "; ".join(filter(None, reasons)),
        np.concatenate(drawn) if tracks and len(drawn) == len(tracks) else None,
        np.concatenate(opening) if tracks and len(opening) == len(tracks) else None,
    )  # fmt: skip
    sure = [doubt for doubt in doubts if doubt is not None]
    doubt = doubting.joined(sure) if sure and len(sure) == len(doubts) else None
    return Made(track, (), tuple(phones) if known else None, doubt), at / sound.RATE


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


def render(timeline: CueSheet, name: str, options: Options) -> str | bytes:
    """A timeline in a format, as text or bytes.

    Raises LipSyncError where the format is unknown or needs what is not known (words).
    """
    return naming.format_named(name).write(timeline, options)


def write(path: File, timeline: CueSheet, name: str = "", options: Options | None = None) -> None:
    """Write a timeline to a file, whole or not at all; without a name the file's ending says in which format.

    Raises LipSyncError.
    """
    write_file(Path(path), render(timeline, name or naming.format_of(path), options or Options()))
