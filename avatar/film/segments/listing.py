"""Which segments a film has: from cut to cut, and of long shots a few seconds each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from avatar import library
from avatar.character import loading
from avatar.film.pictures import Segment
from avatar.film.reel import AHEAD_S, Reel
from avatar.film.shape import FrameShape
from avatar.scene.rebasing import BASE_S, Actor, rebase
from avatar.types import CastMember, Entry, Scene

ON_FRAME = 1e-3
"""Frames by which a cut may miss its frame and still be on it."""


def list_segments(
    reel: Reel,
    shape: FrameShape,
    first: int = 0,
    end: float = math.inf,
    take: Callable[[Sequence[Entry]], None] = lambda entries: None,
) -> Iterator[Segment]:
    """The segments of a film that begins with frame `first` of the reel and ends before `end` seconds of it.

    The show is performed as far as each needs it; `take` gets the entries in the order in which they come. A film has
    a frame at least.
    """
    actors = load_actors(reel.cast)
    at, number = first, 0
    while True:
        take(reel.until(min((at + shape.longest) / shape.fps, max(end, (at + 1) / shape.fps)) + AHEAD_S))
        stop = count_frames(reel, end, shape.fps, first)
        if at >= stop:
            return
        until = choose_end(at, find_cuts(reel, at, shape.fps), stop, shape)
        yield Segment(number, at - first, until - at, cut_piece(reel, at, until, shape, actors), BASE_S)
        at, number = until, number + 1


def cut_piece(reel: Reel, at: int, until: int, shape: FrameShape, actors: Mapping[str, Actor]) -> Scene:
    """What is seen from frame `at` to before `until`, on a clock of its own."""
    begin, end = at / shape.fps, until / shape.fps
    return rebase(reel.window(begin, end), begin, end, actors, shape.width / shape.height, reads=shape.captions)


def load_actors(cast: Sequence[CastMember]) -> dict[str, Actor]:
    """Who plays, by the names of the characters. Raises what a character that can't be loaded does."""
    found = {}
    for name in dict.fromkeys(member.character for member in cast):
        character = loading.load(library.character(name), draws=False)
        channels = {move.channel for layer in character.layers for move in layer.moves}
        found[name] = Actor(character.acting, any(channel.startswith("hop") for channel in channels))
    return found


def count_frames(reel: Reel, end: float, fps: int, first: int = 0) -> float:
    """Frames of the reel up to `end` seconds, one more than `first` at least; infinite while the end isn't known."""
    seconds = min(end, reel.duration if reel.ended else math.inf)
    return max(first + 1, math.ceil(seconds * fps - 1e-6)) if seconds < math.inf else math.inf


def find_cuts(reel: Reel, after: int, fps: int) -> list[int]:
    """The frames with which another picture begins, in order: those after frame `after`."""
    found = {math.ceil(t * fps - ON_FRAME) for t in reel.cuts}
    return sorted(frame for frame in found if frame > after)


def choose_end(at: int, cuts: Sequence[int], stop: float, shape: FrameShape) -> int:
    """The frame before which a segment ends that begins with frame `at`.

    It is the next cut, the end of the film, or, where both are far, the middle of a shot; a shot's last segment is no
    shorter than a quarter of the longest.
    """
    near = min([*cuts[:1], stop])
    return int(near) if near - at <= shape.longest else at + shape.segment
