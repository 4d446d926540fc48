"""Pictures on the graphics card: an atlas of textures, and many quads drawn in few calls.

Works the same on OpenGL 3.3 core and OpenGL ES 3.1. pyglet's own sprites are not used: the shader that they come with
is `mediump` on ES, which makes sprites tremble on a Raspberry Pi, and each sprite costs Python time of its own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pyglet
from numpy.typing import NDArray
from pyglet import gl

from avatar.character.affine import Affine
from avatar.errors import StageError

pyglet.options.shadow_window = False
"""Here, since the first use of `gl` would open it, and end the process where there is no screen."""

Pixels = NDArray[np.uint8]
"""RGBA, premultiplied, shape (height, width, 4)."""

HIGHEST = 1 << 15
"""Rows of a window that no window exceeds."""

PAGE = 1024
"""Least side of a texture that holds several pictures, in pixels."""

_VERTEX = """
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 spot;
layout(location = 2) in float opacity;
uniform vec2 size;
out vec2 at;
out float strength;
void main() {
    gl_Position = vec4(place.x / size.x * 2.0 - 1.0, 1.0 - place.y / size.y * 2.0, 0.0, 1.0);
    at = spot;
    strength = opacity;
}
"""
_FRAGMENT = """
in vec2 at;
in float strength;
uniform sampler2D picture;
out vec4 colour;
void main() {
    colour = texture(picture, at) * strength;
}
"""
# Drivers that draw on the processor have a short cut for what only copies.
_PLAIN_FRAGMENT = _FRAGMENT.replace(" * strength", "").replace("in float strength;\n", "")
_HEADERS = {
    "gles": "#version 310 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n",
    "gl": "#version 330 core\n",
}


@dataclass(frozen=True, eq=False)
class Sprite:
    """A picture on the graphics card: part of a texture."""

    texture: int
    size: tuple[int, int]
    """Width and height in pixels."""
    corners: NDArray[np.float32]
    """Triangles: x and y in pixels of the picture, x and y in the texture from 0 to 1; shape (3 * triangles, 4)."""

    def find_spots(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where places in the picture, in its pixels, are in the texture from 0 to 1; shapes (n, 2)."""
        low, high = self.corners.min(axis=0).astype(float), self.corners.max(axis=0).astype(float)
        share = (high[2:] - low[2:]) / (high[:2] - low[:2])
        return np.asarray(low[2:] + (places - low[:2]) * share)


@dataclass(frozen=True, eq=False)
class Quad:
    """A picture, where it lies in its own units, and what takes those to pixels of the window."""

    picture: Sprite
    x: float
    y: float
    unit: float
    """Picture pixels for one of its units."""
    matrix: Affine
    opacity: float = 1.0
    bent: NDArray[np.float32] | None = None
    """Triangles to draw instead of the picture's own: x and y in its units, x and y in the texture, opacity; shape
    (3 * triangles, 5)."""
    room: tuple[float, float] | None = None
    """First and last column of the window that it is seen in, in pixels from the left; None: everywhere."""
    smooth: bool = False
    """Whether a picture that is drawn pixel for pixel otherwise is enlarged now."""

    @property
    def vertices(self) -> int:
        return len(self.picture.corners if self.bent is None else self.bent)


