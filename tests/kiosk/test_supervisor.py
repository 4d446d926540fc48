"""Who no longer answers, when the display is tried again, and when it makes do with less: over made-up time."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys

import pytest

from avatar import vital
from avatar.kiosk.supervisor import ASK_EVERY_S, CALM_S, MANY, MOST_PATIENCE_S, OWED_S, REOPEN_S, START_S, Supervisor

PIDS = {"stage": 10, "performer": 11}


def busy(_: int) -> int | None:
    """Never the same: something runs, or waits to."""
    return next(_BUSY)


_BUSY = itertools.count()


def well(supervisor: Supervisor, now: float, seconds: float, pids: dict[str, int] = PIDS) -> float:
    """Half a second at a time, everyone answering."""
    for _ in range(int(seconds * 2)):
        now += 0.5
        supervisor.ask(pids, now)
        for name in pids:
            supervisor.answered(name, now)
        assert supervisor.stuck((), now) == []
    return now


def test_whoever_stops_answering_is_found_within_two_seconds() -> None:
    supervisor = Supervisor(stirred=busy)
    now = well(supervisor, 100.0, 10.0)
    silent = now
    while "stage" not in supervisor.stuck((), now):
        now += 0.25
        supervisor.ask(PIDS, now)
        supervisor.answered("performer", now)
    assert now - silent <= 2.0


def test_one_that_does_not_even_stir_is_found_within_a_second() -> None:
    supervisor = Supervisor(stirred=lambda pid: 5_000_000 if pid == PIDS["stage"] else None)
    silent = now = well(supervisor, 100.0, 10.0)
    while not (found := supervisor.stuck((), now)):
        now += ASK_EVERY_S
        supervisor.ask(PIDS, now)
    assert found == ["stage"]
    assert now - silent <= 1.5


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_a_process_that_is_stopped_stirs_no_more_and_one_that_works_does() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            while (before := vital.stirred(process.pid)) is None:
                assert process.poll() is None
            while vital.stirred(process.pid) == before:
                assert process.poll() is None
            process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED)
            stopped = vital.stirred(process.pid)
            assert vital.stirred(process.pid) == stopped
        finally:
            process.kill()
    assert vital.stirred(process.pid) is None


def test_a_start_may_take_its_time() -> None:
    supervisor = Supervisor(stirred=busy)
    supervisor.ask(PIDS, 0.0)
    assert supervisor.stuck((), START_S - 1) == []
    assert set(supervisor.stuck((), START_S + 1)) == {"stage", "performer"}


def test_a_successor_is_told_of_and_has_time_to_start() -> None:
    supervisor = Supervisor(stirred=busy)
    now = well(supervisor, 0.0, 5.0)
    assert supervisor.ask({"stage": 12, "performer": 11}, now + 0.5) == ["stage"]
    supervisor.answered("performer", now + 0.5)
    assert supervisor.stuck((), now + 5) == []


def test_a_slow_machine_gets_more_patience_but_not_for_ever() -> None:
    supervisor = Supervisor(stirred=busy)
    for turn in range(10):
        supervisor.ask(PIDS, turn * 2.0)
        for name in PIDS:
            supervisor.answered(name, turn * 2.0 + 1.2)
    now = 18.0
    for _ in range(4):
        now += 1.0
        supervisor.ask(PIDS, now)
    assert supervisor.stuck((), 22.0) == []
    assert supervisor.stuck((), now + MOST_PATIENCE_S + 1)


def test_after_a_standby_nobody_is_blamed() -> None:
    supervisor = Supervisor(stirred=busy)
    now = well(supervisor, 0.0, 5.0)
    supervisor.ask(PIDS, now + 0.5)
    supervisor.ask(PIDS, now + 3600.0)
    assert supervisor.stuck((), now + 3600.1) == []


def test_a_clause_that_never_comes_is_the_performers_fault() -> None:
    supervisor = Supervisor(stirred=busy)
    now = well(supervisor, 0.0, 5.0)
    supervisor.stuck((7,), now)
    end, found = now + OWED_S + 1, []
    while now < end:
        now += 0.5
        supervisor.ask(PIDS, now)
        for name in PIDS:
            supervisor.answered(name, now)
        found += supervisor.stuck((7,), now)
    assert found == ["performer"]


def test_a_display_that_is_gone_is_tried_again_and_again_less_often() -> None:
    supervisor, now, tries = Supervisor(stirred=busy, display=lambda: None), 0.0, []
    supervisor.reopen("window", "window", now)
    while now < 200:
        now += 0.5
        if supervisor.reopen("terminal", "window", now):
            tries.append(now)
    gaps = [after - before for before, after in itertools.pairwise(tries)]
    assert tries[0] <= 2.0
    assert gaps == sorted(gaps)
    assert gaps[-1] == 30.0
    assert not supervisor.reopen("window", "window", now)


def test_once_a_window_was_there_again_the_next_loss_is_tried_as_soon_as_the_first() -> None:
    supervisor, now = Supervisor(stirred=busy, display=lambda: None), 0.0
    waits = []
    for _ in range(2):
        supervisor.reopen("window", "window", now)
        lost = now
        while not supervisor.reopen("terminal", "window", now):
            now += 0.25
        waits.append(now - lost)
        for _ in range(100):
            now += 0.5
            supervisor.reopen("terminal", "window", now)
    assert waits[0] == waits[1] <= REOPEN_S[0] + 0.25


def test_a_display_that_is_back_is_opened_at_once() -> None:
    there = True
    supervisor = Supervisor(stirred=busy, display=lambda: there)
    now = well(supervisor, 0.0, 5.0)
    supervisor.reopen("window", "window", now)
    there = False
    for _ in range(400):
        now += ASK_EVERY_S
        supervisor.reopen("terminal", "window", now)
    assert not supervisor.reopen("terminal", "window", now + ASK_EVERY_S)
    there = True
    assert supervisor.reopen("terminal", "window", now + 2 * ASK_EVERY_S)
    assert not supervisor.reopen("terminal", "window", now + 3 * ASK_EVERY_S)
    assert supervisor.ask({"stage": 20, "performer": 11}, now + 1.0) == [], "it is our doing, and no fault"


def test_many_faults_begin_safe_mode_and_calm_ends_it() -> None:
    supervisor = Supervisor(stirred=busy)
    begun = [supervisor.fault(float(second)) for second in range(MANY + 2)]
    assert begun.count(True) == 1
    assert supervisor.safe
    assert not supervisor.calm(100.0)
    assert supervisor.calm(MANY + 2 + CALM_S)
    assert not supervisor.safe


def test_a_fault_now_and_then_is_none_of_its_business() -> None:
    supervisor = Supervisor(stirred=busy)
    assert not any(supervisor.fault(hour * 3600.0) for hour in range(100))
