"""A card as it is played: what a language model is told before the talk, within it and after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from avatar.brain.cards.lore import Lore, find_lore
from avatar.brain.cards.macros import Filler
from avatar.brain.cards.reading import CharacterCard


class Told(NamedTuple):
    """Something that is told within the talk."""

    depth: int
    """Turns from its end; 0: after the last."""
    text: str


class Play(NamedTuple):
    """What is told of a card at one turn of a talk; all macros filled in."""

    prose: str
    """Who the character is, lore included."""
    within: tuple[Told, ...]
    """In order, what stands within the talk or after it."""


def play(
    card: CharacterCard, said: Sequence[str], *, user: str = "the user", turn: int = 0, seed: int | str = 0
) -> Play:
    """What is told of a card. `said`: what was said so far, the last at the end; `turn`: how many times the character
    has spoken; `seed`: of the talk, so that what a card leaves to chance stays as it was drawn."""
    filler = Filler(card.called, user, seed)
    lore = find_lore(card.book, said, turn)
    at_home = [entry for entry in lore if entry.depth is None]
    parts = (
        ("", card.instructions),
        *(("", entry.text) for entry in at_home if entry.before),
        ("", f"You are {card.called}."),
        ("", card.description),
        ("Personality: ", card.personality),
        ("Scenario: ", card.scenario),
        *(("", entry.text) for entry in at_home if not entry.before),
        ("How {{char}} talks:\n", _examples(card.examples)),
    )
    filled = ((label, filler.fill(text)) for label, text in parts)
    prose = "\n\n".join(
        filler.fill(label) + ("\n" if label.endswith("\n") else " " if label else "") + text
        for label, text in filled
        if text
    )
    return Play(prose, tuple(_within(card, lore, filler)))


def choose_greeting(card: CharacterCard, user: str = "you", number: int = 0, seed: int | str = 0) -> str:
    """What the character says first, the one of that number; '' where the card does not tell."""
    if not card.greetings:
        return ""
    return Filler(card.called, user, seed).fill(card.greetings[number % len(card.greetings)])


def list_unknown(card: CharacterCard) -> tuple[str, ...]:
    """Macros in a card that nobody here knows, by name, and patterns in its book that are not used."""
    filler = Filler(card.called, "you")
    texts = (card.description, card.personality, card.scenario, *card.greetings, card.examples, card.instructions)
    for text in (*texts, card.last_instructions, *(entry.text for entry in card.book.entries)):
        filler.fill(text)
    return (*(f"{{{{{name}}}}}" for name in sorted(filler.unknown)), *card.book.refused)


def _within(card: CharacterCard, lore: Sequence[Lore], filler: Filler) -> list[Told]:
    told = [Told(entry.depth, filler.fill(entry.text)) for entry in lore if entry.depth is not None]
    last = filler.fill(card.last_instructions)
    return [each for each in (*sorted(told, key=lambda each: -each.depth), Told(0, last)) if each.text]


def _examples(text: str) -> str:
    """Example talks, parted by blank lines instead of <START>."""
    return "\n\n".join(part.strip() for part in re.split(r"<START>", text, flags=re.I) if part.strip())
