"""Pictures of a character's layers: vector art recorded once, rasters of it, and live parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.art import Art
from avatar.character.layers import LayerSpec
from avatar.character.loading import Character
from avatar.character.looks import Box, Look
from avatar.character.rig import LiveLayer, group_static_parts, head_key, picture_key
from avatar.draw.eyes import draw_round_eye
from avatar.draw.flat import flattened
from avatar.draw.hats import draw_hat
from avatar.draw.held import draw_held
from avatar.draw.jaw import draw_jaw
from avatar.draw.leds import draw_glow_eye, draw_leds
from avatar.draw.lips import draw_lips
from avatar.draw.muzzle import draw_muzzle
from avatar.draw.still import PictureTexture, draw_lids, draw_mark
from avatar.draw.stillbehind import part_head
from avatar.draw.stillmouth import draw_inside, draw_over_mouth
from avatar.draw.surfaces import BLUE_FIRST, canvas_on, red_first
from avatar.draw.whole import FINE_HEIGHT, is_plain, render
from avatar.errors import CharacterError

PAD = 2
"""Transparent pixels around every raster, so that its edges don't show when it is moved."""
CAST = 8
"""Characters whose pictures are kept; a stage that changes its cast all evening must not grow."""
_PREVIEW = 256
"""Pixels of the longer side of the small picture that finds where a layer has ink."""

Draw = Callable[[skia.Canvas, Look, tuple[float, ...]], None]
STYLES: dict[str, Draw] = {
    "lips": draw_lips,
    "leds": draw_leds,
    "muzzle": draw_muzzle,
    "jaw": draw_jaw,
    "round": draw_round_eye,
    "glow": draw_glow_eye,
    "held": draw_held,
    "hat": draw_hat,
    "still-inside": draw_inside,
    "still-lids": draw_lids,
    "still-mark": draw_mark,
    "still-over-mouth": draw_over_mouth,
}
"""A draw function for each style in `looks`."""
COARSE: Mapping[str, float] = {"still-inside": 0.7, "still-over-mouth": 0.7}
"""Shares of the pixels asked for in which styles are painted that are soft, and new in every frame of speech."""


@dataclass(frozen=True, eq=False)
class Raster:
    """Pixels of one layer, and where they lie."""

    pixels: NDArray[np.uint8]
    """RGBA, premultiplied, shape (height, width, 4)."""
    x: float
    """Canvas units: left edge of the first column."""
    y: float
    scale: float
    """Pixels for each canvas unit."""


@lru_cache(maxsize=CAST)
def pictures(character: Character) -> dict[str, skia.Picture]:
    """The vector picture of every static part, in canvas units, by raster key."""
    return {key: _record(character, layers) for key, layers in group_static_parts(character).items()}


@lru_cache(maxsize=CAST)
def inked(character: Character) -> dict[str, Box]:
    """Where each static part has ink, in canvas units, by raster key."""
    found = {key: _ink(picture, character) for key, picture in pictures(character).items()}
    if character.picture is not None:
        whole = (0.0, 0.0, character.picture.width, character.picture.height)
        found |= {picture_key(character): whole, head_key(character): whole}
    return found


@lru_cache(maxsize=4)
def texture(character: Character, scale: float) -> PictureTexture:
    """A still picture's own pixels at `scale` pixels a canvas unit, ready to be bent."""
    assert character.picture is not None
    mesh = character.picture.mesh
    flat, bent, x, y = _still_pixels(character, scale)
    return PictureTexture(flat, bent, x, y, scale, mesh)


def _still_pixels(character: Character, scale: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8], float, float]:
    """What keeps still of a still picture and what moves, BGRA, and the canvas units at which both lie."""
    still = character.picture
    assert still is not None
    size = (int(np.ceil(still.height * scale)) + 2 * PAD, int(np.ceil(still.width * scale)) + 2 * PAD, 4)
    x = y = -PAD / scale

    def drawn(art: Art) -> NDArray[np.uint8]:
        pixels = np.zeros(size, np.uint8)
        canvas = canvas_on(pixels, BLUE_FIRST)
        canvas.scale(scale, scale)
        canvas.translate(-x, -y)
        _draw_art(canvas, art, (0.0, 0.0, still.width, still.height), character)
        return pixels

    picture = drawn(still.art)
    if still.behind is None:
        return picture, picture, x, y
    behind, head = part_head(picture, drawn(still.behind), still.mesh, x, y, scale)
    return behind, head, x, y


