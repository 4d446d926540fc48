"""Small shows made of tones, and an ear for players."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from avatar import scenefile
from avatar.scene.staging import find_place
from avatar.show.cues import Directed
from avatar.show.performing import perform, scene_of
from avatar.show.play import At, ShowEvent, ShowPlayer
from avatar.show.stagecraft import Speak
from avatar.types import CastMember, Entry, Mark, Scene
from tests.stage.playing import PATIENCE_S, clause

Kind = TypeVar("Kind")

CAST = (CastMember("MAX", "max"), CastMember("BEA", "bea"))
MAX_HZ, BEA_HZ = 500.0, 900.0


def two_sets() -> Scene:
    """MAX alone in the studio, then BEA alone in the club, then both: three lines of a second and a half each."""
    entries = (
        Entry(0.0, "", Mark("set", "studio")),
        Entry(0.0, "", Mark("chapter", "Studio")),
        Entry(0.0, "MAX", Mark("enter", "left")),
        Entry(0.0, "BEA", Mark("exit", "")),
        Entry(0.5, "MAX", clause(1.5, "I am first.", "MAX", MAX_HZ)),
        Entry(2.5, "", Mark("set", "club")),
        Entry(2.5, "", Mark("chapter", "Club")),
        Entry(2.5, "MAX", Mark("exit", "")),
        Entry(2.5, "BEA", Mark("enter", "right")),
        Entry(3.0, "BEA", clause(1.5, "I am second.", "BEA", BEA_HZ)),
        Entry(5.0, "MAX", Mark("enter", "left")),
        Entry(6.5, "MAX", clause(1.5, "I am back.", "MAX", MAX_HZ)),
    )
    assert find_place("left").x < 0.5
    return Scene(CAST, entries, "studio", "Two sets", 3)


def baked(path: Path) -> Path:
    """The same in a file."""
    scenefile.save(path, two_sets())
    return path


def perform_whole(
    directed: Directed, speak: Speak, audience: str = "", seed: int | None = None, camera: str = "off"
) -> Scene:
    """The show as one Scene."""
    steps = perform(directed, speak, audience, seed, camera=camera)
    entries = [entry for step in steps for entry in step.entries]
    return scene_of(directed, tuple(sorted(entries, key=lambda entry: entry.start)), seed)


class Watcher:
    """Collects what a player tells; give it as `on_event`."""

    def __init__(self) -> None:
        self.events: list[ShowEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: ShowEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[Kind]) -> list[Kind]:
        with self._changed:
            return [event for event in self.events if isinstance(event, kind)]

    def wait(self, kind: type[Kind], such: Callable[[Kind], bool] = lambda event: True, since: int = 0) -> Kind:
        """The first event of a kind such as wanted, of those from the `since`th on, as soon as there is one."""

        def found() -> Kind | None:
            return next((each for each in self.events[since:] if isinstance(each, kind) and such(each)), None)

        with self._changed:
            self._changed.wait_for(lambda: found() is not None, 2 * PATIENCE_S)
            event = found()
            assert event is not None, f"no such {kind.__name__} came, only {self.events[-20:]}"
            return event

    def heard(self) -> list[int]:
        """The cues that were played, in order, each once."""
        cues = [event.cue for event in self.of(At)]
        return [cue for number, cue in enumerate(cues) if number == 0 or cue != cues[number - 1]]


Plays = Callable[..., tuple[ShowPlayer, Watcher]]
