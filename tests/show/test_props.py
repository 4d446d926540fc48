"""Things in hands, from the words of scripts to who holds what when."""

from __future__ import annotations

import pytest

from avatar.character.holding import THINGS
from avatar.scene.staging import arrange
from avatar.show import props
from avatar.show.cues import Act, Say
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from avatar.types import Mark, Scene
from tests.show.plays import perform_whole

HEAD = "Cast:\n    MAX = max\n    BEA = bea\n\nINT. OFFICE - DAY\n\n"


def held(text: str) -> list[tuple[str, str]]:
    """Who holds what, in order."""
    found: list[tuple[str, str]] = []
    for cue in direct(parse(HEAD + text)).cues:
        if isinstance(cue, Act) and cue.mark.kind == "prop":
            found.append((cue.who, cue.mark.name))
        elif isinstance(cue, Say):
            found += [(cue.who, spot.mark.name) for spot in cue.marks if spot.mark.kind == "prop"]
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Max picks up the phone.", [("MAX", "phone")]),
        ("Max answers the telephone.", [("MAX", "phone")]),
        ("Max hangs up.", [("MAX", "")]),
        ("Bea puts the cup down.", [("BEA", "")]),
        ("Bea puts down her tea.", [("BEA", "")]),
        ('Max holds up a sign that says "THE END".', [("MAX", "sign:THE END")]),
        ("Max gives Bea the letter.", [("MAX", ""), ("BEA", "letter")]),
        ("Max hands the key to Bea.", [("MAX", ""), ("BEA", "key")]),
        ("Bea pulls out a huge red umbrella.", [("BEA", "umbrella")]),
        ("Max takes the cup and bows.", [("MAX", "cup")]),
        ("Max puts on a brave face.", []),
        ("Max takes a bow.", []),
        ("Max points at the book.", []),
        ("Bea doesn't pick up the phone.", []),
        ("MAX\n(on the phone)\nHello.", [("MAX", "phone")]),
        ("MAX\n(picks up spoon)\nHello.", [("MAX", "spoon")]),
        ("MAX\n(smiling, holding up a book)\nHello.", [("MAX", "book")]),
        ("[[prop: phone, MAX]]", [("MAX", "phone")]),
        ("[[prop: none, bea]]", [("BEA", "")]),
        ('[[prop: sign "OUT OF ORDER", MAX]]', [("MAX", "sign:OUT OF ORDER")]),
    ],
)
def test_words_put_things_into_hands(text: str, wanted: list[tuple[str, str]]) -> None:
    assert held(f"{text}\n\nMAX\nWell.\n\nBEA\nWell.\n") == wanted


def test_every_thing_has_words_and_every_word_a_thing() -> None:
    assert set(props.WORDS) == set(THINGS)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("[[prop: fone, MAX]]", "There is no such thing as 'fone, MAX'"),
        ("[[prop: phone]]", "This note doesn't say in whose hand"),
        ("[[prop: phone, GUS]]", "Nobody is called GUS"),
    ],
)
def test_what_is_not_understood_is_told(note: str, told: str) -> None:
    problems = direct(parse(f"{HEAD}{note}\n\nMAX\nWell.\n\nBEA\nWell.\n")).problems
    assert [each.what for each in problems] == [told]


def performed(text: str) -> Scene:
    return perform_whole(direct(parse(HEAD + text)), keep_silent)


def test_a_hand_keeps_a_thing_until_the_scene_is_over() -> None:
    scene = performed("Max picks up the phone.\n\nMAX\nHello?\n\nINT. KITCHEN - LATER\n\nMAX\nWell.\n")
    marks = [
        (entry.start, entry.what.name)
        for entry in scene.entries
        if isinstance(entry.what, Mark) and entry.what.kind == "prop"
    ]
    assert [name for _, name in marks] == ["phone", ""]
    assert arrange(scene, marks[1][0] + 0.01).set == "kitchen"


def test_a_full_hand_makes_no_gesture_of_its_own_accord() -> None:
    scene = performed("Max picks up the phone.\n\nMAX\nYou. It was meant for you. Step two is this one. Wait, wait.\n")
    named = [
        mark.name for entry in scene.of("MAX") for mark in getattr(entry.what, "marks", ()) if mark.kind == "gesture"
    ]
    assert not {"point", "count", "stop", "present", "me", "one"} & set(named)
