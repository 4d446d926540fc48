"""A Script: one listener's talk with a Book. What it remembers, what it has said, and what it answers.

Recursion, time and lengths are bounded, and replies are dealt like cards, so that none comes back while others have not
had their turn.
"""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from avatar.brain.rive.book import HOME, Book, MatchRule
from avatar.brain.rive.reading import Condition
from avatar.brain.rive.tags import fill_tags
from avatar.errors import BrainError

LONGEST_MESSAGE = 240
"""Characters of a message that are matched: together with the bound on wildcards this bounds the matching time."""
LONGEST_REPLY = 2000
"""Characters."""
_LONGEST_VALUE = 120
"""Characters of a remembered value."""
_MOST_VALUES = 200
_DEPTH = 12
"""Redirections that one reply may take, one within the other."""
_MOST_HOPS = 100
"""Redirections that one reply may take in all."""
_SURE = 40  # the weight from which a reply that tells what is known leaves no room for one that denies it
_PREFERRED = 8
"""How many times as likely a preferred reply is as another."""
_LONGEST_QUOTE = 400
"""Characters of what is told to be said again."""
_REMEMBERED = 9
"""Messages and replies that `<input9>` and `<reply9>` reach back to."""
UNDEFINED = "undefined"
"""What RiveScript calls the value of a variable that has none."""

_POINTING = frozenset("it that this those these him her them you me us one all so".split())
_WEIGHT = re.compile(r"\{weight=(\d+)\}")
_SET = re.compile(
    r"<set [a-z]+=(?:<(?:star\d?|formal|person)>|\{(?:formal|place|trade)\}<star\d?>(?: "
    r"<star\d?>)?\{/(?:formal|place|trade)\}|[\w ]|<star\d?>)+>"
)
"""What a reply keeps of a message."""
_GET = re.compile(r"<get ([a-z_]+)>")
_UNSAFE = re.compile(r"[<>{}|\\\x00-\x1f]")


class Overtime(Exception):
    """A reply took more processor time than it may. Wall time would say nothing on a busy machine."""


class _Unanswered(Exception):
    """Nothing listens for what a redirection leads to."""


