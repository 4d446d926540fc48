"""Does the cast sound like different people? A recogniser of speakers listens, made of nothing but spectra' shapes.

    python -m benchmarks.cast                       what each character speaks with on this machine, in talks
    python -m benchmarks.cast juno bea en-gb        these voices
    python -m benchmarks.cast --film                what each character speaks with in films

Each voice says 24 sentences. From 12 a Gaussian of its mel cepstra is learned (13 coefficients without the loudness,
80 to 8000 Hz; Davis and Mermelstein, IEEE Trans. ASSP 28, 1980), and each of the other 12 is given to the voice under
whose Gaussian it is likeliest (Reynolds and Rose, IEEE Trans. Speech and Audio Processing 3, 1995, with one component).
Pitch, which people hear first, is printed and not used: two voices that differ in it alone count as the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.config import Config
from avatar.performer.choosing import voice_for
from avatar.speech.cache import Cache
from avatar.speech.speaker import Speaker
from avatar.types import Clip, Voice

LEARNED = (
    "Good evening, everyone, and thank you for coming out in this weather.",
    "I built a lamp that is afraid of the dark.",
    "Nobody told me that the train would leave from platform nine.",
    "Would you like some tea, or is it too late for that?",
    "The weather tomorrow will be cloudy with a little rain in the north.",
    "I have read almost every book in this library, except one.",
    "My wife says that I never listen, or something like that.",
    "Seven people walked into a shop, and only six came out.",
    "Please turn left at the fountain and follow the yellow line.",
    "That is the most expensive sandwich I have ever seen.",
    "He was a toaster once, and he still warms to people.",
    "We should have stayed at home and painted the kitchen.",
)
HEARD = (
    "What a strange noise, it came from under the floor.",
    "There is a fox in the garden who knows your name.",
    "Twenty years on the road, and not once on time.",
    "If you ask me, the second half was better than the first.",
    "She put the letter back into the drawer and locked it.",
    "Could you say that again, a little slower this time?",
    "The museum closes at half past five on Thursdays.",
    "I dropped my screwdriver into the machine, and now it sings.",
    "Everybody laughs at the end, even the man who sold the tickets.",
    "It was raining so hard that the ducks went inside.",
    "You can have any colour you like, as long as it is blue.",
    "Let me tell you about the time I met a very old owl.",
)

Floats = NDArray[np.float64]

FRAME_S, STEP_S = 0.025, 0.010
LOWEST_HZ, HIGHEST_HZ, BANDS = 80.0, 8000.0, 26
COEFFICIENTS = 13
QUIETEST = 1e-3
"""Of the loudest frame's power: what is below is silence."""


class Gaussian(NamedTuple):
    """Cepstra of a voice."""

    mean: Floats
    covariance: Floats

    @classmethod
    def of(cls, cepstra: Floats) -> Gaussian:
        return cls(cepstra.mean(0), np.cov(cepstra.T) + 1e-3 * np.eye(cepstra.shape[1]))

    def likelihood(self, cepstra: Floats) -> float:
        """Mean logarithm over the frames, but for a constant."""
        apart = cepstra - self.mean
        precise = np.linalg.inv(self.covariance)
        far = np.einsum("fi,ij,fj->f", apart, precise, apart).mean()
        return float(-0.5 * far - 0.5 * np.linalg.slogdet(self.covariance)[1])

    def distance(self, other: Gaussian) -> float:
        """Symmetric divergence of Kullback and Leibler."""
        return self._divergence(other) + other._divergence(self)

    def _divergence(self, other: Gaussian) -> float:
        precise, apart = np.linalg.inv(other.covariance), other.mean - self.mean
        volumes = np.linalg.slogdet(other.covariance)[1] - np.linalg.slogdet(self.covariance)[1]
        return float(0.5 * (np.trace(precise @ self.covariance) + apart @ precise @ apart - len(apart) + volumes))


def find_cepstra(clip: Clip) -> Floats:
    """Mel cepstra of the frames that are not silent, shape (frames, COEFFICIENTS)."""
    size, step = round(FRAME_S * clip.rate), round(STEP_S * clip.rate)
    samples = np.pad(clip.floats().astype(float), (0, size))
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::step] * np.hamming(size)
    power = np.abs(np.fft.rfft(frames, 1024)) ** 2
    bands = np.log(power @ _mel_bands(clip.rate).T + 1e-8)
    cosines = np.cos(np.pi * np.outer(np.arange(1, COEFFICIENTS + 1), (np.arange(BANDS) + 0.5) / BANDS))
    loud = power.sum(1)
    return np.asarray((bands @ cosines.T)[loud > QUIETEST * loud.max()])


