"""Rooms for everybody: an office, a doctor's, a classroom, a shop, a café, a court."""

from __future__ import annotations

from avatar.draw.sets.easel import Easel

# ------------------------------------------------------------------------------------------------------------- office


def draw_office_wall(easel: Easel) -> None:
    """A wall, a wide window over the town, a board with notes, a clock."""
    easel.wall("#c6ccc9")
    easel.ceiling_light()
    easel.band(0.86, 1.0, "#8b9092")
    easel.band(0.845, 0.862, "#e0e2df")
    x = easel.at(-0.62)
    easel.beam(x + 0.05, 0.14, x + 0.44, 0.84, 0.42)
    easel.window(x - 0.24, 0.08, x + 0.24, 0.50, "#dfe2df", "#8f9ca3", roofs=True)
    for number in range(5):
        easel.box(x - 0.25, 0.07 + number * 0.022, x + 0.25, 0.084 + number * 0.022, "#e9ebe7", 0.002)
    x = easel.at(0.60)
    easel.box(x - 0.20, 0.10, x + 0.20, 0.38, "#9c8064", 0.006)
    easel.box(x - 0.186, 0.114, x + 0.186, 0.366, "#c9b08c")
    for at, y, ink in ((-0.15, 0.14, "#e6d584"), (-0.05, 0.15, "#e9e4d8"), (0.07, 0.135, "#a9c2c0"),
                       (-0.12, 0.26, "#e9e4d8"),
                       (0.0, 0.25, "#d9a38f"), (0.09, 0.26, "#e6d584")):  # fmt: skip
        easel.box(x + at, y, x + at + 0.07, y + 0.08, ink)
        easel.disc(x + at + 0.035, y + 0.006, 0.006, "#a5605a")
    easel.disc(0.16, 0.085, 0.055, "#6f777a")
    easel.disc(0.16, 0.085, 0.045, "#eceae2")
    easel.line(((0.16, 0.055), (0.16, 0.085), (0.178, 0.095)), "#5b6063", 0.006)


def draw_office_desks(easel: Easel) -> None:
    """Partitions, a cabinet with a plant, a desk with a screen."""
    easel.box(-easel.half, 0.62, easel.half, 0.90, "#9fabab")
    easel.band(0.612, 0.632, "#7f8b8c")
    for number in range(-2, 3):
        easel.box(number * 0.50 + 0.244, 0.63, number * 0.50 + 0.256, 0.90, "#8f9b9c")
    x = easel.at(-0.76)
    easel.box(x - 0.15, 0.58, x + 0.13, 1.02, "#aeb1ab", 0.006)
    for y in (0.60, 0.74, 0.88):
        easel.box(x - 0.138, y, x + 0.118, y + 0.128, "#bcbfb9", 0.004)
        easel.box(x - 0.05, y + 0.03, x + 0.03, y + 0.042, "#7f8b8c", 0.004)
    easel.leaves(x - 0.02, 0.58, 0.24, "#87a08c", "#b98f72")
    x = easel.at(0.70)
    easel.band(0.90, 1.0, "#a98e70")
    easel.band(0.90, 0.912, "#c0a585")
    easel.box(x - 0.04, 0.82, x + 0.04, 0.90, "#5d6468")
    easel.box(x - 0.17, 0.60, x + 0.17, 0.83, "#555c61", 0.012)
    easel.box(x - 0.155, 0.615, x + 0.155, 0.80, "#8fa9ae", 0.004)
    for y, wide in ((0.64, 0.12), (0.67, 0.2), (0.70, 0.16)):
        easel.box(x - 0.13, y, x - 0.13 + wide, y + 0.012, "#b9cccd", 0.004)


# ----------------------------------------------------------------------------------------------------------- hospital


