"""The sounds of a show, kept: a laugh of a whole house takes longer to make than to film."""

from __future__ import annotations

import struct
from functools import cache

import numpy as np

from avatar.digests import digest, hash_code, list_versions
from avatar.keeping import KeptFolder
from avatar.show import effects
from avatar.show.audience import Laughter
from avatar.show.beds import Bed
from avatar.show.cues import Laugh
from avatar.show.hearing import EARS, Ears
from avatar.types import Clip

CODE = ("audio.py", "show/audience.py", "show/effects.py", "show/hearing.py", "show/sounds", "show/timing.py", "sound")
"""The modules and packages that make sounds."""

_HEAD = struct.Struct("<ddI")
"""Crest and resumption of a laugh, in seconds, and the rate of the sound."""
_BED = struct.Struct("<II")
"""Pieces of a bed until it begins again, and samples of each of its two passages."""


def keep_sounds(kept: KeptFolder, ears: Ears = EARS) -> Ears:
    """The same sounds, each made once and then found again."""

    def house(cue: Laugh, size: str, seed: int) -> Laughter:
        name = digest((_version(), "house", cue.kind, cue.strength, size, seed))
        found = _unpack(kept.get(name))
        if found is None:
            found = ears.house(cue, size, seed)
            kept.put(name, _pack(found))
        return found

    def effect(words: str) -> Clip:
        sound = effects.resolve(words)
        if sound is None or effects.is_bed(words):
            return ears.effect(words)
        name = digest((_version(), "effect", sound))
        found = _unpack(kept.get(name))
        if found is None:
            found = Laughter(ears.effect(words), 0.0, 0.0)
            kept.put(name, _pack(found))
        return found.clip

    def bed(words: str) -> Bed:
        assert ears.bed is not None
        sound = effects.resolve(words)
        name = digest((_version(), "bed", sound))
        found = _unpack_bed(kept.get(name)) if sound is not None else None
        if found is None:
            found = ears.bed(words)
            kept.put(name, _pack_bed(found))
        return found

    return Ears(house, effect, ears.bed and bed)


@cache
def _version() -> str:
    return digest((hash_code(CODE), list_versions(("numpy", "scipy", "soxr"))))


def _pack(sound: Laughter) -> bytes:
    samples = sound.clip.samples.astype("<i2", copy=False).tobytes()
    return _HEAD.pack(sound.crest_s, sound.resume_s, sound.clip.rate) + samples


def _unpack(data: bytes | None) -> Laughter | None:
    """The sound in some bytes; None where there is none."""
    if data is None or len(data) < _HEAD.size or (len(data) - _HEAD.size) % 2:
        return None
    crest, resume, rate = _HEAD.unpack_from(data)
    samples = np.frombuffer(data, "<i2", offset=_HEAD.size).astype(np.int16, copy=False)
    return Laughter(Clip(samples, rate), crest, resume) if 0 < rate <= 384_000 else None


def _pack_bed(bed: Bed) -> bytes:
    passages = (each.astype("<i2", copy=False).tobytes() for each in (bed.first, bed.again))
    return _BED.pack(bed.count, len(bed.first)) + b"".join(passages)


def _unpack_bed(data: bytes | None) -> Bed | None:
    """The bed in some bytes; None where there is none: it is two passages of pieces of one length."""
    if data is None or len(data) < _BED.size or (len(data) - _BED.size) % 2:
        return None
    count, length = _BED.unpack_from(data)
    samples = np.frombuffer(data, "<i2", offset=_BED.size).astype(np.int16, copy=False)
    whole = count > 0 and length > 0 and len(samples) == 2 * length and length % count == 0
    return Bed(samples[:length], samples[length:], count) if whole else None
