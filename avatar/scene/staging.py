"""Who is on stage, where each of them stands, in front of which set: a pure function of the scene and the time.

Both painters ask it for every frame. A change of set is a cut: those who enter, leave or move at that moment are there
or gone at once, and whoever walks has arrived. At any other moment people walk.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.scene.life import ease
from avatar.types import CastMember, Mark, Performance, Place, Scene

WIDE = 16 / 9
"""Width over height of the picture that most people watch."""

SHOULDERS = 0.82
"""Width of a person at scale 1, in heights of the picture: neighbours further apart than this look like strangers."""

HEAD = 0.46
"""Width of a head with its hair, measured likewise: neighbours closer than this would cover each other's faces."""

SCALES = (1.0, 0.92, 0.80, 0.68)
"""How large one, two, three and four people stand: all heads stay clear of the edge, and small parts stay legible."""

ALONE_WIDTH = 0.62
"""Heights of the picture that someone alone needs: an upright one cuts the arms off, and shows a face that fills it."""

RISE, BEHIND = 0.57, 0.94
"""How much higher a row stands than the one before it, in heights of its people, so that faces are seen between heads;
and how much smaller it is."""

HIGHEST = 0.95
"""Share of the picture's height that rows of people may take, hats and all."""

WORTH = 0.86
"""A further row has to make people larger by so much: who stands behind somebody is less there."""

FACING = 0.38
"""How far partners at the edge turn to the others: enough to belong together, little enough to play to the house."""

TURNING = 2.2
"""Turn for each width of the picture between someone and the middle: at a sixth of it they turn by all of FACING."""

CROWDED = 0.96
"""Share of a slot between neighbours in a crowded row, so that the outer ones keep clear of the edge."""

GLIDE_S, GLIDE_S_EACH, GLIDE_MOST_S = 0.45, 0.35, 1.3
"""Seconds of a walk: the least, what each height of the picture adds, and the most."""

STEP = 0.22
"""Heights of the picture that one step covers."""

BOB = 0.016
"""How far a step lifts the walker, in heights of the picture at scale 1."""

WALKING = 0.5
"""How far someone who walks faces where they are going."""

NUDGE, STRIDE = 0.02, 0.1
"""Heights of the picture: a move no longer than the first takes no step; one no longer than the second turns nobody."""

HIDDEN = 0.62
"""Shoulder widths beyond the edge that leave nothing of a person to see: half a width, and some room for the arms."""

CUT_S = 0.02
"""Seconds around a change of set within which nobody walks."""

CARD_S, CARD_FADE_S, FADE_S = 3.0, 0.35, 0.8
"""Seconds that a title card stays, that it takes to appear and to go, and that a fade takes, unless a mark says."""

STAGING = frozenset({"move", "enter", "exit", "set", "title", "fade"})
"""The kinds of marks that this module reads."""

_PLACE = re.compile(r"left|right|centre|center|middle|(\d)/(\d)")


