"""Sprites that hang on each other, as PNGTuber Plus and PNGTuber Remix save them, and the character made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar.character.layers import MOST_LAYERS
from avatar.character.swings import MOST_CYCLES, MOST_FRAMES, Cycle
from avatar.errors import CharacterError
from avatar.studio.importers.account import Account, list_names
from avatar.studio.importers.base import Draft, DraftPart, PlacedPng, make_unique
from avatar.studio.importers.schemes import OPENINGS
from avatar.studio.importers.swinging import BOUNCE, Motion, Swinging
from avatar.types import VISEMES

FARTHEST = 10_000.0
"""Page units that anything may lie from the middle."""

MARGIN = 8.0
"""Page units left free around the figure, so that it can move."""

_TALK = {1: "shut", 2: "open"}
_BLINK = {1: "open", 2: "shut"}


@dataclass(frozen=True, eq=False)
class Sprite:
    """One picture, what it hangs on, and how it moves."""

    name: str
    identity: str
    parent: str
    x: float
    """Its pivot, from the parent's."""
    y: float
    offset: tuple[float, float]
    """The picture's middle, from its pivot."""
    z: float
    """Drawn later where higher; counted from the parent's."""
    talk: int
    """0 seen always, 1 while silent, 2 while talking."""
    blink: int
    """0 seen always, 1 while the eyes are open, 2 while they are shut."""
    motion: Motion
    frames: tuple[bytes, ...]
    """Its picture as a PNG, or several that follow on each other; none for what only carries others."""
    width: float
    height: float
    fps: float = 0.0
    """Frames a second."""


def check(sprites: list[Sprite], path: Path, remedy: str) -> list[Sprite]:
    """The sprites back to front. Raises CharacterError where nothing talks, or where they hang on each other in a ring;
    `remedy` says how a sprite is shown while talking."""
    if len({sprite.identity for sprite in sprites}) < len(sprites):
        raise CharacterError("two sprites have the same identification", where=path, remedy="Add one of them anew.")
    ordered = _drawing_order(sprites)
    if len(ordered) < len(sprites):
        raise CharacterError("its sprites hang on each other in a ring", where=path, remedy="Unlink one of them.")
    if not any(sprite.talk == 2 for sprite in sprites):
        raise CharacterError("mouths are missing: no sprite is shown while talking alone", where=path, remedy=remedy)
    return ordered


def _drawing_order(sprites: list[Sprite]) -> list[Sprite]:
    """Back to front: by z, which counts from the parent's, then parents before children."""
    known = {sprite.identity: sprite for sprite in sprites}
    children: dict[str, list[Sprite]] = {}
    for sprite in sprites:
        children.setdefault(sprite.parent if sprite.parent in known else "", []).append(sprite)
    placed: list[tuple[float, Sprite]] = []
    waiting = [(0.0, sprite) for sprite in reversed(children.get("", []))]
    while waiting:
        z, sprite = waiting.pop()
        placed.append((z + sprite.z, sprite))
        waiting += [(z + sprite.z, child) for child in reversed(children.pop(sprite.identity, []))]
    return [sprite for _, sprite in sorted(placed, key=lambda each: each[0])]


def cut_sheet(
    pixels: NDArray[np.uint8], across: int, down: int, fps: float, what: str, account: Account, first: int = 0
) -> list[NDArray[np.uint8]]:
    """The frames of a sheet, side by side and below each other; where they don't follow on each other, one of them."""
    high, wide = pixels.shape[0] // down, pixels.shape[1] // across
    count = across * down
    if count < 2 or not (wide and high):
        return [pixels]

    def cell(number: int) -> NDArray[np.uint8]:
        row, column = divmod(number, across)
        return pixels[row * high : (row + 1) * high, column * wide : (column + 1) * wide]

    if fps > 0.0 and count <= MOST_FRAMES:
        return [cell(number) for number in range(count)]
    account.leave(f"the frames of {what} but one: it keeps still.")
    return [cell(max(0, first) % count)]


def _bound_frames(sprites: list[Sprite], account: Account) -> list[Sprite]:
    """The sprites, those with most frames keeping still where all would be more layers than a character may have."""
    found, room, cycles = list(sprites), MOST_LAYERS - len(sprites) - 3, set[Cycle]()
    for at, sprite in sorted(enumerate(sprites), key=lambda each: len(each[1].frames)):
        if len(sprite.frames) < 2:
            continue
        if len(sprite.frames) <= room and len(cycles | {_cycle(sprite)}) <= MOST_CYCLES:
            room -= len(sprite.frames)
            cycles.add(_cycle(sprite))
            continue
        account.leave(f"the frames of sprite {sprite.name!r} but one: they are too many.")
        found[at] = replace(sprite, frames=sprite.frames[:1])
    return found


