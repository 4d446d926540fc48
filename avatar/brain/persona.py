"""The offline persona: a character's own RiveScript, and the manners of a conversation around it.

Manners are what the script's triggers can't see: that two answers in a row found nothing to hold on to, that the same
line was typed three times, that an answer was given a moment ago, that a question which Juno asked is now stale.
Triggers that start with `=` are theirs; no user can type them.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple, TypeVar

from avatar.brain.base import Sent, Setup, SimpleBrain, Turn
from avatar.brain.plain import is_foreign, make_plain
from avatar.brain.rive import LONGEST_MESSAGE, Overtime, PersonaScript
from avatar.brain.skills import SKILLS, find_introduction, tell_time
from avatar.errors import BrainError
from avatar.text import directions, vocabulary
from avatar.text.emoji import EMOJI
from avatar.text.vocabulary import Vocabulary
from avatar.types import Availability

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

LASTING = frozenset("name pet petname job place like made word eight machine".split())
"""Variables that are worth keeping until another day; moods are not."""
LONGEST = 6.0
"""Seconds for everything that one message may set going, reading the script and catching up included."""
SECONDS = 2.0
"""Longest time for one reply; a reply takes a few milliseconds."""
_FRESH = 10
"""Turns within which no answer comes twice."""
_LAST_RESORT = "Hold on. (beat) I had a thought there, and it left without me. Say that again?"
_CATCH_ALL = ("*", "=lost")
_ROUNDS = 5
"""How many times `LONGEST` to wait for a thread that a busy machine gives no time to compute."""
HEARD = 0.7
"""The part of an answer that must have been heard for its question, which is mostly at its end, to be open."""
_REPLAYED = 40
"""How many turns of a resumed conversation are gone through again, to learn what the user told."""


class Persona(SimpleBrain):
    """Answers from the `persona/*.rive` files in the character's folder. Works offline."""

    name = "persona"

    def __init__(self, setup: Setup, now: Callable[[], datetime] = datetime.now) -> None:
        self._folder = setup.character / "persona"
        self._name = setup.name[:1].upper() + setup.name[1:] or setup.character.name.capitalize()
        self._seed = setup.seed
        self._memory = setup.memory
        self._now = now
        self._talk: _Talk | None = None
        self._vocabulary = vocabulary.of(setup.character)
        self._kept: dict[str, str] = {}
        self._thread = ThreadPoolExecutor(1, "persona")

    @property
    def variables(self) -> dict[str, str]:
        """What it has learned of the user so far."""
        return self._talk.script.variables if self._talk is not None else {}

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        """See `Brain.reply`. Never raises for a reason that lies in a message; a broken script raises BrainError."""
        answer = await self._in_thread(self._answer, tuple(turns)) or _LAST_RESORT
        for token in re.findall(r"\s*\S+", answer):
            yield token

    def sent(self) -> Sequence[Sent]:
        """See `Brain.sent`: what it heard, which trigger of the script that matched, and what it knows of the user."""
        talk = self._talk
        if talk is None:
            return ()
        known = "\n".join(
            f"{key} = {value}" for key, value in talk.script.variables.items() if key in LASTING and value
        )
        parts = (Sent("heard", talk.heard), Sent("trigger of the script", talk.script.matched), Sent("known", known))
        return [part for part in parts if part.text]

    async def listen(self, turns: Sequence[Turn]) -> dict[str, str]:
        """Follow a conversation that another brain answers; returns what this one has learned of the user."""
        return await self._in_thread(self._heard, tuple(turns)) or {}

    async def line(self, trigger: str) -> str:
        """One of the script's lines for an occasion, such as `=server gone`; '' where it has none."""
        return await self._in_thread(lambda: self._ready().occasion(trigger)) or ""

    def availability(self) -> Availability:
        found = sorted(self._folder.glob("*.rive"))
        return Availability(True, f"{len(found)} files in {self._folder}" if found else "the common persona")

    async def aclose(self) -> None:
        """Lets go of its thread, and of the memory that it was made with."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._memory is not None:
            self._memory.close()

    def learn(self, key: str, value: str) -> None:
        """Tell it something about the user, by a variable such as `name`. Call it before the first reply."""
        self._ready().script.learn(key, value)

    async def forget(self, key: str = "") -> None:
        """Lose what it has learned of the user, all of it or one thing. The memory file stays as it is."""
        await self._in_thread(self._lost, key)

    async def _in_thread(self, work: Callable[..., _Result], *args: object) -> _Result | None:
        """What `work` returns; None if it does not come to an end."""
        running = asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
        begun = time.process_time()
        for _ in range(_ROUNDS):
            try:
                return await asyncio.wait_for(asyncio.shield(running), LONGEST)
            except TimeoutError:
                if time.process_time() - begun > LONGEST / 2:
                    break  # it computes without end; otherwise the machine has had no time for it
        self._abandon()
        return None

    def _ready(self) -> _Talk:
        if self._talk is None:
            self._talk = _Talk(PersonaScript.load(self._folder, seed=self._seed, seconds=SECONDS), self._vocabulary)
            for fact in self._memory.facts(self._folder.parent.name) if self._memory is not None else ():
                self._talk.script.learn(fact.key, fact.value)
            self._kept = self._talk.script.variables
            for _, said in self._memory.said(self._folder.parent.name, 1) if self._memory is not None else ():
                self._talk.script.learn("lasttalk", said)
        return self._talk

    def _lost(self, key: str) -> None:
        for name in [key] if key else list(self.variables):
            self._kept.pop(name, None)
            if self._talk is not None and self._talk.script.variables.get(name):
                self._talk.script.learn(name, "")

    def _abandon(self) -> None:
        """A thread that is stuck can't be stopped, only left behind; its own deadline ends it."""
        log.warning("the persona took longer than %.0f s and was started anew", LONGEST)
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._thread = ThreadPoolExecutor(1, "persona")
        self._talk = None

    def _answer(self, turns: tuple[Turn, ...]) -> str:
        talk = self._ready()
        for key, value in {"name": self._name, **tell_time(self._now())}.items():
            talk.script.tell(key, value)
        asked = _pairs(turns)
        talk.catch_up(asked[:-1])
        answer = talk.answer(asked[-1].asked) if asked else talk.greet()
        self._keep(talk.script.variables)
        return answer

    def _heard(self, turns: tuple[Turn, ...]) -> dict[str, str]:
        talk = self._ready()
        talk.catch_up(_pairs(turns))
        self._keep(talk.script.variables)
        return talk.script.variables

    def _keep(self, variables: dict[str, str]) -> None:
        """Writes what is new to the memory."""
        if self._memory is None:
            return
        for key, value in variables.items():
            if key in LASTING and self._kept.get(key, "") != value:
                self._memory.remember(self._folder.parent.name, key, value, self._ready().taught.get(key, ""))
        self._kept = variables


