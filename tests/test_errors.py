"""What an error says, to whoever reads it."""

from __future__ import annotations

from pathlib import Path

from avatar.errors import AvatarError


def test_a_name_with_a_line_end_stays_in_the_line_of_its_message() -> None:
    error = AvatarError("There is no such file", where=Path("a\nb\x1b[31m"), remedy="Check the name.")
    assert str(error) == r"There is no such file (a\nb\x1b[31m). Check the name."
    assert error.where == "a\nb\x1b[31m"


def test_a_name_in_any_script_is_shown_as_it_is() -> None:
    assert str(AvatarError("There is no such file", where="ü 猫.wav")) == "There is no such file (ü 猫.wav)."
