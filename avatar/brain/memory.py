"""What a character remembers from one day to the next: facts about the user, and past conversations.

One SQLite file, on this machine only; everything in it can be listed and deleted, and with `on=False` nothing is read
or written and no file is made.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from avatar.errors import BrainError

log = logging.getLogger(__name__)

MOST_FACTS = 200
"""Most facts that one character remembers; the oldest go first."""
LONGEST_FACT = 500
"""Characters of one fact."""
LONGEST_TURN = 100_000
"""Characters of one turn."""
_LATEST = 253_402_300_800.0
"""Seconds since 1970: the year 10000, which no calendar here can write."""
_VERSION = 3
_TABLES = """
CREATE TABLE IF NOT EXISTS facts (
    character TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at REAL NOT NULL,
    line TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (character, key));
CREATE TABLE IF NOT EXISTS conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, character TEXT NOT NULL, started REAL NOT NULL,
    title TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS turns (
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, who TEXT NOT NULL CHECK (who IN ('user', 'character')),
    text TEXT NOT NULL, at REAL NOT NULL, by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conversation, number));
"""

_ADDED = (("turns", "by"), ("facts", "line"))
"""(table, column) that versions 2 and 3 brought."""


class Fact(NamedTuple):
    """Something learned of the user."""

    key: str
    """A variable such as `name` or `pet`."""
    value: str
    at: float
    """Seconds since 1970."""
    line: str = ""
    """The user's words that taught it; '' where an older avatar kept the fact."""


class Conversation(NamedTuple):
    """A conversation that was held."""

    id: int
    character: str
    started: float
    """Seconds since 1970."""
    title: str
    """The beginning of what the user said first."""
    turns: int


