"""Which line of an occasion is said, where its lines name more or less of what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from avatar.brain.rive import PersonaScript

_NAMED = re.compile(r"<bot (deed|clause|asked|thing|word|told|he|him|his|whom|first|second)>")
"""What a line names of a question, or of what was told."""


def find_named(card: str) -> frozenset[str]:
    """What a line names of a question."""
    return frozenset(_NAMED.findall(card))


def find_cards(script: PersonaScript, cue: str, found: Mapping[str, str]) -> Sequence[str]:
    """The lines of an occasion that were not said yet and name no more than is known of the question."""
    return [card for card in script.cards(cue) if not script.is_given(card) and found.keys() >= find_named(card)]


def choose_card_for(script: PersonaScript, cue: str, found: Mapping[str, str]) -> str:
    """One of the lines of an occasion that say most of what is known of the question, if possible one that was not said
    yet; '' where it has none."""
    fresh = find_cards(script, cue, found)
    cards = fresh or [card for card in script.cards(cue) if found.keys() >= find_named(card)]
    most = max((len(find_named(card)) for card in cards), default=0)
    return script.choose([card for card in cards if len(find_named(card)) == most])
