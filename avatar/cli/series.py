"""A series (`avatar docs series`): one title, one cast, one look, and as many episodes as there are screenplays.

Without an action it says what there is and what has to be filmed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.cli.outputs import as_json, bare
from avatar.errors import ConfigError

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.film.make import FilmProgress
    from avatar.series.cluster.crew import Wish
    from avatar.series.episodes import Placed, Season
    from avatar.series.filming import Outcome, ReadyEpisode, Tell
    from avatar.series.films import Records, WantedFilm
    from avatar.series.plan import Series

MOST_SHOWN = 200
"""Problems printed; --json gives all."""

HOW = {
    "made": "as it should be",
    "changed": "to be filmed: something has changed",
    "damaged": "to be filmed: it is not as long as it was",
    "missing": "to be filmed",
    "foreign": "not made by this series: move it away",
}


class SeriesAction(NamedTuple):
    """An action, and what it does."""

    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    for name, action in ACTIONS.items():
        each = actions.add_parser(name, help=action.summary, description=action.summary.capitalize() + ".")
        action.arguments(each)
    parser.set_defaults(folder=Path(), json=False)


def run(options: argparse.Namespace) -> int:
    return ACTIONS[options.action or "status"].run(options)


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER",
                        help="where series.toml is (default: here)")  # fmt: skip


def _read(options: argparse.Namespace) -> tuple[Series, Season, list[ReadyEpisode]]:
    from avatar.cli.common import settings
    from avatar.series import plan
    from avatar.series.episodes import read_episodes
    from avatar.series.filming import get_ready

    series = plan.read(options.folder)
    season = read_episodes(series)
    return series, season, list(get_ready(series, season, settings(options, check=False)))


# ---------------------------------------------------------------------------------------------------------------- new


def _arguments_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where it goes")


def _run_new(options: argparse.Namespace) -> int:
    from avatar.series.beginning import begin

    for path in begin(options.folder):
        print(path)
    print(f"Write the first episode, then: avatar series film {options.folder}")
    return 0


# -------------------------------------------------------------------------------------------------------------- check


def _arguments_check(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def _run_check(options: argparse.Namespace) -> int:
    """0 where all can be performed as written; 1 where something should be mended first."""
    from avatar.cli.show import files_as_json
    from avatar.cli.table import table
    from avatar.series.assembling import find_absent
    from avatar.show.lengths import clock, estimate_starts

    series, season, ready = _read(options)
    told = (*season.problems, *(each for one in ready for each in one.problems))
    absent = find_absent(series, (each.directed for each in ready)) if ready else ()
    problems = list(dict.fromkeys((*told, *absent)))
    status = int(any(each.problem.grave for each in problems))
    house = series.film.audience
    lengths = [estimate_starts(each.directed, house)[-1] for each in ready]
    if options.json:
        rows = [
            {"number": each.episode.number, "title": each.episode.title, "file": str(each.episode.path),
             "seconds": round(seconds, 1), "cast": {m.who: m.character for m in each.directed.cast},
             "files": files_as_json(each.directed)}
            for each, seconds in zip(ready, lengths, strict=True)
        ]  # fmt: skip
        listed = [{"file": str(each.path), **each.problem.__dict__} for each in problems]
        print(as_json({"series": series.title, "episodes": rows, "problems": listed}, 2))
        return status
    _tell_problems(problems)
    lines = [(str(each.episode.number), clock(seconds), ", ".join(m.who for m in each.directed.cast),
              each.episode.title) for each, seconds in zip(ready, lengths, strict=True)]  # fmt: skip
    print(f"{series.title}: {_count(len(ready), 'episode')}, about {clock(sum(lengths))}")
    print(table(("  EPISODE", "LASTS", "CAST", "TITLE"), [(f"  {row[0]}", *row[1:]) for row in lines]))
    print(f"  {f'{len(problems):,} to look at' if problems else 'Every line was understood'}.")
    return status


def _tell_problems(problems: Sequence[Placed]) -> None:
    for path, problem in ((each.path, each.problem) for each in problems[:MOST_SHOWN]):
        grave = "error: " if problem.grave else ""
        text = f" ({problem.text})" if problem.text else ""
        print(f"{path}:{problem.line}: {grave}{problem.what}{text}. {problem.suggestion}".rstrip())
    if len(problems) > MOST_SHOWN:
        print(f"{len(problems) - MOST_SHOWN:,} more")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


# ------------------------------------------------------------------------------------------------------------- status


def _arguments_status(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def _run_status(options: argparse.Namespace) -> int:
    """0 where every film is as it should be."""
    from avatar.cli.table import table
    from avatar.series.films import Records
    from avatar.show.lengths import clock

    series, season, ready = _read(options)
    records = Records(series.films)
    wanted = [film for each in ready for film in each.films]
    states = [records.find_state(film) for film in wanted]
    lasts = [made.seconds if (made := records.find(film)) else 0.0 for film in wanted]
    if options.json:
        rows = [
            {"number": film.number, "title": film.title, "size": film.size, "file": str(film.path), "state": state,
             "seconds": round(seconds, 3)}
            for film, state, seconds in zip(wanted, states, lasts, strict=True)
        ]  # fmt: skip
        print(as_json({"series": series.title, "films": rows, "problems": len(season.problems)}, 2))
    else:
        lines = [
            (f"  {film.number}", film.size, clock(seconds) if seconds else "", film.title, _tell_state(film, records))
            for film, seconds in zip(wanted, lasts, strict=True)
        ]
        print(f"{series.title}: {states.count('made')} of {_count(len(wanted), 'film')} made, in {series.films}")
        print(table(("  EPISODE", "SIZE", "LASTS", "TITLE", "FILM"), lines))
        for placed in season.problems:
            print(f"{placed.path}: {placed.problem.what}. {placed.problem.suggestion}")
    return int(any(state != "made" for state in states) or bool(season.problems))


def _tell_state(film: WantedFilm, records: Records) -> str:
    state, made = records.find_state(film), records.find(film)
    if state == "changed" and made is not None and made.size not in ("", film.size):
        return f"to be filmed: what is there is {made.size}"
    return HOW[state]


# --------------------------------------------------------------------------------------------------------------- film


def _arguments_film(parser: argparse.ArgumentParser) -> None:
    _folder(parser)
    parser.add_argument("--only", metavar="NUMBERS", default="", help="these episodes: 3, or 1,4-6")
    parser.add_argument("--size", action="append", metavar="SIZE", default=[],
                        help="in this size and no other, as 720p or 9:16; again for more")  # fmt: skip
    parser.add_argument("--captions", action="append", metavar="LANGUAGE=FILE", default=[],
                        help="captions that films carry; {number} in the file's name is the episode's")  # fmt: skip
    parser.add_argument("--workers", type=int, metavar="N", default=0, help="processes that draw (default: one a core)")
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    parser.add_argument("--cluster", metavar="ADDRESS", default="",
                        help="let a Dask cluster make them: tcp://HOST:PORT, local:4, or a class as "
                        "dask_jobqueue.SLURMCluster")  # fmt: skip
    parser.add_argument("--no-cache", action="store_true",
                        help="make all of them anew, and keep nothing for the next time")  # fmt: skip
    parser.add_argument("--again", action="store_true", help="film those that are as they should be, too")


def _run_film(options: argparse.Namespace) -> int:
    """0 where every film is there."""
    from avatar import installer
    from avatar.cli.common import settings
    from avatar.cli.filming import interruptible

    installer.bring("film")
    _check(options)
    config = settings(options)
    series, season, ready = _as_wanted(options, config)
    for placed in season.problems:
        print(f"avatar: {placed.path}: {placed.problem.what}. {placed.problem.suggestion}", file=sys.stderr)
    work = _choose(options, series, ready)
    if not work:
        print("Every film is as it should be.")
        return int(bool(season.problems))
    from avatar.series.filming import make_poster

    outcomes = []
    with interruptible() as check, _progress(options.quiet, len(work)) as tell:
        for outcome in _made(options, series, work, config, tell, check):
            _tell_outcome(outcome)
            outcomes.append(outcome)
        poster = make_poster(series, ready)
    if poster is not None:
        print(poster)
    failed = [each for each in outcomes if each.trouble]
    print(f"{len(outcomes) - len(failed)} of {_count(len(outcomes), 'film')} made.")
    return int(bool(failed or season.problems))


def _made(
    options: argparse.Namespace, series: Series, work: Sequence[Wish], config: Config, tell: Tell,
    check: Callable[[], None],
) -> Iterator[Outcome]:  # fmt: skip
    """The films, each as soon as it is made, here or by a cluster."""
    from avatar.film.segments.storing import open_kept

    most = 0 if options.no_cache else config.film.cache_mb
    kept = open_kept(most, lambda text: print(f"avatar: {text}", file=sys.stderr)) if most else None
    if not options.cluster:
        from avatar.series.filming import Crew, make_film

        for each, wanted in work:
            check()
            yield make_film(series, each, wanted, config, crew=Crew(options.workers, kept=kept), tell=tell)
        return
    bring_cluster()
    from avatar.series.cluster.connecting import connect
    from avatar.series.cluster.crew import make_films

    with connect(options.cluster) as cluster:
        for text in cluster.told:
            print(f"avatar: {text}", file=sys.stderr)
        yield from make_films(series, work, config, cluster, tell, kept, check)


def bring_cluster() -> None:
    """Installs what a cluster is reached by. Raises ConfigError where that can't be done from here."""
    from avatar import installer

    installer.bring("cluster")
    if installer.missing("cluster"):
        remedy = f"Install it: {installer.for_extra('cluster')}"
        raise ConfigError("What reaches a cluster is not installed", remedy=remedy)


