"""Sing a song with a face: scores in MusicXML, karaoke MIDI, UltraStar, ABC or avatar's own notation.

It plays live; with --wav, --cues, --save or -o it goes to files instead; add --stage to also play it.
`avatar docs songs` tells how songs are written down, and has one to copy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli import singalong
from avatar.cli.common import add_flags
from avatar.cli.film import CAPTIONS
from avatar.cli.outputs import bare
from avatar.errors import ConfigError, FilmError, LipSyncError

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.show.singing import SongSource
    from avatar.show.songs import SongOrder
    from avatar.song.score import Remark, Score
    from avatar.types import Entry, Scene

SCORES = (".song", ".txt", ".lrc")
"""Endings that a song is saved with, as `avatar.song.writing` writes it."""
MOST_REMARKS = 20
"""Remarks that are printed of one song."""

FARTHEST = 24
"""Semitones, up or down."""

USUAL = ("720p", 30)
"""Size and frames a second of a film where nobody asks for others."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "score",
        nargs="?",
        metavar="SCORE",
        help="the song: .song, .musicxml, .mxl, .kar, .mid, .txt, .abc, or one by its name",
    )
    add("--character", dest="characters", action="append", default=[], metavar="NAME",
        help="who sings; again for each part, or for a choir: see `avatar characters`")  # fmt: skip
    add("--voice", dest="voices", action="append", default=[], metavar="NAME",
        help="with which voice; again for each character: see `avatar voices`")  # fmt: skip
    add("--transpose", default="auto", metavar="N|auto",
        help="semitones up or down; auto: to where the voices lie best (default: auto)")  # fmt: skip
    add("--tempo", metavar="BPM|N%", help="quarter notes a minute at the beginning, or a share of the song's own")
    add("--style", metavar="NAME",
        help="how its chords are played: ballad, waltz, swing, rock, lullaby, march, bossa or hymn; none: not at all "
        "(default: what the song says, else by its meter)")  # fmt: skip
    add("--no-dance", action="store_true", help="stand still")
    add("--audience", default="none", choices=("none", "table", "club", "theatre"),
        help="who claps along and applauds (default: none)")  # fmt: skip
    add("--seed", type=int, default=0, metavar="NUMBER", help="fixes all that looks random: another one, another dance")
    add("-o", "--output", "--film", type=Path, metavar="FILE", help="film it: .mp4, .webm, .gif, .webp")
    add("--size", metavar="SIZE", help="of the film, as `avatar film` has it (default: 720p; 480p for .gif and .webp)")
    add("--fps", type=int, metavar="N", help="frames a second of the film (default: 30; 25 for .gif and .webp)")
    add("--wav", type=Path, metavar="FILE", help="write the sound: .wav, .flac or .ogg")
    add("--cues", type=Path, metavar="FILE", help="write the first singer's mouth in the format that the ending says")
    add(
        "--save",
        type=Path,
        metavar="FILE",
        help="write a .scene, for `avatar replay`; or the song itself: .song, .txt (UltraStar), .lrc",
    )
    singalong.arguments(parser)
    for ending, what in CAPTIONS.items():
        add(f"--{ending[1:]}", type=Path, metavar="FILE", help=f"write the words with their times, as {what}")
    add("-q", "--quiet", action="store_true", help="no progress and no remarks, only errors")
    add_flags(parser, "--backdrop", "--stage", "--device", "--volume", "--mute", "--reduced-motion", "--fullscreen",
              "--captions")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings
    from avatar.cli.showing import get_ready
    from avatar.song.reading import read_score

    config = settings(options)
    options.score = song_path(options.score) if options.score else None
    order, files = _order(options), _files(options)
    if options.audio is not None:
        singalong.check(options)
    elif options.score is None:
        raise ConfigError("There is nothing to sing", remedy="Name a score, or give --audio FILE and --lyrics FILE.")
    _check(options, files)
    if options.audio is not None:
        return singalong.run(options, config, files)
    if not files:
        get_ready(config, speaking=False)  # the stage opens while the song is read
    score = _styled(_at_tempo(read_score(options.score), options.tempo), options)
    if not options.quiet:
        _tell_remarks(options.score, score.remarks)
    if _writes_score(options):
        _save_score(score, options)
        files.remove(options.save)
        if not files and getattr(options, "stage.mode") is None:
            return 0
    if files:
        with _staged(score, config, order, options) as source:
            _write(options, source, config)
    if not files or getattr(options, "stage.mode") is not None:
        return _play(score, config, order, options)
    return 0


def song_path(what: str) -> Path:
    """The file of a song by its name, or as it is given. Raises LibraryError for a name that no song has."""
    from avatar import library

    path = Path(what)
    return path if path.suffix or len(path.parts) > 1 or path.is_file() else library.song(what)


