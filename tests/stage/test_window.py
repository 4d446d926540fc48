"""The window on a virtual screen, seen as a user sees it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from avatar import library
from avatar.character.loading import Character, load
from avatar.character.rig import frame_view
from avatar.character.still.points import Kind, MouthShown
from avatar.config import Config, StageConfig
from avatar.draw import Painter
from avatar.scene.pose import pose
from avatar.stage.link import Stage
from avatar.stage.messages import Closed, FacePicture, Finished, Measured, Position, Ready, StageFault, Touched
from avatar.stage.window import CORNER
from avatar.types import Mark, Pose, Scene
from tests import virtual
from tests.cast import CAST
from tests.draw import painting
from tests.draw.portrait import make_still
from tests.stage.playing import JUNO, Ear, clause, until

SIZE = 400


@pytest.fixture
def juno() -> Character:
    return load(library.character("juno"))


@pytest.fixture
def screen(display: str) -> Iterator[virtual.Screen]:
    with virtual.Screen(display) as screen:
        yield screen


Opener = Callable[..., tuple[Stage, Ear]]


@pytest.fixture
def open_window(tmp_path: Path, display: str) -> Iterator[Opener]:
    opened: list[Stage] = []

    def make(**options: object) -> tuple[Stage, Ear]:
        ear = Ear()
        table = {"mode": "window", "width": SIZE, "height": SIZE, "reduced_motion": True} | options
        stage = Stage(Config(stage=StageConfig(**table)), ear, log_path=tmp_path / "stage.log")  # type: ignore[arg-type]
        opened.append(stage)
        assert ear.wait(Ready).mode == "window", (tmp_path / "stage.log").read_text()
        return stage, ear

    yield make
    for stage in opened:
        stage.close()


def mouth_box(juno: Character, size: int = SIZE) -> tuple[slice, slice]:
    """Where the mouth is in a square window, with room for small moves of the head."""
    assert juno.mouth is not None
    scale, _, _, _, left, top = frame_view(juno, JUNO.place, size, size)
    x, y = juno.mouth.anchor[0] * scale + left, juno.mouth.anchor[1] * scale + top
    half = juno.mouth.width * scale * 0.6
    return slice(round(y - 0.3 * half), round(y + half)), slice(round(x - 0.7 * half), round(x + 0.7 * half))


def darkness(picture: np.ndarray, box: tuple[slice, slice]) -> float:
    """How much of the mouth's box is as dark as the inside of a mouth."""
    return float((picture[box].astype(int).sum(axis=2) < 200).mean())


def shown(screen: virtual.Screen, size: int = SIZE) -> np.ndarray:
    return screen.grab(size, size)


def painted(juno: Character, size: int = SIZE, t: float = 0.0) -> np.ndarray:
    """The same by the picture painter."""
    posed = pose(Scene((JUNO,)), "juno", t, juno.acting, reduced_motion=True)
    return Painter(size, size).paint([(juno, posed)])[:, :, :3].copy()


def wait_for_face(screen: virtual.Screen, juno: Character, size: int = SIZE) -> None:
    """Until the window shows what the picture painter would paint, give or take a blink and a breath."""
    reference = painted(juno, size).astype(int)

    def alike() -> bool:
        difference = np.abs(shown(screen, size).astype(int) - reference).mean(axis=2)
        return float((difference > 40).mean()) < 0.04

    until(alike, "the character is in the window")


def detail(picture: np.ndarray) -> float:
    """How much neighbouring pixels differ: less where a picture was stretched."""
    return float(np.abs(np.diff(picture.astype(int), axis=1)).mean())


