"""The ears process: `python -m avatar.ears`, spoken to over its stdin and stdout."""

from __future__ import annotations

import logging
import os
import sys
from queue import SimpleQueue

from avatar import logs, processes
from avatar.ears import messages
from avatar.ears.process import Incoming, run
from avatar.errors import AvatarError

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""Seconds for which one Python thread may keep the others waiting: the microphone's must not wait for a net."""


def main() -> int:
    """Exit status."""
    inbox: SimpleQueue[Incoming] = SimpleQueue()
    channel = processes.serve(messages.DOWN, messages.UP, inbox.put)
    logs.to_stderr()
    sys.setswitchinterval(SWITCH_S)
    try:
        run(inbox, channel)
    except AvatarError as error:
        channel.send(messages.Trouble(str(error)))
        channel.close()
        return 1
    except Exception:  # a process boundary: the log gets the traceback, the chat says that the ears are gone
        log.exception("the ears stopped unexpectedly")
        return 1
    channel.close()
    return 0


if __name__ == "__main__":
    status = main()
    # A sound library that hangs must not keep the process.
    logging.shutdown()
    os._exit(status)
