"""Makes a film: hands out segments, joins the results with the sound, and puts the files in their places."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import av

from avatar.errors import FilmError
from avatar.film import captions, gifs
from avatar.film.encoders import Task
from avatar.film.levelling import Levelled, Loudness
from avatar.film.media import Media
from avatar.film.mixing import Mixed
from avatar.film.origins import ANIMATED, note_origin
from avatar.film.outputs import ChapterMark, FilmOutput, Gif, Places, PngFrames, Wav, WebP, cant_write
from avatar.film.pictures import Pictures, Segment
from avatar.film.pool import MakePool, Pool
from avatar.film.reel import AHEAD_S, Reel
from avatar.film.segments.line import Line
from avatar.film.segments.listing import count_frames, cut_piece, list_segments, load_actors
from avatar.film.segments.storing import CAN_KEEP
from avatar.film.shape import LOUDNESS, FrameShape
from avatar.film.signing import Credentials, FilmSigner
from avatar.film.sound import SoundTrack
from avatar.keeping import KeptFolder
from avatar.scene.rebasing import BASE_S
from avatar.types import Entry, Mark

SAMPLES = 12
"""Pictures that a GIF's palette is made from."""


@dataclass(frozen=True)
class FilmProgress:
    """How far a film is."""

    done: float
    """Seconds of film that are encoded."""
    total: float
    """Seconds that it will have, as far as is known."""
    segments: int = 0
    """How many segments are encoded."""
    kept: int = 0
    """How many of them were there from an earlier film."""


@dataclass(frozen=True)
class Order:
    """What is wanted of a film."""

    path: Path
    """Where it goes; `kind_of` tells what it becomes."""
    shape: FrameShape = field(default_factory=FrameShape)
    start: float = 0.0
    """Seconds of the scene at which the film begins."""
    end: float = math.inf
    workers: int = 0
    """Processes that draw and encode; 0: as many as there are cores."""
    dither: str = "none"
    """How a GIF makes colours that its palette lacks: "none" (flat, small), "ordered" (a pattern that stands still), or
    "diffused" (Floyd and Steinberg 1976: finest in a still, restless and large in a film)."""
    captions: Mapping[str, Path] = field(default_factory=dict)
    """Files of captions, by what they are written as: an ending of `captions.WRITERS`."""
    wav: Path | None = None
    title: str = ""
    credentials: Credentials | None = None
    """What it is signed with."""
    loudness: float | None = LOUDNESS
    """LUFS to which its sound is brought; None: as it comes. A recording is left as it is, unless `touches`."""
    touches: bool = False
    """Whether a recording is brought to `loudness`, too."""
    air: bool = False
    """Whether the room is heard where nothing sounds."""
    kept: KeptFolder | None = None
    """Segments of earlier films; None: all are made anew, and none is kept."""
    encoder: str = ""
    """libavcodec's name of what encodes H.264, where that isn't x264."""
    silent: bool = False
    """Whether it has no sound at all."""
    longest: float = math.inf
    """Seconds that it may last; a longer one is refused as soon as that is known."""


@dataclass(frozen=True)
class Film:
    """A film that was made."""

    path: Path
    frames: int
    seconds: float
    chapters: tuple[ChapterMark, ...] = ()
    loudness: Loudness | None = None
    """None where it has no sound."""
    segments: int = 0
    kept: int = 0
    """How many of its segments were there from an earlier film."""
    lacking: tuple[str, ...] = ()
    """What is to be told of letters that no font here has, where they are in its picture."""


Tell = Callable[[FilmProgress], None]


def film(
    reel: Reel,
    order: Order,
    *,
    recording: SoundTrack | None = None,
    expected: float = 0.0,
    tell: Tell = lambda progress: None,
    make_pool: MakePool = Pool,
) -> Film:
    """Makes a film of all that comes from the reel.

    `recording` is heard in place of the scene's own sounds. `expected`: seconds that the show will last, for progress.
    `make_pool`: who draws and encodes.
    Raises FilmError, and the errors of performing the show; either way no file is left behind.
    """
    return _Making(reel, order, recording, expected, tell, make_pool).run()


