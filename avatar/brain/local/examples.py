"""How the character talks, shown to a model that is too small to be told: a few questions, and what the character's own
script answers to them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from avatar.brain.plain import make_plain
from avatar.brain.rive import Overtime, PersonaScript
from avatar.brain.rive.script import UNDEFINED
from avatar.errors import BrainError
from avatar.text import directions

log = logging.getLogger(__name__)

ASKED = (
    "Who are you?", "What do you do?", "How are you today?", "What do you like?", "Where do you live?",
    "How old are you?", "Thank you!", "Tell me a story.",
)  # fmt: skip
"""What anybody may ask anybody."""
LONGEST = 200
"""Characters of an answer: an example is to be short, as what is spoken is."""
SEED = 1
"""A character's examples stay the same: a model need not read them twice."""


class Example(NamedTuple):
    """What was asked, and what the character says to it."""

    question: str
    answer: str


def choose(character: Path, name: str, most: int) -> tuple[Example, ...]:
    """At most `most` examples of a character, from its folder; fewer where its script has no short answers, or is none.

    `name`: what it is called.
    """
    try:
        script = PersonaScript.load(character / "persona", seed=SEED)
        script.tell("name", name)
        return tuple(islice(_answered(script), most))
    except (BrainError, Overtime) as error:
        log.warning("the script of %s gives no examples: %s", character.name, error)
        return ()


def _answered(script: PersonaScript) -> Iterator[Example]:
    for question in ASKED:
        script.begin_turn()
        answer = script.answer(make_plain(question, LONGEST))
        script.topic = "random"
        heard = any(sign.isalpha() for sign in script.matched)
        if heard and directions.strip(answer) and len(answer) <= LONGEST and UNDEFINED not in answer:
            yield Example(question, answer)
