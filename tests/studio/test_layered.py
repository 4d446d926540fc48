"""OpenRaster and Krita documents: read by the same names as a PSD, bounded, and what is not drawn is told."""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from avatar.character.loading import Character, load
from avatar.character.rig import build_layers
from avatar.cli import main
from avatar.draw import Painter
from avatar.draw.check import find_problems
from avatar.draw.sheet import face
from avatar.errors import CharacterError
from avatar.studio.importers import import_character
from avatar.studio.importers.krita import unpack_lzf
from avatar.types import VISEMES, Eyes, Pose
from tests.studio import drawn

WRITERS = {"ora": drawn.ora, "kra": drawn.kra}
EVERY = pytest.mark.parametrize("ending", WRITERS)


def made(file: Path, tmp_path: Path) -> tuple[Character, str]:
    folder, notes, _ = import_character(file, tmp_path / "characters")
    assert find_problems(folder) == ()
    return load(folder), "\n".join(notes)


def refused(file: Path, tmp_path: Path) -> str:
    with pytest.raises(CharacterError) as caught:
        import_character(file, tmp_path / "characters")
    assert caught.value.remedy
    assert not (tmp_path / "characters" / file.stem).exists()
    return str(caught.value)


def shown(character: Character, pose: Pose) -> set[str]:
    return {layer.key for layer in build_layers(character, pose)}


def painted(character: Character, viseme: str = "aa") -> Any:
    return Painter(400, 500, "transparent").paint([(character, face(character, viseme, "neutral"))]).copy()


def all_of(ending: str, tmp_path: Path, **more: Any) -> Path:
    return WRITERS[ending](tmp_path / f"face.{ending}", **more)


@EVERY
def test_a_document_is_spoken_and_blinks(ending: str, tmp_path: Path) -> None:
    character, told = made(all_of(ending, tmp_path), tmp_path)
    names = {viseme: shown(character, face(character, viseme, "neutral")) for viseme in VISEMES}
    assert "mouth-m" in names["PP"]
    assert "mouth-w-oo" in names["ou"]
    assert "eyes-open" in names["sil"]
    assert "eyes-closed" in shown(character, Pose(eyes=Eyes(open_left=0.0, open_right=0.0)))
    assert "Taken: mouths, by Character Animator's" in told
    assert "To do" not in told


@EVERY
def test_a_document_looks_as_drawn(ending: str, tmp_path: Path) -> None:
    picture = painted(made(all_of(ending, tmp_path), tmp_path)[0])
    for (x, y), colour in {(200, 270): drawn.RED, (120, 200): drawn.SKIN, (200, 450): drawn.SHIRT, (5, 5): (0,) * 4,
                           (150, 160): drawn.INK}.items():  # fmt: skip
        assert abs(picture[y, x].astype(int) - colour).max() < 4, (x, y)


def test_both_readers_and_both_kinds_of_tiles_agree(tmp_path: Path) -> None:
    pictures = [
        painted(made(drawn.ora(tmp_path / "a.ora"), tmp_path)[0]),
        painted(made(drawn.kra(tmp_path / "b.kra"), tmp_path)[0]),
        painted(made(drawn.kra(tmp_path / "c.kra", raw=True), tmp_path)[0]),
    ]
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[1], pictures[2])


def test_lzf_is_unpacked_and_never_more_than_asked() -> None:
    text = b"a" * 1000 + bytes(range(200)) * 2 + b"xyz" * 50
    packed = drawn.pack_lzf(text)
    assert unpack_lzf(packed, len(text)) == text
    # "abc", then 7 bytes from 3 back, which repeats what it makes: by the rules of liblzf, by hand
    assert unpack_lzf(bytes([2]) + b"abc" + bytes([5 << 5, 2]), 10) == b"abcabcabca"
    assert unpack_lzf(bytes([7 << 5, 255, 9]), 100) == b""
    bomb = bytes([0, 65]) + bytes([7 << 5, 255, 0]) * 10_000
    assert len(unpack_lzf(bomb, 16384)) < 16384 + 300


ODD = {
    "ora": '<layer name="Shade" src="data/2.png" composite-op="svg:multiply" x="0" y="0"/>'
    '<layer name="Sketch" src="data/2.png" visibility="hidden"/>',
    "kra": '<layer name="Shade" nodetype="paintlayer" filename="layer4" compositeop="multiply" colorspacename="RGBA">'
    '<masks><mask name="Fade" nodetype="transparencymask" filename="m"/></masks></layer>'
    '<layer name="Words" nodetype="shapelayer" filename="layer5"/>'
    '<layer name="Sketch" nodetype="paintlayer" filename="layer4" visible="0"/>',
}


