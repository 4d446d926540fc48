"""A Krita document (.kra): a zip of maindoc.xml and one file of compressed tiles for each layer.

Read from Krita's own source (invent.kde.org/graphics/krita: plugins/impex/libkra/kis_kra_loader.cpp and
libs/image/tiles3/swap/kis_tile_compressor_2.cpp) and docs.krita.org, "The .kra file format".
The first layer lies in front.

A layer's file has lines VERSION 2, TILEWIDTH, TILEHEIGHT, PIXELSIZE and DATA (how many tiles), then of each tile a line
`x,y,LZF,bytes` and its bytes: 1 and the pixels plane by plane, compressed by LZF; or 0 and the pixels one by one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft
from avatar.studio.importers.layered import Document, Ink, Layer, check_page, make_draft
from avatar.studio.importers.zipped import Archive, number

TILE = 64
"""Pixels of a tile's side."""

_COLOURS: Mapping[str, tuple[int, tuple[int, int, int, int]]] = {
    "RGBA": (1, (2, 1, 0, 3)),
    "RGBA16": (2, (2, 1, 0, 3)),
    "GRAYA": (1, (0, 0, 0, 1)),
    "GRAYAU16": (2, (0, 0, 0, 1)),
}
"""Kind of colours to the bytes of a channel, and which of its channels are red, green, blue and alpha."""

_HEAD = re.compile(rb"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE (\d{1,2})\nDATA (\d{1,6})\n")
_TILE = re.compile(rb"(-?\d{1,6}),(-?\d{1,6}),LZF,(\d{1,6})\n")

_KINDS = {
    "shapelayer": "is a vector layer",
    "adjustmentlayer": "is a filter layer",
    "generatorlayer": "is a fill layer",
    "clonelayer": "is a clone of another layer",
    "filelayer": "is a file layer",
}
"""Layers that are left out."""


class _Page(NamedTuple):
    archive: Archive
    folder: str
    """Where the layers' files lie in the archive."""
    width: int
    height: int


def fits(path: Path) -> bool:
    """Whether a path may be a Krita document."""
    return path.suffix.lower() in (".kra", ".krz") and path.is_file()


def read_kra(path: Path) -> Draft:
    """The character of a Krita document. Raises CharacterError where it is broken, or has no mouths."""
    archive = Archive(path)
    image = archive.take_xml("maindoc.xml").find("IMAGE")
    if image is None:
        raise archive.broken("it holds no picture")
    width, height = (int(number(image.get(side), 0, 0, 1e6)) for side in ("width", "height"))
    check_page(width, height, path)
    page = _Page(archive, f"{image.get('name', '')}/layers/", width, height)
    layers = image.find("layers")
    return make_draft(Document(width, height, tuple(_layers(layers, page)) if layers is not None else ()), path)


def _layers(group: ET.Element, page: _Page) -> Iterator[Layer]:
    """A group's layers, back to front."""
    for each in reversed(group.findall("layer")):
        kind, inner = each.get("nodetype", "paintlayer"), each.find("layers")
        grouped = kind == "grouplayer"
        yield Layer(
            name=each.get("name", "layer"),
            visible=each.get("visible", "1") != "0",
            opacity=number(each.get("opacity"), 255.0, 0.0, 255.0) / 255,
            clip="below" if each.get("channelflags") == "1110" and not grouped else "",
            undrawn=tuple(_list_undrawn(each, kind)),
            read=(lambda each=each: _ink(each, page)) if kind == "paintlayer" else None,  # type: ignore[misc]
            layers=tuple(_layers(inner, page) if inner is not None else ()) if grouped else None,
        )


def _list_undrawn(layer: ET.Element, kind: str) -> Iterator[str]:
    """What of a layer is not drawn as Krita draws it."""
    name = layer.get("name", "layer")
    if kind not in ("paintlayer", "grouplayer"):
        yield f"Layer {name!r} {_KINDS.get(kind, f'is a {kind}')}: it is left out."
        return
    blend = layer.get("compositeop", "normal")
    if blend != "normal":
        yield f"Layer {name!r} is blended by {blend.replace('_', ' ')}: it is drawn as normal."
    if layer.get("layerstyle"):
        yield f"Layer {name!r} has a layer style (a shadow, a glow, an outline), which is not drawn."
    if kind == "grouplayer" and layer.get("channelflags") == "1110":
        yield f"Group {name!r} inherits alpha, which is not done."
    for mask in layer.iterfind("masks/mask"):
        yield f"Layer {name!r} has a mask, {mask.get('name', 'mask')!r}, which is not applied."
    if layer.get("keyframes"):
        yield f"Layer {name!r} is animated: it keeps still."


