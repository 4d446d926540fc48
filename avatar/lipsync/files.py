"""Text files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from avatar.errors import LipSyncError


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends by way of a temporary file beside it, so never half of it.

    Raises LipSyncError where the folder can't be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise LipSyncError(
            f"The file can't be written: {error.strerror}", where=path, remedy="Choose another place."
        ) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise LipSyncError(
            f"The file can't be written: {error.strerror}", where=path, remedy="Choose another place."
        ) from error


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
