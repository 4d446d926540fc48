"""Drawings as other programs save them: one feature each, held against the pictures that Inkscape draws of them."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from avatar.character.art import ArtFiles
from avatar.character.loading import load
from avatar.draw import whole
from avatar.draw.check import find_problems
from avatar.draw.pictures import rasterise
from avatar.errors import CharacterError
from tests.draw.drawing import CHARACTERS, SHIPPED, TOML

FOLDER = Path(__file__).with_name("svg")
LIKE_INKSCAPE = sorted(path.stem for path in FOLDER.glob("*.png"))
"""Features of which Inkscape draws all; it knows no drop shadow, no clip of a clip, no plain `href`, no variables."""
SIDE = 200
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g id="square">{}</g></svg>'


def draw(folder: Path, file: str, element: str = "face") -> NDArray[np.float64]:
    """A drawing's element as a layer that fills the canvas, on white: RGB, shape (SIDE, SIDE, 3)."""
    (folder / "box.svg").write_bytes((FOLDER / file).read_bytes())
    return draw_here(folder, element)


def draw_here(folder: Path, element: str) -> NDArray[np.float64]:
    (folder / "character.toml").write_text(
        TOML.replace('name = "box"', f'name = "{folder.name}"', 1).replace("box.svg#square", f"box.svg#{element}")
    )
    raster = rasterise(load(folder), "square", SIDE / 100)
    page = np.full((SIDE, SIDE, 3), 255.0)
    left, top = round(raster.x * raster.scale), round(raster.y * raster.scale)
    rows, columns = raster.pixels.shape[:2]
    ys, xs = np.arange(top, top + rows), np.arange(left, left + columns)
    inside = np.ix_((ys >= 0) & (ys < SIDE), (xs >= 0) & (xs < SIDE))
    part = raster.pixels[inside].astype(float)
    page[np.ix_(ys[(ys >= 0) & (ys < SIDE)], xs[(xs >= 0) & (xs < SIDE)])] = part[..., :3] + 255 - part[..., 3:]
    return page


def inkscapes(name: str) -> NDArray[np.float64]:
    """The same of Inkscape's picture."""
    image = skia.Image.MakeFromEncoded(skia.Data.MakeFromFileName(str(FOLDER / f"{name}.png")))
    canvas = skia.Surface(SIDE, SIDE)
    canvas.getCanvas().clear(skia.ColorWHITE)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    canvas.getCanvas().drawImageRect(image, skia.Rect.MakeWH(SIDE, SIDE), smooth)
    pixels: NDArray[np.float64] = canvas.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3].astype(float)
    return pixels


@pytest.mark.parametrize("name", LIKE_INKSCAPE)
def test_a_feature_looks_as_inkscape_draws_it(tmp_path: Path, name: str) -> None:
    apart = np.abs(draw(tmp_path, f"{name}.svg", "face2" if name == "switch_i18n" else "face") - inkscapes(name))
    assert apart.mean() < 1.5
    assert (apart.max(axis=2) > 60).mean() < 0.012, "more than edges differ"


def at(picture: NDArray[np.float64], x: float, y: float) -> tuple[int, ...]:
    """The colour there, in the drawing's own units of 400."""
    return tuple(int(each) for each in picture[round(y * SIDE / 400), round(x * SIDE / 400)])


def test_what_inkscape_does_not_know_is_drawn_too(tmp_path: Path) -> None:
    shadow = draw(tmp_path, "filter_shadow.svg")
    assert max(at(shadow, 300, 290)) < 200, "a shadow at the right bottom"
    clipped = draw(tmp_path, "clip_on_clip.svg")
    assert at(clipped, 340, 200) == (255, 255, 255), "clipped twice"
    copied = draw(tmp_path, "use_symbol.svg")
    assert at(copied, 260, 180) == pytest.approx((34, 34, 34), abs=8), "a second eye, by a plain href"
    coloured = draw(tmp_path, "hsl_names_var.svg")
    assert at(coloured, 200, 90) == pytest.approx((232, 180, 140), abs=3), "a variable"
    assert at(coloured, 200, 180) == pytest.approx((38, 127, 217), abs=3), "hsl()"
    assert at(coloured, 200, 280) == pytest.approx((102, 51, 153), abs=3), "rebeccapurple"


