"""What the camera sees at one instant: a pure function of the scene, the time and the shape of the picture.

A cut is a mark of the kind "camera": its name is a shot of `SHOTS`, `who` whom it shows, and after the shot's name may
stand who else is in it (`over BEA`). A scene without such marks is seen whole, as it is arranged. People and set have a
window each: who is far from the middle is still well placed in a picture of their own, and the set, which is further
away, moves less.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.character.holding import THINGS, read_thing
from avatar.scene.framing import (
    LOOK_ROOM,
    OVER_ROOM,
    SOFT,
    UNKNOWN,
    find_back,
    find_front_row,
    find_partner,
    frame,
    frame_all,
    measure,
)
from avatar.scene.framing import SHOTS as SHOTS
from avatar.scene.framing import Face as Face
from avatar.scene.framing import Sights as Sights
from avatar.scene.framing import Window as Window
from avatar.scene.holding import Reach, reach_at
from avatar.scene.life import ease
from avatar.scene.staging import HIDDEN, SHOULDERS, WIDE, Staging, arrange
from avatar.scene.timeline import build_timeline
from avatar.scene.wearing import hat_reach
from avatar.types import Mark, Performance, Place, Scene

PUSH_S, WHIP_S = 6.0, 0.3
"""Seconds of a slow push, unless its mark says, and of a whip."""

INSERT_ZOOM, INSERT_SOFT = 1.7, 0.016
"""How near the set behind a thing alone is, and how far out of focus: as `View.soft`."""

_ALL = Window()


class Shoulder(NamedTuple):
    """Somebody seen from behind, at the edge."""

    who: str
    side: float
    """-1 at the left edge, 1 at the right one."""


@dataclass(frozen=True)
class View:
    """What the camera sees."""

    people: Window = _ALL
    """May reach beyond the edges of what is arranged."""
    back: Window = _ALL
    """Of the set; never reaches beyond its edges."""
    front: float = 1.0
    """First share of the picture's height that the set's front covers; 1 or more where none is seen."""
    near: float = 1.0
    """How much larger than in the set that front is."""
    soft: float = 0.0
    """How far the set is out of focus: standard deviation, in heights of the picture."""
    crowd: bool = False
    """Whether it is seen over the heads of an audience."""
    table: float = 1.0
    """First share of the picture's height that is covered by a dark table before the lens; 1 for none."""
    shown: tuple[str, ...] | None = None
    """Who is in the shot; None: everybody."""
    shoulder: Shoulder | None = None
    since: float = -math.inf
    """Seconds at which this shot began."""
    moving: bool = False
    """Whether it is another view a moment later."""
    drifts: bool = False
    """Whether it is one of a shot that moves, or has moved."""
    thing: str = ""
    """What is shown alone, as a mark of the kind "prop" names it; '' for nothing."""

    def place(self, here: Place, shape: float) -> Place:
        """Where somebody stands for this view: who waits outside is further out where more is seen."""
        if self.people.zoom >= 1.0 or 0.0 <= here.x <= 1.0:
            return here
        beyond = SHOULDERS * HIDDEN * here.scale / shape
        share = min(1.0, (-here.x if here.x < 0.0 else here.x - 1.0) / beyond)
        more = math.copysign((0.5 / self.people.zoom - 0.5) * share, here.x)
        return replace(here, x=here.x + more)


WHOLE = View()


class Cut(NamedTuple):
    """Where a shot begins."""

    start: float
    shot: str
    who: str
    other: str
    seconds: float
    """How long it takes to arrive; 0 for a shot that stands."""


_CUTS: WeakKeyDictionary[Scene, tuple[tuple[Cut, ...], tuple[float, ...]]] = WeakKeyDictionary()


def list_cuts(scene: Scene) -> tuple[Cut, ...]:
    """The scene's cuts, in order; where several come at once, the last one counts."""
    return _cuts(scene)[0]


def view_at(scene: Scene, t: float, shape: float = WIDE, sights: Sights = UNKNOWN) -> View:
    """What the camera sees at `t` seconds in a picture of that shape (width over height)."""
    cuts, starts = _cuts(scene)
    place = bisect_right(starts, t) - 1
    if place < 0:
        return WHOLE
    now, cut = arrange(scene, t, shape), cuts[place]
    view = _seen(cut, t, now, shape, sights, _reaches(scene, cut, t, now, sights))
    if cut.shot != "whip" or t >= cut.start + cut.seconds or place == 0:
        return view
    before = arrange(scene, cut.start - 1e-3, shape)
    if before.set != now.set:
        return view
    left = cuts[place - 1]
    torn = _seen(left, cut.start, before, shape, sights, _reaches(scene, left, cut.start, before, sights))
    return _between(torn, view, ease((t - cut.start) / cut.seconds))


def _reaches(scene: Scene, cut: Cut, t: float, now: Staging, sights: Sights) -> dict[str, Reach]:
    """What those on stage hold `t` seconds into the scene, in a shot."""
    found: dict[str, Reach] = {}
    for member in now.people:
        things = sights.things.get(member.character)
        if not things:
            continue
        line, face = build_timeline(scene, member.who), sights.face(member)
        if line.props.cues:
            found[member.who] = reach_at(line.props, t, things, face.nose, cut.start)
        if line.hats.cues and (hat := hat_reach(line.hats, t, member.character, sights, cut.start)) is not None:
            found[member.who] = found.get(member.who, Reach(None)).joined(hat)
    return found


