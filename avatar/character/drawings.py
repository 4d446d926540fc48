"""Mending what programs write into SVG that says no more than a plain drawing does: see `art` for what is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path

from avatar.errors import CharacterError

_SVG = "http://www.w3.org/2000/svg"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")

MOST_REPLACED = 2_000_000
"""Most characters that variables' values come to in a drawing, each place counted: values may hold variables."""
DEEPEST_VARIABLE = 8
"""Most variables within variables."""

_PIXELS: Mapping[str, float] = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6,
}  # fmt: skip
"""User units of each unit of length: CSS has 96 to the inch."""

_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[<>]*>", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"\s]+)", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")

NEWER_COLOURS: Mapping[str, str] = {"rebeccapurple": "#663399"}
"""Names of colours that came after those which every renderer knows."""


def drop_doctype(data: bytes, path: Path) -> bytes:
    """A drawing without its document type, which tells nobody anything. Raises CharacterError for one with entities."""
    plain = _DOCTYPE.sub(b"", data, count=1)
    if re.search(rb"<!(DOCTYPE|ENTITY)", plain, re.IGNORECASE):
        raise CharacterError(
            "the drawing defines entities in its DOCTYPE", where=path, remedy="Save it as plain SVG (no entities)."
        )
    return plain


def find_view_box(root: ET.Element, path: Path) -> tuple[float, float, float, float]:
    """Left, top, width and height of what a drawing shows, in its own units: its viewBox, else its size.

    Raises CharacterError where it has neither.
    """
    try:
        values = [float(each) for each in root.get("viewBox", "").replace(",", " ").split()]
    except ValueError:
        values = []
    if not values:
        values = [0.0, 0.0, _read_length(root.get("width", "")), _read_length(root.get("height", ""))]
    if len(values) != 4 or not all(1 <= each <= 10_000 for each in values[2:]) or max(map(abs, values[:2])) > 1e6:
        raise CharacterError(
            "the drawing has no usable viewBox, nor a width and height",
            where=path,
            remedy='Give its <svg> a viewBox="0 0 WIDTH HEIGHT" with sides from 1 to 10000.',
        )
    return (values[0], values[1], values[2], values[3])


def _read_length(text: str) -> float:
    """A length in user units; 0 for none, and for a share of who knows what."""
    found = _LENGTH.fullmatch(text)
    try:
        return float(found[1]) * _PIXELS.get(found[2].lower(), 0.0) if found else 0.0
    except ValueError:
        return 0.0


def drop_programs_own(root: ET.Element) -> None:
    """Take out what a program keeps in a <switch> for itself alone, as Illustrator its own file."""
    for switch in root.iter(f"{{{_SVG}}}switch"):
        for child in list(switch):
            if child.tag == f"{{{_SVG}}}foreignObject" and child.get("requiredExtensions"):
                switch.remove(child)


def resolve_variables(root: ET.Element, path: Path) -> None:
    """Put the values of style sheets' variables (`var(--skin)`) and of newer names of colours where they are used.

    Raises CharacterError for a variable that nothing defines.
    """
    defined = {
        name: value.strip()
        for element in root.iter()
        for text in (element.text if _is_style(element) else "", element.get("style"))
        for name, value in _DEFINED.findall(text or "")
    }
    left = MOST_REPLACED

    def value_of(text: str, depth: int = 0) -> str:
        def look_up(found: re.Match[str]) -> str:
            nonlocal left
            value = defined.get(found[1], found[2])
            left -= 1 + len(value or "")
            if value is None or depth > DEEPEST_VARIABLE or left < 0:
                raise CharacterError(
                    f"the drawing uses the variable {found[1]}, which nothing in it defines",
                    where=path,
                    remedy=f"Write its value there, or define {found[1]} in the drawing's <style>.",
                )
            return value_of(value, depth + 1)

        return _VARIABLE.sub(look_up, text) if "var(" in text else text

    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, NEWER_COLOURS.get(value.strip().lower(), value_of(value)))
        if _is_style(element) and element.text:
            element.text = value_of(element.text)


def _is_style(element: ET.Element) -> bool:
    return element.tag == f"{{{_SVG}}}style"


def find_missing(kept: ET.Element, root: ET.Element) -> Iterator[ET.Element]:
    """What a part of a drawing refers to and does not hold: gradients, clips and symbols that stand elsewhere, and all
    style sheets, in <defs>. `kept`: the part; `root`: the whole.
    """
    defs = ET.Element(f"{{{_SVG}}}defs")
    there = {id(element) for element in kept.iter()}
    defs.extend(style for style in root.iter(f"{{{_SVG}}}style") if id(style) not in there)
    named = {name: element for element in root.iter() if (name := element.get("id"))}
    known = {name for element in kept.iter() if (name := element.get("id"))}
    open_ = [kept, *defs]
    while open_:
        for element in open_.pop().iter():
            for name in _references(element):
                if name not in known and name in named:
                    known |= {inner for each in named[name].iter() if (inner := each.get("id"))}
                    defs.append(named[name])
                    open_.append(named[name])
    if len(defs):
        yield defs


def _references(element: ET.Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if key in _HREFS:
            yield value.removeprefix("#")
        yield from _REFERENCE.findall(value)
    if _is_style(element):
        yield from _REFERENCE.findall(element.text or "")
