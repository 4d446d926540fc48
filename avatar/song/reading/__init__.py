"""Songs out of files: `read_score` for what is sung, `read_lyrics` for the words of a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from avatar.errors import SongError
from avatar.nearest import tell_nearest
from avatar.song.lyrics import LyricLine, Lyrics, LyricWord, lyrics_of
from avatar.song.reading import files, lrc, plain
from avatar.song.score import Score


class Kind(NamedTuple):
    """A kind of files that hold songs."""

    read: Callable[[Path], Score]
    reason: str


def read_score(path: Path) -> Score:
    """The song in a file, by the name's ending. What was not understood or was changed is in its remarks.

    Raises SongError where there is none that can be sung.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise SongError(
            f"No song's name ends in {path.suffix!r}",
            where=path,
            remedy=f"{tell_nearest(path.suffix.lower(), KINDS)} Songs end in {', '.join(KINDS)}.".strip(),
        )
    return kind.read(path)


def read_lyrics(path: Path) -> Lyrics:
    """The words of a song for its recording: LRC, lines of text, or the words of a score with its times.

    Raises SongError where there are none.
    """
    if path.suffix.lower() in KINDS and path.suffix.lower() not in {".txt", ".lrc"}:
        return lyrics_of(read_score(path))
    text, remarks = files.text_of(files.read_bytes(path, files.LARGEST_TEXT), path)
    if lrc.looks_like_lrc(text):
        lyrics = lrc.read_lrc(text)
    elif plain.looks_plain(text):
        lyrics = lyrics_of(plain.read_plain(text, path))
    else:
        lyrics = _lines_of(text)
    if not lyrics.lines:
        raise SongError("There are no words in it", where=path, remedy="Write the song's words, a line each.")
    return replace(lyrics, title=lyrics.title or path.stem, remarks=(*remarks, *lyrics.remarks))


def _lines_of(text: str) -> Lyrics:
    """Words without times."""
    lines = (line.split() for line in text.split("\n"))
    return Lyrics(tuple(LyricLine(tuple(LyricWord(word) for word in line)) for line in lines if line))


def _read_song(path: Path) -> Score:
    text, remarks = files.text_of(files.read_bytes(path, files.LARGEST_TEXT), path)
    score = plain.read_plain(text, path)
    return replace(score, remarks=(*remarks, *score.remarks))


KINDS: dict[str, Kind] = {
    ".song": Kind(_read_song, "our own notation, for who doesn't read music"),
}
"""By the ending of the file's name."""
