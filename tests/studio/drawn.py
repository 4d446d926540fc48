"""Files as other programs write them, drawn here: a face in a PSD, in PNGs and in a PNGTuber Plus save."""

from __future__ import annotations

import base64
import io
import itertools
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

INK, SKIN, SHIRT, RED = (60, 30, 40, 255), (240, 190, 150, 255), (60, 120, 160, 255), (190, 50, 60, 255)
OPENINGS = {
    "Neutral": (60, 6), "Aa": (70, 60), "D": (60, 24), "Ee": (90, 26), "F": (60, 14), "L": (60, 36), "M": (56, 4),
    "Oh": (46, 50), "R": (44, 26), "S": (74, 18), "Uh": (50, 34), "W-Oo": (26, 26), "Smile": (100, 10),
    "Surprised": (50, 70),
}  # fmt: skip
"""Width and height of each of the fourteen mouths."""

LETTERS = dict(zip("XABCDEFGH", ("Neutral", "M", "S", "Uh", "Aa", "Oh", "W-Oo", "F", "L"), strict=True))


def ellipse(width: int, height: int, colour: tuple[int, ...]) -> Any:
    """A PIL picture of one, on nothing."""
    image = pytest.importorskip("PIL.Image").new("RGBA", (width, height))
    pytest.importorskip("PIL.ImageDraw").Draw(image).ellipse((0, 0, width - 1, height - 1), fill=colour)
    return image


