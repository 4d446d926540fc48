"""Something told that is not surely understood: answered by its theme, for as long as the theme lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.rive import PersonaScript
from avatar.brain.soundness import is_sound
from avatar.brain.themes import find_themes
from avatar.text import directions
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
THEMED = ["fern", "juno", "knox"]


def lines(name: str, trigger: str) -> set[str]:
    script = PersonaScript.load(CHARACTERS / name / "persona")
    return {Chat(CHARACTERS / name).strip(card) for card in script.cards(trigger)}


@pytest.mark.parametrize(
    ("told", "theme"),
    [
        ("i play bass in a band", "music"),
        ("nurse on a stroke ward", "hospital"),
        ("i mopped it", "cleaning"),
        ("my dog would eat it", "dogs"),
        ("mine is the first loaf out", "bread"),
        ("my husband snores like a tractor", "marriage"),
    ],
)
def test_a_theme_is_found_by_its_words_in_whatever_form(told: str, theme: str) -> None:
    assert find_themes(told)[0] == theme


def test_a_word_that_looks_like_a_form_of_another_names_nothing() -> None:
    assert find_themes("miss hates me") == []


@pytest.mark.parametrize("name", THEMED)
def test_every_theme_has_words_of_the_characters_own(name: str) -> None:
    script = PersonaScript.load(CHARACTERS / name / "persona")
    themes = [trigger.text for trigger in script.book.topics["core"].triggers if trigger.text.startswith("=theme ")]
    assert len(themes) >= 70
    for trigger in [*themes, "=floor", "=offer"]:
        cards = script.cards(trigger)
        assert len(set(cards)) >= 3, trigger
        assert any(not card.endswith("?") for card in cards), trigger
        assert "undefined" not in directions.strip(" ".join(cards))


@pytest.mark.parametrize("name", THEMED)
def test_what_goes_on_with_a_theme_and_does_not_name_it_is_answered_by_it(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    music = lines(name, "=theme music")
    told = ("we had a concert and the choir sang a hymn", "it's like punk but slower")
    said = [chat.strip(chat.say(line)) for line in told]
    assert any(each.endswith(line) for each in said for line in music)


def test_a_question_is_not_answered_by_its_theme() -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.say("I play bass in a band")
    assert chat.strip(chat.say("can you sing?")) not in lines("juno", "=theme music")


def test_what_answers_to_the_characters_own_words_does_not_go_on_with_the_theme() -> None:
    chat = Chat(CHARACTERS / "fern", seed=3)
    chat.say("I play bass in a band")
    assert chat.strip(chat.say("bit sad that")) not in lines("fern", "=theme music")


def test_in_a_low_moment_only_gentle_words_are_said_of_a_theme() -> None:
    chat = Chat(CHARACTERS / "fern", seed=3)
    chat.say("my wife died in March")
    assert chat.say("Joan. fifty one years married").startswith(("[thinking]", "[sad]"))


@pytest.mark.parametrize("name", THEMED)
def test_before_it_gives_up_a_question_is_looked_at_again(name: str) -> None:
    script = PersonaScript.load(CHARACTERS / name / "persona")
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    reply = chat.strip(chat.say("what are you most proud of?"))
    known = {chat.strip(card) for card in script.cards("=like proud")}
    assert reply in known or "proud" not in reply.lower()


def test_who_is_taken_for_something_says_whether_it_is_so() -> None:
    knox = Chat(CHARACTERS / "knox", seed=3)
    knox.greet()
    assert knox.strip(knox.say("so you're an AI")) not in lines("knox", "=of you")


@pytest.mark.parametrize("clause", ["what they is fold", "how it are", "whether you has been", "whether is bad"])
def test_a_clause_that_was_put_together_wrongly_is_not_said_again(clause: str) -> None:
    assert not is_sound(clause)


@pytest.mark.parametrize("name", THEMED)
def test_who_asks_what_is_meant_is_asked_nothing(name: str) -> None:
    script = PersonaScript.load(CHARACTERS / name / "persona")
    meant = next(
        trigger
        for topic in script.book.topics.values()
        for trigger in topic.triggers
        if trigger.text.startswith("[*] (what do you mean|")
    )
    assert not any("?" in card or "fanciful" in card for card in meant.replies)
