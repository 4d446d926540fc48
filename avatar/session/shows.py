"""A show within a session: played on a stage of its own, before the session's, until it ends or is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import library
from avatar.config import Config
from avatar.conversation.events import FaceFrame, Notice, SessionEvent, ShowEnded, ShowStarted, ShowTouched
from avatar.session.crossing import Newest, on_loop
from avatar.show import events as shown

if TYPE_CHECKING:
    from avatar.show.play import ShowPlayer
    from avatar.show.sources import ShowSource

BAKED = ".scene"


class Shows:
    """One show at a time, or none. Use it on one event loop."""

    def __init__(self, tell: Callable[[SessionEvent], None]) -> None:
        self._tell = tell
        self._player: ShowPlayer | None = None
        self._newest: Newest[shown.TerminalPicture] = Newest()
        self._ending: asyncio.Task[bool] | None = None
        """Closes a show that has run to its end."""

    @property
    def playing(self) -> bool:
        """Whether a show has begun and has not been ended, nor ended by itself."""
        return self._player is not None

    async def play(self, config: Config, name: str, face: tuple[int, int]) -> None:
        """Play one from its first line. `name`: of a show in the library, or a path; `face`: pixels of its pictures
        where it has no window.

        Raises AvatarError where it can't be read or a character of it isn't here.
        """
        await self.end()
        come = on_loop(self._came)

        def hear(event: shown.ShowEvent) -> None:
            """On the player's thread."""
            if not isinstance(event, shown.TerminalPicture) or self._newest.put(event):
                come(event)

        opening = asyncio.ensure_future(asyncio.to_thread(_begun, config, name, hear, face))
        try:
            self._player, title = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_at_once)
            raise
        self._tell(ShowStarted(title))

    async def end(self) -> bool:
        """End it, wherever it is; False where none was playing."""
        ended = await self._end(ShowEnded())
        if self._ending:
            await asyncio.wait([self._ending])
        return ended

    def face(self, width: int, height: int) -> None:
        """Set the size, in pixels, of the pictures of a show without a window."""
        if self._player:
            self._player.face(width, height)

    async def _end(self, how: ShowEnded) -> bool:
        player, self._player = self._player, None
        if player is None:
            return False
        self._tell(how)
        await asyncio.to_thread(player.close)
        return True

    def _came(self, event: shown.ShowEvent) -> None:
        if self._player is None:
            return
        match event:
            case shown.ShowFinished(error, _):
                self._ending = asyncio.create_task(self._end(ShowEnded(str(error or ""))))
            case shown.Key(text):
                self._tell(ShowTouched(text))
            case shown.TerminalPicture():
                picture = self._newest.take(event)
                self._tell(FaceFrame(picture.width, picture.height, picture.rgba))
            case shown.ShowNotice(text):
                self._tell(Notice(text))
            case _:
                pass


def _begun(
    config: Config, name: str, hear: Callable[[shown.ShowEvent], None], face: tuple[int, int]
) -> tuple[ShowPlayer, str]:
    """A player that has begun, and the show's title."""
    from avatar.show.play import ShowPlayer  # a talk without a show does not wait for it

    source = open_show(config, name, lambda text: hear(shown.ShowNotice(text)))
    try:
        return ShowPlayer(config, source, hear, face=face), source.head.title
    except BaseException:
        source.close()
        raise


def _close_at_once(opening: asyncio.Future[tuple[ShowPlayer, str]]) -> None:
    """Close a player, once it is open, for which nobody waits any more."""
    if not opening.cancelled() and opening.exception() is None:
        player, _ = opening.result()
        player.close()


def open_show(config: Config, name: str, tell: Callable[[str], None] = lambda text: None) -> ShowSource:
    """A show or a song of the library, or a file of either. `tell` hears of voices. Raises AvatarError."""
    from avatar.show import directing
    from avatar.show.sources import BakedSource, ScriptSource

    path = Path(name).expanduser()
    if path.suffix == BAKED:
        return BakedSource(path)
    if (song := _song(path, name)) is not None:
        return _open_song(config, song, tell)
    return ScriptSource(config, directing.read(path if path.suffix == ".fountain" else library.show(name)))


def _song(path: Path, name: str) -> Path | None:
    """The file of a song; None for what is none."""
    from avatar.song.reading import KINDS

    if path.suffix.lower() in KINDS:
        return path
    return library.songs().get(name) if name not in library.shows() else None


def _open_song(config: Config, path: Path, tell: Callable[[str], None]) -> ShowSource:
    from avatar.show.songs import SongOrder, stage_song
    from avatar.song.reading import read_score

    score = read_score(path)
    for remark in score.remarks[:MOST_REMARKS]:
        tell(f"{path.name}: {remark}")
    alone = (config.character.name,) if len(score.parts) == 1 else ()  # who is talked to sings, not a stranger
    source = stage_song(score, config, SongOrder(alone), tell)
    try:
        source.prepare("This voice is slow here: the song begins as soon as enough of it is sung.")
    except BaseException:
        source.close()
        raise
    return source


MOST_REMARKS = 5
"""Remarks on a song that are told in a talk."""
