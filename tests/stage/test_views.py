"""When a view draws and when it lets it be: over made-up time, with a window that only remembers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from avatar import library
from avatar.character.loading import Character, load
from avatar.config import StageConfig
from avatar.errors import StageError
from avatar.scene.widgets import Rect, Widget
from avatar.session.stages import LAMP
from avatar.stage import covering, scenery, views
from avatar.stage import window as windows
from avatar.stage.calm import CALM_FPS
from avatar.stage.messages import Closed, FacePicture, Sized, Up
from avatar.stage.views import (
    AWAITED_FPS,
    BLIND_S,
    FACE_FPS,
    FACE_IDLE_FPS,
    HIDDEN_S,
    IDLE_FPS,
    UNSEEN_S,
    FaceView,
    Seen,
    WindowView,
)
from avatar.types import CastMember, Scene
from tests.stage.cards import Card
from tests.stage.playing import JUNO

FPS = 60
STEP_S = 0.001


class Window:
    """A window that only remembers."""

    def __init__(self, title: str, width: int, height: int, **options: Any) -> None:
        self.options, self.size = options, (width, height)
        self.hidden = self.stale = False
        self.drawn, self.shapes = options.pop("drawn", "nothing"), False
        self.did: list[str] = []
        self.waited: list[float] = []
        self.icon: Any = None

    def set_icon(self, icon: Any) -> None:
        self.icon = icon

    def draw(self, quads: Any) -> None:
        self.did.append("draw")

    def flip(self) -> None:
        self.did.append("flip")

    def show(self) -> None:
        self.did.append("show")

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def wake(self) -> None:
        self.did.append("wake")

    def close(self) -> None:
        self.did.append("close")


class Stage:
    """A view, its window and what it tells, at a time that the test turns. It is the play, too: nothing moves in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, config: StageConfig, drawn: str = "nothing") -> None:
        self.now = 100.0
        self.drawn = drawn
        self.asked: list[float] = []
        self.told: list[Up] = []
        self.scene = Scene((JUNO,))
        clock = SimpleNamespace(perf_counter=lambda: self.now, thread_time=lambda: self.now)
        for module in (views, scenery):
            monkeypatch.setattr(module, "time", clock)
        for module in (scenery, covering):
            monkeypatch.setattr(module, "Atlas", Card)
        monkeypatch.setattr(windows, "Window", self._opened)
        self.window: Window
        self.view = WindowView(config, "test", self.told.append)

    def _opened(self, *arguments: Any, **options: Any) -> Window:
        self.window = Window(*arguments, drawn=self.drawn, **options)
        return self.window

    def seen(self, wall: float) -> Seen:
        self.asked.append(wall)
        return Seen(self.scene, 1.0, (), True)

    def play(self, seconds: float, *, moving: bool, awaited: bool = False) -> list[str]:
        """What the window is asked for meanwhile."""
        begun = len(self.window.did)
        for _ in range(round(seconds / STEP_S)):
            self.view.turn(self, moving=moving, awaited=awaited)
            self.now += STEP_S
        return self.window.did[begun:]


@pytest.fixture(scope="module")
def juno() -> Character:
    return load(library.character("juno"))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, juno: Character) -> Stage:
    made = Stage(monkeypatch, StageConfig(width=320, height=200, fps=FPS))
    made.view.cast(((JUNO, juno),), ["plain"])
    return made


def test_a_window_is_shown_with_its_first_picture_and_never_empty(stage: Stage) -> None:
    assert stage.window.did == []
    assert stage.window.icon.shape == (64, 64, 4)
    assert stage.play(0.1, moving=True)[:3] == ["draw", "show", "flip"]
    assert stage.window.did.count("show") == 1


