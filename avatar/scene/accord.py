"""What people do of their own accord while they talk and while they listen, by what is said.

A line of its own meaning has a gesture of its own: who says "three" counts, who says "you" points, who doesn't know
shrugs. What no rule knows gets a beat on a word that is leant on, often enough that nobody stands still for long.
Everything follows from the text and a seed, so the same show is acted the same wherever it is begun.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from avatar import library
from avatar.character.accord import ACCORD
from avatar.character.acting import GESTURES, Gesture
from avatar.errors import AvatarError
from avatar.scene.meanings import USUAL, patterns

CHARACTERS_A_SECOND = 15.0
"""About how fast people speak: all that is needed to know whether two words are seconds apart."""

SOON_S = 1.6
"""Seconds between the end of one act and the start of the next, at least: sooner is fidgeting."""
OFTEN_S = 3.6
"""Seconds without an act after which somebody of usual temper takes a rule that fits."""
LONG_S = 5.6
"""Seconds without an act after which a beat falls on some word, whatever it means."""
LISTENED_S = 6.5
"""Seconds between two acts of a listener of usual temper: listeners do less, or they steal the line."""
STRONG = 2.2
"""Weight from which a rule is what the line is about, and need not wait for OFTEN_S."""
CALMER = 0.45
"""Energy of a talk's acts beside those of a show: nobody is watching from the back row."""


class Rule(NamedTuple):
    """A meaning, and what hands and heads do for it."""

    meaning: str
    """The row of `meanings` whose words ask for it, and on the first of which the act falls; '' for none."""
    gestures: str
    """Gestures that mean it, best first; the next one where the first was what they did last, or their hands can't."""
    weight: float
    """Which of several meanings of a line is acted."""
    why: str


SPEAKING = (
    Rule("not knowing", "shrug offer", 3.0,
         "Not knowing is shown with shoulders and palms nearly everywhere (Darwin 1872)."),
    Rule("stop", "stop", 2.8, "A raised palm keeps the turn, and keeps somebody off."),
    Rule("greeting", "wave", 2.6, "A greeting without a hand looks like a mistake."),
    Rule("no", "shake", 2.6, "The head says no first."),
    Rule("yes", "nod", 2.4, "The head says yes first."),
    Rule("big", "big offer", 2.3, "Size is shown by the distance between the hands."),
    Rule("small", "small", 2.3, "The same, for what is little."),
    Rule("secret", "lean-in", 2.2, "What not everybody may hear is said from nearer."),
    Rule("number", "count one", 2.0, "Numbers are counted out: fingers are where they began."),
    Rule("one", "one point", 1.7, "A finger up says that there is no other."),
    Rule("dread", "recoil lift-brows", 1.7, "One draws back from what one tells of."),
    Rule("regret", "look-down tilt", 1.7, "Eyes drop."),
    Rule("me", "me", 1.5, "A hand on the chest is I."),
    Rule("thinking", "tilt look-down", 1.4, "Who looks for words looks away from faces (Glenberg 1998)."),
    Rule("you", "point present", 1.3, "Whom one speaks of is pointed at, with a finger or, politer, with a palm."),
    Rule("contrast", "present-left present", 1.15,
         "The other thing lies on the other side (McNeill 1992: space stands for contrast)."),
    Rule("news", "lift-brows tilt", 1.1, "Brows mark what is news."),
    Rule("here", "present offer", 1.0, "An open palm hands an explanation over."),
)  # fmt: skip
"""What is acted while it is said. The heaviest that fits is done."""

ASKED = Rule("", "offer tilt lift-brows", 1.6, "A question holds its hands open for the answer.")
BEATS = Rule(
    "", "beat present tilt present-left lift-brows", 0.5, "Hands beat time to stressed words, whatever these mean."
)

LISTENING = (
    Rule("reveal", "recoil lift-brows", 2.4, "A reveal is seen in the face of whoever hears it."),
    Rule("secret", "lean-in", 2.2, "One comes nearer."),
    Rule("agreement", "nod", 1.8, "Asked to agree, one does."),
    Rule("?", "lift-brows tilt", 1.5, "The brows of who is asked go up before the answer comes."),
    Rule("!", "lift-brows recoil tilt", 1.3, "What is called out is met with brows."),
    Rule("", "nod tilt lean-in lift-brows", 0.6, "Who listens shows it every few seconds (Yngve 1970)."),
)
"""What listeners do of what they hear; the act comes as its words end."""

LAUGHED_LIVELY = Rule("", "chuckle tilt chuckle look-down", 0.9, "Laughter is caught; shoulders give it away first.")
LAUGHED_CALM = Rule("", "shake look-down lift-brows tilt", 0.9, "Who must not laugh does something else.")
LIVELY = 1.0
"""Energy from which somebody laughs along."""

