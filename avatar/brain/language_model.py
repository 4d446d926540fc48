"""A language model that plays the character, whatever runs it: what it is told, and what of its answer is a reply.

What comes of a model is not trusted: replies are bounded, control characters never pass, and thoughts, calls of tools
and the marks of its template are no part of what is said.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from typing import NamedTuple

from avatar.brain import cards, prompt
from avatar.brain.base import Piece, Sent, Setup, SimpleBrain, TakenBack, Thought, Turn, Waiting
from avatar.brain.marks import Part, Sorter
from avatar.brain.streaming import WordStream
from avatar.brain.trouble import AGAIN
from avatar.errors import BrainError
from avatar.text import vocabulary
from avatar.text.inert import inert

MOST = 20_000
"""Characters of one reply; about twenty minutes of speech."""
MESSAGE_SHARE = 0.75
"""The last message gets at most so much of the room, and never less than it needs within that."""
PAST_TALKS = 3
"""How many earlier conversations the model is told of."""

THOUGHT_LESS = "Raise [brain] longest, or let it think less: `/brain thinking off`."


class Chunk(NamedTuple):
    """What comes of a model at once."""

    text: str = ""
    thought: str = ""
    finish: str = ""
    """Why the reply ended, as "stop" or "length"; '' before its end."""
    tool: bool = False
    """Whether the model asks for a tool."""


class LanguageModel(SimpleBrain, ABC):
    """Plays the character. What runs the model gives `stream` and `fault`."""

    name: str
    runs_on = "model"
    """Who is to blame where an answer is none."""
    manner = prompt.MANNER
    """How it is told to speak."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        """What it is made from; whoever runs the model reads it, too."""
        self.server_setup = setup.server
        """Its limits and wishes for a reply: of a server, and of a model here likewise."""
        self.card = cards.read(setup.card) if setup.card is not None else None
        self._seed = random.randrange(1 << 30) if setup.seed is None else setup.seed
        self._greeted = self._seed if setup.seed is None else 0
        self._thinks_first = False  # whether the model's template opens a thought that the reply only closes
        self._sent: list[dict[str, str]] = []
        self._vocabulary = vocabulary.of(setup.character)
        self._past = setup.memory.said(setup.character.name, PAST_TALKS + 1) if setup.memory is not None else ()
        self.context: int | None = None
        """Tokens that the model can take in where it runs; 0 where that does not tell, None before it was asked."""
        self.facts: dict[str, str] = {}
        """What is known of the user, for the system message; `Fallback` keeps it up to date."""
        self.cut: BrainError | None = None
        """Why the last reply is not whole, though nothing went wrong."""

    @abstractmethod
    def stream(self, turns: Sequence[Turn], taking: Taking) -> AsyncGenerator[Chunk | Waiting, None]:
        """The model's answer as it comes; `taking` tells what became of it so far. Closing it stops the model.

        Raises BrainError, also after part of the answer has come.
        """

    @abstractmethod
    def fault(self, what: str, remedy: str) -> BrainError:
        """An error that says where this model runs."""

    def prepare(self) -> None:
        """Called when a talk begins: whatever takes long may be begun."""

    async def after_reply(self) -> None:
        """Called when a reply is whole and was passed on."""

    def sent(self) -> Sequence[Sent]:
        """See `Brain.sent`: the messages of the last request."""
        return [Sent(message["role"], message["content"]) for message in self._sent]

    def greeting(self) -> str:
        """What the character card says first, another greeting each time; '' without one."""
        if self.card is None:
            return ""
        self._greeted += 1
        return cards.choose_greeting(self.card, self.facts.get("name", "you"), self._greeted - 1, self._seed)

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[Piece]:
        """See `Brain.reply`; whole words only. Raises BrainError, also after part of a reply has come."""
        self.cut = None
        if turns and prompt.count_tokens(turns[-1].text) > self._budget(1.0) * MESSAGE_SHARE:
            yield Waiting("Your message is longer than the model can take in: it gets the end of it.")
        taking = Taking(
            Sorter(self.facts.get("name", ""), self._thinks_first),
            WordStream(self.card.name if self.card else self.setup.name),
        )
        try:
            async with contextlib.aclosing(self.stream(turns, taking)) as chunks:
                async for chunk in chunks:
                    if isinstance(chunk, Waiting):
                        yield chunk
                        continue
                    for piece in taking.take(chunk):
                        yield piece
                    if taking.over:
                        break
            for piece in taking.end():
                yield piece
            rest = taking.words.flush()
            self._judge(taking, rest)
            if rest:
                yield rest
            await self.after_reply()
        finally:
            self._thinks_first = taking.sorter.closed

    def _judge(self, taking: Taking, rest: str) -> None:
        """Raise BrainError where what came is no reply, or no whole one. `rest`: its last words."""
        told = bool(taking.told or rest)
        longest = self.server_setup.longest
        too_long = taking.finish == "length"
        if not told and too_long:
            raise self.fault(f"The model used up its {longest} tokens before it said anything", THOUGHT_LESS)
        if not told and taking.tools:
            remedy = "Choose a model that is not set up for tools, or take them out of its template."
            raise self.fault("The model asked for a tool, and has none here", remedy)
        if not told:
            raise self.fault(f"The {self.runs_on} answered with nothing", AGAIN)
        if too_long:
            self.cut = BrainError(
                f"The answer was cut off at {longest} tokens", remedy='Say "go on" for more, or raise [brain] longest.'
            )
        elif (
            not taking.finish
            and not taking.over
            and not re.search(r"[.!?…。！？\"”)\]*]\s*$", rest or taking.words.last)
        ):
            raise self.fault(f"The {self.runs_on} stopped in the middle of its answer", AGAIN)

    # ----------------------------------------------------------------------------------------------- what it is told

    def write_messages(self, turns: Sequence[Turn], share: float, *, plain: bool) -> list[dict[str, str]]:
        """What is sent, and kept for `sent`: within this share of what the model can take in; `plain`: one system
        message, at its head."""
        budget = self._budget(share)
        persona: str = self.setup.persona
        within: tuple[cards.Told, ...] = ()
        if self.card is not None:
            persona, within = cards.play(
                self.card,
                [turn.text for turn in turns],
                user=self.facts.get("name", "the user"),
                turn=sum(turn.who == "character" for turn in turns),
                seed=self._seed,
            )
        if plain:  # some templates know a system message at the beginning alone
            persona = "\n\n".join([persona, *(each.text for each in within)])
            within = ()
        persona = persona or f"You are {self.setup.name or 'a friendly character'}."
        persona = "\n\n".join(part for part in (persona, self.setup.instructions) if part)
        began = next((turn.text for turn in turns if turn.who == "user"), "")
        talks = [talk for talk in self._past if not " ".join(began.split()).startswith(talk[1])][:PAST_TALKS]
        system = prompt.write_system(
            persona,
            self.facts,
            budget=self._system_budget(budget, turns),
            past=prompt.tell_before(talks, time.time()),
            vocabulary=self._vocabulary,
            manner=self.manner,
        )
        self._sent = prompt.choose_messages(system, turns, budget=budget, within=within, me=self.setup.character.name)
        return self._sent

    def _budget(self, share: float) -> int:
        """Tokens of what is sent."""
        context = min(self.server_setup.context, self.context or self.server_setup.context)
        return int(share * max(256, context - self.server_setup.longest))

    def _system_budget(self, budget: int, turns: Sequence[Turn]) -> int:
        """Tokens of the system message: two thirds, but for the room that the last message needs."""
        left = budget - (prompt.count_tokens(turns[-1].text) if turns else 0)
        return min(budget * 2 // 3, max(int(budget * (1 - MESSAGE_SHARE)), left))


class Taking:
    """A reply that is being taken in."""

    def __init__(self, sorter: Sorter, words: WordStream) -> None:
        self.sorter, self.words = sorter, words
        self.told = 0
        """Characters that were passed on to be said."""
        self.finish = ""
        self.tools = self.over = False

    def take(self, chunk: Chunk) -> Iterator[Piece]:
        """What a chunk adds."""
        self.finish = chunk.finish or self.finish
        self.tools = self.tools or chunk.tool
        if chunk.thought:
            yield Thought(inert(chunk.thought))
        yield from self._sorted(self.sorter.feed(chunk.text))
        self.over = self.over or self.told >= MOST

    def end(self) -> Iterator[Piece]:
        """What is left at the end, but for the last words."""
        yield from self._sorted(self.sorter.flush())
        self.tools = self.tools or self.sorter.tools

    def _sorted(self, parts: Iterable[Part]) -> Iterator[Piece]:
        for part in parts:
            if part.kind == "said" and (text := self.words.feed(part.text)):
                self.told += len(text)
                yield text
            elif part.kind == "thought":
                yield Thought(inert(part.text))
            elif part.kind == "back":
                yield TakenBack()
                self.told, self.words = 0, self.words.anew()
            elif part.kind == "end":
                self.over = True
