"""What is edited, in place of what is played."""

from __future__ import annotations

import pytest

from avatar.stage.desk import MOST
from avatar.types import Entry, Mark
from tests.stage.playing import clause, tone
from tests.stage.test_live import Show


@pytest.fixture
def show() -> Show:
    return Show()


def test_nothing_is_sketched_until_it_is_held(show: Show) -> None:
    show.live.perform(1, clause(1.0, "One."))
    show.live.desk.sketch(0.0, clause(1.0, "Another."))
    assert show.live.seen(show.wall)[0] is show.live.scene
    show.live.desk.hold(0.5)
    scene, t = show.live.seen(show.wall)
    assert [entry.what.speech.text for entry in scene.entries] == ["Another."]  # type: ignore[union-attr]
    assert t == 0.5


def test_a_stretch_takes_the_place_of_what_it_lies_over(show: Show) -> None:
    desk = show.live.desk
    desk.sketch(0.0, clause(1.0, "one"))
    desk.sketch(1.0, clause(1.0, "two"))
    desk.sketch(0.0, clause(1.0, "one again"))
    desk.hold(0.0)
    scene, _ = show.live.seen(show.wall)
    assert [entry.what.speech.text for entry in scene.entries] == ["one again", "two"]  # type: ignore[union-attr]
    for number in range(5 * MOST):
        desk.sketch(2.0 + number, clause(1.0, str(number)))
    assert len(show.live.seen(show.wall)[0].entries) == MOST


def test_what_was_edited_shines_through_where_somebody_looks(show: Show) -> None:
    desk = show.live.desk
    desk.sketch(0.0, clause(1.0, "as it was"))
    desk.sketch(1.0, clause(1.0, "edited"), clause(1.0, "before"))
    desk.hold(0.5)
    show.live.seen(show.wall)
    assert desk.onion is None
    desk.hold(1.5)
    show.live.seen(show.wall)
    assert desk.onion is not None
    assert [entry.what.speech.text for entry in desk.onion.entries] == ["as it was", "before"]  # type: ignore[union-attr]
    desk.hold(None)
    assert desk.onion is None, "it shines through while it is played"


def test_held_without_a_second_it_goes_on_with_the_sound(show: Show) -> None:
    show.live.desk.sketch(3.0, clause(2.0, "edited"))
    show.live.desk.hold(3.0)
    show.live.begin(0, 3.0, show.wall)
    show.live.effect(1, tone(2.0), 3.0, 1.0)
    show.live.desk.hold(None)
    assert show.live.seen(show.wall)[1] == 3.0, "it jumps before the sound is there"
    show.mixer.move(speed=1.0)
    show.live.go()
    show.at(4.0)
    assert show.live.seen(show.wall)[1] == pytest.approx(4.0, abs=0.05)


def test_around_what_is_sketched_the_scene_s_own_is_acted_until_there_is_none(show: Show) -> None:
    desk = show.live.desk
    desk.sketch(0.0, clause(1.0, "alone"))
    desk.hold(0.5)
    assert not desk.staged
    around = (Entry(2.0, "BEA", Mark("expression", "happy")), Entry(9.0, "", Mark("camera", "wide")))
    desk.surround(around, 7)
    desk.sketch(5.0, clause(1.0, "the line"))
    scene, _ = show.live.seen(show.wall)
    assert desk.staged
    assert [entry.start for entry in scene.entries] == [2.0, 5.0, 9.0], "what was sketched before is forgotten"
    assert scene.seed == 7
    desk.surround(around[:1], 7, fresh=False)
    assert [entry.start for entry in show.live.seen(show.wall)[0].entries] == [2.0, 5.0]
    desk.surround(())
    assert not desk.staged
    assert show.live.seen(show.wall)[0].entries == ()
