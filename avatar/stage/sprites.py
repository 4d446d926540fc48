"""Pictures on the graphics card: an atlas of textures, and many quads drawn in few calls.

Works the same on OpenGL 3.3 core and OpenGL ES 3.1. pyglet's own sprites are not used: the shader that they come with
is `mediump` on ES, which makes sprites tremble on a Raspberry Pi, and each sprite costs Python time of its own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyglet import gl

from avatar.errors import StageError
from avatar.stage.affine import Affine

Pixels = NDArray[np.uint8]
"""RGBA, premultiplied, shape (height, width, 4)."""

PAGE = 1024
"""Least side of a texture that holds several pictures, in pixels."""

_VERTEX = """
in vec2 place;
in vec2 spot;
in float opacity;
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
_HEADERS = {
    "gles": "#version 310 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n",
    "gl": "#version 330 core\n",
}


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture on the graphics card: part of a texture."""

    texture: int
    spot: tuple[float, ...]
    """In pixels: left, top, width, height, the texture's width and height, and how much of its edge is not drawn."""


@dataclass(frozen=True, eq=False)
class Quad:
    """A picture, where it lies in its own units, and what takes those to pixels of the window."""

    picture: Picture
    x: float
    y: float
    unit: float
    """Picture pixels for one of its units."""
    matrix: Affine
    opacity: float = 1.0


class Atlas:
    """Textures that hold pictures. Pictures are only added, and all freed together."""

    def __init__(self) -> None:
        self._largest = _integer(gl.GL_MAX_TEXTURE_SIZE)
        self._pages: list[_Page] = []
        self._own: dict[object, Picture] = {}

    def add(self, pixels: Pixels) -> Picture:
        """Puts pixels into a texture. Raises StageError for what is larger than the graphics card takes."""
        height, width = pixels.shape[:2]
        self._refuse_too_large(width, height)
        for page in self._pages:
            spot = page.room(width, height)
            if spot:
                break
        else:
            side = min(self._largest, max(PAGE, 1 << (max(width, height) - 1).bit_length()))
            page = _Page(_texture(side, side), side)
            self._pages.append(page)
            spot = page.room(width, height)
            assert spot
        _upload(page.texture, *spot, pixels)
        # Half a pixel of its edge stays away: there the card would mix in the picture beside it.
        return Picture(page.texture, (*spot, width, height, page.side, page.side, 0.5))

    def put(self, key: object, pixels: Pixels) -> Picture:
        """As `add`, in a texture of its own that later pixels of the same key and size overwrite."""
        height, width = pixels.shape[:2]
        picture = self._own.get(key)
        if picture is None or picture.spot[2:4] != (width, height):
            self._refuse_too_large(width, height)
            if picture is not None:
                _free(picture.texture)
            picture = Picture(_texture(width, height), (0, 0, width, height, width, height, 0))
            self._own[key] = picture
        _upload(picture.texture, 0, 0, pixels)
        return picture

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
        self._program = _program(api)
        self._size = gl.glGetUniformLocation(self._program, b"size")
        self._array = _made(gl.glGenVertexArrays)
        self._buffer = _made(gl.glGenBuffers)
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)
        for name, count, offset in ((b"place", 2, 0), (b"spot", 2, 8), (b"opacity", 1, 16)):
            at = gl.glGetAttribLocation(self._program, name)
            gl.glEnableVertexAttribArray(at)
            gl.glVertexAttribPointer(at, count, gl.GL_FLOAT, gl.GL_FALSE, 20, ctypes.c_void_p(offset))

    def begin(self, width: int, height: int, *, clear: bool) -> None:
        """A new frame of that many pixels. `clear`: nothing will cover all of it."""
        gl.glViewport(0, 0, width, height)
        if clear:
            gl.glClearColor(0.0, 0.0, 0.0, 0.0)
            gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        gl.glUseProgram(self._program)
        gl.glUniform2f(self._size, float(width), float(height))
        gl.glBindVertexArray(self._array)
        gl.glBindBuffer(gl.GL_ARRAY_BUFFER, self._buffer)

    def draw(self, quads: Sequence[Quad], *, solid_first: bool) -> None:
        """Draws quads back to front, one call for each run of the same texture. `solid_first`: the first hides all."""
        if not quads:
            return
        vertices = _vertices(quads)
        gl.glBufferData(
            gl.GL_ARRAY_BUFFER, vertices.nbytes, vertices.ctypes.data_as(ctypes.c_void_p), gl.GL_STREAM_DRAW
        )
        gl.glBlendFunc(gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA)
        blending = None
        first = 0
        while first < len(quads):
            solid = solid_first and first == 0
            last = first + 1
            texture = quads[first].picture.texture
            while not solid and last < len(quads) and quads[last].picture.texture == texture:
                last += 1
            if blending is not (not solid):
                blending = not solid
                (gl.glEnable if blending else gl.glDisable)(gl.GL_BLEND)
            gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
            gl.glDrawArrays(gl.GL_TRIANGLES, first * 6, (last - first) * 6)
            first = last