def rasterise(character: Character, key: str, scale: float) -> Raster:
    """Pixels of a static part at `scale` pixels a canvas unit, cropped to its ink and padded by PAD."""
    if character.picture is not None and key in (picture_key(character), head_key(character)):
        flat, bent, x, y = _still_pixels(character, scale)
        return Raster(red_first(flat if key == picture_key(character) else bent), x, y, scale)
    picture = pictures(character)[key]
    left, top, width, height = inked(character)[key]
    return _raster(left, top, width, height, scale, lambda canvas: canvas.drawPicture(picture))


def paint_live(layer: LiveLayer, scale: float) -> Raster:
    """Pixels of a live layer at `scale` pixels a canvas unit; the same size for every pose."""
    draw = STYLES[layer.look.style]
    scale *= COARSE.get(layer.look.style, 1.0)
    return _raster(*layer.look.box, scale, lambda canvas: draw(canvas, layer.look, layer.params))


def _record(character: Character, layers: tuple[LayerSpec, ...]) -> skia.Picture:
    canvas_size = character.canvas
    recorder = skia.PictureRecorder()
    reach = skia.Rect.MakeLTRB(-canvas_size.width, -canvas_size.height, 2 * canvas_size.width, 2 * canvas_size.height)
    canvas = recorder.beginRecording(reach)
    for layer in layers:
        if layer.art is not None:
            canvas.save()
            _draw_art(canvas, layer.art, layer.place, character)
            canvas.restore()
    return recorder.finishRecordingAsPicture()


def _draw_art(canvas: skia.Canvas, art: Art, place: Box, character: Character) -> None:
    left, top, width, height = place
    canvas.translate(left, top)
    canvas.scale(width / art.width, height / art.height)
    if art.kind == "png":
        image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(art.data))
        if image is None:
            raise _broken(art, character)
        canvas.drawImage(image, 0, 0, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))
        return
    plain = flattened(art.data)
    if plain is not None:
        for each in plain:
            canvas.drawPath(each.path, each.paint)
        return
    if not is_plain(art.data):
        fine = FINE_HEIGHT / character.canvas.height
        picture = render(art.data, width * fine, height * fine)
        if picture is None:
            raise _broken(art, character)
        smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        canvas.drawImageRect(picture, skia.Rect.MakeWH(art.width, art.height), smooth)
        return
    drawing = skia.SVGDOM.MakeFromStream(skia.MemoryStream(art.data))
    if drawing is None:
        raise _broken(art, character)
    drawing.setContainerSize(skia.Size(art.width, art.height))
    drawing.render(canvas)


def _broken(art: Art, character: Character) -> CharacterError:
    return CharacterError(f"{art.name} can't be drawn", where=character.folder, remedy="Open it and save it again.")


def _ink(picture: skia.Picture, character: Character) -> Box:
    """A box in canvas units that holds all that a picture draws, found on a small picture of three canvases' width."""
    size = character.canvas
    scale = _PREVIEW / max(3 * size.width, 3 * size.height)
    left, top = -size.width, -size.height
    wide, high = 3 * size.width, 3 * size.height
    small = _pixels(wide, high, left, top, scale, lambda canvas: canvas.drawPicture(picture))
    rows, columns = np.nonzero(small[:, :, 3].any(axis=1))[0], np.nonzero(small[:, :, 3].any(axis=0))[0]
    if len(rows) == 0:
        return (0.0, 0.0, 1.0, 1.0)
    return (
        left + (columns[0] - 1) / scale, top + (rows[0] - 1) / scale,
        (columns[-1] - columns[0] + 3) / scale, (rows[-1] - rows[0] + 3) / scale,
    )  # fmt: skip


def _raster(
    left: float, top: float, width: float, height: float, scale: float, draw: Callable[[skia.Canvas], None]
) -> Raster:
    pad = PAD / scale
    left, top = left - pad, top - pad
    pixels = _pixels(width + 2 * pad, height + 2 * pad, left, top, scale, draw)
    return Raster(pixels, left, top, scale)


def _pixels(
    width: float, height: float, left: float, top: float, scale: float, draw: Callable[[skia.Canvas], None]
) -> NDArray[np.uint8]:
    rows, columns = max(1, int(np.ceil(height * scale))), max(1, int(np.ceil(width * scale)))
    pixels = np.zeros((rows, columns, 4), np.uint8)
    canvas = canvas_on(pixels, BLUE_FIRST)
    canvas.scale(scale, scale)
    canvas.translate(-left, -top)
    draw(canvas)
    return red_first(pixels)
