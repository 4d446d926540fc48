"""A sigh, a gasp or a short laugh in a line, from the throat that says the line.

The throat is found in the line itself, whatever voice spoke it: its pitch says how high the laugh is and about how long
the tract (Fitch and Giedd, JASA 106, 1999: the two go together with the size of a body).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from avatar import audio, library
from avatar.errors import AvatarError
from avatar.sound.synth import Rng, Wave
from avatar.sound.throats import THROAT_RATE, Person, breath, laugh
from avatar.speech.effects import apply_effects
from avatar.text import vocabulary
from avatar.types import FRAME_RATE, VISEMES, Clip, Mark, MouthTrack, Performance, Timed

LOWEST_HZ, HIGHEST_HZ = 65.0, 450.0
"""Pitches that a speaking voice has."""

USUAL_HZ = 170.0
"""The pitch of a line in which none is found, as of a whisper."""

RELAXED = 1.6
"""A laugh lies so much higher than speech (Bachorowski, Smoski and Owren, JASA 110, 2001)."""

MAN_HZ, MAN, CHILD = 105.0, 1.0, 1.4
"""The pitch of a tract of a man's length, and the least and most of its formants against a man's."""

_HUH = (640.0, 1190.0, 2390.0, 3400.0)
_HEH = (620.0, 1450.0, 2500.0, 3500.0)
_AH = (700.0, 1220.0, 2600.0, 3500.0)


def _sigh(who: Person, chance: Rng) -> Wave:
    """A little air in, and more of it out, at first fast."""
    drawn = breath(replace(who, vowel=_HEH), 0.32, chance) * 0.35
    out = breath(replace(who, tract=who.tract * 0.94), 0.95, chance)
    through = np.linspace(0, 1, len(out))
    out *= np.minimum(through / 0.08, 1.0) * np.exp(-2.4 * through) * 1.6
    return np.concatenate([drawn, np.zeros(round(0.05 * THROAT_RATE)), out])


def _gasp(who: Person, chance: Rng) -> Wave:
    """Air in, fast, louder to its end, where it is held."""
    drawn = breath(replace(who, vowel=_HEH, tract=who.tract * 1.08), 0.4, chance)
    through = np.linspace(0, 1, len(drawn))
    drawn *= 0.3 + 1.3 * through**1.5
    return np.concatenate([drawn, np.zeros(round(0.12 * THROAT_RATE))])


def _chuckle(who: Person, chance: Rng) -> Wave:
    """Three or four calls on one breath."""
    return laugh(replace(who, vowel=_AH), 3 + int(chance.random() < 0.5), 0.3, chance)


class Throat(NamedTuple):
    """One kind of noise."""

    make: Callable[[Person, Rng], Wave]
    words: str
    """That ask for it."""
    db: float
    """Against the line that follows."""
    opens: float
    """How far the mouth opens for it, 0 to 1."""


NOISES: Mapping[str, Throat] = {
    "sigh": Throat(_sigh, vocabulary.NOISES["sigh"], -13.0, 0.4),
    "gasp": Throat(_gasp, vocabulary.NOISES["gasp"], -9.0, 0.7),
    "chuckle": Throat(_chuckle, vocabulary.NOISES["chuckle"], -5.0, 0.55),
}
"""What a throat does without words, by name."""


def with_noise(performance: Performance, name: str, at: float = 0.0, heard: Clip | None = None) -> Performance:
    """The performance with a noise of its own throat at a second of it; all that comes from there on is so much later.

    `heard`: speech in which that throat is heard; None for that of the performance itself. The performance as it is
    where nothing is heard.
    """
    speech = performance.speech
    heard = heard or speech.clip
    if not heard.samples.any():
        return performance
    made = make_noise(name, heard, speech.voice, zlib.crc32(f"{name} {speech.text}".encode()))
    made = audio.resample(made, speech.clip.rate)
    later = made.duration
    cut = round(at * speech.clip.rate)
    joined = np.concatenate([speech.clip.samples[:cut], made.samples, speech.clip.samples[cut:]])
    return replace(
        performance,
        speech=replace(
            speech,
            clip=Clip(joined, speech.clip.rate),
            words=_opened_up(speech.words, at, later),
            phones=None if speech.phones is None else _with_silence(speech.phones, at, later),
        ),
        mouth=_opened(performance.mouth, made, at, NOISES[name].opens),
        marks=tuple(_later(mark, at, later) for mark in performance.marks),
        captions=_opened_up(performance.captions, at, later),
    )


def _opened_up(timed: Sequence[Timed], at: float, seconds: float) -> tuple[Timed, ...]:
    """What begins from `at` on comes later; what lasts beyond it lasts longer."""
    return tuple(
        each.moved(seconds) if each.start >= at else each._replace(end=each.end + seconds * (each.end > at))
        for each in timed
    )


def _with_silence(phones: Sequence[Timed], at: float, seconds: float) -> tuple[Timed, ...]:
    """Phones without gaps, a silence between those before `at` and those after it; one that lasts beyond it is cut."""
    before = [each._replace(end=min(each.end, at)) for each in phones if each.start < at]
    cut = [each._replace(start=at, value="") for each in phones if each.start < at < each.end]
    after = [each.moved(seconds) for each in (*cut, *phones) if each.start >= at]
    return (*before, Timed(at, at + seconds, ""), *after)


def make_noise(name: str, line: Clip, voice: str, seed: int) -> Clip:
    """The noise, by the throat that is heard in a line; the same for the same seed."""
    noise, chance = NOISES[name], np.random.default_rng(seed)
    pitch = find_pitch(line)
    made = noise.make(_person(pitch), chance)
    loud = _strength(line.floats()) * 10 ** (noise.db / 20)
    made *= loud / max(_strength(made), 1e-9)
    clip = audio.resample(Clip.from_floats(np.clip(made, -0.98, 0.98), THROAT_RATE), line.rate)
    try:
        return apply_effects(clip, library.voice(voice).effects)
    except AvatarError:  # a voice that is no longer there, or whose file is broken
        return clip


def find_pitch(line: Clip) -> float:
    """Hz: the median of what autocorrelation finds in frames of 40 ms (Rabiner, IEEE Trans. ASSP 25, 1977)."""
    samples, size = line.floats().astype(np.float64), round(0.04 * line.rate)
    least, most = round(line.rate / HIGHEST_HZ), round(line.rate / LOWEST_HZ)
    found = []
    for start in range(0, len(samples) - size - most, size // 2):
        frame = samples[start : start + size + most]
        power = float(frame[:size] @ frame[:size])
        if power < 1e-4 * size:
            continue
        agrees = np.correlate(frame, frame[:size], "valid")[least:]
        energies = np.cumsum(np.concatenate([[0.0], frame**2]))
        after = (energies[size:] - energies[: len(energies) - size])[least : least + len(agrees)]
        agrees = agrees / np.sqrt(np.maximum(after * power, 1e-12))
        best = float(agrees.max())
        if best > 0.75:
            # The first peak that agrees nearly as well: the best may be two periods, which is an octave too low.
            first = int(np.flatnonzero(agrees > 0.92 * best)[0])
            falls = np.flatnonzero(np.diff(agrees[first:]) < 0)
            found.append(line.rate / (least + first + (int(falls[0]) if len(falls) else 0)))
    return float(np.median(found)) if len(found) > 3 else USUAL_HZ


def _person(pitch: float) -> Person:
    tract = MAN + 0.2 * np.log2(max(pitch, 1.0) / MAN_HZ)
    return Person(pitch * RELAXED, float(np.clip(tract, MAN, CHILD)), _HUH, 5.0, 0.35, 0.8, 1.0)


def _strength(samples: Wave | np.ndarray) -> float:
    """Root mean square where it is not silent."""
    size = np.abs(np.asarray(samples, np.float64))
    heard = size[size > 0.02 * size.max()] if size.size and size.max() > 0 else size
    return float(np.sqrt(np.mean(heard**2))) if heard.size else 0.0


def _opened(mouth: MouthTrack, made: Clip, at: float, opens: float) -> MouthTrack:
    """The mouth with what it does during the noise: open as far as the noise is loud."""
    frames = round(made.duration * FRAME_RATE)
    hop = made.rate // FRAME_RATE
    loud = np.array([_strength(made.floats()[at * hop : (at + 3) * hop]) for at in range(frames)])
    open_ = (opens * np.sqrt(loud / max(float(loud.max(initial=0)), 1e-9))).astype(np.float32)
    during = np.zeros((frames, len(VISEMES)), np.float32)
    during[:, VISEMES.index("sil")], during[:, VISEMES.index("E")] = 1 - open_, open_
    cut = round(at * FRAME_RATE)
    weights = np.concatenate([mouth.weights[:cut], during, mouth.weights[cut:]])
    return replace(mouth, weights=weights, drawn=None, opening=None)


def _later(mark: Mark, at: float, seconds: float) -> Mark:
    """Marks at the noise stay there: a face is made with the sigh, not after it."""
    end = None if mark.end is None else mark.end + seconds * (mark.end > at)
    stays = mark.start < at or (mark.start == at and mark.kind != "emphasis")
    return replace(mark, start=mark.start if stays else mark.start + seconds, end=end)
