"""Drawing with skia: pictures of layers, live mouths and eyes, sets, and whole frames. Nothing else imports skia."""

from avatar.stage.draw.painter import Painter
from avatar.stage.draw.pictures import Raster, paint_live, rasterise
from avatar.stage.draw.png import save_png

__all__ = ["Painter", "Raster", "paint_live", "rasterise", "save_png"]
