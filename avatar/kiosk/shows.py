"""A show from the playlist: played on a stage of its own, before the kiosk's, until it ends or somebody touches it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from avatar import library
from avatar.config import Config
from avatar.show import directing
from avatar.show.play import Event, Key, Over, Picture, Player
from avatar.show.sources import BakedSource, ScriptSource, Source

BAKED = ".scene"


class Showing:
    """One show, from its first line."""

    def __init__(
        self,
        config: Config,
        name: str,
        on_over: Callable[[], None],
        on_touch: Callable[[], None],
        on_picture: Callable[[int, int, bytes], None] | None = None,
        face: tuple[int, int] = (0, 0),
    ) -> None:
        """`name`: of a show in the library, or a path. All are called on a thread of the player's own; `on_picture`
        gets pictures of the size of `face` where the stage has no window.

        Raises AvatarError where it can't be read or a character of it isn't here.
        """
        self._on_over, self._on_touch, self._on_picture = on_over, on_touch, on_picture
        self._source = _opened(config, name)
        captions = replace(config.stage, captions=config.kiosk.captions)
        try:
            self._player = Player(replace(config, stage=captions), self._source, self._heard, face=face)
        except BaseException:
            self._source.close()
            raise

    def close(self) -> None:
        """Ends it, wherever it is."""
        self._player.close()
        self._source.close()

    def _heard(self, event: Event) -> None:
        if isinstance(event, Over):
            self._on_over()
        elif isinstance(event, Key):
            self._on_touch()
        elif isinstance(event, Picture) and self._on_picture:
            self._on_picture(event.width, event.height, event.rgba)


def on_loop(handler: Callable[..., None]) -> Callable[..., None]:
    """A handler for any thread, which calls the one for this event loop: now or, where that has ended, never."""
    loop = asyncio.get_running_loop()

    def come(*values: Any) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(handler, *values)

    return come


def _opened(config: Config, name: str) -> Source:
    path = Path(name).expanduser()
    if path.suffix == BAKED:
        return BakedSource(path)
    return ScriptSource(config, directing.read(path if path.suffix == ".fountain" else library.show(name)))