def test_a_character_saved_with_style_sheets_keeps_its_colours(tmp_path: Path) -> None:
    """The starter as Illustrator, Figma and Affinity save it: black all over where classes are not read."""
    for layer in ("body", "hair-back"):
        drawn = draw(tmp_path, "pip_illustrator.svg", layer)
        inked = drawn[(drawn < 250).any(axis=2)]
        assert len(inked) > 500
        assert (inked.max(axis=1) < 40).mean() < 0.2, "black"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_casts_own_art_needs_no_other_renderer(name: str) -> None:
    layers = load(CHARACTERS / name).layers
    assert all(whole.is_plain(layer.art.data) for layer in layers if layer.art and layer.art.kind == "svg")


def test_what_a_layer_refers_to_is_found_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "box.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g id="other"><linearGradient id="a">'
        '<stop stop-color="#00ff00"/></linearGradient><g><style>.x{fill:url(#a)}</style></g></g>'
        '<g id="square"><rect class="x" width="100" height="100"/></g></svg>'
    )
    assert at(draw_here(tmp_path, "square"), 200, 200) == (0, 255, 0)


def test_edges_of_what_the_other_renderer_drew_are_not_darkened(tmp_path: Path) -> None:
    inside = '<circle style="fill:hsl(0,0%,100%)" cx="50" cy="50" r="40"/>'
    (tmp_path / "box.svg").write_text(SQUARE.format(inside))
    assert draw_here(tmp_path, "square").min() > 250, "white on white"


PNG = base64.b64encode((FOLDER / "plain.png").read_bytes()).decode()
HUGE = base64.b64encode(
    b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(9)
).decode()
TALL_JPEG = base64.b64encode(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\xff\xff\x00\x10\x03" + bytes(12)).decode()


def test_an_embedded_picture_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "box.svg").write_text(
        SQUARE.format(f'<image href="data:image/png;base64,{PNG}" width="100" height="100"/>')
    )
    assert at(draw_here(tmp_path, "square"), 200, 200) == pytest.approx((232, 180, 140), abs=3)


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (f'<image href="data:image/png;base64,{HUGE}"/>', "60000 x 60000"),
        (f'<image href="data:image/jpeg;base64,{TALL_JPEG}"/>', "16 x 65535"),
        ('<image href="data:image/png;base64,!!!!"/>', "can't be read"),
        ('<image href="data:text/html,hello"/>', "can't be read"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "can't be read"),
        ('<image href="https://example.org/a.png"/>', "outside itself"),
        ('<rect style="fill:var(--none)" width="9" height="9"/>', "variable --none"),
    ],
)
def test_what_can_not_be_drawn_is_refused_by_name(tmp_path: Path, inside: str, says: str) -> None:
    (tmp_path / "box.svg").write_text(SQUARE.format(inside))
    with pytest.raises(CharacterError, match=says):
        draw_here(tmp_path, "square")


def test_variables_of_variables_of_variables_are_refused(tmp_path: Path) -> None:
    rules = ";".join(f"--v{n}: " + f"var(--v{n - 1}) " * 40 for n in range(1, 9))
    sheet = f"<style>:root{{--v0: red;{rules}}}</style>"
    (tmp_path / "box.svg").write_text(SQUARE.format(f'{sheet}<rect style="fill:var(--v8)" width="9" height="9"/>'))
    with pytest.raises(CharacterError, match="variable --v"):
        draw_here(tmp_path, "square")


def test_a_drawing_that_fails_in_the_renderer_is_told_with_its_layer(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    folder.mkdir()
    (folder / "box.svg").write_text(SQUARE.format('<text font-size="1e30">x</text><rect width="100" height="100"/>'))
    (folder / "character.toml").write_text(TOML)
    problems = find_problems(folder)
    assert all("box.svg" in str(each) or "layer" in str(each) for each in problems)


def test_sizes_in_other_units_stand_for_a_view_box(tmp_path: Path) -> None:
    (tmp_path / "box.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="50.8mm"/>')
    art = ArtFiles(tmp_path).load("box.svg", "it")
    assert (art.width, art.height) == pytest.approx((192, 192))
    (tmp_path / "box.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="10"/>')
    with pytest.raises(CharacterError, match="viewBox"):
        ArtFiles(tmp_path).load("box.svg", "it")
