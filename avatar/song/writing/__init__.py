"""Songs into files: our own notation, UltraStar, and enhanced LRC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from avatar import files
from avatar.errors import SongError
from avatar.nearest import tell_nearest
from avatar.song.score import Remark, Score
from avatar.song.writing import lrc, plain, ultrastar

WRITERS: dict[str, tuple[Callable[[Score], tuple[str, tuple[Remark, ...]]], str]] = {
    ".song": (plain.write_plain, "our own notation: all of it, to be changed by hand"),
    ".txt": (ultrastar.write_ultrastar, "UltraStar: for karaoke games, two parts at most"),
    ".lrc": (lrc.write_lrc, "enhanced LRC: the words with their times, for players"),
}
"""By the ending of the file's name: the writer, and what for."""


def write_score(score: Score, path: Path, *, replace: bool = False) -> tuple[Remark, ...]:
    """Write a song in the kind of file that the name's ending says; gives what that kind can't hold of it.

    Raises SongError where the ending is of no kind, where there is such a file and not `replace`, and where it can't be
    written.
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
    text, remarks = found[0](score)
    try:
        with files.replacing(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise SongError(f"The song can't be written: {error}", where=path, remedy="Check the folder.") from error
    return remarks
