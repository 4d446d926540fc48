"""A recorded song put on stage: the recording is heard, a character's mouth sings it, everybody dances to its beats.

The scene begins with the recording, so that a film may have the recording's own sound, in stereo, in place of its.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.lipsync import sound
from avatar.lipsync.voiced import levels
from avatar.song.beats import Beats
from avatar.song.company import Role
from avatar.song.dancing import Dancer, choreograph
from avatar.song.recorded.aligning import SungSong
from avatar.song.recorded.pitches import find_pitches
from avatar.song.score import GridBeat
from avatar.types import FRAME_RATE, Clip, Entry, Mark, MouthTrack, Note, Performance, Scene, Speech, Timed

RATE = 44_100
"""Hz at which a recording is kept in a scene."""
BEFORE, AFTER = 1.2, 0.4
"""Seconds for which a line is there before its first sound, so that it is read by then, and after its last."""
LONGEST = 12.0
"""Seconds of what is sung without words, in one piece."""
TAIL = 2.4
"""Seconds for which the picture stays after the song: a bow."""
LOUDEST, SOFTEST = 1.3, 0.6
"""How lively a loud and a soft part of the song is danced, 1 as on the whole."""

_SILENT_RATE = 8_000
"""Hz of a line's own sound, which is silence: what is heard is the recording."""
_SHUT = 0.6
"""Weight of rest from which on nobody is seen to sing."""


class Record(NamedTuple):
    """A recording as a scene keeps it: left is the middle and the sides, right is the middle without them."""

    middle: Clip
    """What is heard where there is one channel."""
    sides: Clip | None = None
    """None where left and right are the same."""

    def entries(self) -> Iterator[Entry]:
        """What is heard from the beginning of a scene."""
        yield Entry(0.0, "", self.middle, spread="middle")
        if self.sides is not None:
            yield Entry(0.0, "", self.sides, spread="sides")


def record_of(path: Path) -> Record:
    """A recording as a scene keeps it. Raises AudioError."""
    middle, sides = [np.zeros(0, np.int16)], [np.zeros(0, np.int16)]
    for block in sound.blocks(path, form=sound.BlockForm(RATE, 2)):
        middle.append(Clip.from_floats((block[:, 0] + block[:, 1]) / 2, RATE).samples)
        sides.append(Clip.from_floats((block[:, 0] - block[:, 1]) / 2, RATE).samples)
    apart = np.concatenate(sides)
    return Record(Clip(np.concatenate(middle), RATE), Clip(apart, RATE) if apart.any() else None)


def stage_song(
    song: SungSong,
    recording: Record | None,
    beats: Beats,
    roles: Sequence[Role],
    *,
    set_name: str = "studio",
    seed: int = 0,
) -> Scene:
    """The song as a scene: the first of the roles sings, all dance.

    `recording`: what is heard; None for a film that has the recording's sound itself. Without beats nobody dances.
    """
    singer = roles[0].who
    entries = [Entry(0.0, "", Mark("set", set_name))]
    if len(roles) > 1:
        entries += [Entry(0.0, role.who, Mark("enter", "")) for role in roles]
    entries += [Entry(0.0, role.who, Mark("expression", "smile", 0.0, song.duration)) for role in roles]
    if recording is not None:
        entries += recording.entries()
    entries += [Entry(start, singer, each) for start, each in perform_song(song, singer)]
    entries += _danced(song, beats, roles, seed)
    entries.append(Entry(song.duration + 0.3, singer, Mark("gesture", "bow")))
    entries.append(Entry(song.duration + TAIL, "", Mark("state", "idle")))
    cast = tuple(role.member for role in roles)
    return Scene(cast, tuple(sorted(entries, key=lambda entry: entry.start)), set_name, song.title, seed)


def perform_song(song: SungSong, who: str) -> Iterator[tuple[float, Performance]]:
    """What is sung, line by line, each with the second at which it starts; its own sound is silence."""
    pitches = find_pitches(song.voice, song.syllables) if song.separated else [None] * len(song.syllables)
    done = 0
    for start, end, line in _spans(song):
        first, last = round(start * FRAME_RATE), round(end * FRAME_RATE)
        if first > done:
            yield from _wordless(song, who, done, first)
        yield first / FRAME_RATE, _performance(song, who, first, last, line, pitches)
        done = last
    yield from _wordless(song, who, done, len(song.track.weights))


