"""Shots that a script asks for."""

from __future__ import annotations

import pytest

from avatar.scene.camera import SHOTS
from avatar.show.cues import Laugh, Say, Shot
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.show.shots import WORDS, read_line, read_wish
from avatar.show.timing import is_punch


def _cues(body: str) -> tuple[list[Shot], list[str]]:
    show = direct(
        parse(f"Title: T\nCast: MAX = max; BEA = bea\n\nINT. CLUB - DAY\n\n{body}\n\nMAX\nHello.\n\nBEA\nYes.\n")
    )
    return [cue for cue in show.cues if isinstance(cue, Shot)], [problem.what for problem in show.problems]


@pytest.mark.parametrize(
    ("written", "name", "who"),
    [
        ("[[camera: close BEA]]", "close", "BEA"),
        ("[[camera: wide]]", "wide", ""),
        ("[[camera: over the shoulder, Max]]", "over", "MAX"),
        ("[[camera: slow push on Bea]]", "push", "BEA"),
        ("[[camera: two Max and Bea]]", "two BEA", "MAX"),
        ("[[camera: hold]]", "hold", ""),
        ("CLOSE ON: MAX", "close", "MAX"),
        ("CLOSE ON MAX", "close", "MAX"),
        ("CLOSE UP - BEA", "close", "BEA"),
        ("WIDE ON:", "wide", ""),
        ("ANGLE ON: BEA", "medium", "BEA"),
        ("BACK TO SCENE", "auto", ""),
    ],
)
def test_a_script_asks_for_a_shot(written: str, name: str, who: str) -> None:
    found, problems = _cues(written)
    assert [(shot.name, shot.who) for shot in found] == [(name, who)]
    assert problems == []


@pytest.mark.parametrize("written", ["[[camera: clse BEA]]", "[[camera: close ZOE]]", "CLOSE ON: THE CLOCK"])
def test_what_the_camera_can_t_do_is_told(written: str) -> None:
    found, problems = _cues(written)
    assert found == []
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["On we go.", "CLOSE THE DOOR!", "ALL RISE.", "The two of them.", "ON YOUR MARKS"])
def test_other_lines_are_no_shots(text: str) -> None:
    assert read_line(text) is None


def test_every_word_is_a_shot() -> None:
    for words, name in WORDS.items():
        assert name in SHOTS or name in ("hold", "auto")
        wish = read_wish(f"{words} BEA")
        assert wish is not None
        assert (wish.name, wish.who) == (name, "BEA")


def test_a_wish_for_the_camera_changes_no_timing() -> None:
    show = direct(parse("MAX\nFunny.\n\n[[camera: wide]]\n\n[[laugh: 3]]\n"))
    said = next(index for index, cue in enumerate(show.cues) if isinstance(cue, Say))
    assert any(isinstance(cue, Laugh) for cue in show.cues)
    assert is_punch(show.cues, said)
