"""How a reply is written once its words are found, and messages that are no words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.plain import is_foreign, make_plain
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.senses import LIGHT
from avatar.brain.verbs import is_verb
from avatar.text.emoji import EMOJI


def give_capitals(reply: str, text: str) -> str:
    """Words that the user wrote with a capital in mid-sentence get it back: matching is done in small letters."""
    for word in set(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b", text[:600])):
        if word.lower() not in LIGHT and not is_verb(word.lower()):
            reply = re.sub(rf"\b{word.lower()}\b", word, reply)
    return reply


_BEGINS = re.compile(r"((?:^|(?<=\w\w[.!?] ))(?:\[[^\]]*\]|\([^)]*\)|\s)*)([a-z])")


def begin_with_capital(reply: str) -> str:
    """A reply whose sentences, behind their directions, begin with a capital: what was asked may stand there."""
    return _BEGINS.sub(lambda found: found[1] + found[2].upper(), reply)


_AN = re.compile(r"\b([Aa]) (?=[aeio](?!ne\b|nce\b|u)[a-z])")
"""An article before a word that begins with a vowel: what was said stands behind it."""
_KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop yxcvbnm"


def is_gibberish(message: str) -> bool:
    """One long word that is a run of neighbouring keys or has no vowel."""
    if " " in message or len(message) < 6 or not message.isascii() or not message.isalpha():
        return False
    return message[:6] in _KEYBOARD or not re.search("[aeiouy]", message)


def put_articles_right(reply: str) -> str:
    """A reply with "an" where what was said behind "a" begins with a vowel."""
    return _AN.sub(r"\1n ", reply)


_ASKED_BACK = re.compile(
    r"(?<=[.!?]) (?:\[[^\]]*\] ?)?(?:And |So )?(?:[Hh]ow are you|[Yy]ou|[Yy]ourself|[Hh]ow about you)[^.!?]*\?$"
)


_ASKS_FOR_PET = re.compile(
    r"(?<=[.!?]) (?:\[[^\]]*\] ?)?(?:And )?(?:[Hh]ave you|[Dd]o you (?:have|keep)|[Aa]ny)\b[^.!?]*\?$"
)
_PETS = re.compile(r"\b(?:pets?|animals?|dogs?|cats?)\b")


def drop_question_of_pets(reply: str, plain: str) -> str:
    """A reply that does not ask whether the user has a pet, of which they told; as it is where it was not asked of
    pets. `plain`: what the reply answers."""
    return _ASKS_FOR_PET.sub("", reply) if _PETS.search(plain) else reply


_ALMOST = 0.8
"""The part of a line's words from which on another one that was said says the same."""
_LONG_ENOUGH = 6
"""Words of a line that may be almost the same as another."""


def is_almost_said(line: str, said: Sequence[str]) -> bool:
    """Whether a line, without directions, was said in almost the same words."""
    words = {*line.lower().split()}
    if len(words) < _LONG_ENOUGH:
        return False
    others = ({*each.lower().split()} for each in said)
    return any(len(words & each) >= _ALMOST * max(len(words), len(each)) for each in others)


def drop_question_back(reply: str) -> str:
    """A reply that does not ask how the user is, who has just said so."""
    return _ASKED_BACK.sub("", reply)


def find_manner(text: str, message: str, asked: Sequence[str]) -> str:
    """The trigger for a message that is remarkable in itself; '' for an ordinary one.

    `asked`: the last messages, this one included.
    """
    if not message or not any(sign.isalnum() for sign in message):
        return "=emoji" if EMOJI.search(text) else "=empty"
    if is_foreign(text):
        return "=foreign"
    if len(text) > 600:
        return "=long"
    recent = [make_plain(each, LONGEST_MESSAGE) for each in asked[-3:]]
    if len(recent) == 3 and len(set(recent)) == 1 and len(message) > 3:
        return "=same"
    return "=gibberish" if is_gibberish(message) else ""
