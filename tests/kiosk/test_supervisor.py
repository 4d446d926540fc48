"""Who no longer answers, when the display is tried again, and when it makes do with less: over made-up time."""

from __future__ import annotations

import itertools

from avatar.kiosk.supervisor import CALM_S, MANY, MOST_PATIENCE_S, OWED_S, START_S, Supervisor

PIDS = {"stage": 10, "performer": 11}


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
    supervisor = Supervisor()
    now = well(supervisor, 100.0, 10.0)
    silent = now
    while "stage" not in supervisor.stuck((), now):
        now += 0.25
        supervisor.ask(PIDS, now)
        supervisor.answered("performer", now)
    assert now - silent <= 2.0


def test_a_start_may_take_its_time() -> None:
    supervisor = Supervisor()
    supervisor.ask(PIDS, 0.0)
    assert supervisor.stuck((), START_S - 1) == []
    assert set(supervisor.stuck((), START_S + 1)) == {"stage", "performer"}


def test_a_successor_is_told_of_and_has_time_to_start() -> None:
    supervisor = Supervisor()
    now = well(supervisor, 0.0, 5.0)
    assert supervisor.ask({"stage": 12, "performer": 11}, now + 0.5) == ["stage"]
    supervisor.answered("performer", now + 0.5)
    assert supervisor.stuck((), now + 5) == []


def test_a_slow_machine_gets_more_patience_but_not_for_ever() -> None:
    supervisor = Supervisor()
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
    supervisor = Supervisor()
    now = well(supervisor, 0.0, 5.0)
    supervisor.ask(PIDS, now + 0.5)
    supervisor.ask(PIDS, now + 3600.0)
    assert supervisor.stuck((), now + 3600.1) == []


def test_a_clause_that_never_comes_is_the_performers_fault() -> None:
    supervisor = Supervisor()
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
    supervisor, now, tries = Supervisor(), 0.0, []
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


def test_many_faults_begin_safe_mode_and_calm_ends_it() -> None:
    supervisor = Supervisor()
    begun = [supervisor.fault(float(second)) for second in range(MANY + 2)]
    assert begun.count(True) == 1
    assert supervisor.safe
    assert not supervisor.calm(100.0)
    assert supervisor.calm(MANY + 2 + CALM_S)
    assert not supervisor.safe


def test_a_fault_now_and_then_is_none_of_its_business() -> None:
    supervisor = Supervisor()
    assert not any(supervisor.fault(hour * 3600.0) for hour in range(100))
