"""Character cards, versions 2 and 3: a persona as the chat world passes it around, in JSON or inside a PNG.

Cards come from strangers. Nothing in them is executed or fetched; sizes and counts are bounded, texts are made inert,
and what is missing or of the wrong kind is left out. Specifications: character-card-spec-v2 by malfoyslastname,
character-card-spec-v3 by kwaroran.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avatar.errors import BrainError
from avatar.text.inert import inert

LARGEST_FILE = 32 << 20
"""Bytes; cards are pictures, and pictures are large."""
LARGEST_CARD = 4 << 20
"""Bytes of the JSON in it."""
LONGEST_TEXT = 32_000
"""Characters of one field."""
MOST_ENTRIES = 500
"""Entries of a lore book, and greetings."""
MOST_LORE = 8
"""Entries of a lore book told to the model at once."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = ("ccv3", "chara")
"""Best first: a card of version 3 carries one of version 2 for older programs."""


@dataclass(frozen=True)
class Lore:
    """Something that a character knows, told when it comes up."""

    keys: tuple[str, ...]
    text: str
    constant: bool = False
    """Always told."""


@dataclass(frozen=True)
class CharacterCard:
    """A persona. Texts may hold the macros {{char}} and {{user}}."""

    name: str
    description: str = ""
    personality: str = ""
    scenario: str = ""
    greetings: tuple[str, ...] = ()
    examples: str = ""
    instructions: str = ""
    creator: str = ""
    book: tuple[Lore, ...] = ()


def read(path: Path) -> CharacterCard:
    """A card from a JSON or PNG file. Raises BrainError that says what is wrong with it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _fault("is larger than a card may be", path)
        content = path.read_bytes()
    except OSError as error:
        raise _fault(f"can't be read: {error.strerror}", path) from error
    text = _from_png(content, path) if content.startswith(_SIGNATURE) else content
    if len(text) > LARGEST_CARD:
        raise _fault("is larger than a card may be", path)
    try:
        table = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _fault("holds no JSON", path) from error
    return _card(table, path)


def write_prose(card: CharacterCard, user: str = "the user") -> str:
    """The card as the description that a language model plays from."""
    parts = (
        ("", card.instructions),
        ("", f"You are {card.name}."),
        ("", card.description),
        ("Personality: ", card.personality),
        ("Scenario: ", card.scenario),
        ("How {{char}} talks:\n", card.examples),
    )
    return "\n\n".join(_filled(label + text, card.name, user) for label, text in parts if text)


def choose_greeting(card: CharacterCard, user: str = "you", number: int = 0) -> str:
    """What the character says first; '' where the card does not tell."""
    return _filled(card.greetings[number % len(card.greetings)], card.name, user) if card.greetings else ""


def find_lore(card: CharacterCard, talk: str, user: str = "the user") -> tuple[str, ...]:
    """What the lore book has to say to the last of the talk."""
    heard = talk.casefold()[-8000:]
    found = [
        entry.text for entry in card.book if entry.constant or any(key.casefold() in heard for key in entry.keys if key)
    ]
    return tuple(_filled(text, card.name, user) for text in found[:MOST_LORE])


def _card(table: Any, path: Path) -> CharacterCard:
    data = table.get("data", table) if isinstance(table, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("name"), str) or not data["name"].strip():
        raise _fault("is no character card: it has no name", path)
    others = data.get("alternate_greetings")
    greetings = [data.get("first_mes"), *(others if isinstance(others, list) else [])][:MOST_ENTRIES]
    book = data.get("character_book")
    return CharacterCard(
        name=_text(data["name"])[:80],
        description=_text(data.get("description")),
        personality=_text(data.get("personality")),
        scenario=_text(data.get("scenario")),
        greetings=tuple(text for text in map(_text, greetings) if text),
        examples=_text(data.get("mes_example")).replace("<START>", "").strip(),
        instructions="\n\n".join(
            text.replace("{{original}}", "").strip()
            for text in (_text(data.get("system_prompt")), _text(data.get("post_history_instructions")))
            if text
        ),
        creator=_text(data.get("creator"))[:200],
        book=tuple(_entries(book)),
    )


def _entries(book: Any) -> Iterator[Lore]:
    entries = book.get("entries") if isinstance(book, dict) else None
    for entry in entries[:MOST_ENTRIES] if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or entry.get("enabled") is False or not _text(entry.get("content")):
            continue
        keys = entry.get("keys")
        plain = tuple(_text(key)[:100] for key in keys[:50] if isinstance(key, str)) if isinstance(keys, list) else ()
        yield Lore(plain, _text(entry["content"])[:4000], entry.get("constant") is True)


def _text(value: Any) -> str:
    return inert(value[:LONGEST_TEXT]).strip() if isinstance(value, str) else ""


def _filled(text: str, name: str, user: str) -> str:
    text = re.sub(r"\{\{char\}\}|<BOT>", lambda _: name, text, flags=re.I)
    text = re.sub(r"\{\{user\}\}|<USER>", lambda _: user, text, flags=re.I)
    return re.sub(r"\{\{//.*?\}\}|\{\{comment:.*?\}\}", "", text, flags=re.S).strip()


def _from_png(content: bytes, path: Path) -> bytes:
    """The JSON in a PNG's text chunk."""
    found: dict[str, bytes] = {}
    for kind, body in _chunks(content):
        keyword, _, value = body.partition(b"\0")
        name = keyword.decode("latin-1").lower()
        if name not in _KEYWORDS or name in found:
            continue
        if kind == b"tEXt":
            found[name] = value
        elif kind == b"zTXt":
            found[name] = _inflated(value[1:])
        elif kind == b"iTXt":
            found[name] = _international(value)
    for name in _KEYWORDS:
        if name in found:
            try:
                return base64.b64decode(found[name], validate=False)
            except (binascii.Error, ValueError) as error:
                raise _fault("holds a broken card", path) from error
    raise _fault("is a picture without a card in it", path)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, body) of each chunk, as far as the file is whole. PNG (W3C), section 5.3."""
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind == b"IEND" or at + 12 + length > len(content):
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt") and length <= 2 * LARGEST_CARD:
            yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _international(value: bytes) -> bytes:
    compressed = value[:1] == b"\1"
    text = value[2:].split(b"\0", 2)[-1]
    return _inflated(text) if compressed else text


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(value, 2 * LARGEST_CARD)
    except zlib.error:
        return b""


def _fault(what: str, path: Path) -> BrainError:
    return BrainError(f"The character card {what}", where=path, remedy="Take a card of version 2 or 3, JSON or PNG.")
