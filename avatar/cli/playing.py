"""A stage for a command: entries go in as they are made, and the command waits until they have been heard."""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from avatar.types import CastMember, Clip, Entry, Mark, Performance

if TYPE_CHECKING:
    from avatar.cli.drawing import FaceDrawing
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
    from avatar.stage.link import Stage
    from avatar.stage.messages import FacePicture, Finished

    events: queue.SimpleQueue[StageEvent] = queue.SimpleQueue()
    drawing = terminal_drawing(config)
    stage = Stage(config, events.put, cast=cast, title=title, face=drawing.pixels if drawing else (0, 0))
    open_ids: set[int] = set()

    def wait_for(most: int) -> bool:
        """Wait until at most `most` entries are unfinished; False if the user ended the play."""
        while len(open_ids) > most:
            try:
                event = events.get(timeout=0.5)  # not for ever: Windows would not notice Ctrl-C
            except queue.Empty:
                continue
            if isinstance(event, Finished):
                open_ids.discard(event.id)
            elif isinstance(event, FacePicture):
                if drawing:
                    drawing.draw(event.width, event.height, event.blob)
            elif not goes_on(event):
                return False
        return True

    try:
        for number, entry in enumerate(entries, 1):
            if not wait_for(AHEAD - 1):
                return
            if _sent(stage, number, entry, entry.start + LEAD_IN_S if timed else None):
                open_ids.add(number)
        wait_for(0)
    finally:
        stage.close()
        if drawing:
            drawing.end()


def terminal_drawing(config: Config) -> FaceDrawing | None:
    """Where the face is drawn in the terminal, if it was asked for and there is a terminal."""
    if config.stage.mode != "terminal" or not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return None
    from avatar.cli.drawing import FaceDrawing

    return FaceDrawing(shape=config.stage.width / config.stage.height)


def _sent(stage: Stage, number: int, entry: Entry, at: float | None) -> bool:
    """Send an entry to the stage; True if it will say when it is over."""
    match entry.what:
        case Performance() as performance:
            stage.perform(number, performance, at=at)
        case Clip() as clip:
            stage.effect(number, clip, at=at, gain=entry.gain)
        case Mark() as mark:
            stage.express(mark, entry.who, at=at)
            return False
    return True


def goes_on(event: StageEvent) -> bool:
    """Tell the user what they should know of an event; False where it ends the play."""
    from avatar.stage.messages import Closed, Ready, StageFault, Typed

    if isinstance(event, StageFault):
        print(f"avatar: {event.text}", file=sys.stderr)
    elif isinstance(event, Ready) and event.why:
        print(f"avatar: {event.why}", file=sys.stderr)
    return not isinstance(event, Closed) and not (isinstance(event, Typed) and event.text == "\x1b")
