"""Characters made elsewhere: what comes of them, and what is refused."""

from __future__ import annotations

import base64
import json
import random
import struct
from pathlib import Path
from typing import Any

import pytest

from avatar.character.loading import Character, load
from avatar.character.rig import build_layers
from avatar.draw import Painter, read_png
from avatar.draw.check import find_problems
from avatar.draw.sheet import face
from avatar.errors import CharacterError
from avatar.studio.importers import import_character
from avatar.studio.importers.swinging import BOUNCE
from avatar.types import VISEMES, Eyes, Pose
from tests.studio import drawn


def imported(file: Path, characters: Path, **how: str) -> Character:
    folder, _, _ = import_character(file, characters, **how)
    assert folder.parent == characters
    assert find_problems(folder) == ()
    return load(folder)


def refused(file: Path, characters: Path, **how: str) -> str:
    """What is said; nothing is left behind, and there is a remedy."""
    before = set(characters.iterdir()) if characters.exists() else set()
    with pytest.raises(CharacterError) as caught:
        import_character(file, characters, **how)
    assert caught.value.remedy
    assert (set(characters.iterdir()) if characters.exists() else set()) == before
    return str(caught.value)


def mouths(character: Character) -> dict[str, set[str]]:
    """Viseme to the layers that show it and not the others."""
    shown = {
        viseme: {layer.key for layer in build_layers(character, face(character, viseme, "neutral"))}
        for viseme in VISEMES
    }
    always = set.intersection(*shown.values())
    return {viseme: keys - always for viseme, keys in shown.items()}


def picture(character: Character, viseme: str = "sil", size: int = 120) -> Any:
    return Painter(size, size, "transparent").paint([(character, face(character, viseme, "neutral"))])


# ---- Rhubarb's letters


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return drawn.letters(tmp_path / "lisa")


def test_letters_are_spoken(letters: Path, tmp_path: Path) -> None:
    character = imported(letters, tmp_path / "characters")
    assert character.name == "lisa"
    shown = mouths(character)
    for viseme, letter in {"sil": "X", "PP": "A", "FF": "G", "aa": "D", "ih": "B", "oh": "E", "ou": "F"}.items():
        assert shown[viseme] == {f"mouth-{letter}"}
    assert (picture(character, "aa") != picture(character, "PP")).any()


def test_letters_without_a_name_and_without_the_optional_ones(tmp_path: Path) -> None:
    folder = drawn.letters(tmp_path / "plain", who="", leave="GHX")
    made, notes, _ = import_character(folder, tmp_path / "characters", name="ann")
    assert made.name == "ann"
    shown = mouths(load(made))
    assert (shown["sil"], shown["FF"], shown["TH"]) == ({"mouth-A"}, {"mouth-B"}, {"mouth-C"})
    assert sum("is shown in its place" in note for note in notes) == 3


def test_mouths_that_go_onto_a_body(letters: Path, tmp_path: Path) -> None:
    (letters / "body.png").write_bytes(drawn.png(drawn.ellipse(600, 900, drawn.SHIRT)))
    folder, notes, _ = import_character(letters, tmp_path / "characters")
    assert any("place" in note for note in notes)
    character = load(folder)
    assert character.canvas.height == pytest.approx(character.canvas.width * 1.5)
    assert "body" in {layer.name for layer in character.layers}


def test_letters_that_are_missing_are_named(tmp_path: Path) -> None:
    message = refused(drawn.letters(tmp_path / "lisa", leave="CF"), tmp_path / "characters")
    assert "Rhubarb's (A to F, and G, H and X): C, F" in message


def test_two_characters_in_one_folder(letters: Path, tmp_path: Path) -> None:
    (letters / "otto-A.png").write_bytes((letters / "lisa-A.png").read_bytes())
    message = refused(letters, tmp_path / "characters")
    assert "lisa-A.png" in message
    assert "otto-A.png" in message


def test_letters_that_lead_out_of_the_folder(letters: Path, tmp_path: Path) -> None:
    (letters / "lisa-A.png").rename(tmp_path / "elsewhere.png")
    (letters / "lisa-A.png").symlink_to(tmp_path / "elsewhere.png")
    assert "outside" in refused(letters, tmp_path / "characters")


