"""The episodes of a series: their files, numbers and titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from avatar.errors import ShowError
from avatar.series.plan import Series
from avatar.show.directing import script_of, text_of
from avatar.show.elements import Problem, Screenplay

ENDINGS = (".fountain", ".spmd")
"""What episodes' files end in; other files in their folder are let be."""

MOST = 10_000
"""Episodes of one series."""

_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class Episode:
    """An episode, read."""

    path: Path
    number: int
    title: str
    script: Screenplay


@dataclass(frozen=True)
class Placed:
    """A problem, and the file that it stands in."""

    path: Path
    problem: Problem


@dataclass(frozen=True)
class Season:
    """All that can be read of a series' episodes, in the order of their numbers, and what is wrong with the rest."""

    episodes: tuple[Episode, ...]
    problems: tuple[Placed, ...] = ()


def read_episodes(series: Series) -> Season:
    """The episodes of a series. One that can't be read is a grave problem, as are two of one number. Raises ShowError
    where there is no folder, or nothing in it."""
    paths = _list(series)
    found: list[Episode] = []
    problems: list[Placed] = []
    for path in paths:
        try:
            script = script_of(text_of(path), path, series.folder)
        except ShowError as error:
            problems.append(Placed(path, Problem(1, "", error.what, error.remedy, grave=True)))
            continue
        number = _number_of(path, script)
        if number is None:
            hint = "Write Episode: 1 on its title page, or begin the file's name with its number."
            problems.append(Placed(path, Problem(1, "", "This episode has no number", hint, grave=True)))
        else:
            found.append(Episode(path, number, _title_of(path, script), script))
    found.sort(key=lambda each: (each.number, each.path.name))
    kept, doubled = _without_doubles(found)
    return Season(tuple(kept), (*problems, *doubled, *_gaps(series, kept)))


def _list(series: Series) -> list[Path]:
    folder = series.folder / series.series.episodes
    try:
        names = sorted(each for each in folder.iterdir() if each.suffix.lower() in ENDINGS and each.is_file())
    except OSError as error:
        what = f"The episodes' folder can't be read: {error.strerror}"
        raise ShowError(what, where=folder, remedy="Make it, and put screenplays into it.") from error
    if not names:
        raise ShowError("There is no episode yet", where=folder, remedy="Put a screenplay there: 01-pilot.fountain.")
    if len(names) > MOST:
        raise ShowError(f"There are over {MOST:,} episodes", where=folder, remedy="Make several series of them.")
    return names


def _number_of(path: Path, script: Screenplay) -> int | None:
    said = script.setting("episode")
    found = _NUMBER.search(said) if said else _NUMBER.match(path.stem) or _NUMBER.search(path.stem)
    return int(found[0]) if found else None


def _title_of(path: Path, script: Screenplay) -> str:
    if script.setting("title"):
        return script.setting("title")
    words = _NUMBER.sub("", path.stem).replace("-", " ").replace("_", " ").split()
    return " ".join(words).capitalize() or path.stem


def _without_doubles(episodes: Sequence[Episode]) -> tuple[list[Episode], list[Placed]]:
    kept: dict[int, Episode] = {}
    problems = []
    for each in episodes:
        first = kept.setdefault(each.number, each)
        if first is not each:
            what = f"There are two episodes {each.number}; {first.path.name} is filmed, this one is not"
            hint = "Give one of them another number."
            problems.append(Placed(each.path, Problem(1, str(each.number), what, hint, grave=True)))
    return list(kept.values()), problems


def _gaps(series: Series, episodes: Sequence[Episode]) -> list[Placed]:
    numbers = {each.number for each in episodes}
    if not numbers:
        return []
    missing = sorted(set(range(min(1, *numbers), max(numbers) + 1)) - numbers)
    if not missing:
        return []
    shown = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
    what = f"Episode{'s' * (len(missing) > 1)} {shown} {'are' if len(missing) > 1 else 'is'} missing"
    return [Placed(series.path, Problem(1, "", what, "Write it, or number the others anew.", grave=True))]
