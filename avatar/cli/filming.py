"""What `avatar film` films (shows, saved scenes, texts, recordings), each as a reel; and how it tells its progress."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from avatar import children
from avatar.cli.foreseeing import PERFORMER
from avatar.cli.outputs import bare
from avatar.edits.values import EditFile, TakeEdits
from avatar.errors import ConfigError
from avatar.types import CastMember, Entry, Mark, Performance, Place, Scene

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.film.make import FilmProgress
    from avatar.film.reel import PerformedPart, Reel
    from avatar.film.sound import SoundTrack
    from avatar.lipsync.formats import CueSheet
    from avatar.scenefile import Reader
    from avatar.show.speaking import LineSpeaker, MakeLink

ALL = 1 << 10
"""More workers than anybody has."""

TAIL_S = 0.5
"""Seconds that the picture stays after a text's last word."""


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Inside this, a signal to end (at shutdown, from a service manager) acts as Ctrl+C: nothing half done is left.

    Yields a function to call now and then: it raises a KeyboardInterrupt that had to wait, since one raised while
    libsndfile calls back into Python would be lost.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    asked = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        if not _called_back(frame):
            raise KeyboardInterrupt

    def check() -> None:
        if asked:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _called_back(frame: FrameType | None) -> bool:
    """Whether this is one of soundfile's answers to libsndfile (vio_read, vio_tell ...), or called by one."""
    while frame is not None and not frame.f_code.co_name.startswith("vio_"):
        frame = frame.f_back
    return frame is not None


@dataclass
class FilmSource:
    """Something to film. Close it in the end."""

    reel: Reel
    title: str = ""
    recording: SoundTrack | None = None
    expected: float = 0.0
    """Seconds, as far as they are known before it is performed."""
    staged: bool = False
    """Whether it is a show, which happens in a room."""
    ahead: int = 1
    """Workers that may as well start before there is a segment for them."""
    _open: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def of(cls, options: argparse.Namespace, fps: int, make_link: MakeLink | None = None) -> FilmSource:
        """What the command line asks for, its cuts on frames of that rate. `make_link`: who speaks the lines of shows,
        where that is no process of its own. Raises AvatarError where it can't be had."""
        from avatar.cli import say
        from avatar.cli.common import settings
        from avatar.cli.showing import given_backdrop, keeps_cuts

        config = settings(options)
        if options.audio and options.speakers:
            return _of_several(options, config)
        if options.audio:
            return _of_recording(options, config)
        if options.source is None:
            return _of_text(say.read_text(options.text), config, _place(options))
        path = Path(options.source)
        if path.suffix.lower() == ".scene":
            return _of_scene(path, given_backdrop(options), keeps_cuts(path, options.camera), _none(options))
        return _of_show(path, options, config, fps, make_link)

    def __enter__(self) -> FilmSource:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()


def _of_scene(path: Path, backdrop: str, cuts: bool, edits: EditFile | None) -> FilmSource:
    from avatar.edits import scenes
    from avatar.film.reel import Reel
    from avatar.show.sources import is_cut

    opened = ExitStack()
    reader = scenes.EditedReader(path, backdrop, edits=edits)
    opened.callback(reader.close)
    expected = reader.duration
    if _enters_late(reader):
        scene = scenes.scene_of(reader)
        opened.close()
        if not cuts:
            scene = replace(scene, entries=tuple(entry for entry in scene.entries if not is_cut(entry)))
        return FilmSource(Reel.of(scene), scene.title, expected=expected, staged=True)
    head = Scene(reader.cast, (), reader.set, reader.title, reader.seed, reader.meta)
    entries = ((reader.entry(index), start) for index, (start, _) in enumerate(reader.spans))
    steps = (_Said((entry,) if cuts or not is_cut(entry) else (), start) for entry, start in entries)
    return FilmSource(Reel(head, steps), reader.title, expected=expected, staged=True, _open=opened)


def _none(options: argparse.Namespace) -> EditFile | None:
    """No edits, where they are to be left out; None for those that are there."""
    return EditFile() if options.no_edits else None


def _enters_late(reader: Reader) -> bool:
    """Whether somebody's first entrance lies ahead: until then they are not there, which must be known beforehand."""
    first: dict[str, bool] = {}
    for start, who, mark in reader.marks():
        if mark.kind in ("enter", "exit"):
            first.setdefault(who, mark.kind == "enter" and start > 0.0)
    return any(first.values())


