"""Drawing with skia: pictures of layers, live mouths and eyes, sets, and whole frames. Nothing else imports skia."""

from avatar.stage.draw.painter import Painter, backdrop
from avatar.stage.draw.pictures import Raster, paint_live, rasterise
from avatar.stage.draw.png import read_png, save_png, unpremultiplied
from avatar.stage.draw.scenes import SceneFrames
from avatar.stage.draw.sets import SETS
from avatar.stage.draw.text import write

__all__ = [
    "SETS",
    "Painter",
    "Raster",
    "SceneFrames",
    "backdrop",
    "paint_live",
    "rasterise",
    "read_png",
    "save_png",
    "unpremultiplied",
    "write",
]