QUIET = frozenset("deadpan sad bored embarrassed thinking".split())
"""Moods in which hands stay down: the face that the script asked for is what is to be seen."""
HEADS = frozenset(name for name, gesture in (GESTURES | ACCORD).items() if not any(
    key.left.name or key.right.name for key in gesture.keys
))  # fmt: skip
"""Gestures that need no hand."""


class Temper(NamedTuple):
    """How somebody is: what decides how much they do of their own accord."""

    energy: float = 1.0
    hands: frozenset[tuple[str, str]] = frozenset()
    """Side and pose of each hand that is drawn; a hand that holds something by nature (a microphone) is left out."""
    wears: bool = False
    """Whether they can wear something on their head."""

    def can(self, gesture: str, busy: str = "") -> bool:
        """Whether they have the hands for it. `busy`: the side of a hand that holds something."""
        return all(hand in self.hands and hand[0] != busy for hand in _needs(gesture))


@lru_cache(maxsize=64)
def _needs(gesture: str) -> frozenset[tuple[str, str]]:
    """Side and pose of each hand that a gesture shows."""
    move: Gesture | None = ACCORD.get(gesture) or GESTURES.get(gesture)
    sides = ((side, getattr(key, side).name) for key in (move.keys if move else ()) for side in ("left", "right"))
    return frozenset(hand for hand in sides if hand[1])


@lru_cache(maxsize=64)
def read_temper(character: str) -> Temper:
    """The temper of a character of the library; the usual one, without hands, where its file can't be read."""
    try:
        table = library.read_toml(library.character(character) / "character.toml")
    except (AvatarError, OSError, ValueError):
        return Temper()
    return _temper(table)


def _temper(table: Mapping[str, Any]) -> Temper:
    layers = [layer.get("hand") for layer in table.get("layer", ()) if isinstance(layer, dict)]
    hands = {(str(hand[0]), str(hand[1])) for hand in layers if isinstance(hand, list) and len(hand) == 2}
    holding = {side for side, name in hands if name == "rest"}
    temperament = table.get("temperament")
    energy = temperament.get("energy", 1.0) if isinstance(temperament, dict) else 1.0
    free = frozenset(hand for hand in hands if hand[0] not in holding)
    return Temper(float(energy) if isinstance(energy, int | float) else 1.0, free, "wearing" in table)


@dataclass(frozen=True)
class Habit:
    """What somebody has done of late."""

    over: float = -math.inf
    """Seconds at which their last act ended."""
    names: tuple[str, ...] = ()
    """Their last acts, newest last."""

    def did(self, name: str, start: float) -> Habit:
        move = ACCORD.get(name) or GESTURES.get(name)
        return Habit(start + (move.duration if move else 1.0), (*self.names[-1:], name))


class Volunteered(NamedTuple):
    """An act that somebody does of their own accord."""

    at: int
    """Index of the character of the text that it falls on."""
    name: str
    """A gesture's."""
    strength: float


