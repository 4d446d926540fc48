"""What was found in a recorded song, as files for players and games: enhanced LRC and UltraStar.

LRC: https://en.wikipedia.org/wiki/LRC_(file_format), with a time before each syllable. UltraStar:
https://usdx.eu/format/, whose beats are quarters of the tempo's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from avatar import files
from avatar.errors import SongError
from avatar.song.recorded.aligning import SungSong
from avatar.song.recorded.pitches import find_pitches
from avatar.types import Timed

BEATS_A_MINUTE = 300.0
"""UltraStar's, four times as fast as a tempo of 75: a step is 50 ms."""
_STEP = 60.0 / BEATS_A_MINUTE / 4.0
_MIDDLE = 60
"""MIDI number of UltraStar's pitch 0."""

ENDINGS = {".lrc": "enhanced LRC", ".txt": "UltraStar"}


def write_words(song: SungSong, path: Path, recording: str = "") -> None:
    """The song's words with their times, in the format that the ending names.

    `recording`: the name of its sound file, for games. Raises SongError where no word was found, the ending is of no
    such format, or the file can't be written.
    """
    if path.suffix.lower() not in ENDINGS:
        remedy = f"Use {' or '.join(f'{ending} ({what})' for ending, what in ENDINGS.items())}."
        raise SongError(f"No file of words ends in {path.suffix!r}", where=path, remedy=remedy)
    if not song.syllables:
        raise SongError("There are no words with times to write", where=path, remedy="Give the song's own words.")
    text = write_lrc(song) if path.suffix.lower() == ".lrc" else write_ultrastar(song, recording)
    try:
        with files.replacing(path) as file:
            file.write(text.encode())
    except OSError as error:
        remedy = "Choose another folder."
        raise SongError(f"The words can't be written: {error.strerror}", where=path, remedy=remedy) from error


def write_lrc(song: SungSong) -> str:
    """Enhanced LRC: a time before each line and each of its syllables, and one where it is over."""
    rows = [
        f"[{tag}:{value}]" for tag, value in (("ti", song.title), ("ar", song.artist), ("la", song.language)) if value
    ]
    for line in song.lines:
        row, at = f"[{_clock(line.start)}]", 0
        for each in _within(song, line):
            row += f"{line.value[at : each.at - line.at]}<{_clock(each.start)}>"
            at = each.at - line.at
        rows.append(f"{row}{line.value[at:]}<{_clock(line.end)}>")
    return "\n".join([*rows, ""])


def write_ultrastar(song: SungSong, recording: str = "") -> str:
    """UltraStar: a note for each syllable, on the pitch that is heard; freestyle where none is, or a band is heard."""
    head = {"TITLE": song.title or "Unknown", "ARTIST": song.artist or "Unknown", "LANGUAGE": song.language,
            "MP3": recording, "BPM": f"{BEATS_A_MINUTE:g}", "GAP": "0"}  # fmt: skip
    rows = [f"#{name}:{value}" for name, value in head.items() if value]
    sung = find_pitches(song.voice, song.syllables) if song.separated else [None] * len(song.syllables)
    pitches = dict(zip((each.at for each in song.syllables), sung, strict=True))
    free = 0
    for number, line in enumerate(song.lines):
        if number:
            rows.append(f"- {max(free, round(line.start / _STEP) - 1)}")
        for each in _within(song, line):
            start = max(free, round(each.start / _STEP))
            free = max(start + 1, round(each.end / _STEP))
            pitch = pitches[each.at]
            kind, key = ("F", 0) if pitch is None else (":", round(pitch) - _MIDDLE)
            before = song.text[max(line.at, each.at - 1) : each.at]
            rows.append(f"{kind} {start} {free - start} {key} {' ' if before.isspace() else ''}{each.value}")
    return "\n".join([*rows, "E", ""])


def _within(song: SungSong, line: Timed) -> Iterator[Timed]:
    """The syllables of a line."""
    return (each for each in song.syllables if line.at <= each.at < line.at + line.length)


def _clock(second: float) -> str:
    minutes, rest = divmod(max(0, round(second * 100)), 6000)
    return f"{minutes:02}:{rest // 100:02}.{rest % 100:02}"