def _place(options: argparse.Namespace) -> Place:
    """Where somebody who is filmed alone stands: a picture fills the frame."""
    from avatar.cli.portraits import FILLING

    return FILLING if options.picture else Place()


def _of_text(text: str, config: Config, place: Place) -> FilmSource:
    from avatar.cli.say import performances
    from avatar.film.reel import Reel

    name = config.character.name
    scene = Scene((CastMember(name, name, place=place),), set=config.stage.set)
    made = performances(text, config, "film")
    opened = ExitStack()
    opened.callback(made.close)
    return FilmSource(Reel(scene, _in_a_row(made)), expected=len(text) / 14, _open=opened)


@dataclass(frozen=True, eq=False)
class _Said:
    entries: tuple[Entry, ...]
    start: float


def _in_a_row(performances: Iterable[Performance]) -> Iterator[PerformedPart]:
    """Performances one after the other, with natural pauses, and a moment in which the last one ends."""
    from avatar.pacing import natural_gap

    last: Entry | None = None
    for each in performances:
        start = last.end + natural_gap(last.what, each) if last and isinstance(last.what, Performance) else 0.0
        last = Entry(start, each.who, each)
        yield _Said((last,), start)
    end = last.end if last else 0.0
    yield _Said((Entry(end + TAIL_S, "", Mark("state", "idle")),), end)


def _of_recording(options: argparse.Namespace, config: Config) -> FilmSource:
    from avatar.cli.reporting import no_better
    from avatar.film.recording import scene_of
    from avatar.film.reel import Reel
    from avatar.film.sound import Recorded
    from avatar.lipsync import tongues

    if options.language is not None:
        tongues.check(options.language)
    read = options.text if options.text and not options.cues else ""
    tongue = tongues.chosen(options.language, read, "; --language en overrules")
    if tongue.note and not options.quiet:
        print(f"avatar: {tongue.note}", file=sys.stderr)
    edits = _Edits(options)
    scene, why = scene_of(
        options.audio, config.character.name, text=options.text or "", language=tongue.tag, speaker=options.speaker,
        cues=options.cues, set_name=config.stage.set, finish=edits,
    )  # fmt: skip
    scene = edits.act(scene, config.character.name)
    rung = next((entry.what.mouth.rung for entry in scene.entries if isinstance(entry.what, Performance)), "")
    if why and not options.quiet:
        print(f"avatar: {no_better(rung, why, bool(options.text))}", file=sys.stderr)
    scene = replace(scene, cast=tuple(replace(member, place=_place(options)) for member in scene.cast))
    recorded = Recorded(options.audio)
    opened = ExitStack()
    opened.callback(recorded.close)
    return FilmSource(Reel.of(scene), scene.title, recorded, scene.duration, _open=opened)


