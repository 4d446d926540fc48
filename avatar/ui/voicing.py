"""`/voice`: who is heard, and voices that did not come along, got by `avatar voices get` in a process of its own."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.catalogue import voices
from avatar.catalogue.entries import CatalogueEntry
from avatar.errors import LibraryError
from avatar.performer.choosing import why_mute
from avatar.speech import traits
from avatar.tags import base
from avatar.types import Voice
from avatar.ui.commands import Choices
from avatar.ui.room import Room

GET = "get "
"""What stands before the name of a voice that is to be got."""

FROM = "--from"
"""What stands before the folder that has it."""

Told = Callable[[str], Awaitable[None]]

PARTS = 4
"""How often it is told how far a download is."""


async def choose_voice(room: Room, argument: str) -> None:
    """Chooses a voice, gets one, or lists them. Raises LibraryError for one that is not there."""
    if not argument:
        await _list(room)
    elif f"{argument} ".startswith(GET):
        await _get(room, argument.removeprefix(GET.strip()).strip())
    elif is_lacking(name := voices.named(argument).name):
        size = _left_to_get(voices.needed(voices.named(name)))
        await room.remark(f"{name} is not here yet: `/voice get {name}` gets it, {size}.", "warning", markdown=True)
    else:
        room.set_setting("voice.name", name)
        room.changed(voice=name)
        await room.ask(lambda session: session.set_voice(name))
        await room.remark(f"The voice is {name} now.")


def list_choices() -> Choices:
    """Voices to choose, then those to get."""
    here, lacking = _split()
    return [
        *((each.name, f"{each.language}  {each.description}") for each in here),
        *((f"{GET}{name}", _summary(name)) for name in lacking),
    ]


def list_names() -> list[tuple[str, str]]:
    """(value, label) of the voices that are here, then of those that can be got."""
    here, lacking = _split()
    return [*((each.name, each.name) for each in here), *((name, f"{name} (to be got)") for name in lacking)]


def _split() -> tuple[list[Voice], list[str]]:
    """The voices that are here, and the names of those that can be got."""
    known = library.every_voice()
    here = [each for each in known if voices.is_here(each)]
    lacking = [each.name for each in known if each not in here]
    return here, list(dict.fromkeys([*lacking, *(each.name for each in voices.to_be_got())]))


def is_lacking(name: str) -> bool:
    """Whether a voice can't speak before something is got."""
    try:
        return not voices.is_here(voices.named(name))
    except LibraryError:
        return False


def _summary(name: str) -> str:
    """What a voice that is not here is, whose, and what is left of it to download."""
    voice = voices.named(name)
    return f"{voice.language}  {voice.description}, {voice.licence}, {_left_to_get(voices.needed(voice))}"


def _left_to_get(wanted: Sequence[CatalogueEntry]) -> str:
    from avatar.catalogue import getting  # archives and HTTP, which a chat's start must not wait for

    size = getting.download_size(wanted)
    return f"{getting.in_mb(size)} to download" if size else "here already"


def tell_of(entry: CatalogueEntry) -> str:
    """What a voice is, and what getting it costs."""
    return f"{entry.description}, {entry.licence}, {_left_to_get([entry])}"


async def _list(room: Room) -> None:
    """The voices that are here, by engine, and how many more there are."""
    now = room.status.voice
    here, lacking = _split()
    rows = []
    for engine, found in groupby(sorted(here, key=_order), key=lambda each: each.engine):
        if why := why_mute(engine, room.config):
            rows.append(f"- {engine} has voices and can't speak: {why}")
            continue
        names = (f"**{each.name}** (now)" if each.name == now else each.name for each in found)
        kind = "natural voices" if traits(engine).natural else "voices"
        rows.append(f"- {kind} of {engine}: {', '.join(names)}")
    if lacking:
        rows.append(
            f"- {len(lacking)} more can be got: `/voice get de` gets the best of a language, `/voice get NAME` one. "
            "Tab completes their names; `avatar voices` in a terminal lists all, with what they are."
        )
    await room.remark("\n".join([*rows, "", "Choose with `/voice NAME`; Tab completes."]), markdown=True)


def _order(voice: Voice) -> tuple[bool, str, bool, str]:
    """Natural engines first, and in each the plain languages after English."""
    return not traits(voice.engine).natural, voice.engine, base(voice.language) != "en", voice.name


async def _get(room: Room, argument: str) -> None:
    wish = read_wish(argument)
    if not wish.names:
        await room.remark("Which one? `/voice get NAME`, or a language, as `/voice get de`.", "warning", markdown=True)
        return
    for name in wish.names:
        for entry in voices.find(name):
            await room.remark(f"{entry.name}: {tell_of(entry)}. {entry.author}. {entry.note}".rstrip(), "information")
    trouble = await get(wish, room.remark)
    known = [name for name in wish.names if name in library.voices()]
    here = f"It is here: `/voice {known[0]}`." if known else "It is here: `/voice` lists it."
    await room.remark(trouble or here, "error" if trouble else "information", markdown=not trouble)


class Wish(NamedTuple):
    """Voices to get, and where from."""

    names: tuple[str, ...]
    """Voices or languages."""
    origin: str = ""
    """A folder or a file that has them; '' for the network."""


def read_wish(argument: str) -> Wish:
    """What follows `/voice get`: names and, after `--from`, a folder, which may have blanks and quotes around it."""
    names, _, origin = f" {argument} ".partition(f" {FROM} ")
    origin = origin.strip().strip("\"'")
    return Wish(tuple(names.split()), str(Path(origin).expanduser()) if origin else "")


async def get(wish: Wish, told: Told) -> str:
    """Gets voices while the talk goes on; '' where all went well, else what is wrong. `told` hears how far it is."""
    process = await asyncio.create_subprocess_exec(
        *command(wish), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=PIPE
    )
    try:
        lines = await _follow(process, told)
        await process.wait()
    except asyncio.CancelledError:
        # The chat ends: as after Ctrl+C, what came so far is gone on with the next time.
        process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        await process.communicate()  # to the end of its pipe, too, which else outlives the chat's loop
        raise
    if process.returncode == 0:
        return ""
    names = " ".join(wish.names)
    return lines[-1].removeprefix("avatar: ") if lines else f"{names} could not be got (status {process.returncode})."


def command(wish: Wish) -> Sequence[str]:
    """The words of the command that gets voices."""
    origin = (FROM, wish.origin) if wish.origin else ()
    return sys.executable, "-P", "-m", "avatar", "voices", "get", *origin, "--yes", "--", *wish.names


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
