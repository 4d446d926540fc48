"""A language model that runs on this machine, in a process of its own.

It is loaded when a talk begins, timed once, and refused where memory is too short for it or speech would wait for it.
Besides who it plays it is shown how the character talks: models follow examples better than words.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from avatar import installer, vital
from avatar.brain import prompt
from avatar.brain.base import Setup, Turn, Waiting
from avatar.brain.language_model import Chunk, LanguageModel, Taking
from avatar.brain.local import examples, messages, pace
from avatar.brain.local.runner import Runner, RunnerError
from avatar.brain.marks import STOPS
from avatar.catalogue import brains, gguf
from avatar.errors import BrainError, CatalogueError
from avatar.text import directions
from avatar.types import Availability

log = logging.getLogger(__name__)

PATIENT = 10
"""Loading may take so many times the usual wait: a large file comes from a slow card."""
LOOK_S = 1.0
"""Seconds after which it is told that the model is being loaded."""
SPARE_MB = 200
"""Megabytes that must be left over for voice, picture and system."""
LEAST_CONTEXT = 512
"""Tokens below which there is no talk."""
GOOD_CONTEXT = 2048
"""Tokens down to which a talk is made shorter where memory is short, before the model is refused."""
EXAMPLES = 4
"""Answers of the character's own that the model is shown."""
MEASURE = "Count from one to one hundred, in words."
MEASURED_TOKENS, MEASURED_S = 32, 5.0
"""How long a model is timed before it first answers, at most."""
TOO_LONG = (400, 413)
"""Codes of a talk that is longer than the model takes in, or whose roles its template does not know."""
STEADY = {"min_p": 0.05, "repeat_penalty": 1.1}
"""What keeps a model from wandering off and from repeating itself."""
SMALL = 700_000_000
"""Bytes of a file below which a model is small: it gets examples without stage directions and few words on how to
speak, for it repeats both, is kept sober, and stops after a few sentences."""
SOBER = 0.6
"""The most of a small model's temperature."""
SENTENCES = r"""
root ::= sentence sentence? sentence? sentence?
sentence ::= " "? [^.!?…。！？\n]+ [.!?…。！？]+ ["”’)]?
"""
"""The grammar of what a small model says (GBNF): it ends where a sentence ends."""


