"""Whole frames of a scene: set, people where the staging has them, captions, cards, fades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.character.rig import find_extents, find_hat_extent
from avatar.draw.boxes import NOWHERE, DirtyBox
from avatar.draw.captions import caption, card
from avatar.draw.mouths import come_near, find_face
from avatar.draw.painter import Painter
from avatar.draw.pictures import Raster, inked
from avatar.draw.shoulder import CROWDS, draw_before
from avatar.draw.steady import Steady
from avatar.draw.surfaces import RED_FIRST, red_first
from avatar.scene.attending import NOTHING, Attention, Part, aim, find_touched
from avatar.scene.camera import WHOLE, Sights, View, Window, list_cuts, view_at
from avatar.scene.pose import pose
from avatar.scene.reading import Reading, read_at
from avatar.scene.seeing import move_attention
from avatar.scene.staging import FRONTS, Staging, arrange
from avatar.scene.zones import UNCOVERED, SafeZone
from avatar.types import Place, Scene


class DrawnFrame(NamedTuple):
    """A frame, and what is new in it."""

    pixels: NDArray[np.uint8]
    """BGRA, premultiplied, uint8, shape (height, width, 4); changes with the next frame: copy it to keep it."""
    changed: tuple[DirtyBox, ...]
    """Boxes outside which it equals the frame before."""


def sights_of(characters: Mapping[str, Character]) -> Sights:
    """What a camera has to know of characters, by the names that a cast's `character` fields hold."""
    faces = {name: find_face(character) for name, character in characters.items()}
    things = {name: find_extents(character) for name, character in characters.items()}
    return Sights(faces, FRONTS, CROWDS, things, lambda name, hat: find_hat_extent(characters[name], hat))


