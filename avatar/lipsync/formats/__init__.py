"""One file for each program's formats, and the table of them all: a file's own are its `FORMATS`."""

from __future__ import annotations

from avatar.lipsync.formats.base import CueSheet, Format, Options, write_file
from avatar.plugins import Registry, Tables

_OWN: Tables[Format] = Tables("avatar.lipsync.formats", "FORMATS", but=("animated", "base", "readers"))

FORMATS: Registry[Format] = Registry(
    "avatar.formats", _OWN, lambda value: isinstance(value, Format), "a Format (avatar.lipsync.formats)"
)

__all__ = ["FORMATS", "CueSheet", "Format", "Options", "write_file"]
