"""Plain drawings with clips as flat paths: what a clip hides is cut off once, at load.

A clip costs more than all that it clips, in every frame. An SVG of shapes, groups, copies, transforms and clips becomes
a list of filled paths; one without clips, or with anything else in it, is left to skia's own SVG.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import skia

from avatar.draw.brush import colour
from avatar.draw.pathdata import path_of

_XLINK = "{http://www.w3.org/1999/xlink}href"
_INK = "http://www.inkscape.org/namespaces/inkscape"
_SODIPODI = "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
FINE = 4.0
"""Pixels for a unit of the page up to which outlined strokes stay smooth: an 8K picture."""


class Filled(NamedTuple):
    """A path in the units of the page, and what it is filled with."""

    path: skia.Path
    paint: skia.Paint


class _Unknown(Exception):
    """Something in the drawing that only a whole SVG renderer draws right."""


@dataclass(frozen=True)
class _Style:
    """What a shape inherits from the groups around it."""

    fill: str = "#000000"
    fill_opacity: float = 1.0
    fill_rule: str = "nonzero"
    stroke: str = "none"
    stroke_opacity: float = 1.0
    stroke_width: float = 1.0
    stroke_linecap: str = "butt"
    stroke_linejoin: str = "miter"
    stroke_miterlimit: float = 4.0


_NUMBERS = frozenset({"fill_opacity", "stroke_opacity", "stroke_width", "stroke_miterlimit"})
_STYLES = frozenset(_Style.__dataclass_fields__)
_MEANINGLESS = frozenset(
    "id d transform clip-path points x y x1 y1 x2 y2 cx cy r rx ry width height viewBox version href clip-rule style"
    " paint-order preserveAspectRatio baseProfile".split()
)
"""Attributes that are read elsewhere, or change nothing by themselves."""
_UNDRAWN = frozenset({"defs", "title", "desc", "metadata", "namedview", "clipPath"})
_CAPS = {"butt": skia.Paint.kButt_Cap, "round": skia.Paint.kRound_Cap, "square": skia.Paint.kSquare_Cap}
_JOINS = {"miter": skia.Paint.kMiter_Join, "round": skia.Paint.kRound_Join, "bevel": skia.Paint.kBevel_Join}
_FILLS = {"nonzero": skia.PathFillType.kWinding, "evenodd": skia.PathFillType.kEvenOdd}
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def flattened(svg: bytes) -> tuple[Filled, ...] | None:
    """The paths of a drawing from `avatar.character.art`, back to front; None where skia's own SVG will do, or must."""
    if b"clip-path" not in svg:
        return None
    root = ET.fromstring(svg)
    named = {name: element for element in root.iter() if (name := element.get("id"))}
    try:
        return tuple(_walk(root, _Style(), skia.Matrix(), None, named))
    except (_Unknown, ValueError, KeyError, RuntimeError):
        return None


def _walk(
    element: ET.Element, style: _Style, matrix: skia.Matrix, clip: skia.Path | None, named: Mapping[str, ET.Element]
) -> Iterator[Filled]:
    name = _local(element.tag)
    if name in _UNDRAWN:
        return
    style = _styled(element, style)
    matrix = skia.Matrix.Concat(matrix, _transform(element.get("transform", "")))
    clip = _clipped(element, matrix, clip, named)
    if name in ("g", "svg"):
        for child in element:
            yield from _walk(child, style, matrix, clip, named)
    elif name == "use":
        target = named[(element.get("href") or element.get(_XLINK) or "").removeprefix("#")]
        moved = skia.Matrix.Translate(_number(element, "x"), _number(element, "y"))
        yield from _walk(target, style, skia.Matrix.Concat(matrix, moved), clip, named)
    else:
        yield from _painted(_shape(element, name), style, matrix, clip)


def _painted(path: skia.Path, style: _Style, matrix: skia.Matrix, clip: skia.Path | None) -> Iterator[Filled]:
    if style.fill != "none" and style.fill_opacity > 0:
        path.setFillType(_FILLS[style.fill_rule])
        yield Filled(_cut(path, matrix, clip), _paint(style.fill, style.fill_opacity))
    if style.stroke != "none" and style.stroke_width > 0 and style.stroke_opacity > 0:
        pen = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=style.stroke_width)
        pen.setStrokeCap(_CAPS[style.stroke_linecap])
        pen.setStrokeJoin(_JOINS[style.stroke_linejoin])
        pen.setStrokeMiter(style.stroke_miterlimit)
        outline = skia.Path()
        pen.getFillPath(path, outline, None, FINE)
        yield Filled(_cut(outline, matrix, clip), _paint(style.stroke, style.stroke_opacity))


def _cut(path: skia.Path, matrix: skia.Matrix, clip: skia.Path | None) -> skia.Path:
    placed = skia.Path()
    path.transform(matrix, placed)
    if clip is None:
        return placed
    inside = skia.Op(placed, clip, skia.PathOp.kIntersect_PathOp)
    if inside is None:
        raise _Unknown
    return inside


def _paint(text: str, opacity: float) -> skia.Paint:
    ink = colour(text)
    alpha = round((ink >> 24) * min(1.0, opacity))
    return skia.Paint(Color=(ink & 0xFFFFFF) | alpha << 24, AntiAlias=True)


