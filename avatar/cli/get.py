"""Get what avatar works better with and what is too large to come along: voices, what they need, ears, what takes songs
apart, and language models (`brain`); a model of your own, too, in GGUF: avatar get brain NAME --from FILE.

Without a name it lists what there is. All of it is checked by its hash, and taken up again where it broke off.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.outputs import as_json, bare
from avatar.errors import CatalogueError, ConfigError

if TYPE_CHECKING:
    from avatar.catalogue.entries import CatalogueEntry
    from avatar.catalogue.getting import Step


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        nargs="?",
        metavar="KIND",
        default="",
        help="what kind: voice, model, ears, faces, songs or brain; it may be left out",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which ones")
    parser.add_argument("--remove", action="store_true", help="remove them again, and what only they needed")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    add_ways(parser)


def add_ways(parser: argparse.ArgumentParser) -> None:
    """Where from, and whether to ask."""
    parser.add_argument(
        "--from", dest="origin", type=Path, metavar="FOLDER|FILE",
        help="a folder that has the files or the packages, or one such file, instead of the network",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="don't ask")


def run(options: argparse.Namespace) -> int:
    from avatar.catalogue import brains, entries

    if options.kind not in ("", *entries.KINDS):
        if entries.look_up(options.kind) is None:
            raise ConfigError(f"There is no kind {options.kind!r}", remedy=f"There are: {', '.join(entries.KINDS)}.")
        options.kind, options.names = "", [options.kind, *options.names]  # a name says of what kind it is
    if options.remove and not options.names:
        raise ConfigError("Nothing is named that is to be removed", remedy="avatar get KIND NAME --remove")
    if options.names:
        found = [_named(name, options) for name in options.names]
        return take_away(found) if options.remove else _bring(found, options)
    every = (*entries.catalogue().values(), *brains.brought())
    _list([each for each in every if options.kind in ("", each.kind)], options.json)
    return 0


def _named(name: str, options: argparse.Namespace) -> CatalogueEntry:
    """An entry of the catalogue, or a model of the user's own. Raises CatalogueError."""
    from avatar.catalogue import brains, entries

    if options.kind == brains.KIND and name not in entries.catalogue():
        own = next((each for each in brains.brought() if each.name == name), None)
        if own is not None and (options.remove or not options.origin):
            return own
        if options.origin and options.origin.is_file():
            return brains.entry_for(name, options.origin)
        if options.origin:
            remedy = f"A model of your own is one file: avatar get brain {name} --from FILE.gguf"
            raise CatalogueError(f"There is no brain {name!r} in the catalogue", remedy=remedy)
    return entries.entry(name, options.kind)


def _bring(found: Sequence[CatalogueEntry], options: argparse.Namespace) -> int:
    from avatar.catalogue import brains
    from avatar.cli.common import bring_for_models

    status = bring(found, options.origin, options.yes)
    if status == 0 and any(each.kind == brains.KIND for each in found):
        bring_for_models()
        print('Think with it: /brain local in the chat, or [brain] name = "local" in the settings.')
    return status


def take_away(unwanted: Sequence[CatalogueEntry]) -> int:
    """Remove entries, and say what went; returns the exit status. Raises CatalogueError for what was never got."""
    from avatar.catalogue import getting, shelf

    known = shelf.read_list()
    absent = [each.name for each in unwanted if each.name not in known and len(shelf.lacking(each)) == len(each.files)]
    if absent:
        raise CatalogueError(f"{', '.join(absent)} was never got", remedy="`avatar get` lists what was.")
    removed = getting.remove(unwanted)
    print(f"Removed: {', '.join(removed.names)}.")
    for path in removed.kept:
        print(f"Not as it came, and so kept: {path}")
    return 0


def _list(found: Sequence[CatalogueEntry], json: bool) -> None:
    from dataclasses import asdict

    from avatar.catalogue.shelf import lacking

    if json:
        rows = [{**asdict(each), "size": each.size, "here": not lacking(each)} for each in found]
        print(as_json(rows, 2))
        return
    from avatar.cli.table import table

    print(table(("", "KIND", "NAME", "LANGUAGE", "SEX", "SIZE", "LICENCE", ""), [_row(each) for each in found]))


def _row(entry: CatalogueEntry) -> tuple[str, ...]:
    from avatar.catalogue.getting import in_mb
    from avatar.catalogue.shelf import lacking

    sign = "-" if lacking(entry) else "+"
    return (
        sign,
        entry.kind,
        entry.name,
        entry.language,
        entry.sex,
        in_mb(entry.size),
        entry.licence,
        entry.description,
    )


def bring(wanted: Sequence[CatalogueEntry], origin: Path | None, yes: bool) -> int:
    """Get entries, after telling what they are and asking; returns the exit status."""
    from avatar.catalogue.entries import with_needed
    from avatar.catalogue.getting import download_size, get, in_mb
    from avatar.catalogue.shelf import lacking

    every = with_needed(tuple(wanted))
    for each in every:
        here = "" if lacking(each) else ", here already"
        print(f"{each.name}: {each.description}. {each.licence}, {each.author}. {in_mb(each.size)}{here}")
        if each.note:
            print(f"  Note: {each.note}.")
    size = download_size(wanted)
    if size and not origin and not yes and not _agreed(f"{in_mb(size)} to download. Get it?"):
        return 1
    progress = Progress()
    try:
        got = get(wanted, progress.show, origin)
    finally:
        progress.end()
    if got:
        print(f"Here now: {', '.join(each.name for each in got)}.")
    elif every:
        print("All of it is here.")
    return 0


def _agreed(question: str) -> bool:
    """Ask, where somebody is there to answer; a script that names what it wants has answered."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    print(f"{question} [Y/n] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in ("", "y", "yes")


WORTH_LINES = 2 << 20
"""Bytes below which a download is over before anybody reads how far it is."""


class Progress:
    """How far a download is: a bar that moves on a terminal, a line for every tenth elsewhere; both on stderr."""

    WIDTH = 24
    """Cells of the bar."""

    def __init__(self) -> None:
        self._out = bare(sys.stderr)
        self._moves = sys.stderr.isatty()
        self._last: tuple[str, int] = ("", -1)
        self._open = False

    def show(self, step: Step) -> None:
        from avatar.catalogue.getting import in_mb

        percent = 100 * step.done // max(step.total, 1)
        if not self._moves and step.total < WORTH_LINES:
            return
        shown = percent if self._moves else percent // 10 * 10
        if (step.name, shown) == self._last:
            return
        if step.name != self._last[0]:
            self.end()
        self._last = (step.name, shown)
        source = f" from {step.source}" if step.source else ""
        told = f"{step.name} {shown:3} % of {in_mb(step.total)}{source}"
        try:
            if self._moves:
                filled = "#" * (self.WIDTH * percent // 100)
                line = f"[{filled:<{self.WIDTH}}] {told}"[: shutil.get_terminal_size().columns - 1]
                print(f"\r{line}\x1b[K", end="", file=self._out, flush=True)
                self._open = True
            else:
                print(told, file=sys.stderr, flush=True)
        except OSError:  # nobody reads it any more; what is being got is still wanted
            self._moves = self._open = False

    def end(self) -> None:
        """Go to a line of its own."""
        if self._open:
            print(file=self._out)
        self._open = False
