"""A folder of pictures of mouths, named as animators name them: see `schemes` for the ways that are known.

The pictures are whole characters with one mouth each, or mouths that go onto a `body`, `head` or `face` beside them.
Eyes open and shut where there are pictures of both: `open.png`, `open blink.png`; or `eyes.png`, `eyes closed.png`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from avatar.character.art import find_inside
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.account import Account, list_names
from avatar.studio.importers.base import Draft, DraftPart, PlacedPng, read, read_picture
from avatar.studio.importers.schemes import (
    MOST_NUMBERED,
    SCHEMES,
    Scheme,
    find_mouth,
    number_mouths,
    read_name,
)

KINDS = (".png", ".jpg", ".jpeg", ".webp", ".gif")
"""Endings of the pictures that are read; of those that move, the first picture is taken."""

_UNDER = ("body", "base", "head", "face")
"""Pictures that lie under the mouths, back to front."""

_NECK_AT = 0.8
"""Where a head that is a picture of its own bends, in heights from the top."""

_MOUTH_AT = 0.62
"""Where a mouth that is smaller than what it lies on is put, in heights from the top."""

_MOODS = (("smile", "Smile"), ("surprised", "Surprised"))
"""A mood, and the mouth of Character Animator's that shows it."""

_Key = TypeVar("_Key")

Mouths = dict[tuple[str, str], Path]
"""(mouth, eyes) to its file; eyes as in `schemes.Name`."""


@dataclass
class _Sorted:
    """The pictures of a folder, by what they are."""

    scheme: Scheme
    mouths: Mouths = field(default_factory=dict)
    under: dict[str, Path] = field(default_factory=dict)
    eyes: dict[str, Path] = field(default_factory=dict)
    """Pictures of eyes alone, "open" and "shut"."""
    doubles: list[tuple[str, Path, Path]] = field(default_factory=list)
    """What two pictures are of, and both of them."""
    others: list[Path] = field(default_factory=list)
    """What was not understood."""

    def put(self, kind: dict[_Key, Path], key: _Key, what: str, file: Path) -> None:
        """Take a picture as what it is; the second one of the same is a double."""
        if kind.setdefault(key, file) != file:
            self.doubles.append((what, kind[key], file))

    @property
    def names(self) -> set[str]:
        return {mouth for mouth, _ in self.mouths}


def fits(path: Path) -> bool:
    """Whether a path may be such a folder."""
    return path.is_dir() and bool(_pictures(path))


def read_folder(path: Path) -> Draft:
    """The character of a folder. Raises CharacterError where mouths are missing or pictures are unfit."""
    found = _choose(path)
    mouths = {key: _picture(path, file) for key, file in found.mouths.items()}
    under = {name: _picture(path, found.under[name]) for name in _UNDER if name in found.under}
    eyes = {state: _picture(path, file) for state, file in found.eyes.items()}
    every = [*under.values(), *mouths.values(), *eyes.values()]
    width, height = max(each.width for each in every), max(each.height for each in every)
    parted = "head" in under or "face" in under
    bottom, neck = [width / 2, height], [width / 2, height * (_NECK_AT if parted else 1)]
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": bottom}, moves={"body.breath": {"scale_y": 0.008}}),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": neck}),
    ]
    for name, picture in under.items():
        carrier = "figure" if parted and name in ("body", "base") else "neck"
        parts.append(DraftPart(name, carrier, _put(picture, width, height)))
    for state, picture in eyes.items():
        parts.append(DraftPart(f"eyes-{state}", "neck", _put(picture, width, height), {"lids": ["both", state]}))
    depth: dict[str, str | float | list[float] | list[str] | Mapping[str, float]] = {"depth": 0.5} if under else {}
    for (mouth, state), picture in mouths.items():
        lids = {"lids": ["both", state]} if state else {}
        name = f"mouth-{mouth}" + (f"-{state}" if state else "")
        parts.append(DraftPart(name, "neck", _put(picture, width, height), depth | {"shape": mouth} | lids))
    shapes = found.scheme.choose(found.names)
    moods = {mood: mouth for mood, mouth in _MOODS if mouth in found.names}
    source = f"Made of the pictures in {path.resolve().name!r}; mouths named by {found.scheme.title}."
    return Draft(
        width, height, height * 0.6, tuple(parts), shapes, moods, source, _notes(found, every, (width, height))
    )


# ------------------------------------------------------------------------------------------------------------- sorting


