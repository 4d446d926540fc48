"""The layers of a character, as its file lists them: read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from avatar.character.art import Art, ArtFiles
from avatar.character.channels import CHANNELS, ROLES
from avatar.character.fields import Fields, Problems, did_you_mean
from avatar.character.looks import Box

MOST_LAYERS = 200
LIVE = ("mouth", "eye-left", "eye-right", "picture")
"""Parts that a layer may be instead of a picture; they are redrawn for each frame."""


class ChannelMove(NamedTuple):
    """How a layer moves with one channel of the pose: amounts for each unit of that channel."""

    channel: str
    x: float = 0.0
    """Canvas units."""
    y: float = 0.0
    rotate: float = 0.0
    """Degrees clockwise."""
    scale_x: float = 0.0
    """Added to a scale of 1."""
    scale_y: float = 0.0
    opacity: float = 0.0
    """0 leaves the layer's opacity alone. Otherwise it is this times the channel's value: unseen while that is 0."""


@dataclass(frozen=True, eq=False)
class LayerSpec:
    """One layer as the artist wrote it: a picture, something drawn live, or a joint that only carries others."""

    name: str
    parent: str
    pivot: tuple[float, float]
    depth: float
    """Parallax: 0 turns with the neck, 1 is the tip of the nose, negative lies behind."""
    moves: tuple[ChannelMove, ...]
    art: Art | None
    place: Box
    """Where its picture lies on the canvas."""
    live: str
    hand: tuple[str, str]
    """Side and hand pose that show it; ("", "") for none."""
    shape: str
    """Sprite shape that shows it; '' for none."""
    lids: tuple[str, str]
    """Side ("left", "right" or "both") and state ("open", "shut") of the eyes that show it; ("", "") for none."""
    frame: tuple[str, int]
    """Cycle, and which of its pictures this is, 1 the first; ("", 0) for none."""


class Canvas(NamedTuple):
    """The sheet that all layers are drawn on, and how it meets the stage."""

    width: float
    height: float
    head: float
    """Height of the head in canvas units: what moves are measured in."""
    anchor: tuple[float, float]
    """The point that stands on a Place: usually bottom centre."""
    turn: tuple[float, float]
    """Canvas units that a layer of depth 1 shifts when the head turns 15 degrees sideways, or up and down."""


def read_canvas(table: Fields) -> Canvas:
    """The sheet, as the file describes it. Raises CharacterError."""
    width = table.number("width", low=16, high=10_000)
    height = table.number("height", low=16, high=10_000)
    anchor = table.numbers("anchor", 2, (width / 2, height))
    turn = table.numbers("turn", 2, (0.05 * height, 0.035 * height))
    canvas = Canvas(
        width, height, table.number("head", height / 2, 1, 10_000), (anchor[0], anchor[1]), (turn[0], turn[1])
    )
    table.done()
    return canvas


def read_layers(top: Fields, canvas: Canvas, files: ArtFiles, problems: Problems) -> tuple[LayerSpec, ...]:
    """All layers; an empty tuple where something is wrong with any of them."""
    tables: list[Fields] = []
    before = len(problems.found)
    with problems:
        tables = top.tables("layer")
        if not 1 <= len(tables) <= MOST_LAYERS:
            raise top.error(
                f"the character has {len(tables)} layers", f"Give it from 1 to {MOST_LAYERS} [[layer]] tables."
            )
    tables = tables[:MOST_LAYERS]
    names = [str(table.raw("name", "")) for table in tables]
    known = _Known(
        [*CHANNELS, *(f"swings.{name}" for name in top.table("swings").names())], list(top.table("cycles").names())
    )
    found: list[LayerSpec] = []
    for number, table in enumerate(tables):
        with problems:
            if names[number] in names[:number]:
                raise top.error(f"two layers have the name {names[number]!r}", "Give each a name of its own.")
            found.append(_layer(table, canvas, files, names, known))
    if len(problems.found) > before:
        return ()
    with problems:
        _refuse_cycles(top, found)
        return _with_inherited_depth(found, tables)
    return ()


class _Known(NamedTuple):
    """What layers may name."""

    channels: Sequence[str]
    cycles: Sequence[str]


def _frame(table: Fields, cycles: Sequence[str]) -> tuple[str, int]:
    """Which picture of which cycle a layer is."""
    value = table.raw("frame", None)
    if value is None:
        return "", 0
    if not isinstance(value, list) or len(value) != 2 or type(value[1]) is not int or not isinstance(value[0], str):
        raise table.error(f"frame of {table.place} is not understood", 'Write it as frame = ["steps", 1].')
    if value[0] not in cycles:
        raise table.error(f"{table.place} is of an unknown cycle {value[0]!r}", did_you_mean(value[0], cycles))
    return value[0], value[1]


def _layer(table: Fields, canvas: Canvas, files: ArtFiles, names: Sequence[str], known: _Known) -> LayerSpec:
    name = table.text("name")
    table.place = f"layer {name!r}"
    parent = table.text("parent", "")
    if parent and parent not in names:
        raise table.error(f"{table.place} has a parent that isn't there: {parent!r}", did_you_mean(parent, names))
    pivot = table.numbers("pivot", 2, canvas.anchor)
    reference, live = table.text("art", ""), table.text("live", "")
    if reference and live:
        raise table.error(f"{table.place} has both art and live", "Keep one of them.")
    if live and live not in LIVE:
        raise table.error(f"{table.place} has an unknown live part {live!r}", did_you_mean(live, LIVE))
    art = files.load(reference, name) if reference else None
    place = table.numbers("place", 4, (0.0, 0.0, canvas.width, canvas.height))
    hand, lids = table.texts("hand"), table.texts("lids")
    if hand and (len(hand) != 2 or hand[0] not in ("left", "right")):
        raise table.error(f"hand of {table.place} is not understood", 'Write it as hand = ["left", "open"].')
    if lids and (len(lids) != 2 or lids[0] not in ("left", "right", "both") or lids[1] not in ("open", "shut")):
        raise table.error(f"lids of {table.place} are not understood", 'Write them as lids = ["left", "shut"].')
    spec = LayerSpec(
        name=name,
        parent=parent,
        pivot=(pivot[0], pivot[1]),
        depth=table.number("depth", 0.0, -5, 5),
        moves=_moves(table, known.channels),
        art=art,
        place=(place[0], place[1], place[2], place[3]),
        live=live,
        hand=(hand[0], hand[1]) if hand else ("", ""),
        shape=table.text("shape", ""),
        lids=(lids[0], lids[1]) if lids else ("", ""),
        frame=_frame(table, known.cycles),
    )
    table.done()
    return spec


def _moves(table: Fields, channels: Sequence[str]) -> tuple[ChannelMove, ...]:
    role = table.text("role", "")
    if role and role not in ROLES:
        raise table.error(f"{table.place} has an unknown role {role!r}", did_you_mean(role, ROLES))
    moves = [ChannelMove(channel, **amounts) for channel, amounts in ROLES.get(role, {}).items()]
    written = table.table("moves")
    for channel in written.names():
        if channel not in channels and not channel.startswith("extras."):
            known = [*channels, "extras.NAME"]
            raise table.error(f"{table.place} moves with an unknown {channel!r}", did_you_mean(channel, known))
        amounts = written.table(channel)
        moves.append(ChannelMove(channel, *(amounts.number(field, 0.0) for field in ChannelMove._fields[1:])))
        amounts.done()
    return tuple(moves)


def _refuse_cycles(top: Fields, layers: Sequence[LayerSpec]) -> None:
    parents = {layer.name: layer.parent for layer in layers}
    for layer in layers:
        seen = [layer.name]
        while parents[seen[-1]]:
            seen.append(parents[seen[-1]])
            if seen[-1] in seen[:-1]:
                raise top.error(
                    f"layer {layer.name!r} is its own ancestor: {' > '.join(seen)}", "Break the ring of parents."
                )


def _with_inherited_depth(layers: Sequence[LayerSpec], tables: list[Fields]) -> tuple[LayerSpec, ...]:
    """The layers, each that names no depth of its own with its parent's."""
    by_name = {layer.name: layer for layer in layers}
    own = {layer.name for layer, table in zip(layers, tables, strict=True) if table.has("depth")}

    def depth(layer: LayerSpec) -> float:
        return layer.depth if layer.name in own or not layer.parent else depth(by_name[layer.parent])

    return tuple(replace(layer, depth=depth(layer)) for layer in layers)
