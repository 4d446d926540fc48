"""Stages, and a wall for those who need none: plain, a comedy club, a studio; and a living room."""

from __future__ import annotations

from dataclasses import replace

from avatar.draw.sets.easel import Easel

DESK = 0.10
"""Share of the picture's height that the studio's desk takes, below."""


def draw_transparent(easel: Easel) -> None:
    """Nothing: for films that go over something else."""
    easel.canvas.clear(0)


def draw_plain(easel: Easel) -> None:
    """A quiet wall with one large soft shape of light behind the head."""
    easel.wall("#d3dcd8")
    easel.blob(
        (-0.62, 0.62),
        ((-0.70, 0.22), (-0.34, 0.02), (0.04, 0.05)),
        ((0.46, 0.08), (0.72, 0.30), (0.64, 0.66)),
        ((0.60, 0.98), (0.40, 1.10), (0.0, 1.10)),
        ((-0.40, 1.10), (-0.57, 0.94), (-0.62, 0.62)),
        ink="#e3eae6",
    )


# --------------------------------------------------------------------------------------------------------------- club

_BRICKS = (
    (-0.95, 0.16), (-0.80, 0.16), (-0.875, 0.215), (-0.62, 0.30), (-0.70, 0.355), (-0.55, 0.355), (-1.02, 0.50),
    (-0.87, 0.50), (-0.945, 0.555), (-0.64, 0.66), (0.52, 0.12), (0.60, 0.175), (0.45, 0.175), (0.83, 0.28),
    (0.90, 0.335), (0.75, 0.335), (0.56, 0.50), (0.71, 0.50), (0.635, 0.555), (0.93, 0.62), (0.86, 0.675),
    (-0.36, 0.09), (-0.28, 0.145), (0.26, 0.30), (-0.42, 0.52), (-0.20, -0.20), (-0.12, -0.255), (0.30, -0.36),
    (0.22, -0.415), (0.38, -0.415), (-0.40, -0.62), (0.12, -0.80), (0.20, -0.855),
)  # fmt: skip


def draw_club_wall(easel: Easel) -> None:
    """A brick wall of which few bricks show, lit from above."""
    easel.wall("#4d3d47")
    for scale, ink in ((1.0, "#5c4850"), (0.80, "#6d555a"), (0.60, "#7e6463")):
        easel.oval(-0.95 * scale, 0.46 - 0.72 * scale, 0.95 * scale, 0.46 + 0.72 * scale, ink)
    for x, y in _BRICKS:
        lit = max(0.0, 1.0 - abs(x) / 1.1)
        easel.box(x - 0.07, y - 0.023, x + 0.07, y + 0.023, "#8d6f68" if lit > 0.45 and y > 0 else "#64505a", 0.006)


def draw_club_stage(easel: Easel) -> None:
    """The spotlight's cone, the floor, drapes at both sides, a stool with a glass."""
    top = easel.top - 0.02
    for narrow, wide in ((0.05, 0.62), (0.03, 0.44)):
        easel.shape(((-narrow, top), (narrow, top), (wide, 1.02), (-wide, 1.02)), "#ffe9c81c")
    easel.band(0.90, 1.0, "#3c2f38")
    easel.oval(-0.66, 0.885, 0.66, 1.03, "#5d4848")
    _curtain(easel, -easel.half, 1.0)
    _curtain(easel, easel.half, -1.0)
    _stool(easel, easel.at(0.62))


def _curtain(easel: Easel, edge: float, side: float) -> None:
    """A drape at one side of the stage, falling inwards."""
    top = easel.top - 0.02
    inner = ((edge + side * 0.26, 0.1), (edge + side * 0.20, 0.5), (edge + side * 0.16, 1.02))
    easel.blob((edge, top), inner, ((edge, 1.02), (edge, 1.02), (edge, 1.02)), ink="#5e3038")
    for at, deep in ((0.05, 0.02), (0.105, 0.0)):
        fold = ((edge + side * (at + 0.07), 0.3), (edge + side * (at + 0.02), 0.7), (edge + side * (at + deep), 1.02))
        easel.arc((edge + side * (at + 0.02), top), fold, ink="#4a252e", width=0.010)


def _stool(easel: Easel, x: float) -> None:
    for foot in (-0.075, 0.075):
        easel.arc(
            (x + foot * 0.5, 0.74), ((x + foot, 0.85), (x + foot, 0.85), (x + foot, 0.96)), ink="#33272f", width=0.01
        )
    easel.line(((x - 0.062, 0.87), (x + 0.062, 0.87)), "#33272f", 0.010)
    easel.box(x - 0.085, 0.715, x + 0.085, 0.745, "#7a5a49", 0.014)
    easel.box(x - 0.02, 0.655, x + 0.02, 0.716, "#c9d3d266", 0.006)
    easel.box(x - 0.018, 0.680, x + 0.018, 0.714, "#dfe9e788", 0.005)


# ------------------------------------------------------------------------------------------------------- living room


def draw_living_wall(easel: Easel) -> None:
    """Window light from the left, two pictures."""
    easel.wall("#d8cbbb")
    easel.band(0.86, 1.0, "#b59f8a")
    easel.band(0.845, 0.866, "#e6ddd0")
    x = easel.at(-0.74)
    easel.shape(((x + 0.28, 0.10), (x + 0.72, 0.20), (x + 1.08, 0.845), (x + 0.44, 0.845)), easel.light.beam, lit=True)
    easel.window(x - 0.175, 0.105, x + 0.175, 0.575)
    for side in (-1.0, 1.0):
        easel.blob(
            (x + side * 0.27, 0.05),
            ((x + side * 0.13, 0.06), (x + side * 0.21, 0.34), (x + side * 0.17, 0.66)),
            ((x + side * 0.21, 0.68), (x + side * 0.25, 0.68), (x + side * 0.28, 0.66)),
            ink="#c8b49c",
        )
    x = easel.at(0.50)
    easel.frame(x - 0.07, 0.113, x + 0.07, 0.287, "#a9b7ae")
    easel.frame(x + 0.15, 0.21, x + 0.25, 0.31, "#c9a98c")


