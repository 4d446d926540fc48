"""What a character makes up about its own world, where it is asked on about something of its own and no answer is
written.

"Who is he playing against?", "where did the glove go?", "has it come off the sign?": it is the character's own story,
so that it can't well say that it doesn't know. A character has some answers to each form of question that fit whatever
is asked in it (`=tale who`, `=tale whether`). What any one thing is, or does, or is about, can't be told so: a line
that fits every "what" answers none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from avatar.brain.finer import find_finer, find_tense
from avatar.brain.indirect import SELF, Indirect

_BY_FINER: Mapping[str, str] = {
    "colour": "colour", "time": "when", "past": "when", "soon": "when", "when": "when", "where": "where", "who": "who",
    "kind": "kind", "old": "old", "long": "long", "often": "often",
}  # fmt: skip
"""Kinds of tales by what exactly is wanted (`finer.find_finer`)."""
_BY_WANTED: Mapping[str, str] = {"whether": "whether", "who": "who", "where": "where", "when": "when"}
"""The same by how it is asked."""
_HOW_MANY = re.compile(r"how many\b.*")
_OF_NOTHING = re.compile(
    r"(?:is|are|was|were) there\b.*"
    r"|when (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|had\b|will\b|can\b|exactly\b).+"
)
"""What leaves open of what it asks, or is no whole question."""


_POINTS_OUT = re.compile(
    r"who (?:is|are|was|were) (?:(?:this|that|these|those|the|your|his|her|their) \w+(?: \w+)?|he|she|they|it)"
    r"(?: you mentioned| then| anyway)?|who would\b.*"
)
"""What asks of somebody who was named: "who's this ferry man?", "who would read it?"."""


def find_tales(asked: Indirect) -> Iterator[str]:
    """The kinds of tales that answer a question, the most particular one first: "many", "who". None where it asks for
    what is only thought of, or for a yes or no of the character itself."""
    plain, whether = asked.plain, asked.wanted == "whether"
    if _OF_NOTHING.fullmatch(plain) or (find_tense(plain) == "would" and not whether):
        return
    if (whether and asked.about == SELF) or _POINTS_OUT.fullmatch(plain):
        return
    if _HOW_MANY.fullmatch(plain):
        yield "many"
    kind = "whether" if whether else _BY_FINER.get(find_finer(plain), "") or _BY_WANTED.get(asked.wanted, "")
    if kind:
        yield kind
