"""The camera: which shot is seen when, and how it is framed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest

from avatar.film.reel import Reel
from avatar.scene.camera import PUSH_S, SHOTS, WHIP_S, WHOLE, Face, Sights, View, list_cuts, view_at
from avatar.scene.framing import HALF_HEAD, UNKNOWN, measure
from avatar.scene.lasting import keep_lasting
from avatar.scene.staging import arrange
from avatar.types import CastMember, Entry, Mark, Scene

SHAPES = (16 / 9, 9 / 16, 4 / 5, 1.0, 21 / 9)
NAMES = ("ANN", "BOB", "CY", "DEE", "EVE")


def company(count: int) -> tuple[CastMember, ...]:
    return tuple(CastMember(name, "juno") for name in NAMES[:count])


def cut(t: float, shot: str, who: str = "", end: float | None = None) -> Entry:
    return Entry(t, who, Mark("camera", shot, 0.0, end))


def scene(count: int, *cuts: Entry) -> Scene:
    return Scene(company(count), cuts)


def test_before_the_first_cut_all_is_seen_as_it_is_arranged() -> None:
    assert view_at(scene(2, cut(2.0, "close", "ANN")), 1.9) is WHOLE
    assert view_at(scene(2), 5.0) is WHOLE


def test_a_shot_holds_until_the_next_and_tells_since_when() -> None:
    cast = scene(2, cut(2.0, "close", "ANN"), cut(5.0, "medium", "BOB"))
    views = [view_at(cast, t) for t in (2.0, 3.5, 4.99)]
    assert {view.since for view in views} == {2.0}
    assert len(set(map(repr, views))) == 1
    assert view_at(cast, 5.0).shown == ("BOB",)


def test_cuts_are_listed_in_order_and_the_last_of_several_counts() -> None:
    found = list_cuts(scene(2, cut(3.0, "wide"), cut(1.0, "close", "ANN"), cut(3.0, "two BOB", "ANN")))
    assert [(each.start, each.shot, each.who, each.other) for each in found] == [
        (1.0, "close", "ANN", ""),
        (3.0, "two", "ANN", "BOB"),
    ]


def test_an_unknown_shot_is_a_wide_one_and_so_is_one_of_somebody_who_is_gone() -> None:
    wide = view_at(scene(2, cut(0.0, "wide")), 1.0)
    assert view_at(scene(2, cut(0.0, "crane", "ANN")), 1.0) == wide
    assert view_at(scene(2, cut(0.0, "close", "ZOE")), 1.0) == wide


@pytest.mark.parametrize(("shape", "count", "shot"), [*product(SHAPES, range(1, 6), SHOTS)])
def test_the_set_fills_the_picture_in_every_shot(shape: float, count: int, shot: str) -> None:
    for who in NAMES[:count]:
        for t in (0.0, 0.1, 3.0, 9.0):
            back = view_at(scene(count, cut(0.0, shot, who)), t, shape).back
            half = 0.5 / back.zoom
            assert back.zoom >= 1.0
            for at in (back.x, back.y):
                assert half - 1e-9 <= at <= 1.0 - half + 1e-9


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_eyelines_are_kept(shape: float, count: int) -> None:
    """Who looks right stands left of the middle, with room for the look."""
    for place, who in enumerate(NAMES[:count]):
        for shot in ("medium", "close", "over", "reaction"):
            view = view_at(scene(count, cut(0.0, shot, who)), 1.0, shape)
            x = view.people.into(_x_of(count, shape, who), 0.0)[0]
            if place == 0:
                assert x < 0.47
            if place == count - 1:
                assert x > 0.53
            assert 0.25 < x < 0.75


def _x_of(count: int, shape: float, who: str) -> float:
    from avatar.scene.staging import arrange

    return arrange(Scene(company(count)), 0.0, shape).places[who].x


@pytest.mark.parametrize("shape", SHAPES)
def test_sizes_of_one_person_differ_by_a_fifth(shape: float) -> None:
    """A smaller change is a jump cut: the person twitches."""
    for count in (1, 2, 3):
        wide, medium, close = (
            view_at(scene(count, cut(0.0, shot, "ANN")), 1.0, shape).people.zoom for shot in ("wide", "medium", "close")
        )
        assert close / medium >= 1.2
        assert count > 1 or medium / wide >= 1.2


def test_a_push_comes_nearer_at_an_even_pace_and_arrives_in_a_close_shot() -> None:
    pushed = scene(2, cut(1.0, "push", "ANN"))
    zooms = [view_at(pushed, 1.0 + PUSH_S * share / 10).people.zoom for share in range(11)]
    steps = [b - a for a, b in pairwise(zooms)]
    assert all(step > 0.0 for step in steps)
    assert max(steps) < 2.5 * min(steps)
    arrived = view_at(pushed, 1.0 + PUSH_S)
    assert arrived.people == view_at(scene(2, cut(0.0, "close", "ANN")), 1.0).people
    assert not arrived.moving
    assert view_at(pushed, 2.0).moving
    assert view_at(scene(2, cut(1.0, "push", "ANN", 3.0)), 4.0).people == arrived.people


def test_a_whip_goes_from_what_was_seen_to_whom_it_is_torn_to() -> None:
    whipped = scene(2, cut(0.0, "close", "ANN"), cut(4.0, "whip", "BOB"))
    before, after = view_at(whipped, 3.9), view_at(whipped, 4.0 + WHIP_S)
    xs = [view_at(whipped, 4.0 + WHIP_S * share / 6).people.x for share in range(7)]
    assert xs[0] == pytest.approx(before.people.x)
    assert xs[-1] == pytest.approx(after.people.x)
    assert xs == sorted(xs)
    assert view_at(whipped, 4.1).shown is None, "on the way all are seen"
    assert after.shown == ("BOB",)


def test_a_whip_into_another_set_is_a_cut() -> None:
    entries = (cut(0.0, "close", "ANN"), Entry(4.0, "", Mark("set", "club")), cut(4.0, "whip", "BOB"))
    assert not view_at(Scene(company(2), entries), 4.1).moving


def test_whoever_waits_outside_is_not_seen_in_a_wide_shot() -> None:
    from avatar.scene.staging import arrange

    entries = (Entry(2.0, "BOB", Mark("enter", "")), cut(0.0, "wide"))
    late = Scene(company(2), entries)
    view = view_at(late, 2.0)
    here = arrange(late, 2.0).places["BOB"]
    assert view.people.zoom < 1.0
    x = view.people.into(view.place(here, 16 / 9).x, 0.0)[0]
    assert not -0.1 < x < 1.1
    inside = replace(here, x=0.7)
    assert view.place(inside, 16 / 9) == inside


def test_a_window_of_a_film_has_the_views_of_the_whole() -> None:
    entries = tuple(cut(3.0 * n, shot, NAMES[n % 2]) for n, shot in enumerate([*SHOTS, *SHOTS]))
    whole = Scene(company(2), (*entries, Entry(60.0, "", Mark("state", "idle"))))
    reel = Reel.of(whole)
    reel.until(1e9)
    for start in range(0, 60, 4):
        window = reel.window(start, start + 4)
        for step in range(0, 40, 7):
            t = start + step / 10
            assert view_at(window, t) == view_at(whole, t)


def test_what_is_left_of_a_scene_s_past_has_the_view_of_its_end() -> None:
    entries = (cut(0.0, "wide"), cut(1.0, "close", "ANN"), cut(2.0, "push", "BOB", 4.0))
    whole = Scene(company(2), entries)
    kept = keep_lasting((each.start, each.who, each.what) for each in entries if isinstance(each.what, Mark))
    assert [view_at(replace(whole, entries=tuple(kept)), t) for t in (3.0, 9.0)] == [
        view_at(whole, t) for t in (3.0, 9.0)
    ]


def test_the_same_question_has_the_same_answer() -> None:
    made = [view_at(scene(3, cut(0.0, "push", "BOB")), t / 7, 0.8) for t in range(40) for _ in range(2)]
    assert made[::2] == made[1::2]
    assert all(isinstance(view, View) for view in made)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("count", range(2, 13))
def test_in_rows_every_face_is_seen_in_a_wide_shot(shape: float, count: int) -> None:
    """Above the captions and above any table, and within the picture's edges."""
    names = [f"P{n}" for n in range(count)]
    crowd = Scene(tuple(CastMember(name, "juno") for name in names), (cut(0.0, "wide"),))
    view = view_at(crowd, 1.0, shape)
    for who, person in measure(arrange(crowd, 1.0, shape), shape, UNKNOWN, {}).items():
        x, mouth = view.people.into(person.middle / shape, person.mouth)
        assert mouth < min(view.table, 0.82), who
        half = HALF_HEAD * person.scale * view.people.zoom / shape
        assert half - 1e-6 <= x <= 1.0 - half + 1e-6, who
    assert view.table > 0.8


