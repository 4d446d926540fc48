"""A show within a session: played on a stage of its own, before the session's, until it ends or is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import children, library, logs
from avatar.config import Config, SpeechConfig
from avatar.conversation.events import FaceFrame, Notice, SessionEvent, ShowEnded, ShowStarted, ShowTouched
from avatar.errors import AvatarError
from avatar.session.crossing import Newest, on_loop
from avatar.show import events as shown
from avatar.speech.speaker import Speaker

if TYPE_CHECKING:
    from avatar.show.play import ShowPlayer
    from avatar.show.sources import ShowSource

BAKED = ".scene"
KEPT_S = 300.0
"""Seconds after a show for which the engine that sang in it stays: the next song then begins without waiting for it."""


class Shows:
    """One show at a time, or none. Use it on one event loop."""

    def __init__(self, tell: Callable[[SessionEvent], None]) -> None:
        self._tell = tell
        self._singers = _Singers()
        self._captions: bool | None = None
        self._player: ShowPlayer | None = None
        self._newest: Newest[shown.TerminalPicture] = Newest()
        self._ending: asyncio.Task[bool] | None = None
        """Closes a show that has run to its end."""

    @property
    def playing(self) -> bool:
        """Whether a show has begun and has not been ended, nor ended by itself."""
        return self._player is not None

    async def play(
        self, config: Config, name: str, face: tuple[int, int], captions: bool | None = None, style: str = ""
    ) -> None:
        """Play one from its first line. `name`: of a show in the library, or a path; `face`: pixels of its pictures
        where it has no window; `captions`: None leaves them to the settings; `style`: of a song's backing.

        Raises AvatarError where it can't be read or a character of it isn't here.
        """
        self._captions = captions
        config = self._shown(config)
        window = ["window"] if config.stage.mode in ("auto", "window") else []
        children.ahead("avatar.stage", *window, log_path=logs.path())
        await self.end()
        come = on_loop(self._came)

        def hear(event: shown.ShowEvent) -> None:
            """On the player's thread."""
            if not isinstance(event, shown.TerminalPicture) or self._newest.put(event):
                come(event)

        speaker = self._singers.take(config.speech, lambda text: hear(shown.ShowNotice(text)))
        opening = asyncio.ensure_future(asyncio.to_thread(_begun, config, name, hear, face, speaker, style))
        try:
            self._player, title = await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_at_once)
            raise
        except AvatarError:
            self._singers.rest()
            raise
        self._tell(ShowStarted(title))

    async def end(self) -> bool:
        """End it, wherever it is; False where none was playing."""
        ended = await self._end(ShowEnded())
        if self._ending:
            await asyncio.wait([self._ending])
        return ended

    async def close(self) -> None:
        """End it, and all that was kept for the next one."""
        await self.end()
        await asyncio.to_thread(self._singers.close)

    def configure(self, config: Config) -> None:
        """Settings changed: what is being played goes on with its volume, captions and motion as they are now."""
        if self._player:
            stage = self._shown(config).stage
            self._player.sound(config.sound.volume, config.sound.muted)
            self._player.view(captions=stage.captions, reduced_motion=stage.reduced_motion)

    def _shown(self, config: Config) -> Config:
        captions = config.stage.captions if self._captions is None else self._captions
        return replace(config, stage=replace(config.stage, captions=captions))

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
        self._singers.rest()
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


class _Singers:
    """The engines that songs are sung with, kept for a while between one song and the next."""

    def __init__(self) -> None:
        self._speaker: Speaker | None = None
        self._settings = SpeechConfig()
        self._notice: Callable[[str], None] = lambda text: None
        self._leaving: asyncio.TimerHandle | None = None

    def take(self, settings: SpeechConfig, notice: Callable[[str], None]) -> Speaker:
        """Somebody who speaks by these settings; `notice` hears what it has to say from now on."""
        self._notice = notice
        if self._leaving is not None:
            self._leaving.cancel()
        if self._speaker is not None and settings != self._settings:
            self._speaker.close()
            self._speaker = None
        if self._speaker is None:
            self._settings = settings
            self._speaker = Speaker(settings, notice=lambda text: self._notice(text), log_path=logs.path())
        return self._speaker

    def rest(self) -> None:
        """Nobody sings; let the engines go if that stays so."""
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = asyncio.get_running_loop().call_later(KEPT_S, self.close)

    def close(self) -> None:
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.close()


def _begun(
    config: Config,
    name: str,
    hear: Callable[[shown.ShowEvent], None],
    face: tuple[int, int],
    speaker: Speaker,
    style: str,
) -> tuple[ShowPlayer, str]:
    """A player that has begun, and the show's title."""
    from avatar.show.play import ShowPlayer  # a talk without a show does not wait for it

    source = open_show(config, name, lambda text: hear(shown.ShowNotice(text)), speaker, style)
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


def open_show(
    config: Config,
    name: str,
    tell: Callable[[str], None] = lambda text: None,
    speaker: Speaker | None = None,
    style: str = "",
) -> ShowSource:
    """A show or a song of the library, or a file of either. `tell` hears of voices; `speaker`: whose engines sing, None
    for its own; `style`: of a song's backing, '' for the song's own. Raises AvatarError."""
    from avatar.show import directing
    from avatar.show.sources import BakedSource, ScriptSource

    path = Path(name).expanduser()
    if path.suffix == BAKED:
        return BakedSource(path)
    if (song := _song(path, name)) is not None:
        return _open_song(config, song, tell, speaker, style)
    return ScriptSource(config, directing.read(path if path.suffix == ".fountain" else library.show(name)))


def _song(path: Path, name: str) -> Path | None:
    """The file of a song; None for what is none."""
    from avatar.song.reading import KINDS

    if path.suffix.lower() in KINDS:
        return path
    return library.songs().get(name) if name not in library.shows() else None


def _open_song(
    config: Config, path: Path, tell: Callable[[str], None], speaker: Speaker | None, style: str
) -> ShowSource:
    from avatar.edits.scenes import read_beside
    from avatar.show.songs import stage_song, talking_order
    from avatar.song.backing import restyled
    from avatar.song.reading import read_score

    score = restyled(read_score(path), style) if style else read_score(path)
    for remark in score.remarks[:MOST_REMARKS]:
        tell(f"{path.name}: {remark}")
    return stage_song(score, config, talking_order(score, config), tell, speaker, read_beside(path))


MOST_REMARKS = 5
"""Remarks on a song that are told in a talk."""
