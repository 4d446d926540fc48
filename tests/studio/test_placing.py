"""Points and mouths placed by hand, without a window: what keys and pointer do, and what comes of the files."""

from __future__ import annotations

import errno
import itertools
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar import library
from avatar.character.loading import load
from avatar.character.still.correcting import correct, find_handle
from avatar.character.still.placing import HANDLES
from avatar.character.still.points import FacePoints, place_by_hand, read_points
from avatar.draw.check import find_problems
from avatar.errors import CharacterError
from avatar.studio.placing import layout, machine
from avatar.studio.placing.boxes import BoxesDraft
from avatar.studio.placing.draft import Draft
from avatar.studio.placing.keeping import Keeping, Rehearsal, read_draft
from avatar.studio.placing.points import PointsDraft
from avatar.studio.placing.state import (
    Close,
    FoundChanged,
    Kept,
    Key,
    Leave,
    Leaving,
    Lifted,
    PlacingAction,
    PlacingEvent,
    Pressed,
    Pulled,
    Refused,
    Resized,
    Save,
    State,
)
from tests.studio.placed import PLACED, SIZE, found_face, make_mouths, make_picture

WINDOW = (800, 700)


@pytest.fixture(params=["by hand", "found", "mouths"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Each kind of character on which something is placed."""
    if request.param == "mouths":
        return make_mouths(tmp_path / "otto")
    return make_picture(tmp_path / "otto", found_face() if request.param == "found" else None)


def begun(folder: Path) -> State:
    draft = read_draft(load(folder))
    assert draft is not None
    return machine.begin(draft, WINDOW)


def after(state: State, *events: PlacingEvent) -> tuple[State, list[PlacingAction]]:
    done: list[PlacingAction] = []
    for event in events:
        state, actions = machine.step(state, event)
        done += actions
    return state, done


def press(state: State, *keys: str) -> tuple[State, list[PlacingAction]]:
    return after(state, *map(Key, keys))


def drag(state: State, name: str, by: tuple[float, float], steps: int = 3) -> State:
    """A handle by so many units of the page, with the pointer a little beside its middle."""
    x, y = place(state.draft, name)

    def at(share: float) -> tuple[float, float]:
        across, down = state.view.to_window((x + by[0] * share, y + by[1] * share))
        return across + 3 / WINDOW[0], down

    pulls = [Pulled(*at((number + 1) / steps)) for number in range(steps)]
    return after(state, Pressed(*at(0.0)), *pulls, Lifted())[0]


def place(draft: Draft, name: str) -> tuple[float, float]:
    return next(each.at for each in draft.handles if each.name == name)


# ---------------------------------------------------------------------------------------------------------- the pointer


def test_a_point_goes_where_it_is_dragged_and_one_drag_is_one_step(folder: Path) -> None:
    state = begun(folder)
    name = state.draft.handles[-1].name
    x, y = place(state.draft, name)
    moved = drag(state, name, (-12.0, -9.0), steps=7)
    assert moved.chosen == name
    assert moved.unsaved
    if not isinstance(moved.draft, BoxesDraft):
        assert place(moved.draft, name) == pytest.approx((x - 12, y - 9), abs=0.6)
    assert len(moved.past) == 1
    assert press(moved, "u")[0].draft is state.draft


def test_the_figure_stands_where_the_points_are() -> None:
    """The place that the stage is told is the one that the points are drawn at."""
    from avatar.character.layers import Canvas

    state = machine.begin(PointsDraft.of(found_face(), SIZE), WINDOW)
    canvas = Canvas(960, 1200, 560, (480, 1200), (60, 42))
    for view in (state.view, state.view.zoomed(3.0, (60.0, 100.0))):
        stands = view.place((0.5, 1.0))
        scale = WINDOW[1] / canvas.height * stands.scale
        for at in ((0.0, 0.0), (240.0, 300.0), (90.0, 200.0)):
            x = stands.x * WINDOW[0] + (4 * at[0] - canvas.anchor[0]) * scale
            y = stands.y * WINDOW[1] + (4 * at[1] - canvas.anchor[1]) * scale
            across, down = view.to_window(at)
            assert (across * WINDOW[0], down * WINDOW[1]) == pytest.approx((x, y), abs=0.01)
            assert view.to_page((across, down)) == pytest.approx(at)


@pytest.mark.parametrize("by", [(900.0, 0.0), (-900.0, 0.0), (0.0, 900.0), (0.0, -900.0)])
def test_no_point_leaves_the_picture(folder: Path, by: tuple[float, float]) -> None:
    state = begun(folder)
    name = state.draft.handles[0].name
    width, height = state.draft.page
    x, y = place(drag(state, name, by).draft, name)
    assert -0.01 <= x <= width + 0.01
    assert -0.01 <= y <= height + 0.01


def test_beside_all_points_nothing_is_taken_hold_of(folder: Path) -> None:
    state = begun(folder)
    moved, _ = after(state, Pressed(0.99, 0.45), Pulled(0.5, 0.5), Lifted())
    assert moved.draft is state.draft
    assert not moved.past


def test_the_picture_is_dragged_where_one_looks_closely(folder: Path) -> None:
    state, _ = press(begun(folder), "+", "+", "+")
    x, y = next(
        at for at in itertools.product((0.9, 0.7, 0.2), (0.5, 0.3, 0.7)) if not machine.find_near(state, at)
    )  # fmt: skip
    seen = state.view.to_page((x, y))
    moved, _ = after(state, Pressed(x, y), Pulled(x - 0.05, y - 0.05), Lifted())
    assert moved.view.to_page((x - 0.05, y - 0.05)) == pytest.approx(seen, abs=0.5)
    assert moved.draft is state.draft
    assert press(moved, *["-"] * 12)[0].view.middle == (0.5, 0.5)


def test_a_face_far_away_is_seen_near_at_first() -> None:
    far = FacePoints(found_face().mesh * np.float32(0.5))
    view = machine.begin(PointsDraft.of(far, (600.0, 500.0)), WINDOW).view
    near = machine.begin(PointsDraft.of(place_by_hand(PLACED), SIZE), WINDOW).view
    assert view.zoom > 1.5
    assert near.zoom == 1.0
    assert all(view.holds(each.at) for each in PointsDraft.of(far, (600.0, 500.0)).handles)


def test_a_mouth_is_taken_hold_of_anywhere_in_its_box(tmp_path: Path) -> None:
    state = begun(make_mouths(tmp_path / "otto"))
    (box,) = (each for each in state.draft.boxes if each.name == "mouth")
    at = state.view.to_window((box.left + 0.3 * box.width, box.top + 0.5 * box.height))
    assert machine.find_near(state, at) == "mouth"
    assert not machine.find_near(state, state.view.to_window((box.left - 60, box.top - 60)))


def test_a_button_works_when_it_is_let_go_on_itself(folder: Path) -> None:
    state = begun(folder)
    assert after(state, Pressed(0.5, 0.95, "place:space"), Lifted("place:space"))[0].still
    assert not after(state, Pressed(0.5, 0.95, "place:space"), Lifted("place:s"))[0].still
    assert not after(state, Pressed(0.5, 0.95, "place:space"), Lifted())[0].still


# ------------------------------------------------------------------------------------------------------------- the keys


def test_tab_goes_round_all_points_and_back(folder: Path) -> None:
    state = begun(folder)
    names = [each.name for each in state.draft.handles]
    seen = [state.chosen]
    for _ in names:
        state, _ = press(state, "tab")
        seen.append(state.chosen)
    assert seen == [*names, names[0]]
    assert press(state, "shift+tab")[0].chosen == names[-1]


@pytest.mark.parametrize(
    ("key", "by"), [("left", (-1, 0)), ("right", (1, 0)), ("up", (0, -1)), ("shift+down", (0, 10))]
)
def test_arrows_move_by_a_pixel_and_with_shift_by_ten(folder: Path, key: str, by: tuple[int, int]) -> None:
    state = begun(folder)
    x, y = place(state.draft, state.chosen)
    moved, _ = press(state, key)
    assert place(moved.draft, state.chosen) == pytest.approx((x + by[0], y + by[1]), abs=0.05)


def test_the_same_key_again_and_again_is_one_step_to_undo(folder: Path) -> None:
    state = begun(folder)
    moved, _ = press(state, "left", "left", "left", "down", "down")
    assert len(moved.past) == 2
    back, _ = press(moved, "u", "ctrl+z", "u")
    assert back.draft is state.draft
    assert back.remark == "There is nothing to undo."
    again, _ = press(back, "ctrl+shift+z", "y")
    assert again.draft is moved.draft
    assert press(again, "y")[0].remark == "There is nothing to do again."


def test_a_new_step_forgets_what_was_undone(folder: Path) -> None:
    state, _ = press(begun(folder), "left", "u", "up")
    assert not state.future


def test_keys_wait_while_a_point_is_dragged(folder: Path) -> None:
    state = begun(folder)
    at = state.view.to_window(place(state.draft, state.chosen))
    held, done = after(state, Pressed(*at), Key("s"), Key("escape"), Key("u"))
    assert done == []
    assert held.held == state.chosen


def test_saving_and_what_undo_keeps(folder: Path) -> None:
    state, done = press(begun(folder), "left", "s")
    assert done == [Save(over=False)]
    saved, _ = after(state, Kept(state.draft))
    assert not saved.unsaved
    assert "Saved" in saved.remark
    undone, _ = press(saved, "u")
    assert undone.unsaved
    assert press(undone, "r")[0].draft is saved.draft
    assert press(undone, "r", "u")[0].draft is undone.draft


def test_nothing_unsaved_is_left_without_a_question(folder: Path) -> None:
    state = begun(folder)
    assert press(state, "escape")[1] == [Leave()]
    moved, done = press(state, "left", "escape")
    assert (moved.asked, done) == ("leave", [])
    assert press(moved, "x", "left", "tab")[0] == moved, "what is no answer changes nothing"
    assert press(moved, "escape")[0].asked == ""
    assert press(moved, "d")[1] == [Leave()]
    assert press(moved, "s")[1] == [Save(over=False), Leave()]
    assert after(press(state, "left")[0], Leaving())[0].asked == "leave"


def test_a_file_that_can_not_be_written_keeps_all(folder: Path) -> None:
    state, _ = press(begun(folder), "left")
    refused, done = after(state, Refused("Not saved: the disk is full."))
    assert refused.draft is state.draft
    assert refused.worry
    assert done == []


def test_what_another_program_writes_is_taken_over_where_nothing_is_lost(folder: Path) -> None:
    state = begun(folder)
    theirs, _ = press(state, "right", "down")
    taken, _ = after(state, FoundChanged(theirs.draft))
    assert taken.draft is theirs.draft
    assert not taken.unsaved
    assert press(taken, "u")[0].draft is state.draft


def test_what_another_program_writes_is_not_overwritten_unasked(folder: Path) -> None:
    state = begun(folder)
    theirs, _ = press(state, "right", "down")
    mine, _ = after(press(state, "left")[0], FoundChanged(theirs.draft))
    assert mine.others
    asked, done = press(mine, "s")
    assert (asked.asked, done) == ("replace", [])
    assert press(asked, "escape")[0].draft is mine.draft
    assert press(asked, "s")[1] == [Save(over=True)]
    assert press(asked, "r")[0].draft is theirs.draft


def test_the_whole_character_is_seen_again(folder: Path) -> None:
    assert press(begun(folder), "p")[1] == [Close()]


def test_help_is_shown_and_hidden_and_leads_nowhere(folder: Path) -> None:
    state, _ = press(begun(folder), "left", "?")
    assert state.help
    told = " ".join(each.text for each in layout.lay_out(state))
    for key, does in layout.list_keys(state):
        assert key in told
        assert does in told
    state, done = press(state, "escape")
    assert not state.help
    assert done == []


def test_any_row_of_events_keeps_what_must_hold(folder: Path) -> None:
    """A thousand of them at random: the points stay in the picture, and what is shown can be drawn."""
    chance = random.Random(7)
    state = begun(folder)
    keys = [
        *machine.STEPS,
        "tab",
        "u",
        "y",
        "s",
        "r",
        "m",
        "k",
        "e",
        "i",
        "+",
        "-",
        "space",
        "n",
        "?",
        "escape",
        "d",
        "+",
    ]
    for _ in range(1000):
        at = (chance.uniform(-0.1, 1.1), chance.uniform(-0.1, 1.1))
        if chance.random() < 0.3 and state.draft.handles:
            at = state.view.to_window(chance.choice(state.draft.handles).at)
        event = chance.choice([
            Pressed(*at), Pulled(*at), Pulled(*at), Lifted(), *(Key(chance.choice(keys)) for _ in range(4)),
            Resized(chance.randrange(2000), chance.randrange(2000)), Kept(state.draft), FoundChanged(state.draft),
        ])  # fmt: skip
        state, _ = machine.step(state, event)
        for handle in state.draft.handles:
            assert np.isfinite(handle.at).all()
        for widget in layout.lay_out(state):
            assert np.isfinite(widget.rect).all()
            assert widget.rect.width >= 0
    assert len(state.past) <= machine.MOST_STEPS


# ------------------------------------------------------------------------------------------------------- the points


def test_a_found_face_goes_smoothly_with_one_point() -> None:
    face = found_face()
    moved = correct(face.mesh, {"chin": (6.0, 14.0)})
    assert find_handle(moved, "chin") == pytest.approx(np.add(find_handle(face.mesh, "chin"), (6, 14)), abs=0.3)
    for name in ("eye-left", "eye-right", "mouth-left", "mouth-right", "nose", "forehead"):
        assert find_handle(moved, name) == pytest.approx(find_handle(face.mesh, name), abs=0.3), name
    shift = np.hypot(*(moved - face.mesh)[:, :2].T)
    assert shift.max() < 22, "nothing flies off"
    assert (moved[:, 2] == face.mesh[:, 2]).all()


def test_lips_of_a_found_face_part_by_as_much_as_they_are_dragged() -> None:
    face = found_face()
    top, bottom = find_handle(face.mesh, "mouth-top"), find_handle(face.mesh, "mouth-bottom")
    moved = correct(face.mesh, {"mouth-bottom": (0.0, 12.0), "lower-lip": (0.0, 15.0)})
    assert find_handle(moved, "mouth-top") == pytest.approx(top, abs=0.4)
    assert find_handle(moved, "mouth-bottom") == pytest.approx((bottom[0], bottom[1] + 12), abs=0.4)
    lip = find_handle(face.mesh, "lower-lip")
    assert find_handle(moved, "lower-lip") == pytest.approx((lip[0], lip[1] + 15), abs=0.4)


@pytest.mark.parametrize("found", [True, False])
def test_every_point_stays_where_it_was_put(tmp_path: Path, found: bool) -> None:
    folder = make_picture(tmp_path / "otto", found_face() if found else None)
    state, _ = press(begun(folder), "m", "e")
    names = [each.name for each in state.draft.handles if each.name in HANDLES]
    chance, wanted = random.Random(3), {}
    for name in names:
        x, y = place(state.draft, name)
        wanted[name] = (x + chance.uniform(-5, 5), y + chance.uniform(-5, 5))
        state = replace(state, draft=state.draft.move(name, wanted[name]))
    points = read_points(state.draft.write("").encode(), *SIZE, Path("points.toml"))
    for name, at in wanted.items():
        placed = points.mesh[list(HANDLES[name]), :2].mean(axis=0)
        assert placed == pytest.approx(at, abs=1.2), name


def test_irises_go_with_the_eyes(tmp_path: Path) -> None:
    before = found_face().irises
    assert before is not None
    state = drag(begun(make_picture(tmp_path / "otto", found_face())), "eye-left", (8.0, 5.0))
    points = read_points(state.draft.write("").encode(), *SIZE, Path("points.toml"))
    assert points.irises is not None
    assert points.irises[0] == pytest.approx(np.add(before[0], (8.0, 5.0, 0.0)), abs=0.5)
    assert points.irises[1] == pytest.approx(before[1], abs=0.5)


@pytest.mark.parametrize("found", [True, False])
def test_irises_are_placed_by_hand(tmp_path: Path, found: bool) -> None:
    state, _ = press(begun(make_picture(tmp_path / "otto", found_face() if found else None)), "e")
    if not found:
        assert "iris-left" not in [each.name for each in state.draft.handles]
        state, _ = press(state, "i")
    before = {name: place(state.draft, name) for name in ("iris-left", "iris-right", "iris-left-edge")}
    whole = press(state, "e")[0].draft
    moved = whole.move("eye-left", np.add(place(whole, "eye-left"), (4.0, 2.0)).tolist()).ask("e")
    assert place(moved, "iris-left") == pytest.approx(np.add(before["iris-left"], (4, 2)), abs=0.4)
    x, y = np.add(before["iris-left"], (6.0, -3.0)).tolist()
    moved = moved.move("iris-left", (x, y)).move("iris-left-edge", (x + 9.0, y))
    points = read_points(moved.write("").encode(), *SIZE, Path("points.toml"))
    assert points.irises is not None
    assert points.irises[0] == pytest.approx((x, y, 9.0), abs=0.3)
    assert points.irises[1][:2] == pytest.approx(before["iris-right"], abs=0.4)
    gone, _ = press(replace(state, draft=moved), "i")
    assert read_points(gone.draft.write("").encode(), *SIZE, Path("points.toml")).irises is None


def test_what_the_picture_shows_is_said_by_a_key(tmp_path: Path) -> None:
    folder = make_picture(tmp_path / "otto")
    state = begun(folder)
    assert "mouth-bottom" not in [each.name for each in state.draft.handles], "shut lips are one point"
    opened, _ = press(state, "m")
    gap = place(opened.draft, "mouth-bottom")[1] - place(opened.draft, "mouth-top")[1]
    assert gap > 5, "lips that are open can be dragged one by one"
    points = [
        read_points(each.draft.write("").encode(), *SIZE, Path("points.toml"))
        for each in (opened, press(opened, "m")[0], press(opened, "m", "m")[0], press(opened, "k")[0])
    ]
    assert [each.mouth for each in points] == ["open", "teeth", "shut", "open"]
    assert points[3].kind == "muzzle"
    assert place(press(opened, "m", "m")[0].draft, "mouth-top") == pytest.approx(place(state.draft, "mouth-top"))
    thing, _ = press(opened, "k", "k")
    assert [each.name for each in thing.draft.handles] == ["mouth-left", "mouth-right"]
    assert read_points(thing.draft.write("").encode(), *SIZE, Path("points.toml")).kind == "thing"


def test_points_that_make_no_face_are_told_and_not_saved(tmp_path: Path) -> None:
    state = begun(make_picture(tmp_path / "otto"))
    x, y = place(state.draft, "mouth-right")
    left, top = place(state.draft, "mouth-left")
    crossed = drag(state, "mouth-left", (x - left + 25, y - top))
    assert crossed.draft.trouble
    refused, done = press(crossed, "s")
    assert done == []
    assert refused.worry
    assert "Not saved" in refused.remark
    assert press(crossed, "u")[0].draft.trouble == ""


# --------------------------------------------------------------------------------------------------------- the mouths


def test_all_pictures_of_a_mouth_move_as_one_and_comments_stay(tmp_path: Path) -> None:
    folder = make_mouths(tmp_path / "otto")
    before = (folder / "character.toml").read_text()
    draft = drag(begun(folder), "mouth", (20.0, -10.0)).draft
    text = draft.write(before)
    assert "place = [170.0, 230.0, 100.0, 40.0]  # below the nose" in text
    assert "pivot = [220.0, 250.0]" in text
    changed = [line for line in zip(before.splitlines(), text.splitlines(), strict=True) if line[0] != line[1]]
    assert len(changed) == 3, "two places and a pivot"
    assert draft.write(text) == text
    back = before.replace("[150, 240, 100, 40]", "[150.0, 240.0, 100.0, 40.0]").replace("[200, 260]", "[200.0, 260.0]")
    assert begun(folder).draft.write(text) == back


def test_a_corner_scales_a_mouth_about_the_corner_across(tmp_path: Path) -> None:
    folder = make_mouths(tmp_path / "otto")
    state = begun(folder)
    (before,) = (each for each in state.draft.boxes if each.name == "mouth")
    state = drag(state, "mouth, right bottom", (before.width, before.height))
    (after_,) = (each for each in state.draft.boxes if each.name == "mouth")
    assert (after_.left, after_.top) == pytest.approx((before.left, before.top))
    assert after_.width == pytest.approx(2 * before.width, rel=0.02)
    assert after_.height / after_.width == pytest.approx(before.height / before.width)
    (folder / "character.toml").write_text(state.draft.write((folder / "character.toml").read_text()))
    assert find_problems(folder) == ()
    places = {each.name: each.place for each in load(folder).layers}
    assert places["mouth-open"] == places["mouth-shut"]
    assert places["mouth-open"][2:] == pytest.approx((200, 80), rel=0.02)
    assert places["eyes"] == (120, 120, 160, 40)


def test_a_figure_of_whole_pictures_has_no_mouth_to_place(tmp_path: Path) -> None:
    folder = make_mouths(tmp_path / "otto")
    file = folder / "character.toml"
    file.write_text(file.read_text().replace('art = "body.png"\nplace = [0, 0, 400, 400]\n', "").replace(
        'name = "eyes"', 'name = "eyes"\nshape = "open"').replace('shape = "open"\n\n[mouth', "\n[mouth"))  # fmt: skip
    assert read_draft(load(folder)) is None


# ---------------------------------------------------------------------------------------------------------- the files


def opened(folder: Path) -> tuple[Keeping, State]:
    state = begun(folder)
    return Keeping(folder, state.draft.file), state


def test_a_saved_draft_is_the_character(folder: Path) -> None:
    keeping, state = opened(folder)
    moved = drag(state, state.chosen, (9.0, 7.0))
    assert keeping.save(moved.draft, over=False)
    assert find_problems(folder) == ()
    again = begun(folder)
    assert place(again.draft, state.chosen) == pytest.approx(
        place(moved.draft, state.chosen), abs=12 if again.draft.boxes else 0.1
    )
    assert not keeping.changed(), "what it wrote itself is nobody else's"
    assert not [each for each in folder.iterdir() if each.name.startswith(".")], "nothing half made stays"


def test_what_somebody_else_wrote_is_not_written_over(folder: Path) -> None:
    keeping, state = opened(folder)
    theirs = keeping.path.read_text() + "\n# theirs\n"
    keeping.path.write_text(theirs)
    assert not keeping.save(drag(state, state.chosen, (9.0, 7.0)).draft, over=False)
    assert keeping.path.read_text() == theirs
    assert keeping.changed()
    assert keeping.save(drag(state, state.chosen, (9.0, 7.0)).draft, over=True)
    assert keeping.path.read_text() != theirs


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_can_not_be_saved_is_told(folder: Path, gone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping, state = opened(folder)
    moved = drag(state, state.chosen, (9.0, 7.0))
    before = keeping.path.read_text()
    if gone:
        keeping.path.unlink()
    else:
        monkeypatch.setattr("avatar.files.settle", _full)
    with pytest.raises(CharacterError) as told:
        keeping.save(moved.draft, over=False)
    assert str(keeping.path) in str(told.value)
    assert told.value.remedy
    assert gone or keeping.path.read_text() == before
    assert not [each for each in folder.iterdir() if each.name.startswith(".")]


def test_what_was_never_saved_is_put_beside_the_file(folder: Path) -> None:
    keeping, state = opened(folder)
    before = keeping.path.read_text()
    moved = drag(state, state.chosen, (9.0, 7.0))
    path = keeping.rescue(moved.draft)
    assert path is not None
    assert path.name == f"{keeping.path.stem}.unsaved.toml"
    assert path.read_text() == moved.draft.write(before)
    assert keeping.path.read_text() == before


def test_the_copy_shows_the_draft_and_follows_the_folder(folder: Path) -> None:
    state = begun(folder)
    moved = drag(state, state.chosen, (9.0, 7.0))
    keeping = Keeping(folder, state.draft.file)
    (folder / "notes.txt").write_text("mine")
    before = keeping.path.read_text()
    with Rehearsal(folder) as copy:
        assert not (copy.folder / "notes.txt").exists()
        copy.show(state.draft.file, keeping.text(moved.draft))
        assert find_problems(copy.folder) == ()
        assert keeping.path.read_text() == before
        picture = next(each for each in folder.iterdir() if each.suffix == ".png")
        picture.write_bytes(picture.read_bytes() + b"more")
        (folder / "new.png").write_bytes(picture.read_bytes())
        copy.follow()
        assert (copy.folder / picture.name).read_bytes() == picture.read_bytes()
        assert (copy.folder / state.draft.file).read_text() == before, "the draft is shown anew by whoever placed it"
        (folder / "new.png").unlink()
        copy.follow()
        assert not (copy.folder / "new.png").exists()
    assert not copy.folder.exists()


def test_another_picture_is_seen_whole(tmp_path: Path) -> None:
    state, _ = press(begun(make_picture(tmp_path / "otto")), "+", "+")
    other = PointsDraft.of(found_face(), (480.0, 600.0))
    changed, _ = after(state, FoundChanged(other))
    assert changed.view.page == (480.0, 600.0)
    assert changed.view.zoom == 1.0
    assert press(changed, "u")[0].view.page == state.draft.page


def test_those_that_came_with_avatar_are_not_changed() -> None:
    assert BoxesDraft.of(load(library.character("blot"))) is not None
    assert read_draft(load(library.character("blot"))) is None


def test_while_points_are_placed_nothing_is_drawn_behind_the_head(tmp_path: Path) -> None:
    folder = make_picture(tmp_path / "otto", found_face())
    file = folder / "character.toml"
    (folder / "behind.png").write_bytes((folder / "picture.png").read_bytes())
    file.write_text(file.read_text().replace('art = "picture.png"', 'art = "picture.png"\nbehind = "behind.png"'))
    with Rehearsal(folder) as copy:
        for light in (True, False, True):
            copy.lighten(light)
            copy.follow()
            picture = load(copy.folder).picture
            assert picture is not None
            assert (picture.behind is None) == light
    picture = load(folder).picture
    assert picture is not None
    assert picture.behind is not None


# ------------------------------------------------------------------------------------------------------ what is shown


def test_buttons_do_not_lie_on_each_other_and_all_is_in_the_window(folder: Path) -> None:
    state, _ = press(begun(folder), "left")
    for shown in (state, press(state, "escape")[0], press(state, "?")[0]):
        widgets = layout.lay_out(shown)
        ids = [each.id for each in widgets]
        assert len(ids) == len(set(ids)), "two widgets of one id would share their picture"
        buttons = [each for each in widgets if each.kind == "button"]
        for one, other in itertools.combinations([each.rect for each in buttons if each.id.startswith("place:")], 2):
            apart = one.x + one.width <= other.x + 1e-6 or other.x + other.width <= one.x + 1e-6
            assert apart or one.y + one.height <= other.y + 1e-6 or other.y + other.height <= one.y + 1e-6
        for each in buttons:
            assert each.rect.x >= 0
            assert each.rect.x + each.rect.width <= 1
            assert each.rect.y + each.rect.height <= 1


def test_every_point_has_a_ring_and_the_chosen_one_its_name(folder: Path) -> None:
    state, _ = press(begun(folder), "n", "tab")
    widgets = {each.id: each for each in layout.lay_out(state)}
    for handle in state.draft.handles:
        ring = widgets[f"point:{handle.name}"].rect
        assert (ring.x + ring.width / 2, ring.y + ring.height / 2) == pytest.approx(state.view.to_window(handle.at))
    if not state.draft.boxes:
        assert [each for each in widgets if each.startswith("name:")] == [f"name:{state.chosen}"]
    handle = state.handle
    assert handle is not None
    assert handle.title in widgets["told"].text
