"""What a question asks for, by its common words: a name, what happened, what was said.

They weigh little, and yet "what was she called" is no "what happened to her".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from avatar.brain.plain import split_words

_SORTS: Mapping[str, str] = {
    "name": "called name names named call", "happen": "happened happen happens became become",
    "say": "say said says tell told tells talk talked answered reply replied shout shouted",
    "eat": "eat ate eats eaten drink drinks drank feed food taste",
    "make": "made make makes build built invent invented carve carved created create drew draw painted",
    "write": "write writes wrote written",
    "live": "live lives lived stay stayed home", "sleep": "sleep sleeps slept dream", "from": "from born",
    "old": "old age young", "many": "many number", "look": "look looks colour color wear wears wearing",
    "fear": "afraid scared fear frightened", "give": "gave give given gives", "meet": "meet met",
    "go": "went go goes going gone visit visited leave left", "die": "die died dead alive death",
    "mend": "fix fixed mend mended repair broke broken", "sing": "sing sang song music tune play played plays",
    "read": "read reads reading", "find": "find found lost lose", "teach": "taught teach learn learned learnt",
    "marry": "married marry wedding wife husband", "cost": "cost price worth paid pay",
    "win": "won win lost lose score",
}  # fmt: skip
"""Common words of questions that say what is asked for."""
_BY_WORD: Mapping[str, str] = {word: sort for sort, words in _SORTS.items() for word in words.split()}


@lru_cache(4096)
def find_sorts(plain: str) -> frozenset[str]:
    """What a plain question asks for, as far as its common words say."""
    return frozenset(_BY_WORD[word] for word in split_words(plain) if word in _BY_WORD)
