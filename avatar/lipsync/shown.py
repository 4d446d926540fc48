"""Which mouth an animator would draw, frame by frame: letters that articulate.

An animator does not ask which mouth is the least wrong at each moment. He gives every sound that can be seen a
drawing of its own, however short it is, lets a diphthong move, shows the widest and the roundest mouths, shuts the lips
for every closure, leaves out what hides between them, and never lets a mouth stand still while somebody speaks. Those
rules are the tables here: which letters draw each sound (`SOUNDS`), how much each sound insists on being seen, and what
a change costs. The best line through them is found by dynamic programming (Viterbi 1967), summed over all sounds that
may have been said where nobody knows for certain (minimum Bayes risk decoding, Goel and Byrne, Computer Speech and
Language 14, 2000). Sources of the table: P. Blair, Advanced Animation (1947); Rhubarb's README for its letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import phoneset
from avatar.runs import find_equal_runs
from avatar.types import FRAME_RATE, VISEMES, Floats, Timed

LETTERS = "XABCDEFGH"
"""Rhubarb's shapes, at rest first."""


class SoundDrawing(NamedTuple):
    """How one group of sounds is drawn."""

    sounds: str
    """Classes of `phoneset`, separated by spaces."""
    viseme: str
    """The mouth of `VISEMES` for it; two, `aa>ih`, where the sound moves from one to the other."""
    letters: str
    """Letters that draw it, the best first, a rank left out as `-`; `DC>BC`: those of its first and second part."""
    insists: float
    """How much it insists on a drawing of its own; 1 is an ordinary vowel."""
    reason: str


SOUNDS = (
    SoundDrawing("sil", "sil", "XA", 1.0, "nobody speaks"),
    SoundDrawing("p b m", "PP", "A", 2.0, "shut lips are what everybody misses"),
    SoundDrawing("f v", "FF", "G", 2.0, "and bitten ones"),
    SoundDrawing("th dh", "TH", "BHC", 0.7, "the tongue's tip shows, if there is time"),
    SoundDrawing("t d n dx rr", "DD", "B-C", 0.9, "teeth nearly together, the tongue behind them"),
    SoundDrawing("s z", "SS", "B-C", 0.9, "teeth together, whatever the lips do"),
    SoundDrawing("k g ng hh x", "kk", "BCE", 0.5, "made out of sight: the neighbours' mouth will do"),
    SoundDrawing("ch jh", "CH", "BF", 1.0, "teeth together, lips forward"),
    SoundDrawing("sh zh", "CH", "FB", 1.0, "the same, and longer: the lips have time to push forward"),
    SoundDrawing("l", "nn", "HC", 1.6, "the tongue is up and seen"),
    SoundDrawing("iy y", "ih", "B", 1.0, "spread and nearly shut"),
    SoundDrawing("ih", "ih", "BC", 0.8, "as iy, and opens where its neighbours are shut"),
    SoundDrawing("ey", "E>ih", "C>BC", 1.0, "opens, then spreads"),
    SoundDrawing("eh", "E", "CD", 1.0, "half open"),
    SoundDrawing("ae", "E", "CD", 1.2, "more open still, and long"),
    SoundDrawing("ah", "E", "CED", 0.8, "half open, and often short"),
    SoundDrawing("ax", "E", "CBE", 0.4, "no shape of its own to defend"),
    SoundDrawing("aa", "aa", "DCE", 1.3, "the jaw drops"),
    SoundDrawing("ay", "aa>ih", "DC>CB", 1.3, "drops, and comes halfway up"),
    SoundDrawing("aw", "aa>oh", "DC>EF", 1.3, "drops and rounds"),
    SoundDrawing("ao", "oh", "EDF", 1.3, "open and round"),
    SoundDrawing("oy", "oh>ih", "EF>BC", 1.3, "round, then spread"),
    SoundDrawing("ow", "oh>ou", "EF>FE", 1.3, "the ring closes"),
    SoundDrawing("uh", "oh", "EFB", 0.8, "a little round"),
    SoundDrawing("uw w ue oe", "ou", "FE", 1.3, "the smallest ring"),
    SoundDrawing("er", "RR", "EFC", 1.0, "lips a little forward"),
    SoundDrawing("r", "RR", "EFB", 0.6, "as er, and brief"),
)  # fmt: skip
ACCEPTED = {
    name: shapes
    for shapes, names in (
        ("XA", "sil"), ("AX", "p b m"), ("G", "f v"), ("BCEFH", "th dh t d n dx rr k g ng hh x sh zh ch jh s z y"),
        ("BC", "iy ih ey"), ("CD", "eh ae"), ("CDEB", "ah"), ("BCE", "ax"), ("DCE", "aa ay"), ("DCEF", "aw"),
        ("EDF", "ao"), ("EF", "ow uw w ue oe"), ("EFB", "uh"), ("EBCF", "er r"), ("HCBED", "l"), ("EFCB", "oy"),
    )
    for name in names.split()
}  # fmt: skip
"""The letters that are not wrong for each class of sounds: what an animator would accept."""
RANKS = (1.0, 0.7, 0.5)
"""Worth of a sound's first, second and third letter."""
CHANGE = 1.5
"""Price of a change of shape; a sound that insists by 1 and has BRIEF frames is worth as much as BRIEF."""
BRIEF, LONG = 5.0, 13.0
"""Frames: a sound counts as if it lasted at least and at most so long. A short one is worth a drawing too, and a long
one does not make up for its neighbours."""
EDGE = 0.5
"""What the first and last moment of a sound count, beside 1.5 in its middle, where its shape is reached."""
FIRST_PART = 0.6
"""Share of a diphthong's time before it turns to its second mouth."""
STILL = 56
"""Frames after which a mouth that does not move through speech looks frozen."""
SEEN = 6
"""Frames that a drawing takes to be seen: a brief one is given them where its neighbours can spare them."""

