"""Registries of engines, cue formats, brains and so on: our own and those of other packages (see docs/extending.md).

    ENGINES = Registry("avatar.engines", Modules("avatar.speech.engines", "ENGINE"), fits, "a class with `traits`")
    ENGINES["espeak"]       ours: imported now
    ENGINES["festival"]     none of ours: the packages that offer engines are looked for and loaded now

A package says what it brings by entry points in its pyproject.toml. Only what is installed is ever loaded. What can't
be loaded is left out, with its reason in the log and in `avatar doctor`; the rest works. Where names clash, ours wins.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

DATA = "avatar.data"
"""The group of packages that hold characters, voices and shows."""

log = logging.getLogger(__name__)

Value = TypeVar("Value")


class Offer(NamedTuple):
    """One entry point of an installed package."""

    group: str
    """Such as `avatar.engines`."""
    name: str
    target: str
    """`module:attribute`; for data the name of a package, whose folder it is."""
    package: str
    version: str

    def __str__(self) -> str:
        return f"{self.group.removeprefix('avatar.').removesuffix('s')} {self.name}"


class LoadedOffer(NamedTuple, Generic[Value]):
    """An offer that was loaded, or the reason why it was left out."""

    offer: Offer
    value: Value | None
    """None where it is left out."""
    trouble: str = ""
    """Why it is left out."""


# ------------------------------------------------------------------------------------------------------------ finding


@cache
def offers() -> tuple[Offer, ...]:
    """What all installed packages offer, by group, name and package. Loads none of it."""
    if not _announced():
        return ()
    from importlib.metadata import distributions  # takes 40 ms: only with such a package

    found: dict[tuple[str, str, str], Offer] = {}
    for each in distributions():
        try:
            for point in each.entry_points:
                if point.group.startswith("avatar."):  # what stands first on the path is what is imported
                    offer = Offer(point.group, point.name, point.value, each.name, each.version)
                    found.setdefault((offer.group, offer.name, offer.package), offer)
        except Exception as error:  # a damaged package may raise anything here; the others still count
            log.warning("the metadata of a package can't be read", exc_info=error)
    return tuple(sorted(found.values()))


def _announced() -> bool:
    """Whether any installed package may offer something. Reads only the file that would say so."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                if any(_says_so(entry) for entry in entries):
                    return True
        except NotADirectoryError:  # an archive, which the library must open
            return True
        except OSError:
            continue
    return False


def _says_so(entry: os.DirEntry[str]) -> bool:
    if not entry.name.endswith((".dist-info", ".egg-info")):
        return False
    try:
        return b"[avatar." in Path(entry.path, "entry_points.txt").read_bytes()
    except OSError:
        return False


def load(target: str) -> Any:
    """What `module:attribute` names. Raises whatever its module raises."""
    module, _, attribute = target.partition(":")
    found: Any = import_module(module)
    for name in filter(None, attribute.split(".")):
        found = getattr(found, name)
    return found


def target_of(value: Any) -> str:
    """The `module:attribute` of a class, for `load`."""
    return f"{value.__module__}:{value.__qualname__}"


# ------------------------------------------------------------------------------------------------------------- tables


class Modules(Mapping[str, Value]):
    """Module name to what that module of a package calls `attribute`; a module is imported when it is asked for."""

    def __init__(self, package: str, attribute: str, but: tuple[str, ...] = ()) -> None:
        """`but`: modules of the package to leave out, since they hold no such attribute."""
        self._package, self._attribute, self._but = package, attribute, but

    @cached_property
    def _names(self) -> tuple[str, ...]:
        places = import_module(self._package).__path__
        names = {file.stem for place in places for file in Path(place).glob("[!_]*.py")}
        return tuple(sorted(names.difference(self._but)))

    def __getitem__(self, name: str) -> Value:
        if name not in self._names:
            raise KeyError(name)
        value: Value = load(f"{self._package}.{name}:{self._attribute}")
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


