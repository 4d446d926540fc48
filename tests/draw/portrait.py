"""Still pictures for tests: a drawn face, a drawn muzzle and a potato, each as a whole character's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import skia

from avatar.character.still.points import FacePoints, Kind, MouthShown, Point, format_points, place_by_hand

SIDE = 400
"""Pixels of the picture's sides."""
HANDLES: Mapping[str, Point] = {
    "mouth-left": (160, 270), "mouth-right": (240, 270), "mouth-top": (200, 272), "mouth-bottom": (200, 272),
    "upper-lip": (200, 260), "lower-lip": (200, 286), "chin": (200, 330), "nose": (200, 230),
    "eye-left": (155, 175), "eye-left-outer": (130, 175), "eye-left-inner": (180, 175),
    "eye-left-top": (155, 162), "eye-left-bottom": (155, 188),
    "eye-right": (245, 175), "eye-right-outer": (270, 175), "eye-right-inner": (220, 175),
    "eye-right-top": (245, 162), "eye-right-bottom": (245, 188),
    "ear-left": (98, 190), "ear-right": (302, 190),
}  # fmt: skip
OPEN = {"mouth-top": (200.0, 266.0), "mouth-bottom": (200.0, 280.0)}
IRISES = ((155.0, 175.0, 9.0), (245.0, 175.0, 9.0))


def make_still(
    folder: Path, mouth: MouthShown = "shut", kind: Kind = "face", mark: bool = False, behind: bool = False
) -> Path:
    """The folder, filled: a picture of 400 by 400 pixels on a canvas of twice the units.

    `behind`: with the same picture without the head.
    """
    folder.mkdir(parents=True)
    _draw(mouth).save(str(folder / "picture.png"), skia.kPNG)
    (folder / "points.toml").write_text(format_points(points(mouth, kind)), "utf-8")
    text = _TOML.format(name=folder.name, mark=str(mark).lower())
    if behind:
        surface = skia.Surface(SIDE, SIDE)
        _draw_room(surface.getCanvas())
        surface.makeImageSnapshot().save(str(folder / "behind.png"), skia.kPNG)
        text = text.replace("mark =", 'behind = "behind.png"\nmark =')
    (folder / "character.toml").write_text(text, "utf-8")
    return folder


def points(mouth: MouthShown = "shut", kind: Kind = "face") -> FacePoints:
    if kind == "thing":
        return place_by_hand({name: HANDLES[name] for name in ("mouth-left", "mouth-right")}, kind)
    placed = place_by_hand({**HANDLES, **({} if mouth == "shut" else OPEN)}, kind, mouth)
    return FacePoints(placed.mesh, IRISES if kind == "face" else None, mouth, kind, placed.handles)


_TOML = """format = 1
name = "{name}"
author = "a test"
licence = "CC0-1.0"
[canvas]
width = 800
height = 800
head = 560
[picture]
art = "picture.png"
mark = {mark}
[picture.origin]
whose = "the test's own"
agreed = true
source = "portrait.png"
[[layer]]
name = "picture"
live = "picture"
"""


def _draw_room(canvas: skia.Canvas) -> None:
    wall = skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(SIDE, SIDE)], [0xFF7FA7A0, 0xFF2F4858])
    canvas.drawPaint(skia.Paint(Shader=wall))
    for x in range(0, SIDE, 25):  # a pattern, in which a move would be seen
        canvas.drawLine(x, 0, x + 60, SIDE, _line("#20303a", 1.5))
    canvas.drawOval(skia.Rect.MakeXYWH(60, 330, 280, 200), _fill("#8c3b4a"))


def _draw(mouth: MouthShown) -> skia.Image:
    surface = skia.Surface(SIDE, SIDE)
    canvas = surface.getCanvas()
    _draw_room(canvas)
    skin = skia.GradientShader.MakeRadial(skia.Point(180, 180), 220, [0xFFF0C9A6, 0xFFB07F5C])
    canvas.drawOval(skia.Rect.MakeXYWH(95, 70, 210, 265), skia.Paint(Shader=skin, AntiAlias=True))
    canvas.drawArc(skia.Rect.MakeXYWH(90, 60, 220, 200), 180, 180, True, _fill("#3b2620"))
    for x in (155, 245):
        canvas.drawOval(skia.Rect.MakeXYWH(x - 25, 162, 50, 26), _fill("#fbf7f0"))
        canvas.drawCircle(x, 175, 9, _fill("#3a5f8f"))
        canvas.drawCircle(x, 175, 4, _fill("#101018"))
        canvas.drawArc(skia.Rect.MakeXYWH(x - 27, 160, 54, 30), 180, 180, False, _line("#2a1a16", 3))
        canvas.drawLine(x - 28, 142, x + 28, 140, _line("#3b2620", 6))
    canvas.drawLine(200, 190, 194, 232, _line("#a8744f", 4))
    canvas.drawOval(skia.Rect.MakeXYWH(160, 258, 80, 29), _fill("#b5545a"))
    if mouth == "shut":
        canvas.drawLine(162, 271, 238, 271, _line("#5a2028", 2.5))
    else:
        canvas.drawOval(skia.Rect.MakeXYWH(166, 265, 68, 15), _fill("#401018" if mouth == "open" else "#f6efe2"))
    return surface.makeImageSnapshot()


def _fill(colour: str) -> skia.Paint:
    return skia.Paint(Color=int(colour[1:], 16) | 0xFF000000, AntiAlias=True)


def _line(colour: str, width: float) -> skia.Paint:
    paint = _fill(colour)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    return paint
