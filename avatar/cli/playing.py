"""A stage for a command: entries go in as they are made, and the command waits until they have been heard."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from avatar.types import CastMember, Clip, Entry, Mark, Performance

if TYPE_CHECKING:
    from avatar.cli.drawing import TerminalFace
    from avatar.config import Config
    from avatar.stage.link import Stage
    from avatar.stage.messages import StageEvent

AHEAD = 8
"""Entries on the stage at once that are not over yet."""

LEAD_IN_S = 0.3
"""Seconds before a scene begins, in which the stage opens."""


def play(
    config: Config, entries: Iterable[Entry], cast: Sequence[CastMember], *, timed: bool, title: str = "avatar"
) -> None:
    """Play entries: each at its own time where `timed`, else one after the other as they come. Returns when it is over.

    Closing the window or Escape in it ends it early.
    """
    from avatar.cli.drawing import TerminalFace
    from avatar.stage.link import Stage
    from avatar.stage.messages import Finished
    from avatar.ui.jobs import as_job

    events: queue.SimpleQueue[StageEvent | None] = queue.SimpleQueue()
    face = TerminalFace(config)
    stage = Stage(config, events.put, cast=cast, title=title, face=face.pixels)
    open_ids: set[int] = set()

    def wait_for(most: int) -> bool:
        """Wait until at most `most` entries are unfinished; False if the user ended the play."""
        while len(open_ids) > most:
            try:
                event = events.get(timeout=0.5)  # not for ever: Windows would not notice Ctrl-C
            except queue.Empty:
                continue
            if event is None:
                pause(stage, face, stop)
            elif isinstance(event, Finished):
                open_ids.discard(event.id)
            elif not goes_on(event, stage, face):
                return False
        return True

    with as_job(lambda: events.put(None)) as stop:
        try:
            for number, entry in enumerate(entries, 1):
                if not wait_for(AHEAD - 1):
                    return
                if _sent(stage, number, entry, entry.start + LEAD_IN_S if timed else None):
                    open_ids.add(number)
            wait_for(0)
        finally:
            stage.close()
            face.end()


def pause(stage: Stage, face: TerminalFace, stop: Callable[[], None]) -> None:
    """Back to the shell, and on from the same word once it leads back here."""
    stage.move(speed=0.0)
    stage.face(0, 0)
    face.end()
    stop()
    stage.face(*face.pixels)
    stage.move(speed=1.0)


def _sent(stage: Stage, number: int, entry: Entry, at: float | None) -> bool:
    """Send an entry to the stage; True if it will say when it is over."""
    match entry.what:
        case Performance() as performance:
            stage.perform(number, performance, at=at)
        case Clip() as clip:
            stage.effect(number, clip, at=at, gain=entry.gain, spread=entry.spread)
        case Mark() as mark:
            stage.express(mark, entry.who, at=at)
            return False
    return True


def goes_on(event: StageEvent, stage: Stage, face: TerminalFace) -> bool:
    """Show the user what an event brings, and tell them what they should know of it; False where it ends the play."""
    from avatar.stage.messages import Closed, FacePicture, Ready, StageFault, Typed

    match event:
        case FacePicture():
            face.draw(event.width, event.height, event.blob, stage.face)
        case StageFault():
            face.tell(event.text)
        case Ready():
            face.opened(event.mode, event.why, stage.face)
    return not isinstance(event, Closed) and not (isinstance(event, Typed) and event.text == "\x1b")
