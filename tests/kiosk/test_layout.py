"""What is on the screen: large enough to touch, apart from each other, inside the picture, and to be read."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from avatar.character.looks import Box
from avatar.character.rig import frame_view
from avatar.config import KioskConfig
from avatar.draw import Painter
from avatar.draw import overlay as drawn
from avatar.draw.mouths import find_mouth
from avatar.draw.overlay import LOOKS, overlay
from avatar.kiosk import keyboards, layout, state
from avatar.kiosk.figures import measure, measure_figure
from avatar.kiosk.state import Mode, Rules, Settled, State
from avatar.kiosk.words import WORDS
from avatar.scene.gesturing import Motion
from avatar.scene.widgets import Rect, Widget, limit_widgets
from avatar.stage.messages import DOWN, Overlay
from avatar.types import Pose
from tests.draw.drawing import CHARACTERS, shipped
from tests.travelling import through_the_pipe

SIZES = [(1920, 1080), (1280, 720), (1024, 768), (1080, 1920), (720, 1280), (800, 480)]

INCH_PX = {1920: 88, 1080: 88, 1280: 60, 1024: 60, 720: 60, 800: 60}
"""Pixels of an inch on screens of that width as they are sold: 24 and 15 inches, and 15 inches for less."""

RULES = Rules.of(
    KioskConfig(
        pin="1234", languages=("en", "de"), volume_buttons=True,
        buttons=("Who are you?", "Tell me a joke", "What can you do?", "Are you a robot?", "Sing!", "How come?"),
    ),
    ("juno", "bolt"),
    ears=True,
)  # fmt: skip


def states(size: tuple[int, int]) -> list[State]:
    first = replace(state.begin(0.0, "en", Settled(1.0, "juno")), size=size)
    listening = replace(first, mode=Mode.LISTENING, typed="how are you")
    boards = [replace(listening, keyboard=True, language=each) for each in keyboards.ROWS]
    return [*(replace(first, mode=mode) for mode in Mode), listening, *boards, replace(boards[0], symbols=True)]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_touched_is_large_enough_and_apart(size: tuple[int, int]) -> None:
    """9 mm is what ISO 9241-411 asks of a target for a finger; keys of a keyboard may be a little narrower."""
    for now in states(size):
        touched = [each for each in layout.lay_out(now, RULES) if each.kind in ("button", "key", "field")]
        for each in touched:
            least = 0.6 if each.kind == "key" and layout.is_tall(now) else 1.0
            millimetres = 25.4 / INCH_PX[size[0]]
            assert each.rect.height * size[1] * millimetres > 8.5, f"{each.id} is low in {now.mode}"
            assert each.rect.width * size[0] * millimetres > 9 * least, f"{each.id} is narrow in {now.mode}"
            assert each.rect.x >= 0, each.id
            assert each.rect.y >= 0, each.id
            assert each.rect.x + each.rect.width <= 1, each.id
            assert each.rect.y + each.rect.height <= 1, each.id
        for one, other in itertools.combinations(touched, 2):
            assert not _overlap(one.rect, other.rect), f"{one.id} and {other.id} overlap in {now.mode}"


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.parametrize("language", WORDS)
def test_every_language_fits_on_the_screen(language: str) -> None:
    """No word of the screen's own is cut, wide or tall."""
    for size in ((1920, 1080), (1080, 1920)):
        for mode in (Mode.ATTRACT, Mode.LISTENING, Mode.THINKING, Mode.SPEAKING, Mode.ASLEEP):
            now = replace(state.begin(0.0, language), size=size, mode=mode, keyboard=mode is Mode.LISTENING, t=1.4)
            for each in layout.lay_out(now, Rules.of(KioskConfig())):
                if each.text and each.kind in ("text", "button", "key"):
                    room = each.rect.width * size[0] * 0.97, each.rect.height * size[1]
                    _, lines = drawn.fitted(each.text, each.size * min(size), each.style in drawn.BOLD, *room)
                    assert " ".join(lines).split() == each.text.split(), f"{each.text!r} is cut"


@pytest.mark.parametrize("size", [*SIZES, (1000, 1000), (768, 1024), (2560, 1080)])
def test_on_the_staffs_screen_everything_has_room_and_a_value_half_of_its_row(size: tuple[int, int]) -> None:
    """Names of characters are long, and buttons as high as on a square screen would leave them nothing."""
    for mode in (Mode.STAFF, Mode.PIN):
        now = replace(states(size)[0], mode=mode, faults=("12:00 " + "x" * 40,) * 9)
        shown = {each.id: each.rect for each in layout.lay_out(now, RULES)}
        assert all(rect.width > 0 and rect.height > 0 for rect in shown.values())
        assert all(rect.x >= -0.01 and rect.x + rect.width <= 1.01 for rect in shown.values())
        assert all(rect.y >= -0.01 and rect.y + rect.height <= 1.01 for rect in shown.values())
        for one, other in itertools.combinations([each for each in shown if each not in ("dim", "pin", "staff")], 2):
            assert not _overlap(_smaller(shown[one]), _smaller(shown[other])), f"{one} and {other} overlap"
        for name in ("Volume", "Character", "Shows") if mode is Mode.STAFF else ():
            assert shown[f"staff-{name}-is"].width > 0.45 * shown[f"staff-{name}"].width


