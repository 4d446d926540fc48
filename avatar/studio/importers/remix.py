"""A PNGTuber Remix model (.pngRemix): what PNGTuber Plus saves and more, as one Godot value (see `godot`).

What its fields mean was read from the program's own loader (github.com/MudkipWorld/PNGTuber-Remix, SaveAndLoad.gd,
SpriteObjectClass.gd and movements.gd):

    sprites_array              one table for each sprite, or folder of sprites
        sprite_id, parent_id   which sprite hangs on which
        states                 how it is in each state; the first is imported
        image_id               its picture in image_manager_data; `img`, PNG or base64, in older files
    image_manager_data         id, and runtime_texture: the PNG
    settings_dict.states       how the whole of it bounces in each state

    position, offset           its pivot, from its parent's picture; its picture's middle, from its pivot
    rotation, scale            of it and all that hangs on it; radians
    should_talk, open_mouth    whether it is shown only while silent, or only while talking; so with all on it
    should_blink, open_eyes    the same for the eyes
    xFrq ... stretchAmount     as in PNGTuber Plus, a quarter as far for turns; per second where should_delta is set
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.draw import decode_picture, encode_png, find_size, warp_picture
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.account import Account
from avatar.studio.importers.base import Draft, read, refuse_large, refuse_many
from avatar.studio.importers.godot import BrokenValue, read_value
from avatar.studio.importers.sprites import FARTHEST, Sprite, check, cut_sheet, make_draft
from avatar.studio.importers.swinging import STEPS, Motion

_REMEDY = "Open it in PNGTuber Remix and save it again."
_SOFTER = 0.25
"""Of PNGTuber Plus's turns and stretches that are as large here."""
_BOUNCES = (1, 3)
"""Ways of an open mouth in which the whole of it leaves the ground: again and again, and once."""

Table = Mapping[str, object]
Matrix = tuple[float, float, float, float]
"""(a, b, c, d), by which (x, y) becomes (a x + c y, b x + d y)."""


@dataclass(frozen=True, eq=False)
class _Node:
    """A sprite on its way: what it takes from those that it hangs on."""

    name: str
    identity: str
    parent: str
    table: Table
    state: Table
    place: tuple[float, float] = (0.0, 0.0)
    """Of its pivot on the stage."""
    shift: tuple[float, float] = (0.0, 0.0)
    """Of its pivot, from its parent's."""
    middle: tuple[float, float] = (0.0, 0.0)
    """Of its picture, where what hangs on it begins, on the stage."""
    matrix: Matrix = (1.0, 0.0, 0.0, 1.0)
    talk: int = 0
    blink: int = 0
    hidden: bool = False


def fits(path: Path) -> bool:
    """Whether a path may be a PNGTuber Remix model."""
    return path.suffix.lower() == ".pngremix" and path.is_file()


def read_remix(path: Path) -> Draft:
    """The character of a model. Raises CharacterError where it is none, or holds what can't be drawn."""
    try:
        top = read_value(read(path))
    except BrokenValue as error:
        raise CharacterError(f"it is broken: {error}", where=path, remedy=_REMEDY) from error
    tables = top.get("sprites_array") if isinstance(top, dict) else None
    if not isinstance(top, dict) or not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise CharacterError("it is no PNGTuber Remix model: it holds no sprites", where=path, remedy=_REMEDY)
    refuse_many(tables, path)
    settings = _table(top.get("settings_dict"))
    images = {str(each.get("id")): each for each in map(_table, _list(top.get("image_manager_data")))}
    account = Account()
    per_second = bool(settings.get("should_delta", False))
    sprites = [
        sprite for node in _placed(tables) if (sprite := _sprite(node, images, per_second, path, account)) is not None
    ]
    states = _list(settings.get("states"))
    if len(states) > 1:
        account.leave(f"all its {len(states)} states but the first.")
    remedy = "In PNGTuber Remix give the open mouth Should Talk and Open Mouth, and the shut one Should Talk alone."
    checked = check([each for each in sprites if each.frames or _carries(each, sprites)], path, remedy)
    source = f"Made of the PNGTuber Remix model {path.name!r}."
    return make_draft(checked, path, source, account, _bounce(_table(states[0] if states else None)))


