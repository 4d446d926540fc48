"""How shots frame people: sizes, headroom, room for a look, and what is seen of the set behind them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from avatar.character.holding import Extent
from avatar.scene.staging import Staging
from avatar.types import CastMember


class ShotKind(NamedTuple):
    """How a shot frames people."""

    size: float
    """Height from hair to mouth of the largest person in it, in heights of the picture; 0 for nobody."""
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
    "insert": ShotKind(0.0, 0.0, "A thing alone, and nobody."),
}
"""All shots. Each size is a fifth or more above the one below: a smaller change looks like a fault of the film."""

LOOK_ROOM = 0.07
"""Widths of the picture by which somebody who looks aside stands off its middle: room for the look."""

OVER_ROOM = 0.12
"""The same in a shot over somebody's shoulder, which needs room too."""

FULL = 0.94
"""Share of the picture's width that the people of a shot may take."""

HALF_HEAD = 0.31
"""Half the width of a head with its hair and some air, in heights of the picture at scale 1."""

LOWEST_MOUTH, LOWEST_MOUTH_UPRIGHT = 0.81, 0.775
"""Shares of the height above which mouths stay: captions of two lines reach up to 0.83, and to 0.81 where a picture is
higher than wide."""

TABLE = 0.012
"""Heights of the picture by which a table before the lens hides the ends of those who are lifted above the captions."""

NEARLY = 0.016
"""Heights of the picture by which they may seem to end above its edge without one: less than what `CUT_OFF` leaves for
swaying. A stripe of a table is worse than a hop that shows where somebody ends."""

ROW = 0.25
"""Heights at scale 1: who stands higher than somebody else by more stands in a row behind."""

SLIVER = 0.06
"""Heights of the picture: less than that of what stands before people is no table but a stripe at the edge."""

CUT_OFF = 0.035
"""Heights at scale 1 by which a body has to reach below the picture's edge: it sways, and it hops."""

AIR = 0.02
"""Heights of the picture between its edges and what somebody holds."""

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

    @property
    def nose(self) -> Extent:
        """About its middle: what comes into a hand grows out of it, for a camera."""
        return Extent(self.middle, (self.top + self.mouth) / 2, self.middle, (self.top + self.mouth) / 2)


@dataclass(frozen=True)
class Sights:
    """What a camera has to know of those who are drawn. Without it everybody is built alike."""

    faces: Mapping[str, Face] = field(default_factory=dict)
    """By the name of the character."""
    fronts: Mapping[str, float] = field(default_factory=dict)
    """Sets with something before the people: all that is below this share of the height."""
    crowds: Mapping[str, float] = field(default_factory=dict)
    """Sets that a wide shot shows over the heads of an audience: the share of the height at which these hide people."""
    things: Mapping[str, Mapping[str, Extent]] = field(default_factory=dict)
    """By the name of the character: what has to be seen of each thing that it can hold."""
    hats: Callable[[str, str], Extent | None] = lambda character, name: None
    """What has to be seen of a hat that a character puts on; None for nothing."""

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


class Person(NamedTuple):
    """Somebody on stage, measured in heights of the arranged picture."""

    who: str
    x: float
    y: float
    """Of the anchor."""
    scale: float
    face: Face
    thing: Extent | None = None
    """What has to be seen of what they hold, measured as `face` is."""

    @property
    def held(self) -> Extent | None:
        """What has to be seen of what they hold, where it is."""
        if self.thing is None:
            return None
        left, top, right, bottom = (each * self.scale for each in self.thing)
        return Extent(self.x + left, self.y + top, self.x + right, self.y + bottom)

    @property
    def span(self) -> float:
        return max(LEAST_SPAN, self.face.span) * self.scale

    @property
    def top(self) -> float:
        return self.y + self.face.top * self.scale

    @property
    def mouth(self) -> float:
        return self.y + self.face.mouth * self.scale

    @property
    def floor(self) -> float:
        """The lowest place at which the picture may end."""
        reach = 0.0 if self.face.still else max(0.0, self.face.floor - CUT_OFF)
        return self.y + reach * self.scale

    @property
    def middle(self) -> float:
        return self.x + self.face.middle * self.scale


