"""Drawings that only a whole SVG renderer draws right: style sheets, text, filters, masks, blending, symbols, markers.

Skia's own SVG leaves out, or draws black, whatever it does not know, and says nothing. So it gets only drawings that
hold nothing but what is listed here; all others are drawn by resvg, once, as a picture fine enough for any film.
"""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ET

import skia

FINE_HEIGHT = 2160
"""Pixels for the height of a character's canvas: a film in 4K shows each of them once."""
LARGEST = 4096
"""Most pixels of a picture's side."""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"

_ELEMENTS = frozenset(
    "svg g defs path rect circle ellipse line polygon polyline use linearGradient radialGradient stop clipPath title"
    " desc metadata namedview".split()
)
"""Elements of which skia's SVG draws all that these attributes say."""

_FREE = frozenset(
    "id d transform points x y x1 y1 x2 y2 cx cy r rx ry fx fy width height offset viewBox version href class"
    " gradientTransform gradientUnits spreadMethod clip-path clip-rule clipPathUnits preserveAspectRatio baseProfile"
    " fill-rule fill-opacity stroke-opacity stroke-width stroke-linecap stroke-linejoin stroke-miterlimit opacity"
    " stop-opacity stroke-dasharray stroke-dashoffset xmlns".split()
)
"""Attributes that may have any value. A class means nothing where there is no style sheet."""

_COLOURS = frozenset({"fill", "stroke", "stop-color", "color"})
_COLOUR = re.compile(r"none|inherit|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|url\(\s*['\"]?#[^)'\"]+['\"]?\s*\)|black|white")

_IDLE: dict[str, frozenset[str]] = {
    name: frozenset(values.split())
    for name, values in {
        "display": "inline block none", "visibility": "visible", "overflow": "visible hidden", "filter": "none",
        "mask": "none", "mix-blend-mode": "normal", "isolation": "auto", "vector-effect": "none",
        "paint-order": "normal", "marker": "none", "marker-start": "none", "marker-mid": "none", "marker-end": "none",
        "color-interpolation": "sRGB", "color-rendering": "auto", "image-rendering": "auto", "shape-rendering": "auto",
    }.items()
}  # fmt: skip
"""Attributes that programs write as a matter of course, with the values of which skia's SVG needs to know nothing."""

log = logging.getLogger(__name__)


def is_plain(svg: bytes) -> bool:
    """Whether skia's own SVG draws all of a drawing from `avatar.character.art`."""
    return all(_is_plain(element) for element in ET.fromstring(svg).iter())


def _is_plain(element: ET.Element) -> bool:
    name = str(element.tag)
    if not name.startswith(_SVG):
        return True  # other programs' own notes are drawn by nobody
    if name.removeprefix(_SVG) not in _ELEMENTS or (name == f"{_SVG}use" and element.get("href")):
        return False
    given = {key: value.strip() for key, value in element.attrib.items() if not key.startswith("{") or key == _XLINK}
    declared = (rule.partition(":") for rule in given.pop("style", "").split(";") if ":" in rule)
    given |= {key.strip(): value.strip() for key, _, value in declared}
    return all(_is_known(key, value) for key, value in given.items())


def _is_known(key: str, value: str) -> bool:
    if key in _COLOURS:
        return _COLOUR.fullmatch(value) is not None
    return key in _FREE or key == _XLINK or value in _IDLE.get(key, ())


def render(svg: bytes, width: float, height: float) -> skia.Image | None:
    """A drawing as a picture of about `width` by `height` pixels, no side over `LARGEST`; None where it can't be."""
    share = min(1.0, LARGEST / max(width, height))
    size = max(1, round(width * share)), max(1, round(height * share))
    import resvg_py  # most characters need none of it

    fonts = b"<text" in svg or b":text" in svg
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg.decode("utf-8"), width=size[0], height=size[1], skip_system_fonts=not fonts
        )
    except (ValueError, OSError, RuntimeError) as error:
        log.warning("a drawing can't be rendered: %s", error)
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a fault in the renderer's own code comes up
            raise
        log.warning("a drawing can't be rendered: the renderer failed")
        return None
    return skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(png))
