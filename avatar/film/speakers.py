"""A recording of several as a scene: a character for each, whose lips move only while they speak.

Who speaks when is known by the names before what they say (`ANN: Hello.`), or by their tracks or channels, where each
has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError, ConfigError
from avatar.film.recording import find_clauses, make_clause
from avatar.film.sound import count_tracks
from avatar.lipsync import sound, tool
from avatar.lipsync.formats import CueSheet
from avatar.performer.perform import placed
from avatar.types import FRAME_RATE, CastMember, Clip, Entry, Scene

MOST = 8
"""Speakers of one recording."""

ALIKE = 0.9
"""Likeness (correlation) of two channels from which both hold the same voices."""

BLEED = 0.35
"""Share of the other channel's loudness below which what a channel holds is the other speaker, heard from afar."""

HUSH_S = 0.1
"""Seconds over which loudness is taken to tell who speaks."""

_LABEL = re.compile(r"^[ \t]*(?P<name>[^\W\d_][\w .'’-]{0,30}?)[ \t]*:[ \t]+(?=\S)", re.M)


def read_cast(given: str) -> tuple[CastMember, ...]:
    """The speakers of `ann=bea,max`: names with their characters, or characters alone. Raises ConfigError."""
    found: list[CastMember] = []
    for part in given.split(","):
        name, equals, character = (each.strip() for each in part.partition("="))
        if not name or (equals and not character):
            raise ConfigError(f"{given!r} names no characters", remedy="Write --character ann=bea,bob=max or bea,max.")
        found.append(CastMember(name.upper(), character or name))
    if len({member.who for member in found}) < len(found):
        raise ConfigError(f"{given!r} names somebody twice", remedy="Give each a name: --character ann=bea,bob=bea.")
    if len(found) > MOST:
        raise ConfigError(f"A recording has {MOST} speakers at most", remedy="Name fewer characters.")
    return tuple(found)


def scene_of(
    path: Path, cast: Sequence[CastMember], *, text: str = "", language: str = "en", set_name: str = "plain",
    finish: Callable[[CueSheet], CueSheet] = lambda sheet: sheet,
) -> tuple[Scene, str]:  # fmt: skip
    """The recording as a scene of its cast, and why better rungs could not make its mouths; '' where the best one did.

    `finish`: what puts into the cues what people edited, where the speakers are told apart by their words. Raises
    AudioError where the sound can't be read or holds each speaker in no channel of their own, ConfigError where
    somebody speaks who is not cast.
    """
    tracks, turns = count_tracks(path), find_turns(text, cast)
    if turns:
        entries, why = _by_names(path, turns, text, language, finish)
    elif tracks > 1:
        entries, why = _by_tracks(path, cast, language, tracks)
    else:
        entries, why = _by_channels(path, cast, language)
    ordered = tuple(sorted(entries, key=lambda entry: entry.start))
    return Scene(tuple(cast), ordered, set_name, path.stem), why


# ---------------------------------------------------------------------------------------------------------------- names


class Turn(NamedTuple):
    """Somebody begins to speak."""

    at: int
    """Index in the text."""
    who: str


def find_turns(text: str, cast: Sequence[CastMember]) -> list[Turn]:
    """Who speaks from where on in a text with names before what they say; none where it has no such names.

    Names that are cast are themselves; others are, in order, those of the cast who are not named. Raises ConfigError.
    """
    called = {member.who for member in cast}
    labels = [each for each in _LABEL.finditer(text) if each["name"].upper() in called or _is_name(each["name"])]
    names = list(dict.fromkeys(" ".join(label["name"].upper().split()) for label in labels))
    if not names or text[: labels[0].start()].strip():
        return []
    known = {member.who: member.who for member in cast if member.who in names}
    free = [member.who for member in cast if member.who not in known]
    for name in names:
        if name not in known:
            if not free:
                remedy = f"Name a character for each: --character {','.join(f'{each.lower()}=NAME' for each in names)}."
                raise ConfigError(f"Nobody is cast for {name}", where="--character", remedy=remedy)
            known[name] = free.pop(0)
    return [Turn(label.end(), known[" ".join(label["name"].upper().split())]) for label in labels]


def _is_name(text: str) -> bool:
    """Whether words before a colon are written as a name is: no word of it in small letters."""
    return all(not word[0].islower() for word in text.split())


def _by_names(
    path: Path, turns: Sequence[Turn], text: str, language: str, finish: Callable[[CueSheet], CueSheet]
) -> tuple[list[Entry], str]:
    timeline = finish(tool.lipsync(path, text=text, language=language))
    samples = np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)])
    heard = Clip.from_floats(samples, sound.RATE)
    entries = [
        _entry(heard, timeline, who, start, end, language)
        for who, first, last in find_stretches(timeline, turns, text)
        for start, end in find_clauses(heard)
        for start, end in [(max(start, first), min(end, last))]
        if start < end
    ]
    return entries, timeline.track.why


