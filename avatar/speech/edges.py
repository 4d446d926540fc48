"""Edges of phones, moved to where they are heard: a net's durations say about when a phone is, its sound says exactly.

A net that makes speech works in steps of 12 to 25 ms, and its sound follows its durations with a lag of its own
(`offsets`). An edge of the right kind nearby is then looked for in the levels of three bands: the formants stop as the
mouth shuts, hiss sets in, the voice comes in after a breath. What has no such edge, as between a vowel and an r, stays
at the lag. That takes some 1 ms of a core for a second of speech, a tenth of what the quickest net takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.runs import find_runs
from avatar.speech.base import Moment, SpokenSound

Levels = NDArray[np.float64]
"""dB, shape (bands, frames)."""

HOP = 0.0025
"""Seconds from frame to frame."""
WINDOW = 0.010
"""Seconds that a frame sees: more than a period of most voices, less than a burst and its breath."""
BANDS = ((60, 900), (900, 3500), (3500, 9000))
"""Hz: the voice and first formant; the other formants; hiss."""
SPAN = 0.0125
"""Seconds before and after an edge whose levels are compared."""
REACH = 0.040
"""Seconds that an edge may be from where the net puts it."""
FAR = 6.0
"""dB by which an edge must be clearer, to be taken at the end of its reach instead of in its middle."""
CLEAR = 5.0
"""dB that levels must change by, for an edge."""
TOP = 0.15
"""Share of its height below which a peak's top is left: its middle is where the edge is."""
SHORTEST = 0.015
"""Seconds that a phone keeps."""

HEARD_DB, FLOOR_DB = 40.0, 10.0
"""Speech is heard down to so much under its loudest frame, or down to so much over the quietest ones."""
QUIET = 0.030
"""Seconds of a shorter lull, which is no pause."""
LAST = 0.060
"""Seconds that the last phone before a pause keeps: nets give it much of the silence, but it may be weak itself."""
PAUSE_REACH = 0.100
"""Seconds by which the first phone after a pause may begin later."""
CATCH = 0.050
"""Seconds after its start within which a vowel may fall silent: the voice catches before it, which no net tells."""
HUMMED_DB = 20.0
"""A pause whose quietest frame is within so much of the loudest one isn't heard."""
SHUT = 0.050
"""Seconds that a mouth is shut before a burst that begins a phrase, which nobody hears: a short closure of a stop."""

Kind = Literal["pause", "stop", "hum", "affricate", "hiss", "breath", "nasal", "glide", "vowel"]

_KINDS: dict[Kind, str] = {
    "stop": "ptkqcʈʔ",
    "hum": "bdɡgɟɖɢɓɗɠ",
    "affricate": "ʧʤʦʣ",
    "hiss": "szʃʒɕʑʂʐ",
    "breath": "fvθðhɦxçχʁɣβɸʝħ",
    "nasal": "mnŋɲɳɴɱ",
    "glide": "lɹrɾwjɥʎɭɻʋɰɫʟʀɽ",
}
_BY_LETTER = {letter: kind for kind, letters in _KINDS.items() for letter in letters}
_AFFRICATES = ("tʃ", "dʒ", "ts", "dz", "tɕ", "dʑ", "tʂ", "dʐ", "pf", "t͡", "d͡")

_DEPTH_DB = 50.0
"""Levels further under their band's loudest count as silence."""

_OPEN: tuple[Kind, ...] = ("vowel", "glide")
_VOICED: tuple[Kind, ...] = ("vowel", "glide", "nasal")
_SHUT: tuple[Kind, ...] = ("stop", "hum", "affricate")


class Edge(NamedTuple):
    """What is heard where one kind of phone goes over into another."""

    before: tuple[Kind, ...]
    after: tuple[Kind, ...]
    change: tuple[float, float, float]
    """Weights of the bands: above 0 where its level rises, below where it falls."""
    late: float
    """Seconds by which this edge is heard after others that a net puts at the same instant; medians of three nets
    (`benchmarks/boundaries.py`)."""
    reason: str


EDGES = (
    Edge(_VOICED, _SHUT, (0, -1, -0.3), 0.0, "formants stop as the mouth shuts; a voice may hum on below"),
    Edge(("stop",), _VOICED, (1, 0, -0.4), 0.015, "the voice comes in, the breath after the burst ends"),
    Edge(("hum",), _VOICED, (0.5, 1, 0), -0.015, "the lips or the tongue part, formants set in at once"),
    Edge(("affricate",), _VOICED, (0.6, 0, -1), 0.0, "hiss ends, the voice comes in"),
    Edge(_SHUT, ("hiss",), (0, 0.3, 1), -0.010, "hiss sets in with the burst"),
    Edge(("hiss",), _SHUT, (0, -0.5, -1), 0.005, "hiss stops as the mouth shuts"),
    Edge(_VOICED, ("hiss",), (-0.6, 0, 1), 0.0, "hiss sets in, and the voice ends or weakens"),
    Edge(("hiss",), _VOICED, (0.6, 0, -1), 0.005, "the same the other way round"),
    Edge(_VOICED, ("breath",), (-0.5, -1, 0), 0.0, "f, th and h are weaker than any vowel, with voice or without"),
    Edge(("breath",), _VOICED, (0.5, 1, 0), -0.005, "the same the other way round"),
    Edge(_OPEN, ("nasal",), (0, -1, -0.5), 0.0, "the mouth shuts: formants weaken at once, the murmur stays"),
    Edge(("nasal",), _OPEN, (0, 1, 0.5), 0.0, "the mouth opens: formants come at once"),
)
_EDGE = {(before, after): edge for edge in EDGES for before in edge.before for after in edge.after}