@pytest.mark.parametrize(("size", "says"), [((60_000, 60_000), "60000 x 60000"), ((4096, 4096), "4096 x 4096")])
def test_letters_that_would_fill_the_memory(letters: Path, tmp_path: Path, size: tuple[int, int], says: str) -> None:
    data = bytearray((letters / "lisa-D.png").read_bytes())
    data[16:24] = struct.pack(">II", *size)
    (letters / "lisa-D.png").write_bytes(data)
    message = refused(letters, tmp_path / "characters")
    assert says in message
    assert "lisa-D.png" in message


def test_letters_that_are_no_pictures(letters: Path, tmp_path: Path) -> None:
    (letters / "lisa-B.png").write_bytes(b"GIF89a" + bytes(100))
    assert "lisa-B.png is no picture" in refused(letters, tmp_path / "characters")


def test_letters_that_break_off(letters: Path, tmp_path: Path) -> None:
    (letters / "lisa-E.png").write_bytes((letters / "lisa-E.png").read_bytes()[:50])
    assert "mouth-E" in refused(letters, tmp_path / "characters")


# ---- Character Animator


def test_a_psd_is_spoken_and_blinks(tmp_path: Path) -> None:
    character = imported(drawn.psd(tmp_path / "Face One.psd"), tmp_path / "characters")
    assert character.name == "face-one"
    shown = mouths(character)
    names = {"sil": "neutral", "PP": "m", "FF": "f", "aa": "aa", "ih": "ee", "oh": "oh", "ou": "w-oo", "SS": "s"}
    assert {viseme: shown[viseme] for viseme in names} == {key: {f"mouth-{name}"} for key, name in names.items()}
    assert character.acting.expressions["smile"].shape == "Smile"
    keys = {layer.key for layer in build_layers(character, Pose(eyes=Eyes(open_left=0.0)))}
    assert {"right-blink", "left-pupil", "left-eyeball"} <= keys, "the character's right eye lies left"
    assert not {"left-blink", "right-pupil"} & keys
    assert not any("sideways" in layer.name for layer in character.layers)


def test_a_psd_looks_as_drawn(tmp_path: Path) -> None:
    character = imported(drawn.psd(tmp_path / "face.psd"), tmp_path / "characters")
    picture = Painter(400, 500, "transparent").paint([(character, Pose(shape="Aa"))])
    for place, colour in {(200, 270): drawn.RED, (200, 100): drawn.SKIN, (150, 160): drawn.INK, (200, 450): drawn.SHIRT,
                          (135, 160): (255, 255, 255, 255), (5, 5): (0, 0, 0, 0)}.items():  # fmt: skip
        assert abs(picture[place[1], place[0]].astype(int) - colour).max() < 3, place


def test_the_gaze_and_the_brows_of_a_psd_move(tmp_path: Path) -> None:
    character = imported(drawn.psd(tmp_path / "face.psd"), tmp_path / "characters")
    moved = {layer.name: {move.channel for move in layer.moves} for layer in character.layers}
    assert "eyes.gaze_x" in moved["left-pupil"]
    assert "brows.raise_left" in moved["right-eyebrow"]
    assert "head.roll" in moved["neck"]


def test_a_psd_without_some_mouths_says_which(tmp_path: Path) -> None:
    folder, notes, _ = import_character(drawn.psd(tmp_path / "a.psd", without=("F", "W-Oo", "Smile")), tmp_path / "c")
    assert [note.split(";")[0] for note in notes if "There is no" in note] == [
        "Not taken: There is no mouth F", "Not taken: There is no mouth W-Oo",
    ]  # fmt: skip
    assert mouths(load(folder))["FF"] == {"mouth-m"}


def test_a_psd_without_blinks_keeps_its_eyes_open(tmp_path: Path) -> None:
    folder, notes, _ = import_character(drawn.psd(tmp_path / "a.psd", blink=False), tmp_path / "c")
    assert any("never blinks" in note for note in notes)
    shut = {layer.key for layer in build_layers(load(folder), Pose(eyes=Eyes(open_left=0.0, open_right=0.0)))}
    assert any("left-eyeball" in key for key in shut)


