"""Slash commands and tables of them: reading a typed line, completion, help; everything but what each one does.

The table itself, with what each command does, is in `slash.py`; help, completion, the palette and the list in
docs/chat.md are made from it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from avatar.nearest import find_nearest
from avatar.ui.room import Room

Choices = Sequence[tuple[str, str]]
"""(value, summary) of each value that an argument may have."""


class SlashCommand(NamedTuple):
    """A command of the chat."""

    name: str
    usage: str
    """What follows the name, as shown in the help; '' where nothing does."""
    summary: str
    act: Callable[[Room, str], Awaitable[None]]
    """The function that performs it; gets what was typed after the name."""
    more: str = ""
    """What docs/chat.md says of it; '' takes the summary."""
    values: Callable[[], Choices] | None = None
    """What its argument may be completed to; None for free text."""
    aliases: tuple[str, ...] = ()
    slow: bool = False
    """Whether it may wait for a server or another process: the screen goes on meanwhile."""
    secret: str = ""
    """A first word of its argument that a secret may follow: such a line is not kept in the history."""
    theirs: Callable[[str], Choices] | None = None
    """Gets the name of the character that is there, and gives completions that depend on it."""

    def choices(self, character: str) -> Choices:
        """All that its argument may be completed to; nothing for free text."""
        return self.values() if self.values else self.theirs(character) if self.theirs else ()

    @property
    def needs(self) -> bool:
        """Whether it needs an argument."""
        return bool(self.usage) and not self.usage.startswith("[")

    @property
    def typed(self) -> str:
        """As it is typed, with what may follow."""
        return f"/{self.name} {self.usage}".rstrip()


class Invocation(NamedTuple):
    """A slash command as typed; `command` is None where there is none of that name."""

    command: SlashCommand | None
    name: str
    argument: str


class Completion(NamedTuple):
    """One way to go on from what stands in the prompt."""

    text: str
    """The whole prompt, completed."""
    label: str
    summary: str = ""


class Commands:
    """A table of commands."""

    def __init__(self, *rows: SlashCommand) -> None:
        self._rows = rows
        self._by_name: Mapping[str, SlashCommand] = {name: row for row in rows for name in (row.name, *row.aliases)}

    def __iter__(self) -> Iterator[SlashCommand]:
        return iter(self._rows)

    def find(self, name: str) -> SlashCommand | None:
        """The command of a name or alias, whatever its case."""
        return self._by_name.get(name.casefold())

    def parse(self, line: str) -> Invocation | None:
        """The command in a line; None where the line is a message. `//` at the start is a message with one slash."""
        if not line.startswith("/") or line.startswith("//"):
            return None
        name, _, argument = line[1:].partition(" ")
        name = name.strip().casefold()
        return Invocation(self.find(name), name, argument.strip())

    def nearest(self, name: str) -> str:
        """The command's name that is most like `name`; '' where none is."""
        return find_nearest(name, self._by_name)

    def is_secret(self, line: str) -> bool:
        """Whether a line may hold a key that must not be kept with what was typed."""
        found = re.match(r"\s*/(\S+)\s+(\S+)\s+\S", line)
        command = self.find(found[1]) if found else None
        return found is not None and command is not None and found[2] == command.secret

    def complete(self, line: str, character: str = "") -> list[Completion]:
        """Ways to go on from `line`, while that character is there."""
        if not line.startswith("/") or line.startswith("//") or "\n" in line:
            return []
        name, space, argument = line[1:].partition(" ")
        if not space:
            return [
                Completion(f"/{row.name}" + (" " if row.usage else ""), row.typed, row.summary)
                for row in self._rows
                if row.name.startswith(name.casefold())
            ]
        command = self.find(name)
        if command is None:
            return []
        wanted, values = argument.strip().casefold(), command.choices(character)
        # A verb that stands alone, as `get`, is left so: Enter takes the first, and that may be a download.
        found = [pair for pair in values if _goes_on(wanted, pair[0].casefold())]
        within = [pair for pair in values if wanted in pair[0].casefold() and " " not in pair[0]]  # no other verb's
        found += [pair for pair in within if wanted and pair not in found]
        return [Completion(f"/{command.name} {value}", value, summary) for value, summary in found]

    def help(self, about: str, keys: Choices) -> str:
        """The help, in Markdown; of one command where `about` names one. `keys`: each key, and what it does."""
        command = self.find(about.lstrip("/")) if about else None
        if command is not None:
            return f"`{command.typed}`: {command.summary}."
        rows = [f"- `{row.typed}` {row.summary}" for row in self._rows]
        rest = [f"- **{key}** {does}" for key, does in keys]
        return "\n".join(["**Commands**", "", *rows, "", "**Keys**", "", *rest])

    def page(self) -> str:
        """The list for docs/chat.md."""
        rows = ((row.typed.replace("|", "\\|"), row.more or row.summary) for row in self._rows)
        return "\n".join(["| Command | Does |", "|---|---|", *(f"| `{typed}` | {does} |" for typed, does in rows)])


def read_message(line: str) -> str:
    """A line as a message: a doubled slash at the start stands for one."""
    return line[1:] if line.startswith("//") else line


def _goes_on(wanted: str, value: str) -> bool:
    """Whether a value begins with what is wanted of it, which is no whole verb of several."""
    return value.startswith(wanted) and not (wanted and value.startswith(f"{wanted} "))