def png(image: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def psd(path: Path, without: tuple[str, ...] = (), mouth: str = "Mouth", blink: bool = True) -> Path:
    """A face as Character Animator wants it, 400 by 500; `without` are mouths that are left out."""
    api = pytest.importorskip("psd_tools")
    document = api.PSDImage.new("RGB", (400, 500))

    def layer(group: Any, name: str, width: int, height: int, x: int, y: int, colour: tuple[int, ...]) -> Any:
        made = document.create_pixel_layer(
            ellipse(width, height, colour), name, top=y - height // 2, left=x - width // 2
        )
        group.append(made)
        return made

    layer(document, "Body", 300, 260, 200, 470, SHIRT)
    head = document.create_group(name="+Head")
    layer(head, "Face", 240, 300, 200, 200, SKIN)
    for name, x in (("Right", 150), ("Left", 250)):  # the character's
        layer(head, f"+{name} Eyebrow", 60, 12, x, 110, INK)
        eye = document.create_group(name=f"{name} Eye")
        layer(eye, f"{name} Eyeball", 56, 40, x, 160, (255, 255, 255, 255))
        layer(eye, f"+{name} Pupil", 20, 20, x, 160, INK)
        if blink:
            layer(eye, f"{name} Blink", 56, 10, x, 164, INK).visible = False
        head.append(eye)
    group = document.create_group(name=mouth)
    for name, (width, height) in OPENINGS.items():
        if name not in without:
            layer(group, name, width, height, 200, 270, RED).visible = name == "Neutral"
    head.append(group)
    turned = document.create_group(name="Left Profile")
    layer(turned, "Face sideways", 200, 300, 200, 200, (0, 255, 0, 255))
    head.append(turned)
    document.save(path)
    return path


def psb(path: Path) -> Path:
    """The face of `psd` as a large document: lengths of 8 bytes, and 4 for each packed row (Adobe's specification)."""
    api = pytest.importorskip("psd_tools")
    record = api.PSDImage.open(psd(path.with_suffix(".psd")))._record
    head, inside = record.header, record.layer_and_mask_information.layer_info
    for layer, channels in zip(inside.layer_records, inside.channel_image_data, strict=True):
        for told, channel in zip(layer.channel_info, channels, strict=True):
            if layer.width and layer.height:
                size = (layer.width, layer.height, head.depth)
                channel.set_data(channel.get_data(*size, 1), *size, 2)
                told.length = 2 + len(channel.data)
    whole = record.image_data.get_data(head)
    head.version = 2
    record.image_data.set_data(whole, head)
    with path.open("wb") as file:
        record.write(file)
    return path


def letters(folder: Path, who: str = "lisa-", leave: str = "") -> Path:
    """Whole faces with one mouth each, as Rhubarb's users name them; those in `leave` are left out."""
    folder.mkdir()
    for letter, name in LETTERS.items():
        if letter not in leave:
            face = ellipse(300, 300, SKIN)
            face.alpha_composite(ellipse(*OPENINGS[name], RED), (150 - OPENINGS[name][0] // 2, 200))
            (folder / f"{who}{letter}.png").write_bytes(png(face))
    return folder


def sprite(image: Any, identity: int, **more: Any) -> dict[str, Any]:
    """One sprite of a save file, with the fields that the program writes."""
    return {
        "type": "sprite", "path": "user://../../secret.png", "imageData": base64.b64encode(png(image)).decode(),
        "identification": identity, "parentId": None, "pos": "Vector2(0, 0)", "offset": "Vector2(0, 0)", "zindex": 0,
        "drag": 0, "xFrq": 0, "xAmp": 0, "yFrq": 0, "yAmp": 0, "rotDrag": 0, "showTalk": 0, "showBlink": 0,
        "rLimitMin": -180, "rLimitMax": 180, "costumeLayers": "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", "stretchAmount": 0.0,
        "ignoreBounce": False, "frames": 1, "animSpeed": 0, "clipped": False,
    } | more  # fmt: skip


def tuber() -> dict[str, Any]:
    """A PNGTuber Plus save: a body, a head on it, eyes and mouths on that, and a hat of another costume."""
    eyes = ellipse(120, 30, (255, 255, 255, 255))
    shut = ellipse(120, 6, INK)
    frames = pytest.importorskip("PIL.Image").new("RGBA", (200, 60))
    frames.alpha_composite(ellipse(80, 60, RED), (10, 0))
    frames.alpha_composite(ellipse(80, 60, (0, 255, 0, 255)), (110, 0))
    sprites = [
        sprite(ellipse(260, 200, SHIRT), 1, path="user://body.png", pos="Vector2(0, 200)"),
        sprite(ellipse(220, 260, SKIN), 2.0, path="C:\\art\\head.png", parentId=1, pos="Vector2(0, -120)",
               offset="Vector2(0, -110)", zindex=1, rotDrag=5),
        sprite(eyes, 3, path="eyes.png", parentId=2, pos="Vector2(0, -140)", zindex=1, showBlink=1),
        sprite(shut, 4, path="eyes.png", parentId=2, pos="Vector2(0, -140)", zindex=1, showBlink=2),
        sprite(ellipse(60, 8, RED), 5, path="mouth.png", parentId=2, pos="Vector2(0, -60)", zindex=1, showTalk=1),
        sprite(frames, 6, path="mouth-open.png", parentId=2, pos="Vector2(0, -60)", zindex=1, showTalk=2, frames=2),
        sprite(ellipse(200, 80, INK), 7, path="hat.png", parentId=2, costumeLayers="[0, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
    ]  # fmt: skip
    return {str(number): each for number, each in enumerate(sprites)}


def save(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data))
    return path


def face() -> list[tuple[str, Any]]:
    """The layers of a face, back to front: (name, group), or (name, (picture, left, top, seen))."""

    def at(width: int, height: int, x: int, y: int, colour: tuple[int, ...], seen: bool = True) -> Any:
        return ellipse(width, height, colour), x - width // 2, y - height // 2, seen

    eyes = [("Eyes Open", at(150, 30, 200, 160, INK)), ("Eyes Closed", at(150, 8, 200, 160, INK, False))]
    mouths = [(name, at(*size, 200, 270, RED, name == "Neutral")) for name, size in OPENINGS.items()]
    head = [("Face", at(240, 300, 200, 200, SKIN)), *eyes, ("Mouth", mouths)]
    return [("Body", at(300, 260, 200, 370, SHIRT)), ("Head", head)]


def ora(path: Path, layers: list[tuple[str, Any]] | None = None, more: str = "") -> Path:
    """An OpenRaster document of 400 by 500 as GIMP and Krita write it; `more`: elements in front of all."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "image/openraster")

        def stack(group: list[tuple[str, Any]]) -> str:
            found = []
            for name, what in reversed(group):  # the first lies in front
                if isinstance(what, list):
                    found.append(f'<stack name="{name}" opacity="1.0">{stack(what)}</stack>')
                    continue
                image, left, top, seen = what
                source = f"data/{len(archive.namelist())}.png"
                archive.writestr(source, png(image))
                shown = "visible" if seen else "hidden"
                found.append(f'<layer name="{name}" src="{source}" x="{left}" y="{top}" visibility="{shown}"/>')
            return "".join(found)

        inner = stack(face() if layers is None else layers)
        archive.writestr("stack.xml", f'<image version="0.0.3" w="400" h="500"><stack>{more}{inner}</stack></image>')
    return path


def kra(path: Path, layers: list[tuple[str, Any]] | None = None, more: str = "", raw: bool = False) -> Path:
    """A Krita document of 400 by 500; `raw`: tiles that are not compressed."""
    with zipfile.ZipFile(path, "w") as archive:

        def group(inner: list[tuple[str, Any]]) -> str:
            found = []
            for name, what in reversed(inner):
                file = f"layer{len(archive.namelist()) + 2}"
                shared = f'name="{name}" filename="{file}" opacity="255" compositeop="normal" x="0" y="0"'
                if isinstance(what, list):
                    archive.writestr(f"x/{file}", "")
                    found.append(f'<layer {shared} nodetype="grouplayer"><layers>{group(what)}</layers></layer>')
                    continue
                archive.writestr(f"Face/layers/{file}", tiles(*what[:3], raw=raw))
                seen = int(what[3])
                found.append(f'<layer {shared} nodetype="paintlayer" colorspacename="RGBA" visible="{seen}"/>')
            return "".join(found)

        inner = group(face() if layers is None else layers)
        archive.writestr(
            "maindoc.xml",
            "<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>"
            '<DOC xmlns="http://www.calligra.org/DTD/krita" syntaxVersion="2.0">'
            f'<IMAGE name="Face" width="400" height="500"><layers>{more}{inner}</layers></IMAGE></DOC>',
        )
    return path


def tiles(image: Any, left: int, top: int, raw: bool = False) -> bytes:
    """A picture as a layer of Krita's: tiles of 64 pixels, blue first."""
    numpy = pytest.importorskip("numpy")
    pixels = numpy.array(image)[..., [2, 1, 0, 3]]
    page = numpy.zeros((640, 512, 4), numpy.uint8)
    page[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels[: 640 - top]
    found = []
    for y in range(0, 640, 64):
        for x in range(0, 512, 64):
            tile = page[y : y + 64, x : x + 64]
            if tile.any():
                body = b"\0" + tile.tobytes() if raw else b"\1" + pack_lzf(tile.transpose(2, 0, 1).tobytes())
                found.append(f"{x},{y},LZF,{len(body)}\n".encode() + body)
    head = f"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE 4\nDATA {len(found)}\n"
    return head.encode() + b"".join(found)


def pack_lzf(data: bytes) -> bytes:
    """LZF that knows runs of one byte, and copies of the 64 bytes before, and writes all else as it is."""
    out, at, waiting = bytearray(), 0, bytearray()

    def flush() -> None:
        for start in range(0, len(waiting), 32):
            piece = waiting[start : start + 32]
            out.extend(bytes([len(piece) - 1]) + piece)
        waiting.clear()

    while at < len(data):
        best, back = 0, 0
        for distance in (1, 64):
            length = 0
            while (
                at >= distance
                and length < 264
                and at + length < len(data)
                and data[at + length] == data[at + length - distance]
            ):
                length += 1
            if length > best:
                best, back = length, distance
        if best < 3:
            waiting.append(data[at])
            at += 1
            continue
        flush()
        size, far = best - 2, back - 1
        out.extend([(min(size, 7) << 5) | far >> 8, *([size - 7] if size >= 7 else []), far & 255])
        at += best
    flush()
    return bytes(out)


class Thing(dict[str, Any]):
    """An object of a class, as Godot writes them whole."""


def godot(value: Any) -> bytes:
    """A value as Godot 4 stores it, with its length before it."""
    body = variant(value)
    return struct.pack("<I", len(body)) + body


def variant(value: Any) -> bytes:
    """A value as marshalls.cpp encodes it; a pair of floats is a Vector2, four are a Color."""

    def text(what: str) -> bytes:
        data = what.encode()
        return struct.pack("<I", len(data)) + data + bytes(-len(data) % 4)

    match value:
        case None:
            return struct.pack("<I", 0)
        case bool():
            return struct.pack("<II", 1, value)
        case int():
            return struct.pack("<Iq", 2 | 1 << 16, value)
        case float():
            return struct.pack("<Id", 3 | 1 << 16, value)
        case str():
            return struct.pack("<I", 4) + text(value)
        case bytes():
            return struct.pack("<II", 29, len(value)) + value + bytes(-len(value) % 4)
        case tuple():
            return struct.pack(f"<I{len(value)}f", {2: 5, 4: 20}[len(value)], *value)
        case Thing():
            inner = b"".join(text(key) + variant(each) for key, each in value.items())
            return struct.pack("<I", 24) + text("InputEventKey") + struct.pack("<I", len(value)) + inner
        case dict():
            return struct.pack("<II", 27, len(value)) + b"".join(map(variant, itertools.chain(*value.items())))
        case list():
            return struct.pack("<II", 28, len(value)) + b"".join(map(variant, value))
    raise AssertionError(value)


def remix(data: dict[str, Any] | None = None, old: bool = False) -> dict[str, Any]:
    """The model that PNGTuber Remix makes of a PNGTuber Plus save; `old`: pictures in the sprites, as base64."""

    def pair(what: str) -> tuple[float, float]:
        x, y = what.removeprefix("Vector2(").removesuffix(")").split(",")
        return float(x), float(y)

    saved = tuber() if data is None else data
    offsets = {int(each["identification"]): pair(each["offset"]) for each in saved.values()}
    sprites, images = [], []
    for number, each in enumerate(saved.values(), 100):
        parent = offsets.get(each["parentId"] or 0, (0.0, 0.0))
        x, y = pair(each["pos"])
        state = {
            "position": (x - parent[0], y - parent[1]), "offset": pair(each["offset"]), "rotation": 0.0,
            "scale": (1.0, 1.0), "z_index": each["zindex"], "should_talk": each["showTalk"] > 0,
            "open_mouth": each["showTalk"] == 2, "should_blink": each["showBlink"] > 0,
            "open_eyes": each["showBlink"] == 1, "hframes": each["frames"], "folder": False,
            "visible": each["costumeLayers"].startswith("[1"), "tint": (1.0, 1.0, 1.0, 1.0),
            "xFrq": each["xFrq"], "xAmp": each["xAmp"], "rdragStr": each["rotDrag"],
        }  # fmt: skip
        table = {
            "states": [state, {}], "sprite_name": each["path"].split("/")[-1].split("\\")[-1].removesuffix(".png"),
            "sprite_id": float(each["identification"]), "parent_id": float(each["parentId"] or 0),
            "sprite_type": "Sprite2D", "saved_event": Thing(keycode=65, resource_name="", device=None),
        }  # fmt: skip
        if old:
            table["img"] = each["imageData"]
        else:
            table["image_id"] = number
            images.append({"id": number, "runtime_texture": base64.b64decode(each["imageData"])})
        sprites.append(table)
    states = [{"mouth_open": 3, "state_param_mo": {"bounce_energy": 250, "bounce_gravity": 1000}}, {}]
    found = {"sprites_array": sprites, "settings_dict": {"states": states, "should_delta": False}}
    return found if old else found | {"version": "1.4", "image_manager_data": images}
