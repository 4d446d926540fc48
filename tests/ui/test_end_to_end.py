"""The whole way: a sentence typed into the real chat is heard on the sink and seen in the window."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from avatar import library
from avatar.stage.character import Character, load
from tests.stage.test_window import darkness, mouth_box, wait_for_face
from tests.ui.terminal import Terminal
from tests.ui.test_real_chat import LOUD, RATE, opened  # noqa: F401  a fixture
from tests.virtual import Recording, Screen, Sink

SIZE = 480


def spoken_seconds(recording: Recording) -> float:
    """How much of the last second and a half was sound."""
    tail = np.abs(recording.samples[-round(1.5 * RATE) :].astype(np.int32))
    return float((tail > LOUD).mean()) * 1.5


def watch(screen: Screen, juno: Character, until: Callable[[], bool]) -> list[float]:
    """How dark the mouth is, frame after frame, until something has happened (at most 60 s)."""
    box, seen = mouth_box(juno, SIZE), []
    end = time.monotonic() + 60
    while not until() and time.monotonic() < end:
        seen.append(darkness(screen.grab(SIZE, SIZE), box))
    return seen


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

        def now() -> float:
            return darkness(screen.grab(SIZE, SIZE), mouth_box(juno, SIZE))

        shut = now()
        assert np.abs(recording.samples.astype(np.int32)).max(initial=0) < LOUD, "something is heard before"
        terminal.send("/say Far away, the large cars are parked apart. Father ate a tart.\r")
        before = watch(screen, juno, lambda: np.abs(recording.samples.astype(np.int32)).max(initial=0) > LOUD)
        during = watch(screen, juno, lambda: silent_again(recording))
        assert max(before[: len(before) // 2], default=shut) < shut + 0.05, "the mouth moves before the sound"
        assert max(during) > shut + 0.08, "the mouth does not open"
        assert min(during) < shut + 0.04, "the mouth does not shut for P and B"
        assert np.ptp(during) > 0.08
        watch(screen, juno, lambda: now() < shut + 0.04)
        assert now() < shut + 0.04, "the mouth stays open"


def silent_again(recording: Recording) -> bool:
    return len(recording.samples) > 3 * RATE and spoken_seconds(recording) == 0.0