def _spans(song: SungSong) -> list[tuple[float, float, Timed]]:
    """The lines, each with the seconds that its mouth takes: of two that meet, up to half-way between."""
    spans = [(max(0.0, line.start - BEFORE), min(song.duration, line.end + AFTER), line) for line in song.lines]
    for number, ((_start, end, line), (after, until, following)) in enumerate(pairwise(list(spans))):
        if end > after:
            middle = float(np.clip((line.end + following.start) / 2, spans[number][0], until))
            spans[number] = (spans[number][0], middle, line)
            spans[number + 1] = (middle, until, following)
    return [span for span in spans if span[1] - span[0] > 1 / FRAME_RATE]


def _wordless(song: SungSong, who: str, first: int, last: int) -> Iterator[tuple[float, Performance]]:
    """What is sung between two frames without words, where a mouth moves."""
    step = round(LONGEST * FRAME_RATE)
    for at in range(first, last, step):
        end = min(at + step, last)
        if len(song.track.weights[at:end]) and song.track.weights[at:end, 0].min() < _SHUT:
            yield at / FRAME_RATE, _performance(song, who, at, end, None, ())


def _performance(
    song: SungSong, who: str, first: int, last: int, line: Timed | None, pitches: Sequence[float | None]
) -> Performance:
    start, seconds = first / FRAME_RATE, (last - first) / FRAME_RATE
    at = line.at if line else 0

    def own(found: Sequence[Timed]) -> tuple[Timed, ...]:
        if line is None:
            return ()
        return tuple(each.moved(-start, -at) for each in found if at <= each.at < at + line.length)

    syllables = own(song.syllables)
    if line and not syllables:  # its time is its file's
        syllables = (Timed(max(0.0, line.start - start), seconds, line.value, 0, line.length),)
    notes = tuple(
        Note(each.start - start, each.end - start, pitch, each.value)
        for each, pitch in zip(song.syllables, pitches, strict=False)
        if line and pitch is not None and at <= each.at < at + line.length
    )
    phones = tuple(
        Timed(max(0.0, each.start - start), min(seconds, each.end - start), each.value)
        for each in song.phones
        if each.end > start and each.start < start + seconds
    )
    speech = Speech(
        Clip.silence(seconds, _SILENT_RATE), line.value if line else "", "", song.language, own(song.words), phones,
        "alignment", notes=notes,
    )  # fmt: skip
    track = song.track
    mouth = MouthTrack(track.weights[first:last], track.rung, track.lead, track.why)
    return Performance(who, speech, mouth, captions=syllables)


def _danced(song: SungSong, beats: Beats, roles: Sequence[Role], seed: int) -> Iterator[Entry]:
    """Everybody's dance, from the first beat to the last."""
    if len(beats.times) < 2:
        return
    grid = [GridBeat(float(n), time, n % beats.bar == beats.first) for n, time in enumerate(beats.times)]
    end = min(song.duration, beats.times[-1] + 60 / beats.bpm)
    sings = tuple((line.start, line.end) for line in song.lines)
    dancers = [Dancer(role.who, sings if number == 0 else (), role.energy) for number, role in enumerate(roles)]
    loud = levels(song.voice)
    usual = float(np.percentile(loud, 60)) if len(loud) else 0.0

    def lively(start: float, until: float) -> float:
        part = loud[round(start * FRAME_RATE) : round(until * FRAME_RATE)]
        over = float(np.percentile(part, 60)) - usual if len(part) else 0.0
        return float(np.clip(10 ** (over / 40), SOFTEST, LOUDEST))

    for who, marks in choreograph(grid, end, dancers, lively, (), seed).items():
        for mark in marks:
            assert mark.end is not None
            yield Entry(mark.start, who, Mark("dance", mark.name, 0.0, mark.end - mark.start, mark.strength))
