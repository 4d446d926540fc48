"""A picture with a face becomes a character that talks: a photograph, a painting, a drawing; an animal by hand.

Whose picture it is has to be told, and that they agree: docs/pictures.md says why.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.character.art import LARGEST_FILE
from avatar.character.loading import FILE
from avatar.character.still.picture import HEADS
from avatar.character.still.points import FacePoints, Iris, Kind, format_points, place_by_hand
from avatar.draw.photos import Rgba, shrink_photo, write_photo
from avatar.errors import CharacterError
from avatar.studio.faces import FaceBox, FoundFace, find_faces
from avatar.studio.faces.behind import fill_behind
from avatar.studio.faces.lips import settle_line
from avatar.studio.faces.nets import Pyramid
from avatar.studio.faces.reading import ENDINGS, KEPT, read_picture
from avatar.studio.importers import Imported, Importer, PictureWish, Wish
from avatar.studio.importers.account import Account
from avatar.studio.importers.base import HEAD, LARGEST_PAGE, make, make_unique, new_folder, write_value

SMALLEST_FACE = 48
"""Pixels of a face's width: in fewer nobody could read a mouth."""

LIPS = (61, 291, 0, 17, 37, 267, 84, 314)
"""Points of the mesh on the outer edge of the lips."""

MOST_FACES = 12
"""Faces that become characters at once."""

POINTS_SAY = "# head is as high as the points say, wherever they are dragged"
"""In place of the head's height, where points were put by hand."""

SMALLER = 0.85
"""What a picture keeps of its sides where its file would be too large."""

FACE_AT = 0.45
"""Where a face's middle belongs, in heights of a picture that is cut to a shape."""

AROUND = (1.1, 1.0, 0.9)
"""What one of several faces keeps of the picture: beside, above and below it, in its own sizes."""

GUESSED = {
    "mouth-left": (0.40, 0.66), "mouth-right": (0.60, 0.66), "mouth-top": (0.5, 0.655), "mouth-bottom": (0.5, 0.665),
    "eye-left": (0.36, 0.42), "eye-right": (0.64, 0.42), "chin": (0.5, 0.82),
}  # fmt: skip
"""Where points to be dragged lie at first, in widths and heights of a square in the picture's middle."""

GUESSED_THING = {"mouth-left": (0.38, 0.62), "mouth-right": (0.62, 0.62)}

KINDS: dict[str, Kind] = {"muzzle": "muzzle", "simple": "thing"}
"""What --mouth says of what the picture shows; its other values are of a face's mouth."""

CONSENT = (
    "Say it on the command line: --mine where it is a picture of yourself, or your own drawing; or --whose NAME"
    " --agreed where that person has agreed."
)


@dataclass(frozen=True, eq=False)
class PictureDraft:
    """A picture that is about to become a character."""

    pixels: Rgba
    points: FacePoints
    wish: PictureWish
    source: str
    """Name of the file that it was made from."""
    behind: Rgba | None = None
    masked: bool = False
    """Whether something is before the mouth."""


class Crop(NamedTuple):
    """A part of a picture, in its pixels, up to but without right and bottom."""

    left: int
    top: int
    right: int
    bottom: int


def fits(path: Path) -> bool:
    """Whether a path may be a picture."""
    return path.is_file() and path.suffix.lower() in ENDINGS


def import_picture(path: Path, characters: Path, wish: Wish) -> Imported:
    """New characters among `characters`, one for each face that is wanted.

    Raises CharacterError where nobody is told to have agreed, where the picture can't be read or shows no such face,
    and for names that can't be or are taken. Nothing half made stays.
    """
    if not (wish.picture.whose and wish.picture.agreed):
        raise CharacterError("nobody has said whose picture it is, and that they agree", where=path, remedy=CONSENT)
    name = wish.name or make_unique(path.resolve().stem, ())
    new_folder(name, characters)  # before anything is looked for
    account = Account()
    chosen = draw_up(path, wish.picture, account)
    names = [name, *(f"{name}-{number}" for number in range(2, len(chosen) + 1))]
    made: list[Path] = []
    try:
        for each, called in zip(chosen, names, strict=True):
            target = new_folder(called, characters)
            make(target, lambda folder, each=each: write_picture(folder, each))  # type: ignore[misc]
            made.append(target)
    except BaseException:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if wish.picture.by_hand:
        account.advise(f"drag the points to their places: avatar characters preview {name}")
    if len(names) > 1:
        account.take(f"each face as a character of its own: {', '.join(names)}")
    return Imported(made[0], account.lines(), tuple(made[1:]))


