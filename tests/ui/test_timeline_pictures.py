"""Pictures of the timeline editor. After a wanted change run this file with `--snapshot-update`, and look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from avatar import config as configuration
from avatar.config import Config
from avatar.editing.desk import EditedFile
from avatar.editing.footage import Footage
from avatar.stage.messages import FacePicture, Ready
from avatar.ui.timeline.app import TimelineApp
from tests.editing.takes import footage, staged
from tests.ui.test_pictures import face


class Painted:
    """A stage with a plain drawing of a face, so that the picture does not change with the art."""

    def __init__(self, config: Config, tell: Callable[[Any], None], **more: Any) -> None:
        frame = face()
        tell(Ready("terminal", "Loudspeaker"))
        self._tell = lambda: tell(FacePicture(frame.width, frame.height, frame.rgba))

    def face(self, width: int, height: int) -> None:
        if width and height:
            self._tell()

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *values, **more: None


Scene = tuple[Callable[[], Footage], tuple[str, ...], tuple[int, int], str]

SCENES: dict[str, Scene] = {
    "begun": (footage, (), (100, 30), "dark"),
    "doubted": (footage, ("n",), (100, 30), "dark"),
    "edited-light": (footage, ("n", "c", ">", "n", "n", "a", "f3"), (120, 36), "light"),
    "shots": (staged, ("f2", *["down"] * 8, *["right"] * 12, "s", "enter", *"close b"), (100, 32), "dark"),
    "narrow": (footage, ("n", "c"), (40, 24), "dark"),
    "small": (footage, ("n",), (80, 24), "light"),
    "help": (footage, ("question_mark",), (100, 30), "dark"),
}


@pytest.fixture
def make(terminal: None, tmp_path: Path) -> Iterator[Callable[[Footage, str], TimelineApp]]:
    apps: list[TimelineApp] = []

    def make(take: Footage, theme: str) -> TimelineApp:
        config = configuration.override(Config(), "chat.theme", theme)
        apps.append(TimelineApp(config, EditedFile(tmp_path / "talk.wav", [take]), Painted))  # type: ignore[arg-type]
        return apps[-1]

    yield make
    for app in apps:
        app.file.leave()


@pytest.mark.parametrize("scene", SCENES)
def test_picture(scene: str, make: Callable[[Footage, str], TimelineApp], snap_compare: Callable[..., bool]) -> None:
    take, keys, size, theme = SCENES[scene]

    async def before(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()

    assert snap_compare(make(take(), theme), terminal_size=size, run_before=before)
