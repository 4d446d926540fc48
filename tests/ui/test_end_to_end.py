"""The whole way: a sentence typed into the real chat is heard on the sink and seen in the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.character.loading import load
from tests.stage.test_window import darkness, mouth_box, wait_for_face
from tests.ui.terminal import Terminal
from tests.ui.test_real_chat import LOUD, RATE, opened  # noqa: F401  a fixture
from tests.virtual import Recording, Screen, Sink

SIZE = 480


SENTENCE = "Far away, the large cars are parked apart. Father ate a tart."
STALL_S = 0.4
"""A machine that keeps the watcher from looking for so long may have hidden what there was to see."""
ATTEMPTS = 6


class Watched(NamedTuple):
    """One sentence, seen and heard."""

    before: list[float]
    """How dark the mouth was, look after look, until the sound began."""
    during: list[float]
    """The same until the sound had ended."""
    stall: float
    """Seconds between the two looks that lay furthest apart."""


def loud(samples: NDArray[np.int16]) -> bool:
    return bool(np.abs(samples.astype(np.int32)).max(initial=0) > LOUD)


def watch(look: Callable[[], float], recording: Recording) -> Watched:
    """Looks at the mouth until the sound has come and, for a second and a half, gone (at most a minute)."""
    since, last = len(recording.samples), time.monotonic()
    before: list[float] = []
    during: list[float] = []
    stall, end = 0.0, last + 60
    while time.monotonic() < end:
        heard = recording.samples[since:]
        if during and len(heard) > 3 * RATE and not loud(heard[-round(1.5 * RATE) :]):
            break
        (during if loud(heard) else before).append(look())
        now = time.monotonic()
        stall, last = max(stall, now - last), now
    return Watched(before, during, stall)


def test_a_typed_sentence_is_heard_and_its_mouth_seen(
    opened: Callable[..., Terminal],  # noqa: F811
    display: str,
    sink: Sink,
) -> None:
    juno = load(library.character("juno"))
    size = ("--set", f"stage.width={SIZE}", "--set", f"stage.height={SIZE}", "--set", "stage.reduced_motion=true")
    terminal = opened("--stage", "window", *size)
    terminal.wait_for("in a window")
    with Screen(display) as screen, sink.recording() as recording:
        wait_for_face(screen, juno, SIZE)

        def look() -> float:
            return darkness(screen.grab(SIZE, SIZE), mouth_box(juno, SIZE))

        shut = look()
        assert not loud(recording.samples), "something is heard before"
        for _ in range(ATTEMPTS):
            terminal.send(f"/say {SENTENCE}\r")
            seen = watch(look, recording)
            if seen.during and seen.stall < STALL_S:
                break
        assert seen.during, f"nothing is heard; the end of what was: {terminal.text[-1500:]}"
        assert max(seen.before[: len(seen.before) // 2], default=shut) < shut + 0.05, "the mouth moves before the sound"
        assert max(seen.during) > shut + 0.08, "the mouth does not open"
        assert min(seen.during) < shut + 0.04, "the mouth does not shut for P and B"
        end = time.monotonic() + 60
        while look() > shut + 0.04 and time.monotonic() < end:
            pass
        assert look() < shut + 0.04, "the mouth stays open"
