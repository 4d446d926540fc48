"""Where the model's files lie: a folder named by AVATAR_MODELS, else the user's own, else the package's."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from avatar import library
from avatar.errors import LipSyncError


def own(name: str) -> Path | None:
    """Where one of the model's files lies if another than the package's is used."""
    named = os.environ.get("AVATAR_MODELS")
    folders = ([Path(named)] if named else []) + [library.user_dir() / "models"]
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def read(name: str) -> bytes:
    """The content of one of the model's files. Raises LipSyncError where it is nowhere, or can't be read."""
    found = own(name) or resources.files(__package__) / "models" / name
    try:
        return found.read_bytes()
    except OSError as error:
        what = f"The model's {name} is not installed, or can't be read"
        raise LipSyncError(what, where=found, remedy="Reinstall avatar.") from error
