"""An importer of characters: a file that names a colour becomes a copy of Tock in that colour."""

from __future__ import annotations

import shutil
from pathlib import Path

from avatar.errors import CharacterError
from avatar.studio.importers import Imported, Importer, Wish

TOCK = Path(__file__).parent / "characters" / "tock"


def make(path: Path, characters: Path, wish: Wish) -> Imported:
    name = wish.name or path.stem
    folder = characters / name
    if folder.exists():
        raise CharacterError("there is a character of that name", where=folder, remedy="Give another --name.")
    shutil.copytree(TOCK, folder)
    for file, old, new in (("character.toml", "tock", name), ("tock.svg", "#c8a24b", path.read_text("utf-8").strip())):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(f'"{old}"', f'"{new}"'), "utf-8")
    return Imported(folder, ("It is as round as Tock.",))


DOT = Importer("a text file .dot that names a colour", lambda path: path.suffix == ".dot", make)
