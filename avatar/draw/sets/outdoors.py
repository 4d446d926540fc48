"""Places under the sky: a street, a park, a beach, a forest."""

from __future__ import annotations

from itertools import pairwise

from avatar.draw.sets.easel import Easel

# ------------------------------------------------------------------------------------------------------------- street

_HOUSES = (
    (-1.30, 0.34, 0.10, "#b8a08e"), (-0.96, 0.36, 0.16, "#a9907f"), (-0.60, 0.31, 0.24, "#c2ad95"),
    (-0.29, 0.30, 0.19, "#ad9a96"), (0.01, 0.33, 0.26, "#bfa58d"), (0.34, 0.29, 0.20, "#a7a294"),
    (0.63, 0.35, 0.14, "#b79788"), (0.98, 0.34, 0.08, "#a99a8a"),
)  # fmt: skip
"""Left edge, width, roof line and colour of each house."""


def draw_street_sky(easel: Easel) -> None:
    """The sky, and the roofs of the next street."""
    easel.sky(0.5)
    for x, y, wide in (
        (-0.85, 0.16, 0.2),
        (-0.45, 0.20, 0.26),
        (-0.05, 0.14, 0.18),
        (0.26, 0.17, 0.2),
        (0.6, 0.12, 0.3),
    ):
        easel.box(x, y, x + wide, 0.7, "#a7b0b5")
        easel.box(x + wide * 0.2, y - 0.05, x + wide * 0.2 + 0.035, y + 0.02, "#a7b0b5")


def draw_houses(easel: Easel) -> None:
    """A row of houses with windows, some of them lit when it is dark, and a shop below."""
    for number, (left, wide, top, ink) in enumerate(_HOUSES):
        easel.box(left, top, left + wide, 0.84, ink)
        easel.box(left - 0.012, top - 0.02, left + wide + 0.012, top + 0.012, "#8f7f76", 0.004)
        for row in (0, 1):
            for column in (0, 1):
                x, y = left + wide * (0.18 + 0.40 * column), top + 0.065 + 0.17 * row
                shines = easel.dark and (number * 5 + row * 3 + column * 2) % 7 in (0, 3)
                easel.box(x - 0.008, y - 0.008, x + wide * 0.24 + 0.008, y + 0.098, "#e2d8c8", 0.003)
                glass = "#f0cf87" if shines else "#8fa3ab"
                easel.box(x, y, x + wide * 0.24, y + 0.09, glass, lit=shines)
                if not shines:
                    points = ((x, y), (x + wide * 0.13, y), (x, y + 0.06))
                    easel.shape(points, "#a3b5ba")
    for left, wide, ink in ((-0.58, 0.27, "#a5605a"), (0.04, 0.27, "#6f8f86"), (0.66, 0.30, "#8a7aa0")):
        _shopfront(easel, left, wide, ink)


def _shopfront(easel: Easel, left: float, wide: float, ink: str) -> None:
    """A shop's window below an awning with stripes."""
    easel.box(left - 0.01, 0.585, left + wide + 0.01, 0.84, "#7d6f66")
    easel.box(left + 0.01, 0.63, left + wide * 0.68, 0.80, "#f2d79c" if easel.dark else "#a9bbbd", lit=easel.dark)
    easel.box(left + wide * 0.74, 0.63, left + wide - 0.01, 0.84, "#5f544f")
    stripe = wide / 6
    for number in range(6):
        x = left + number * stripe
        tone = ink if number % 2 else "#e6ddcd"
        easel.shape(((x + 0.006, 0.57), (x + stripe + 0.006, 0.57), (x + stripe, 0.635), (x, 0.635)), tone)
        easel.disc(x + stripe / 2, 0.635, stripe / 2, tone)


def draw_pavement(easel: Easel) -> None:
    """Pavement, kerb and road; a street lamp and a tree at the sides."""
    easel.band(0.835, 1.0, "#b3aea6")
    easel.band(0.835, 0.845, "#c4bfb6")
    easel.band(0.93, 0.945, "#cfcac1")
    easel.band(0.945, 1.0, "#7f8286")
    for number in range(-5, 6):
        x = number * 0.26
        easel.line(((x * 0.96, 0.848), (x * 1.1, 0.928)), "#a39e96", 0.004)
    _street_lamp(easel, easel.at(-0.80))
    _street_tree(easel, easel.at(0.84))


def _street_lamp(easel: Easel, x: float) -> None:
    easel.glow(x, 0.12, 0.34)
    easel.line(((x, 0.16), (x, 0.92)), "#4c5257", 0.018)
    easel.box(x - 0.035, 0.86, x + 0.035, 0.93, "#4c5257", 0.008)
    easel.shape(((x - 0.035, 0.07), (x + 0.035, 0.07), (x + 0.025, 0.16), (x - 0.025, 0.16)), "#f3e2b0", lit=easel.dark)
    easel.shape(((x - 0.045, 0.072), (x + 0.045, 0.072), (x + 0.012, 0.035), (x - 0.012, 0.035)), "#4c5257")


