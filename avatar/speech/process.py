"""An engine process: `python -m avatar.speech.process ENGINE MODULE:CLASS [SETTING ...]`.

One engine lives here alone, because engines hang, call exit, hold global state and can't share a process. It imports as
little as it can, so that a new one speaks a tenth of a second after the old one was killed.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from avatar import plugins, processes
from avatar.errors import EngineError
from avatar.speech import messages
from avatar.speech.base import Engine, round_times

log = logging.getLogger(__name__)


def main(args: list[str]) -> int:
    """Serve one engine until the pipe ends. `args`: the engine's name, its class, then the class's arguments."""
    channel = processes.serve(messages.DOWN, messages.UP)
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s engine {args[0]} %(levelname)s %(message)s")
    engine: Engine = plugins.load(args[1])(*args[2:])
    channel.send(messages.Ready(engine.name))
    while True:
        try:
            message = channel.receive()
        except EOFError:
            return 0
        if message is not None:
            channel.send(_answered(engine, message, lambda number: channel.send(messages.Advanced(number))))


def _answered(engine: Engine, question: messages.Down, progress: Callable[[int], None]) -> messages.Answer:
    number = question.number
    try:
        match question:
            case messages.Look():
                return messages.Here(number)
            case messages.Warm(_, request):
                engine.warm(request)
                return messages.Warmed(number)
            case messages.Speak(_, request):
                return messages.Spoken(number, round_times(engine.speak(request, lambda: progress(number))))
    except EngineError as error:
        return messages.Failed.of(number, error)
    except Exception as error:  # a process boundary: an engine may raise anything, and the next line may go well
        log.exception("engine %s failed", engine.name)
        what = f"The engine {engine.name} failed: {type(error).__name__}: {error}"
        return messages.Failed.of(number, EngineError(what, remedy="The log has the details."))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
