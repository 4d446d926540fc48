"""A picture that speaks in one film and leaves no character behind: `avatar film --picture`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.pictures import read_wish
from avatar.errors import CharacterError
from avatar.types import Place

if TYPE_CHECKING:
    from avatar.film.shape import FrameShape

FILLING = Place(scale=1.004)
"""A picture of the film's own shape fills the frame, with nothing at its edges."""

LARGER = 1.5
"""By how much a film in the picture's own shape may be larger than the picture itself."""

LEAST = 720
"""Pixels of its shorter side for which even a small picture is made larger: softly, but seen."""


@contextmanager
def lend_picture(options: argparse.Namespace, shape: FrameShape) -> Iterator[FrameShape]:
    """Inside this, the picture that the options name is the character that they name; yields the film's shape.

    Where they name no picture, `shape` as it is. Raises CharacterError, and ConfigError where nobody has agreed.
    """
    if options.picture is None:
        yield shape
        return
    from avatar import library
    from avatar.studio.importers.account import Account
    from avatar.studio.importers.base import make, make_unique
    from avatar.studio.importers.picture import draw_up, frame_draft, scale_draft, write_picture

    if not options.picture.exists():  # before anybody is asked whose it is
        raise CharacterError("there is no such file", where=options.picture, remedy="Correct its name.")
    wish = read_wish(options)
    account = Account()
    draft = draw_up(options.picture, wish, account)[0]
    if options.size is None:
        width, height = own_size(draft.pixels.shape[1], draft.pixels.shape[0], shape)
        shape = replace(shape, width=width, height=height)
    draft = scale_draft(frame_draft(draft, shape.width / shape.height), max(shape.width, shape.height))
    if not options.quiet:
        for line in account.lines():
            print(f"avatar: {line}", file=sys.stderr)
    name = make_unique(options.picture.stem, library.characters())
    with tempfile.TemporaryDirectory(prefix="avatar-") as room:
        make(Path(room) / "characters" / name, lambda folder: write_picture(folder, draft))
        setattr(options, "character.name", name)
        with library.lend(Path(room)):
            yield shape


def own_size(width: int, height: int, usual: FrameShape) -> tuple[int, int]:
    """The size of a film that has the picture's own shape: even numbers, and no side longer than in the usual size."""
    longer, shorter = max(usual.width, usual.height), min(usual.width, usual.height)
    larger = max(LARGER, LEAST / min(width, height))
    by = min(longer / max(width, height), shorter / min(width, height), larger)
    return max(16, round(width * by / 2) * 2), max(16, round(height * by / 2) * 2)