_CORNERS = np.array([[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]], np.float64)
"""Two triangles."""


def _vertices(quads: Sequence[Quad]) -> NDArray[np.float32]:
    """x, y, u, v, opacity of the six corners of each quad, shape (6 * quads, 5)."""
    numbers = np.array([(*q.matrix, q.x, q.y, q.unit, q.opacity, *q.picture.spot) for q in quads], np.float64)
    a, b, c, d, e, f, x, y, unit, opacity, left, top, width, height, wide, high, inset = numbers.T[:, :, np.newaxis]
    across = inset + (width - 2 * inset) * _CORNERS[:, 0]
    down = inset + (height - 2 * inset) * _CORNERS[:, 1]
    right_of_x, below_y = x + across / unit, y + down / unit
    out = np.empty((len(quads), 6, 5), np.float32)
    out[:, :, 0] = a * right_of_x + c * below_y + e
    out[:, :, 1] = b * right_of_x + d * below_y + f
    out[:, :, 2] = (left + across) / wide
    out[:, :, 3] = (top + down) / high
    out[:, :, 4] = opacity
    return out.reshape(-1, 5)


# --------------------------------------------------------------------------------------------------- OpenGL, in Python


def _integer(name: int) -> int:
    value = ctypes.c_int()
    gl.glGetIntegerv(name, ctypes.byref(value))
    return value.value


def _made(generate: Any) -> int:
    name = ctypes.c_uint()
    generate(1, ctypes.byref(name))
    return name.value


def _texture(width: int, height: int) -> int:
    texture = _made(gl.glGenTextures)
    gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
    for name, value in (
        (gl.GL_TEXTURE_MIN_FILTER, gl.GL_LINEAR),
        (gl.GL_TEXTURE_MAG_FILTER, gl.GL_LINEAR),
        (gl.GL_TEXTURE_WRAP_S, gl.GL_CLAMP_TO_EDGE),
        (gl.GL_TEXTURE_WRAP_T, gl.GL_CLAMP_TO_EDGE),
    ):
        gl.glTexParameteri(gl.GL_TEXTURE_2D, name, value)
    gl.glTexImage2D(
        gl.GL_TEXTURE_2D, 0, gl.GL_RGBA8, width, height, 0, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, ctypes.c_void_p(0)
    )
    return texture


def _upload(texture: int, left: int, top: int, pixels: Pixels) -> None:
    solid = np.ascontiguousarray(pixels)
    height, width = solid.shape[:2]
    gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
    gl.glPixelStorei(gl.GL_UNPACK_ALIGNMENT, 4)
    data = solid.ctypes.data_as(ctypes.c_void_p)
    gl.glTexSubImage2D(gl.GL_TEXTURE_2D, 0, left, top, width, height, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, data)


def _free(texture: int) -> None:
    name = ctypes.c_uint(texture)
    gl.glDeleteTextures(1, ctypes.byref(name))


def _program(api: str) -> int:
    program = int(gl.glCreateProgram())
    for kind, source in ((gl.GL_VERTEX_SHADER, _VERTEX), (gl.GL_FRAGMENT_SHADER, _FRAGMENT)):
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
