"""A PSD drawn for Character Animator: layers with the names that it knows.

Understood, wherever they lie and however they are written (a + before a name is left out):

    Head                       a group: what bends at the neck
    Mouth                      a group of pictures: Neutral, Aa, D, Ee, F, L, M, Oh, R, S, Uh, W-Oo, Smile, Surprised,
                               or mouths by another naming of `schemes`; without such a group, loose layers so named
    Left Eye, Right Eye        groups: Left Blink is seen while the eye is shut, the rest while it is open
    Left Pupil, Right Pupil    move with the gaze
    Left Eyebrow, Right Eyebrow

Names as https://helpx.adobe.com/adobe-character-animator/using/prepare-artwork.html lists them. Which eye is left is
seen from where it lies, for the names mean the character's left. Turned heads (Left Profile and so on) are left out,
and so is what is hidden, but for mouths and blinks, which are hidden in most files.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar import installer
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft, DraftPart, PlacedPng, make_unique, read, refuse_large, refuse_many
from avatar.studio.importers.schemes import MOUTH_WORDS, SCHEMES, Scheme, choose_scheme, find_mouth, read_name

if TYPE_CHECKING:
    from PIL.Image import Image

_TURNED = frozenset({"left profile", "right profile", "left quarter", "right quarter", "upward", "downward"})

_BUDGET = 512 * 1024 * 1024
"""Bytes that decoding one layer may take."""

_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, EOFError, OSError,
    RecursionError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What the library raises for files that are cut off or made up: it reads them as it goes, with no error of its own."""


@dataclass(frozen=True, eq=False)
class _Found:
    """A layer with pixels, and the names of the groups around it, outermost first."""

    name: str
    groups: tuple[str, ...]
    picture: PlacedPng
    mouth: str = ""
    """The mouth that it belongs to; '' for none."""
    mouthed: bool = False
    """Whether it lies in the group of mouths."""

    @property
    def middle(self) -> float:
        return self.picture.left + self.picture.width / 2


def fits(path: Path) -> bool:
    """Whether a path may be a PSD."""
    return path.suffix.lower() in (".psd", ".psb") and path.is_file()


def read_psd(path: Path) -> Draft:
    """The character of a PSD. Raises CharacterError where it is broken, too large, or has no mouths."""
    width, height = _page(path)
    notes: list[str] = []
    found, scheme = _layers(path, notes)
    mouths = {each.mouth for each in found if each.mouth}
    shapes = _shapes(scheme, mouths, found, path, notes)
    parts, head = _parts(found, width, height)
    refuse_many(parts, path)
    if not any(part.keys.get("lids") for part in parts):
        notes.append("No Left Blink or Right Blink was found: it never blinks.")
    moods = {mood: shape for mood, shape in (("smile", "Smile"), ("surprised", "Surprised")) if shape in mouths}
    source = f"Made of the layers of {path.name!r}."
    return Draft(width, height, head, tuple(parts), shapes, moods, source, tuple(notes))


# ------------------------------------------------------------------------------------------------------------ reading


def _page(path: Path) -> tuple[int, int]:
    """Width and height of the page, by the file's first 26 bytes."""
    head = read(path)[:26]
    if len(head) < 26 or head[:4] != b"8BPS":
        raise CharacterError("it is no PSD", where=path, remedy="Save it as PSD again.")
    height, width = struct.unpack(">II", head[14:22])
    refuse_large(width, height, "its page", path)
    if min(width, height) < 16:
        raise CharacterError(f"its page is {width} x {height} pixels", where=path, remedy="Draw it larger.")
    return width, height


def _layers(path: Path, notes: list[str]) -> tuple[list[_Found], Scheme]:
    """All layers that are seen at some time, back to front, and how their mouths are named; what can't be drawn as
    it looks is noted."""
    try:
        from psd_tools import PSDImage
        from psd_tools.compression import PSDDecompressionWarning
    except ImportError as error:
        raise CharacterError(
            "PSD files can't be read: psd-tools is not installed", remedy=installer.for_extra("psd")
        ) from error
    with warnings.catch_warnings():
        # The library replaces what it can't decode by black and warns; black boxes on a face are no picture.
        warnings.simplefilter("error", PSDDecompressionWarning)
        try:
            document: Any = PSDImage.open(io.BytesIO(read(path)), max_alloc_bytes=_BUDGET)
            mouths = _find_mouths(document)
            return list(_walk(document, (), path, mouths, notes)), mouths.scheme
        except (*_BROKEN, PSDDecompressionWarning) as error:
            raise CharacterError(
                f"the PSD is broken or of an unknown kind: {type(error).__name__}: {error}"[:300],
                where=path,
                remedy="Save it again as RGB with 8 bits a channel, without linked or smart objects.",
            ) from error


