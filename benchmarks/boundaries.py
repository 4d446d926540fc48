"""Whether the phones of neural voices are where they are heard.

    python -m benchmarks.boundaries [VOICE ...] [--pace 0.7 1 1.4] [--moved] [--sentences 40] [--by-edge] [--unsettled]
                                    [--pictures FOLDER]

Each voice (all natural ones that are here, one for each engine) says 40 sentences. Each edge between phones is then
held against two witnesses that know nothing of how it was found: the sound, where a level is halfway between what it is
before and after the edge (formants at a stop, hiss, nasals, first and last sound of a phrase), and the aligner of the
lip-sync tool with the same phones, which can be wrong by a kind of edge but is never wrong by a net's lag. Prints the
median of the errors (above 0: told too late) and of their sizes in ms, and the share within 25 ms.

`--moved`: with another pitch and other formants, too; `--unsettled`: the net's own times, less the engine's lag, which
is how the figures of `avatar/speech/offsets.py` are found again; `--by-edge`: a row for each kind of edge;
`--pictures`: a spectrogram of each sentence with its phones (needs matplotlib).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.errors import EngineError, LipSyncError
from avatar.lipsync import align, model, phoneset
from avatar.lipsync.trellis import WordChoices
from avatar.speech import ENGINES, edges, traits
from avatar.speech.base import USUAL_RATE, Engine, Moment, Request, SpokenSound
from avatar.speech.edges import find_kind
from avatar.types import Clip, Voice
from benchmarks.sentences import EDGES

HOP_S, WINDOW_S = 0.001, 0.008
NEAR_S = 0.08
"""Seconds to each side of an edge in which its level is looked at."""
LEAST_DB = 12.0
"""A level that changes by less has no middle worth finding."""
AUDIBLE_DB = 40.0
"""Under the loudest frame: where a phrase begins and ends."""
CLOSE_MS, BIAS_MS = 25.0, 5.0

_OPEN = ("vowel", "glide")
_VOICED = ("vowel", "glide", "nasal")
_SHUT = ("stop", "hum", "affricate")
_LEVELS: tuple[tuple[Sequence[str], Sequence[str], tuple[int, int], int], ...] = (
    (_VOICED, _SHUT, (500, 4000), -1),
    (("hum",), _OPEN, (500, 4000), 1),
    (("stop",), _OPEN, (80, 500), 1),
    (_VOICED, ("hiss",), (4500, 9000), 1),
    (("hiss", "affricate"), _VOICED, (4500, 9000), -1),
    (_SHUT, ("hiss",), (4500, 9000), 1),
    (("hiss",), _SHUT, (4500, 9000), -1),
    (_OPEN, ("nasal",), (800, 4000), -1),
    (("nasal",), _OPEN, (800, 4000), 1),
    (("vowel",), ("breath",), (500, 4000), -1),
    (("breath",), ("vowel",), (500, 4000), 1),
)
"""Kinds before and after an edge, the band in Hz that tells it, and whether it rises or falls."""


class Error(NamedTuple):
    """How far one edge is from where a witness has it."""

    edge: str
    ms: float


# ---------------------------------------------------------------------------------------------------- the sound itself


class Spectrum:
    """Levels of bands of a sound, a frame each HOP_S."""

    def __init__(self, sound: SpokenSound) -> None:
        samples = np.frombuffer(sound.pcm, "<i2").astype(np.float64) / 32768
        size = round(WINDOW_S * sound.rate)
        at = (np.arange(int(sound.duration / HOP_S)) * HOP_S * sound.rate).astype(np.intp)
        padded = np.pad(samples, (size // 2, size))
        frames = np.lib.stride_tricks.sliding_window_view(padded, size)[at] * np.hanning(size)
        self._power = np.abs(np.fft.rfft(frames, 512)) ** 2
        self._hertz = np.fft.rfftfreq(512, 1 / sound.rate)

    def level(self, low: int, high: int) -> NDArray[np.float64]:
        """dB of a band, none of them more than 50 under the loudest."""
        band = self._power[:, (self._hertz >= low) & (self._hertz < high)].sum(axis=1)
        level = 10 * np.log10(band + 1e-12)
        return np.asarray(np.maximum(level, level.max() - 50), np.float64)


def hear(sound: SpokenSound) -> Iterator[Error]:
    """The error of each edge that the sound tells."""
    assert sound.phones is not None
    spectrum = Spectrum(sound)
    levels = {band: spectrum.level(*band) for *_, band, _ in _LEVELS}
    loud = np.flatnonzero((whole := spectrum.level(60, 9000)) > whole.max() - AUDIBLE_DB) * HOP_S
    for before, after in pairwise(sound.phones):
        kinds = find_kind(before.value), find_kind(after.value)
        name = " > ".join(kinds)
        if kinds[1] == "pause" and kinds[0] not in _SHUT:  # the last stop of a phrase may end without a sound
            near = loud[(loud > before.start) & (loud < after.start + (after.end - after.start) / 2)]
            if len(near):
                yield Error(name, (after.start - float(near[-1])) * 1000)
        elif kinds[0] == "pause" and kinds[1] not in _SHUT:
            near = loud[(loud > (before.start + before.end) / 2) & (loud < after.end)]
            if len(near):
                yield Error(name, (after.start - float(near[0])) * 1000)
        for first, second, band, way in _LEVELS:
            if kinds[0] in first and kinds[1] in second:
                heard = halfway(way * levels[band], before, after)
                if heard is not None:
                    yield Error(name, (after.start - heard) * 1000)


def halfway(level: NDArray[np.float64], before: Moment, after: Moment) -> float | None:
    """Where a level that rises at an edge is halfway; the nearest such place. None where it hardly changes."""
    begin = max(0, round(max(after.start - NEAR_S, before.start - 0.02) / HOP_S))
    end = min(len(level), round(min(after.start + NEAR_S, after.end + 0.02) / HOP_S))
    if end - begin < 10:
        return None
    part = level[begin:end]
    if part.max() - part.min() < LEAST_DB:
        return None
    over = part > (part.max() + part.min()) / 2
    rises = np.flatnonzero(~over[:-1] & over[1:]) + 1
    if not len(rises):
        return None
    times = (begin + rises) * HOP_S
    return float(times[np.argmin(np.abs(times - after.start))])


# --------------------------------------------------------------------------------------------------------- the aligner


def align_phones(sound: SpokenSound) -> Iterator[Error]:
    """The difference between each edge and the aligner's. Raises LipSyncError."""
    assert sound.phones is not None
    spoken = [phone for phone in sound.phones if phoneset.classes(phone.value)]
    words: list[WordChoices] = []
    run: list[str] = []
    for phone in (*sound.phones, Moment(0, 0, "")):
        if phoneset.classes(phone.value):
            run.append(phone.value)
        elif run:
            words.append(WordChoices((tuple(run),)))
            run = []
    clip = Clip(np.frombuffer(sound.pcm, "<i2"), sound.rate)
    found = [phone for phone in align.align(model.hear(clip).scores, words).phones if phone.value]
    kinds = {after.start: find_kind(before.value) for before, after in pairwise(sound.phones)}
    for phone, other in zip(spoken, found, strict=True):
        yield Error(f"{kinds.get(phone.start, 'pause')} > {find_kind(phone.value)}", (phone.start - other.start) * 1000)