def _mel_bands(rate: int) -> Floats:
    def mel(hertz: Floats | float) -> Floats:
        return np.asarray(2595 * np.log10(1 + np.asarray(hertz) / 700))

    edges = np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2)
    at = mel(np.fft.rfftfreq(1024, 1 / rate))
    width = edges[1] - edges[0]
    return np.clip(np.minimum((at - edges[:-2, None]) / width, (edges[2:, None] - at) / width), 0, None)


def find_pitch(clips: Sequence[Clip]) -> Floats:
    """Hz of the voiced frames, as WORLD's DIO finds them; a ring modulated voice has none that it would find."""
    import pyworld

    found = []
    for clip in clips:
        samples = clip.floats().astype(float)
        rough, at = pyworld.dio(samples, clip.rate)
        pitch = pyworld.stonemask(samples, rough, at, clip.rate)
        found.append(pitch[pitch > 0])
    return np.concatenate(found)


def loudness(clip: Clip) -> float:
    """dB of full scale, over the frames of 20 ms that are not silent."""
    size = clip.rate // 50
    frames = clip.floats()[: len(clip.samples) // size * size].reshape(-1, size)
    level = np.sqrt((frames**2).mean(1))
    active = level[level > 0.05 * level.max()]
    return float(20 * np.log10(np.sqrt((active**2).mean())))


def chosen(names: Sequence[str], film: bool) -> dict[str, Voice]:
    """Name to voice: these, or what the characters speak with."""
    if names:
        return {name: library.voice(name) for name in names}
    purpose = "film" if film else "talk"
    return {name: voice_for(Config(), folder, purpose=purpose) for name, folder in library.characters().items()}


def spoken(voices: Mapping[str, Voice]) -> dict[str, list[Clip]]:
    speaker = Speaker(notice=print, cache=Cache())
    try:
        return {
            name: [speaker.speak(text, voice).clip for text in (*LEARNED, *HEARD)] for name, voice in voices.items()
        }
    finally:
        speaker.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--film", action="store_true")
    parser.add_argument("--save", help="folder for each voice's sentences as WAV")
    options = parser.parse_args()
    voices = chosen(options.voices, options.film)
    sounds = spoken(voices)
    for name, clips in sounds.items():
        pitch, levels = find_pitch(clips), [loudness(clip) for clip in clips]
        low, middle, high = np.percentile(pitch, (10, 50, 90)) if len(pitch) else (0, 0, 0)
        peak = max(float(np.abs(clip.floats()).max(initial=0)) for clip in clips)
        print(
            f"{name:8} {voices[name].name:14} {middle:4.0f} Hz ({low:.0f} to {high:.0f})  {np.mean(levels):6.1f} dB "
            f"(±{np.std(levels):.1f}), peak {peak:.2f}, {sum(clip.duration for clip in clips):.0f} s"
        )
    if options.save:
        _save(sounds, options.save)
    cepstra = {name: [find_cepstra(clip) for clip in clips] for name, clips in sounds.items()}
    known = {name: Gaussian.of(np.vstack(each[: len(LEARNED)])) for name, each in cepstra.items()}
    _print_distances(known)
    _print_confusions(known, {name: each[len(LEARNED) :] for name, each in cepstra.items()})


def _save(sounds: Mapping[str, Sequence[Clip]], folder: str) -> None:
    from pathlib import Path

    from avatar import audio

    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, clips in sounds.items():
        for number, clip in enumerate(clips):
            audio.write(Path(folder) / f"{name}-{number:02}.wav", clip)


def _print_distances(known: Mapping[str, Gaussian]) -> None:
    print("\nhow far apart (divergence; below 1 they are alike)")
    print(" " * 9 + "".join(f"{name[:7]:>8}" for name in known))
    for name, mine in known.items():
        print(f"{name:9}" + "".join(f"{mine.distance(other):8.1f}" for other in known.values()))


def _print_confusions(known: Mapping[str, Gaussian], heard: Mapping[str, Sequence[Floats]]) -> None:
    names = list(known)
    counts = np.zeros((len(names), len(names)), int)
    for row, name in enumerate(names):
        for each in heard[name]:
            counts[row, int(np.argmax([known[other].likelihood(each) for other in names]))] += 1
    print("\nwho was heard (rows: who spoke)")
    print(" " * 9 + "".join(f"{name[:7]:>8}" for name in names))
    for name, row in zip(names, counts, strict=True):
        print(f"{name:9}" + "".join(f"{count:8}" for count in row))
    print(f"\n{np.trace(counts)} of {counts.sum()} sentences were given to who spoke them")


if __name__ == "__main__":
    main()
