"""The channels of a pose that can move a layer, by name, and the standard joints built from them."""

from __future__ import annotations

from collections.abc import Mapping

from avatar.types import Arm, Body, Brows, Eyes, Head, Hop, Mouth, Pose

_PARTS: dict[str, type[Mouth] | type[Eyes] | type[Brows] | type[Head] | type[Body] | type[Hop]] = {
    "mouth": Mouth,
    "eyes": Eyes,
    "brows": Brows,
    "head": Head,
    "body": Body,
    "hop": Hop,
}
_ARM = [field for field in Arm._fields if field != "name"]

CHANNELS: tuple[str, ...] = (
    *(f"{part}.{field}" for part, kind in _PARTS.items() for field in kind._fields),
    *(f"left.{field}" for field in _ARM),
    *(f"right.{field}" for field in _ARM),
    "left.hidden",
    "right.hidden",
)
"""Names as `head.roll`; `left.hidden` is 1 - `left.shown`, to slide a hand in from out of sight.

Besides these, `extras.NAME` is the weight of an extra that expressions switch on, and `swings.NAME` where a swing of
the character's is."""

IN_HEADS = frozenset({"head.x", "head.y", "body.x", "body.y", "left.x", "left.y", "right.x", "right.y"})
"""Channels measured in head heights; `values` turns them into canvas units."""

ROLES: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "body": {
        "body.x": {"x": 1},
        "body.y": {"y": 1},
        "body.lean": {"rotate": 1},
        "body.squash": {"scale_x": 0.5, "scale_y": -1},
        "body.width": {"scale_x": 1},
    },
    "head": {"head.x": {"x": 1}, "head.y": {"y": 1}, "head.roll": {"rotate": 1}},
    "brow-left": {"brows.raise_left": {"y": -28}, "brows.tilt_left": {"rotate": -20}},
    "brow-right": {"brows.raise_right": {"y": -28}, "brows.tilt_right": {"rotate": 20}},
    "hand-left": {"left.x": {"x": 1}, "left.y": {"y": 1}, "left.angle": {"rotate": 1}},
    "hand-right": {"right.x": {"x": 1}, "right.y": {"y": 1}, "right.angle": {"rotate": 1}},
}
"""Standard moves by role; a layer's own `moves` come on top."""


def read_channels(pose: Pose, head: float) -> dict[str, float]:
    """Every channel of a pose by name, shifts in canvas units; `head` is the canvas units of a head's height."""
    found: dict[str, float] = {}
    found.update(zip(CHANNELS, (*pose.mouth, *pose.eyes, *pose.brows, *pose.head, *pose.body,
                                *pose.hop, *pose.left[1:], *pose.right[1:],
                                1.0 - pose.left.shown, 1.0 - pose.right.shown), strict=True))  # fmt: skip
    for channel in IN_HEADS:
        found[channel] *= head
    for name, weight in pose.extras.items():
        found[f"extras.{name}"] = weight
    for name, place in pose.swings.items():
        found[f"swings.{name}"] = place
    return found