class Atlas:
    """Textures that hold pictures. Pictures are only added, and all freed together."""

    def __init__(self) -> None:
        self._largest = _integer(gl.GL_MAX_TEXTURE_SIZE)
        self._exact = _exact_format()
        self._pages: list[_Page] = []
        self._own: dict[object, Sprite] = {}

    def add(self, pixels: Pixels) -> Sprite:
        """Puts pixels into a texture. Raises StageError for what is larger than the graphics card takes."""
        height, width = pixels.shape[:2]
        self._refuse_too_large(width, height)
        for page in self._pages:
            spot = page.room(width, height)
            if spot:
                break
        else:
            side = min(self._largest, max(PAGE, 1 << (max(width, height) - 1).bit_length()))
            page = _Page(_texture(_RGBA, side, side), side)
            self._pages.append(page)
            spot = page.room(width, height)
            assert spot
        _upload(page.texture, _RGBA, *spot, pixels)
        return Sprite(page.texture, (width, height), _outline(pixels, spot, page.side))

    def put(self, key: object, pixels: Pixels, *, exact: bool = False) -> Sprite:
        """As `add`, in a texture of its own that later pixels of the same key and size overwrite; always a new Picture.

        `exact`: it will be drawn pixel for pixel; that is the quickest way by far where the processor does the drawing.
        """
        height, width = pixels.shape[:2]
        form = self._exact if exact else _RGBA
        picture = self._own.get(key)
        if picture is None or picture.size != (width, height):
            self._refuse_too_large(width, height)
            if picture is not None:
                _free(picture.texture)
            texture = _texture(form, width, height, exact=exact)
            picture = Sprite(texture, (width, height), _filling(width, height))
        # A new Picture tells those who compare frames that its pixels have changed.
        self._own[key] = picture = replace(picture)
        _upload(picture.texture, form, 0, 0, pixels)
        return picture

    def drop(self, key: object) -> None:
        """Gives back the texture of what was `put` under a key."""
        picture = self._own.pop(key, None)
        if picture is not None:
            _free(picture.texture)

    def free(self) -> None:
        """Gives the textures back."""
        for texture in (*(page.texture for page in self._pages), *(own.texture for own in self._own.values())):
            _free(texture)
        self._pages.clear()
        self._own.clear()

    def _refuse_too_large(self, width: int, height: int) -> None:
        if max(width, height) > self._largest:
            raise StageError(
                f"A picture of {width} x {height} pixels is more than this graphics card takes ({self._largest})",
                remedy="Make the window smaller.",
            )


class _Page:
    """A texture filled with pictures row by row ("shelves"), each row as high as its first picture."""

    def __init__(self, texture: int, side: int) -> None:
        self.texture, self.side = texture, side
        self._shelves: list[list[int]] = []
        self._used = 0

    def room(self, width: int, height: int) -> tuple[int, int] | None:
        """Left and top of a free place, now taken; None where there is none."""
        for shelf in self._shelves:
            top, high, filled = shelf
            if height <= high and filled + width <= self.side and height * 2 > high:
                shelf[2] += width
                return filled, top
        if width > self.side or self._used + height > self.side:
            return None
        top, self._used = self._used, self._used + height
        self._shelves.append([top, height, width])
        return 0, top


class Brush:
    """Draws quads into the window that is current."""

    def __init__(self, api: str) -> None:
        """`api`: "gl" or "gles". Raises StageError where the driver refuses the shader."""
        self._program = _program(api, _FRAGMENT)
        self._plain = _program(api, _PLAIN_FRAGMENT)
        self._array = _made(gl.glGenVertexArrays)
        self._buffer = _made(gl.glGenBuffers)
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)
        for at, count, offset in ((0, 2, 0), (1, 2, 8), (2, 1, 16)):
            gl.glEnableVertexAttribArray(at)
            gl.glVertexAttribPointer(at, count, gl.GL_FLOAT, gl.GL_FALSE, 20, ctypes.c_void_p(offset))

    def begin(self, width: int, height: int, *, clear: bool) -> None:
        """Begin a frame of that many pixels. `clear`: empty it first, since no quad will cover all of it."""
        gl.glViewport(0, 0, width, height)
        if clear:
            gl.glClearColor(0.0, 0.0, 0.0, 0.0)
            gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        for program in (self._plain, self._program):
            gl.glUseProgram(program)
            gl.glUniform2f(gl.glGetUniformLocation(program, b"size"), float(width), float(height))
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)

    def draw(self, quads: Sequence[Quad], *, solid_first: bool) -> None:
        """Draws quads back to front, one call for each run of the same texture. `solid_first`: the first hides all."""
        if not quads:
            return
        corners = place_vertices(quads)
        data = corners.ctypes.data_as(ctypes.c_void_p)
        gl.glBufferData(gl.GL_ARRAY_BUFFER, corners.nbytes, data, gl.GL_STREAM_DRAW)
        gl.glBlendFunc(gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA)
        first = 0
        if solid_first:
            gl.glDisable(gl.GL_BLEND)
            gl.glUseProgram(self._plain)
            with _smoothed(quads[0]):
                first = self._run(quads[:1], 0)
            gl.glUseProgram(self._program)
        gl.glEnable(gl.GL_BLEND)
        for (_, room), run in groupby(
            quads[1 if solid_first else 0 :], key=lambda quad: (quad.picture.texture, quad.room)
        ):
            if room is None:
                first = self._run(list(run), first)
                continue
            gl.glEnable(gl.GL_SCISSOR_TEST)
            gl.glScissor(round(room[0]), 0, max(0, round(room[1]) - round(room[0])), HIGHEST)
            first = self._run(list(run), first)
            gl.glDisable(gl.GL_SCISSOR_TEST)

    @staticmethod
    def _run(quads: Sequence[Quad], first: int) -> int:
        count = sum(quad.vertices for quad in quads)
        gl.glBindTexture(gl.GL_TEXTURE_2D, quads[0].picture.texture)
        gl.glDrawArrays(gl.GL_TRIANGLES, first, count)
        return first + count


