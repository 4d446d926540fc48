"""What is asked of a recogniser, and when; the recogniser is the test."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.ears.dictation import LONGEST, Dictation
from avatar.ears.utterances import FRAME_S, Cut, Utterances
from avatar.ears.voice import FRAME
from tests.ears.test_utterances import SILENCE, SPEECH, fed

PAUSE_S = 0.6
PAUSE = round(PAUSE_S / FRAME_S)


class Asked:
    """Somebody speaks, and a recogniser is asked."""

    def __init__(self) -> None:
        self.utterances = Utterances()
        self.questions: list[tuple[int, int]] = []
        self.dictation = Dictation(self.utterances, self.ask, PAUSE_S)

    def ask(self, number: int, samples: np.ndarray) -> None:
        self.questions.append((number, len(samples) // FRAME))

    def hear(self, likely: float, count: int) -> None:
        for _ in range(count):
            for event in fed(self.utterances, likely, 1):
                if isinstance(event, Cut):
                    self.dictation.cut(event.samples)
            self.dictation.go_on(idle=True)

    def answer(self, text: str) -> bool:
        return self.dictation.written(self.questions[-1][0], text)


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_it_is_asked_while_somebody_speaks_one_thing_at_a_time(asked: Asked) -> None:
    asked.hear(SPEECH, 60)
    assert len(asked.questions) == 1
    assert asked.answer("Hello")
    assert asked.dictation.text == "Hello"
    asked.hear(SPEECH, 40)
    assert len(asked.questions) == 2
    assert asked.questions[1][1] > asked.questions[0][1]


def test_a_pause_is_asked_about_at_once_and_its_answer_is_the_last_word(asked: Asked) -> None:
    asked.hear(SPEECH, 15)
    asked.hear(SILENCE, 5)
    assert len(asked.questions) == 1
    asked.answer("Hello there.")
    asked.hear(SILENCE, PAUSE - 6)
    assert not asked.dictation.over()
    asked.hear(SILENCE, 2)
    assert asked.dictation.over()
    asked.dictation.finish()
    assert not asked.dictation.waiting
    assert (asked.dictation.text, len(asked.questions)) == ("Hello there.", 1)


def test_an_answer_that_is_still_on_its_way_is_waited_for(asked: Asked) -> None:
    asked.hear(SPEECH, 15)
    asked.hear(SILENCE, PAUSE + 1)
    asked.dictation.finish()
    assert asked.dictation.waiting
    asked.answer("Hello.")
    assert not asked.dictation.waiting
    assert asked.dictation.text == "Hello."


def test_what_was_said_after_the_last_question_is_asked_at_the_end(asked: Asked) -> None:
    asked.hear(SPEECH, 30)
    asked.answer("One")
    asked.hear(SPEECH, 5)
    asked.dictation.finish()
    assert asked.dictation.waiting
    asked.dictation.go_on(idle=True)
    asked.answer("One two")
    assert (asked.dictation.text, asked.dictation.waiting) == ("One two", False)


@pytest.mark.parametrize(
    ("text", "ends_early", "ends_late"),
    [("What is that?", True, False), ("That is it.", False, False), ("I went to the...", False, True)],
)
def test_a_question_ends_sooner_and_half_a_sentence_later(
    asked: Asked, text: str, ends_early: bool, ends_late: bool
) -> None:
    asked.hear(SPEECH, 15)
    asked.hear(SILENCE, 6)
    asked.answer(text)
    asked.hear(SILENCE, round(0.4 / FRAME_S) - 6)
    assert asked.dictation.over() is ends_early
    asked.hear(SILENCE, PAUSE - round(0.4 / FRAME_S) + 1)
    assert asked.dictation.over() is not ends_late
    asked.hear(SILENCE, PAUSE // 2 + 1)
    assert asked.dictation.over()


def test_pieces_are_joined_and_a_question_about_a_cut_whole_is_not(asked: Asked) -> None:
    asked.hear(SPEECH, 749)
    stale = asked.questions[-1][0]
    asked.hear(SPEECH, 3)
    assert not asked.dictation.written(stale, "all of it")
    asked.dictation.go_on(idle=True)
    asked.answer("The first half")
    asked.dictation.go_on(idle=True)
    asked.hear(SPEECH, 30)
    asked.answer("and the second.")
    assert asked.dictation.text == "The first half and the second."


def test_what_nobody_ends_is_over_when_it_is_long(asked: Asked) -> None:
    asked.hear(SPEECH, 30)
    asked.answer("word " * (LONGEST // 5 + 1))
    assert asked.dictation.over()


def test_a_question_that_is_left_leaves_what_was_known(asked: Asked) -> None:
    asked.hear(SPEECH, 30)
    asked.answer("Hello")
    asked.hear(SPEECH, 30)
    asked.dictation.unanswered()
    assert asked.dictation.text == "Hello"
    assert not asked.dictation.waiting


def test_an_answer_to_something_else_changes_nothing(asked: Asked) -> None:
    asked.hear(SPEECH, 30)
    assert not asked.dictation.written(99, "nonsense")
    assert asked.dictation.waiting
