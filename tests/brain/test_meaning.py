"""A sense of meaning: what says the same in other words is heard, what only shares a word is not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatar.brain.meaning import find_directions, find_place
from avatar.brain.rive import Book, PersonaScript
from avatar.brain.rive.likeness import Likes
from avatar.brain.sentences import Act, find_act
from avatar.brain.talk import Talk
from avatar.brain.things import find_thing
from avatar.text import vocabulary

PARAPHRASES = {
    "my shoulder has been killing me all week": ("my back hurts so much", "my train was late again"),
    "a pipe burst under the sink": ("there is water all over the kitchen floor", "i am learning french"),
    "they hired me at last": ("i got the job", "my cat is ill"),
    "what frightens you": ("what are you afraid of", "what do you like to eat"),
    "i planted some tulips by the fence": ("my garden is in bloom", "i have an exam tomorrow"),
}
KINDS = Likes.of_examples(
    [
        ("my neck is stiff", "ache"),
        ("my back hurts", "ache"),
        ("i have pulled a muscle", "ache"),
        ("the pipe is leaking", "water"),
        ("there is water on the floor", "water"),
        ("the toilet is blocked", "water"),
        ("i have passed my exam", "passed"),
        ("i passed the test", "passed"),
        ("what are you afraid of", "fears"),
        ("are you scared of anything", "fears"),
    ]
)


@pytest.mark.parametrize("said", PARAPHRASES)
def test_what_means_the_same_is_nearer_than_what_does_not(said: str) -> None:
    here, like, unlike = find_directions([said, *PARAPHRASES[said]])
    assert here @ like > here @ unlike + 0.1


def test_directions_have_length_one_and_words_that_are_none_have_none() -> None:
    known, unknown = find_directions(["my neck is stiff", "xqzzv"])
    assert np.linalg.norm(known) == pytest.approx(1, abs=1e-4)
    assert not unknown.any()


def test_a_word_is_found_without_its_ending_and_as_it_was_meant() -> None:
    assert find_place("neck") is not None
    assert find_place("shoudler") == find_place("shoulder")
    assert find_place("neigbour") == find_place("neighbour")


@pytest.mark.parametrize(
    ("said", "kind"),
    [("my shoulder is sore", "ache"), ("the sink is blocked", "water"), ("does anything frighten you", "fears")],
)
def test_the_nearest_kind_is_found(said: str, kind: str) -> None:
    found = KINDS.nearest(said, find_act(said, asked=False))
    assert found is not None
    assert found.of == kind


def test_what_is_denied_and_what_is_asked_is_further_away() -> None:
    passed = KINDS.nearest("i passed my exam", Act.FACT)
    failed = KINDS.nearest("i have not passed my exam", Act.FACT)
    asked = KINDS.nearest("i passed my exam", Act.QUESTION)
    assert passed is not None
    assert failed is not None
    assert passed.is_sure
    assert passed.near > failed.near + 0.1
    assert asked is None or asked.of == "fears"


@pytest.mark.parametrize(
    ("said", "told", "sort"),
    [
        ("the conductor is a tyrant", "the conductor", "person"),
        ("I've got a squeaky bow from practising", "the squeaky bow", ""),
        ("we're rehearsing Mahler, it's a monster", "Mahler", None),
        ("the neighbour's cat comes in most evenings", "the neighbour's cat", "animal"),
        ("my sister bakes bread", "your sister", "person"),
        ("she's called Petra and frightens the postman", "Petra", "person"),
    ],
)
def test_the_thing_that_a_sentence_names_is_found(said: str, told: str, sort: str | None) -> None:
    thing = find_thing(said)
    assert thing is not None
    assert thing.told == told
    assert sort is None or thing.sort == sort


@pytest.mark.parametrize(
    "said",
    [
        "it was a lot of fun",
        "I was a student",
        "not really",
        "since Monday",
        "so its sentimental",
        "they pull a face",
        "I've got a stiff neck",
    ],
)
def test_nothing_is_found_where_nothing_is_named(said: str) -> None:
    assert find_thing(said) is None


def _talk(text: str) -> Talk:
    return Talk(PersonaScript(Book.of({"a.rive": text}), seed=3), vocabulary.USUAL)


def test_a_persona_answers_what_its_likeness_means() -> None:
    talk = _talk("+ ~ my neck is stiff | my back hurts | i have pulled a muscle\n- Poor shoulders.\n")
    assert talk.answer("My shoulder has been sore all week") == "Poor shoulders."


def test_what_a_trigger_names_in_so_many_words_stays_with_it() -> None:
    talk = _talk("+ ~ my neck is stiff | my back hurts\n- Poor shoulders.\n+ my shoulder hurts\n- Which one?\n")
    assert talk.answer("my shoulder hurts") == "Which one?"


def test_a_short_question_for_a_favourite_is_about_what_was_spoken_of() -> None:
    talk = _talk("+ what is your favourite film\n- The one with the boat.\n+ do you watch films\n- All of them.\n")
    talk.answer("do you watch films?")
    assert talk.answer("got a favourite?") == "The one with the boat."


def test_a_mere_nod_is_not_followed_by_another_within_ten_turns() -> None:
    nods = "".join(f"- Nod {number}.\n" for number in range(9))
    asks = "".join(f"- And then {number}?\n" for number in range(30))
    talk = _talk(f"+ =nod\n{nods}+ =detail\n{nods}+ =heard\n{asks}+ =change subject\n{asks}")
    said = [talk.answer(line) for line in ("I have a boat", *("mostly at night", "nine of them", "since May") * 4)]
    nodded = [place for place, answer in enumerate(said) if answer.startswith("Nod")]
    assert nodded
    assert all(later - earlier >= 10 for earlier, later in itertools.pairwise(nodded))