@dataclass(frozen=True)
class Staging:
    """What the stage holds at one instant."""

    set: str
    people: tuple[CastMember, ...]
    """Those who can be seen, back to front; each with the place of this instant."""
    title: str = ""
    """The text of the card that is shown; '' for none."""
    title_share: float = 0.0
    """How much of the card is there, 0 to 1."""
    fade: float = 0.0
    """1 is black."""

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each of those who can be seen stands, by name."""
        return {member.who: member.place for member in self.people}


def arrange(scene: Scene, t: float, shape: float = WIDE) -> Staging:
    """What the stage holds at `t` seconds. `shape`: width over height of the picture; places depend on it."""
    plots = _PLOTS.setdefault(scene, {})
    if shape not in plots:
        plots[shape] = _plotted(scene, shape)
    return plots[shape].at(t)


def list_walks(scene: Scene, shape: float = WIDE) -> Iterator[tuple[str, float, float]]:
    """Who goes from one place to another, with the seconds at which that begins and ends; a cut ends as it begins."""
    arrange(scene, 0.0, shape)
    for who, path in _PLOTS[scene][shape].paths.items():
        yield from ((who, walk.start, walk.start + walk.seconds) for walk in path.walks)


def find_place(name: str, shape: float = WIDE) -> Place:
    """A place by its name ("left", "centre", "right", or "2/3": second from the left of three); else the middle."""
    wanted = _wanted(name)
    if wanted is None:
        return spread_places(1, shape)[0]
    share, count = wanted
    row = spread_places(count, shape)
    return row[round(share * (count - 1))]


def is_place(name: str) -> bool:
    """Whether `find_place` knows the name."""
    return _wanted(name) is not None


def find_largest_scale(member: CastMember, shape: float) -> float:
    """The largest scale that a cast member can have."""
    return spread_places(1, shape)[0].scale if _named(member.place) is not None else member.place.scale


# ------------------------------------------------------------------------------------------------------- composition


@lru_cache(maxsize=64)
def spread_places(count: int, shape: float = WIDE) -> tuple[Place, ...]:
    """Places for so many people side by side, left to right, for a picture of that shape."""
    if count <= 1:
        return (Place(scale=min(SCALES[0], shape / ALONE_WIDTH)),)
    rows = max(range(1, min(count, MOST_ROWS) + 1), key=lambda rows: _size_in(rows, count, shape) * WORTH**rows)
    scale = _size_in(rows, count, shape)
    step = min(CROWDED * shape / _split(rows, count)[0], SHOULDERS * scale) / shape
    places: list[Place] = []
    aside, before = 0.0, 0
    for row, wide in enumerate(_split(rows, count)):
        # Faces are seen between the heads before them.
        aside = (0.0 if aside else step / 2) if row and (before - wide) % 2 == 0 else aside
        before = wide
        xs = (0.5 + aside + (number - (wide - 1) / 2) * step for number in range(wide))
        y, size = 1.0 - row * RISE * scale, scale * BEHIND**row
        places += [Place(x, y, size, max(-FACING, min(FACING, (0.5 - x) * TURNING))) for x in xs]
    return tuple(sorted(places, key=lambda place: (place.x, place.y)))


MOST_ROWS = 4

FRONTS: Mapping[str, float] = {"studio": 0.90}
"""Sets with something before the people: all that is below this share of the height, from edge to edge."""

MOUTH = 0.19
"""How far above the floor the lower edge of a mouth is, in heights of its person, with some chin."""


def _split(rows: int, count: int) -> list[int]:
    """How many stand in each of so many rows, front to back: each has one less than the one before, so that nobody
    behind stands at the edge, where there is nobody to hide where a body ends."""
    front = -(-(count + rows * (rows - 1) // 2) // rows)
    found, left = [], count
    for row in range(rows):
        found.append(min(left, front - row))
        left -= found[-1]
    return [each for each in found if each > 0]


def _size_in(rows: int, count: int, shape: float) -> float:
    """How large so many people can be in so many rows."""
    most = _split(rows, count)[0]
    high = HIGHEST / (1.0 + RISE * (rows - 1)) if rows > 1 else 1.0
    return min(SCALES[min(most, len(SCALES)) - 1], shape / most / HEAD, high)


def _wanted(name: str) -> tuple[float, int] | None:
    """How far from the left a place is (0 to 1), and how many places its row needs; None for an unknown name."""
    found = _PLACE.fullmatch(name.strip().lower())
    if found is None:
        return None
    if found[1]:
        number, count = int(found[1]), int(found[2])
        return ((number - 1) / max(1, count - 1), count) if 1 <= number <= count else None
    if name.strip().lower() in ("left", "right"):
        return (0.0 if name.strip().lower() == "left" else 1.0), 2
    return 0.5, 1


def _named(where: Place) -> str | None:
    """The name of the place that a cast member was given: '' for the default, None for a place given in numbers."""
    if where == Place():
        return ""
    return next((name for name in ("left", "centre", "right") if find_place(name) == where), None)


def place_people(names: Mapping[str, str], shape: float = WIDE) -> dict[str, Place]:
    """Where everybody on stage stands. `names`: person to the name of a place, '' for wherever there is room."""
    wishes = {who: wanted for who, name in names.items() if (wanted := _wanted(name)) is not None}
    count = max([len(names), *(least for _, least in wishes.values())])
    if count % 2 == 0 and any(share == 0.5 for share, _ in wishes.values()):
        # An even row has no middle.
        count += 1
    free = list(range(count))
    taken: dict[str, int] = {}
    for who, (share, _) in wishes.items():
        taken[who] = min(free, key=lambda number: abs(number - share * (count - 1)))
        free.remove(taken[who])
    others = [who for who in names if who not in wishes]
    nearest = sorted(free, key=lambda number: abs(number - (count - 1) / 2))[: len(others)]
    taken |= zip(others, sorted(nearest), strict=True)
    row = spread_places(count, shape)
    alone = len(names) == 1
    return {who: replace(row[taken[who]], facing=0.0) if alone else row[taken[who]] for who in names}


# ---------------------------------------------------------------------------------------------------------- movements


class _Walk(NamedTuple):
    """From `start` on someone walks from one place to another, for `seconds`; 0 for a cut."""

    start: float
    seconds: float
    origin: Place
    goal: Place
    leaves: bool
    """Whether they are gone at the end."""

    def at(self, t: float, shape: float) -> Place:
        share = 1.0 if self.seconds <= 0.0 else (t - self.start) / self.seconds
        if share >= 1.0:
            return self.goal
        eased = ease(share)
        here, there = self.origin, self.goal
        far = (there.x - here.x) * shape
        steps = max(1, round(abs(far) / STEP))
        lift = BOB * there.scale * abs(math.sin(math.pi * steps * eased)) if abs(far) > NUDGE else 0.0
        turned = math.copysign(WALKING, far) * math.sin(math.pi * share) if abs(far) > STRIDE else 0.0
        x, y, scale, facing = (a + (b - a) * eased for a, b in zip(_row(here), _row(there), strict=True))
        return Place(x, y - lift, scale, max(-1.0, min(1.0, facing + turned)))


def _row(where: Place) -> tuple[float, float, float, float]:
    return where.x, where.y, where.scale, where.facing


def _walk(t: float, here: Place, there: Place, shape: float, cut: bool, leaves: bool = False) -> _Walk:
    far = abs(there.x - here.x) * shape
    return _Walk(t, 0.0 if cut else min(GLIDE_MOST_S, GLIDE_S + GLIDE_S_EACH * far), here, there, leaves)


def _outside(where: Place, shape: float) -> Place:
    """Just out of sight, at the side that is nearer."""
    beyond = (SHOULDERS * HIDDEN * where.scale) / shape
    return replace(where, x=-beyond if where.x <= 0.5 else 1.0 + beyond)


@dataclass(eq=False)
class _Path:
    """All walks of one person, in order."""

    walks: list[_Walk] = field(default_factory=list)

    def last(self, t: float) -> _Walk | None:
        place = bisect_right(self.walks, t, key=lambda walk: walk.start)
        return self.walks[place - 1] if place else None


class _Ramp(NamedTuple):
    """A fade, or a card."""

    start: float
    end: float
    name: str


@dataclass(frozen=True, eq=False)
class _Plot:
    """A whole scene's staging for pictures of one shape."""

    shape: float
    cast: tuple[CastMember, ...]
    paths: Mapping[str, _Path]
    sets: tuple[tuple[float, str], ...]
    cards: tuple[_Ramp, ...]
    fades: tuple[_Ramp, ...]

    def at(self, t: float) -> Staging:
        people: list[tuple[tuple[float, float, int], CastMember]] = []
        for number, member in enumerate(self.cast):
            walk = self.paths[member.who].last(t)
            if walk is None or (walk.leaves and t >= walk.start + walk.seconds):
                continue
            here = walk.at(t, self.shape)
            # Those of the front rows stand in front, and of a row those nearer to the middle.
            order = (round(walk.goal.y, 3), -abs(round(walk.goal.x - 0.5, 3)), number)
            people.append((order, replace(member, place=here)))
        title, share = self._card(t)
        in_order = self._above(self._set(t), [member for _, member in sorted(people, key=lambda each: each[0])])
        return Staging(self._set(t), in_order, title, share, self._fade(t))

    def _above(self, name: str, people: list[CastMember]) -> tuple[CastMember, ...]:
        """The people, all of them so much higher that no mouth is behind what stands before them."""
        front = FRONTS.get(name, 1.0)
        lowest = max((each.place.y - MOUTH * each.place.scale for each in people), default=0.0)
        lift = min(lowest - front, 1.0 - front)
        if front == 1.0 or lift <= 0.0:
            return tuple(people)
        return tuple(replace(each, place=replace(each.place, y=each.place.y - lift)) for each in people)

    def _set(self, t: float) -> str:
        return self.sets[max(0, bisect_right(self.sets, t, key=lambda each: each[0]) - 1)][1]

    def _card(self, t: float) -> tuple[str, float]:
        place = bisect_right(self.cards, t, key=lambda card: card.start)
        if not place or t >= self.cards[place - 1].end:
            return "", 0.0
        card = self.cards[place - 1]
        share = min(1.0, (t - card.start) / CARD_FADE_S, (card.end - t) / CARD_FADE_S)
        return card.name, ease(share)

    def _fade(self, t: float) -> float:
        place = bisect_right(self.fades, t, key=lambda fade: fade.start)
        if not place:
            return 0.0
        fade = self.fades[place - 1]
        share = 1.0 if fade.end <= fade.start else ease((t - fade.start) / (fade.end - fade.start))
        return share if fade.name == "out" else 1.0 - share


