"""What a language model's file tells of itself, whole, half and made to harm."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.catalogue import gguf
from avatar.errors import CatalogueError
from tests.catalogue.making import TINY_LLAMA, make_gguf


def test_a_model_tells_its_name_its_licence_and_what_a_token_costs(tmp_path: Path) -> None:
    path = make_gguf(tmp_path / "tiny.gguf")
    found = gguf.read(path)
    assert (found.architecture, found.name, found.licence, found.author) == ("llama", "Tiny [31mone", "mit", "nobody")
    assert (found.size, found.context) == (path.stat().st_size, 2048)
    assert found.token_bytes == 2 * 2 * (16 + 16) * 2  # layers, heads, key and value, bytes


def test_heads_may_differ_from_layer_to_layer_and_have_a_width_of_their_own(tmp_path: Path) -> None:
    keys = {
        **TINY_LLAMA, "llama.attention.head_count_kv": [1, 3], "llama.attention.key_length": 32,
        "llama.attention.value_length": 8,
    }  # fmt: skip
    assert gguf.read(make_gguf(tmp_path / "tiny.gguf", keys)).token_bytes == (1 + 3) * (32 + 8) * 2


def test_a_file_that_tells_little_is_read_all_the_same(tmp_path: Path) -> None:
    found = gguf.read(make_gguf(tmp_path / "tiny.gguf", {"general.architecture": "new"}))
    assert (found.architecture, found.name, found.context, found.token_bytes) == ("new", "", 0, 0)


@pytest.mark.parametrize(("template", "thinks"), [("{% if enable_thinking %}", True), ("{{ messages }}", False)])
def test_a_template_tells_whether_a_model_thinks(template: str, thinks: bool, tmp_path: Path) -> None:
    keys = {**TINY_LLAMA, "tokenizer.chat_template": template}
    assert gguf.read(make_gguf(tmp_path / "tiny.gguf", keys)).thinks is thinks


def test_what_a_model_takes_is_its_file_its_talk_and_some_more() -> None:
    assert gguf.need_mb(98_362_432, 23_040, 4096) == 98 + 94 + gguf.WORKING_MB


def number(value: int) -> bytes:
    return struct.pack("<Q", value)


HEAD = b"GGUF" + struct.pack("<I", 3)
FAULTS = {
    "empty": (b"", "it is empty"),
    "something else": (b"PK\x03\x04" + b"\0" * 100, "it begins otherwise"),
    "a future version": (b"GGUF" + struct.pack("<I", 900) + b"\0" * 16, "version 900"),
    "of the other byte order": (b"GGUF" + struct.pack(">I", 3) + b"\0" * 16, "version 50331648"),
    "no more than its beginning": (b"GGUF\3\0", "ends too early"),
    "absurdly many tensors": (HEAD + number(1 << 60) + number(1), "1152921504606846976 tensors"),
    "absurdly many keys": (HEAD + number(1) + number(1 << 40), "keys"),
    "an absurd key": (HEAD + number(1) + number(1) + number(1 << 63), "bytes in a text"),
    "a key past the end": (HEAD + number(1) + number(1) + number(1000), "ends too early"),
    "an unknown value": (HEAD + number(1) + number(1) + number(1) + b"k" + struct.pack("<I", 77), "unknown kind 77"),
    "an absurd list": (
        HEAD + number(1) + number(1) + number(1) + b"k" + struct.pack("<II", 9, 8) + number(1 << 50),
        "items in a list",
    ),
    "lists within lists": (
        HEAD + number(1) + number(1) + number(1) + b"k" + struct.pack("<II", 9, 9) + number(5),
        "list of the unknown kind 9",
    ),
    "an absurd tensor": (
        HEAD + number(1) + number(0) + number(1) + b"t" + struct.pack("<I", 1 << 30),
        "dimensions",
    ),
    "no tensors' bytes": (
        HEAD + number(1) + number(0) + number(1) + b"t" + struct.pack("<IQIQ", 1, 4, 0, 1 << 62),
        "ends too early",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_model_is_said_to_be_none(fault: str, tmp_path: Path) -> None:
    data, words = FAULTS[fault]
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    with pytest.raises(CatalogueError, match=words) as caught:
        gguf.read(path)
    assert caught.value.where == str(path)


def test_half_a_file_is_no_model(tmp_path: Path) -> None:
    whole = make_gguf(tmp_path / "whole.gguf").read_bytes()
    for size in range(1, len(whole) - 96, 7):
        (tmp_path / "half.gguf").write_bytes(whole[:size])
        with pytest.raises(CatalogueError, match="no whole model"):
            gguf.read(tmp_path / "half.gguf")


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.gguf"):
        with pytest.raises(CatalogueError, match="can't be read"):
            gguf.read(path)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_in_it_it_is_read_or_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    whole = bytearray(make_gguf(folder / "whole.gguf").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "changed.gguf"
    path.write_bytes(whole)
    try:
        found = gguf.read(path)
    except CatalogueError:
        return
    assert 0 <= found.token_bytes < 1 << 60
    assert all(word.isprintable() for word in (found.architecture, found.name, found.licence, found.author))
