"""`/edit-mouth`: what was said last in the timeline editor, which has the terminal meanwhile."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from avatar import scenefile
from avatar.edits import files
from avatar.ui.room import Room


async def edit_mouth(room: Room, argument: str) -> None:
    """Saves the last answer as a scene, by default named after the character and the time, and edits that."""
    scene = await room.last_scene()
    if not scene.entries:
        await room.remark("Nothing was heard yet that could be edited.", "warning")
        return
    typed = argument or f"{room.config.character.name}-{time.strftime('%Y%m%d-%H%M%S')}"
    path = _place(typed)
    if path.exists():
        await room.remark(f"{path.name} is there already: /edit-mouth ANOTHER.scene", "warning")
        return
    await asyncio.to_thread(scenefile.save, path, scene)
    if not await room.lend([sys.executable, "-m", "avatar", "edit", str(path)]):
        await room.remark(f"The terminal can't be lent to the editor. Outside of the chat: avatar edit {path}")
    elif files.beside(path).is_file():
        await room.remark(f"Edited: {path.name}, which plays and films with its edits.")
    else:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        await room.remark("Nothing was edited.")


def _place(typed: str) -> Path:
    return Path(typed).expanduser().absolute().with_suffix(".scene")
