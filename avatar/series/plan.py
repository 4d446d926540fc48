"""What stands in a series.toml, held to its types, and the files that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from avatar.errors import ConfigError, ShowError
from avatar.tables import Bounds, find_line, merged, read_toml

NAME = "series.toml"


@dataclass(frozen=True)
class SeriesTable:
    """`[series]`."""

    title: str = ""
    author: str = ""
    copyright: str = ""
    episodes: str = "episodes"
    """The folder of the episodes' screenplays."""
    films: str = "films"
    """The folder that films go to."""
    poster: bool = True


@dataclass(frozen=True)
class FilmTable:
    """`[film]`: how every episode is filmed."""

    sizes: tuple[str, ...] = ("1080p",)
    fps: int = field(default=30, metadata={"bounds": Bounds(24, 60)})
    audience: Literal["", "none", "table", "club", "theatre"] = ""
    captions: bool = False
    """Drawn into the picture; files of captions are written in any case."""
    thumbnail: bool = True
    camera: Literal["off", "calm", "lively"] = "calm"
    loudness: float = field(default=-16.0, metadata={"bounds": Bounds(-31, 0, "LUFS; 0 leaves it as it is")})
    room: bool = True
    """Whether the air of the set is heard where nothing sounds."""


@dataclass(frozen=True)
class PartTable:
    """`[opening]` and `[end]`: a card, a screenplay, or both, the card last in an opening and first in an end."""

    card: str = ""
    """Lines of a title card; {series}, {episode}, {number} and {author} are filled in."""
    script: str = ""
    """A screenplay beside series.toml."""


@dataclass(frozen=True)
class PreviouslyTable:
    """`[previously]`: what episodes begin with, made of what earlier ones mark by `[[previously]]`."""

    card: str = "PREVIOUSLY ON {series}"
    episodes: int = field(default=1, metadata={"bounds": Bounds(0, 10_000)})
    """How many episodes back; 0: none, and no recapitulation."""
    most: int = field(default=8, metadata={"bounds": Bounds(1, 100)})
    """Speeches at most: the last ones."""


@dataclass(frozen=True)
class _Tables:
    series: SeriesTable = SeriesTable()
    film: FilmTable = FilmTable()
    opening: PartTable = PartTable(card="{series}\n{number}. {episode}")
    end: PartTable = PartTable()
    previously: PreviouslyTable = PreviouslyTable()


@dataclass(frozen=True)
class Series:
    """A series, as its file says it."""

    path: Path
    """Its series.toml."""
    series: SeriesTable
    film: FilmTable
    opening: PartTable
    end: PartTable
    previously: PreviouslyTable
    cast: Mapping[str, str]
    """Role to what a title page's `Cast:` says after the equals sign: "bea, voice en-us-high"."""
    sets: Mapping[str, str]
    """Place of a heading to a set's name, or a picture's beside the series."""
    captions: Mapping[str, str]
    """Language to the captions' file of an episode, with {number} in its name."""

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def title(self) -> str:
        return self.series.title or self.folder.name

    @property
    def films(self) -> Path:
        return self.folder / self.series.films


_NAMED = ("cast", "sets", "captions")
"""Tables whose names are the user's own."""


def find_series(where: Path) -> Path:
    """The series.toml that a folder or a file's path means. Raises ShowError."""
    path = where / NAME if where.is_dir() else where
    if not path.is_file():
        raise ShowError(f"There is no {NAME} here", where=where, remedy="`avatar series new FOLDER` begins a series.")
    return path


def read(where: Path) -> Series:
    """The series in a folder, or of a series.toml. Raises ShowError, ConfigError with file, line and remedy."""
    path = find_series(where)
    table, text = read_toml(path, "The series' file")
    named = {name: _texts(path, text, name, table.pop(name, {})) for name in _NAMED}
    tables = merged(_Tables(), table, text, path)
    series = Series(
        path, tables.series, tables.film, tables.opening, tables.end, tables.previously,
        named["cast"], named["sets"], named["captions"],
    )  # fmt: skip
    for key, name in (("episodes", tables.series.episodes), ("films", tables.series.films)):
        if not is_inside(name):
            where_ = find_line(path, text, "series", key)
            raise ConfigError(f"{key!r} leads out of the series' folder", where=where_, remedy="Name a folder in it.")
    return series


def _texts(path: Path, text: str, section: str, table: object) -> dict[str, str]:
    """A table of texts by names. Raises ConfigError."""
    if not isinstance(table, dict):
        remedy = f"Write [{section}] on its own line."
        raise ConfigError(f"{section!r} must be a table", where=find_line(path, text, section), remedy=remedy)
    for name, value in table.items():
        if not isinstance(value, str) or not value.strip():
            where = find_line(path, text, section, name)
            raise ConfigError(f'{name!r} must be a "text"', where=where, remedy="Mend that line.")
    return {" ".join(name.split()): value.strip() for name, value in table.items()}


def is_inside(name: str) -> bool:
    """Whether a path that a file names stays in that file's folder."""
    plain = Path(name.replace("\\", "/"))
    return bool(name) and not plain.is_absolute() and ".." not in plain.parts and "\0" not in name
