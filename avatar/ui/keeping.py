"""Conversations kept: written down as they go, searched, and written out as Markdown or JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from avatar import files, library
from avatar.brain.base import Turn
from avatar.brain.memory import Conversation as Kept
from avatar.brain.memory import Memory
from avatar.errors import AvatarError

NAME = "memory.sqlite"
"""File in the state folder: the same one in which the character keeps what it knows of the user."""


class Keeper:
    """Writes a conversation down turn by turn. With `on=False` it writes nothing and knows of nothing."""

    def __init__(self, character: str, *, on: bool = True, path: Path | None = None) -> None:
        """Raises BrainError where the file can't be used."""
        self.character = character
        """Name of the character that the next conversation is with."""
        self.memory = Memory(path or library.state_dir() / NAME, on=on)
        self._number = 0
        self._written: tuple[Turn, ...] = ()

    def keep(self, turns: Sequence[Turn]) -> None:
        """Write down what has come since the last time; a conversation in which the user said nothing is not kept."""
        if not self.memory.on or not any(turn.who == "user" for turn in turns):
            return
        if not self._number:
            self._number = self.memory.begin(self.character)
        same = next(
            (at for at, pair in enumerate(zip(turns, self._written, strict=False)) if pair[0] != pair[1]),
            min(len(turns), len(self._written)),
        )
        if same < len(self._written):
            self.memory.cut(self._number, same)
        for turn in turns[same:]:
            self.memory.add(self._number, turn.who, turn.text, turn.by)
        self._written = tuple(turns)

    def fresh(self) -> None:
        """What comes next is another conversation."""
        self._number, self._written = 0, ()

    def past(self, words: str = "", most: int = 100) -> tuple[Kept, ...]:
        """Conversations that hold the words, the latest first."""
        return self.memory.conversations(search=words.strip(), most=most)

    def latest(self) -> Kept | None:
        """The last conversation with this character."""
        return next(iter(self.memory.conversations(self.character, most=1)), None)

    def resume(self, number: int) -> tuple[Turn, ...]:
        """The turns of a conversation, which goes on from here."""
        turns = tuple(
            Turn("user" if who == "user" else "character", text, by) for who, text, by in self.memory.turns(number)
        )
        self._number, self._written = number, turns
        return turns


def name_day(started: float) -> str:
    """When a conversation was, for people."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(started))


def write_markdown(turns: Sequence[Turn], character: str) -> str:
    """A conversation to read."""
    names = list(dict.fromkeys(find_title(turn.by) for turn in turns if turn.by)) or [character]
    lines = [f"# A conversation with {' and '.join(names)}", ""]
    for turn in turns:
        who = "You" if turn.who == "user" else find_title(turn.by) if turn.by else character
        lines += [f"**{who}:** {turn.text}", ""]
    return "\n".join(lines)


def write_json(turns: Sequence[Turn], character: str) -> str:
    """A conversation for programs."""
    rows = [{"who": turn.who, "text": turn.text} | ({"by": turn.by} if turn.by else {}) for turn in turns]
    return json.dumps({"character": character, "turns": rows}, indent=2, ensure_ascii=False) + "\n"


def find_title(name: str) -> str:
    """What a character is called, by its name in the library; the name itself where it is not there any more."""
    try:
        table = library.read_toml(library.character(name) / "character.toml")
    except AvatarError:
        return name
    return str(table.get("title") or name)


WRITERS = {".md": write_markdown, ".json": write_json}


def write(path: Path, turns: Sequence[Turn], character: str) -> None:
    """Write a conversation as the file's ending says. Raises AvatarError for another ending or an unwritable place."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise AvatarError(f"No export ends in {path.suffix!r}", where=path, remedy="Use .md, .json or .scene.")
    try:
        with files.replacing(path) as file:
            file.write(writer(turns, character).encode())
    except OSError as error:
        remedy = "Choose another folder."
        raise AvatarError(f"The conversation can't be written: {error.strerror}", where=path, remedy=remedy) from error
