"""Recordings of lines of a show: beside the script, or below its folder."""

from __future__ import annotations

from pathlib import Path

from avatar.show.elements import Problem, shorten

KINDS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".aif", ".aiff")
"""Endings of recordings that can be heard."""


def find(line: int, name: str, folder: Path | None) -> tuple[str, Problem | None]:
    """The path of a recording that a script names, and what is wrong with it; '' where it can't be heard."""
    text = f"[[take: {name}]]"
    if Path(name).suffix.lower() not in KINDS:
        hint = f"Recordings end in {', '.join(KINDS)}. The voice speaks the line."
        return "", Problem(line, shorten(text), "This is no recording", hint)
    try:
        path = (folder / name.replace("\\", "/")).resolve() if folder else None
        there = path is not None and folder is not None and path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):
        path, there = None, False
    if not there:
        hint = "Put it beside the script, or into a folder there. The voice speaks the line meanwhile."
        return "", Problem(line, shorten(text), "This recording is not there", hint)
    return str(path), None
