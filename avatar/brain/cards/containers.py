"""Where a card lies in a file: JSON as it is, in a picture's texts, or in an archive (CHARX, alone or behind a JPEG).

Sources: PNG (W3C); character-card-spec-v3, "CHARX"; RisuAI, which writes the archive behind a picture.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from avatar import zips

LARGEST_CARD = 4 << 20
"""Bytes of a card's JSON."""
LARGEST_PICTURE = 16 << 20
MOST_FILES = 2000
"""Files in an archive."""

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
ZIP = b"PK\x03\x04"
_KEYWORDS = ("ccv3", "chara")
"""Best first: a card of version 3 carries one of version 2 for older programs."""
_PORTRAITS = ("assets/icon/main.", "assets/icon/", "assets/icons/", "assets/")
"""Where an archive has the portrait, the likeliest first."""


class NoCard(Exception):
    """Says what is wrong, as the rest of a sentence that begins "The character card"."""


def take_out(content: bytes) -> tuple[bytes, bytes]:
    """A card's JSON, and its portrait (PNG, JPEG or WebP; b"" where there is none). Raises NoCard."""
    if content.startswith(PNG):
        return _from_png(content), content
    if content.startswith(ZIP):
        return _from_archive(content)
    if content.startswith(JPEG):
        if ZIP not in content:
            raise NoCard("is a picture without a card in it")
        card, portrait = _from_archive(content)
        return card, portrait or content[: content.index(ZIP)]
    return content, b""


def _from_archive(content: bytes) -> tuple[bytes, bytes]:
    """The card and the portrait of a CHARX archive; nothing is unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {each.filename.lower(): each for each in archive.infolist()[:MOST_FILES]}
            if "card.json" not in entries:
                raise NoCard("is an archive without a card in it")
            card = _unpacked(archive, entries["card.json"], LARGEST_CARD)
            pictures = [name for name in sorted(entries) if name.endswith((".png", ".jpg", ".jpeg", ".webp"))]
            first = next((name for place in _PORTRAITS for name in pictures if name.startswith(place)), "")
            return card, _unpacked(archive, entries[first], LARGEST_PICTURE) if first else b""
    except zips.BROKEN as error:
        raise NoCard("is a broken archive") from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise NoCard("is larger than a card may be")
    return content


def _from_png(content: bytes) -> bytes:
    """The JSON in a PNG's text chunk."""
    found: dict[str, bytes] = {}
    for kind, body in _chunks(content):
        keyword, _, value = body.partition(b"\0")
        name = keyword.decode("latin-1").lower()
        if name not in _KEYWORDS or name in found:
            continue
        if kind == b"tEXt":
            found[name] = value
        elif kind == b"zTXt":
            found[name] = _inflated(value[1:])
        elif kind == b"iTXt":
            found[name] = _international(value)
    for name in _KEYWORDS:
        if name in found:
            try:
                return base64.b64decode(found[name], validate=False)
            except (binascii.Error, ValueError) as error:
                raise NoCard("holds a broken card") from error
    raise NoCard("is a picture without a card in it")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, body) of each chunk, as far as the file is whole. PNG (W3C), section 5.3."""
    at = len(PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind == b"IEND" or at + 12 + length > len(content):
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt") and length <= 2 * LARGEST_CARD:
            yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _international(value: bytes) -> bytes:
    compressed = value[:1] == b"\1"
    text = value[2:].split(b"\0", 2)[-1]
    return _inflated(text) if compressed else text


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(value, 2 * LARGEST_CARD)
    except zlib.error:
        return b""