# ------------------------------------------------------------------------------------------------------------- figures


class Figures:
    """Errors by kind of edge, and what they come to."""

    def __init__(self) -> None:
        self._by: dict[str, list[float]] = defaultdict(list)
        self.failed = 0

    def add(self, errors: Iterator[Error]) -> None:
        try:
            for error in list(errors):
                self._by[error.edge].append(error.ms)
        except LipSyncError:
            self.failed += 1

    def row(self, edge: str = "") -> tuple[int, float, float, float]:
        """Count, median of the errors and of their sizes in ms, and share within CLOSE_MS; of all edges for ''."""
        values = np.concatenate([np.array(each) for name, each in self._by.items() if edge in ("", name)] or [[]])
        if not len(values):
            return 0, 0.0, 0.0, 0.0
        sizes = np.abs(values)
        return len(values), float(np.median(values)), float(np.median(sizes)), float((sizes <= CLOSE_MS).mean())

    def edges(self) -> list[str]:
        return sorted(name for name, each in self._by.items() if len(each) >= 5)


def speak(engine: Engine, voice: Voice, sentences: Sequence[str]) -> list[SpokenSound]:
    return [engine.speak(Request.of(each, voice)) for each in sentences]


def voices_here(names: Sequence[str]) -> list[Voice]:
    """The voices of these names; without any, the first working one of each engine whose net tells phones."""
    if names:
        return [library.voice(name) for name in names]
    found: dict[str, Voice] = {}
    for voice in library.every_voice():
        if voice.engine in ENGINES and voice.engine not in found and traits(voice.engine).phones:
            if voice.engine == "espeak" or not ENGINES[voice.engine]().availability().works:
                continue
            try:
                ENGINES[voice.engine]().warm(Request.of("", voice))
            except EngineError:
                continue
            found[voice.engine] = voice
    return list(found.values())


