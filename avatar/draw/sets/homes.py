"""Rooms that people live in: a kitchen, a bedroom, a hallway."""

from __future__ import annotations

from avatar.draw.sets.easel import Easel

# ------------------------------------------------------------------------------------------------------------ kitchen


def draw_kitchen_wall(easel: Easel) -> None:
    """A wall with tiles, a window over the sink, cupboards above."""
    easel.wall("#d9d4c2")
    easel.ceiling_light()
    easel.band(0.40, 0.66, "#e4e2d8")
    for y in (0.485, 0.57):
        easel.band(y, y + 0.004, "#d5d3c9")
    for row, y in enumerate((0.404, 0.489, 0.574)):
        for number in range(-7, 8):
            x = (number + 0.5 * (row % 2)) * 0.17
            easel.box(x, y, x + 0.004, y + 0.081, "#d5d3c9")
    x = easel.at(-0.66)
    easel.beam(x - 0.06, 0.12, x + 0.30, 0.66, 0.34)
    easel.window(x - 0.17, 0.06, x + 0.17, 0.44)
    _cupboards(easel, 0.40 * easel.half)


def _cupboards(easel: Easel, x: float) -> None:
    """Two doors, a hood's foot below, and a shelf with cups."""
    easel.box(x - 0.24, easel.top - 0.02, x + 0.24, 0.20, "#8ea095", 0.006)
    for left in (x - 0.228, x + 0.006):
        easel.box(left, easel.top - 0.01, left + 0.222, 0.188, "#9bab9f", 0.008)
    for knob in (x - 0.03, x + 0.03):
        easel.disc(knob, 0.155, 0.009, "#d9c9a4")
    easel.box(x - 0.24, 0.315, x + 0.24, 0.329, "#a98963", 0.003)
    for at, ink in ((-0.18, "#c2776a"), (-0.09, "#d9b56c"), (0.0, "#7f9fa6")):
        easel.box(x + at, 0.262, x + at + 0.052, 0.315, ink, 0.008)
        easel.arc(
            (x + at + 0.052, 0.275), ((x + at + 0.074, 0.272), (x + at + 0.074, 0.302), (x + at + 0.052, 0.30)),
            ink=ink, width=0.008,
        )  # fmt: skip
    easel.leaves(x + 0.17, 0.315, 0.11, "#87a08c", "#b98f72")
    easel.box(x - 0.10, 0.329, x + 0.10, 0.340, "#f3e6c4", 0.004, lit=easel.dark)
    easel.glow(x, 0.345, 0.24)


def draw_kitchen_counter(easel: Easel) -> None:
    """The counter with its drawers, a kettle and a bowl of fruit; the fridge with a child's drawing."""
    easel.band(0.66, 0.695, "#b4916a")
    easel.band(0.66, 0.668, "#cfae85")
    easel.band(0.695, 1.0, "#84968c")
    for number in range(-4, 5):
        x = number * 0.31
        easel.box(x - 0.147, 0.712, x + 0.147, 0.80, "#92a499", 0.008)
        easel.box(x - 0.147, 0.812, x + 0.147, 1.02, "#92a499", 0.008)
        easel.box(x - 0.04, 0.748, x + 0.04, 0.760, "#d9c9a4", 0.006)
    _kettle(easel, easel.at(-0.80))
    x = easel.at(0.40)
    for at, up, ink in ((-0.04, 0.0, "#c9735f"), (0.04, 0.0, "#d3a74f"), (0.0, 0.028, "#9fae62")):
        easel.disc(x + at, 0.612 - up, 0.034, ink)
    easel.blob((x - 0.10, 0.61), ((x - 0.09, 0.67), (x + 0.09, 0.67), (x + 0.10, 0.61)),
               ((x + 0.05, 0.616), (x - 0.05, 0.616), (x - 0.10, 0.61)), ink="#a9836a")  # fmt: skip
    _fridge(easel, easel.at(0.76))


