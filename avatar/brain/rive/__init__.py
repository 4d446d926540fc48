"""RiveScript, on a short lead: persona files are data that may come from strangers.

    text ─ reading ─> Source ─ vetting ─> Book (what everybody can be answered) ─ Script (one listener's talk) ─> reply

The language is RiveScript 2.0 (https://www.rivescript.com/docs/tutorial), without object macros, which are programs.
A Book never changes, so that any number of listeners share one; a Script holds what one of them has told it.
"""

from avatar.brain.rive.book import HOME, Book, MatchRule
from avatar.brain.rive.script import LONGEST_MESSAGE, Overtime, PersonaScript

__all__ = ["HOME", "LONGEST_MESSAGE", "Book", "MatchRule", "Overtime", "PersonaScript"]