class PersonaScript:
    """One character's persona for one listener. Not thread-safe: one thread at a time."""

    def __init__(self, sources: Mapping[str, str] | Book, *, seed: int | None = None, seconds: float = 2.0) -> None:
        """`sources`: file name to text. `seconds`: of the processor, for one reply. Raises BrainError on a bad file."""
        self.book = sources if isinstance(sources, Book) else Book.of(sources)
        self._random = random.Random(seed)
        self._seconds = seconds
        self._deadline = float("inf")
        self._turn = 0
        self._given: dict[str, int] = {}
        self._told = {kind: _plain_values(self.book.definitions[kind]) for kind in ("var", "global")}
        self._values: dict[str, str] = {}
        self._topic = HOME
        self._entered = False
        self._past: dict[str, deque[str]] = {kind: deque(maxlen=_REMEMBERED) for kind in ("input", "reply")}
        self.is_preferred: Callable[[str], bool] = lambda card: False
        """Which replies come sooner than the others of their trigger."""
        self.matched = ""
        """The trigger that the last message matched; '' if none."""

    @classmethod
    def load(cls, folder: Path, *, seed: int | None = None, seconds: float = 2.0) -> PersonaScript:
        """Reads every `*.rive` of a folder, in order of name; none make the common persona. Raises BrainError."""
        return cls(Book.load(folder), seed=seed, seconds=seconds)

    @property
    def triggers(self) -> int:
        """How many triggers it listens for, in all topics."""
        return self.book.triggers

    @property
    def topic(self) -> str:
        return self._topic

    @topic.setter
    def topic(self, name: str) -> None:
        self._topic = name if name in self.book.topics else HOME

    @property
    def variables(self) -> dict[str, str]:
        """What it has learned of the user."""
        return dict(self._values)

    def learn(self, key: str, value: str) -> None:
        """Sets one of the user's variables; a word that only points at something ("I like that") tells nothing."""
        if value.strip().casefold() in _POINTING:
            return
        if len(self._values) < _MOST_VALUES or key in self._values:
            self._values[key] = _made_plain(value)

    def tell(self, key: str, value: str) -> None:
        """Sets a variable of the character's (`<bot key>`)."""
        self._told["var"][key] = _made_plain(value, _LONGEST_QUOTE)

    def has(self, trigger: str) -> bool:
        """Whether the script listens for exactly this trigger."""
        return self.book.has(trigger)

    def cards(self, trigger: str) -> list[str]:
        """The replies written under a trigger."""
        return list(self.book.replies(trigger))

    def begin_turn(self) -> None:
        """Counts a turn: replies rest by turns."""
        self._turn += 1
        self._entered = False

    def end_turn(self) -> None:
        """Closes an open question that this turn did not open again."""
        if not self._entered:
            self.topic = HOME

    def close_question(self) -> None:
        """Closes an open question, this turn's as well."""
        self._entered, self.topic = False, HOME

    def close_if_stale(self, rule: MatchRule | None) -> None:
        """Closes the open question where a rule that answers something else speaks."""
        if rule is None or rule.topic != self._topic:
            self.topic = HOME

    def left(self, rule: MatchRule) -> int:
        """How many replies of a rule were not given yet."""
        return sum(card not in self._given for card in rule.trigger.replies if not card.startswith("{@"))

    def has_left(self, rule: MatchRule) -> bool:
        """Whether a likeness, or what it leads to, has a reply that was not given yet."""
        return self.left(rule) > 0 or self.is_fresh(rule.trigger.redirect or "")

    def is_kept(self, rule: MatchRule) -> bool:
        """Whether a rule tells what is known of the user, and something is: "your name is <get name>"."""
        return any(
            all(self._values.get(name) for name in names)
            for card in rule.trigger.replies
            if (names := _GET.findall(card))
        )

    def tells_known(self, rule: MatchRule) -> bool:
        """Whether a rule tells what is known of the user, or that nothing is."""
        return any(_GET.search(card) for card in rule.trigger.replies)

    def is_fresh(self, trigger: str) -> bool:
        """Whether a trigger has a reply that was not given yet."""
        return any(card not in self._given for card in self.book.replies(trigger))

    def formatted(self, message: str) -> str:
        """A message as triggers expect it: short forms written out, no punctuation."""
        return _formatted(self.book, message)

    def heard(self, message: str, topic: str) -> list[MatchRule]:
        """Every rule that a formatted message matches in a topic, in the order in which they are tried; alone the one
        that answers to what was said just before, where there is one."""
        self._deadline = time.thread_time() + self._seconds
        answering = _Answering(self, message)
        try:
            before = answering.following(topic)
            return [before] if before else [rule for rule, _ in answering.matching(topic=topic)]
        finally:
            self._deadline = float("inf")

    def take_in(self, rule: MatchRule, message: str) -> None:
        """Learns what a rule would learn from a formatted message (`<set like=<star>>`), and says nothing."""
        match = rule.pattern.match(message)
        sets = next((found for card in rule.trigger.replies if (found := _SET.findall(card))), ())
        if match and sets:
            fill_tags("".join(sets), _groups(match), (), _Answering(self, message))

    def answer(self, message: str, rule: MatchRule | None = None) -> str:
        """The reply to a message that `make_plain` has made plain, or a rule's to it; '' where the script has none.

        Raises Overtime, and BrainError where the script goes round in circles.
        """
        self._deadline = time.thread_time() + self._seconds
        try:
            reply = _Answering(self, message).reply(rule)[:LONGEST_REPLY]
        except _Unanswered:
            return ""
        finally:
            self._deadline = float("inf")
        return " ".join(reply.split())

    def is_given(self, card: str) -> bool:
        """Whether a reply was given already."""
        return card in self._given

    def give(self, card: str) -> str:
        """A reply as it is said, whatever trigger it stands under."""
        self._given[card] = self._turn
        reply = fill_tags(_WEIGHT.sub("", card), (), (), _Answering(self, ""))
        self.keep("", reply)
        return " ".join(reply.split())

    def fill(self, card: str) -> str:
        """A text of the script's with its tags filled in, as what stands before a reply: it counts as none itself."""
        return " ".join(fill_tags(_WEIGHT.sub("", card), (), (), _Answering(self, "")).split())

    def check(self) -> None:
        """Raises Overtime once the reply has used up its time."""
        if time.thread_time() > self._deadline:
            raise Overtime

    # ------------------------------------------------------------------------------ what an answer asks of the script

    def value(self, name: str) -> str:
        """One of the user's variables, or UNDEFINED."""
        return self._topic if name == "topic" else self._values.get(name, UNDEFINED)

    def told(self, kind: str, name: str) -> str:
        """A variable of the character's (`bot`) or of everybody's (`env`), or UNDEFINED."""
        return self._told["var" if kind == "bot" else "global"].get(name, UNDEFINED)

    def tell_kind(self, kind: str, name: str, value: str) -> None:
        """Sets what `told` gives."""
        self._told["var" if kind == "bot" else "global"][name] = _made_plain(value)

    def enter(self, topic: str) -> None:
        """Opens a topic for the next turn."""
        self._entered = True
        self.topic = topic

    def past(self, kind: str) -> Sequence[str]:
        """The last messages ("input") or replies ("reply"), the newest first."""
        return self._past[kind]

    def keep(self, message: str, reply: str) -> None:
        """Remembers what was said and answered."""
        self._past["input"].appendleft(message)
        self._past["reply"].appendleft(reply)

    def choose(self, options: Sequence[str]) -> str:
        return self._random.choice(options) if options else ""

    def deal(self, cards: Sequence[str]) -> str:
        """A card that was not given yet, among those whose variables are known; else the one given longest ago."""
        weights = {card: int(found[1]) if (found := _WEIGHT.search(card)) else 1 for card in cards}
        playable = [card for card in cards if all(self._values.get(name) for name in _GET.findall(_setting_gone(card)))]
        playable = [card for card in playable if _GET.search(card) and weights[card] >= _SURE] or playable or [*cards]
        fresh = [card for card in playable if card not in self._given]
        if fresh:
            odds = [weights[card] * (_PREFERRED if self.is_preferred(card) else 1) for card in fresh]
            card = self._random.choices(fresh, odds)[0]
        else:
            card = min(playable, key=lambda card: self._given[card])
        if not card.startswith("{@"):
            self._given[card] = self._turn
        return _WEIGHT.sub("", card)