def measure(now: Staging, shape: float, sights: Sights, held: Mapping[str, Extent]) -> dict[str, Person]:
    """Those on stage. Steps of a walk are left out: the camera does not bob with them. `held`: what has to be seen of
    what they hold, measured as faces are."""
    return {each.who: _measure_one(each, shape, sights.face(each), held.get(each.who)) for each in now.people}


def _measure_one(member: CastMember, shape: float, face: Face, thing: Extent | None) -> Person:
    place = member.place
    y = max(1.0, place.y) if place.y > ON_THE_FLOOR else place.y
    return Person(member.who, place.x * shape, y, place.scale, face, thing)


def find_partner(whom: Person, people: Mapping[str, Person]) -> Person | None:
    """Who stands next to somebody, towards the middle where both neighbours are as near."""
    others = [each for each in people.values() if each.who != whom.who]
    side = math.copysign(1.0, whom.x)
    return min(others, key=lambda each: (round(abs(each.x - whom.x), 3), -each.x * side), default=None)


def find_front_people(people: Iterable[Person]) -> list[Person]:
    """Those of the front row: where the others' bodies end is hidden by them."""
    everybody = list(people)
    front = max(each.y for each in everybody)
    return [each for each in everybody if each.y > front - ROW * each.scale]


def frame_all(people: Iterable[Person], front: float, shape: float) -> tuple[Window, float]:
    """Everybody, standing on the picture's lower edge or behind what is before them; and where a table begins."""
    everybody = list(people)
    if len(everybody) == 1 and everybody[0].face.still:
        return Window(), 1.0
    size = SHOTS["wide"].size * (_narrow(everybody[0], shape) if len(everybody) == 1 else 1.0)
    zoom = min(1.0, size / max(each.span for each in everybody))
    floor, low = min(each.floor for each in find_front_people(everybody)), min(1.0, front)
    for held in (each.held for each in everybody if each.held is not None):
        aside = max(1e-6, held.right - shape / 2, shape / 2 - held.left)
        zoom = min(zoom, (shape / 2 - AIR) / aside, low / max(1e-6, floor - held.top))
    zoom = min(zoom, *(_fit(each, shape) for each in everybody))
    if len(everybody) > 1:
        zoom = min(zoom, *(_in_picture(each, shape) for each in everybody))
    return _lift(everybody, Window(0.5, floor - (low - 0.5) / zoom, zoom), shape)


def _in_picture(person: Person, shape: float) -> float:
    """The zoom at which the edge of the picture, whose middle stays, cuts nobody's head."""
    return shape / 2 / (abs(person.middle - shape / 2) + HALF_HEAD * person.scale)


def _lowest(shape: float) -> float:
    return LOWEST_MOUTH if shape >= 1.0 else LOWEST_MOUTH_UPRIGHT


def _lift(people: Iterable[Person], window: Window, shape: float) -> tuple[Window, float]:
    """The window moved so far down that no mouth is below the captions, with a table before what has no end then."""
    everybody = [each for each in people if not each.face.still]
    low = max((window.into(0.0, each.mouth)[1] for each in everybody), default=0.0) - _lowest(shape)
    if low <= 0.0:
        return window, 1.0
    lifted = window._replace(y=window.y + low / window.zoom)
    ends = min(lifted.into(0.0, each.floor)[1] for each in find_front_people(everybody))
    return lifted, ends - TABLE if ends < 1.0 - NEARLY else 1.0