def draw_surgery_wall(easel: Easel) -> None:
    """A pale wall with a stripe, an eye chart, a window."""
    easel.wall("#d3ddd8")
    easel.ceiling_light()
    easel.band(0.56, 0.60, "#a5c2bb")
    easel.band(0.60, 1.0, "#c3d1cb")
    easel.band(0.88, 1.0, "#a3aeab")
    x = easel.at(-0.60)
    easel.box(x - 0.12, 0.06, x + 0.12, 0.46, "#f0efe7", 0.006)
    for row, (count, size) in enumerate(((1, 0.07), (2, 0.044), (3, 0.030), (4, 0.021), (5, 0.014))):
        y = (0.085, 0.185, 0.26, 0.325, 0.38)[row]
        for number in range(count):
            at = x + (number - (count - 1) / 2) * size * 1.45
            _chart_letter(easel, at, y, size, (row + number) % 3)
    x = easel.at(0.62)
    easel.window(x - 0.19, 0.08, x + 0.19, 0.46, "#eceee9")
    for number in range(7):
        easel.box(x - 0.20, 0.07 + number * 0.026, x + 0.20, 0.086 + number * 0.026, "#e3e8e4", 0.002)


def _chart_letter(easel: Easel, x: float, y: float, size: float, kind: int) -> None:
    """A letter of an eye chart, built of bars: E, T or L."""
    bar, ink = size * 0.22, "#6a7577"
    left, right = x - size / 2, x + size / 2
    if kind == 1:
        easel.box(left, y, right, y + bar, ink)
        easel.box(x - bar / 2, y, x + bar / 2, y + size, ink)
        return
    easel.box(left, y, left + bar, y + size, ink)
    easel.box(left, y + size - bar, right, y + size, ink)
    if kind == 0:
        easel.box(left, y, right, y + bar, ink)
        easel.box(left, y + size * 0.39, right - bar * 0.5, y + size * 0.61, ink)


def draw_surgery_things(easel: Easel) -> None:
    """A couch with paper over it, a screen on wheels, a cabinet with jars."""
    x = easel.at(-0.62)
    for leg in (-0.20, 0.34):
        easel.line(((x + leg, 0.78), (x + leg, 0.97)), "#8d9998", 0.018)
    easel.line(((x - 0.20, 0.90), (x + 0.34, 0.90)), "#8d9998", 0.012)
    easel.shape(((x - 0.27, 0.56), (x - 0.20, 0.545), (x - 0.04, 0.70), (x - 0.04, 0.78), (x - 0.12, 0.78)), "#6f928e")
    easel.box(x - 0.12, 0.70, x + 0.44, 0.785, "#7f9f9b", 0.03)
    easel.shape(((x - 0.255, 0.555), (x - 0.20, 0.540), (x - 0.03, 0.695), (x + 0.42, 0.695), (x + 0.42, 0.72),
                (x - 0.06, 0.72)),
                "#eef0ec")  # fmt: skip
    easel.box(x + 0.30, 0.695, x + 0.42, 0.76, "#e3e7e2")
    x = easel.at(0.72)
    easel.box(x - 0.17, 0.62, x + 0.20, 1.02, "#b3c2bd", 0.008)
    easel.box(x - 0.185, 0.605, x + 0.215, 0.628, "#dbe3df", 0.006)
    for left in (x - 0.158, x + 0.018):
        easel.box(left, 0.645, left + 0.164, 1.02, "#c0cdc8", 0.006)
    for at, ink in ((-0.11, "#c9776a"), (-0.02, "#d9c089"), (0.07, "#9fb4c9")):
        easel.box(x + at, 0.545, x + at + 0.065, 0.606, "#e2e9e6", 0.01)
        easel.box(x + at, 0.57, x + at + 0.065, 0.606, ink, 0.01)
        easel.box(x + at + 0.008, 0.533, x + at + 0.057, 0.548, "#9aa5a4", 0.004)


# ---------------------------------------------------------------------------------------------------------- classroom