def _check(options: argparse.Namespace) -> None:
    if options.workers < 0:
        raise ConfigError(f"--workers {options.workers} is not possible", remedy="Use 1 or more.")
    for each in options.captions:
        language, equals, name = each.partition("=")
        if not equals or not language.strip() or not name.strip():
            remedy = "Write --captions de=episode{number}.de.srt."
            raise ConfigError(f"--captions {each} names no file of a language", remedy=remedy)


def _as_wanted(options: argparse.Namespace, config: Config) -> tuple[Series, Season, list[ReadyEpisode]]:
    """The series as its file and the command line say it."""
    from dataclasses import replace

    from avatar.series import plan
    from avatar.series.episodes import read_episodes
    from avatar.series.filming import get_ready

    series = plan.read(options.folder)
    if options.size:
        series = replace(series, film=replace(series.film, sizes=tuple(dict.fromkeys(options.size))))
    if options.captions:
        given = dict(each.split("=", 1) for each in options.captions)
        series = replace(series, captions={**series.captions, **given})
    season = read_episodes(series)
    return series, season, list(get_ready(series, season, config))


def _choose(
    options: argparse.Namespace, series: Series, ready: Sequence[ReadyEpisode]
) -> list[tuple[ReadyEpisode, WantedFilm]]:
    """The films that are to be made now. Raises ConfigError for an episode that isn't there, FilmError for a file of
    somebody else's in a film's place."""
    from avatar.series.films import Records, refuse_foreign

    numbers = read_numbers(options.only)
    known = {each.episode.number for each in ready}
    if numbers - known:
        listing = ", ".join(map(str, sorted(known)))
        missing = ", ".join(map(str, sorted(numbers - known)[:10]))
        raise ConfigError(f"There is no episode {missing}", remedy=f"There are: {listing}.")
    records = Records(series.films)
    pairs = [(each, film) for each in ready for film in each.films if not numbers or each.episode.number in numbers]
    refuse_foreign([film for _, film in pairs], records)
    return [(each, film) for each, film in pairs if options.again or records.find_state(film) != "made"]


