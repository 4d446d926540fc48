"""The rig: turns a pose into layers. Plain Python, no graphics; both painters draw what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from avatar.character import wearing
from avatar.character.affine import IDENTITY, Affine, multiply, turn_about
from avatar.character.channels import read_channels
from avatar.character.holding import RISES, THINGS, Extent, find_extent, look_beside, look_of, read_thing
from avatar.character.layers import ChannelMove, LayerSpec
from avatar.character.loading import Character
from avatar.character.looks import Look
from avatar.character.still.mesh import Floats, StillMesh
from avatar.character.still.moving import move_picture
from avatar.character.wearing import COMES_FROM, HATS, read_hat
from avatar.character.wearing import DEPTH as HAT_DEPTH
from avatar.character.wearing import look_of as look_of_hat
from avatar.types import Eyes, Place, Pose

TURN = 15.0
"""Degrees of head turn that shift a layer of depth 1 by the canvas' `turn`."""
AT_REST = "rest"
"""Name of a hand that is seen while no gesture moves the arm, such as one that holds something."""
SHUT = 0.35
"""Openness below which eyes drawn as pictures are shut: between a tired look and a blink."""
SHUTTING = 0.95
"""Openness of eyes below which lids are drawn over a still picture."""
_STEPS = 96.0
"""Live parameters are rounded to 1/96: finer than the eye sees, coarse enough that a still face redraws nothing."""


@dataclass(frozen=True)
class Static:
    """A picture rasterised once and moved: `key` names it in its character."""

    key: str
    matrix: Affine
    """From canvas units to picture pixels."""
    opacity: float = 1.0


@dataclass(frozen=True)
class LiveLayer:
    """Something redrawn when `params` change, in its `look.box` of canvas units."""

    key: str
    look: Look
    params: tuple[float, ...]
    matrix: Affine
    opacity: float = 1.0


@dataclass(frozen=True)
class MeshLayer:
    """Triangles of the picture whose raster has the same `key`, bent: what a still picture moves."""

    key: str
    mesh: StillMesh
    vertices: Floats
    """Shape (N, 2), canvas units."""
    matrix: Affine
    opacity: float = 1.0
    whole: bool = False
    """Whether all triangles are to be drawn: below them is what lies behind the head, not the picture."""


Layer = Static | LiveLayer | MeshLayer


def frame_view(character: Character, place: Place, width: float, height: float) -> Affine:
    """From a character's canvas to the pixels of a picture, for a place on stage.

    A still picture stands on whole pixels: its own are then only copied, and stay sharp.
    """
    canvas = character.canvas
    scale = height / canvas.height * place.scale
    x, y = place.x * width - canvas.anchor[0] * scale, place.y * height - canvas.anchor[1] * scale
    if character.picture is not None:
        x, y = float(round(x)), float(round(y))
    return (scale, 0.0, 0.0, scale, x, y)


def build_layers(character: Character, pose: Pose, view: Affine = IDENTITY) -> tuple[Layer, ...]:
    """What to draw of a character, back to front; `view` takes canvas units to picture pixels."""
    plan = _plan(character)
    canvas = character.canvas
    channel = read_channels(pose, canvas.head)
    yaw = pose.head.yaw / TURN * canvas.turn[0]
    pitch = pose.head.pitch / TURN * canvas.turn[1]
    matrices: dict[str, Affine] = {"": view}
    for joint in plan.joints:
        matrices[joint.spec.name] = _moved(joint, matrices[joint.spec.parent], channel, yaw, pitch)
    resting = character.acting.sprites.get("sil", "")
    found: list[Layer] = []
    hat = _hat(character, pose, matrices, yaw, pitch)
    for part in plan.parts:
        if hat is not None and part.spec.hand[0]:  # hands come before hats
            found.append(hat)
            hat = None
        if _is_under_hat(character, pose, part):
            continue
        opacity = _opacity(part.spec, pose, channel, resting)
        if opacity > 0.004:
            matrix = matrices[part.spec.name]
            found.append(_drawn(character, part, pose, matrix, opacity))
            held = _held(character, part, pose, matrix, opacity)
            if held is not None:
                order = THINGS[read_thing(pose.held)[0]].order
                found.insert({"behind all": 0, "in fist": len(found) - 1, "on palm": len(found)}[order], held)
            if part.spec.live == "picture":
                found += _picture(character, part, pose, matrix, opacity)
    if hat is not None:
        found.append(hat)
    if pose.held and pose.beside > 0.0:
        look = look_beside(pose.held, canvas, find_face_place(character))
        rise = (1.0 - pose.beside) * RISES * canvas.head
        found.append(
            LiveLayer(f"beside {pose.held}", look, (), multiply(view, (1.0, 0.0, 0.0, 1.0, 0.0, rise)), pose.beside)
        )
    return tuple(found)


