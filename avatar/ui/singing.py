"""Songs in a talk: `/sing`, and what people type when they want one."""

from __future__ import annotations

import re
from pathlib import Path

from avatar import library
from avatar.show.wishes import offered, read_title
from avatar.ui.commands import Choices
from avatar.ui.room import Room


def tell_show(title: str) -> str:
    """What the user is told of a song, or a show, that begins."""
    return f"“{title}” begins. Esc ends it, and so does “stop”."


def list_choices() -> Choices:
    """Every song by name, and its title."""
    return [(name, read_title(path)) for name, path in library.songs().items()]


async def sing(room: Room, argument: str) -> None:
    """A song by its name or its file; by `something` one that the character has ready, each time another; alone, the
    list."""
    character = room.config.character.name
    if argument.casefold() in ("something", "anything"):
        argument = room.find_song("sing")
        if not argument:
            await room.remark("There is no song here.", "warning")
            return
    if not argument:
        from avatar.song.backing import STYLES  # instruments and all: a talk without songs does not wait for it

        rows = [f"- **{name}** {title}{' (ready)' * (name in offered(character))}" for name, title in list_choices()]
        styles = f"`/sing NAME as STYLE` has it played as a {', '.join(STYLES)}, or none."
        text = "\n".join([*rows, "", f"Choose with `/sing NAME`, or name a file; Esc ends it. {styles}"])
        await room.remark(text if rows else "There is no song here: `/sing FILE` sings one of yours.", markdown=True)
        return
    name, style = read_wish(argument)
    await room.ask(lambda session: session.play_show(name, style=style))


_STYLED = re.compile(r"(?P<name>.+?)\s+as\s+(?:an?\s+)?(?P<style>[\w/ -]+?)\s*", re.IGNORECASE)


def read_wish(argument: str) -> tuple[str, str]:
    """A song, and the style that it is wanted in: "the-sock-round as a waltz". A file may have such a name, too."""
    found = _STYLED.fullmatch(argument)
    if found is None or Path(argument).expanduser().exists():
        return argument, ""
    return found["name"], found["style"]