# ------------------------------------------------------------------------------------------------------------ tiles


def _ink(layer: ET.Element, page: _Page) -> Ink | None:
    """A layer's pixels on the page; None where it has none."""
    archive, name = page.archive, layer.get("name", "layer")
    space = layer.get("colorspacename", "RGBA")
    if space not in _COLOURS:
        raise CharacterError(
            f"layer {name!r} has colours of the kind {space}", where=archive.path,
            remedy="In Krita: Image, Convert Image Color Space, RGB/Alpha with 8 bits. Save it again.",
        )  # fmt: skip
    wide, channels = _COLOURS[space]
    file = page.folder + layer.get("filename", "")
    if file not in archive.names:
        file = next((each for each in sorted(archive.names) if each.endswith(f"/layers/{layer.get('filename')}")), file)
    data = archive.take(file)
    head = _HEAD.match(data)
    pixel = wide * (1 + max(channels))
    if head is None or int(head[1]) != pixel:
        raise archive.broken(f"the pixels of layer {name!r} are of an unknown kind")
    x, y = (int(number(layer.get(side), 0, -100_000, 100_000)) for side in ("x", "y"))
    canvas = _start(file, page, pixel, channels, wide)
    for left, top, tile in _tiles(data, head, pixel, archive, name):
        _put(canvas, tile[..., wide - 1 :: wide][..., channels], left + x, top + y)
    return Ink(canvas, 0, 0)


def _start(file: str, page: _Page, pixel: int, channels: tuple[int, ...], wide: int) -> NDArray[np.uint8]:
    """A page of what a layer is where nobody has painted: mostly nothing."""
    canvas = np.zeros((page.height, page.width, 4), np.uint8)
    if f"{file}.defaultpixel" in page.archive.names:
        usual = page.archive.take(f"{file}.defaultpixel", 64)
        if len(usual) == pixel:
            canvas[:] = np.frombuffer(usual, np.uint8)[wide - 1 :: wide][list(channels)]
    return canvas


def _tiles(
    data: bytes, head: re.Match[bytes], pixel: int, archive: Archive, name: str
) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Left, top and bytes of each tile, shape (64, 64, bytes of a pixel)."""
    at, size = head.end(), TILE * TILE * pixel
    for _ in range(int(head[2])):
        line = _TILE.match(data, at)
        if line is None or line.end() + int(line[3]) > len(data) or int(line[3]) < 1:
            raise archive.broken(f"the pixels of layer {name!r} break off")
        at = line.end() + int(line[3])
        body = data[line.end() + 1 : at]
        flat = unpack_lzf(body, size) if data[line.end()] == 1 else body
        if len(flat) != size:
            raise archive.broken(f"a tile of layer {name!r} is damaged")
        values = np.frombuffer(flat, np.uint8)
        planes = values.reshape(pixel, TILE, TILE).transpose(1, 2, 0)
        yield int(line[1]), int(line[2]), planes if data[line.end()] == 1 else values.reshape(TILE, TILE, pixel)


def _put(canvas: NDArray[np.uint8], tile: NDArray[np.uint8], left: int, top: int) -> None:
    """Lays a tile on the page; what lies beside the page is lost."""
    high, wide = canvas.shape[:2]
    rows, columns = slice(max(0, top), min(high, top + TILE)), slice(max(0, left), min(wide, left + TILE))
    if rows.start < rows.stop and columns.start < columns.stop:
        canvas[rows, columns] = tile[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def unpack_lzf(data: bytes, size: int) -> bytes:
    """What LZF packed, at most `size` bytes; what is damaged comes out shorter or longer. Source: liblzf, lzf_d.c."""
    out = bytearray()
    at = 0
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        if control < 32:  # so many bytes as they are, and one
            out += data[at : at + control + 1]
            at += control + 1
            continue
        length = control >> 5
        if length == 7 and at < len(data):
            length += data[at]
            at += 1
        if at >= len(data):
            break
        back = len(out) - ((control & 31) << 8) - data[at] - 1
        at += 1
        if back < 0:
            break
        piece = out[back : back + length + 2]
        out += (piece * (1 + (length + 2) // len(piece)))[: length + 2]  # it may repeat what it is making
    return bytes(out)


IMPORTER = Importer("a Krita document with named layers", fits, drawn(read_kra))
