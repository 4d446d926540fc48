"""Film a show, a saved scene, a text or a recording; the ending of the output says what it becomes."""

from __future__ import annotations

import argparse
import gc
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from avatar.cli import pictures
from avatar.cli.common import add_flags
from avatar.errors import AvatarError, ConfigError, FilmError

if TYPE_CHECKING:
    from avatar.cli.filming import FilmSource
    from avatar.cli.foreseeing import Foreseen
    from avatar.cli.publishing import Change
    from avatar.cli.staying import Staying
    from avatar.film.make import Film, FilmProgress, Order
    from avatar.film.shape import FrameShape

SEE_THROUGH = (".webm", ".mov")
"""Endings that leave the set out unless it is asked for."""

PLACES = ("youtube", "shorts", "discord", "slack-emoji", "telegram-sticker", "whatsapp", "web")
"""Where films can be made for: the keys of `avatar.film.places.DESTINATIONS`, which takes a while to read."""

RECORDINGS = frozenset(".wav .flac .ogg .opus .mp3 .m4a .aac .mp4 .mov .mkv .webm .avi".split())
"""Endings of recordings: --audio lip-syncs them, and they are no shows."""


CAPTIONS = {
    ".srt": "SubRip",
    ".vtt": "WebVTT (of songs, syllable by syllable)",
    ".ass": "Advanced SubStation Alpha (of songs, karaoke)",
    ".lrc": "LRC (of songs, enhanced)",
}
"""Kinds of captions, by the endings after which their flags are called."""


