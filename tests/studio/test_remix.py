"""PNGTuber Remix models: Godot's values are read and bounded, and the same figure comes out as of PNGTuber Plus."""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from avatar.character.loading import Character, load
from avatar.character.rig import build_layers
from avatar.draw import Painter
from avatar.draw.check import find_problems
from avatar.draw.sheet import face
from avatar.errors import CharacterError
from avatar.studio.importers import import_character
from avatar.studio.importers.godot import BrokenValue, read_value
from avatar.types import Eyes, Pose
from tests.studio import drawn


def model(tmp_path: Path, data: Any, name: str = "my") -> Path:
    file = tmp_path / f"{name}.pngRemix"
    file.write_bytes(drawn.godot(data))
    return file


def imported(file: Path, tmp_path: Path) -> tuple[Character, str]:
    folder, notes, _ = import_character(file, tmp_path / "characters")
    assert find_problems(folder) == ()
    return load(folder), "\n".join(notes)


def refused(file: Path, tmp_path: Path) -> str:
    with pytest.raises(CharacterError) as caught:
        import_character(file, tmp_path / "characters")
    assert caught.value.remedy
    assert not (tmp_path / "characters").exists()
    return str(caught.value)


def painted(character: Character, pose: Pose) -> Any:
    return Painter(200, 300, "transparent").paint([(character, pose)]).copy()


# ---- values


def test_every_kind_of_value_comes_back_and_objects_do_not() -> None:
    value = {
        "none": None, "yes": True, "no": False, "whole": -5, "half": 0.5, "text": "Grüße", "empty": "",
        "at": (1.5, -2.0), "bytes": b"12345", "list": [1, [2.5, "x"], {}], "inner": {"a": {"b": [None]}},
    }  # fmt: skip
    assert read_value(drawn.godot(value)) == value
    assert read_value(drawn.godot([drawn.Thing(script="OS.execute()"), 7])) == [None, 7]


def test_values_by_the_bytes_that_godot_documents() -> None:
    def read(body: str) -> object:
        data = bytes.fromhex(body)
        return read_value(struct.pack("<I", len(data)) + data)

    assert read("02000000 feffffff") == -2
    assert read("03000000 0000003f") == 0.5
    assert read("04000000 03000000 61626300") == "abc"
    assert read("06000000 01000000 02000000") == (1, 2)
    assert read("1e000000 02000000 01000000 02000000") is None
    assert read("22000000 01000000 01000000 61000000") == ["a"]
    # an array of whole numbers, which says so: its kind comes before its length
    assert read("1c000100 02000000 01000000 02000000 07000000") == [7]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        struct.pack("<I", 100),
        struct.pack("<III", 8, 28, 0x7FFFFFFF),
        struct.pack("<III", 8, 4, 0xFFFFFFFF),
        struct.pack("<III", 8, 29, 0x7FFFFFF0),
        struct.pack("<II", 4, 200),
        struct.pack("<I", 8 * 50_000) + struct.pack("<II", 28, 1) * 50_000,
        drawn.godot([None] * 1_100_000),
    ],
)
def test_values_that_can_not_be(data: bytes) -> None:
    with pytest.raises(BrokenValue):
        read_value(data)


def test_made_up_values_end() -> None:
    whole = drawn.godot(drawn.remix())
    chance = random.Random(7)
    for number in range(200):
        data = bytearray(whole)
        for _ in range(1 + number % 30):
            data[chance.randrange(400 if number % 2 else len(data))] = chance.randrange(256)
        with suppress(BrokenValue):
            read_value(bytes(data))


# ---- models


@pytest.mark.parametrize("old", [False, True])
def test_a_model_is_the_figure_that_plus_has(old: bool, tmp_path: Path) -> None:
    character, told = imported(model(tmp_path, drawn.remix(old=old)), tmp_path)
    plus = load(import_character(drawn.save(tmp_path / "plus.save", drawn.tuber()), tmp_path / "characters")[0])
    for viseme in ("sil", "aa", "FF"):
        pose = face(character, viseme, "neutral")
        assert np.array_equal(painted(character, pose), painted(plus, pose)), viseme
    shut = {layer.key for layer in build_layers(character, Pose(eyes=Eyes(open_left=0.0, open_right=0.0)))}
    assert "eyes-2" in shut
    assert "sprite 'hat', which the first state doesn't show" in told
    assert "all its 2 states but the first" in told
    assert "a bounce of 31 pixels" in told


