"""Pictures of your own behind the cast: which names are pictures, and where each is looked for.

A set is named by a name of `avatar.draw.sets`, or by a picture's. What the user names (a flag, a setting) may lie
anywhere.
What came from somebody else (a screenplay, a scene file) may name pictures in its own folder, and below it, alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from avatar import library
from avatar.errors import StageError

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")


def is_picture(name: str) -> bool:
    """Whether a set's name is a picture's."""
    return name.lower().endswith(ENDINGS)


def own_folder() -> Path:
    """Where the user may keep pictures to be named without a path."""
    return library.user_dir() / "sets"


def find(name: str) -> Path:
    """The picture that a user names: a path, or a name in their folder of sets. Raises StageError."""
    try:
        path = Path(name).expanduser()
        found = path if path.is_file() else own_folder() / path.name
        if found.is_file():
            return found.absolute()
    except (OSError, ValueError, RuntimeError):  # too long, no home, a null in it
        pass
    raise StageError(
        "there is no such picture",
        where=name,
        remedy=f"Correct its name; a picture named without a path is looked for here and in {own_folder()}.",
    )


def find_beside(name: str, folders: Sequence[Path], own: Path | None = None) -> Path | None:
    """The file that somebody else's file means: in one of that file's folders or below, else in a folder of the user's
    (that of sets, or `own`).

    Large and small letters are the same, for scene headings are in capitals. None where it is in none, or its path
    leads out of the folder.
    """
    plain = _inner(name)
    if plain is None:
        return None
    for root in (*folders, own or own_folder()):
        found = _step_down(root, plain.parts if root in folders else plain.parts[-1:])
        if found is not None and found.is_file() and found.resolve().is_relative_to(root.resolve()):
            return found.resolve()
    return None


def expect_beside(name: str, folders: Sequence[Path]) -> Path | None:
    """Where a file that is not there would be found first; None where its path leads out of the folder."""
    plain = _inner(name)
    return folders[0] / plain if plain is not None and folders else None


def _inner(name: str) -> Path | None:
    """A path that stays in its folder; None for any other."""
    plain = Path(name.replace("\\", "/"))
    return None if plain.is_absolute() or ".." in plain.parts or "\0" in name else plain


MOST_LISTED = 10_000
"""Files of a folder among which one is looked for."""


def _step_down(folder: Path, parts: tuple[str, ...]) -> Path | None:
    """The file at the end of these names, whatever their case; the exact one first."""
    for part in parts:
        try:
            exact = folder / part
            if exact.exists():
                folder = exact
                continue
            names = (each for each, _ in zip(folder.iterdir(), range(MOST_LISTED), strict=False))
            alike = sorted(each for each in names if each.name.casefold() == part.casefold())
        except (OSError, ValueError):
            return None
        if not alike:
            return None
        folder = alike[0]
    return folder
