"""The words of stage directions as tables: how a line is said, what faces and hands do, who comes and goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, reduce
from typing import NamedTuple

from avatar.nearest import find_nearest
from avatar.performer.delivery import MANNERS, TINTS, Delivery
from avatar.text import directions, vocabulary
from avatar.text.vocabulary import NOISE_OF, USUAL, Vocabulary
from avatar.types import Mark

_MANNER_OF = {word: manner.delivery for manner in MANNERS.values() for word in manner.words.split()}

COMES = "enters enter comes arrives appears returns"
GOES = "exits exit leaves leave goes-off walks-off runs-off goes-out walks-out disappears"
MOVES = "walks moves goes steps crosses runs slides walk move go step cross run shuffles strolls"
LOOKS = "looks turns glances stares gazes peers look turn glance stare faces"
INTO = ("in", "on", "back", "out")

_FILLER = frozenset("still now then again very a an the bit little more rather quite almost just suddenly".split())
_PLACES = {"left": "left", "right": "right", "centre": "centre", "center": "centre", "middle": "centre"}
_SILENT_ASIDES = frozenset("cont'd cont’d continuing continued more re".split())
"""Asides that ask for nothing."""

_PAUSE = re.compile(
    r"(?:an? )?(?P<size>short |brief |quick |long |longer |very long )?(?P<word>pause|silence|wait|beat)s?"
    r"(?: (?:of |for )?(?P<count>\d{1,4}(?:\.\d{1,3})?) ?(?P<unit>ms|s|secs?|seconds?)?)?"
)
_LOOK = re.compile(r"(?:look(?:s|ing)? |turn(?:s|ing)? |glanc(?:es|ing) )?(?:to|at|towards?) (?:the )?(.+)")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_DONE = re.compile(r"[\w'’/-]+")
_SIZES = {"short": 0.5, "brief": 0.5, "quick": 0.5, "long": 2.0, "longer": 2.0, "very long": 3.0}
PAUSE_S = {"beat": directions.BEAT, "pause": 1.0, "wait": 1.0, "silence": 1.5}
LONGEST_PAUSE = 30.0
"""Seconds; a longer pause is taken for a slip of the keyboard."""


def read_pause(text: str) -> float | None:
    """Seconds of silence that a direction asks for; None where it asks for something else."""
    found = _PAUSE.fullmatch(" ".join(text.lower().strip(" .").split()))
    if found is None:
        return None
    if found["count"]:
        seconds = float(found["count"]) * (0.001 if found["unit"] == "ms" else 1.0)
    else:
        seconds = PAUSE_S[found["word"]] * _SIZES.get((found["size"] or "").strip(), 1.0)
    return min(seconds, LONGEST_PAUSE)


class Asked(NamedTuple):
    """What a direction asks for."""

    marks: tuple[Mark, ...] = ()
    delivery: Delivery = Delivery()
    pause: float = 0.0
    manner: bool = False
    """Whether it says how the words that follow are spoken, be it as usual."""
    noise: str = ""
    """What the throat does before the words that follow, by a name of `vocabulary.NOISES`."""
    unknown: tuple[str, ...] = ()
    """The parts that were not understood."""


class StageWords:
    """All words that directions may use in one show: the tables', and what each of the cast can act."""

    def __init__(self, roles: Mapping[str, str], cast: Mapping[str, str]) -> None:
        """`roles`: every name that may stand in the script, and the role that it means; `cast`: role to character."""
        self.roles = {name.lower(): role for name, role in roles.items()}
        known = {character: vocabulary.named(character) for character in cast.values()}
        self._all = reduce(Vocabulary.plus, known.values(), USUAL)
        theirs = {character: self._all.plus(each) for character, each in known.items()}
        self._of = {role: theirs[character] for role, character in cast.items()}
        self._nearest: dict[str, str] = {}

    def vocabulary(self, who: str) -> Vocabulary:
        """What a role can be asked for: above all what its character can, then what the others can."""
        return self._of.get(who, self._all)

    # ------------------------------------------------------------------------------------------------- parentheticals

    def aside(self, text: str, who: str = "") -> Asked:
        """What a parenthetical asks of a role."""
        marks: list[Mark] = []
        unknown: list[str] = []
        delivery, manner, silence, noise = Delivery(), False, 0.0, ""
        for part in re.split(r"\s*(?:[,;/]|\band\b|\bthen\b|\bbut\b)\s*", text.lower().strip(" .")):
            seconds = read_pause(part)
            noise = next((NOISE_OF[word] for word in _WORDS.findall(part) if word in NOISE_OF), noise)
            if not part or part in _SILENT_ASIDES:
                continue
            if seconds is not None:
                silence += seconds
            elif (look := self._look(part)) is not None:
                marks.append(look)
            elif (found := self._manner_or_mark(part, who)) is not None:
                if isinstance(found, Mark):
                    marks.append(found)
                    delivery = delivery.plus(TINTS[found.name].delivery) if found.name in TINTS else delivery
                else:
                    delivery, manner = delivery.plus(found), True
            else:
                unknown.append(part)
        return Asked(tuple(marks), delivery, silence, manner, noise, tuple(unknown))

    def _manner_or_mark(self, part: str, who: str) -> Delivery | Mark | None:
        """The first of its words that is known: `smiling broadly`, `very quietly`, `with a shrug`."""
        words = [part.replace(" ", "-"), *_WORDS.findall(part)]
        return next((found for word in words if (found := _MANNER_OF.get(word) or self.mark(word, who))), None)

    def _look(self, part: str) -> Mark | None:
        """`to audience`, `to Max`, `aside`, `looking away`."""
        if part == "aside":
            return Mark("look", "audience")
        found = _LOOK.fullmatch(part)
        target = self.target(found[1]) if found else None
        return Mark("look", target) if target else None

    def target(self, words: str) -> str | None:
        """Whom or what to look at."""
        name = words.strip(" .").lower()
        if name in ("audience", "camera", "house", "crowd", "room", "us", "front"):
            return "audience"
        if name in ("aside", "himself", "herself", "itself", "themselves"):
            return "away"
        if name in ("away", "left", "right"):
            return name
        return self.roles.get(name)

    def mark(self, word: str, who: str = "") -> Mark | None:
        """The expression or gesture that one word asks of a role."""
        return self.vocabulary(who).aside(word)

    def nearest(self, word: str) -> str:
        """A suggestion for a word that is not known."""
        if word not in self._nearest:
            self._nearest[word] = self._suggestion(word)
        return self._nearest[word]

    def _suggestion(self, word: str) -> str:
        words = [*self._all.words, *_MANNER_OF, "beat", "to audience"]
        close = find_nearest(word.lower(), words, 0.7)
        return (
            f"Did you mean ({close})?"
            if close
            else "Expressions, gestures and manners are listed by `avatar docs shows`."
        )

    # -------------------------------------------------------------------------------------------------------- actions

    def deed(self, rest: str, who: str = "") -> Mark | None:
        """What somebody does, from what follows their name: `waves`, `walks left`, `comes in`; None for the rest."""
        words = [word for word in _DONE.findall(rest.lower()) if word not in _FILLER]
        if not words:
            return None
        verb, after = words[0], words[1:]
        pair = f"{verb}-{after[0]}" if after else ""
        place = next((_PLACES[word] for word in after if word in _PLACES), "")
        place = next((word for word in after if re.fullmatch(r"[1-9]/[1-9]", word)), place)
        if pair in GOES.split() or verb in GOES.split():
            return Mark("exit", "")
        if (verb in COMES.split() and (verb != "comes" or (after and after[0] in INTO))) or pair in _WALKS_IN:
            return Mark("enter", place)
        if verb in MOVES.split() and place:
            return Mark("move", place)
        if verb in LOOKS.split():
            target = self._target_in(after)
            return Mark("look", target) if target else None
        several = ("-".join(words[:count]) for count in (3, 2, 1))  # gives a thumbs up, curtsies
        return next((mark for each in several if (mark := self.mark(each, who))), None)

    def _target_in(self, words: list[str]) -> str | None:
        if words and words[0] in ("at", "to", "towards", "toward", "into"):
            words = words[1:]
        return self.target(" ".join(words)) or (self.target(words[0]) if words else None)

    def misspelt(self, rest: str, who: str = "") -> str:
        """The verb that somebody seems to have meant; '' where this is simply a description."""
        words = rest.lower().strip(" .").split()
        if not 1 <= len(words) <= 2:
            return ""
        return _nearest_verb(words[0], self.vocabulary(who).verbs)


_WALKS_IN = frozenset(f"{verb}-{word}" for verb in "walks walk runs steps strolls".split() for word in ("in", "on"))


@lru_cache(maxsize=1024)
def _nearest_verb(word: str, verbs: tuple[str, ...]) -> str:
    close = find_nearest(word, (*verbs, *COMES.split(), *GOES.split(), *MOVES.split()), 0.8)
    return close if close != word else ""


def find_meaning(word: str) -> str:
    """What a word already means on stage, so that no character can have it for a gesture; '' where it is free."""
    if word in _MANNER_OF:
        return "how a line is said"
    if read_pause(word) is not None or word in _SILENT_ASIDES or word in _FILLER:
        return "no act"
    tables = ((COMES, "an entrance"), (GOES, "an exit"))
    return next((what for words, what in tables if word in words.split() and word != "comes"), "")
