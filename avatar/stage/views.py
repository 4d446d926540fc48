"""The three ways to look at the scene: a window, a terminal face, or none at all."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from avatar import systemlibs
from avatar.character.loading import Character
from avatar.config import StageConfig
from avatar.errors import StageError
from avatar.scene.attending import NOTHING, Attention, find_touched
from avatar.scene.reading import Reading
from avatar.scene.staging import WIDE, arrange
from avatar.scene.widgets import Rect, Widget
from avatar.stage.messages import Closed, Dragged, FacePicture, Pointer, Sized, Touched, Typed, Up
from avatar.stage.pace import Pacer
from avatar.stage.pointing import Pointing
from avatar.stage.silhouette import CELL, Silhouette
from avatar.types import CastMember, Pose, Scene

if TYPE_CHECKING:
    from avatar.draw import SceneFrames

IDLE_FPS = 30.0
"""Frames a second while nobody speaks: breathing and blinking need no more."""

AWAITED_FPS = 12.0
"""The same of a window that the processor draws, while a voice is being made and nobody speaks: the voice needs it."""

BY_PROCESSOR = ("llvmpipe", "softpipe", "SwiftShader", "Software Renderer", "GDI Generic", "Basic Render")
"""In the names of drivers that draw without a graphics card: Mesa's, Google's, Apple's and Windows'."""

FACE_FPS = 16.0
"""Frames a second of the terminal face; terminals repaint slowly."""

FACE_IDLE_FPS = 10.0

HIDDEN_S = 0.5
"""Seconds between looks around while nobody can see the window and nothing is said; a message is taken at once."""

UNSEEN_S = 0.05
"""The same while something is said: the chat is still told which word is heard."""

BLIND_S = 0.02
"""Seconds between looks at the clock without a picture."""

LEAST_LAMP = 3
"""Pixels of a lamp's side in the terminal face."""

SHINES = 0.3
"""How much of a mouth as it was shines through the one that is edited."""

TAP_S = 0.4
"""Longest time between a button's coming down and going up that is a poke, in seconds."""

People = tuple[tuple[CastMember, Character], ...]


class Seen(NamedTuple):
    """What is to be shown at one instant."""

    scene: Scene
    t: float
    """Seconds of the scene."""
    caption: Reading
    """The caption; empty for none."""
    still: bool
    """Whether less motion is wanted."""
    follows: bool = False
    """Whether eyes may follow the pointer."""
    attention: Attention = NOTHING
    """What draws the eyes."""
    onion: Scene | None = None
    """The scene before it was edited, which shines through; None where nothing does."""
    as_filmed: bool = False
    """Whether nobody comes nearer than in a film, however few pixels there are."""


class Playing(Protocol):
    """What a view asks of the play."""

    def seen(self, wall: float) -> Seen:
        """What is to be shown at a wall time."""


log = logging.getLogger(__name__)


class StageView(Protocol):
    """Shows people on a set."""

    mode: str

    @property
    def hidden(self) -> bool:
        """Whether nobody can see it just now."""

    @property
    def shape(self) -> float:
        """Width over height of the picture."""

    def cast(self, people: People, sets: Sequence[str]) -> None:
        """Everybody who will be seen, and every set. Raises AvatarError where they can't be drawn."""

    def turn(self, play: Playing, *, moving: bool, awaited: bool = False) -> None:
        """Draws, where a frame is due. `awaited`: a voice is being made that nobody hears yet."""

    def wait(self) -> None:
        """Returns when the next frame is due, or when woken."""

    def wake(self) -> None:
        """From any thread: there is something to do."""

    def hurry(self) -> None:
        """What is seen has just changed by somebody's hand: draw it now, not in its slot."""

    def close(self) -> None:
        """Close it for good."""


class Blind:
    """No picture at all."""

    mode = "none"
    hidden = False
    shape = WIDE

    def __init__(self) -> None:
        self._woken = threading.Event()

    def cast(self, people: People, sets: Sequence[str]) -> None:
        pass

    def turn(self, play: Playing, *, moving: bool, awaited: bool = False) -> None:
        pass

    def wait(self) -> None:
        self._woken.wait(BLIND_S)
        self._woken.clear()

    def wake(self) -> None:
        self._woken.set()

    def hurry(self) -> None:
        pass

    def close(self) -> None:
        pass


