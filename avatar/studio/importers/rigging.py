"""How the layers of a document move, by their names and those of the groups around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from avatar.studio.importers.base import DraftPart, PlacedPng, make_unique
from avatar.studio.importers.schemes import read_name

_EYES = (" eye", " eyeball", " pupil", " blink", " eyelid top", " eyelid bottom")
"""Ends of names in an eye of one side."""


@dataclass(frozen=True, eq=False)
class Found:
    """A layer with pixels, and the names of the groups around it, outermost first."""

    name: str
    groups: tuple[str, ...]
    picture: PlacedPng
    mouth: str = ""
    """The mouth that it belongs to; '' for none."""
    mouthed: bool = False
    """Whether it lies in the group of mouths."""

    @property
    def middle(self) -> float:
        return self.picture.left + self.picture.width / 2

    @property
    def names(self) -> list[str]:
        """Its groups' names and its own, in small letters."""
        return [*self.groups, self.name.lower()]


def make_parts(found: list[Found], width: int, height: int) -> tuple[list[DraftPart], float]:
    """Layers with their joints, and the height of the head."""
    in_head = [each for each in found if "head" in each.groups] or found
    top = min(each.picture.top for each in in_head)
    bottom = max(each.picture.top + each.picture.height for each in in_head)
    middle = sum(each.middle * each.picture.width for each in in_head) / sum(each.picture.width for each in in_head)
    tall = max(1.0, min(float(height), bottom - top))
    names = ["figure", "breathing", "neck"]
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": [width / 2, height]}),
        DraftPart(
            "breathing", "figure", keys={"pivot": [width / 2, height]}, moves={"body.breath": {"scale_y": 0.006}}
        ),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": [middle, bottom - 0.08 * tall]}),
    ]
    for each in found:
        if each.mouthed and not each.mouth:
            continue  # a mouth of a name that no sound has
        name = make_unique(f"{each.groups[-1]} {each.name}" if each.mouthed else each.name, names)
        names.append(name)
        carrier = "neck" if each in in_head else "breathing"
        keys, moves = _rig(each, found, middle)
        parts.append(DraftPart(name, carrier, each.picture, keys, moves))
    return parts, tall


def _rig(each: Found, found: list[Found], middle: float) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """A layer's keys and moves."""
    side = "left" if each.middle < middle else "right"
    box = each.picture
    if each.mouth:
        return {"shape": each.mouth, "depth": 0.5}, {}
    if any("eyebrow" in name for name in each.names):
        pivot = [box.left + box.width / 2, box.top + box.height / 2]
        return {"role": f"brow-{side}", "pivot": pivot, "depth": 0.5}, {}
    if not any(name.endswith(_EYES) for name in each.names):
        return _both_eyes(each, found), {}
    shut = any("blink" in name for name in each.names)
    keys: dict[str, Any] = {"depth": 0.4}
    if shut or _blinks(found, side, middle):
        keys["lids"] = [side, "shut" if shut else "open"]
    return keys, _gaze(each, found) if any("pupil" in name for name in each.names) else {}


def _both_eyes(each: Found, found: list[Found]) -> dict[str, Any]:
    """Of a picture of both eyes, open or shut: its keys; an open one that has no shut one stays."""
    state = _eyes(each)
    return {"depth": 0.4, "lids": ["both", state]} if state and any(_eyes(one) == "shut" for one in found) else {}


def _eyes(each: Found) -> str:
    """ "open" or "shut" for eyes in a layer or group so named; '' for what is something else."""
    states = [read_name(name).eyes for name in each.names]
    if "shut" in states:
        return "shut"
    return "open" if "open" in states or any(name in ("eyes", "augen", "yeux", "ojos") for name in each.names) else ""


def _blinks(found: list[Found], side: str, middle: float) -> bool:
    """Whether there is a shut eye on a side: without one, the open eye must stay."""
    return any("blink" in " ".join(each.names) and (each.middle < middle) == (side == "left") for each in found)


def _gaze(pupil: Found, found: list[Found]) -> dict[str, dict[str, float]]:
    """How far a pupil wanders: within its eye, where that is a layer of its own."""
    around = [
        each.picture
        for each in found
        if each.groups == pupil.groups and "pupil" not in each.name.lower() and "blink" not in each.name.lower()
    ]
    wide = max((box.width - pupil.picture.width for box in around), default=0.0)
    high = max((box.height - pupil.picture.height for box in around), default=0.0)
    x = 0.35 * wide if wide > 0 else 0.25 * pupil.picture.width
    y = 0.35 * high if high > 0 else 0.2 * pupil.picture.height
    return {"eyes.gaze_x": {"x": round(x, 2)}, "eyes.gaze_y": {"y": round(y, 2)}}
