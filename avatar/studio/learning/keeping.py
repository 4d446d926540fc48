"""Nets of one's own: those in use, and those from before them, to go back to.

They lie in `models` of the user's own folder, where the run time looks before the package's, and what was learned for
one speaker in `models/speakers/NAME`. What a learned net replaces goes to `models/before/NUMBER`; where nothing was in
its place there is none in that folder either.
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

KEPT = ("whole.tflite", "whole.json", "live.tflite", "live.json", installed.TOLD)
MOST = 20
"""Nets from before that are kept; the oldest goes first."""
_OF = "of.json"
"""In a folder of nets from before: whose they are."""


def models() -> Path:
    """The folder of one's own nets; it need not exist."""
    return library.user_dir() / "models"


def place_of(speaker: str) -> Path:
    """Where the nets of a speaker are put; those that hear everybody for ''."""
    return installed.speaker_folder(speaker, models()) if speaker else models()


def install(nets: Mapping[str, bytes], told: Mapping[str, object], speaker: str = "") -> Path:
    """Put learned nets in use and keep what they replace; their folder. `nets`: by variant; `told`: what is noted of
    them; `speaker`: for whose speech, '' for everybody's."""
    folder = place_of(speaker)
    folder.mkdir(parents=True, exist_ok=True)
    kept = _before()
    place = models() / "before" / f"{1 + max((int(p.name) for p in kept), default=0):04d}"
    place.mkdir(parents=True)
    (place / _OF).write_bytes(_noted({"speaker": speaker}))
    for name in KEPT:
        if (folder / name).is_file():
            shutil.copy2(folder / name, place / name)
    for old in kept[: max(0, len(kept) + 1 - MOST)]:
        shutil.rmtree(old)
    new = {f"{variant}.json": installed.read(f"{variant}.json") for variant in nets}
    new |= {installed.TOLD: _noted(told)} | {f"{variant}.tflite": net for variant, net in nets.items()}
    for name, content in new.items():
        with replacing(folder / name) as file:
            file.write(content)
    return folder


def _noted(told: Mapping[str, object]) -> bytes:
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()


def undo(speaker: str | None = None) -> str:
    """Go back to what was in use before something was learned last: for anybody, or for a speaker; what is used now,
    in words.

    Raises DatasetError where there is nothing to go back to.
    """
    kept = [each for each in _before() if speaker is None or _whose(each) == speaker.casefold()]
    if not kept:
        raise DatasetError("There is no net from before to go back to", where=place_of(speaker or ""))
    last = kept[-1]
    whose = _whose(last)
    folder = place_of(whose)
    for name in KEPT:
        if (last / name).is_file():
            with replacing(folder / name) as file:
                file.write((last / name).read_bytes())
        else:
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(last)
    there = (folder / installed.NET).is_file()
    if not whose:
        return "the net from before" if there else "the net that came with avatar"
    if not there:
        shutil.rmtree(folder, ignore_errors=True)
    return f"for {whose} " + ("the net from before" if there else "the net that hears everybody")


def _whose(before: Path) -> str:
    try:
        return str(json.loads((before / _OF).read_bytes())["speaker"]).casefold()
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # kept before there were speakers


def _before() -> list[Path]:
    """Folders of nets from before, the oldest first."""
    folder = models() / "before"
    return sorted(p for p in folder.glob("*") if p.is_dir() and p.name.isdecimal()) if folder.is_dir() else []
