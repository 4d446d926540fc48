"""Our own notation of songs, for people who don't read music: `avatar docs songs` shows it with a tune to copy.

    Title: Twinkle, twinkle, little star        what it is called; likewise Author, Tempo, Meter, Key, Language, Style
    c4 c g g | a a g:2                          a line of notes: letter, octave, and beats behind a colon
    ~ [C]Twin-kle, twin-kle, [F]lit-tle [C]star     its words: hyphens between syllables, chords in brackets

Reading goes in two steps: `read_items` makes lines into items, each with its place, and `performing` plays these out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from avatar.nearest import tell_nearest
from avatar.song.reading.drafts import score_of
from avatar.song.reading.notation import looks_like_notes
from avatar.song.reading.performing import Performing
from avatar.song.score import Remark, Score

HEADS = {
    "title": "what it is called",
    "author": "who wrote it",
    "tempo": "beats a minute, as a foot taps them",
    "meter": "beats a bar and what one beat is, as 3/4",
    "key": "what numbers and do, re, mi count from",
    "pickup": "beats before the first whole bar",
    "language": "of the words, as de",
    "style": "how the backing plays",
    "voice": "who sings: of a part, or of the whole song",
    "character": "the same",
    "part": "who sings from here on",
    "with": "who sings at the same time as the part above",
    "canon": "how much later each voice comes in",
    "tune": "begins a tune with a name, which verses can use again",
    "sing": "sings a tune again, with other words or its own",
    "rest": "waits for so many beats or bars",
}
"""What may stand before a colon at a line's beginning."""
_OTHERS = {
    "composer": "author", "artist": "author", "words": "author", "music": "author", "by": "author", "bpm": "tempo",
    "time": "meter", "lang": "language", "backing": "style", "wait": "rest", "round": "canon", "singer": "part",
    "titel": "title",
}  # fmt: skip
"""What people write instead."""

_HEAD = re.compile(r"\s*([A-Za-z][A-Za-z ]{2,20}?)\s*:(?!\d)\s*(.*?)\s*")
_COMMENT = re.compile(r"\s*#(\s.*)?")


@dataclass(frozen=True)
class Head:
    """A line with a name and a colon."""

    line: int
    name: str
    value: str


@dataclass(frozen=True)
class Notes:
    """A line of notes, as it is written."""

    line: int
    text: str


@dataclass(frozen=True)
class Words:
    """A line behind `~`."""

    line: int
    text: str
    below: bool
    """Whether it stands right below the line before, without an empty one between."""


Item = Head | Notes | Words


def read_plain(text: str, path: Path) -> Score:
    """A song in our own notation. Raises SongError where nothing can be sung of it."""
    remarks: list[Remark] = []
    performing = Performing(path, remarks)
    for item in read_items(text, remarks):
        match item:
            case Head(line, name, value):
                performing.head(name, value, f"line {line}")
            case Notes(line, notes):
                performing.notes(notes, f"line {line}")
            case Words(line, words, below):
                performing.words(words, f"line {line}", below)
    song = performing.finished()
    return score_of(
        path, song.title, song.parts, author=song.author, tempos=song.tempos, meters=song.meters, chords=song.chords,
        pickup=song.pickup, style=song.style, dynamics=song.dynamics, remarks=remarks,
    )  # fmt: skip


def looks_plain(text: str) -> bool:
    """Whether a text has lines of words behind `~`."""
    return any(line.lstrip().startswith("~") for line in text.split("\n"))


def read_items(text: str, remarks: list[Remark]) -> list[Item]:
    """What each line is; one that is nothing is told, and left out."""
    items: list[Item] = []
    empty = False
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or _COMMENT.fullmatch(line):
            empty = empty or not bare
            continue
        if bare.startswith("~"):
            items.append(Words(number, bare.lstrip("~").strip(), not empty))
        elif head := _HEAD.fullmatch(line):
            items += _head(number, head[1].lower(), head[2], remarks)
        elif looks_like_notes(bare):
            items.append(Notes(number, bare))
        else:
            remarks.append(
                Remark(f"line {number}", f"{bare[:30]!r} is neither notes nor a heading; words begin with ~")
            )
        empty = False
    return items


def _head(number: int, name: str, value: str, remarks: list[Remark]) -> list[Item]:
    known = name if name in HEADS else _OTHERS.get(name, "")
    if known:
        return [Head(number, known, value)]
    close = tell_nearest(name.capitalize(), (each.capitalize() for each in HEADS))
    remarks.append(Remark(f"line {number}", f"nothing is known by {name.capitalize()}:{' ' if close else ''}{close}"))
    return []
