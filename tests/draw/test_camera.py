"""What the camera sees, held against what is drawn: mouths of speakers, hair, sets, and frames that repeat."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from avatar import library
from avatar.character.loading import Character, load
from avatar.draw import SceneFrames
from avatar.draw.captions import caption
from avatar.draw.mouths import find_face, find_mouth
from avatar.draw.scenes import sights_of
from avatar.draw.sets import FRONTS
from avatar.scene.camera import SHOTS, View, view_at
from avatar.scene.pose import pose
from avatar.scene.reading import ReadLine
from avatar.scene.seeing import see_people
from avatar.scene.staging import arrange
from avatar.types import CastMember, Entry, Mark, Performance, Scene
from tests.scene.play import said

SHAPES = ((1280, 720), (720, 1280), (720, 900), (720, 720))
NAMES = tuple(library.characters())
TWO_ROWS = (ReadLine("Max: I was waiting to see that you got off all right, before I went and told somebody."),)


@lru_cache
def shipped(name: str) -> Character:
    return load(library.character(name))


def company(*names: str) -> tuple[CastMember, ...]:
    return tuple(CastMember(name, name) for name in names)


def shot(cast: tuple[CastMember, ...], name: str, who: str, place: str = "plain") -> Scene:
    """Somebody speaks in a shot that begins at 0."""
    return Scene(cast, (Entry(0.0, who, Mark("camera", name)), Entry(0.0, who, said(who, "well now here we are and all of us talk", 9.0))), place)


def mouth_at(scene: Scene, who: str, t: float, width: int, height: int) -> tuple[float, float, float, float]:
    """Where the widest mouth is drawn: left, top, right, bottom in shares of the picture."""
    characters = {member.character: shipped(member.character) for member in scene.cast}
    view = view_at(scene, t, width / height, sights_of(characters))
    now = arrange(scene, t, width / height)
    shown = [member for member in now.people if view.shown is None or member.who in view.shown]
    edge = min(height, round(view.front * height))
    people = [(characters[each.character], each.place) for each in shown]
    seen = see_people(people, view, width, height, edge)
    for member, each in zip(shown, seen, strict=True):
        if member.who == who:
            character = characters[member.character]
            posed = pose(scene, who, t, character.acting, places=now.places)
            box = find_mouth(character, (posed,))
            assert box is not None
            a, _, _, d, e, f = each.matrix
            left, top = a * box[0] + e, d * box[1] + f
            return left / width, top / height, (left + a * box[2]) / width, (top + d * box[3]) / height
    raise AssertionError(f"{who} is not seen")


def caption_top(width: int, height: int) -> float:
    return caption(TWO_ROWS, width, height).y / height


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_the_mouth_of_whoever_speaks_is_seen_above_the_captions(name: str, size: tuple[int, int]) -> None:
    others = [each for each in NAMES if each != name]
    casts = (company(name), company(name, others[0]), company(others[1], name, others[2]))
    for cast in casts:
        for shown in SHOTS:
            scene = shot(cast, shown, name)
            for t in (0.0, 1.3, 2.9, 5.0, 8.7):
                left, top, right, bottom = mouth_at(scene, name, t, *size)
                assert left > 0.0, (shown, t)
                assert right < 1.0, (shown, t)
                assert top > 0.0, (shown, t)
                assert bottom < caption_top(*size), (shown, t, len(cast))
