"""A reply read while it arrives, and its directions looked for in one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from avatar.text.reading import ReplyReader, clauses
from avatar.text.vocabulary import EVERYBODYS, Vocabulary, Wording

PACKAGE = Path(__file__).parents[2] / "avatar"

REPLY = (
    "[smile] Well, hello there! I have *never* (beat) seen such a thing in my life. *laughs softly* Have you? "
    "`[smile]` is how one writes it. [salute] Aye! 👋\n\nThat is all (for now), I think."
)
SALUTES = Vocabulary((*EVERYBODYS, Wording("gesture", "salute", "salutes")))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_how_a_reply_is_chopped_makes_no_difference(size: int) -> None:
    whole = ReplyReader(SALUTES)
    reader = ReplyReader(SALUTES)
    read = [each for at in range(0, len(REPLY), size) for each in reader.feed(REPLY[at : at + size])] + reader.flush()
    assert read == whole.feed(REPLY) + whole.flush()
    assert [mark.name for each in read for _, mark in each.marks] == ["smile", "laugh", "salute", "wave"]
    assert [pause.seconds for each in read for pause in each.pauses] == [0.6]
    assert "salute" not in "".join(each.shown for each in read)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_what_is_shown_only_grows_and_never_shows_a_direction_that_is_still_arriving(size: int) -> None:
    reader = ReplyReader(SALUTES)
    done = ""
    shown = [""]
    for at in range(0, len(REPLY), size):
        done += "".join(each.shown for each in reader.feed(REPLY[at : at + size]))
        shown.append(done + reader.coming)
    done += "".join(each.shown for each in reader.flush())
    assert not any(sign in each for each in shown for sign in ("[salu", "(bea", "*laugh"))
    assert [each for each in shown if not done.startswith(each)] == []
    assert reader.coming == ""


def test_a_finished_text_is_read_clause_by_clause() -> None:
    read = clauses("[wave] Good evening to all of you. [salute] It is late, my friends.", SALUTES)
    assert [each.shown.strip() for each in read] == ["Good evening to all of you.", "It is late, my friends."]
    assert [[mark.name for _, mark in each.marks] for each in read] == [["wave"], ["salute"]]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_manner_begins_at_its_place_however_the_reply_is_chopped(size: int) -> None:
    reply = (
        "Then, all of a sudden, it came near. It whispered: [whispers] I love you [normal], and went. "
        "[slowly] Now all is still."
    )
    reader = ReplyReader()
    read = [each for at in range(0, len(reply), size) for each in reader.feed(reply[at : at + size])] + reader.flush()
    manners = [(each.shown[tone.at :].split()[0], tone.name) for each in read for tone in each.tones]
    assert manners == [("I", "whisper"), ("and", "normal"), ("Now", "slow")]


def test_a_clause_of_a_direction_alone_is_not_empty() -> None:
    (alone,) = clauses("[wave]")
    assert (alone.shown, alone.empty) == ("", False)
    assert clauses(" \n")[0].empty


@pytest.mark.parametrize("package", ["performer", "conversation", "session", "stage", "speech", "ui", "kiosk", "film"])
def test_who_gets_a_clause_takes_no_look_for_directions_of_its_own(package: str) -> None:
    """They know what a Marked is, and nothing else of directions."""
    for file in sorted((PACKAGE / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "avatar.text":
                assert "directions" not in {each.name for each in node.names}, file
            if isinstance(node, ast.ImportFrom) and node.module == "avatar.text.directions":
                assert {each.name for each in node.names} <= {"Marked", "Placed", "Pause"}, file


NARRATED = (
    '*The rain hammers on the roof. Mira sets down her lantern, and looks up.* Oh! A visitor. *Her tail flicks.* "Come '
    'in." This is *really* good. 2 * 3 is 6.'
)


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_sentences_of_narration_are_clauses_that_nobody_says(size: int) -> None:
    reader = ReplyReader()
    found = [clause for at in range(0, len(NARRATED), size) for clause in reader.feed(NARRATED[at : at + size])]
    found += reader.flush()
    assert "".join(clause.shown for clause in found) == NARRATED
    said = " ".join(clause.spoken for clause in found if clause.spoken)
    assert said == 'Oh! A visitor. "Come in." This is *really* good. 2 * 3 is 6.'


def test_code_is_no_narration() -> None:
    text = "```\n*She goes. Off.*\n``` done"
    assert [clause.silent for clause in clauses(text)] == [()]