class Settled(NamedTuple):
    """Phones and words where they are heard."""

    phones: tuple[Moment, ...]
    """From 0 to the sound's end without gaps; pauses that aren't heard are left out."""
    words: tuple[Moment, ...]


def settle_sound(sound: SpokenSound, lag: float) -> SpokenSound:
    """What a net said, with its phones and words where they are heard; see `settle`."""
    if sound.phones is None:
        return sound
    phones, words = settle(sound.phones, sound.words, np.frombuffer(sound.pcm, "<i2"), sound.rate, lag)
    return replace(sound, phones=phones, words=words)


def settle(phones: Sequence[Moment], words: Sequence[Moment], samples: NDArray[Any], rate: int, lag: float) -> Settled:
    """Phones and words with their edges where they are heard.

    `phones`: as a net times them, without gaps, silences ''; a space without a pause belongs to the phone that follows.
    `samples`: mono, any scale, as the net made them, before they are moved or given effects; `rate` in Hz. `lag`:
    seconds by which the net's times are late.
    """
    duration = len(samples) / rate
    if not phones or duration < SPAN:
        return Settled(tuple(phones), tuple(words))
    levels = _measure(samples, rate)
    kinds = [find_kind(each.value) for each in phones]
    starts = [0.0, *(min(max(each.start - lag, 0.0), duration) for each in phones[1:]), duration]
    _settle_inner(kinds, starts, _find_changes(levels))
    whole = 10 * np.log10((10 ** (levels / 10)).sum(axis=0))
    quiet = _find_quiet(whole)
    _settle_pauses(kinds, starts, whole, quiet)
    _settle_catches(kinds, starts, quiet)
    _keep_order(kinds, starts)
    settled = (each._replace(start=starts[i], end=starts[i + 1]) for i, each in enumerate(phones))
    old = [each.start for each in phones] + [phones[-1].end]
    moved = (
        word._replace(start=float(np.interp(word.start, old, starts)), end=float(np.interp(word.end, old, starts)))
        for word in words
    )
    return Settled(tuple(each for each in settled if each.value or each.end > each.start), tuple(moved))


def find_kind(ipa: str) -> Kind:
    """How a phone is made, as far as its edges are heard by it; what is unknown counts as a vowel."""
    bare = ipa.lstrip("ˈˌ")
    if not bare:
        return "pause"
    return "affricate" if bare.startswith(_AFFRICATES) else _BY_LETTER.get(bare[0], "vowel")


