"""The words of stage directions as tables: how a line is said, what faces and hands do, who comes and goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, reduce
from typing import NamedTuple

from avatar import library
from avatar.errors import LibraryError
from avatar.nearest import find_nearest
from avatar.performer.delivery import MANNERS, TINTS, Delivery
from avatar.show import props, tongues, verbs
from avatar.text import directions, vocabulary
from avatar.text.vocabulary import NOISE_OF, USUAL, Vocabulary
from avatar.types import Mark

_MANNER_OF = {word: manner.delivery for manner in MANNERS.values() for word in manner.words.split()}

COMES = "enters enter comes arrives appears returns reappears re-enters reenters"
GOES = "exits exit leaves leave goes-off goes-out goes-away disappears departs vanishes exeunt flees"
MOVES = "walks moves goes steps crosses runs slides walk move go step cross run shuffles strolls"
LOOKS = "looks turns glances stares gazes peers look turn glance stare faces"
INTO = ("in", "on", "back", "out", "onstage")
_GAITS = frozenset(
    "walks runs goes steps strolls storms strides marches rushes hurries slips sneaks stomps wanders staggers backs "
    "limps crawls tiptoes shuffles struts dashes bolts bursts pops saunters trots hops skips slides creeps scurries "
    "charges sweeps drifts shambles waddles hobbles slinks jumps leaps dances".split()
)
"""Ways of walking: with `in` they are entrances, with `off` exits, with a place moves."""
_IN, _OFF = frozenset("in on onstage inside".split()), frozenset("off out away offstage outside".split())
_SMALL_WORDS = frozenset("a an the his her their its my your both one long big small deep little quick slow".split())
_GIVES = frozenset("gives takes makes does throws shoots flashes bursts breaks begins starts lets heaves".split())
"""Verbs whose object is what is done: `gives a shrug`, `bursts out laughing`."""

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
        self.genders = {role: found for role, character in cast.items() if (found := _gender(character))}
        """Role to "he" or "she", where the character's file says which."""
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
            elif (held := props.read_aside(part)) is not None:
                marks.append(held)
            elif (found := self._manner_or_mark(part, who)) is not None:
                if isinstance(found, Mark):
                    marks.append(found)
                    delivery = delivery.plus(TINTS[found.name].delivery) if found.name in TINTS else delivery
                else:
                    delivery, manner = delivery.plus(found), True
            elif english := tongues.translate(part):
                theirs = self.aside(english.replace(" ", ", "), who)
                marks += theirs.marks
                delivery, manner = delivery.plus(theirs.delivery), manner or theirs.manner
                silence, noise = max(silence, theirs.pause), noise or theirs.noise
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
        return self.roles.get(name) or self._short(name)

    def _short(self, name: str) -> str | None:
        """The role that is called so by a part of its name: `Piper` for MR. PIPER; None where several are, or none."""
        found = {role for known, role in self.roles.items() if name in known.split()}
        return found.pop() if len(found) == 1 and len(name) > 2 else None

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
        close = find_nearest(word.lower(), words, 0.85 if " " in word.strip() else 0.7)
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
        found = self._deed(words, who)
        if found is None and (english := tongues.translate(rest)):
            found = self._foreign(english.split(), who)
        return found

    def _deed(self, words: list[str], who: str) -> Mark | None:
        after = words[1:]
        place = next((_PLACES[word] for word in after if word in _PLACES), "")
        place = next((word for word in after if re.fullmatch(r"[1-9]/[1-9]", word)), place)
        forms = verbs.s_forms(words[0])
        if (walked := _walked(forms, after, place)) is not None:
            return walked
        if any(form in LOOKS.split() for form in forms):
            target = self._target_in(after)
            return Mark("look", target) if target else None
        return self._gesture(words, forms, after, who)

    def _gesture(self, words: list[str], forms: tuple[str, ...], after: list[str], who: str) -> Mark | None:
        """The gesture or the expression that a verb, alone or with its object, asks for."""
        if "shakes" in forms and not {"head", "heads"} & {*after} and after:
            return None  # hands
        if "rolls" in forms and "eyes" in after:
            return Mark("expression", "deadpan")
        for count in (3, 2):
            if len(words) >= count and (found := self.mark("-".join(words[:count]), who)):
                return found
        if found := next((mark for form in forms if (mark := self.mark(form, who))), None):
            return found
        if any(form in _GIVES for form in forms):
            objects = (word for word in after[:4] if word not in _SMALL_WORDS)
            return next(
                (mark for word in objects for form in verbs.s_forms(word) if (mark := self.mark(form, who))), None
            )
        return None

    def _foreign(self, english: list[str], who: str) -> Mark | None:
        """The same from words that were translated one by one: `walks slow left exits`."""
        if "exits" in english:
            return Mark("exit", "")
        place = next((word for word in english if word in _PLACES), "")
        if "enters" in english:
            return Mark("enter", place)
        if place:
            return Mark("move", place)
        if "looks" in english:
            return Mark("look", "audience") if "audience" in english else None
        return next((mark for word in english if (mark := self.mark(word, who))), None)

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


def _walked(forms: tuple[str, ...], after: list[str], place: str) -> Mark | None:
    """Coming, going and moving; None for all else."""
    gait = next((form for form in forms if form in _GAITS), "")
    head = after[:4]
    if "bursts" in forms and "out" in head:
        return None  # laughing
    if any(form in GOES.split() for form in forms) or (gait and _OFF.intersection(head)):
        return Mark("exit", "")
    if any(form in ("heads", "makes") for form in forms) and {"door", "exit", "exits"}.intersection(head):
        return Mark("exit", "")
    comes = next((form for form in forms if form in COMES.split()), "")
    if comes == "comes" and not (after and after[0] in INTO):
        comes = ""
    if comes or (gait and head and (head[0] in _IN or head[0] == "back")):
        return Mark("enter", place)
    if place and (gait or any(form in MOVES.split() for form in forms)):
        return Mark("move", place)
    return None


_HE, _SHE = frozenset("he him his himself man boy".split()), frozenset("she her hers herself woman girl".split())


@lru_cache(maxsize=256)
def _gender(character: str) -> str:
    """Which pronoun a character's own description has for them; '' where it has none, or both."""
    try:
        told = str(library.read_toml(library.character(character) / vocabulary.FILE).get("description", ""))
    except LibraryError:
        return ""
    said = set(_WORDS.findall(told.lower()))
    he, she = bool(said & _HE), bool(said & _SHE)
    return "" if he == she else "he" if he else "she"


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
