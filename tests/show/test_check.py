"""`avatar show check`: for people, for programs, and for files that nobody should have given it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avatar.cli import main


def check(tmp_path: Path, text: str | bytes, *more: str) -> int:
    file = tmp_path / "try.fountain"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["show", "check", str(file), *more])


def test_a_clean_show_ends_with_0_and_says_how_long_each_part_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, "Title: Two\n\n# One\n\nMAX\nHello there.\n\n# Two\n\nBEA\nGood night to you.\n") == 0
    printed = capsys.readouterr().out
    assert "Every line was understood" in printed
    assert [line.split()[-1] for line in printed.splitlines() if line.startswith("  0:")] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("MAX\n(xyzzy)\nHello.\n", 0),  # a word that is not known spoils nothing
        ("MAX\nHello.\n\n[[sfx: xyzzy]]\n", 0),
        ("Cast: MAX = nobody\n\nMAX\nHello.\n", 1),
        ("Cast: MAX = ../max\n\nMAX\nHello.\n", 1),
        ("Cast: MAX = max\n\nBEA\nHello.\n", 1),
        ("", 1),
        ("Once upon a time.\n", 1),
        (bytes(range(256)), 1),
    ],
)
def test_the_status_says_whether_it_can_be_performed(
    tmp_path: Path, text: str | bytes, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, text) == status
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert told.out + told.err


def test_programs_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, "# One\n\nMAX\n(xyzzy)\nHello there, how are you?\n", "--json") == 0
    (show,) = json.loads(capsys.readouterr().out)
    assert [(problem["line"], problem["grave"]) for problem in show["problems"]] == [(4, False)]
    assert show["cast"] == [{"role": "MAX", "character": "max", "voice": ""}]
    assert show["parts"][0]["name"] == "One"
    assert 1.0 < show["seconds"] < 6.0


def test_a_bigger_house_makes_a_longer_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "MAX\nHello there.\n\n" + "[[laugh: 4]]\n\nMAX\nAgain.\n\n" * 5
    lasts = []
    for house in ("none", "theatre"):
        check(tmp_path, text, "--json", "--audience", house)
        lasts.append(json.loads(capsys.readouterr().out)[0]["seconds"])
    assert lasts[1] > lasts[0] + 10


def test_nothing_in_a_script_acts_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "Title: \x1b]0;owned\x07T\u202eitle\nCast: \x1b[31mMAX = \x1b[2Jnobody\n\n"
    check(tmp_path, page + "MAX\x1b[5m\n(\x1b[31mxyzzy\u202e)\nHi.\n")
    told = capsys.readouterr()
    assert not {"\x1b", "\x07", "\u202e"} & set(told.out + told.err)


def test_several_shows_at_once_and_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "check", "waist-up", "the-goodbye-helpline"]) == 0
    printed = capsys.readouterr().out
    assert "Waist Up" in printed
    assert "The Goodbye Helpline" in printed
    assert main(["show", "check", "waist-up", "waist-upp"]) == 1
    assert "waist-up" in capsys.readouterr().err
