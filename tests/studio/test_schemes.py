"""Folders of mouths by the names that animators give them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from avatar.character.loading import Character, load
from avatar.character.rig import build_layers
from avatar.draw.check import find_problems
from avatar.draw.sheet import face
from avatar.errors import CharacterError
from avatar.studio.importers import import_character
from avatar.studio.importers.schemes import SCHEMES, find_mouth, number_mouths, read_name
from avatar.types import VISEMES, Eyes, Pose
from tests.studio import drawn

SETS = {
    "preston-blair": ("AI E O U etc FV L MBP WQ rest", {"sil": "rest", "PP": "MBP", "FF": "FV", "aa": "AI", "ou": "U"}),
    "papagayo": ("AI.jpg E.jpg O.jpg U.jpg etc.jpg FV.jpg L.jpg MBP.jpg WQ.jpg rest.jpg", {"SS": "etc", "RR": "WQ"}),
    "moho": ("mouth_AI mouth_E mouth_O mouth_U mouth_etc mouth_MBP mouth_rest", {"FF": "MBP", "TH": "etc"}),
    "animator": ("Neutral Aa D Ee F L M Oh R S Uh W-Oo", {"sil": "Neutral", "FF": "F", "ou": "W-Oo", "E": "Ee"}),
    "exported": ("01_Neutral 02_Aa 03_Ee 04_M 05_Oh 06_W-Oo(copy)", {"PP": "M", "SS": "Ee", "ou": "W-Oo"}),
    "visemes": (" ".join(f"viseme_{viseme}" for viseme in VISEMES), {viseme: viseme for viseme in VISEMES}),
    "vowels": ("a i u e o n", {"sil": "n", "aa": "a", "ou": "u", "E": "e"}),
    "japanese": ("あ い う え お ん", {"sil": "n", "aa": "a", "oh": "o"}),
    "two": ("idle talking", dict.fromkeys(VISEMES, "open") | {"sil": "shut", "PP": "shut"}),
    "three": ("Mouth-Closed Mouth-Half Mouth-Open", {"sil": "shut", "DD": "half", "aa": "open"}),
    "five": ("closed half open e u", {"sil": "shut", "E": "e", "ou": "u", "aa": "open"}),
    "numbers-of-two": ("mouth1 mouth2", dict.fromkeys(VISEMES, "2") | {"sil": "1", "PP": "1"}),
    "numbers": ("mouth1 mouth2 mouth3", {"sil": "1", "PP": "1", "DD": "2", "aa": "3"}),
    "from-zero": ("frame_00 frame_01 frame_02 frame_03", {"sil": "1", "aa": "4"}),
    "rhubarb": ("lisa-A lisa-B lisa-C lisa-D lisa-E lisa-F", {"sil": "A", "aa": "D", "ou": "F"}),
    "webp-and-gif": ("closed.webp open.gif", {"sil": "shut", "aa": "open"}),
}  # fmt: skip


def fill(folder: Path, names: str) -> Path:
    """A folder of whole faces, each with another mouth."""
    folder.mkdir()
    for number, name in enumerate(names.split()):
        _, dot, ending = name.rpartition(".")
        picture = drawn.ellipse(120, 120, drawn.SKIN)
        picture.alpha_composite(drawn.ellipse(40, 6 + 2 * number, drawn.RED), (40, 70))
        write(folder / (name if dot else f"{name}.png"), picture if ending != "jpg" else picture.convert("RGB"))
    return folder


def write(path: Path, picture: Any) -> None:
    data = io.BytesIO()
    kind = {".jpg": "JPEG", ".webp": "WEBP", ".gif": "GIF"}.get(path.suffix, "PNG")
    picture.save(data, kind)
    path.write_bytes(data.getvalue())


def shown(character: Character, viseme: str, pose: Pose | None = None) -> set[str]:
    return {layer.key for layer in build_layers(character, pose or face(character, viseme, "neutral"))}


@pytest.mark.parametrize("name", SETS)
def test_mouths_are_known_by_their_names(name: str, tmp_path: Path) -> None:
    names, wanted = SETS[name]
    folder, notes, _ = import_character(fill(tmp_path / name, names), tmp_path / "characters")
    assert find_problems(folder) == ()
    character = load(folder)
    for viseme, mouth in wanted.items():
        assert {key for key in shown(character, viseme) if key.startswith("mouth-")} == {f"mouth-{mouth}"}
    assert notes[0].startswith("Taken: mouths, by ")


def test_eyes_open_and_shut_as_the_files_do(tmp_path: Path) -> None:
    pngtuber = fill(tmp_path / "four", "idle talking idle-blink talking-blink")
    character = load(import_character(pngtuber, tmp_path / "characters")[0])
    open_ = face(character, "aa", "neutral")
    blinking = replace(open_, eyes=Eyes(open_left=0.0, open_right=0.0))
    assert {key for key in shown(character, "aa", open_) if "mouth" in key} == {"mouth-open-open"}
    assert {key for key in shown(character, "aa", blinking) if "mouth" in key} == {"mouth-open-shut"}


def test_eyes_that_lie_over_the_face(tmp_path: Path) -> None:
    folder = fill(tmp_path / "over", "mouth_closed mouth_open face eyes eyes_closed")
    character = load(import_character(folder, tmp_path / "characters")[0])
    assert "eyes-open" in shown(character, "sil")
    assert "eyes-shut" not in shown(character, "sil")


def test_what_was_not_taken_is_told(tmp_path: Path) -> None:
    folder = fill(tmp_path / "more", "closed open sketch reference_2024")
    _, notes, _ = import_character(folder, tmp_path / "characters")
    told = "\n".join(notes)
    assert "Not taken" in told
    assert "reference_2024.png, sketch.png" in told
    assert "never blinks" in told


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("one two three four", ["no mouths were found", "four.png, one.png", "Preston Blair"]),
        ("AI E O", ["mouths are missing by Preston Blair", "rest or MBP"]),
        ("1 2 3 4 5 6 7 8", ["no mouths were found"]),
        ("closed", ["mouths"]),
        ("closed open lisa_body otto_body", ["two pictures are of the body", "lisa_body.png and otto_body.png"]),
        ("closed open eyes eyes_open", ["two pictures are of the eyes, open"]),
        ("closed open open_eyes-open open_blink", ["two pictures are of the mouth open"]),
    ],
)
def test_what_is_missing_is_named_with_what_was_seen(names: str, says: list[str], tmp_path: Path) -> None:
    with pytest.raises(CharacterError) as caught:
        import_character(fill(tmp_path / "odd", names), tmp_path / "characters")
    assert [each for each in says if each not in str(caught.value)] == []
    assert not (tmp_path / "characters" / "odd").exists()


@pytest.mark.parametrize("scheme", [*SCHEMES, number_mouths(2), number_mouths(5)], ids=lambda scheme: scheme.title[:12])
def test_with_all_that_is_needed_every_sound_has_a_mouth(scheme: Any) -> None:
    least = [each.split("/")[-1] for each in scheme.needs]
    assert scheme.missing(least) == []
    assert set(scheme.choose(least)) == set(VISEMES)
    assert set(scheme.choose(scheme.names).values()) <= set(scheme.names)
    words = [word for spelt in scheme.names.values() for word in spelt.split()]
    assert len(words) == len(set(words)), "a word stands for one mouth"


def test_names_are_read_without_what_says_nothing() -> None:
    assert read_name("Lisa_Mouth-AI (copy)").words == ("lisa", "ai")
    assert read_name("open_eyes closed") == (("open",), "shut")
    assert read_name("talk eyes-open") == (("talk",), "open")
    animator = next(scheme for scheme in SCHEMES if "W-Oo" in scheme.names)
    assert find_mouth(animator, read_name("07 w_oo").words) == "W-Oo"
    assert find_mouth(animator, ()) == ""
