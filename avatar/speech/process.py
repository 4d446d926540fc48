"""An engine process: `python -m avatar.speech.process ENGINE MODULE:CLASS [SETTING ...]`.

One engine lives here alone, because engines hang, call exit, hold global state and can't share a process. It imports as
little as it can, so that a new one speaks a tenth of a second after the old one was killed.
"""

from __future__ import annotations

import logging
import sys

from avatar import plugins, processes
from avatar.errors import EngineError
from avatar.speech import messages
from avatar.speech.base import Engine

log = logging.getLogger(__name__)


def main(args: list[str]) -> int:
    """Serve one engine until the pipe ends. `args`: the engine's name, its class, then what that takes."""
    channel = processes.serve(messages.DOWN)
    logging.basicConfig(level=logging.INFO, format=f"%(asctime)s engine {args[0]} %(levelname)s %(message)s")
    engine: Engine = plugins.load(args[1])(*args[2:])
    channel.send(messages.Ready(engine.name))
    while True:
        try:
            message = channel.receive()
        except EOFError:
            return 0
        channel.send(_answered(engine, message, channel))


def _answered(engine: Engine, message: processes.Message, channel: processes.Channel) -> processes.Message:
    number = message.number
    if isinstance(message, messages.Look):
        return messages.Here(number)

    def progress() -> None:
        channel.send(messages.Progress(number))

    try:
        request = messages.request_of(message.request)
        if isinstance(message, messages.Warm):
            engine.warm(request)
            return messages.Warmed(number)
        return messages.Spoken.of(number, engine.speak(request, progress))
    except EngineError as error:
        return messages.Failed.of(number, error)
    except Exception as error:
        log.exception("engine %s failed", engine.name)
        what = f"The engine {engine.name} failed: {type(error).__name__}: {error}"
        return messages.Failed.of(number, EngineError(what, remedy="The log has the details."))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