def read_numbers(text: str) -> set[int]:
    """The numbers that "1,4-6" names. Raises ConfigError."""
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or len(part) > 15:
            raise ConfigError(f"{text!r} are no numbers of episodes", remedy="Write 3, or 1,4-6.")
        low, high = int(first), int(last) if dash else int(first)
        if high - low > 100_000:
            raise ConfigError(f"{part} are too many episodes", remedy="Write 3, or 1,4-6.")
        found |= set(range(low, high + 1))
    return found


def _tell_outcome(outcome: Outcome) -> None:
    from avatar.show.lengths import clock

    for each in outcome.told:
        print(f"avatar: {outcome.wanted.path.name}: {each}", file=sys.stderr)
    if outcome.made is None:
        print(f"avatar: episode {outcome.wanted.number}: {outcome.trouble}", file=sys.stderr)
        return
    made = outcome.made
    told = [clock(made.seconds), outcome.wanted.size, _count(made.chapters, "chapter"), made.heard]
    print(f"{outcome.wanted.path}: {', '.join(filter(None, told))}", flush=True)


@contextmanager
def _progress(quiet: bool, count: int) -> Iterator[Callable[[WantedFilm, FilmProgress], None]]:
    """Tells on a terminal which film is being made, and how far it is."""
    if quiet or not sys.stderr.isatty():
        yield lambda wanted, now: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.fields[name]}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=Console(file=bare(sys.stderr)), transient=True) as bar:
        task = bar.add_task("film", total=None, name="filming")
        seen: dict[Path, int] = {}

        def tell(wanted: WantedFilm, now: FilmProgress) -> None:
            number = seen.setdefault(wanted.path, len(seen) + 1)
            bar.update(task, completed=now.done, total=now.total, name=f"{number} of {count}: {wanted.title[:30]}")

        yield tell


ACTIONS = {
    "new": SeriesAction("begin a series: a folder with a series.toml and a first episode", _arguments_new, _run_new),
    "check": SeriesAction(
        "say what of all its screenplays was not understood, and how long it runs", _arguments_check, _run_check
    ),
    "film": SeriesAction("film every episode that is not filmed yet, or has changed", _arguments_film, _run_film),
    "status": SeriesAction("say what is filmed (what happens without an action)", _arguments_status, _run_status),
}
