"""`avatar sing --audio`: a recording that is sung along to, its words known; the rest of the command is in `sing`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from avatar.cli.outputs import bare
from avatar.errors import ConfigError, SongError
from avatar.types import Clip

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.song.beats import Beats
    from avatar.song.company import Role
    from avatar.song.recorded.aligning import SungSong
    from avatar.types import Scene

ANSWERS: Mapping[str, tuple[str, str]] = {
    "": ("auto", "as it is"),
    "h": ("halve", "half as fast"),
    "d": ("double", "twice as fast"),
    "o": ("offbeat", "half a beat later"),
    "n": ("none", "don't dance"),
    "t": ("tap", "tap along"),
}
"""What may be typed where the beats are in doubt: what --beats calls it, and what it does."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What belongs to recordings alone."""
    add = parser.add_argument
    add("--audio", type=Path, metavar="FILE", help="instead of SCORE: a recorded song, whose words are known")
    add("--lyrics", type=Path, metavar="FILE", help="with --audio: its words, as .lrc or plain text, a line a line")
    add(
        "--language", metavar="TAG", help="with --audio: of the words (default: what the file says or they plainly are)"
    )
    taps = "the seconds of four beats or more, from a bar's first, as 12.1,12.6,13.1,13.6"
    asks = "(default: auto: as they were kept beside the song, else as heard, which asks where it is in doubt)"
    how = "tap (along in this terminal), halve, double, offbeat, none"
    add("--beats", default="auto", metavar="HOW", help=f"with --audio, where the dance is off: {how}, or {taps} {asks}")
    add("--whole", action="store_true", help="with --audio: don't take the singing out of it first")


def check(options: argparse.Namespace) -> None:
    """Raises ConfigError for what does not go together."""
    from avatar.song.recorded.scoring import ENDINGS

    if options.score is not None:
        raise ConfigError("That are two songs", where=options.score, remedy="Give a score, or --audio, not both.")
    if options.lyrics is None:
        remedy = "Add --lyrics FILE: a .lrc, or its words as plain text."
        raise ConfigError("Nobody knows the words of this recording", where=options.audio, remedy=remedy)
    if options.voices or options.style or options.transpose != "auto":
        remedy = "Leave out --voice, --transpose and --style."
        raise ConfigError("A recording has a voice, a key and a band already", remedy=remedy)
    if options.tempo:
        _tempo_asked(options.tempo)
        if options.beats != "auto":
            raise ConfigError("--tempo and --beats both say how fast it is", remedy="Leave one of them out.")
    if options.beats == "tap" and not _can_ask():
        remedy = f"Say it: --tempo BPM, or --beats {', '.join(('halve', 'double', 'offbeat'))} or seconds."
        raise ConfigError("Nobody can tap along here: this is no terminal", remedy=remedy)
    if options.save is not None and options.save.suffix not in (".scene", *ENDINGS):
        remedy = f"Write {options.save.stem}.scene, .lrc or .txt (UltraStar)."
        raise ConfigError("A song is saved as a scene or as its words", where=options.save, remedy=remedy)
    _beats_asked(options.beats)


def run(options: argparse.Namespace, config: Config, files: list[Path]) -> int:
    """Align, stage, and play or write it."""
    from avatar.song.beats import Beats
    from avatar.song.reading import read_lyrics
    from avatar.song.recorded.aligning import align_song

    lyrics = read_lyrics(options.lyrics)
    language = _language(options, lyrics.language, lyrics.text)
    with _progress("listening", options.quiet) as tell:
        song = align_song(options.audio, lyrics, language, separate=False if options.whole else None, progress=tell)
    if not options.quiet:
        for remark in song.remarks:
            print(f"{options.lyrics}: {remark}", file=sys.stderr)
    if files and not _wants_scene(options):
        _write_words(options, song)
        return 0
    song = _edited(options, song)
    beats = Beats() if options.no_dance else find(options, config)
    roles = _roles(options, config)
    if files:
        _write(options, song, beats, roles, config)
    if not files or getattr(options, "stage.mode") is not None:
        return _play(options, song, beats, roles, config)
    return 0


