"""A character card of version 1, 2 or 3 read from a file: see `containers` for where in the file it lies.

Cards come from strangers. Nothing in them is executed or fetched; sizes and counts are bounded, texts are made inert,
and what is missing or of the wrong kind is left out. Specifications: character-card-spec-v2 by malfoyslastname,
character-card-spec-v3 by kwaroran.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from avatar.brain.cards.containers import LARGEST_CARD, NoCard, take_out
from avatar.brain.cards.lore import BUDGET, SCAN_DEPTH, Book, Lore, compile_key
from avatar.errors import BrainError
from avatar.text.inert import inert

LARGEST_FILE = 32 << 20
"""Bytes; cards are pictures, and pictures are large."""
LONGEST_TEXT = 32_000
"""Characters of one field."""
MOST_ENTRIES = 500
"""Entries of a lore book, and greetings."""

_DECORATOR = re.compile(r"@@@?(\w{1,40})(?:\s+(.{0,500}))?")


@dataclass(frozen=True)
class CharacterCard:
    """A persona. Texts hold macros, as {{char}} and {{user}}: see `macros`."""

    name: str
    nickname: str = ""
    """What {{char}} stands for; '': the name."""
    description: str = ""
    personality: str = ""
    scenario: str = ""
    greetings: tuple[str, ...] = ()
    examples: str = ""
    instructions: str = ""
    """What stands before everything."""
    last_instructions: str = ""
    """What stands after the talk."""
    creator: str = ""
    book: Book = field(default_factory=Book)
    source: str = field(default="", repr=False)
    """Its JSON as it came."""
    portrait: bytes = field(default=b"", repr=False)
    """PNG, JPEG or WebP; b"" for none."""

    @property
    def called(self) -> str:
        return self.nickname or self.name


def read(path: Path) -> CharacterCard:
    """A card from a file: JSON, PNG, CHARX, or a JPEG with an archive behind it. Raises BrainError that says what is
    wrong with it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _fault("is larger than a card may be", path)
        content = path.read_bytes()
    except OSError as error:
        raise _fault(f"can't be read: {error.strerror}", path) from error
    try:
        text, portrait = take_out(content)
    except NoCard as error:
        raise _fault(str(error), path) from error
    if len(text) > LARGEST_CARD:
        raise _fault("is larger than a card may be", path)
    try:
        source = text.decode("utf-8-sig")
        table = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise _fault("holds no JSON", path) from error
    return replace(_card(table, path), source=source, portrait=portrait)


def _card(table: Any, path: Path) -> CharacterCard:
    data = table.get("data", table) if isinstance(table, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("name"), str) or not data["name"].strip():
        raise _fault("is no character card: it has no name", path)
    others = data.get("alternate_greetings")
    greetings = [data.get("first_mes"), *(others if isinstance(others, list) else [])][:MOST_ENTRIES]
    return CharacterCard(
        name=_text(data["name"])[:80],
        nickname=_text(data.get("nickname"))[:80],
        description=_text(data.get("description")),
        personality=_text(data.get("personality")),
        scenario=_text(data.get("scenario")),
        greetings=tuple(text for text in map(_text, greetings) if text),
        examples=_text(data.get("mes_example")),
        instructions=_text(data.get("system_prompt")),
        last_instructions=_text(data.get("post_history_instructions")),
        creator=_text(data.get("creator"))[:200],
        book=_book(data.get("character_book")),
    )


def _book(book: Any) -> Book:
    if not isinstance(book, dict):
        return Book()
    entries = book.get("entries")
    found = [
        entry
        for each in (entries[:MOST_ENTRIES] if isinstance(entries, list) else ())
        if isinstance(each, dict) and (entry := _entry(each)) is not None
    ]
    refused = [key for entry in found if entry.regex for key in entry.keys if compile_key(key) is None]
    return Book(
        tuple(found),
        _whole(book.get("scan_depth"), SCAN_DEPTH),
        _whole(book.get("token_budget"), BUDGET) or BUDGET,
        book.get("recursive_scanning") is True,
        tuple(refused),
    )


def _entry(entry: dict[str, Any]) -> Lore | None:
    """One entry; None for one that is switched off, or says nothing."""
    decorated, text = _undecorated(_text(entry.get("content")))
    if entry.get("enabled") is False or not text or "dont_activate" in decorated or "is_greeting" in decorated:
        return None
    selective = entry.get("selective") is True
    return Lore(
        (*_keys(entry.get("keys")), *_listed(decorated.get("additional_keys", ""))),
        text[:4000],
        constant=entry.get("constant") is True or bool({"constant", "activate"} & decorated.keys()),
        secondary=_keys(entry.get("secondary_keys")) if selective else (),
        exclude=_listed(decorated.get("exclude_keys", "")),
        case_sensitive=entry.get("case_sensitive") is True,
        regex=entry.get("use_regex") is True,
        order=_whole(entry.get("insertion_order"), 100),
        before=(decorated.get("position") or entry.get("position")) in ("before_char", "before_desc"),
        depth=_depth(decorated),
        scan_depth=_number(decorated.get("scan_depth", "")),
        after=_number(decorated.get("activate_only_after", "")) or 0,
        every=_number(decorated.get("activate_only_every", "")) or 1,
    )


def _undecorated(content: str) -> tuple[dict[str, str], str]:
    """The decorators at an entry's head (`@@depth 4`), and the rest. Unknown ones do nothing, as the standard has it;
    `@@@` stands in for the one before where that is unknown, which none here needs."""
    decorated: dict[str, str] = {}
    lines = content.splitlines()
    while lines and (found := _DECORATOR.fullmatch(lines[0].strip())):
        decorated.setdefault(found[1], (found[2] or "").strip())
        lines.pop(0)
    return decorated, "\n".join(lines).strip()


def _depth(decorated: dict[str, str]) -> int | None:
    for name in ("depth", "instruct_depth", "reverse_depth"):
        number = _number(decorated.get(name, ""))
        if number is not None:
            return number if name != "reverse_depth" else 0
    return None


def _number(text: str) -> int | None:
    return min(int(text), 10_000) if re.fullmatch(r"\d{1,6}", text) else None


def _whole(value: Any, otherwise: int) -> int:
    fits = isinstance(value, int) and not isinstance(value, bool) and -100_000 <= value <= 1_000_000
    return value if fits else otherwise


def _keys(keys: Any) -> tuple[str, ...]:
    return tuple(_text(key)[:200] for key in keys[:50] if isinstance(key, str)) if isinstance(keys, list) else ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(key.strip()[:200] for key in text.split(",")[:50] if key.strip())


def _text(value: Any) -> str:
    return inert(value[:LONGEST_TEXT]).strip() if isinstance(value, str) else ""


def _fault(what: str, path: Path) -> BrainError:
    return BrainError(
        f"The character card {what}", where=path, remedy="Take a card of version 1 to 3: JSON, PNG or CHARX."
    )