def test_a_driver_of_a_raspberry_pi_4_will_do(open_window: Opener, screen: virtual.Screen, juno: Character,
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Which has OpenGL ES 3.1, and no OpenGL that the window could use."""
    monkeypatch.setenv("MESA_GLES_VERSION_OVERRIDE", "3.1")
    monkeypatch.setenv("MESA_GL_VERSION_OVERRIDE", "2.1")
    open_window()
    wait_for_face(screen, juno)


def test_a_driver_of_a_raspberry_pi_3_gives_the_terminals_face_and_says_why(
    display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESA_GLES_VERSION_OVERRIDE", "2.0")
    monkeypatch.setenv("MESA_GL_VERSION_OVERRIDE", "2.1")
    ear = Ear()
    stage = Stage(Config(stage=StageConfig(width=SIZE, height=SIZE)), ear, log_path=tmp_path / "stage.log")
    try:
        ready = ear.wait(Ready)
        stage.face(20, 10)
        ear.wait(FacePicture)
    finally:
        stage.close()
    assert ready.mode == "terminal"
    assert "neither OpenGL ES 3.1 nor OpenGL 3.3" in ready.why
    assert "Raspberry Pi 3" in ready.why


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_terminals_face_says_so_in_plain_words(tmp_path: Path) -> None:
    """And names no packages, which would not help."""
    ear = Ear()
    stage = Stage(Config(), ear, log_path=tmp_path / "stage.log")
    try:
        ready = ear.wait(Ready)
    finally:
        stage.close()
    assert ready.mode == "terminal"
    assert "there is no screen here (DISPLAY is not set)" in ready.why
    assert "libgl" not in ready.why


def test_the_mouth_is_shut_then_moves_then_is_shut(open_window: Opener, screen: virtual.Screen, juno: Character,
                                                  sink: virtual.Sink) -> None:  # fmt: skip
    stage, ear = open_window()
    wait_for_face(screen, juno)
    box = mouth_box(juno)
    shut = darkness(shown(screen), box)
    with sink.recording() as recording:
        stage.perform(1, clause(2.0))
        ear.wait(Position, lambda event: event.t > 0.3)
        opened = darkness(shown(screen), box)
        assert recording.loudest > 10_000
        ear.wait(Finished)
    assert opened > shut + 0.1
    until(lambda: abs(darkness(shown(screen), box) - shut) < 0.06, "the mouth shuts again")


def test_stop_shuts_the_mouth(open_window: Opener, screen: virtual.Screen, juno: Character) -> None:
    stage, ear = open_window()
    wait_for_face(screen, juno)
    box = mouth_box(juno)
    shut = darkness(shown(screen), box)
    stage.perform(1, clause(60.0))
    until(lambda: darkness(shown(screen), box) > shut + 0.1, "the mouth opens")
    stage.stop()
    assert not ear.wait(Finished).whole
    until(lambda: abs(darkness(shown(screen), box) - shut) < 0.06, "the mouth shuts")


@pytest.mark.parametrize(("who", "api"), [*((name, "gles") for name in CAST), ("juno", "gl")])
def test_both_painters_agree(who: str, api: str, display: str, tmp_path: Path) -> None:
    hold_painters_together(library.character(who), api, tmp_path)


@pytest.mark.parametrize(
    ("mouth", "kind"), [("shut", "face"), ("teeth", "face"), ("open", "muzzle"), ("shut", "thing")]
)
def test_both_painters_agree_on_a_still_picture(mouth: MouthShown, kind: Kind, display: str, tmp_path: Path) -> None:
    behind = (mouth, kind) == ("teeth", "face")
    hold_painters_together(make_still(tmp_path / "still", mouth, kind, mark=True, behind=behind), "gles", tmp_path)


def hold_painters_together(folder: Path, api: str, tmp_path: Path) -> None:
    out = tmp_path / "window.npz"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.draw.painting", str(out), str(folder), api]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    character = load(folder)
    painter = Painter(painting.WIDTH, painting.HEIGHT)
    with np.load(out) as windows:
        for name, posed in zip(windows.files, painting.poses(character), strict=True):
            similarity = structural_similarity(windows[name], painter.paint([(character, posed)]))
            assert similarity >= 0.985, f"{name} of {folder.name}"


def structural_similarity(one: np.ndarray, two: np.ndarray) -> float:
    """Mean over the picture, in grey: Wang et al., "Image quality assessment: from error visibility to structural
    similarity", IEEE Transactions on Image Processing 13 (2004), with its Gaussian window."""
    a, b = (each[:, :, :3].astype(np.float64).mean(axis=2) for each in (one, two))
    mean_a, mean_b = blurred(a), blurred(b)
    spread_a, spread_b = blurred(a * a) - mean_a**2, blurred(b * b) - mean_b**2
    shared = blurred(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean_a * mean_b + c1) * (2 * shared + c2)
    return float((likeness / ((mean_a**2 + mean_b**2 + c1) * (spread_a + spread_b + c2))).mean())


def blurred(picture: np.ndarray) -> np.ndarray:
    return gaussian_filter(picture, 1.5, truncate=3.5)


def test_a_resized_window_is_drawn_anew_at_its_size(open_window: Opener, screen: virtual.Screen,
                                                   juno: Character) -> None:  # fmt: skip
    open_window()
    wait_for_face(screen, juno)
    window = screen.windows()[-1]
    screen.resize(window, 700, 700)
    wait_for_face(screen, juno, 700)
    crisp = detail(painted(juno, 700))
    until(lambda: detail(shown(screen, 700)) > 0.93 * crisp, "it is crisp")


def test_a_hidden_window_draws_nothing_and_comes_back(open_window: Opener, screen: virtual.Screen,
                                                      juno: Character) -> None:  # fmt: skip
    stage, ear = open_window()
    wait_for_face(screen, juno)
    window = screen.windows()[-1]
    screen.hide(window, hidden=True)

    def frames() -> int:
        asked = len(ear.of(Measured))
        stage.measure()
        until(lambda: len(ear.of(Measured)) > asked, "the costs")
        return ear.of(Measured)[-1].frames

    frames()
    until(lambda: frames() == 0, "nothing is drawn")
    stage.perform(1, clause(0.3))
    assert ear.wait(Finished).whole
    screen.hide(window, hidden=False)
    wait_for_face(screen, juno)


def test_another_character_takes_over_in_mid_sentence(open_window: Opener, screen: virtual.Screen,
                                                      juno: Character) -> None:  # fmt: skip
    stage, ear = open_window()
    wait_for_face(screen, juno)
    before = shown(screen).astype(int)
    stage.perform(1, clause(2.0))
    ear.wait(Position)
    other = next(name for name in library.characters() if name != "juno")
    stage.load(other)
    until(lambda: bool(np.abs(shown(screen).astype(int) - before).mean() > 15), "somebody else")
    assert ear.wait(Finished).whole
    assert not [event for event in ear.of(StageFault) if "No sound" not in event.text]


def test_the_close_button_is_told_and_leaves_the_rest_to_the_chat(
    open_window: Opener, screen: virtual.Screen, juno: Character
) -> None:
    stage, ear = open_window()
    wait_for_face(screen, juno)
    screen.press_close(screen.windows()[-1])
    ear.wait(Closed)
    stage.perform(1, clause(0.2))
    assert ear.wait(Finished).whole


def test_captions_appear_on_request(open_window: Opener, screen: virtual.Screen, juno: Character) -> None:
    stage, ear = open_window(captions=True)
    wait_for_face(screen, juno)
    below = slice(round(0.88 * SIZE), round(0.97 * SIZE)), slice(SIZE // 4, 3 * SIZE // 4)
    before = darkness(shown(screen), below)
    stage.perform(1, clause(60.0, "Something worth reading."))
    until(lambda: darkness(shown(screen), below) > before + 0.3, "a caption")
    stage.view(captions=False, reduced_motion=True)
    until(lambda: darkness(shown(screen), below) < before + 0.1, "the caption goes")
    stage.stop()
    ear.wait(Finished)


def test_it_tells_what_it_costs(open_window: Opener) -> None:
    stage, ear = open_window()
    stage.perform(1, clause(0.5))
    ear.wait(Finished)

    def frames() -> int:
        stage.measure()
        return sum(each.frames for each in ear.of(Measured))

    until(lambda: frames() > 3, "some frames")
    assert all(len(each.own_ms) == len(each.gl_ms) == each.frames for each in ear.of(Measured))


def test_another_set_and_an_expression_change_the_picture(open_window: Opener, screen: virtual.Screen,
                                                         juno: Character) -> None:  # fmt: skip
    stage, _ = open_window()
    wait_for_face(screen, juno)
    before = shown(screen).astype(int)
    stage.express(Mark("expression", "surprised"))
    until(lambda: bool(np.abs(shown(screen).astype(int) - before)[mouth_box(juno)].mean() > 5), "surprise")
    stage.load(set_name="transparent")
    until(lambda: bool((shown(screen)[:20, :20] == 0).all()), "no wall")


@pytest.mark.parametrize("on_top", [True, False])
@pytest.mark.parametrize("transparent", [True, False])
@pytest.mark.parametrize("borderless", [True, False])
def test_the_window_asks_the_desktop_for_what_was_asked_of_it(
    open_window: Opener, screen: virtual.Screen, borderless: bool, transparent: bool, on_top: bool
) -> None:
    open_window(borderless=borderless, transparent=transparent, on_top=on_top)
    until(lambda: bool(screen.windows()), "the window")
    window = screen.windows()[-1]
    until(lambda: ("_NET_WM_STATE_ABOVE" in screen.states(window)) == on_top, "above all, or not")
    flags, _, decorations, *_ = screen.property(window, "_MOTIF_WM_HINTS") or (0, 0, 1)
    assert (flags == 2 and decorations == 0) == borderless
    assert screen.geometry(window)[4] == (32 if transparent else 24)


@pytest.mark.parametrize("transparent", [True, False])
def test_a_window_without_a_title_bar_is_moved_by_its_picture(
    open_window: Opener, screen: virtual.Screen, transparent: bool
) -> None:
    open_window(borderless=True, transparent=transparent)
    until(lambda: bool(shown(screen).any()), "the picture")
    window = screen.windows()[-1]
    screen.drag((200, 200), (260, 230))
    until(lambda: screen.geometry(window)[:2] == (60, 30), "it has moved")


def test_a_window_goes_exactly_as_far_as_the_hand_however_its_events_and_its_moves_cross(
    open_window: Opener, screen: virtual.Screen
) -> None:
    open_window(borderless=True)
    until(lambda: bool(shown(screen).any()), "the picture")
    window = screen.windows()[-1]
    left, top = screen.geometry(window)[:2]
    for _ in range(3):
        for across, down in ((150, 90), (-150, -90)):
            screen.drag((left + 200, top + 200), (left + 200 + across, top + 200 + down), steps=40)
            left, top = left + across, top + down
            until(lambda wanted=(left, top): screen.geometry(window)[:2] == wanted, "it has moved as far")  # type: ignore[misc]


def test_a_pet_stands_in_the_corner_and_lets_clicks_through_beside_it(
    open_window: Opener, screen: virtual.Screen
) -> None:
    open_window(borderless=True, transparent=True, on_top=True, set="transparent")
    until(lambda: bool(screen.windows()), "the window")
    window = screen.windows()[-1]
    until(lambda: screen.geometry(window)[:2] == (1280 - SIZE - CORNER, 800 - SIZE - CORNER), "the corner")
    until(lambda: not screen.catches_clicks(window, 4, 4), "clicks pass beside it")
    assert screen.catches_clicks(window, SIZE // 2, SIZE - 20), "its body can be touched"
    assert screen.catches_clicks(window, SIZE // 2, SIZE // 2), "so can its face"


def test_where_all_clicks_are_to_pass_none_is_caught(open_window: Opener, screen: virtual.Screen) -> None:
    open_window(borderless=True, transparent=True, on_top=True, set="transparent", click_through=True)
    until(lambda: bool(screen.windows()), "the window")
    window = screen.windows()[-1]
    until(lambda: not screen.catches_clicks(window, SIZE // 2, SIZE // 2), "clicks pass")


def test_the_eyes_follow_the_mouse_and_a_click_is_a_poke(
    open_window: Opener, screen: virtual.Screen, juno: Character
) -> None:
    _, ear = open_window(reduced_motion=False)
    wait_for_window(screen)
    assert juno.eyes
    scale, _, _, _, left, top = frame_view(juno, JUNO.place, SIZE, SIZE)
    boxes = [
        (slice(round(y - 0.4 * w), round(y + 0.4 * w)), slice(round(x - 0.5 * w), round(x + 0.5 * w)))
        for x, y, w in (
            (eye.anchor[0] * scale + left, eye.anchor[1] * scale + top, eye.width * scale) for eye in juno.eyes
        )
    ]

    def darkest() -> float:
        """Where the pupils are, across, from the middle of the eyes: in shares of an eye's width."""
        places = []
        for box in boxes:
            dark = shown(screen)[box].astype(int).sum(axis=2) < 150
            places.append(float(np.nonzero(dark)[1].mean()) / dark.shape[1] - 0.5 if dark.any() else 0.0)
        return sum(places) / 2

    screen.move_mouse(8, 150)
    until(lambda: screen.move_mouse(8, 150 + int(darkest() > -0.08)) or darkest() < -0.08, "they look left")
    screen.move_mouse(SIZE - 8, 150)
    until(lambda: screen.move_mouse(SIZE - 8, 150 + int(darkest() < 0.08)) or darkest() > 0.08, "they look right")
    screen.click(SIZE // 2, SIZE - 20)
    assert ear.wait(Touched) == Touched("poke", "body")


def wait_for_window(screen: virtual.Screen) -> None:
    until(lambda: bool(shown(screen).any()), "the picture")


def test_the_studios_desk_is_before_whoever_sits_there(open_window: Opener, screen: virtual.Screen) -> None:
    open_window(set="studio")
    empty = Painter(SIZE, SIZE, "studio").paint([])[:, :, :3].astype(int)

    def alike(rows: slice) -> bool:
        return bool(np.abs(shown(screen)[rows].astype(int) - empty[rows]).mean() < 3)

    until(lambda: alike(slice(round(0.91 * SIZE), SIZE)), "the desk")
    assert not alike(slice(SIZE // 2, round(0.86 * SIZE)))


def test_the_neutral_pose_has_a_shut_mouth(juno: Character) -> None:
    """What the tests above compare with."""
    picture = Painter(SIZE, SIZE).paint([(juno, Pose())])[:, :, :3]
    assert darkness(picture, mouth_box(juno)) < 0.2
