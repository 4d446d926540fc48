"""Who is kept out of training, so that scores are of speakers and words that the model has not heard."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from avatar.studio.manifest import Utterance

LEAST = 5
"""Utterances of a manifest from which on some are always held out; of fewer, only as chance picks them."""

_SPEAKERS = {"speechocean-": 20, "librispeech-": 6, "fsdd-theo": 1, "librivox-": 1}
"""Speakers who are held out whole, by how their names begin: one in so many of them."""


def held_out(utterance: Utterance) -> bool:
    """Every third utterance of LJSpeech, every twentieth speaker of speechocean762, every sixth of LibriSpeech, one of
    FSDD's, LibriVox's reader; every eleventh utterance of the others."""
    if utterance.speaker == "ljspeech":
        return int(Path(utterance.audio).stem[-4:]) % 3 == 0
    for start, one_in in _SPEAKERS.items():
        if utterance.speaker.startswith(start):
            return zlib.crc32(utterance.speaker.encode()) % one_in == 0
    return _drawn(utterance) % 11 == 0


def training(utterances: Iterable[Utterance]) -> list[Utterance]:
    """The utterances of a manifest that are learned from."""
    every = list(utterances)
    judged = {id(u) for u in judging(every)}
    return [u for u in every if id(u) not in judged]


def judging(utterances: Iterable[Utterance]) -> list[Utterance]:
    """The utterances of a manifest that are held out. If chance picks none, as it may of a few, one in eleven is taken,
    and at least one."""
    every = list(utterances)
    kept = [u for u in every if held_out(u)]
    if kept or len(every) < LEAST:
        return kept
    judged = {id(u) for u in sorted(every, key=_drawn)[: max(1, len(every) // 11)]}
    return [u for u in every if id(u) in judged]


def _drawn(utterance: Utterance) -> int:
    """A number that looks random, but depends on the name of the sound alone."""
    return zlib.crc32(Path(utterance.audio).stem.encode())
