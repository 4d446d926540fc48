"""What a film says of itself where somebody in it is a still picture that was made to move."""

from __future__ import annotations

from collections.abc import Iterable

from avatar import __version__, library
from avatar.errors import LibraryError
from avatar.types import CastMember

ANIMATED = "animated still picture"

NOTE = f"{ANIMATED}; made with avatar {__version__}"
"""What goes into the file's metadata."""


def note_origin(cast: Iterable[CastMember]) -> str:
    """The note for a film with this cast; '' where nobody in it is a still picture."""
    return NOTE if any(_is_still(name) for name in {member.character for member in cast}) else ""


def _is_still(character: str) -> bool:
    try:
        return "picture" in library.read_toml(library.character(character) / "character.toml")
    except LibraryError:  # who draws it will say so
        return False