@pytest.mark.parametrize(
    ("moving", "calm", "rate"),
    [(True, False, FPS), (False, False, IDLE_FPS), (True, True, FPS)],
)
def test_it_draws_as_often_as_what_is_seen_needs(stage: Stage, moving: bool, calm: bool, rate: float) -> None:
    stage.view.overlay((), (0.0, 0.0), calm=calm)
    stage.play(0.5, moving=moving)
    did = stage.play(2.0, moving=moving)
    assert did.count("flip") == pytest.approx(2 * rate, abs=2)
    assert did.count("draw") == pytest.approx(did.count("flip"), abs=1)


@pytest.mark.parametrize(
    ("drawn", "rate"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits) (OpenGL ES 3.2 Mesa 22.3.6)", AWAITED_FPS),
        ("Mesa Intel(R) UHD Graphics 620 (OpenGL ES 3.2 Mesa 22.3.6)", FPS),
    ],
)
def test_a_processor_that_makes_a_voice_draws_less(
    monkeypatch: pytest.MonkeyPatch, juno: Character, drawn: str, rate: float
) -> None:
    stage = Stage(monkeypatch, StageConfig(width=320, height=200, fps=FPS), drawn)
    stage.view.cast(((JUNO, juno),), ["plain"])
    stage.play(0.5, moving=True, awaited=True)
    assert stage.play(2.0, moving=True, awaited=True).count("flip") == pytest.approx(2 * rate, abs=2)
    stage.play(0.1, moving=True)
    assert stage.play(2.0, moving=True).count("flip") == pytest.approx(2 * FPS, abs=2), "it is heard: at once"


def test_while_nobody_is_there_it_looks_seldom_and_draws_only_what_has_changed(stage: Stage, juno: Character) -> None:
    stage.view.overlay((), (0.0, 0.0), calm=True)
    stage.play(1.0, moving=False)
    looked = len(stage.asked)
    assert stage.play(2.0, moving=False) == []
    assert len(stage.asked) - looked == pytest.approx(2 * CALM_FPS, abs=2)
    stage.scene = Scene((replace(JUNO, place=replace(JUNO.place, x=0.7)),))
    assert stage.play(0.2, moving=False) == ["draw", "flip"]
    stage.window.stale = True
    assert stage.play(0.2, moving=False) == ["draw", "flip"], "its picture was lost"
    assert not stage.window.stale
    stage.view.overlay((), (0.0, 0.0), calm=False)
    assert stage.play(0.02, moving=False)[0] == "draw", "somebody came: at once"


def test_a_picture_is_of_the_moment_at_which_it_is_seen_and_is_shown_no_sooner(stage: Stage) -> None:
    stage.play(0.5, moving=True)
    before = len(stage.asked)
    flips = []
    for _ in range(200):
        count = len(stage.window.did)
        stage.view.turn(stage, moving=True)
        flips += [stage.now] if "flip" in stage.window.did[count:] else []
        stage.now += STEP_S
    assert np.diff(flips) == pytest.approx(np.full(len(flips) - 1, 1 / FPS), abs=2 * STEP_S)
    for flip in flips[1:-1]:
        assert min(abs(asked - flip) for asked in stage.asked[before:]) < 2 * STEP_S


def test_hidden_it_draws_nothing_and_is_not_late(stage: Stage) -> None:
    stage.play(0.5, moving=True)
    assert not stage.view.hidden
    stage.window.hidden = True
    stage.play(0.02, moving=True)
    late = stage.view.costs.late
    assert stage.play(1.0, moving=True) == []
    assert stage.view.hidden
    for moving, seconds in ((True, UNSEEN_S), (False, HIDDEN_S)):
        stage.play(STEP_S, moving=moving)
        stage.view.wait()
        assert stage.window.waited[-1] == seconds
    stage.window.hidden = False
    assert stage.play(0.1, moving=True)[:2] == ["draw", "flip"]
    assert stage.view.costs.late - late <= 1


