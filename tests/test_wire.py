"""What travels comes out as it went in, and nothing else comes in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avatar import wire
from avatar.errors import ProtocolError
from tests.travelling import values


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Point(NamedTuple):
    x: float
    name: str = "here"
    number: int = 0


@dataclass(frozen=True)
class Inner:
    colour: Colour
    data: bytes
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Outer:
    on: bool
    kind: Literal["a", "b"]
    pair: tuple[int, float]
    inner: Inner
    more: tuple[Inner, ...]
    other: Inner | None = None
    named: Mapping[str, float] | None = None
    point: Point | None = None


@dataclass(frozen=True)
class Even:
    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError("it is odd")


INNER = Inner(Colour.RED, b"123", (Point(0.5), Point(-1.0, "é", 3)))
OUTER = Outer(True, "b", (1, 2.5), INNER, (INNER, Inner(Colour.BLUE, b"")), INNER, {"ü": 1.0}, Point(0.0))


def through(value: object) -> Any:
    """The value, after a trip as JSON and bytes."""
    plain, raw = wire.pack(value)
    return wire.unpack(type(value), wire.from_text(wire.to_text(plain)), b"".join(raw))


def changed(**changes: object) -> object:
    """OUTER as JSON, some of it replaced; a key "inner.data" is one inside."""
    plain = json.loads(wire.to_text(wire.pack(OUTER)[0]))
    for path, value in changes.items():
        place, table = path.split("__"), plain
        for step in place[:-1]:
            table = table[step]
        table[place[-1]] = value
    return plain


RAW = b"".join(wire.pack(OUTER)[1])


def test_nested_values_come_back_as_themselves() -> None:
    back = through(OUTER)
    assert back == OUTER
    assert type(back.inner.colour) is Colour
    assert type(back.inner.points[0]) is Point


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(values(Outer))
def test_any_value_comes_back(value: Outer) -> None:
    assert through(value) == value


def test_a_whole_number_will_do_for_a_number() -> None:
    back = wire.unpack(Outer, changed(pair=[1, 2]), RAW)
    assert back.pair == (1, 2.0)
    assert type(back.pair[1]) is float


def test_bytes_that_are_all_there_is_come_out_as_the_object_that_came() -> None:
    data = bytes(range(256)) * 40
    plain, raw = wire.pack(Inner(Colour.RED, data))
    assert raw[0] is data
    assert wire.unpack(Inner, wire.from_text(wire.to_text(plain)), data).data is data


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"on": 1}, r"on must be true or false, not 1"),
        ({"on": None}, r"on must be true or false"),
        ({"kind": "c"}, r"kind must be one of a, b, not 'c'"),
        ({"kind": ["a"]}, r"kind must be one of a, b"),
        ({"pair": [1]}, r"pair must be an array of 2"),
        ({"pair": [1, 2.0, 3]}, r"pair must be an array of 2"),
        ({"pair": [1.5, 2.0]}, r"pair\[0\] must be a whole number, not 1.5"),
        ({"pair": [True, 2.0]}, r"pair\[0\] must be a whole number, not True"),
        ({"pair": [1 << 63, 2.0]}, r"pair\[0\] must be a whole number"),
        ({"pair": [1, "2"]}, r"pair\[1\] must be a number, not '2'"),
        ({"pair": [1, float("inf")]}, r"pair\[1\] must be a number"),
        ({"pair": [1, 10**400]}, r"pair\[1\] must be a number"),
        ({"pair": "12"}, r"pair must be an array, not '12'"),
        ({"inner": None}, r"inner must be an object"),
        ({"inner__colour": "green"}, r"inner.colour must be one of red, blue"),
        ({"inner__points": [[0.5, "x", 1], [0.5, "x"]]}, r"inner.points\[1\] must be an array of 3"),
        ({"inner__points": [[0.5, 7, 1]]}, r"inner.points\[0\]\[1\] must be a text, not 7"),
        ({"inner__extra": 1}, r"inner must be an object with colour, data, points, not \[.*'extra'\]"),
        ({"more": {}}, r"more must be an array"),
        ({"named": {"a": "b"}}, r"named.a must be a number"),
        ({"named": []}, r"named must be an object"),
        ({"inner__data": 999}, r"inner.data must be a number of bytes up to 9, not 999"),
        ({"inner__data": -1}, r"inner.data must be a number of bytes"),
        ({"inner__data": 2}, r"bytes"),
        ({"inner__data": "abc"}, r"inner.data must be a whole number"),
    ],
)
def test_what_is_malformed_is_refused_by_its_place(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ProtocolError, match=f"Outer is malformed: .*{says}"):
        wire.unpack(Outer, changed(**changes), RAW)


def test_a_missing_field_is_refused_though_it_has_a_default() -> None:
    plain: Any = changed()
    del plain["named"]
    with pytest.raises(ProtocolError, match="with on, kind, pair, inner, more, other, named, point, not"):
        wire.unpack(Outer, plain, RAW)


def test_a_value_that_its_own_class_refuses_is_refused() -> None:
    assert through(Even(2)) == Even(2)
    with pytest.raises(ProtocolError, match="it is odd"):
        wire.unpack(Even, {"number": 3})


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["red", "a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(json.loads(json.dumps(changed())))), JSONS, st.binary(max_size=8))
def test_whatever_comes_is_a_value_or_refused(field: str, value: object, raw: bytes) -> None:
    try:
        found = wire.unpack(Outer, changed(**{field: value}), raw)
    except ProtocolError:
        return
    assert through(found) == found


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b"[" * 500_000, '{"a":1}'.encode("utf-16"), b'"\x80"', b"9" * 10_000]
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ProtocolError, match="JSON"):
        wire.from_text(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_can_not_say_does_not_leave(number: float) -> None:
    with pytest.raises(ProtocolError, match="can't be written"):
        wire.to_bytes(Point(number))


def test_bytes_do_not_leave_as_json() -> None:
    with pytest.raises(ProtocolError, match="holds bytes"):
        wire.to_bytes(INNER)


def test_half_a_character_does_not_stop_a_message() -> None:
    assert through(Point(0.0, "a\ud83d")) == Point(0.0, "a?")


class Plain:
    def __init__(self) -> None:
        self.text = "x"


@dataclass(frozen=True)
class Wrong:
    either: int | str


@pytest.mark.parametrize("value", [Plain(), Wrong(1), {"a": 1}, [1], object()])
def test_what_can_not_travel_is_refused_where_it_is_written(value: object) -> None:
    with pytest.raises(TypeError, match="travel"):
        wire.pack(value)


def test_a_message_of_another_protocol_is_refused() -> None:
    kinds: wire.Kinds[Even | Point] = wire.Kinds(Even | Point)
    assert Even in kinds
    assert Inner not in kinds
    assert dataclass(frozen=True)(type("Even", (), {})) not in kinds
    assert kinds.read("Even", {"number": 4}, b"") == Even(4)
    with pytest.raises(ProtocolError, match=r"no message 'Inner' here.*Even, Point"):
        kinds.read("Inner", {}, b"")


def test_an_engine_process_starts_without_numpy() -> None:
    code = (
        "import sys; from avatar import wire; from avatar.speech import messages, process\n"
        "for kind in (*messages.DOWN, *messages.UP): wire._shape(kind)\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
