"""Values as Godot 4 writes them to a file (`FileAccess.store_var`), read without making any object.

Source: core/io/marshalls.cpp of github.com/godotengine/godot, and docs.godotengine.org, "Binary serialization API". A
value is a 4-byte head (kind in the low byte, flags from bit 16 on) and its body, padded to 4 bytes, all little-endian.
An object is a class's name with properties: its bytes are skipped and it comes out as None.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

MOST_VALUES = 1_000_000
DEEPEST = 40
"""Values within values."""

_REALS: Mapping[int, int] = {5: 2, 7: 4, 9: 3, 11: 6, 12: 4, 14: 4, 15: 4, 16: 6, 17: 9, 18: 12, 19: 16}
"""Vector2, Rect2, Vector3, Transform2D, Vector4, Plane, Quaternion, AABB, Basis, Transform3D and Projection."""
_WHOLE: Mapping[int, int] = {6: 2, 8: 4, 10: 3, 13: 4}
"""Vector2i, Rect2i, Vector3i and Vector4i."""
_PACKED: Mapping[int, tuple[int, int]] = {
    30: (4, 4), 31: (8, 8), 32: (4, 4), 33: (8, 8), 35: (8, 16), 36: (12, 24), 37: (16, 16), 38: (16, 32),
}  # fmt: skip
"""Arrays of numbers, vectors and colours: bytes of one, and of one where numbers are long. They are skipped."""


class BrokenValue(ValueError):
    """Says what is wrong, as the rest of a sentence that begins "it is broken:"."""


def read_value(data: bytes) -> object:
    """The value that a file holds: None, bool, int, float, str, bytes, tuple of numbers, list or dict.

    Raises BrokenValue.
    """
    reader = _Reader(data)
    length = reader.take("I")[0]
    if length > len(data) - 4:
        raise BrokenValue("it breaks off")
    return reader.value()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._count = 0
        self._depth = 0

    def take(self, kind: str) -> tuple[float, ...]:
        """Numbers, as struct names them."""
        piece = self.piece(struct.calcsize(f"<{kind}"))
        return struct.unpack(f"<{kind}", piece)

    def value(self) -> object:
        self._count += 1
        if self._count > MOST_VALUES or self._depth > DEEPEST:
            raise BrokenValue("it holds too many values, or they lie too deep in each other")
        head = int(self.take("I")[0])
        kind, long = head & 0xFF, bool(head & 0x1_0000)
        if kind in _REALS:
            return self.take(f"{_REALS[kind]}{'d' if long else 'f'}")
        if kind in _WHOLE:
            return self.take(f"{_WHOLE[kind]}i")
        if kind in _PACKED:
            self.piece(int(self.take("I")[0]) * _PACKED[kind][long])
            return None
        if kind not in _KINDS:
            raise BrokenValue(f"it holds a value of the unknown kind {kind}")
        return _KINDS[kind](self, head)

    def piece(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise BrokenValue("it breaks off")
        self._at += count
        return self._data[self._at - count : self._at]

    def padded(self) -> bytes:
        piece = self.piece(int(self.take("I")[0]))
        self.piece(-len(piece) % 4)
        return piece

    def words(self) -> str:
        try:
            return self.padded().decode("utf-8")
        except UnicodeDecodeError as error:
            raise BrokenValue("it holds text that is none") from error

    def number(self, head: int) -> float:
        long = head & 0x1_0000
        return self.take("q" if long else "i")[0] if head & 0xFF == 2 else self.take("d" if long else "f")[0]

    def typed(self, flags: int) -> None:
        """Skips the kind of what is in an array: a number, or a class's or script's name."""
        if flags == 1:
            self.take("I")
        elif flags:
            self.padded()

    def inner(self, count: int) -> range:
        if count * 4 > len(self._data) - self._at:  # each takes four bytes at least
            raise BrokenValue("it breaks off")
        return range(count)

    def listed(self, head: int) -> list[object]:
        self.typed(head >> 16 & 3)
        self._depth += 1
        found = [self.value() for _ in self.inner(int(self.take("I")[0]) & 0x7FFF_FFFF)]
        self._depth -= 1
        return found

    def dictionary(self, head: int) -> dict[str, object]:
        """Keys as text; what has another key is left out."""
        self.typed(head >> 16 & 3)
        self.typed(head >> 18 & 3)
        self._depth += 1
        found: dict[str, object] = {}
        for _ in self.inner(int(self.take("I")[0]) & 0x7FFF_FFFF):
            key, value = self.value(), self.value()
            if isinstance(key, str | int):
                found[str(key)] = value
        self._depth -= 1
        return found

    def thing(self, head: int) -> None:
        if head & 0x1_0000:  # only its number
            self.piece(8)
            return
        if self.words():
            self._depth += 1
            for _ in self.inner(int(self.take("I")[0])):
                self.padded()
                self.value()
            self._depth -= 1

    def path(self, head: int) -> None:
        names, inner, flags = (int(each) for each in self.take("3I"))
        for _ in self.inner((names & 0x7FFF_FFFF) + inner + bool(flags & 2)):
            self.padded()

    def signal(self, head: int) -> None:
        self.padded()
        self.piece(8)

    def texts(self, head: int) -> list[object]:
        return [self.words() for _ in self.inner(int(self.take("I")[0]))]


_KINDS: Mapping[int, Callable[[_Reader, int], object]] = {
    0: lambda reader, head: None,
    1: lambda reader, head: bool(reader.take("I")[0]),
    2: _Reader.number,
    3: _Reader.number,
    4: lambda reader, head: reader.words(),
    20: lambda reader, head: reader.take("4f"),
    21: lambda reader, head: reader.words(),
    22: _Reader.path,
    23: lambda reader, head: reader.piece(8) and None,
    24: _Reader.thing,
    25: lambda reader, head: None,
    26: _Reader.signal,
    27: _Reader.dictionary,
    28: _Reader.listed,
    29: lambda reader, head: reader.padded(),
    34: _Reader.texts,
}
"""Kind to what reads its body: nothing, bool, int, float, text, colour, name, path, number of a resource, object,
callable, signal, dictionary, array, bytes and array of texts."""
