"""The window painter: turns what the rig says into quads on the graphics card.

Static layers and the set are rasterised on a thread of their own, at exactly the size at which they are shown, while
the ones before go on being drawn, stretched: a window that is resized stays fluent and is crisp a moment later.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from avatar.character.affine import IDENTITY, multiply
from avatar.character.loading import Character
from avatar.character.rig import LiveLayer, MeshLayer, build_layers, frame_view, group_static_parts
from avatar.character.still.framing import keep_mark
from avatar.character.still.mesh import StillMesh, find_moved
from avatar.draw import Raster, paint_live, rasterise
from avatar.draw.captions import caption, card
from avatar.draw.mouths import find_face
from avatar.draw.painter import backdrop, front
from avatar.draw.scenes import sights_of
from avatar.draw.shoulder import draw_before
from avatar.errors import AvatarError
from avatar.scene.attending import aim
from avatar.scene.camera import WHOLE, View, Window, list_cuts, view_at
from avatar.scene.pose import pose
from avatar.scene.reading import Reading
from avatar.scene.seeing import SeenPerson, find_matrix, move_attention, see_people
from avatar.scene.staging import Staging, arrange, find_largest_scale
from avatar.stage.sprites import Atlas, Quad, Sprite
from avatar.types import CastMember, Pose

if TYPE_CHECKING:
    from avatar.stage.views import Seen

UPLOAD_S = 0.004
"""Seconds that one frame may spend on new pictures."""

MOST_SHOULDERS = 4
"""People seen from behind whose pictures are kept."""

SETTLED_S = 0.12
"""Seconds for which a window must have kept its size before new pictures are drawn for it."""

People = tuple[tuple[CastMember, Character], ...]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Want:
    """What is to be seen, and how large."""

    people: People
    """Everybody who will be seen."""
    sets: tuple[str, ...]
    """The set behind them now, then all others that will be needed."""
    width: int
    height: int

    def scale(self, member: CastMember, character: Character) -> float:
        """Pixels for one of the character's canvas units, where they stand as near as they ever do."""
        nearest = replace(member.place, scale=find_largest_scale(member, self.width / self.height))
        return frame_view(character, nearest, self.width, self.height)[0]


@dataclass(frozen=True, eq=False)
class _Placed:
    picture: Sprite
    raster: Raster
    """Where its pixels lie; they themselves are on the card."""


class _Ready:
    """Everything for one Want, on the card."""

    def __init__(self, want: Want, atlas: Atlas) -> None:
        self.want, self.atlas = want, atlas
        self.parts: dict[tuple[str, str], _Placed] = {}
        self.backdrops: dict[str, Sprite] = {}
        self.fronts: dict[str, Sprite] = {}
        """The parts of backdrops that lie in front of the people: their lowest rows."""
        self.dark = atlas.put("dark", _DARK)
        self.written: dict[str, tuple[tuple[str | Reading, int, int], _Placed]] = {}
        """The latest caption and card."""
        self.shoulders: dict[int, _Placed] = {}
        """Those seen from behind, by what they were drawn as."""
        self.live: dict[tuple[str, str], tuple[tuple[float, ...], _Placed]] = {}


_Text = TypeVar("_Text", str, Reading)

LayerPicture = tuple[str, str, Raster]
"""Owner, name and pixels of a picture. The owner is a cast member, or '' for a set, whose name it then is."""

_DARK = np.full((1, 1, 4), (0, 0, 0, 255), np.uint8)
_NOTHING = np.empty((0, 0, 4), np.uint8)
"""Stands in for pixels that are on the card: a view of them would keep them in memory."""


class _Rasterising:
    """Draws all static pictures for a Want, on a thread; `parts` grows until `done`."""

    def __init__(self, want: Want) -> None:
        self.want = want
        self.parts: list[LayerPicture] = []
        self.error: AvatarError | None = None
        self.done = threading.Event()
        self.cancelled = False
        threading.Thread(target=self._run, name="rasterising", daemon=True).start()

    def _run(self) -> None:
        try:
            for part in self._drawn():
                self.parts.append(part)
                if self.cancelled:
                    break
        except AvatarError as error:
            self.error = error
        finally:
            self.done.set()

    def _drawn(self) -> Iterator[LayerPicture]:
        want = self.want
        # Not through the picture painter's cache: a window needs each size only once, and sizes are large.
        for name in want.sets:
            yield "", name, Raster(backdrop.__wrapped__(name, want.width, want.height), 0.0, 0.0, 1.0)
        for member, character in want.people:
            for key in group_static_parts(character):
                yield member.who, key, rasterise(character, key, want.scale(member, character))
            find_face(character)  # a camera asks for it at the first cut, when there is no time