class _Edits:
    """Puts in the edits that lie beside a recording, and tells of them; cues take the place of all."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._edits = TakeEdits("")

    def __call__(self, sheet: CueSheet) -> CueSheet:
        from avatar.edits.applying import apply_sheet
        from avatar.edits.beside import Edited

        if self._options.no_edits or self._options.cues:
            return sheet
        found = Edited(self._options.audio).find(sheet)
        for note in found.notes:
            if not self._options.quiet:
                print(f"avatar: {note}", file=sys.stderr)
        self._edits = found.edits
        return sheet if found.edits.empty else apply_sheet(sheet, found.edits)

    def act(self, scene: Scene, who: str) -> Scene:
        """The scene with what was edited of its acting."""
        from avatar.edits.acting import acted

        return scene if self._edits.empty else acted(scene, who, self._edits)


def name_speakers(options: argparse.Namespace) -> None:
    """Puts the cast that `--character ann=bea,max` names for a recording into `options.speakers`; () for one alone.

    Raises ConfigError, LibraryError.
    """
    given = getattr(options, "character.name") or ""
    options.speakers = getattr(options, "speakers", ())
    if options.audio and ("," in given or "=" in given):
        from avatar import library
        from avatar.film import speakers

        options.speakers = speakers.read_cast(given)
        for member in options.speakers:
            library.character(member.character)
        setattr(options, "character.name", options.speakers[0].character)


def _of_several(options: argparse.Namespace, config: Config) -> FilmSource:
    from avatar.film import speakers
    from avatar.film.reel import Reel
    from avatar.film.sound import Recorded, RecordedTracks, count_tracks
    from avatar.lipsync import tongues
    from avatar.scene.staging import arrange

    if options.cues:
        raise ConfigError("--cues are of one mouth", remedy="Name one character, or leave them out.")
    if options.speaker:
        raise ConfigError("--speaker is of one mouth", remedy="Name one character, or leave it out.")
    tongue = tongues.chosen(options.language, options.text or "", "; --language en overrules")
    scene, why = speakers.scene_of(
        options.audio, options.speakers, text=options.text or "", language=tongue.tag, set_name=config.stage.set,
        finish=_Edits(options),
    )  # fmt: skip
    for note in (tongue.note, why):
        if note and not options.quiet:
            print(f"avatar: {note}", file=sys.stderr)
    recorded: Recorded | RecordedTracks = Recorded(options.audio)
    opened = ExitStack()
    if count_tracks(options.audio) == len(options.speakers) > 1:
        recorded.close()
        places = arrange(scene, 0.0).places
        recorded = RecordedTracks(options.audio, [places[member.who].x for member in options.speakers])
    opened.callback(recorded.close)
    return FilmSource(Reel.of(scene), scene.title, recorded, scene.duration, _open=opened)


def _of_show(
    path: Path, options: argparse.Namespace, config: Config, fps: int, make_link: MakeLink | None
) -> FilmSource:
    from avatar.cli.keeping import keep_lines
    from avatar.cli.show import show_path
    from avatar.cli.showing import cut_by, given_backdrop, tell_of
    from avatar.film.reel import Reel
    from avatar.film.shape import read_seconds
    from avatar.performer.link import PerformerLink
    from avatar.show import lengths
    from avatar.show.directing import read
    from avatar.show.hearing import EARS
    from avatar.show.kept_sounds import keep_sounds
    from avatar.show.performing import perform, scene_of
    from avatar.show.speaking import LineSpeaker

    directed = cut_by(options.camera, read(show_path(str(path)), given_backdrop(options)))
    tell_of(directed.problems, str(path))
    if not directed.cues:
        raise ConfigError("There is nothing to perform in this show", where=path, remedy="Write somebody a line.")
    directed = directed if _none(options) is None else replace(directed, edits=EditFile())
    starts = lengths.estimate_starts(directed, options.audience or "", config) if options.end else ()
    wanted = lengths.count_lines(directed, starts, read_seconds(options.end)) if options.end else None
    opened = ExitStack()
    kept = keep_lines(options, config.film.cache_mb)
    ears = EARS if kept is None else keep_sounds(kept)
    speaking = opened.enter_context(
        LineSpeaker(config, directed, wanted=wanted, purpose="film", kept=kept, make_link=make_link or PerformerLink)
    )
    camera = directed.camera or config.show.camera
    # What is new is being spoken by now.
    starts = starts or lengths.estimate_starts(directed, options.audience or "", config)
    steps = perform(
        directed, speaking, options.audience or "", sing=speaking.sing, camera=camera, grid=1 / fps, ears=ears
    )
    if not speaking.missing:
        children.dismiss(PERFORMER)
    scene = replace(scene_of(directed), title=directed.title)
    # Where every line is kept, so may be every picture; where one is new, some pictures are for certain.
    ahead = ALL if speaking.missing else 0
    reel = Reel(scene, _resting(steps, speaking))
    return FilmSource(reel, directed.title, expected=starts[-1], staged=True, ahead=ahead, _open=opened)


def _resting(steps: Iterable[PerformedPart], speaking: LineSpeaker) -> Iterator[PerformedPart]:
    """The steps; after as many as are wanted nobody speaks any more, while pictures are still being drawn."""
    try:
        yield from steps
    finally:
        speaking.rest()


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[FilmProgress], None]]:
    """Tells on a terminal how far the film is, and when it will be done."""
    if quiet or not sys.stderr.isatty():
        yield lambda now: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("filming"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=bare(sys.stderr)), transient=True) as bar:
        task = bar.add_task("film", total=None, speed="")

        def tell(now: object) -> None:
            done, total = getattr(now, "done", 0.0), getattr(now, "total", 0.0)
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=done, total=total, speed=f"{done / elapsed:.1f} x" if elapsed > 0.5 else "")

        yield tell
