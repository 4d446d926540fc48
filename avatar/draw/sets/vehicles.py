"""Places that move: a train compartment, the back of a car, a spaceship."""

from __future__ import annotations

from avatar.draw.sets.easel import Easel

# -------------------------------------------------------------------------------------------------------------- train


def draw_passing_land(easel: Easel) -> None:
    """What passes outside of a train: sky, hills, a field."""
    land = easel.under_the_sky()
    land.sky(0.5)
    land.blob((-1.6, 0.44), ((-0.9, 0.30), (-0.4, 0.40), (0.1, 0.42)), ((0.5, 0.34), (1.0, 0.36), (1.6, 0.42)),
              ((1.6, 0.8), (0, 0.8), (-1.6, 0.8)), ink="#9db5a4")  # fmt: skip
    land.blob((-1.6, 0.50), ((-0.6, 0.44), (0.0, 0.50), (0.5, 0.47)), ((0.9, 0.45), (1.2, 0.49), (1.6, 0.48)),
              ((1.6, 0.9), (0, 0.9), (-1.6, 0.9)), ink="#a9bd8c")  # fmt: skip
    for x in (-0.62, -0.56, 0.50, 0.58, 0.70):
        land.disc(x, 0.475, 0.035, "#86a07f")


def draw_compartment(easel: Easel) -> None:
    """The wall around a wide window, seats with head rests at both sides, a rack with a suitcase."""
    wide = min(0.62, easel.half - 0.12)
    wall = "#b9b3a2"
    easel.band(easel.top, 0.075, wall)
    easel.band(0.575, 1.0, wall)
    for side in (-1.0, 1.0):
        easel.box(min(side * wide, side * 1.8), 0.07, max(side * wide, side * 1.8), 0.58, wall)
    for inset, ink in ((0.0, "#8d8676"), (0.014, "#d8d2c2")):
        left, top, right, low = -wide - 0.03 + inset, 0.05 + inset, wide + 0.03 - inset, 0.60 - inset
        for box in (
            (left, top, right, 0.078),
            (left, 0.572, right, low),
            (left, top, -wide, low),
            (wide, top, right, low),
        ):
            easel.box(*box, ink, 0.006)
    easel.shape(((-wide, 0.078), (-wide * 0.55, 0.078), (-wide * 0.95, 0.572), (-wide, 0.572)), "#ffffff1c", lit=True)
    easel.shape(
        ((-wide * 0.3, 0.078), (-wide * 0.12, 0.078), (-wide * 0.55, 0.572), (-wide * 0.73, 0.572)),
        "#ffffff16",
        lit=True,
    )
    easel.band(0.60, 0.64, "#a39c8b")
    easel.band(0.86, 1.0, "#857d70")
    for side in (-1.0, 1.0):
        _seat(easel, side * min(0.82, easel.half - 0.06), side)
    easel.band(easel.top, easel.top + 0.02, "#857d70")


def _seat(easel: Easel, x: float, side: float) -> None:
    """The back of a seat at the picture's edge, seen from the side where its partner is."""
    inner, outer = x - side * 0.15, x + side * 0.3
    easel.box(min(inner, outer), 0.42, max(inner, outer), 1.06, "#6f8583", 0.05)
    easel.box(min(inner, outer) + 0.012, 0.44, max(inner, outer), 0.60, "#c9c3b2", 0.035)
    for y in (0.68, 0.78):
        easel.line(((inner + side * 0.02, y), (outer, y)), "#637976", 0.008)
    easel.box(min(inner - side * 0.05, outer), 0.88, max(inner - side * 0.05, outer), 1.06, "#7b918e", 0.04)


# ---------------------------------------------------------------------------------------------------------------- car


def draw_road(easel: Easel) -> None:
    """The road behind, through the rear window: it runs together in the distance."""
    out = easel.under_the_sky()
    out.sky(0.42)
    for x, y, radius in ((-0.62, 0.40, 0.13), (-0.42, 0.42, 0.09), (0.46, 0.41, 0.11), (0.66, 0.39, 0.14)):
        out.disc(x, y, radius, "#8fa78b")
    out.band(0.42, 1.0, "#a9bd8c")
    out.shape(((-0.03, 0.42), (0.03, 0.42), (0.62, 0.80), (-0.62, 0.80)), "#8a8d90")
    for top, low in ((0.44, 0.46), (0.485, 0.52), (0.555, 0.61)):
        a, b = (top - 0.42) * 0.035, (low - 0.42) * 0.035
        out.shape(((-a, top), (a, top), (b, low), (-b, low)), "#e6e1d3")