def arguments(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.showing import add_camera

    add = parser.add_argument
    add("source", nargs="?", metavar="SHOW", help="a show by name, a .fountain file, or a .scene file")
    add(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the film: .mp4, .webm (transparent), .mov (ProRes, transparent), .gif, .webp, .wav, .png (frames: "
        "name%%05d.png, or a folder)",
    )
    add("--picture", type=Path, metavar="FILE", help="with --text or --audio: this picture's face speaks")
    add("--text", metavar="TEXT",
        help="film somebody who says this (- reads it from stdin); with --audio: what the recording says")  # fmt: skip
    add("--audio", type=Path, metavar="FILE", help="film somebody who lip-syncs this recording; several: "
        "--character ann=bea,max, each on a channel or track, or named in --text (ANN: Hello.)")  # fmt: skip
    add("--cues", type=Path, metavar="FILE", help="with --audio: corrected mouth cues or curves")
    add("--no-edits", action="store_true", help="leave out what FILE.edits says, which lies beside FILE")
    add("--speaker", metavar="NAME", help="with --audio: use the net that `avatar studio learn` made for NAME; "
        "'' for none (default: the one learned in its folder)")  # fmt: skip
    add("--language", metavar="TAG", help="with --audio: of the text (default: what it is plainly in, or en)")
    add_flags(parser, "--character", "--voice", "--backdrop", "--rate", "--reduced-motion")
    sizes = "1080p, 720p, 480p, 2160p, square, 9:16, 4:5 or WIDTHxHEIGHT"
    add("--size", metavar="SIZE", help=f"{sizes} (default: 1080p; 480p for .gif and .webp; a picture's own shape)")
    add(
        "--fps",
        type=int,
        metavar="N",
        help="frames a second, 1 to 60, 5 and more of videos (default: 30; 25 for .gif and .webp)",
    )
    add("--from", dest="begin", metavar="TIME", help="begin there: seconds, or 1:30")
    add("--to", dest="end", metavar="TIME", help="end there")
    add("--for", dest="place", choices=PLACES, help="in the form that a place takes, fitted to its limits and checked")
    add("--still", metavar="TIME", help="write no film but a .png: what is seen at that time, as 12.5 or 1:30")
    add("--background", choices=("auto", "set", "none"), default="auto",
        help="the set, or nothing (transparent); auto: nothing in a .webm or .mov, else the set")  # fmt: skip
    add("--captions", action="store_true", help="write what is said into the picture")
    for ending, what in CAPTIONS.items():
        add(f"--{ending[1:]}", type=Path, metavar="FILE", help=f"write captions beside it, as {what}")
    add("--wav", type=Path, metavar="FILE", help="write its sound beside it")
    add("--loudness", metavar="LUFS", help="bring the sound to -31 to -9 LUFS, or off (default: -16; recordings: off)")
    add("--room", choices=("on", "off"), help="whether the room is heard where nothing sounds (default: in shows)")
    add("--dither", choices=("none", "ordered", "diffused"), default="none", help="how a GIF mixes colours it lacks")
    add("--audience", choices=("none", "table", "club", "theatre"), help="who laughs at a show (default: its own)")
    add_camera(parser)
    add("--workers", type=int, default=0, metavar="N", help="processes that draw and encode (default: all cores)")
    add("--draft", action="store_true", help="a quick look: half the size, every second frame, coarsely encoded")
    encoders = "x264, auto (the machine's own, if it has one), nvenc, qsv, amf, v4l2, videotoolbox"
    add("--encoder", default="x264", metavar="NAME", help=f"what encodes an .mp4: {encoders} (default: x264)")
    add("--watch", action="store_true", help="film again whenever the script, a character or a file of it is saved")
    add("--no-cache", action="store_true", help="make all of it anew, and keep nothing for the next time")
    add("--cache", choices=("tell", "forget"), help="tell how much of earlier films is kept on disk, or delete it")
    add("--sheet", type=Path, metavar="FILE", help="write a .png or .webp with pictures from all over the film")
    add("--certificate", type=Path, metavar="FILE", help="sign the film by C2PA (c2pa-python): your certificate, PEM")
    add("--key", type=Path, metavar="FILE", help="with --certificate: its private key, PEM")
    add("-q", "--quiet", action="store_true", help="no progress, only errors")
    pictures.add_flags(parser, "of --picture")


def run(options: argparse.Namespace) -> int:
    from avatar import film as films
    from avatar import installer

    if options.cache:
        from avatar.cli.keeping import show_kept

        return show_kept(options)
    installer.bring("film")
    films.require()
    if not options.watch:
        return film_once(options)
    return _watch(options)


def _watch(options: argparse.Namespace) -> NoReturn:
    from avatar.cli import watching
    from avatar.cli.staying import Staying

    watching.check(options)
    with closing(Staying()) as staying:
        while True:
            watched = watching.watch(options)
            staying.look(watched.stamps, Path(options.source) if options.source else None)
            try:
                film_once(options, watched.check, staying)
            except watching.FileChanged:
                continue
            except AvatarError as error:
                watching.tell(error)
            if not options.quiet:
                print(f"Watching {len(watched.paths)} files; Ctrl+C ends it.", file=sys.stderr)
            staying.prepare(options)
            watching.wait(watched, staying.rest)


def film_once(
    options: argparse.Namespace, ask: Callable[[], None] = lambda: None, staying: Staying | None = None
) -> int:
    """Makes the film, or the sheet, that is asked for. `ask` is called now and then, and may raise to break it off.
    `staying`: what stays from one film to the next."""
    from avatar.cli.foreseeing import foresee

    # Where films follow one another, what is there is another script each time, and may go.
    with _gathering() if staying is None else nullcontext(), foresee(options, staying) as foreseen:
        return _film(options, ask, foreseen, staying)


@contextmanager
def _gathering() -> Iterator[None]:
    """Inside this nothing is searched for garbage until `_gathered`: libraries and a script come, and stay."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


def _gathered() -> None:
    """From here on it is, but for what is there."""
    gc.freeze()
    gc.enable()


def _film(options: argparse.Namespace, ask: Callable[[], None], foreseen: Foreseen, staying: Staying | None) -> int:
    from avatar.cli.filming import FilmSource, interruptible, progress
    from avatar.cli.portraits import lend_picture
    from avatar.cli.publishing import destination_of, publish

    shape = _checked(options)
    can_draw()
    with interruptible() as check, lend_picture(options, shape) as shape:

        def make(wanted: FrameShape, change: Change = lambda order: order) -> tuple[Film, Order]:
            from avatar.film.make import film
            from avatar.film.pool import Pool

            speak = None if staying is None else staying.make_link
            keep = None if staying is None else staying.keep
            with FilmSource.of(options, wanted.fps, speak) as source, progress(options.quiet) as tell:

                def told(made: FilmProgress) -> None:
                    check()
                    ask()
                    tell(made)

                order = change(_order(options, wanted, source))
                if staying is None:
                    _gathered()
                pool = partial(Pool, ahead=source.ahead, started=foreseen.take, keep=keep)
                made = film(
                    source.reel, order, recording=source.recording, expected=source.expected, tell=told, make_pool=pool
                )
                return made, order

        if options.sheet or options.still:
            with FilmSource.of(options, shape.fps) as source:
                _picture(source, shape, options)
            return 0
        place = destination_of(options)
        made, order = make(shape) if place is None else publish(options, place, shape, make)
    if order.kept is not None:
        foreseen.remember()
    for line in made.lacking:
        print(f"avatar: {line}", file=sys.stderr)
    if not options.quiet:
        print(tell_film(made, order), file=sys.stderr)
    return 0


def _picture(source: FilmSource, shape: FrameShape, options: argparse.Namespace) -> None:
    """A picture of the film in place of it."""
    if options.sheet:
        from avatar.film.sheet import write_sheet

        write_sheet(source.reel, shape, options.sheet)
    else:
        from avatar.film.shape import read_seconds
        from avatar.film.stills import write_still

        write_still(source.reel, shape, read_seconds(options.still), options.output)


def can_draw() -> None:
    """Raises FilmError where the system lacks what skia draws with, before anything is spoken."""
    try:
        import avatar.draw.fonts  # noqa: F401
    except ImportError as error:
        from avatar import systemlibs

        what, remedy = systemlibs.tell_missing(error, systemlibs.PICTURE)
        raise FilmError(f"Nothing can be drawn here: {what}", remedy=remedy) from error


def _checked(options: argparse.Namespace) -> FrameShape:
    """The film's shape. Raises ConfigError for what is not possible, before anything is spoken or drawn."""
    from avatar.cli.common import settings
    from avatar.cli.filming import name_speakers
    from avatar.cli.publishing import destination_of
    from avatar.cli.showing import given_backdrop
    from avatar.film.shape import USUAL, USUAL_OF, FrameShape, check_rate, draft, find_size

    name_speakers(options)
    _refuse(options)
    place = destination_of(options)
    size, fps = USUAL_OF.get(_ending(options), USUAL)
    clear = _ending(options) in SEE_THROUGH
    if place is not None:
        size, fps, clear = f"{place.size[0]}x{place.size[1]}", place.fps, place.transparent
    width, height = find_size(size if options.size is None else options.size)
    fps = check_rate(fps if options.fps is None else options.fps, _ending(options))
    alone = options.background == "auto" and not given_backdrop(options) and clear
    transparent = options.background == "none" or alone
    _check_output(options, transparent)
    _loudness(options, settings(options).film.loudness)
    still = getattr(options, "stage.reduced_motion") == "true"
    shape = FrameShape(width, height, fps, options.captions, transparent, still)
    return draft(shape, twos=_ending(options) in (".mp4", ".m4v", ".webm")) if options.draft else shape


def _refuse(options: argparse.Namespace) -> None:
    """Raises ConfigError for flags that don't belong together."""
    if options.output and options.sheet:
        raise ConfigError("--sheet makes a page of pictures, and no film", remedy="Run it twice, once without -o.")
    if not options.output and not options.sheet:
        raise ConfigError("There is no file to film to", remedy="Add -o FILE.mp4, or --sheet FILE.png alone.")
    if options.still and _ending(options) != ".png":
        raise ConfigError("--still makes one picture", remedy="Add -o FILE.png.")
    given = [options.source is not None, options.audio is not None, options.text is not None and not options.audio]
    if sum(given) != 1:
        remedy = "Name a show or a .scene, or use --text TEXT, or --audio FILE."
        raise ConfigError("There is nothing to film" if not any(given) else "That is more than one film", remedy=remedy)
    if options.source and Path(options.source).suffix.lower() in RECORDINGS:
        remedy = f"To have somebody lip-sync it: avatar film --audio {shlex.quote(options.source)} -o FILE.mp4"
        raise ConfigError("That is a recording, and no show", where=options.source, remedy=remedy)
    if options.camera and options.source is None:
        raise ConfigError("--camera cuts shows", remedy="Leave it out: whoever is alone is seen in one picture.")
    if options.picture is None:
        pictures.refuse_flags(options, "a film without --picture")
    elif options.source is not None or getattr(options, "character.name") is not None:
        raise ConfigError("--picture speaks alone", remedy="Use it with --text or --audio, and without --character.")
    if (options.certificate is None) != (options.key is None):
        raise ConfigError("--certificate and --key belong together", remedy="Give both.")
    of_recording = [flag for flag in ("cues", "speaker") if getattr(options, flag)]
    if of_recording and not options.audio:
        raise ConfigError(f"--{of_recording[0]} is for a recording", remedy="Add --audio FILE.")
    if options.workers < 0:
        raise ConfigError(f"--workers {options.workers} is not possible", remedy="Use 1 or more.")


def _ending(options: argparse.Namespace) -> str:
    return options.output.suffix.lower() if options.output else ""


def _check_output(options: argparse.Namespace, transparent: bool) -> None:
    from avatar.film.make import CAN_SEE_THROUGH, kind_of

    if options.output is None:
        return
    try:
        kind = kind_of(options.output)
    except FilmError as error:
        raise ConfigError(error.what, where=error.where, remedy=error.remedy) from error
    if transparent and kind not in CAN_SEE_THROUGH:
        remedy = "Use .webm, .mov, .webp, .gif or .png, or --background set."
        raise ConfigError(f"A {_ending(options)} can't be transparent", where=options.output, remedy=remedy)
    for path in (options.output, *_captions(options).values(), options.wav):
        if path is not None and not path.absolute().parent.is_dir():
            raise ConfigError("There is no such folder", where=path.absolute().parent, remedy="Make it first.")


def _captions(options: argparse.Namespace) -> dict[str, Path]:
    found = {ending: getattr(options, ending[1:]) for ending in CAPTIONS}
    return {ending: path for ending, path in found.items() if path is not None}


def _order(options: argparse.Namespace, shape: FrameShape, source: FilmSource) -> Order:
    import math

    from avatar.cli.common import settings
    from avatar.cli.keeping import keep_segments
    from avatar.film.hardware import find_encoder
    from avatar.film.make import Order
    from avatar.film.shape import read_seconds
    from avatar.film.signing import Credentials

    begin = read_seconds(options.begin) if options.begin else 0.0
    end = read_seconds(options.end) if options.end else math.inf
    if end <= begin:
        raise ConfigError(f"--to {options.end} is not after --from {options.begin or 0}", remedy="Give a later time.")
    credentials = Credentials(options.certificate, options.key) if options.certificate else None
    chosen = settings(options).film
    air = source.staged and chosen.room if options.room is None else options.room == "on"
    return Order(
        options.output, shape, begin, end, options.workers, options.dither, _captions(options), options.wav,
        source.title, credentials, _loudness(options, chosen.loudness), options.loudness is not None, air,
        keep_segments(options, chosen.cache_mb), find_encoder(options.encoder),
    )  # fmt: skip


def _loudness(options: argparse.Namespace, chosen: float) -> float | None:
    """LUFS that are wanted; None for the sound as it comes. Raises ConfigError."""
    from avatar.cli.publishing import destination_of
    from avatar.film.shape import LOUDEST, QUIETEST

    text, place = options.loudness, destination_of(options)
    if text is None and chosen and place is not None and place.loudness is not None:
        return place.loudness
    if text == "off" or (text is None and chosen == 0):
        return None
    try:
        value = chosen if text is None else float(text)
    except ValueError:
        value = 0.0
    if not QUIETEST <= value <= LOUDEST:
        remedy = f"Use {QUIETEST:.0f} to {LOUDEST:.0f}, as -16, or off."
        raise ConfigError(f"A film can't be brought to {text or value} LUFS", where="--loudness", remedy=remedy)
    return value


def tell_film(made: Film, order: Order) -> str:
    """A line about a film that was made."""
    from avatar.film.levelling import tell_loudness

    shape = order.shape
    minutes, seconds = divmod(made.seconds, 60)
    length = f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"
    count = len(made.chapters)
    chapters = f", {count} chapter{'s' * (count > 1)}" if count else ""
    heard = f", {tell_loudness(made.loudness)}" if made.loudness else ""
    if made.path.suffix.lower() == ".wav":
        return f"{made.path}: {length}{heard}"
    kept = f"; kept {made.kept} of {made.segments} segments" if made.kept else ""
    return f"{made.path}: {length}, {shape.width} x {shape.height}, {shape.fps} frames a second{chapters}{heard}{kept}"
