"""Nets of one's own: the one in use, and those from before it, to go back to.

They lie in `models` of the user's own folder, where the run time looks before the package's. What a learned net
replaces goes to `models/before/NUMBER`; an empty folder there means that avatar's own net was in use.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from avatar import library
from avatar.files import replacing
from avatar.lipsync import installed
from avatar.studio.manifest import DatasetError

NET, CARD, TOLD = "whole.tflite", "whole.json", "learned.json"
MOST = 20
"""Nets from before that are kept; the oldest goes first."""


def models() -> Path:
    """The folder of one's own nets; it need not exist."""
    return library.user_dir() / "models"


def install(net: bytes, told: Mapping[str, object]) -> Path:
    """Put a learned net in use and keep the one from before; the file of the net. `told`: what is noted of it."""
    folder = models()
    folder.mkdir(parents=True, exist_ok=True)
    card = installed.read(CARD)
    kept = _before()
    place = folder / "before" / f"{1 + max((int(p.name) for p in kept), default=0):04d}"
    place.mkdir(parents=True)
    for name in (NET, CARD, TOLD):
        if (folder / name).is_file():
            shutil.copy2(folder / name, place / name)
    for old in kept[: max(0, len(kept) + 1 - MOST)]:
        shutil.rmtree(old)
    for name, content in ((CARD, card), (TOLD, _noted(told)), (NET, net)):
        with replacing(folder / name) as file:
            file.write(content)
    return folder / NET


def _noted(told: Mapping[str, object]) -> bytes:
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def undo() -> str:
    """Go back to the net that was in use before the last learned one; what is used now, in words.

    Raises DatasetError where there is none to go back to.
    """
    kept = _before()
    if not kept:
        raise DatasetError("There is no net from before to go back to", where=models())
    folder, last = models(), kept[-1]
    for name in (NET, CARD, TOLD):
        if (last / name).is_file():
            with replacing(folder / name) as file:
                file.write((last / name).read_bytes())
        else:
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(last)
    return "the net from before" if (folder / NET).is_file() else "the net that came with avatar"


def _before() -> list[Path]:
    """Folders of nets from before, the oldest first."""
    folder = models() / "before"
    return sorted(p for p in folder.glob("*") if p.is_dir() and p.name.isdecimal()) if folder.is_dir() else []
