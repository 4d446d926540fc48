"""Visitors before a kiosk, one after the other: they type, touch, interrupt and walk away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avatar.kiosk import layout, state
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.state import Mode
from avatar.session import WindowTouched, WindowTyped

ANSWER_S = 20.0
"""Longest wait for the first sound of a reply before the turn counts as lost."""

PATIENT = 0.06
"""Share of the questions whose answers are listened to from end to end, where the clock is scaled; at the real speed
it is most of them."""

QUESTIONS = ("hi", "who are you", "tell me a joke", "xyzzy", "my name is Ann", "why?", "sing", "/quit", "2 + 2", "bye")


@dataclass
class Tally:
    """What happened."""

    turns: int = 0
    whole: int = 0
    """Replies that were listened to from end to end."""
    lost: list[str] = field(default_factory=list)
    """What became of each turn without a reply."""
    visits: int = 0
    looked: int = 0
    """Times that the mouth was looked at when nothing was to be heard."""
    stuck: int = 0
    """Times that it stood open then."""


class Heard(Kiosk):
    """A kiosk that counts the clauses that began to be heard."""

    clauses = 0

    def happens(self, event: state.KioskEvent) -> None:
        self.clauses += isinstance(event, state.ClauseHeard)
        super().happens(event)


class Visitors:
    """One after the other before the kiosk."""

    def __init__(self, kiosk: Heard, tally: Tally, chance: random.Random, pace: float) -> None:
        self.kiosk, self.tally, self.chance, self.pace = kiosk, tally, chance, pace
        self.patient = PATIENT if pace > 1 else 0.8
        self.stays: Callable[[], str] = lambda: ""
        """Names what must be over before a visitor walks away; '' for nothing."""
        self.looks: Callable[[], bool] = lambda: False
        """Looks at the mouth, which ought to be shut: whether it stands open."""

    async def visit(self) -> None:
        """Comes, asks a few times, and walks away, mid-sentence now and then."""
        self.tally.visits += 1
        await self.pause(1.0)
        left = self.chance.randrange(1, 13)
        while left > 0 or self.stays():
            left -= 1
            await self.ask()
            if self.chance.random() >= self.patient:
                await self.pause(0.5)  # the next question comes while this one is answered
            elif await until(lambda: not self.kiosk.now.talking, ANSWER_S * 3):
                self.tally.whole += 1
                await self.look()
            else:
                self.tally.lost.append(f"a reply that never ended, {self.stays() or 'out of nothing'}")
        if self.chance.random() < 0.1:
            await until(lambda: self.kiosk.now.mode is Mode.ATTRACT, 60.0)

    async def ask(self) -> None:
        """By touch or by keyboard; a turn without an answer is lost."""
        kiosk = self.kiosk
        asked, heard = kiosk.now.visit.questions, kiosk.clauses
        self.tally.turns += 1
        during = self.stays()
        if self.chance.random() < 0.5:
            self.touch(f"ask:{self.chance.randrange(4)}")
        else:
            for letter in self.chance.choice(QUESTIONS) + "\r":
                kiosk.hear(WindowTyped(letter))
        if not await until(lambda: kiosk.now.visit.questions > asked or bool(kiosk.now.remark), 5.0):
            self.tally.lost.append(f"a question that was not taken, {during or 'out of nothing'}")
        elif not await until(lambda: kiosk.clauses > heard or bool(kiosk.now.remark), ANSWER_S):
            self.tally.lost.append(f"no sound of a reply, {during or 'out of nothing'}")

    async def look(self) -> None:
        """At the mouth, a second after the last word, if nothing is just being broken."""
        if self.chance.random() < 0.4 and not self.stays():
            if self.kiosk.session:
                self.kiosk.session.relax()  # who is surprised has an open mouth
            await asyncio.sleep(1.0)
            if not self.kiosk.now.talking and not self.stays():
                self.tally.looked += 1
                self.tally.stuck += await asyncio.to_thread(self.looks)

    def touch(self, widget: str) -> None:
        """The finger's way: down and up where the widget is shown."""
        rects = {each.id: each.rect for each in layout.lay_out(self.kiosk.now, self.kiosk.rules)}
        rect = rects.get(widget)
        x, y = (rect.x + rect.width / 2, rect.y + rect.height / 2) if rect else (self.chance.random(), 0.4)
        for down in (True, False):
            self.kiosk.hear(WindowTouched(x, y, down))

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(self.chance.expovariate(1 / seconds) / self.pace)


async def until(holds: Callable[[], Any], longest: float) -> bool:
    """Whether it came to hold within so many seconds."""
    end = time.monotonic() + longest
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


# ------------------------------------------------------------------------------------------------------- what it holds


@dataclass
class Sample:
    """What all processes together hold."""

    at: float
    pss_mb: float
    private_mb: float
    """What nobody else shares: the proportional size also grows when another program that shared a library ends."""
    descriptors: int
    threads: int
    processes: int


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            after = path.read_text().rpartition(")")[2].split()
            children[int(after[1])].append(int(path.parent.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children[one]
    return found


def sample(began: float) -> Sample:
    """Of this process and all of the kiosk's; the virtual screen and sound card are no part of it."""
    pss, private, descriptors, threads, count = 0, 0, 0, 0, 0
    for pid in family(os.getpid()):
        with contextlib.suppress(OSError, ValueError, KeyError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if pid != os.getpid() and b"avatar." not in command:
                continue
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
            pss += sizes["Pss"]
            private += sizes["Private_Clean"] + sizes["Private_Dirty"]
            descriptors += len(list(Path(f"/proc/{pid}/fd").iterdir()))
            threads += len(list(Path(f"/proc/{pid}/task").iterdir()))
            count += 1
    return Sample(time.monotonic() - began, pss / 1024, private / 1024, descriptors, threads, count)