class FaceView:
    """Small pictures, sent up for the terminal."""

    mode = "terminal"
    hidden = False

    def __init__(self, send: Callable[[Up], None], size: tuple[int, int]) -> None:
        self._send = send
        self._size = size
        self._people: People = ()
        self._frames: SceneFrames | None = None
        self._filmed: SceneFrames | None = None
        self._pointing = Pointing()
        self._seen: Seen | None = None
        self._lamps: tuple[Widget, ...] = ()
        self._last = b""
        self._pacer = Pacer(FACE_FPS, time.perf_counter())
        self._woken = threading.Event()

    @property
    def shape(self) -> float:
        return _shape(self._size)

    def cast(self, people: People, sets: Sequence[str]) -> None:
        """Raises StageError where the system lacks what drawing takes."""
        try:
            from avatar.draw.sets import known
        except ImportError as error:
            what, remedy = systemlibs.tell_missing(error, systemlibs.PICTURE)
            raise StageError(f"Nothing can be drawn: {what}", remedy=remedy) from error

        for name in sets:
            known(name)
        self._people = people
        self.resize(*self._size)

    def resize(self, width: int, height: int) -> None:
        """Pixels of the pictures from now on; 0 by 0 for none."""
        from avatar.draw import SceneFrames

        self._size = (width, height)
        characters = {member.character: character for member, character in self._people}
        there = width > 0 and height > 0
        self._frames = SceneFrames(characters, width, height, near=True) if there else None
        self._filmed = SceneFrames(characters, width, height) if there else None
        self._last = b""

    def overlay(self, widgets: tuple[Widget, ...]) -> None:
        """Lamps over the picture; what has words can't be read here."""
        self._lamps = tuple(widget for widget in widgets if widget.kind == "lamp")

    def hover(self, x: float, y: float, *, down: bool) -> None:
        """The pointer is over the terminal face, in shares of the picture; `down`: its button came down there."""
        now = time.perf_counter()
        self._pointing.move(x, y, now)
        if self._seen is None or self._frames is None:
            return
        part = self._frames.find_touched(self._seen.scene, self._seen.t, x, y)
        if part is not None and (how := _read_touch(self._pointing, down, now)):
            self._send(Touched(how, part))

    def turn(self, play: Playing, *, moving: bool, awaited: bool = False) -> None:
        now = time.perf_counter()
        self._pacer.set_rate(FACE_FPS if moving and not awaited else FACE_IDLE_FPS)
        if self._frames is None or self._filmed is None or now < self._pacer.next:
            return
        seen = self._seen = _attending(play.seen(self._pacer.begin(now)), self._pointing, now)
        # Small letters can't be read in a terminal's face: captions stand beside it.
        frames = self._filmed if seen.as_filmed else self._frames
        painted = frames.paint(seen.scene, seen.t, reduced_motion=seen.still, attention=seen.attention)
        if seen.onion is not None:
            before = frames.paint(seen.onion, seen.t, reduced_motion=seen.still, attention=seen.attention)
            painted = (painted * (1 - SHINES) + before * SHINES).astype(np.uint8)
        picture = _straight(_lit(painted, self._lamps))
        if (blob := picture.tobytes()) != self._last:
            self._last = blob
            self._send(FacePicture(*self._size, blob))
        self._pacer.end(time.perf_counter())

    def wait(self) -> None:
        due = self._pacer.next - time.perf_counter() if self._frames else BLIND_S
        # Positions of words are told between frames, too.
        self._woken.wait(min(max(0.0, due), BLIND_S))
        self._woken.clear()

    def wake(self) -> None:
        self._woken.set()

    def hurry(self) -> None:
        self._pacer.skip(time.perf_counter())

    def close(self) -> None:
        self._frames = None


def _shape(size: tuple[int, int]) -> float:
    return size[0] / size[1] if all(size) else WIDE


def _attending(seen: Seen, pointing: Pointing, wall: float) -> Seen:
    return seen._replace(attention=pointing.attention(wall)) if seen.follows else seen


def _read_touch(pointing: Pointing, down: bool, wall: float) -> Literal["poke", "tickle"] | None:
    """What a pointer over somebody does to them; None: it passes by."""
    return "poke" if down else "tickle" if pointing.tickles(wall) else None


def _grown(lamp: Widget, width: int, height: int) -> Widget:
    """A lamp that is seen among few pixels, too, its right edge where it was."""
    place = lamp.rect
    wide, high = max(place.width, LEAST_LAMP / width), max(place.height, LEAST_LAMP / height)
    return replace(lamp, rect=Rect(place.x + place.width - wide, place.y, wide, high))


