"""Reading the picture that is to talk: any usual format and size, bounded before anything of it is decoded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from avatar.character.art import read_drawing
from avatar.draw.photos import Photo, Rgba, make_photo, read_photo, read_photo_head, shrink_photo
from avatar.draw.whole import render
from avatar.errors import CharacterError
from avatar.studio.importers.base import read

ENDINGS = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".svg", ".heic", ".heif", ".hif")
"""Endings of pictures; what is inside decides how they are read."""

MOVING = (".gif", ".webp")
"""Those of pictures that may move, of which the first is taken."""

LARGEST_FILE = 60_000_000
"""Bytes."""

SMALLEST_SIDE, LARGEST_SIDE = 100, 8000
"""Pixels."""

KEPT = 1920
"""Pixels of the longer side that are kept of a larger picture: a film in 1080p shows each of them."""

DRAWN = 1600
"""Pixels of a drawing's longer side."""

_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""Brands of HEIC, in the first box of the file (ISO/IEC 23008-12)."""

_BROKEN = (ValueError, OSError, EOFError, RuntimeError, SyntaxError, LookupError, TypeError, ArithmeticError)
"""What reading a damaged HEIC raises."""

_OTHERS = {
    b"II*\0": "a TIFF", b"MM\0*": "a TIFF", b"8BPS": "a PSD", b"%PDF": "a PDF", b"\xff\x0a": "a JPEG XL",
    b"\0\0\0\x0cJXL ": "a JPEG XL",
}  # fmt: skip
"""First bytes of pictures that are not read."""


class FacePicture(NamedTuple):
    """A picture that was read."""

    pixels: Rgba
    told: tuple[str, ...]
    """What of it was not taken as it was."""


def read_picture(path: Path, longest: int = KEPT) -> FacePicture:
    """The pixels of a picture, turned as it was taken, no side over `longest`.

    Raises CharacterError for a file that is no picture, breaks off, or is too small or too large.
    """
    if not path.is_file():
        raise CharacterError("there is no such file", where=path, remedy="Correct its name.")
    moves = path.suffix.lower() in MOVING
    data = read(path, LARGEST_FILE, f"Save {'the picture that is to talk alone' if moves else 'it'} as PNG or JPEG.")
    told: list[str] = []
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        photo = _read_heic(data, path, longest)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        photo = _read_svg(path, min(longest, DRAWN))
    else:
        photo = _read_pixels(data, path, longest, told)
    height, width = photo.pixels.shape[:2]
    if max(photo.width, photo.height) > max(width, height):
        told.append(f"Its {photo.width} x {photo.height} pixels became {width} x {height}: more are never seen.")
    if not photo.pixels[:, :, 3].any():
        raise CharacterError("all of the picture is transparent", where=path, remedy="Save it with what it shows.")
    return FacePicture(photo.pixels, tuple(told))


def _read_pixels(data: bytes, path: Path, longest: int, told: list[str]) -> Photo:
    head = read_photo_head(data)
    if head is None:
        kind = next((kind for start, kind in _OTHERS.items() if data.startswith(start)), "")
        what = f"it is {kind}, which is not read" if kind else "it is no picture that can be read"
        raise CharacterError(what, where=path, remedy="Save it as PNG or JPEG.")
    _refuse_size(head.width, head.height, path)
    photo = read_photo(data, longest)
    if photo is None:
        raise CharacterError("the picture breaks off", where=path, remedy="Copy it again, or save it anew.")
    if head.pictures > 1:
        told.append(f"It moves: of its {head.pictures} pictures the first one was taken.")
    return photo


def _read_svg(path: Path, longest: int) -> Photo:
    """A drawing, checked as all of a character's are."""
    art = read_drawing(path)
    share = longest / max(art.width, art.height)
    if min(art.width, art.height) * share < SMALLEST_SIDE:
        raise CharacterError(
            "the drawing is a narrow strip", where=path, remedy="Give it a viewBox about the face that is to talk."
        )
    image = render(art.data, art.width * share, art.height * share)
    if image is None:
        raise CharacterError("the drawing can't be drawn", where=path, remedy="Save it as PNG.")
    return make_photo(image)


def _read_heic(data: bytes, path: Path, longest: int) -> Photo:
    """A picture as phones take them, by pillow-heif where the user has it."""
    try:
        import pillow_heif
    except ImportError as error:
        from avatar import installer

        raise CharacterError(
            "it is a HEIC, and nothing here reads those", where=path,
            remedy=f"Save it as JPEG, or install what does: {installer.for_library('pillow-heif')}",
        ) from error  # fmt: skip
    try:
        opened = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
        _refuse_size(opened.size[0], opened.size[1], path)
        pixels = _to_rgba(opened)
    except _BROKEN as error:
        raise CharacterError("the picture breaks off", where=path, remedy="Save it as JPEG.") from error
    height, width = pixels.shape[:2]
    return Photo(shrink_photo(pixels, longest), width, height)


def _to_rgba(opened: Any) -> Rgba:
    image = opened.to_pillow().convert("RGBA")
    return np.array(image, np.uint8)


def _refuse_size(width: int, height: int, path: Path) -> None:
    if max(width, height) > LARGEST_SIDE:
        raise CharacterError(
            f"the picture has {width} x {height} pixels", where=path,
            remedy=f"Scale it down: its sides may have {LARGEST_SIDE} pixels at most, and {KEPT} are of use.",
        )  # fmt: skip
    if min(width, height) < SMALLEST_SIDE:
        raise CharacterError(
            f"the picture has only {width} x {height} pixels", where=path,
            remedy=f"Take one whose sides have {SMALLEST_SIDE} pixels or more.",
        )  # fmt: skip
