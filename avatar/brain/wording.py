"""How a reply is written once its words are found, and messages that are no words."""

from __future__ import annotations

import re


def give_capitals(reply: str, text: str) -> str:
    """Words that the user wrote with a capital in mid-sentence get it back: matching is done in small letters."""
    for word in set(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b", text[:600])):
        reply = re.sub(rf"\b{word.lower()}\b", word, reply)
    return reply


def begin_with_capital(reply: str) -> str:
    """A reply whose first word, behind its directions, is written as one that begins a sentence."""
    return re.sub(r"^((?:\[[^\]]*\]|\([^)]*\)|\s)*)([a-z])", lambda found: found[1] + found[2].upper(), reply)


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
