"""Songs out of files: `read_score` for what is sung, `read_lyrics` for the words of a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from avatar.errors import SongError
from avatar.nearest import tell_nearest
from avatar.song.lyrics import LyricLine, Lyrics, LyricWord, lyrics_of
from avatar.song.reading import abc, files, lrc, midi, musicxml, plain, ultrastar
from avatar.song.reading.sung_words import keep_sung
from avatar.song.score import Score


class Kind(NamedTuple):
    """A kind of files that hold songs."""

    read: Callable[[Path], Score]
    reason: str
    """Why it is read."""


def read_score(path: Path) -> Score:
    """The song in a file, by the name's ending. What was not understood or was changed is in its remarks.

    Raises SongError where there is none that can be sung.
    """
    kind = KINDS.get(path.suffix.lower())
    if path.suffix.lower() == ".lrc":
        raise SongError(
            "LRC has words and their times, but no notes", where=path,
            remedy="Give the recording, too: --audio FILE --lyrics FILE.",
        )  # fmt: skip
    if kind is None:
        raise SongError(
            f"No song's name ends in {path.suffix!r}",
            where=path,
            remedy=f"{tell_nearest(path.suffix.lower(), KINDS)} Songs end in {', '.join(KINDS)}.".strip(),
        )
    return kind.read(path)


def read_lyrics(path: Path) -> Lyrics:
    """The words of a song for its recording: LRC, lines of text, UltraStar, or the words of a score with its times.

    What is not sung is left out, and told. Raises SongError where there are none.
    """
    suffix = path.suffix.lower()
    if suffix in KINDS and suffix not in {".txt", ".song"}:
        score = read_score(path)
        return replace(lyrics_of(score), remarks=score.remarks)
    data = files.read_bytes(path, files.LARGEST_TEXT)
    text, remarks = files.text_of(data, path, ultrastar.declared_encoding(data))
    if ultrastar.looks_like_ultrastar(text):
        score, gap = ultrastar.read_timed(text, path)
        lyrics = lyrics_of(score, gap)
    elif lrc.looks_like_lrc(text):
        lyrics = keep_sung(lrc.read_lrc(text), path)
    elif plain.looks_plain(text):
        score = plain.read_plain(text, path)
        lyrics = replace(lyrics_of(score), remarks=score.remarks)
    else:
        lyrics = keep_sung(_lines_of(text), path)
    return replace(lyrics, title=lyrics.title or path.stem, remarks=(*remarks, *lyrics.remarks))


def parse_lyrics(text: str) -> Lyrics:
    """The words in a text, LRC or plain. Raises SongError where it holds none, or too many."""
    return keep_sung(lrc.read_lrc(text) if lrc.looks_like_lrc(text) else _lines_of(text), "")


def _lines_of(text: str) -> Lyrics:
    """Words without times."""
    lines = (line.split() for line in text.split("\n"))
    return Lyrics(tuple(LyricLine(tuple(LyricWord(word) for word in line)) for line in lines if line))


def _read_song(path: Path) -> Score:
    text, remarks = files.text_of(files.read_bytes(path, files.LARGEST_TEXT), path)
    score = plain.read_plain(text, path)
    return replace(score, remarks=(*remarks, *score.remarks))


def _read_text(path: Path) -> Score:
    """UltraStar and our own notation both end in .txt with somebody."""
    data = files.read_bytes(path, files.LARGEST_TEXT)
    text, _ = files.text_of(data, path, ultrastar.declared_encoding(data))
    if ultrastar.looks_like_ultrastar(text):
        return ultrastar.read_file(path)
    if plain.looks_plain(text):
        return _read_song(path)
    raise SongError(
        "It is neither an UltraStar song nor one in our notation",
        where=path,
        remedy="`avatar docs songs` shows how notes are written. Words alone, each line behind a ~, are spoken in "
        "rhythm; without it they go with a recording (--audio).",
    )


KINDS: dict[str, Kind] = {
    ".song": Kind(_read_song, "our own notation, for who doesn't read music"),
    ".musicxml": Kind(musicxml.read_musicxml, "what notation programs exchange, with words, verses and repeats"),
    ".mxl": Kind(musicxml.read_musicxml, "the same, packed"),
    ".xml": Kind(musicxml.read_musicxml, "the same, as older programs name it"),
    ".kar": Kind(midi.read_midi, "karaoke: thousands of songs, whose melody is found by its words"),
    ".mid": Kind(midi.read_midi, "the same; one without words is refused"),
    ".midi": Kind(midi.read_midi, "the same"),
    ".txt": Kind(_read_text, "UltraStar: karaoke games, with every syllable's pitch; or our own notation"),
    ".abc": Kind(abc.read_abc, "folk tunes, through abc2midi"),
}
"""By the ending of the file's name."""