def test_a_desk_is_seen_as_a_desk_or_not_at_all() -> None:
    """A stripe of it at the picture's edge is no desk."""
    for top in (-0.93, -0.86, -1.0):
        for shot in ("medium", "close", "two", "over", "reaction"):
            sights = Sights({"juno": Face(top=top)}, {"studio": 0.9})
            at_desk = replace(scene(2, cut(0.0, shot, "ANN")), set="studio")
            assert not 0.945 < view_at(at_desk, 1.0, 16 / 9, sights).front < 1.0 - 1e-6


def test_what_is_cut_off_but_for_a_hairs_breadth_needs_no_table() -> None:
    """Three of unlike builds, who end a little above the picture's edge as they sway least."""
    builds = {"a": Face(-0.96, -0.21, 0.11), "b": Face(-0.94, -0.39, 0.11), "c": Face(-0.89, -0.23, 0.11)}
    cast = tuple(CastMember(name, name) for name in builds)
    view = view_at(Scene(cast, (cut(0.0, "wide"),)), 1.0, 16 / 9, Sights(builds))
    assert view.table == 1.0
    floors = [each.floor for each in measure(arrange(Scene(cast), 1.0), 16 / 9, Sights(builds), {}).values()]
    assert min(view.people.into(0.0, floor)[1] for floor in floors) < 1.0