_PLOTS: WeakKeyDictionary[Scene, dict[float, _Plot]] = WeakKeyDictionary()


def list_staging(scene: Scene) -> Iterator[tuple[float, str, Mark]]:
    """Every mark of the kinds in `STAGING`, with its time and its cast member."""
    for entry in scene.entries:
        if isinstance(entry.what, Mark):
            if entry.what.kind in STAGING:
                yield entry.start + entry.what.start, entry.who, entry.what
        elif isinstance(entry.what, Performance):
            for mark in entry.what.marks:
                if mark.kind in STAGING:
                    yield entry.start + mark.start, entry.who, mark


def _plotted(scene: Scene, shape: float) -> _Plot:
    marks = sorted(list_staging(scene), key=lambda each: each[0])
    changes = [(-math.inf, scene.set), *((t, mark.name) for t, _, mark in marks if mark.kind == "set")]
    return _Plot(
        shape,
        scene.cast,
        _paths(scene.cast, marks, [t for t, _ in changes[1:]], shape),
        tuple(changes),
        tuple(_ramps(marks, "title", CARD_S)),
        tuple(_fades(marks)),
    )


def _ramps(marks: Iterable[tuple[float, str, Mark]], kind: str, seconds: float) -> Iterator[_Ramp]:
    for t, _, mark in marks:
        if mark.kind == kind:
            yield _Ramp(t, t - mark.start + mark.end if mark.end is not None else t + seconds, mark.name)


