"""What the camera sees, held against what is drawn: mouths of speakers, hair, sets, and frames that repeat."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from avatar import library
from avatar.character.loading import Character, load
from avatar.draw import SceneFrames
from avatar.draw.captions import caption
from avatar.draw.mouths import find_face, find_mouth
from avatar.draw.scenes import sights_of
from avatar.scene.camera import SHOTS, View, view_at
from avatar.scene.pose import pose
from avatar.scene.reading import ReadLine
from avatar.scene.seeing import see_people
from avatar.scene.staging import FRONTS, arrange
from avatar.types import CastMember, Entry, Mark, Scene
from tests.scene.play import said

SHAPES = ((1280, 720), (720, 1280), (720, 900), (720, 720))
NAMES = tuple(library.characters())
TWO_ROWS = (ReadLine("Juno: And here is the trick that makes it look alive."),)


@lru_cache
def shipped(name: str) -> Character:
    return load(library.character(name))


def company(*names: str) -> tuple[CastMember, ...]:
    return tuple(CastMember(name, name) for name in names)


def shot(cast: tuple[CastMember, ...], name: str, who: str, place: str = "plain") -> Scene:
    """Somebody speaks in a shot that begins at 0."""
    speech = said(who, "well now here we are and all of us talk", 9.0)
    return Scene(cast, (Entry(0.0, who, Mark("camera", name)), Entry(0.0, who, speech)), place)


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


@pytest.mark.parametrize("place", ["plain", "studio", "club"])
@pytest.mark.parametrize("size", SHAPES)
def test_the_whole_hair_is_in_every_shot(place: str, size: tuple[int, int]) -> None:
    for name in NAMES:
        cast = company(name, "max" if name != "max" else "bea")
        sights = sights_of({member.character: shipped(member.character) for member in cast})
        for shown in SHOTS:
            view = view_at(shot(cast, shown, name, place), 8.0, size[0] / size[1], sights)
            here = arrange(shot(cast, shown, name, place), 8.0, size[0] / size[1]).places[name]
            top = view.people.into(0.0, here.y + find_face(shipped(name)).top * here.scale)[1]
            assert top >= -1e-6, (name, shown)


def test_a_frame_of_a_shot_is_the_same_whatever_was_drawn_before() -> None:
    cast = company("max", "bea")
    entries = [Entry(float(number), "bea", Mark("camera", name)) for number, name in enumerate(SHOTS)]
    scene = Scene(cast, tuple(entries), "studio")
    characters = {member.character: shipped(member.character) for member in cast}
    one = SceneFrames(characters, 320, 180)
    for number in range(2 * len(SHOTS)):
        t = 0.5 * number + 0.1
        drawn = one.paint(scene, t)
        assert np.array_equal(drawn, SceneFrames(characters, 320, 180).paint(scene, t)), t


def test_what_changes_is_told() -> None:
    """Outside the boxes a frame is as the one before, over cuts, pushes and whips."""
    cast = company("max", "bea")
    entries = [Entry(0.4 * number, "bea", Mark("camera", name)) for number, name in enumerate(SHOTS)]
    scene = Scene(cast, tuple(entries), "living-room")
    painter = SceneFrames({member.character: shipped(member.character) for member in cast}, 320, 180)
    kept = painter.draw(scene, 0.0).pixels.copy()
    for number in range(1, 70):
        frame = painter.draw(scene, number / 20)
        for box in frame.changed:
            where = box.pixels(320, 180)
            kept[where] = frame.pixels[where]
        assert np.array_equal(kept, frame.pixels), number


def test_a_scene_without_cuts_is_drawn_as_it_is_arranged() -> None:
    cast = company("max", "bea")
    assert view_at(Scene(cast), 3.0) == View()


def test_the_set_is_softer_behind_a_face_and_the_desk_stays_before_the_body() -> None:
    cast = company("max", "bea")
    characters = {member.character: shipped(member.character) for member in cast}
    sights = sights_of(characters)
    wide, medium = (view_at(shot(cast, name, "max", "studio"), 1.0, 16 / 9, sights) for name in ("wide", "medium"))
    assert wide.front == pytest.approx(FRONTS["studio"])
    body = wide.people.out_of(0.5, wide.front)[1]
    assert medium.people.into(0.5, body)[1] == pytest.approx(medium.front)
    assert medium.soft > wide.soft == 0.0
