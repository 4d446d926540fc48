"""The offline persona: a character's own RiveScript, kept for one user, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from typing import TypeVar

from avatar.brain.base import Sent, Setup, SimpleBrain, Turn
from avatar.brain.continuations import Continuations
from avatar.brain.pairs import pair_up
from avatar.brain.rive import PersonaScript
from avatar.brain.sheet import Sheet
from avatar.brain.skills import tell_time
from avatar.brain.talk import LAST_RESORT, LASTING, Talk
from avatar.errors import BrainError
from avatar.text import vocabulary
from avatar.types import Availability

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

LONGEST = 6.0
"""Seconds for everything that one message may set going, reading the script and catching up included."""
SECONDS = 2.0
"""Longest time for one reply; a reply takes a few milliseconds."""
_ROUNDS = 5
"""How many times `LONGEST` to wait for a thread that a busy machine gives no time to compute."""


class _ThreadClock:
    """The processor time that a piece of work has taken in its thread, whatever other threads do meanwhile."""

    def __init__(self) -> None:
        self._thread: int | None = None
        self._begun = time.process_time()

    def run(self, work: Callable[..., _Result], *args: object) -> _Result:
        self._begun = time.thread_time() if _CLOCKS else time.process_time()
        self._thread = threading.get_ident()
        return work(*args)

    def spent(self) -> float:
        """Seconds; those of the whole process where the system has no clock of a thread. 0.0 where it hasn't begun."""
        if self._thread is None:
            return 0.0
        if not _CLOCKS:
            return time.process_time() - self._begun
        return time.clock_gettime(time.pthread_getcpuclockid(self._thread)) - self._begun


_CLOCKS = hasattr(time, "pthread_getcpuclockid")
"""Whether the system has a clock of each thread."""


class Persona(SimpleBrain):
    """Answers from the `persona/*.rive` files in the character's folder. Works offline."""

    name = "persona"

    def __init__(self, setup: Setup, now: Callable[[], datetime] = datetime.now) -> None:
        self._folder = setup.character / "persona"
        self._name = setup.name[:1].upper() + setup.name[1:] or setup.character.name.capitalize()
        self._seed = setup.seed
        self._memory = setup.memory
        self._now = now
        self._talk: Talk | None = None
        self._vocabulary = vocabulary.of(setup.character)
        self._kept: dict[str, str] = {}
        self._steps: Iterator[object] = iter(())
        """What is still to be read, piece by piece."""
        self._thread = ThreadPoolExecutor(1, "persona")

    @property
    def variables(self) -> dict[str, str]:
        """What it has learned of the user so far."""
        return self._talk.script.variables if self._talk is not None else {}

    def begin(self) -> None:
        """Starts to read what replies need, before any is asked for."""
        self._read_on()

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        """See `Brain.reply`. Never raises for a reason that lies in a message; a broken script raises BrainError."""
        answer = await self._in_thread(self._answer, tuple(turns)) or LAST_RESORT
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

    async def line(self, occasion: str) -> str:
        """One of the script's lines for an occasion, such as `=server gone`; '' where it has none."""
        return await self._in_thread(lambda: self._ready().occasion(occasion)) or ""

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
        clock = _ThreadClock()
        running = asyncio.get_running_loop().run_in_executor(self._thread, clock.run, work, *args)
        for _ in range(_ROUNDS):
            try:
                return await asyncio.wait_for(asyncio.shield(running), LONGEST)
            except TimeoutError:
                if clock.spent() > LONGEST / 2:
                    break  # it computes without end; otherwise the machine has had no time for it
        self._abandon()
        return None

    def _ready(self) -> Talk:
        if self._talk is None:
            talk = Talk(
                PersonaScript.load(self._folder, seed=self._seed, seconds=SECONDS),
                self._vocabulary,
                self._name,
                self._now,
                Sheet.load(self._folder),
                Continuations.load(self._folder),
            )
            for fact in self._memory.facts(self._folder.parent.name) if self._memory is not None else ():
                talk.script.learn(fact.key, fact.value)
            self._kept = talk.script.variables
            for _, said in self._memory.said(self._folder.parent.name, 1) if self._memory is not None else ():
                talk.script.learn("lasttalk", said)
            self._talk = talk
            self._steps = chain(talk.script.book.prepare(), talk.prepare())
            self._read_on()
        return self._talk

    def _read_on(self) -> None:
        """Has its thread read a piece of what later replies need, and then the next one: what is asked for in between
        comes before that."""
        with contextlib.suppress(RuntimeError):  # it was let go of
            self._thread.submit(self._read_piece)

    def _read_piece(self) -> None:
        if self._talk is None:
            with contextlib.suppress(BrainError):  # the first reply tells of it
                self._ready()
        elif next(self._steps, None) is not None:
            self._read_on()

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
        asked = pair_up(turns)
        talk.catch_up(asked[:-1])
        answer = talk.answer(asked[-1].asked) if asked else talk.greet()
        self._keep(talk.script.variables)
        return answer

    def _heard(self, turns: tuple[Turn, ...]) -> dict[str, str]:
        talk = self._ready()
        talk.catch_up(pair_up(turns))
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
