"""Reading art files that may come from anywhere: SVG elements and PNG pictures, made safe before anything draws them.

Nothing in them is executed or fetched: scripts, references out of the file, DOCTYPEs and entities are refused, and
sizes are bounded before anything is decoded.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from avatar.character import drawings
from avatar.character.fields import did_you_mean
from avatar.errors import CharacterError

LARGEST_FILE = 8_000_000
"""Bytes of one art file."""
LARGEST_SIDE = 4096
"""Pixels of a PNG's side."""
LARGEST_AREA = 16_000_000
"""Pixels of a PNG: 64 MB once decoded."""
LARGEST_TOTAL = 64_000_000
"""Pixels of all PNGs of a character together."""
MOST_DRAWN = 50_000
"""Most elements of a drawing, counting every copy that <use> makes."""
DEEPEST = 100
"""Most levels of groups within groups in a drawing."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_REFUSED = frozenset({"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "a"})
_DRAWN_OUTSIDE = frozenset({"defs", "style", "title", "desc", "metadata", "namedview"})
_URL = re.compile(r"url\(\s*['\"]?\s*([^)'\"\s]*)", re.IGNORECASE)
_INK = "http://www.inkscape.org/namespaces/inkscape"

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


@dataclass(frozen=True)
class Art:
    """One layer's picture, checked: an SVG document that holds only that layer, or a PNG."""

    kind: str
    """svg or png."""
    data: bytes
    width: float
    """Canvas units that the whole document spans."""
    height: float
    name: str
    """File and element, for messages."""


def find_inside(folder: Path, name: str, why: str) -> Path:
    """The path of a file inside `folder`.

    Raises CharacterError for a path that leaves the folder (also by a symbolic link) or is no file.
    """
    path = (folder / name).resolve()
    if Path(name).is_absolute() or not path.is_relative_to(folder.resolve()):
        raise CharacterError(
            f"{why} points outside the character's folder: {name}",
            where=folder,
            remedy="Copy the file into the folder and name it relative to that.",
        )
    if not path.is_file():
        raise CharacterError(
            f"{why} names a file that isn't there: {name}", where=folder, remedy="Add it, or correct the name."
        )
    return path


class ArtFiles:
    """The art files of one folder, each read and checked once."""

    def __init__(self, folder: Path, *, reads: bool = True) -> None:
        """`reads` False: drawings stay unread, and empty, for whoever only wants to know how somebody moves."""
        self.folder, self._reads = folder, reads
        self._documents: dict[Path, ET.Element] = {}
        self._pixels = 0.0

    def load(self, reference: str, layer: str) -> Art:
        """The art that `file.svg#element`, `file.svg` or `file.png` names; `layer` is for messages."""
        file, _, element = reference.partition("#")
        path = find_inside(self.folder, file, f"layer {layer!r}")
        if path.stat().st_size > LARGEST_FILE:
            raise CharacterError(
                f"art of layer {layer!r} is larger than {LARGEST_FILE // 1_000_000} MB",
                where=path,
                remedy="Simplify its paths or save it smaller.",
            )
        if path.suffix.lower() == ".svg" and not self._reads:
            return Art("svg", b"", 1.0, 1.0, path.name)
        if path.suffix.lower() == ".svg":
            return self._svg(path, element, layer)
        if path.suffix.lower() == ".png":
            return self._png(path, layer)
        raise CharacterError(
            f"layer {layer!r} names art of an unknown kind: {file}", where=path, remedy="Use .svg or .png."
        )

    def _png(self, path: Path, layer: str) -> Art:
        art = _png(path, layer)
        self._pixels += art.width * art.height
        if self._pixels > LARGEST_TOTAL:
            raise CharacterError(
                f"the pictures come to more than {LARGEST_TOTAL // 1_000_000} megapixels by layer {layer!r}",
                where=path,
                remedy="Crop them to what they show, and give each layer a place.",
            )
        return art

    def _svg(self, path: Path, element: str, layer: str) -> Art:
        root = self._documents.get(path)
        if root is None:
            root = self._documents[path] = _parse(path)
        left, top, width, height = drawings.find_view_box(root, path)
        kept = ET.Element(root.tag, {key: value for key, value in root.attrib.items() if not key.startswith("{")})
        for key, value in (
            ("viewBox", f"0 0 {width:g} {height:g}"),
            ("width", f"{width:g}"),
            ("height", f"{height:g}"),
        ):
            kept.set(key, value)
        for side in ("x", "y"):
            kept.attrib.pop(side, None)
        shown = kept
        if left or top:
            shown = ET.SubElement(kept, f"{{{_SVG}}}g", {"transform": f"translate({-left:g} {-top:g})"})
        if element:
            kept.extend(child for child in root if _local(child) in _DRAWN_OUTSIDE)
            shown.append(_element(root, element, path, layer))
            kept.extend(drawings.find_missing(kept, root))
        else:
            shown.extend(list(root))
        return Art("svg", ET.tostring(kept), width, height, f"{path.name}#{element}" if element else path.name)


def read_drawing(path: Path) -> Art:
    """A whole drawing from anywhere, checked as a character's own are. Raises CharacterError where it is refused."""
    if path.stat().st_size > LARGEST_FILE:
        raise CharacterError(
            f"the drawing is larger than {LARGEST_FILE // 1_000_000} MB", where=path, remedy="Simplify its paths."
        )
    return ArtFiles(path.parent)._svg(path, "", path.name)


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _parse(path: Path) -> ET.Element:
    data = drawings.drop_doctype(path.read_bytes(), path)
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise CharacterError(f"the drawing is not valid SVG: {error}", where=path, remedy="Save it again.") from error
    drawings.drop_programs_own(root)
    drawings.resolve_variables(root, path)
    for element in root.iter():
        _refuse(element, path)
    _refuse_bombs(root, path)
    return root