def find_stretches(timeline: CueSheet, turns: Sequence[Turn], text: str) -> list[tuple[str, int, int]]:
    """Who speaks from which frame to which, without gaps. Raises AudioError where no words were found."""
    runs: list[tuple[str, float, float]] = []
    for word in placed(timeline.words, text):
        who = next((turn.who for turn in reversed(turns) if turn.at <= word.at), "") if word.at >= 0 else ""
        if who and runs and runs[-1][0] == who:
            runs[-1] = (who, runs[-1][1], word.end)
        elif who:
            runs.append((who, word.start, word.end))
    if not runs:
        remedy = "Check that --text is what is said in it, and --language its language."
        raise AudioError("The words of the text were not found in the recording", remedy=remedy)
    cuts = [0.0, *((one[2] + other[1]) / 2 for one, other in pairwise(runs)), timeline.duration]
    frames = [round(cut * FRAME_RATE) for cut in cuts]
    return [(run[0], start, end) for run, (start, end) in zip(runs, pairwise(frames), strict=True)]


def _entry(heard: Clip, timeline: CueSheet, who: str, start: int, end: int, language: str) -> Entry:
    return Entry(start / FRAME_RATE, who, make_clause(heard, timeline, who, start, end, language))


# --------------------------------------------------------------------------------------------------- tracks, channels


def _by_tracks(path: Path, cast: Sequence[CastMember], language: str, tracks: int) -> tuple[list[Entry], str]:
    if len(cast) != tracks:
        what = f"{tracks} sound tracks are of {tracks} speakers, and {len(cast)} are named"
        remedy = f"Name {tracks} characters, the first for the first track; or give --text with names: ANN: Hello."
        raise AudioError(what, where=path, remedy=remedy)
    heard = [np.concatenate([*sound.blocks(path, track), np.zeros(0, np.float32)]) for track in range(1, tracks + 1)]
    return _spoken(zip(cast, heard, strict=True), language)


def _spoken(voices: Iterable[tuple[CastMember, NDArray[np.float32]]], language: str) -> tuple[list[Entry], str]:
    """What each says, from a sound of theirs alone."""
    entries, why = [], ""
    for member, samples in voices:
        heard = Clip.from_floats(samples, sound.RATE)
        timeline = tool.lipsync(heard, language=language)
        why = why or timeline.track.why
        for start, end in find_clauses(heard):
            if np.abs(samples[start * sound.RATE // FRAME_RATE : end * sound.RATE // FRAME_RATE]).max(initial=0.0) > 0:
                entries.append(_entry(heard, timeline, member.who, start, end, language))
    return entries, why


def _by_channels(path: Path, cast: Sequence[CastMember], language: str) -> tuple[list[Entry], str]:
    if len(cast) != 2:
        remedy = "Give --text with their names before what they say: ANN: Hello."
        raise AudioError(f"{len(cast)} speakers can't be told apart by two channels", where=path, remedy=remedy)
    form = sound.BlockForm(channels=2)
    both = np.concatenate([*sound.blocks(path, form=form), np.zeros((0, 2), np.float32)])
    return _spoken(zip(cast, split_channels(both, path), strict=True), language)


def split_channels(both: NDArray[np.float32], path: Path) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Each channel without what it only holds of the other speaker. `both`: shape (samples, 2).

    Raises AudioError where both hold the same.
    """
    if len(both) < 2 or not np.ptp(both, axis=0).all() or _likeness(both) > ALIKE:
        remedy = "Give --text with their names before what they say: ANN: Hello."
        raise AudioError("Both channels hold the same, or one of them nothing", where=path, remedy=remedy)
    width = round(HUSH_S * sound.RATE)
    power = np.square(both)
    kernel = np.ones(width, np.float32) / width
    loud = np.sqrt(np.stack([np.convolve(power[:, side], kernel, "same") for side in (0, 1)], axis=1))
    left = np.where(loud[:, 0] >= BLEED * loud[:, 1], both[:, 0], 0.0)
    right = np.where(loud[:, 1] >= BLEED * loud[:, 0], both[:, 1], 0.0)
    return left.astype(np.float32), right.astype(np.float32)


def _likeness(both: NDArray[np.float32]) -> float:
    left, right = (both - both.mean(axis=0)).T.astype(np.float64)
    return float(left @ right / np.sqrt((left @ left) * (right @ right)))