def draw_living_seats(easel: Easel) -> None:
    """A sofa, a lamp, a plant."""
    easel.box(-0.66, 0.60, 0.66, 1.06, "#96a79d", 0.07)
    easel.box(-0.62, 0.63, -0.01, 0.98, "#a3b3a9", 0.05)
    easel.box(0.01, 0.63, 0.62, 0.98, "#a3b3a9", 0.05)
    for side in (-1.0, 1.0):
        near, far = side * 0.60, side * 0.78
        easel.box(min(near, far), 0.74, max(near, far), 1.06, "#8a9b91", 0.06)
    x = easel.at(0.86)
    easel.glow(x, 0.36, 0.24)
    easel.line(((x, 0.44), (x, 0.92)), "#8c7562", 0.010)
    easel.box(x - 0.06, 0.915, x + 0.06, 0.935, "#8c7562", 0.008)
    easel.shape(((x - 0.055, 0.28), (x + 0.055, 0.28), (x + 0.095, 0.44), (x - 0.095, 0.44)), "#f0dcb4", lit=easel.dark)
    easel.leaves(easel.at(-0.83), 0.95, 0.44, "#87a08c", "#b98f72")


# ------------------------------------------------------------------------------------------------------------- studio


def draw_studio_wall(easel: Easel) -> None:
    """Panels on the wall in a round of light, a screen with a map of nothing, a shelf with lamps."""
    easel.wall("#8b9aa5")
    for number in range(-6, 7):
        x = number * 0.24
        easel.box(x - 0.112, easel.top - 0.02, x + 0.112, 0.74, "#95a4ae" if number % 2 else "#909faa", 0.008)
    easel.oval(-0.62, -0.02, 0.62, 1.02, "#b4c1c8")
    easel.oval(-0.46, 0.10, 0.46, 0.98, "#c3ced3")
    _screen(easel, easel.at(-0.72))
    _shelf(easel, easel.at(0.74))


def draw_studio_desk(easel: Easel) -> None:
    """What stands behind the cast, and the desk before it: its top, a lit edge, panels of wood below."""
    easel.band(0.74, 1.0, "#6d7c88")
    easel.band(0.735, 0.75, "#a7b4bc")
    easel.canvas.save()
    easel.canvas.translate(0.0, easel.bottom - 1.0)
    _desk(replace(easel, bottom=1.0), 1.0 - DESK * (easel.bottom - easel.top))
    easel.canvas.restore()


def _desk(easel: Easel, top: float) -> None:
    """A desk from edge to edge, from `top` down to 1."""
    easel.band(top, 1.0, "#9c6f4e")
    easel.band(top, top + 0.036, "#c99b70")
    easel.band(top, top + 0.007, "#e2bd92")
    easel.band(top + 0.036, top + 0.050, "#6b4833")
    for number in range(-8, 9):
        easel.box(number * 0.27 - 0.118, top + 0.066, number * 0.27 + 0.118, 1.02, "#8d6245", 0.008)
    for x, lean in ((easel.at(-0.58), 0.01), (easel.at(0.60), -0.01)):
        paper = ((x - 0.08, 0.012), (x + 0.08, 0.012), (x + 0.09 + lean, 0.030), (x - 0.09 + lean, 0.030))
        easel.shape(tuple((across, top + down) for across, down in paper), "#f1ece1")


def _screen(easel: Easel, x: float) -> None:
    easel.box(x - 0.24, 0.14, x + 0.24, 0.46, "#4c5a66", 0.016)
    easel.box(x - 0.225, 0.155, x + 0.225, 0.445, "#5f7683", 0.008)
    for left, top, right, low in ((-0.16, 0.22, -0.02, 0.30), (-0.06, 0.27, 0.08, 0.37), (0.07, 0.20, 0.17, 0.27)):
        easel.oval(x + left, top, x + right, low, "#7b929d")
    easel.box(x - 0.225, 0.405, x + 0.225, 0.445, "#8a5a57")


def _shelf(easel: Easel, x: float) -> None:
    for y in (0.26, 0.48):
        easel.box(x - 0.22, y, x + 0.22, y + 0.016, "#6f5f55", 0.003)
    books = ((-0.19, 0.10, "#7d8c7a"), (-0.155, 0.12, "#9a7b6c"), (-0.12, 0.09, "#6f7f92"), (0.09, 0.11, "#8f8170"),
             (0.125, 0.13, "#7a6f86"))  # fmt: skip
    for at, tall, ink in books:
        easel.box(x + at, 0.26 - tall, x + at + 0.03, 0.26, ink, 0.003)
    easel.disc(x + 0.01, 0.215, 0.045, "#e9d9b0")
    easel.box(x - 0.012, 0.245, x + 0.032, 0.262, "#5f6f7c")
    easel.box(x - 0.17, 0.41, x - 0.05, 0.48, "#a35b52", 0.01)
    easel.box(x - 0.158, 0.422, x - 0.062, 0.468, "#c9766a", 0.006)
    easel.disc(x + 0.10, 0.445, 0.036, "#7f9a86")
