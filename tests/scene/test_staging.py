"""Who stands where: composed for every shape of picture, and nobody jumps."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar.draw.sets import stages
from avatar.scene.staging import FACING, FRONTS, arrange, find_place, is_place, place_people, spread_places
from avatar.types import CastMember, Clip, Entry, Mark, MarkKind, Place, Scene
from tests.stage.playing import clause

WIDE, SQUARE, TALL = 16 / 9, 1.0, 9 / 16
CAST = tuple(CastMember(who, who.lower()) for who in ("MAX", "BEA", "GUS", "ZURI"))


def mark(t: float, kind: MarkKind, name: str = "", who: str = "", end: float | None = None) -> Entry:
    return Entry(t, who, Mark(kind, name, 0.0, end))


def scene(*entries: Entry, people: int = 2, set_name: str = "plain") -> Scene:
    return Scene(CAST[:people], tuple(sorted(entries, key=lambda entry: entry.start)), set_name)


def who(at: Scene, t: float) -> list[str]:
    """Those on stage, from left to right."""
    places = arrange(at, t).places
    return sorted(places, key=lambda name: places[name].x)


@pytest.mark.parametrize("shape", [WIDE, SQUARE, TALL, 2.4])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_faces_stay_apart_and_in_the_picture(count: int, shape: float) -> None:
    row = spread_places(count, shape)
    assert len(row) == count
    head = 0.36
    for here in row:
        assert here.x - head * here.scale / shape / 2 > -0.01
        assert here.x + head * here.scale / shape / 2 < 1.01
    for level in {place.y for place in row}:
        for left, right in pairwise(place for place in row if place.y == level):
            assert (right.x - left.x) * shape >= head * left.scale
            assert left.scale == right.scale


def test_alone_in_a_usual_window_is_where_a_chat_shows_them() -> None:
    alone = Scene((CastMember("juno", "juno"),))
    assert arrange(alone, 3.0, SQUARE).people[0].place == Place()


def test_partners_turn_to_each_other() -> None:
    left, right = spread_places(2)
    assert left.facing > 0 > right.facing
    assert find_place("centre").facing == 0


@pytest.mark.parametrize("shape", [WIDE, SQUARE, 0.8, TALL])
@pytest.mark.parametrize("count", [3, 5, 8, 12, 24])
def test_who_stands_behind_is_seen_between_the_heads_before(count: int, shape: float) -> None:
    places = spread_places(count, shape)
    assert len(places) == count
    assert [place.x for place in places] == sorted(place.x for place in places)
    levels = sorted({place.y for place in places}, reverse=True)
    assert levels[0] == 1.0
    assert min(place.y - 0.93 * place.scale for place in places) > -0.01, "hats are cut off"
    for front, back in pairwise(levels):
        before = [place for place in places if place.y == front]
        behind = [place for place in places if place.y == back]
        assert len(behind) < len(before), "a body ends where nobody stands before it"
        for place in behind:
            mouth = place.y - 0.25 * place.scale
            near = [each for each in before if abs(each.x - place.x) * shape < 0.15 * each.scale]
            # A head straight before somebody may reach up to the chin, with its hair.
            assert all(mouth < each.y - 0.75 * each.scale for each in near)


def test_rows_make_people_larger_where_one_row_is_crowded() -> None:
    for count, shape, least in ((3, TALL, 0.55), (5, TALL, 0.4), (8, WIDE, 0.58), (24, WIDE, 0.42)):
        assert max(place.scale for place in spread_places(count, shape)) >= least
    assert {place.y for place in spread_places(4, WIDE)} == {1.0}, "four have room side by side"


@pytest.mark.parametrize("shape", [WIDE, TALL])
@pytest.mark.parametrize("count", [1, 4, 8, 24])
def test_no_mouth_is_behind_a_desk(count: int, shape: float) -> None:
    cast = tuple(CastMember(f"P{number}", "blot") for number in range(count))
    people = arrange(Scene(cast, (), "studio"), 1.0, shape).people
    assert all(member.place.y - 0.23 * member.place.scale <= FRONTS["studio"] for member in people)
    assert max(member.place.y for member in people) >= FRONTS["studio"], "bodies end above the desk"


def test_the_desk_is_drawn_where_people_are_told_that_it_is() -> None:
    assert {"studio": pytest.approx(1.0 - stages.DESK)} == FRONTS


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_outer_ones_turn_most_and_the_row_is_a_mirror_image_of_itself(count: int) -> None:
    row = spread_places(count)
    assert row[0].facing == FACING
    assert [here.facing for here in row] == sorted((here.facing for here in row), reverse=True)
    for left, right in zip(row, reversed(row), strict=True):
        assert left.facing == pytest.approx(-right.facing)
        assert left.x == pytest.approx(1.0 - right.x)


def test_a_place_that_was_given_is_kept() -> None:
    corner = Place(0.2, 1.0, 0.5)
    cast = (CastMember("MAX", "max", place=corner), CastMember("BEA", "bea"))
    assert arrange(Scene(cast), 1.0).places["MAX"] == corner


def test_places_have_names() -> None:
    assert find_place("left").x < find_place("centre").x == 0.5 < find_place("right").x
    assert find_place("2/3").x == 0.5
    assert find_place("1/2") == find_place("left")
    assert is_place("3/4")
    assert not is_place("4/3")
    assert not is_place("upstairs")


def test_names_are_kept_where_others_find_room() -> None:
    found = place_people({"MAX": "right", "BEA": "", "GUS": "left"})
    assert found["GUS"].x < found["BEA"].x < found["MAX"].x
    both = place_people({"MAX": "left", "BEA": "left"})
    assert both["MAX"].x < both["BEA"].x


def test_whoever_enters_was_not_there_and_whoever_leaves_is_gone() -> None:
    show = scene(mark(2.0, "enter", who="BEA"), mark(6.0, "exit", who="MAX"))
    assert who(show, 1.9) == ["MAX"]
    assert who(show, 4.0) == ["MAX", "BEA"]
    assert who(show, 9.0) == ["BEA"]


@pytest.mark.parametrize("shape", [WIDE, SQUARE, TALL])
def test_whoever_leaves_goes_to_the_nearer_side_just_out_of_sight(shape: float) -> None:
    show = scene(mark(1.0, "exit", who="MAX"), mark(1.0, "exit", who="BEA"))
    seen = [arrange(show, 1.0 + frame / 500, shape).places for frame in range(1000)]
    last = [places for places in seen if len(places) == 2][-1]
    left, right = last["MAX"], last["BEA"]
    assert left.x == pytest.approx(1.0 - right.x)
    beyond = -left.x * shape / left.scale
    assert 0.45 < beyond < 0.6, "half a person, and some room for the arms"


def test_people_walk_and_nobody_jumps() -> None:
    show = scene(
        mark(1.0, "enter", who="GUS"),
        mark(1.4, "move", "right", "MAX"),
        mark(3.0, "exit", who="BEA"),
        mark(3.2, "enter", who="BEA"),
        people=3,
    )
    rate = 120
    before: dict[str, Place] = {}
    for frame in range(8 * rate):
        places = dict(arrange(show, frame / rate).places)
        for name, here in places.items():
            if name in before:
                assert abs(here.x - before[name].x) < 0.03
                assert abs(here.y - before[name].y) < 0.01
                assert abs(here.scale - before[name].scale) < 0.01
            elif frame:
                assert here.x < 0.02 or here.x > 0.98, "whoever comes on comes from outside"
        before = places


def test_steps_lift_a_walker() -> None:
    show = scene(mark(1.0, "move", "right", "MAX"), people=2)
    heights = {arrange(show, 1.0 + frame / 60).places["MAX"].y for frame in range(60)}
    assert min(heights) < 0.995
    assert arrange(show, 5.0).places["MAX"].y == 1.0


def test_a_new_set_is_a_cut() -> None:
    show = scene(
        mark(0.0, "set", "studio"),
        mark(5.0, "set", "club"),
        mark(5.0, "exit", who="MAX"),
        mark(5.0, "enter", "left", "GUS"),
        mark(0.0, "exit", who="GUS"),
        people=3,
    )
    before, after = arrange(show, 4.999), arrange(show, 5.0)
    assert (before.set, after.set) == ("studio", "club")
    assert set(before.places) == {"MAX", "BEA"}
    assert set(after.places) == {"BEA", "GUS"}
    assert after.places == arrange(show, 9.0).places


def test_a_show_that_grows_does_not_show_those_who_come_later() -> None:
    known = scene(mark(0.0, "exit", who="BEA"))
    assert who(known, 0.0) == ["MAX"]
    assert who(known.added(mark(30.0, "enter", who="BEA")), 10.0) == ["MAX"]


def test_cards_and_fades_come_and_go() -> None:
    show = scene(mark(1.0, "title", "The End", end=3.0), mark(6.0, "fade", "out", end=1.0), mark(9.0, "set", "club"))
    assert arrange(show, 0.9).title == ""
    assert arrange(show, 2.5).title == "The End"
    assert arrange(show, 2.5).title_share == 1.0
    assert 0.0 < arrange(show, 1.1).title_share < 1.0
    assert arrange(show, 4.1).title == ""
    assert [round(arrange(show, t).fade, 1) for t in (5.9, 6.5, 8.0, 9.0)] == [0.0, 0.5, 1.0, 0.0]


def test_a_card_is_whole_within_half_a_second_and_goes_as_it_came() -> None:
    show = scene(mark(1.0, "title", "Later"), mark(10.0, "title", "The End", end=2.0))
    for start, seconds in ((1.0, 3.0), (10.0, 2.0)):
        whole = [arrange(show, start + frame / 100).title_share for frame in range(round(100 * seconds))]
        assert whole[50 : round(100 * seconds) - 50] == [1.0] * (round(100 * seconds) - 100)
        assert whole[1:] == pytest.approx(whole[:0:-1])
        assert 0.0 < whole[20] < 1.0
        assert arrange(show, start + seconds).title == ""


def test_marks_inside_a_clause_stage_as_well() -> None:
    speech = clause(2.0, who="MAX")
    object.__setattr__(speech, "marks", (Mark("move", "right", 0.5),))
    show = scene(Entry(1.0, "MAX", speech), Entry(1.0, "", Clip.silence(1.0, 8000)))
    assert who(show, 1.4) == ["MAX", "BEA"]
    assert who(show, 4.0) == ["BEA", "MAX"]
