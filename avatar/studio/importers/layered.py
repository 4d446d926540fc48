"""Layered documents, whatever program saved them: which layer is what, and the rig that is made of them.

Readers (`psd`, `openraster`, `krita`) say what a document holds; here its names are understood, wherever they lie and
however they are written (a + or a number before a name is left out):

    Head                       a group: what bends at the neck
    Mouth                      a group of pictures: Neutral, Aa, D, Ee, F, L, M, Oh, R, S, Uh, W-Oo, Smile, Surprised,
                               or mouths by another naming of `schemes`; without such a group, loose layers so named
    Left Eye, Right Eye        groups: Left Blink is seen while the eye is shut, the rest while it is open
    Left Pupil, Right Pupil    move with the gaze
    Left Eyebrow, Right Eyebrow
    Eyes Open, Eyes Closed     both eyes in one picture

Names as https://helpx.adobe.com/adobe-character-animator/using/prepare-artwork.html lists them. Which eye is left is
seen from where it lies, for the names mean the character's left. Turned heads (Left Profile and so on) are left out,
and so is what is hidden, but for mouths and shut eyes, which are hidden in most files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.draw import encode_png
from avatar.errors import CharacterError
from avatar.studio.importers.account import Account, list_names
from avatar.studio.importers.base import Draft, PlacedPng, refuse_large, refuse_many
from avatar.studio.importers.rigging import Found, make_parts
from avatar.studio.importers.schemes import MOUTH_WORDS, SCHEMES, Scheme, choose_scheme, find_mouth, read_name

MERGE = "Merge it with what it lies on, or rasterise it, and save again."
"""What to do about a layer that isn't drawn as it looks."""

_TURNED = frozenset({"left profile", "right profile", "left quarter", "right quarter", "upward", "downward"})


@dataclass(eq=False)
class Ink:
    """A layer's pixels on the page."""

    pixels: NDArray[np.uint8]
    """RGBA, shape (height, width, 4); colours are not multiplied by alpha."""
    left: int
    top: int

    def fade(self, opacity: float) -> None:
        """Makes it see-through: `opacity` from 0 to 1."""
        if opacity < 1.0:
            self.pixels = self.pixels.copy()
            self.pixels[..., 3] = (self.pixels[..., 3] * opacity).astype(np.uint8)

    def clip(self, bases: list[Ink]) -> None:
        """Keeps only the part that lies on other layers: a shade on a face ends where the face does."""
        high, wide = self.pixels.shape[:2]
        inside = np.zeros((high, wide), np.uint8)
        for base in bases:
            top, left = max(self.top, base.top), max(self.left, base.left)
            bottom = min(self.top + high, base.top + base.pixels.shape[0])
            right = min(self.left + wide, base.left + base.pixels.shape[1])
            if top < bottom and left < right:
                here = inside[top - self.top : bottom - self.top, left - self.left : right - self.left]
                there = base.pixels[top - base.top : bottom - base.top, left - base.left : right - base.left, 3]
                np.maximum(here, there, out=here)
        self.mask(inside)

    def mask(self, shown: NDArray[np.uint8]) -> None:
        """Multiplies its alpha by a mask of its size, 0 to 255."""
        self.pixels = self.pixels.copy()
        self.pixels[..., 3] = self.pixels[..., 3].astype(np.uint16) * shown // 255

    def crop(self) -> None:
        """Cuts off what is not seen on all sides."""
        seen = self.pixels[..., 3] > 0
        rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
        left, right = (int(columns[0]), int(columns[-1]) + 1) if len(rows) else (0, 0)
        self.pixels = self.pixels[top:bottom, left:right].copy()
        self.left, self.top = self.left + left, self.top + top

    def picture(self) -> PlacedPng | None:
        """Its visible pixels; None where there are none."""
        self.crop()
        high, wide = self.pixels.shape[:2]
        if not high:
            return None
        return PlacedPng(encode_png(self.pixels), float(self.left), float(self.top), float(wide), float(high))


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of a document, or a group of them."""

    name: str
    visible: bool = True
    opacity: float = 1.0
    """0 to 1."""
    clip: Literal["", "base", "below"] = ""
    """Whether it ends where the layer that it was clipped to does, or everything below it in its group."""
    undrawn: tuple[str, ...] = ()
    """What of it is not drawn as it looks, as sentences."""
    read: Callable[[], Ink | None] | None = None
    """Its pixels, with masks of its own applied; None where it has none."""
    layers: tuple[Layer, ...] | None = None
    """Of a group: what is in it, back to front."""


class Document(NamedTuple):
    """What a file holds."""

    width: int
    height: int
    layers: tuple[Layer, ...]
    """Back to front."""


def check_page(width: int, height: int, path: Path) -> None:
    """Raises CharacterError for a page that is too large or too small."""
    refuse_large(width, height, "its page", path)
    if min(width, height) < 16:
        raise CharacterError(f"its page is {width} x {height} pixels", where=path, remedy="Draw it larger.")


def make_draft(document: Document, path: Path) -> Draft:
    """The character of a document. Raises CharacterError where it has no mouths, or what can't be drawn."""
    account = Account()
    mouths = _find_mouths(document.layers)
    found = list(_walk(document.layers, (), mouths, account))
    taken = {each.mouth for each in found if each.mouth}
    shapes = _shapes(mouths.scheme, taken, found, path, account)
    parts, head = make_parts(found, document.width, document.height)
    refuse_many(parts, path)
    if not any(part.keys.get("lids") for part in parts):
        account.advise("it never blinks: draw Left Blink and Right Blink, or Eyes Closed, as layers.")
    others = [part.name for part in parts if part.picture is not None and "shape" not in part.keys]
    account.take(f"layers beside the mouths: {list_names(others) or 'none'}.")
    moods = {mood: shape for mood, shape in (("smile", "Smile"), ("surprised", "Surprised")) if shape in taken}
    source = f"Made of the layers of {path.name!r}."
    return Draft(document.width, document.height, head, tuple(parts), shapes, moods, source, account.lines())


