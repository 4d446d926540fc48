"""Songs in a talk: `/sing`, and what people type when they want one."""

from __future__ import annotations

import random
import re
from pathlib import Path

from avatar import library
from avatar.ui.commands import Choices
from avatar.ui.room import Room

ASKED = re.compile(
    r"(?:(?:hey|oh|please|now|ok(?:ay)?|well)[, ]+)*"
    r"(?:(?:can|could|will|would) you (?:please )?|let me hear you |i want you to |why don'?t you )?"
    r"sing(?: (?:me|us|for me|for us))?"
    r"(?: (?:something|anything|a song|a tune|one|one of your songs|me a song))?"
    r"(?:[, ]+(?:please|now|then|for me|for us))*[.!? ]*",
    re.IGNORECASE,
)
"""A wish for any song; one for a certain song names it after `/sing`."""

OFFERED = 2
"""Songs that a character has ready."""

FIRST = ("lullaby-for-a-cursor", "warm-on-both-sides")
"""The songs that anybody can sing: of one part, short, and of nobody's own."""


def is_wish(text: str) -> bool:
    """Whether a message asks for a song, and there is one to sing."""
    return len(text) < 100 and ASKED.fullmatch(text.strip()) is not None and bool(library.songs())


def offered(character: str) -> list[str]:
    """The songs that a character has ready: those of FIRST that are here, else two of its own, always the same ones."""
    here = library.songs()
    names = [name for name in FIRST if name in here]
    others = sorted(set(here) - set(names))
    random.Random(character).shuffle(others)
    return [*names, *others][:OFFERED]


def list_choices() -> Choices:
    """Every song by name, and its title."""
    return [(name, read_title(path)) for name, path in library.songs().items()]


def read_title(path: Path) -> str:
    """A song's title, from the beginning of its file; '' where it says none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(2000)
    except OSError:
        return ""
    found = re.search(r"^\s*title\s*:\s*(.+)$", head, re.IGNORECASE | re.MULTILINE)
    return found[1].strip()[:80] if found else ""


async def sing(room: Room, argument: str) -> None:
    """A song by its name or its file; by `something` one of the two that the character has ready; alone, the list."""
    character = room.config.character.name
    if argument.casefold() in ("something", "anything"):
        mine = offered(character)
        if not mine:
            await room.remark("There is no song here.", "warning")
            return
        argument = random.choice(mine)
    if not argument:
        rows = [f"- **{name}** {title}{' (ready)' * (name in offered(character))}" for name, title in list_choices()]
        text = "\n".join([*rows, "", "Choose with `/sing NAME`, or name a file; Esc ends it."])
        await room.remark(text if rows else "There is no song here: `/sing FILE` sings one of yours.", markdown=True)
        return
    await room.ask(lambda session: session.play_show(argument))
