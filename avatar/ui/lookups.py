"""What the settings screen must look up with heavy libraries, in a process of its own: sound devices, thumbnails.

`python -m avatar.ui.lookups outputs` and `inputs` print a JSON list; `thumbnail NAME SIZE` writes RGBA, 8 bits each, to
stdout.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence

from avatar import library
from avatar.errors import AvatarError

LONGEST_S = 20.0
"""Seconds for one lookup."""


async def list_outputs() -> list[str]:
    """Names of the sound devices; none where they can't be listed."""
    return await _listed("outputs")


async def list_inputs() -> list[str]:
    """Names of the microphones, likewise."""
    return await _listed("inputs")


async def _listed(what: str) -> list[str]:
    found = await _asked(what)
    return [str(name) for name in json.loads(found)] if found else []


async def draw_thumbnail(character: str, size: int) -> bytes:
    """A picture of a character's face, `size` x `size` pixels, RGBA; empty where it can't be drawn."""
    found = await _asked("thumbnail", character, str(size))
    return found if len(found) == size * size * 4 else b""


async def _asked(*arguments: str) -> bytes:
    process = _start(arguments)
    # On a thread, which sees to the end of it and its pipe whatever becomes of the chat's loop.
    reading = asyncio.get_running_loop().run_in_executor(None, process.communicate)
    try:
        out, _ = await asyncio.wait_for(asyncio.shield(reading), LONGEST_S)
    except TimeoutError:
        return b""
    finally:
        process.kill()
    return out if process.returncode == 0 else b""


def _start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "avatar.ui.lookups", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _outputs() -> bytes:
    from avatar.sound import device

    return json.dumps(device.list_outputs()).encode()


def _inputs() -> bytes:
    from avatar.sound import microphone

    return json.dumps(microphone.list_inputs()).encode()


def _thumbnail(name: str, size: int) -> bytes:
    from avatar.character import loading as characters
    from avatar.draw import Painter, sheet

    character = characters.load(library.character(name))
    mood = next(iter(character.acting.expressions))
    return Painter(size, size).paint([(character, sheet.face(character, "sil", mood))]).tobytes()


def main() -> int:
    verb, *rest = sys.argv[1:]
    try:
        lists = {"outputs": _outputs, "inputs": _inputs}
        found = lists[verb]() if verb in lists else _thumbnail(rest[0], int(rest[1]))
    except AvatarError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
