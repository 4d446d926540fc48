"""What the chat's handle sends to a stage, and in whose turn: without a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from avatar import children
from avatar.config import Config
from avatar.scene.widgets import Rect, Widget
from avatar.stage import messages
from avatar.stage.link import Stage
from avatar.stage.messages import Down, Finished, Position, Ready, StageEvent, Started
from avatar.types import CastMember, Mark
from tests.stage.playing import clause, tone


class Lock:
    """A lock that knows whether it is held."""

    def __init__(self) -> None:
        self.held = 0

    def __enter__(self) -> None:
        self.held += 1

    def __exit__(self, *_: object) -> None:
        self.held -= 1


class Child:
    """A process that only remembers what it was sent."""

    def __init__(self, *_: object, on_message: Callable[[Any], None], on_end: Callable[[], None], **__: object) -> None:
        self.sent: list[Down] = []
        self.urgent: list[Down] = []
        self.lock: Lock | None = None
        self.says, self.dies = on_message, on_end
        self.pid, self.exit_code = 1, -9

    def send(self, message: Down, urgent: bool = False) -> None:
        assert self.lock is None or self.lock.held, f"{type(message).__name__} is sent while another thread may send"
        (self.urgent if urgent else self.sent).append(message)

    def close(self) -> None:
        assert self.lock is None or not self.lock.held, "nobody waits for a process that ends"


class Handle:
    """A Stage, its processes and what it tells."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **options: object) -> None:
        self.children: list[Child] = []
        self.told: list[StageEvent] = []

        def start(*arguments: object, **rest: Any) -> Child:
            self.children.append(Child(*arguments, **rest))
            return self.children[-1]

        monkeypatch.setattr(children, "Child", start)
        cast = (CastMember("juno", "juno"), CastMember("max", "max"))
        self.stage = Stage(Config(), self.told.append, cast=cast, **options)  # type: ignore[arg-type]

    @property
    def child(self) -> Child:
        return self.children[-1]


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Handle:
    return Handle(monkeypatch)


ORDERS: dict[str, Callable[[Stage], object]] = {
    "perform": lambda stage: stage.perform(1, clause()),
    "effect": lambda stage: stage.effect(1, tone(0.1)),
    "stop": lambda stage: stage.stop(),
    "begin": lambda stage: stage.begin(1),
    "act": lambda stage: stage.act(1, Mark("gesture", "wave"), "juno", 2.0),
    "express": lambda stage: stage.express(Mark("expression", "smile")),
    "load": lambda stage: stage.load("max"),
    "sound": lambda stage: stage.sound(0.5, False),
    "move": lambda stage: stage.move(speed=0.0),
    "face": lambda stage: stage.face(10, 10),
    "view": lambda stage: stage.view(captions=True, reduced_motion=False),
    "overlay": lambda stage: stage.overlay(()),
    "hush": lambda stage: stage.hush(1.0),
    "measure": lambda stage: stage.measure(),
    "close": lambda stage: stage.close(),
}


@pytest.mark.parametrize("order", ORDERS)
def test_one_order_at_a_time_is_sent(handle: Handle, order: str) -> None:
    """Chat, performer and kiosk call from their own threads; what is remembered and what is sent must agree."""
    handle.stage._lock = handle.child.lock = Lock()  # type: ignore[assignment]
    child = handle.child
    before = len(child.sent)
    ORDERS[order](handle.stage)
    assert len(child.sent) + len(child.urgent) == before + 1


def test_a_look_is_the_first_ones_unless_somebody_is_named(handle: Handle) -> None:
    handle.stage.express(Mark("look", "audience", 2.0, 3.5))
    handle.stage.express(Mark("look", "audience"), "max")
    handle.stage.express("thinking", at=7.0)
    assert handle.child.sent[1:] == [
        messages.Express("juno", Mark("look", "audience", 0.0, 1.5), None),
        messages.Express("max", Mark("look", "audience"), None),
        messages.Express("juno", Mark("state", "thinking"), 7.0),
    ]