def _kettle(easel: Easel, x: float) -> None:
    easel.blob((x - 0.055, 0.66), ((x - 0.07, 0.56), (x - 0.03, 0.545), (x, 0.545)),
               ((x + 0.03, 0.545), (x + 0.07, 0.56), (x + 0.055, 0.66)), ink="#b5564c")  # fmt: skip
    easel.shape(((x + 0.045, 0.585), (x + 0.092, 0.555), (x + 0.096, 0.566), (x + 0.055, 0.62)), "#b5564c")
    easel.arc((x - 0.04, 0.556), ((x - 0.05, 0.50), (x + 0.05, 0.50), (x + 0.04, 0.556)), ink="#5b4a44", width=0.012)
    easel.box(x - 0.06, 0.655, x + 0.06, 0.664, "#5b4a44", 0.004)


def _fridge(easel: Easel, x: float) -> None:
    easel.box(x - 0.145, 0.10, x + 0.20, 1.02, "#bac4c0", 0.02)
    easel.box(x - 0.145, 0.10, x + 0.185, 0.335, "#cbd3cf", 0.02)
    easel.box(x - 0.145, 0.347, x + 0.185, 1.02, "#cbd3cf", 0.02)
    for top, low in ((0.23, 0.31), (0.375, 0.50)):
        easel.box(x - 0.122, top, x - 0.108, low, "#8f9a97", 0.006)
    easel.box(x - 0.03, 0.40, x + 0.10, 0.50, "#f2ecdd")
    easel.disc(x + 0.01, 0.452, 0.022, "#dfae55")
    easel.blob((x + 0.03, 0.486), ((x + 0.045, 0.44), (x + 0.07, 0.44), (x + 0.085, 0.486)), ink="#7f9fa6")
    easel.disc(x + 0.035, 0.404, 0.010, "#b5564c")
    easel.box(x + 0.02, 0.20, x + 0.075, 0.26, "#e3cf8d")


# ------------------------------------------------------------------------------------------------------------ bedroom


def draw_bedroom_wall(easel: Easel) -> None:
    """A papered wall, a window with curtains, a picture."""
    easel.wall("#c9c4cf")
    for number in range(-5, 6):
        easel.box(number * 0.22 - 0.05, easel.top, number * 0.22 + 0.05, 0.84, "#c3bdca")
    easel.band(0.84, 1.0, "#a08f86")
    easel.band(0.825, 0.845, "#e2dcd8")
    x = easel.at(0.62)
    easel.beam(x - 0.42, 0.12, x - 0.14, 0.80, -0.36)
    easel.window(x - 0.16, 0.07, x + 0.16, 0.50)
    for side in (-1.0, 1.0):
        edge, inner = x + side * 0.28, x + side * 0.14
        easel.blob((inner, 0.03), ((inner + side * 0.005, 0.3), (inner + side * 0.03, 0.55),
                   (inner - side * 0.01, 0.78)),
                   ((inner + side * 0.05, 0.80), (edge, 0.80), (edge + side * 0.02, 0.78)),
                   ((edge - side * 0.01, 0.5), (edge, 0.2), (edge, 0.03)), ink="#b09bae")  # fmt: skip
        for share, sway in ((0.3, 0.02), (0.62, 0.0)):
            fold = inner + (edge - inner) * share
            easel.arc((fold, 0.05), ((fold, 0.3), (fold + side * sway, 0.5), (fold - side * 0.004, 0.77)),
                      ink="#a08a9e", width=0.008)  # fmt: skip
    easel.box(x - 0.33, 0.018, x + 0.33, 0.034, "#8d7565", 0.008)
    left = easel.at(-0.40)
    easel.frame(left - 0.11, 0.07, left + 0.09, 0.23, "#b4a0b2")


