"""Everything that is wrong with a character, at once; eyes drawn as pictures; art that is saved while it is seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from avatar.character.loading import Character, load, stamp
from avatar.character.rig import build_layers
from avatar.draw.check import find_problems
from avatar.types import Eyes, Pose
from tests.draw.drawing import CHARACTERS, SVG, TOML, box

LIDS = """
[[layer]]
name = "open"
parent = "head"
art = "box.svg#square"
lids = ["left", "open"]

[[layer]]
name = "shut"
parent = "head"
art = "box.svg#square"
lids = ["left", "shut"]

[[layer]]
name = "asleep"
parent = "head"
art = "box.svg#square"
lids = ["both", "shut"]
"""


def said(folder: Path) -> list[str]:
    found = find_problems(folder)
    assert all(each.remedy for each in found)
    return [str(each) for each in found]


@pytest.mark.parametrize("name", sorted(folder.name for folder in CHARACTERS.iterdir()))
def test_nothing_is_wrong_with_those_that_ship(name: str) -> None:
    assert said(CHARACTERS / name) == []


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    toml = (
        TOML.replace('name = "box"\nauthor = "A tester"\n', 'name = "box"\n')
        .replace("box.svg#square", "bax.svg#square")
        .replace("pivot = [50, 80]", "pivot = [50, nan]")
        + '\n[expressions.smile]\nmouth = { smiel = 1 }\n[[gestures.hop.keys]]\nat = 0\n[colours]\nink = "black"\n'
    )
    found = said(box(tmp_path / "box", toml))
    for part in ("no author", "bax.svg", "pivot of layer 'head'", "smiel", "gestures.hop", "ink of colours"):
        assert sum(part in each for each in found) == 1, (part, found)
    assert len(found) == 6


def test_one_broken_layer_blames_no_other(tmp_path: Path) -> None:
    found = said(box(tmp_path / "box", TOML.replace("box.svg#square", "box.svg#sqare")))
    assert len(found) == 1


def test_what_a_stage_can_do_without_is_told_too(tmp_path: Path) -> None:
    toml = TOML.replace('licence = "CC0-1.0"', 'licence = "CC0-1.0"\nvoice = ["en-gb", "nobody-i-know", "nor-her"]')
    toml += '\n[expressions]\nsmile.shape = "grin"\n[gestures]\nbow.shape = "meek"\n'
    svg = SVG.format(name="square").replace('fill="#c04040"', 'fill="none"')
    found = said(box(tmp_path / "another", toml, svg))
    for part in ("'another'", "nobody-i-know", "nor-her", "'grin'", "'meek'", "nothing is seen of layer 'square'"):
        assert sum(part in each for each in found) == 1, (part, found)


def test_a_picture_that_breaks_off_is_told(tmp_path: Path) -> None:
    from avatar.draw import read_png, save_png

    folder = box(tmp_path / "box", TOML.replace("box.svg#square", "box.png"))
    golden = Path(__file__).parent / "golden" / "blot-whole.png"
    save_png(folder / "box.png", read_png(golden))
    assert said(folder) == []
    (folder / "box.png").write_bytes((folder / "box.png").read_bytes()[:60])
    assert ["square" in each for each in said(folder)] == [True]


def seen(character: Character, eyes: Eyes) -> set[str]:
    return {layer.key for layer in build_layers(character, Pose(eyes=eyes))} - {"square", "mouth"}


def test_eyes_drawn_as_pictures_blink(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box", TOML + LIDS))
    assert seen(character, Eyes()) == {"open"}
    assert seen(character, Eyes(open_left=0.5, open_right=0.5)) == {"open"}
    assert seen(character, Eyes(open_left=0.0)) == {"shut"}
    assert seen(character, Eyes(open_left=0.0, open_right=0.0)) == {"shut", "asleep"}
    assert seen(character, Eyes(open_right=0.0)) == {"open"}


def test_lids_that_are_not_understood(tmp_path: Path) -> None:
    assert "lids" in said(box(tmp_path / "box", TOML + LIDS.replace('["left", "shut"]', '["left", "closed"]')))[0]


def test_saving_a_file_changes_the_stamp(tmp_path: Path) -> None:
    folder = box(tmp_path / "box")
    before = stamp(folder)
    assert stamp(folder) == before
    os.utime(folder / "box.svg", ns=(1, 1))
    assert stamp(folder) != before