LETTER_OF = {
    "sil": "X", "PP": "A", "FF": "G", "TH": "B", "DD": "B", "kk": "B", "CH": "B", "SS": "B", "ih": "B", "E": "C",
    "aa": "D", "oh": "E", "RR": "E", "ou": "F", "nn": "H",
}  # fmt: skip
"""The letter that shows each viseme."""
LINE_SHARE = 0.6
"""How far letters go by the best line of phones, which knows the sounds before each; the rest is all that may have been
said at each moment."""
BETWEEN = {"AD": "C", "BD": "C", "GD": "C", "XD": "C", "FC": "E", "FD": "E", "CF": "E", "DF": "E"}
"""What is drawn on the way from one mouth to another that is far from it; where lips shut or teeth close nothing is,
for they do so at once. Source: Rhubarb Lip Sync's README, of C and E."""
TWEEN, SPARE = 4, 16
"""Frames of a drawing on the way, and those that the wider mouth has to last so that it is still seen."""
_DRAWINGS = {name: row for row in SOUNDS for name in row.sounds.split()}
_BLUR = np.array([0.1, 0.2, 0.4, 0.2, 0.1], np.float32)
"""How far an aligned boundary may be off: 10 ms frames."""
_WINDOW, _OVERLAP = 200, 60
"""Frames decided at once, and those around them that count as well: more than the best line remembers."""
_BLOCK = 30 * _WINDOW
"""Frames of known phones handled at once."""
_TRACE = np.float32(1e-4)
_GIVING = "BC"
"""Letters that lend their time to brief ones beside them."""
_STILL_LETTERS = "XAG"
"""Letters that may be held, and that break no hold: rest and contacts are where the sound says."""
_CONTACT_WORTH = 4.0
"""Worth of a contact where the line of phones has it: more than any drawing beside it."""
_CONTACTS = {"A": ("p", "b", "m"), "G": ("f", "v")}


def look_of(sound: str) -> str:
    """The letters that draw a class of sounds: those with the same ones look alike."""
    return _DRAWINGS[sound].letters


@lru_cache(maxsize=1)
def _worth() -> tuple[Floats, Floats]:
    """Shape (classes, letters) each: what each letter is worth in the first and the second part of a sound."""
    parts = np.zeros((2, len(phoneset.CLASSES), len(LETTERS)), np.float32)
    for name, row in _DRAWINGS.items():
        sides = row.letters.split(">")
        for part, ranked in enumerate((sides[0], sides[-1])):
            for rank, letter in zip(RANKS, ranked, strict=False):
                if letter != "-":
                    parts[part, phoneset.INDEX[name], LETTERS.index(letter)] = rank
    return parts[0], parts[1]


