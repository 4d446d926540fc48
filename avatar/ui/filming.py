"""`/film`: the last answer as a clip, made by `avatar film` in a process of its own while the talk goes on."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
import time
from pathlib import Path

from avatar import film as films
from avatar import scenefile
from avatar.types import Scene
from avatar.ui.room import Room

SIZE = "720p"
"""Height of a clip: quickly made, and small enough to be sent to somebody."""
VIDEOS = (".mp4", ".webm")
"""Endings of clips of that height; other formats have sizes of their own."""


async def film(room: Room, argument: str) -> None:
    """Films the last answer to a file, by default one named after the character and the time. Raises FilmError."""
    films.require()
    scene = await room.last_scene()
    if not scene.entries:
        await room.remark("Nothing was heard yet that could be filmed.", "warning")
        return
    path = _place(argument or f"{room.config.character.name}-{time.strftime('%Y%m%d-%H%M%S')}.mp4")
    await room.remark(f"Filming {scene.duration:.0f} s; the talk can go on.")
    trouble = await _filmed(scene, path)
    await room.remark(trouble or f"Filmed to {path}.", "error" if trouble else "information")


def _place(typed: str) -> Path:
    return Path(typed).expanduser().absolute()


async def _filmed(scene: Scene, path: Path) -> str:
    """Makes the film; '' where all went well, else what is wrong."""
    size = ("--size", SIZE) if path.suffix.lower() in VIDEOS else ()
    with tempfile.TemporaryDirectory(prefix="avatar-film-") as folder:
        saved = Path(folder) / "answer.scene"
        await asyncio.to_thread(scenefile.save, saved, scene)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "avatar", "film", str(saved), "-o", str(path), *size, "-q",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            _, told = await process.communicate()
        except asyncio.CancelledError:
            # The chat ends: as after Ctrl+C nothing half done is left.
            process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
            await process.wait()
            raise
    if process.returncode == 0:
        return ""
    lines = told.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("avatar: ") if lines else f"The film could not be made (status {process.returncode})."
