"""What the editor's screen shows of a state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.editing import layout, machine, rows, sounds, tracks
from avatar.editing.cells import Line, fit, length, width
from avatar.editing.state import Lifted, Pressed, State
from avatar.lipsync import phoneset
from avatar.lipsync.doubting import NO_TEXT, Doubt
from avatar.lipsync.shown import LETTERS
from avatar.types import Clip, Timed
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


def test_no_sound_is_read_to_draw_what_nobody_edited() -> None:
    state = begin()

    def unheard(start: float, end: float) -> Clip:
        raise AssertionError(f"the sound from {start} to {end} was read")

    silent = replace(state, footage=replace(state.footage, sound=unheard))
    assert drawn(silent) == drawn(state)


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


@pytest.mark.parametrize(
    ("t", "step", "shown"),
    [(0.0, 1.0, "0:00"), (59.96, 0.01, "0:59.96"), (3599.0, 1.0, "59:59"), (5400.0, 0.1, "1:30:00.0"),
     (37_000.25, 0.01, "10:16:40.25")],
)  # fmt: skip
def test_a_clock_has_hours_where_there_are_any(t: float, step: float, shown: str) -> None:
    assert rows.clock(t, step) == shown


def test_labels_of_hours_do_not_run_into_each_other() -> None:
    state = begin()
    view = state.view._replace(start=5395.0, cell=0.1, columns=90)
    row = text(rows.draw(replace(state, view=view), rows.Row("time"), 102))
    assert "╵1:30:00 " in row
    assert all(each.startswith("1:") for each in row.split("╵")[1:])


def doubted(state: State, *, instead: str, heard: str, said: str = "") -> State:
    """A state in which everything is in doubt in the same way."""
    count = 300
    chance = np.full(count, 0.5, np.float32)
    classes = [phoneset.INDEX[each] if each else NO_TEXT for each in (said, heard)]
    said_row, heard_row = (np.full(count, each, np.uint8) for each in classes)
    doubt = Doubt(chance, chance, np.zeros(count, np.uint8), np.full(count, LETTERS.index(instead), np.uint8),
                  said_row, heard_row)  # fmt: skip
    footage = replace(state.footage, sheet=replace(state.footage.sheet, doubt=doubt), doubt=chance)
    return replace(state, footage=footage)


def side(state: State, columns: int = 60, lines: int = 12) -> str:
    return " ".join(text(line) for line in layout.side(state, columns, lines))


def test_the_letter_that_would_fit_best_is_suggested() -> None:
    assert "Perhaps  F  small ring?" in side(press(doubted(begin(), instead="F", heard="uw"), "n"))


@pytest.mark.parametrize(("instead", "heard"), [("A", "b"), ("A", "sil"), ("X", "sil")])
def test_where_the_sound_tells_of_no_speech_the_text_is_asked(instead: str, heard: str) -> None:
    assert "Perhaps  E  rounded?" in side(press(doubted(begin(), instead=instead, heard=heard, said="uh"), "n"))


def test_a_sound_that_the_text_has_just_beside_is_a_matter_of_when() -> None:
    state = doubted(begin(places=(Timed(2.15, 2.45, "text says i, sound says b"),)), instead="A", heard="b", said="iy")
    doubt = state.footage.sheet.doubt
    assert doubt is not None
    doubt.worth[220] = 1.0
    doubt.said[:218] = phoneset.INDEX["b"]
    doubt.drawn[:] = LETTERS.index("E")
    told = side(press(state, "n"))
    assert "Perhaps earlier or later" in told
    assert "Perhaps  A" not in told


def test_nothing_is_suggested_for_a_mouth_that_was_set_or_for_another() -> None:
    state = press(doubted(begin(), instead="F", heard="uw"), "n")
    assert "Perhaps" not in side(press(state, "c"))
    beside = press(state, *["right"] * 14)
    assert "Is it right" not in side(beside)
    assert "Perhaps" not in side(beside)


def test_a_place_is_asked_about_on_its_own_mouth_alone() -> None:
    state = press(begin(), "n")
    assert "Is it right? B or C" in side(state)
    assert "Is it right" not in side(press(state, "home"))
    done = press(state, "c")
    assert "Looked at" in side(done)
    assert "Looked at" not in side(press(done, "home"))


def test_the_sound_at_the_playhead_is_told_in_words() -> None:
    assert "uː as in too: F" in side(at(begin(), 0.8))
    assert "oʊ as in go: E then F" in side(at(begin(), 2.7))


def test_every_sound_but_silence_has_a_word() -> None:
    assert set(sounds.EXAMPLES) == set(phoneset.CLASSES) - {"sil"}
    assert sounds.tell("ʊ") == "ʊ as in book: E"
    assert sounds.tell("") == ""


def test_a_low_screen_has_the_letters_in_a_line() -> None:
    told = [text(line) for line in layout.side(begin(), 33, 8)]
    assert len(told) == 8
    assert "Ap Bs Ceh Dah Eoh Foo Gf Hl X" in told[-1]


def test_a_long_title_leaves_room_for_what_is_saved() -> None:
    state = begin()
    state = press(replace(state, footage=replace(state.footage, title="A title " * 30)), "n", "e")
    told = text(layout.head(state, 100))
    assert "1 edit, not saved" in told
    assert "…" in told


def test_a_narrow_head_says_where_one_is_and_whether_it_is_saved_before_all_else() -> None:
    told = text(layout.head(press(begin(), "n", "e"), 40))
    assert "1 edit, not saved" in told
    assert "0:02" in told
    assert "of 0:03" in text(layout.head(press(begin(), "n", "e"), 60))


def test_where_nothing_is_in_doubt_the_hint_says_so() -> None:
    told = " ".join(text(line) for line in layout.side(begin(places=()), 70, 12))
    assert "from mouth to mouth" in told
    assert "N jumps" not in told
