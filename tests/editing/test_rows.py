"""What the editor's screen shows of a state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.editing import layout, machine, rows, tracks
from avatar.editing.cells import Line, fit, length, width
from avatar.editing.state import Lifted, Pressed, State
from avatar.lipsync.doubting import Doubt
from avatar.lipsync.shown import LETTERS
from tests.editing.takes import begin, press


def text(line: Line) -> str:
    return "".join(piece.text for piece in line)


def drawn(state: State, columns: int = 72, lines: int = 21) -> dict[str, str]:
    shown: dict[str, str] = {}
    for row in rows.plan(state, columns, lines):
        shown[row.name] = shown.get(row.name, "") + text(rows.draw(state, row, columns))
    return shown


def at(state: State, t: float) -> State:
    return machine.step(machine.step(state, Pressed("mouths", t, 0.0))[0], Lifted())[0]


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 200])
@pytest.mark.parametrize("lines", [3, 9, 13, 21])
def test_every_line_is_as_wide_as_the_screen(columns: int, lines: int) -> None:
    from avatar.editing.state import Resized

    state, _ = machine.step(begin(), Resized(columns - rows.label_columns(columns)))
    for where in (state, press(state, "n"), press(state, "n", "e", "v", "right", "right"), press(state, "space")):
        planned = rows.plan(where, columns, lines)
        assert len(planned) <= lines
        assert any(row.name == "mouths" for row in planned)
        for row in planned:
            assert length(rows.draw(where, row, columns)) == columns
        assert length(layout.head(where, columns)) == columns
        assert length(layout.footer(where, columns)) == columns
        assert all(length(line) == columns for line in layout.side(where, columns, lines))
        assert all(length(line) == columns for line in layout.help_lines(where, columns, lines))


def test_words_phones_and_mouths_stand_where_they_are_said() -> None:
    shown = drawn(begin())
    room = rows.label_columns(72)
    assert shown["words"][room + 4 :].startswith(" ma")
    assert "low" in shown["words"]
    assert set(shown["mouths"][room:]) - set(" ▏") <= set("XABCDEFGH")
    assert "G" in shown["mouths"]


def test_the_mouth_as_it_was_stands_below_the_one_that_is_edited() -> None:
    state = at(begin(), 0.4)
    assert "D" not in drawn(state)["before"][rows.label_columns(72) :]
    edited = press(state, "f")
    assert "D" in drawn(edited)["before"]
    styles = {piece.style for row in rows.plan(edited, 72, 21) for piece in rows.draw(edited, row, 72)}
    assert "mouth-F-edited" in styles


def test_doubtful_places_are_marked_and_ticked_off() -> None:
    state = begin()
    assert "█" in drawn(state)["doubt"]
    now = press(state, "n")
    assert "?" in drawn(now)["doubt"]
    assert "✓" in drawn(press(now, "y"))["doubt"]
    told = " ".join(text(line) for line in layout.side(now, 60, 12))
    assert "B or C" in told
    assert "0 done, 3 left" in told
    assert "Looked at" in " ".join(text(line) for line in layout.side(press(now, "c"), 60, 12))


def test_the_first_hint_says_all_that_five_corrections_take() -> None:
    told = " ".join(text(line) for line in layout.side(begin(), 70, 12))
    for words in ("N jumps", "P plays", "letter of the mouth", "Y if it is right", "Ctrl+S saves"):
        assert words in told
    assert "N jumps" not in " ".join(text(line) for line in layout.side(press(begin(), "right"), 70, 12))


def test_the_playhead_stands_on_the_block_that_a_letter_would_set() -> None:
    state = press(begin(), "ctrl+right", "ctrl+right", "ctrl+right")
    column = rows.playhead_column(state)
    row = next(row for row in rows.plan(state, 72, 21) if row.name == "mouths")
    line = rows.draw(state, row, 72, column)
    marked = next(piece for piece in line if piece.over == "playhead")
    block = tracks.block_at(state.footage, state.edits, "mouths", state.playhead)
    assert block is not None
    assert marked.style == f"mouth-{block.value}"


def test_a_narrow_screen_has_fewer_tracks_and_always_the_one_that_is_edited() -> None:
    state = press(begin(), "down", "down")
    names = [row.name for row in rows.plan(state, 40, 21)]
    assert "expression" in names
    assert "gesture" not in names
    assert [row.name for row in rows.plan(state, 40, 1)] == ["expression"]


def test_the_footer_says_what_matters_now() -> None:
    state = begin()
    assert "next doubt" in text(layout.footer(state, 80))
    assert "it is right" in text(layout.footer(press(state, "n"), 80))
    assert "hold to record" in text(layout.footer(press(state, "space"), 80))
    assert "type it" in text(layout.footer(press(state, "up"), 80))
    assert "? keys" in text(layout.footer(press(state, "n"), 40))


def test_wide_letters_take_two_columns_and_escapes_none() -> None:
    assert width("日本") == 4
    assert fit("日本語", 5) == "日本 "
    assert width("\x1b[31mred\x07") == 3


def test_the_ruler_has_seconds_and_frames() -> None:
    shown = drawn(begin())
    assert "0:00" in shown["time"]
    assert "╵70" in shown["frames"]


def test_the_letter_that_would_fit_best_is_suggested() -> None:
    state = begin()
    sheet, count = state.footage.sheet, 300
    instead = np.full(count, LETTERS.index("F"), np.uint8)
    nothing = np.zeros(count, np.uint8)
    chance = np.full(count, 0.5, np.float32)
    sheet = replace(sheet, doubt=Doubt(chance, chance, nothing, instead, nothing, nothing))
    state = press(replace(state, footage=replace(state.footage, sheet=sheet, doubt=chance)), "n")
    told = " ".join(text(line) for line in layout.side(state, 60, 12))
    assert "Perhaps  F  small ring?" in told


def test_a_long_title_leaves_room_for_what_is_saved() -> None:
    state = begin()
    state = press(replace(state, footage=replace(state.footage, title="A title " * 30)), "n", "e")
    told = text(layout.head(state, 100))
    assert "1 edit, not saved" in told
    assert "…" in told


def test_where_nothing_is_in_doubt_the_hint_says_so() -> None:
    told = " ".join(text(line) for line in layout.side(begin(places=()), 70, 12))
    assert "from mouth to mouth" in told
    assert "N jumps" not in told
