"""What the camera sees at one instant: a pure function of the scene, the time and the shape of the picture.

A cut is a mark of the kind "camera": its name is a shot of `SHOTS`, `who` whom it shows, and after the shot's name may
stand who else is in it (`over BEA`). A scene without such marks is seen whole, as it is arranged. People and set have a
window each: who is far from the middle is still well placed in a picture of their own, and the set, which is further
away, moves less.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.scene.life import ease
from avatar.scene.staging import HIDDEN, SHOULDERS, WIDE, Staging, arrange
from avatar.types import CastMember, Mark, Performance, Place, Scene


class ShotKind(NamedTuple):
    """How a shot frames people."""

    size: float
    """Height from hair to mouth of the largest person in it, in heights of the picture."""
    headroom: float
    """Heights of the picture above the hair, where there is body enough below."""
    why: str


SHOTS: Mapping[str, ShotKind] = {
    "wide": ShotKind(0.47, 0.20, "Everybody, and where they are."),
    "two": ShotKind(0.57, 0.10, "Two who talk to each other, without the others."),
    "medium": ShotKind(0.57, 0.09, "One person with the shoulders, and room to move the hands."),
    "over": ShotKind(0.57, 0.09, "One person, past the shoulder of the one who listens: they are at each other."),
    "close": ShotKind(0.69, 0.03, "A face: what it feels is the news."),
    "reaction": ShotKind(0.69, 0.03, "The face of somebody who listens."),
    "push": ShotKind(0.57, 0.09, "From a medium shot slowly into a close one: something comes out."),
    "whip": ShotKind(0.69, 0.03, "The camera is torn round to somebody: nobody saw this coming."),
}
"""All shots. Each size is a fifth or more above the one below: a smaller change looks like a fault of the film."""

PUSH_S, WHIP_S = 6.0, 0.3
"""Seconds of a slow push, unless its mark says, and of a whip."""

LOOK_ROOM = 0.07
"""Widths of the picture by which somebody who looks aside stands off its middle: room for the look."""

OVER_ROOM = 0.12
"""The same in a shot over somebody's shoulder, which needs room too."""

FULL = 0.94
"""Share of the picture's width that the people of a shot may take."""

HALF_HEAD = 0.31
"""Half the width of a head with its hair and some air, in heights of the picture at scale 1."""

CUT_OFF = 0.035
"""Heights at scale 1 by which a body has to reach below the picture's edge: it sways, and it hops."""

LEAST_SPAN = 0.62
"""Heights from hair to mouth that a head counts for at least, at scale 1: a small one need not fill the picture."""

ON_THE_FLOOR = 0.9
"""Heights of the picture below which somebody stands on its lower edge, if not in the middle of a step."""

SOFT = 0.012
"""Blur of the set, in heights of the picture, for each height of it by which people are larger than in a wide shot."""

DEPTH = 0.8
"""How much of a change of the people's size the set follows: it is further away."""


class Face(NamedTuple):
    """Where a character's head is: heights of the picture at scale 1, from its anchor, down and to the right."""

    top: float = -0.93
    """Its hair."""
    mouth: float = -0.23
    """The lower edge of the widest mouth."""
    floor: float = 0.09
    """Where its body ends."""
    middle: float = 0.0
    still: bool = False
    """Whether it is a picture, which has edges all around."""

    @property
    def span(self) -> float:
        return max(0.05, self.mouth - self.top)


@dataclass(frozen=True)
class Sights:
    """What a camera has to know of those who are drawn. Without it everybody is built alike."""

    faces: Mapping[str, Face] = field(default_factory=dict)
    """By the name of the character."""
    fronts: Mapping[str, float] = field(default_factory=dict)
    """Sets with something before the people: all that is below this share of the height."""
    crowds: Mapping[str, float] = field(default_factory=dict)
    """Sets that a wide shot shows over the heads of an audience: the share of the height at which these hide people."""

    def face(self, member: CastMember) -> Face:
        return self.faces.get(member.character, _USUAL)


_USUAL = Face()
UNKNOWN = Sights()


