"""Results of segments and pieces of sound as bytes, and the folder in which they are kept for the next film."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

from avatar import library
from avatar.film.encoders import Block, Packet
from avatar.keeping import KeptFolder

CAN_KEEP = frozenset({"mp4", "webm", "gif", "webp"})
"""Kinds of film whose segments are kept. Frames as PNG are files of their own, copied no quicker than they are made."""

_PACKET = struct.Struct("<qqBIII")
"""Of a packet: pts, dts, whether it is a key frame; how long it lasts; bytes of its data and of what belongs to it."""
_BLOCK = struct.Struct("<II")
"""Of a block: frames, bytes."""


SHARE = 0.8
"""Share of what may be kept of films that is left to segments; the rest is for spoken lines."""


def open_kept(megabytes: int, notice: Callable[[str], None] = lambda text: None) -> KeptFolder:
    """The segments that are kept; `megabytes`: what may be kept of films in all."""
    return KeptFolder(library.cache_dir() / "films", round(megabytes * SHARE * 1_000_000), notice)


def pack(results: Sequence[Any]) -> bytes:
    """Packets or blocks as bytes."""
    parts = []
    for each in results:
        if isinstance(each, Packet):
            head = _PACKET.pack(each.pts, each.dts, each.key, each.lasts, len(each.data), len(each.more))
            parts += [b"P", head, each.data, each.more]
        else:
            parts += [b"B", _BLOCK.pack(each.frames, len(each.data)), each.data]
    return b"".join(parts)


def unpack(data: bytes | None, what: type[Packet] | type[Block]) -> list[Any] | None:
    """The packets, or blocks, in some bytes; None where they are none, or others."""
    if data is None:
        return None
    found: list[Any] = []
    at = 0
    try:
        while at < len(data):
            kind, at = data[at : at + 1], at + 1
            if kind == b"P":
                pts, dts, key, lasts, size, more = _PACKET.unpack_from(data, at)
                at += _PACKET.size
                end = at + size
                found.append(Packet(data[at:end], pts, dts, bool(key), data[end : end + more], lasts))
                at = end + more
            elif kind == b"B":
                frames, size = _BLOCK.unpack_from(data, at)
                at += _BLOCK.size
                found.append(Block(data[at : at + size], frames))
                at += size
            else:
                return None
    except struct.error:
        return None
    return found if at == len(data) and all(isinstance(each, what) for each in found) else None
