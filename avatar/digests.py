"""Hashes of values, of our own code and of the libraries in use: names for what is made of them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np


@cache
def hash_code(names: tuple[str, ...]) -> str:
    """A hash of the source of modules (`types.py`) and packages (`draw`) of avatar."""
    root = Path(__file__).parent
    paths = sorted(
        path for name in names for path in ((root / name).rglob("*.py") if "." not in name else [root / name])
    )
    told = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in paths if path.is_file()]
    return digest((told, list_versions(("talking-avatar",))))


def list_versions(libraries: Sequence[str]) -> list[tuple[str, str]]:
    """Installed packages with their versions, '' for those that are not there."""
    found = []
    for name in libraries:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, ""))
    return found


def digest(value: object) -> str:
    """SHA-256 of a value: the same for equal values in every process, and on every machine."""
    told = hashlib.sha256()
    parts: list[bytes] = []
    _add(value, parts.append)
    for part in parts:
        told.update(len(part).to_bytes(8, "little"))
        told.update(part)
    return told.hexdigest()


def _add(value: object, add: Callable[[bytes], None]) -> None:
    """A value as a row of bytes that no other value has."""
    kind: type = type(value)
    if kind in (str, float, int, bool, type(None)):  # most of what there is, without a look at what else it may be
        add(_plain(value))
    elif isinstance(value, np.ndarray):
        little = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"), copy=False))
        add(f"array {little.dtype.str} {little.shape}".encode())
        add(little.tobytes())
    elif isinstance(value, Fraction):
        add(f"share {value}".encode())
    elif isinstance(value, tuple | list):
        add(b"row %d" % len(value))
        for each in value:
            _add(each, add)
    elif is_dataclass(value):
        add(f"record {kind.__name__}".encode())
        for name in _list_fields(kind):
            _add(getattr(value, name), add)
    elif isinstance(value, Mapping):
        add(b"table %d" % len(value))
        for key in sorted(value):
            _add(key, add)
            _add(value[key], add)
    else:
        add(_plain(value))


@cache
def _list_fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> bytes:
    if isinstance(value, str):
        return b"text " + value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return b"bytes " + value
    if isinstance(value, float):
        return b"float " + struct.pack("<d", value)
    if value is None or isinstance(value, bool | int):
        return repr(value).encode()
    raise TypeError(f"nothing can be named by a {type(value).__name__}")