def draw_up(path: Path, wish: PictureWish, account: Account, longest: int = KEPT) -> list[PictureDraft]:
    """What is to be written of a picture: one draft for each face that is wanted.

    `longest`: pixels of its longer side at most. `account` is told what was taken and what was not. Raises
    CharacterError where it can't be read, or shows no such face.
    """
    picture = read_picture(path, longest)
    height, width = picture.pixels.shape[:2]
    account.take(f"the picture, {width} x {height} pixels")
    for line in picture.told:
        account.leave(line)
    faces = [] if wish.by_hand else find_faces(picture.pixels)
    if wish.by_hand:
        account.take("no face: points were put where they may be")
        return [_by_hand(picture.pixels, wish, path)]
    large = [face for face in faces if face.box.width >= SMALLEST_FACE]
    whole = [face for face in large if _shows_mouth(face, width, height)]
    if not whole:
        raise _no_face(path, faces, bool(large))
    chosen = _choose(whole, wish, path, account)
    drafts = [_draft(picture.pixels, face, wish, path, crop=len(chosen) > 1) for face in chosen]
    for draft in drafts:
        _tell(draft, account)
    return drafts


def _choose(faces: Sequence[FoundFace], wish: PictureWish, path: Path, account: Account) -> list[FoundFace]:
    """The faces that are wanted. Raises CharacterError where there are fewer, or far too many."""
    count = len(faces)
    if wish.every:
        if count > MOST_FACES:
            raise CharacterError(
                f"{count} faces were found", where=path,
                remedy=f"At most {MOST_FACES} become characters at once: choose one with --face N, 1 to {count}.",
            )  # fmt: skip
        return list(faces)
    number = wish.face or 1
    if number > count:
        found = f"{count} face{'s were' if count > 1 else ' was'} found, and no number {number}"
        raise CharacterError(found, where=path, remedy=f"Give --face 1{f' to {count}' if count > 1 else ''}.")
    if count > 1:
        which = "the largest" if number == 1 else f"number {number} by size"
        account.take(f"one face of {count}, {which}")
        account.leave(f"{count - 1} other face{'s keep' if count > 2 else ' keeps'} still")
        other = 2 if number == 1 else 1
        account.advise(f"to have another one speak: --face {other}; all: avatar characters import FILE --all-faces")
    return [faces[number - 1]]


def _shows_mouth(face: FoundFace, width: int, height: int) -> bool:
    """Whether all of its lips lie in the picture."""
    lips = face.points.mesh[list(LIPS), :2]
    return bool((lips >= 0).all() and (lips < (width, height)).all())


def _no_face(path: Path, faces: Sequence[FoundFace], cut: bool) -> CharacterError:
    if cut:
        return CharacterError(
            "the mouth of the face lies beyond the picture's edge", where=path,
            remedy="Take a picture that shows all of it.",
        )  # fmt: skip
    if faces:
        return CharacterError(
            f"the largest face in the picture is {faces[0].box.width:.0f} pixels wide", where=path,
            remedy=f"Take a picture in which it has {SMALLEST_FACE} or more.",
        )  # fmt: skip
    return CharacterError(
        "no face was found in the picture", where=path,
        remedy="To put points there yourself: `avatar characters import FILE --by-hand` (an animal with --mouth muzzle,"
        " a thing without a mouth with --mouth simple), then `avatar characters preview NAME` shows them to drag.",
    )  # fmt: skip