@dataclass
class Volition:
    """Decides what somebody does, line after line."""

    temper: Temper
    seed: int
    habit: Habit = field(default_factory=Habit)

    def speak(
        self,
        text: str,
        t: float,
        *,
        stressed: Sequence[int] = (),
        mood: str = "",
        busy: str = "",
        language: str = USUAL,
    ) -> list[Volunteered]:
        """What they do while they say `text` from about `t` seconds on.

        `language`: BCP 47; `stressed`: places of words that are leant on; `mood`: the expression that the script has
        put on their face; `busy`: the side of a hand that holds something.
        """
        found: list[Volunteered] = []
        liveliness = max(0.25, self.temper.energy)
        wishes = sorted(_wishes(text, stressed, language), key=lambda wish: (-wish[1].weight, wish[0]))
        taken: list[tuple[float, float]] = []
        for at, rule in wishes:
            start = t + at / CHARACTERS_A_SECOND
            since = start - self.habit.over if not found else math.inf
            apart = all(
                start - end > OFTEN_S / liveliness or begin - start > OFTEN_S / liveliness for begin, end in taken
            )
            patience = SOON_S if rule.weight >= STRONG else LONG_S if rule.weight < 1.0 else OFTEN_S
            if not apart or since < patience / liveliness:
                continue
            name = self._choose(rule, mood, busy, text)
            if name:
                found.append(Volunteered(at, name, min(1.3, 0.55 + 0.45 * liveliness)))
                taken.append((start, start + 1.2))
                self.habit = replace(self.habit, names=(*self.habit.names[-1:], name))
        for act in sorted(found):
            self.habit = self.habit.did(act.name, t + act.at / CHARACTERS_A_SECOND)
        return sorted(found)

    def listen(
        self, text: str, t: float, *, mood: str = "", busy: str = "", language: str = USUAL
    ) -> list[Volunteered]:
        """What they do while somebody else says `text` from about `t` seconds on: one act at most."""
        small, words = _small(text), patterns(language)
        for rule in LISTENING:
            pattern = _SIGNS.get(rule.meaning) or words.get(rule.meaning)
            match = pattern.search(small) if pattern else None
            if match is None or (rule.weight < 1.0 and len(text) < 2.6 * CHARACTERS_A_SECOND):
                continue
            # Of a long line the last third is where a listener has understood.
            at = match.end() - 1 if rule.weight >= 1.0 else _phrase_end(text)
            start = t + at / CHARACTERS_A_SECOND
            patience = SOON_S if rule.weight >= STRONG else LISTENED_S
            if start - self.habit.over < patience / max(0.4, self.temper.energy):
                continue
            name = self._choose(rule, mood, busy, text)
            if name:
                self.habit = self.habit.did(name, start)
                return [Volunteered(at, name, min(1.1, 0.5 + 0.4 * self.temper.energy))]
        return []

    def laugh(self, strength: int, t: float, text: str) -> list[Volunteered]:
        """What they do while the house laughs at what somebody else has said: from 1 to 5 strong."""
        if t - self.habit.over < SOON_S or strength < (2 if self.temper.energy >= LIVELY else 3):
            return []
        rule = LAUGHED_LIVELY if self.temper.energy >= LIVELY else LAUGHED_CALM
        name = self._choose(rule, "", "", text)
        if name:
            self.habit = self.habit.did(name, t)
            return [Volunteered(0, name, min(1.2, 0.4 + 0.2 * strength))]
        return []

    def begin(self) -> None:
        """A new clock begins; what they did last is remembered, and when is not."""
        self.habit = replace(self.habit, over=-math.inf)

    def rest(self, t: float) -> None:
        """Something breaks the talk: what they did before it is forgotten, unless they are still at it. So what they do
        after it does not hang on all that came before."""
        self.habit = Habit(self.habit.over if self.habit.over > t else -math.inf)

    def act(self, name: str, t: float) -> None:
        """Remember what the script has asked of them."""
        self.habit = self.habit.did(name, t)

    def _choose(self, rule: Rule, mood: str, busy: str, text: str) -> str:
        """One of a rule's gestures that they can do, and did not do last; '' for none."""
        names = [name for name in rule.gestures.split() if self.temper.can(name, busy)]
        if mood in QUIET:
            names = [name for name in names if name in HEADS or name == "shrug"]
        fresh = [name for name in names if name not in self.habit.names[-2:]]
        if not fresh and rule.weight >= STRONG:
            fresh = [name for name in names if name not in self.habit.names[-1:]]
        if not fresh:
            return ""
        return fresh[0] if rule.weight >= 1.0 else fresh[_draw(self.seed, text) % len(fresh)]


_SIGNS: Mapping[str, re.Pattern[str]] = {
    "?": re.compile(r"[?？؟]\W*$"), "!": re.compile(r"[!！]\W*$"), "": re.compile(r"\w")
}  # fmt: skip
"""What means something in every language."""


_BEFORE = " .!?,;…。、，！？¡¿«„“‘—–-\"'"
"""What may stand before the first word of a meaning."""


def _small(text: str) -> str:
    """A text as `meanings` has it, letter for letter."""
    small = text.lower()
    return (small if len(small) == len(text) else text).replace("’", "'")


def _wishes(text: str, stressed: Sequence[int], language: str) -> Iterator[tuple[int, Rule]]:
    """All that a line asks for, by places in it."""
    small, words = _small(text), patterns(language)
    for rule in SPEAKING:
        match = words[rule.meaning].search(small) if rule.meaning in words else None
        if match:
            yield match.start() + len(match[0]) - len(match[0].lstrip(_BEFORE)), rule
    if _SIGNS["?"].search(small):
        asked = list(re.finditer(r"\w+", small))
        yield (asked[max(0, len(asked) - 2)].start() if asked else 0), ASKED
    for at in stressed or _content_words(small):
        yield at, BEATS


def _content_words(text: str) -> list[int]:
    """Places of words that are probably leant on: the long ones, and never the first."""
    words = [match for match in re.finditer(r"\w+(?:'\w+)?", text) if match.start()]
    return [match.start() for match in sorted(words, key=lambda match: -len(match[0]))[:3] if len(match[0]) > 3]


def _phrase_end(text: str) -> int:
    """The last comma, or what is like it, in the second half of a line; else its last third."""
    half = len(text) // 2
    signs = [match.start() for match in re.finditer(r"[,;:–—.]", text) if half < match.start() < len(text) - 3]
    return signs[0] if signs else len(text) * 2 // 3


def _draw(seed: int, text: str) -> int:
    """A number that looks random."""
    return int.from_bytes(hashlib.blake2b(f"{seed} {text}".encode(), digest_size=4).digest(), "little")
