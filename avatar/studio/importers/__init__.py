"""Characters made elsewhere: each importer reads one kind of file and says what parts it found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from avatar.errors import CharacterError
from avatar.studio.importers import pngtuber, psd, rhubarb
from avatar.studio.importers.base import Draft, unique, write


class Importer(NamedTuple):
    """One kind of file."""

    summary: str
    fits: Callable[[Path], bool]
    read: Callable[[Path], Draft]


IMPORTERS = {
    "psd": Importer("a PSD with Character Animator's layer names", psd.fits, psd.read_psd),
    "rhubarb": Importer("a folder of PNGs named A to H and X", rhubarb.fits, rhubarb.read_folder),
    "pngtuber": Importer("a PNGTuber Plus save file", pngtuber.fits, pngtuber.read_save),
}


def import_character(path: Path, characters: Path, *, kind: str = "", name: str = "") -> tuple[Path, tuple[str, ...]]:
    """A new character among `characters` made of a file, and what the person who drew it should know.

    `kind` '' is guessed, `name` '' is the file's. Raises CharacterError.
    """
    if not path.exists():
        raise CharacterError("there is no such file", where=path, remedy="Correct its name.")
    chosen = kind or next((each for each, importer in IMPORTERS.items() if importer.fits(path)), "")
    if chosen not in IMPORTERS:
        known = "; ".join(f"{each}: {importer.summary}" for each, importer in IMPORTERS.items())
        raise CharacterError("it is of no kind that can be imported", where=path, remedy=f"There are: {known}.")
    draft = IMPORTERS[chosen].read(path)
    return write(draft, name or unique(path.resolve().stem, ()), characters), draft.notes
