"""Which films a series has to have, and which of them are there as they should be."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from avatar import __version__, files
from avatar.config import Config
from avatar.digests import digest
from avatar.errors import FilmError
from avatar.film.shape import find_size
from avatar.series.assembling import Assembled
from avatar.series.episodes import Episode
from avatar.series.plan import Series, is_inside
from avatar.show.cues import Directed
from avatar.show.ingredients import list_files
from avatar.show.kept_lines import hash_file, list_settings

RECORD = ".avatar-series.json"
"""Beside the films: what each was made of."""

LARGEST = 16 << 20
"""Bytes of a record that is read."""

State = Literal["made", "changed", "damaged", "missing", "foreign"]
"""Of a film: as it should be; made of something older; not as long as it was; not there; made by somebody else."""


@dataclass(frozen=True)
class WantedFilm:
    """A film that a series has to have."""

    number: int
    title: str
    size: str
    path: Path
    key: str
    """A hash of all that it is made of."""
    captions: Mapping[str, Path]
    """Language to a file of captions that it carries."""


@dataclass(frozen=True)
class MadeFilm:
    """What is known of a film that was made."""

    key: str
    bytes: int
    seconds: float
    chapters: int
    heard: str = ""
    """How loud it is, as "-16.0 LUFS, -1.2 dBTP"."""
    size: str = ""
    """As it was asked for; '' where that was not noted."""


def plan_films(
    series: Series, episode: Episode, assembled: Assembled, directed: Directed, config: Config
) -> tuple[WantedFilm, ...]:
    """The films of an episode, one a size. Raises ConfigError for a size that is none."""
    captions = find_captions(series, episode)
    made_of = _digest(series, assembled, directed, captions, config)
    films = []
    for size in series.film.sizes:
        find_size(size)
        name = f"{make_slug(series.title)}-{episode.number:02d}-{make_slug(episode.title)}"
        if len(series.film.sizes) > 1:
            name += f"-{make_slug(size)}"
        key = hashlib.sha256(f"{made_of} {size}".encode()).hexdigest()
        films.append(WantedFilm(episode.number, episode.title, size, series.films / f"{name}.mp4", key, captions))
    return tuple(films)


def make_slug(text: str) -> str:
    """A text as part of a file's name: letters of any script, digits and hyphens."""
    return "-".join(re.findall(r"[^\W_]+", text.lower()))[:60].strip("-") or "untitled"


def find_captions(series: Series, episode: Episode) -> dict[str, Path]:
    """The captions that the series names for an episode and that are there."""
    found = {}
    for language, name in series.captions.items():
        path = series.folder / name.replace("{number}", str(episode.number))
        if is_inside(name) and path.is_file():
            found[language] = path
    return found


# ------------------------------------------------------------------------------------------------- what it is made of


def _digest(
    series: Series, assembled: Assembled, directed: Directed, captions: Mapping[str, Path], config: Config
) -> str:  # fmt: skip
    """A hash of all that a film is made of, wherever the series lies."""
    script = assembled.script
    edits = [(place, take.sound, take.words, take.tracks) for place, take in directed.edits_of_cues().items()]
    paths = (*_used(directed, config), *(captions[language] for language in sorted(captions)))
    files = [(path.name, hash_file(path) if path.is_file() else "") for path in paths]
    told = (
        __version__,
        replace(series.film, sizes=()),
        script.settings,
        script.elements,
        edits,
        sorted(captions),
        files,
        list_settings(config),
    )
    return digest(told)


def _used(directed: Directed, config: Config) -> Iterator[Path]:
    """Files other than screenplays and edits, of which only what this episode says counts."""
    return (each.path for each in list_files(directed, config) if each.kind not in ("script", "edits"))


# -------------------------------------------------------------------------------------------------------- what is there


class Records:
    """What is written of the films that were made, in the folder that they are in."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD
        self._films = _read(self._path)

    def find_state(self, wanted: WantedFilm) -> State:
        """Whether a film is as it should be."""
        made = self._films.get(wanted.path.name)
        try:
            size = wanted.path.stat().st_size
        except OSError:
            return "missing"
        if made is None:
            return "foreign"
        if made.bytes != size:
            return "damaged"
        return "made" if made.key == wanted.key else "changed"

    def find(self, wanted: WantedFilm) -> MadeFilm | None:
        return self._films.get(wanted.path.name)

    def note(self, wanted: WantedFilm, made: MadeFilm) -> None:
        """Remember a film; others that were noted meanwhile stay. Raises FilmError where it can't be written."""
        try:
            with files.locked(self._path.with_name(f"{RECORD}.lock")):
                self._films = {**_read(self._path), wanted.path.name: made}
                table = {name: asdict(each) for name, each in sorted(self._films.items())}
                text = json.dumps({"version": 1, "films": table}, indent=1)
                with files.replacing(self._path) as file:
                    file.write(text.encode())
        except OSError as error:
            what = f"What was filmed can't be written down: {error.strerror}"
            raise FilmError(what, where=self._path, remedy="Make room, or give the folder back to you.") from error


def _read(path: Path) -> dict[str, MadeFilm]:
    """The films of a record; of one that is damaged or foreign, none: they are made anew."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        table = json.loads(path.read_text("utf-8"))["films"]
        return {
            str(name): MadeFilm(
                str(row["key"]),
                int(row["bytes"]),
                float(row["seconds"]),
                int(row["chapters"]),
                str(row.get("heard", ""))[:80],
                str(row.get("size", ""))[:40],
            )
            for name, row in table.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def refuse_foreign(wanted: Sequence[WantedFilm], records: Records) -> None:
    """Raise FilmError where a file of somebody else's has the name of a film that is to be made."""
    for each in wanted:
        if records.find_state(each) == "foreign":
            remedy = "Move it away, or name another folder for films in series.toml."
            raise FilmError(
                "There is a file of this name that this series did not make", where=each.path, remedy=remedy
            )