def _smaller(rect: Rect) -> Rect:
    """Without its outermost thousandth: those that touch don't overlap."""
    return Rect(rect.x + 0.001, rect.y + 0.001, rect.width - 0.002, rect.height - 0.002)


@pytest.mark.parametrize("size", [*SIZES, (1000, 1000)])
def test_what_is_said_does_not_lie_over_what_is_touched_or_the_face(size: tuple[int, int]) -> None:
    """And nothing but panels reaches over the edge, wherever the picture has wandered to."""
    for now in states(size):
        if now.mode not in (Mode.SPEAKING, Mode.LISTENING, Mode.THINKING):
            continue
        for minute in range(8):
            shown = layout.lay_out(replace(now, caption="Hello there.", remark="One moment.", t=60.0 * minute), RULES)
            said = next(each.rect for each in shown if each.id == "caption")
            assert not [
                each.id for each in shown if each.kind in ("button", "key", "field") and _overlap(each.rect, said)
            ]
            for each in shown:
                if each.kind not in ("panel", "dim"):
                    assert -0.01 <= each.rect.x < each.rect.x + each.rect.width <= 1.01, each.id
                    assert -0.01 <= each.rect.y < each.rect.y + each.rect.height <= 1.01, each.id
        middle = layout.place_character(now)
        assert said.y > middle.y - 0.62 * middle.scale or said.x > middle.x + 0.2 * middle.scale, "the eyes are free"


@pytest.mark.parametrize("size", SIZES)
def test_words_of_visitors_lie_on_a_ground_and_none_is_empty(size: tuple[int, int]) -> None:
    """Keys over a face can't be read: a keyboard has a panel below all of it."""
    for now in states(size):
        for remark in ("", "One moment."):
            shown = layout.lay_out(replace(now, caption="Hello.", remark=remark), RULES)
            assert all(each.text.strip() for each in shown if each.kind in ("text", "button", "key", "field"))
            panels = [each.rect for each in shown if each.kind in ("panel", "dim")]
            for each in shown:
                if each.kind == "key":
                    middle = each.rect.x + each.rect.width / 2
                    ends = (each.rect.y, min(each.rect.y + each.rect.height, 0.999))
                    assert any(all(panel.holds(middle, y) for y in ends) for panel in panels), (
                        f"{each.id} in {now.mode}"
                    )


def test_no_id_is_there_twice() -> None:
    for size in SIZES:
        for now in states(size):
            ids = [each.id for each in layout.lay_out(now, RULES)]
            assert len(ids) == len(set(ids)), now.mode


def test_everything_wanders_but_little() -> None:
    now = state.begin(0.0, "en")
    places = {layout.measure_shift(replace(now, t=minute * 60.0), RULES) for minute in range(20)}
    assert len(places) == 8
    assert max(abs(x) * 1920 for x, _ in places) <= 6
    assert max(abs(y) * 1080 for _, y in places) <= 6
    assert min(max(abs(x) * 1920, abs(y) * 1080) for x, y in places) >= 3, "each step moves it"
    assert layout.measure_shift(now, Rules.of(KioskConfig(pixel_shift=0))) == (0.0, 0.0)


