"""Where films go to: what each place takes, from whom that is known, and how a film is made to fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from avatar.errors import FilmError
from avatar.film.facts import KB, KINDS, MB, FilmFacts, tell_size
from avatar.film.shape import COARSEST, FrameShape, find_bits
from avatar.scene.zones import UNCOVERED, SafeZone


@dataclass(frozen=True)
class Destination:
    """What a place takes. A film for it is made so, fitted, and read back to be checked."""

    ending: str
    size: tuple[int, int]
    fps: int
    what: str
    """Of the file, for people."""
    source: str
    """Where the limits are told, and when they were looked up."""
    fixed: bool = False
    """Whether it takes no other size."""
    slowest: int = 24
    """Frames a second that it may be slowed down to, to fit."""
    fastest: int = 60
    longest: float = float("inf")
    """Seconds."""
    most_bytes: float = float("inf")
    most_frames: float = float("inf")
    sound: bool = True
    loudness: float | None = -14.0
    """LUFS to which it plays everything; louder films are turned down there, softer ones are not turned up."""
    transparent: bool = False
    covered: SafeZone = UNCOVERED
    """What it lays its own buttons and names over."""


DESTINATIONS: Mapping[str, Destination] = {
    "youtube": Destination(
        ".mp4", (1920, 1080), 30, "H.264 and AAC, its index in front",
        "support.google.com/youtube/answer/71673, November 2026", longest=12 * 3600, most_bytes=256_000 * MB,
    ),
    "shorts": Destination(
        ".mp4", (1080, 1920), 30, "H.264 and AAC, upright",
        "support.google.com/youtube/answer/15424877 (three minutes), November 2026; what is covered: "
        "youraithumbnailgenerator.com/guides/youtube-shorts-safe-zones-complete-guide (480 of 1920 lines below), 2026",
        longest=180.0, covered=SafeZone(0.10, 0.12, 0.25, 0.03),
    ),
    "discord": Destination(
        ".mp4", (1280, 720), 30, "H.264 and AAC", "support.discord.com, File Attachments FAQ: 20 MB without Nitro "
        "since August 2026, 10 MB before; November 2026", most_bytes=20 * MB, loudness=-16.0,
    ),
    "slack-emoji": Destination(
        ".gif", (128, 128), 12, "GIF, square", "slack.com/help/articles/206870177: 128 KB; 50 frames by experience, "
        "November 2026", fixed=True, slowest=4, fastest=50, most_bytes=128 * KB, most_frames=50, sound=False,
        transparent=True,
    ),
    "telegram-sticker": Destination(
        ".webm", (512, 512), 30, "VP9 with transparency, no sound", "core.telegram.org/stickers/webm-vp9-encoding: "
        "512 pixels, 3 s, 256 KB, 30 frames a second; November 2026", fixed=True, slowest=10, fastest=30, longest=3.0,
        most_bytes=256 * KB, sound=False, transparent=True,
    ),
    "whatsapp": Destination(
        ".webp", (512, 512), 20, "a sticker: animated WebP with transparency", "github.com/WhatsApp/stickers: 512 "
        "pixels, 500 KB, November 2026; 10 s as its guide had it before", fixed=True, slowest=8, fastest=60,
        longest=10.0, most_bytes=500 * KB, sound=False, transparent=True,
    ),
    "web": Destination(
        ".mp4", (1280, 720), 30, "H.264 and AAC, its index in front: plays in every browser while it loads",
        "caniuse.com/mpeg4, November 2026; the size is ours", most_bytes=50 * MB, loudness=-16.0,
    ),
}  # fmt: skip


class Fitted(NamedTuple):
    """A film that fits, and what was given for that."""

    shape: FrameShape
    changes: tuple[str, ...]
    """In words."""


def list_shapes(place: Destination, shape: FrameShape) -> list[FrameShape]:
    """The ways to make a film smaller, each smaller than the one before: coarser and slower by turns, since neither is
    good at its end, then in fewer pixels."""
    steps = [shape]
    while True:
        last = steps[-1]
        coarse, slower = min(COARSEST, last.coarse + 1), last.fps * 4 // 5
        turn = len(steps) % 3 == 0 or last.coarse == COARSEST
        if turn and slower >= place.slowest:
            steps.append(replace(last, fps=slower))
        elif last.coarse < COARSEST:
            steps.append(replace(last, coarse=coarse))
        else:
            break
    width, height = shape.width, shape.height
    while not place.fixed and min(width, height) > 240:
        width, height = (round(side * 0.75 / 2) * 2 for side in (width, height))
        steps.append(replace(steps[-1], width=width, height=height))
    return steps


def fit(place: Destination, shape: FrameShape, make: Callable[[FrameShape], FilmFacts]) -> Fitted:
    """Makes the film, again and again where it is too large, until it is as fine as it can be and fits.

    `make` makes it in a shape and reads it back. What one came to says which should fit, so that few are made. Raises
    FilmError where nothing fits.
    """
    shapes = list_shapes(place, shape)
    low, high, made = 0, len(shapes), -1
    at = failed = fitted = 0
    while low < high:
        facts = make(shapes[at])
        if facts.weight <= place.most_bytes and facts.frames <= place.most_frames:
            high, fitted = at, fitted + 1
        else:
            low, failed = at + 1, failed + 1
        made = at
        # Where guesses stay wrong, strides grow.
        guess = max(_guess(place, shapes, made, facts), low + 2 ** max(0, failed - 1) - 1)
        at = min(guess, high - 1) if fitted < GUESSES else (low + high) // 2
        at = max(low, at)
    if low == len(shapes):
        frames = f" and {place.most_frames:.0f} frames" if place.most_frames < float("inf") else ""
        what = f"Nothing as long as this fits into {tell_size(place.most_bytes)}{frames}, however coarse"
        raise FilmError(what, remedy="Film a shorter part, with --from and --to.")
    if made != low:
        make(shapes[low])
    return Fitted(shapes[low], tuple(_changes(shape, shapes[low])))


GUESSES = 2
"""Films that fit after which guessing gives way to halves."""


def _guess(place: Destination, shapes: Sequence[FrameShape], made: int, facts: FilmFacts) -> int:
    """The first shape that should fit, by what the film came to in one of them."""

    def heard(shape: FrameShape) -> float:
        return facts.sound * facts.seconds * 2 * find_bits(shape.coarse) / 8

    seen = max(1.0, facts.weight - heard(shapes[made])) / _bulk(shapes[made])
    for at, shape in enumerate(shapes):
        frames = facts.frames * shape.fps / shapes[made].fps
        if heard(shape) + seen * _bulk(shape) <= place.most_bytes and frames <= place.most_frames:
            return at
    return len(shapes) - 1


def _bulk(shape: FrameShape) -> float:
    """About how many bytes pictures of a shape take, against those of others: x264 halves them with 6 of its CRF, and
    what is still takes as much room in many frames as in few."""
    return float(2 ** (-shape.coarse / 2) * shape.fps**0.7 * (shape.width * shape.height) ** 0.75)


def _changes(wanted: FrameShape, got: FrameShape) -> list[str]:
    found: list[str] = []
    if got.coarse != wanted.coarse:
        found.append(f"coarser by {got.coarse - wanted.coarse} of {COARSEST} steps")
    if got.fps != wanted.fps:
        found.append(f"{got.fps} frames a second for {wanted.fps}")
    if (got.width, got.height) != (wanted.width, wanted.height):
        found.append(f"{got.width} x {got.height} for {wanted.width} x {wanted.height}")
    return found


def find_faults(facts: FilmFacts, place: Destination) -> list[str]:
    """Whatever of a film the place would not take."""
    found = []
    if facts.kind not in KINDS[place.ending]:
        found.append(f"it is {facts.kind}, not {place.what}")
    if place.fixed and facts.size != place.size:
        found.append(f"it has {facts.size[0]} x {facts.size[1]} pixels, not {place.size[0]} x {place.size[1]}")
    if facts.weight > place.most_bytes:
        found.append(f"it has {tell_size(facts.weight)} of {tell_size(place.most_bytes)}")
    if facts.seconds > place.longest + 0.001:
        found.append(f"it lasts {facts.seconds:.2f} s of {place.longest:.0f}")
    if facts.frames > place.most_frames:
        found.append(f"it has {facts.frames} frames of {place.most_frames:.0f}")
    if facts.seconds > 0 and facts.frames / facts.seconds > place.fastest + 0.5:
        found.append(f"it has {facts.frames / facts.seconds:.0f} frames a second of {place.fastest}")
    if facts.sound and not place.sound:
        found.append("it has sound")
    if place.transparent and not facts.see_through:
        found.append("it is not transparent")
    return found


def check_for(facts: FilmFacts, place: Destination) -> None:
    """Raises FilmError where a place would not take a film."""
    if faults := find_faults(facts, place):
        raise FilmError(f"The film does not fit: {'; '.join(faults)}", remedy="Film a shorter part of it.")
