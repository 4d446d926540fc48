"""Which mouth an animator would draw, frame by frame, when it is not certain what is said.

For each shape, the chance that it is acceptable for the sound is summed over all sounds that may be heard; the best
line of shapes is that with the greatest sum, less a price for each change. So a mouth is drawn that is right for `t`,
`d` and `s` together, where none of them alone is likelier than `p`; and it does not flicker.
Source: minimum Bayes risk decoding, Goel and Byrne, Computer Speech and Language 14 (2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset
from avatar.types import FRAME_RATE, VISEMES, Floats, Timed

LETTERS = "XABCDEFGH"
"""Rhubarb's shapes, at rest first."""
CHANGE = 0.7
"""Price of a change of shape, in frames of certainty."""
HEARD, ALIGNED, KNOWN = 0.985, 0.97, 0.9
"""Worth of a shape that is accepted for a sound, where its typical shape is worth 1: for sounds that are heard, for
those of a text that is aligned, and for those whose times are certain. The surer they are, the livelier the mouth may
be."""

# (viseme typical of the sounds, shapes accepted for them, the sounds)
_ROWS = (
    ("sil", "XA", "sil"),
    ("PP", "AX", "p b m"),
    ("FF", "G", "f v"),
    ("TH", "BCEFH", "th dh"),
    ("DD", "BCEFH", "t d n dx rr"),
    ("kk", "BCEFH", "k g ng hh x"),
    ("CH", "BCEFH", "sh zh ch jh"),
    ("SS", "BCEFH", "s z"),
    ("ih", "BCEFH", "y"),
    ("ih", "BC", "iy ih ey"),
    ("E", "CD", "eh ae"),
    ("E", "CDEB", "ah"),
    ("E", "BCE", "ax"),
    ("aa", "DCE", "aa ay"),
    ("aa", "DCEF", "aw"),
    ("oh", "EDF", "ao"),
    ("ou", "EF", "ow uw w ue oe"),
    ("oh", "EFB", "uh"),
    ("RR", "EBCF", "er r"),
    ("nn", "HCBED", "l"),
    ("oh", "EFCB", "oy"),
)
_SHOWN_AS = {"sil": "X", "PP": "A", "FF": "G", "E": "C", "aa": "D", "oh": "E", "RR": "E", "ou": "F", "nn": "H"}
"""Letters of the visemes; those that are not here are B."""
ACCEPTED = {name: frozenset(accepted) for _, accepted, names in _ROWS for name in names.split()}
"""The shapes that an animator would accept for each class of sounds."""

_BLUR = np.array([0.1, 0.2, 0.4, 0.2, 0.1], np.float32)
"""How far an aligned boundary may be off: 10 ms frames."""
_WINDOW, _OVERLAP = 200, 60
"""Frames decided at once, and those around them that count as well: more than the best line remembers."""
_BLOCK = 30 * _WINDOW
"""Frames of known phones handled at once."""
_TRACE = np.float32(1e-4)
_CONTACTS = {"A": ("p", "b", "m"), "G": ("f", "v")}


@lru_cache(maxsize=3)
def _worth(generic: float) -> Floats:
    """Shape (classes, letters): what each shape is worth where a class is said."""
    table = np.zeros((len(phoneset.CLASSES), len(LETTERS)), np.float32)
    for viseme, accepted, names in _ROWS:
        for name in names.split():
            for letter in accepted:
                typical = letter == _SHOWN_AS.get(viseme, "B")
                table[phoneset.INDEX[name], LETTERS.index(letter)] = 1.0 if typical else generic
    return table


def letters(chances: Floats, phones: Sequence[Timed], generic: float = HEARD) -> NDArray[np.uint8]:
    """The shape of each frame, as index into LETTERS; `generic`: HEARD, ALIGNED or KNOWN.

    `chances`, shape (frames, classes): the probability of each class; `phones`: the best single line. Lips shut and
    lips bitten are taken from the line alone: what everybody sees when it is missed is not averaged away.
    """
    worth = chances @ _worth(generic)
    line = _line(worth)
    held = _contacts(phones, len(line))
    loose = (held == 0) & np.isin(line, [LETTERS.index(letter) for letter in _CONTACTS])
    others = worth.copy()
    others[:, [LETTERS.index(letter) for letter in _CONTACTS]] = -1.0
    line[loose] = others[loose].argmax(axis=1)
    return np.where(held > 0, held, line).astype(np.uint8)


def drawn(chances: Floats, phones: Sequence[Timed], generic: float = HEARD) -> NDArray[np.uint8]:
    """As `letters`, but as visemes: index into VISEMES of the one mouth drawn at each frame.

    For each letter held, the viseme likeliest of those that the letter stands for.
    """
    line = letters(chances, phones, generic)
    out = np.zeros(len(line), np.uint8)
    edges = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]
    for start, end in pairwise(edges):
        if end > start:
            likely = chances[start:end].sum(axis=0) @ _visemes(int(line[start]))
            out[start:end] = likely.argmax()
    return out


