"""New characters from templates: a plain one to start from, or a copy of one that is there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from avatar import library
from avatar.character.art import LARGEST_FILE
from avatar.character.loading import FILE, load
from avatar.errors import CharacterError, LibraryError
from avatar.studio.importers.base import make, new_folder

FOLDER = Path(__file__).parent / "starters"
"""A folder for each template, laid out as a character."""

STARTER = "pip"

_MOST_FILES = 400


def list_templates() -> tuple[str, ...]:
    """Names of the templates."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}")))


def make_character(name: str, characters: Path, template: str = STARTER) -> Path:
    """A new character among `characters`, from a template or another character.

    Raises CharacterError for a name that can't be one or is taken, LibraryError for a template that isn't there.
    """
    source = _source(template)
    target = new_folder(name, characters, told="avatar characters new ")
    old = load(source).name

    def fill(folder: Path) -> None:
        for path in _files(source):
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        file = folder / FILE
        file.write_text(_renamed(file.read_text("utf-8"), old, name), "utf-8")

    make(target, fill)
    return target


def _source(template: str) -> Path:
    if template in list_templates():
        return FOLDER / template
    try:
        return library.character(template)
    except LibraryError as error:
        raise LibraryError(
            f"There is no template and no character called {template!r}",
            remedy=f"Templates: {', '.join(list_templates())}. Characters: {', '.join(library.characters())}.",
        ) from error


def _files(source: Path) -> list[Path]:
    """The files to copy; links are not followed. Raises CharacterError for a folder with too many or too large ones."""
    found = [path for path in sorted(source.rglob("*")) if path.is_file() and not path.is_symlink()]
    if len(found) > _MOST_FILES or any(path.stat().st_size > LARGEST_FILE for path in found):
        raise CharacterError("it holds too much to be copied", where=source, remedy="Copy the folder by hand.")
    return found


def _renamed(text: str, old: str, name: str) -> str:
    """The description with the new name in it; its comments stay."""
    text = re.sub(rf'(?m)^name = "{re.escape(old)}"', f'name = "{name}"', text, count=1)
    title = name.replace("-", " ").replace("_", " ").title()
    return re.sub(r'(?m)^title = ".*?"', f'title = "{title}"', text, count=1)
