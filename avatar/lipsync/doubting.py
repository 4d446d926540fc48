"""Where a mouth may be wrong: for each frame the chance that the letter drawn there is not one that would do.

What is asked is the net's own answer, frame by frame: how much of its probability lies with sounds for which the drawn
letter would be wrong, at this moment and around it; beside it what the line of phones (the text's, or the decoder's)
says of the same letter a little earlier and later. A logistic model weighs both; its few coefficients stand in `SIGNS`,
one column for a mouth from the sound alone and one for a known text. They were fitted on voices and readers of whom
none is judged by (`python -m benchmarks.doubt --fit`; docs/lipsync.md has both lists and what came out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset, shown
from avatar.lipsync.shown import ACCEPTED, LETTERS
from avatar.runs import find_runs
from avatar.types import FRAME_RATE, VISEMES, Clip, Floats, Timed

Scores = Floats | NDArray[np.uint8]
"""Shape (frames, classes): natural logarithms of probabilities, or the same `packed`."""


class Sign(NamedTuple):
    """One thing that a doubt goes by."""

    name: str
    sound: float
    """What it counts where the sound alone is known, in natural logarithms of the odds for each unit of the sign."""
    text: float
    """The same where the text is known."""
    reason: str


SIGNS = (
    Sign("always", -0.39, -1.50, "what is left where all other signs are 0"),
    Sign("heard", 0.55, 0.40, "log odds that the net hears a sound for which the letter is wrong"),
    Sign("before", -0.06, -0.12, "the same 40 ms before: a letter that ends a little late is forgiven"),
    Sign("after", -0.04, -0.10, "the same 40 ms after"),
    Sign("around", 0.33, 0.21, "the same of the mean of 70 ms"),
    Sign("farther", 0.17, 0.23, "the same of the mean of 210 ms: some stretches are heard badly as a whole"),
    Sign("moved", -0.07, -0.15, "the least of it within 50 ms: would the letter do with other times?"),
    Sign("line", 1.94, 2.15, "share of the phones of the line within 40 ms for which the letter is wrong"),
    Sign("line, wide", 0.94, 3.86, "the same within 90 ms: how close a boundary is, and how different the far side"),
    Sign("best", -0.07, 0.06, "log odds against the letter that fits best: whatever is drawn may be wrong"),
    Sign("sure", -0.25, -0.27, "log odds against the likeliest sound"),
    Sign("vowel", -0.72, -0.93, "1 in a vowel of the line: vowels take more than one letter"),
    Sign("brief", -0.35, -3.20, "near 1 in the briefest sounds, whose times are the least certain"),
)  # fmt: skip

LEAST = 0.4
"""Chance below which nobody need look: with less, two of three places that are shown are right."""
MOST = 40
"""Places in a minute at most: who corrects gets through no more, and the worst come first."""
FEW = 10
"""Places that are told of however short the sound is."""
LONGEST = 50
"""Frames of a place to look at; a longer one is several."""
EDGE = 1e-4
"""Chances are taken to lie at least this far from 0 and 1: the net is not surer of anything."""


class Look(NamedTuple):
    """What is seen of a letter. Shares of the widest and of the roundest mouth, by Rhubarb's drawings."""

    opening: float
    rounding: float
    touch: str = ""
    """Which contact it shows: `lips`, `bite`, '' for none."""


LOOKS = {
    "X": Look(0.0, 0.2, "lips"), "A": Look(0.0, 0.2, "lips"), "B": Look(0.2, 0.0), "C": Look(0.5, 0.1),
    "D": Look(1.0, 0.2), "E": Look(0.6, 0.6), "F": Look(0.3, 1.0), "G": Look(0.1, 0.1, "bite"), "H": Look(0.4, 0.1),
}  # fmt: skip
TOUCH = 0.8
"""How far apart a contact and none are, where a shut and a wide open mouth are 1 apart: what everybody misses."""
NO_TEXT = 255
"""In place of a class of sounds, where no text says one."""
_BLOCK, _MARGIN = 6000, 40
"""Frames judged at once, and those around them that count as well."""
_STEPS = 20.0
"""Steps of a packed score in a natural logarithm."""
_LOUD = 15
"""Frames around each within which its loudest moment counts: a closure is seen though it is silent."""
_VOWELS = frozenset("iy ih ey eh ae aa ao ow uh uw ah ax er ay aw oy ue oe".split())
_LETTER_OF = np.array([LETTERS.index(shown.LETTER_OF[viseme]) for viseme in VISEMES], np.uint8)