def _clipped(
    element: ET.Element, matrix: skia.Matrix, clip: skia.Path | None, named: Mapping[str, ET.Element]
) -> skia.Path | None:
    """The clip that applies inside an element: the one around it, and its own."""
    reference = element.get("clip-path", "none")
    if reference == "none":
        return clip
    found = re.fullmatch(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)", reference)
    if found is None:
        raise _Unknown
    window = named[found[1]]
    if window.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse" or window.get("clip-path"):
        raise _Unknown
    whole: skia.Path | None = None
    for child in window:
        inner = skia.Matrix.Concat(_transform(window.get("transform", "")), _transform(child.get("transform", "")))
        shape = _shape(child, _local(child.tag))
        shape.setFillType(_FILLS[child.get("clip-rule", window.get("clip-rule", "nonzero"))])
        placed = _cut(shape, skia.Matrix.Concat(matrix, inner), None)
        whole = placed if whole is None else skia.Op(whole, placed, skia.PathOp.kUnion_PathOp)
    if whole is None:
        raise _Unknown
    return whole if clip is None else _cut(whole, skia.Matrix(), clip)


# ------------------------------------------------------------------------------------------------------------ reading


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _styled(element: ET.Element, style: _Style) -> _Style:
    given: dict[str, str] = {}
    for key, value in element.attrib.items():
        space, _, local = key.rpartition("}")
        if (space and space[1:] in (_INK, _SODIPODI)) or key == _XLINK or key.startswith("xml"):
            continue
        given[local] = value.strip()
    declared = (rule.partition(":") for rule in element.get("style", "").split(";") if ":" in rule)
    given |= {key.strip(): value.strip() for key, _, value in declared}
    found: dict[str, str | float] = {}
    for key, value in given.items():
        field = key.replace("-", "_")
        if field in _STYLES:
            found[field] = float(value.removesuffix("px")) if field in _NUMBERS else _plain(field, value)
        elif key == "class" or (key not in _MEANINGLESS and value not in _USUAL.get(key, ())):
            raise _Unknown
    return replace(style, **found)  # type: ignore[arg-type]


_USUAL: dict[str, tuple[str, ...]] = {
    "opacity": ("1",), "display": ("inline",), "visibility": ("visible",), "overflow": ("visible",),
    "stroke-dasharray": ("none",), "stroke-dashoffset": ("0",), "mix-blend-mode": ("normal",), "filter": ("none",),
    "mask": ("none",), "vector-effect": ("none",),
}  # fmt: skip
"""Attributes that many programs write, with the values that change nothing."""


def _plain(field: str, value: str) -> str:
    if field in ("fill", "stroke") and value != "none":
        if re.fullmatch("#[0-9a-fA-F]{3}", value):
            return "#" + "".join(2 * digit for digit in value[1:])
        if not re.fullmatch("#[0-9a-fA-F]{6}", value):
            raise _Unknown
    return value


def _transform(text: str) -> skia.Matrix:
    matrix = skia.Matrix()
    for name, inside in _TRANSFORM.findall(text):
        matrix = skia.Matrix.Concat(matrix, _step(name, [float(each) for each in _NUMBER.findall(inside)]))
    return matrix


def _step(name: str, numbers: list[float]) -> skia.Matrix:
    if name == "translate":
        return skia.Matrix.Translate(numbers[0], numbers[1] if len(numbers) > 1 else 0.0)
    if name == "scale":
        return skia.Matrix.Scale(numbers[0], numbers[-1])
    if name == "rotate":
        matrix = skia.Matrix()
        matrix.setRotate(numbers[0], *(numbers[1:3] or (0.0, 0.0)))
        return matrix
    if name == "matrix":
        a, b, c, d, e, f = numbers
        return skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)
    raise _Unknown


def _number(element: ET.Element, name: str, without: float = 0.0) -> float:
    value = float(element.get(name, without))
    if not math.isfinite(value):
        raise _Unknown
    return value


def _shape(element: ET.Element, name: str) -> skia.Path:
    """The outline of a shape, in its own units."""
    path = skia.Path()
    if name == "path":
        return path_of(element.get("d", ""))
    if name == "circle":
        path.addCircle(_number(element, "cx"), _number(element, "cy"), _number(element, "r"))
    elif name == "ellipse":
        x, y, wide, high = (_number(element, each) for each in ("cx", "cy", "rx", "ry"))
        path.addOval(skia.Rect.MakeLTRB(x - wide, y - high, x + wide, y + high))
    elif name == "rect":
        box = skia.Rect.MakeXYWH(*(_number(element, each) for each in ("x", "y", "width", "height")))
        rx = _number(element, "rx", _number(element, "ry"))
        ry = _number(element, "ry", rx)
        path.addRoundRect(box, min(rx, box.width() / 2), min(ry, box.height() / 2))
    elif name in ("polygon", "polyline"):
        numbers = [float(each) for each in _NUMBER.findall(element.get("points", ""))]
        path.addPoly([skia.Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)], name == "polygon")
    elif name == "line":
        path.moveTo(_number(element, "x1"), _number(element, "y1"))
        path.lineTo(_number(element, "x2"), _number(element, "y2"))
    else:
        raise _Unknown
    return path