def draw_class_wall(easel: Easel) -> None:
    """A wall with a great green board that something was wiped off, letters above it, a window."""
    easel.wall("#d8cfb4")
    easel.ceiling_light()
    easel.band(0.70, 1.0, "#b3a384")
    easel.band(0.69, 0.706, "#9a8a6d")
    wide = min(0.50, easel.half - 0.06)
    easel.box(-wide - 0.02, 0.10, wide + 0.02, 0.575, "#9c7a58", 0.006)
    easel.box(-wide, 0.12, wide, 0.555, "#6c8a78")
    easel.oval(-wide * 0.8, 0.16, wide * 0.5, 0.46, "#76937f")
    easel.oval(-wide * 0.1, 0.24, wide * 0.85, 0.50, "#738f7d")
    easel.box(-wide - 0.03, 0.57, wide + 0.03, 0.592, "#b08c67", 0.004)
    for x in (-0.22, -0.14, 0.30):
        easel.box(x, 0.562, x + 0.05, 0.572, "#efece2", 0.004)
    _sums(easel, -wide + 0.05)
    x = easel.at(0.78)
    easel.window(x - 0.14, 0.09, x + 0.16, 0.52)
    x = easel.at(-0.76)
    easel.box(x - 0.13, 0.14, x + 0.13, 0.44, "#a9c2c0", 0.004)
    for left, top, right, low in ((-0.09, 0.18, 0.0, 0.28), (-0.02, 0.22, 0.09, 0.34), (-0.08, 0.31, 0.03, 0.39)):
        easel.oval(x + left, top, x + right, low, "#c7b987")


def _sums(easel: Easel, x: float) -> None:
    """A sum in chalk, high up in the corner."""
    chalk = "#cfd8cc"
    for points in (((x, 0.155), (x + 0.02, 0.145), (x + 0.02, 0.20)), ((x + 0.05, 0.172), (x + 0.08, 0.172)),
                   ((x + 0.065, 0.157), (x + 0.065, 0.187)),
                   ((x + 0.105, 0.155), (x + 0.125, 0.145), (x + 0.125, 0.20)), ((x + 0.155, 0.165),
                   (x + 0.185, 0.165)),
                   ((x + 0.155, 0.18), (x + 0.185, 0.18))):  # fmt: skip
        easel.line(points, chalk, 0.006)
    easel.arc((x + 0.21, 0.158), ((x + 0.23, 0.13), (x + 0.26, 0.16), (x + 0.21, 0.198)), ink=chalk, width=0.006)
    easel.line(((x + 0.21, 0.198), (x + 0.25, 0.198)), chalk, 0.006)


def draw_class_things(easel: Easel) -> None:
    """The teacher's desk with an apple, a globe on a low shelf, school desks."""
    x = easel.at(0.74)
    easel.box(x - 0.20, 0.70, x + 0.24, 1.02, "#9c7a58", 0.006)
    easel.box(x - 0.22, 0.685, x + 0.26, 0.712, "#b58f68", 0.006)
    easel.box(x - 0.18, 0.735, x + 0.02, 0.83, "#a98663", 0.006)
    easel.disc(x - 0.11, 0.652, 0.034, "#b5564c")
    easel.arc((x - 0.11, 0.622), ((x - 0.108, 0.61), (x - 0.10, 0.60), (x - 0.095, 0.60)), ink="#6b5a48", width=0.006)
    easel.books(x - 0.02, 0.686, ("#7d8c7a", "#9a7b6c", "#6f7f92", "#8f8170"))
    x = easel.at(-0.74)
    easel.box(x - 0.22, 0.72, x + 0.18, 1.02, "#9c7a58", 0.006)
    easel.box(x - 0.235, 0.705, x + 0.195, 0.73, "#b58f68", 0.006)
    easel.disc(x - 0.02, 0.60, 0.085, "#8fb0b8")
    for left, top, right, low in ((-0.08, 0.55, -0.01, 0.61), (-0.02, 0.59, 0.05, 0.66)):
        easel.oval(x + left, top, x + right, low, "#b3bd8c")
    easel.arc((x + 0.03, 0.50), ((x + 0.11, 0.54), (x + 0.11, 0.66), (x, 0.695)), ink="#8a6a4b", width=0.010)
    easel.box(x - 0.06, 0.69, x + 0.04, 0.708, "#8a6a4b", 0.004)


# --------------------------------------------------------------------------------------------------------------- shop

_GOODS = ("#c2776a", "#d9b56c", "#8fa9ae", "#9aab86", "#b79ab0", "#d8c8a4", "#7f9fa6", "#c99b70")


