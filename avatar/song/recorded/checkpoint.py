"""The weights in a TensorFlow checkpoint, read without TensorFlow.

A checkpoint is a pair of files. The index is a table of LevelDB's (sorted keys, each with only what differs from the
one before): of every tensor it says, as a protobuf message, its shape and where in the other file its bytes lie.
Source: tensorflow/core/util/tensor_bundle and tensorflow/core/lib/io/table_format.txt in TensorFlow's repository.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from avatar.errors import LibraryError
from avatar.types import Floats

LARGEST_INDEX = 1 << 20
"""Bytes; a net of a hundred tensors takes some thousand."""
MOST_SIZES = 8
"""A tensor has no more axes."""

_FOOTER, _TRAILER = 48, 5
"""Bytes at the end of the index, and after each of its blocks."""
_MAGIC = bytes.fromhex("57fb808b247547db")
_FLOAT32 = 1
_KIND, _SHAPE, _SHARD, _AT, _SIZE = 1, 2, 3, 4, 5
"""Fields of what is said of a tensor (BundleEntryProto)."""

_Message = dict[int, list[int | bytes]]


def read_checkpoint(index: Path, data: Path) -> Mapping[str, Floats]:
    """Name to tensor, of those of 32-bit floats; they are looked up in the file as they are used.

    Raises LibraryError where a file is missing, damaged or of another kind.
    """
    try:
        table = index.read_bytes() if index.stat().st_size <= LARGEST_INDEX else b""
        floats = np.memmap(data, np.uint8, "r")
        return dict(_tensors(table, floats))
    except OSError as error:
        raise _wrong(f"The weights can't be read: {error.strerror}", data) from error
    except (ValueError, IndexError, struct.error, UnicodeDecodeError) as error:
        raise _wrong(f"These are not the weights of a net: {error}", index) from error


def _wrong(what: str, where: Path) -> LibraryError:
    return LibraryError(what, where=where, remedy="Get them again: avatar get separator")


def _tensors(table: bytes, floats: np.memmap) -> Iterator[tuple[str, Floats]]:
    if len(table) < _FOOTER or table[-len(_MAGIC) :] != _MAGIC:
        raise ValueError("the index has no end")
    footer = table[-_FOOTER:]
    at = 0
    for _ in range(2):  # where the index of indexes lies, which is of no use here
        _, at = _varint(footer, at)
    place, at = _varint(footer, at)
    size, _ = _varint(footer, at)
    for _, where in _block(table, place, size):
        begin, after = _varint(where, 0)
        length, _ = _varint(where, after)
        for key, value in _block(table, begin, length):
            message = _message(value)
            if key and message.get(_KIND) == [_FLOAT32]:
                yield key.decode(), _tensor(message, floats)


def _tensor(message: _Message, floats: np.memmap) -> Floats:
    if message.get(_SHARD, [0]) != [0]:
        raise ValueError("it is in several files")
    (inner,) = message.get(_SHAPE, [b""])
    sizes = [_number(_message(_bytes(axis)), 1) for axis in (_message(_bytes(inner)).get(2, []))]
    if len(sizes) > MOST_SIZES:
        raise ValueError("a tensor has too many axes")
    at, size = _number(message, _AT), _number(message, _SIZE)
    if size != 4 * math.prod(sizes) or at + size > len(floats):
        raise ValueError("a tensor lies outside the file")
    return floats[at : at + size].view("<f4").reshape(sizes)


def _number(message: _Message, field: int) -> int:
    """A number of a message; 0 where it is left out."""
    (value,) = message.get(field, [0])
    if not isinstance(value, int):
        raise ValueError("a number is none")
    return value


def _bytes(value: int | bytes) -> bytes:
    if not isinstance(value, bytes):
        raise ValueError("a part is none")
    return value


def _block(table: bytes, at: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """The keys and values of a block of the table."""
    if at + size + _TRAILER > len(table) or table[at + size] != 0:
        raise ValueError("a block is cut off, or packed")
    block = table[at : at + size]
    (restarts,) = struct.unpack("<I", block[-4:])
    end, place, key = len(block) - 4 - 4 * restarts, 0, b""
    while place < end:
        shared, place = _varint(block, place)
        fresh, place = _varint(block, place)
        length, place = _varint(block, place)
        key = key[:shared] + block[place : place + fresh]
        place += fresh
        yield key, block[place : place + length]
        place += length


def _message(value: bytes) -> _Message:
    """The fields of a protobuf message, by number."""
    found: _Message = {}
    at = 0
    while at < len(value):
        tag, at = _varint(value, at)
        match tag & 7:
            case 0:
                number, at = _varint(value, at)
                found.setdefault(tag >> 3, []).append(number)
                continue
            case 1:
                size = 8
            case 2:
                size, at = _varint(value, at)
            case 5:
                size = 4
            case _:
                raise ValueError("a message is none")
        found.setdefault(tag >> 3, []).append(value[at : at + size])
        at += size
    return found


def _varint(value: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends. Raises IndexError where it has no end."""
    number = shift = 0
    while shift < 64:
        byte = value[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at
    raise ValueError("a number has no end")