def test_it_waits_until_the_next_picture_is_to_be_shown(stage: Stage) -> None:
    stage.play(0.5, moving=True)
    for _ in range(50):
        stage.view.turn(stage, moving=True)
        stage.view.wait()
        assert stage.window.waited[-1] <= 1 / FPS + STEP_S
        stage.now += max(stage.window.waited[-1], 0.0) + 1e-6
    assert stage.view.costs.late == 0
    stage.view.wake()
    assert stage.window.did[-1] == "wake"


def test_frames_that_take_too_long_are_counted_and_what_they_cost_is_known(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.play(0.5, moving=True)
    shown, late = stage.view.costs.shown, stage.view.costs.late

    def slowly(quads: Any) -> None:
        stage.now += 0.05

    monkeypatch.setattr(stage.window, "draw", slowly)
    stage.play(0.05, moving=True)
    assert stage.view.costs.shown > shown
    assert stage.view.costs.late >= late + 2
    assert max(stage.view.costs.gl_ms) == pytest.approx(50.0, abs=5.0)


def test_a_new_size_is_told_once(stage: Stage) -> None:
    stage.play(0.2, moving=True)
    assert stage.told == [Sized(320, 200)]
    stage.window.size = (400, 300)
    stage.play(0.5, moving=True)
    assert stage.told == [Sized(320, 200), Sized(400, 300)]


def test_what_can_not_be_drawn_is_told_to_whoever_turns_it_and_the_old_picture_stays(
    stage: Stage, juno: Character
) -> None:
    stage.play(0.2, moving=True)
    stage.view.cast(((JUNO, juno),), ["the moon"])

    def until_it_fails() -> None:
        for _ in range(500):
            stage.play(0.02, moving=True)
            if work := stage.view._scenery._work:
                work.done.wait(10.0)

    with pytest.raises(StageError, match="the moon"):
        until_it_fails()
    stage.view.cast(((JUNO, juno),), ["plain"])
    assert "draw" in stage.play(0.2, moving=True)


@pytest.mark.parametrize("fullscreen", [True, False])
def test_only_a_window_that_does_not_fill_the_screen_can_be_closed(
    monkeypatch: pytest.MonkeyPatch, fullscreen: bool
) -> None:
    made = Stage(monkeypatch, StageConfig(width=320, height=200, fullscreen=fullscreen))
    made.window.options["on_close"]()
    assert made.told == ([] if fullscreen else [Closed()])
    made.view.close()
    assert made.window.did == ["close"]


# ------------------------------------------------------------------------------------------------- the terminal's face


class Face:
    """A terminal's face at a time that the test turns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, juno: Character, size: tuple[int, int]) -> None:
        self.now, self.moment = 50.0, 0.0
        self.told: list[Up] = []
        monkeypatch.setattr(views, "time", SimpleNamespace(perf_counter=lambda: self.now))
        self.view = FaceView(self.told.append, size)
        self.view.cast(((JUNO, juno),), ["plain"])

    def seen(self, wall: float) -> Seen:
        return Seen(Scene((JUNO,)), self.moment, (), False)

    def play(self, seconds: float, *, moving: bool, alive: bool) -> list[FacePicture]:
        begun = len(self.told)
        for _ in range(round(seconds / 0.01)):
            self.view.turn(self, moving=moving)
            self.now += 0.01
            self.moment += 0.01 * alive
        return [each for each in self.told[begun:] if isinstance(each, FacePicture)]


@pytest.mark.parametrize(("moving", "rate"), [(True, FACE_FPS), (False, FACE_IDLE_FPS)])
def test_a_terminals_face_comes_as_often_as_a_terminal_bears(
    monkeypatch: pytest.MonkeyPatch, juno: Character, moving: bool, rate: float
) -> None:
    face = Face(monkeypatch, juno, (48, 40))
    face.play(0.3, moving=moving, alive=True)
    pictures = face.play(2.0, moving=moving, alive=True)
    assert 0.5 * rate * 2 < len(pictures) <= rate * 2 + 1, "those alike are left out"
    assert {(each.width, each.height, len(each.blob)) for each in pictures} == {(48, 40, 48 * 40 * 4)}


def test_a_lamp_is_seen_in_a_terminals_face_and_goes_out(monkeypatch: pytest.MonkeyPatch, juno: Character) -> None:
    face = Face(monkeypatch, juno, (48, 40))
    (before,) = face.play(0.3, moving=False, alive=False)
    face.view.overlay((LAMP, Widget("a", "text", Rect(0, 0, 1, 1), "Hello")))
    (lit,) = face.play(0.3, moving=False, alive=False)
    dark, light = (np.frombuffer(each.blob, np.uint8).reshape(40, 48, 4) for each in (before, lit))
    rows, columns = np.nonzero((dark != light).any(axis=2))
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (3, 3)
    assert rows.max() < 10
    assert columns.min() > 38
    assert (light[rows, columns, 0] > 2 * light[rows, columns, 1]).all()
    face.view.overlay(())
    (after,) = face.play(0.3, moving=False, alive=False)
    assert after.blob == before.blob


def test_a_face_that_does_not_move_is_sent_once_and_again_in_another_size(
    monkeypatch: pytest.MonkeyPatch, juno: Character
) -> None:
    face = Face(monkeypatch, juno, (48, 40))
    assert len(face.play(1.0, moving=False, alive=False)) == 1
    face.view.resize(32, 20)
    (picture,) = face.play(1.0, moving=False, alive=False)
    assert (picture.width, picture.height) == (32, 20)
    for size in ((0, 20), (32, 0), (0, 0)):
        face.view.resize(*size)
        assert face.play(1.0, moving=True, alive=True) == []


def test_an_unknown_set_is_refused_by_the_face_too(monkeypatch: pytest.MonkeyPatch, juno: Character) -> None:
    face = Face(monkeypatch, juno, (48, 40))
    with pytest.raises(StageError, match="the moon"):
        face.view.cast(((JUNO, juno),), ["plain", "the moon"])


def test_a_face_waits_no_longer_than_for_its_next_picture_or_word(
    monkeypatch: pytest.MonkeyPatch, juno: Character
) -> None:
    face = Face(monkeypatch, juno, (48, 40))
    waited: list[float] = []
    face.view._woken = SimpleNamespace(wait=waited.append, clear=lambda: None)  # type: ignore[assignment]
    face.play(0.01, moving=True, alive=True)
    face.view.wait()
    face.now += 10.0
    face.view.wait()
    face.view.resize(0, 0)
    face.view.wait()
    assert waited == [BLIND_S, 0.0, BLIND_S]


def test_what_shines_through_is_sent_with_its_own_colour() -> None:
    """The terminal lays it on a ground of its own, and would darken it a second time."""
    straight = np.array([[[200, 100, 50, 255], [200, 100, 50, 128], [9, 9, 9, 0]]], np.uint8)
    premultiplied = straight.copy()
    premultiplied[..., :3] = (straight[..., :3].astype(int) * straight[..., 3:] + 127) // 255
    found = views._straight(premultiplied)
    assert np.abs(found[0, :2].astype(int) - straight[0, :2]).max() <= 2
    assert found[0, :, 3].tolist() == [255, 128, 0]
    assert views._straight(straight[:, :1]).tolist() == [[[200, 100, 50, 255]]]


def test_somebody_else_is_drawn_once_they_were_cast(stage: Stage) -> None:
    other = load(library.character("max"))
    stage.play(0.2, moving=True)
    stage.scene = Scene((CastMember("max", "max"),))
    stage.view.cast(((CastMember("max", "max"), other),), ["plain"])
    for _ in range(500):
        stage.play(0.02, moving=True)
        if stage.view._scenery._work:
            stage.view._scenery._work.done.wait(10.0)
        if [member.who for member, _ in stage.view._scenery.people] == ["max"]:
            break
    assert [member.who for member, _ in stage.view._scenery.people] == ["max"]