def _carries(sprite: Sprite, sprites: list[Sprite]) -> bool:
    return any(each.parent == sprite.identity for each in sprites)


def _bounce(state: Table) -> float:
    """Pixels that the whole of it leaves the ground when speech starts."""
    how = _table(state.get("state_param_mo"))
    energy, gravity = _number(how, "bounce_energy", 250), _number(how, "bounce_gravity", 575)
    if state.get("mouth_open") not in _BOUNCES or gravity <= 0:
        return 0.0
    return min(300.0, energy * energy / (2 * gravity))


# ------------------------------------------------------------------------------------------------------------ placing


def _placed(tables: list[Table]) -> Iterator[_Node]:
    """The sprites with their places on the stage, parents before what hangs on them; rings are left for `check`."""
    nodes = [_node(number, table) for number, table in enumerate(tables)]
    known = {node.identity for node in nodes}
    children: dict[str, list[_Node]] = {}
    for node in nodes:
        children.setdefault(node.parent if node.parent in known else "", []).append(node)
    waiting: list[tuple[_Node | None, _Node]] = [(None, node) for node in reversed(children.pop("", []))]
    while waiting:
        parent, node = waiting.pop()
        yield (found := _hung(node, parent))
        waiting += [(found, child) for child in reversed(children.pop(node.identity, []))]
    yield from (node for left in children.values() for node in left)


def _node(number: int, table: Table) -> _Node:
    identity, parent = table.get("sprite_id"), table.get("parent_id")
    states = [state for state in map(_table, _list(table.get("states"))) if state]
    return _Node(
        name=str(table.get("sprite_name") or f"sprite {number}"),
        identity=_identity(identity) if identity is not None else f"?{number}",
        parent=_identity(parent) if parent is not None else "",
        table=table,
        state=states[0] if states else {},
    )


