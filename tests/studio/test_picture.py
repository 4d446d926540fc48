"""A picture with a face becomes a character; and what is none, or is out to do harm, leaves nothing behind."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatar.character.loading import Character, load
from avatar.character.still.points import format_points, place_by_hand, read_points
from avatar.draw.check import find_problems
from avatar.errors import CharacterError
from avatar.studio.faces import find_faces, nets
from avatar.studio.faces.reading import KEPT, LARGEST_FILE, read_picture
from avatar.studio.importers import PictureWish, choose_importer, import_character
from tests.studio import faces

MINE = PictureWish("mine", True)


def made(file: Path, tmp_path: Path, wish: PictureWish = MINE, name: str = "") -> tuple[Character, str]:
    folder, notes, _ = import_character(file, tmp_path / "characters", picture=wish, name=name)
    assert find_problems(folder) == ()
    return load(folder), "\n".join(notes)


def refused(file: Path, tmp_path: Path, wish: PictureWish = MINE) -> str:
    with pytest.raises(CharacterError) as caught:
        import_character(file, tmp_path / "characters", picture=wish)
    assert caught.value.remedy
    assert not list((tmp_path / "characters").glob("*"))
    return str(caught.value)


def saved(picture: Image.Image, path: Path, **more: object) -> Path:
    picture.save(path, **more)  # type: ignore[arg-type]
    return path


# ------------------------------------------------------------------------------------------------------- what is made


def test_a_photograph_becomes_a_character_whose_picture_is_the_picture(tmp_path: Path) -> None:
    character, told = made(faces.ASTRONAUT, tmp_path)
    still = character.picture
    assert still is not None
    assert (still.art.width, still.art.height) == (256, 256)
    assert still.points.mouth == "teeth"
    assert still.behind is not None
    assert still.mark
    assert (still.origin.whose, still.origin.agreed, still.origin.source) == ("mine", True, "astronaut.jpg")
    assert "Taken: a face whose mouth shows teeth" in told
    drawn = np.array(Image.open(character.folder / "picture.png").convert("RGB")).astype(int)
    assert np.abs(drawn - np.array(Image.open(faces.ASTRONAUT))).max() <= 3  # two decoders


def test_what_the_user_says_of_the_picture_counts(tmp_path: Path) -> None:
    wish = PictureWish("Ann", True, mouth="open", mark=False)
    character, told = made(faces.ASTRONAUT, tmp_path, wish)
    assert character.picture is not None
    assert (character.picture.points.mouth, character.picture.mark, character.picture.origin.whose) == (
        "open",
        False,
        "Ann",
    )
    assert "as you say" in told
    shut, _ = made(faces.ASTRONAUT, tmp_path, PictureWish("Ann", True, mouth="shut"), "shut")
    assert shut.picture is not None
    lips = shut.picture.points.mesh
    assert shut.picture.points.mouth == "shut"
    assert np.abs(lips[14, 1] - lips[13, 1]) < 1.5  # both lie on the line that was found
    muzzle, _ = made(faces.ASTRONAUT, tmp_path, PictureWish("Ann", True, mouth="muzzle"), "dog")
    assert muzzle.picture is not None
    assert muzzle.picture.points.kind == "muzzle"


@pytest.mark.parametrize("wish", [PictureWish(), PictureWish("Ann"), PictureWish("", True)])
def test_without_consent_nothing_is_made(wish: PictureWish, tmp_path: Path) -> None:
    told = refused(faces.ASTRONAUT, tmp_path, wish)
    assert "--mine" in told
    assert "--agreed" in told


def test_of_several_faces_one_speaks_or_each_is_a_character(tmp_path: Path) -> None:
    picture = Image.new("RGB", (700, 400), (120, 130, 140))
    picture.paste(Image.open(faces.ASTRONAUT), (10, 100))
    picture.paste(Image.open(faces.HOPPER), (400, 20))
    file = saved(picture, tmp_path / "both.png")
    first, told = made(file, tmp_path)
    assert "1 other face keeps still" in told
    assert "--all-faces" in told
    second, _ = made(file, tmp_path, PictureWish("mine", True, face=2), "second")
    middles = [each.picture.points.mesh[:, 0].mean() for each in (first, second) if each.picture]
    assert middles[1] < 300 < middles[0]
    assert "no number 3" in _refusal(file, tmp_path / "third", PictureWish("mine", True, face=3))
    every, told = made(file, tmp_path, PictureWish("mine", True, every=True), "cast")
    other = load(tmp_path / "characters" / "cast-2")
    assert "cast, cast-2" in told
    for each in (every, other):
        assert each.picture is not None
        assert each.picture.art.width < 400  # a part of the picture each


def _refusal(file: Path, folder: Path, wish: PictureWish) -> str:
    with pytest.raises(CharacterError) as caught:
        import_character(file, folder, picture=wish)
    return str(caught.value)


def test_where_one_of_several_names_is_taken_none_is_made(tmp_path: Path) -> None:
    file = saved(faces.crowd(2, 1, 200), tmp_path / "two.png")
    (tmp_path / "characters" / "two-2").mkdir(parents=True)
    assert "already" in _refusal(file, tmp_path / "characters", PictureWish("mine", True, every=True))
    assert [each.name for each in (tmp_path / "characters").iterdir()] == ["two-2"]


@pytest.mark.parametrize(("mouth", "kind"), [("", "face"), ("muzzle", "muzzle"), ("simple", "thing")])
def test_an_animal_is_made_by_hand_where_that_is_asked_for(mouth: str, kind: str, tmp_path: Path) -> None:
    told = refused(faces.CAT, tmp_path, PictureWish("mine", True, mouth=mouth))
    assert "no face was found" in told
    assert "avatar characters preview NAME" in told
    character, told = made(faces.CAT, tmp_path, PictureWish("mine", True, mouth=mouth, by_hand=True))
    assert character.picture is not None
    assert character.picture.points.kind == kind
    assert character.picture.points.handles
    assert f"avatar characters preview {character.name}" in told


@pytest.mark.parametrize("colour", [(120, 180, 215), (240, 242, 244), (24, 24, 28)])
@pytest.mark.parametrize("picture", [faces.ASTRONAUT, faces.HOPPER])
def test_a_mask_before_the_mouth_is_told(picture: Path, colour: tuple[int, int, int], tmp_path: Path) -> None:
    _, told = made(saved(faces.masked(picture, colour), tmp_path / "a.png"), tmp_path)
    assert "a mask or the like is before it" in told
    assert "To do: take a picture without the mask" in told
    assert "mask" not in made(picture, tmp_path)[1]


def test_no_drawn_or_bare_mouth_is_taken_for_a_mask() -> None:
    for mouth in ("shut", "open", "teeth"):
        assert not find_faces(faces.pixels(faces.cartoon(mouth)))[0].masked
    grey = Image.open(faces.ASTRONAUT).convert("L").convert("RGB")
    assert not find_faces(faces.pixels(grey))[0].masked


def test_a_head_that_was_placed_by_hand_is_as_high_as_its_points_say(tmp_path: Path) -> None:
    character, _ = made(faces.CAT, tmp_path, PictureWish("mine", True, mouth="muzzle", by_hand=True))
    still = character.picture
    assert still is not None
    x, y = still.art.width / 2, still.art.height / 2
    smaller = {name: (0.6 * at[0] + 0.4 * x, 0.6 * at[1] + 0.4 * y) for name, at in still.points.handles.items()}
    points = place_by_hand(smaller, "muzzle", "shut")
    (character.folder / "points.toml").write_text(format_points(points), "utf-8")
    after = load(character.folder)
    assert after.canvas.head == pytest.approx(0.6 * character.canvas.head, rel=0.05)
    assert after.picture is not None
    assert after.canvas.head == pytest.approx(after.picture.head)


def test_a_moving_picture_too_large_to_read_says_what_to_save(tmp_path: Path) -> None:
    with (tmp_path / "long.gif").open("wb") as file:
        file.write(b"GIF89a")
        file.truncate(LARGEST_FILE + 1)
    assert "larger than 60 MB" in refused(tmp_path / "long.gif", tmp_path)


def test_a_drawing_is_rendered(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    faces.cartoon("teeth").save(buffer, "PNG")
    import base64

    text = base64.b64encode(buffer.getvalue()).decode()
    file = tmp_path / "drawn.svg"
    file.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 460">'
        f'<image width="400" height="460" xlink:href="data:image/png;base64,{text}"/></svg>'
    )
    character, _ = made(file, tmp_path)
    assert character.picture is not None
    assert character.picture.art.height == 1600
    assert character.picture.points.mouth == "teeth"


# ----------------------------------------------------------------------------------------------- what pictures are like


def _bytes(picture: Image.Image, kind: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)  # type: ignore[arg-type]
    return buffer.getvalue()


PLAIN = np.repeat(
    np.repeat(np.array([[[200, 30, 30], [20, 40, 200]], [[30, 190, 40], [230, 220, 40]]]), 100, 0), 120, 1
)
IMAGE = Image.fromarray(PLAIN.astype(np.uint8))
FORMATS = {
    "a.png": _bytes(IMAGE, "PNG"),
    "a.jpg": _bytes(IMAGE, "JPEG", quality=97, subsampling=0),
    "a.webp": _bytes(IMAGE, "WEBP", lossless=True),
    "a.gif": _bytes(IMAGE, "GIF"),
    "a.bmp": _bytes(IMAGE, "BMP"),
    "cmyk.jpg": _bytes(IMAGE.convert("CMYK"), "JPEG", quality=97, subsampling=0),
    "indexed.png": _bytes(IMAGE.quantize(8), "PNG"),
    "wrong-ending.png": _bytes(IMAGE, "JPEG", quality=97, subsampling=0),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_the_same_colours(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(FORMATS[name])
    found = read_picture(file)
    assert found.pixels.shape == (200, 240, 4)
    assert found.told == ()
    for y, x in ((50, 60), (50, 180), (150, 60), (150, 180)):
        assert np.abs(found.pixels[y, x, :3].astype(int) - PLAIN[y, x]).max() <= 6
        assert found.pixels[y, x, 3] == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_it_was_taken(orientation: int, tmp_path: Path) -> None:
    from PIL import ImageOps

    exif = Image.Exif()
    exif[0x0112] = orientation
    file = tmp_path / "turned.jpg"
    file.write_bytes(_bytes(IMAGE, "JPEG", exif=exif, quality=97, subsampling=0))
    with Image.open(file) as opened:
        expected = np.array(ImageOps.exif_transpose(opened)).astype(int)
    found = read_picture(file).pixels[:, :, :3].astype(int)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 3


def test_sixteen_bits_and_transparency(tmp_path: Path) -> None:
    grey = saved(Image.fromarray((PLAIN[:, :, 0] * 257).astype(np.uint16)), tmp_path / "grey.png")
    assert np.abs(read_picture(grey).pixels[..., 0].astype(int) - PLAIN[:, :, 0]).max() <= 1
    clear = IMAGE.convert("RGBA")
    clear.putalpha(
        Image.fromarray(np.where(np.arange(240) < 120, 128, 255)[np.newaxis].repeat(200, 0).astype(np.uint8))
    )
    pixels = read_picture(saved(clear, tmp_path / "clear.png")).pixels
    assert tuple(pixels[50, 60]) == (200, 30, 30, 128)
    nothing = Image.new("RGBA", (200, 200), (10, 20, 30, 0))
    with pytest.raises(CharacterError, match="transparent"):
        read_picture(saved(nothing, tmp_path / "nothing.png"))


def test_of_one_that_moves_the_first_picture_is_taken_and_that_is_told(tmp_path: Path) -> None:
    others = [Image.new("RGB", IMAGE.size, (shade, 0, 0)) for shade in (50, 100)]
    file = saved(IMAGE, tmp_path / "moves.gif", save_all=True, append_images=others)
    found = read_picture(file)
    assert np.abs(found.pixels[150, 180, :3].astype(int) - PLAIN[150, 180]).max() <= 6
    assert "of its 3 pictures the first one" in found.told[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_made_smaller_and_that_is_told(kind: str, tmp_path: Path) -> None:
    large = IMAGE.resize((3600, 3000), Image.Resampling.NEAREST)
    found = read_picture(saved(large, tmp_path / f"large.{kind.lower()}"))
    assert found.pixels.shape == (1600, KEPT, 4)
    assert np.abs(found.pixels[400, 400, :3].astype(int) - PLAIN[50, 60]).max() <= 6
    assert "3600 x 3000 pixels became 1920 x 1600" in found.told[0]


def test_a_face_in_a_picture_of_eight_thousand_pixels(tmp_path: Path) -> None:
    large = Image.new("RGB", (8000, 1200), (100, 110, 120))
    large.paste(Image.open(faces.ASTRONAUT).resize((1100, 1100)), (6500, 50))
    character, told = made(saved(large, tmp_path / "large.jpg"), tmp_path)
    assert character.picture is not None
    assert 1560 < character.picture.points.mesh[:, 0].mean() < 1830
    assert "8000 x 1200" in told


# ------------------------------------------------------------------------------------------------------ what is refused


def test_a_picture_without_a_face(tmp_path: Path) -> None:
    assert "no face was found" in refused(saved(IMAGE, tmp_path / "plain.png"), tmp_path)


def test_forty_faces(tmp_path: Path) -> None:
    file = saved(faces.crowd(8, 5, 150), tmp_path / "crowd.png")
    assert "40 faces were found" in refused(file, tmp_path, PictureWish("mine", True, every=True))
    character, told = made(saved(faces.crowd(4, 3, 150), tmp_path / "fewer.png"), tmp_path)
    assert "11 other faces keep still" in told
    assert character.picture is not None


def test_a_face_of_twenty_pixels(tmp_path: Path) -> None:
    picture = Image.new("RGB", (300, 300), (140, 150, 160))
    picture.paste(Image.open(faces.ASTRONAUT).resize((80, 80), Image.Resampling.LANCZOS), (100, 100))
    told = refused(saved(picture, tmp_path / "small.png"), tmp_path)
    assert "pixels wide" in told or "no face" in told


def test_a_face_that_the_edge_cuts_speaks_where_its_mouth_is_in_the_picture(tmp_path: Path) -> None:
    whole = Image.open(faces.ASTRONAUT)
    character, _ = made(saved(whole.crop((0, 70, 256, 256)), tmp_path / "forehead.png"), tmp_path)
    assert character.picture is not None
    told = refused(saved(whole.crop((0, 0, 256, 134)), tmp_path / "chin.png"), tmp_path / "other")
    assert "beyond the picture's edge" in told


def test_a_hundred_megapixels_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    file.write_bytes(_png(12_000, 9_000))
    assert "12000 x 9000 pixels" in refused(file, tmp_path)
    file = tmp_path / "small.png"
    file.write_bytes(_bytes(IMAGE.resize((90, 300)), "PNG"))
    assert "only 90 x 300" in refused(file, tmp_path)


def _png(width: int, height: int) -> bytes:
    """A PNG that unpacks to so many pixels, all of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = bytes(1 + width // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_decompression_bomb_costs_what_its_size_says_and_no_more(tmp_path: Path) -> None:
    """A hundred kilobytes that unpack to 64 megapixels: they are read, made small, and have no face."""
    file = tmp_path / "bomb.png"
    file.write_bytes(_png(8_000, 8_000))
    assert file.stat().st_size < 100_000
    assert "no face" in refused(file, tmp_path)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_jpeg_that_breaks_off(share: float, tmp_path: Path) -> None:
    data = faces.ASTRONAUT.read_bytes()
    file = tmp_path / "broken.jpg"
    file.write_bytes(data[: int(len(data) * share)])
    told = refused(file, tmp_path)
    assert "breaks off" in told or "no picture" in told


def test_files_that_are_no_pictures(tmp_path: Path) -> None:
    for name, data, word in (
        ("text.png", b"I am no picture", "no picture that can be read"),
        ("empty.jpg", b"", "no picture that can be read"),
        ("scan.jpg", b"II*\0" + bytes(500), "TIFF"),
        ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(500), "HEIC"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        assert word in refused(file, tmp_path), name


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 5000 + "</g>" * 5000,
        '<g id="a"><use href="#b"/><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>',
        "".join(
            f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" if n else '<g id="l0"><path d="M0 0"/></g>'
            for n in range(9)
        )
        + '<use href="#l8"/>',
        "<script>1</script>",
        '<image href="http://example.com/a.png" width="5" height="5"/>',
    ],
)
def test_a_drawing_that_is_a_bomb(inside: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>')
    refused(file, tmp_path)


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "laughs.svg"
    file.write_text('<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg viewBox="0 0 9 9">&b;</svg>')
    assert "entities" in refused(file, tmp_path)


def test_points_outside_the_picture_are_refused(tmp_path: Path) -> None:
    character, _ = made(faces.ASTRONAUT, tmp_path)
    assert character.picture is not None
    moved = character.picture.points.mesh + np.array([900, 0, 0], np.float32)
    from dataclasses import replace

    text = format_points(replace(character.picture.points, mesh=moved)).encode()
    with pytest.raises(CharacterError, match="outside the picture"):
        read_points(text, 256, 256, tmp_path / "points.toml")


def test_without_its_nets_it_is_told_and_by_hand_still_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nets.net.cache_clear()
    monkeypatch.setattr(nets.resources, "files", lambda package: tmp_path / "nowhere")
    assert "not installed" in refused(faces.ASTRONAUT, tmp_path)
    character, _ = made(faces.ASTRONAUT, tmp_path, PictureWish("mine", True, by_hand=True))
    assert character.picture is not None


def test_a_picture_is_known_as_one_and_a_card_in_a_picture_as_a_card(tmp_path: Path) -> None:
    assert choose_importer(faces.ASTRONAUT) == "picture"
    with pytest.raises(CharacterError, match="no importer"):
        choose_importer(saved(IMAGE, tmp_path / "picture.tiff"))
    with pytest.raises(CharacterError, match="no such file"):
        choose_importer(tmp_path / "nothing.png")
