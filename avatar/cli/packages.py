"""What installed packages bring, for `avatar doctor`: all of it, package by package, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from avatar import library, plugins
from avatar.plugins import Offer
from avatar.types import Availability


class PackageRow(NamedTuple):
    """One thing that a package brings."""

    offer: Offer
    what: str
    """As `engine festival`."""
    trouble: str = ""
    """Why it is left out; '' where it works."""


def findings() -> Iterator[tuple[str, Availability]]:
    """Each package that brings something, by name. All of it is loaded now."""
    rows = sorted(_rows(), key=lambda row: row.offer.package)
    for package in dict.fromkeys(row.offer.package for row in rows):
        mine = [row for row in rows if row.offer.package == package]
        works = ", ".join(row.what for row in mine if not row.trouble) or "nothing that works"
        left_out = [f"{row.what} is left out: {row.trouble}" for row in mine if row.trouble]
        detail = "; ".join([f"{mine[0].offer.version} brings {works}", *left_out])
        yield package, Availability(not left_out, detail, f"Update or uninstall {package}." if left_out else "")


def _rows() -> Iterator[PackageRow]:
    if not plugins.offers():
        return
    from avatar.brain import BRAINS
    from avatar.lipsync.formats import FORMATS
    from avatar.lipsync.ladder import EVERY_RUNG
    from avatar.speech import ENGINES
    from avatar.studio.importers import IMPORTERS

    registries = (ENGINES, FORMATS, BRAINS, IMPORTERS, EVERY_RUNG)
    for registry in registries:
        yield from (PackageRow(each.offer, str(each.offer), each.trouble) for each in registry.outcomes)
    for folder in plugins.folders():
        yield from (
            _data(folder.offer, folder.value)
            if folder.value
            else [PackageRow(folder.offer, str(folder.offer), folder.trouble)]
        )
    known = {plugins.DATA, *(registry.group for registry in registries)}
    strange = (offer for offer in plugins.offers() if offer.group not in known)
    yield from (PackageRow(offer, str(offer), f"avatar has no {offer.group}") for offer in strange)


def _data(offer: Offer, folder: Path) -> Iterator[PackageRow]:
    """The characters, voices and shows in a package's folder; one whose name is taken can't be found by it."""
    found = {"character": library.characters(), "voice": library.voices(), "show": library.shows()}
    rows = [
        PackageRow(offer, f"{kind} {name}", "" if found[kind][name] == path else f"{found[kind][name]} has its name")
        for kind in found
        for name, path in library.held(kind, folder).items()
    ]
    yield from rows or [PackageRow(offer, str(offer), f"{folder} has no characters, voices or shows")]