def _walk(
    group: Any, groups: tuple[str, ...], path: Path, mouths: _Mouths, notes: list[str], strength: int = 255
) -> Iterator[_Found]:
    """Layers back to front; `strength`: opacity of the groups around them, 0 to 255."""
    base: _Ink | None = None
    for layer in group:
        name = _plain(str(layer.name))
        mouth, mouthed = mouths.find(groups, name)
        seen = layer.visible or mouthed or bool(mouth) or _swapped(name, groups)
        if seen and name.lower() not in _TURNED:
            notes.extend(_list_undrawn(layer, name))
        if name.lower() in _TURNED or not seen:
            base = base if layer.clipping else None
        elif layer.is_group():
            base = None
            yield from _walk(layer, (*groups, name.lower()), path, mouths, notes, strength * layer.opacity // 255)
        elif (ink := _ink(layer, name, path, strength)) is not None:
            if layer.clipping and base is not None:
                ink.clip(base)
            elif not layer.clipping:
                base = ink
            if (picture := ink.picture()) is not None:
                yield _Found(name, groups, picture, mouth, mouthed)


def _list_undrawn(layer: Any, name: str) -> Iterator[str]:
    """What of a layer is not drawn as it looks in the program that saved it."""
    remedy = "Merge it with what it lies on, or rasterise it, and save again."
    blend = str(getattr(layer.blend_mode, "name", layer.blend_mode)).lower().replace("_", " ")
    if blend not in ("normal", "pass through"):
        yield f"Layer {name!r} is blended by {blend}: it is drawn as normal. {remedy}"
    if layer.has_effects() and layer.effects.enabled:
        yield f"Layer {name!r} has effects (a shadow, a glow, an outline), which are not drawn. {remedy}"
    if layer.is_group():
        if layer.mask is not None and not layer.mask.disabled:
            yield f"Group {name!r} has a mask, which is not applied. {remedy}"
        if layer.clipping:
            yield f"Group {name!r} is clipped to what it lies on, which is not done. {remedy}"
    elif not layer.has_pixels():
        yield f"Layer {name!r} has no pixels ({layer.kind}): it is left out. {remedy}"


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


def _find_mouths(document: Any) -> _Mouths:
    """Looks at names alone."""

    def walk(group: Any, groups: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        for layer in group:
            name = _plain(str(layer.name))
            if name.lower() not in _TURNED:
                yield groups, name
                if layer.is_group():
                    yield from walk(layer, (*groups, name.lower()))

    every = list(walk(document, ()))
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
    return "blink" in name.lower() or _is_of_mouths(name) or any("blink" in each for each in groups)


@dataclass(eq=False)
class _Ink:
    """A layer's pixels on the page."""

    image: Image
    left: int
    top: int

    def clip(self, base: _Ink) -> None:
        """Keeps only the part that lies on another layer: a shade on a face ends where the face does."""
        from PIL import Image, ImageChops

        inside = Image.new("L", self.image.size, 0)
        inside.paste(base.image.getchannel("A"), (base.left - self.left, base.top - self.top))
        self.image.putalpha(ImageChops.multiply(self.image.getchannel("A"), inside))

    def picture(self) -> PlacedPng | None:
        """Cropped to the visible pixels; None where there are none."""
        box = self.image.getchannel("A").getbbox()
        if box is None:
            return None
        cropped = self.image.crop(box)
        file = io.BytesIO()
        cropped.save(file, "PNG")
        return PlacedPng(file.getvalue(), self.left + box[0], self.top + box[1], *cropped.size)


def _ink(layer: Any, name: str, path: Path, strength: int) -> _Ink | None:
    """A layer's pixels with its mask and opacity; None where it has none."""
    if not layer.has_pixels() or layer.width == 0 or layer.height == 0:
        return None
    refuse_large(layer.width, layer.height, f"layer {name!r}", path)
    image: Image | None = layer.topil()
    if image is None:
        return None
    image = image.convert("RGBA")
    alpha = image.getchannel("A")
    opacity = layer.opacity * strength // 255
    if opacity < 255:
        alpha = alpha.point(lambda value: value * opacity // 255)
    if layer.mask is not None and not layer.mask.disabled and layer.mask.width and layer.mask.height:
        alpha = _masked(alpha, layer)
    image.putalpha(alpha)
    return _Ink(image, layer.left, layer.top)


def _masked(alpha: Image, layer: Any) -> Image:
    from PIL import Image, ImageChops

    mask = layer.mask
    shown = Image.new("L", alpha.size, mask.background_color)
    pixels = mask.topil()
    if pixels is not None:
        shown.paste(pixels.convert("L"), (mask.left - layer.left, mask.top - layer.top))
    return ImageChops.multiply(alpha, shown)


# ------------------------------------------------------------------------------------------------------------- rigging


def _shapes(scheme: Scheme, mouths: set[str], found: list[_Found], path: Path, notes: list[str]) -> dict[str, str]:
    """Viseme to mouth; what is missing, or not known, is noted. Raises CharacterError where too few are there."""
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
    for mouth in scheme.names:
        shown = [viseme for viseme, best in scheme.shows.items() if best[0] == mouth and mouth not in mouths]
        if shown:
            notes.append(f"There is no mouth {mouth}; {chosen[shown[0]]} is shown in its place.")
    unknown = sorted({each.name for each in found if each.mouthed and not each.mouth})
    if unknown:
        notes.append(f"Not taken, for their names say no sound that is known: {', '.join(unknown[:20])}.")
    return chosen


def _parts(found: list[_Found], width: int, height: int) -> tuple[list[DraftPart], float]:
    """Layers with their joints, and the height of the head."""
    in_head = [each for each in found if "head" in each.groups] or found
    top = min(each.picture.top for each in in_head)
    bottom = max(each.picture.top + each.picture.height for each in in_head)
    middle = sum(each.middle * each.picture.width for each in in_head) / sum(each.picture.width for each in in_head)
    tall = max(1.0, min(float(height), bottom - top))
    names = ["figure", "breathing", "neck"]
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": [width / 2, height]}),
        DraftPart(
            "breathing", "figure", keys={"pivot": [width / 2, height]}, moves={"body.breath": {"scale_y": 0.006}}
        ),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": [middle, bottom - 0.08 * tall]}),
    ]
    for each in found:
        if each.mouthed and not each.mouth:
            continue  # a mouth of a name that no sound has
        name = make_unique(f"{each.groups[-1]} {each.name}" if each.mouthed else each.name, names)
        names.append(name)
        carrier = "neck" if each in in_head else "breathing"
        keys, moves = _rig(each, found, middle)
        parts.append(DraftPart(name, carrier, each.picture, keys, moves))
    return parts, tall


def _rig(each: _Found, found: list[_Found], middle: float) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """A layer's keys and moves, by its name and those of its groups."""
    names = [*each.groups, each.name.lower()]
    side = "left" if each.middle < middle else "right"
    box = each.picture
    if each.mouth:
        return {"shape": each.mouth, "depth": 0.5}, {}
    if any("eyebrow" in name for name in names):
        pivot = [box.left + box.width / 2, box.top + box.height / 2]
        return {"role": f"brow-{side}", "pivot": pivot, "depth": 0.5}, {}
    eye = next((name for name in names if name.endswith((" eye", " eyeball", " pupil", " blink", " eyelid top",
                                                         " eyelid bottom"))), "")  # fmt: skip
    if not eye:
        return {}, {}
    shut = any("blink" in name for name in names)
    keys: dict[str, Any] = {"depth": 0.4}
    if shut or _blinks(found, side, middle):
        keys["lids"] = [side, "shut" if shut else "open"]
    return keys, _gaze(each, found) if any("pupil" in name for name in names) else {}


def _blinks(found: list[_Found], side: str, middle: float) -> bool:
    """Whether there is a shut eye on a side: without one, the open eye must stay."""
    return any(
        "blink" in f"{' '.join(each.groups)} {each.name}".lower() and (each.middle < middle) == (side == "left")
        for each in found
    )


def _gaze(pupil: _Found, found: list[_Found]) -> dict[str, dict[str, float]]:
    """How far a pupil wanders: within its eye, where that is a layer of its own."""
    around = [
        each.picture
        for each in found
        if each.groups == pupil.groups and "pupil" not in each.name.lower() and "blink" not in each.name.lower()
    ]
    wide = max((box.width - pupil.picture.width for box in around), default=0.0)
    high = max((box.height - pupil.picture.height for box in around), default=0.0)
    x = 0.35 * wide if wide > 0 else 0.25 * pupil.picture.width
    y = 0.35 * high if high > 0 else 0.2 * pupil.picture.height
    return {"eyes.gaze_x": {"x": round(x, 2)}, "eyes.gaze_y": {"y": round(y, 2)}}


IMPORTER = Importer("a PSD with Character Animator's layer names", fits, drawn(read_psd))
