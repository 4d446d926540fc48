"""Characters load whole or not at all, and a broken one says which file, which layer, and what to do."""

from __future__ import annotations

import struct
import textwrap
import zlib
from pathlib import Path

import pytest

from avatar.character.acting import NEEDED
from avatar.character.layers import MOST_LAYERS
from avatar.character.loading import load
from avatar.character.rig import build_layers
from avatar.errors import CharacterError
from avatar.types import Pose
from tests.draw.drawing import CHARACTERS, SVG, TOML, box

SHIPPED = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "character.toml").is_file())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_character_that_ships_is_whole(name: str) -> None:
    character = load(CHARACTERS / name)
    assert character.name == name
    assert character.author
    assert character.licence
    assert character.description
    assert len(character.persona) > 200
    assert set(NEEDED) <= set(character.acting.expressions)


def test_the_box_loads(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box"))
    assert [layer.name for layer in character.layers] == ["head", "square", "mouth"]


def broken(folder: Path, old: str, new: str) -> str:
    """What loading the box says with `old` replaced by `new` in its TOML."""
    assert old in TOML
    with pytest.raises(CharacterError) as caught:
        load(box(folder / "box", TOML.replace(old, new)))
    message = str(caught.value)
    assert "character.toml" in message or "box" in message
    assert caught.value.remedy
    return message


def test_no_character_file(tmp_path: Path) -> None:
    with pytest.raises(CharacterError, match="no character"):
        load(tmp_path)


def test_not_toml(tmp_path: Path) -> None:
    assert "line" in broken(tmp_path, 'name = "box"', "name = box")


def test_an_unknown_key_gets_a_suggestion(tmp_path: Path) -> None:
    assert "Did you mean 'pivot'" in broken(tmp_path, "pivot =", "pivit =")


def test_an_unknown_table_gets_a_suggestion(tmp_path: Path) -> None:
    assert "Did you mean 'mouth'" in broken(tmp_path, "[mouth]", "[mouht]\nx = 1\n[mouth]")


def test_a_layer_without_its_art(tmp_path: Path) -> None:
    message = broken(tmp_path, "box.svg#square", "bax.svg#square")
    assert "'square'" in message
    assert "bax.svg" in message


def test_a_layer_that_the_drawing_does_not_have(tmp_path: Path) -> None:
    assert "Did you mean 'square'" in broken(tmp_path, "box.svg#square", "box.svg#sqare")


def test_a_parent_that_is_not_there(tmp_path: Path) -> None:
    assert "Did you mean 'head'" in broken(tmp_path, 'parent = "head"\nart', 'parent = "haed"\nart')


def test_a_ring_of_parents(tmp_path: Path) -> None:
    message = broken(tmp_path, 'role = "head"', 'role = "head"\nparent = "square"')
    assert "own ancestor" in message
    assert "square" in message


def test_two_layers_of_one_name(tmp_path: Path) -> None:
    assert "two layers" in broken(tmp_path, 'name = "square"', 'name = "head"')


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e300"])
def test_numbers_that_no_picture_can_hold(tmp_path: Path, value: str) -> None:
    assert "pivot" in broken(tmp_path, "pivot = [50, 80]", f"pivot = [50, {value}]")


def test_a_wrong_type_names_the_layer(tmp_path: Path) -> None:
    message = broken(tmp_path, "pivot = [50, 80]", 'pivot = "middle"')
    assert "layer 'head'" in message
    assert "2 numbers" in message


def test_an_unknown_style_of_mouth(tmp_path: Path) -> None:
    assert "style" in broken(tmp_path, "[mouth]", '[mouth]\nstyle = "lip"')


def test_a_colour_that_is_none(tmp_path: Path) -> None:
    assert "no colour" in broken(tmp_path, "width = 20", 'width = 20\n[mouth.colours]\nlips = "red"')


def test_a_future_format(tmp_path: Path) -> None:
    assert "format" in broken(tmp_path, 'name = "box"', 'format = 9\nname = "box"')


@pytest.mark.parametrize("path", ["../outside.svg", "/etc/passwd", "sub/../../outside.svg"])
def test_art_outside_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.svg").write_text(SVG.format(name="square"))
    assert "outside" in broken(tmp_path, "box.svg#square", path)


def test_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = box(tmp_path / "box", TOML.replace("box.svg#square", "link.svg"))
    (tmp_path / "outside.svg").write_text(SVG.format(name="square"))
    (folder / "link.svg").symlink_to(tmp_path / "outside.svg")
    with pytest.raises(CharacterError, match="outside"):
        load(folder)


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect onload="alert(1)"/>', "script"),
        ('<image href="http://example.org/a.png"/>', "outside itself"),
        ('<rect style="fill:url(http://example.org/a.svg#b)"/>', "outside itself"),
        ('<use href="file:///etc/passwd#x"/>', "outside itself"),
        ('<use xlink:href="other.svg#x" xmlns:xlink="http://www.w3.org/1999/xlink"/>', "outside itself"),
        ("<style>@import 'a.css';</style>", "style sheet"),
        ("<foreignObject/>", "foreignObject"),
        ("<animateTransform/>", "animateTransform"),
    ],
)
def test_drawings_that_run_or_fetch_are_refused(tmp_path: Path, inside: str, says: str) -> None:
    svg = SVG.format(name="square").replace("</svg>", inside + "</svg>")
    with pytest.raises(CharacterError, match=says) as caught:
        load(box(tmp_path / "box", svg=svg))
    assert "box.svg" in str(caught.value)