def _draft(pixels: Rgba, face: FoundFace, wish: PictureWish, path: Path, crop: bool) -> PictureDraft:
    points = face.points
    if wish.mouth in KINDS:
        points = replace(points, kind=KINDS[wish.mouth])
    elif wish.mouth:
        line = wish.mouth == "shut" != points.mouth
        mesh = settle_line(Pyramid(pixels), points.mesh).astype(np.float32) if line else points.mesh
        points = replace(points, mouth=wish.mouth, mesh=mesh)  # type: ignore[arg-type]  # the command line knows the words
    behind = fill_behind(pixels, points.mesh) if points.kind == "face" else None
    draft = PictureDraft(pixels, points, wish, path.name, behind, face.masked)
    return crop_draft(draft, _around(face.box, pixels)) if crop else draft


def _around(box: FaceBox, pixels: Rgba) -> Crop:
    """The part of a picture about one face."""
    height, width = pixels.shape[:2]
    size = max(box.width, box.bottom - box.top)
    beside, above, below = (share * size for share in AROUND)
    left, right = max(0, int(box.left - beside)), min(width, int(box.right + beside))
    return Crop(left, max(0, int(box.top - above)), right, min(height, int(box.bottom + below)))


def frame_draft(draft: PictureDraft, shape: float) -> PictureDraft:
    """The largest part of a picture that has a shape, width over height, with the face as near its middle as can be."""
    height, width = draft.pixels.shape[:2]
    wide, high = min(width, max(1, round(height * shape))), min(height, max(1, round(width / shape)))
    x, y = draft.points.mesh[:, :2].mean(axis=0)
    left = round(min(max(0.0, x - wide / 2), width - wide))
    top = round(min(max(0.0, y - FACE_AT * high), height - high))
    return crop_draft(draft, Crop(left, top, left + wide, top + high))


def crop_draft(draft: PictureDraft, crop: Crop) -> PictureDraft:
    """The draft of a part of its picture."""
    left, top, right, bottom = crop
    points = draft.points
    irises = points.irises and _move_irises(points.irises, 1.0, -left, -top)
    handles = {name: (x - left, y - top) for name, (x, y) in points.handles.items()}
    mesh = points.mesh - np.array([left, top, 0], np.float32)
    part = (slice(top, bottom), slice(left, right))
    return replace(
        draft,
        pixels=np.ascontiguousarray(draft.pixels[part]),
        behind=None if draft.behind is None else np.ascontiguousarray(draft.behind[part]),
        points=replace(points, mesh=mesh, irises=irises, handles=handles),
    )


def _move_irises(irises: tuple[Iris, Iris], by: float, right: float = 0.0, down: float = 0.0) -> tuple[Iris, Iris]:
    first, second = ((x * by + right, y * by + down, radius * by) for x, y, radius in irises)
    return first, second


def _by_hand(pixels: Rgba, wish: PictureWish, path: Path) -> PictureDraft:
    """Points at places that are guessed, for somebody to drag."""
    height, width = pixels.shape[:2]
    side = min(width, height)
    kind = KINDS.get(wish.mouth, "face")
    handles = {
        name: (width / 2 + (x - 0.5) * side, height / 2 + (y - 0.5) * side)
        for name, (x, y) in (GUESSED_THING if kind == "thing" else GUESSED).items()
    }
    mouth = wish.mouth if wish.mouth in ("open", "teeth") else "shut"
    points = place_by_hand(handles, kind, mouth)  # type: ignore[arg-type]  # as above
    return PictureDraft(pixels, points, wish, path.name)


