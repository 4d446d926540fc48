"""The window: pyglet, and nothing of pyglet anywhere else but in `sprites`."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyglet
from numpy.typing import NDArray

pyglet.options.shadow_window = False
pyglet.options.debug_gl = False

# pyglet reads the options when these are imported.
import pyglet.gl  # noqa: E402
import pyglet.window  # noqa: E402

from avatar import systemlibs  # noqa: E402
from avatar.errors import StageError  # noqa: E402
from avatar.runs import find_runs  # noqa: E402
from avatar.stage.sprites import Brush, Quad  # noqa: E402
from avatar.text.inert import inert  # noqa: E402

APIS = (("gles", 3, 1), ("gl", 3, 3))
"""Graphics interfaces in the order in which they are tried: drivers of the Raspberry Pi 4 and 5 know only the first."""

REMEDY = f"Start it from a desktop, or {systemlibs.tell_install(*systemlibs.WINDOW)}"

NO_SCREEN_REMEDY = "Start it from a desktop to have one."
TOO_OLD_REMEDY = f"A Raspberry Pi 3 or Zero 2 can do no more. Elsewhere: {systemlibs.tell_install('drivers')}"

CORNER = 24
"""Pixels between a see-through window without a frame and the edges of the screen."""

MOUSE_UNUSED_S = 3.0
"""Seconds after which a mouse that nobody moves is hidden, where the window fills the screen."""

_REFUSALS: tuple[type[Exception], ...] = (
    pyglet.window.WindowException,
    pyglet.gl.ContextException,
    OSError,
    ctypes.ArgumentError,
    # pyglet has two of that name, and X11's is not the one in pyglet.window.
    getattr(sys.modules.get("pyglet.display.xlib"), "NoSuchDisplayException", OSError),
)
"""What pyglet raises where there is no display, or no graphics interface of the kind asked for."""

# pyglet's own annotations of its Config are wrong (it takes the names of GL attributes, not numbers).
_gl: Any = pyglet.gl

log = logging.getLogger(__name__)


class Window:
    """A window to draw quads into. All calls from the main thread, but for `wake`."""

    def __init__(
        self,
        title: str,
        width: int,
        height: int,
        *,
        on_close: Callable[[], None],
        on_text: Callable[[str], None],
        on_pointer: Callable[[float, float, bool], None] = lambda x, y, down: None,
        on_hover: Callable[[tuple[float, float] | None], None] = lambda place: None,
        on_drag: Callable[[float, float], None] = lambda x, y: None,
        borderless: bool = False,
        on_top: bool = False,
        transparent: bool = False,
        click_through: bool = False,
        fullscreen: bool = False,
    ) -> None:
        """Opened hidden, `width` by `height` pixels or, `fullscreen`, as large as the screen.

        Raises StageError where no window can open.
        """
        self.transparent = transparent
        self.drawn = ""
        """What draws it (graphics interface and driver), in words."""
        self.hidden = False
        """Minimised, or otherwise not to be seen."""
        self.stale = False
        """Its picture was covered and is lost; the code that draws the next one resets this."""
        self._window, self.api = _opened(title, width, height, borderless, transparent, fullscreen)
        info = self._window.context.get_info()
        self.drawn = f"{info.get_renderer()} ({info.get_version_string()})"
        self.fullscreen = fullscreen
        if fullscreen:
            _share_the_mouse(self._window)
            self._window.set_mouse_visible(False)
        self._hear(on_close, on_text)
        self._window.set_minimum_size(64, 64)
        self._held = (0.0, 0.0)
        """Where the window was when a button went down on it, less where the pointer was: by as much it stays away."""
        self._drawn_to: tuple[float, float] | None = None
        """Where a drag wants the window, until it is moved there: once for all events that were waiting."""
        self._seen = 0.0
        """When the mouse was last moved; 0 while it is hidden."""
        self._pulled: tuple[float, float] | None = None
        """Where the pointer with its button down is, until that is told: once for all events that were waiting."""
        self._on_drag = on_drag
        self._point(on_pointer, on_hover)
        self._shapes = borderless and transparent and not click_through and sys.platform.startswith("linux")
        if borderless and not fullscreen:
            self._hold_by_the_picture()
        if borderless and transparent and on_top and not fullscreen:
            self._stand_in_the_corner()
        if borderless and transparent:
            # pyglet lets the mouse through such windows, and keeps them above all others: that is only done on request.
            if not click_through:
                _let_the_mouse_in(self._window)
            if sys.platform.startswith("linux"):
                self._window._set_wm_state()
        if sys.platform.startswith("linux"):
            _read_all_keys(self._window)
        self._brush = Brush(self.api)
        self._on_top = on_top
        self._loop = pyglet.app.platform_event_loop
        self._loop.start()

    def _hear(self, on_close: Callable[[], None], on_text: Callable[[str], None]) -> None:
        """Report the close button and what is typed, and keep track of whether the window can be seen."""
        self._window.set_handlers(
            on_close=lambda: _handled(on_close),
            on_text=lambda text: on_text(text),
            on_key_press=lambda symbol, held: _pressed(symbol, held, on_text),
            on_text_motion=lambda motion: on_text("\b") if motion == pyglet.window.key.MOTION_BACKSPACE else None,
            on_draw=lambda: None,
            on_resize=lambda *_: pyglet.event.EVENT_HANDLED,
            on_hide=lambda: setattr(self, "hidden", True),
            on_show=lambda: setattr(self, "hidden", False),
            on_expose=self._uncovered,
        )

    def _point(
        self, tell: Callable[[float, float, bool], None], hover: Callable[[tuple[float, float] | None], None]
    ) -> None:
        """Report where the left button (or a finger) goes down and up, in shares (0 to 1) of the picture, and where the
        pointer is; None: no longer over it."""

        def place(x: float, y: float, button: int, down: bool) -> None:
            self._tell_pulled()
            if button == pyglet.window.mouse.LEFT:
                tell(*_shared(x, y, *self._window.get_size()), down)

        def moved(x: float, y: float, *_: object) -> None:
            hover(_shared(x, y, *self._window.get_size()))
            if self.fullscreen and not self._seen:
                self._window.set_mouse_visible(True)
            self._seen = time.monotonic()

        def pulled(x: float, y: float, *_: object) -> None:
            self._pulled = _shared(x, y, *self._window.get_size())

        self._window.set_handlers(
            on_mouse_drag=pulled,
            on_mouse_press=lambda x, y, button, _: place(x, y, button, True),
            on_mouse_release=lambda x, y, button, _: place(x, y, button, False),
            on_mouse_motion=moved,
            on_mouse_leave=lambda x, y: hover(None),
        )

    def _tell_pulled(self) -> None:
        if self._pulled is not None:
            place, self._pulled = self._pulled, None
            self._on_drag(*place)

    def _hold_by_the_picture(self) -> None:
        """Let a window without a title bar be moved by dragging any part of it."""

        if not sys.platform.startswith("linux"):

            def on_the_screen(x: float, y: float) -> tuple[float, float]:
                left, top = self._window.get_location()
                return left + x, top - y

            self._window.set_handlers(on_mouse_drag=lambda x, y, *_: self._draw(*on_the_screen(x, y)))
            self._window.push_handlers(on_mouse_press=lambda x, y, *_: self._hold(*on_the_screen(x, y)))
            return
        _follow_on_the_screen(self._window, self._hold, self._draw)
        self._window.set_handlers(on_mouse_drag=lambda *_: None)

    def _hold(self, across: float, down: float) -> None:
        """A button went down on the window, so far across and down the screen."""
        left, top = self._drawn_to or self._window.get_location()
        self._held = (left - across, top - down)

    def _draw(self, across: float, down: float) -> None:
        """With the button down, the pointer is there now."""
        self._drawn_to = (self._held[0] + across, self._held[1] + down)

    def _stand_in_the_corner(self) -> None:
        """At the right bottom of the screen: a pet on the desktop is least in the way there."""
        screen = self._window.screen
        width, height = self._window.get_size()
        left, top = screen.x + screen.width - width - CORNER, screen.y + screen.height - height - CORNER
        self._window.set_location(max(screen.x, left), max(screen.y, top))

    @property
    def shapes(self) -> bool:
        """Whether clicks beside the picture can be let through: see `catch_clicks`."""
        return self._shapes

    def catch_clicks(self, solid: NDArray[np.bool_], cell: int) -> None:
        """Let clicks through to what is behind, but where the picture is solid.

        `solid`: shape (rows, columns), from the left top; each stands for `cell` by `cell` pixels.
        """
        if self._shapes:
            _shape_the_input(self._window, solid, cell)

    def _uncovered(self) -> None:
        self.hidden, self.stale = False, True
        if self.fullscreen:
            # The window in front of it had the keyboard; without a window manager nobody hands it back.
            self._window.activate()

    def show(self) -> None:
        """Lets it be seen."""
        self._window.set_visible(True)
        if self.fullscreen:
            # Without a window manager nobody else gives it the keyboard.
            self._window.activate()
        if self._on_top:
            _keep_on_top(self._window)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in real pixels, whatever the desktop's scale."""
        width, height = self._window.get_framebuffer_size()
        return max(1, width), max(1, height)

    def draw(self, quads: Sequence[Quad]) -> None:
        """Draws a frame; the first quad fills the window. `flip` shows it."""
        self._window.switch_to()
        solid = bool(quads) and not self.transparent
        self._brush.begin(*self.size, clear=not solid)
        self._brush.draw(quads, solid_first=solid)
        # A driver may put the work off until the flip, which should take little time, and always the same.
        pyglet.gl.glFinish()

    def flip(self) -> None:
        """Shows what was drawn, and waits until it has been drawn."""
        self._window.flip()
        # A driver may queue frames; what is queued is shown later than we think.
        pyglet.gl.glFinish()

    def wait(self, seconds: float) -> None:
        """Wait for the window's events for at most so long; returns after the first, or when woken."""
        self._loop.step(max(0.0, seconds))
        self._window.dispatch_events()
        self._tell_pulled()
        if self._seen and self.fullscreen and time.monotonic() - self._seen > MOUSE_UNUSED_S:
            self._seen = 0.0
            self._window.set_mouse_visible(False)
        if self._drawn_to is not None:
            left, top = self._drawn_to
            self._window.set_location(round(left), round(top))
            self._drawn_to = None

    def wake(self) -> None:
        """Makes `wait` return. From any thread."""
        self._loop.notify()

    def set_icon(self, pixels: NDArray[np.uint8]) -> None:
        """`pixels`: RGBA, shape (side, side, 4)."""
        height, width = pixels.shape[:2]
        self._window.set_icon(pyglet.image.ImageData(width, height, "RGBA", pixels.tobytes(), pitch=-width * 4))

    def close(self) -> None:
        """Closes it."""
        self._window.close()
        self._loop.stop()