class Tables(Mapping[str, Value]):
    """The tables that a package's modules call `attribute`, joined into one and sorted by name."""

    def __init__(self, package: str, attribute: str, but: tuple[str, ...] = ()) -> None:
        self._modules: Modules[Mapping[str, Value]] = Modules(package, attribute, but)

    @cached_property
    def _whole(self) -> dict[str, Value]:
        rows = (row for table in self._modules.values() for row in table.items())
        return dict(sorted(rows, key=lambda row: row[0]))

    def __getitem__(self, name: str) -> Value:
        return self._whole[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class Registry(MutableMapping[str, Value]):
    """Name to value of all that loads: first what was added while running, then our own, then what packages bring."""

    def __init__(self, group: str, own: Mapping[str, Value], fits: Callable[[object], bool], wanted: str) -> None:
        """`fits`: whether a value is of this kind; `wanted`: what it should be, for messages to a package's author."""
        self.group, self.own = group, own
        self._fits, self._wanted = fits, wanted
        self._added: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        for table in (self._added, self.own):
            if name in table:
                return table[name]
        return self._brought[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._added, *self.own, *self._brought)))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __contains__(self, name: object) -> bool:
        return name in self._added or name in self.own or name in self._brought

    def __setitem__(self, name: str, value: Value) -> None:
        self._added[name] = value

    def __delitem__(self, name: str) -> None:
        del self._added[name]

    @cached_property
    def outcomes(self) -> tuple[LoadedOffer[Value], ...]:
        """What became of all that packages offer of this kind; they are loaded now."""
        found: list[LoadedOffer[Value]] = []
        taken = dict.fromkeys(self.own, "avatar")
        for offer in offers():
            if offer.group == self.group:
                by = taken.setdefault(offer.name, offer.package)
                clash = f"the name is taken by {by}" if by != offer.package else ""
                found.append(LoadedOffer(offer, None, clash) if clash else self._outcome(offer))
                if found[-1].trouble:
                    log.warning("%s of %s is left out: %s", offer, offer.package, found[-1].trouble)
        return tuple(found)

    def _outcome(self, offer: Offer) -> LoadedOffer[Value]:
        try:
            value = load(offer.target)
        except Exception as error:  # other people's code is run: what it raises leaves out its own offer alone
            log.info("%s", offer.target, exc_info=error)
            return LoadedOffer(offer, None, f"{type(error).__name__}: {error}")
        if not self._fits(value):
            return LoadedOffer(offer, None, f"{offer.target} is not {self._wanted}")
        return LoadedOffer(offer, value)

    @cached_property
    def _brought(self) -> dict[str, Value]:
        return {each.offer.name: each.value for each in self.outcomes if each.value is not None}

    def listing(self, name: str = "") -> str:
        """The remedy for an unknown name: the names there are, and why a package's offer of this one was left out."""
        return f"{self.left_out(name)}There are: {', '.join(self)}."

    def left_out(self, name: str) -> str:
        """Why a package's offer of this name was left out, as a sentence with a space after it; '' where none was."""
        troubles = (each for each in self.outcomes if each.trouble and each.offer.name == name)
        return "".join(f"{each.offer.package} brings it, but {each.trouble}. " for each in troubles)


# --------------------------------------------------------------------------------------------------------------- data


@cache
def folders() -> tuple[LoadedOffer[Path], ...]:
    """The folders with characters, voices and shows that packages bring. A top-level package's code is not run."""
    return tuple(_folder(offer) for offer in offers() if offer.group == DATA)


def _folder(offer: Offer) -> LoadedOffer[Path]:
    from importlib.util import find_spec

    try:
        spec = find_spec(offer.target)
    except Exception as error:  # noqa: BLE001  imports other people's code
        return LoadedOffer(offer, None, f"{type(error).__name__}: {error}")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        return LoadedOffer(offer, None, f"there is no package {offer.target}")
    return LoadedOffer(offer, Path(places[0]))