def draw_shop_shelves(easel: Easel) -> None:
    """Shelves up to the ceiling with tins, boxes and bottles; in the middle a door's bright window."""
    easel.wall("#cfc4b0")
    easel.ceiling_light()
    for side in (-1.0, 1.0):
        x = easel.at(side * 0.64)
        easel.box(x - 0.30, easel.top - 0.02, x + 0.30, 0.80, "#a98e70")
        easel.box(x - 0.285, easel.top - 0.02, x + 0.285, 0.80, "#bda588")
        rows = [0.16 + 0.19 * number for number in range(4)]
        rows += [0.16 - 0.19 * number for number in range(1, 1 + max(0, int(-easel.top / 0.19) + 1))]
        for row, y in enumerate(rows):
            easel.box(x - 0.30, y, x + 0.30, y + 0.016, "#967c60")
            _goods(easel, x - 0.27, y, row + (3 if side > 0 else 0))
    easel.box(-0.24, 0.04, 0.24, 0.86, "#8d7a66", 0.006)
    easel.window(-0.20, 0.08, 0.20, 0.56, "#8d7a66", "#a8a096", roofs=True)


def _goods(easel: Easel, x: float, floor: float, row: int) -> None:
    """A row of tins, boxes or bottles on a board."""
    kind = row % 3
    step = (0.062, 0.085, 0.050)[kind]
    for number in range(int(0.54 / step)):
        ink = _GOODS[(number * 3 + row * 5) % 8] if kind != 1 or number % 3 else "#cfc4b0"
        left = x + number * step
        if kind == 0:
            easel.box(left, floor - 0.075, left + step - 0.010, floor, ink, 0.006)
            easel.box(left, floor - 0.055, left + step - 0.010, floor - 0.025, "#e6dcc8")
        elif kind == 1:
            easel.box(left, floor - 0.10 - 0.02 * (number % 2), left + step - 0.008, floor, ink, 0.004)
        else:
            easel.box(left, floor - 0.08, left + step - 0.014, floor, ink, 0.012)
            easel.box(left + 0.010, floor - 0.115, left + step - 0.024, floor - 0.07, ink, 0.004)