def test_a_drawing_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">]>' + SVG.format(name="square")
    with pytest.raises(CharacterError, match="DOCTYPE"):
        load(box(tmp_path / "box", svg=bomb))


def test_copies_of_copies_of_copies_are_refused(tmp_path: Path) -> None:
    groups = '<g id="l0"><rect width="1" height="1"/></g>'
    for level in range(1, 12):
        copies = f'<use href="#l{level - 1}"/>' * 10
        groups += f'<g id="l{level}">{copies}</g>'
    svg = SVG.format(name="square").replace("</svg>", groups + "</svg>")
    with pytest.raises(CharacterError, match="shapes"):
        load(box(tmp_path / "box", svg=svg))


def test_a_copy_of_itself_is_refused(tmp_path: Path) -> None:
    svg = SVG.format(name="square").replace(
        "</svg>", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>'
    )
    with pytest.raises(CharacterError, match="inside itself"):
        load(box(tmp_path / "box", svg=svg))


def test_groups_without_end_are_refused(tmp_path: Path) -> None:
    svg = SVG.format(name="square").replace("</svg>", "<g>" * 3000 + "</g>" * 3000 + "</svg>")
    with pytest.raises(CharacterError, match="groups within groups"):
        load(box(tmp_path / "box", svg=svg))


def test_many_large_pictures_are_refused(tmp_path: Path) -> None:
    layers = "".join(f'\n[[layer]]\nname = "p{at}"\nart = "big.png"\n' for at in range(6))
    folder = box(tmp_path / "box", TOML + layers)
    (folder / "big.png").write_bytes(png(4000, 4000))
    with pytest.raises(CharacterError, match="megapixels"):
        load(folder)


def test_a_description_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CharacterError, match="larger than"):
        load(box(tmp_path / "box", TOML + "# " + "x" * 600_000))


