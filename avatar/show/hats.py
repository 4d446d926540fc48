"""Hats in the words of scripts: who puts on a crown, takes off the hat, wears headphones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from avatar.character.wearing import BARE
from avatar.scene.accord import read_temper
from avatar.show.cues import Act, Cue, Say
from avatar.show.elements import Problem
from avatar.types import CastMember, Mark

WORDS: Mapping[str, str] = {
    "cap": "cap|baseball cap|flat cap",
    "bowler": "hat|bowler|bowler hat|derby|fedora|trilby",
    "top-hat": "top hat|topper|silk hat|magician's hat",
    "crown": "crown|tiara|diadem",
    "party-hat": "party hat|paper hat|pointed hat|cone",
    "headphones": "headphones|headset|earphones|earmuffs|ear defenders",
    "beanie": "beanie|bobble hat|woolly hat|wool hat|winter hat|stocking cap",
    "straw-hat": "straw hat|sun hat|boater|panama|panama hat",
    "cowboy-hat": "cowboy hat|stetson|ten-gallon hat",
    "chef-hat": "chef's hat|chef hat|toque|cook's hat",
    "hard-hat": "hard hat|helmet|safety helmet",
}
"""Hat (`character.wearing.HATS`) to the words for it; `hat` alone is a bowler."""

COLOURS: Mapping[str, str] = {
    "red": "#b5443f", "blue": "#3f6f9f", "green": "#4f8a5b", "yellow": "#d9ae4a", "white": "#ece7dc",
    "black": "#33303a", "brown": "#8a5f3f", "grey": "#8a8790", "gray": "#8a8790", "pink": "#d98aa0",
    "purple": "#7a5aa6", "orange": "#d98a3f",
}  # fmt: skip
"""Colours that a script may give to one."""

_HAT_OF = {word: hat for hat, words in WORDS.items() for word in words.split("|")}
_THE = r"(?:(?:the|a|an|his|her|its|their|my|your|that|this|another|some|old|big|little|small|funny|silly|pair of)\s+)*"
_HATS = "|".join(sorted((re.escape(word) for word in _HAT_OF), key=len, reverse=True))
_NOUN = rf"{_THE}(?:(?P<ink>{'|'.join(COLOURS)})\s+)?(?P<hat>{_HATS})\b"
_ON = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:puts?|putting|tr(?:y|ies)|slips?|pulls?|sets?)\s+(?:back )?on\s+{_NOUN}",
        rf"(?:wears?|wearing|dons?|donning|in)\s+{_NOUN}",
        rf"(?:puts?|tries|pulls?)\s+{_NOUN}\s+(?:back )?on\b",
    )
)
_OFF = re.compile(
    rf"(?:(?:takes?|taking|pulls?)\s+off|removes?|removing|doffs?|lifts?|loses)\s+{_NOUN}"
    rf"|takes?\s+{_THE}(?:{_HATS})\s+off\b",
    re.I,
)


def read_deed(rest: str) -> Mark | None:
    """What somebody does with a hat, from what follows their name: `puts on a crown`; None for anything else."""
    text = rest.strip()
    if _OFF.match(text):
        return Mark("hat", BARE)
    found = next((match for each in _ON if (match := each.match(text))), None)
    return named(found["hat"], found["ink"] or "") if found else None


def named(hat: str, ink: str = "") -> Mark:
    """The mark of a hat by its word, in a colour by its name."""
    colour = COLOURS.get(ink.lower(), "")
    return Mark("hat", f"{_HAT_OF[hat.lower()]}:{colour}" if colour else _HAT_OF[hat.lower()])


def read_note(words: str) -> Mark | None:
    """`red cap` of `[[prop: red cap, MAX]]`; None for what is no hat."""
    found = re.fullmatch(_NOUN, words.strip(), re.I)
    return named(found["hat"], found["ink"] or "") if found else None


def find_bareheaded(cues: Iterable[Cue], cast: Iterable[CastMember]) -> list[Problem]:
    """A problem for each of those who are to wear something and whose head is nowhere said to be."""
    characters = {member.who: member.character for member in cast}
    found: dict[str, Problem] = {}
    for cue in cues:
        if not isinstance(cue, Act | Say) or cue.who in found or cue.who not in characters:
            continue
        marks = (cue.mark,) if isinstance(cue, Act) else tuple(spot.mark for spot in cue.marks)
        hat = next((mark.name.partition(":")[0] for mark in marks if mark.kind == "hat" and mark.name != BARE), "")
        if hat and not read_temper(characters[cue.who]).wears:
            what = f"{cue.who} can wear nothing: the {hat.replace('-', ' ')} is not shown"
            hint = "[wearing] in a character's file says where its head is."
            found[cue.who] = Problem(cue.line, hat, what, hint)
    return list(found.values())