def draw_bed(easel: Easel) -> None:
    """The bed's padded head, pillows and cover from edge to edge below; a bedside table with a lamp."""
    easel.blob((-0.58, 1.02), ((-0.60, 0.60), (-0.58, 0.50), (-0.46, 0.485)), ((-0.2, 0.455), (0.2, 0.455),
               (0.46, 0.485)),
               ((0.58, 0.50), (0.60, 0.60), (0.58, 1.02)), ink="#8a7a8f")  # fmt: skip
    for x in (-0.38, -0.13, 0.13, 0.38):
        easel.box(x - 0.115, 0.515, x + 0.115, 0.86, "#968599", 0.05)
    for x in (-0.27, 0.27):
        easel.box(x - 0.225, 0.655, x + 0.225, 0.86, "#e9e4e2", 0.07)
        easel.blob((x - 0.20, 0.83), ((x - 0.1, 0.80), (x + 0.1, 0.80), (x + 0.20, 0.83)),
                   ((x + 0.2, 0.87), (x - 0.2, 0.87), (x - 0.20, 0.83)), ink="#dad3d3")  # fmt: skip
    for down, ink in ((0.0, "#d9c5bd"), (0.055, "#b48f8c")):
        easel.blob((-0.72, 0.90 + down), ((-0.4, 0.815 + down), (0.4, 0.815 + down), (0.72, 0.90 + down)),
                   ((0.76, 0.95), (0.78, 1.0), (0.79, 1.08)), ((0.3, 1.08), (-0.3, 1.08), (-0.79, 1.08)),
                   ((-0.78, 1.0), (-0.76, 0.95), (-0.72, 0.90 + down)), ink=ink)  # fmt: skip
    x = easel.at(-0.78)
    easel.glow(x, 0.50, 0.30)
    easel.box(x - 0.14, 0.70, x + 0.12, 1.02, "#8d7565", 0.008)
    easel.box(x - 0.155, 0.685, x + 0.135, 0.706, "#a58b78", 0.006)
    easel.disc(x - 0.01, 0.80, 0.012, "#d9c9a4")
    easel.blob((x - 0.035, 0.686), ((x - 0.05, 0.62), (x - 0.02, 0.60), (x, 0.58)),
               ((x + 0.02, 0.60), (x + 0.05, 0.62), (x + 0.035, 0.686)), ink="#7f8f9f")  # fmt: skip
    easel.shape(((x - 0.055, 0.43), (x + 0.055, 0.43), (x + 0.10, 0.58), (x - 0.10, 0.58)), "#f0dcb4", lit=easel.dark)
    easel.box(x + 0.07, 0.655, x + 0.12, 0.686, "#b5564c", 0.004)


# ------------------------------------------------------------------------------------------------------------ hallway


def draw_hallway_wall(easel: Easel) -> None:
    """A passage seen along its length: walls that come together at a lit door."""
    easel.wall("#cdc3b0")
    easel.ceiling_light()
    far = 0.30
    easel.shape(((-1.4, 1.05), (-far, 0.80), (far, 0.80), (1.4, 1.05)), "#a48f78")
    easel.shape(((-0.42, 1.05), (-0.13, 0.80), (0.13, 0.80), (0.42, 1.05)), "#a5605a")
    easel.shape(((-0.36, 1.05), (-0.115, 0.80), (0.115, 0.80), (0.36, 1.05)), "#b4716a")
    top = min(-0.3, easel.top)
    easel.shape(((-far, 0.06), (-far, 0.80), (-1.4, 1.05), (-1.4, top), (-1.4, -0.32)), "#c2b7a3")
    easel.shape(((far, 0.06), (far, 0.80), (1.4, 1.05), (1.4, top), (1.4, -0.32)), "#c2b7a3")
    easel.box(-far, 0.06, far, 0.80, "#d9d0bf")
    easel.shape(((-1.4, -0.32), (-far, 0.06), (far, 0.06), (1.4, -0.32), (1.4, top), (-1.4, top)), "#e2dacb")
    for side in (-1.0, 1.0):
        easel.line(((side * far, 0.79), (side * 1.4, 1.03)), "#e8e0d2", 0.014)
        _side_door(easel, side, 0.46, 0.66, "#8f7f6c")
    easel.box(-0.155, 0.20, 0.155, 0.80, "#b9a78d", 0.006)
    easel.box(-0.135, 0.22, 0.135, 0.80, "#a3b0a6", 0.004)
    for left, upper, right, low in ((-0.11, 0.25, 0.11, 0.44), (-0.11, 0.48, 0.11, 0.74)):
        easel.box(left, upper, right, low, "#b0bcb2", 0.004)
    easel.disc(0.105, 0.50, 0.011, "#d9c089")


