"""A card's lore book: what is told to a model because the talk has come to it. Source: character-card-spec-v2 and -v3,
"Lorebook" and "Decorators"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_LORE = 24
"""Entries told at once, whatever their book says."""
DEEPEST = 3
"""How many times what was found is looked through for more."""
HEARD = 8000
"""Characters of the talk that are looked through, the last ones."""
SCAN_DEPTH, BUDGET = 4, 1024
"""Turns looked through, and tokens told, where the book does not say."""
_LONGEST_PATTERN = 200
_SPACELESS = re.compile(r"[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Lore:
    """Something that a character knows, told when it comes up."""

    keys: tuple[str, ...]
    text: str
    constant: bool = False
    """Always told."""
    secondary: tuple[str, ...] = ()
    """Of these, one must come up, too; () for none."""
    exclude: tuple[str, ...] = ()
    """If one of these comes up, it is not told."""
    case_sensitive: bool = False
    regex: bool = False
    """Whether the keys are patterns, as `/whal(e|ing)/i`."""
    order: int = 100
    """The lower first; where there is too much, the higher are left out."""
    before: bool = False
    """Whether it stands before who the character is."""
    depth: int | None = None
    """How many turns from the end of the talk it is told; None: with who the character is."""
    scan_depth: int | None = None
    """Turns looked through for it; None: the book's."""
    after: int = 0
    """Told only once the character has spoken so many times."""
    every: int = 1
    """Told only at every so-manieth of its turns."""


@dataclass(frozen=True)
class Book:
    """All of it."""

    entries: tuple[Lore, ...] = ()
    scan_depth: int = SCAN_DEPTH
    budget: int = BUDGET
    """Tokens."""
    recursive: bool = False
    """Whether what is told may bring up more."""
    refused: tuple[str, ...] = field(default=())
    """Patterns that are not used, since they might take for ever."""


def find_lore(book: Book, said: Sequence[str], turn: int = 0) -> tuple[Lore, ...]:
    """What the book has to say to a talk, in its order. `said`: what was said, the last at the end; `turn`: how many
    times the character has spoken."""
    found: list[Lore] = []
    more: list[str] = []
    for _ in range(DEEPEST if book.recursive else 1):
        new = [
            entry
            for entry in book.entries
            if entry not in found and _is_due(entry, turn) and _comes_up(entry, book, said, more)
        ]
        found += new
        more = [entry.text for entry in new]
        if not new:
            break
    return _within(sorted(found, key=lambda entry: entry.order), book.budget)


def _is_due(entry: Lore, turn: int) -> bool:
    return turn >= entry.after and turn % max(entry.every, 1) == 0


def _comes_up(entry: Lore, book: Book, said: Sequence[str], more: Sequence[str]) -> bool:
    depth = book.scan_depth if entry.scan_depth is None else entry.scan_depth
    heard = "\n".join([*(said[-depth:] if depth > 0 else ()), *more])[-HEARD:]
    if any(_is_in(key, heard, entry) for key in entry.exclude):
        return False
    if entry.constant:
        return True
    first = any(_is_in(key, heard, entry) for key in entry.keys)
    return first and (not entry.secondary or any(_is_in(key, heard, entry) for key in entry.secondary))


def _is_in(key: str, heard: str, entry: Lore) -> bool:
    """Whether a key comes up: as a whole word, in scripts that part words."""
    if entry.regex:
        pattern = compile_key(key)
        return pattern is not None and pattern.search(heard) is not None
    if not key.strip():
        return False
    flags = 0 if entry.case_sensitive else re.IGNORECASE
    edge = "" if _SPACELESS.search(key) else r"(?!\w)"
    back = "" if _SPACELESS.search(key) else r"(?<!\w)"
    return re.search(f"{back}{re.escape(key.strip())}{edge}", heard, flags) is not None


def compile_key(key: str) -> re.Pattern[str] | None:
    """A key's pattern, `/.../flags` or bare; None for one that is none, or that might take for ever."""
    written = re.fullmatch(r"/(.*)/([a-z]*)", key, re.S)
    pattern, named = (written[1], written[2]) if written else (key, "")
    if len(pattern) > _LONGEST_PATTERN or not _is_quick(pattern):
        return None
    flags = sum({"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}.get(each, re.NOFLAG) for each in set(named))
    try:
        return re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError):
        return None


def _is_quick(pattern: str) -> bool:
    """Whether a pattern repeats no group that itself repeats or offers a choice, refers to no group, and repeats
    without end twice at most: what is left takes at worst the square of the text's length."""
    plain = re.sub(r"\\[^\d]|\[(?:\\.|[^\]\\])*\]", "x", pattern)
    if re.search(r"\\\d|\(\?(?!:|i\))", plain):
        return False
    depth: list[bool] = []
    for at, sign in enumerate(plain):
        repeats = sign in "*+" or (sign == "{" and re.match(r"\{\d*,?\d*\}", plain[at:]) is not None)
        if sign == "(":
            depth.append(False)
        elif sign == ")" and depth:
            busy = depth.pop()
            if busy and plain[at + 1 : at + 2] in ("*", "+", "{"):
                return False
            if depth and busy:
                depth[-1] = True
        elif depth and (repeats or sign in "|?"):
            depth[-1] = True
    return len(re.findall(r"[*+]|\{\d*,\}", plain)) <= 2


def _within(entries: Sequence[Lore], budget: int) -> tuple[Lore, ...]:
    """As many as a number of tokens holds; constant ones are taken first."""
    left = budget
    kept: set[int] = set()
    for entry in sorted(entries, key=lambda each: (not each.constant, each.order)):
        cost = len(entry.text) // 3 + 1
        if cost <= left and len(kept) < MOST_LORE:
            left -= cost
            kept.add(id(entry))
    return tuple(entry for entry in entries if id(entry) in kept)