def _hat(
    character: Character, pose: Pose, matrices: Mapping[str, Affine], yaw: float, pitch: float
) -> LiveLayer | None:
    """What is on the head; it turns with it."""
    if not pose.worn or character.wearing is None:
        return None
    head = next((layer.parent for layer in character.layers if layer.live.startswith("eye")), "")
    rise = (1.0 - pose.donned) * COMES_FROM * character.canvas.head
    matrix = multiply(matrices[head], (1.0, 0.0, 0.0, 1.0, HAT_DEPTH * yaw, HAT_DEPTH * pitch - rise))
    look = look_of_hat(pose.worn, character.wearing)
    return LiveLayer(f"wearing {pose.worn}", look, (), matrix, min(1.0, 2.0 * pose.donned))


def _is_under_hat(character: Character, pose: Pose, part: _Part) -> bool:
    """Whether a hat takes the place of a part."""
    its = character.wearing
    if not pose.worn or its is None or pose.donned < 0.6:
        return False
    return part.spec.name in its.hides and read_hat(pose.worn)[0] not in its.over


def find_face_place(character: Character) -> tuple[float, float]:
    """The middle of a face across, and its mouth's place down, in canvas units; a guess where they are not known."""
    mouth = character.mouth_place
    if mouth is not None:
        return mouth[0], mouth[1]
    canvas = character.canvas
    return canvas.anchor[0], canvas.anchor[1] - 0.25 * canvas.height


@dataclass(frozen=True, eq=False)
class _Joint:
    spec: LayerSpec
    moves: tuple[ChannelMove, ...]
    depth: float
    """Parallax on top of the parent's."""


@dataclass(frozen=True, eq=False)
class _Part:
    spec: LayerSpec
    key: str


_Merged = dict[str, tuple[LayerSpec, ...]]


@dataclass(frozen=True, eq=False)
class Plan:
    """A character's layers in the order that the rig walks them."""

    joints: tuple[_Joint, ...]
    """Parents first."""
    parts: tuple[_Part, ...]
    """What is drawn, back to front."""
    merged: _Merged
    """Raster key to the layers flattened into it: neighbours that always move as one."""


@lru_cache(maxsize=8)
def _plan(character: Character) -> Plan:
    by_name = {layer.name: layer for layer in character.layers}
    ordered: list[LayerSpec] = []

    def visit(layer: LayerSpec) -> None:
        if layer not in ordered:
            if layer.parent:
                visit(by_name[layer.parent])
            ordered.append(layer)

    for layer in character.layers:
        visit(layer)
    joints = tuple(
        _Joint(layer, layer.moves, layer.depth - (by_name[layer.parent].depth if layer.parent else 0.0))
        for layer in ordered
    )
    return Plan(joints, *_flattened(character, {joint.spec.name: joint for joint in joints}))


def _flattened(character: Character, joints: dict[str, _Joint]) -> tuple[tuple[_Part, ...], _Merged]:
    """Parts to draw, with runs of pictures that always move together made one."""

    def carrier(layer: LayerSpec) -> str:
        """The nearest layer up the tree that moves on its own: layers with the same one move as one."""
        while layer.parent and not layer.moves and not joints[layer.name].depth:
            layer = joints[layer.parent].spec
        return layer.name

    hides = character.wearing.hides if character.wearing else ()

    def alone(layer: LayerSpec) -> bool:
        return _picked(layer) or layer.name in hides

    runs: list[list[LayerSpec]] = []
    for layer in character.layers:
        if layer.art is None and not layer.live:
            continue
        special = alone(layer) or any(move.opacity for move in layer.moves)
        before = runs[-1][-1] if runs else None
        plain = before is not None and not alone(before)
        if before and plain and not special and carrier(before) == carrier(layer):
            runs[-1].append(layer)
        else:
            runs.append([layer])
    merged = {"+".join(layer.name for layer in run): tuple(run) for run in runs if run[0].live in ("", "picture")}
    if character.picture is not None and character.picture.behind is not None:
        merged[head_key(character)] = merged[picture_key(character)]
    return tuple(_Part(run[0], "+".join(layer.name for layer in run)) for run in runs), merged


def _picked(layer: LayerSpec) -> bool:
    """Whether something chooses when a layer is seen, or how it is drawn."""
    return bool(layer.live or layer.hand[0] or layer.shape or layer.lids[0] or layer.frame[0])


def group_static_parts(character: Character) -> dict[str, tuple[LayerSpec, ...]]:
    """Raster keys, and the layers that each holds, in drawing order: what a painter rasterises at load."""
    return _plan(character).merged


def picture_key(character: Character) -> str:
    """The raster key of a character's still picture; "" for none."""
    return next((layer.name for layer in character.layers if layer.live == "picture"), "")


def head_key(character: Character) -> str:
    """The raster key of what moves of a still picture: the head alone where it is known what is behind it."""
    apart = character.picture is not None and character.picture.behind is not None
    return f"{picture_key(character)} head" if apart else picture_key(character)


def _moved(joint: _Joint, parent: Affine, channel: dict[str, float], yaw: float, pitch: float) -> Affine:
    x, y = joint.depth * yaw, joint.depth * pitch
    rotate, scale_x, scale_y = 0.0, 1.0, 1.0
    for move in joint.moves:
        value = channel.get(move.channel, 0.0)
        if value:
            x += value * move.x
            y += value * move.y
            rotate += value * move.rotate
            scale_x += value * move.scale_x
            scale_y += value * move.scale_y
    if not (x or y or rotate) and scale_x == 1.0 and scale_y == 1.0:
        return parent
    return multiply(parent, turn_about(*joint.spec.pivot, rotate, scale_x, scale_y, x, y))


