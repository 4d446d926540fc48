"""Left alone, poked and tickled, over made-up time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from avatar.conversation.company import AGAIN_S, MOST_ALONE, PATIENCE_S, Company
from avatar.errors import BrainError
from avatar.types import Mark


class Somebody:
    """Remembers what it did; a second passes where the test says so."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.acted: list[Mark] = []
        self.busy = False
        self.now = 100.0
        self.error: BrainError | None = None
        self.company = Company(self.speak, self.acted.append, lambda: self.busy, lambda: self.now, self.wait)

    async def wait(self, seconds: float) -> None:
        """However long it is to be: the clock is looked at in between."""
        await asyncio.sleep(0)

    async def speak(self, occasion: str) -> bool:
        self.said.append(occasion)
        if self.error:
            raise self.error
        return True

    async def pass_time(self, seconds: float) -> None:
        """Lets every wait look at the clock once a made-up second."""
        for _ in range(round(seconds)):
            self.now += 1.0
            await asyncio.sleep(0)
            await asyncio.sleep(0)


def run(work: Callable[[Somebody], Awaitable[None]]) -> Somebody:
    async def main() -> Somebody:
        somebody = Somebody()
        try:
            await work(somebody)
        finally:
            somebody.company.leave()
        return somebody

    return asyncio.run(main())


def test_left_alone_it_speaks_first_twice_and_then_waits() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.company.keep(60.0)
        await somebody.pass_time(55)
        assert somebody.said == []
        await somebody.pass_time(10)
        assert somebody.said == ["=alone"]
        await somebody.pass_time(600)
        assert somebody.said == ["=alone"] * MOST_ALONE
        somebody.company.notice()
        await somebody.pass_time(65)
        assert somebody.said == ["=alone"] * (MOST_ALONE + 1), "somebody was there"

    run(work)


def test_it_waits_while_something_is_said() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.company.keep(60.0)
        somebody.busy = True
        await somebody.pass_time(300)
        somebody.busy = False
        assert somebody.said == []
        await somebody.pass_time(70)
        assert somebody.said == ["=alone"]

    run(work)


def test_switched_off_it_never_speaks_first() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.company.keep(60.0)
        somebody.company.keep(0.0)
        await somebody.pass_time(1000)

    assert run(work).said == []


def test_a_poke_is_seen_each_time_and_spoken_of_now_and_then() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.company.touched("poke")
        await somebody.pass_time(1)
        somebody.company.touched("poke")
        await somebody.pass_time(AGAIN_S)
        somebody.company.touched("poke")
        await somebody.pass_time(1)

    somebody = run(work)
    assert [mark.name for mark in somebody.acted] == ["surprised", "surprised", "deadpan"]
    assert somebody.said == ["=poked", "=poked again"]


def test_touches_are_forgotten() -> None:
    async def work(somebody: Somebody) -> None:
        for _ in range(2):
            somebody.company.touched("poke")
            await somebody.pass_time(1)
        await somebody.pass_time(PATIENCE_S)
        somebody.company.touched("poke")
        await somebody.pass_time(1)

    assert run(work).said == ["=poked", "=poked"]


def test_while_it_talks_a_touch_only_moves_its_face() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.busy = True
        somebody.company.touched("tickle")
        await somebody.pass_time(1)

    somebody = run(work)
    assert [mark.name for mark in somebody.acted] == ["laugh"]
    assert somebody.said == []


def test_a_persona_that_can_not_be_read_ends_nothing() -> None:
    async def work(somebody: Somebody) -> None:
        somebody.error = BrainError("The script is broken")
        somebody.company.keep(10.0)
        await somebody.pass_time(12)
        somebody.error = None
        await somebody.pass_time(12)
        assert somebody.said == ["=alone", "=alone"]

    run(work)
