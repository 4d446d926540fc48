"""Pictures of your own behind the cast: which names are pictures, and where each is looked for.

A set is named by a name of `avatar.draw.sets`, or by a picture's. What the user names (a flag, a setting) may lie
anywhere.
What came from somebody else (a screenplay, a scene file) may name pictures in its own folder, and below it, alone.
"""

from __future__ import annotations

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


def find_beside(name: str, folder: Path | None, own: Path | None = None) -> Path | None:
    """The file that somebody else's file means: in that file's folder or below, else in a folder of the user's (that of
    sets, or `own`).

    Large and small letters are the same, for scene headings are in capitals. None where it is in neither, or its path
    leads out of the folder.
    """
    plain = Path(name.replace("\\", "/"))
    if plain.is_absolute() or ".." in plain.parts or "\0" in name:
        return None
    for root in filter(None, (folder, own or own_folder())):
        found = _step_down(root, plain.parts if root == folder else plain.parts[-1:])
        if found is not None and found.is_file() and found.resolve().is_relative_to(root.resolve()):
            return found.resolve()
    return None


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