def _edited(options: argparse.Namespace, song: SungSong) -> SungSong:
    """The song with the mouth that was put right in the edits beside its recording, which is told."""
    from avatar.edits.applying import apply_sheet
    from avatar.edits.beside import Edited
    from avatar.lipsync.formats import CueSheet

    sheet = CueSheet(song.track, song.duration, "", song.text, song.words, song.phones)
    found = Edited(options.audio).find(sheet)
    for note in found.notes:
        if not options.quiet:
            print(f"avatar: {note}", file=sys.stderr)
    if found.edits.empty:
        return song
    done = apply_sheet(sheet, found.edits)
    return replace(song, track=done.track, phones=done.phones or song.phones)


def _language(options: argparse.Namespace, of_file: str, text: str) -> str:
    """The language of the words: named, told by their file, or plainly theirs."""
    from avatar.lipsync import tongues

    if named := options.language or of_file:
        tongues.check(named)
        return str(named)
    found = tongues.chosen(None, text, "; --language en overrules")
    if found.note and not options.quiet:
        print(f"avatar: {found.note}", file=sys.stderr)
    return found.tag


def _roles(options: argparse.Namespace, config: Config) -> tuple[Role, ...]:
    """Who is on stage: the first sings, the others dance. Raises LibraryError for one who is not here."""
    from avatar import library
    from avatar.song.company import cast_parts, read_energy
    from avatar.song.score import Part, Score, SungNote

    names = options.characters or [config.character.name]
    energies = [read_energy(library.character(name)) for name in names]
    one = Score("", (Part("", (SungNote(0.0, 1.0, None, "la", True, 0),)),))
    cast = cast_parts(one, names)
    return tuple(replace(role, energy=energy) for role, energy in zip(cast, energies, strict=True))


# ------------------------------------------------------------------------------------------------------------ the beats


def _beats_asked(text: str) -> Callable[[Beats], Beats]:
    """What --beats does to beats. Raises ConfigError for what it can't be."""
    from avatar.song import beats

    ways: dict[str, Callable[[Beats], Beats]] = {
        "auto": lambda found: found,
        "tap": lambda found: found,
        "halve": beats.halved,
        "double": beats.doubled,
        "offbeat": beats.offbeat,
        "none": lambda found: beats.Beats(),
    }
    if text in ways:
        return ways[text]
    try:
        taps = [float(each) for each in text.split(",")]
    except ValueError:
        remedy = f"Use {', '.join(ways)}, or the seconds of some beats as 12.1,12.6,13.1,13.6."
        raise ConfigError(f"--beats {text} is not possible", remedy=remedy) from None
    try:
        beats.tapped(beats.Beats(), taps)
    except SongError as error:
        raise ConfigError(error.what, where=f"--beats {text}", remedy=error.remedy) from error
    return lambda found: beats.tapped(found, taps)


def _tempo_asked(text: str) -> float:
    """Beats a minute. Raises ConfigError."""
    from avatar.song.beats import FASTEST, SLOWEST

    try:
        bpm = float(text)
    except ValueError:
        bpm = 0.0
    if not SLOWEST / 2 <= bpm <= FASTEST * 2:
        remedy = f"Give beats a minute, {SLOWEST / 2:.0f} to {FASTEST * 2:.0f}; of a recording no share can be taken."
        raise ConfigError(f"--tempo {text} is no tempo of a recording", remedy=remedy)
    return bpm


def _can_ask() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


def find(options: argparse.Namespace, config: Config) -> Beats:
    """The beats to dance to: as they were asked for, kept or heard; where they are in doubt and somebody is there, they
    are asked for."""
    from avatar.song import beats
    from avatar.song.tapping import beats_path, kept_beats

    auto = options.beats == "auto" and not options.tempo
    if auto and (kept := kept_beats(options.audio)) is not None:
        if not options.quiet:
            print(f"avatar: the beats are those of {beats_path(options.audio).name}", file=sys.stderr)
        return kept
    found = beats.find_beats(options.audio)
    if options.tempo:
        return beats.at_tempo(found, _tempo_asked(options.tempo))
    how = options.beats
    doubted = auto and found.confidence < beats.UNSURE
    if not found.times:
        if not options.quiet and how in ("auto", "halve", "double", "offbeat"):
            print("avatar: no beats are heard in it: nobody dances", file=sys.stderr)
    elif doubted and _can_ask():
        how = _ask(found)
    elif doubted and not options.quiet:
        what = f"{found.bpm:.0f} beats a minute are heard, which may be half or twice as many, or off"
        print(f"avatar: {what}: --beats halve, double or offbeat, or --tempo, change that", file=sys.stderr)
    return _tap(options, found, config) if how == "tap" else _beats_asked(how)(found)