def _identity(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _hung(node: _Node, parent: _Node | None) -> _Node:
    """A sprite with what it takes from its parent."""
    state = node.state
    outer = parent.matrix if parent else (1.0, 0.0, 0.0, 1.0)
    start = parent.middle if parent else (0.0, 0.0)
    turn, (wide, high) = _number(state, "rotation", 0.0), _pair(state, "scale", (1.0, 1.0))
    own = (wide * math.cos(turn), wide * math.sin(turn), -high * math.sin(turn), high * math.cos(turn))
    matrix = _times(outer, own)
    place = _shifted(start, outer, _pair(state, "position", (0.0, 0.0)))
    if "position" not in state and "global_position" in state:
        place = _pair(state, "global_position", (0.0, 0.0))
    shift = (place[0] - parent.place[0], place[1] - parent.place[1]) if parent else place
    middle = _shifted(place, matrix, _pair(state, "offset", (0.0, 0.0)))
    talk = (2 if state.get("open_mouth") else 1) if state.get("should_talk") else 0
    blink = (1 if state.get("open_eyes", True) else 2) if state.get("should_blink") else 0
    asleep = bool(node.table.get("is_asset")) and not node.table.get("was_active_before", True)
    hidden = asleep or not state.get("visible", True) or (parent is not None and parent.hidden)
    hidden = hidden or bool(parent and ({parent.talk, talk} == {1, 2} or {parent.blink, blink} == {1, 2}))
    return _Node(
        node.name, node.identity, node.parent, node.table, state, place, shift, middle, matrix,
        talk or (parent.talk if parent else 0), blink or (parent.blink if parent else 0), hidden,
    )  # fmt: skip


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    x, y = _shifted((0.0, 0.0), outer, inner[:2]), _shifted((0.0, 0.0), outer, inner[2:])
    return (*x, *y)


def _shifted(start: tuple[float, float], matrix: Matrix, by: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d = matrix
    return start[0] + a * by[0] + c * by[1], start[1] + b * by[0] + d * by[1]


# ------------------------------------------------------------------------------------------------------------ sprites


def _sprite(node: _Node, images: Mapping[str, Table], per_second: bool, path: Path, account: Account) -> Sprite | None:
    """A sprite of ours, or None for what is not seen."""
    if node.hidden:
        account.leave(f"sprite {node.name!r}, which the first state doesn't show.")
        return None
    pictures = [] if node.state.get("folder", False) else _pictures(node, images, path, account)
    _tell(node, account)
    warped = [_warped(pixels, node, path) for pixels in pictures]
    _, width, height = warped[0] if warped else (b"", 0.0, 0.0)
    return Sprite(
        name=node.name,
        identity=node.identity,
        parent=node.parent,
        x=node.shift[0],
        y=node.shift[1],
        offset=(node.middle[0] - node.place[0], node.middle[1] - node.place[1]),
        z=_number(node.state, "z_index", 0.0),
        talk=node.talk if warped else 0,
        blink=node.blink if warped else 0,
        motion=_motion(node, per_second),
        frames=tuple(png for png, _, _ in warped),
        width=width,
        height=height,
        fps=_rate(node),
    )


def _tell(node: _Node, account: Account) -> None:
    """What of a sprite is not drawn as in the program."""
    state = node.state
    blend = str(state.get("blend_mode", "Normal"))
    if blend != "Normal":
        account.leave(f"that sprite {node.name!r} is blended by {blend.lower()}: it is drawn as normal.")
    if state.get("clip"):
        account.leave(f"that what hangs on sprite {node.name!r} ends where it does: cut it so in your drawing.")
    if node.table.get("sprite_type") not in (None, "Sprite2D", "Folder"):
        account.leave(f"how sprite {node.name!r} bends: it is a {node.table.get('sprite_type')}, and drawn stiff.")
    if state.get("wiggle"):
        account.leave(f"that sprite {node.name!r} wiggles.")
    if state.get("advanced_lipsync"):
        account.leave(f"all mouths of sprite {node.name!r} but the first. Cut them out, and import them as a folder.")


def _motion(node: _Node, per_second: bool) -> Motion:
    """How it moves, in the steps and pixels of the stage."""
    state = node.state
    a, b, c, d = node.matrix
    across, down = math.hypot(a, b), math.hypot(c, d)
    steps = STEPS if per_second else 1
    return Motion(
        x_frequency=_number(state, "xFrq", 0.0) / steps,
        x_reach=_number(state, "xAmp", 0.0) * across,
        y_frequency=_number(state, "yFrq", 0.0) / steps,
        y_reach=_number(state, "yAmp", 0.0) * down,
        drag=_number(state, "dragSpeed", 0.0),
        tip=_number(state, "rdragStr", 0.0) * _SOFTER,
        least=_number(state, "rLimitMin", -180.0),
        most=_number(state, "rLimitMax", 180.0),
        stretch=_number(state, "stretchAmount", 0.0) * _SOFTER,
        bounces=not state.get("ignore_bounce", False),
    )


# ----------------------------------------------------------------------------------------------------------- pictures


def _pictures(node: _Node, images: Mapping[str, Table], path: Path, account: Account) -> list[NDArray[np.uint8]]:
    """A sprite's frames as they are flipped and tinted; none where it has no picture."""
    what = f"the picture of sprite {node.name!r}"
    image = images.get(_identity(node.table.get("image_id")), {})
    data = _bytes(node.table.get("img")) or _bytes(image.get("runtime_texture"))
    if not data:
        account.leave(f"sprite {node.name!r}, which has no picture in the file.")
        return []
    size = find_size(data)
    if size is None:
        raise CharacterError(f"{what} is none that can be read", where=path, remedy=_REMEDY)
    refuse_large(*size, what, path)
    pixels = decode_picture(data)
    if pixels is None:
        raise CharacterError(f"{what} breaks off", where=path, remedy=_REMEDY)
    if node.table.get("img_animated") or image.get("img_animated") or image.get("is_apng"):
        account.leave(f"the frames of sprite {node.name!r} but the first: it keeps still.")
    return [_tinted(_turned(frame, node), node.state) for frame in _frames(pixels, node, account)]


def _frames(pixels: NDArray[np.uint8], node: _Node, account: Account) -> list[NDArray[np.uint8]]:
    """The frames of a sheet that moves; of one that doesn't, the one that is shown."""
    state = node.state
    across, down = (max(1, int(_number(state, key, 1))) for key in ("hframes", "vframes"))
    fixed = state.get("non_animated_sheet") or state.get("advanced_lipsync")
    first = int(_number(state, "frame", 0)) if state.get("non_animated_sheet") else 0
    return cut_sheet(pixels, across, down, 0.0 if fixed else _rate(node), f"sprite {node.name!r}", account, first)


def _rate(node: _Node) -> float:
    """Frames a second of a sheet."""
    return min(60.0, max(0.0, _number(node.state, "animation_speed", 1.0)))


def _turned(pixels: NDArray[np.uint8], node: _Node) -> NDArray[np.uint8]:
    """As it was mirrored, then turned by right angles, then mirrored again in its state."""
    table, state = node.table, node.state
    pixels = pixels[:, ::-1] if table.get("flipped_h") else pixels
    pixels = pixels[::-1] if table.get("flipped_v") else pixels
    pixels = np.rot90(pixels, -int(_number(table, "rotated", 0)) % 4)
    pixels = pixels[:, ::-1] if state.get("flip_sprite_h") else pixels
    return pixels[::-1] if state.get("flip_sprite_v") else pixels


def _tinted(pixels: NDArray[np.uint8], state: Table) -> NDArray[np.uint8]:
    """In its tint: red, green, blue and alpha of it are multiplied by those of the picture."""
    factors = np.ones(4, np.float32)
    for key in ("tint", "colored"):
        value = state.get(key)
        if isinstance(value, tuple) and len(value) == 4:
            factors *= np.clip(np.nan_to_num(np.array(value, np.float32)), 0.0, 1.0)
    return pixels if factors.min() >= 1.0 else (pixels * factors).round().astype(np.uint8)


def _warped(pixels: NDArray[np.uint8], node: _Node, path: Path) -> tuple[bytes, float, float]:
    """A picture as it stands on the stage, and the box that it takes there."""
    a, b, c, d = node.matrix
    high, wide = pixels.shape[:2]
    width, height = abs(a) * wide + abs(c) * high, abs(b) * wide + abs(d) * high
    if min(a, d) > 0.0 and max(abs(b), abs(c)) < 1e-4:
        return encode_png(pixels), max(1.0, width), max(1.0, height)
    refuse_large(max(1, math.ceil(width)), max(1, math.ceil(height)), f"sprite {node.name!r}", path)
    turned = warp_picture(pixels, node.matrix)
    return encode_png(turned), float(turned.shape[1]), float(turned.shape[0])


# ------------------------------------------------------------------------------------------------------------- values


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(table: Table, key: str, usual: float) -> float:
    """A number of a table; the usual one where it is none, or can't be."""
    value = table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FARTHEST:
        return float(usual)
    return float(value)


def _pair(table: Table, key: str, usual: tuple[float, float]) -> tuple[float, float]:
    value = table.get(key)
    if not isinstance(value, tuple) or len(value) != 2 or not all(abs(each) <= FARTHEST for each in value):
        return usual
    return float(value[0]), float(value[1])


def _bytes(value: object) -> bytes:
    """A picture's bytes, as they are or in base64; none where it is neither."""
    if isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return b""
    return value if isinstance(value, bytes) else b""


IMPORTER = Importer("a PNGTuber Remix model", fits, drawn(read_remix))
