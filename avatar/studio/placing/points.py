"""The points of a face in a picture, while they are placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

import numpy as np

from avatar.character.still.correcting import Shift, correct, find_handle, shift_places
from avatar.character.still.placing import NEEDED
from avatar.character.still.points import (
    FILE,
    FacePoints,
    Iris,
    Kind,
    MouthShown,
    format_points,
    place_by_hand,
    read_points,
)
from avatar.errors import CharacterError
from avatar.studio.placing.draft import Box, Draft, Group, Handle, Point, Question

TITLES: Mapping[str, tuple[str, Group]] = {
    "mouth-left": ("left corner of the mouth", "mouth"),
    "mouth-right": ("right corner of the mouth", "mouth"),
    "mouth-top": ("upper lip, its lower edge", "mouth"),
    "mouth-bottom": ("lower lip, its upper edge", "mouth"),
    "eye-left": ("left eye", "eyes"),
    "eye-right": ("right eye", "eyes"),
    "nose": ("tip of the nose", "face"),
    "chin": ("chin", "face"),
    "ear-left": ("left edge of the face, at the ear", "face"),
    "ear-right": ("right edge of the face, at the ear", "face"),
    "upper-lip": ("upper lip, its upper edge", "mouth"),
    "lower-lip": ("lower lip, its lower edge", "mouth"),
    "forehead": ("top of the forehead", "face"),
}
"""Points of a face or a muzzle in the order in which they are placed; left is the picture's."""

PARTS = {"outer": "outer corner", "inner": "inner corner", "top": "upper lid", "bottom": "lower lid"}
"""Points of one eye."""

LIPS_MEET = "middle of the mouth, where the lips meet"

ANSWERS = {
    "shut": "shut", "open": "open", "teeth": "shows teeth",
    "face": "a face", "muzzle": "an animal's muzzle", "thing": "a thing without a mouth",
}  # fmt: skip

IRISES: Mapping[str, tuple[int, str]] = {
    "iris-left": (0, "left iris, its middle"),
    "iris-left-edge": (0, "left iris, its edge"),
    "iris-right": (1, "right iris, its middle"),
    "iris-right-edge": (1, "right iris, its edge"),
}
"""Points of the irises, which go with the gaze, by their eyes."""

IRIS = 0.21
"""Radius of an iris that nobody has placed, in widths of its eye: a person's is some 12 mm wide between lids of 28."""

OPENED = 0.14
"""Width of a mouth over which lips go apart that were taken for shut: then both can be seen and dragged."""