class SceneFrames:
    """Paints frames of one size of any scene that these characters play. Not for use by several threads at once."""

    def __init__(
        self,
        characters: Mapping[str, Character],
        width: int,
        height: int,
        *,
        near: bool = False,
        covered: SafeZone = UNCOVERED,
    ) -> None:
        """`characters`: by the names that the cast's `character` fields hold.

        `covered`: where captions would not be seen.

        `near`: whoever plays alone comes as near as it takes to read the mouth in so few pixels.
        """
        self.width, self.height = width, height
        self._characters, self._near, self._covered = characters, near, covered
        self._painters: dict[str, Painter] = {}
        self._written: tuple[Reading, Raster] | None = None
        self._set: str | None = None

    def ready(self) -> None:
        """Reads and cuts all art now, not at the first frame."""
        for character in self._characters.values():
            inked(character)

    def paint(
        self,
        scene: Scene,
        t: float,
        captions: bool = False,
        *,
        reduced_motion: bool = False,
        attention: Attention = NOTHING,
    ) -> NDArray[np.uint8]:
        """The frame at `t` seconds: RGBA, premultiplied, uint8, shape (height, width, 4), yours to keep."""
        return red_first(self.draw(scene, t, captions, reduced_motion=reduced_motion, attention=attention).pixels)

    def draw(
        self,
        scene: Scene,
        t: float,
        captions: bool = False,
        *,
        reduced_motion: bool = False,
        attention: Attention = NOTHING,
        steady: Steady | None = None,
    ) -> DrawnFrame:
        """The frame at `t` seconds as it is quickest to draw; `attention`: what draws the eyes of whoever is seen.

        `steady`: what follows the shot, so that what hardly moves stays as it was in the frame before.

        Raises StageError for a set that isn't there.
        """
        now, cast, places, view = self._standing(scene, t)
        attention = move_attention(attention, view)
        poses = [
            (
                character,
                pose(
                    scene,
                    who,
                    t,
                    character.acting,
                    places=places,
                    reduced_motion=reduced_motion,
                    drawn=aim(attention, character, places[who], self.width, self.height),
                ),
            )
            for character, who in cast
        ]
        text: Reading = read_at(scene, t) if captions else ()
        painter = self._painter(now.set)
        covered = bool(text or now.title or now.fade > 0.0)
        over = (lambda canvas: self._over(canvas, now, text)) if covered else None
        near = self._before(scene, view)
        before_all = None if near is None else lambda canvas: _lay(canvas, near, 1.0)
        lies = (now.fade, now.title, now.title_share, text, id(near))
        pixels = painter.draw(poses, over, view, before_all, steady, lies)
        cut, self._set = self._set != now.set, now.set
        return DrawnFrame(pixels, (_whole(self.width, self.height),) if cut else painter.changed)

    def find_touched(self, scene: Scene, t: float, x: float, y: float) -> Part | None:
        """What of whom lies at a place of the frame at `t` seconds, in shares of it; None for nobody."""
        _, cast, places, view = self._standing(scene, t)
        people = [(character, places[who]) for character, who in cast]
        return find_touched(*view.people.out_of(x, y), people, self.width, self.height)

    def _standing(
        self, scene: Scene, t: float
    ) -> tuple[Staging, list[tuple[Character, str]], Mapping[str, Place], View]:
        """The staging at `t` seconds; who is seen, back to front; where they stand in it; and what the camera sees."""
        shape = self.width / self.height
        now, view = arrange(scene, t, shape), self._look(scene, t, shape)
        cast = [
            (self._characters[member.character], member.who)
            for member in now.people
            if view.shown is None or member.who in view.shown
        ]
        if self._near and len(cast) == 1 and (len(scene.cast) == 1 or view.shown is not None):
            character, who = cast[0]
            here = now.places[who]
            alone = here if view.shown is None else replace(here, x=0.5)  # so near, its own place lies beyond the edge
            near = come_near(character, alone, self.width, self.height)
            if near.scale > here.scale * view.people.zoom:
                return now, cast, {**now.places, who: near}, replace(view, people=Window())
        return now, cast, now.places, view

    def _before(self, scene: Scene, view: View) -> Raster | None:
        """What is before everybody."""
        if view is WHOLE:
            return None
        cast = {member.who: self._characters[member.character] for member in scene.cast}
        faces = {who: (character, find_face(character)) for who, character in cast.items()}
        return draw_before(view, faces, self.width, self.height)

    def _look(self, scene: Scene, t: float, shape: float) -> View:
        """What the camera sees; faces are measured once there is one."""
        return view_at(scene, t, shape, sights_of(self._characters)) if list_cuts(scene) else WHOLE

    def _painter(self, name: str) -> Painter:
        if name not in self._painters:
            self._painters[name] = Painter(self.width, self.height, name)
        return self._painters[name]

    def _over(self, canvas: skia.Canvas, now: Staging, text: Reading) -> DirtyBox:
        """Draws what lies over everything; tells where."""
        touched = NOWHERE
        if now.fade > 0.0:
            canvas.drawColor(skia.Color(0, 0, 0, round(255 * now.fade)))
            touched = _whole(self.width, self.height)
        if now.title:
            touched = touched.joined(_lay(canvas, card(now.title, self.width, self.height), now.title_share))
        if text:
            touched = touched.joined(_lay(canvas, self._caption(text), 1.0))
        return touched

    def _caption(self, text: Reading) -> Raster:
        if self._written is None or self._written[0] != text:
            self._written = (text, caption(text, self.width, self.height, self._covered))
        return self._written[1]


def _whole(width: int, height: int) -> DirtyBox:
    return DirtyBox(0, 0, width, height)


def _lay(canvas: skia.Canvas, raster: Raster, share: float) -> DirtyBox:
    image = skia.Image.fromarray(raster.pixels, RED_FIRST, skia.kPremul_AlphaType, copy=False)
    canvas.drawImage(image, raster.x, raster.y, paint=skia.Paint(Alphaf=share))
    return DirtyBox(raster.x, raster.y, raster.x + image.width(), raster.y + image.height())
