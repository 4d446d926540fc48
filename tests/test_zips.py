"""Damaged zips, packed in every way that a zip may be, before all who open one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar.brain import cards
from avatar.errors import AvatarError
from avatar.scenefile.reading import Reader
from avatar.studio.importers.zipped import Archive


def read_card(path: Path) -> None:
    cards.read(path)


def read_scene(path: Path) -> None:
    with Reader(path):
        pass


def read_drawing(path: Path) -> None:
    Archive(path).take("member")


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "card": ("card.json", read_card),
    "scene": ("scene.json", read_scene),
    "drawing": ("member", read_drawing),
}


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_zip_is_refused_in_words(tmp_path: Path, reader: str, how: int) -> None:
    member, read = READERS[reader]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as archive:
        archive.writestr(member, '{"text": "' + "many words, " * 400 + '"}')
    path = tmp_path / "it.charx"
    refused = 0
    for at in range(30 + len(member), min(len(whole.getvalue()) - 80, 200)):
        content = bytearray(whole.getvalue())
        content[at] ^= 0xFF
        path.write_bytes(content)
        try:
            read(path)
        except AvatarError as error:
            refused += bool(error.what)
    assert refused > 10
