"""What may happen to a kiosk that nobody looks after, done for real, and how long until all is well again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from avatar.kiosk.supervisor import Watch
from benchmarks.crowd import Heard, family, until
from tests import virtual

AWAY_S = 1.0
"""Seconds for which a display, a sound card or the room on a disk is taken away."""

LONGEST_S = 40.0

GARBAGE = 400
"""Bytes of it: few enough to arrive in one piece."""


class Machine:
    """The virtual screen, sound card and disk, any of which can be taken away and given back."""

    def __init__(self, size: tuple[int, int], home: Path, stack: ExitStack) -> None:
        self.home, self._size, self._stack = home, size, stack
        self.sink = stack.enter_context(virtual.null_sink(home.parent / "sink"))
        self.display = stack.enter_context(virtual.virtual_display(*size))
        self._disk = stack.enter_context(small_disk(home))

    def end_display(self) -> None:
        for pid in family(os.getpid()):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/cmdline").read_bytes().startswith((b"Xvfb\0", b"/usr/bin/Xvfb\0")):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)  # the next one on this number looks whether it is still there

    def begin_display(self) -> None:
        """On the same number, as the next session of a desktop has it."""
        width, height = self._size
        command = ["Xvfb", self.display, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)

    def end_sound(self) -> None:
        self.sink.kill()

    def begin_sound(self) -> None:
        self.sink = self._stack.enter_context(virtual.null_sink(self.sink.folder))

    def unplug(self) -> None:
        """The card alone; the sound server lives on."""
        modules = self._pactl("list", "short", "modules")
        for line in modules.splitlines():
            if "module-null-sink" in line:
                self._pactl("unload-module", line.split()[0])

    def plug(self) -> None:
        self._pactl("load-module", "module-null-sink", "sink_name=avatar", "norewinds=1", f"rate={virtual.RATE}")

    def _pactl(self, *words: str) -> str:
        env = {**os.environ, **self.sink.env}
        return subprocess.run(["pactl", *words], env=env, capture_output=True, text=True, check=False).stdout

    def fill(self) -> None:
        """No byte more can be written."""
        if self._disk:
            with contextlib.suppress(OSError), (self.home / "full").open("wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 4096)
            return
        for pid in family(os.getpid()):
            with contextlib.suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def empty(self) -> None:
        (self.home / "full").unlink(missing_ok=True)
        for pid in () if self._disk else family(os.getpid()):
            with contextlib.suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of two megabytes over a folder; False where this machine lets nobody mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


class Faults:
    """Breaks something, and measures how long until all is well: every process answers, and a sentence begins."""

    def __init__(self, kiosk: Heard, chance: random.Random, machine: Machine) -> None:
        self.kiosk, self.chance, self.machine = kiosk, chance, machine
        self.under_way = ""
        self.took: dict[str, list[float]] = {}
        away = self.away
        self.kinds: dict[str, Callable[[], Awaitable[float]]] = {
            "kill -9 of the stage": lambda: self.signal("stage", signal.SIGKILL),
            "kill -9 of the performer": lambda: self.signal("performer", signal.SIGKILL),
            "kill -9 of the engine": lambda: self.signal("engine", signal.SIGKILL),
            "hang of the stage": lambda: self.signal("stage", signal.SIGSTOP),
            "hang of the performer": lambda: self.signal("performer", signal.SIGSTOP),
            "hang of the engine": lambda: self.signal("engine", signal.SIGSTOP),
            "garbage to the stage": lambda: self.garbage("stage", to=True),
            "garbage from the stage": lambda: self.garbage("stage", to=False),
            "garbage to the performer": lambda: self.garbage("performer", to=True),
            "garbage from the performer": lambda: self.garbage("performer", to=False),
            "garbage to the engine": lambda: self.garbage("engine", to=True),
            "sound card unplugged": lambda: away(self.machine.unplug, self.machine.plug),
            "kill -9 of the sound server": lambda: away(self.machine.end_sound, self.machine.begin_sound),
            "kill -9 of the display": lambda: away(self.machine.end_display, self.machine.begin_display),
            "full disk": lambda: away(self.machine.fill, self.machine.empty),
            "corrupt cache, settings, memory": self.corrupt,
            "clock jump": self.jump,
        }

    async def one(self, name: str) -> float:
        """Does it, and returns the seconds until all was well."""
        await until(lambda: self.kiosk.now.talking and self.well(), LONGEST_S)
        self.under_way = name
        try:
            begun = await self.kinds[name]()
            before = self.kiosk.clauses
            await until(lambda: self.well() and self.kiosk.clauses > before, LONGEST_S)
        finally:
            self.under_way = ""
        took = time.monotonic() - begun
        self.took.setdefault(name, []).append(took)
        return took

    def well(self) -> bool:
        """Whether every process answers, in a window and with sound."""
        talk, watches = self.kiosk.session, self.kiosk.supervisor.watches
        if talk is None or self.kiosk.mode != "window" or not self.kiosk.device:
            return False
        watched = (watches.get(name, Watch()) for name in ("stage", "performer"))
        return all(watch.well and watch.pid in talk.pids().values() for watch in watched)

    # ------------------------------------------------------------------------------------------------- the kinds

    def pids(self, which: str) -> list[int]:
        pids = self.kiosk.session.pids() if self.kiosk.session else {}
        if which == "engine":
            return family(pids["performer"])[1:] if "performer" in pids else []
        return [pids[which]] if which in pids else []

    async def signal(self, which: str, how: signal.Signals) -> float:
        pids, begun = self.pids(which), time.monotonic()
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        await self._noticed(which, pids)
        return begun

    async def garbage(self, which: str, *, to: bool) -> float:
        """Into the pipe that a process is spoken to by, or the one that it speaks by."""
        pids, begun = self.pids(which), time.monotonic()
        for pid in pids:
            for path in pipes(pid, os.O_RDONLY if to else os.O_WRONLY):
                with contextlib.suppress(OSError):
                    pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
                    os.write(pipe, os.urandom(GARBAGE))
                    os.close(pipe)
        await self._noticed(which, pids)
        return begun

    async def _noticed(self, which: str, pids: list[int]) -> None:
        """What was broken is no longer in use."""
        await until(lambda: not set(pids) & set(self.pids(which)), LONGEST_S)

    async def away(self, take: Callable[[], None], give: Callable[[], None]) -> float:
        """The seconds count from when it is back."""
        await asyncio.to_thread(take)
        await asyncio.sleep(AWAY_S)
        await asyncio.to_thread(give)
        return time.monotonic()

    async def corrupt(self) -> float:
        """Every file of its own, those that it would read among them; then somebody has to read them."""
        for name in ("state/kiosk/staff.json", "state/memory.sqlite", "cache/0.sound"):
            path = self.machine.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(json.dumps({}).encode())
        for path in self.machine.home.rglob("*"):
            if path.is_file():
                with contextlib.suppress(OSError):
                    path.write_bytes(os.urandom(200))
        return await self.signal("performer", signal.SIGKILL)

    async def jump(self) -> float:
        """The time of day goes a day back and a day on; the machine's own clock seems to run backwards."""
        day = 86_400.0
        with jumped(-day):
            CLOCK["offset"] -= 3600.0
            await asyncio.sleep(AWAY_S / 2)
            CLOCK["offset"] += 3600.0
        with jumped(day):
            await asyncio.sleep(AWAY_S / 2)
        return time.monotonic()


CLOCK = {"offset": 0.0}
"""Seconds by which the kiosk's own clock is wrong."""


@contextmanager
def jumped(seconds: float) -> Iterator[None]:
    """The time of day, as this process sees it."""
    now, local = time.time, time.localtime

    def shifted(at: float | None = None) -> time.struct_time:
        return local(now() + seconds if at is None else at)

    time.time, time.localtime = (lambda: now() + seconds), shifted
    try:
        yield
    finally:
        time.time, time.localtime = now, local


def pipes(pid: int, way: int) -> list[str]:
    """Paths of a process's open pipes for reading (os.O_RDONLY) or for writing."""
    found = []
    with contextlib.suppress(OSError):
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError, IndexError, ValueError):
                flags = int(Path(f"/proc/{pid}/fdinfo/{path.name}").read_text().split("flags:")[1].split()[0], 8)
                if str(path.readlink()).startswith("pipe:") and flags & os.O_ACCMODE == way and path.name != "2":
                    found.append(str(path))
    return found