def _side_door(easel: Easel, side: float, near: float, far: float, ink: str) -> None:
    """A door in the wall that runs away from us, between two places across."""

    def at(x: float, share: float) -> tuple[float, float]:
        """A point of the wall: `share` 0 at the ceiling, 1 at the floor."""
        along = (x - 0.30) / 1.10
        ceiling, floor = 0.06 - 0.38 * along, 0.80 + 0.25 * along
        return side * x, ceiling + (floor - ceiling) * share

    easel.shape((at(near, 0.16), at(far, 0.16), at(far, 1.0), at(near, 1.0)), "#b9a78d")
    inner = (near + 0.018, far - 0.024)
    easel.shape((at(inner[0], 0.19), at(inner[1], 0.19), at(inner[1], 1.0), at(inner[0], 1.0)), ink)
    panel = (near + 0.045, far - 0.058)
    for upper, low in ((0.25, 0.52), (0.60, 0.92)):
        points = (at(panel[0], upper), at(panel[1], upper), at(panel[1], low), at(panel[0], low))
        easel.shape(points, "#9d8d79")


def draw_hallway_things(easel: Easel) -> None:
    """A coat on its hook, a mirror, a small table with flowers, a lamp on the ceiling."""
    easel.oval(-0.09, 0.0, 0.09, 0.045, "#f3e6c4", lit=easel.dark)
    easel.glow(0.0, 0.03, 0.42)
    x = easel.at(-0.80)
    easel.line(((x - 0.12, 0.28), (x + 0.14, 0.30)), "#8d7565", 0.022)
    easel.blob((x, 0.31), ((x - 0.09, 0.33), (x - 0.10, 0.6), (x - 0.12, 0.78)),
               ((x - 0.04, 0.81), (x + 0.06, 0.81), (x + 0.10, 0.78)), ((x + 0.09, 0.6), (x + 0.07, 0.33), (x, 0.31)),
               ink="#6f7f8c")  # fmt: skip
    easel.arc((x - 0.005, 0.34), ((x - 0.01, 0.5), (x, 0.6), (x - 0.01, 0.79)), ink="#5f6e7b", width=0.008)
    x = easel.at(0.80)
    easel.oval(x - 0.105, 0.16, x + 0.105, 0.50, "#a5845c")
    easel.oval(x - 0.088, 0.18, x + 0.088, 0.48, "#c4d2d2")
    easel.blob((x - 0.05, 0.24), ((x - 0.075, 0.3), (x - 0.075, 0.36), (x - 0.055, 0.42)),
               ((x - 0.05, 0.36), (x - 0.04, 0.3), (x - 0.02, 0.24)), ink="#d7e1df")  # fmt: skip
    easel.box(x - 0.16, 0.66, x + 0.16, 0.685, "#8d6b4f", 0.006)
    for leg in (-0.12, 0.12):
        easel.line(((x + leg, 0.69), (x + leg * 1.05, 1.02)), "#7a5b43", 0.018)
    for lean, tall, ink in ((-0.05, 0.13, "#d2a45e"), (0.0, 0.17, "#c9776a"), (0.055, 0.12, "#d8c28a")):
        easel.arc((x, 0.62), ((x + lean * 0.3, 0.58), (x + lean, 0.6 - tall * 0.4), (x + lean, 0.62 - tall)),
                  ink="#7b9581", width=0.006)  # fmt: skip
        easel.disc(x + lean, 0.615 - tall, 0.026, ink)
    easel.blob((x - 0.03, 0.59), ((x - 0.05, 0.62), (x - 0.04, 0.66), (x - 0.02, 0.662)),
               ((x, 0.664), (x + 0.01, 0.664), (x + 0.02, 0.662)), ((x + 0.04, 0.66), (x + 0.05, 0.62),
               (x + 0.03, 0.59)),
               ink="#dfe3dd")  # fmt: skip