def letters(chances: Floats, phones: Sequence[Timed]) -> NDArray[np.uint8]:
    """The shape of each frame, as index into LETTERS.

    `chances`, shape (frames, classes): the probability of each class; `phones`: the best single line. Lips shut and
    lips bitten are taken from the line alone: what everybody sees when it is missed is not averaged away.
    """
    count = len(chances)
    said = spans(phones)
    emphasis, late = _emphasis(said, count)
    first, second = _worth()
    worth = np.where(late[:, None], chances @ second, chances @ first) * emphasis[:, None]
    held = _contacts(said, count)
    contacts = [LETTERS.index(letter) for letter in _CONTACTS]
    worth[:, contacts] = -1.0
    rows = np.flatnonzero(held)
    worth[rows] = -1.0
    worth[rows, held[rows]] = _CONTACT_WORTH
    line = _line(worth).astype(np.uint8)
    return _with_betweens(_enlivened(_anticipated(line), worth, said))


def _emphasis(said: Sequence[tuple[int, int, int]], frames: int) -> tuple[Floats, NDArray[np.bool_]]:
    """What each frame counts, and whether it lies in the second part of its sound: most in the middle of a sound, where
    its shape is reached."""
    weight = np.ones(frames, np.float32)
    late = np.zeros(frames, bool)
    for start, end, index in said:
        count = end - start
        if count <= 0 or start >= frames:
            continue
        row = _DRAWINGS[phoneset.CLASSES[index]]
        turn = count * FIRST_PART if ">" in row.letters else count
        at = np.arange(count) + 0.5
        inside = np.where(at < turn, at / turn, (at - turn) / max(count - turn, 1e-6))
        shape = EDGE + np.sin(np.pi * inside)
        total = min(max(count, BRIEF), LONG) * (2 if ">" in row.letters and count < 2 * BRIEF else 1)
        given = (row.insists * total / shape.sum()) * shape
        weight[start:end] = given[: frames - start]
        late[start:end] = (at >= turn)[: frames - start]
    return weight, late


