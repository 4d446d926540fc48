"""Sounds that nobody on the stage makes, heard beside the talk: laughter, a rimshot, music."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from avatar.conversation.events import SessionEvent, SoundEnded
from avatar.session.stages import Stages
from avatar.types import Clip


class Sounds:
    """The sounds that are being played. Use it on one event loop."""

    def __init__(self, ids: Iterator[int], stages: Stages, tell: Callable[[SessionEvent], None]) -> None:
        self._ids, self._stages, self._tell = ids, stages, tell
        self._playing: set[int] = set()

    def play(self, clip: Clip, gain: float) -> int:
        """Play a sound now. Returns its number, by which SoundEnded names it."""
        id_ = next(self._ids)
        self._playing.add(id_)
        if not self._stages.effect(id_, clip, gain):
            self.done(id_, whole=False)
        return id_

    def done(self, id_: int, *, whole: bool) -> bool:
        """A sound is over; False if the number is none of these sounds'."""
        if id_ not in self._playing:
            return False
        self._playing.remove(id_)
        self._tell(SoundEnded(id_, whole))
        return True

    def stop(self) -> bool:
        """Silence; True if anything was to be heard. The stage tells of each that it is over."""
        if self._playing:
            self._stages.stop()
        return bool(self._playing)

    def lost(self) -> None:
        """Give up every sound: the stage that played them is gone."""
        for id_ in sorted(self._playing):
            self.done(id_, whole=False)