def test_what_hangs_on_a_folder_is_shown_and_turned_with_it(tmp_path: Path) -> None:
    data = drawn.remix()
    mouth = next(each for each in data["sprites_array"] if each["sprite_name"] == "mouth-open")
    state = mouth["states"][0]
    state |= {"should_talk": False, "position": (0.0, 0.0)}
    head = (0.0, 50.0)  # where the mouth was, from the head's picture
    folder = {
        "sprite_id": 50.0, "parent_id": mouth["parent_id"], "sprite_name": "talking",
        "states": [{"folder": True, "should_talk": True, "open_mouth": True, "position": head, "z_index": 2,
                    "rotation": np.pi / 2, "scale": (1.0, 0.5)}],
    }  # fmt: skip
    mouth["parent_id"] = 50.0
    data["sprites_array"].insert(0, folder)
    character, _ = imported(model(tmp_path, data), tmp_path)
    quiet, loud = (painted(character, face(character, viseme, "neutral")) for viseme in ("sil", "aa"))
    red = (loud[..., 0] > 150) & (loud[..., 1] < 90) & ((quiet != loud).any(axis=2))
    rows, columns = np.nonzero(red)
    high, wide = rows.max() - rows.min(), columns.max() - columns.min()
    assert high / wide == pytest.approx(80 / 30, rel=0.25), "80 wide and 60 high: half as high, and turned"


def test_tints_flips_and_sheets(tmp_path: Path) -> None:
    data = drawn.remix()
    data["sprites_array"][5]["states"][0]["non_animated_sheet"] = True
    head = next(each for each in data["sprites_array"] if each["sprite_name"] == "head")
    head["states"][0] |= {"tint": (0.0, 1.0, 0.0, 1.0), "blend_mode": "Multiply", "clip": 2, "wiggle": True}
    head |= {"flipped_h": True, "rotated": 2}
    character, told = imported(model(tmp_path, data), tmp_path)
    picture = painted(character, face(character, "sil", "neutral"))
    green = (picture[..., 0] < 20) & (picture[..., 1] > 150) & (picture[..., 2] < 20)
    assert green.sum() > 2000
    for wanted in ("blended by multiply", "ends where it does", "wiggles", "the frames of sprite 'mouth-open' but one"):
        assert wanted in told


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sprites_array": None}, "holds no sprites"),
        ({"sprites_array": [1]}, "holds no sprites"),
        ({"sprites_array": []}, "mouths are missing"),
        ({"sprites_array": [{"states": [{"folder": True}]}] * 250}, "250 layers"),
        ({"image_manager_data": [{"id": 100, "runtime_texture": b"no picture"}]}, "none that can be read"),
    ],
)
def test_models_that_can_not_be(change: dict[str, Any], says: str, tmp_path: Path) -> None:
    assert says in refused(model(tmp_path, drawn.remix() | change), tmp_path)


def test_rings_odd_numbers_and_large_pictures(tmp_path: Path) -> None:
    data = drawn.remix()
    for each in data["sprites_array"][:2]:
        each["parent_id"] = 3 - each["sprite_id"]
    assert "in a ring" in refused(model(tmp_path, data), tmp_path)
    data = drawn.remix()
    data["sprites_array"][1]["states"][0] |= {"rotation": 1.0, "scale": (9000.0, 9000.0)}
    assert "pixels" in refused(model(tmp_path, data), tmp_path)
    data = drawn.remix()
    data["sprites_array"][1]["states"][0] |= {"rotation": float("nan"), "scale": (float("inf"), 1.0), "xAmp": "many"}
    imported(model(tmp_path, data), tmp_path)
    (tmp_path / "text.pngRemix").write_text("hello, I am no model")
    with pytest.raises(CharacterError, match="broken"):
        import_character(tmp_path / "text.pngRemix", tmp_path / "c")
