"""Questions of a character's own world of which nothing is written: what it makes up."""

from __future__ import annotations

import pytest

from avatar.brain.counsels import find_counsel
from avatar.brain.indirect import tell_indirectly
from avatar.brain.rive import PersonaScript
from avatar.brain.tales import find_tales
from tests.brain.test_persona import JUNO, Chat

CHARACTERS = JUNO.parent
KINDS = "whether who when where long many often colour old kind"
FORMS = "decide words person method problem verdict outcome gift food read occupy name calm more"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("has it come off the sign", "whether"),
        ("who is he playing against", "who"),
        ("how long has the desk been there", "long"),
        ("how many of them are there", "many"),
        ("what colour is the barge", "colour"),
        ("where did the glove go", "where"),
    ],
)
def test_a_question_of_its_world_has_a_kind_of_tale(asked: str, kind: str) -> None:
    found = tell_indirectly(asked)
    assert found is not None
    assert next(find_tales(found)) == kind


@pytest.mark.parametrize(
    "asked",
    [
        "what would you do if somebody kept a yoghurt for you",
        "is there anything that you dislike",
        "do you like onions",
        "what was the committee fighting about",
        "what is the hat stand's name",
        "when nobody is in",
    ],
)
def test_what_might_be_anything_has_no_tale(asked: str) -> None:
    found = tell_indirectly(asked)
    assert found is None or list(find_tales(found)) == []


@pytest.mark.parametrize("who", ["juno", "fern", "knox"])
def test_every_kind_has_lines_that_name_nothing_of_the_question(who: str) -> None:
    script = PersonaScript.load(CHARACTERS / who / "persona", seed=1)
    for cue in (*(f"=tale {kind}" for kind in KINDS.split()), *(f"=counsel {form}" for form in FORMS.split())):
        assert len(script.cards(cue)) >= 5, cue
        assert not any("<bot" in card for card in script.cards(cue)), cue


def test_who_where_and_whether_of_its_own_world_is_made_up() -> None:
    chat = Chat(CHARACTERS / "fern", seed=3)
    chat.say("hello, I'm Theo")
    chat.say("may I have a cup of tea in there?")
    for asked, cue in (("did they find the handle?", "=tale whether"), ("where did they find it?", "=tale where")):
        chat.say(asked)
        assert chat.matched == cue, asked


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        ("should i ring her", "decide"),
        ("do i go to the party", "decide"),
        ("is it worth seeing a chiropractor", "decide"),
        ("what should i say to alf about the pumpkins", "words"),
        ("is that too much", "verdict"),
        ("do you think it is silly", "verdict"),
        ("will it be all right", "outcome"),
        ("what should i bring my gran as a present", "gift"),
        ("what can i do with two kids on a rainy saturday", "occupy"),
        ("what would you do about my boss", "person"),
        ("how do you revise when you hate it", "method"),
        ("got any tips for getting to sleep", "calm"),
        ("like what", "more"),
        ("what should i do", "problem"),
    ],
)
def test_advice_is_wanted_in_a_form(asked: str, form: str) -> None:
    assert find_counsel(asked) == form


def test_whether_it_has_somebody_in_its_own_house_is_asked_of_its_own_world() -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.say("hi, I'm Moira")
    assert "moth" in chat.say("Do you have any pets in your window?")


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("juno", "what do you do for fun apart from insulting people"),
        ("knox", "If you had to choose, Knox, would you be back on the stage tomorrow, or have your quiet life?"),
    ],
)
def test_nobody_is_advised_who_asks_of_the_character(who: str, text: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("hi, I'm Moira")
    chat.say(text)
    cue = chat.brain._talk._hearer.last.cue  # type: ignore[union-attr]
    assert not cue.startswith(("=counsel", "=calls advice", "=calls choice"))