def test_masks_clipping_and_opacity_of_a_psd_are_kept(tmp_path: Path) -> None:
    api = pytest.importorskip("psd_tools")
    image = pytest.importorskip("PIL.Image")
    file = drawn.psd(tmp_path / "a.psd")
    document = api.PSDImage.open(file)
    square = image.new("RGBA", (100, 100), (0, 0, 255, 255))

    def on_top(name: str, left: int, top: int, picture: Any = square) -> Any:
        made = document.create_pixel_layer(picture, name, top=top, left=left)
        document.append(made)
        return made

    half = image.new("L", (100, 100), 0)
    half.paste(255, (0, 0, 50, 100))
    on_top("Masked", 0, 0, square.convert("RGB")).create_mask(half, top=0, left=0)
    on_top("Thin", 300, 0).opacity = 51
    on_top("Base", 0, 400, square.resize((40, 100)))
    on_top("Clipped", 0, 400, image.new("RGBA", (100, 100), drawn.RED)).clipping = True
    group = document.create_group(name="Faint", opacity=128)
    group.append(document.create_pixel_layer(square, "Inside", top=400, left=300))
    document.append(group)
    document.save(file)
    character = imported(file, tmp_path / "c")
    assert character.title == "A"
    picture = Painter(400, 500, "transparent").paint([(character, Pose())])[:, :, 3].astype(int)
    assert (picture[20, 25], picture[20, 75]) == (255, 0), "the mask hides its right half"
    assert abs(picture[20, 350] - 51) < 3
    assert (picture[480, 20], picture[480, 48]) == (255, 0), "what is clipped ends with what it lies on"
    assert abs(picture[420, 390] - 128) < 4


def test_a_psd_without_mouths(tmp_path: Path) -> None:
    message = refused(drawn.psd(tmp_path / "a.psd", without=("Aa", "Uh", "Oh", "Ee", "W-Oo")), tmp_path / "c")
    assert "mouths are missing" in message
    assert "Aa" in message
    assert "Left Eyeball" in message, "what was seen"


@pytest.mark.parametrize("group", ["Mouth (front)", "Mund", "bouche", "Lips", "Hat"])
def test_the_group_of_mouths_may_have_any_name_or_none(tmp_path: Path, group: str) -> None:
    character = imported(drawn.psd(tmp_path / "a.psd", mouth=group), tmp_path / "c")
    assert character.acting.sprites["aa"] == "Aa"
    assert character.acting.sprites["ou"] == "W-Oo"


def test_layers_of_a_psd_may_be_numbered_copied_and_named_otherwise(tmp_path: Path) -> None:
    api = pytest.importorskip("psd_tools")
    file = drawn.psd(tmp_path / "a.psd")
    document = api.PSDImage.open(file)
    names = {
        "Neutral": "01 rest copy",
        "Aa": "AI",
        "Ee": "E",
        "Oh": "O",
        "W-Oo": "WQ",
        "M": "MBP",
        "F": "FV",
        "D": "etc",
    }
    for layer in document.descendants():
        layer.name = names.get(layer.name, layer.name)
    document.save(file)
    folder, notes, _ = import_character(file, tmp_path / "c")
    sprites = load(folder).acting.sprites
    assert (sprites["sil"], sprites["aa"], sprites["FF"], sprites["SS"]) == ("rest", "AI", "FV", "etc")
    assert any("Not taken" in note and "Surprised" in note for note in notes)


def test_what_of_a_psd_is_not_drawn_as_it_looks_is_told(tmp_path: Path) -> None:
    api = pytest.importorskip("psd_tools")
    blends = pytest.importorskip("psd_tools.constants").BlendMode
    file = drawn.psd(tmp_path / "a.psd")
    document = api.PSDImage.open(file)
    face = next(layer for layer in document.descendants() if layer.name == "Face")
    face.blend_mode = blends.MULTIPLY
    document.save(file)
    _, notes, _ = import_character(file, tmp_path / "c")
    assert [note for note in notes if "Face" in note and "multiply" in note]


def test_layer_names_stay_inside_the_folder(tmp_path: Path) -> None:
    api = pytest.importorskip("psd_tools")
    file = drawn.psd(tmp_path / "a.psd")
    document = api.PSDImage.open(file)
    document.append(document.create_pixel_layer(drawn.ellipse(40, 40, drawn.INK), "../../../evil\n[x]", top=9, left=9))
    document.save(file)
    character = imported(file, tmp_path / "c")
    assert "evil-x" in {layer.name for layer in character.layers}
    assert {path.name for path in tmp_path.iterdir()} == {"a.psd", "c"}