@dataclass
class _Collected:
    """Captions and chapters, collected while the film is made."""

    lines: list[captions.Caption] = field(default_factory=list)
    chapters: list[tuple[float, str]] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)


class _Making:
    def __init__(
        self, reel: Reel, order: Order, recording: SoundTrack | None, expected: float, tell: Tell, make_pool: MakePool
    ) -> None:
        self._order, self._expected, self._tell, self._make_pool = order, expected, tell, make_pool
        self._kind = kind_of(order.path)
        self._shape = order.shape
        if self._kind == "gif":
            # A palette needs all there is to see.
            scene = replace(reel.base, entries=tuple(reel.until(math.inf)))
            self._whole = Reel.of(scene)
            reel = Reel.of(scene)
        self._reel = reel
        self._mixed = None
        if recording is None:
            recording = self._mixed = Mixed(reel.base, self._shape.width / self._shape.height, air=order.air)
        self._track: SoundTrack = recording
        self._level: Levelled | None = None
        self._broken_off = threading.Event()
        self._collected = _Collected()
        self._heard = 0
        self._submitted = self._segments = self._found = 0
        self._first = round(order.start * order.shape.fps)
        """The frame of the scene with which the film begins."""
        self._start = self._first / order.shape.fps
        self._places = Places()
        self._signer = FilmSigner(order.credentials, self._kind) if order.credentials else None

    def run(self) -> Film:
        order = self._order
        with _tidy(self._places, order.path):
            outputs = self._outputs()
            try:
                self._skip()
                frames, loudness = self._frames(outputs)
                chapters = self._chapters(frames)
                for output in outputs:
                    output.finish(frames, chapters)
                self._sign()
                self._write_captions()
                self._places.keep()
            finally:
                for output in outputs:
                    output.close()
                if self._level is not None:
                    self._level.close()
        seconds = frames / self._shape.fps
        return Film(
            order.path, frames, seconds, tuple(chapters), loudness, self._segments, self._found, self._lacking()
        )

    # ------------------------------------------------------------------------------------------------------ beginning

    def _outputs(self) -> list[FilmOutput]:
        order, track = self._order, self._track
        note = note_origin(self._reel.cast)
        self._task = Task(self._kind, self._shape, dither=order.dither, encoder=order.encoder, note=note)
        outputs: list[FilmOutput] = []
        if self._kind == "png":
            self._task = replace(self._task, folder=self._png_folder())
            outputs.append(PngFrames())
        elif self._kind == "wav":
            outputs.append(Wav(self._places.file(order.path), track.rate, track.channels))
        else:
            path = self._drawn = self._places.file(order.path)
            if self._kind == "gif":
                self._task = replace(self._task, palette=self._palette())
                outputs.append(Gif(path, self._task))
            elif self._kind == "webp":
                outputs.append(WebP(path, self._task))
            else:
                channels, best = 0 if order.silent else track.channels, self._mixed is None
                outputs.append(Media(path, self._task, track.rate, channels, order.title, best, order.kept))
        if order.wav is not None:
            outputs.append(Wav(self._places.file(order.wav), track.rate, track.channels))
        if any(output.hears for output in outputs):
            target = order.loudness if self._mixed is not None or order.touches else None
            self._level = Levelled(order.path.absolute().parent, track.rate, track.channels, target)
        return outputs

    def _png_folder(self) -> str:
        """The pattern of paths that the workers write to."""
        path = self._order.path
        if "%" in path.name:
            taken = sorted(each.name for each in path.parent.iterdir() if _matches(each.name, path.name))
            if taken:
                raise FilmError(f"There are frames of that name already ({taken[0]})", where=path.parent,
                                remedy="Remove them, or choose another name.")  # fmt: skip
            return _pattern(self._places.folder(path.parent), path.name)
        if path.exists() and any(path.iterdir()):
            raise FilmError("The folder for the frames is not empty", where=path, remedy="Name a new one.")
        return _pattern(self._places.folder(path), "frame%05d.png")

    def _palette(self) -> bytes:
        """Colours of frames all over the film."""
        self._whole.until(math.inf)
        shape, whole = self._shape, self._whole
        count = int(count_frames(whole, self._order.end, shape.fps, self._first)) - self._first
        small = replace(shape, width=min(shape.width, 480), height=min(shape.height, 270))
        pictures, actors = Pictures(small), load_actors(whole.cast)
        found = []
        for number in range(SAMPLES):
            at = self._first + number * max(0, count - 1) // (SAMPLES - 1)
            segment = Segment(0, 0, 1, cut_piece(whole, at, at + 1, small, actors), BASE_S)
            found += [picture.pixels[:, :, 2::-1].copy() for picture in pictures.of(segment)]
        return gifs.palette_of(found, self._shape.coarse)

    def _skip(self) -> None:
        """What comes before the film's beginning is performed and mixed, but not kept."""
        count = round(self._start * self._track.rate)
        block = 30 * self._track.rate
        for at in range(0, count, block):
            self._take(self._reel.until(min(self._start, (at + block) / self._track.rate)))
            self._track.take(min(block, count - at))

    def _take(self, entries: Sequence[Entry]) -> None:
        if self._mixed is not None:
            self._mixed.add(entries)
        self._collected.lines += captions.list_captions(entries, self._start, self._order.end)
        for entry in entries:
            if isinstance(entry.what, Mark) and entry.what.kind == "chapter":
                self._collected.chapters.append((entry.start + entry.what.start, entry.what.name))
            if isinstance(entry.what, Mark) and entry.what.kind == "title":
                self._collected.cards.append(entry.what.name)

    def _lacking(self) -> tuple[str, ...]:
        """What to say of letters in the picture that no font here has."""
        from avatar.draw import fonts

        if self._kind == "wav":
            return ()
        written = [*self._collected.cards, *(line.text for line in self._collected.lines if self._shape.captions)]
        return tuple(fonts.tell_unwritten(fonts.find_unwritten(" ".join(written))))

    # --------------------------------------------------------------------------------------------------------- middle

    def _frames(self, outputs: Sequence[FilmOutput]) -> tuple[int, Loudness | None]:
        """Hands out segments, writes what comes back, and the sound; how many frames there are, and how loud it is."""
        if self._kind == "wav":
            return self._only_sound(), self._sound(outputs)
        kept = self._order.kept if self._kind in CAN_KEEP else None
        workers = self._order.workers or os.cpu_count() or 1
        pool = self._make_pool(self._task, self._reel.cast, workers)
        line = Line(self._task, self._reel.cast, pool, kept, self._order.path.absolute().parent)
        try:
            for segment in list_segments(self._reel, self._shape, self._first, self._order.end, self._take):
                self._submitted += segment.count
                self._refuse_longer()
                line.add(segment)  # before its sound is mixed: whoever draws has waited long enough
                self._hear(self._submitted)
                while line.full:
                    self._collect(line, outputs)
            self._reel.leave()
            # All of the sound is known while the last pictures are being made.
            with ThreadPoolExecutor(1, "film-sound") as beside:
                sound = beside.submit(self._sound, outputs)
                try:
                    while line.waiting:
                        self._collect(line, outputs)
                    return self._submitted, sound.result()
                except BaseException:
                    self._broken_off.set()
                    raise
        finally:
            line.close()

    def _refuse_longer(self) -> None:
        lasts = max(self._submitted / self._shape.fps, min(self._order.end, self._reel.duration) - self._start)
        if lasts > self._order.longest + 0.5 / self._shape.fps:
            most = f"{self._order.longest:g}"
            what = f"The film lasts {lasts:.1f} s{' and more' * (not self._reel.ended)}, and may last {most}"
            raise FilmError(what, where=self._order.path, remedy=f"Film a part, as with --to {most}.")

    def _collect(self, line: Line, outputs: Sequence[FilmOutput]) -> None:
        first, count, results, kept = line.next()
        self._segments, self._found = self._segments + 1, self._found + kept
        outputs[0].picture(first, results)
        self._advance(first + count)

    def _hear(self, frames: int) -> None:
        """The sound up to the end of a frame, to the sample; all that it needs is known by then."""
        until = round(frames * self._track.rate / self._shape.fps)
        count, self._heard = until - self._heard, until
        if self._level is not None:
            self._level.add(self._track.take(count))

    def _sound(self, outputs: Sequence[FilmOutput]) -> Loudness | None:
        """All that was heard goes into the files, as loud as it is to be."""
        if self._level is None:
            return None
        loudness = self._level.settle()
        for samples in self._level.blocks():
            for output in outputs:
                output.sound(samples)
            if self._broken_off.is_set():
                break
        return loudness

    def _only_sound(self) -> int:
        at, shape = self._first, self._shape
        while True:
            self._take(self._reel.until((at + shape.segment) / shape.fps + AHEAD_S))
            stop = count_frames(self._reel, self._order.end, shape.fps, self._first)
            if at >= stop:
                return at - self._first
            at = int(min(at + shape.segment, stop))
            self._hear(at - self._first)
            self._advance(at - self._first)

    def _advance(self, frames: int) -> None:
        end = self._reel.duration if self._reel.ended else max(self._expected, self._reel.duration)
        total = min(self._order.end, end) - self._start
        done = frames / self._shape.fps
        self._tell(FilmProgress(done, max(total, done), self._segments, self._found))

    # ------------------------------------------------------------------------------------------------------------ end

    def _chapters(self, frames: int) -> list[ChapterMark]:
        """Chapters from one to the next; what comes before the first one belongs to it, where that is little."""
        begin, end = self._start, self._start + frames / self._shape.fps
        starts = sorted(self._collected.chapters)
        inside = [(max(t, begin), name) for place, (t, name) in enumerate(starts)
                  if t < end and (place + 1 == len(starts) or starts[place + 1][0] > begin)]  # fmt: skip
        ends = [*(t for t, _ in inside), end][1:]
        return [ChapterMark(t - begin, until - begin, name) for (t, name), until in zip(inside, ends, strict=True)]

    def _sign(self) -> None:
        if self._signer is not None:
            signed = self._drawn.with_name(f"{self._drawn.name}.signed")
            title = self._order.title or self._order.path.stem
            try:
                self._signer.sign(self._drawn, signed, title, ANIMATED if self._task.note else "animation")
                signed.replace(self._drawn)
            finally:
                signed.unlink(missing_ok=True)

    def _write_captions(self) -> None:
        named = len({line.who for line in self._collected.lines}) > 1
        for ending, path in self._order.captions.items():
            written = captions.write(self._collected.lines, ending, named)
            self._places.file(path).write_text(written, "utf-8")


