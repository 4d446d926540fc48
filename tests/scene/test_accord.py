"""What people do of their own accord: by what is said, by who they are, and never against the script."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar import library
from avatar.character.accord import ACCORD
from avatar.character.acting import GESTURES
from avatar.scene.accord import ASKED, BEATS, HEADS, LISTENING, SPEAKING, Temper, Volition, read_temper

MAX = read_temper("max")
EVERYTHING = GESTURES | ACCORD


def spoken(text: str, temper: Temper = MAX, **how: str) -> list[tuple[str, str]]:
    """Words and the gestures that fall on them."""
    return [(text[act.at :].split()[0].strip(",.?!"), act.name) for act in Volition(temper, 1).speak(text, 0.0, **how)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I don't know what's down there.", ("I", "shrug")),
        ("Step two is the excuse.", ("two", "count")),
        ("No, thank you.", ("No", "shake")),
        ("Hello, everybody.", ("Hello", "wave")),
        ("It was an enormous fish.", ("enormous", "big")),
        ("He took out his wee hammer.", ("wee", "small")),
        ("It was meant for you.", ("you", "point")),
        ("My name's Max.", ("My", "me")),
        ("Where have all these pencils gone?", ("pencils", "offer")),
        ("Wait, that's my hat.", ("Wait", "stop")),
    ],
)
def test_what_is_said_has_a_gesture_of_its_own(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in spoken(text)


def test_every_gesture_of_the_rules_is_there_and_has_a_reason() -> None:
    for rule in (*SPEAKING, *LISTENING, ASKED, BEATS):
        assert set(rule.gestures.split()) <= set(EVERYTHING), rule
        assert rule.why.endswith(".")


def test_nobody_does_the_same_twice_in_a_row() -> None:
    volition = Volition(MAX, 3)
    done = [act.name for number in range(60) for act in volition.speak("This is because of the weather.", 5.0 * number)]
    assert len(done) > 30
    assert all(one != two for one, two in pairwise(done))


def test_calm_people_do_less() -> None:
    def count(energy: float) -> int:
        volition = Volition(MAX._replace(energy=energy), 1)
        lines = ("This is the place where it happened.", "You can see the stains.", "I was never told the reason.")
        return sum(len(volition.speak(lines[number % 3], 3.0 * number)) for number in range(60))

    assert count(0.5) < 0.7 * count(1.0) < count(1.4)


def test_a_quiet_face_keeps_its_hands_down() -> None:
    assert {name for _, name in spoken("You took this one, and you took that one.", mood="deadpan")} <= HEADS


def test_a_full_hand_makes_no_gesture() -> None:
    for text in ("It was meant for you.", "Step two is the excuse.", "Wait, that's my hat."):
        assert all(MAX.can(name, "right") for _, name in spoken(text, busy="right"))


def test_who_has_no_hands_uses_the_head() -> None:
    names = {name for _, name in spoken("No. You, and you, and you: two of you. I don't know.", Temper())}
    assert names
    assert names <= HEADS


def test_a_microphone_stays_in_its_hand() -> None:
    assert not {hand for hand in read_temper("gus").hands if hand[0] == "left"}


def test_listeners_answer_what_they_hear() -> None:
    listener = Volition(read_temper("bea"), 1)
    (act,) = listener.listen("I regret to say that the cat has died.", 0.0)
    assert act.name == "recoil"
    assert listener.listen("It was a good cat, and it will be missed by all of us.", 3.0) == []


@pytest.mark.parametrize("name", sorted(library.characters()))
def test_all_characters_can_be_read(name: str) -> None:
    temper = read_temper(name)
    assert 0.2 < temper.energy < 2.0
    assert all(temper.can(gesture) for gesture in ("present", "point", "tilt"))


def test_a_damaged_file_is_no_trouble() -> None:
    assert read_temper("nobody-of-this-name") == Temper()
