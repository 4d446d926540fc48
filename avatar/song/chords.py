"""Chord symbols: what lead sheets and song books write, as Am7, C/E, F#m7b5, Bbmaj9, Gsus4, N.C."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_SYMBOL = 24
"""Characters."""


class Harmony(NamedTuple):
    """What a symbol asks for."""

    root: int
    """0 for C to 11 for B."""
    tones: tuple[int, ...]
    """Semitones above the root, rising from 0."""
    bass: int
    """0 to 11: the root, or what stands behind the slash."""


_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11, "H": 11}
"""H is how German song books write B."""
_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
"""The commonest spelling of each root."""
_BENDS = {"#": 1, "b": -1, "": 0}

_SYMBOL = re.compile(r"([A-H])(#|b|)(.*?)(?:/([A-H])(#|b|))?")
_SILENT = frozenset("n.c. nc n.c no-chord none tacet".split())

_SPELLINGS = (
    (r"♯", "#"), (r"♭", "b"), (r"[Δ∆△]7?", "maj7"), (r"[ø∅]7?", "m7b5"), (r"[°º]", "dim"),
    (r"[(),\s^]", ""),
    (r"(?:major|maj|ma|M)(?=7|9|11|13|)", "maj"),
    (r"minor|min|mi(?!n)", "m"), (r"[-−–](?=[59])", "b"), (r"[+](?=[59]|11)", "#"), (r"[-−–]", "m"), (r"[+]", "aug"),
    (r"dom(?=\d)", ""), (r"sus(?![24])", "sus4"), (r"omit", "no"),
)  # fmt: skip
"""How programs and books write the same, each to the one way that is read."""

_TRIADS = {"": (0, 4, 7), "maj": (0, 4, 7), "m": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8)}
_DEGREES = {2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 10, 9: 14, 11: 17, 13: 21}
"""Semitones of a degree; 7 is the minor one, as in a C7."""

_QUALITY = re.compile(r"(maj|m(?!aj)|dim|aug|)(?:(6/?9)|(5|6|7|9|11|13)|)")
_EXTRA = re.compile(r"maj(7|9|11|13)|sus([24]{1,2})|add([b#]?)(2|4|6|9|11|13)|no(3|5)|(alt)|([b#])(5|9|11|13)|(6|7|9)")


def read_chord(symbol: str) -> Harmony | None:
    """What a symbol asks for; None for one that asks for silence (N.C.). Raises ValueError for one that is no chord."""
    text = symbol.strip()
    if text.lower() in _SILENT:
        return None
    found = _SYMBOL.fullmatch(_sharps(text)) if 0 < len(text) <= LONGEST_SYMBOL else None
    if not found:
        raise ValueError(f"{symbol[:LONGEST_SYMBOL]!r} is no chord")
    letter, bend, kind, low, low_bend = found.groups()
    if kind == "6" and low is None and text.endswith("/9"):
        kind = "69"
    root = (_LETTERS[letter] + _BENDS[bend]) % 12
    tones = _tones(kind)
    if tones is None:
        raise ValueError(f"{symbol!r} is no chord that is known")
    bass = root if low is None else (_LETTERS[low] + _BENDS[low_bend]) % 12
    return Harmony(root, tones, bass)


def transposed(symbol: str, semitones: int) -> str:
    """The same chord so much higher, spelled anew; a text that is no chord stays as it is."""
    found = _SYMBOL.fullmatch(_sharps(symbol.strip()))
    if not found or semitones % 12 == 0:
        return symbol
    letter, bend, kind, low, low_bend = found.groups()
    higher = _NAMES[(_LETTERS[letter] + _BENDS[bend] + semitones) % 12] + kind
    return higher if low is None else f"{higher}/{_NAMES[(_LETTERS[low] + _BENDS[low_bend] + semitones) % 12]}"


def _sharps(text: str) -> str:
    return text.replace("♯", "#").replace("♭", "b")


def _tones(kind: str) -> tuple[int, ...] | None:
    """Semitones above the root of what stands behind it in a symbol; None where that isn't understood."""
    for pattern, plain in _SPELLINGS:
        kind = re.sub(pattern, plain, kind)
    found = _QUALITY.match(kind)
    assert found  # it matches nothing, too
    triad, six_nine, number = found.groups()
    tones = set(_TRIADS[triad])
    if six_nine:
        tones |= {9, 14}
    elif number:
        tones = _stacked(tones, triad, int(number))
    rest = kind[found.end() :]
    while rest:
        extra = _EXTRA.match(rest)
        if not extra:
            return None
        _apply(tones, extra)
        rest = rest[extra.end() :]
    return tuple(sorted(tones))


def _stacked(tones: set[int], triad: str, number: int) -> set[int]:
    """A triad with what its number adds: 5 leaves root and fifth, 6 is added, 7 and above stack thirds."""
    if number == 5:
        return {0, 7}
    if number == 6:
        return tones | {9}
    seventh = {"maj": 11, "dim": 9}.get(triad, 10)
    return tones | {seventh} | {_DEGREES[each] for each in (9, 11, 13) if each <= number}


def _apply(tones: set[int], extra: re.Match[str]) -> None:
    """What a word behind the quality does to the tones."""
    major, suspended, add_bend, added, left_out, altered, bend, degree, number = extra.groups()
    if major:
        tones.discard(10)
        tones |= {11} | {_DEGREES[each] for each in (9, 11, 13) if each <= int(major)}
    elif suspended:
        tones -= {3, 4}
        tones |= {_DEGREES[int(each)] for each in suspended}
    elif added:
        tones.add(_DEGREES[int(added)] + _BENDS[add_bend])
    elif left_out:
        tones -= {3, 4} if left_out == "3" else {6, 7, 8}
    elif altered:
        tones -= {7}
        tones |= {6, 10, 13}
    elif degree:
        tones.discard(_DEGREES[int(degree)])
        tones.add(_DEGREES[int(degree)] + _BENDS[bend])
    elif number:
        tones |= {9 if number == "6" else 10} if number != "9" else {14}
