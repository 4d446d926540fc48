"""The words of stage directions as tables: how a line is said, what faces and hands do, who comes and goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from avatar import library
from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.errors import AvatarError
from avatar.performer.delivery import Delivery
from avatar.text import directions as inline
from avatar.types import Mark


class Manner(NamedTuple):
    """A way to say a line."""

    words: str
    delivery: Delivery
    why: str


MANNERS = (
    Manner("whispering whisper whispers whispered hushed sotto", Delivery(whisper=True), "breath, and no voice"),
    Manner("fast quick quickly rapid rapidly hurried hastily rushed", Delivery(1.35), "faster, with all words kept"),
    Manner("slow slowly deliberately drawn-out", Delivery(0.72), "slow enough to be meant"),
    Manner(
        "loud loudly shouting shouts yelling yells calling calls", Delivery(1.02, 12, 1.5), "effort lifts the pitch"
    ),
    Manner("quiet quietly softly soft gently muttering mutters murmuring", Delivery(0.95, -4, 0.6), "with less breath"),
    Manner("high squeaky shrill falsetto", Delivery(pitch=22), "nearly half of the way up"),
    Manner("low deep gruff gravelly", Delivery(0.97, -18), "as far down as a voice stays clear"),
    Manner("excited excitedly breathless eager eagerly", Delivery(1.15, 10, 1.1), "arousal speeds speech and lifts it"),
    Manner("firm firmly stern sternly serious seriously", Delivery(0.94, -6, 1.1), "weight on every word"),
)

TINTS: Mapping[str, Manner] = {
    "deadpan": Manner("", Delivery(0.95, -4), "flat and unhurried; the joke is in the words"),
    "sad": Manner("", Delivery(0.88, -8, 0.85), "slow, low and soft (Scherer 2003)"),
    "angry": Manner("", Delivery(1.08, 6, 1.25), "fast, loud and high"),
    "surprised": Manner("", Delivery(1.04, 12, 1.05), "a jump in pitch"),
    "bored": Manner("", Delivery(0.88, -6, 0.9), "little effort"),
    "thinking": Manner("", Delivery(0.94, 0, 0.95), "words are being looked for"),
    "embarrassed": Manner("", Delivery(1.03, 4, 0.85), "quickly and not too loud"),
    "smile": Manner("", Delivery(1.0, 3), "a smile shortens the vocal tract, which is heard (Tartter 1980)"),
    "laugh": Manner("", Delivery(1.03, 6, 1.05), "as a smile, more so"),
}
"""What an expression does to the voice."""

FEELINGS: Mapping[str, str] = {
    "smile": "delighted pleased relieved hopeful hopefully fond fondly",
    "smirk": "proud proudly confident confidently",
    "surprised": "scared afraid frightened terrified horrified alarmed stunned",
    "sad": "hurt disappointed desperate desperately",
    "angry": "offended indignant impatient impatiently irritated disgusted",
    "thinking": "confused puzzled suspicious suspiciously doubtful doubtfully",
    "embarrassed": "nervous nervously anxious anxiously worried",
    "deadpan": "sarcastic sarcastically ironic ironically",
}
"""Expression to more words for it. Talks lack these: there `*hurt*` is a word that somebody leans on."""

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
_LOOK = re.compile(r"(?:(?:look|turn)(?:s|ing)? |glanc(?:es|ing) )?(?:to|at|towards?) (?:the )?(.+)")
_SIZES = {"short": 0.5, "brief": 0.5, "quick": 0.5, "long": 2.0, "longer": 2.0, "very long": 3.0}
PAUSE_S = {"beat": inline.BEAT, "pause": 1.0, "wait": 1.0, "silence": 1.5}
LONGEST_PAUSE = 30.0
"""Seconds; whoever asks for more has mistyped."""


def pause(text: str) -> float | None:
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
    unknown: tuple[str, ...] = ()
    """The parts that mean nothing to us."""


class Vocabulary:
    """All words that directions may use in one show: the tables', and the cast's own expressions and gestures."""

    def __init__(self, roles: Mapping[str, str], characters: Iterable[str]) -> None:
        """`roles`: every name that may stand in the script, and the role that it means."""
        self.roles = {name.lower(): role for name, role in roles.items()}
        self._own: dict[str, Mark] = {name: Mark("expression", name) for name in EXPRESSIONS}
        self._own |= {name: Mark("gesture", name) for name in GESTURES}
        self._own |= {word: Mark("expression", name) for name, text in FEELINGS.items() for word in text.split()}
        for character in dict.fromkeys(characters):
            self._own |= _own_words(character)
        self._manners = {word: manner.delivery for manner in MANNERS for word in manner.words.split()}
        self._nearest: dict[str, str] = {}

    # ------------------------------------------------------------------------------------------------- parentheticals

    def aside(self, text: str) -> Asked:
        """What a parenthetical asks for."""
        marks: list[Mark] = []
        unknown: list[str] = []
        delivery, silence = Delivery(), 0.0
        for part in re.split(r"\s*(?:[,;/]|\band\b|\bthen\b|\bbut\b)\s*", text.lower().strip(" .")):
            seconds = pause(part)
            if not part or part in _SILENT_ASIDES:
                continue
            if seconds is not None:
                silence += seconds
            elif (look := self._look(part)) is not None:
                marks.append(look)
            elif (found := self._manner_or_mark(part)) is not None:
                if isinstance(found, Mark):
                    marks.append(found)
                    delivery = delivery.plus(TINTS[found.name].delivery) if found.name in TINTS else delivery
                else:
                    delivery = delivery.plus(found)
            else:
                unknown.append(part)
        return Asked(tuple(marks), delivery, silence, tuple(unknown))

    def _manner_or_mark(self, part: str) -> Delivery | Mark | None:
        """The first of its words that is known: `smiling broadly`, `very quietly`, `with a shrug`."""
        words = [part.replace(" ", "-"), *re.findall(r"[a-zà-ÿ'’-]+", part)]
        for word in words:
            if word in self._manners:
                return self._manners[word]
            mark = self.mark(word)
            if mark is not None:
                return mark
        return None

    def _look(self, part: str) -> Mark | None:
        """`to audience`, `to Max`, `aside`, `looking away`."""
        if part == "aside":
            return Mark("look", "audience")
        found = re.fullmatch(
            r"(?:look(?:s|ing)? |turn(?:s|ing)? |glanc(?:es|ing) )?(?:to|at|towards?) (?:the )?(.+)", part
        )
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

    def mark(self, word: str) -> Mark | None:
        """The expression or gesture that one word asks for."""
        if word in self._own:
            return self._own[word]
        placed = inline.read(f"[{word}]").marks if re.fullmatch(r"[a-z][a-z-]{0,38}", word) else ()
        return placed[0].what if placed and isinstance(placed[0].what, Mark) else None

    def nearest(self, word: str) -> str:
        """A suggestion for a word that is not known."""
        if word not in self._nearest:
            self._nearest[word] = self._suggestion(word)
        return self._nearest[word]

    def _suggestion(self, word: str) -> str:
        words = [*self._own, *self._manners, *_expression_words(), "beat", "to audience"]
        close = get_close_matches(word.lower(), words, 1, 0.7)
        return (
            f"Did you mean ({close[0]})?" if close else "Expressions, gestures and manners are listed in docs/shows.md."
        )

    # -------------------------------------------------------------------------------------------------------- actions

    def deed(self, rest: str) -> Mark | None:
        """What somebody does, from what follows their name: `waves`, `walks left`, `comes in`; None for the rest."""
        words = [word for word in re.findall(r"[a-zà-ÿ'’/0-9-]+", rest.lower()) if word not in _FILLER]
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
        return self.mark(pair) or self.mark(verb)

    def _target_in(self, words: list[str]) -> str | None:
        if words and words[0] in ("at", "to", "towards", "toward", "into"):
            words = words[1:]
        return self.target(" ".join(words)) or (self.target(words[0]) if words else None)

    def misspelt(self, rest: str) -> str:
        """The verb that somebody seems to have meant; '' where this is simply a description."""
        words = rest.lower().strip(" .").split()
        if not 1 <= len(words) <= 2:
            return ""
        return _nearest_verb(words[0])


_WALKS_IN = frozenset(f"{verb}-{word}" for verb in "walks walk runs steps strolls".split() for word in ("in", "on"))


def _expression_words() -> list[str]:
    return [word for words in inline.EXPRESSIONS.values() for word in words.split()]


@lru_cache(maxsize=1024)
def _nearest_verb(word: str) -> str:
    close = get_close_matches(word, _verbs(), 1, 0.8)
    return close[0] if close and close[0] != word else ""


def _verbs() -> list[str]:
    gestures = "waves shrugs points applauds claps facepalms bows nods shakes"
    faces = "smiles laughs grins smirks gasps frowns sighs cries glares scowls ponders yawns winks blushes"
    return [*gestures.split(), *faces.split(), *COMES.split(), *GOES.split(), *MOVES.split()]


def _own_words(character: str) -> dict[str, Mark]:
    """The expressions and gestures that a character's file adds."""
    try:
        table = library.read_toml(library.character(character) / "character.toml")
    except AvatarError:
        return {}
    own: dict[str, Mark] = {}
    for kind, key in (("expression", "expressions"), ("gesture", "gestures")):
        rows = table.get(key)
        own |= {name.lower(): Mark(kind, name) for name in rows} if isinstance(rows, dict) else {}  # type: ignore[arg-type]
    return own