def _luminance(colour: tuple[int, int, int]) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [value / 255 for value in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("behind", [(255, 255, 255), (0, 0, 0), (255, 0, 0), (120, 130, 120)])
def test_letters_on_a_ground_of_their_own_can_be_read_over_any_picture(behind: tuple[int, int, int]) -> None:
    for kind, styles in LOOKS.items():
        for style, look in styles.items():
            if look.ground[3] == 0 or kind == "bar":
                continue  # these stand on a panel only
            share = look.ground[3] / 255
            mixed = tuple(round(a * share + b * (1 - share)) for a, b in zip(look.ground[:3], behind, strict=True))
            assert _contrast(look.ink[:3], mixed) >= 4.5, f"{kind} {style}"  # type: ignore[arg-type]


def test_a_widget_is_drawn_where_it_lies_and_its_text_is_seen() -> None:
    raster = overlay(Widget("a", "button", Rect(0.1, 0.2, 0.3, 0.1), "Hello", "primary"), 1000, 500)
    assert (raster.x, raster.y) == (100, 100)
    assert raster.pixels.shape == (50, 300, 4)
    bare = overlay(Widget("a", "button", Rect(0.1, 0.2, 0.3, 0.1), "", "primary"), 1000, 500)
    assert (raster.pixels != bare.pixels).any()
    assert raster.pixels[25, 150, 3] == 255


@pytest.mark.parametrize("side", [3, 60])
def test_a_lamp_is_lit_however_small_and_leaves_its_corners(side: int) -> None:
    raster = overlay(Widget("a", "lamp", Rect(0.1, 0.2, 0.1, 0.1)), 10 * side, 10 * side)
    assert raster.pixels.shape == (side, side, 4)
    red, green, blue, opacity = raster.pixels[side // 2, side // 2].tolist()
    assert red > 2 * max(green, blue)
    assert opacity == 255
    assert raster.pixels[0, 0, 3] == (255 if side == 3 else 0)


def test_text_that_is_too_long_is_cut_and_nothing_breaks() -> None:
    for text in ("x" * 5000, "word " * 2000, "\u65e5\u672c " * 300, "", " ", "\ud83d"):
        for kind in ("text", "button", "key", "field"):
            raster = overlay(Widget("a", kind, Rect(0, 0, 0.2, 0.05), text), 640, 480)  # type: ignore[arg-type]
            assert raster.pixels.shape == (24, 128, 4)


def test_widgets_travel_through_the_pipe() -> None:
    widgets = layout.lay_out(states((1920, 1080))[2], RULES)
    assert through_the_pipe(Overlay(limit_widgets(widgets)), DOWN).widgets == widgets


# --------------------------------------------------------------------------------- what is said, and who says it

CAST = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "character.toml").is_file())
SCREENS = [*SIZES, (1280, 800)]


@lru_cache
def known(name: str) -> state.Figure:
    return measure(shipped(name))


def saying(name: str, size: tuple[int, int], *, keyboard: bool = False) -> State:
    first = state.begin(0.0, "en", Settled(1.0, name))
    return replace(
        first, mode=Mode.SPEAKING, size=size, caption="A line that is said.", keyboard=keyboard, figure=known(name)
    )


def caption(now: State) -> Rect:
    return next(each.rect for each in layout.lay_out(now, RULES) if each.id == "caption")


@lru_cache
def wherever(name: str) -> Box:
    """Where the mouth is, wide open, at any moment of every mood and gesture but a bow, which hides its own."""
    acting = shipped(name).acting
    poses = [Pose(head=mood.head, body=mood.body) for mood in acting.expressions.values()]
    for gesture, moves in acting.gestures.items():
        moments = np.linspace(0.0, moves.duration, 9) if gesture != "bow" else ()
        poses += [Pose(head=each.head, body=each.body) for each in (Motion.of(moves, t, 1.0) for t in moments)]
    box = find_mouth(shipped(name), poses)
    assert box is not None
    return box


@pytest.mark.parametrize("name", CAST)
def test_what_is_said_never_lies_over_the_mouth(name: str) -> None:
    left, top, width, height = wherever(name)
    for size, keyboard in itertools.product(SCREENS, (False, True)):
        now = saying(name, size, keyboard=keyboard)
        box = caption(now)
        scale, _, _, _, x, y = frame_view(shipped(name), layout.place_character(now), *size)
        mouth = Rect(
            (x + scale * left) / size[0], (y + scale * top) / size[1], scale * width / size[0], scale * height / size[1]
        )
        assert not _overlap(box, mouth), f"{box} lies over {mouth} at {size}"
        assert mouth.y >= 0, "the mouth is out of the picture"
        two_lines = 2 * drawn.LINE * drawn.SMALLEST * 0.046 * min(size)
        assert box.height * size[1] >= two_lines, f"no room for two small lines at {size}"


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("size", SCREENS)
def test_nobody_sees_where_a_body_ends_and_the_eyes_are_in_the_picture(name: str, size: tuple[int, int]) -> None:
    character, now = shipped(name), saying(name, size)
    small = (size[0] // 4, size[1] // 4)
    where = layout.place_character(now)
    shrugging = character.acting.gestures["shrug"].keys[2]
    pose = Pose(body=shrugging.body, head=shrugging.head, place=where)
    picture = Painter(*small, "transparent").paint([(character, pose)])
    ends = round(small[1] * (layout.SHEET_TOP + 0.01 if layout.is_tall(now) else 1.0))
    middle = round(where.x * small[0])
    assert (picture[ends - 6 : ends, middle - 4 : middle + 4, 3] == 255).all()
    assert character.eyes is not None
    scale, _, _, _, _, top = frame_view(character, where, *size)
    for eye in character.eyes:
        assert eye.anchor[1] * scale + top > 0.12 * size[1]


def test_a_character_that_is_not_known_yet_is_laid_out_all_the_same() -> None:
    for size in SCREENS:
        now = replace(saying("juno", size), figure=state.Figure())
        box = caption(now)
        assert box.height >= layout.CAPTION_LEAST - 1e-9
        assert box.y + box.height <= layout.CAPTION_END + 1e-9


def test_the_figure_of_a_character_that_cannot_be_drawn_is_anybodys() -> None:
    assert measure_figure("nobody-i-know") == state.Figure("nobody-i-know")