# ----------------------------------------------------------------------------------------------------------- names


@dataclass(frozen=True)
class _Mouths:
    """Where the mouths of a document lie, and how they are named."""

    scheme: Scheme
    grouped: bool
    """Whether there is a group of mouths; else layers with mouths' names are mouths wherever they lie."""

    def find(self, groups: tuple[str, ...], name: str) -> tuple[str, bool]:
        """The mouth that a layer belongs to ('' for none), and whether it lies in a group of mouths."""
        at = next((number for number, each in enumerate(groups) if _is_of_mouths(each)), None)
        if at is None and self.grouped:
            return "", False
        inner = [*groups[at + 1 :], name] if at is not None else [name]
        found = (find_mouth(self.scheme, read_name(each).words) for each in inner)
        return next(filter(None, found), ""), at is not None


def _find_mouths(layers: tuple[Layer, ...]) -> _Mouths:
    """Looks at names alone."""

    def walk(group: tuple[Layer, ...], groups: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        for layer in group:
            name = _plain(layer.name)
            if name.lower() not in _TURNED:
                yield groups, name
                yield from walk(layer.layers or (), (*groups, name.lower()))

    every = list(walk(layers, ()))
    inside = [name for groups, name in every if any(map(_is_of_mouths, groups))]
    return _Mouths(
        choose_scheme([read_name(name).words for name in inside or [name for _, name in every]]), bool(inside)
    )


def _is_of_mouths(group: str) -> bool:
    return not MOUTH_WORDS.isdisjoint(re.split(r"[^\w]+|_", group.lower()))


def _plain(name: str) -> str:
    return name.strip().lstrip("+").strip()


def _swapped(name: str, groups: tuple[str, ...]) -> bool:
    """Whether a layer is shown and hidden by what the character does, whatever it is in the file."""
    return _is_of_mouths(name) or any(read_name(each).eyes == "shut" for each in (name, *groups))


# ---------------------------------------------------------------------------------------------------------- walking


def _walk(
    layers: tuple[Layer, ...], groups: tuple[str, ...], mouths: _Mouths, account: Account, strength: float = 1.0
) -> Iterator[Found]:
    """Layers that are seen at some time, back to front; `strength`: opacity of the groups around them."""
    below: list[Ink] = []
    base: Ink | None = None
    kept = any(layer.clip == "below" for layer in layers)
    for layer in layers:
        name = _plain(layer.name)
        mouth, mouthed = mouths.find(groups, name)
        seen = layer.visible or mouthed or bool(mouth) or _swapped(name, groups)
        if not seen or name.lower() in _TURNED:
            account.leave(f"layer {name!r}, which is {'hidden' if not seen else 'a turned head'}.")
            base = base if layer.clip == "base" else None
            continue
        for undrawn in layer.undrawn:
            account.leave(f"{undrawn} {MERGE}")
        if layer.layers is not None:
            base = None
            yield from _walk(layer.layers, (*groups, name.lower()), mouths, account, strength * layer.opacity)
        elif layer.read is not None and (ink := layer.read()) is not None:
            ink.crop()
            ink.fade(layer.opacity * strength)
            if layer.clip == "base" and base is not None:
                ink.clip([base])
            elif layer.clip == "below":
                ink.clip(below)
            elif layer.clip != "base":
                base = ink
            if kept:
                below.append(ink)
            if (picture := ink.picture()) is not None:
                yield Found(name, groups, picture, mouth, mouthed)


def _shapes(scheme: Scheme, mouths: set[str], found: list[Found], path: Path, account: Account) -> dict[str, str]:
    """Viseme to mouth; what is missing, or not known, is told. Raises CharacterError where too few are there."""
    missing = [each.replace("/", " or ") for each in scheme.missing(mouths)]
    if missing:
        names = ", ".join(dict.fromkeys(each.name for each in found)) or "none"
        raise CharacterError(
            f"mouths are missing: {', '.join(missing)}",
            where=path,
            remedy="Put them into a group called Mouth, as layers with these names, or named by another of: "
            f"{'; '.join(each.title for each in SCHEMES)}. Its layers are: {names[:600]}.",
        )
    chosen = scheme.choose(mouths)
    account.take_mouths(scheme, mouths, chosen)
    unknown = {each.name for each in found if each.mouthed and not each.mouth}
    if unknown:
        account.leave(f"mouths whose names say no sound that is known: {list_names(unknown)}.")
    return chosen