def _refuse_bombs(root: ET.Element, path: Path) -> None:
    """Refuses drawings that are small as a file and endless when drawn: deep groups, copies of copies of copies."""
    order: list[tuple[ET.Element, int]] = [(root, 0)]
    for element, depth in order:
        if depth > DEEPEST:
            raise CharacterError(
                f"the drawing has more than {DEEPEST} groups within groups", where=path, remedy="Ungroup some of them."
            )
        order.extend((child, depth + 1) for child in element)
    named = {name: element for element, _ in order if (name := element.get("id"))}
    counted: dict[ET.Element, int] = {}

    def drawn(element: ET.Element, inside: tuple[ET.Element, ...]) -> int:
        if element in inside or len(inside) > 4 * DEEPEST:
            raise CharacterError("the drawing has a <use> inside itself", where=path, remedy="Unlink that copy.")
        if element not in counted:
            target = named.get(_target(element)) if _local(element) == "use" else None
            parts = [*element, *([target] if target is not None else [])]
            counted[element] = 1 + sum(drawn(part, (*inside, element)) for part in parts)
        return counted[element]

    if drawn(root, ()) > MOST_DRAWN:
        raise CharacterError(
            f"the drawing comes to more than {MOST_DRAWN} shapes, with its copies",
            where=path,
            remedy="Simplify it, or make a PNG layer of its densest part.",
        )


def _target(element: ET.Element) -> str:
    """The id that a <use> copies."""
    return (element.get("href") or element.get(f"{{{_XLINK}}}href") or "").removeprefix("#")


def _refuse(element: ET.Element, path: Path) -> None:
    name = _local(element)
    if name in _REFUSED or name.startswith("animate"):
        raise CharacterError(
            f"the drawing holds a <{name}>, which is refused",
            where=path,
            remedy="Delete it: nothing in a drawing may run, move by itself or come from elsewhere.",
        )
    texts = [*element.attrib.values(), element.text or ""]
    targets = [url for text in texts for url in _URL.findall(text)]
    for key, value in element.attrib.items():
        key = key.rpartition("}")[2]
        if key.lower().startswith("on"):
            raise CharacterError(
                f"the drawing holds a script in the attribute {key!r}", where=path, remedy="Delete the attribute."
            )
        if key == "href":
            targets.append(value)
    for target in targets:
        if name == "image" and target.startswith("data:"):
            _check_embedded(target, path)
        elif not target.startswith("#"):
            raise CharacterError(
                f"the drawing refers to something outside itself: {target[:80]!r}",
                where=path,
                remedy="Copy what it refers to into the drawing.",
            )
    if name == "style" and "@import" in (element.text or ""):
        raise CharacterError("the drawing imports a style sheet", where=path, remedy="Copy the styles into it.")


def _check_embedded(target: str, path: Path) -> None:
    """Raise CharacterError for an embedded picture that is none, or too large once decoded."""
    kind, _, text = target.partition(",")
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        data = b""
    width, height = _png_size(data) or _jpeg_size(data) or (0, 0)
    if not width or not height:
        raise CharacterError(
            f"the drawing embeds a picture that can't be read ({kind[:40]})",
            where=path,
            remedy="Embed it as PNG or JPEG, or make a PNG layer of it.",
        )
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        raise CharacterError(
            f"the drawing embeds a picture of {width} x {height} pixels",
            where=path,
            remedy=f"Embed it with sides of at most {LARGEST_SIDE} pixels and at most 16 megapixels.",
        )


def _element(root: ET.Element, name: str, path: Path, layer: str) -> ET.Element:
    """The element with that id or Inkscape label, inside copies of the groups around it (their transforms count)."""
    found = _descend(root, name)
    if found is None:
        known = [each for item in root.iter() if (each := item.get("id") or item.get(f"{{{_INK}}}label"))]
        raise CharacterError(
            f"layer {layer!r}: the drawing has no element with the id or label {name!r}",
            where=path,
            remedy=did_you_mean(name, known),
        )
    return found


def _descend(parent: ET.Element, name: str) -> ET.Element | None:
    for child in parent:
        if name in (child.get("id"), child.get(f"{{{_INK}}}label")):
            return child
        inner = _descend(child, name)
        if inner is not None:
            group = ET.Element(child.tag, dict(child.attrib))
            group.append(inner)
            return group
    return None


def _png(path: Path, layer: str) -> Art:
    data = path.read_bytes()
    size = _png_size(data)
    if size is None:
        raise CharacterError(f"art of layer {layer!r} is no PNG picture", where=path, remedy="Save it as PNG again.")
    width, height = size
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= LARGEST_AREA):
        raise CharacterError(
            f"art of layer {layer!r} is {width} x {height} pixels",
            where=path,
            remedy=f"Save it with sides of at most {LARGEST_SIDE} pixels and at most 16 megapixels.",
        )
    return Art("png", data, width, height, path.name)


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where it is no PNG."""
    if len(data) < 33 or data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return int(width), int(height)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the frame's header (ITU-T T.81, B.2.2); None where it is no JPEG."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + max(2, length)
    return None
