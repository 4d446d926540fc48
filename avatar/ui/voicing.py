"""`/voice`: who is heard, and voices that did not come along, got by `avatar voices get` in a process of its own."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

from avatar import library
from avatar.catalogue import voices
from avatar.catalogue.entries import CatalogueEntry, catalogue
from avatar.errors import LibraryError
from avatar.ui.commands import Choices
from avatar.ui.room import Room

GET = "get "
"""What stands before the name of a voice that is to be got."""

Told = Callable[[str], Awaitable[None]]

PARTS = 4
"""How often it is told how far a download is."""


async def choose_voice(room: Room, argument: str) -> None:
    """Chooses a voice, gets one, or lists them. Raises LibraryError for one that is not there."""
    if not argument:
        await _list(room)
    elif argument.startswith(GET):
        await _get(room, argument.removeprefix(GET).strip())
    elif argument in catalogue() and argument not in library.voices():
        await room.remark(f"{argument} is not here yet: `/voice get {argument}` gets it.", "warning", markdown=True)
    else:
        name = library.voice(argument).name
        room.set_setting("voice.name", name)
        room.changed(voice=name)
        await room.ask(lambda session: session.set_voice(name))
        await room.remark(f"The voice is {name} now.")


def list_choices() -> Choices:
    """Voices to choose, then those to get."""
    return [
        *((name, _summary(name)) for name in library.voices()),
        *((f"{GET}{each.name}", f"{each.language}  {tell_of(each)}") for each in voices.to_be_got()),
    ]


def list_names() -> list[tuple[str, str]]:
    """(value, label) of the voices that are here, then of those that can be got."""
    known = library.voices()
    lacking = dict.fromkeys([*filter(is_lacking, known), *(each.name for each in voices.to_be_got())])
    here = [(name, name) for name in known if name not in lacking]
    return [*here, *((name, f"{name} (to be got)") for name in lacking)]


def is_lacking(name: str) -> bool:
    """Whether a voice can't speak before something is got."""
    if name in library.voices():
        try:
            return not voices.is_here(library.voice(name))
        except LibraryError:
            return False
    return name in catalogue()


def _summary(name: str) -> str:
    try:
        voice = library.voice(name)
    except LibraryError as error:
        return error.what
    from avatar.catalogue import getting  # archives and HTTP, which a chat's start must not wait for

    size = getting.download_size(voices.needed(voice))
    here = f" (to be got, {getting.in_mb(size)}: /voice get {name})" if size else ""
    return f"{voice.language}  {voice.description}{here}"


def tell_of(entry: CatalogueEntry) -> str:
    """What a voice is, and what getting it costs."""
    from avatar.catalogue import getting  # as above

    return f"{entry.description}, {entry.licence}, {getting.in_mb(getting.download_size([entry]))} to download"


async def _list(room: Room) -> None:
    now = room.status.voice
    rows = [f"- **{name}**{' (now)' if name == now else ''} {_summary(name)}" for name in library.voices()]
    more = sorted(voices.to_be_got(), key=lambda each: each.language)
    if more:
        rows += ["", "To be got with `/voice get NAME`:", ""]
    for language, found in groupby(more, key=lambda each: each.language):
        rows.append(f"- {language}: {', '.join(each.name for each in found)}")
    await room.remark("\n".join([*rows, "", "Choose with `/voice NAME`; Tab completes."]), markdown=True)


async def _get(room: Room, name: str) -> None:
    found = voices.find(name)
    for entry in found:
        await room.remark(f"{entry.name}: {tell_of(entry)}. {entry.author}. {entry.note}".rstrip(), "information")
    trouble = await get(name, room.remark)
    here = f"It is here: `/voice {name}`." if name in library.voices() else "It is here: `/voice` lists it."
    await room.remark(trouble or here, "error" if trouble else "information", markdown=not trouble)


async def get(name: str, told: Told) -> str:
    """Gets a voice while the talk goes on; '' where all went well, else what is wrong. `told` hears how far it is."""
    process = await asyncio.create_subprocess_exec(
        *command(name), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=PIPE
    )
    try:
        lines = await _follow(process, told)
        await process.wait()
    except asyncio.CancelledError:
        # The chat ends: as after Ctrl+C, what came so far is gone on with the next time.
        process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        await process.wait()
        raise
    if process.returncode == 0:
        return ""
    return lines[-1].removeprefix("avatar: ") if lines else f"{name} could not be got (status {process.returncode})."


def command(name: str) -> Sequence[str]:
    """The words of the command that gets a voice."""
    return sys.executable, "-P", "-m", "avatar", "voices", "get", name, "--yes"


async def _follow(process: Process, told: Told) -> Sequence[str]:
    """The last lines that are no progress; progress is passed on, a few times for each file."""
    assert process.stderr is not None
    lines: list[str] = []
    last = ("", 0)
    while raw := await process.stderr.readline():
        line = raw.decode(errors="replace").strip()
        step = re.match(r"(\S+) +(\d+) % of .*", line)
        if step is None:
            lines = [*lines[-9:], line]
            continue
        part = (step[1], int(step[2]) * PARTS // 100)
        if 0 < part[1] < PARTS and part != last:
            await told(line)
        last = part
    return lines
