"""Voices for the report that must not make a mouth freeze: high, low, a child's, whispered, in noise, sung; and other
languages.

All are espeak-ng's, with its own times; each group says the same few sentences, which no training run has heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from avatar import audio
from avatar.studio import espeak, manifest, sentences
from avatar.studio.espeak import Rendered, SpeakingStyle
from avatar.studio.manifest import Utterance
from avatar.types import Clip, Timed

SENTENCES = (
    "Perhaps the farmer will move five white boats to the beach before noon.",
    "My favourite uncle bought a purple coat for Fifi, and two for you.",
    "Who would have thought that a mouse could laugh so loud?",
    "Above the valley, the wolf and the fox watched every village.",
    "Please put both of the yellow umbrellas by the front door.",
    "How now, my lovely brown cow? We ought to go home at once!",
)
_SEED = 7_000_000_000
"""Beyond the seeds that training texts are made from."""
_NOISE = 10.0
"""dB between speech and noise."""
_CHILD = 1.2
"""Factor by which a child's vocal tract is shorter than the voice's own: the sound is spoken this much slower, and then
played this much faster."""
_NOTES = (20, 35, 45, 60, 45, 35)
"""Pitches of a tune, as espeak-ng counts them."""


@dataclass(frozen=True)
class Group:
    """One row of the report."""

    name: str
    styles: tuple[SpeakingStyle, ...]
    change: Callable[[Rendered, int], Rendered] = field(default=lambda made, number: made)
    sung: bool = False


def _noisy(made: Rendered, number: int) -> Rendered:
    """With the noise of a room full of machines, as loud as pink noise at -10 dB of the speech."""
    sound = made.clip.floats()
    dice = np.random.default_rng(number)
    spectrum = np.fft.rfft(dice.normal(size=len(sound))) / np.sqrt(np.maximum(np.arange(len(sound) // 2 + 1), 1.0))
    noise = np.fft.irfft(spectrum, len(sound))
    loud = np.abs(sound) > 0.02
    level = np.sqrt(np.mean(np.square(sound[loud]))) if loud.any() else 0.1
    noise *= level / np.sqrt(np.mean(np.square(noise))) * 10 ** (-_NOISE / 20)
    return Rendered(Clip.from_floats((sound + noise).astype(np.float32), made.clip.rate), made.phones)


def _small(made: Rendered, number: int) -> Rendered:
    """A smaller head: everything higher, at the same pace."""
    rate = made.clip.rate
    faster = audio.resample(Clip(made.clip.samples, round(rate * _CHILD)), rate)
    return Rendered(faster, tuple(Timed(p.start / _CHILD, p.end / _CHILD, p.value) for p in made.phones))


GROUPS = (
    Group(
        "synthetic",
        (SpeakingStyle("en-us", 160, 45), SpeakingStyle("en-gb-x-rp", 170, 55), SpeakingStyle("en-us+klatt2", 160, 50)),
    ),
    Group("high", (SpeakingStyle("en-us+f3", 160, 95), SpeakingStyle("en-us+f2", 170, 99))),
    Group("low", (SpeakingStyle("en-us+m7", 150, 5), SpeakingStyle("en-us+croak", 150, 0))),
    Group("child", (SpeakingStyle("en-us+f4", 130, 80, 70), SpeakingStyle("en-us+f2", 125, 90, 70)), _small),
    Group("whispered", (SpeakingStyle("en-us+whisper", 150), SpeakingStyle("en-us+whisperf", 150))),
    Group(
        "noisy",
        (SpeakingStyle("en-us", 160, 45), SpeakingStyle("en-us+f3", 170, 60), SpeakingStyle("en-us+m3", 160, 40)),
        _noisy,
    ),
    Group("sung", (SpeakingStyle("en-us", 80, range=0), SpeakingStyle("en-us+f3", 80, range=0)), sung=True),
)


def make(folder: Path, each: int = len(SENTENCES), spoken: int = 3) -> Path:
    """Render the groups into a folder, `each` sentences in each, and `spoken` made-up sentences in every other language
    that we have words for; the path of their manifest.

    What is there already is kept.
    """
    done = folder / f"voices-{each}-{spoken}.jsonl"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write(done, [*_all(folder, each), *_tongues(folder, spoken)])
    return done


def _all(folder: Path, each: int) -> Iterator[Utterance]:
    for group in GROUPS:
        for i, text in enumerate(SENTENCES[:each]):
            style = group.styles[i % len(group.styles)]
            made = group.change(_sung(text, style) if group.sung else espeak.render(text, style), i)
            yield _saved(folder, f"{group.name}-{i}.flac", made, text, "en", group.name)


def _tongues(folder: Path, spoken: int) -> Iterator[Utterance]:
    for language in sentences.list_languages():
        for i in range(spoken):
            text = sentences.make_up(language, _SEED + i)
            yield _saved(
                folder, f"{language}-{i}.flac", espeak.render(text, SpeakingStyle(language, 150)), text, language
            )


def _saved(folder: Path, name: str, made: Rendered, text: str, language: str, group: str = "") -> Utterance:
    audio.write(folder / name, made.clip)
    extra: dict[str, Any] = {"group": group or "other languages"}
    licence = "sound made by GPL-3.0 espeak-ng from its own rules"
    return Utterance(name, "espeak-ng", language, licence, "engine", text, made.phones, extra=extra)


def _sung(text: str, style: SpeakingStyle) -> Rendered:
    """Word by word, each on a note of its own, slowly, without pauses."""
    sounds: list[np.ndarray] = []
    phones: list[Timed] = []
    at, rate = 0, 22050
    for i, word in enumerate(text.split()):
        made = espeak.render(word, style._replace(pitch=_NOTES[i % len(_NOTES)]))
        rate = made.clip.rate
        said = [p for p in made.phones if p.value]
        if not said:
            continue
        first, last = (round(t * rate) for t in (said[0].start, said[-1].end))
        start = at / rate - first / rate
        phones += [Timed(p.start + start, p.end + start, p.value) for p in said]
        sounds.append(made.clip.samples[first:last])
        at += last - first
    quiet = np.zeros(rate // 4, np.int16)
    spoken = [Timed(p.start + 0.25, p.end + 0.25, p.value) for p in phones]
    end = spoken[-1].end if spoken else 0.25
    clip = Clip(np.concatenate([quiet, *sounds, quiet]), rate)
    return Rendered(clip, (Timed(0.0, 0.25, ""), *spoken, Timed(end, clip.duration, "")))