# ------------------------------------------------------------------------------------------------- what is asked for


def _order(options: argparse.Namespace) -> SongOrder:
    from avatar.show.songs import SongOrder

    files = _files(options)
    return SongOrder(
        tuple(options.characters), tuple(options.voices), _transposition(options.transpose), not files,
        not options.no_dance, options.audience, options.seed, "film" if files else "show",
    )  # fmt: skip


def _transposition(text: str) -> int | None:
    if text == "auto":
        return None
    try:
        number = int(text)
    except ValueError:
        number = FARTHEST + 1
    if abs(number) > FARTHEST:
        raise ConfigError(
            f"--transpose {text} is not possible", remedy=f"Give semitones from -{FARTHEST} to {FARTHEST}, or auto."
        )
    return number


def _at_tempo(score: Score, text: str | None) -> Score:
    """The score at the tempo that was asked for. Raises ConfigError for one that is none."""
    if text is None:
        return score
    share = text.endswith("%")
    try:
        number = float(text.rstrip("%"))
    except ValueError:
        raise ConfigError(
            f"--tempo {text} is no tempo", remedy="Give quarter notes a minute, or a share as 90%."
        ) from None
    return score.at_tempo(score.tempos[0].bpm * number / 100.0 if share else number)


def _styled(score: Score, options: argparse.Namespace) -> Score:
    """The score in the style that was asked for. Raises SongError for one that is none."""
    if options.style is None:
        return score
    from avatar.song.backing import restyled

    if not score.chords and not options.quiet:
        print(f"{options.score}: it has no chords, and nothing is played below it", file=sys.stderr)
    return restyled(score, options.style)


def _files(options: argparse.Namespace) -> list[Path]:
    """Everything that is to be written."""
    found = (options.output, options.wav, options.cues, options.save, *_captions(options).values())
    return [path for path in found if path is not None]


def _captions(options: argparse.Namespace) -> dict[str, Path]:
    found = {ending: getattr(options, ending[1:]) for ending in CAPTIONS}
    return {ending: path for ending, path in found.items() if path is not None}


def _check(options: argparse.Namespace, files: list[Path]) -> None:
    """Raises ConfigError for what can't be written, before anything is sung."""
    from avatar.film.shape import check_rate, find_size
    from avatar.lipsync import naming

    if options.output is not None:
        _bring_film()
        from avatar.film.make import kind_of  # only the extra has what it is made of

        try:
            kind_of(options.output)
        except FilmError as error:
            raise ConfigError(error.what, where=error.where, remedy=error.remedy) from error
        find_size(options.size or USUAL[0])
        check_rate(options.fps or USUAL[1])
    elif options.size or options.fps:
        raise ConfigError("--size and --fps belong to a film", remedy="Add -o FILE.mp4.")
    if options.cues is not None:
        try:
            naming.format_of(options.cues)
        except LipSyncError as error:
            raise ConfigError(error.what, where=options.cues, remedy=error.remedy) from error
    if options.save is not None and options.audio is None and options.save.suffix not in (".scene", *SCORES):
        endings = ", ".join(f"{options.save.stem}{ending}" for ending in (".scene", *SCORES))
        raise ConfigError("A song is saved as a scene or as a score", where=options.save, remedy=f"Write {endings}.")
    for path in files:
        if not path.absolute().parent.is_dir():
            raise ConfigError("There is no such folder", where=path.absolute().parent, remedy="Make it first.")


def _writes_score(options: argparse.Namespace) -> bool:
    return options.save is not None and options.save.suffix in SCORES


def _save_score(score: Score, options: argparse.Namespace) -> None:
    """The song itself, in another way of writing it; what that can't hold is told."""
    from avatar.song.writing import write_score

    shift = _transposition(options.transpose) or 0
    remarks = write_score(score.transposed(shift) if shift else score, options.save)
    if not options.quiet:
        _tell_remarks(options.save, remarks)


def _tell_remarks(where: Path, remarks: Sequence[Remark]) -> None:
    """What was not understood, or was changed, each with its place."""
    for remark in remarks[:MOST_REMARKS]:
        print(f"{where}: {remark}", file=sys.stderr)
    if len(remarks) > MOST_REMARKS:
        print(f"{where}: {len(remarks) - MOST_REMARKS:,} more", file=sys.stderr)


# ------------------------------------------------------------------------------------------------------- performing