@dataclass(frozen=True, eq=False)
class Doubt:
    """How likely the drawn letters are wrong, 100 frames a second."""

    chance: Floats
    """(frames,), 0 to 1: how likely the drawn letter is wrong."""
    worth: Floats
    """(frames,), from 0: how much a viewer would see of that, for the order of places; 1 is a wide mouth that should
    be shut, for certain, where it is loud."""
    drawn: NDArray[np.uint8]
    """(frames,): index into LETTERS."""
    instead: NDArray[np.uint8]
    """(frames,): index into LETTERS, the likeliest letter but the drawn one."""
    said: NDArray[np.uint8]
    """(frames,): class of sounds that a known text says, NO_TEXT where none is known."""
    heard: NDArray[np.uint8]
    """(frames,): class of sounds that is heard as likeliest."""


def doubt(
    drawn: NDArray[np.uint8], phones: Sequence[Timed], scores: Scores, *, text: bool,
    clip: Clip | None = None,
) -> Doubt:  # fmt: skip
    """How likely a drawn mouth is wrong.

    `drawn`: index into VISEMES at each frame (`MouthTrack.drawn`); `phones`: the line that it was drawn from, in order;
    `scores`: what the net hears, natural logarithms of shape (frames, classes), or `packed` ones; `text`: whether the
    phones are a text's; `clip`: its sound, by which loud places come first. Pure; memory grows by the answer alone.
    """
    count = len(drawn)
    letters, scores = letters_of(drawn), _filled(scores, count)
    line, brief = line_of(phones, count)
    chance, worth = np.zeros(count, np.float32), np.zeros(count, np.float32)
    instead, heard = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    for first in range(0, count, _BLOCK):
        low, high = max(0, first - _MARGIN), min(count, first + _BLOCK + _MARGIN)
        some = slice(low, high)
        inside = slice(first - low, first - low + min(_BLOCK, count - first))
        judged = _judged(letters[some], line[some], brief[some], unpacked(scores[some]), text)
        own = slice(first, first + _BLOCK)
        chance[own], worth[own], instead[own], heard[own] = (part[inside] for part in judged)
    if clip is not None:
        worth *= _loudness(clip, count)
    said = line if text else np.full(count, NO_TEXT, np.uint8)
    return Doubt(chance, worth, letters, instead, said, heard)


def _filled(scores: Scores, count: int) -> Scores:
    """The scores with the last of them repeated to `count`: a mouth may last a frame longer than what is heard."""
    if not len(scores):
        scores = np.full((1, len(phoneset.CLASSES)), phoneset.WEAK, np.float32)
    return scores[np.minimum(np.arange(count), len(scores) - 1)] if len(scores) < count else scores


