"""The order in which measures are played: repeats, endings, jumps to the beginning, a sign, the coda, the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.song.reading.drafts import meter_of, meters_of
from avatar.song.reading.musicxml.measures import Measure
from avatar.song.score import Meter, Remark

MOST_TIMES = 16
"""A repeat is played at most so often."""
MOST_PLAYED = 20_000
"""Measures of a song, played out."""


class Turn(NamedTuple):
    """A measure that is played."""

    measure: int
    """Its index."""
    time: int
    """How often it has been played with this, from 1: the verse that is sung."""


def play_order(measures: Sequence[Measure], verses: Sequence[int], remarks: list[Remark]) -> list[Turn]:
    """The measures in the order of playing. `verses`: how many verses stand below each; while there are some that were
    not sung, all is played again."""
    seen: Counter[int] = Counter()
    order: list[Turn] = []
    rounds = 0
    while len(order) < MOST_PLAYED:
        for index in _once(measures, remarks if not rounds else []):
            seen[index] += 1
            order.append(Turn(index, seen[index]))
        rounds += 1
        if not order or all(seen[index] >= count for index, count in enumerate(verses)) or rounds >= MOST_TIMES:
            break
    if rounds > 1:
        remarks.append(Remark("", f"all of it is sung {rounds} times, for its verses"))
    if len(order) >= MOST_PLAYED:
        remarks.append(Remark("", f"its repeats make over {MOST_PLAYED} bars; it ends there"))
    return order[:MOST_PLAYED]


class _Player:
    """Where playing is."""

    def __init__(self, measures: Sequence[Measure], remarks: list[Remark]) -> None:
        self.measures, self.remarks = measures, remarks
        self.at = self.start = 0
        self.turn = 1
        self.jumped = False
        self.told: set[str] = set()

    def tell(self, measure: Measure, said: str) -> None:
        if said not in self.told:
            self.told.add(said)
            self.remarks.append(Remark(f"bar {measure.number}", said))


def _once(measures: Sequence[Measure], remarks: list[Remark]) -> list[int]:
    """Indices of measures, played through once."""
    player = _Player(measures, remarks)
    coda = _coda(measures)
    order: list[int] = []
    while player.at < len(measures) and len(order) < MOST_PLAYED:
        measure = measures[player.at]
        if measure.forward and player.start != player.at:
            player.start, player.turn = player.at, 1
        if not measure.endings and player.at and measures[player.at - 1].endings and player.start < player.at:
            player.turn, player.start = 1, player.at
        if measure.endings and not _is_played(player, measure):
            player.at += 1
            continue
        order.append(player.at)
        if player.jumped and "fine" in measure.marks:
            break
        player.at = _next(player, measure, coda)
    return order


def _is_played(player: _Player, measure: Measure) -> bool:
    """Whether an ending is played now; after a jump it is the last one."""
    if not player.jumped:
        return player.turn in measure.endings
    return max(measure.endings) == max(_ending_numbers(player.measures, player.at))


def _ending_numbers(measures: Sequence[Measure], at: int) -> frozenset[int]:
    """The numbers of all endings around a measure that has one."""
    first = last = at
    while first > 0 and measures[first - 1].endings:
        first -= 1
    while last + 1 < len(measures) and measures[last + 1].endings:
        last += 1
    return frozenset().union(*(measure.endings for measure in measures[first : last + 1]))


def _next(player: _Player, measure: Measure, coda: int | None) -> int:
    """Where it goes on after a measure."""
    if player.jumped and "tocoda" in measure.marks and coda is not None and coda > player.at:
        return coda
    if measure.backward and not player.jumped:
        if measure.endings:
            again = player.turn + 1 in _ending_numbers(player.measures, player.at)
        else:
            if measure.backward > MOST_TIMES:
                player.tell(measure, f"it repeats {measure.backward} times, and is played {MOST_TIMES} times")
            again = player.turn < min(measure.backward, MOST_TIMES)
        if again:
            player.turn += 1
            return player.start
        player.turn, player.start = 1, player.at + 1
    if not player.jumped and {"dacapo", "dalsegno"} & measure.marks:
        return _jumped(player, measure)
    return player.at + 1


def _jumped(player: _Player, measure: Measure) -> int:
    target = 0
    if "dalsegno" in measure.marks:
        found = [n for n, each in enumerate(player.measures) if "segno" in each.marks]
        if not found:
            player.tell(measure, "it says dal segno, and there is no sign to go to; it goes to the beginning")
        target = found[0] if found else 0
    player.jumped, player.turn, player.start = True, 1, target
    return target


def _coda(measures: Sequence[Measure]) -> int | None:
    """Where the coda begins. Of two signs that nothing explains, the first sends there and the second is it."""
    signs = [n for n, measure in enumerate(measures) if measure.signs]
    known = [n for n, measure in enumerate(measures) if "coda" in measure.marks]
    if known:
        return known[-1]
    if len(signs) >= 2:
        if not any("tocoda" in measure.marks for measure in measures):
            measures[signs[0]].marks.add("tocoda")
        return signs[-1]
    return signs[0] if signs else None


def bars_of(
    order: Sequence[Turn], starts: Sequence[float], measures: Sequence[Measure], lengths: Sequence[float],
    remarks: list[Remark],
) -> tuple[tuple[Meter, ...], float]:  # fmt: skip
    """Meters of what is played, and the pickup's beats. A short measure and its rest after a repeat are one bar."""
    if not order:
        return (Meter(0.0, 4.0),), 0.0
    first = order[0].measure
    short = lengths[first] < measures[first].whole - 1e-6
    pickup = lengths[first] if short and len(order) > 1 else 0.0
    meters: list[Meter] = []
    n = 1 if pickup else 0
    while n < len(order):
        measure, length = measures[order[n].measure], lengths[order[n].measure]
        at = starts[n]
        if length < measure.whole - 1e-6 and n + 1 < len(order):
            both = length + lengths[order[n + 1].measure]
            if abs(both - measure.whole) < 1e-6:
                length, n = both, n + 1
        meter = meter_of(at, measure.upper, measure.lower, f"bar {measure.number}", remarks)
        whole = abs(length - meter.beats) < 1e-6 or n + 1 == len(order)  # the last may leave to the pickup what is its
        if not whole and 0.25 <= length <= 64:
            meter = Meter(at, length, min(meter.pulse, length))
        meters.append(meter)
        n += 1
    if meters:
        meters[0] = replace(meters[0], at=0.0)
    return meters_of(meters), pickup