class Window(NamedTuple):
    """A part of what is arranged, which fills the picture."""

    x: float = 0.5
    """Its middle, in widths of the arranged picture. `y` in its heights."""
    y: float = 0.5
    zoom: float = 1.0
    """How much larger than arranged."""

    def into(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the arranged picture is seen, in shares of the picture."""
        return (x - self.x) * self.zoom + 0.5, (y - self.y) * self.zoom + 0.5

    def out_of(self, x: float, y: float) -> tuple[float, float]:
        """The place of the arranged picture that is seen there."""
        return (x - 0.5) / self.zoom + self.x, (y - 0.5) / self.zoom + self.y


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
    shown: tuple[str, ...] | None = None
    """Who is in the shot; None: everybody."""
    shoulder: Shoulder | None = None
    since: float = -math.inf
    """Seconds at which this shot began."""
    moving: bool = False
    """Whether it is another view a moment later."""
    drifts: bool = False
    """Whether it is one of a shot that moves, or has moved."""

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
    view = _seen(cut, t, now, shape, sights)
    if cut.shot != "whip" or t >= cut.start + cut.seconds or place == 0:
        return view
    before = arrange(scene, cut.start - 1e-3, shape)
    if before.set != now.set:
        return view
    return _between(_seen(cuts[place - 1], cut.start, before, shape, sights), view, ease((t - cut.start) / cut.seconds))


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


# ------------------------------------------------------------------------------------------------------------ framing


class _Person(NamedTuple):
    """Somebody on stage, measured in heights of the arranged picture."""

    who: str
    x: float
    y: float
    """Of the anchor."""
    scale: float
    face: Face

    @property
    def span(self) -> float:
        return max(LEAST_SPAN, self.face.span) * self.scale

    @property
    def top(self) -> float:
        return self.y + self.face.top * self.scale

    @property
    def floor(self) -> float:
        """The lowest place at which the picture may end."""
        reach = 0.0 if self.face.still else max(0.0, self.face.floor - CUT_OFF)
        return self.y + reach * self.scale

    @property
    def middle(self) -> float:
        return self.x + self.face.middle * self.scale


def _measure(now: Staging, shape: float, sights: Sights) -> dict[str, _Person]:
    """Those on stage. Steps of a walk are left out: the camera does not bob with them."""
    return {each.who: _measure_one(each, shape, sights.face(each)) for each in now.people}


def _measure_one(member: CastMember, shape: float, face: Face) -> _Person:
    place = member.place
    y = max(1.0, place.y) if place.y > ON_THE_FLOOR else place.y
    return _Person(member.who, place.x * shape, y, place.scale, face)


def _seen(cut: Cut, t: float, now: Staging, shape: float, sights: Sights) -> View:
    """The view of a shot that has gone on until `t`."""
    people = _measure(now, shape, sights)
    if not people:
        return replace(WHOLE, since=cut.start)
    front, crowd = sights.fronts.get(now.set, 1.0), sights.crowds.get(now.set, 1.0)
    wide = _frame_all(tuple(people.values()), min(front, crowd))
    whom = people.get(cut.who)
    if cut.shot == "wide" or whom is None:
        return View(wide, front=front, crowd=crowd < 1.0 and wide.zoom < 1.0, since=cut.start)
    other = people.get(cut.other) or _find_partner(whom, people)
    drifts = cut.shot == "push"
    if cut.shot == "push":
        share = _drift((t - cut.start) / cut.seconds)
        size, headroom = (_mix(a, b, share) for a, b in zip(SHOTS["push"][:2], SHOTS["close"][:2], strict=True))
    else:
        size, headroom = SHOTS[cut.shot][:2]
    both = (whom, other) if cut.shot == "two" and other is not None else (whom,)
    window = _frame(both, other if len(both) == 1 else None, size, headroom, shape, front, wide, cut.shot == "over")
    back = _find_back(window, wide, sum(each.middle for each in both) / len(both) / shape, front)
    edge = _front_row(window, wide, front)
    shoulder = None
    if cut.shot == "over" and other is not None:
        shoulder = Shoulder(other.who, math.copysign(1.0, other.x - whom.x))
    shown = None if len(people) == len(both) else tuple(each.who for each in both)
    near = window.zoom / wide.zoom
    moving = drifts and t < cut.start + cut.seconds
    return View(window, back, edge, near, _blur(cut.shot), False, shown, shoulder, cut.start, moving, drifts)


def _blur(shot: str) -> float:
    """The nearer the people, the softer what is behind them."""
    return SOFT * max(0.0, SHOTS[shot].size - SHOTS["wide"].size)


def _find_partner(whom: _Person, people: Mapping[str, _Person]) -> _Person | None:
    """Who stands next to somebody, towards the middle where both neighbours are as near."""
    others = [each for each in people.values() if each.who != whom.who]
    side = math.copysign(1.0, whom.x)
    return min(others, key=lambda each: (round(abs(each.x - whom.x), 3), -each.x * side), default=None)


def _frame_all(people: Iterable[_Person], front: float) -> Window:
    """Everybody, standing on the picture's lower edge or behind what is before them."""
    everybody = list(people)
    if len(everybody) == 1 and everybody[0].face.still:
        return Window()
    zoom = min(1.0, SHOTS["wide"].size / max(each.span for each in everybody))
    floor = min(each.floor for each in everybody)
    return Window(0.5, floor - (min(1.0, front) - 0.5) / zoom, zoom)


def _frame(
    people: tuple[_Person, ...], partner: _Person | None, size: float, headroom: float, shape: float, front: float,
    wide: Window, over: bool,
) -> Window:  # fmt: skip
    """One or two people, as large as the shot wants them and the picture has room for."""
    left, right = (
        min(each.middle - HALF_HEAD * each.scale for each in people),
        max(each.middle + HALF_HEAD * each.scale for each in people),
    )
    zoom = min(size / max(each.span for each in people), FULL * shape / (right - left))
    top, floor = min(each.top for each in people), min(each.floor for each in people)
    if any(each.face.still for each in people):
        zoom = max(zoom, wide.zoom * size / SHOTS["wide"].size)
    y = top + (0.5 - headroom) / zoom
    if front >= 1.0:
        y = min(y, floor - 0.5 / zoom)
    aside = 0.0
    if partner is not None:
        aside = math.copysign(OVER_ROOM if over else LOOK_ROOM, partner.x - people[0].x)
    return Window((left + right) / 2 / shape + aside / zoom, y, zoom)


def _find_back(window: Window, wide: Window, x: float, front: float) -> Window:
    """What is seen of the set behind people in that window."""
    zoom = max(1.0, (window.zoom / wide.zoom) ** DEPTH)
    half = 0.5 / zoom
    y = min(0.5, half + 0.35 * (1.0 - 2 * half))
    if front < 1.0:
        # What stands before the people is drawn once more, nearer: it must not be seen behind them.
        y = min(y, front - (min(1.0, _front_row(window, wide, front)) - 0.5) / zoom)
    return Window(max(half, min(1.0 - half, x)), max(half, y), zoom)


def _front_row(window: Window, wide: Window, front: float) -> float:
    """Where what stands before the people begins: at the same place of their bodies in every shot."""
    return window.into(0.5, wide.out_of(0.5, front)[1])[1] if front < 1.0 else 1.0


def _between(one: View, other: View, share: float) -> View:
    """A view on the way from one to another; everybody is seen."""
    people, back = (
        Window(*(_mix(a, b, share) for a, b in zip(first, second, strict=True)))
        for first, second in ((one.people, other.people), (one.back, other.back))
    )
    front, near = _mix(one.front, other.front, share), _mix(one.near, other.near, share)
    return View(people, back, front, near, 0.0, False, None, None, other.since, True, True)


def _drift(share: float) -> float:
    """0 to 1 at an even pace, with soft ends."""
    return _mix(max(0.0, min(1.0, share)), ease(share), 0.5)


def _mix(low: float, high: float, share: float) -> float:
    return low + (high - low) * share