def letters_of(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The letter of each frame, index into LETTERS, from the mouth drawn there, index into VISEMES."""
    return _LETTER_OF[drawn]


def joined(parts: Sequence[Doubt]) -> Doubt:
    """The doubts of pieces of a sound, one after another."""
    return Doubt(*(np.concatenate([getattr(part, name) for part in parts]) for name in Doubt.__dataclass_fields__))


def settled(doubt: Doubt, seen: Sequence[tuple[float, float]]) -> Doubt:
    """The same without doubt in stretches (start, end in seconds) that somebody looked at."""
    chance, worth = doubt.chance.copy(), doubt.worth.copy()
    for start, end in seen:
        some = slice(round(start * FRAME_RATE), round(end * FRAME_RATE))
        chance[some] = worth[some] = 0.0
    return replace(doubt, chance=chance, worth=worth)


def packed(scores: Floats) -> NDArray[np.uint8]:
    """Scores in a byte each, for sound of hours: in steps of a twentieth of a natural logarithm, down to -12.75."""
    return np.asarray(np.rint(scores * -_STEPS).clip(0, 255), np.uint8)


def unpacked(scores: Scores) -> Floats:
    """Scores as they were, to the step."""
    if scores.dtype == np.uint8:
        return np.asarray(scores, np.float32) / np.float32(-_STEPS)
    return np.asarray(scores, np.float32)


def _judged(
    letters: NDArray[np.uint8], line: NDArray[np.uint8], brief: Floats, scores: Floats, text: bool
) -> tuple[Floats, Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Chance, worth, the letter instead and the class that is heard, of each frame of a block."""
    likely = np.exp(scores)
    weights = np.array([sign.text if text else sign.sound for sign in SIGNS], np.float32)
    chance = 1 / (1 + np.exp(-(signs(letters, line, brief, likely) @ weights)))
    rows = np.arange(len(letters))
    apart, accepted, looks = tables()
    off = (likely @ (1 - accepted))[rows, letters]
    far = (likely @ apart)[rows, letters] / np.maximum(off, EDGE)
    others = likely @ looks
    others[rows, letters] = -1.0
    return chance, chance * far, others.argmax(axis=1), likely.argmax(axis=1)


def signs(letters: NDArray[np.uint8], line: NDArray[np.uint8], brief: Floats, likely: Floats) -> Floats:
    """What SIGNS speaks of, shape (frames, signs).

    `letters`: index into LETTERS; `line`: class of the line of phones; `brief`: near 1 in its briefest sounds;
    `likely`: shape (frames, classes), what the net gives each sound.
    """
    _, accepted, _ = tables()
    rows = np.arange(len(letters))
    fits = likely @ accepted
    wrong = 1 - fits[rows, letters]
    beside = {by: 1 - fits[(rows + by).clip(0, len(rows) - 1), letters] for by in range(-5, 6)}
    vowels = np.array([name in _VOWELS for name in phoneset.CLASSES])
    columns = (
        np.ones(len(rows)), _odds(wrong), _odds(beside[-4]), _odds(beside[4]), _odds(_mean(wrong, 3)),
        _odds(_mean(wrong, 10)), _odds(np.minimum.reduce(list(beside.values()))), _crossed(letters, line, 4, 2.0),
        _crossed(letters, line, 9, 4.0), _odds(1 - fits.max(axis=1)), _odds(1 - likely.max(axis=1)),
        vowels[line], brief,
    )  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _odds(chance: Floats) -> Floats:
    """Natural logarithms of the odds of chances."""
    held = chance.clip(EDGE, 1 - EDGE)
    return np.asarray(np.log(held / (1 - held)))


def _mean(values: Floats, reach: int) -> Floats:
    """The mean of `reach` frames to either side of each."""
    sums = np.concatenate([[0.0], np.pad(values, reach, mode="edge").cumsum(dtype=np.float64)])
    return np.asarray((sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1))


def _crossed(letters: NDArray[np.uint8], line: NDArray[np.uint8], reach: int, width: float) -> Floats:
    """How much of the line around each frame, the nearest counted most, asks for another letter than is drawn there."""
    _, accepted, _ = tables()
    rows = np.arange(len(line))
    share = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / width))
    parts = (
        part * (1 - accepted[line[(rows + by).clip(0, len(line) - 1)], letters])
        for by, part in zip(range(-reach, reach + 1), share / share.sum(), strict=True)
    )
    return np.asarray(sum(parts, np.zeros(len(line))))


def line_of(phones: Sequence[Timed], count: int) -> tuple[NDArray[np.uint8], Floats]:
    """The class of the line at each frame, and how brief its sound is, from near 1 down to 0."""
    line, brief = np.zeros(count, np.uint8), np.zeros(count, np.float32)
    for start, end, index in shown.spans(phones):
        line[start:end] = index
        brief[start:end] = np.exp((start - end) / 6)
    return line, brief


@lru_cache(maxsize=1)
def tables() -> tuple[Floats, Floats, Floats]:
    """Shape (classes, letters) each: how far a letter is from the nearest that would do for a sound, 1 where it would
    do, and the letter that draws the sound best."""
    accepted = np.array([[float(a in ACCEPTED[name]) for a in LETTERS] for name in phoneset.CLASSES], np.float32)
    between = np.array([[_apart(LOOKS[a], LOOKS[b]) for b in LETTERS] for a in LETTERS], np.float32)
    apart = np.array([between[row > 0].min(axis=0) for row in accepted], np.float32)
    return apart * (1 - accepted), accepted, shown.looks()


