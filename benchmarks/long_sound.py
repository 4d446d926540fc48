"""Hours of speech with its text, nothing in it twice, to measure with: what people read, and what voices say.

Recordings of the corpora in AVATAR_DATA (speechocean762, LibriSpeech, LJSpeech, LibriVox) in turn with sentences that
espeak-ng's voices and hibari's read, each another one; a third of a second between them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import soundfile

from avatar import audio
from avatar.speech.base import Request
from avatar.speech.engines.hibari import Hibari
from avatar.studio import corpora, espeak, sentences
from avatar.types import Clip

DATA = Path(os.environ.get("AVATAR_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
CORPORA = ("librispeech_mini", "ljspeech_mini", "librivox_phones", "speechocean762")
"""The longer sentences first: what comes last fills what is left."""
PEOPLE, ESPEAK, HIBARI = 0.7, 0.2, 0.1
"""Shares of the utterances."""
STYLES = tuple(
    espeak.SpeakingStyle(voice, rate, pitch)
    for voice in ("en-us", "en-us+f3", "en-gb-x-rp", "en-us+m3", "en-gb-scotland")
    for rate, pitch in ((150, 40), (175, 50), (200, 60))
)
RATE = 24_000
PAUSE_S = 0.33
SEED = 7_000_000_000
"""Beyond the seeds that training texts are made from."""

Spoken = tuple[Clip, str]


def people() -> Iterator[Spoken]:
    """Recordings of people, and what they say."""
    for name in CORPORA:
        for each in corpora.read(DATA / name):
            yield audio.read(Path(each.audio)), each.text


def by_espeak() -> Iterator[Spoken]:
    """Sentences in all of STYLES in turn."""
    for number in count():
        text = sentences.make_english(SEED + 2 * number)
        yield espeak.render(text, STYLES[number % len(STYLES)]).clip, text


def by_hibari() -> Iterator[Spoken]:
    """Sentences in hibari's own voice."""
    engine = Hibari()
    for number in count():
        text = sentences.make_english(SEED + 2 * number + 1)
        sound = engine.speak(Request(text, "heart", "en-US"))
        yield Clip(np.frombuffer(sound.pcm, "<i2"), sound.rate), text


def write(folder: Path, seconds: float) -> tuple[Path, Path]:
    """A sound of that length or a little more, `long.wav`, and its text, `long.txt`, a line for each utterance."""
    path, script = folder / "long.wav", folder / "long.txt"
    dice = random.Random(SEED)
    sources = [people(), by_espeak(), by_hibari()]
    pause = np.zeros(int(PAUSE_S * RATE), np.int16)
    said = []
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        while file.frames < seconds * RATE:
            (source,) = dice.choices(sources, (PEOPLE, ESPEAK, HIBARI))
            clip, text = next(source)
            file.write(audio.resample(clip, RATE).samples)
            file.write(pause)
            said.append(text)
    script.write_text("\n".join(said) + "\n", encoding="utf-8")
    return path, script
