"""What was found in a recorded song as a score, for whoever writes scores: a note for each syllable, at its time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from avatar.errors import SongError
from avatar.song.recorded.aligning import SungSong
from avatar.song.recorded.pitches import find_pitches
from avatar.song.score import Part, Score, SungNote, Tempo
from avatar.types import Timed

BPM = 75.0
"""Quarter notes a minute: a recording has times and no bars."""
SHORTEST_S = 0.01

ENDINGS = {".lrc": "enhanced LRC", ".txt": "UltraStar"}
"""Kinds of files that have no bars either, so that a recording can be written into them."""


def make_score(song: SungSong, *, pitched: bool = True) -> Score:
    """The syllables as notes, on the pitch that is heard; without one where none is, or a band is heard.

    `pitched`: whether pitches are looked for. Raises SongError where no word was found.
    """
    if not song.syllables:
        raise SongError("There are no words with times to write", remedy="Give the song's own words.")
    heard = find_pitches(song.voice, song.syllables) if pitched and song.separated else [None] * len(song.syllables)
    pitches = {each.at: pitch for each, pitch in zip(song.syllables, heard, strict=True)}
    notes: list[SungNote] = []
    free = 0.0
    for number, line in enumerate(song.lines):
        for each, text, begins in _written(song, line):
            start = max(free, each.start)
            free = max(start + SHORTEST_S, each.end)
            notes.append(SungNote(_beats(start), _beats(free - start), pitches[each.at], text, begins, number))
    try:
        part = Part("Song", tuple(notes), song.language)
        return Score(song.title, (part,), song.author, (Tempo(0.0, BPM),))
    except ValueError as error:
        raise SongError(f"No score can be made of it: {error}", remedy="Cut it into songs.") from error


def _beats(seconds: float) -> float:
    return seconds * BPM / 60.0


def _written(song: SungSong, line: Timed) -> Iterator[tuple[Timed, str, bool]]:
    """The syllables of a line, each with its letters and the marks around them, and whether it begins a word."""
    its = [each for each in song.syllables if line.at <= each.at < line.at + line.length]
    cuts = [line.at, *(_cut(song.text, a, b) for a, b in pairwise(its)), line.at + line.length]
    for number, each in enumerate(its):
        text = song.text[cuts[number] : cuts[number + 1]]
        before = song.text[cuts[number] - 1 : cuts[number]]
        yield each, " ".join(text.split()), number == 0 or before.isspace()


def _cut(text: str, one: Timed, after: Timed) -> int:
    """Where what stands between two syllables goes to the later one: behind its last blank."""
    end = one.at + one.length
    between = text[end : after.at]
    blank = max((n for n, letter in enumerate(between) if letter.isspace()), default=-1)
    return end + blank + 1 if blank >= 0 else after.at