@contextmanager
def _smoothed(quad: Quad) -> Iterator[None]:
    """Inside this, an enlarged picture has no hard pixels."""
    if quad.smooth:
        _filter(quad.picture.texture, gl.GL_LINEAR)
    yield
    if quad.smooth:
        _filter(quad.picture.texture, gl.GL_NEAREST)


def _filter(texture: int, sampling: int) -> None:
    gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
    gl.glTexParameteri(gl.GL_TEXTURE_2D, gl.GL_TEXTURE_MAG_FILTER, sampling)


_WHOLE = np.array([[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]], np.float32)
"""Two triangles that fill a square."""

BANDS = 8
"""Bands of an outline. Where the processor does the drawing, what is transparent costs as much as the rest: eight bands
around the ink of a character's layers draw a sixth faster than rectangles; more, or tiles, are slower again."""


def _outline(pixels: Pixels, spot: tuple[int, int], side: int) -> NDArray[np.float32]:
    """Corners of bands, one below the other, around the ink of a picture at `spot` in a texture `side` pixels wide.

    Neighbouring bands share their corners, so that no seam shows when they are turned.
    """
    height, width = pixels.shape[:2]
    ink = pixels[:, :, 3] > 0
    edges = np.linspace(0, height, min(BANDS, height) + 1).round().astype(int)
    reach = [_reach(ink[max(0, top - 1) : bottom + 1]) for top, bottom in pairwise(edges)]
    triangles: list[tuple[float, float]] = []
    for index, (top, bottom) in enumerate(pairwise(edges)):
        if reach[index] is None:
            continue
        left, right = _widest(reach[max(0, index - 1) : index + 1])
        next_left, next_right = _widest(reach[index : index + 2])
        triangles += [(left, top), (right, top), (next_right, bottom)]
        triangles += [(left, top), (next_right, bottom), (next_left, bottom)]
    # Half a pixel of the edge is left out: there the card would mix in the picture beside it.
    limits = np.array([width, height], np.float32) - np.float32(0.5)
    places = np.clip(np.array(triangles, np.float32).reshape(-1, 2), 0.5, limits)
    return _corners(places, spot, (side, side))


def _filling(width: int, height: int) -> NDArray[np.float32]:
    """Corners of a picture that fills its texture."""
    return _corners(_WHOLE * np.array([width, height], np.float32), (0, 0), (width, height))


