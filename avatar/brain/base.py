"""What every brain is: something that reads a conversation and answers, token by token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from avatar.brain.memory import Memory
from avatar.errors import BrainError
from avatar.types import Availability


class Turn(NamedTuple):
    """One thing said in a conversation."""

    who: Literal["user", "character"]
    text: str
    """As the listener read it; of an interrupted reply only what was really said."""
    by: str = ""
    """Name of the character that spoke; '' for the user, and where nobody knows."""


class Thought(NamedTuple):
    """A part of what a model thinks aloud: shown folded up, never spoken, never part of the talk."""

    text: str


class TakenBack(NamedTuple):
    """All that the reply has said so far was thought, which could not be known before."""


class Waiting(NamedTuple):
    """Why the reply takes longer than usual, as "The model is being loaded"."""

    why: str


class Sent(NamedTuple):
    """A part of what a brain made its last reply from."""

    role: str
    """Who says it to a language model: "system", "user" or "assistant"; else what it is, in a word or two."""
    text: str


Piece = str | Thought | TakenBack | Waiting
"""What comes of a reply: text to be said, or something about it."""


class Brain(Protocol):
    """Thinks up what the character says next."""

    name: str
    """Its name in `avatar.brain.BRAINS`."""

    @property
    def trouble(self) -> BrainError | None:
        """Why another brain gave the last reply, or the rest of it, or why it is not whole; None where all is well."""
        ...

    def reply(self, turns: Sequence[Turn]) -> AsyncIterator[Piece]:
        """The answer to the last turn, in pieces as they come; the concatenation of the texts is the reply.

        An empty `turns` asks for a greeting. Marks (`[smile]`, `(beat)`) are still in it: see `avatar.text.directions`.
        Closing the iterator (`aclose`) cancels the thinking. Raises BrainError.
        """
        ...

    def sent(self) -> Sequence[Sent]:
        """What the last reply was made from, in order; empty before the first, and where there is nothing to tell."""
        ...

    async def line(self, occasion: str) -> str:
        """Something to say of its own accord, for an occasion of the persona's such as `=alone`; '' for nothing."""
        ...

    def availability(self) -> Availability:
        """Whether it works here; touches no network."""
        ...

    async def check(self) -> Availability:
        """Whether it works now; asks what it depends on, such as a server. Raises BrainError."""
        ...

    async def models(self) -> list[str]:
        """Names of the models that it can think with; empty where there is no choice. Raises BrainError."""
        ...

    async def forget(self, key: str = "") -> None:
        """Loses what it learned of the user: one thing, or with '' all of it."""
        ...

    async def aclose(self) -> None:
        """Lets go of threads and connections."""
        ...


class SimpleBrain:
    """Base of a brain that always works, learns nothing and holds nothing open. Give it `name` and `reply`, and it is
    a `Brain`.
    """

    trouble: BrainError | None = None

    def sent(self) -> Sequence[Sent]:
        return ()

    async def line(self, occasion: str) -> str:
        return ""

    def availability(self) -> Availability:
        return Availability(True, "")

    async def check(self) -> Availability:
        return self.availability()

    async def models(self) -> list[str]:
        return []

    async def forget(self, key: str = "") -> None:
        """It has learned nothing."""

    async def aclose(self) -> None:
        """It holds nothing."""


@dataclass(frozen=True)
class ServerSetup:
    """Where a language model is served, and how it is asked."""

    url: str = "http://127.0.0.1:11434/v1"
    """Base of an OpenAI-compatible interface; the default is Ollama's on this machine."""
    model: str = ""
    """'' takes the first one that the server lists."""
    key_variable: str = "AVATAR_API_KEY"
    """Environment variable that holds the key, where the server wants one."""
    context: int = 8192
    """Tokens that the model can take in, its answer included."""
    longest: int = 600
    """Tokens of one reply."""
    temperature: float = 0.8
    thinking: bool = True
    """Whether a model that can think before it answers may do so."""


@dataclass(frozen=True)
class LocalSetup:
    """Which model runs on this machine."""

    model: str = ""
    """Its name in the user's folder, or a file in GGUF; '' takes the largest there that keeps up with speech."""
    slow: bool = False
    """Whether one that does not keep up may answer all the same."""


@dataclass(frozen=True)
class Setup:
    """What a brain is made from."""

    character: Path
    """The character's folder."""
    persona: str = ""
    """Who the character is, in prose, from character.toml."""
    name: str = ""
    """What the character is called."""
    seed: int | None = None
    """Seed of what looks random in replies; None draws one."""
    timeout: float = 20.0
    """Seconds to wait for the first word, and then for each next one."""
    server: ServerSetup = ServerSetup()
    """Of a model that runs here, too: how much it takes in, how long and how wild its replies are."""
    local: LocalSetup = LocalSetup()
    card: Path | None = None
    """A character card that takes the place of `persona`."""
    instructions: str = ""
    """More for a language model to keep to: the user's own system prompt."""
    memory: Memory | None = None
    """Where what is learned of the user is kept; None keeps nothing."""


Factory = Callable[[Setup], Brain]


class BrainKind(NamedTuple):
    """A kind of brain: the function that makes one, and a few words by which users choose."""

    make: Factory
    summary: str = ""
    extra: str = ""
    """Extra of talking-avatar that has its library; '' where it needs none."""

    def __call__(self, setup: Setup) -> Brain:
        return self.make(setup)