def _fades(marks: Sequence[tuple[float, str, Mark]]) -> Iterator[_Ramp]:
    """The fades; a new set lifts the black that nobody lifted."""
    fades = list(_ramps(marks, "fade", FADE_S))
    lifted = [_Ramp(t, t, "in") for t, _, mark in marks if mark.kind == "set"]
    # Where both begin together the fade itself is what counts.
    yield from sorted([*lifted, *fades], key=lambda fade: (fade.start, fade.end > fade.start))


def _paths(
    cast: Sequence[CastMember], marks: Sequence[tuple[float, str, Mark]], changes: Sequence[float], shape: float
) -> dict[str, _Path]:
    moves = [each for each in marks if each[2].kind in ("enter", "exit", "move")]
    first = {who: mark.kind for _, who, mark in reversed(moves) if mark.kind != "move"}
    row = _Row(cast, shape)
    row.on = {member.who: row.named[member.who] for member in cast if first.get(member.who) != "enter"}
    row.settle(-math.inf, cut=True)
    groups = {t: list(group) for t, group in groupby(moves, key=lambda each: each[0])}
    for t in sorted({*groups, *changes}):
        cut = t <= CUT_S or any(abs(t - change) <= CUT_S for change in changes)
        for _, who, mark in groups.get(t, ()):
            row.take(who, mark)
        row.settle(t, cut)
    return row.paths


class _Row:
    """Who is on, and in which places, while the marks are read in order."""

    def __init__(self, cast: Sequence[CastMember], shape: float) -> None:
        self._shape = shape
        self._fixed = {member.who: member.place for member in cast if _named(member.place) is None}
        self._order = [member.who for member in cast]
        self.named = {member.who: _named(member.place) or "" for member in cast}
        self.paths = {member.who: _Path() for member in cast}
        self.on: dict[str, str] = {}
        """Person to the name of their place."""

    def take(self, who: str, mark: Mark) -> None:
        """Follow one mark; marks of people who are not in the cast do nothing."""
        if who not in self.paths:
            return
        if mark.kind == "exit":
            self.on.pop(who, None)
        elif mark.kind == "enter":
            self.on[who] = mark.name if is_place(mark.name) else self.on.get(who, self.named[who])
        elif is_place(mark.name):
            self._fixed.pop(who, None)
            self.named[who] = mark.name
            if who in self.on:
                self.on[who] = mark.name

    def settle(self, t: float, cut: bool) -> None:
        """Send everybody to their place: those who stay, those who enter and those who leave."""
        on = {who: self.on[who] for who in self._order if who in self.on}
        loose = {who: name for who, name in on.items() if who not in self._fixed}
        goals = place_people(loose, self._shape) if loose else {}
        goals |= {who: self._fixed[who] for who in on if who in self._fixed}
        for who, path in self.paths.items():
            last = path.last(t)
            seen = last is not None and not (last.leaves and t >= last.start + last.seconds)
            here = last.at(t, self._shape) if last is not None and seen else None
            if who in goals:
                goal = goals[who]
                late = last is not None and cut and t < last.start + last.seconds
                if last is None or last.leaves or last.goal != goal or late:
                    path.walks.append(_walk(t, here or _outside(goal, self._shape), goal, self._shape, cut))
            elif last is not None and here is not None and (cut or not last.leaves):
                gone = _outside(here, self._shape)
                path.walks.append(_walk(t, here, gone, self._shape, cut, leaves=True))
