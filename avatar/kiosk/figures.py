"""What the screen is laid out by of a character: measured in its drawing, once for each that comes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from avatar import library
from avatar.character.loading import Character, load
from avatar.errors import AvatarError
from avatar.kiosk.state import Figure
from avatar.types import Pose

FAR_DOWN = 0.1
"""Heads by which a gesture may lower head and body together and still count: a bow hides its own mouth."""

SPARE = 0.02
"""Heights of the page by which a body may rise, in a shrug and a breath, before its lower end is seen."""

log = logging.getLogger(__name__)


def measure_figure(name: str) -> Figure:
    """The figure of a character in the library; a usual one where it can't be drawn, which the stage says aloud."""
    try:
        return replace(measure(load(library.character(name))), name=name)
    except AvatarError as error:
        log.warning("%s is laid out as anybody: %s", name, error)
        return Figure(name)


def measure(character: Character) -> Figure:
    """The figure of a character. Raises CharacterError for art that can't be drawn."""
    # Imported here: the kiosk's own process draws nothing else.
    from avatar.draw.mouths import find_floor, find_mouth

    canvas = character.canvas
    x, y = canvas.anchor
    below = max(0.0, (find_floor(character) - y) / canvas.height - SPARE)
    box = find_mouth(character, _moved(character))
    if box is None:
        return Figure(character.name, floor=below)
    left, top, width, height = box
    return Figure(
        character.name,
        mouth_left=(left - x) / canvas.height,
        mouth_top=(top - y) / canvas.height,
        mouth_right=(left + width - x) / canvas.height,
        mouth_bottom=(top + height - y) / canvas.height,
        floor=below,
    )


def _moved(character: Character) -> Iterator[Pose]:
    """Every head that moods and gestures make."""
    acting = character.acting
    yield Pose()
    for mood in acting.expressions.values():
        yield Pose(head=mood.head, body=mood.body)
    for gesture in acting.gestures.values():
        if max(key.head.y + key.body.y for key in gesture.keys) <= FAR_DOWN:
            yield from (Pose(head=key.head, body=key.body) for key in gesture.keys)
