"""Tapping along to a recording: what each key does to its beats, and how they are kept beside the song.

    keys with the second of the song at which they were pressed ─ press ─> Tapping ─> beats ─ keep_beats ─> song.beats

Nothing here plays or reads a keyboard: `avatar.cli.tapping` does.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from avatar import files
from avatar.errors import SongError
from avatar.song.beats import FEWEST_TAPS, LONGEST, Beats, doubled, halved, offbeat, tapped

ANEW_S = 2.5
"""Seconds without a tap after which the next one begins anew, on a bar's first beat."""
MOST_TAPS = 16
"""Taps that are looked at: the last ones."""
ENDING = ".beats"
"""Of the file beside a song."""
FORMAT = "avatar beats 1"
LARGEST = 1 << 20
"""Bytes of such a file."""

CHANGES: Mapping[str, tuple[Callable[[Beats], Beats], str]] = {
    "h": (halved, "half as fast"),
    "d": (doubled, "twice as fast"),
    "o": (offbeat, "half a beat later"),
}
"""Key to what it does to the beats, and what is said of it."""
KEYS = "space tap, from a bar's first beat · h halve · d double · o off-beat · u as heard · n don't dance · Enter keep"


@dataclass(frozen=True)
class Tapping:
    """Somebody who taps along."""

    found: Beats
    """As they were heard."""
    beats: Beats
    """As they are now."""
    taps: tuple[float, ...] = ()
    """Seconds of the song."""
    told: str = ""
    """What the last key did, in words."""
    over: bool = False
    """Nothing more is pressed."""
    keeps: bool = False
    """The beats are kept for the next time."""


def begin_tapping(found: Beats) -> Tapping:
    return Tapping(found, found)


def press(state: Tapping, key: str, t: float) -> Tapping:
    """What a key does that is pressed at `t` seconds of the song; any other key does nothing."""
    if key == "space":
        return _tap(state, t)
    if key in CHANGES:
        change, told = CHANGES[key]
        beats = change(state.beats) if len(state.beats.times) > 2 else state.beats
        return replace(state, beats=beats, taps=(), told=told)
    match key:
        case "u":
            return replace(state, beats=state.found, taps=(), told="as heard")
        case "n":
            return replace(state, beats=Beats(), taps=(), told="nobody dances")
        case "\r" | "\n" | "enter":
            return replace(state, over=True, keeps=True)
        case "escape" | "q":
            return replace(state, beats=state.found, over=True, told="as heard")
        case _:
            return state


def _tap(state: Tapping, t: float) -> Tapping:
    goes_on = bool(state.taps) and 0.0 < t - state.taps[-1] < ANEW_S
    taps = (*state.taps, t) if goes_on else (t,)
    if len(taps) < FEWEST_TAPS:
        return replace(state, taps=taps, told=f"{len(taps)} of {FEWEST_TAPS} taps")
    bar = max(1, state.found.bar)
    first = max(0, len(taps) - MOST_TAPS)
    first += -first % bar  # a bar's first beat again
    try:
        beats = tapped(state.found, taps[first:] if len(taps) - first >= FEWEST_TAPS else taps)
    except SongError as error:
        return replace(state, taps=taps, told=f"{error.what}: {error.remedy}")
    return replace(state, beats=beats, taps=taps, told="tapped")


class Shown(NamedTuple):
    """Where the song is, for the eye."""

    text: str
    on: bool
    """A beat is being heard."""


LIT_S = 0.12
"""Seconds for which a beat is shown."""


def show_beat(state: Tapping, t: float) -> Shown:
    """The beats as they are at `t` seconds of the song: a sign for each beat of the bar, lit on its beat."""
    times = state.beats.times
    at = bisect_left(times, t + 1e-9) - 1
    on = at >= 0 and t - times[at] < LIT_S
    bar = max(1, state.beats.bar)
    signs = ["·"] * bar
    if on:
        signs[(at - state.beats.first) % bar] = "●"
    tempo = f"{state.beats.bpm:3.0f} beats a minute" if times else "no beats"
    told = f"  ({state.told})" if state.told else ""
    return Shown(f"{' '.join(signs)}  {tempo}{told}", on)


# ------------------------------------------------------------------------------------------------------------- keeping


def beats_path(song: Path) -> Path:
    """Where a song's beats are kept."""
    return song.with_name(f"{song.name}{ENDING}")


def keep_beats(song: Path, beats: Beats) -> Path:
    """Write them beside the song; the path. Raises SongError where that can't be, or something else lies there."""
    path = beats_path(song)
    if path.exists() and not _is_ours(path):
        raise SongError("Something else lies where the beats would be kept", where=path, remedy="Move it away.")
    table = {
        "format": FORMAT, "bar": beats.bar, "first": beats.first, "times": [round(each, 4) for each in beats.times]
    }  # fmt: skip
    try:
        with files.replacing(path) as file:
            file.write(f"{json.dumps(table)}\n".encode())
    except OSError as error:
        remedy = "Make its folder writable, or give --beats each time."
        raise SongError(f"The beats can't be kept: {error.strerror or error}", where=path, remedy=remedy) from error
    return path


def kept_beats(song: Path) -> Beats | None:
    """The beats that are kept beside a song; None where there are none. Raises SongError for a file that is none of
    ours, or damaged."""
    path = beats_path(song)
    if not path.is_file():
        return None
    remedy = "Delete it, and tap again: --beats tap."
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        table = json.loads(path.read_bytes())
        if not isinstance(table, dict) or table.get("format") != FORMAT:
            raise ValueError("it is no file of beats")
        if not isinstance(table["times"], list):
            raise ValueError("its beats are no list")
        times = tuple(float(each) for each in table["times"])
        bar, first = int(table["bar"]), int(table["first"])
        if not 1 <= bar <= 32 or not 0 <= first < bar:
            raise ValueError(f"a bar of {bar} beats, from the {first}.")
        rises = all(one < after for one, after in pairwise(times))
        if not rises or not all(isfinite(each) and -1.0 <= each <= LONGEST for each in times):
            raise ValueError("its beats are not in order")
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise SongError(f"The beats kept here can't be read: {error}", where=path, remedy=remedy) from error
    return Beats(times, bar, first, 1.0)


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return FORMAT.encode() in file.read(200)
    except OSError:
        return False
