"""Keeps espeak-ng's library, which has a use for none, from looking for a sound server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_sound() -> Iterator[None]:
    """No sound server is found by what starts within: for espeak-ng's library.

    It makes itself an output (libpcaudio) even where it is asked for sound alone: it would connect to PulseAudio, start
    it and have its files made in the home folder, and wait for as long as a server that hangs does.
    """
    before = os.environ.get("PULSE_SERVER")
    os.environ["PULSE_SERVER"] = f"unix:{os.devnull}"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PULSE_SERVER"]
        else:
            os.environ["PULSE_SERVER"] = before