def drawn_of(phones: Sequence[Timed], frames: int, generic: float) -> NDArray[np.uint8]:
    """`drawn` for known phones, in order of time: block by block, so that memory grows by the answer alone."""
    out = np.zeros(frames, np.uint8)
    ends = np.array([phone.end for phone in phones]) * FRAME_RATE
    starts = np.array([phone.start for phone in phones]) * FRAME_RATE
    for first in range(0, frames, _BLOCK):
        low, high = max(0, first - _WINDOW), min(frames, first + _BLOCK + _WINDOW)
        near = phones[int(np.searchsorted(ends, low)) : int(np.searchsorted(starts, high, "right"))]
        shift = low / FRAME_RATE
        some = [Timed(max(0.0, p.start - shift), p.end - shift, p.value) for p in near]
        part = drawn(blurred(some, high - low), some, generic)
        out[first : first + _BLOCK] = part[first - low : first - low + _BLOCK]
    return out


@lru_cache(maxsize=len(LETTERS))
def _visemes(letter: int) -> Floats:
    """Shape (classes, 15): 1 where a class's viseme is shown by the letter; a trace for the letter's own visemes."""
    table = np.zeros((len(phoneset.CLASSES), len(VISEMES)), np.float32)
    for viseme, _, names in _ROWS:
        if _SHOWN_AS.get(viseme, "B") == LETTERS[letter]:
            table[:, VISEMES.index(viseme)] += _TRACE
            for name in names.split():
                table[phoneset.INDEX[name], VISEMES.index(viseme)] = 1.0
    return table


def blurred(phones: Sequence[Timed], frames: int) -> Floats:
    """Known phones as the chances that `letters` takes, unsure about their boundaries alone."""
    chances = np.zeros((frames, len(phoneset.CLASSES)), np.float32)
    for start, end, index in spans(phones):
        chances[start:end, index] = 1.0
    padded = np.pad(chances, ((2, 2), (0, 0)), mode="edge") if frames else np.zeros((4, chances.shape[1]), np.float32)
    return sum((weight * padded[i : i + frames] for i, weight in enumerate(_BLUR)), np.zeros_like(chances))


def spans(phones: Sequence[Timed]) -> list[tuple[int, int, int]]:
    """(first frame, frame after the last, class) of each sound, a phone of several classes shared out evenly."""
    out: list[tuple[int, int, int]] = []
    for phone in phones:
        parts = phoneset.classes(phone.value) if phone.value else (phoneset.SILENCE,)
        edges = np.round(np.linspace(phone.start, phone.end, len(parts) + 1) * FRAME_RATE).astype(int).tolist()
        out += [(a, b, part) for part, a, b in zip(parts, edges[:-1], edges[1:], strict=True)]
    return out


def _contacts(phones: Sequence[Timed], frames: int) -> NDArray[np.uint8]:
    """Index of the letter that a contact demands at each frame; 0 where there is none."""
    held = np.zeros(frames, np.uint8)
    wanted = {phoneset.INDEX[name]: LETTERS.index(letter) for letter, names in _CONTACTS.items() for name in names}
    for start, end, index in spans(phones):
        if index in wanted:
            held[start:end] = wanted[index]
    return held


def _line(worth: Floats) -> NDArray[np.intp]:
    """The line of shapes worth most, changes paid for (Viterbi with one price), in windows side by side."""
    count, shapes = worth.shape
    if not count:
        return np.zeros(0, np.intp)
    number = -(-count // _WINDOW)
    padded = np.zeros((number * _WINDOW + 2 * _OVERLAP, shapes), np.float32)
    padded[_OVERLAP : _OVERLAP + count] = worth
    views = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW + 2 * _OVERLAP, axis=0)[::_WINDOW]
    lines = _lines(views.transpose(2, 0, 1))
    return lines[_OVERLAP:-_OVERLAP].T.reshape(-1)[:count]


def _lines(worth: Floats) -> NDArray[np.intp]:
    """The best lines, shape (frames, windows), of windows of shape (frames, windows, shapes)."""
    length, number, _ = worth.shape
    rows = np.arange(number)
    best = worth[0]
    tops = np.empty((length, number), np.intp)
    moved = np.empty(worth.shape, bool)
    for t in range(1, length):
        tops[t] = best.argmax(axis=1)
        price = best[rows, tops[t]][:, None] - CHANGE
        np.less(best, price, out=moved[t])
        best = np.maximum(best, price) + worth[t]
    line = np.empty((length, number), np.intp)
    line[-1] = best.argmax(axis=1)
    for t in range(length - 1, 0, -1):
        line[t - 1] = np.where(moved[t, rows, line[t]], tops[t], line[t])
    return line