def _opacity(spec: LayerSpec, pose: Pose, channel: dict[str, float], resting: str) -> float:
    side, name = spec.hand
    if side:
        arm = pose.left if side == "left" else pose.right
        if name == AT_REST:
            return 1.0 if arm.shown < 0.98 else 0.0
        return 1.0 if arm.name == name and arm.shown > 0.02 else 0.0
    if spec.shape and spec.shape != (pose.shape or resting):
        return 0.0
    if spec.lids[0] and not _lids_fit(spec.lids, pose.eyes):
        return 0.0
    if spec.frame[0] and spec.frame[1] != pose.frames.get(spec.frame[0], 1):
        return 0.0
    opacity = 1.0
    for move in spec.moves:
        if move.opacity:
            opacity *= min(1.0, max(0.0, channel.get(move.channel, 0.0) * move.opacity))
    return opacity


def _lids_fit(lids: tuple[str, str], eyes: Eyes) -> bool:
    """Whether the eyes are open or shut as a picture of them, with this side and state, asks."""
    side, state = lids
    opened = {"left": eyes.open_left, "right": eyes.open_right, "both": max(eyes.open_left, eyes.open_right)}[side]
    return (opened < SHUT) == (state == "shut")


def _drawn(character: Character, part: _Part, pose: Pose, matrix: Affine, opacity: float) -> Layer:
    live = part.spec.live
    if live in ("", "picture"):
        return Static(part.key, matrix, opacity)
    if live == "mouth":
        assert character.mouth is not None
        return LiveLayer(part.key, character.mouth, _rounded(pose.mouth), matrix, opacity)
    assert character.eyes is not None
    left = live == "eye-left"
    eyes, brows = pose.eyes, pose.brows
    params = (
        -1.0 if left else 1.0, eyes.gaze_x, eyes.gaze_y, eyes.open_left if left else eyes.open_right, eyes.squint,
        brows.tilt_left if left else brows.tilt_right,
    )  # fmt: skip
    return LiveLayer(part.key, character.eyes[0 if left else 1], _rounded(params), matrix, opacity)


def _held(character: Character, part: _Part, pose: Pose, matrix: Affine, opacity: float) -> LiveLayer | None:
    """The thing that this part holds, where it is the hand that does; it moves with the hand."""
    if not pose.held or character.holding is None or part.spec.hand != ("right", pose.right.name):
        return None
    look = look_of(pose.held, character.holding, character.canvas)
    return LiveLayer(f"{part.key} with {pose.held}", look, (), matrix, opacity)


@lru_cache(maxsize=64)
def find_extents(character: Character) -> Mapping[str, Extent]:
    """What a camera has to see of each thing that a character can hold, once it is up."""
    face = find_face_place(character)
    return {
        name: find_extent(name, arm, character.holding, character.canvas, face)
        for name, arm in character.acting.holds.items()
    }


@lru_cache(maxsize=256)
def find_hat_extent(character: Character, name: str) -> Extent | None:
    """What a camera has to see of something on a head; None where nothing is worn."""
    if character.wearing is None or read_hat(name)[0] not in HATS:
        return None
    return wearing.find_extent(name, character.wearing, character.canvas)


def _picture(character: Character, part: _Part, pose: Pose, matrix: Affine, opacity: float) -> list[Layer]:
    """What moves on a still picture: the mouth's inside, the mesh with its holes, and what is drawn over it."""
    still = character.picture
    assert still is not None
    moved = move_picture(still.mesh, pose)
    at_mouth, at_eyes = multiply(matrix, moved.mouth), multiply(matrix, moved.eyes)
    mouth, eyes = _rounded(pose.mouth), pose.eyes
    found: list[Layer] = []
    if still.shows_inside(pose.mouth):
        found.append(LiveLayer(f"{part.key} inside", still.inside, mouth, at_mouth, opacity))
    found.append(MeshLayer(head_key(character), still.mesh, moved.vertices, matrix, opacity, still.behind is not None))
    if still.mesh.kind == "thing":
        found.append(LiveLayer(f"{part.key} mouth", still.drawn_mouth, mouth, at_mouth, opacity))
    if still.shades_mouth(pose.mouth):
        found.append(LiveLayer(f"{part.key} over mouth", still.over_mouth, mouth, at_mouth, opacity))
    if min(eyes.open_left, eyes.open_right) < SHUTTING and still.mesh.kind != "thing":
        params = _rounded((eyes.open_left, eyes.open_right))
        found.append(LiveLayer(f"{part.key} lids", still.lids, params, at_eyes, opacity))
    if still.mark:
        found.append(LiveLayer(f"{part.key} mark", still.marked, (), matrix, opacity))
    return found


def _rounded(params: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(value * _STEPS) / _STEPS for value in params)
