"""A sense of meaning: what says the same in other words is heard, what only shares a word is not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatar.brain import encoder
from avatar.brain.encoder import count_dimensions, encode, find_codes, find_likeness
from avatar.brain.meaning import find_directions, find_place
from avatar.brain.rive import Book, PersonaScript
from avatar.brain.rive.likeness import Likes
from avatar.brain.rive.ranking import find_fits
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
SAME_BUT_FOR_WORDS = {
    "what is the lamp called": ("does your lamp have a name", "what is the lamp like"),
    "did you get it back": ("was it ever returned", "did you get up early"),
    "how long have you worked here": ("when did you start this job", "how long is it open"),
}
"""What means the same in other words, and what means something else in much the same ones."""
LARGEST_ENCODER = 1_500_000
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


# ---------------------------------------------------------------------------------------------------------- the encoder


@pytest.mark.parametrize("said", SAME_BUT_FOR_WORDS)
def test_what_means_the_same_is_nearer_than_what_shares_words(said: str) -> None:
    like, unlike = find_likeness(said, SAME_BUT_FOR_WORDS[said])
    assert like > unlike + 0.1


def test_the_order_of_words_matters() -> None:
    assert find_likeness("the dog bit me", ["i bit the dog"])[0] < 0.99
    one, other = "the dog bit the man", "the man bit the dog"
    assert find_directions([one])[0] @ find_directions([other])[0] > 0.999
    assert find_likeness(one, [other])[0] < 0.99
    assert find_likeness(one, [one])[0] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("said", ["the dog bit me", "dog", "xqzzv", "", "!?", "a " * 100])
def test_whatever_is_said_points_somewhere(said: str) -> None:
    assert np.linalg.norm(find_codes([said])[0]) == pytest.approx(1, abs=1e-4)


def test_words_that_are_not_known_are_all_one_to_the_encoder() -> None:
    assert find_likeness("the xqzzv bit me", ["the vxqqz bit me"])[0] == pytest.approx(1, abs=1e-4)
    assert find_likeness("", ["xqzzv"])[0] == pytest.approx(1, abs=1e-4)


def test_a_sentence_points_the_same_way_alone_and_among_longer_ones() -> None:
    rows = [[5, 6, 7, 8], [9], [30, 1, 40], [50] * encoder.LONGEST]
    together = encode(rows)
    assert together.shape == (len(rows), count_dimensions())
    for row, code in zip(rows, together, strict=True):
        assert encode([row])[0] == pytest.approx(code, abs=1e-5)


def test_the_directions_of_sentences_come_in_their_order_whether_kept_or_not() -> None:
    texts = ["my neck is stiff", "the pipe is leaking and there is water on the floor", "my neck is stiff"]
    pipe = find_codes(texts[1:2])[0]
    found = find_codes(texts)
    assert (found[0] == found[2]).all()
    assert found[1] == pytest.approx(pipe, abs=1e-6)
    assert abs(found[0] - found[1]).max() > 0.01
    assert find_codes([]).shape == (0, count_dimensions())


def test_the_words_behind_the_longest_sentence_are_not_read() -> None:
    long = " ".join(["my neck is very stiff today"] * 4)
    assert len(long.split()) == encoder.LONGEST
    assert find_likeness(long, [f"{long} and the pipe is leaking"])[0] == pytest.approx(1, abs=1e-4)


def test_the_encoder_is_small() -> None:
    assert encoder.FILE.stat().st_size <= LARGEST_ENCODER


# ------------------------------------------------------------------------------------------------------------ the judge


def test_the_very_same_fits_and_what_is_far_does_not() -> None:
    written = ["did you get up early", "did you get it back", "what do you eat", "do you like it here", "is it a hat"]
    fits = find_fits("did you get it back", written, asking=True)
    assert fits[1] == 1
    assert 0 in fits
    assert ((fits >= 0) & (fits <= 1)).all()
    assert find_fits("did you get it back", [], asking=True).shape == (0,)


def test_what_is_written_for_the_last_line_fits_sooner() -> None:
    said, written = "what is the lamp called", ["does your lamp have a name", "what is the lamp like"]
    anywhere = find_fits(said, written, asking=True)
    here = find_fits(said, written, asking=True, near=True)
    assert anywhere[0] > anywhere[1]
    assert (here > anywhere).all()


def test_what_is_denied_fits_less() -> None:
    passed, failed = find_fits(
        "i have passed my exam", ["i passed the exam", "i have not passed the exam"], asking=False
    )
    assert passed > failed + 0.1


# ----------------------------------------------------------------------------------------------------------- likenesses


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
    assert passed.fit > failed.fit + 0.1
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
    assert talk.answer("My back hurts so much") == "Poor shoulders."


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
