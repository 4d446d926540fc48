"""Character cards: whole, strange and hostile ones."""

from __future__ import annotations

import base64
import contextlib
import json
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from avatar.brain import cards
from avatar.errors import BrainError

CARD: dict[str, Any] = {
    "spec": "chara_card_v2",
    "spec_version": "2.0",
    "data": {
        "name": "Mira",
        "description": "{{char}} repairs clocks for {{user}}.",
        "personality": "patient",
        "scenario": "A small shop.",
        "first_mes": "Good evening, {{user}}.",
        "alternate_greetings": ["Oh, {{USER}}!"],
        "mes_example": "<START>\n{{char}}: Tick.",
        "system_prompt": "Speak softly. {{original}}",
        "post_history_instructions": "",
        "creator": "somebody",
        "character_book": {
            "entries": [
                {"keys": ["Cuckoo"], "content": "The cuckoo clock belongs to {{char}}'s aunt.", "enabled": True},
                {"keys": ["river"], "content": "The river is cold.", "enabled": False},
                {"keys": [], "content": "It is always raining.", "constant": True},
            ]
        },
        "extensions": {"whatever": 1},
    },
}


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def packed(card: Any) -> bytes:
    return base64.b64encode(json.dumps(card).encode())


def written(folder: Path, content: bytes | str | dict[str, Any]) -> Path:
    path = folder / "card"
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_card_becomes_a_persona(tmp_path: Path) -> None:
    card = cards.read(written(tmp_path, CARD))
    prose = cards.write_prose(card, "Ada")
    assert prose.startswith("Speak softly.")
    assert "Mira repairs clocks for Ada." in prose
    assert "{{" not in prose
    assert cards.choose_greeting(card, "Ada") == "Good evening, Ada."
    assert cards.choose_greeting(card, "Ada", 1) == "Oh, Ada!"
    assert card.creator == "somebody"


def test_lore_is_told_when_it_comes_up(tmp_path: Path) -> None:
    card = cards.read(written(tmp_path, CARD))
    assert cards.find_lore(card, "what is that cuckoo doing by the river?") == (
        "The cuckoo clock belongs to Mira's aunt.",
        "It is always raining.",
    )
    assert cards.find_lore(card, "hello") == ("It is always raining.",)


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt", "iTXt compressed"])
def test_a_card_is_found_in_a_picture(tmp_path: Path, kind: str) -> None:
    body = {
        "tEXt": b"chara\0" + packed(CARD),
        "zTXt": b"chara\0\0" + zlib.compress(packed(CARD)),
        "iTXt": b"chara\0\0\0\0\0" + packed(CARD),
        "iTXt compressed": b"chara\0\1\0\0\0" + zlib.compress(packed(CARD)),
    }[kind]
    assert cards.read(written(tmp_path, png((kind[:4].encode(), body)))).name == "Mira"


def test_version_3_is_preferred_to_the_version_2_beside_it(tmp_path: Path) -> None:
    newer = {"spec": "chara_card_v3", "data": {"name": "Mira the Third"}}
    path = written(tmp_path, png((b"tEXt", b"chara\0" + packed(CARD)), (b"tEXt", b"ccv3\0" + packed(newer))))
    assert cards.read(path).name == "Mira the Third"


def test_the_flat_cards_of_version_1_are_read_too(tmp_path: Path) -> None:
    assert cards.read(written(tmp_path, {"name": "Old", "description": "x", "first_mes": "Hi."})).greetings == ("Hi.",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b'{"data": []}',
        b'{"name": ""}',
        b'{"name": 7}',
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n",
        png(),
        png((b"tEXt", b"chara\0!!!")),
        png((b"tEXt", b"chara\0" + base64.b64encode(b"no json"))),
        png((b"zTXt", b"chara\0\0no zlib")),
        png((b"tEXt", b"chara\0" + packed(CARD)))[:200],
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0xFFFFFFFF) + b"tEXt" + b"x" * 100,
        png((b"zTXt", b"chara\0\0" + zlib.compress(base64.b64encode(b" " * (40 << 20))))),
        b'{"name": "x", "description": "' + b"x" * (5 << 20) + b'"}',
    ],
    ids=range(18),
)
def test_what_is_no_card_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BrainError, match="card"):
        cards.read(written(tmp_path, content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BrainError, match="can't be read"):
        cards.read(tmp_path / "missing.png")


def test_values_of_the_wrong_kind_are_left_out(tmp_path: Path) -> None:
    entries = [3, {"content": 4}, {"content": "ok", "keys": "no"}, {"content": "k", "keys": [1, "a"]}]
    data = {
        "name": "Odd",
        "description": 7,
        "first_mes": ["x"],
        "alternate_greetings": "no",
        "mes_example": None,
        "character_book": {"entries": entries},
    }
    card = cards.read(written(tmp_path, {"data": data}))
    assert card.greetings == ()
    assert [entry.keys for entry in card.book] == [(), ("a",)]
    assert cards.write_prose(card) == "You are Odd."


def test_texts_are_made_inert_and_bounded(tmp_path: Path) -> None:
    data = {"name": "\x1b[31mRed\u202e" + "x" * 500, "description": "a" * 100_000 + "\0"}
    card = cards.read(written(tmp_path, {"data": data}))
    assert card.name.startswith("Redx")
    assert len(card.name) == 80
    assert len(card.description) <= cards.LONGEST_TEXT


@pytest.mark.parametrize("seed", range(30))
def test_damaged_pictures_never_do_more_than_be_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(png((b"iTXt", b"chara\0\1\0\0\0" + zlib.compress(packed(CARD)))))
    for _ in range(chance.randrange(1, 12)):
        content[chance.randrange(8, len(content))] = chance.randrange(256)
    with contextlib.suppress(BrainError):
        assert cards.read(written(tmp_path, bytes(content))).name
