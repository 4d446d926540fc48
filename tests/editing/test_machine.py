"""What keys and mouse do to a take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.editing import commands, machine, tracks
from avatar.editing.keys import ROWS
from avatar.editing.state import (
    Heard,
    Kept,
    Key,
    Leave,
    Lifted,
    Over,
    Pressed,
    Pulled,
    Realign,
    Resized,
    Save,
    State,
    Wheeled,
)
from avatar.edits.applying import apply_sheet
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.formats import rhubarb
from avatar.lipsync.shapes import HOLD
from avatar.types import Timed
from tests.editing.takes import begin, play_to, press


def mouth(state: State, t: float) -> tuple[str, float, float]:
    block = tracks.block_at(state.footage, state.edits, "mouths", t)
    assert block is not None
    return block.value, round(block.start, 3), round(block.end, 3)


def word(state: State, t: float, track: str = "words") -> tuple[str, float, float] | None:
    block = tracks.block_at(state.footage, state.edits, track, t)
    return block and (block.value, round(block.start, 3), round(block.end, 3))


def at(state: State, t: float) -> State:
    state, _ = machine.step(machine.step(state, Pressed("mouths", t, 0.0))[0], Lifted())
    return state


def test_a_letter_sets_the_mouth_under_the_playhead_and_undo_takes_it_back() -> None:
    state = at(begin(), 0.4)
    was = mouth(state, 0.4)
    assert was[0] == "D"
    state = press(state, "e")
    assert mouth(state, 0.4) == ("E", *was[1:])
    assert state.unsaved
    assert state.edits.looked == ((was[1], was[2]),)
    undone = press(state, "u")
    assert mouth(undone, 0.4) == was
    assert not undone.unsaved
    assert mouth(press(undone, "ctrl+y"), 0.4)[0] == "E"


def test_a_change_after_undo_forgets_what_was_undone() -> None:
    state = press(at(begin(), 0.4), "e", "u", "c")
    assert press(state, "ctrl+y").remark == "There is nothing to do again."


def test_undo_goes_back_through_ten_thousand_steps() -> None:
    state = at(begin(), 0.4)
    for number in range(10_000):
        state = press(state, "ec"[number % 2])
    for _ in range(10_000):
        state = press(state, "u")
    assert not state.unsaved
    assert mouth(state, 0.4)[0] == "D"


def test_the_next_doubtful_place_is_the_worst_that_nobody_looked_at() -> None:
    state = press(begin(), "n")
    assert state.place == 0
    assert 2.15 <= state.playhead < 2.45
    state = press(state, "c")  # put right: it need not be looked at again
    state = press(state, "n")
    assert state.place == 1
    state = press(state, "y")
    assert state.place == 2
    done = press(press(state, "y"), "n")
    assert "All 3 doubtful places" in done.remark
    assert done.place == -1


def test_shift_n_goes_back_and_without_doubts_it_is_said() -> None:
    state = press(begin(), "n", "n", "N")
    assert state.place == 0
    assert "Nobody knows" in press(begin(places=()), "n").remark


def test_split_makes_two_of_a_mouth_and_join_one_again() -> None:
    state = at(begin(), 0.4)
    was = mouth(state, 0.4)
    state = press(state, "s", "e")
    assert mouth(state, 0.39) == ("D", was[1], 0.4)
    assert mouth(state, 0.41) == ("E", 0.4, was[2])
    state = press(at(state, 0.36), "j")
    assert mouth(state, 0.41) == ("D", was[1], was[2])


def test_a_mouth_begins_and_ends_at_the_playhead() -> None:
    state = at(begin(), 0.4)
    value, start, end = mouth(state, 0.4)
    before = mouth(state, start - 0.01)
    state = press(state, "[")
    assert mouth(state, 0.41) == (value, 0.4, end)
    assert mouth(state, 0.39) == (before[0], before[1], 0.4)
    state = press(press(at(state, 0.48)), "]")
    assert mouth(state, 0.47) == (value, 0.4, 0.48)


def test_a_nudge_moves_by_a_frame_and_the_neighbours_give_way() -> None:
    state = at(begin(), 0.4)
    value, start, end = mouth(state, 0.4)
    state = press(state, ">")
    assert mouth(state, state.playhead) == (value, round(start + 0.04, 3), round(end + 0.04, 3))
    assert press(state, "<", "<").edits.of("mouths")[0].start <= start


def test_delete_lets_the_mouth_before_last_on_and_r_brings_back_what_was_made() -> None:
    state = at(begin(), 0.4)
    was = mouth(state, 0.4)
    before = mouth(state, was[1] - 0.01)
    state = press(state, "delete")
    assert mouth(state, 0.4)[0] == before[0]
    assert mouth(press(state, "r"), 0.4) == was


def test_copy_paste_and_repeat() -> None:
    state = press(at(begin(), 0.4), "ctrl+c")
    copied = mouth(state, 0.4)
    pasted = press(at(state, 1.4), "ctrl+v")
    length = copied[2] - copied[1]
    assert mouth(pasted, 1.45) == ("D", 1.4, round(1.4 + length, 3))
    again = press(at(pasted, 1.45), "m")
    assert mouth(again, 1.4 + 1.5 * length)[0] == "D"


def test_a_selection_takes_a_letter_as_a_whole() -> None:
    state = press(at(begin(), 1.2), "v", "right", "right", "right", "right", "right", "b")
    assert mouth(state, 1.3) == ("B", 1.2, 1.4)
    assert state.anchor is None


def test_a_word_that_is_dragged_takes_its_phones_along() -> None:
    state, _ = machine.step(begin(), Pressed("words", 2.5, 0.02))
    state, _ = machine.step(state, Pulled(2.3))
    state, _ = machine.step(state, Lifted())
    assert word(state, 2.1) == ("bee", 2.0, 2.3) or word(state, 2.1) == ("bee", 2.0, 2.28)
    edge = word(state, 2.1)[2]  # type: ignore[index]
    assert word(state, edge + 0.05) == ("low", edge, 2.9)
    scale = (edge - 2.0) / 0.5
    assert word(state, 2.01, "phones") == ("b", 2.0, round(2.0 + 0.15 * scale, 3))
    assert word(state, 2.85, "phones")[0] == "oʊ"  # type: ignore[index]
    assert not press(state, "u").unsaved


def test_where_a_word_moves_away_is_silence() -> None:
    state, _ = machine.step(begin(), Pressed("words", 1.0, 0.02))
    state, _ = machine.step(state, Pulled(0.8))
    state, _ = machine.step(state, Lifted())
    assert word(state, 0.9) is None
    assert word(state, 0.7) == ("foo", 0.55, 0.8)
    silent = tracks.block_at(state.footage, state.edits, "phones", 0.9)
    assert silent is not None
    assert silent.value == ""


def test_a_press_beside_an_edge_scrubs() -> None:
    state, _ = machine.step(begin(), Pressed("mouths", 0.4, 0.02))
    state, _ = machine.step(state, Pulled(2.2))
    state, _ = machine.step(state, Lifted())
    assert state.playhead == pytest.approx(2.2)
    assert not state.unsaved


def test_a_letter_that_is_held_while_it_plays_is_recorded_and_is_one_step() -> None:
    state = press(at(begin(), 1.2), "space")
    assert state.playing is not None
    state = press(play_to(state, 1.26), "f")
    for _ in range(12):  # the key repeats
        state = press(play_to(state, state.playhead + 0.05), "f")
    state = play_to(state, 2.4)
    value, start, end = mouth(state, 1.5)
    assert (value, start) == ("F", 1.26)
    assert 1.84 <= end <= 1.92
    assert state.held is None
    assert not press(state, "escape", "u").unsaved


def test_a_tap_while_it_plays_is_a_short_mouth() -> None:
    state = press(play_to(press(at(begin(), 1.2), "space"), 1.26), "f")
    state = play_to(state, 2.4)
    assert mouth(state, 1.3) == ("F", 1.26, 1.38)


def test_playing_comes_to_its_end_or_begins_again() -> None:
    state = press(at(begin(), 0.4), "p")
    playing = state.playing
    assert playing is not None
    assert playing.start < 0.4 < playing.end
    state, _ = machine.step(state, Over())
    assert (state.playing, state.playhead) == (None, 0.4)
    state = press(state, "l", "space")
    first = state.playing
    assert first is not None
    state, _ = machine.step(state, Over())
    assert state.playing is not None
    assert state.playing.number == first.number + 1


def test_times_snap_to_frames_of_the_film() -> None:
    state = press(at(begin(), 0.413), "t")  # 24
    assert press(state, "right").playhead == pytest.approx(round(state.playhead * 24 + 1) / 24, abs=1e-6)
    free = press(state, "t", "t")
    assert free.rate == 0
    assert press(free, "right").playhead == pytest.approx(free.playhead + 0.01)


def test_zoom_goes_from_all_of_it_to_a_frame_of_the_mouth_a_cell() -> None:
    state = begin()
    near = press(state, *["+"] * 30)
    assert near.view.cell == pytest.approx(0.01)
    far = press(near, *["-"] * 30)
    assert far.view.end - far.view.start == pytest.approx(3.0)
    wheeled, _ = machine.step(far, Wheeled(2.0, -1))
    assert wheeled.view.second(wheeled.view.columns * 2.0 / 3.0) == pytest.approx(2.0, abs=0.05)
    assert wheeled.view.cell < far.view.cell, "away from the user comes nearer"
    assert machine.step(wheeled, Wheeled(2.0, 1))[0].view.cell == pytest.approx(far.view.cell)


def test_unsaved_edits_are_asked_about_and_saved_ones_are_not() -> None:
    state, actions = machine.step(begin(), Key("q"))
    assert actions == (Leave(),)
    state = press(at(begin(), 0.4), "e")
    state, actions = machine.step(state, Key("q"))
    assert (state.asked, actions) == (True, ())
    assert machine.step(state, Key("s"))[1] == (Save(leave=True),)
    assert machine.step(state, Key("d"))[1] == (Leave(),)
    assert not machine.step(state, Key("escape"))[0].asked
    kept, _ = machine.step(state, Kept(state.edits, "talk.wav.edits"))
    assert not kept.unsaved


def test_words_and_phones_are_typed_and_aligned_anew() -> None:
    state = press(at(begin(), 2.1), "up", "up")
    assert state.track == "words"
    state = press(state, "enter", *["backspace"] * 3, "b", "a", "y")
    assert state.typing is not None
    _, actions = machine.step(state, Key("enter"))
    assert actions == (Realign(2.0, 2.5, words="bay"),)
    phones = press(at(begin(), 2.1), "up", "enter", "space", "ə")
    _, actions = machine.step(phones, Key("enter"))
    assert actions == (Realign(2.0, 2.5, phones="b iː ə"),)


def test_names_are_chosen_by_what_they_begin_with_or_by_number() -> None:
    state = press(at(begin(), 1.0), *["down"] * 2)
    assert state.track == "expression"
    typed = press(state, "enter", "s", "a", "enter")
    assert [span.value for span in typed.edits.of("expression")] == ["sad"]
    assert [span.value for span in press(state, "1").edits.of("expression")] == ["happy"]
    assert press(state, "enter", "z", "q", "enter").worry


def test_the_opening_is_set_by_digits() -> None:
    state = press(at(begin(), 0.4), "down", "9")
    assert [span.value for span in state.edits.of("opening")] == ["1.00"]
    assert "Digits" in press(at(begin(), 0.4), "9").remark


def test_every_key_can_be_pressed_at_any_time() -> None:
    keys = [key for row in ROWS for key in row.keys]
    assert len(keys) == len(set(keys)), "one key does two things"
    ready = at(begin(), 0.4)
    for first in keys[::5]:
        state = press(ready, first)
        for key in keys:
            after, _ = machine.step(state, Key(key))
            assert 0.0 <= after.playhead <= after.footage.duration
            assert after.view.start >= 0.0


def test_a_narrow_screen_sees_the_same_stretch() -> None:
    state = begin()
    seen = state.view.end - state.view.start
    narrow, _ = machine.step(state, Resized(20))
    assert narrow.view.end - narrow.view.start == pytest.approx(seen)


def test_heard_without_playing_is_of_something_that_was_stopped() -> None:
    state, _ = machine.step(at(begin(), 0.4), Heard(1.0))
    assert state.playhead == pytest.approx(0.4)


def test_of_a_long_mouth_only_the_doubtful_part_is_set() -> None:
    state = begin(places=(Timed(0.9, 1.0, "F or X"),))
    whole = mouth(state, 0.92)
    assert whole[1] < 0.8
    state = press(state, "n", "x")
    assert mouth(state, 0.95) == ("X", 0.9, round(min(1.0, whole[2]), 3))
    assert mouth(state, 0.85)[0] == whole[0]
    again = press(state, "u", "left", "left", "left", "left", "x")
    assert mouth(again, 0.85)[:2] == ("X", whole[1]), "beside the place all of it is meant"


def free() -> State:
    """With times that are free, not a film's."""
    return replace(begin(), rate=0)


