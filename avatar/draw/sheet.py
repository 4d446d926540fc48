"""Contact sheets: every viseme with every expression, and every gesture, in one picture to judge a character by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.character.mouth import blend
from avatar.draw import Painter, write
from avatar.scene.pose import hold_expression, hold_gesture
from avatar.types import VISEMES, Place, Pose

_INK = "#2b2b33"
_PAPER = (247, 244, 239, 255)


def close_up(character: Character) -> Place:
    """A place that fills a square picture with the head."""
    canvas = character.canvas
    known = [*character.eye_places, *([character.mouth_place] if character.mouth_place else [])]
    ys = [y for _, y, _ in known]
    drawn = [layer.place for layer in character.layers if layer.lids[0] or layer.shape]
    ys += [top + height / 2 for _, top, _, height in drawn if height < canvas.height and not ys]
    middle = sum(ys) / len(ys) if ys else canvas.height / 2
    view = canvas.head * 1.42
    top = middle - canvas.head * 0.76
    aside = 0.0
    if character.picture is not None:  # where a face may be anywhere, and beside which there is nothing
        view = min(view, canvas.width, canvas.height)
        top = min(max(0.0, top), canvas.height - view)
        x = sum(x for x, _, _ in known) / len(known)
        aside = (canvas.anchor[0] - min(max(view / 2, x), canvas.width - view / 2)) / view
    return Place(0.5 + aside, (canvas.anchor[1] - top) / view, canvas.height / view)


def face(character: Character, viseme: str, expression: str, place: Place | None = None) -> Pose:
    """A character holding one viseme in one mood."""
    weights = np.zeros(len(VISEMES), np.float32)
    weights[VISEMES.index(viseme)] = 1.0
    return weighted_face(character, weights, expression, place)


def weighted_face(
    character: Character, weights: NDArray[np.float32], expression: str, place: Place | None = None
) -> Pose:
    """As `face`, of a mouth on its way: `weights` of the visemes, shape (15,). Sprites show the strongest one."""
    viseme = VISEMES[int(weights.argmax())]
    mood = character.acting.expressions[expression]
    shape = mood.shape if viseme == "sil" and mood.shape else character.acting.sprites.get(viseme, "")
    return hold_expression(mood, blend(weights, mood.mouth), weights, place or close_up(character), shape)


def sheet(
    character: Character,
    visemes: Sequence[str] = VISEMES,
    expressions: Sequence[str] | None = None,
    cell: int = 200,
    background: str = "plain",
    gestures: bool = True,
) -> NDArray[np.uint8]:
    """Rows of expressions, columns of visemes, one more row of gestures: RGBA, shape (height, width, 4)."""
    moods = tuple(expressions if expressions is not None else character.acting.expressions)
    painter = Painter(cell, cell, background)
    rows = [[(f"{mood} {viseme}", face(character, viseme, mood)) for viseme in visemes] for mood in moods]
    if gestures:
        acted = [(name, hold_gesture(character.acting, name)) for name in character.acting.gestures]
        rows += [acted[at : at + len(visemes)] for at in range(0, len(acted), len(visemes))]
    bar = max(12, cell // 11)
    picture = np.empty((len(rows) * (cell + bar), len(visemes) * cell, 4), np.uint8)
    picture[:] = _PAPER
    for number, row in enumerate(rows):
        top = number * (cell + bar)
        for place, (label, pose) in enumerate(row):
            picture[top : top + cell, place * cell : (place + 1) * cell] = painter.paint([(character, pose)])
            write(picture, label, place * cell + 4, top + cell + bar * 0.75, bar * 0.68, _INK)
    return picture


def silhouette(character: Character, size: int = 64) -> NDArray[np.uint8]:
    """A character in black on white: what is left of it at a glance."""
    painter = Painter(size, size, "transparent")
    alpha = painter.paint([(character, Pose())])[:, :, 3]
    picture = np.full((size, size, 4), 255, np.uint8)
    picture[:, :, :3] = (255 - alpha)[:, :, None]
    return picture
