"""How a reply is written once its words are found, and messages that are no words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.plain import is_foreign, make_plain
from avatar.brain.rive import LONGEST_MESSAGE
from avatar.brain.senses import LIGHT
from avatar.brain.verbs import is_verb
from avatar.text.emoji import EMOJI

_TITLED = re.compile(r"\b(Mr|Mrs|Miss|Ms|Dr)\.? ([A-Z][a-zà-ÿ]+)")
"""Somebody who is named with a title."""


def give_capitals(reply: str, text: str) -> str:
    """Words that the user wrote with a capital in mid-sentence get it back: matching is done in small letters."""
    for title, name in set(_TITLED.findall(text[:600])):
        verb = r"(?<!\b[Ii] )(?<!you )(?<!we )(?<!to )(?<!not )(?<!do )" if title == "Miss" else ""
        reply = re.sub(rf"{verb}\b{title}\.? {re.escape(name)}\b", f"{title} {name}", reply, flags=re.I)
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


def end_sentence(text: str) -> str:
    """A sentence as it was typed, with a full stop where it ends in nothing."""
    return text if not text or text.rstrip("\"”’')")[-1:] in ".!?…" else f"{text}."


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


_NUMBERED = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)"
_KIN = (
    r"(?:mother|mum|mom|father|dad|sister|brother|wife|husband|son|daughter|friend|mate|uncle|aunt|nan|nana|gran\w*"
    r"|boss|neighbour|teacher|boyfriend|girlfriend|partner|cousin|baby|dog|cat|rabbit|colleague|patient)"
)
_TOLD_ANYWAY: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.I), re.compile(told))
    for asked, told in (
        (r"\bnames?\?|\bcalled\?", r"\b(?:called|named|name is)\b"),
        (r"\bwho (?:was|is|were) (?:it|he|she|that)\b[^.?!]*\?", rf"\b(?:my|our|his|her) (?:\w+ ){{0,2}}?{_KIN}\b"),
        (r"\b(?:who(?:m| is|'s)? .* for|for whom)\b[^.?!]*\?", r"\bfor (?:my|our|him|her|them|the|a|an)\b"),
        (r"\b(?:at|with) whom\b[^.?!]*\?|\bwho with\?", r"\b(?:at|with) (?:myself|him|her|them|my|the|a|an)\b"),
        (r"\bhow old\b[^.?!]*\?", rf"\b(?:is|am|was|turns|turned) (?:\w+ )?{_NUMBERED}\b|\b{_NUMBERED} year"),
        (r"\bhow long\b[^.?!]*\?", rf"\bfor (?:\w+ )?{_NUMBERED} (?:years?|months?|weeks?|days?)\b|\bsince\b"),
        (
            r"\bwhen (?:did|was|were|is|will)\b[^.?!]*\?|\bwhen's\b[^.?!]*\?",
            r"\b(?:ago|yesterday|today|tomorrow|tonight|this (?:morning|week|afternoon)|(?:last|next) \w+|\w+day)\b",
        ),
        (
            r"\bwhere (?:was|is|were|did)\b[^.?!]*\?",
            r"\b(?:on|under|behind|inside|in|at|near) (?:my|the|his|her|our|a|an)\b",
        ),
        (r"\bwhere (?:was|is) it seen\b[^.?!]*\?", r"\b(?:game|match|bet|race|my (?:job|temper|voice|way|mum|dad))\b"),
    )
)
"""Questions, and what has told already what they ask for."""
_LAST_QUESTION = re.compile(r"(?<=[.!?]) (?:\[[^\]]*\] ?)?[^.!?]*\?$")


_ASKS_NAME = re.compile(r"\bnames?\b[^.?!]*\?|\bcalled\b[^.?!]*\?", re.I)
_LONE_NAME = re.compile(r"(?:^|[.!?,] )[A-ZÀ-Þ][a-zß-ÿ]{2,}(?=[.!,])")


def asks_what_was_told(reply: str, told: str, text: str = "") -> bool:
    """Whether a reply asks for what a plain message has just told: "Who was it?", of one's father. `text`: the message
    as it was typed, in which a name may stand by itself."""
    if _ASKS_NAME.search(reply) and _LONE_NAME.search(text):
        return True
    return "?" in reply and any(asked.search(reply) and has.search(told) for asked, has in _TOLD_ANYWAY)


def drop_last_question(reply: str) -> str:
    """A reply without the question at its end; as it is where nothing is before it."""
    return _LAST_QUESTION.sub("", reply)


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