def _apart(one: Look, other: Look) -> float:
    """How far two mouths are from each other: 0 for the same, about 1 for shut and wide open."""
    contact = TOUCH if one.touch != other.touch else 0.0
    moved = abs(one.opening - other.opening) + 0.7 * abs(one.rounding - other.rounding)
    return min(1.5, 0.05 + contact / 2 + moved)


def _loudness(clip: Clip, count: int) -> Floats:
    """(frames,): 0.5 in the quietest places to 1 in the loudest."""
    hop = clip.rate / FRAME_RATE
    edges = np.round(np.arange(count + 1) * hop).astype(np.intp).clip(0, len(clip.samples))
    sums = np.concatenate([[0.0], np.square(clip.floats()).cumsum(dtype=np.float64)])
    level = np.sqrt(np.diff(sums[edges]) / hop)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(level, _LOUD, mode="edge"), 2 * _LOUD + 1).max(axis=1)
    return np.asarray(0.5 + 0.5 * near / max(float(near.max(initial=0.0)), EDGE), np.float32)


def places(doubt: Doubt, seconds: float = 3.0) -> tuple[Timed, ...]:
    """Stretches that somebody should look at, in the order of what a viewer would see most, each with its reason in
    words: `A or G`, `text says p, sound says k`, `when A becomes D`.

    They hold about `seconds` of each minute, at least one where anything is in doubt, and are MOST in a minute; nothing
    below LEAST is told.
    """
    sums = np.concatenate([[0.0], doubt.worth.cumsum(dtype=np.float64)])

    def seen(run: tuple[int, int]) -> float:  # a short sharp doubt comes before a long faint one
        return float((sums[run[1]] - sums[run[0]]) / np.sqrt(run[1] - run[0]))

    budget = seconds / 60 * len(doubt.chance)
    most = max(FEW, round(MOST * len(doubt.chance) / FRAME_RATE / 60))
    out: list[Timed] = []
    for start, end in sorted(_runs(doubt.chance >= LEAST), key=seen, reverse=True):
        if budget <= 0 or len(out) >= most:
            break
        budget -= max(end - start, shown.SEEN)
        early = max(0, shown.SEEN - (end - start)) // 2
        first, last = max(0, start - early), min(len(doubt.chance), max(end, start - early + shown.SEEN))
        out.append(Timed(first / FRAME_RATE, last / FRAME_RATE, _reason(doubt, start, end)))
    return tuple(out)


def _runs(doubtful: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first frame, frame after the last) of the stretches, those close to each other joined, long ones cut."""
    runs: list[tuple[int, int]] = []
    for start, end in find_runs(doubtful):
        if runs and start - runs[-1][1] < shown.SEEN:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    out = []
    for start, end in runs:
        cuts = np.linspace(start, end, -(-(end - start) // LONGEST) + 1).round().astype(int).tolist()
        out += list(pairwise(cuts))
    return out


def worst_frame(doubt: Doubt, start: int, end: int) -> int:
    """The frame of a stretch that its place speaks of: what a viewer would see most of those that are told."""
    told = np.where(doubt.chance[start:end] >= LEAST, doubt.worth[start:end], 0.0)
    return start + int(told.argmax())


def _reason(doubt: Doubt, start: int, end: int) -> str:
    """What is doubted in a stretch, by its worst frame."""
    worst = worst_frame(doubt, start, end)
    said, heard = int(doubt.said[worst]), int(doubt.heard[worst])
    if said != NO_TEXT and shown.look_of(phoneset.CLASSES[said]) != shown.look_of(phoneset.CLASSES[heard]):
        return f"text says {_named(said)}, sound says {_named(heard)}"
    drawn, instead = LETTERS[doubt.drawn[worst]], LETTERS[doubt.instead[worst]]
    around = doubt.drawn[max(0, start - shown.SEEN) : end + shown.SEEN]
    edges = np.flatnonzero(np.diff(around))
    for at in edges.tolist():
        before, after = LETTERS[around[at]], LETTERS[around[at + 1]]
        if {before, after} == {drawn, instead}:
            return f"when {before} becomes {after}"
    return f"{drawn} or {instead}"


def _named(index: int) -> str:
    return phoneset.IPA[index] or "silence"
