"""Character cards: whole, strange and hostile ones."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import random
import struct
import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from avatar.brain import cards
from avatar.brain.cards import lore, reading
from avatar.brain.cards.macros import Filler
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
    prose = cards.play(card, ["hello"], user="Ada").prose
    assert prose.startswith("Speak softly.")
    assert "Mira repairs clocks for Ada." in prose
    assert "{{" not in prose
    assert cards.choose_greeting(card, "Ada") == "Good evening, Ada."
    assert cards.choose_greeting(card, "Ada", 1) == "Oh, Ada!"
    assert card.creator == "somebody"


def _told(card: cards.CharacterCard, *said: str, turn: int = 0) -> list[str]:
    """What the lore book has to say."""
    return [entry.text for entry in lore.find_lore(card.book, said, turn)]


def test_lore_is_told_when_it_comes_up(tmp_path: Path) -> None:
    card = cards.read(written(tmp_path, CARD))
    assert _told(card, "what is that cuckoo doing by the river?") == [
        "The cuckoo clock belongs to {{char}}'s aunt.",
        "It is always raining.",
    ]
    assert _told(card, "hello") == ["It is always raining."]
    assert "Mira's aunt" in cards.play(card, ["a cuckoo"]).prose


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
    assert [entry.keys for entry in card.book.entries] == [(), ("a",)]
    assert cards.play(card, []).prose == "You are Odd."


def test_texts_are_made_inert_and_bounded(tmp_path: Path) -> None:
    data = {"name": "\x1b[31mRed\u202e" + "x" * 500, "description": "a" * 100_000 + "\0"}
    card = cards.read(written(tmp_path, {"data": data}))
    assert card.name.startswith("Redx")
    assert len(card.name) == 80
    assert len(card.description) <= reading.LONGEST_TEXT


@pytest.mark.parametrize("seed", range(30))
def test_damaged_pictures_never_do_more_than_be_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(png((b"iTXt", b"chara\0\1\0\0\0" + zlib.compress(packed(CARD)))))
    for _ in range(chance.randrange(1, 12)):
        content[chance.randrange(8, len(content))] = chance.randrange(256)
    with contextlib.suppress(BrainError):
        assert cards.read(written(tmp_path, bytes(content))).name


# ------------------------------------------------------------------------------------------------ the specification


def _book(*entries: dict[str, Any], **options: Any) -> dict[str, Any]:
    return {"data": {"name": "Mira", "character_book": {"entries": list(entries), **options}}}


@pytest.mark.parametrize(
    ("entry", "said", "is_told"),
    [
        ({"keys": ["cat"]}, "the cat sleeps", True),
        ({"keys": ["cat"]}, "concatenate", False),
        ({"keys": ["cat"]}, "CAT!", True),
        ({"keys": ["猫"]}, "その猫は眠い", True),
        ({"keys": ["c++"]}, "I write c++, mostly", True),
        ({"keys": ["IT"], "case_sensitive": True}, "is it so?", False),
        ({"keys": ["IT"], "case_sensitive": True}, "the IT crab", True),
        ({"keys": ["storm"], "secondary_keys": ["1953"], "selective": True}, "a storm", False),
        ({"keys": ["storm"], "secondary_keys": ["1953"], "selective": True}, "the storm of 1953", True),
        ({"keys": ["storm"], "secondary_keys": ["1953"], "selective": False}, "a storm", True),
        ({"keys": ["/whal(e|ing)/i"], "use_regex": True}, "Whaling is no sport", True),
        ({"keys": ["/whal(e|ing)/i"], "use_regex": True}, "a wall", False),
        ({"keys": ["zzz"], "constant": True}, "hello", True),
        ({"keys": ["cat"], "enabled": False}, "cat", False),
        ({"keys": ["cat"], "content": "@@exclude_keys dog,wolf\nX"}, "cat and dog", False),
        ({"keys": [], "content": "@@additional_keys cat,kitten\nX"}, "a kitten", True),
        ({"keys": ["cat"], "content": "@@dont_activate\nX"}, "cat", False),
        ({"keys": ["zzz"], "content": "@@activate\nX"}, "hello", True),
        ({"keys": ["cat"], "content": "@@activate_only_after 3\nX"}, "cat", False),
        ({"keys": ["cat"], "content": "@@unheard_of 3\nX"}, "cat", True),
        ({"keys": ["/(a+)+$/"], "use_regex": True}, "aaaa", False),
        ({"keys": ["/(/"], "use_regex": True}, "(", False),
    ],
)
def test_an_entry_of_the_lore_book_is_told(tmp_path: Path, entry: dict[str, Any], said: str, is_told: bool) -> None:
    card = cards.read(written(tmp_path, _book({"content": "X"} | entry)))
    assert _told(card, said) == (["X"] if is_told else [])


def test_lore_keeps_to_its_books_depth_budget_order_and_recursion(tmp_path: Path) -> None:
    entries = [
        {"keys": ["cat"], "content": "Its cat is Bosun.", "insertion_order": 10},
        {"keys": ["Bosun"], "content": "Bosun has one eye.", "insertion_order": 3},
        {"keys": ["fog"], "content": "fog " * 100, "insertion_order": 5},
    ]
    once = cards.read(written(tmp_path, _book(*entries, scan_depth=2, token_budget=50)))
    assert _told(once, "the cat", "so", "on") == []
    assert _told(once, "so", "the cat in the fog") == ["Its cat is Bosun."]
    again = cards.read(written(tmp_path, _book(*entries, recursive_scanning=True)))
    assert _told(again, "the cat") == ["Bosun has one eye.", "Its cat is Bosun."]


def test_a_card_is_played_before_within_and_after_the_talk(tmp_path: Path) -> None:
    data = CARD["data"] | {
        "nickname": "Mi",
        "post_history_instructions": "[Write at most forty words, {{char}}.] {{original}}",
        "character_book": {"entries": [
            {"keys": [], "constant": True, "content": "@@depth 2\n@@role system\nThe lamp burns, {{user}}."},
            {"keys": [], "constant": True, "content": "FIRST", "position": "before_char"},
        ]},
    }  # fmt: skip
    played = cards.play(cards.read(written(tmp_path, {"data": data})), ["hello"], user="Ada")
    assert played.prose.index("Speak softly.") < played.prose.index("FIRST") < played.prose.index("You are Mi.")
    assert played.within == (
        cards.Told(2, "The lamp burns, Ada."),
        cards.Told(0, "[Write at most forty words, Mi.]"),
    )
    assert "Write at most" not in played.prose


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{char}} and {{USER}}, <BOT> and <user>", {"Mira and Ada, Mira and Ada"}),
        ("{{random:a,b}}", {"a", "b"}),
        ("{{random::a::b, c}}", {"a", "b, c"}),
        ("{{pick:a\\,b}}", {"a,b"}),
        ("{{random:{{char}}}}", {"Mira"}),
        ("{{roll:d1}} {{roll:1}} {{roll:3d1+2}}", {"1 1 5"}),
        ("{{roll:d4}}", {"1", "2", "3", "4"}),
        ("a{{// a comment}}b{{comment: x}}", {"ab"}),
        ("{{reverse:abc}}", {"cba"}),
        ("{{never_heard_of::x}}Hm", {"Hm"}),
        ("{ {{}} } {{{char}}}", {"{ {{}} } {Mira}"}),
    ],
)
def test_macros_are_filled_in(text: str, filled: set[str]) -> None:
    drawn = {Filler("Mira", "Ada", seed).fill(text) for seed in range(40)}
    assert drawn == filled
    assert Filler("Mira", "Ada", 7).fill(text) == Filler("Mira", "Ada", 7).fill(text)


def test_days_are_told_as_people_write_them() -> None:
    filler = Filler("Mira", "Ada", now=datetime(2026, 3, 7, 9, 5))
    assert filler.fill("{{date}}, {{weekday}}, {{time}}") == "7 March 2026, Saturday, 09:05"


def test_what_is_not_understood_is_known(tmp_path: Path) -> None:
    data = {"name": "Mira", "description": "{{lastmessage}} {{char}}"} | _book(
        {"keys": ["/(a|b)*c/"], "use_regex": True, "content": "X"}
    )["data"]
    assert cards.list_unknown(cards.read(written(tmp_path, {"data": data}))) == ("{{lastmessage}}", "/(a|b)*c/")


def _archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "/").replace("/json", ".json").replace("/png", ".png"), content)
    return out.getvalue()


def test_a_card_in_an_archive_brings_its_portrait(tmp_path: Path) -> None:
    archive = _archive(card_json=json.dumps(CARD).encode(), assets_icon_main_png=png())
    card = cards.read(written(tmp_path, archive))
    assert (card.name, card.portrait) == ("Mira", png())
    behind = cards.read(written(tmp_path, b"\xff\xd8\xff\xe0picture" + archive))
    assert behind.name == "Mira"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_archive(other_json=b"{}"), "without a card"),
        (_archive(card_json=b" " * (5 << 20)), "larger than"),
        (_archive(card_json=b"{}")[:-30], "broken archive"),
        (b"\xff\xd8\xff\xe0picture", "without a card"),
    ],
    ids=["of something else", "of too much", "cut short", "a picture"],
)
def test_an_archive_that_is_none_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(BrainError, match=told):
        cards.read(written(tmp_path, content))


def test_a_card_keeps_what_it_came_with(tmp_path: Path) -> None:
    picture = png((b"tEXt", b"chara\0" + packed(CARD)))
    card = cards.read(written(tmp_path, picture))
    assert card.portrait == picture
    assert json.loads(card.source) == CARD