def make_draft(sprites: list[Sprite], path: Path, source: str, account: Account, bounce: float = BOUNCE) -> Draft:
    """The character of sprites that were checked, back to front. `bounce`: pixels of a hop when speech starts."""
    sprites = _bound_frames(sprites, account)
    known = {sprite.identity: sprite for sprite in sprites}
    origins = {sprite.identity: _origin(sprite, known) for sprite in sprites}
    boxes = {sprite.identity: _box(sprite, origins[sprite.identity]) for sprite in sprites if sprite.frames}
    left = min(box[0] for box in boxes.values()) - MARGIN
    top = min(box[1] for box in boxes.values()) - MARGIN - bounce
    width = max(box[0] + box[2] for box in boxes.values()) - left + MARGIN
    height = max(box[1] + box[3] for box in boxes.values()) - top
    if max(width, height) > FARTHEST or min(width, height) < 16:
        raise CharacterError(
            f"its sprites take {width:.0f} x {height:.0f} pixels", where=path, remedy="Move them onto each other."
        )
    swinging = Swinging({each.identity: (each.parent, each.motion) for each in sprites})
    names: dict[str, str] = {}
    for sprite in sprites:
        names[sprite.identity] = make_unique(sprite.name, [*names.values(), "figure", "neck", "no-mouth"])
    bottom = [width / 2, height]
    hop = {"hop.height": {"y": -bounce}} if bounce else {}
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": bottom}, moves={"body.breath": {"scale_y": 0.008}} | hop),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": bottom}),
    ]
    if not any(sprite.talk == 1 for sprite in sprites):  # the shut mouth is part of the face
        parts.append(DraftPart("no-mouth", "neck", keys={"shape": "shut"}))
    cycles = _find_cycles(sprites)
    for sprite in sprites:
        at = origins[sprite.identity]
        keys: dict[str, Any] = {"pivot": [at[0] - left, at[1] - top]}
        x, y, wide, high = boxes.get(sprite.identity, (0.0, 0.0, 0.0, 0.0))
        pictures = [PlacedPng(png, x - left, y - top, wide, high) for png in sprite.frames]
        joint = DraftPart(
            names[sprite.identity], names.get(sprite.parent, "neck"), None, keys, swinging.moves(sprite.identity)
        )
        parts += _drawn(sprite, joint, pictures, cycles, [*names.values(), *(part.name for part in parts)])
    _tell(sprites, swinging, account, bounce)
    shapes = {viseme: OPENINGS.choose(("shut", "open"))[viseme] for viseme in VISEMES}
    swings = swinging.swings()
    return Draft(
        width, height, (height - bounce) * 0.6, tuple(parts), shapes, {}, source, account.lines(), swings, cycles
    )


def _drawn(
    sprite: Sprite, joint: DraftPart, pictures: list[PlacedPng], cycles: Mapping[str, Cycle], taken: list[str]
) -> Iterator[DraftPart]:
    """The layers of a sprite: one, or one for each of its frames on a joint that moves them."""
    if not pictures:
        yield joint
    elif len(pictures) == 1:
        yield replace(joint, picture=pictures[0], keys={**joint.keys, **_seen(sprite)})
    else:
        yield joint
        cycle = next(name for name, each in cycles.items() if each == _cycle(sprite))
        for number, picture in enumerate(pictures, 1):
            name = make_unique(f"{joint.name} {number}", taken)
            taken.append(name)
            keys: dict[str, Any] = {**joint.keys, **_seen(sprite), "frame": [cycle, number]}
            yield DraftPart(name, joint.name, picture, keys)


def _cycle(sprite: Sprite) -> Cycle:
    return Cycle(len(sprite.frames), round(sprite.fps, 3))


def _find_cycles(sprites: list[Sprite]) -> dict[str, Cycle]:
    """What shows the frames of all sprites, by name: sprites of the same number and speed share one."""
    every = dict.fromkeys(_cycle(sprite) for sprite in sprites if len(sprite.frames) > 1)
    return {f"frames-{number}": cycle for number, cycle in enumerate(every, 1)}


def _tell(sprites: list[Sprite], swinging: Swinging, account: Account, bounce: float) -> None:
    """What was taken, and what would make it better."""
    account.take(f"sprites: {list_names(sprite.name for sprite in sprites if sprite.frames)}.")
    animated = [sprite.name for sprite in sprites if len(sprite.frames) > 1]
    if animated:
        account.take(f"the frames of these: {list_names(animated)}.")
    moving = [sprite.name for sprite in sprites if swinging.moves(sprite.identity)]
    if moving:
        account.take(f"how these wobble, drag and stretch: {list_names(moving)}.")
    if bounce:
        account.take(f"a bounce of {bounce:.0f} pixels when speech starts.")
    if not any(sprite.blink == 2 for sprite in sprites):
        account.advise("it never blinks: give a picture of shut eyes the sign for shut eyes.")
    account.advise(
        "it has two mouths, open and shut. Draw more and name them in [mouth.shapes] for a mouth that can be read."
    )


def _seen(sprite: Sprite) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    if sprite.talk in _TALK:
        keys["shape"] = _TALK[sprite.talk]
    if sprite.blink in _BLINK:
        keys["lids"] = ["both", _BLINK[sprite.blink]]
    return keys


def _origin(sprite: Sprite, known: Mapping[str, Sprite]) -> tuple[float, float]:
    """Where a sprite's pivot lies, from the middle of the stage."""
    x, y = sprite.x, sprite.y
    seen = {sprite.identity}
    while sprite.parent in known and sprite.parent not in seen:
        sprite = known[sprite.parent]
        seen.add(sprite.identity)
        x, y = x + sprite.x, y + sprite.y
    return x, y


def _box(sprite: Sprite, origin: tuple[float, float]) -> tuple[float, float, float, float]:
    left = origin[0] + sprite.offset[0] - sprite.width / 2
    top = origin[1] + sprite.offset[1] - sprite.height / 2
    return left, top, sprite.width, sprite.height
