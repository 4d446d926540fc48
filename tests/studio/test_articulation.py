"""Figures that a frozen, a flickering or a mumbling mouth can't win."""

from __future__ import annotations

import math

import pytest

from avatar.lipsync.shapes import MouthCue
from avatar.studio import scores
from avatar.types import Timed


def timed(line: str) -> list[tuple[float, float, str]]:
    """`what:seconds` one after the other; `_` is silence."""
    found: list[tuple[float, float, str]] = []
    for part in line.split():
        what, seconds = part.split(":")
        start = found[-1][1] if found else 0.0
        found.append((start, start + float(seconds), what))
    return found


def figures(said: str, drawn: str) -> dict[str, float]:
    phones = [Timed(start, end, "" if what == "_" else what) for start, end, what in timed(said)]
    return scores.score(phones, [MouthCue(*cue) for cue in timed(drawn)]).figures()


SAID = "_:.3 b:.1 uː:.2 f:.1 ɑː:.2 l:.1 ɛ:.2 t:.1 _:.4"
GOOD = "X:.3 A:.1 F:.2 G:.1 D:.2 H:.1 C:.2 B:.1 X:.4"


def test_a_mouth_that_shows_every_sound_has_all_its_letters() -> None:
    found = figures(SAID, GOOD)
    assert {name: found[f"shape {name}"] for name in "AGFDHCB"} == pytest.approx(dict.fromkeys("AGFDHCB", 1.0))
    assert found["shapes"] == pytest.approx(1.0)
    assert found["held"] == found["overhang"] == found["false closures a minute"] == 0.0
    assert found["moves a second"] == pytest.approx(7 / 1.0)


def test_one_letter_for_all_speech_is_acceptable_and_yet_no_articulation() -> None:
    found = figures(SAID, "X:.3 E:1.0 X:.4")
    assert found["acceptable"] > 0.6
    assert found["shapes"] == 0.0
    assert found["held"] == 1.0
    assert found["moves a second"] == pytest.approx(1.0)
    assert found["longest still s"] == pytest.approx(1.0)


def test_a_letter_that_is_shown_where_nothing_asks_for_it_loses_precision() -> None:
    """Of two drawings of D one lies beside its sound: recall 1, precision .5."""
    found = figures("_:.3 ɑː:.3 t:.2 iː:.4 _:.3", "X:.3 D:.3 B:.3 D:.3 X:.3")
    assert found["shape D"] == pytest.approx(2 / 3)


def test_a_sound_that_is_too_short_to_be_drawn_is_not_asked_for() -> None:
    assert figures("ɑː:.3 f:.05 ɑː:.3", "D:.65")["shapes"] == 1.0
    assert figures("ɑː:.3 f:.07 ɑː:.3", "D:.67")["shapes"] == 0.5


def test_a_long_letter_has_to_lie_in_its_sounds_for_half_of_its_time() -> None:
    said = "ɑː:.2 t:.2 s:.6 ɑː:.1"
    assert figures(said, "D:.7 B:.3 D:.1")["shape D"] == pytest.approx(2 / 3), "one of two drawings counts"
    assert figures(said, "D:.3 B:.7 D:.1")["shape D"] == 1.0


@pytest.mark.parametrize(("letter", "held"), [("E:.4", 0.0), ("E:.5", 0.5)])
def test_what_stands_for_over_four_tenths_of_a_second_is_held(letter: str, held: float) -> None:
    rest = 1.0 - float(letter.split(":")[1])
    parts = " ".join(f"F:{rest / 5:.3f}" if number % 2 else f"C:{rest / 5:.3f}" for number in range(5))
    assert figures("ɑː:1.0", f"{letter} {parts}")["held"] == pytest.approx(held, abs=0.01)


def test_what_lies_in_a_pause_is_no_move() -> None:
    found = figures("ɑː:.5 _:.5", "D:.25 E:.25 B:.25 A:.25")
    assert found["moves a second"] == pytest.approx(2 / 0.5)


def test_lips_that_shut_where_nothing_shuts_them_are_counted() -> None:
    said = "ɑː:.5 m:.1 ɑː:.4 _:.5"
    assert figures(said, "D:.5 A:.1 D:.4 A:.5")["false closures a minute"] == 0.0
    assert figures(said, "D:.2 A:.1 D:.2 A:.1 D:.4 X:.5")["false closures a minute"] == pytest.approx(60.0)


@pytest.mark.parametrize(("late", "share"), [(0.09, 0.0), (0.12, 1.0)])
def test_lips_that_stay_shut_far_into_the_vowel_hang_over(late: float, share: float) -> None:
    drawn = f"X:.3 A:{0.1 + late} D:{0.4 - late:.2f} X:.3"
    assert figures("_:.3 m:.1 ɑː:.4 _:.3", drawn)["overhang"] == share
    assert figures("_:.3 m:.1 ɑː:.4 _:.3", f"X:.33 A:{0.07 + late:.2f} D:{0.4 - late:.2f} X:.3")["overhang"] == share
    assert math.isnan(figures("_:.3 m:.3 _:.3", "X:.3 A:.3 X:.3")["overhang"]), "no vowel is there to be missed"


def test_counts_of_several_utterances_are_one_mouths() -> None:
    one = scores.score([Timed(0.0, 1.0, "ɑː")], [MouthCue(0.0, 1.0, "D")])
    two = scores.score(
        [Timed(0.0, 1.0, "ɑː")], [MouthCue(0.0, 0.4, "D"), MouthCue(0.4, 0.8, "E"), MouthCue(0.8, 1.0, "A")]
    )
    one.plus(two)
    found = one.figures()
    assert found["held"] == pytest.approx(0.5)
    assert found["moves a second"] == pytest.approx(4 / 2)
    assert found["false closures a minute"] == pytest.approx(30.0)
    assert found["longest still s"] == 1.0


def test_where_nothing_is_said_nothing_is_told_of_movement() -> None:
    found = figures("_:1.0", "X:1.0")
    assert not {"held", "moves a second", "false closures a minute"} & found.keys()
    assert found["rest"] == 1.0