def _shared(x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A place of the window, counted from its left bottom, in shares of the picture, counted from its left top.

    What lies outside, as where a finger slips off, is at the edge.
    """
    return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, 1.0 - y / height))


def _pressed(symbol: int, held: int, on_text: Callable[[str], None]) -> bool | None:
    """Keys that are no text, as terminals send them: Esc, Tab, the arrows, and letters with Ctrl."""
    key = pyglet.window.key
    shift = bool(held & key.MOD_SHIFT)
    arrows = {key.UP: "A", key.DOWN: "B", key.RIGHT: "C", key.LEFT: "D"}
    signs = {key.ESCAPE: "\x1b", key.TAB: "\x1b[Z" if shift else "\t"}
    signs |= {symbol: f"\x1b[1;2{end}" if shift else f"\x1b[{end}" for symbol, end in arrows.items()}
    if symbol in signs:
        return _handled(lambda: on_text(signs[symbol]))
    if symbol == key.Z and shift and held & key.MOD_CTRL:
        return _handled(lambda: on_text("\x1b[122;6u"))
    if held & key.MOD_CTRL and not held & key.MOD_ALT and key.A <= symbol <= key.Z:
        return _handled(lambda: on_text(chr(symbol - key.A + 1)))
    return None


def _handled(do: Callable[[], None]) -> bool:
    """Call `do`, and keep pyglet from what it would do by itself (closing the window)."""
    do()
    return bool(pyglet.event.EVENT_HANDLED)


def _opened(
    title: str, width: int, height: int, borderless: bool, transparent: bool, fullscreen: bool
) -> tuple[Any, str]:
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        raise StageError("No window: there is no screen here (DISPLAY is not set)", remedy=NO_SCREEN_REMEDY)
    kind = pyglet.window.Window
    style = kind.WINDOW_STYLE_TRANSPARENT if transparent else kind.WINDOW_STYLE_DEFAULT
    if borderless:
        style = kind.WINDOW_STYLE_OVERLAY if transparent else kind.WINDOW_STYLE_BORDERLESS
    reasons: list[str] = []
    too_old = True
    for api, major, minor in APIS:
        config = _gl.Config(
            opengl_api=api, major_version=major, minor_version=minor, double_buffer=True, depth_size=0, alpha_size=8
        )
        try:
            screen = pyglet.display.get_display().get_default_screen()
            width, height = min(width, screen.width), min(height, screen.height)
            size = {"fullscreen": True} if fullscreen else {"width": width, "height": height}
            window = pyglet.window.Window(
                caption=inert(title), config=config, style=style, resizable=True, visible=False, vsync=False, **size
            )
        except _REFUSALS as error:
            reasons.append(f"{api} {major}.{minor}: {str(error) or type(error).__name__}")
            too_old &= isinstance(error, pyglet.gl.ContextException)
            continue
        log.info("the window draws with %s %s.%s: %s", api, major, minor, window.context.get_info().get_renderer())
        return window, api
    if too_old:
        raise StageError(
            "No window: the graphics driver has neither OpenGL ES 3.1 nor OpenGL 3.3", remedy=TOO_OLD_REMEDY
        )
    raise StageError(f"No window can be opened ({'; '.join(reasons)})", remedy=REMEDY)


def _let_the_mouse_in(window: Any) -> None:
    if not sys.platform.startswith("linux"):
        window.set_mouse_passthrough(False)
        return
    # pyglet 2.1 declares this call's first argument wrongly, so that its own method raises.
    call = ctypes.CDLL("libXext.so.6").XShapeCombineMask
    display, handle = ctypes.cast(window._x_display, ctypes.c_void_p), ctypes.c_ulong(window._window)
    whole, shape_input, shape_set = ctypes.c_ulong(0), 2, 0
    call(display, handle, shape_input, 0, 0, whole, shape_set)


class _Rectangle(ctypes.Structure):
    """X11's XRectangle."""

    _fields_ = (("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort))


def _shape_the_input(window: Any, solid: NDArray[np.bool_], cell: int) -> None:
    """Have the mouse where cells are solid, as X11's shape extension does: one rectangle a run of a row."""
    runs = [
        _Rectangle(start * cell, row * cell, (end - start) * cell, cell)
        for row, cells in enumerate(solid)
        for start, end in find_runs(cells)
    ]
    call = ctypes.CDLL("libXext.so.6").XShapeCombineRectangles
    display, handle = ctypes.cast(window._x_display, ctypes.c_void_p), ctypes.c_ulong(window._window)
    shape_input, shape_set, sorted_by_rows = 2, 0, 1
    call(display, handle, shape_input, 0, 0, (_Rectangle * len(runs))(*runs), len(runs), shape_set, sorted_by_rows)


def _share_the_mouse(window: Any) -> None:
    """Undoes what pyglet does under X11 for windows that fill the screen: it takes the mouse for itself, so that a
    window before it (a show's) is never touched, and puts it into a corner whenever it could not.
    """
    if sys.platform.startswith("linux"):
        window._applied_mouse_exclusive = False


def _follow_on_the_screen(
    window: Any, hold: Callable[[float, float], None], draw: Callable[[float, float], None]
) -> None:
    """Tell where on the screen a button goes down and where the pointer is with it. pyglet under X11 only tells where
    in the window, and the window moves when the server finds time: before that place was taken, or after.
    """
    xlib = pyglet.libs.x11.xlib
    pressed = xlib.Button1Mask | xlib.Button2Mask | xlib.Button3Mask

    def hear(event: Any, handle: Callable[[Any], None]) -> None:
        if event.type == xlib.ButtonPress:
            hold(event.xbutton.x_root, event.xbutton.y_root)
        elif event.xmotion.state & pressed:
            draw(event.xmotion.x_root, event.xmotion.y_root)
        handle(event)

    for handlers in (window._event_handlers, window._view_event_handlers):
        for kind in (xlib.ButtonPress, xlib.MotionNotify):
            if kind in handlers:
                handlers[kind] = partial(hear, handle=handlers[kind])


def _read_all_keys(window: Any) -> None:
    """Lets dead keys and the compose key compose, and no key end the process: pyglet does neither under X11.

    The keys go to its inner window, where X11's input method does not hear them; not asked for there, they go to the
    outer one. What an input method sends that pyglet can't read (several letters at once) is left out.
    """
    keys = pyglet.libs.x11.xlib.KeyPressMask | pyglet.libs.x11.xlib.KeyReleaseMask
    pyglet.libs.x11.xlib.XSelectInput(window._x_display, window._view, window._default_event_mask & ~keys)
    read = window._event_text_symbol

    def text_and_symbol(event: Any) -> tuple[str | None, int | None]:
        try:
            found: tuple[str | None, int | None] = read(event)
        except (TypeError, ValueError, NotImplementedError) as error:
            log.warning("a key could not be read: %s", error)
            return None, None
        return found

    window._event_text_symbol = text_and_symbol


def _keep_on_top(window: Any) -> None:
    """Keep the window above all others, in each system's own way; a desktop without such a way ignores it."""
    if sys.platform == "win32":
        topmost, no_move, no_size = -1, 0x2, 0x1
        ctypes.windll.user32.SetWindowPos(window._hwnd, topmost, 0, 0, 0, 0, no_move | no_size)
    elif sys.platform == "darwin":
        floating = 3
        window._nswindow.setLevel_(floating)
    else:
        window._set_wm_state("_NET_WM_STATE_ABOVE")