def _ways(path: Path) -> list[Scheme]:
    """The schemes, and that of numbers where all that is there is numbered."""
    numbers = [words[-1] for file in _pictures(path) if (words := read_name(file.stem).words) and words[-1].isdecimal()]
    counted = {int(each) for each in numbers if len(each) < 4}
    first = min(counted, default=0)
    if first in (0, 1) and counted == set(range(first, first + len(counted))) and 2 <= len(counted) <= MOST_NUMBERED:
        scheme = number_mouths(len(counted))
        spelt = [f"{number} {number:02d} {number:03d}" for number in sorted(counted)]
        return [*SCHEMES, scheme._replace(names=dict(zip(scheme.names, spelt, strict=True)))]
    return list(SCHEMES)


def _pictures(path: Path) -> list[Path]:
    return sorted(each for each in path.iterdir() if each.suffix.lower() in KINDS)


def _sort(path: Path, scheme: Scheme) -> _Sorted:
    found = _Sorted(scheme)
    for file in _pictures(path):
        words, state = read_name(file.stem)
        mouth = find_mouth(scheme, words)
        if words and words[-1] in _UNDER:
            found.put(found.under, words[-1], words[-1], file)
        elif not mouth and state and not words:
            found.put(found.eyes, state, f"eyes, {state}", file)
        elif not mouth and words in (("eyes",), ("eye",)):
            found.put(found.eyes, "open", "eyes, open", file)
        elif not mouth:
            found.others.append(file)
        else:
            found.put(found.mouths, (mouth, state), f"mouth {mouth}", file)
    _pair_eyes(found)
    return found


def _pair_eyes(found: _Sorted) -> None:
    """A mouth that is there with shut eyes is, where the other picture does not say, the one with open eyes."""
    for mouth in found.names:
        if (mouth, "shut") in found.mouths and (mouth, "") in found.mouths:
            found.put(found.mouths, (mouth, "open"), f"mouth {mouth}", found.mouths.pop((mouth, "")))


def _choose(path: Path) -> _Sorted:
    """The pictures by the scheme that knows most of them. Raises CharacterError where none has all that it needs."""
    sorted_ = [_sort(path, scheme) for scheme in _ways(path)]
    whole = [each for each in sorted_ if not each.scheme.missing(each.names)]
    best = max(whole or sorted_, key=lambda each: len(each.names))
    if not whole:
        seen = ", ".join(file.name for file in _pictures(path)[:20]) or "no picture"
        missing = ", ".join(each.replace("/", " or ") for each in best.scheme.missing(best.names))
        known = "; ".join(scheme.title for scheme in SCHEMES)
        raise CharacterError(
            f"mouths are missing by {best.scheme.title}: {missing}" if len(best.names) > 1 else "no mouths were found",
            where=path,
            remedy=f"Draw them, or copy the nearest one. The folder holds: {seen}. Mouths may be named by {known}.",
        )
    for what, first, second in best.doubles:
        raise CharacterError(
            f"two pictures are of the {what}: {first.name} and {second.name}",
            where=path,
            remedy="Keep one character's pictures in the folder, and one of each.",
        )
    return best


# ------------------------------------------------------------------------------------------------------------ pictures


def _picture(folder: Path, file: Path) -> PlacedPng:
    inside = find_inside(folder, file.name, "a picture")
    png, width, height = read_picture(read(inside), file.name, inside)
    return PlacedPng(png, 0, 0, width, height)


def _put(picture: PlacedPng, width: float, height: float) -> PlacedPng:
    """A picture smaller than the page, put in its middle."""
    if (picture.width, picture.height) == (width, height):
        return picture
    top = height * _MOUTH_AT - picture.height / 2
    return picture._replace(left=(width - picture.width) / 2, top=min(top, height - picture.height))


def _notes(found: _Sorted, every: list[PlacedPng], page: tuple[float, float]) -> tuple[str, ...]:
    """What was taken, what was not, and what to do."""
    account = Account()
    account.take_mouths(found.scheme, found.names, found.scheme.choose(found.names))
    if found.under:
        account.take(f"what lies under them: {', '.join(found.under)}.")
    if not found.eyes and not any(state for _, state in found.mouths):
        account.advise('it never blinks: draw a picture with "blink" or "eyes closed" in its name.')
    if found.others:
        account.leave(
            f"pictures whose names say nothing that is known: {list_names(file.name for file in found.others)}."
        )
    if any((each.width, each.height) != page for each in every):
        account.advise(
            "pictures differ in size, and the smaller ones were put in the middle: press P in"
            " `avatar characters preview NAME` and drag the mouth to its place."
        )
    return account.lines()


IMPORTER = Importer(
    "a folder of pictures of mouths, by any usual naming (A to H, AI E O MBP, Neutral Aa W-Oo, closed and open)",
    fits,
    drawn(read_folder),
)