def _lit(pixels: NDArray[np.uint8], lamps: tuple[Widget, ...]) -> NDArray[np.uint8]:
    """A picture with lamps over it; both premultiplied RGBA."""
    if not lamps:
        return pixels
    from avatar.draw.overlay import overlay

    lit = pixels.copy()
    height, width = pixels.shape[:2]
    for lamp in lamps:
        raster = overlay(_grown(lamp, width, height), width, height)
        left, top = round(raster.x), round(raster.y)
        under = lit[top : top + raster.pixels.shape[0], left : left + raster.pixels.shape[1]]
        over = raster.pixels[: under.shape[0], : under.shape[1]].astype(np.uint16)
        under[:] = over + under * (255 - over[..., 3:]) // 255
    return lit


def _straight(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Premultiplied RGBA as straight RGBA, which the terminal face blends with its own background."""
    from avatar.draw import unpremultiplied

    return pixels if pixels[:, :, 3].min() == 255 else unpremultiplied(pixels)


class Costs:
    """What frames cost, since last asked."""

    def __init__(self) -> None:
        self.since = time.perf_counter()
        self.shown = 0
        self.late = 0
        self.own_ms: deque[float] = deque(maxlen=20_000)
        self.gl_ms: deque[float] = deque(maxlen=20_000)


class WindowView:
    """The window."""

    mode = "window"

    def __init__(self, config: StageConfig, title: str, send: Callable[[Up], None]) -> None:
        """Raises StageError where no window can open."""
        # Imported here, for the terminal face does without it.
        try:
            import avatar.stage.scenery  # noqa: F401  it draws what the window shows
            from avatar.stage.window import Window
        except ImportError as error:
            what, remedy = systemlibs.tell_missing(error, systemlibs.WINDOW)
            raise StageError(f"No window can be opened: {what}", remedy=remedy) from error
        self._send = send
        self._fps = float(config.fps)
        self._window = Window(
            title,
            config.width,
            config.height,
            # A window that fills the screen has no close button; a desktop's key that closes it would be a way out.
            on_close=lambda: None if config.fullscreen else send(Closed()),
            on_text=lambda text: send(Typed(text)),
            on_pointer=self._pressed,
            on_hover=self._hovered,
            on_drag=lambda x, y: send(Dragged(x, y)),
            borderless=config.borderless,
            on_top=config.on_top,
            transparent=config.transparent,
            click_through=config.click_through,
            fullscreen=config.fullscreen,
        )
        self._by_processor = any(each in self._window.drawn for each in BY_PROCESSOR)
        from avatar.stage.calm import CALM_FPS, Calm
        from avatar.stage.covering import Covering
        from avatar.stage.scenery import Scenery
        from avatar.stage.sprites import place_vertices

        self._vertices = place_vertices
        self._scenery = Scenery()
        self._covering = Covering()
        self._is_calm = self._resting = False
        """Whether only what can be seen to move is to be drawn, and whether that is so now."""
        self._before, self._calm_fps = Calm(), min(CALM_FPS, self._fps)
        self._size = (0, 0)
        self._pointing = Pointing()
        self._silhouette = Silhouette()
        self._down = -math.inf
        """When the button came down."""
        self._seen: Seen | None = None
        self._people: People = ()
        self._sets: tuple[str, ...] = ()
        self._pacer = Pacer(self._fps, time.perf_counter())
        self._shown = False
        self._drawn = False
        self._moving = True
        self._own_s = self._gl_s = 0.0
        self.costs = Costs()

    def cast(self, people: People, sets: Sequence[str]) -> None:
        self._people, self._sets = people, tuple(sets)
        self._want()
        if not self._shown:
            self._scenery.settle()
            self._window.set_icon(_icon(people))

    def _want(self) -> None:
        from avatar.stage.scenery import Want

        width, height = self._window.size
        if self._size != (width, height):
            self._size = (width, height)
            self._send(Sized(width, height))
        self._scenery.want(Want(self._people, self._sets, width, height), time.perf_counter())

    @property
    def hidden(self) -> bool:
        return self._window.hidden

    @property
    def shape(self) -> float:
        return _shape(self._size)

    def overlay(self, widgets: tuple[Widget, ...], shift: tuple[float, float], *, calm: bool) -> None:
        """As messages.Overlay."""
        self._covering.show(widgets, shift)
        if self._is_calm and not calm:
            self._pacer.skip(time.perf_counter())
        self._is_calm = calm

    def _pressed(self, x: float, y: float, down: bool) -> None:
        self._send(Pointer(x, y, down))
        now = time.perf_counter()
        tapped = not down and now - self._down < TAP_S  # longer: the window is dragged by the picture
        self._down = now if down else -math.inf
        self._touch(x, y, down=tapped)

    def _hovered(self, place: tuple[float, float] | None) -> None:
        if place is None:
            self._pointing.leave()
        else:
            self._touch(*place, down=False)

    def _touch(self, x: float, y: float, *, down: bool) -> None:
        now = time.perf_counter()
        self._pointing.move(x, y, now)
        if self._seen is None:
            return
        staging = arrange(self._seen.scene, self._seen.t, self._size[0] / self._size[1])
        characters = {member.who: character for member, character in self._scenery.people}
        view = self._scenery.look(self._seen, *self._size)
        people = [
            (characters[who], place)
            for who, place in staging.places.items()
            if who in characters and (view.shown is None or who in view.shown)
        ]
        part = find_touched(*view.people.out_of(x, y), people, *self._size)
        if part is not None and (how := _read_touch(self._pointing, down, now)):
            self._send(Touched(how, part))

    def _posed(self, seen: Seen) -> list[tuple[Character, Pose]]:
        """Those who are seen, back to front, as they are."""
        width, height = self._size
        staging = arrange(seen.scene, seen.t, width / height)
        characters = {member.who: character for member, character in self._scenery.people}
        return [(characters[who], each) for who, each in self._scenery.pose(staging, seen, width, height).items()]

    @property
    def drawn(self) -> str:
        """What draws the window, in words."""
        return self._window.drawn

    def turn(self, play: Playing, *, moving: bool, awaited: bool = False) -> None:
        now = time.perf_counter()
        self._moving = moving
        idle = self._calm_fps if self._is_calm else min(IDLE_FPS, self._fps)
        if awaited and self._by_processor:
            idle = moved = min(AWAITED_FPS, idle)
        else:
            moved = self._fps
        self._pacer.set_rate(moved if moving else idle)
        self._resting = self._is_calm and not moving
        if self._window.stale:
            self._window.stale = False
            self._before.forget()
        if self._window.hidden:
            self._pacer.skip(now)
            self._drawn = False
            return
        if not self._drawn and not (self._resting and now < self._pacer.next):
            self._draw(play, now)
        if self._drawn and time.perf_counter() >= self._pacer.due:
            self._flip()

    def _draw(self, play: Playing, now: float) -> None:
        """The next frame, ahead of its slot: then what drawing it takes may vary without the viewer seeing it."""
        late = self._pacer.late
        at = self._pacer.begin(now)
        thread = time.thread_time()
        self._want()
        self._scenery.step(now)
        if self._scenery.error is not None:
            error, self._scenery.error = self._scenery.error, None
            raise error
        self._seen = _attending(play.seen(at), self._pointing, now)
        if self._window.shapes and self._silhouette.due(now):
            people = self._posed(self._seen)
            view = self._scenery.look(self._seen, *self._size)
            self._window.catch_clicks(self._silhouette.find(people, *self._size, now, view), CELL)
        quads = self._scenery.quads(self._seen, *self._window.size)
        if self._seen.onion is not None:
            quads += self._scenery.onion(self._seen._replace(scene=self._seen.onion), SHINES, *self._window.size)
        quads = self._covering.over(quads, *self._window.size)
        if not self._resting:
            self._before.forget()
        elif not self._before.differs([quad.picture for quad in quads], self._vertices(quads), self._window.size[1]):
            return
        own = time.thread_time()
        self._window.draw(quads)
        self._pacer.drawn(time.perf_counter())
        self._drawn = True
        self.costs.late += self._pacer.late - late
        self._own_s, self._gl_s = own - thread, time.thread_time() - own

    def _flip(self) -> None:
        late, thread = self._pacer.late, time.thread_time()
        if not self._shown:
            self._shown = True
            self._window.show()
        self._window.flip()
        self._pacer.flipped(time.perf_counter())
        self._drawn = False
        self.costs.shown += 1
        self.costs.late += self._pacer.late - late
        self.costs.own_ms.append(self._own_s * 1e3)
        self.costs.gl_ms.append((self._gl_s + time.thread_time() - thread) * 1e3)

    def wait(self) -> None:
        if self._window.hidden:
            self._window.wait(UNSEEN_S if self._moving else HIDDEN_S)
        else:
            until = self._pacer.due if self._drawn else self._pacer.next if self._resting else 0.0
            self._window.wait(until - time.perf_counter())

    def wake(self) -> None:
        self._window.wake()

    def hurry(self) -> None:
        self._drawn = False  # that frame shows what was before
        self._pacer.skip(time.perf_counter())

    def close(self) -> None:
        self._covering.free()
        self._scenery.free()
        self._window.close()


def _icon(people: People) -> NDArray[np.uint8]:
    from avatar.draw import Painter

    return Painter(64, 64, "transparent").paint([(character, Pose()) for _, character in people[:1]])
