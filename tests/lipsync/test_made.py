"""Letters drawn for phones whose times are known."""

from __future__ import annotations

import pytest

from avatar.lipsync.coarticulate import Stops
from avatar.lipsync.formats import rhubarb
from avatar.lipsync.made import Made, lettered, of_phones
from avatar.types import Rung, Timed

_SAID = (
    Timed(0.3, 0.5, "ɑː"), Timed(0.5, 0.6, "p"), Timed(0.6, 0.8, "ɑː"), Timed(0.8, 0.9, "f"), Timed(0.9, 1.2, "uː"),
)  # fmt: skip


def _letters(made: Made) -> str:
    """A letter for each hundredth of a second."""
    out = ""
    for cue in rhubarb.letters(made.track):
        out = out.ljust(round(cue.start * 100), "?") + cue.value * round((cue.end - cue.start) * 100)
    return out


def test_each_sound_has_its_letter_from_its_start_to_its_end() -> None:
    said = _letters(lettered(of_phones(Rung.VOICE, _SAID, (), 1.5)))
    assert said[10] == said[25] == said[130] == "X"
    assert said[35:48] == "D" * 13
    assert said[50:60] == "A" * 10
    assert said[80:90] == "G" * 10
    assert said[95:115] == "F" * 20


@pytest.mark.parametrize(("stops", "shut"), [("span", 50), ("burst", 46)])
def test_lips_shut_before_a_burst(stops: Stops, shut: int) -> None:
    assert _letters(lettered(of_phones(Rung.VOICE, _SAID, (), 1.5, stops), stops)).index("A") == shut


def test_a_hole_between_phones_is_a_rest_and_a_tiny_one_is_not() -> None:
    far = (Timed(0.1, 0.4, "ɑ"), Timed(0.7, 1.0, "ɑ"))
    near = (Timed(0.1, 0.4, "ɑ"), Timed(0.44, 1.0, "ɑ"))
    assert _letters(lettered(of_phones(Rung.VOICE, far, (), 1.1)))[45:65] == "X" * 20
    assert "X" not in _letters(lettered(of_phones(Rung.VOICE, near, (), 1.1)))[15:95]


@pytest.mark.parametrize("phones", [(), (Timed(0.0, 0.2, "?"),), (Timed(0.9, 5.0, "m"),), (Timed(0.5, 0.5, "p"),)])
def test_odd_phones_give_letters_for_all_of_the_sound(phones: tuple[Timed, ...]) -> None:
    assert len(_letters(lettered(of_phones(Rung.VOICE, phones, (), 1.0)))) == 100
