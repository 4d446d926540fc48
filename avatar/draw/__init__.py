"""Drawing with skia: pictures of layers, live mouths and eyes, sets, and whole frames. Nothing else imports skia."""

from avatar.draw.painter import Painter, backdrop
from avatar.draw.pictures import Raster, paint_live, rasterise
from avatar.draw.png import (
    decode_picture,
    encode_png,
    find_size,
    read_png,
    recode_png,
    save_png,
    unpremultiplied,
    warp_picture,
)
from avatar.draw.scenes import SceneFrames
from avatar.draw.sets import SETS
from avatar.draw.text import write

__all__ = [
    "SETS",
    "Painter",
    "Raster",
    "SceneFrames",
    "backdrop",
    "decode_picture",
    "encode_png",
    "find_size",
    "paint_live",
    "rasterise",
    "read_png",
    "recode_png",
    "save_png",
    "unpremultiplied",
    "warp_picture",
    "write",
]