def draw_back_seat(easel: Easel) -> None:
    """The car around the window: roof, pillars, side windows, a bench with three head rests."""
    wide = min(0.60, easel.half - 0.10)
    lining = "#9c9588"
    easel.band(easel.top, 0.10, lining)
    easel.shape(((-2, easel.top), (-wide + 0.06, 0.09), (-wide - 0.02, 0.58), (-2, 0.58)), lining)
    easel.shape(((2, easel.top), (wide - 0.06, 0.09), (wide + 0.02, 0.58), (2, 0.58)), lining)
    for side in (-1.0, 1.0):
        pane = ((side * (wide + 0.12), 0.18), (side * 2.0, 0.10), (side * 2.0, 0.56), (side * (wide + 0.16), 0.56))
        easel.shape(pane, easel.light.sky[1], lit=True)
    easel.arc((-wide + 0.05, 0.095), ((-0.2, 0.075), (0.2, 0.075), (wide - 0.05, 0.095)), ink="#7c766c", width=0.014)
    easel.line(((-wide + 0.05, 0.095), (-wide - 0.03, 0.57)), "#7c766c", 0.014)
    easel.line(((wide - 0.05, 0.095), (wide + 0.03, 0.57)), "#7c766c", 0.014)
    easel.band(0.56, 1.0, "#7d7970")
    easel.band(0.56, 0.585, "#8b867c")
    easel.box(-0.80, 0.645, 0.80, 1.08, "#68808a", 0.07)
    for x in (-0.46, 0.0, 0.46):
        easel.box(x - 0.11, 0.585, x + 0.11, 0.70, "#5f7680", 0.04)
        easel.box(x - 0.095, 0.60, x + 0.095, 0.68, "#6f8791", 0.03)
    for x in (-0.52, 0.0, 0.52):
        easel.box(x - 0.24, 0.68, x + 0.24, 1.06, "#768e98", 0.05)
        for y in (0.76, 0.84):
            easel.line(((x - 0.20, y), (x + 0.20, y)), "#6c848e", 0.006)


# ---------------------------------------------------------------------------------------------------------- spaceship


def draw_space(easel: Easel) -> None:
    """Stars, a planet with a ring, a far small moon."""
    easel.wall("#2a3049")
    easel.oval(-1.2, -0.5, 0.7, 0.8, "#30385555")
    for number in range(90):
        x = ((number * 0.6180) % 1.0 - 0.5) * 2.4
        y = easel.top + (0.8 - easel.top) * ((number * 0.7548) % 1.0)
        easel.disc(x, y, 0.0022 + 0.0016 * (number % 3), "#cfd6e6" if number % 5 else "#e9d7a5")
    x = min(0.46, easel.half - 0.16)
    easel.disc(x, 0.27, 0.155, "#b98a78")
    easel.clipped(x - 0.155, 0.1, x + 0.155, 0.43, lambda: _bands(easel, x))
    easel.oval(-0.72, 0.10, -0.62, 0.20, "#8d93a6")
    easel.oval(-0.70, 0.125, -0.675, 0.15, "#7c8296")


def _bands(easel: Easel, x: float) -> None:
    for dy, wide, ink in ((-0.07, 0.13, "#c49a85"), (0.0, 0.15, "#c9a48b"), (0.075, 0.12, "#a97b6d")):
        easel.box(x - wide, 0.27 + dy - 0.016, x + wide, 0.27 + dy + 0.016, ink, 0.016)


def draw_bridge(easel: Easel) -> None:
    """The bridge: a frame around the great window, consoles with lights along its lower edge."""
    metal, light, dark = "#7c8796", "#939dab", "#626c7b"
    edge = easel.half
    top = easel.top
    easel.shape(
        (
            (-edge, top),
            (edge, top),
            (edge, top + 0.05),
            (edge - 0.1, top + 0.075),
            (-edge + 0.1, top + 0.075),
            (-edge, top + 0.05),
        ),
        metal,
    )
    for side in (-1.0, 1.0):
        outer, inner, low = side * edge, side * (edge - 0.09), side * (edge - 0.20)
        easel.shape(((outer, top), (inner, top + 0.07), (low, 0.60), (outer, 0.66)), metal)
        easel.line(((inner, top + 0.075), (low, 0.60)), light, 0.012)
        for y in (0.18, 0.28, 0.38):
            easel.box(outer - side * 0.055 - 0.018, y, outer - side * 0.055 + 0.018, y + 0.05, dark, 0.008)
            easel.box(outer - side * 0.055 - 0.010, y + 0.010, outer - side * 0.055 + 0.010, y + 0.022, "#b7c9b0")
    easel.line(((-edge + 0.20, 0.60), (edge - 0.20, 0.60)), light, 0.014)
    easel.shape(
        ((-edge, 0.66), (-edge + 0.20, 0.60), (edge - 0.20, 0.60), (edge, 0.66), (edge, 1.02), (-edge, 1.02)), metal
    )
    easel.shape(
        ((-edge, 0.74), (-edge + 0.24, 0.68), (edge - 0.24, 0.68), (edge, 0.74), (edge, 1.02), (-edge, 1.02)), dark
    )
    for number in range(-8, 9):
        x = number * 0.1
        if abs(x) > edge - 0.16:
            continue
        ink = ("#c9776a", "#d9b56c", "#8fb0a0", "#9fb4c9")[number % 4]
        easel.box(x - 0.022, 0.625, x + 0.022, 0.65, "#525b69", 0.006)
        easel.box(x - 0.014, 0.631, x + 0.014, 0.644, ink, 0.004)
    for x, wide in ((-0.56, 0.2), (0.56, 0.2), (0.0, 0.26)):
        at = easel.at(x)
        easel.box(at - wide / 2, 0.73, at + wide / 2, 0.86, "#46505f", 0.012)
        easel.box(at - wide / 2 + 0.012, 0.742, at + wide / 2 - 0.012, 0.848, "#5d7a80", 0.008)
        easel.arc((at - wide * 0.36, 0.81), ((at - wide * 0.2, 0.75), (at - wide * 0.1, 0.86),
                  (at + wide * 0.36, 0.77)),
                  ink="#a9c9bd", width=0.006)  # fmt: skip
