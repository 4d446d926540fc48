"""Who is kept out of training, so that scores are of speakers and words that the model has not heard."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from avatar.studio.manifest import Utterance


def held_out(utterance: Utterance) -> bool:
    """Every third utterance of LJSpeech and every twentieth speaker of speechocean762; every eleventh utterance of the
    others."""
    if utterance.speaker == "ljspeech":
        return int(Path(utterance.audio).stem[-4:]) % 3 == 0
    if utterance.speaker.startswith("speechocean-"):
        return zlib.crc32(utterance.speaker.encode()) % 20 == 0
    return zlib.crc32(Path(utterance.audio).stem.encode()) % 11 == 0


def training(utterances: Iterable[Utterance]) -> list[Utterance]:
    return [u for u in utterances if not held_out(u)]


def judging(utterances: Iterable[Utterance]) -> list[Utterance]:
    return [u for u in utterances if held_out(u)]
