"""The stage of a session: what is asked of it, and what the next one is told, with stages that only remember."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from avatar import config as settings
from avatar.scene.widgets import Rect, Widget
from avatar.session import stages as module
from avatar.session.stages import LAMP, Stages, needs_another
from avatar.stage.messages import FacePicture, Finished, StageEvent
from avatar.types import Clip, Mark, Place

CONFIG = settings.load(None, {"stage.mode": "none"})


class Stage:
    """Remembers what it is asked for."""

    def __init__(self, config: settings.Config, hear: Any, **options: Any) -> None:
        self.config, self.hear, self.options = config, hear, options
        self.asked: list[tuple[Any, ...]] = []
        self.closed = False
        self.pid = 7

    def close(self) -> None:
        self.closed = True

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **named: self.asked.append((name, *arguments, named))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Stage]:
    made: list[Stage] = []

    def stage(*arguments: Any, **options: Any) -> Stage:
        made.append(Stage(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(module, "Stage", stage)
    return made


WIDGETS = (Widget("a", "text", Rect(0, 0, 1, 1), "Hello"),)
CLIP = Clip.silence(0.1, 8000)


def ask_everything(stages: Stages) -> None:
    stages.perform(1, "performance")  # type: ignore[arg-type]
    stages.effect(2, CLIP, 0.5)
    stages.stop()
    stages.state("thinking")
    stages.act(Mark("gesture", "wave"))
    stages.face(20, 10)
    stages.stand(Place(0.3))
    stages.overlay(WIDGETS, (0.0, 0.1), calm=True)
    stages.measure()


async def test_whatever_is_asked_reaches_the_stage_once(opened: list[Stage]) -> None:
    stages = Stages(CONFIG, lambda event: None)
    stages.open()
    ask_everything(stages)
    (stage,) = opened
    load = ("load", stages._people(), {})
    assert stage.asked == [
        ("perform", 1, "performance", {}), ("effect", 2, CLIP, {"gain": 0.5}), ("stop", {}),
        ("express", "thinking", {}), ("express", Mark("gesture", "wave"), {}), ("face", 20, 10, {}), load,
        ("overlay", WIDGETS, (0.0, 0.1), {"calm": True}), ("measure", {}),
    ]  # fmt: skip
    assert stages._people()[0].place == Place(0.3)
    assert stages.pid == 7
    await stages.close()
    assert stage.closed


async def test_without_a_stage_all_can_be_asked_and_nothing_is_played(opened: list[Stage]) -> None:
    stages = Stages(CONFIG, lambda event: None)
    ask_everything(stages)
    assert not stages.perform(1, "performance")  # type: ignore[arg-type]
    assert not stages.effect(2, CLIP, 1.0)
    stages.configure(replace(CONFIG, sound=replace(CONFIG.sound, volume=0.3)))
    assert stages.pid is None
    stages.open_anew(CONFIG)
    assert opened == [], "what was not open is not opened"
    await stages.close()


async def test_the_next_stage_knows_where_all_is_and_the_old_one_is_closed(opened: list[Stage]) -> None:
    stages = Stages(CONFIG, lambda event: None)
    stages.open()
    ask_everything(stages)
    other = replace(CONFIG, stage=replace(CONFIG.stage, set="club"))
    stages.open_anew(other)
    old, new = opened
    assert new.config == other
    assert new.options["face"] == (20, 10)
    assert [member.place for member in new.options["cast"]] == [Place(0.3)]
    assert new.asked == [("overlay", WIDGETS, (0.0, 0.1), {"calm": True})]
    await stages.close()
    assert old.closed
    assert new.closed


async def test_a_lamp_is_lit_over_whatever_else_is_shown_also_on_the_next_stage(opened: list[Stage]) -> None:
    stages = Stages(CONFIG, lambda event: None)
    stages.open()
    stages.lamp(False)
    assert opened[0].asked == []
    stages.lamp(True)
    stages.overlay(WIDGETS, (0.0, 0.1), calm=True)
    stages.open_anew(replace(CONFIG, stage=replace(CONFIG.stage, set="club")))
    stages.lamp(False)
    alone = ("overlay", (LAMP,), (0.0, 0.0), {"calm": False})
    over = ("overlay", (*WIDGETS, LAMP), (0.0, 0.1), {"calm": True})
    assert opened[0].asked == [alone, over]
    assert opened[1].asked == [over, ("overlay", WIDGETS, (0.0, 0.1), {"calm": True})]
    await stages.close()


async def test_an_open_stage_takes_over_what_it_can_and_is_told_of_nothing_else(opened: list[Stage]) -> None:
    stages = Stages(CONFIG, lambda event: None)
    stages.open()
    stages.configure(replace(CONFIG, voice=replace(CONFIG.voice, name="en-us")))
    assert opened[0].asked == []
    louder = replace(CONFIG, sound=replace(CONFIG.sound, volume=0.25, muted=True))
    stages.configure(louder)
    assert opened[0].asked == [("sound", 0.25, True, {})]
    stages.configure(replace(louder, character=replace(CONFIG.character, name="max")))
    name, people, _ = opened[0].asked[-1]
    assert (name, [member.character for member in people]) == ("load", ["max"])
    await stages.close()


def test_only_what_an_open_stage_can_not_take_over_needs_another() -> None:
    sound, stage = CONFIG.sound, CONFIG.stage
    for same in (
        replace(CONFIG, sound=replace(sound, volume=0.1, muted=not sound.muted)),
        replace(CONFIG, character=replace(CONFIG.character, name="max")),
        replace(CONFIG, stage=replace(stage, captions=not stage.captions, reduced_motion=not stage.reduced_motion)),
    ):
        assert not needs_another(CONFIG, same)
    for other in (
        replace(CONFIG, sound=replace(sound, device="headphones")),
        replace(CONFIG, stage=replace(stage, set="club")),
    ):
        assert needs_another(CONFIG, other)


async def test_of_frames_only_the_newest_is_told_and_everything_else_is(opened: list[Stage]) -> None:
    told: list[StageEvent] = []
    stages = Stages(CONFIG, told.append)
    stages.open()
    frames = [FacePicture(1, 1, bytes([n] * 4)) for n in range(3)]
    for frame in frames:
        opened[0].hear(frame)
    for number in (1, 2):
        opened[0].hear(Finished(number, 1.0, True))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert told == [frames[-1], Finished(1, 1.0, True), Finished(2, 1.0, True)]
    await stages.close()
