"""The handle on a recogniser's process, with a scripted one that is a real process: see `tests.ears.scripted`."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from avatar.ears import messages, recogniser
from avatar.ears.recogniser import Recogniser

SOUND = np.zeros(16_000, np.float32)


class Scripted:
    """A recogniser that does what its script says, and what comes of it."""

    def __init__(self, folder: Path, script: str) -> None:
        (folder / "script").write_text(script, "utf-8")
        self.folder = folder
        self.came: queue.Queue[tuple[messages.Answer | None, int]] = queue.Queue()
        self.troubles: list[str] = []
        put = lambda answer, process: self.came.put((answer, process))  # noqa: E731
        self.recogniser = Recogniser("tests.ears.scripted", str(folder), put, None)

    def next(self) -> messages.Answer | None:
        """What it says next, looked after meanwhile."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            self.troubles += filter(None, [self.recogniser.check(time.perf_counter())])
            try:
                answer, process = self.came.get(timeout=0.05)
            except queue.Empty:
                if self.recogniser.given_up:
                    return None
                continue
            trouble = self.recogniser.came(answer, process)
            self.troubles += filter(None, [trouble])
            return answer
        raise AssertionError("nothing came")

    def until(self, kind: type) -> messages.Answer:
        while not isinstance(answer := self.next(), kind):
            assert not self.recogniser.given_up
        return answer

    @property
    def started(self) -> int:
        return len((self.folder / "started").read_text())


@pytest.fixture
def script(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scripted]:
    scripted = Scripted(tmp_path, request.param)
    yield scripted
    scripted.recogniser.close()


@pytest.mark.parametrize("script", ["Hello.\nBye."], indirect=True)
def test_it_is_asked_one_thing_after_the_other(script: Scripted) -> None:
    assert not script.recogniser.idle
    script.until(messages.Ready)
    for number, text in ((1, "Hello."), (2, "Bye.")):
        assert script.recogniser.idle
        script.recogniser.ask(number, SOUND, "en")
        assert not script.recogniser.idle
        assert script.until(messages.Written) == messages.Written(number, text)
    assert script.troubles == []


@pytest.mark.parametrize("script", ["DIE\nHello."], indirect=True)
def test_one_that_dies_is_begun_again_and_asked_again(script: Scripted) -> None:
    script.until(messages.Ready)
    script.recogniser.ask(1, SOUND, "en")
    assert script.until(messages.Written) == messages.Written(1, "Hello.")
    assert script.troubles == ["The recogniser ended unexpectedly. It is begun again."]
    assert script.started == 2


@pytest.mark.parametrize("script", ["HANG\nHello."], indirect=True)
def test_one_that_hangs_is_replaced(script: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    script.until(messages.Ready)
    monkeypatch.setattr(recogniser, "PATIENCE_S", -3.0)  # with a second of sound: a second
    script.recogniser.ask(1, SOUND, "en")
    monkeypatch.setattr(recogniser, "PATIENCE_S", 60.0)
    assert script.until(messages.Written) == messages.Written(1, "Hello.")
    assert script.troubles == ["The recogniser did not answer in time. It is begun again."]


@pytest.mark.parametrize("script", ["DIE\nDIE\nHello."], indirect=True)
def test_what_ends_it_twice_is_left(script: Scripted) -> None:
    script.until(messages.Ready)
    script.recogniser.ask(1, SOUND, "en")
    while script.started < 3 or not script.recogniser.ready:
        script.next()
    assert script.recogniser.lost
    script.recogniser.ask(2, SOUND, "en")
    assert script.until(messages.Written) == messages.Written(2, "Hello.")


@pytest.mark.parametrize("script", ["BROKEN"], indirect=True)
def test_one_that_never_begins_is_given_up_and_says_why(script: Scripted) -> None:
    while not script.recogniser.given_up:
        script.next()
    assert script.started == recogniser.DEATHS
    assert "it is broken" in script.troubles[-1]
    assert "nothing is written down any more" in script.troubles[-1]
    assert not script.recogniser.idle