def frame(
    people: tuple[Person, ...], aside: float, size: float, headroom: float, shape: float, front: float, wide: Window
) -> tuple[Window, float]:
    """One or two people, as large as the shot wants them and the picture has room for; and where a table begins.

    `aside`: widths of the picture by which they stand off its middle, positive for those who look to the right.
    """
    left = min(each.middle - HALF_HEAD * each.scale for each in people)
    right = max(each.middle + HALF_HEAD * each.scale for each in people)
    span = max(each.span for each in people)
    things = [each.held for each in people if each.held is not None]
    widest = (
        FULL * shape / (max([right, *(each.right for each in things)]) - min([left, *(each.left for each in things)]))
    )
    zoom = min(size / span, widest, *(_fit(each, shape) for each in people))
    if len(people) == 1:
        zoom = size * _narrow(people[0], shape) / span
    if any(each.face.still for each in people):
        zoom = max(zoom, wide.zoom * size / SHOTS["wide"].size)
    x = (left + right) / 2 / shape + aside / zoom
    y = min(each.top for each in people) + (0.5 - headroom) / zoom
    for held in things:
        x = _hold(x, held.left / shape, held.right / shape, 1.0 / zoom, AIR / shape / zoom)
        y = _hold(y, held.top, held.bottom, 1.0 / zoom, AIR / zoom)
    if front < 1.0:
        # What stands before them reaches down to the picture's edge.
        y = min(y, wide.out_of(0.5, front)[1] - (0.5 - (1.0 - front) * zoom / wide.zoom) / zoom)
        return _clear(people, Window(x, y, zoom), find_front_row(Window(x, y, zoom), wide, front), shape), 1.0
    y = min(y, min(each.floor for each in people) - 0.5 / zoom)
    return _lift(people, Window(x, y, zoom), shape)


def _clear(people: Iterable[Person], window: Window, row: float, shape: float) -> Window:
    """The window moved so far up that nothing is seen of a front that begins at `row`, where it would be a sliver at
    the picture's edge, and where all mouths stay above the captions."""
    if not 1.0 - SLIVER < row < 1.0:
        return window
    moved = window._replace(y=window.y - (1.0 - row) / window.zoom)
    return moved if max(moved.into(0.0, each.mouth)[1] for each in people) <= _lowest(shape) else window


def _hold(middle: float, low: float, high: float, length: float, air: float) -> float:
    """The middle of a stretch of that length that holds a shorter one, moved as little as that takes."""
    least, most = high + air - length / 2, low - air + length / 2
    return min(max(middle, least), most) if least <= most else (low + high) / 2


def _fit(person: Person, shape: float) -> float:
    """The largest zoom at which somebody and what they hold are in the picture, with their mouth above the captions."""
    head = person.middle - HALF_HEAD * person.scale, person.middle + HALF_HEAD * person.scale
    held = person.held
    if held is None:
        return math.inf
    across = FULL * shape / (max(head[1], held.right) - min(head[0], held.left))
    top = min(person.top, held.top)
    return min(across, (1.0 - 2 * AIR) / (max(person.mouth, held.bottom) - top), _lowest(shape) / (person.mouth - top))


def _narrow(person: Person, shape: float) -> float:
    """By how much all shots of somebody are smaller where the picture has no room for a close one, or for what they
    hold: so shots that follow each other still differ in size."""
    most = min(FULL * shape / (2 * HALF_HEAD * person.scale), _fit(person, shape))
    return min(1.0, most * person.span / SHOTS["close"].size)


def find_back(window: Window, wide: Window, x: float, front: float) -> Window:
    """What is seen of the set behind people in that window."""
    zoom = max(1.0, (window.zoom / wide.zoom) ** DEPTH)
    half = 0.5 / zoom
    y = min(0.5, half + 0.35 * (1.0 - 2 * half))
    if front < 1.0:
        # What stands before the people is drawn once more, nearer: it must not be seen behind them.
        y = min(y, front - (min(1.0, find_front_row(window, wide, front)) - 0.5) / zoom)
    return Window(max(half, min(1.0 - half, x)), max(half, y), zoom)


def find_front_row(window: Window, wide: Window, front: float) -> float:
    """Where what stands before the people begins: at the same place of their bodies in every shot."""
    return window.into(0.5, wide.out_of(0.5, front)[1])[1] if front < 1.0 else 1.0
