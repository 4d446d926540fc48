"""Characters made elsewhere: each importer reads one kind of file and makes a character of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import CharacterError
from avatar.plugins import Modules, Registry
from avatar.studio.importers.hints import find_hint

if TYPE_CHECKING:
    from avatar.studio.importers.base import Draft


class PictureWish(NamedTuple):
    """What the user asks, and tells, of a picture that is to talk."""

    whose: str = ""
    """Whose picture it is."""
    agreed: bool = False
    """Whether they agree that it is animated."""
    face: int = 0
    """Which of several faces, by size, from 1; 0 for the largest."""
    every: bool = False
    """Each face becomes a character."""
    mouth: str = ""
    """What the picture shows: shut, open or teeth; or muzzle, or simple (a mouth is drawn); '' to see."""
    by_hand: bool = False
    """No face is looked for."""
    mark: bool = True
    """A small mark in the corner says what it is."""


class Wish(NamedTuple):
    """What the user asks of an import."""

    name: str = ""
    """The new character's name; '' for the file's own."""
    look: str = ""
    """The character whose looks and voice it gets, where the file has none."""
    picture: PictureWish = PictureWish()


class Imported(NamedTuple):
    """A character that was made."""

    folder: Path
    notes: tuple[str, ...] = ()
    """What was taken, what was not, and what to do (`account.Account.lines`)."""
    others: tuple[Path, ...] = ()
    """Folders of further characters that were made of the same file."""


class Importer(NamedTuple):
    """One kind of file."""

    summary: str
    fits: Callable[[Path], bool]
    """Whether a file, or a folder, may be of this kind."""
    make: Callable[[Path, Path, Wish], Imported]
    """Makes a file's character a new folder: (file, folder of characters, wish). Raises AvatarError. Most importers
    use `drawn(read)`."""


_HELPERS = ("account", "base", "godot", "hints", "layered", "rigging", "schemes", "sprites", "swinging", "zipped")
"""What several importers share."""

IMPORTERS: Registry[Importer] = Registry(
    "avatar.importers",
    Modules("avatar.studio.importers", "IMPORTER", but=_HELPERS),
    lambda value: isinstance(value, Importer),
    "an Importer (avatar.studio.importers)",
)


def drawn(read: Callable[[Path], Draft]) -> Callable[[Path, Path, Wish], Imported]:
    """The `make` of an importer whose reader finds the parts of a drawing."""

    def make(path: Path, characters: Path, wish: Wish) -> Imported:
        from avatar.studio.importers.base import make_unique, write

        draft = read(path)
        return Imported(write(draft, wish.name or make_unique(path.resolve().stem, ()), characters), draft.notes)

    return make


def choose_importer(path: Path, kind: str = "") -> str:
    """The importer that reads a file. `kind`: '' to guess it. Raises CharacterError where there is none."""
    if not path.exists():
        raise CharacterError("there is no such file", where=path, remedy="Correct its name.")
    hint = None if kind else find_hint(path)
    if hint is not None:
        raise CharacterError(f"it is {hint.what}, which can't be imported", where=path, remedy=hint.remedy)
    chosen = kind or next((each for each, importer in IMPORTERS.items() if importer.fits(path)), "")
    if chosen not in IMPORTERS:
        known = "; ".join(f"{each}: {importer.summary}" for each, importer in IMPORTERS.items())
        raise CharacterError("no importer knows files of this kind", where=path, remedy=f"There are: {known}.")
    return chosen


def check_name(path: Path, characters: Path, name: str = "") -> None:
    """Raises CharacterError where the name that a file's character would get can't be one, or is taken."""
    from avatar.studio.importers.base import make_unique, new_folder

    new_folder(name or make_unique(path.resolve().stem, ()), characters)


def import_character(
    path: Path, characters: Path, *, kind: str = "", name: str = "", look: str = "", picture: PictureWish | None = None
) -> Imported:
    """A new character among `characters` made of a file, and what was taken of it, what was not, and what to do.

    `kind`: '' to guess it; `name`: '' for the file's; `look`: the character to look like, for files without looks;
    `picture`: what is told of a picture with a face. Raises CharacterError, and for character cards BrainError and
    LibraryError.
    """
    chosen = choose_importer(path, kind)
    return IMPORTERS[chosen].make(path, characters, Wish(name, look, picture or PictureWish()))