def draw(sound: SpokenSound, path: Path) -> None:
    """A spectrogram with the phones."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    samples = np.frombuffer(sound.pcm, "<i2") / 32768 + np.random.default_rng(0).standard_normal(1) * 1e-6
    _, axes = plt.subplots(figsize=(max(8, sound.duration * 9), 5))
    size = round(0.006 * sound.rate)
    axes.specgram(
        samples, NFFT=size, Fs=sound.rate, noverlap=size - sound.rate // 1000, pad_to=512, vmin=-150, vmax=-40
    )
    axes.set_ylim(0, 8000)
    for phone in sound.phones or ():
        axes.axvline(phone.start, color="white", linewidth=0.8)
        axes.text(phone.start + 0.003, 7600, phone.value or "_", color="white")
    plt.tight_layout()
    plt.savefig(path, dpi=60)
    plt.close()


def leave_unsettled() -> None:
    """Have engines tell their nets' own times, less the lag."""

    def settle(
        phones: Sequence[Moment], words: Sequence[Moment], samples: object, rate: int, lag: float
    ) -> edges.Settled:
        starts = [max(0.0, each.start - lag) if i else 0.0 for i, each in enumerate(phones)] + [phones[-1].end]
        moved = (each._replace(start=starts[i], end=starts[i + 1]) for i, each in enumerate(phones))
        return edges.Settled(tuple(moved), tuple(words))

    setattr(edges, "settle", settle)  # noqa: B010  mypy refuses to see a function replaced


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--pace", type=float, nargs="*", default=[1.0])
    parser.add_argument("--moved", action="store_true")
    parser.add_argument("--sentences", type=int, default=len(EDGES))
    parser.add_argument("--by-edge", action="store_true")
    parser.add_argument("--unsettled", action="store_true")
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    if options.unsettled:
        leave_unsettled()
    fine = True
    print(f"{'':44}{'the sound':>32}{'the aligner':>36}")
    print(f"{'':44}" + 2 * f"{'edges':>8}{'median':>8}{'size':>8}{'in 25 ms':>10}")
    for voice in voices_here(options.voices):
        engine = ENGINES[voice.engine]()
        usual = replace(voice, rate=USUAL_RATE, pitch=50, range=50, formants=1.0, effects=())
        ways = [(f"pace {pace:g}", replace(usual, rate=round(USUAL_RATE * pace))) for pace in options.pace]
        if options.moved:
            ways.append(("pitch 70, formants 1.12", replace(usual, pitch=70, formants=1.12)))
            ways.append(("pitch 35, formants 0.9", replace(usual, pitch=35, formants=0.9)))
        for way, each in ways:
            sounds = speak(engine, each, EDGES[: options.sentences])
            heard, aligned = Figures(), Figures()
            for number, sound in enumerate(sounds):
                heard.add(hear(sound))
                aligned.add(align_phones(sound))
                if options.pictures:
                    options.pictures.mkdir(parents=True, exist_ok=True)
                    draw(sound, options.pictures / f"{voice.name}-{way.replace(' ', '-')}-{number:02}.png")
            print(f"{voice.name + ', ' + way:44}" + _shown(heard.row()) + _shown(aligned.row()))
            if options.by_edge:
                for edge in sorted({*heard.edges(), *aligned.edges()}):
                    print(f"    {edge:40}" + _shown(heard.row(edge)) + _shown(aligned.row(edge)))
            _, bias, size, _ = heard.row()
            fine = fine and abs(bias) <= BIAS_MS and size <= CLOSE_MS
            if aligned.failed:
                print(f"    of {len(sounds)} sentences, {aligned.failed} could not be aligned")
    return 0 if fine else 1


def _shown(row: tuple[int, float, float, float]) -> str:
    count, bias, size, close = row
    return f"{count:8}{bias:8.1f}{size:8.1f}{close:10.2f}" if count else " " * 34


if __name__ == "__main__":
    sys.exit(main())
