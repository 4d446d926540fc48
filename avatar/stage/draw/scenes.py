"""Whole frames of a scene: set, people where the staging has them, captions, cards, fades."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.stage.character import Character
from avatar.stage.draw.captions import caption, card
from avatar.stage.draw.painter import Painter
from avatar.stage.draw.pictures import Raster
from avatar.stage.pose import pose
from avatar.stage.reading import read_at
from avatar.stage.staging import Staging, staging
from avatar.types import Scene


class SceneFrames:
    """Paints frames of one size of any scene that these characters play. Not for use by several threads at once."""

    def __init__(self, characters: Mapping[str, Character], width: int, height: int) -> None:
        """`characters`: name in the cast's `character` to the character."""
        self.width, self.height = width, height
        self._characters = characters
        self._painters: dict[str, Painter] = {}
        self._written: tuple[str, Raster] | None = None

    def paint(
        self, scene: Scene, t: float, captions: bool = False, *, reduced_motion: bool = False
    ) -> NDArray[np.uint8]:
        """The frame at `t` seconds: RGBA, premultiplied, uint8, shape (height, width, 4).

        The array changes with the next frame: copy it to keep it. Raises StageError for a set that isn't there.
        """
        now = staging(scene, t, self.width / self.height)
        cast = [(self._characters[member.character], member.who) for member in now.people]
        poses = [
            (character, pose(scene, who, t, character.acting, places=now.places, reduced_motion=reduced_motion))
            for character, who in cast
        ]
        picture = self._painter(now.set).paint(poses)
        text = read_at(scene, t) if captions else ""
        return self._over(picture, now, text) if text or now.title or now.fade > 0.0 else picture

    def _painter(self, name: str) -> Painter:
        if name not in self._painters:
            self._painters[name] = Painter(self.width, self.height, name)
        return self._painters[name]

    def _over(self, picture: NDArray[np.uint8], now: Staging, text: str) -> NDArray[np.uint8]:
        """A copy with what lies over everything."""
        picture = picture.copy()
        canvas = skia.Surface(picture, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType).getCanvas()
        if now.fade > 0.0:
            canvas.drawColor(skia.Color(0, 0, 0, round(255 * now.fade)))
        if now.title:
            _lay(canvas, card(now.title, self.width, self.height), now.title_share)
        if text:
            _lay(canvas, self._caption(text), 1.0)
        return picture

    def _caption(self, text: str) -> Raster:
        if self._written is None or self._written[0] != text:
            self._written = (text, caption(text, self.width, self.height))
        return self._written[1]


def _lay(canvas: skia.Canvas, raster: Raster, share: float) -> None:
    image = skia.Image.fromarray(
        raster.pixels, skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType, copy=False
    )
    canvas.drawImage(image, raster.x, raster.y, paint=skia.Paint(Alphaf=share))
