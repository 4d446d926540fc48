"""A Performance packed for another process: a head that can be read at once, and all the rest as bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from avatar import wire
from avatar.errors import ProtocolError, SceneFileError
from avatar.scenefile.packing import LONGEST_SECONDS
from avatar.types import VISEMES, Clip, Mark, MouthTrack, Note, Performance, Rung, Speech, Timed, TimesFrom

_FRAME_BYTES = 4 * len(VISEMES)


@dataclass(frozen=True)
class PackedHead:
    """What a process that passes a Performance on can read without unpacking it. The fields are those of Performance,
    Speech and MouthTrack."""

    who: str
    text: str
    voice: str
    language: str
    words: tuple[Timed, ...]
    marks: tuple[Mark, ...]
    rung: Rung
    rate: int
    """Hz."""
    samples: int
    """Number of samples of sound."""
    frames: int
    """Number of frames of the mouth."""
    heard: bool = False
    """Whether the mouth has an opening that was heard."""

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.samples / self.rate


@dataclass(frozen=True)
class _Rest:
    """What is needed only to play, film or save a Performance."""

    phones: tuple[Timed, ...] | None
    times_from: TimesFrom
    spoken: str
    notes: tuple[Note, ...] | None
    lead: float
    why: str
    captions: tuple[Timed, ...]


@dataclass(frozen=True)
class Packed:
    """A Performance still packed. Raises ValueError where the blob holds less than the head says."""

    head: PackedHead
    blob: wire.Raw
    """The mouth's weights and, where it was heard, its opening (float32), the samples (int16), all little-endian, then
    the rest as JSON."""

    def __post_init__(self) -> None:
        head = self.head
        if head.rate <= 0 or head.samples < 0 or head.frames < 0:
            raise ValueError("its head gives a length or a rate that no sound can have")
        if len(self.blob) < _sound_at(head) + head.samples * 2:
            raise ValueError("the sound and the mouth are shorter than the head says")

    @classmethod
    def of(cls, performance: Performance) -> Packed:
        """Pack a Performance. One that came packed, its sound and mouth unchanged, keeps the blob that it came in."""
        if isinstance(performance, _Opened) and performance.is_whole():
            packed = performance.origin.packed
            head = replace(packed.head, who=performance.who, marks=performance.marks)
            return packed if head == packed.head else cls(head, packed.blob)
        speech, mouth = performance.speech, performance.mouth
        head = PackedHead(
            performance.who,
            speech.text,
            speech.voice,
            speech.language,
            speech.words,
            performance.marks,
            mouth.rung,
            speech.clip.rate,
            len(speech.clip.samples),
            len(mouth.weights),
            mouth.opening is not None,
        )
        rest = _Rest(
            speech.phones,
            speech.times_from,
            speech.spoken,
            speech.notes,
            mouth.lead,
            mouth.why,
            performance.captions,
        )
        weights = mouth.weights.astype("<f4", copy=False).tobytes()
        opening = b"" if mouth.opening is None else mouth.opening.astype("<f4", copy=False).tobytes()
        samples = speech.clip.samples.astype("<i2", copy=False).tobytes()
        return cls(head, weights + opening + samples + wire.to_bytes(rest))

    def performance(self) -> Performance:
        """The Performance, equal to the bit; its arrays are views into the blob. Raises SceneFileError."""
        try:
            return self._performance()
        except (ProtocolError, ValueError) as error:
            raise SceneFileError(f"A performance is malformed: {error}") from error

    def _performance(self) -> Performance:
        head, sound_at = self.head, _sound_at(self.head)
        weights = np.frombuffer(self.blob, "<f4", head.frames * len(VISEMES)).astype(np.float32, copy=False)
        samples = np.frombuffer(self.blob, "<i2", head.samples, sound_at).astype(np.int16, copy=False)
        rest = wire.from_bytes(_Rest, bytes(self.blob[sound_at + head.samples * 2 :]))
        opening = np.frombuffer(self.blob, "<f4", head.frames, head.frames * _FRAME_BYTES) if head.heard else None
        if not np.isfinite(weights).all() or (opening is not None and not np.isfinite(opening).all()):
            raise ValueError("a weight or an opening of the mouth is infinite or not a number")
        times = [
            time for timed in (head.words, rest.phones or (), rest.captions) for each in timed for time in each[:2]
        ]
        if any(abs(time) > LONGEST_SECONDS for time in (rest.lead, *times)):
            raise ValueError("a time in it is out of range")
        speech = Speech(
            Clip(samples, head.rate),
            head.text,
            head.voice,
            head.language,
            head.words,
            rest.phones,
            rest.times_from,
            rest.spoken,
            rest.notes,
        )
        rows = weights.reshape(head.frames, len(VISEMES))
        mouth = MouthTrack(rows, head.rung, rest.lead, rest.why, opening=opening)
        origin = _Origin(self, speech, mouth, rest.captions)
        return _Opened(head.who, speech, mouth, head.marks, rest.captions, origin=origin)


def _sound_at(head: PackedHead) -> int:
    """Byte of the blob at which the samples begin."""
    return head.frames * (_FRAME_BYTES + 4 * head.heard)


class _Origin(NamedTuple):
    """The packed form that a Performance was opened from, and the values that it then got."""

    packed: Packed
    speech: Speech
    mouth: MouthTrack
    captions: tuple[Timed, ...]


@dataclass(frozen=True, eq=False)
class _Opened(Performance):
    """A Performance that knows where it came from, so that it can go on to another process as it came."""

    origin: _Origin = field(kw_only=True, repr=False)

    def is_whole(self) -> bool:
        """Whether it still has the values of its blob; `dataclasses.replace` may have given it others."""
        _, speech, mouth, captions = self.origin
        return self.speech is speech and self.mouth is mouth and self.captions is captions

    def __reduce__(self) -> tuple[type[Performance], tuple[object, ...]]:
        return Performance, (self.who, self.speech, self.mouth, self.marks, self.captions)
