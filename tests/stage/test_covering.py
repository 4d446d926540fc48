"""Widgets over the picture: in their places, drawn anew only where they changed, and the picture moved below them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from avatar.scene.widgets import Rect, Widget
from avatar.stage import covering
from avatar.stage.covering import Covering
from avatar.stage.sprites import Quad
from tests.stage.cards import Card, box

WIDTH, HEIGHT = 1000, 500


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    made = Card()
    monkeypatch.setattr(covering, "Atlas", lambda: made)
    # However slow the machine is, a frame has time for all its widgets.
    monkeypatch.setattr(covering, "DRAWING_S", 60.0)
    return made


def picture(x: float = 0.0, y: float = 0.0) -> Quad:
    return Quad(Card().add(np.zeros((10, 20, 4), np.uint8)), 0.0, 0.0, 1.0, (1.0, 0.0, 0.0, 1.0, x, y))


def button(id_: str, x: float, text: str = "Yes") -> Widget:
    return Widget(id_, "button", Rect(x, 0.2, 0.2, 0.1), text)


def test_the_picture_moves_in_parts_of_its_size_and_what_fills_it_stays() -> None:
    cover = Covering()
    cover.show((), (0.01, -0.02))
    backdrop, person = cover.over([picture(), picture(300.0, 200.0)], WIDTH, HEIGHT)
    assert box(backdrop) == (0.0, 0.0, 20.0, 10.0)
    assert box(person) == (310.0, 190.0, 330.0, 200.0)


def test_without_widgets_or_a_shift_the_frame_is_what_it_was() -> None:
    quads = [picture(), picture(5.0, 6.0)]
    assert Covering().over(quads, WIDTH, HEIGHT) == quads


def test_widgets_lie_over_the_picture_in_their_order_and_their_places(card: Card) -> None:
    cover = Covering()
    cover.show((button("a", 0.1), button("b", 0.5)), (0.0, 0.0))
    behind = picture(3.0, 4.0)
    first, *widgets = cover.over([behind], WIDTH, HEIGHT)
    assert first == behind
    assert [box(each) for each in widgets] == [(100.0, 100.0, 300.0, 150.0), (500.0, 100.0, 700.0, 150.0)]


def test_a_widget_is_drawn_anew_only_where_it_has_changed(card: Card) -> None:
    cover = Covering()
    cover.show((button("a", 0.1), button("b", 0.5)), (0.0, 0.0))
    for _ in range(3):
        cover.over([], WIDTH, HEIGHT)
    assert card.drawn == ["a", "b"]
    cover.show((button("a", 0.1), button("b", 0.5, "No")), (0.0, 0.0))
    cover.over([], WIDTH, HEIGHT)
    assert card.drawn == ["a", "b", "b"]
    cover.over([], WIDTH, HEIGHT + 2)
    assert card.drawn == ["a", "b", "b", "a", "b"], "another size of the window changes all"


def test_a_widget_that_is_gone_is_seen_no_more_and_takes_no_room(card: Card) -> None:
    cover = Covering()
    cover.show((button("a", 0.1), button("b", 0.5)), (0.0, 0.0))
    cover.over([], WIDTH, HEIGHT)
    cover.show((button("b", 0.5),), (0.0, 0.0))
    assert len(cover.over([], WIDTH, HEIGHT)) == 1
    assert list(card.kept) == ["b"]
    cover.show((), (0.0, 0.0))
    assert cover.over([], WIDTH, HEIGHT) == []
    assert card.kept == {}
    cover.free()
    assert card.freed


def test_many_new_widgets_come_over_a_few_frames_and_each_comes(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1000))
    monkeypatch.setattr(covering, "DRAWING_S", 2.5)
    monkeypatch.setattr(covering, "time", SimpleNamespace(perf_counter=lambda: float(next(now))))
    cover = Covering()
    cover.show(tuple(button(str(n), n / 10) for n in range(5)), (0.0, 0.0))
    seen = [len(cover.over([], WIDTH, HEIGHT)) for _ in range(4)]
    assert 0 < seen[0] < 5
    assert seen == sorted(seen)
    assert seen[-1] == 5
    assert len(card.drawn) == 5