def _measure(samples: NDArray[Any], rate: int) -> Levels:
    """The levels of the bands, a frame each HOP, none of them more than 50 dB under the band's loudest."""
    size = round(WINDOW * rate)
    count = int(len(samples) / rate / HOP) + 1
    padded = np.pad(np.asarray(samples, np.float32), (size // 2, size))
    peak = float(np.abs(padded).max()) or 1.0
    at = np.round(np.arange(count) * HOP * rate).astype(np.intp)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[at] * np.hanning(size).astype(np.float32) / peak
    points = 1 << (size - 1).bit_length()
    power = np.abs(np.fft.rfft(frames, points)) ** 2
    hertz = np.fft.rfftfreq(points, 1 / rate)
    bands = [power[:, (hertz >= low) & (hertz < high)].sum(axis=1) for low, high in BANDS]
    levels = 10 * np.log10(np.array(bands, np.float64) + 1e-9)
    return np.asarray(np.maximum(levels, levels.max(axis=1, keepdims=True) - _DEPTH_DB), np.float64)


def _find_changes(levels: Levels) -> Levels:
    """By how much each level rises from the SPAN before each frame to the SPAN after it, in dB."""
    span = round(SPAN / HOP)
    padded = np.pad(levels, ((0, 0), (span, span)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1)
    at = np.arange(levels.shape[1]) + span
    return np.asarray((sums[:, at + span] - 2 * sums[:, at] + sums[:, at - span]) / span, np.float64)


def _settle_inner(kinds: Sequence[Kind], starts: list[float], changes: Levels) -> None:
    """Move the edges between two phones to what is heard there, in place."""
    for i in range(1, len(kinds)):
        edge = _EDGE.get((kinds[i - 1], kinds[i]))
        if edge is None:
            continue
        usual = starts[i] + edge.late
        first, last = max(usual - REACH, starts[i - 1] + SHORTEST), min(usual + REACH, starts[i + 1] + edge.late)
        starts[i] = _find_edge(changes, edge, usual, first, last)


def _find_edge(changes: Levels, edge: Edge, usual: float, first: float, last: float) -> float:
    """Where an edge is clearest between two times, `usual` where none is."""
    begin, end = max(0, round(first / HOP)), min(changes.shape[1], round(last / HOP) + 1)
    if end - begin < 3:
        return usual
    weights = np.array(edge.change) / np.abs(edge.change).sum()
    heights = weights @ changes[:, begin:end]
    far = (np.arange(begin, end) * HOP - usual) / REACH
    best = int(np.argmax(heights - FAR * far**2))
    if heights[best] < CLEAR:
        return usual
    top = heights >= heights[best] * (1 - TOP)
    low = best - int(np.argmin(np.append(top[best::-1], False))) + 1
    high = best + int(np.argmin(np.append(top[best:], False))) - 1
    return float((begin + (low + high) / 2) * HOP)


def _find_quiet(whole: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which frames are not heard; `whole`: the level of each, in dB."""
    loudest = float(whole.max())
    return whole < max(loudest - HEARD_DB, min(float(np.percentile(whole, 5)) + FLOOR_DB, loudest - HUMMED_DB))


def _settle_pauses(
    kinds: Sequence[Kind], starts: list[float], whole: NDArray[np.float64], quiet: NDArray[np.bool_]
) -> None:
    """Move the edges of each pause to where the sound ends and begins, in place; one that isn't heard vanishes."""
    loudest = float(whole.max())
    duration = starts[-1]
    for i in (i for i, kind in enumerate(kinds) if kind == "pause"):
        first = starts[i - 1] + min(LAST, starts[i] - starts[i - 1]) if i else 0.0
        last = min(starts[i + 1] + PAUSE_REACH, starts[i + 2] - SHORTEST) if i + 1 < len(kinds) else duration
        lull = _find_lull(quiet, first, last)
        if lull is not None:
            starts[i], starts[i + 1] = _begin(kinds, i, *lull) if i + 1 < len(kinds) else (lull[0], duration)
            if not i:
                starts[0] = 0.0
        elif 0 < i < len(kinds) - 1 and _is_heard(whole, starts[i], starts[i + 1], loudest):
            starts[i] = starts[i + 1] = (starts[i] + starts[i + 1]) / 2


def _settle_catches(kinds: Sequence[Kind], starts: list[float], quiet: NDArray[np.bool_]) -> None:
    """Have a vowel begin after the glottal stop before it, as in "huge orange", in place: the phone before it lasts."""
    for i in range(1, len(kinds)):
        if kinds[i] == "vowel" and kinds[i - 1] not in ("pause", *_SHUT[:2]):
            lull = _find_lull(quiet, starts[i], starts[i + 1])
            if lull is not None and lull[0] < starts[i] + CATCH and lull[1] < starts[i + 1] - 2 * SHORTEST:
                starts[i] = lull[1]


def _begin(kinds: Sequence[Kind], i: int, start: float, end: float) -> tuple[float, float]:
    """A pause without the shut mouth of the stop that comes after it."""
    return (start, max(end - SHUT, (start + end) / 2) if kinds[i + 1] in _SHUT else end)


def _find_lull(quiet: NDArray[np.bool_], first: float, last: float) -> tuple[float, float] | None:
    """Start and end of the longest quiet stretch between two times, in seconds; None where all are too short."""
    begin, end = max(0, round(first / HOP)), min(len(quiet), round(last / HOP) + 1)
    longest = max(find_runs(quiet[begin:end]), key=lambda run: run[1] - run[0], default=None)
    if longest is None:
        return None
    lull = ((begin + longest[0]) * HOP, (begin + longest[1]) * HOP)
    return lull if lull[1] - lull[0] >= QUIET else None


def _is_heard(whole: NDArray[np.float64], start: float, end: float, loudest: float) -> bool:
    """Whether there is speech all through a pause."""
    inner = whole[round(start / HOP) : max(round(end / HOP), round(start / HOP) + 1)]
    return bool(len(inner)) and float(inner.min()) > loudest - HUMMED_DB


def _keep_order(kinds: Sequence[Kind], starts: list[float]) -> None:
    """See to it that no phone is shorter than SHORTEST, as far as there is room, in place."""
    for i in range(1, len(kinds)):
        least = 0.0 if kinds[i - 1] == "pause" else SHORTEST
        starts[i] = max(starts[i], starts[i - 1] + least)
    for i in range(len(kinds) - 1, 0, -1):
        starts[i] = min(starts[i], starts[i + 1])