@EVERY
def test_what_is_not_drawn_is_told_with_its_layer(ending: str, tmp_path: Path) -> None:
    _, told = made(all_of(ending, tmp_path, more=ODD[ending]), tmp_path)
    wanted = ["Layer 'Shade' is blended by multiply", "layer 'Sketch', which is hidden"]
    wanted += ["mask, 'Fade'", "Layer 'Words' is a vector layer"] if ending == "kra" else []
    assert [each for each in wanted if each not in told] == []


def test_clipping_to_what_is_below_is_kept(tmp_path: Path) -> None:
    shade = drawn.ellipse(400, 500, (0, 0, 255, 255)), 0, 0, True
    head = [("Face", (drawn.ellipse(100, 100, drawn.SKIN), 150, 150, True)), ("Shade", shade)]
    mouths = [(name, (drawn.ellipse(20, 10, drawn.RED), 190, 190, True)) for name in ("closed", "open")]
    file = drawn.ora(tmp_path / "clipped.ora", [("Head", head), ("Mouth", mouths)])
    text = zipfile.ZipFile(file).read("stack.xml").decode()
    changed = text.replace('name="Shade"', 'name="Shade" composite-op="svg:src-atop"')
    _rewrite(file, "stack.xml", changed.encode())
    picture = painted(made(file, tmp_path)[0])
    alpha = picture[..., 3]
    assert alpha.any()
    blue = (picture[..., 2] > 200) & (picture[..., 0] < 60)
    rows, columns = np.nonzero(blue)
    assert columns.max() - columns.min() == pytest.approx(rows.max() - rows.min(), abs=4), "round, as the face is"


def _rewrite(file: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for each, old in (held | {name: data}).items():
            archive.writestr(each, old)


def test_colours_that_are_not_known_are_named(tmp_path: Path) -> None:
    file = drawn.kra(tmp_path / "cmyk.kra")
    text = zipfile.ZipFile(file).read("maindoc.xml").decode()
    _rewrite(file, "maindoc.xml", text.replace('colorspacename="RGBA"', 'colorspacename="CMYKA"').encode())
    message = refused(file, tmp_path)
    assert "CMYKA" in message
    assert "RGB/Alpha" in message


@EVERY
def test_broken_and_made_up_documents_are_refused_or_read_but_never_more(ending: str, tmp_path: Path) -> None:
    whole = all_of(ending, tmp_path).read_bytes()
    chance = random.Random(5)
    for number in range(40):
        data = bytearray(whole)
        if number % 2:
            del data[chance.randrange(len(data)) :]
        for _ in range(20):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        file = tmp_path / f"odd-{number}.{ending}"
        file.write_bytes(data)
        with suppress(CharacterError):  # anything else is a defect
            import_character(file, tmp_path / "characters")


LIST = {"ora": "stack.xml", "kra": "maindoc.xml"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><image w="400" h="500">&a;</image>', "entities"),
        ("<image", "no XML"),
        ("<a>" * 3000 + "</a>" * 3000, "too deep"),
        ('<image w="90000" h="90000"><stack/></image>', "90000 x 90000"),
        ('<image w="nan" h="4"><stack/></image>', "0 x 4"),
        ('<image w="400" h="500"><stack><layer name="a" src="../../etc/passwd"/></stack></image>', "missing in it"),
        ('<image w="400" h="500"><stack><layer name="a" src="stack.xml"/></stack></image>', "no PNG"),
        ("<image w='400' h='500'/>", "mouths are missing"),
    ],
)
def test_lists_of_layers_that_can_not_be(text: str, says: str, tmp_path: Path) -> None:
    file = drawn.ora(tmp_path / "a.ora")
    _rewrite(file, "stack.xml", text.encode())
    assert says in refused(file, tmp_path)


@EVERY
def test_what_would_fill_the_memory(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"bomb.{ending}"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST[ending], b" " * 50_000_000)
    assert "larger than 4 MB" in refused(file, tmp_path)
    file.write_bytes(b"no zip")
    assert "broken" in refused(file, tmp_path)


def test_an_import_ends_with_what_was_taken_and_what_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    file = drawn.ora(tmp_path / "face.ora", more='<layer name="Sketch" src="data/2.png" visibility="hidden"/>')
    assert main(["characters", "import", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line.partition(":")[0] for line in lines if ": " in line]
    assert heads[:3] == ["Taken", "Taken", "Not taken"]
    assert any("'Sketch', which is hidden" in line for line in lines)
    assert any("avatar characters preview face" in line for line in lines)