def _tap(options: argparse.Namespace, found: Beats, config: Config) -> Beats:
    """The beats that somebody who taps along in the terminal finds right."""
    from avatar.cli import tapping

    playing = tapping.SoundPlaying(options.audio, config.sound)
    try:
        return tapping.tap_along(options.audio, found, playing)
    finally:
        playing.close()


def _ask(found: Beats) -> str:
    """What --beats would say, asked once."""
    ways = ", ".join(f"{key or 'Enter'}: {what}" for key, (_, what) in ANSWERS.items())
    print(f"{found.bpm:.0f} beats a minute, from {found.times[0]:.1f} s on: is that how one dances to it?\n{ways}",
          file=bare(sys.stderr))  # fmt: skip
    while True:
        print("> ", end="", file=bare(sys.stderr), flush=True)
        typed = sys.stdin.readline()
        if not typed or typed.strip().lower() in ANSWERS:
            return ANSWERS[typed.strip().lower()][0]


# ------------------------------------------------------------------------------------------------------------ the files


def _wants_scene(options: argparse.Namespace) -> bool:
    """Whether anything but the words is to be written."""
    saved = options.save is not None and options.save.suffix == ".scene"
    return bool(options.output or options.wav or options.cues or saved or _captions(options))


def _captions(options: argparse.Namespace) -> dict[str, Path]:
    from avatar.cli.film import CAPTIONS

    found = {ending: getattr(options, ending[1:]) for ending in CAPTIONS}
    return {ending: path for ending, path in found.items() if path is not None}


def _write_words(options: argparse.Namespace, song: SungSong) -> None:
    from avatar.song.recorded.scoring import make_score
    from avatar.song.writing import write_score

    score = make_score(song, pitched=options.save.suffix != ".lrc")
    write_score(score, options.save, recording=options.audio.name)


def _scene(
    options: argparse.Namespace, song: SungSong, beats: Beats, roles: tuple[Role, ...], config: Config, heard: bool
) -> Scene:
    from avatar.show.songs import STAGE
    from avatar.song.recorded.staging import record_of, stage_song

    set_name = config.stage.set if config.stage.set != "plain" else STAGE
    recording = record_of(options.audio) if heard else None
    scene = stage_song(song, recording, beats, roles, set_name=set_name, seed=options.seed)
    return replace(scene, title=scene.title or options.audio.stem)


def _write(options: argparse.Namespace, song: SungSong, beats: Beats, roles: tuple[Role, ...], config: Config) -> None:
    """All the files that were asked for, whole or not at all."""
    from avatar.cli import sing

    if options.save is not None and options.save.suffix != ".scene":
        _write_words(options, song)
    scene = _scene(options, song, beats, roles, config, heard=bool(options.save or options.wav))
    if options.save is not None and options.save.suffix == ".scene":
        from avatar import scenefile

        scenefile.save(options.save, scene)
    if options.wav:
        from avatar import audio, scenefile

        audio.write(options.wav, scenefile.to_sound(scene, 48_000))
    if options.cues:
        from avatar.lipsync import spoken, tool

        tool.write(options.cues, spoken.of_scene(scene, str(options.audio.absolute())))
    if options.output:
        silent = replace(scene, entries=tuple(each for each in scene.entries if not isinstance(each.what, Clip)))
        sing.film_scene(options, silent, config, options.audio)
    else:
        sing.write_words(options, scene)


def _play(options: argparse.Namespace, song: SungSong, beats: Beats, roles: tuple[Role, ...], config: Config) -> int:
    """On the stage, as a saved scene is played."""
    from avatar import scenefile
    from avatar.cli import steering
    from avatar.cli.showing import get_ready, staged
    from avatar.show.sources import BakedSource

    get_ready(config, speaking=False)
    with TemporaryDirectory(prefix="avatar-") as folder:
        path = Path(folder) / "song.scene"
        scenefile.save(path, _scene(options, song, beats, roles, config, heard=True))
        return steering.play(staged(config), BakedSource(path))


@contextmanager
def _progress(what: str, quiet: bool) -> Iterator[Callable[[float], None]]:
    """Tells on a terminal how far something is."""
    if quiet or not sys.stderr.isatty():
        yield lambda share: None
        return
    out = bare(sys.stderr)
    yield lambda share: print(f"\r\x1b[K{what}: {share:.0%}", end="", file=out, flush=True)
    print("\r\x1b[K", end="", file=out, flush=True)