class Scenery:
    """What stands in the window. Needs the window's graphics context to be current."""

    def __init__(self) -> None:
        self._now: _Ready | None = None
        self._next: _Ready | None = None
        self._work: _Rasterising | None = None
        self._want: Want | None = None
        self._since = 0.0
        self._uploaded = 0
        self.error: AvatarError | None = None
        """What kept the last Want from being drawn; the one before stays."""

    @property
    def people(self) -> People:
        """Who can be drawn now."""
        return self._now.want.people if self._now else ()

    def want(self, want: Want, wall: float) -> None:
        """Work from now on towards showing this."""
        if want != self._want:
            resized = self._now is not None and self._want is not None and want.people == self._want.people
            self._want = want
            self._since = wall if resized else wall - SETTLED_S

    def step(self, wall: float) -> bool:
        """A little work towards what is wanted; True when the picture has changed by it."""
        if self._work is None:
            if self._want is None or wall - self._since < SETTLED_S or (self._now and self._now.want == self._want):
                return False
            self._begin(self._want)
        assert self._work is not None
        if self._work.want != self._want:
            self._drop()
            return False
        return self._upload()

    def settle(self) -> None:
        """Works until what is wanted is there. Raises AvatarError where it can't be drawn and nothing else can be."""
        while self._want is not None and not (self._now and self._now.want == self._want):
            self.step(time.perf_counter())
            if self.error is not None:
                raise self.error
            if self._work is not None:
                self._work.done.wait(0.005)

    def free(self) -> None:
        """Gives all textures back."""
        self._drop()
        if self._now is not None:
            self._now.atlas.free()
            self._now = None

    def _begin(self, want: Want) -> None:
        self.error = None
        self._work = _Rasterising(want)
        self._next = _Ready(want, Atlas())
        self._uploaded = 0

    def _drop(self) -> None:
        if self._work is not None:
            self._work.cancelled = True
            self._work = None
        if self._next is not None:
            self._next.atlas.free()
            self._next = None

    def _upload(self) -> bool:
        work, ready = self._work, self._next
        assert work is not None
        assert ready is not None
        end = time.perf_counter() + UPLOAD_S
        while self._uploaded < len(work.parts) and time.perf_counter() < end:
            who, key, raster = work.parts[self._uploaded]
            slim = Raster(_NOTHING, raster.x, raster.y, raster.scale)
            if not who:
                ready.backdrops[key] = ready.atlas.put(("set", key), raster.pixels, exact=True)
                before = raster.pixels[front(key, work.want.height) :]
                if len(before):
                    ready.fronts[key] = ready.atlas.put(("front", key), before)
            else:
                ready.parts[who, key] = _Placed(ready.atlas.add(raster.pixels), slim)
            work.parts[self._uploaded] = (who, key, slim)
            self._uploaded += 1
        if not work.done.is_set() or self._uploaded < len(work.parts):
            return False
        if work.error is not None:
            self.error = work.error
            self._drop()
            self._want = self._now.want if self._now else None
            return False
        if self._now is not None:
            self._now.atlas.free()
        self._now, self._next, self._work = ready, None, None
        return True

    def quads(self, seen: Seen, width: int, height: int) -> list[Quad]:
        """What to draw, back to front, in a window of that many pixels."""
        now = arrange(seen.scene, seen.t, width / height)
        return self.drawn(
            now, self.pose(now, seen, width, height), width, height, seen.caption, self.look(seen, width, height)
        )

    def onion(self, seen: Seen, share: float, width: int, height: int) -> list[Quad]:
        """What moves in faces, to shine through by a share: mouths as they were before they were edited."""
        ready = self._now
        if ready is None:
            return []
        now, view = arrange(seen.scene, seen.t, width / height), self.look(seen, width, height)
        cast = {member.who: (member, character) for member, character in ready.want.people}
        poses = {who: each for who, each in self.pose(now, seen, width, height).items() if who in cast}
        places = [(cast[who][1], each.place) for who, each in poses.items()]
        found: list[Quad] = []
        for who, person in zip(poses, see_people(places, view, width, height, height), strict=True):
            found += self._person(ready, *cast[who], poses[who], person, ghost=True)
        return [replace(quad, opacity=quad.opacity * share) for quad in found]

    def look(self, seen: Seen, width: int, height: int) -> View:
        """What the camera sees in a window of that many pixels."""
        if not list_cuts(seen.scene):
            return WHOLE
        faces = {member.character: character for member, character in self.people}
        return view_at(seen.scene, seen.t, width / height, sights_of(faces))

    def pose(self, now: Staging, seen: Seen, width: int, height: int) -> dict[str, Pose]:
        """The poses of those who can be drawn, by name."""
        scene, t = seen.scene, seen.t
        characters = {member.who: character for member, character in self.people}
        view = self.look(seen, width, height)
        attention = move_attention(seen.attention, view)
        return {
            member.who: pose(
                scene,
                member.who,
                t,
                characters[member.who].acting,
                reduced_motion=seen.still,
                places=now.places,
                drawn=aim(attention, characters[member.who], now.places[member.who], width, height),
            )
            for member in now.people
            if member.who in characters and (view.shown is None or member.who in view.shown)
        }

    def drawn(
        self,
        now: Staging,
        poses: Mapping[str, Pose],
        width: int,
        height: int,
        text: Reading = (),
        view: View = WHOLE,
    ) -> list[Quad]:
        """The same for a given staging and the poses of its people; who has no pose is left out. `text`: caption."""
        ready = self._now
        if ready is None:
            return []
        want = ready.want
        name = now.set if now.set in ready.backdrops else want.sets[0]
        found = [self._backdrop(ready, name, width, height, view)]
        cast = {member.who: (member, character) for member, character in want.people}
        edge = front(name, height) if view is WHOLE else round(min(1.0, view.front) * height)
        on = [member.who for member in now.people if member.who in poses and member.who in cast]
        places = [(cast[who][1], poses[who].place) for who in on]
        for who, seen in zip(on, see_people(places, view, width, height, edge), strict=True):
            found += self._person(ready, *cast[who], poses[who], seen)
        if name in ready.fronts and edge < height:
            found.append(self._front(ready, name, width, height, view))
        faces = (
            {who: (character, find_face(character)) for who, (_, character) in cast.items()} if view.shoulder else {}
        )
        raster = draw_before(view, faces, width, height)
        if raster is not None:
            placed = self._behind(ready, raster)
            found.append(Quad(placed.picture, raster.x, raster.y, 1.0, IDENTITY))
        if now.fade > 0.0:
            cover = (float(width), 0.0, 0.0, float(height), 0.0, 0.0)
            found.append(Quad(ready.dark, 0.0, 0.0, 1.0, cover, now.fade))
        if now.title:
            found.append(self._written(ready, card, now.title, width, height, now.title_share))
        if text:
            found.append(self._written(ready, caption, text, width, height))
        return found

    @staticmethod
    def _behind(ready: _Ready, raster: Raster) -> _Placed:
        """Somebody from behind, on the card."""
        known = ready.shoulders.get(id(raster))
        if known is None:
            if len(ready.shoulders) >= MOST_SHOULDERS:
                ready.atlas.drop(("shoulder", next(iter(ready.shoulders))))
                del ready.shoulders[next(iter(ready.shoulders))]
            sprite = ready.atlas.put(("shoulder", id(raster)), raster.pixels)
            known = ready.shoulders[id(raster)] = _Placed(sprite, raster)
        return known

    @staticmethod
    def _backdrop(ready: _Ready, name: str, width: int, height: int, view: View) -> Quad:
        """The set, as much of it as the view shows: what is enlarged is a little soft, as what is far away is."""
        stretch = (width / ready.want.width, 0.0, 0.0, height / ready.want.height, 0.0, 0.0)
        matrix = stretch if view is WHOLE else multiply(find_matrix(view.back, width, height), stretch)
        return Quad(ready.backdrops[name], 0.0, 0.0, 1.0, matrix, smooth=view.back.zoom > 1.0)

    @staticmethod
    def _front(ready: _Ready, name: str, width: int, height: int, view: View) -> Quad:
        """What stands before the people."""
        want = ready.want
        stretch = (width / want.width, 0.0, 0.0, height / want.height, 0.0, 0.0)
        row = front(name, want.height)
        if view is WHOLE:
            return Quad(ready.fronts[name], 0.0, row, 1.0, stretch)
        zoom = max(view.near, view.back.zoom)
        across = find_matrix(Window(view.back.x, 0.5, zoom), width, height)
        down = (*across[:5], view.front * height - zoom * row * stretch[3])
        return Quad(ready.fronts[name], 0.0, row, 1.0, multiply(down, stretch))

    def _person(
        self, ready: _Ready, member: CastMember, character: Character, pose: Pose, seen: SeenPerson, ghost: bool = False
    ) -> list[Quad]:
        """`ghost`: only what is drawn anew for each frame, beside what is drawn of the person itself."""
        found: list[Quad] = []
        scale = ready.want.scale(member, character)
        for layer in keep_mark(build_layers(character, pose, seen.matrix), seen.room):
            if ghost and not isinstance(layer, LiveLayer):
                continue
            place = (f"{member.who} before" if ghost else member.who, layer.key)
            painted = self._painted(ready, place, layer, scale) if isinstance(layer, LiveLayer) else None
            placed = painted or ready.parts.get(place)
            if placed is not None and isinstance(layer, MeshLayer):
                found.append(Quad(placed.picture, 0.0, 0.0, 1.0, layer.matrix, layer.opacity, _bend(placed, layer)))
            elif placed is not None:
                raster = placed.raster
                found.append(Quad(placed.picture, raster.x, raster.y, raster.scale, layer.matrix, layer.opacity))
        return [replace(quad, room=seen.room[:2]) for quad in found] if seen.apart else found

    @staticmethod
    def _written(
        ready: _Ready,
        write: Callable[[_Text, int, int], Raster],
        text: _Text,
        width: int,
        height: int,
        share: float = 1.0,
    ) -> Quad:
        what, known = write.__name__, (text, width, height)
        if what not in ready.written or ready.written[what][0] != known:
            raster = write(text, width, height)
            ready.written[what] = (known, _Placed(ready.atlas.put(what, raster.pixels), raster))
        placed = ready.written[what][1]
        return Quad(placed.picture, placed.raster.x, placed.raster.y, 1.0, IDENTITY, share)

    @staticmethod
    def _painted(ready: _Ready, place: tuple[str, str], layer: LiveLayer, scale: float) -> _Placed:
        known = ready.live.get(place)
        if known is not None and known[0] == layer.params:
            return known[1]
        raster = paint_live(layer, scale)
        placed = _Placed(ready.atlas.put(place, raster.pixels), raster)
        ready.live[place] = (layer.params, placed)
        return placed


def _bend(placed: _Placed, layer: MeshLayer) -> NDArray[np.float32]:
    """Triangles of a picture's mesh as the brush draws them; those that keep their place are left out."""
    mesh = layer.mesh
    moved = find_moved(mesh, layer.vertices)
    opaque = mesh.triangles[: mesh.soft] if layer.whole else moved
    corners = np.concatenate([opaque, mesh.triangles[mesh.soft :] if len(moved) else moved]).ravel()
    found = np.empty((len(corners), 5), np.float32)
    found[:, :2] = layer.vertices[corners]
    found[:, 2:] = _find_texture(placed, mesh)[corners]
    return found


@lru_cache(maxsize=8)
def _find_texture(placed: _Placed, mesh: StillMesh) -> NDArray[np.float32]:
    """Where each vertex is in the texture, and its opacity; shape (N, 3)."""
    raster = placed.raster
    spots = placed.picture.find_spots((mesh.rest - [raster.x, raster.y]) * raster.scale)
    return np.concatenate([spots, mesh.strength[:, None]], axis=1).astype(np.float32)