def draw_shop_counter(easel: Easel) -> None:
    """The counter, with a till, scales and a jar of sweets at its ends."""
    easel.band(0.78, 0.815, "#b98f66")
    easel.band(0.78, 0.788, "#d3ab80")
    easel.band(0.815, 1.0, "#8f6f55")
    for number in range(-6, 7):
        easel.box(number * 0.22 - 0.094, 0.835, number * 0.22 + 0.094, 1.02, "#9a7a5f", 0.006)
    x = easel.at(-0.74)
    easel.box(x - 0.11, 0.68, x + 0.11, 0.78, "#6f7b80", 0.014)
    easel.shape(((x - 0.10, 0.69), (x + 0.10, 0.69), (x + 0.07, 0.61), (x - 0.07, 0.61)), "#829094")
    easel.box(x - 0.05, 0.57, x + 0.05, 0.615, "#5a6468", 0.006)
    easel.box(x - 0.04, 0.58, x + 0.04, 0.605, "#b5c9ae", lit=easel.dark)
    for row in range(2):
        for column in range(4):
            easel.box(
                x - 0.066 + column * 0.036,
                0.633 + row * 0.026,
                x - 0.044 + column * 0.036,
                0.649 + row * 0.026,
                "#dcd6c6",
                0.003,
            )
    x = easel.at(0.76)
    easel.box(x - 0.075, 0.62, x + 0.075, 0.78, "#dfe9e7aa", 0.03)
    for number in range(14):
        easel.disc(x - 0.05 + (number % 4) * 0.033, 0.762 - (number // 4) * 0.03, 0.017, _GOODS[(number * 3) % 8])
    easel.box(x - 0.06, 0.595, x + 0.06, 0.625, "#a5605a", 0.008)


# --------------------------------------------------------------------------------------------------------------- café


def draw_cafe_wall(easel: Easel) -> None:
    """A warm wall, a slate with the day's dishes, a window onto the street, lamps that hang at the sides."""
    easel.wall("#c7a98f")
    easel.ceiling_light()
    easel.band(0.60, 1.0, "#8c6c58")
    easel.band(0.595, 0.612, "#a98468")
    for number in range(-8, 9):
        easel.box(number * 0.13 - 0.002, 0.612, number * 0.13 + 0.002, 1.0, "#806250")
    x = easel.at(0.62)
    easel.box(x - 0.19, 0.10, x + 0.19, 0.46, "#8d6b4f", 0.006)
    easel.box(x - 0.172, 0.118, x + 0.172, 0.442, "#565a58")
    for y, wide in ((0.155, 0.16), (0.21, 0.24), (0.25, 0.20), (0.29, 0.26), (0.33, 0.18), (0.39, 0.22)):
        easel.line(((x - 0.14, y), (x - 0.14 + wide, y)), "#c9c8bd", 0.007)
    x = easel.at(-0.60)
    easel.beam(x + 0.02, 0.12, x + 0.34, 0.60, 0.30)
    easel.window(x - 0.21, 0.08, x + 0.21, 0.50, "#8d6b4f", "#a99a92", roofs=True)


def draw_cafe_bar(easel: Easel) -> None:
    """The bar with its machine, cakes under a glass, cups; lamps over it."""
    for x in (-0.36 * easel.half, 0.27 * easel.half, 0.97 * easel.half):
        low = 0.07
        easel.glow(x, low + 0.03, 0.17)
        easel.line(((x, easel.top - 0.02), (x, low - 0.03)), "#6b5648", 0.005)
        easel.blob(
            (x - 0.055, low + 0.02),
            ((x - 0.05, low - 0.03), (x + 0.05, low - 0.03), (x + 0.055, low + 0.02)),
            ink="#7b8b84",
        )
        easel.oval(x - 0.026, low + 0.008, x + 0.026, low + 0.036, "#f6e2b4", lit=easel.dark)
    easel.band(0.73, 0.765, "#d0b48f")
    easel.band(0.73, 0.738, "#e2cba9")
    easel.band(0.765, 1.0, "#6f8079")
    for number in range(-5, 6):
        easel.box(number * 0.27 - 0.12, 0.785, number * 0.27 + 0.12, 1.02, "#7b8c85", 0.006)
    x = easel.at(-0.74)
    easel.box(x - 0.14, 0.55, x + 0.14, 0.73, "#a9aeac", 0.014)
    easel.box(x - 0.14, 0.55, x + 0.14, 0.592, "#8d9593", 0.014)
    easel.box(x - 0.11, 0.64, x + 0.11, 0.715, "#6d7573", 0.008)
    for at in (-0.06, 0.06):
        easel.box(x + at - 0.022, 0.632, x + at + 0.022, 0.652, "#4f5553", 0.004)
        easel.box(x + at - 0.018, 0.682, x + at + 0.018, 0.715, "#efe8da", 0.006)
    for at in (-0.10, -0.04, 0.02, 0.08):
        easel.box(x + at - 0.02, 0.52, x + at + 0.026, 0.551, "#efe8da", 0.008)
    x = easel.at(0.72)
    easel.box(x - 0.14, 0.705, x + 0.14, 0.73, "#efe8da", 0.01)
    for at, ink in ((-0.07, "#c99b70"), (0.0, "#b8665d"), (0.07, "#d9c5a0")):
        easel.blob(
            (x + at - 0.034, 0.705), ((x + at - 0.03, 0.65), (x + at + 0.03, 0.65), (x + at + 0.034, 0.705)), ink=ink
        )
        easel.disc(x + at, 0.662, 0.008, "#efe8da")
    easel.blob((x - 0.135, 0.705), ((x - 0.14, 0.58), (x + 0.14, 0.58), (x + 0.135, 0.705)), ink="#eef4f255")
    easel.disc(x, 0.604, 0.012, "#8d9593")


# -------------------------------------------------------------------------------------------------------------- court


def draw_court_wall(easel: Easel) -> None:
    """Panels of dark wood between columns, a coat of arms of scales high up."""
    easel.wall("#a98f77")
    easel.ceiling_light()
    easel.oval(-0.7, easel.top - 0.1, 0.7, 0.9, "#b59b82")
    for number in range(-3, 4):
        x = number * 0.36
        easel.box(x - 0.14, 0.20, x + 0.14, 0.66, "#9d836b", 0.004)
        easel.box(x - 0.12, 0.225, x + 0.12, 0.64, "#ae947b", 0.004)
    for x in (easel.at(-0.74), easel.at(0.74)):
        easel.box(x - 0.055, easel.top - 0.02, x + 0.055, 0.80, "#d2c5b0")
        for groove in (-0.028, 0.0, 0.028):
            easel.line(((x + groove, min(0.07, easel.top + 0.07)), (x + groove, 0.74)), "#bfb19b", 0.006)
        easel.box(x - 0.075, easel.top - 0.02, x + 0.075, easel.top + 0.045, "#ddd1bd", 0.006)
        easel.box(x - 0.075, 0.74, x + 0.075, 0.80, "#ddd1bd", 0.006)
    easel.band(easel.top, easel.top + 0.016, "#8a705a")
    _scales(easel, 0.0, 0.085)


def _scales(easel: Easel, x: float, y: float) -> None:
    """Scales of justice on a round shield, above where any head is."""
    easel.disc(x, y, 0.078, "#8a705a")
    easel.disc(x, y, 0.066, "#d3bd86")
    ink = "#8a6f44"
    easel.line(((x, y - 0.04), (x, y + 0.04)), ink, 0.006)
    easel.line(((x - 0.038, y - 0.026), (x + 0.038, y - 0.026)), ink, 0.006)
    easel.line(((x - 0.022, y + 0.042), (x + 0.022, y + 0.042)), ink, 0.008)
    for side in (-0.038, 0.038):
        easel.line(
            (
                (x + side, y - 0.026),
                (x + side - 0.014, y + 0.012),
                (x + side + 0.014, y + 0.012),
                (x + side, y - 0.026),
            ),
            ink,
            0.003,
        )
        easel.blob(
            (x + side - 0.018, y + 0.010),
            ((x + side - 0.012, y + 0.028), (x + side + 0.012, y + 0.028), (x + side + 0.018, y + 0.010)),
            ink=ink,
        )


def draw_court_bench(easel: Easel) -> None:
    """The judge's high bench behind, a rail before it, flags at both sides."""
    for side, ink in ((-1.0, "#8f5a58"), (1.0, "#5f7486")):
        x = easel.at(side * 0.60)
        easel.line(((x, 0.16), (x, 0.66)), "#c7ae78", 0.010)
        easel.disc(x, 0.15, 0.014, "#d9c089")
        easel.blob((x, 0.17), ((x + 0.05 * side, 0.19), (x + 0.09 * side, 0.26), (x + 0.10 * side, 0.36)),
                   ((x + 0.11 * side, 0.45), (x + 0.105 * side, 0.52), (x + 0.12 * side, 0.575)),
                   ((x + 0.08 * side, 0.555), (x + 0.05 * side, 0.60), (x, 0.57)), ink=ink)  # fmt: skip
        easel.arc((x + 0.035 * side, 0.21), ((x + 0.06 * side, 0.3), (x + 0.05 * side, 0.45),
                  (x + 0.065 * side, 0.565)),
                  ink="#d3bd86", width=0.008)  # fmt: skip
    easel.box(-0.56, 0.56, 0.56, 1.02, "#80614a", 0.006)
    easel.box(-0.58, 0.545, 0.58, 0.582, "#a07d60", 0.006)
    for x in (-0.375, -0.125, 0.125, 0.375):
        easel.box(x - 0.105, 0.615, x + 0.105, 0.86, "#8d6d55", 0.004)
    easel.band(0.86, 1.0, "#6d5240")
    easel.band(0.845, 0.875, "#94745a")
    for number in range(-9, 10):
        easel.box(number * 0.105 - 0.016, 0.885, number * 0.105 + 0.016, 1.02, "#7d604b", 0.008)
    x = easel.at(0.36)
    easel.box(x - 0.05, 0.525, x + 0.05, 0.545, "#6d5240", 0.004)
    easel.box(x - 0.028, 0.48, x + 0.028, 0.51, "#6d5240", 0.006)
    easel.line(((x + 0.02, 0.495), (x + 0.09, 0.515)), "#6d5240", 0.009)
