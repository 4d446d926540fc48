"""What a session tells of its stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from avatar import config as settings
from avatar.config import Config
from avatar.session import Notice, Session, SessionEvent, session
from avatar.session.stages import Stages
from avatar.stage import messages as staged


def test_why_there_is_no_window_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Callable[[staged.StageEvent], None]] = []

    class Overheard(Stages):
        def __init__(self, config: Config, tell: Callable[[staged.StageEvent], None]) -> None:
            super().__init__(config, tell)
            told.append(tell)

    monkeypatch.setattr(session, "Stages", Overheard)
    heard: list[SessionEvent] = []
    Session(settings.load(None, {"stage.mode": "none"})).subscribe(heard.append)
    for device in ("", "Speakers"):
        told[0](staged.Ready("terminal", device, why="No window."))
    assert [event for event in heard if isinstance(event, Notice)] == [Notice("No window.")]
