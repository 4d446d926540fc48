"""What is played once more: "another", "flip again", "best of three", behind a coin or a riddle.

A script listens for "flip a coin". Who wants it once more says no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from avatar.brain.leads import lead

_PLAYS: Mapping[str, re.Pattern[str]] = {
    each: re.compile(pattern)
    for each, pattern in (
        ("flip a coin", r"\b(?:flip|toss|heads or tails)\b|\bcoin\b"),
        ("roll a dice", r"\bdice\b|\broll a die\b"),
        ("would you rather", r"\bwould (?:you|me|u) rather\b"),
        ("tell me a riddle", r"\briddles?\b"),
    )
}
"""What can be played, as it is asked for, and what names it. Jokes and stories go on by their own scripts."""
_WANTS = re.compile(
    rf"{lead('yes|yeah|no|go on|please|haha|easy|nice|fair|ugh')}"
    r"(?:(?:can (?:i|we) have|can you (?:do|tell|give)|have(?: you)?(?: got)?|give|tell|do|got|let us have|hit|ask|try)"
    r" (?:(?:me|us) )?(?:with )?)?(?:any )?"
    r"(?:another(?: one| go| round| try)?|one more(?: time)?|again|encore|best of (?:3|three|5|five)|next(?: one)?"
    r"|(?:flip|toss|roll|throw)(?: it| the coin| the dice)? again|(?:another|one more) (?P<what>\w+(?: \w+){0,2}))"
    r"(?: please| then| now| for me)*"
)


def find_play(plain: str) -> str:
    """What a plain sentence speaks of that can be played, as it is asked for: "flip a coin"; '' for nothing."""
    return next((play for play, names in _PLAYS.items() if names.search(plain)), "")


def find_again(plain: str, last: str) -> str:
    """What a plain sentence wants once more, as it is asked for; '' where it wants nothing, or something else. `last`:
    what was played last, by `find_play`."""
    found = _WANTS.fullmatch(plain)
    if found is None:
        return ""
    return (find_play(found["what"]) if found["what"] else last) or ""
