"""Names of files, as other programs give them."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from avatar.errors import AvatarError

File = str | PathLike[str]
"""The name of a file."""


def path_of(file: File, error: type[AvatarError]) -> Path:
    """The path of a file, which need not be there.

    Raises `error` for a name that no file can have here (too long, a NUL, half a letter) or a file that can't be
    looked at; TypeError for a value that is no name.
    """
    path = Path(fspath(file))
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as reason:
        what = f"There can be no such file: {getattr(reason, 'strerror', None) or reason}"
        raise error(what, where=ascii(str(path)[:200]), remedy="Give another name.") from reason
    return path
