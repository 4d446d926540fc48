"""A question of which there is no line is answered all the same: that it never did, can't, or doesn't know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.brain.indirect import tell_indirectly
from avatar.brain.verbs import put_in_past, put_in_third
from tests.brain.test_intents import own
from tests.brain.test_persona import Chat, persona

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("who built the window", "who built the window"),
        ("so how far is lisbon from leeds", "how far lisbon is from leeds"),
        ("would it hurt", "whether it would hurt"),
        ("do you know what a spaniel is", "what a spaniel is"),
        ("who is on the other end of your strings", "who is on the other end of my strings"),
        ("what is the worst show you ever did", "what the worst show I ever did is"),
        ("how did you lose your tail", "how I lost my tail"),
        ("does the old hedgehog read books", "whether the old hedgehog reads books"),
        ("what does my daughter love", "what your daughter loves"),
        ("where am i moving to", "where you are moving to"),
        ("in which year were you made", "in which year I was made"),
        ("why do not you leave", "why I do not leave"),
        ("who had it", "who had it"),
        ("why a library", ""),
        ("can a phone call be undone", "whether a phone call can be undone"),
        ("which mouse is the cleverest", "which mouse is the cleverest"),
        ("what colour is the door", "what colour the door is"),
    ],
)
def test_a_question_is_turned_round(asked: str, clause: str) -> None:
    found = tell_indirectly(asked)
    assert found is not None
    assert found.clause == clause


@pytest.mark.parametrize(
    ("asked", "verb", "deed"),
    [
        ("have you ever been to wales", "have", "been to wales"),
        ("can you read my mail", "can", "read your mail"),
        ("do you own a television", "own", "a television"),
        ("did you ever run away from a hunter", "did", "run away from a hunter"),
        ("can i bring my dog", "may", "bring your dog"),
        ("have you got enough light", "own", "enough light"),
        ("have you got brothers", "own", "brothers"),
        ("have you always lived there", "", ""),
        ("would you rather be alone", "would", "be alone"),
        ("is it noisy", "", ""),
        ("are you sad that you do not have a mum", "are", "sad that I do not have a mum"),
        ("do you not get bored", "do", "get bored"),
    ],
)
def test_a_yes_or_no_leaves_what_would_be_done(asked: str, verb: str, deed: str) -> None:
    found = tell_indirectly(asked)
    assert found is not None
    assert (found.verb, found.deed) == (verb, deed)


def test_what_is_no_question_is_not_turned_round() -> None:
    assert tell_indirectly("my dog is called biscuit") is None
    assert tell_indirectly("why") is None


def test_verbs_have_their_forms() -> None:
    assert [put_in_past(verb) for verb in ("lose", "carry", "stop", "bake", "play")] == [
        "lost", "carried", "stopped", "baked", "played",
    ]  # fmt: skip
    assert [put_in_third(verb) for verb in ("carry", "go", "wash", "play")] == ["carries", "goes", "washes", "plays"]


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
def test_nobody_answers_a_plain_question_with_something_else(name: str) -> None:
    for asked, named in (
        ("How far is Lisbon from Leeds?", "Lisbon"),
        ("Have you ever met an admiral?", "met an admiral"),
        ("Can you mow my lawn?", "mow your lawn"),
        ("Do you own a submarine?", "submarine"),
        ("Who painted that ceiling over there?", "ceiling"),
        ("Did you ever run for parliament?", "parliament"),
    ):
        chat = Chat(CHARACTERS / name, seed=4)  # a new talk for each: what was named before may be asked on about
        chat.greet()
        assert named in chat.strip(chat.say(asked))


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_of_several_lines_the_one_that_answers_is_said(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=5)
    chat.greet()
    assert re.search("rain|thunderstorm", chat.say("Do you like rain?"))


FORMS = ("long", "often", "size", "much", "do", "say", "like", "kind", "happen", "feel", "wrong")
"""What a question about a character, or about what it has just spoken of, may want to know."""
AT_A_LOSS = re.compile(
    r"\bI (?:do not|don't) know\b|\bI (?:cannot|can't|couldn't) (?:tell|say)\b|\b(?:no idea|nobody asked)\b", re.I
)


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
def test_nobody_is_at_a_loss_about_its_own_world(name: str) -> None:
    answers = dict(own(name))
    for cue in (f"=honest {family} {form}" for family in ("self", "it") for form in FORMS):
        assert len(answers[cue]) >= 4, cue
        assert [line for line in answers[cue] if AT_A_LOSS.search(line)] == []


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
def test_everybody_has_a_reason_of_its_own_for_what_it_said(name: str) -> None:
    answers = dict(own(name))
    for kind in "why taste, why habit, why past, why kind, why advice, why claim, then past, then now".split(", "):
        assert len(answers[f"={kind}"]) >= 3, kind


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_what_is_going_to_be_done_is_promised_or_put_off(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=6)
    chat.say("My sister is a nurse.")
    chat.say("Are you going to paint the fence?")
    assert chat.matched == "=honest will"
    chat.say("Are you needing glasses?")
    assert chat.matched == "=honest am"


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_somebody_who_asks_for_its_life_is_told_of_it(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=6)
    chat.greet()
    chat.say("Tell me something about your life.")
    assert chat.matched != "=honest can"


YES_OR_NO = (
    "never",
    "own",
    "can",
    "do",
    "did",
    "am",
    "was",
    "would",
    "will",
    "want",
    "like",
    "hate",
    "mind",
    "it whether",
)
PLAINLY = re.compile(
    r"(?:yes|aye|no|sure|not|never|nearly|only|once|hardly|perhaps|probably|mostly|sometimes|now and then|in a way"
    r"|in part|a (?:little|wee bit|bit)|in (?:the end|moderation|small)|on the whole|of course|naturally|very nearly"
    r"|more or less|when I am|I (?:do|don't|did|didn't|might|can|can't|hope|think|suppose|guess|believe"
    r"|cannot|expect|shall|should|would|regret|am|could)|I'(?:m|ll|d))\b", re.I
)  # fmt: skip


@pytest.mark.parametrize("name", ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"])
@pytest.mark.parametrize("form", YES_OR_NO)
def test_a_yes_or_no_begins_with_one(name: str, form: str) -> None:
    answers = dict(own(name))
    lines = [re.sub(r"^- |\[\w+\] ", "", line) for line in answers[f"=honest {form}"]]
    assert lines
    assert [line for line in lines if not PLAINLY.match(line)] == []


def test_what_points_at_its_world_is_no_question_about_the_world_outside() -> None:
    for asked, cue in (
        ("Is there a cupboard in there?", "=honest it whether"),
        ("Which one is the oldest?", "=honest it which"),
    ):
        chat = Chat(CHARACTERS / "knox", seed=4)
        chat.say("My sister is a nurse.")
        chat.say(asked)
        assert chat.matched == cue, asked


def test_a_yes_or_no_gets_one_when_all_its_own_lines_are_said(tmp_path: Path) -> None:
    script = """
+ my hat
- It is on a peg.
+ =honest it whether
- Yes, I'd say so.
+ =honest it
- This and that.
+ =honest unsure
- Very nearly.
+ *
- Fine weather.
"""
    chat = persona(tmp_path, script)
    chat.say("my hat")
    assert [chat.say("is it heavy?"), chat.say("is it dusty?")] == ["Yes, I'd say so.", "Very nearly."]