def _street_tree(easel: Easel, x: float) -> None:
    easel.line(((x, 0.40), (x + 0.005, 0.92)), "#75604f", 0.028)
    for at, y, radius, ink in ((-0.02, 0.33, 0.15, "#7d9a7c"), (0.10, 0.26, 0.14, "#7d9a7c"),
                               (-0.06, 0.20, 0.12, "#8aa687"),
                               (0.06, 0.16, 0.11, "#8aa687")):  # fmt: skip
        easel.disc(x + at, y, radius, ink)


# --------------------------------------------------------------------------------------------------------------- park


def draw_park_sky(easel: Easel) -> None:
    """Sky, a far line of trees, a pond's bright stripe."""
    easel.sky(0.55)
    for number in range(-9, 10):
        x = number * 0.13
        high = 0.06 + 0.035 * ((number * 5) % 4) / 3
        easel.disc(x, 0.50, high + 0.03, "#9db5a4")
    easel.band(0.50, 0.62, "#9db5a4")


def draw_meadow(easel: Easel) -> None:
    """Lawns in two tones, a path that winds, trees left and right."""
    easel.blob((-1.6, 0.62), ((-0.8, 0.55), (-0.2, 0.575), (0.3, 0.60)), ((0.8, 0.625), (1.2, 0.57), (1.6, 0.60)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#a5bb8d")  # fmt: skip
    easel.blob((0.30, 0.60), ((0.24, 0.64), (0.46, 0.68), (0.28, 0.75)), ((0.06, 0.83), (-0.10, 0.90), (-0.06, 1.06)),
               ((0.2, 1.06), (0.4, 1.06), (0.58, 1.06)), ((0.36, 0.93), (0.34, 0.87), (0.47, 0.78)),
               ((0.60, 0.69), (0.33, 0.64), (0.345, 0.60)), ink="#d6c8a8")  # fmt: skip
    easel.blob((-1.6, 0.80), ((-1.0, 0.72), (-0.5, 0.76), (-0.1, 0.86)), ((0.1, 0.92), (0.1, 1.0), (0.1, 1.1)),
               ((-0.6, 1.1), (-1.2, 1.1), (-1.6, 1.1)), ink="#98b083")  # fmt: skip
    _round_tree(easel, easel.at(-0.70), 0.78, 1.0)
    _round_tree(easel, easel.at(0.76), 0.74, 0.84)
    for x, y in ((-0.50, 0.86), (-0.36, 0.93), (-0.62, 0.95), (0.66, 0.84), (0.78, 0.92), (0.70, 0.97)):
        easel.disc(x, y, 0.009, "#e9e3cf")
        easel.disc(x + 0.03, y + 0.02, 0.008, "#d9b56c")


def _round_tree(easel: Easel, x: float, floor: float, size: float) -> None:
    easel.blob((x - 0.035 * size, floor), ((x - 0.015 * size, floor - 0.2), (x - 0.02, floor - 0.3), (x - 0.012, 0.3)),
               ((x, 0.3), (x, 0.3), (x + 0.018, 0.3)), ((x + 0.02, floor - 0.3), (x + 0.02, floor - 0.2),
               (x + 0.045 * size, floor)), ink="#7d6753")  # fmt: skip
    for at, up, radius, ink in ((-0.15, 0.40, 0.15, "#82a07c"), (0.15, 0.41, 0.14, "#82a07c"),
                                (0.0, 0.47, 0.19, "#82a07c"),
                                (-0.10, 0.56, 0.15, "#8fab86"), (0.08, 0.60, 0.15, "#8fab86")):  # fmt: skip
        easel.disc(x + at * size, floor - up * size, radius * size, ink)


def draw_bench(easel: Easel) -> None:
    """A bench whose back is low enough for whoever stands before it."""
    x = easel.at(-0.60)
    for y in (0.70, 0.738):
        easel.box(x - 0.22, y, x + 0.22, y + 0.026, "#9c7a58", 0.006)
    easel.box(x - 0.23, 0.80, x + 0.23, 0.826, "#ab8863", 0.006)
    for leg in (-0.17, 0.17):
        easel.line(((x + leg, 0.69), (x + leg, 0.82)), "#5a5f5c", 0.012)
        easel.line(((x + leg * 1.06, 0.826), (x + leg * 1.12, 0.90)), "#5a5f5c", 0.014)


# -------------------------------------------------------------------------------------------------------------- beach


def draw_sea(easel: Easel) -> None:
    """Sky, and a sea in stripes with a far sail; the sun stands in it when it sets."""
    easel.sky(0.52)
    if easel.light.sky[2] == "#ecc497":
        easel.disc(-0.30, 0.50, 0.13, "#f6dc9f", lit=True)
    easel.box(-easel.half, 0.52, easel.half, 0.80, "#8fb4bb")
    for y, ink in ((0.58, "#86adb6"), (0.66, "#7da6b1")):
        easel.blob((-1.6, y), ((-0.8, y - 0.012), (-0.4, y + 0.012), (0.1, y)), ((0.6, y - 0.012),
                   (1.0, y + 0.01), (1.6, y)),
                   ((1.6, 0.9), (0, 0.9), (-1.6, 0.9)), ink=ink)  # fmt: skip
    for x, y, wide in (
        (-0.5, 0.555, 0.1),
        (0.2, 0.60, 0.14),
        (-0.15, 0.635, 0.1),
        (0.62, 0.56, 0.08),
        (-0.75, 0.62, 0.1),
    ):
        easel.box(x, y, x + wide, y + 0.006, "#b5d0d1", 0.003)
    x = easel.at(0.66)
    easel.shape(((x, 0.40), (x + 0.075, 0.51), (x, 0.51)), "#efe9dc")
    easel.shape(((x - 0.008, 0.43), (x - 0.008, 0.51), (x - 0.05, 0.51)), "#dcd3c3")
    easel.shape(((x - 0.06, 0.515), (x + 0.09, 0.515), (x + 0.06, 0.54), (x - 0.04, 0.54)), "#a5605a")


def draw_sand(easel: Easel) -> None:
    """Wet sand with a line of foam, dunes with grass, a parasol, a towel."""
    easel.blob((-1.6, 0.76), ((-0.7, 0.72), (-0.1, 0.79), (0.4, 0.755)), ((0.8, 0.73), (1.1, 0.77), (1.6, 0.75)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#e6ebe2")  # fmt: skip
    easel.blob((-1.6, 0.775), ((-0.7, 0.737), (-0.1, 0.805), (0.4, 0.772)), ((0.8, 0.748), (1.1, 0.785), (1.6, 0.767)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#c9b38d")  # fmt: skip
    easel.blob((-1.6, 0.83), ((-0.7, 0.80), (-0.1, 0.86), (0.4, 0.83)), ((0.8, 0.81), (1.1, 0.85), (1.6, 0.83)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#dccaa3")  # fmt: skip
    _parasol(easel, easel.at(-0.70))
    x = easel.at(0.72)
    for lean, tall in ((-0.10, 0.10), (-0.05, 0.16), (0.0, 0.19), (0.05, 0.15), (0.10, 0.11), (0.14, 0.14)):
        easel.arc((x + lean * 0.5, 0.92), ((x + lean * 0.7, 0.86), (x + lean, 0.86 - tall * 0.5),
                  (x + lean * 1.5, 0.9 - tall)),
                  ink="#8f9f72", width=0.010)  # fmt: skip
    easel.blob((x - 0.30, 0.93), ((x - 0.1, 0.86), (x + 0.1, 0.87), (x + 0.4, 0.90)), ((x + 0.4, 1.1), (x, 1.1),
               (x - 0.4, 1.1)),
               ink="#d3bf96")  # fmt: skip
    for at, y in ((-0.36, 0.90), (0.14, 0.94), (0.36, 0.89)):
        easel.disc(at, y, 0.012, "#c7b18a")


def _parasol(easel: Easel, x: float) -> None:
    """It leans; its pole is outside of where heads are."""
    easel.line(((x - 0.03, 0.22), (x + 0.05, 0.90)), "#e9e1d0", 0.014)
    easel.oval(x - 0.10, 0.885, x + 0.26, 0.925, "#cbb68f")
    ribs = (-0.30, -0.17, -0.03, 0.11, 0.24)
    for number, (left, right) in enumerate(pairwise(ribs)):
        ink = ("#b8665d", "#e8dcc6")[number % 2]
        easel.blob((x - 0.035, 0.19), ((x + left * 0.7, 0.20), (x + left, 0.27),
                   (x + left, 0.36 + (0.24 - left) * 0.03)),
                   ((x + (left + right) / 2, 0.33), (x + (left + right) / 2, 0.33),
                   (x + right, 0.36 + (0.24 - right) * 0.03)),
                   ((x + right, 0.27), (x + right * 0.7, 0.20), (x - 0.035, 0.19)), ink=ink)  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- forest


def draw_far_trees(easel: Easel) -> None:
    """A clearing in a wood: trunks that fade into the distance, light between them."""
    easel.sky(0.7)
    easel.band(easel.top, 1.0, "#a9bba0")
    easel.oval(-0.95, easel.top * 0.5 - 0.12, 0.95, 1.3, "#b6c6aa")
    easel.oval(-0.66, easel.top * 0.5 + 0.0, 0.66, 1.2, "#c5d2b6")
    if easel.dark:
        easel.disc(0.0, easel.top * 0.5 + 0.10, 0.05, "#e9e6cf", lit=True)
        easel.glow(0.0, easel.top * 0.5 + 0.10, 0.4, "#dfe4ef")
    for x, wide, ink in ((-1.2, 0.06, "#93a78f"), (-0.94, 0.05, "#9bae95"), (-0.62, 0.045, "#a7b99d"),
                         (-0.50, 0.03, "#b3c3a6"),
                         (0.47, 0.03, "#b3c3a6"), (0.60, 0.05, "#a7b99d"), (0.93, 0.05, "#9bae95"),
                         (1.2, 0.06, "#93a78f")):  # fmt: skip
        easel.shape(
            ((x - wide * 0.4, easel.top), (x + wide * 0.4, easel.top), (x + wide * 0.6, 0.80), (x - wide * 0.6, 0.80)),
            ink,
        )
    for x, y, radius in (
        (-0.9, 0.0, 0.30),
        (-0.5, -0.13, 0.25),
        (0.52, -0.12, 0.26),
        (0.95, 0.02, 0.30),
        (0.0, -0.22, 0.27),
    ):
        easel.disc(x, y + easel.top, radius, "#93a98c")
    easel.blob((-1.6, 0.74), ((-0.8, 0.69), (-0.3, 0.73), (0.1, 0.72)), ((0.6, 0.70), (1.0, 0.74), (1.6, 0.71)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#8ea37c")  # fmt: skip


def draw_near_trees(easel: Easel) -> None:
    """Two great trunks at the sides with roots, ferns, mushrooms, leaves that hang into the picture."""
    easel.blob((-1.6, 0.86), ((-0.9, 0.80), (-0.4, 0.84), (0.0, 0.87)), ((0.5, 0.84), (1.0, 0.81), (1.6, 0.86)),
               ((1.6, 1.1), (0, 1.1), (-1.6, 1.1)), ink="#7b916b")  # fmt: skip
    for side, x in ((-1.0, easel.at(-0.80)), (1.0, easel.at(0.82))):
        top = easel.top - 0.05
        easel.blob((x - 0.085, top), ((x - 0.075, 0.4), (x - 0.08, 0.7), (x - 0.17, 0.93)),
                   ((x - 0.05, 0.91), (x + 0.05, 0.91), (x + 0.17, 0.94)), ((x + 0.07, 0.7), (x + 0.08, 0.4),
                   (x + 0.09, top)),
                   ink="#6d6152")  # fmt: skip
        edge = x + 0.03 * side
        easel.arc(
            (edge, 0.10), ((edge - 0.02, 0.3), (edge + 0.02, 0.5), (edge - 0.01, 0.72)), ink="#5d5246", width=0.009
        )
        easel.oval(x - 0.03, 0.36, x + 0.015, 0.44, "#574c41")
        for at, y, radius in ((-0.12, 0.02, 0.17), (0.10, -0.03, 0.19), (0.0, 0.08, 0.12)):
            easel.disc(x + at, y + min(0.0, easel.top), radius, "#748d68")
        _fern(easel, x - 0.26 * side, 0.94)
    _mushroom(easel, easel.at(-0.58), 0.93, 1.0)
    _mushroom(easel, easel.at(-0.53), 0.95, 0.7)


def _fern(easel: Easel, x: float, floor: float) -> None:
    for lean in (-0.16, -0.09, 0.0, 0.09, 0.16):
        tall = 0.16 - abs(lean) * 0.45
        easel.blob((x, floor), ((x + lean * 0.3 - 0.015, floor - tall), (x + lean * 0.8, floor - tall),
                   (x + lean, floor - tall * 0.8)),
                   ((x + lean * 0.9, floor - tall * 0.6), (x + lean * 0.4 + 0.02, floor - tall * 0.5), (x, floor)),
                   ink="#69835f")  # fmt: skip


def _mushroom(easel: Easel, x: float, floor: float, size: float) -> None:
    easel.box(x - 0.012 * size, floor - 0.055 * size, x + 0.012 * size, floor, "#e6dcc8", 0.008)
    easel.blob((x - 0.045 * size, floor - 0.045 * size),
               ((x - 0.04 * size, floor - 0.10 * size), (x + 0.04 * size, floor - 0.10 * size),
               (x + 0.045 * size, floor - 0.045 * size)),
               ink="#b8665d")  # fmt: skip
    for at, up in ((-0.015, 0.065), (0.016, 0.07), (0.0, 0.052)):
        easel.disc(x + at * size, floor - up * size, 0.006 * size, "#eee4d2")
