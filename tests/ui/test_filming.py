"""/film: the last answer as a clip."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from textual.pilot import Pilot

from avatar import installer
from avatar.types import CastMember, Scene
from tests.film.scenes import small
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < deadline
        await pilot.pause(0.05)


async def test_the_last_answer_becomes_a_clip_while_the_talk_goes_on(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    path = tmp_path / "a clip.mp4"
    async with app.run_test() as pilot:
        conversation(app).performed = small()
        await typed(pilot, f"/film {path}")
        await until(pilot, lambda: "Filming 1 s;" in shown(app))
        await typed(pilot, "And what else?")
        assert "And what else?" in shown(app)
        await until(pilot, lambda: "Filmed to" in shown(app))
    with av.open(str(path)) as container:
        assert container.streams.video[0].height == 720


async def test_what_is_wrong_is_told(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        conversation(app).performed = Scene(())
        await typed(pilot, "/film")
        await until(pilot, lambda: "Nothing was heard yet that could be filmed" in shown(app))
        conversation(app).performed = Scene((CastMember("ANA", "blot"),), small().entries)
        await typed(pilot, f"/film {tmp_path / 'clip.avi'}")
        await until(pilot, lambda: "No film ends in '.avi'" in shown(app))
        assert "Filmed to" not in shown(app)


async def test_a_missing_library_is_told_before_anything_is_filmed(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatar.film.find_spec", lambda name: None)
    app, remedy = make_app(), "".join(installer.for_extra("film").split())
    async with app.run_test(size=(110, 30)) as pilot:
        conversation(app).performed = small()
        await typed(pilot, "/film")
        await until(pilot, lambda: remedy in "".join(shown(app).split()))
        assert "the talk can go on" not in shown(app)