def test_do_it_again_goes_where_it_was_done_and_says_what_came_back() -> None:
    state = press(at(begin(), 0.4), "e")
    again = press(press(state, "u", "end"), "ctrl+y")
    assert again.playhead == pytest.approx(0.4)
    assert "mouths E at" in again.remark
    undone = press(again, "end", "u")
    assert undone.playhead == pytest.approx(0.4)
    assert "without mouths E" in undone.remark


def test_put_in_and_deleted_is_as_it_was_made() -> None:
    state = at(begin(), 0.8)
    was = mouth(state, 0.8)
    there = press(state, "i")
    assert there.edits.of("mouths")
    back = press(there, "delete")
    assert mouth(back, 0.8) == was
    assert not back.edits.of("mouths")


def test_two_mouths_of_a_letter_side_by_side_become_one() -> None:
    state = press(at(free(), 0.4), "s", "e")
    state = press(at(state, 0.39), "e")
    assert len(state.edits.of("mouths")) == 1


def test_what_is_put_in_leaves_the_mouth_under_it_and_is_written_as_it_stands() -> None:
    for t in (0.32, 0.4, 0.5, 0.76, 0.96, 2.2, 2.56, 2.7):
        state = at(free(), t)
        value, start, end = mouth(state, t)
        state = press(at(state, start), "i", "f" if value != "F" else "d")
        put = state.edits.of("mouths")[0]
        assert put.start >= start - 1e-6
        assert put.end <= end + 1e-6
        if end - start >= 2 * HOLD:
            assert mouth(state, end - 0.01)[0] == value, "it was swallowed"
        cues = rhubarb.letters(apply_sheet(state.footage.sheet, state.edits).track)
        written = next(cue for cue in cues if cue.start <= state.playhead + 1e-6 < cue.end)
        assert written.value == put.value
        assert written.end == pytest.approx(put.end)