def _cuts(scene: Scene) -> tuple[tuple[Cut, ...], tuple[float, ...]]:
    known = _CUTS.get(scene)
    if known is None:
        found: dict[float, Cut] = {}
        for t, who, mark in sorted(_marks(scene), key=lambda each: each[0]):
            found[t] = _read(t, who, mark)
        cuts = tuple(found.values())
        known = _CUTS[scene] = (cuts, tuple(cut.start for cut in cuts))
    return known


def _marks(scene: Scene) -> Iterator[tuple[float, str, Mark]]:
    for entry in scene.entries:
        if isinstance(entry.what, Mark):
            if entry.what.kind == "camera":
                yield entry.start + entry.what.start, entry.who, entry.what
        elif isinstance(entry.what, Performance):
            for mark in entry.what.marks:
                if mark.kind == "camera":
                    yield entry.start + mark.start, entry.who, mark


def _read(t: float, who: str, mark: Mark) -> Cut:
    shot, _, other = mark.name.partition(" ")
    usual = {"push": PUSH_S, "whip": WHIP_S}.get(shot, 0.0)
    seconds = usual if mark.end is None or not usual else max(0.1, mark.end - mark.start)
    return Cut(t, shot if shot in SHOTS else "wide", who, other, seconds)


def _seen(cut: Cut, t: float, now: Staging, shape: float, sights: Sights, held: Mapping[str, Reach]) -> View:
    """The view of a shot that has gone on until `t`."""
    if cut.shot == "insert" and read_thing(cut.other)[0] in THINGS:
        return View(back=Window(zoom=INSERT_ZOOM), soft=INSERT_SOFT, shown=(), since=cut.start, thing=cut.other)
    people = measure(now, shape, sights, {who: each.extent for who, each in held.items() if each.extent is not None})
    if not people:
        return replace(WHOLE, since=cut.start)
    front, crowd = sights.fronts.get(now.set, 1.0), sights.crowds.get(now.set, 1.0)
    low = min(front, crowd)
    whom = people.get(cut.who)
    if cut.shot in ("wide", "insert") or whom is None:
        wide, table = frame_all(tuple(people.values()), low, shape)
        crowded = crowd < 1.0 and wide.zoom < 1.0
        moves = any(each.moving for each in held.values())
        end = 1.0 if crowded else table
        return View(wide, front=front, crowd=crowded, table=end, since=cut.start, moving=moves, drifts=moves)
    # What those hold who are not in the shot changes nothing in it.
    wide, _ = frame_all([each._replace(thing=None) for each in people.values()], low, shape)
    other = people.get(cut.other) or find_partner(whom, people)
    drifts = cut.shot == "push"
    if cut.shot == "push":
        share = _drift(round((t - cut.start) / cut.seconds, 6))
        size, headroom = (mix(a, b, share) for a, b in zip(SHOTS["push"][:2], SHOTS["close"][:2], strict=True))
    else:
        size, headroom = SHOTS[cut.shot][:2]
    both = (whom, other) if cut.shot == "two" and other is not None else (whom,)
    aside = 0.0
    if len(both) == 1 and other is not None:
        aside = math.copysign(OVER_ROOM if cut.shot == "over" else LOOK_ROOM, other.x - whom.x)
    window, table = frame(both, aside, size, headroom, shape, front, wide)
    back = find_back(window, wide, sum(each.middle for each in both) / len(both) / shape, front)
    edge = find_front_row(window, wide, front)
    shoulder = None
    if cut.shot == "over" and other is not None:
        shoulder = Shoulder(other.who, math.copysign(1.0, other.x - whom.x))
    shown = None if len(people) == len(both) else tuple(each.who for each in both)
    near = window.zoom / wide.zoom
    makes_room = any(each.who in held and held[each.who].moving for each in both)
    moving = makes_room or (drifts and t < cut.start + cut.seconds)
    drifts = drifts or makes_room
    return View(window, back, edge, near, _blur(cut.shot), False, table, shown, shoulder, cut.start, moving, drifts)


def _blur(shot: str) -> float:
    """The nearer the people, the softer what is behind them."""
    return SOFT * max(0.0, SHOTS[shot].size - SHOTS["wide"].size)


def _between(one: View, other: View, share: float) -> View:
    """A view on the way from one to another; everybody is seen."""
    people, back = (
        Window(*(mix(a, b, share) for a, b in zip(first, second, strict=True)))
        for first, second in ((one.people, other.people), (one.back, other.back))
    )
    front, near = mix(one.front, other.front, share), mix(one.near, other.near, share)
    return View(people, back, front, near, 0.0, False, max(one.table, other.table), None, None, other.since, True, True)


def _drift(share: float) -> float:
    """0 to 1 at an even pace, with soft ends."""
    return mix(max(0.0, min(1.0, share)), ease(share), 0.5)


def mix(low: float, high: float, share: float) -> float:
    return low + (high - low) * share
