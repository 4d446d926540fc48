"""What a PSD holds, read by psd-tools: see `layered` for what is understood of its layers."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import installer
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft, read, refuse_large
from avatar.studio.importers.layered import Document, Ink, Layer, check_page, make_draft

_BUDGET = 512 * 1024 * 1024
"""Bytes that decoding one layer may take."""

_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, EOFError, OSError,
    RecursionError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What the library raises for files that are cut off or made up: it reads them as it goes, with no error of its own."""


def fits(path: Path) -> bool:
    """Whether a path may be a PSD."""
    return path.suffix.lower() in (".psd", ".psb") and path.is_file()


def read_psd(path: Path) -> Draft:
    """The character of a PSD. Raises CharacterError where it is broken, too large, or has no mouths."""
    width, height = _page(path)
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
            return make_draft(Document(width, height, tuple(_layers(document, path))), path)
        except (*_BROKEN, PSDDecompressionWarning) as error:
            raise CharacterError(
                f"the PSD is broken or of an unknown kind: {type(error).__name__}: {error}"[:300],
                where=path,
                remedy="Save it again as RGB with 8 bits a channel, without linked or smart objects.",
            ) from error


def _page(path: Path) -> tuple[int, int]:
    """Width and height of the page, by the file's first 26 bytes."""
    head = read(path)[:26]
    if len(head) < 26 or head[:4] != b"8BPS":
        raise CharacterError("it is no PSD", where=path, remedy="Save it as PSD again.")
    height, width = struct.unpack(">II", head[14:22])
    check_page(width, height, path)
    return width, height


def _layers(group: Any, path: Path) -> Iterator[Layer]:
    """A group's layers, back to front."""
    for layer in group:
        yield Layer(
            name=str(layer.name),
            visible=bool(layer.visible),
            opacity=layer.opacity / 255,
            clip="base" if layer.clipping and not layer.is_group() else "",
            undrawn=tuple(_list_undrawn(layer, str(layer.name).strip())),
            read=None if layer.is_group() else lambda layer=layer: _ink(layer, path),  # type: ignore[misc]
            layers=tuple(_layers(layer, path)) if layer.is_group() else None,
        )


def _list_undrawn(layer: Any, name: str) -> Iterator[str]:
    """What of a layer is not drawn as it looks in the program that saved it."""
    blend = str(getattr(layer.blend_mode, "name", layer.blend_mode)).lower().replace("_", " ")
    if blend not in ("normal", "pass through"):
        yield f"Layer {name!r} is blended by {blend}: it is drawn as normal."
    if layer.has_effects() and layer.effects.enabled:
        yield f"Layer {name!r} has effects (a shadow, a glow, an outline), which are not drawn."
    if layer.is_group():
        if layer.mask is not None and not layer.mask.disabled:
            yield f"Group {name!r} has a mask, which is not applied."
        if layer.clipping:
            yield f"Group {name!r} is clipped to what it lies on, which is not done."
    elif not layer.has_pixels():
        yield f"Layer {name!r} has no pixels ({layer.kind}): it is left out."


def _ink(layer: Any, path: Path) -> Ink | None:
    """A layer's pixels with its mask; None where it has none."""
    if not layer.has_pixels() or layer.width == 0 or layer.height == 0:
        return None
    refuse_large(layer.width, layer.height, f"layer {str(layer.name).strip()!r}", path)
    image = layer.topil()
    if image is None:
        return None
    ink = Ink(np.array(image.convert("RGBA")), layer.left, layer.top)
    mask = layer.mask
    if mask is not None and not mask.disabled and mask.width and mask.height:
        ink.mask(_mask(mask, ink))
    return ink


def _mask(mask: Any, ink: Ink) -> NDArray[np.uint8]:
    """A mask as wide and high as what it is on."""
    from PIL import Image

    high, wide = ink.pixels.shape[:2]
    shown = Image.new("L", (wide, high), mask.background_color)
    pixels = mask.topil()
    if pixels is not None:
        shown.paste(pixels.convert("L"), (mask.left - ink.left, mask.top - ink.top))
    return np.array(shown)


IMPORTER = Importer("a PSD with Character Animator's layer names", fits, drawn(read_psd))
