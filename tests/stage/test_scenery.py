"""What stands in the window: what is drawn behind what, where it stands, and what of it is drawn anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar import library
from avatar.character.loading import Character, load
from avatar.character.mouth import blend
from avatar.errors import StageError
from avatar.scene.camera import View, Window
from avatar.scene.reading import ReadLine
from avatar.scene.staging import Staging, arrange
from avatar.stage import scenery as sceneries
from avatar.stage.scenery import SETTLED_S, Scenery, Want
from avatar.stage.views import Seen
from avatar.types import VISEMES, CastMember, Entry, Mark, Mouth, Place, Pose, Scene
from tests.stage.cards import Card, box
from tests.stage.playing import JUNO

WIDTH, HEIGHT = 320, 200
MAX = CastMember("max", "max", place=Place(0.8, 1.0, 0.8))


@pytest.fixture(scope="module")
def juno() -> Character:
    return load(library.character("juno"))


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """All that were made, in order."""
    made: list[Card] = []

    def card() -> Card:
        made.append(Card())
        return made[-1]

    monkeypatch.setattr(sceneries, "Atlas", card)
    return made


@pytest.fixture
def scenery(cards: list[Card], juno: Character) -> Scenery:
    """Juno in the studio, ready to be drawn."""
    return settled(Want(((JUNO, juno),), ("studio", "plain"), WIDTH, HEIGHT))


def settled(want: Want) -> Scenery:
    made = Scenery()
    made.want(want, 0.0)
    made.settle()
    return made


STUDIO = Staging("studio", (JUNO,))
RESTING = {"juno": Pose()}


def spoken(viseme: str) -> dict[str, Pose]:
    weights = np.zeros(len(VISEMES), np.float32)
    weights[VISEMES.index(viseme)] = 1.0
    return {"juno": Pose(mouth=blend(weights, Mouth()), visemes=weights, sprite=VISEMES.index(viseme))}


def test_the_set_fills_the_window_the_person_stands_in_it_and_the_desk_is_before_them(scenery: Scenery) -> None:
    quads = scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    assert box(quads[0]) == (0.0, 0.0, WIDTH, HEIGHT)
    left, top, right, bottom = box(quads[-1])
    assert (left, right, bottom) == (0.0, WIDTH, HEIGHT)
    assert 0.6 * HEIGHT < top < HEIGHT
    people = [box(each) for each in quads[1:-1]]
    middle = (min(each[0] for each in people) + max(each[2] for each in people)) / 2
    assert middle == pytest.approx(JUNO.place.x * WIDTH, abs=0.08 * WIDTH)
    assert max(each[3] for each in people) >= HEIGHT, "they stand on the ground"


def test_who_stands_elsewhere_is_drawn_elsewhere_and_who_has_no_pose_is_not(scenery: Scenery) -> None:
    here = scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    there = scenery.drawn(STUDIO, {"juno": Pose(place=Place(0.75, 1.0, 1.0))}, WIDTH, HEIGHT)
    moved = [b[0] - a[0] for a, b in zip(map(box, here[1:-1]), map(box, there[1:-1]), strict=True)]
    assert moved == pytest.approx([(0.75 - Pose().place.x) * WIDTH] * len(moved), abs=0.01)
    assert len(scenery.drawn(STUDIO, {}, WIDTH, HEIGHT)) == 2
    assert len(scenery.drawn(Staging("studio", ()), RESTING, WIDTH, HEIGHT)) == 2
    assert len(scenery.drawn(Staging("plain", ()), {}, WIDTH, HEIGHT)) == 1, "no desk in a plain set"


def test_a_window_that_has_grown_shows_the_old_pictures_stretched(scenery: Scenery) -> None:
    quads = scenery.drawn(STUDIO, {}, 2 * WIDTH, 3 * HEIGHT)
    assert box(quads[0]) == (0.0, 0.0, 2 * WIDTH, 3 * HEIGHT)
    assert box(quads[-1])[2:] == (2 * WIDTH, 3 * HEIGHT)


def test_a_mouth_is_drawn_when_it_moves_and_not_while_it_rests(scenery: Scenery, cards: list[Card]) -> None:
    (card,) = cards
    scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    first = len(card.drawn)
    for _ in range(3):
        scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    assert len(card.drawn) == first, "nothing has moved"
    shut = {key: pixels.copy() for key, pixels in card.kept.items()}
    scenery.drawn(STUDIO, spoken("aa"), WIDTH, HEIGHT)
    changed = {key for key in card.drawn[first:] if not np.array_equal(shut[key], card.kept[key])}
    assert changed, "the open mouth is another picture"
    scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    assert all(np.array_equal(shut[key], card.kept[key]) for key in changed), "and it shuts again"


def test_captions_and_cards_are_over_everything_and_written_once(scenery: Scenery, cards: list[Card]) -> None:
    now = replace(STUDIO, title="The end", title_share=0.25)
    quads = scenery.drawn(now, RESTING, WIDTH, HEIGHT, (ReadLine("Hello there."),))
    assert [each.opacity for each in quads[-2:]] == [0.25, 1.0]
    left, top, right, bottom = box(quads[-1])
    assert top > HEIGHT / 2, "a caption is below"
    assert (left + right) / 2 == pytest.approx(WIDTH / 2, abs=2)
    assert bottom <= HEIGHT
    again = len(cards[0].drawn)
    scenery.drawn(now, RESTING, WIDTH, HEIGHT, (ReadLine("Hello there."),))
    assert len(cards[0].drawn) == again
    for text, size in (("Hello, you.", HEIGHT), ("Hello, you.", HEIGHT + 10)):
        scenery.drawn(now, RESTING, WIDTH, size, (ReadLine(text),))
        assert len(cards[0].drawn) > again, "another text, and another size, is written anew"
        again = len(cards[0].drawn)


def test_a_fade_covers_people_and_set_but_no_card(scenery: Scenery) -> None:
    clear = scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    faded = scenery.drawn(replace(STUDIO, fade=0.4, title="Later", title_share=1.0), RESTING, WIDTH, HEIGHT)
    assert len(faded) == len(clear) + 2
    assert box(faded[-2]) == (0.0, 0.0, WIDTH, HEIGHT)
    assert faded[-2].opacity == 0.4


def test_a_set_that_was_not_drawn_yet_is_the_one_that_was_wanted_first(scenery: Scenery) -> None:
    unknown = scenery.drawn(Staging("club", ()), {}, WIDTH, HEIGHT)
    first = scenery.drawn(Staging("studio", ()), {}, WIDTH, HEIGHT)
    assert unknown[0].picture is first[0].picture


def test_a_moment_of_a_scene_is_drawn_as_it_is_staged(scenery: Scenery) -> None:
    scene = Scene((JUNO,), (Entry(1.0, "", Mark("set", "plain")), Entry(1.0, "juno", Mark("exit", ""))), "studio")
    assert len(scenery.quads(Seen(scene, 0.5, (), True), WIDTH, HEIGHT)) > 3
    assert len(scenery.quads(Seen(scene, 1.5, (), True), WIDTH, HEIGHT)) == 1
    assert len(scenery.quads(Seen(scene, 1.5, (ReadLine("Gone."),), True), WIDTH, HEIGHT)) == 2


def test_people_are_drawn_as_large_as_they_will_ever_stand(juno: Character) -> None:
    want = Want(((JUNO, juno),), ("plain",), WIDTH, HEIGHT)
    assert want.scale(JUNO, juno) >= HEIGHT / juno.canvas.height
    assert replace(want, height=2 * HEIGHT, width=2 * WIDTH).scale(JUNO, juno) == 2 * want.scale(JUNO, juno)


def test_new_pictures_wait_until_the_window_keeps_its_size_and_the_old_ones_stay(
    scenery: Scenery, cards: list[Card], juno: Character, monkeypatch: pytest.MonkeyPatch
) -> None:
    wider = Want(((JUNO, juno),), ("studio",), WIDTH + 40, HEIGHT)
    scenery.want(wider, 10.0)
    assert not scenery.step(10.0 + SETTLED_S / 2)
    assert len(cards) == 1, "nothing is begun while it is still being dragged"
    scenery.want(replace(wider, width=WIDTH + 80), 10.0 + SETTLED_S / 2)
    assert not scenery.step(10.0 + SETTLED_S * 1.2)
    assert len(cards) == 1, "another size begins the wait anew"
    with monkeypatch.context() as slow:
        slow.setattr(sceneries, "UPLOAD_S", 0.0)  # a quick machine would have all of it in one step
        scenery.step(10.0 + SETTLED_S * 2)
    assert len(cards) == 2
    assert not cards[0].freed
    scenery.settle()
    assert cards[0].freed
    assert not cards[1].freed
    assert box(scenery.drawn(STUDIO, {}, WIDTH + 80, HEIGHT)[0]) == (0.0, 0.0, WIDTH + 80, HEIGHT)
    scenery.free()
    assert cards[1].freed
    assert scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT) == []


def test_other_people_are_begun_at_once_and_wanted_again_nothing_is(
    scenery: Scenery, cards: list[Card], juno: Character
) -> None:
    other = load(library.character("max"))
    both = Want(((JUNO, juno), (MAX, other)), ("plain",), WIDTH, HEIGHT)
    scenery.want(both, 10.0)
    scenery.step(10.01)
    assert len(cards) == 2
    scenery.settle()
    assert [member.who for member, _ in scenery.people] == ["juno", "max"]
    scenery.want(both, 20.0)
    assert not scenery.step(30.0)
    assert len(cards) == 2


def test_what_can_not_be_drawn_is_told_and_what_was_there_stays(
    scenery: Scenery, cards: list[Card], juno: Character
) -> None:
    scenery.want(Want(((JUNO, juno),), ("the moon",), WIDTH, HEIGHT), 10.0)
    with pytest.raises(StageError, match="the moon"):
        scenery.settle()
    assert cards[1].freed
    assert not cards[0].freed
    assert len(scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)) > 3
    assert not scenery.step(20.0), "it is not tried again and again"


CLOSE = View(Window(0.5, 0.4, 1.5), Window(0.5, 0.45, 1.2), front=0.95, near=1.5, shown=("juno",))


def test_the_camera_comes_nearer_to_set_person_and_desk(scenery: Scenery) -> None:
    wide = scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT)
    near = scenery.drawn(STUDIO, RESTING, WIDTH, HEIGHT, view=CLOSE)
    left, top, right, bottom = box(near[0])
    assert left < 0.0 < WIDTH < right
    assert top < 0.0 < HEIGHT < bottom
    assert near[0].smooth
    assert not wide[0].smooth
    assert box(near[-1])[1] == pytest.approx(0.95 * HEIGHT, abs=1.0)
    widths = [
        max(box(each)[2] for each in quads) - min(box(each)[0] for each in quads) for quads in (wide[1:-1], near[1:-1])
    ]
    assert widths[1] == pytest.approx(1.5 * widths[0], rel=0.02)


def test_a_shot_of_one_shows_only_them_and_the_pointer_is_looked_for_where_they_are_seen(cards: list[Card]) -> None:
    characters = {name: load(library.character(name)) for name in ("juno", "max")}
    cast = (CastMember("juno", "juno"), CastMember("max", "max"))
    made = settled(Want(tuple((each, characters[each.who]) for each in cast), ("plain",), WIDTH, HEIGHT))
    cut = Scene(cast, (Entry(0.0, "max", Mark("camera", "close")),))
    seen = Seen(cut, 1.0, (), False)
    assert set(made.pose(arrange(cut, 1.0, WIDTH / HEIGHT), seen, WIDTH, HEIGHT)) == {"max"}
    assert made.look(seen, WIDTH, HEIGHT).shown == ("max",)
    over = Scene(cast, (Entry(0.0, "max", Mark("camera", "over juno")),))
    quads = made.quads(Seen(over, 1.0, (), False), WIDTH, HEIGHT)
    left, _, right, _ = box(quads[-1])
    assert left == 0.0
    assert right < 0.8 * WIDTH, "juno's shoulder, at the left edge"
    assert made.quads(Seen(over, 1.1, (), False), WIDTH, HEIGHT)[-1].picture is quads[-1].picture, "drawn once"