def _reach(ink: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last column with ink, one pixel wider, since interpolation carries it there; None without any."""
    columns = np.nonzero(ink.any(axis=0))[0]
    return (int(columns[0]) - 1, int(columns[-1]) + 2) if len(columns) else None


def _widest(reaches: Sequence[tuple[int, int] | None]) -> tuple[int, int]:
    known = [reach for reach in reaches if reach is not None]
    return min(left for left, _ in known), max(right for _, right in known)


def _corners(places: NDArray[np.float32], spot: tuple[int, int], sides: tuple[int, int]) -> NDArray[np.float32]:
    """Places in a picture, with where they are in its texture."""
    spots = (places + np.array(spot, np.float32)) / np.array(sides, np.float32)
    return np.concatenate([places, spots], axis=1).astype(np.float32)


def place_vertices(quads: Sequence[Quad]) -> NDArray[np.float32]:
    """x, y, u, v, opacity of every corner, shape (corners, 5)."""
    corners = np.concatenate([_shape(quad) for quad in quads])
    numbers = np.array([(*quad.matrix, quad.x, quad.y, quad.unit, quad.opacity) for quad in quads])
    counts = [quad.vertices for quad in quads]
    a, b, c, d, e, f, x, y, unit, opacity = np.repeat(numbers, counts, axis=0).T
    across, down = x + corners[:, 0] / unit, y + corners[:, 1] / unit
    out = np.empty((len(corners), 5), np.float32)
    out[:, 0] = a * across + c * down + e
    out[:, 1] = b * across + d * down + f
    out[:, 2:4] = corners[:, 2:4]
    out[:, 4] = opacity * corners[:, 4]
    return out


def _shape(quad: Quad) -> NDArray[np.float32]:
    """Corners with their opacity, shape (n, 5)."""
    if quad.bent is not None:
        return quad.bent
    return np.concatenate([quad.picture.corners, np.ones((len(quad.picture.corners), 1), np.float32)], axis=1)


# --------------------------------------------------------------------------------------------------- OpenGL, in Python


def _integer(name: int) -> int:
    value = ctypes.c_int()
    gl.glGetIntegerv(name, ctypes.byref(value))
    return value.value


def _made(generate: Any) -> int:
    name = ctypes.c_uint()
    generate(1, ctypes.byref(name))
    return name.value


_RGBA = (gl.GL_RGBA8, gl.GL_RGBA)
_BGRA = (gl.GL_BGRA, gl.GL_BGRA)
"""How the card is told to keep pixels, and in which order they come."""


def _exact_format() -> tuple[int, int]:
    """BGRA where OpenGL ES knows it: it is what windows are made of, so Mesa's software driver only copies.

    Never for what is blended: there that driver (22.3) takes a short cut which gets the blending wrong.
    """
    context: Any = pyglet.gl.current_context
    info = context.get_info()
    return _BGRA if info.have_extension("GL_EXT_texture_format_BGRA8888") and info.get_opengl_api() == "gles" else _RGBA


def _texture(form: tuple[int, int], width: int, height: int, *, exact: bool = False) -> int:
    texture = _made(gl.glGenTextures)
    sampling = gl.GL_NEAREST if exact else gl.GL_LINEAR
    gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
    for name, value in (
        (gl.GL_TEXTURE_MIN_FILTER, sampling),
        (gl.GL_TEXTURE_MAG_FILTER, sampling),
        (gl.GL_TEXTURE_WRAP_S, gl.GL_CLAMP_TO_EDGE),
        (gl.GL_TEXTURE_WRAP_T, gl.GL_CLAMP_TO_EDGE),
    ):
        gl.glTexParameteri(gl.GL_TEXTURE_2D, name, value)
    nothing = ctypes.c_void_p(0)
    gl.glTexImage2D(gl.GL_TEXTURE_2D, 0, form[0], width, height, 0, form[1], gl.GL_UNSIGNED_BYTE, nothing)
    return texture


def _upload(texture: int, form: tuple[int, int], left: int, top: int, pixels: Pixels) -> None:
    solid = np.ascontiguousarray(pixels[:, :, [2, 1, 0, 3]] if form == _BGRA else pixels)
    height, width = solid.shape[:2]
    gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
    gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 4)
    data = solid.ctypes.data_as(ctypes.c_void_p)
    gl.glTexSubImage2D(gl.GL_TEXTURE_2D, 0, left, top, width, height, form[1], gl.GL_UNSIGNED_BYTE, data)


def _free(texture: int) -> None:
    name = ctypes.c_uint(texture)
    gl.glDeleteTextures(1, ctypes.byref(name))


def _program(api: str, fragment: str) -> int:
    program = int(gl.glCreateProgram())
    for kind, source in ((gl.GL_VERTEX_SHADER, _VERTEX), (gl.GL_FRAGMENT_SHADER, fragment)):
        shader = gl.glCreateShader(kind)
        text = ctypes.create_string_buffer((_HEADERS[api] + source).encode())
        lines = ctypes.pointer(ctypes.cast(text, ctypes.POINTER(ctypes.c_char)))
        gl.glShaderSource(shader, 1, lines, None)
        gl.glCompileShader(shader)
        gl.glAttachShader(program, shader)
    gl.glLinkProgram(program)
    linked = ctypes.c_int()
    gl.glGetProgramiv(program, gl.GL_LINK_STATUS, ctypes.byref(linked))
    if not linked.value:
        log = ctypes.create_string_buffer(2000)
        gl.glGetProgramInfoLog(program, 2000, None, log)
        raise StageError(
            f"The graphics driver refuses the sprite shader: {log.value.decode(errors='replace').strip()}",
            remedy="Use --stage terminal, or update the driver.",
        )
    return program