def test_a_mark_of_a_show_comes_at_its_second(handle: Handle) -> None:
    handle.stage.act(5, Mark("gesture", "wave", 0.5, 2.0), "max", 10.0)
    assert handle.child.sent[-1] == messages.Express("max", Mark("gesture", "wave", 0.0, 1.5), 10.5, 5)
    handle.stage.stop()
    assert handle.child.urgent == [messages.Stop(5)]


def test_the_next_stage_is_told_what_lasts_and_not_what_is_over(handle: Handle) -> None:
    lasting = (Mark("expression", "smile"), Mark("look", "max"))
    for mark in (Mark("expression", "sad"), *lasting, Mark("gesture", "wave"), Mark("look", "audience", 0.0, 1.0)):
        handle.stage.express(mark)
    handle.stage.express("thinking", "max", at=3.0)
    widgets = (Widget("a", "text", Rect(0, 0, 1, 1), "Hello"),)
    handle.stage.overlay(widgets, (0.1, 0.0), calm=True)
    handle.stage.view(captions=True, reduced_motion=True)
    handle.stage.sound(0.25, True)
    handle.stage.face(30, 20)
    handle.stage.load(set_name="club")
    handle.child.dies()
    opened, *rest = handle.child.sent
    assert isinstance(opened, messages.Open)
    assert (opened.stage.captions, opened.stage.reduced_motion, opened.stage.set) == (True, True, "club")
    assert (opened.sound.volume, opened.sound.muted, opened.face) == (0.25, True, (30, 20))
    assert [member.who for member in opened.cast] == ["juno", "max"]
    assert rest == [
        *(messages.Express("juno", mark, None) for mark in lasting),
        messages.Express("max", Mark("state", "thinking"), None),
        messages.Overlay(widgets, (0.1, 0.0), True),
    ]


def test_the_next_stage_says_what_is_not_over_from_its_beginning(handle: Handle) -> None:
    for id_ in (1, 2, 3):
        handle.stage.perform(id_, clause(), at=float(id_), gain=0.5)
    handle.child.says(Finished(1, 1.0, True))
    handle.child.says(Started(2, 0.0))
    handle.child.says(Position(2, 0.4, 0))
    handle.child.dies()
    again = [each for each in handle.child.sent if isinstance(each, messages.Perform)]
    assert [(each.id, each.at, each.gain) for each in again] == [(2, None, 0.5), (3, None, 0.5)]
    handle.child.says(Started(2, 0.0))
    handle.child.says(Position(2, 0.3, 0))
    handle.child.dies()
    assert [each.id for each in handle.child.sent if isinstance(each, messages.Perform)] == [3]
    over = [each for each in handle.told if isinstance(each, Finished)]
    assert over == [Finished(1, 1.0, True), Finished(2, 0.3, False)]


def test_an_order_to_begin_waits_behind_the_opening_and_overtakes_all_else(handle: Handle) -> None:
    handle.stage.begin(1, 5.0)
    assert handle.child.sent[-1] == messages.Begin(0, 5.0, 1)
    handle.child.says(Ready("none"))
    handle.stage.begin(2, 6.0)
    assert handle.child.urgent == [messages.Begin(0, 6.0, 2)]
    assert handle.stage.mode == "none"


def test_what_was_answered_is_answered_once(handle: Handle) -> None:
    handle.stage.perform(1, clause())
    for _ in range(2):
        handle.child.says(Finished(1, 1.0, True))
    assert handle.told == [Finished(1, 1.0, True)]


def test_nothing_is_told_and_no_stage_comes_after_the_end(handle: Handle) -> None:
    child = handle.child
    handle.stage.close()
    child.says(Ready("none"))
    child.dies()
    assert handle.told == []
    assert len(handle.children) == 1
    assert handle.stage.pid is None
