"""Songs into files: our own notation, UltraStar, and enhanced LRC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from avatar import files
from avatar.errors import SongError
from avatar.nearest import tell_nearest
from avatar.song.score import Remark, Score
from avatar.song.writing import lrc, plain, ultrastar

Written = tuple[str, tuple[Remark, ...]]
"""A file's text, and what it can't hold of the song."""

WRITERS: dict[str, tuple[Callable[[Score, str], Written], str]] = {
    ".song": (lambda score, _: plain.write_plain(score), "our own notation: all of it, to be changed by hand"),
    ".txt": (ultrastar.write_ultrastar, "UltraStar: for karaoke games, two parts at most"),
    ".lrc": (lambda score, _: lrc.write_lrc(score), "enhanced LRC: the words with their times, for players"),
}
"""By the ending of the file's name: the writer, of a song and its recording's name, and what for."""


def write_score(score: Score, path: Path, *, replace: bool = False, recording: str = "") -> tuple[Remark, ...]:
    """Write a song in the kind of file that the name's ending says; gives what that kind can't hold of it.

    `recording`: the name of its sound file, for games. Raises SongError where the ending is of no kind, where there is
    such a file and not `replace`, and where it can't be written.
    """
    found = WRITERS.get(path.suffix.lower())
    if found is None:
        raise SongError(
            f"No song is written into a file that ends in {path.suffix!r}",
            where=path,
            remedy=f"{tell_nearest(path.suffix.lower(), WRITERS)} Use {', '.join(WRITERS)}.".strip(),
        )
    if path.exists() and not replace:
        raise SongError("There is such a file", where=path, remedy="Name another, or remove it first.")
    text, remarks = found[0](score, recording)
    try:
        with files.replacing(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise SongError(f"The song can't be written: {error}", where=path, remedy="Check the folder.") from error
    return remarks
