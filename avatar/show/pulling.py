"""Takes a show's steps from its source, one at a time, on a thread of its own: speaking a line may take its time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import NamedTuple

from avatar.errors import AvatarError, ShowError
from avatar.show.performing import PerformedCue
from avatar.show.sources import ShowSource

log = logging.getLogger(__name__)


class Pulled(NamedTuple):
    """What came of one request: a step, an error, or neither where the show has no more steps."""

    run: int
    step: PerformedCue | None
    error: AvatarError | None


class Puller:
    """A thread that answers requests in their order; those for a run that another one has replaced get no answer."""

    def __init__(self, hand_on: Callable[[Pulled], None]) -> None:
        """`hand_on` is called on the thread."""
        self._hand_on = hand_on
        self._requests: SimpleQueue[tuple[int, ShowSource, int] | int | None] = SimpleQueue()
        threading.Thread(target=self._pull, name="show steps", daemon=True).start()

    def begin(self, run: int, source: ShowSource, cue: int) -> None:
        """Another run: its steps are those of a source from a cue on."""
        self._requests.put((run, source, cue))

    def ask(self, run: int) -> None:
        """Ask for the next step of a run."""
        self._requests.put(run)

    def close(self) -> None:
        """End the thread after the step that it is at; waits for nothing."""
        self._requests.put(None)

    def _pull(self) -> None:
        run = -1
        steps: Iterator[PerformedCue] = iter(())
        while (request := self._requests.get()) is not None:
            if isinstance(request, tuple):
                run, source, cue = request
                steps = source.steps(cue)
                continue
            if request != run:
                continue
            try:
                self._hand_on(Pulled(run, next(steps, None), None))
            except AvatarError as error:
                self._hand_on(Pulled(run, None, error))
            # A thread's boundary: the show ends with a reason instead of standing still.
            except Exception as error:
                log.exception("the show can't go on")
                self._hand_on(Pulled(run, None, ShowError(f"The show can't go on: {error!r}")))
