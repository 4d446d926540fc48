"""What lies in a file that is to be a song: bounded, and as text in whatever encoding it was written."""

from __future__ import annotations

import codecs
from pathlib import Path

from avatar.errors import SongError
from avatar.song.score import Remark
from avatar.text.encodings import decoded

LARGEST_TEXT = 4 << 20
"""Bytes of a song in lines of text; ten thousand notes take a quarter of that."""
LARGEST_FILE = 64 << 20
"""Bytes of MusicXML, which takes a kilobyte a note, or of a MIDI file."""

_UNICODE = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """All that is in a file. Raises SongError where there is none, or nothing in it, or more than `most` bytes."""
    try:
        if path.is_dir():
            raise SongError("A folder is no song", where=path, remedy="Name a file in it.")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        raise SongError("There is no such song", where=path, remedy="Check the name.") from error
    except (OSError, ValueError) as error:
        raise SongError(f"The song can't be read: {error}", where=path, remedy="Check the file.") from error
    if len(data) > most:
        raise SongError(f"The song is over {most >> 20} MB", where=path, remedy="Is it a song at all?")
    if not data.strip():
        raise SongError("The file is empty", where=path, remedy="Write a song into it: see `avatar docs songs`.")
    return data


def text_of(data: bytes, path: Path, declared: str = "") -> tuple[str, tuple[Remark, ...]]:
    """Bytes as text with plain line ends, and what is to be said of their encoding. `declared`: what the file names.

    Raises SongError for what is no text.
    """
    remarks: tuple[Remark, ...] = ()
    try:
        if declared and not data.startswith(_UNICODE):
            text = data.decode(declared)
        else:
            text, western = decoded(data)
            if western:
                remarks = (Remark("", "it is no UTF-8 and was read as Windows-1252"),)
    except (UnicodeDecodeError, LookupError) as error:
        if declared:
            text, others = text_of(data, path)
            return text, (Remark("", f"it isn't written in {declared!r}, as it says"), *others)
        raise SongError("The song is no text that can be read", where=path, remedy="Save it as UTF-8.") from error
    if "\0" in text:
        raise SongError("The song holds bytes that are no text", where=path, remedy="Is it the right file?")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""), remarks