_Answer = TypeVar("_Answer")
_NO_SHIFTS: Mapping[str, Shift] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class PointsDraft:
    """Points of a picture of `page` pixels."""

    page: tuple[float, float]
    base: FacePoints
    """As they were read; a mesh that was found is corrected by `shifts`."""
    kind: Kind
    mouth: MouthShown
    places: Mapping[str, Point]
    """What was placed by hand; empty for a mesh that was found."""
    shifts: Mapping[str, Shift] = field(default_factory=lambda: _NO_SHIFTS)
    irises: tuple[Iris, Iris] | None = None
    """Those of `base`, or as they were placed; they go with the eyes that are corrected by `shifts`."""
    detailed: bool = False
    """Whether the corners and the lids of the eyes, and the irises, are shown."""
    file: str = FILE
    boxes: tuple[Box, ...] = ()

    @classmethod
    def of(cls, points: FacePoints, page: tuple[float, float], file: str = FILE) -> PointsDraft:
        """The draft of points that were read from a file."""
        return cls(page, points, points.kind, points.mouth, points.handles, irises=points.irises, file=file)

    # ------------------------------------------------------------------------------------------------- what is shown

    @cached_property
    def handles(self) -> tuple[Handle, ...]:
        return tuple(self._handle(name) for name in self._names())

    def _names(self) -> tuple[str, ...]:
        if self.kind == "thing":
            return NEEDED["thing"]
        names: list[str] = []
        for name in TITLES:
            if name == "mouth-bottom" and self.mouth == "shut":
                continue
            if self.detailed and name in ("eye-left", "eye-right"):
                names += [f"{name}-{part}" for part in PARTS]
            else:
                names.append(name)
        return (*names, *(IRISES if self.detailed and self.irises is not None else ()))

    def _handle(self, name: str) -> Handle:
        if name in IRISES:
            return Handle(name, IRISES[name][1], self._at(name), "eyes")
        eye, part = _split_eye(name)
        if eye:
            title, group = f"{TITLES[eye][0]}, {PARTS[part]}", TITLES[eye][1]
        else:
            title, group = TITLES[name]
        if name == "mouth-top" and self.mouth == "shut":
            title = LIPS_MEET
        return Handle(name, title, self._at(name), group, not self.places or name in self.places)

    def _at(self, name: str) -> Point:
        if name in IRISES:
            assert self._shown.irises is not None
            x, y, radius = self._shown.irises[IRISES[name][0]]
            return (x + radius, y) if name.endswith("edge") else (x, y)
        return self.places.get(name) or find_handle(self._shown.mesh, name)

    @property
    def questions(self) -> tuple[Question, ...]:
        found = [Question("k", "this is", ANSWERS[self.kind])]
        if self.kind != "thing":
            found.insert(0, Question("m", "the mouth in the picture is", ANSWERS[self.mouth]))
            found.append(Question("e", "all points of the eyes are", "shown" if self.detailed else "not shown"))
            if self.detailed:
                found.append(Question("i", "irises that move are", "none" if self.irises is None else "there"))
        return tuple(found)

    @property
    def trouble(self) -> str:
        return "" if isinstance(self._made, FacePoints) else f"{self._made.what}. {self._made.remedy}"

    # ------------------------------------------------------------------------------------------------------- changes

    def move(self, name: str, to: Point) -> PointsDraft:
        """A handle goes to another place, within the picture."""
        width, height = self.page
        to = (min(width, max(0.0, to[0])), min(height, max(0.0, to[1])))
        here = self._at(name)
        if name in IRISES:
            return self._with_iris(name, to)
        moved = self._by(name, (to[0] - here[0], to[1] - here[1]))
        if name == "mouth-top" and self.mouth == "shut":
            moved = moved._by("mouth-bottom", (to[0] - here[0], to[1] - here[1]))
        return moved

    def _by(self, name: str, by: Shift) -> PointsDraft:
        if not self.places:
            return self._corrected(name, by)
        places = dict(self.places)
        for each in self._carried(name):
            x, y = self._at(each)
            places[each] = (x + by[0], y + by[1])
        eye, _ = _split_eye(name)
        if eye:  # the eye's middle is that of its four points
            found = [places[f"{eye}-{each}"] for each in PARTS]
            places[eye] = (sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found))
        draft = replace(self, places=places)
        if name in ("eye-left", "eye-right") and self.irises is not None:
            iris = f"iris-{name[4:]}"
            x, y = self._at(iris)
            draft = draft._with_iris(iris, (x + by[0], y + by[1]))
        return draft

    def _corrected(self, name: str, by: Shift) -> PointsDraft:
        """The mesh with a handle moved on by so much. An eye is corrected by its middle or by its four points."""
        eye, _ = _split_eye(name)
        parts = [f"{eye}-{each}" for each in PARTS] if eye else []
        if not parts and any(f"{name}-{each}" in self.shifts for each in PARTS):
            moved = {f"{name}-{each}" for each in PARTS}
        else:
            moved = {name}
        shifts = {each: shift for each, shift in self.shifts.items() if not (parts and each == eye)}
        for each in {*parts, *moved}:
            (x, y), (before_x, before_y) = self._at(each), find_handle(self.base.mesh, each)
            on = by if each in moved else (0.0, 0.0)
            shifts[each] = (x - before_x + on[0], y - before_y + on[1])
        return replace(self, shifts=shifts)

    def _carried(self, name: str) -> tuple[str, ...]:
        """A handle and those that go with it: the whole eye with its middle."""
        parts = tuple(f"{name}-{part}" for part in PARTS if f"{name}-{part}" in self.places)
        return (name, *parts)

    def ask(self, key: str) -> PointsDraft:
        match key:
            case "m" if self.kind != "thing":
                return self._showing(_next(self.mouth, get_args(MouthShown)))
            case "k":
                return replace(self, kind=_next(self.kind, get_args(Kind)))
            case "i" if self.detailed and self.kind != "thing":
                return replace(self, irises=self._guessed_irises() if self.irises is None else None)
            case "e" if self.kind != "thing":
                return self._with_eyes() if not self.detailed else replace(self, detailed=False)
        return self

    def _with_iris(self, name: str, to: Point) -> PointsDraft:
        """An iris whose middle, or whose edge, is moved to a place of the picture as it is shown."""
        assert self.irises is not None
        assert self._shown.irises is not None
        side, _ = IRISES[name]
        (x, y, radius), (seen_x, seen_y, _) = self.irises[side], self._shown.irises[side]
        if name.endswith("edge"):
            iris = (x, y, max(1.0, float(np.hypot(to[0] - seen_x, to[1] - seen_y))))
        else:
            iris = (x + to[0] - seen_x, y + to[1] - seen_y, radius)
        left, right = self.irises
        return replace(self, irises=(left, iris) if side else (iris, right))

    def _guessed_irises(self) -> tuple[Iris, Iris]:
        """One in the middle of each eye."""
        mesh = self._shown.mesh if self.places else self.base.mesh
        found: list[Iris] = []
        for eye in ("eye-left", "eye-right"):
            outer, inner = (np.array(find_handle(mesh, f"{eye}-{part}")) for part in ("outer", "inner"))
            x, y = ((outer + inner) / 2).tolist()
            found.append((x, y, max(1.0, IRIS * float(np.hypot(*(outer - inner))))))
        return found[0], found[1]

    def _showing(self, mouth: MouthShown) -> PointsDraft:
        """The picture shows the mouth so: lips that were one place go apart, or come together again."""
        left, right, top, bottom = (np.array(self._at(f"mouth-{each}")) for each in ("left", "right", "top", "bottom"))
        draft = replace(self, mouth=mouth)
        if mouth == "shut":
            half = (bottom - top) / 2
        elif self.mouth == "shut" and np.hypot(*(bottom - top)) < 0.5 * OPENED * np.hypot(*(right - left)):
            across = right - left
            half = -0.5 * OPENED * np.array([-across[1], across[0]])
        else:
            return draft
        x, y = half.tolist()
        return draft._by("mouth-top", (x, y))._by("mouth-bottom", (-x, -y))

    def _with_eyes(self) -> PointsDraft:
        """With the points of the eyes to drag; by hand they are all placed, since one alone would bend the others."""
        draft = replace(self, detailed=True)
        if not self.places:
            return draft
        names = [f"eye-{side}-{part}" for side in ("left", "right") for part in PARTS]
        known = {name: self._at(name) for name in names}
        for side in ("left", "right"):
            known |= self._around(f"eye-{side}", known)
        return replace(draft, places={**self.places, **known})

    def _around(self, eye: str, known: Mapping[str, Point]) -> dict[str, Point]:
        """An eye's points, moved so that its middle is where it was placed; those that were placed stay."""
        if any(f"{eye}-{part}" in self.places for part in PARTS):
            return {}
        names = [f"{eye}-{part}" for part in PARTS]
        middle = np.mean([known[name] for name in names], axis=0)
        x, y = (np.array(self._at(eye)) - middle).tolist()
        return {name: (known[name][0] + x, known[name][1] + y) for name in names}

    # ---------------------------------------------------------------------------------------------------------- file

    @cached_property
    def _made(self) -> FacePoints | CharacterError:
        """The points as they will be read, or why they can't be."""
        try:
            text = format_points(self._shown if not self.places else self._placed())
            return read_points(text.encode(), *self.page, Path(FILE))
        except CharacterError as error:
            return error

    def _placed(self) -> FacePoints:
        points = place_by_hand(self.places, self.kind, self.mouth)
        return replace(points, irises=self.irises)

    @cached_property
    def _shown(self) -> FacePoints:
        """The points to show handles by; those before where these make no face."""
        if self.places:
            try:
                return self._placed()
            except CharacterError:
                return replace(self.base, irises=self.irises)
        mesh = correct(self.base.mesh, self.shifts)
        return FacePoints(mesh, self._irises(), self.mouth, self.kind)

    def _irises(self) -> tuple[Iris, Iris] | None:
        """The irises go with the eyes."""
        irises = self.irises
        if irises is None or not self.shifts:
            return irises
        at = np.array([iris[:2] for iris in irises], float)
        (one, other) = (at + shift_places(self.base.mesh, self.shifts, at)).tolist()
        return (one[0], one[1], irises[0][2]), (other[0], other[1], irises[1][2])

    def same(self, other: Draft) -> bool:
        if not isinstance(other, PointsDraft):
            return False
        mine, theirs = (
            (each.base, each.kind, each.mouth, each.places, each.shifts, each.irises) for each in (self, other)
        )
        return mine == theirs

    def write(self, before: str) -> str:
        if isinstance(self._made, CharacterError):
            raise self._made
        return format_points(self._shown if not self.places else self._placed())


def _split_eye(name: str) -> tuple[str, str]:
    """The eye that a handle is a part of, and which part; twice '' for any other handle."""
    eye, _, part = name.rpartition("-")
    return (eye, part) if part in PARTS and eye in ("eye-left", "eye-right") else ("", "")


def _next(now: _Answer, known: tuple[_Answer, ...]) -> _Answer:
    return known[(known.index(now) + 1) % len(known)]