class Memory:
    """One file of memories. May be used from several threads; two processes wait for each other."""

    def __init__(self, path: Path, *, on: bool = True) -> None:
        """Raises BrainError where the file can't be made or read; a damaged one is put aside."""
        self.path = path
        self.on = on
        self._lock = threading.RLock()
        self._base = self._opened() if on else None
        if self._base is not None:
            # A memory that is dropped without being closed leaves no open file behind.
            weakref.finalize(self, self._base.close)

    # ------------------------------------------------------------------------------------------------------- facts

    def facts(self, character: str) -> tuple[Fact, ...]:
        """What the character knows of the user, the oldest first."""
        with self._reading() as base:
            rows = base.execute(
                "SELECT key, value, at, line FROM facts WHERE character = ? ORDER BY at, key", (character,)
            )
            return tuple(Fact(_text(key), _text(value), _moment(at), _text(line)) for key, value, at, line in rows)

    def remember(self, character: str, key: str, value: str, line: str = "") -> None:
        """Keeps a fact, in place of an older one of that key; an empty value forgets it. `line`: what the user said."""
        if not value:
            self.forget(character, key)
            return
        with self._writing() as base:
            base.execute(
                "INSERT INTO facts (character, key, value, at, line) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, line = excluded.line"
                " WHERE value <> excluded.value",
                (
                    character,
                    key[:LONGEST_FACT],
                    value[:LONGEST_FACT],
                    time.time(),
                    line.replace("\0", "")[:LONGEST_FACT],
                ),
            )
            base.execute(
                "DELETE FROM facts WHERE character = ? AND key NOT IN"
                " (SELECT key FROM facts WHERE character = ? ORDER BY at DESC, key LIMIT ?)",
                (character, character, MOST_FACTS),
            )

    def forget(self, character: str, key: str | None = None) -> int:
        """Forgets one fact, or with None all of them; says how many went."""
        with self._writing() as base:
            if key is None:
                return base.execute("DELETE FROM facts WHERE character = ?", (character,)).rowcount
            return base.execute("DELETE FROM facts WHERE character = ? AND key = ?", (character, key)).rowcount

    # ----------------------------------------------------------------------------------------------- conversations

    def begin(self, character: str) -> int:
        """Open a conversation; returns its number, 0 where memory is off."""
        with self._writing() as base:
            return (
                base.execute(
                    "INSERT INTO conversations (character, started) VALUES (?, ?)", (character, time.time())
                ).lastrowid
                or 0
            )

    def add(self, conversation: int, who: str, text: str, by: str = "") -> None:
        """Adds a turn; who is "user" or "character", `by` the character's name. An unknown conversation is left
        alone."""
        with self._writing() as base:
            if base.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone() is None:
                return
            text = text.replace("\0", "")[:LONGEST_TURN]
            base.execute(
                "INSERT INTO turns SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM turns"
                " WHERE conversation = ?",
                (conversation, who, text, time.time(), by, conversation),
            )
            if who == "user":
                title = " ".join(text.split())[:80]
                base.execute("UPDATE conversations SET title = ? WHERE id = ? AND title = ''", (title, conversation))

    def cut(self, conversation: int, turns: int) -> None:
        """Keeps only the first turns of a conversation: what came after was taken back."""
        with self._writing() as base:
            base.execute("DELETE FROM turns WHERE conversation = ? AND number > ?", (conversation, turns))

    def conversations(self, character: str = "", search: str = "", most: int = 100) -> tuple[Conversation, ...]:
        """The latest first; of one character, or with '' of all; only those that hold `search`, any capitals."""
        pattern = "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        with self._reading() as base:
            rows = base.execute(
                "SELECT c.id, c.character, c.started, c.title, count(t.number) FROM conversations c"
                " JOIN turns t ON t.conversation = c.id WHERE (? = '' OR c.character = ?)"
                " AND EXISTS (SELECT 1 FROM turns s WHERE s.conversation = c.id AND s.text LIKE ? ESCAPE '\\')"
                " GROUP BY c.id ORDER BY c.started DESC, c.id DESC LIMIT ?",
                (character, character, pattern, most),
            )
            return tuple(
                Conversation(int(number), _text(who), _moment(started), _text(title), int(turns))
                for number, who, started, title, turns in rows
            )

    def said(self, character: str, most: int = 3) -> tuple[tuple[float, str], ...]:
        """(seconds since 1970, what the user said first) of the last conversations with a character, latest first."""
        with self._reading() as base:
            rows = base.execute(
                "SELECT started, title FROM conversations WHERE character = ? AND title <> ''"
                " ORDER BY started DESC, id DESC LIMIT ?",
                (character, most),
            )
            return tuple((_moment(started), _text(title)) for started, title in rows)

    def turns(self, conversation: int) -> tuple[tuple[str, str, str], ...]:
        """(who, text, by) of every turn, in order; in talks that an older avatar kept, the
        conversation's character spoke."""
        with self._reading() as base:
            rows = base.execute(
                "SELECT t.who, t.text, CASE WHEN t.who = 'user' OR t.by <> '' THEN t.by ELSE c.character END"
                " FROM turns t JOIN conversations c ON c.id = t.conversation WHERE t.conversation = ? ORDER BY number",
                (conversation,),
            )
            return tuple((_text(who), _text(text), _text(by)) for who, text, by in rows)

    def delete_all(self, character: str = "") -> None:
        """Deletes everything: of one character, or with '' of all. What is deleted is overwritten in the file."""
        with self._writing() as base:
            for table in ("facts", "conversations"):
                base.execute(f"DELETE FROM {table} WHERE ? = '' OR character = ?", (character, character))

    def close(self) -> None:
        with self._lock:
            if self._base is not None:
                self._base.close()
            self._base = None

    # ------------------------------------------------------------------------------------------------------ inside

    def _opened(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _connected(self.path)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                aside = self.path.with_name(f"{self.path.name}.damaged")
                log.warning("the memory at %s is damaged (%s); it was put aside as %s", self.path, error, aside.name)
                self.path.replace(aside)
                return _connected(self.path)
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            raise _fault(error, self.path) from error

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with (
            self._lock,
            contextlib.closing(_empty()) if self._base is None else contextlib.nullcontext(self._base) as base,
        ):
            try:
                yield base
            except (sqlite3.Error, UnicodeDecodeError) as error:  # its messages quote what is damaged
                raise _fault(error, self.path) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")


def _connected(path: Path | str) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=2.0, isolation_level=None, check_same_thread=False)
    base.text_factory = _decoded
    try:
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise sqlite3.OperationalError("it was written by a newer avatar")
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("PRAGMA secure_delete = ON")
        base.executescript(_TABLES)
        for table, column in _ADDED:
            if column not in {row[1] for row in base.execute(f"PRAGMA table_info({table})")}:
                base.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
        base.execute(f"PRAGMA user_version = {_VERSION}")
        if path != ":memory:":
            Path(path).chmod(0o600)
    except BaseException:
        base.close()
        raise
    return base


def _decoded(raw: bytes) -> str:
    """A damaged letter becomes one replacement sign: it is no reason to lose the rest."""
    return raw.decode("utf-8", "replace")


def _text(value: object) -> str:
    """A column that should be a text: SQLite keeps whatever somebody put there."""
    return value if isinstance(value, str) else _decoded(value) if isinstance(value, bytes) else ""


def _moment(value: object) -> float:
    """A column that should be seconds since 1970; 0 where it is no such thing."""
    return float(value) if isinstance(value, int | float) and 0 <= value < _LATEST else 0.0


def _empty() -> sqlite3.Connection:
    """Stands in for the file where memory is off."""
    return _connected(":memory:")


def _fault(error: Exception, path: Path) -> BrainError:
    return BrainError(
        f"The memory can't be used: {error}", where=path, remedy="Free the disk or the file, or switch memory off."
    )