class Local(LanguageModel):
    """Runs a language model to play the character."""

    name = "local"

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._runner: Runner | None = None
        self._asking = asyncio.Lock()
        self._preparing: asyncio.Task[None] | None = None
        self._head: gguf.Gguf | None = None
        self._shown: list[dict[str, str]] = []

    def availability(self) -> Availability:
        if importlib.util.find_spec("xllamacpp") is None:
            remedy = f"Install it: {installer.for_extra('local')}"
            return Availability(False, "the library xllamacpp is missing, which runs models", remedy)
        try:
            path = self._path()
        except BrainError as error:
            return Availability(False, error.what, error.remedy)
        seen = pace.of(path)
        if seen.too_slow and not self.setup.local.slow:
            slow = self._too_slow(path, seen)
            return Availability(False, slow.what, slow.remedy)
        speed = f", {seen.words:.1f} words a second here" if seen.answers else ""
        return Availability(True, f"{path.stem}{speed}")

    async def check(self) -> Availability:
        """Loads the model and times it."""
        found = self.availability()
        if not found.works:
            return found
        try:
            async with self._asking, contextlib.aclosing(self._ready()) as waits:
                async for _ in waits:
                    pass
        except BrainError as error:
            return Availability(False, error.what, error.remedy)
        pid = self._runner.pid if self._runner is not None else None
        memory = vital.memory_mb(pid) if pid else None
        takes = f", {memory} MB" if memory else ""
        return Availability(True, f"{self.availability().detail}{takes}")

    async def models(self) -> list[str]:
        """Names of the models in the user's folder."""
        return list(brains.here())

    def prepare(self) -> None:
        """Loads the model while the character greets, so that the first answer need not wait for it."""
        if self._preparing is None and self.availability().works:
            self._preparing = asyncio.create_task(self._warm())

    async def stream(self, turns: Sequence[Turn], taking: Taking) -> AsyncGenerator[Chunk | Waiting, None]:
        """See `LanguageModel.stream`. Raises BrainError."""
        async with self._asking:
            async with contextlib.aclosing(self._ready()) as waits:
                async for wait in waits:
                    yield wait
            for share, plain, last in ((1.0, False, False), (0.5, True, False), (0.25, True, True)):
                try:
                    async with contextlib.aclosing(self._answered(turns, share, plain=plain)) as chunks:
                        async for chunk in chunks:
                            yield chunk
                    return
                except RunnerError as error:
                    if last or error.code not in TOO_LONG:
                        raise

    def fault(self, what: str, remedy: str) -> BrainError:
        return BrainError(what, where=self._runner.model.stem if self._runner else "", remedy=remedy)

    async def aclose(self) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)
        await self._let_go()

    # ------------------------------------------------------------------------------------------------------ inside

    async def _warm(self) -> None:
        """Have the model loaded, and let it read who it plays."""
        try:
            async with self._asking:
                async with contextlib.aclosing(self._ready()) as waits:
                    async for _ in waits:
                        pass
                body = self._body([Turn("user", "Hello!")], 1.0, plain=False)
                await self._run({**body, "max_tokens": 1})
        except BrainError as error:  # the first message meets it again, and tells the user
            log.info("the model is not ready: %s", error)

    async def _run(self, body: dict[str, Any]) -> None:
        """Ask, and let what comes pass by."""
        assert self._runner is not None
        async with contextlib.aclosing(self._runner.ask(body)) as answers:
            async for _ in answers:
                pass

    async def _answered(
        self, turns: Sequence[Turn], share: float, *, plain: bool
    ) -> AsyncGenerator[Chunk | Waiting, None]:
        assert self._runner is not None
        path = self._runner.model
        async with contextlib.aclosing(self._runner.ask(self._body(turns, share, plain=plain))) as answers:
            async for answer in answers:
                if isinstance(answer, messages.Came):
                    yield Chunk(answer.text, answer.thought, answer.finish, answer.tool)
                elif isinstance(answer, messages.Ended):
                    pace.note(path, answer.read, answer.read_s, answer.made, answer.made_s)

    async def _ready(self) -> AsyncGenerator[Waiting, None]:
        """Have the process with its model; says why that takes long. Raises BrainError."""
        found = self.availability()
        if not found.works:
            raise BrainError(found.detail[:1].upper() + found.detail[1:], remedy=found.remedy)
        path = self._path()
        if self._runner is None or not self._runner.alive or self._runner.model != path:
            await self._let_go()
            context = await asyncio.to_thread(self._get_to_know, path)
            runner = Runner(path, context, self.setup.timeout)
            loading = asyncio.ensure_future(runner.load(PATIENT * self.setup.timeout))
            try:
                if not (await asyncio.wait([loading], timeout=LOOK_S))[0]:
                    yield Waiting("The model is being loaded.")
                await loading
            except BaseException:
                loading.cancel()
                await asyncio.to_thread(runner.kill)
                raise
            self._runner = runner
        await self._time(path)

    async def _time(self, path: Path) -> None:
        """Time a model that was never timed here; one that seems slow, until that is sure. Raises BrainError."""
        while not (seen := pace.of(path)).answers or (
            seen.words < pace.WORDS_A_SECOND and not seen.too_slow and not self.setup.local.slow
        ):
            if (await self._measured(path)).answers == seen.answers:
                break  # it says too little to be timed by
        if seen.too_slow and not self.setup.local.slow:
            await self._let_go()
            raise self._too_slow(path, seen)

    async def _measured(self, path: Path) -> pace.Pace:
        """Let the model count, for a moment."""
        assert self._runner is not None
        body = {
            "messages": [{"role": "user", "content": MEASURE}], "stream": True, "return_progress": True,
            "max_tokens": MEASURED_TOKENS, "temperature": 0.0, "ignore_eos": True,
        }  # fmt: skip
        clock = asyncio.get_running_loop().time
        began, times, read = clock(), [], 0
        async with contextlib.aclosing(self._runner.ask(body)) as answers:
            async for answer in answers:
                if isinstance(answer, messages.Reading):
                    read = answer.total
                elif isinstance(answer, messages.Came) and not answer.finish:
                    times.append(clock())
                    if times[-1] - times[0] > MEASURED_S:
                        break
        if not times:
            return pace.of(path)
        return pace.note(path, read, times[0] - began, len(times) - 1, times[-1] - times[0])

    def _too_slow(self, path: Path, seen: pace.Pace) -> BrainError:
        return BrainError(
            f"{path.stem} makes {seen.words:.1f} words a second on this machine, and speech needs"
            f" {pace.WORDS_A_SECOND:g}",
            remedy="Choose a smaller one (`avatar get brain`), or let it take its time: [brain] slow = true.",
        )

    def _get_to_know(self, path: Path) -> int:
        """Read what the file tells of itself, and settle how this model is asked; returns the tokens that it takes in
        here. Raises BrainError."""
        try:
            head = gguf.read(path)
        except CatalogueError as error:
            raise BrainError(error.what, where=error.where, remedy=error.remedy) from error
        self.context = context = _choose_context(path.stem, head, self.setup.server.context)
        asked = self.setup.server
        small = head.size < SMALL
        self._head = head
        self.server_setup = replace(
            asked, longest=min(asked.longest, context // 2),
            temperature=min(asked.temperature, SOBER) if small else asked.temperature,
        )  # fmt: skip
        self.manner = prompt.SHORT_MANNER if small else prompt.MANNER
        own = examples.choose(self.setup.character, self.setup.name, EXAMPLES) if self.card is None else ()
        answers = [directions.strip(each.answer) if small else each.answer for each in own]
        self._shown = [
            message
            for each, answer in zip(own, answers, strict=True)
            for message in ({"role": "user", "content": each.question}, {"role": "assistant", "content": answer})
        ]
        return context

    def _path(self) -> Path:
        """The model's file. Raises BrainError where there is none."""
        wanted, here = self.setup.local.model, brains.here()
        if wanted in here:
            return here[wanted]
        if wanted and Path(wanted).expanduser().is_file():
            return Path(wanted).expanduser()
        get = "Get one: `avatar get brain smollm2-135m` (98 MB), or a better one of `avatar get brain`."
        if wanted:
            there = f"There are: {', '.join(here)}." if here else get
            raise BrainError(f"There is no model {wanted!r} here", remedy=there)
        if not here:
            raise BrainError("There is no model here yet", remedy=get)
        quick = [path for path in here.values() if not pace.of(path).too_slow or self.setup.local.slow]
        return quick[-1] if quick else next(iter(here.values()))

    def _budget(self, share: float) -> int:
        shown = sum(prompt.count_tokens(message["content"]) for message in self._shown)
        whole = super()._budget(share)
        return max(whole // 2, whole - shown)

    def write_messages(self, turns: Sequence[Turn], share: float, *, plain: bool) -> list[dict[str, str]]:
        sent = super().write_messages(turns, share, plain=plain)
        if share == 1.0:  # a talk that is too long goes without
            sent[1:1] = self._shown
        return sent

    def _body(self, turns: Sequence[Turn], share: float, *, plain: bool) -> dict[str, Any]:
        """The request, as llama.cpp's server has it."""
        assert self._head is not None
        brief = self._head.size < SMALL and not self._head.thinks
        return {
            "messages": self.write_messages(turns, share, plain=plain),
            "stream": True,
            "return_progress": True,
            "max_tokens": self.server_setup.longest,
            "temperature": self.server_setup.temperature,
            "stop": list(STOPS),
            "chat_template_kwargs": {"enable_thinking": self.server_setup.thinking},
            **STEADY,
            **({"grammar": SENTENCES} if brief else {}),
        }

    async def _let_go(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.close()


def _choose_context(name: str, head: gguf.Gguf, asked: int) -> int:
    """Tokens that a model takes in here: what was asked for and it was made for, or less where memory is short.

    Raises BrainError.
    """
    context = min(asked, head.context or asked)
    if context < LEAST_CONTEXT:
        raise BrainError(
            f"{name} takes in {context} tokens, and a talk needs {LEAST_CONTEXT}",
            remedy="Choose another model: `avatar get brain` lists some.",
        )
    free = vital.free_mb()
    while free is not None and (need := gguf.need_mb(head.size, head.token_bytes, context)) + SPARE_MB > free:
        if context // 2 < GOOD_CONTEXT:
            raise BrainError(
                f"{name} takes about {need} MB of memory and is to leave {SPARE_MB}, but {free} MB are free",
                remedy="Close something, or choose a smaller model: `avatar get brain` lists some.",
            )
        context //= 2
    return context
