"""Typed values as JSON and raw bytes, and back: for pipes between processes, and for files that only avatar reads.

The annotations of a class say how it travels, so that no class has code of its own for it:

    bool, int, float, str        as themselves; a float is finite, an int fits into 64 bits
    Literal, Enum                as the text that they are
    X | None                     as X, or null
    tuple[X, ...], tuple[X, Y]   as an array; so does a NamedTuple
    Mapping[str, X]              as an object
    a dataclass                  as an object of all its fields
    bytes                        as how many they are; the bytes themselves follow the JSON, in order

What is read back is checked strictly: every field, no other one, each of its own type. Nothing here imports numpy.
"""

from __future__ import annotations

import json
import math
import reprlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Generic, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from avatar.errors import ProtocolError

Raw = bytes | memoryview
"""Bytes that travel behind the JSON; a memoryview is sent without a copy, and arrives as bytes."""

LARGEST_INT = 1 << 63

T = TypeVar("T")


class Kinds(Generic[T]):
    """The kinds of message that one end may get: a union of classes, by their names."""

    def __init__(self, union: object) -> None:
        """`union`: the classes, written as `A | B | C`."""
        classes: tuple[type, ...] = get_args(union) or (cast(type, union),)
        self._by_name = {each.__name__: each for each in classes}

    def __iter__(self) -> Iterator[type]:
        return iter(self._by_name.values())

    def __contains__(self, kind: object) -> bool:
        return isinstance(kind, type) and self._by_name.get(kind.__name__) is kind

    def read(self, name: str, plain: object, raw: bytes) -> T:
        """The message `name` from its JSON and raw bytes. Raises ProtocolError that says what is wrong, and where."""
        kind = self._by_name.get(name)
        if kind is None:
            raise ProtocolError(f"There is no message {name!r} here", remedy=f"There are: {', '.join(self._by_name)}.")
        return cast(T, unpack(kind, plain, raw))


def pack(value: object) -> tuple[object, list[Raw]]:
    """A value as what `json.dumps` takes, and the raw bytes in it, in order."""
    raw: list[Raw] = []
    return _shape(cast(Hashable, type(value))).put(value, raw), raw


def unpack(kind: type[T], plain: object, raw: bytes = b"") -> T:
    """The value again. Raises ProtocolError that says what is wrong with it, and where."""
    source = _Source(raw)
    try:
        value = _shape(cast(Hashable, kind)).take(plain, source)
        source.end()
    except _Mismatch as error:
        raise ProtocolError(f"{kind.__name__} is malformed: {error}") from error
    return cast(T, value)


def to_bytes(value: object) -> bytes:
    """A value that holds no raw bytes, as JSON. Raises ProtocolError for what can't be written so."""
    plain, raw = pack(value)
    if raw:
        raise ProtocolError(f"A {type(value).__name__} holds bytes, which JSON can't")
    return to_text(plain)


def from_bytes(kind: type[T], text: bytes) -> T:
    """The value again. Raises ProtocolError that says what is wrong with it, and where."""
    return unpack(kind, from_text(text))


def to_text(plain: object) -> bytes:
    """A value as JSON, in UTF-8. Raises ProtocolError for values that JSON has no form for."""
    try:
        text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ProtocolError(f"A value can't be written as JSON: {error}") from error
    return text.encode("utf-8", "replace")