class _Pair(NamedTuple):
    """What the user said, and what was heard in answer; '' for nothing, or nothing yet."""

    asked: str
    answered: str = ""


def _pairs(turns: Sequence[Turn]) -> list[_Pair]:
    pairs: list[_Pair] = []
    for turn in turns:
        if turn.who == "user":
            pairs.append(_Pair(turn.text))
        elif pairs:
            pairs[-1] = pairs[-1]._replace(answered=turn.text)
    return pairs


class _Talk:
    """One conversation with one user."""

    def __init__(self, script: PersonaScript, vocabulary: Vocabulary) -> None:
        self.script = script
        self._vocabulary = vocabulary
        self._said: deque[str] = deque(maxlen=_FRESH)
        self._asked: list[str] = []
        self._misses = 0
        self.heard = ""
        """The user's last message."""
        self.taught: dict[str, str] = {}
        """The user's words that taught each of the lasting variables."""

    def catch_up(self, talk: Sequence[_Pair]) -> None:
        """Go through a conversation that is not the one seen so far, to know what the user told in it. What this
        script would have asked, and nobody heard it ask, is no question: the next line is no answer to it."""
        known = len(self._asked)
        if [pair.asked for pair in talk[:known]] != self._asked:
            self._asked.clear()
            self._misses = known = 0
            self.script.topic = "random"
        elif talk and known == len(talk):
            self._hear(talk[-1])
        for pair in talk[known:][-_REPLAYED:]:
            self.answer(pair.asked)
            self._hear(pair)
        self._asked = [pair.asked for pair in talk]

    def _hear(self, pair: _Pair) -> None:
        """Take back a question that was not heard: another brain answered, or the answer was cut short."""
        said = re.findall(r"\w+", self._said[-1]) if self._said else []
        heard = re.findall(r"\w+", pair.answered)
        if heard != said[: len(heard)] or len(heard) < HEARD * len(said):
            self.script.topic = "random"

    def greet(self) -> str:
        return self._settle(lambda: self._cue("=back") if self.script.variables.get("name") else self._cue("=welcome"))

    def occasion(self, trigger: str) -> str:
        """The script's words for one of the manners, outside the run of the talk."""
        topic = self.script.topic
        line = self._settle(lambda: self._cue(trigger)) if self.script.has(trigger) else ""
        self.script.topic = topic
        return line

    def answer(self, text: str) -> str:
        self._asked.append(text)
        self.heard = text
        self.script.tell("turns", str(len(self._asked)))
        before = self.script.variables
        reply = self._settle(lambda: self._chosen(text))
        self.script.end_turn()
        self._restore_capitals(text)
        after = self.script.variables
        self.taught |= {key: text for key in LASTING if after.get(key, "") != before.get(key, "")}
        return _capitals(reply, text)

    def _settle(self, choose: Callable[[], str]) -> str:
        """A reply that was not given a moment ago, whatever happens."""
        self.script.begin_turn()
        try:
            reply = choose()
            for cue in ("=again", "=change subject"):
                if directions.strip(reply, self._vocabulary) not in self._said:
                    break
                reply = self._cue(cue) or reply
        except (BrainError, Overtime) as error:
            log.warning("%s", error if str(error) else "the persona ran out of time")
            self.script.topic = "random"
            reply = next(iter(self.script.cards("=fault")), _LAST_RESORT)
        self._said.append(directions.strip(reply, self._vocabulary))
        return reply or _LAST_RESORT

    def _chosen(self, text: str) -> str:
        message = make_plain(text, LONGEST_MESSAGE)
        for trigger, skill in SKILLS.items():
            found = skill(text) if self.script.has(trigger) else None
            if found is not None:
                return self._cue("=no sum" if found.get("sum") == "nothing" else trigger, found)
        name = find_introduction(text) if self.script.has("=met") else None
        if name:
            self.script.learn("name", name)
            return self._cue("=met")
        manner = self._manner(text, message)
        if manner:
            return self._cue(manner)
        reply = self.script.answer(message)
        if not reply and self.script.topic != "random":
            self.script.topic = "random"
            reply = self.script.answer(message)
        missed = not reply or self.script.matched in _CATCH_ALL
        self._misses = self._misses + 1 if missed else 0
        if self._misses >= 2 and self._misses % 2 == 0:
            return self._cue("=change subject") or reply
        return reply

    def _manner(self, text: str, message: str) -> str:
        """The trigger for a message that is remarkable in itself; '' for an ordinary one."""
        if not message or not any(sign.isalnum() for sign in message):
            return "=emoji" if EMOJI.search(text) else "=empty"
        if is_foreign(text):
            return "=foreign"
        if len(text) > 600:
            return "=long"
        recent = [make_plain(asked, LONGEST_MESSAGE) for asked in self._asked[-3:]]
        if len(recent) == 3 and len(set(recent)) == 1 and len(message) > 3:
            return "=same"
        return "=gibberish" if _is_gibberish(message) else ""

    def _cue(self, trigger: str, found: Mapping[str, str] | None = None) -> str:
        """The script's words for one of the manners; '' where it has none."""
        for key, value in (found or {}).items():
            self.script.tell(key, value)
        if not self.script.has(trigger):
            return ""
        self.script.topic = "random"
        return self.script.answer(trigger)

    def _restore_capitals(self, text: str) -> None:
        """Matching is done in small letters; a name keeps the capitals it was typed with."""
        name = self.script.variables.get("name", "")
        found = re.search(re.escape(name), text, re.I) if name else None
        if found and found[0] != found[0].lower() and found[0] != found[0].upper():
            self.script.learn("name", found[0])


def _capitals(reply: str, text: str) -> str:
    """Words that the user wrote with a capital in mid-sentence get it back: matching is done in small letters."""
    for word in set(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b", text[:600])):
        reply = re.sub(rf"\b{word.lower()}\b", word, reply)
    return reply


_KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop yxcvbnm"


def _is_gibberish(message: str) -> bool:
    """One long word that is a run of neighbouring keys or has no vowel."""
    if " " in message or len(message) < 6 or not message.isascii() or not message.isalpha():
        return False
    return message[:6] in _KEYBOARD or not re.search("[aeiouy]", message)