def test_a_broken_psd_is_refused_wherever_it_breaks_off(tmp_path: Path) -> None:
    whole = drawn.psd(tmp_path / "a.psd").read_bytes()
    start = 26
    for _ in range(2):  # colours and resources come before the layers
        start += 4 + struct.unpack(">I", whole[start : start + 4])[0]
    size = struct.unpack(">I", whole[start : start + 4])[0]
    for number, cut in enumerate([0, 3, 20, 26, 30, 60, *(start + size * part // 12 for part in range(12))]):
        file = tmp_path / f"cut{number}.psd"
        file.write_bytes(whole[:cut])
        assert file.name in refused(file, tmp_path / "c")


def test_a_made_up_psd_is_refused_or_read_but_never_more(tmp_path: Path) -> None:
    whole = drawn.psd(tmp_path / "a.psd").read_bytes()
    chance = random.Random(7)
    for number in range(12):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(26, len(data))] = chance.randrange(256)
        file = tmp_path / "b.psd"
        file.write_bytes(data)
        try:
            folder, _, _ = import_character(file, tmp_path / "c", name=f"b{number}")
        except CharacterError:
            continue
        assert find_problems(folder) == ()


def test_a_psd_that_would_fill_the_memory(tmp_path: Path) -> None:
    data = bytearray(drawn.psd(tmp_path / "a.psd").read_bytes())
    data[14:22] = struct.pack(">II", 60_000, 60_000)
    (tmp_path / "a.psd").write_bytes(data)
    assert "60000 x 60000" in refused(tmp_path / "a.psd", tmp_path / "c")


def test_a_layer_that_would_fill_the_memory(tmp_path: Path) -> None:
    api = pytest.importorskip("psd_tools")
    file = drawn.psd(tmp_path / "a.psd")
    document = api.PSDImage.open(file)
    document.append(document.create_pixel_layer(drawn.ellipse(5000, 20, drawn.INK), "Endless"))
    document.save(file)
    message = refused(file, tmp_path / "c")
    assert "'Endless'" in message
    assert "5000 x 20" in message


# ---- PNGTuber Plus


def test_a_save_is_spoken_and_blinks(tmp_path: Path) -> None:
    character = imported(drawn.save(tmp_path / "My Tuber.save", drawn.tuber()), tmp_path / "c")
    assert character.name == "my-tuber"
    shown = mouths(character)
    assert shown["PP"] == shown["sil"] == {"mouth"}
    assert shown["aa"] == shown["ih"] == {"mouth-open"}
    names = [layer.name for layer in character.layers if layer.art]
    assert names.index("body") < names.index("head") < names.index("eyes"), "zindex decides what lies in front"
    assert "hat" not in names, "another costume"
    shut = {layer.key for layer in build_layers(character, Pose(eyes=Eyes(open_left=0.0, open_right=0.0)))}
    assert "eyes-2" in shut
    assert "eyes" not in shut


def test_a_save_looks_as_in_the_program(tmp_path: Path) -> None:
    """Places are sums up the tree, of the picture's middle, as the program's own nodes have them."""
    character = imported(drawn.save(tmp_path / "t.save", drawn.tuber()), tmp_path / "c")
    wide, high = 260 + 16, round(300 - (200 - 120 - 110 - 130) + 8 + BOUNCE)
    assert character.canvas.width / character.canvas.height == pytest.approx(wide / high, rel=1e-3)
    picture = Painter(wide, high, "transparent").paint([(character, Pose(shape="open"))])
    middle, top = 130 + 8, 200 - 120 - 110 - 130 - 8 - round(BOUNCE)
    for y, colour in {200 - 120 - 140: (255, 255, 255, 255), 200 - 120 - 60: drawn.RED, 250: drawn.SHIRT,
                      200 - 120 - 200: drawn.SKIN}.items():  # fmt: skip
        assert abs(picture[y - top, middle].astype(int) - colour).max() < 3, y


def test_of_several_frames_the_first_is_taken(tmp_path: Path) -> None:
    character = imported(drawn.save(tmp_path / "t.save", drawn.tuber()), tmp_path / "c")
    pixels = read_png(next((character.folder / "art").glob("*mouth-open.png")))
    assert pixels.shape[:2] == (60, 100)
    assert not ((pixels[:, :, 1] > 200) & (pixels[:, :, 3] > 200)).any(), "the second frame is green"


def test_frames_that_break_off(tmp_path: Path) -> None:
    data = drawn.tuber()
    cut = base64.b64decode(data["5"]["imageData"])[:40]
    data["5"]["imageData"] = base64.b64encode(cut).decode()
    assert "picture of sprite 'mouth-open' is broken" in refused(drawn.save(tmp_path / "t.save", data), tmp_path / "c")


def test_a_shut_mouth_that_is_part_of_the_face(tmp_path: Path) -> None:
    data = drawn.tuber()
    del data["4"]
    shown = mouths(imported(drawn.save(tmp_path / "t.save", data), tmp_path / "c"))
    assert (shown["sil"], shown["aa"]) == (set(), {"mouth-open"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("\x00\x01", "not JSON"),
        ("[1, 2]", "no sprites"),
        ("{}", "no sprites"),
        ('{"0": 3}', "no sprites"),
        ("[" * 100_000, "not JSON"),
        ('{"0": {"pos": NaN}}', "not JSON"),
        ('{"0": {"type": "sprite"}}', "no picture"),
    ],
)
def test_what_is_no_save(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "t.save").write_text(text)
    assert says in refused(tmp_path / "t.save", tmp_path / "c")


HUGE = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 50_000, 50_000) + bytes(40)
).decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"imageData": HUGE}, "50000 x 50000"),
        ({"imageData": "!!!"}, "broken"),
        ({"imageData": base64.b64encode(b"GIF89a" + bytes(50)).decode()}, "no PNG"),
        ({"imageData": 7}, "no picture"),
        ({"pos": "Vector2(1e9, 0)"}, "pos of sprite 'body'"),
        ({"pos": "Vector2(nan, 0)"}, "pos of sprite 'body'"),
        ({"offset": None}, "offset of sprite 'body'"),
        ({"zindex": "high"}, "zindex of sprite 'body'"),
        ({"zindex": 1e300}, "zindex of sprite 'body'"),
        ({"parentId": 2}, "ring"),
        ({"identification": 2}, "same identification"),
    ],
)
def test_saves_that_can_not_be(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    data = drawn.tuber()
    data["0"] |= change
    assert says in refused(drawn.save(tmp_path / "t.save", data), tmp_path / "c")


def test_a_save_in_which_nobody_talks(tmp_path: Path) -> None:
    data = drawn.tuber()
    data["5"]["showTalk"] = 0
    assert "mouths are missing" in refused(drawn.save(tmp_path / "t.save", data), tmp_path / "c")


def test_a_save_of_too_many_sprites(tmp_path: Path) -> None:
    one = drawn.tuber()["5"]
    data = {str(number): one | {"identification": number} for number in range(300)}
    assert "300 layers" in refused(drawn.save(tmp_path / "t.save", data), tmp_path / "c")


def test_the_path_in_a_save_is_not_followed(tmp_path: Path) -> None:
    file = drawn.save(tmp_path / "t.save", drawn.tuber())
    assert json.loads(file.read_text())["2"]["path"] == "eyes.png"
    (tmp_path / "eyes.png").write_bytes(b"not a picture")
    imported(file, tmp_path / "c")


# ---- any


def test_what_is_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    message = refused(tmp_path / "a.txt", tmp_path / "c")
    for kind in ("psd", "mouths", "pngtuber"):
        assert kind in message
    assert "no such file" in refused(tmp_path / "b.psd", tmp_path / "c")


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "a/b", "..", " ", "a" * 100])
def test_names_that_leave_the_folder(letters: Path, tmp_path: Path, name: str) -> None:
    assert "can't be a character's name" in refused(letters, tmp_path / "c", name=name)


def test_a_name_that_is_taken(letters: Path, tmp_path: Path) -> None:
    imported(letters, tmp_path / "c")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "c").rglob("*")}
    assert "already" in refused(letters, tmp_path / "c")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "c").rglob("*")} == before


def test_a_large_document_is_read_as_a_small_one(tmp_path: Path) -> None:
    large = import_character(drawn.psb(tmp_path / "large.psb"), tmp_path / "c")
    small = import_character(tmp_path / "large.psd", tmp_path / "c", name="small")
    assert (tmp_path / "large.psb").read_bytes()[:6] == b"8BPS\0\2"
    assert large.notes == small.notes
    one, other = load(large.folder), load(small.folder)
    assert [layer.name for layer in one.layers] == [layer.name for layer in other.layers]
    assert all(
        a.art is None or a.art.data == b.art.data for a, b in zip(one.layers, other.layers, strict=True) if b.art
    )