def from_text(text: bytes) -> object:
    """The value that a JSON text holds. Raises ProtocolError for bytes that are not JSON."""
    try:
        return cast(object, json.loads(text.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"This is not JSON: {error}") from error


# ------------------------------------------------------------------------------------------------- how a type travels


class _Mismatch(ValueError):
    """A value is not of its type. `path` grows on the way out."""

    def __init__(self, wanted: str, found: object, path: str = "") -> None:
        super().__init__(wanted, found, path)
        self.wanted, self.found, self.path = wanted, found, path

    def inside(self, place: str) -> _Mismatch:
        joint = "." if self.path and not self.path.startswith("[") else ""
        return _Mismatch(self.wanted, self.found, f"{place}{joint}{self.path}")

    def __str__(self) -> str:
        return f"{self.path or 'it'} must be {self.wanted}, not {reprlib.repr(self.found)}"


class _Source:
    """The raw bytes behind the JSON, handed out in order."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def next(self, size: int) -> bytes:
        """The next `size` bytes, without a copy where that is all of them."""
        left = len(self._raw) - self._at
        if not 0 <= size <= left:
            raise _Mismatch(f"a number of bytes up to {left}", size)
        start, self._at = self._at, self._at + size
        return self._raw if size == len(self._raw) else self._raw[start : self._at]

    def end(self) -> None:
        if self._at < len(self._raw):
            raise _Mismatch(f"followed by {self._at} bytes", len(self._raw))


Put = Callable[[object, list[Raw]], object]
Take = Callable[[object, _Source], object]


class _Shape(NamedTuple):
    """How values of one type are written and read."""

    put: Put
    take: Take
    plain: bool = False
    """Whether `put` gives back what it is given, because `json.dumps` takes that as it is."""


def _same(value: object, raw: list[Raw]) -> object:
    return value


@cache
def _shape(kind: Hashable) -> _Shape:
    """How a type travels. Raises TypeError for one that can't."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind is bytes or (origin in (Union, UnionType) and frozenset(args) == frozenset(get_args(Raw))):
        return _Shape(_put_raw, _take_raw)
    if origin is Literal:
        return _choice(args)
    if origin in (Union, UnionType):
        return _optional(args)
    if origin is tuple:
        return _array(_shape(args[0])) if args[1:] == (Ellipsis,) else _row(tuple, list(map(_shape, args)))
    if isinstance(origin, type) and issubclass(origin, Mapping) and args[0] is str:
        return _table(_shape(args[1]))
    if isinstance(kind, type):
        return _of_class(kind)
    raise TypeError(f"{kind!r} can't travel between processes")


def _of_class(kind: type) -> _Shape:
    if issubclass(kind, Enum):
        return _enum(kind)
    hints = get_type_hints(kind)
    if is_dataclass(kind):
        return _object(kind, {each.name: _shape(hints[each.name]) for each in fields(kind)})
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _row(kind, [_shape(hints[name]) for name in kind._fields])
    raise TypeError(f"{kind.__qualname__} can't travel between processes: it is neither a dataclass nor a NamedTuple")


# ------------------------------------------------------------------------------------------------------ single values


def _take_bool(value: object, _: _Source) -> bool:
    if type(value) is not bool:
        raise _Mismatch("true or false", value)
    return value


def _take_int(value: object, _: _Source) -> int:
    if type(value) is not int or not -LARGEST_INT <= value < LARGEST_INT:
        raise _Mismatch("a whole number", value)
    return value


def _take_float(value: object, _: _Source) -> float:
    if type(value) is int and abs(value) < LARGEST_INT:
        return float(value)
    if type(value) is not float or not math.isfinite(value):
        raise _Mismatch("a number", value)
    return value


def _take_str(value: object, _: _Source) -> str:
    if type(value) is not str:
        raise _Mismatch("a text", value)
    return value


def _put_raw(value: object, raw: list[Raw]) -> object:
    data = cast(Raw, value)
    raw.append(data)
    return len(data)


def _take_raw(value: object, source: _Source) -> bytes:
    return source.next(_take_int(value, source))


_SCALARS: Mapping[object, _Shape] = {
    bool: _Shape(_same, _take_bool, plain=True),
    int: _Shape(_same, _take_int, plain=True),
    float: _Shape(_same, _take_float, plain=True),
    str: _Shape(_same, _take_str, plain=True),
}


def _choice(allowed: tuple[object, ...]) -> _Shape:
    """A `Literal`: one text out of a few."""
    if not all(isinstance(each, str) for each in allowed):
        raise TypeError(f"Only a Literal of texts can travel between processes, not one of {allowed}")
    wanted = "one of " + ", ".join(map(str, allowed))

    def take(value: object, _: _Source) -> object:
        if value not in allowed:
            raise _Mismatch(wanted, value)
        return value

    return _Shape(_same, take, plain=True)


def _enum(kind: type[Enum]) -> _Shape:
    by_value = {each.value: each for each in kind}
    of_text = _choice(tuple(by_value))
    return _Shape(
        lambda value, _: cast(Enum, value).value, lambda value, _: by_value[cast(str, of_text.take(value, _))]
    )


def _optional(args: tuple[object, ...]) -> _Shape:
    """`X | None`."""
    kinds = [each for each in args if each is not type(None)]
    if len(kinds) != 1 or len(args) != 2:
        raise TypeError(f"A field that is one of {args} can't travel between processes")
    inner = _shape(kinds[0])
    put: Put = _same if inner.plain else lambda value, raw: None if value is None else inner.put(value, raw)
    return _Shape(put, lambda value, source: None if value is None else inner.take(value, source), inner.plain)


# ------------------------------------------------------------------------------------------------- values of several


def _array(each: _Shape) -> _Shape:
    """`tuple[X, ...]`."""
    put, take = each.put, each.take

    def take_all(value: object, source: _Source) -> object:
        found: list[object] = []
        try:
            for one in _list(value):
                found.append(take(one, source))  # noqa: PERF401  its length is the place of a mismatch
        except _Mismatch as error:
            raise error if type(value) is not list else error.inside(f"[{len(found)}]") from None
        return tuple(found)

    if each.plain:
        return _Shape(_same, take_all, plain=True)
    return _Shape(lambda value, raw: [put(one, raw) for one in cast(tuple[object, ...], value)], take_all)


def _row(kind: type[tuple[object, ...]], shapes: list[_Shape]) -> _Shape:
    """A tuple of a fixed number of values, or a NamedTuple."""
    size = len(shapes)
    takes = tuple(shape.take for shape in shapes)
    named = hasattr(kind, "_make")

    def put(value: object, raw: list[Raw]) -> object:
        return [shape.put(one, raw) for shape, one in zip(shapes, cast(tuple[object, ...], value), strict=True)]

    def take(value: object, source: _Source) -> object:
        row = _list(value)
        if len(row) != size:
            raise _Mismatch(f"an array of {size}", value)
        at = 0
        found: list[object] = []
        try:
            for at, read in enumerate(takes):
                found.append(read(row[at], source))
        except _Mismatch as error:
            raise error.inside(f"[{at}]") from None
        return kind._make(found) if named else tuple(found)  # type: ignore[attr-defined]

    plain = all(shape.plain for shape in shapes)
    return _Shape(_same if plain else put, take, plain)


def _table(each: _Shape) -> _Shape:
    """`Mapping[str, X]`."""

    def take(value: object, source: _Source) -> object:
        name = ""
        found: dict[str, object] = {}
        try:
            for name, one in _dict(value).items():
                found[name] = each.take(one, source)
        except _Mismatch as error:
            raise error.inside(name) from None
        return found

    def put(value: object, raw: list[Raw]) -> object:
        return {name: each.put(one, raw) for name, one in cast(Mapping[str, object], value).items()}

    return _Shape(put, take)


def _object(kind: type, shapes: Mapping[str, _Shape]) -> _Shape:
    """A dataclass."""
    puts = tuple((name, shape.put) for name, shape in shapes.items())
    takes = tuple((name, shape.take) for name, shape in shapes.items())
    names = shapes.keys()

    def put(value: object, raw: list[Raw]) -> object:
        return {name: write(getattr(value, name), raw) for name, write in puts}

    def take(value: object, source: _Source) -> object:
        table = _dict(value)
        if table.keys() != names:
            raise _Mismatch(f"an object with {', '.join(names) or 'nothing'}", list(table))
        name = ""
        found: dict[str, object] = {}
        try:
            for name, read in takes:
                found[name] = read(table[name], source)
        except _Mismatch as error:
            raise error.inside(name) from None
        try:
            return cast(object, kind(**found))
        except ValueError as error:
            raise _Mismatch(f"a {kind.__name__} ({error})", value) from error

    return _Shape(put, take)


def _list(value: object) -> list[object]:
    if type(value) is not list:
        raise _Mismatch("an array", value)
    return value


def _dict(value: object) -> dict[str, object]:
    if type(value) is not dict:
        raise _Mismatch("an object", value)
    return value
