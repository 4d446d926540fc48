"""Shots that a script asks for."""

from __future__ import annotations

import pytest

from avatar.scene.camera import SHOTS, list_cuts, view_at
from avatar.show.camera import plan_shots
from avatar.show.cues import Insert, Laugh, Say, Shot, TitleCard
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.show.shots import WORDS, read_line, read_wish
from avatar.show.speaking import keep_silent
from avatar.show.timing import is_punch
from tests.show.plays import perform_whole


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


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('INSERT - A LETTER: "I KNOW"', Insert(10, "letter:I KNOW")),
        ("INSERT: THE TELEPHONE", Insert(10, "phone")),
        ('INSERT: A SCREEN "3 MISSED CALLS"', TitleCard(10, "3 MISSED CALLS")),
        ("INSERT: THE CLOCK", None),
    ],
)
def test_an_insert_shows_a_thing_or_a_card_or_is_told(written: str, found: Insert | TitleCard | None) -> None:
    show = direct(parse(f"Title: T\nCast: MAX = max\n\nINT. CLUB - DAY\n\nMAX\nHello.\n\n\n{written}\n\nMAX\nYes.\n"))
    cues = [cue for cue in show.cues if isinstance(cue, Insert | TitleCard)]
    told = [problem.what for problem in show.problems]
    assert cues == ([found] if found else [])
    assert told == ([] if found else ["There is no picture of this"])


def test_an_insert_is_a_shot_and_then_we_are_back() -> None:
    text = "MAX\nI have thought about it all summer.\n\nINSERT: A KEY\n\n[[laugh: 2]]\n\nBEA\nAnd so have I, all night."
    show = direct(parse(f"Title: T\nCast: MAX = max; BEA = bea\n\nINT. CLUB - DAY\n\nBEA\nWell?\n\n{text}\n"))
    plan = plan_shots(show, "calm")
    place = next(at for at, shot in enumerate(plan) if shot.shot == "insert")
    assert plan[place].name == "insert key"
    assert plan[place + 1].row == "back"
    assert plan[place + 1][2:5] == plan[place - 1][2:5]
    scene = perform_whole(show, keep_silent, camera="calm")
    inserted = next(cut for cut in list_cuts(scene) if cut.shot == "insert")
    view = view_at(scene, inserted.start + 0.5)
    assert (view.thing, view.shown) == ("key", ())
    assert view_at(scene, inserted.start + 2.5).thing == ""
    assert not [cue for cue in perform_whole(show, keep_silent).entries if getattr(cue.what, "kind", "") == "camera"]


def test_a_montage_is_a_series_of_pictures() -> None:
    body = """MONTAGE - BUYING CHAIRS

- Max waves.
- Bea nods.

A) The chairs are delivered.
B) A huge cake.
3. Max and Bea bow.

END OF MONTAGE

Max waves."""
    show = direct(
        parse(f"Title: T\nCast: MAX = max; BEA = bea\n\nINT. CLUB - DAY\n\nMAX\nSo.\n\n{body}\n\nBEA\nYes.\n")
    )
    pictures = [cue for cue in show.cues if isinstance(cue, Shot | Insert | TitleCard)]
    assert show.problems == ()
    assert [(type(cue).__name__, getattr(cue, "name", ""), getattr(cue, "text", "")) for cue in pictures] == [
        ("TitleCard", "", "BUYING CHAIRS"),
        ("Shot", "medium", ""),
        ("Shot", "close", ""),
        ("TitleCard", "", "The chairs are delivered."),
        ("Insert", "", ""),
        ("Shot", "two BEA", ""),
        ("Shot", "auto", ""),
    ]
    rows = [(shot.shot, shot.row) for shot in plan_shots(show, "calm")]
    assert [row for row in rows if row[1] in ("montage", "insert")] == [
        ("medium", "montage"), ("close", "montage"), ("insert", "insert"), ("two", "montage")
    ]  # fmt: skip


def test_what_a_montage_cannot_show_is_told() -> None:
    words = " ".join(["The chairs are carried up the stairs by men"] * 3)
    show = direct(
        parse(f"Title: T\nCast: MAX = max\n\nINT. CLUB - DAY\n\nSERIES OF SHOTS:\n\n- {words}.\n\nMAX\nSo.\n")
    )
    assert [each.what for each in show.problems] == ["There is no picture of this in a montage"]
