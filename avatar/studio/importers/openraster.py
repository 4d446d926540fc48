"""An OpenRaster document (.ora): a zip of stack.xml and PNGs, which Krita, GIMP, MyPaint and Pinta save.

Source: www.openraster.org, "File layout" and "Layer stack". The first layer of a stack lies in front.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from avatar.draw import decode_picture
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft, read_png_size
from avatar.studio.importers.layered import Document, Ink, Layer, check_page, make_draft
from avatar.studio.importers.zipped import Archive, number

_FARTHEST = 10_000


def fits(path: Path) -> bool:
    """Whether a path may be an OpenRaster document."""
    return path.suffix.lower() == ".ora" and path.is_file()


def read_ora(path: Path) -> Draft:
    """The character of an OpenRaster document. Raises CharacterError where it is broken, or has no mouths."""
    archive = Archive(path)
    root = archive.take_xml("stack.xml")
    width, height = (int(number(root.get(side), 0, 0, 1e6)) for side in ("w", "h"))
    check_page(width, height, path)
    stack = root.find("stack")
    return make_draft(Document(width, height, tuple(_layers(stack, archive)) if stack is not None else ()), path)


def _layers(stack: ET.Element, archive: Archive) -> Iterator[Layer]:
    """A stack's layers, back to front."""
    for each in reversed(stack):
        if each.tag not in ("layer", "stack"):
            continue
        name = each.get("name", "layer")
        blend = each.get("composite-op", "svg:src-over").removeprefix("svg:")
        undrawn = (f"Layer {name!r} is blended by {blend}: it is drawn as normal.",)
        yield Layer(
            name=name,
            visible=each.get("visibility", "visible") != "hidden",
            opacity=number(each.get("opacity"), 1.0, 0.0, 1.0),
            clip="below" if blend == "src-atop" and each.tag == "layer" else "",
            undrawn=() if blend in ("src-over", "src-atop") else undrawn,
            read=None if each.tag == "stack" else lambda each=each: _ink(each, archive),  # type: ignore[misc]
            layers=tuple(_layers(each, archive)) if each.tag == "stack" else None,
        )


def _ink(layer: ET.Element, archive: Archive) -> Ink:
    source, what = layer.get("src", ""), f"layer {layer.get('name', '')!r}"
    data = archive.take(source)
    read_png_size(data, what, archive.path)
    pixels = decode_picture(data)
    if pixels is None:
        raise archive.broken(f"{source!r} breaks off")
    left, top = (int(number(layer.get(side), 0, -_FARTHEST, _FARTHEST)) for side in ("x", "y"))
    return Ink(pixels, left, top)


IMPORTER = Importer("an OpenRaster document with named layers", fits, drawn(read_ora))
