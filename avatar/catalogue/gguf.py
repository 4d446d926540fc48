"""What a language model's file tells of itself: the head of a GGUF, versions 2 and 3, little-endian.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Nothing that the file says is believed before it fits
into the file.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import NamedTuple

from avatar.errors import CatalogueError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MOST_KEYS = 10_000
MOST_ITEMS = 4_000_000
"""Items of one list; the largest vocabularies have some 300,000."""
MOST_TENSORS = 100_000
LONGEST_TEXT = 1 << 20
"""Bytes of one text."""
LONGEST_WORD = 200
"""Characters of a name or a licence that are kept."""
MOST_LAYERS, MOST_WIDTH = 10_000, 1 << 20
"""Bounds of what is reckoned with."""
CACHE_BYTES = 2
"""Of one number that a model keeps of each token: 16-bit floats."""

WORKING_MB = 150
"""What running a model takes besides: the process, its libraries and the numbers of a step."""

Value = str | int | float | bool | tuple[int, ...] | None

_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _LIST = 8, 9


class Gguf(NamedTuple):
    """A model's file."""

    architecture: str
    """As "llama"."""
    name: str
    """What its maker calls it; '' where the file doesn't tell."""
    licence: str
    """'' where the file doesn't tell."""
    author: str
    """'' where the file doesn't tell."""
    size: int
    """Bytes of the file."""
    context: int
    """Tokens that it was made to take in; 0 where the file doesn't tell."""
    token_bytes: int
    """Bytes that it keeps of each token of a talk; 0 where the file doesn't tell."""
    thinks: bool
    """Whether its template knows of thoughts before an answer."""


def read(path: Path) -> Gguf:
    """What a file tells of itself. Raises CatalogueError where it is no GGUF, is damaged or is not all there."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _told(data, path)
    except (OSError, ValueError) as error:  # an empty file can't be mapped
        why = getattr(error, "strerror", None) or "it is empty"
        raise CatalogueError(f"The model can't be read: {why}", where=path) from error


def _told(data: mmap.mmap, path: Path) -> Gguf:
    try:
        head = _Head(data)
        table = head.table()
        head.check_tensors()
    except _Odd as error:
        remedy = "Get it again: it may have broken off on its way."
        raise CatalogueError(f"This is no whole model in GGUF: {error}", where=path, remedy=remedy) from error

    def text(key: str) -> str:
        value = table.get(f"general.{key}")
        words = value.split() if isinstance(value, str) else ()
        return "".join(sign for sign in " ".join(words) if sign.isprintable())[:LONGEST_WORD]

    architecture = text("architecture")
    template = table.get("tokenizer.chat_template")
    return Gguf(
        architecture, text("name"), text("license"), text("author") or text("organization"), head.size,
        _count(table.get(f"{architecture}.context_length"), 1 << 40), _cache(architecture, table),
        isinstance(template, str) and "think" in template,
    )  # fmt: skip


def _cache(architecture: str, table: dict[str, Value]) -> int:
    """Bytes of the keys and values of one token, in all layers."""

    def count(key: str) -> int:
        return _count(table.get(f"{architecture}.{key}"), MOST_WIDTH)

    layers, heads = min(count("block_count"), MOST_LAYERS), max(1, count("attention.head_count"))
    width = count("embedding_length") // heads
    both = (count("attention.key_length") or width) + (count("attention.value_length") or width)
    each = table.get(f"{architecture}.attention.head_count_kv")
    alike = layers * (_count(each, MOST_WIDTH) or heads)
    kept = sum(min(item, MOST_WIDTH) for item in each) if isinstance(each, tuple) else alike
    return kept * both * CACHE_BYTES


def _count(value: Value, most: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most else 0


def need_mb(size: int, token_bytes: int, context: int) -> int:
    """Megabytes that a model takes, about, with a talk of `context` tokens."""
    return (size + token_bytes * context) // 1_000_000 + WORKING_MB


class _Odd(Exception):
    """The file is not as a GGUF is."""


class _Head:
    """Reads on from where it is."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data, self._at, self.size = data, 0, len(data)
        if self._bytes(4) != MAGIC:
            raise _Odd("it begins otherwise")
        version = self._number("<I")
        if version not in VERSIONS:
            raise _Odd(f"its version {version} is none that is known here")
        self._tensors = self._within(self._number("<Q"), MOST_TENSORS, "tensors")
        self._keys = self._within(self._number("<Q"), MOST_KEYS, "keys")

    def table(self) -> dict[str, Value]:
        """Its keys, without long lists."""
        found: dict[str, Value] = {}
        for _ in range(self._keys):
            key = self._text()
            found[key] = self._value(self._number("<I"))
        return found

    def check_tensors(self) -> None:
        """Raise _Odd where the file ends before its last tensor begins."""
        last = 0
        for _ in range(self._tensors):
            self._skip_text()
            dimensions = self._within(self._number("<I"), 8, "dimensions")
            self._bytes(8 * dimensions + 4)
            last = max(last, self._number("<Q"))
        if self._at + last >= self.size:
            raise _Odd("it ends too early")

    def _value(self, kind: int) -> Value:
        if kind in _NUMBERS:
            return self._number(_NUMBERS[kind])
        if kind == _TEXT:
            return self._text()
        if kind != _LIST:
            raise _Odd(f"it has a value of the unknown kind {kind}")
        return self._list()

    def _list(self) -> tuple[int, ...] | None:
        """A list of whole numbers that is short enough to be one for each layer; others are passed over."""
        kind, items = self._number("<I"), self._within(self._number("<Q"), MOST_ITEMS, "items in a list")
        if kind == _TEXT:
            for _ in range(items):
                self._skip_text()
            return None
        if kind not in _NUMBERS:
            raise _Odd(f"it has a list of the unknown kind {kind}")
        form = _NUMBERS[kind]
        if items > MOST_LAYERS or form in ("<f", "<d", "<?"):
            self._bytes(items * struct.calcsize(form))
            return None
        return tuple(max(0, int(self._number(form))) for _ in range(items))

    def _text(self) -> str:
        return self._bytes(self._within(self._number("<Q"), LONGEST_TEXT, "bytes in a text")).decode("utf-8", "replace")

    def _skip_text(self) -> None:
        self._bytes(self._within(self._number("<Q"), LONGEST_TEXT, "bytes in a text"))

    def _number(self, form: str) -> int:
        number: int = struct.unpack(form, self._bytes(struct.calcsize(form)))[0]
        return number

    def _bytes(self, size: int) -> bytes:
        end = self._at + size
        if end > self.size:
            raise _Odd("it ends too early")
        found, self._at = self._data[self._at : end], end
        return found

    def _within(self, number: int, most: int, what: str) -> int:
        if number > most:
            raise _Odd(f"it claims to have {number} {what}")
        return number