def test_a_mouth_too_short_for_two_is_told_when_it_goes() -> None:
    state = free()
    state = replace(state, edits=commands.put(state.footage, state.edits, "mouths", 0.4, 0.46, "E"))
    told = press(at(state, 0.41), "i")
    assert "put in for E, too short for two" in told.remark
    assert mouth(told, 0.41) == ("X", 0.4, 0.46)


def test_a_word_is_found_and_the_next_with_enter_alone() -> None:
    state = press(begin(), "/", "b", "E", "enter")
    assert state.playhead == pytest.approx(2.0)
    assert "“bee”, 1 of 1" in state.remark
    state = press(state, "home", "/", "enter")
    assert state.playhead == pytest.approx(2.0)
    missing = press(state, "/", "z", "enter")
    assert missing.worry
    assert missing.playhead == pytest.approx(2.0)


@pytest.mark.parametrize(("typed", "t"), [("0:01.6", 1.6), ("0:02", 2.0), ("1:30:00", 3.0), ("0:00:1", 1.0)])
def test_a_time_that_is_typed_is_gone_to_as_far_as_the_take_lasts(typed: str, t: float) -> None:
    state = press(begin(), "/", *typed, "enter")
    assert state.playhead == pytest.approx(t, abs=0.021)
    assert not state.worry


def test_the_playhead_lands_in_the_mouth_that_is_doubted() -> None:
    state = begin(places=(Timed(0.3, 0.45, "A or D"),))
    count = 300
    worth = np.zeros(count, np.float32)
    worth[44] = 1.0  # of a long place the last moment is the worst
    chance = np.full(count, 0.5, np.float32)
    nothing = np.zeros(count, np.uint8)
    sheet = replace(state.footage.sheet, doubt=Doubt(chance, worth, nothing, nothing, nothing, nothing))
    state = press(replace(state, footage=replace(state.footage, sheet=sheet, doubt=chance)), "n")
    assert mouth(state, state.playhead) == mouth(state, 0.445)
