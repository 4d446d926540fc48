"""Keeping up: which process no longer answers, when a display is tried again, and when to make do with less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from avatar import vital

ASK_EVERY_S = 0.25

PATIENCE_S = 1.5
"""Seconds without an answer after which a process counts as stuck."""

STILL_S = 0.9
"""The same for one that has not stirred meanwhile: no thread of it ran, and none waited for a processor to run on. That
is no busy machine's fault."""

LISTEN_S = 0.4
"""Seconds without an answer after which it is looked at whether a process stirs."""

MOST_PATIENCE_S = 6.0

START_S = 12.0
"""Seconds that a process may take to start before it has to answer."""

OWED_S = 12.0
"""Seconds for one clause, after which the process that performs it counts as stuck."""

REOPEN_S = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Waits between tries to open the window again."""

MANY, WITHIN_S = 6, 60.0
"""So many faults within so many seconds start safe mode."""

CALM_S = 600.0
"""Seconds without a fault after which it ends."""


@dataclass
class Watch:
    """One process: whether it answers. All times are monotonic seconds."""

    pid: int = 0
    begun: float = 0.0
    asked: float | None = None
    """The oldest question that is open."""
    well: bool = False
    """Whether it has ever answered."""
    slow: float = 0.0
    """Seconds that its slowest answer of late took: a machine that is busy is no fault."""
    ended: bool = False
    """Whether it was ended by us, so that its end is no fault of its own, or is counted already."""
    stirred: int | None = None
    """What `vital.stirred` told when the oldest open question had been open for `LISTEN_S`."""

    def ask(self, pid: int, now: float) -> bool:
        """A question goes out; True where the process is another than before."""
        new = pid != self.pid
        if new:
            self.pid, self.begun, self.asked, self.well = pid, now, None, False
        if self.asked is None:
            self.asked, self.stirred = now, None
        return new

    def answered(self, now: float) -> None:
        if self.asked is not None:
            self.slow = max(now - self.asked, self.slow * 0.975)
        self.asked, self.well = None, True

    def stuck(self, now: float, stirred: Callable[[int], int | None]) -> bool:
        if self.asked is None or now - self.asked < LISTEN_S:
            return False
        if self.stirred is None:
            self.stirred = stirred(self.pid)
        elif self.well and now - self.asked > STILL_S and stirred(self.pid) == self.stirred:
            return True
        patience = min(max(PATIENCE_S, 4 * self.slow), MOST_PATIENCE_S) if self.well else START_S
        return now - self.asked > patience


@dataclass
class Supervisor:
    """What to do about the processes, looked at every `ASK_EVERY_S` or so."""

    watches: dict[str, Watch] = field(default_factory=dict)
    faults: list[float] = field(default_factory=list)
    """When the latest faults happened."""
    safe: bool = False
    stirred: Callable[[int], int | None] = vital.stirred
    display: Callable[[], bool | None] = vital.display
    _there: bool | None = None
    _owed: dict[int, float] = field(default_factory=dict)
    _tries: int = 0
    _next_try: float = 0.0
    _looked: float = 0.0

    def ask(self, pids: dict[str, int], now: float) -> list[str]:
        """Note that questions go out; returns the processes that died and were started anew, in words for the staff."""
        if self._looked and now - self._looked > STILL_S:
            # It was we who slept (a machine in standby, a debugger): nobody had the time to answer.
            for watch in self.watches.values():
                watch.asked = None
        self._looked = now
        died = []
        for name, pid in pids.items():
            watch = self.watches.setdefault(name, Watch())
            known = watch.pid != 0
            if watch.ask(pid, now):
                if known and not watch.ended:
                    died.append(name)
                watch.ended = False
        return died

    def answered(self, name: str, now: float) -> None:
        if name in self.watches:
            self.watches[name].answered(now)

    def stuck(self, owed: tuple[int, ...], now: float) -> list[str]:
        """Names of the processes to be ended."""
        self._owed = {id_: self._owed.get(id_, now) for id_ in owed}
        found = [name for name, watch in self.watches.items() if watch.stuck(now, self.stirred)]
        late = any(now - since > OWED_S for since in self._owed.values())
        if late and "performer" in self.watches and "performer" not in found:
            found.append("performer")
            self._owed = dict.fromkeys(owed, now)
        return found

    def ended(self, name: str, now: float) -> None:
        """It was killed: its successor has time to start."""
        self.watches[name].asked = None
        self.watches[name].begun = now
        self.watches[name].ended = True

    def reopen(self, mode: str, wanted: str, now: float) -> bool:
        """Whether to try another stage now, since this one shows no window: after a while, or as soon as there is a
        display again.
        """
        if mode in ("", wanted):
            self._tries = self._tries if mode == "" else 0
            self._next_try = now + REOPEN_S[min(self._tries, len(REOPEN_S) - 1)]
            self._there = None
            return False
        before, self._there = self._there, self.display()
        if now < self._next_try and not (before is False and self._there):
            return False
        self._tries += 1
        self._next_try = now + REOPEN_S[min(self._tries, len(REOPEN_S) - 1)]
        if "stage" in self.watches:
            self.watches["stage"].ended = True  # it ends since we want it to
        return True

    def fault(self, now: float) -> bool:
        """Counts one; True where safe mode is to begin."""
        self.faults = [at for at in self.faults if now - at <= WITHIN_S] + [now]
        if self.safe or len(self.faults) < MANY:
            return False
        self.safe = True
        return True

    def calm(self, now: float) -> bool:
        """True where safe mode is to end."""
        if self.safe and (not self.faults or now - self.faults[-1] > CALM_S):
            self.safe = False
            self.faults.clear()
            return True
        return False
