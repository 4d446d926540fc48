"""Films the episodes of a series, one after the other; what one of them breaks on keeps no other from being made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from avatar.config import Config
from avatar.errors import AvatarError, FilmError
from avatar.film.checking import check_film
from avatar.film.levelling import tell_loudness
from avatar.film.make import Film, FilmProgress, Order, film
from avatar.film.pool import MakePool, Pool
from avatar.film.posters import write_poster, write_thumbnail
from avatar.film.reel import PerformedPart, Reel
from avatar.film.shape import FrameShape, find_size
from avatar.film.tracks import Line, add_tracks, read_captions
from avatar.keeping import KeptFolder
from avatar.performer.link import PerformerLink
from avatar.series.assembling import Assembled, assemble, check
from avatar.series.episodes import Episode, Placed, Season
from avatar.series.films import MadeFilm, Records, WantedFilm, plan_films
from avatar.series.plan import Series
from avatar.show import lengths
from avatar.show.cues import Directed, Heading, Say, Sing
from avatar.show.elements import Problem
from avatar.show.performing import perform, scene_of
from avatar.show.speaking import LineSpeaker, MakeLink
from avatar.types import Performance


@dataclass(frozen=True)
class ReadyEpisode:
    """An episode, ready to be filmed."""

    episode: Episode
    assembled: Assembled
    directed: Directed
    films: tuple[WantedFilm, ...]
    problems: tuple[Placed, ...]
    """Of the screenplays that it is made of."""


@dataclass(frozen=True)
class Outcome:
    """What became of a film."""

    wanted: WantedFilm
    made: MadeFilm | None = None
    trouble: str = ""
    """Why it is not there."""
    told: tuple[str, ...] = ()
    """What is not as it was written: lines that could not be spoken, captions that could not be read."""


Tell = Callable[[WantedFilm, FilmProgress], None]


@dataclass(frozen=True)
class Crew:
    """Who speaks, draws and encodes: processes of this machine unless somebody else is named."""

    workers: int = 0
    """Processes that draw and encode here; 0: one a core."""
    make_pool: MakePool = Pool
    make_link: Callable[[Directed], MakeLink] = lambda directed: PerformerLink
    """A show to what performs its lines."""
    kept: KeptFolder | None = None
    """Where segments of earlier films are found, and those of this one kept."""
    troubles: list[str] = field(default_factory=list)
    """Why lines were not performed that somebody could have spoken: a film with one is not finished."""


def get_ready(series: Series, season: Season, config: Config) -> Iterator[ReadyEpisode]:
    """Every episode as one screenplay, with the films that it is to become."""
    for number, episode in enumerate(season.episodes):
        assembled = assemble(series, episode, season.episodes[:number])
        directed, problems = check(series, assembled)
        films = plan_films(series, episode, assembled, directed, config)
        yield ReadyEpisode(episode, assembled, directed, films, problems)


def make_film(
    series: Series, ready: ReadyEpisode, wanted: WantedFilm, config: Config, *, crew: Crew = Crew(),
    tell: Tell = lambda wanted, now: None,
) -> Outcome:  # fmt: skip
    """Make one film and note it. Never raises AvatarError: what went wrong is told."""
    try:
        return _made(series, ready, wanted, config, crew, tell)
    except AvatarError as error:
        return Outcome(wanted, trouble=str(error))


@dataclass
class _Moment:
    """The moment that a thumbnail shows: whoever speaks in the middle of the film."""

    starts: list[tuple[float, float]] = field(default_factory=list)

    def watch(self, steps: Iterable[PerformedPart]) -> Iterator[PerformedPart]:
        for step in steps:
            for entry in step.entries:
                if isinstance(entry.what, Performance):
                    self.starts.append((entry.start, entry.end))
            yield step

    def find(self, seconds: float) -> float:
        middles = [(start + end) / 2 for start, end in self.starts if end < seconds]
        return min(middles, key=lambda t: abs(t - 0.4 * seconds), default=seconds / 2)


def _made(
    series: Series, ready: ReadyEpisode, wanted: WantedFilm, config: Config, crew: Crew, tell: Tell
) -> Outcome:  # fmt: skip
    directed = ready.directed
    if not any(isinstance(cue, Say | Sing) for cue in directed.cues):
        raise FilmError("Nobody speaks in this episode", where=ready.episode.path, remedy="Write somebody a line.")
    tracks, told = _read_tracks(wanted)
    _make_folder(wanted.path.parent)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=wanted.path.parent) as folder:
        draft = Path(folder) / wanted.path.name
        made, moment, more = _filmed(series, ready, wanted, draft, config, crew, tell)
        if crew.troubles:
            raise FilmError(crew.troubles[0], remedy="Begin again: what was finished is kept.")
        add_tracks(draft, tracks)
        check_film(made)
        if series.film.thumbnail:
            write_thumbnail(draft, moment, draft.with_suffix(".jpg"))
        heard = tell_loudness(made.loudness) if made.loudness else ""
        noted = MadeFilm(wanted.key, draft.stat().st_size, made.seconds, len(made.chapters), heard, wanted.size)
        # Noted first: what breaks off in between is then made anew, and never taken for somebody else's.
        Records(wanted.path.parent).note(wanted, noted)
        for part in sorted(Path(folder).iterdir()):
            part.replace(wanted.path.parent / part.name)
    return Outcome(wanted, noted, told=(*told, *more))


def _filmed(
    series: Series, ready: ReadyEpisode, wanted: WantedFilm, path: Path, config: Config, crew: Crew, tell: Tell
) -> tuple[Film, float, tuple[str, ...]]:  # fmt: skip
    """The film at `path`, the second that its thumbnail shows, and what was not as written."""
    directed, house = ready.directed, series.film.audience
    width, height = find_size(wanted.size)
    shape = FrameShape(width, height, series.film.fps, series.film.captions)
    order = Order(
        path, shape, workers=crew.workers or os.cpu_count() or 1, captions={".srt": path.with_suffix(".srt")},
        title=directed.title, loudness=series.film.loudness or None, air=series.film.room, kept=crew.kept,
    )  # fmt: skip
    expected = lengths.estimate_starts(directed, house, config)[-1]
    moment = _Moment()
    with LineSpeaker(config, directed, purpose="film", make_link=crew.make_link(directed)) as speaking:
        steps = perform(
            directed, speaking, house, sing=speaking.sing, camera=directed.camera or series.film.camera,
            grid=1 / series.film.fps,
        )  # fmt: skip
        reel = Reel(replace(scene_of(directed), title=directed.title), moment.watch(steps))
        made = film(
            reel, order, expected=expected, tell=lambda now: tell(wanted, now), make_pool=crew.make_pool
        )  # fmt: skip
        if speaking.unanswered:
            told = place_error(ready.assembled, speaking.unanswered[0])
            raise FilmError(told, remedy="Begin again: what was finished is kept.")
        unspoken = [place_error(ready.assembled, each) for each in speaking.problems]
    return made, moment.find(made.seconds), (*unspoken, *speaking.told)


def place_error(assembled: Assembled, problem: Problem) -> str:
    """A problem with its file and line, for a list."""
    placed = assembled.place(problem)
    return f"{placed.path.name}, line {placed.problem.line}: {placed.problem.what}"


def _read_tracks(wanted: WantedFilm) -> tuple[dict[str, list[Line]], list[str]]:
    """The captions that the film carries, and what is wrong with those that it can't."""
    tracks: dict[str, list[Line]] = {}
    told = []
    for language, path in wanted.captions.items():
        try:
            tracks[language] = read_captions(path)
        except FilmError as error:
            told.append(f"captions {language}: {error}")
    return tracks, told


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The folder for films can't be made: {error.strerror}"
        raise FilmError(what, where=folder, remedy="Name another one in series.toml.") from error


def make_poster(series: Series, ready: Sequence[ReadyEpisode]) -> Path | None:
    """The series' poster beside the films, where it wants one; None where not. Raises FilmError."""
    if not series.series.poster or not ready:
        return None
    _make_folder(series.films)
    members = {member.who: member for each in ready for member in each.directed.cast}
    order = {role.upper(): place for place, role in enumerate(series.cast)}
    cast = tuple(sorted(members.values(), key=lambda member: order.get(member.who, len(order))))
    sets = (cue.set for each in ready for cue in each.directed.cues if isinstance(cue, Heading) and cue.set != "plain")
    path = series.films / "poster.png"
    write_poster(cast, next(sets, "plain"), series.title, series.series.author, path)
    return path
