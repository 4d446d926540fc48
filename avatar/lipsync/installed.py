"""Where the model's files lie: a folder named by AVATAR_MODELS, else the user's own, else the package's.

What was learned for one speaker alone lies in `speakers/NAME` of such a folder: voices by their own names, whoever is
recorded by the name that was given. All other speech is heard with the files beside that folder.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from avatar import library
from avatar.errors import LipSyncError

SPEAKERS = "speakers"
TOLD = "learned.json"
"""What is noted of a learned net; the `folders` in it hold recordings of its speaker."""
NET = "whole.tflite"
"""The file without which nothing was learned for a speaker."""

_NAME = re.compile(r"[^\W_][\w .@+-]{0,79}")


def overruled() -> Path | None:
    """The folder that AVATAR_MODELS names, which stands before one's own."""
    named = os.environ.get("AVATAR_MODELS")
    return Path(named) if named else None


def passed_over() -> str:
    """What is to be told where AVATAR_MODELS stands before something that was learned; '' where it does not."""
    named, mine = overruled(), library.user_dir() / "models"
    learned = [*mine.glob(NET), *mine.glob(f"{SPEAKERS}/*/{NET}")] if named is not None and mine.is_dir() else []
    if not learned or named == mine:
        return ""
    return f"AVATAR_MODELS names {named}, so what was learned, in {mine}, is not used"


def own(name: str, speaker: str = "") -> Path | None:
    """Where one of the model's files lies if another than the package's is used. `speaker`: for whose speech."""
    named = overruled()
    folders = ([named] if named else []) + [library.user_dir() / "models"]
    if speaker and can_be_called(speaker):
        folders.insert(0, speaker_folder(speaker, folders[0]))
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def stamps(names: Sequence[str], speaker: str = "") -> tuple[tuple[Path, int] | None, ...]:
    """Where each of some files lies and when it was changed, in ns; None where the package's is used. Another stamp is
    another model."""
    found = (own(name, speaker) for name in names)
    return tuple((each, each.stat().st_mtime_ns) if each is not None else None for each in found)


def read(name: str, speaker: str = "") -> bytes:
    """The content of one of the model's files. Raises LipSyncError where it is nowhere, or can't be read."""
    found = own(name, speaker) or resources.files(__package__) / "models" / name
    try:
        return found.read_bytes()
    except OSError as error:
        what = f"The model's {name} is not installed, or can't be read"
        raise LipSyncError(what, where=found, remedy="Reinstall avatar.") from error


def can_be_called(speaker: str) -> bool:
    """Whether a name can be a speaker's: letters, digits and ` .@+-_`, 80 at most."""
    return _NAME.fullmatch(speaker) is not None and speaker == speaker.rstrip(" .")


def speaker_folder(speaker: str, models: Path) -> Path:
    """Where the nets of a speaker lie in a folder of models; case makes no difference."""
    return models / SPEAKERS / speaker.casefold()


def speakers() -> dict[str, tuple[Path, ...]]:
    """For whom something was learned, and the folders that hold recordings of theirs."""
    base = (overruled() or library.user_dir() / "models") / SPEAKERS
    found = sorted(base.iterdir()) if base.is_dir() else []
    return {folder.name: _folders(folder / TOLD) for folder in found if (folder / NET).is_file()}


def _folders(told: Path) -> tuple[Path, ...]:
    try:
        named = json.loads(told.read_bytes()).get("folders", [])
        return tuple(Path(str(each)) for each in named)
    except (OSError, ValueError, AttributeError, TypeError):
        return ()  # it is still there by its name


def speaker_of(recording: Path) -> str:
    """For whom something was learned in the folder of a recording, or the nearest above it; '' for nobody."""
    known = speakers()
    try:
        above = recording.resolve().parents if known else ()
    except (OSError, ValueError):  # a name that no file can have: whoever reads it says so
        return ""
    near = [(above.index(folder), name) for name, some in known.items() for folder in some if folder in above]
    return min(near, default=(0, ""))[1]


def check_speaker(speaker: str) -> str:
    """The name of somebody for whom something was learned. Raises LipSyncError where nothing was."""
    known = speakers()
    if speaker and speaker.casefold() not in known:
        what = f"Nothing was learned for {speaker}"
        remedy = f"Known: {', '.join(known)}." if known else "`avatar studio learn FOLDER --speaker NAME` does that."
        raise LipSyncError(what, where="--speaker", remedy=remedy)
    return speaker