@contextmanager
def _tidy(places: Places, path: Path) -> Iterator[None]:
    """Whatever goes wrong, nothing is left half done."""
    try:
        yield
    except av.FFmpegError as error:
        places.discard()
        if isinstance(error, OSError):
            raise cant_write(error, path) from error
        remedy = "Try another size or another ending."
        raise FilmError(f"The film can't be encoded: {error}", where=path, remedy=remedy) from error
    except OSError as error:
        places.discard()
        raise cant_write(error, path) from error
    except BaseException:
        places.discard()
        raise


KINDS = {
    ".mp4": "mp4", ".m4v": "mp4", ".webm": "webm", ".mov": "mov", ".gif": "gif", ".webp": "webp", ".png": "png",
    ".wav": "wav",
}  # fmt: skip
"""Ending to the kind of film."""


CAN_SEE_THROUGH = frozenset({"webm", "mov", "webp", "gif", "png"})
"""Kinds of film that can be transparent where there would be a set."""


def kind_of(path: Path) -> str:
    """The kind of film that a path asks for by its ending; a folder, or a name without an ending, takes PNG files."""
    if path.is_dir() or not path.suffix:
        return "png"
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise FilmError(f"No film ends in {path.suffix!r}", where=path, remedy=f"Use {', '.join(KINDS)}, or a folder.")
    return kind


def _pattern(folder: Path, name: str) -> str:
    return str(folder).replace("%", "%%") + os.sep + name


def _matches(name: str, pattern: str) -> bool:
    """Whether a file is one of the frames that a pattern like name%05d.png names."""
    import re

    wanted = re.sub(r"%0?\d*d", r"\\d+", re.escape(pattern).replace(r"\%", "%"))
    return re.fullmatch(wanted, name) is not None