def _tell(draft: PictureDraft, account: Account) -> None:
    points = draft.points
    shown = {"shut": "is shut", "open": "is open", "teeth": "shows teeth"}[points.mouth]
    said = "as you say" if draft.wish.mouth else "as it seems; --mouth shut, open or teeth overrules"
    if points.kind == "face":
        account.take(f"a face whose mouth {shown}, {said}")
    else:
        account.take(f"a face with a {'muzzle' if points.kind == 'muzzle' else 'mouth that is drawn'}, as you say")
    if draft.masked and points.kind == "face":
        account.leave("the mouth: a mask or the like is before it, as it seems, and will be bent as lips are")
        account.advise("take a picture without the mask, or have a mouth drawn on it: --mouth simple")
    if points.irises is None and points.kind == "face":
        account.leave("irises: none were seen, so the eyes look straight ahead")
    if draft.behind is not None:
        account.take("what is behind the head, filled in from around it")


# ------------------------------------------------------------------------------------------------------------- writing


def write_picture(folder: Path, draft: PictureDraft) -> None:
    """Writes a character's files into its folder, whose name it gets. Raises OSError."""
    draft, png = _fitting(draft)
    (folder / "picture.png").write_bytes(png)
    if draft.behind is not None:
        (folder / "behind.png").write_bytes(write_photo(draft.behind))
    (folder / "points.toml").write_text(format_points(draft.points), "utf-8")
    (folder / FILE).write_text(_toml(draft, folder.name), "utf-8")


def _fitting(draft: PictureDraft) -> tuple[PictureDraft, bytes]:
    """The draft, made smaller where noise lets its PNG be larger than a character's art may be; and that PNG."""
    while len(png := write_photo(draft.pixels)) > LARGEST_FILE:
        draft = scale_draft(draft, round(max(draft.pixels.shape[:2]) * SMALLER))
    return draft, png


def scale_draft(draft: PictureDraft, longest: int) -> PictureDraft:
    """The draft with its picture's longer side of so many pixels, if it has more."""
    pixels = shrink_photo(draft.pixels, longest)
    by = pixels.shape[1] / draft.pixels.shape[1]
    points = draft.points
    irises = points.irises and _move_irises(points.irises, by)
    handles = {name: (x * by, y * by) for name, (x, y) in points.handles.items()}
    points = replace(points, mesh=(points.mesh * by).astype(np.float32), irises=irises, handles=handles)
    behind = None if draft.behind is None else shrink_photo(draft.behind, longest)
    return replace(draft, pixels=pixels, points=points, behind=behind)


def _toml(draft: PictureDraft, name: str) -> str:
    height, width = draft.pixels.shape[:2]
    rim = draft.points.mesh[:, :2]
    head = max(1.0, float(rim[:, 1].max() - rim[:, 1].min()) * HEADS)
    by = min(HEAD / head, LARGEST_PAGE / max(width, height))
    lines = [
        f"# Made of the picture {write_value(draft.source)}.",
        "# Change what you like: `avatar docs pictures` explains it. `avatar characters preview` shows it.",
        "",
        "format = 1",
        f"name = {write_value(name)}",
        f"title = {write_value(name.replace('-', ' ').replace('_', ' ').title())}",
        f"author = {write_value(draft.wish.whose)}",
        'licence = "unknown"     # what others may do with it, as CC-BY-4.0',
        'description = "An animated still picture."',
        'voice = ""              # one of `avatar voices`, or a list, best first; empty: the usual one',
        "",
        "[canvas]",
        f"width = {write_value(width * by)}",
        f"height = {write_value(height * by)}",
        POINTS_SAY if draft.wish.by_hand else f"head = {write_value(head * by)}",
        "",
        "[picture]",
        'art = "picture.png"',
        *(['behind = "behind.png"'] if draft.behind is not None else []),
        'points = "points.toml"',
        f"mark = {'true' if draft.wish.mark else 'false'}             # the small mark in the corner",
        "",
        "[picture.origin]",
        f"whose = {write_value(draft.wish.whose)}",
        f"agreed = {'true' if draft.wish.agreed else 'false'}",
        f"source = {write_value(draft.source)}",
        "",
        "[[layer]]",
        'name = "picture"',
        'live = "picture"',
    ]
    return "\n".join(lines) + "\n"


IMPORTER = Importer("a picture with a face (PNG, JPEG, WebP, GIF, HEIC, SVG)", fits, import_picture)