@contextmanager
def _staged(score: Score, config: Config, order: SongOrder, options: argparse.Namespace) -> Iterator[SongSource]:
    """The song, ready to be sung; in the end, what its singers had to change is told."""
    from avatar.edits.scenes import read_beside
    from avatar.show.songs import list_singers, stage_song

    def tell(text: str) -> None:
        if not options.quiet:
            print(f"avatar: {text}", file=sys.stderr)

    source = stage_song(score, config, order, tell, edits=read_beside(options.score))
    try:
        if not options.quiet:
            print(f"{score.title}: {', '.join(list_singers(source))}", file=sys.stderr)
        yield source
    finally:
        source.close()
        if not options.quiet:
            _tell_remarks(options.score, source.remarks)


def _play(score: Score, config: Config, order: SongOrder, options: argparse.Namespace) -> int:
    from avatar.cli import steering
    from avatar.cli.showing import staged

    with _staged(score, config, replace(order, counted=True), options) as source:
        return steering.play(staged(config), source)


# ------------------------------------------------------------------------------------------------------------- files


def _write(options: argparse.Namespace, source: SongSource, config: Config) -> None:
    """All the files that were asked for, whole or not at all."""
    scene = _sung(source, options.quiet)
    if options.save and not _writes_score(options):
        _save(options.save, scene, source)
    if options.wav:
        from avatar import audio, scenefile

        audio.write(options.wav, scenefile.to_sound(scene, 48_000))
    if options.cues:
        from avatar.lipsync import spoken, tool  # loads XML readers and more, which only cues need

        first = source.arrangement.roles[0].who
        sound = str(options.wav.absolute()) if options.wav else options.cues.stem
        alone = tuple(entry for entry in scene.entries if entry.who == first)
        tool.write(options.cues, spoken.of_scene(replace(scene, entries=alone), sound))
    if options.output:
        film_scene(options, scene, config)
    else:
        write_words(options, scene)


def _sung(source: SongSource, quiet: bool) -> Scene:
    """The whole song, sung; on a terminal with its progress."""
    from avatar.show.lengths import clock

    shown = sys.stderr.isatty() and not quiet
    entries: list[Entry] = []
    for step in source.steps(0):
        entries += step.entries
        if shown:
            at = f"\r\x1b[Ksinging {clock(min(step.t, source.total))} of {clock(source.total)}"
            print(at, end="", file=bare(sys.stderr), flush=True)
    if shown:
        print("\r\x1b[K", end="", file=bare(sys.stderr), flush=True)
    return replace(source.head, entries=tuple(sorted(entries, key=lambda entry: entry.start)))


def _save(path: Path, scene: Scene, source: SongSource) -> None:
    from avatar import scenefile

    with scenefile.Writer(path, scene) as writer:
        for entry in scene.entries:
            writer.add(entry)
        for stop, after in pairwise([*source.stops, None]):
            assert stop is not None
            end = source.at(after.cue) if after else source.total
            writer.mark(scenefile.Landmark(stop.line, source.at(stop.cue), max(source.at(stop.cue), end)))


def write_words(options: argparse.Namespace, scene: Scene) -> None:
    """The words with their times, where no film is made that would write them."""
    from avatar import files
    from avatar.film import captions

    lines = captions.list_captions(scene.entries)
    named = len({line.who for line in lines}) > 1
    for ending, path in _captions(options).items():
        with files.replacing(path) as file:
            file.write(captions.write(lines, ending, named).encode())


def _bring_film() -> None:
    """Install what films need, or say how. Raises FilmError."""
    from avatar import film as films
    from avatar import installer

    installer.bring("film")
    films.require()


def film_scene(options: argparse.Namespace, scene: Scene, config: Config, recording: Path | None = None) -> None:
    """Film a scene; `recording`: what is heard in place of the scene's own sound."""
    _bring_film()
    from avatar.cli.film import can_draw, tell_film
    from avatar.cli.filming import interruptible, progress
    from avatar.film.make import FilmProgress, Order, film
    from avatar.film.reel import Reel
    from avatar.film.shape import USUAL_OF, FrameShape, check_rate, find_size
    from avatar.film.sound import Recorded

    can_draw()
    size, fps = USUAL_OF.get(options.output.suffix.lower(), USUAL)
    width, height = find_size(options.size or size)
    still, written = config.stage.reduced_motion, config.stage.captions
    shape = FrameShape(width, height, check_rate(options.fps or fps), written, reduced_motion=still)
    order = Order(options.output, shape, captions=_captions(options), title=scene.title)
    with interruptible() as check, progress(options.quiet) as tell:

        def told(made: FilmProgress) -> None:
            check()
            tell(made)

        with closing(Recorded(recording)) if recording is not None else nullcontext() as track:
            made = film(Reel.of(scene), order, recording=track, expected=scene.duration, tell=told)
    if not options.quiet:
        print(tell_film(made, order), file=sys.stderr)
