"""The stage process: `python -m avatar.stage`, spoken to over its stdin and stdout."""

from __future__ import annotations

import contextlib
import locale
import logging
import os
import sys
from queue import SimpleQueue

from avatar import logs, processes
from avatar.stage.messages import DOWN, UP, Down
from avatar.stage.process import Waker, run

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""Seconds for which one Python thread may keep the others waiting: the sound's must not wait for a frame."""


def main() -> int:
    """Exit status."""
    inbox: SimpleQueue[Down] = SimpleQueue()
    waker = Waker()

    def arrived(message: Down) -> None:
        inbox.put(message)
        waker()

    channel = processes.serve(DOWN, UP, arrived)
    logs.to_stderr()
    sys.setswitchinterval(SWITCH_S)
    _know_all_letters()
    if "window" in sys.argv[1:]:
        _get_ready()
    try:
        run(inbox, channel, waker)
    # A process boundary: the log gets the traceback, the chat sees the pipe end and opens another stage.
    except Exception:
        log.exception("the stage stopped unexpectedly")
        return 1
    channel.close()
    return 0


def _get_ready() -> None:
    """Imports what a window takes, while nobody has asked for one yet."""
    try:
        import avatar.stage.scenery
        import avatar.stage.window  # noqa: F401
    # The view that needs them says what is missing.
    except ImportError as error:
        log.info("no window can be got ready: %s", error)


def _know_all_letters() -> None:
    """X11 tells letters in the locale's encoding; a service may be started with one that has only ASCII."""
    if sys.platform.startswith("linux") and locale.nl_langinfo(locale.CODESET).upper() != "UTF-8":
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")


if __name__ == "__main__":
    status = main()
    # A sound library that hangs must not keep the process.
    logging.shutdown()
    os._exit(status)
