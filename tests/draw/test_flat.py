"""Drawings with clips, cut once at load: they look as skia's own SVG draws them."""

from __future__ import annotations

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from avatar.draw.flat import flattened

SIZE = 200
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 200" width="200" height="200" stroke-linejoin="round">'  # noqa: E501
WINDOW = '<clipPath id="c"><path d="M 40,40 h 110 v 60 q 0,60 -60,60 t -50,-40 z"/></clipPath>'

DRAWINGS = {
    "a clipped group": f'{WINDOW}<g clip-path="url(#c)"><circle cx="60" cy="70" r="50" fill="#c04040"/>'
    '<path d="M 10,100 C 60,20 100,180 190,60" fill="none" stroke="#203080" stroke-width="12"/></g>',
    "a clip that moves with what it clips": f'{WINDOW}<g transform="translate(30 10) rotate(20) scale(0.8)">'
    '<rect x="20" y="20" width="150" height="150" rx="20" fill="#40a060" clip-path="url(#c)"/></g>',
    "a clip within a clip": f'{WINDOW}<clipPath id="d"><ellipse cx="90" cy="90" rx="70" ry="30"/></clipPath>'
    '<g clip-path="url(#c)"><g clip-path="url(#d)"><rect width="200" height="200" fill="#8040c0"/></g></g>',
    "a clip of two shapes": '<clipPath id="c"><circle cx="60" cy="60" r="40"/><rect x="90" y="90" width="80" '
    'height="60"/></clipPath><polygon points="0,0 200,20 180,200 20,180" fill="#d09020" clip-path="url(#c)"/>',
    "copies": f'{WINDOW}<defs><g id="dot"><circle r="20" fill="#209090" fill-opacity="0.5"/></g></defs>'
    '<g clip-path="url(#c)"><use xlink:href="#dot" x="60" y="60"/>'
    '<use xlink:href="#dot" transform="translate(80 70)"/></g>',
    "styles, arcs and short curves": f'{WINDOW}<g clip-path="url(#c)" style="fill:#336699;stroke:#111;stroke-width:5px"'
    '><path d="M50 60a30 20 15 0 1 40 10S120 150 60 140z"/><line x1="30" y1="150" x2="170" y2="60"/></g>',
    "holes": f'{WINDOW}<path clip-path="url(#c)" fill="#b02050" fill-rule="evenodd" '
    'd="M 20,20 L 180,20 L 180,180 L 20,180 Z M 70,70 L 130,70 L 130,130 L 70,130 Z"/>',
}  # fmt: skip

LEFT_TO_SKIA = {
    "no clip": '<circle cx="60" cy="70" r="50"/>',
    "a gradient": f'{WINDOW}<rect width="99" height="99" fill="url(#g)" clip-path="url(#c)"/>',
    "a see-through group": f'{WINDOW}<g opacity="0.5" clip-path="url(#c)"><rect width="99" height="99"/></g>',
    "a filter": f'{WINDOW}<rect width="99" height="99" filter="url(#f)" clip-path="url(#c)"/>',
    "text": f'{WINDOW}<text clip-path="url(#c)">Hello</text>',
    "a style sheet": f'{WINDOW}<rect class="red" width="99" height="99" clip-path="url(#c)"/>',
    "a broken path": f'{WINDOW}<path d="M 1 L" clip-path="url(#c)"/>',
    "a clip that isn't there": '<rect width="99" height="99" clip-path="url(#nobody)"/>',
    "a clip in shares of the shape": '<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width="1" height="1"/>'
    '</clipPath><rect width="99" height="99" clip-path="url(#c)"/>',
}  # fmt: skip


def blank() -> tuple[NDArray[np.uint8], skia.Canvas]:
    pixels = np.zeros((SIZE, SIZE, 4), np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorWHITE)
    return pixels, canvas


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_cut_drawing_looks_as_skia_draws_it(name: str) -> None:
    data = f"{HEAD}{DRAWINGS[name]}</svg>".encode()
    paths = flattened(data)
    assert paths
    mine, canvas = blank()
    for each in paths:
        canvas.drawPath(each.path, each.paint)
    theirs, canvas = blank()
    drawing = skia.SVGDOM.MakeFromStream(skia.MemoryStream(data))
    drawing.setContainerSize(skia.Size(SIZE, SIZE))
    drawing.render(canvas)
    apart = np.abs(mine.astype(int) - theirs.astype(int)).max(axis=2)
    assert (theirs != 255).any()
    # Edges may be smoothed a little differently.
    assert (apart > 60).sum() < 20
    assert (apart > 8).mean() < 0.02


@pytest.mark.parametrize("name", LEFT_TO_SKIA)
def test_what_is_not_understood_is_left_to_skia(name: str) -> None:
    assert flattened(f"{HEAD}{LEFT_TO_SKIA[name]}</svg>".encode()) is None
