"""Character cards: a persona as the chat world passes it around, and what of it is told to a language model where.

file ─ containers ─> JSON ─ reading ─> CharacterCard ─ prompting ─> what is sent
                                          lore ─┘ macros ─┘
"""

from avatar.brain.cards.lore import Book, Lore
from avatar.brain.cards.prompting import Play, Told, choose_greeting, list_unknown, play
from avatar.brain.cards.reading import CharacterCard, read

__all__ = ["Book", "CharacterCard", "Lore", "Play", "Told", "choose_greeting", "list_unknown", "play", "read"]