class _Answering:
    """One message on its way to a reply: what its tags ask (`tags.Listener`), and how deep its redirections go."""

    def __init__(self, script: PersonaScript, message: str) -> None:
        self._script = script
        self._message = _formatted(script.book, message)
        self._depth = self._hops = 0

    def reply(self, rule: MatchRule | None = None) -> str:
        reply = self._find(self._message, first=True) if rule is None else self._given(rule)
        if "__begin__" in self._script.book.topics:
            reply = self._framed(reply)
        self._script.keep(self._message, reply)
        return reply

    def _framed(self, reply: str) -> str:
        """A reply in the frame that the `> begin` block puts around it."""
        for rule in self._script.book.rules("__begin__"):
            if rule.pattern.match("request") and rule.trigger.replies:
                frame = self._script.deal(rule.trigger.replies)
                return fill_tags(frame, (), (), self).replace("{ok}", reply)
        return reply

    def _find(self, message: str, *, first: bool = False) -> str:
        """The reply to a message. Raises _Unanswered where there is none."""
        before = self.following() if first else None
        if before is not None:
            return self._given(before)
        return self._replied(*next(self.matching(message), (None, None)))

    def _given(self, rule: MatchRule) -> str:
        """A rule's reply to the message. Raises _Unanswered where it has none."""
        before = rule.previous.match(self._said_before()) if rule.previous is not None else None
        return self._replied(rule, rule.pattern.match(self._message), before)

    def _replied(self, rule: MatchRule | None, match: re.Match[str] | None, before: re.Match[str] | None = None) -> str:
        self._script.matched = rule.trigger.text if rule and match else ""
        reply = self._answered(rule, _groups(match), _groups(before) if before else ()) if rule and match else ""
        if not reply:
            raise _Unanswered
        return reply

    def matching(self, message: str | None = None, topic: str = "") -> Iterator[tuple[MatchRule, re.Match[str]]]:
        """The rules that a message matches, the first one first."""
        message = self._message if message is None else message
        for rule in self._script.book.index(topic or self._script.topic).candidates(message):
            self.step()
            if rule.trigger.previous is None and (match := rule.pattern.match(message)):
                yield rule, match

    def following(self, topic: str = "") -> MatchRule | None:
        """A rule that answers to what was said last."""
        following = self._script.book.index(topic or self._script.topic).following
        said = self._said_before() if following else ""
        for rule in following:
            self.step()
            before = rule.previous.match(said) if rule.previous is not None else None
            if before and rule.pattern.match(self._message):
                return rule
        return None

    def _said_before(self) -> str:
        past = self._script.past("reply")
        said = _formatted(self._script.book, past[0]) if past else UNDEFINED
        return re.sub(r"[.?,!;:@#$%^&*()]", "", said)

    def _answered(self, rule: MatchRule, stars: tuple[str, ...], botstars: tuple[str, ...]) -> str:
        trigger = rule.trigger
        if trigger.redirect:
            return self.elsewhere(fill_tags(trigger.redirect, stars, botstars, self).lower())
        for condition in trigger.conditions:
            if self._holds(condition, stars, botstars):
                return fill_tags(condition.reply, stars, botstars, self)
        return fill_tags(self._script.deal(trigger.replies), stars, botstars, self) if trigger.replies else ""

    def _holds(self, condition: Condition, stars: tuple[str, ...], botstars: tuple[str, ...]) -> bool:
        left, right = (
            fill_tags(side, stars, botstars, self) or UNDEFINED for side in (condition.left, condition.right)
        )
        match condition.sign:
            case "eq" | "==":
                return left == right
            case "ne" | "!=" | "<>":
                return left != right
        try:
            return _COMPARED[condition.sign](int(left), int(right))
        except ValueError:
            return False

    # ------------------------------------------------------------------------------------------------- tags.Listener

    def array(self, name: str) -> Sequence[str] | None:
        return self._script.book.arrays.get(name)

    def person(self, text: str) -> str:
        return self._script.book.persons.apply(text)

    def get(self, name: str) -> str:
        return self._script.value(name)

    def set(self, name: str, value: str) -> None:
        if name == "topic":
            self._script.enter(value)
        else:
            self._script.learn(name, value)

    def told(self, kind: str, name: str) -> str:
        return self._script.told(kind, name)

    def tell(self, kind: str, name: str, value: str) -> None:
        self._script.tell_kind(kind, name, value)

    def enter(self, topic: str) -> None:
        self._script.enter(topic)

    def elsewhere(self, trigger: str) -> str:
        """The reply to another trigger, for a redirection. Raises BrainError where redirections go too deep."""
        self._hops += 1
        if self._depth >= _DEPTH or self._hops > _MOST_HOPS:
            raise BrainError(
                "The persona's redirections never come to an answer",
                where=self._script.matched,
                remedy="Correct the @ lines and {@...} that lead on from there.",
            )
        self._depth += 1
        try:
            return self._find(trigger)
        finally:
            self._depth -= 1

    def choose(self, options: Sequence[str]) -> str:
        return self._script.choose(options)

    def past(self, kind: str, index: int) -> str:
        held = self._script.past(kind)
        return held[index] if 0 <= index < len(held) else UNDEFINED

    def step(self) -> None:
        self._script.check()


_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _groups(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(group or "" for group in match.groups())


def _formatted(book: Book, message: str) -> str:
    """A message as triggers expect it: small letters, short forms written out, no punctuation."""
    text = book.substitutions.apply(message[: 8 * LONGEST_MESSAGE].lower())
    return re.sub(r"[\\<>.,!?;:]", "", text)


def _setting_gone(card: str) -> str:
    """A card without what it sets: `<set x=<get y>>` needs nothing that the listener would hear."""
    return re.sub(r"<set [^=<>]+=[^>]*>>?", "", card)


def _made_plain(value: str, longest: int = _LONGEST_VALUE) -> str:
    """A value without what could be read as a tag, and not too long."""
    return _UNSAFE.sub("", value)[:longest].strip()


def _plain_values(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: _UNSAFE.sub("", value[0]) for name, value in values.items()}
