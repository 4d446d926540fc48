"""What the likenesses of the common persona lead to is answered by those who were written for all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import Trigger, parse

CHARACTERS = Path(__file__).parents[2] / "characters"
FEWEST_EXAMPLES = 4
FEWEST_ANSWERS = 3


def triggers(text: str) -> list[Trigger]:
    return [trigger for topic in parse(text).topics.values() for trigger in topic.triggers]


LIKENESSES = [trigger for text in read_common().values() for trigger in triggers(text) if trigger.examples]


def test_a_kind_has_several_examples_and_leads_to_an_occasion_of_its_own() -> None:
    led_to = [trigger.redirect for trigger in LIKENESSES]
    assert len(LIKENESSES) >= 500
    assert [name for name in led_to if not name or not name.startswith("=like ")] == []
    assert sorted({name for name in led_to if led_to.count(name) > 1}, key=str) == []
    assert [each.redirect for each in LIKENESSES if len(each.examples) < FEWEST_EXAMPLES] == []


def test_no_sentence_is_an_example_of_two_kinds() -> None:
    examples = [example for trigger in LIKENESSES for example in trigger.examples]
    assert len(set(examples)) == len(examples)


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_every_kind_has_several_answers(name: str) -> None:
    answers = {
        trigger.text: trigger.replies
        for path in (CHARACTERS / name / "persona").glob("*.rive")
        for trigger in triggers(read(path))
    }
    few = [each.redirect for each in LIKENESSES if len(answers.get(str(each.redirect), ())) < FEWEST_ANSWERS]
    assert few == []