@pytest.mark.parametrize("svg", ["<svg", "not xml at all", '<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_drawings_that_are_broken(tmp_path: Path, svg: str) -> None:
    with pytest.raises(CharacterError) as caught:
        load(box(tmp_path / "box", svg=svg))
    assert "box.svg" in str(caught.value)


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels need not be there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (4097, 10), (0, 5), (4096, 4096)])
def test_a_picture_that_would_fill_the_memory(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = box(tmp_path / "box", TOML.replace("box.svg#square", "huge.png"))
    (folder / "huge.png").write_bytes(png(*size))
    with pytest.raises(CharacterError, match="pixels"):
        load(folder)


def test_a_picture_that_is_none(tmp_path: Path) -> None:
    folder = box(tmp_path / "box", TOML.replace("box.svg#square", "fake.png"))
    (folder / "fake.png").write_bytes(b"GIF89a" + bytes(100))
    with pytest.raises(CharacterError, match="no PNG"):
        load(folder)


def test_expressions_change_single_values(tmp_path: Path) -> None:
    toml = TOML + "\n[expressions.smile]\nmouth = { smile = 0.5 }\n[expressions.sly]\nbrows = { raise_left = 1 }\n"
    character = load(box(tmp_path / "box", toml))
    assert character.acting.expressions["smile"].mouth.smile == 0.5
    assert character.acting.expressions["smile"].eyes.squint > 0
    assert character.acting.expressions["sly"].brows.raise_left == 1


def test_gestures_need_keys_in_order(tmp_path: Path) -> None:
    toml = TOML + "\n[[gestures.hop.keys]]\nat = 1.0\n[[gestures.hop.keys]]\nat = 0.5\n"
    with pytest.raises(CharacterError, match=r"gestures\.hop"):
        load(box(tmp_path / "box", toml))


def pictures(folder: Path, names: list[str]) -> Path:
    """The box with a mouth made of pictures of those names."""
    toml = TOML.replace('live = "mouth"', "").replace("[mouth]\nanchor = [50, 60]\nwidth = 20\n", "")
    layers = "".join(f'[[layer]]\nname = "m{at}"\nart = "box.svg"\nshape = "{name}"\n' for at, name in enumerate(names))
    return box(folder, toml + layers)


@pytest.mark.parametrize(
    ("names", "pressed", "bitten"),
    [
        (list("ABCDEFGHX"), "A", "G"),
        (["Neutral", "M", "F", "L", "D", "S", "R", "Aa", "Ee", "Oh", "W-Oo", "Uh", "Smile", "Surprised"], "M", "F"),
    ],
)
def test_the_usual_sets_of_mouth_pictures_are_known(
    tmp_path: Path, names: list[str], pressed: str, bitten: str
) -> None:
    sprites = load(pictures(tmp_path / "box", names)).acting.sprites
    assert sprites["PP"] == pressed
    assert sprites["FF"] == bitten


def test_a_set_of_mouth_pictures_with_a_gap_says_which_sound(tmp_path: Path) -> None:
    with pytest.raises(CharacterError, match=r"shapes has no sil"):
        load(pictures(tmp_path / "box", ["one", "two"]))


def test_the_walk_through_in_the_docs_is_a_character(tmp_path: Path) -> None:
    page = (CHARACTERS.parent / "docs" / "characters.md").read_text()
    block = textwrap.dedent(page[page.index("    ```toml") : page.index("    ```\n")]).removeprefix("```toml\n")
    parts = ("hair-back", "body", "face", "brow-left")
    drawn = "".join(f'<g id="{part}"><circle cx="600" cy="600" r="50"/></g>' for part in parts)
    (tmp_path / "pip.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1200">{drawn}</svg>')
    (tmp_path / "character.toml").write_text(block)
    assert load(tmp_path).name == "pip"


RANGES = {
    "the canvas' width": ("width = 100", "width = {}", 16, 10_000),
    "the canvas' height": ("height = 100", "height = {}", 16, 10_000),
    "the head's height": ("head = 60", "head = {}", 1, 10_000),
    "how far away a layer is": ("pivot = [50, 80]", "depth = {}", -5, 5),
    "a place on the canvas": ("pivot = [50, 80]", "pivot = [50, {}]", -10_000, 10_000),
    "the mouth's lip": ("width = 20", "width = 20\nline = {}", -10, 1000),
    "energy": ("[mouth]", "[temperament]\nenergy = {}\n[mouth]", 0, 3),
    "blinks": ("[mouth]", "[temperament]\nblinks = {}\n[mouth]", 0, 3),
    "a part of a mood": ("[mouth]", "[expressions.sly]\nhead = {{ roll = {} }}\n[mouth]", -90, 90),
    "an extra of a mood": ("[mouth]", "[expressions.sly]\nextras = {{ blush = {} }}\n[mouth]", 0, 1),
}
"""What a number of a character may be: where it is written in the box, how, and its least and its most."""
OF_KEYS = {
    "when a key is": ("{}", 1, 60),
    "lids": ("shut = {}", 0, 1),
    "a hand's shift": ("left = {{ x = {} }}", -5, 5),
    "a hand's fall": ("left = {{ y = {} }}", -5, 5),
    "a hand's angle": ("left = {{ angle = {} }}", -360, 360),
    "a hand's share": ("left = {{ shown = {} }}", 0, 1),
}
"""The same of a gesture's second key."""


def ranged() -> list[tuple[str, list[str], list[str]]]:
    """(name, descriptions that are fine, descriptions that are out of range by little)."""
    rows = []
    for name, (old, new, least, most) in RANGES.items():
        texts = [TOML.replace(old, new.format(value)) for value in (least, most, least - 0.01, most + 0.01)]
        rows.append((name, texts[:2], texts[2:]))
    for name, (line, least, most) in OF_KEYS.items():
        below = least - 0.01 if name != "when a key is" else -0.01
        head = TOML + "[[gestures.hop.keys]]\nat = 0\n[[gestures.hop.keys]]\n"
        texts = [head + (f"at = {value}\n" if line == "{}" else f"at = 9\n{line.format(value)}\n")
                 for value in (least, most, below, most + 0.01)]  # fmt: skip
        rows.append((name, texts[:2], texts[2:]))
    return rows


@pytest.mark.parametrize(("name", "fine", "beyond"), ranged(), ids=[row[0] for row in ranged()])
def test_a_number_may_be_its_least_and_its_most_and_nothing_beyond(
    tmp_path: Path, name: str, fine: list[str], beyond: list[str]
) -> None:
    for text in fine:
        load(box(tmp_path / "box", text))
    for text in beyond:
        with pytest.raises(CharacterError, match=r"Give a finite number from .* to "):
            load(box(tmp_path / "box", text))


@pytest.mark.parametrize(("key", "most"), [("title", 200), ("description", 500), ("persona", 20_000), ("name", 200)])
def test_a_text_may_be_so_long_and_no_longer(tmp_path: Path, key: str, most: int) -> None:
    def written(length: int) -> str:
        line = f'{key} = "{"x" * length}"\n'
        return f"{TOML}[[layer]]\n{line}" if key == "name" else line + TOML

    load(box(tmp_path / "box", written(most)))
    with pytest.raises(CharacterError, match=f"{key} of .* must be text of at most {most} characters"):
        load(box(tmp_path / "box", written(most + 1)))


@pytest.mark.parametrize(
    ("voice", "names"), [('""', ()), ('"en-gb"', ("en-gb",)), ('["a", "b"]', ("a", "b")), ("[]", ())]
)
def test_a_character_has_a_voice_or_several_best_first(tmp_path: Path, voice: str, names: tuple[str, ...]) -> None:
    assert load(box(tmp_path / "box", f"voice = {voice}\n{TOML}")).voice == names


@pytest.mark.parametrize("voice", ["7", "[7]", '["a", ""]', '{ a = "b" }', f'"{"x" * 201}"', str(["v"] * 13)])
def test_what_is_no_voice_is_refused(tmp_path: Path, voice: str) -> None:
    with pytest.raises(CharacterError, match=r"voice must be the name of a voice, or a list of at most 12 names"):
        load(box(tmp_path / "box", f"voice = {voice}\n{TOML}"))


def test_a_character_may_have_so_many_layers_and_no_more(tmp_path: Path) -> None:
    joints = "".join(f'\n[[layer]]\nname = "joint {number}"\n' for number in range(MOST_LAYERS - 3))
    assert len(load(box(tmp_path / "box", TOML + joints)).layers) == MOST_LAYERS
    with pytest.raises(CharacterError, match=f"{MOST_LAYERS + 1} layers"):
        load(box(tmp_path / "box", TOML + joints + '[[layer]]\nname = "one too many"\n'))


def test_a_layer_lies_where_the_file_says(tmp_path: Path) -> None:
    placed = TOML.replace('art = "box.svg#square"', 'art = "box.svg#square"\nplace = [1, 2, 30, 40]')
    square = load(box(tmp_path / "box", placed)).layers[1]
    assert square.place == (1, 2, 30, 40)
    assert load(box(tmp_path / "box")).layers[1].place == (0, 0, 100, 100), "else it fills the canvas"
    canvas = TOML.replace("head = 60", "head = 60\nanchor = [7, 9]\nturn = [3, 4]")
    found = load(box(tmp_path / "box", canvas)).canvas
    assert (found.width, found.height, found.head, found.anchor, found.turn) == (100, 100, 60, (7, 9), (3, 4))
    usual = load(box(tmp_path / "box")).canvas
    assert (*usual.anchor, *usual.turn) == pytest.approx((50, 100, 5.0, 3.5))


def test_a_live_mouth_lies_about_its_anchor(tmp_path: Path) -> None:
    look = load(box(tmp_path / "box", TOML.replace("anchor = [50, 60]", "anchor = [30, 60]"))).mouth
    assert look is not None
    left, top, width, height = look.box
    assert left + width / 2 == pytest.approx(30)
    assert top < 60 < top + height
    assert 20 <= width <= 100


SWINGING = TOML.replace('name = "square"', 'name = "square"\nmoves."swings.tail" = { rotate = 4 }').replace(
    "[mouth]", "[swings]\ntail = { hz = 0.5, phase = 0.25 }\n\n[mouth]"
)


def test_what_swings_is_read(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box", SWINGING))
    assert character.acting.swings["tail"].at(0.0) == pytest.approx(1.0)
    assert character.acting.swings["tail"].at(0.5) == pytest.approx(0.0, abs=1e-9)
    assert next(layer for layer in character.layers if layer.name == "square").moves[-1].channel == "swings.tail"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hz = 0.5", "hz = 99", "from 0 to 15"),
        ("hz = 0.5, ", "", "no hz"),
        ("tail = {", "ear = {", "unknown 'swings.tail'"),
        ("phase", "fase", "unknown key 'fase'"),
    ],
)
def test_swings_that_can_not_be(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CharacterError) as caught:
        load(box(tmp_path / "box", SWINGING.replace(old, new)))
    assert says in str(caught.value)


CYCLING = TOML.replace('name = "square"', 'name = "square"\nframe = ["steps", 2]').replace(
    "[mouth]", "[cycles]\nsteps = { frames = 3, fps = 6 }\n\n[mouth]"
)


def test_pictures_that_follow_on_each_other_are_read(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box", CYCLING))
    cycle = character.acting.cycles["steps"]
    assert [cycle.at(number / 6) for number in range(7)] == [1, 2, 3, 1, 2, 3, 1]
    assert next(layer for layer in character.layers if layer.name == "square").frame == ("steps", 2)

    def seen(**frames: int) -> bool:
        return "square" in {layer.key for layer in build_layers(character, Pose(frames=frames))}

    assert [seen(steps=number) for number in (1, 2, 3)] == [False, True, False]
    assert not seen(), "the first one stands where nothing moves"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('["steps", 2]', '["stops", 2]', "Did you mean 'steps'"),
        ('["steps", 2]', '"steps"', 'frame = ["steps", 1]'),
        ('["steps", 2]', '["steps", true]', 'frame = ["steps", 1]'),
        ("frames = 3", "frames = 1", "from 2 to 60"),
        ("fps = 6", "fps = 600", "from 0 to 60"),
    ],
)
def test_cycles_that_can_not_be(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CharacterError) as caught:
        load(box(tmp_path / "box", CYCLING.replace(old, new)))
    assert says in str(caught.value)
