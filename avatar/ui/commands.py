"""The chat's slash commands: one table, parsing, and completion. What they do is the app's business."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple


class SlashCommand(NamedTuple):
    """A command of the chat."""

    name: str
    usage: str
    """What follows the name, as shown in the help; '' where nothing does."""
    summary: str
    needs: bool = False
    """Whether it does nothing without something after the name."""
    values: str = ""
    """Which list its argument comes from: "voices", "characters", "themes", "commands"; '' for free text."""


COMMANDS: tuple[SlashCommand, ...] = (
    SlashCommand("help", "[COMMAND]", "what you can do here", values="commands"),
    SlashCommand("say", "TEXT", "have exactly this said", needs=True),
    SlashCommand("voice", "[NAME]", "choose who is heard; alone: list the voices", values="voices"),
    SlashCommand("character", "[NAME]", "choose who is seen; alone: list the characters", values="characters"),
    SlashCommand("volume", "[0-100]", "set the volume in percent; alone: show it"),
    SlashCommand("mute", "", "sound off, or on again"),
    SlashCommand("stop", "", "stop talking (Esc does the same)"),
    SlashCommand("retry", "", "another answer to what you said last"),
    SlashCommand("edit", "[TEXT]", "say what you said last otherwise; alone: take it back into the line"),
    SlashCommand("copy", "[code]", "copy the last answer, or the last block of code in it", values="copies"),
    SlashCommand("brain", "[NAME|URL|test|key]", "choose who thinks, and where; alone: show it", values="brains"),
    SlashCommand("model", "[NAME]", "choose the server's model; alone: list them"),
    SlashCommand("system", "[TEXT|off]", "more for the language model to keep to; alone: show it"),
    SlashCommand("new", "", "begin a new conversation"),
    SlashCommand("resume", "[WORDS]", "go on with a past conversation"),
    SlashCommand("export", "FILE", "write the whole talk as .md, .json or .scene", needs=True),
    SlashCommand("film", "[FILE]", "the last answer as a clip: .mp4, .webm, .gif, .webp"),
    SlashCommand("memory", "[forget KEY|forget all]", "what is kept of you, and how to have it forgotten"),
    SlashCommand("settings", "", "everything that can be set"),
    SlashCommand("theme", "[dark|light]", "the colours of this screen", values="themes"),
    SlashCommand("clear", "", "empty this screen"),
    SlashCommand("quit", "", "leave (Ctrl+C does the same)"),
)

BY_NAME: Mapping[str, SlashCommand] = {command.name: command for command in COMMANDS}

ALIASES: Mapping[str, str] = {
    "exit": "quit",
    "q": "quit",
    "?": "help",
    "bye": "quit",
    "v": "voice",
    "regenerate": "retry",
}


SLOW = frozenset(("brain", "model", "film"))
"""Commands that may wait for a server or another process: the screen goes on meanwhile."""


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


def parse(line: str) -> Invocation | None:
    """The slash command in a line; None where the line is a message. `//` at the start is a message with one slash."""
    if not line.startswith("/") or line.startswith("//"):
        return None
    name, _, argument = line[1:].partition(" ")
    name = name.strip().casefold()
    return Invocation(BY_NAME.get(ALIASES.get(name, name)), name, argument.strip())


def is_secret(line: str) -> bool:
    """Whether a line may hold a key that must not be kept with what was typed."""
    return re.match(r"\s*/brain\s+key\s+\S", line) is not None


def message(line: str) -> str:
    """A line as a message: a doubled slash at the start stands for one."""
    return line[1:] if line.startswith("//") else line


def nearest(name: str) -> str:
    """The command's name that is most like `name`; '' where none is."""
    return next(iter(get_close_matches(name, [*BY_NAME, *ALIASES], 1)), "")


def complete(line: str, values: Callable[[str], Sequence[tuple[str, str]]]) -> list[Completion]:
    """Ways to go on from `line`. `values` gives (value, summary) of a list that SlashCommand.values names."""
    if not line.startswith("/") or line.startswith("//") or "\n" in line:
        return []
    name, space, argument = line[1:].partition(" ")
    if not space:
        return [
            Completion(f"/{command.name}" + (" " if command.usage else ""), f"/{command.name} {command.usage}".rstrip(),
                       command.summary)
            for command in COMMANDS if command.name.startswith(name.casefold())
        ]  # fmt: skip
    command = BY_NAME.get(ALIASES.get(name, name))
    if command is None or not command.values:
        return []
    wanted = argument.strip().casefold()
    found = [pair for pair in values(command.values) if pair[0].casefold().startswith(wanted)]
    found += [pair for pair in values(command.values) if wanted and wanted in pair[0].casefold() and pair not in found]
    return [Completion(f"/{command.name} {value}", value, summary) for value, summary in found]