def _anticipated(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The line, with each drawing that is too brief to be seen begun earlier, or ended later, at the cost of a
    neighbour that can spare the time: lips get ready for a W before it sounds. Contacts give nothing up."""
    out = line.copy()
    edges = [0, *(last for _, last in find_equal_runs(line))]
    for i in range(1, len(edges) - 2):
        first, last = edges[i], edges[i + 1]
        missing = SEEN - (last - first)
        if missing <= 0 or LETTERS[line[first]] in _GIVING:
            continue
        before, after = first - edges[i - 1] - SEEN, edges[i + 2] - last - SEEN
        early = min(missing, max(0, before)) if LETTERS[line[first - 1]] in _GIVING else 0
        late = min(missing - early, max(0, after)) if LETTERS[line[last]] in _GIVING else 0
        out[first - early : last + late] = line[first]
        edges[i], edges[i + 1] = first - early, last + late
    return out


def _enlivened(line: NDArray[np.uint8], worth: Floats, said: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
    """The line, with a drawing put into every mouth that stands still for too long: where a sound inside it is drawn
    with the least loss by another letter."""
    out = line.copy()
    for first, last in find_equal_runs(line):
        while last - first > STILL and LETTERS[out[first]] not in _STILL_LETTERS:
            place = _livelier(out, worth, said, first, last)
            if place is None:
                break
            start, end, letter = place
            out[start:end] = letter
            first = end
    return out


def _with_betweens(line: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The line, with the drawing between put into far changes of mouth where the wider mouth has time to spare."""
    out = line.copy()
    for (first, turn), (_, last) in pairwise(find_equal_runs(line)):
        old, new = LETTERS[line[first]], LETTERS[line[turn]]
        between = BETWEEN.get(old + new)
        if between is None:
            continue
        opens = new in "CD"
        if (last - turn if opens else turn - first) >= SPARE:
            out[turn if opens else turn - TWEEN :][:TWEEN] = LETTERS.index(between)
    return out


def _livelier(
    line: NDArray[np.uint8], worth: Floats, said: Sequence[tuple[int, int, int]], first: int, last: int
) -> tuple[int, int, int] | None:
    """(first frame, frame after the last, letter) of the drawing that breaks a hold best; None where none does."""
    best: tuple[float, tuple[int, int, int]] | None = None
    held = int(line[first])
    for start, end, index in said:
        lasting = end - start > STILL  # one long sound is held as it is: nobody moves in it
        start, end = max(start, first + SEEN), min(end, last - SEEN)
        if lasting or end - start < SEEN - 2 or index == phoneset.SILENCE:
            continue
        own = worth[start:end].sum(axis=0)
        own[held] = -np.inf
        own[[LETTERS.index(letter) for letter in _STILL_LETTERS]] = -np.inf
        letter = int(own.argmax())
        middle = abs((start + end) / 2 - min(first + STILL * 0.6, (first + last) / 2)) / STILL
        gain = float(own[letter] / (end - start)) - middle
        if own[letter] > 0 and (best is None or gain > best[0]):
            best = gain, (start, end, letter)
    return None if best is None else best[1]


def drawn(chances: Floats, phones: Sequence[Timed]) -> NDArray[np.uint8]:
    """As `letters`, but as visemes: index into VISEMES of the one mouth drawn at each frame.

    For each letter held, the viseme likeliest of those that the letter stands for.
    """
    line = letters(chances, phones)
    out = np.zeros(len(line), np.uint8)
    for start, end in find_equal_runs(line):
        likely = chances[start:end].sum(axis=0) @ _visemes(int(line[start]))
        out[start:end] = likely.argmax()
    return out


def agreed(chances: Floats, phones: Sequence[Timed]) -> Floats:
    """The probability of each class at each frame, with LINE_SHARE of it given to the best line."""
    out = chances * np.float32(1.0 - LINE_SHARE)
    for start, end, index in spans(phones):
        out[start:end, index] += LINE_SHARE
    return out


def drawn_of(phones: Sequence[Timed], frames: int) -> NDArray[np.uint8]:
    """`drawn` for known phones, in order of time: block by block, so that memory grows by the answer alone."""
    out = np.zeros(frames, np.uint8)
    ends = np.array([phone.end for phone in phones]) * FRAME_RATE
    starts = np.array([phone.start for phone in phones]) * FRAME_RATE
    for first in range(0, frames, _BLOCK):
        low, high = max(0, first - _WINDOW), min(frames, first + _BLOCK + _WINDOW)
        near = phones[int(np.searchsorted(ends, low)) : int(np.searchsorted(starts, high, "right"))]
        shift = low / FRAME_RATE
        some = [Timed(max(0.0, p.start - shift), p.end - shift, p.value) for p in near]
        part = drawn(blurred(some, high - low), some)
        out[first : first + _BLOCK] = part[first - low : first - low + _BLOCK]
    return out


@lru_cache(maxsize=1)
def looks() -> Floats:
    """Shape (classes, letters): 1 for the letter that draws a class best, a half each for those of a diphthong."""
    table = np.zeros((len(phoneset.CLASSES), len(LETTERS)), np.float32)
    for name, row in _DRAWINGS.items():
        sides = row.letters.split(">")
        for side in sides:
            table[phoneset.INDEX[name], LETTERS.index(side[0])] += 1 / len(sides)
    return table


@lru_cache(maxsize=len(LETTERS))
def _visemes(letter: int) -> Floats:
    """Shape (classes, 15): 1 where a class's viseme is shown by the letter; a trace for the letter's own visemes."""
    table = np.zeros((len(phoneset.CLASSES), len(VISEMES)), np.float32)
    for row in SOUNDS:
        for viseme in row.viseme.split(">"):
            if LETTER_OF[viseme] == LETTERS[letter]:
                table[:, VISEMES.index(viseme)] += _TRACE
                for name in row.sounds.split():
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


def _contacts(said: Sequence[tuple[int, int, int]], frames: int) -> NDArray[np.uint8]:
    """Index of the letter that a contact demands at each frame; 0 where there is none."""
    held = np.zeros(frames, np.uint8)
    wanted = {phoneset.INDEX[name]: LETTERS.index(letter) for letter, names in _CONTACTS.items() for name in names}
    for start, end, index in said:
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
