"""List the voices, get more of them, hear them. `avatar say --voice NAME TEXT` lets one say something.

Without an action it lists them: those that came with avatar, your own, and, marked with -, those that can be got.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.outputs import as_json
from avatar.errors import CatalogueError, ConfigError

if TYPE_CHECKING:
    from avatar.catalogue.entries import CatalogueEntry
    from avatar.types import Voice


def arguments(parser: argparse.ArgumentParser) -> None:
    _list_flags(parser, late=False)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    _list_flags(actions.add_parser("list", help="list them (what happens without an action)"), late=True)
    _get(actions.add_parser("get", help="get voices that did not come along"))
    remove = actions.add_parser("remove", help="remove voices that were got, and what only they needed")
    remove.add_argument("names", nargs="+", metavar="VOICE", help="which ones")
    _audition(actions.add_parser("audition", help="let each voice say a sentence in its language"))


def _list_flags(parser: argparse.ArgumentParser, *, late: bool) -> None:
    unless = argparse.SUPPRESS if late else False
    parser.add_argument("--json", action="store_true", default=unless, help="print JSON")
    parser.add_argument(
        "--language", metavar="TAG", default=argparse.SUPPRESS if late else "",
        help="only voices of a language, as de or en-GB",
    )  # fmt: skip


def _get(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.get import add_ways

    parser.add_argument(
        "names", nargs="*", metavar="VOICE|LANGUAGE", help="voices; for a language the best that it has"
    )
    parser.add_argument("--cast", action="store_true", help="all that the characters' own voices need")
    add_ways(parser)


def _audition(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.common import add_flags, add_global_arguments

    parser.add_argument("names", nargs="*", metavar="VOICE", help="which ones")
    parser.add_argument("--all", action="store_true", help="every voice that is here and stays on this machine")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="write NAME.wav files there instead of playing them"
    )
    add_flags(parser, "--device", "--volume")
    add_global_arguments(parser, late=True)


def run(options: argparse.Namespace) -> int:
    return ACTIONS[options.action or "list"](options)


def _run_list(options: argparse.Namespace) -> int:
    found, status = _readable()
    want = options.language.lower()
    found = [each for each in found if _speaks(each.language, want)]
    if options.json:
        print(as_json([{**asdict(each), "here": not lacks(each)} for each in found], 2))
        return status
    from avatar.cli.table import table

    rows = sorted([*map(_row, found), *_more(found, want)], key=lambda row: row[0] == "-")
    print(table(("", "VOICE", "LANGUAGE", "ENGINE", ""), rows) if rows else _none(options.language))
    if any(row[0] == "-" for row in rows):
        print("\n`avatar voices get NAME` gets one that is marked with -.")
    return status


def _readable() -> tuple[list[Voice], int]:
    """The voices, and the exit status: one broken file must not hide the others."""
    from avatar import library
    from avatar.errors import LibraryError

    found: list[Voice] = []
    status = 0
    for name, path in library.voices().items():
        try:
            found.append(library.read_voice(path))
        except LibraryError as error:
            print(f"avatar: voice {name}: {error}", file=sys.stderr)
            status = 1
    return found, status


def _speaks(language: str, want: str) -> bool:
    return (language.lower() + "-").startswith(want + "-" if want else "")


def lacks(voice: Voice) -> str:
    """What has to come before a voice can speak, for people; '' where nothing has to."""
    from avatar.catalogue import getting, voices
    from avatar.speech import traits

    size = getting.download_size(voices.needed(voice))
    missing = traits(voice.engine).missing(voice.id)
    return f"{getting.in_mb(size)} to download" if size else f"without its file {missing}" if missing else ""


def _row(voice: Voice) -> tuple[str, ...]:
    lacking = lacks(voice)
    about = f"{voice.description}, {lacking}" if lacking else voice.description
    return ("-" if lacking else "+", voice.name, voice.language, voice.engine, about)


def _more(found: list[Voice], want: str) -> list[tuple[str, ...]]:
    """Rows of what can be got, and has no voice yet that is named after it."""
    from avatar.catalogue import voices
    from avatar.catalogue.getting import download_size, in_mb

    named = {(each.engine, each.id) for each in found}
    return [
        ("-", each.name, each.language, each.engine, f"{each.description}, {in_mb(download_size([each]))} to download")
        for each in voices.to_be_got()
        if _speaks(each.language, want) and (each.engine, each.id) not in named
    ]


def _none(language: str) -> str:
    return f"No voice speaks {language!r}. `avatar voices` lists all." if language else "There are no voices."


def _run_get(options: argparse.Namespace) -> int:
    from avatar.catalogue import voices
    from avatar.cli.common import bring_engine
    from avatar.cli.get import bring

    if not options.names and not options.cast:
        raise ConfigError("No voice is named", remedy="Name one, or a language, or --cast; `avatar voices` lists them.")
    found = {entry.name: entry for word in options.names for entry in voices.find(word)}
    if options.cast:
        found |= {entry.name: entry for entry in _of_the_cast()}
    if not found:
        print("It needs nothing: all of it is here.")
        return 0
    status = bring(list(found.values()), options.origin, options.yes)
    for engine, language in dict.fromkeys((each.engine, each.language) for each in found.values()):
        bring_engine(engine, language)
    return status


def _of_the_cast() -> Iterator[CatalogueEntry]:
    """All that the voices which characters name need; a name may be the catalogue's, too."""
    from avatar import library
    from avatar.catalogue import voices
    from avatar.catalogue.entries import catalogue
    from avatar.performer.choosing import own_names

    for name in dict.fromkeys(name for folder in library.characters().values() for name in own_names(folder)):
        if name in catalogue():
            yield catalogue()[name]
        elif name in library.voices():
            yield from voices.needed(library.voice(name))


def _run_remove(options: argparse.Namespace) -> int:
    from avatar.catalogue import voices
    from avatar.cli.get import take_away

    found = {entry.name: entry for word in options.names for entry in voices.find(word)}
    if not found:
        raise CatalogueError(f"{', '.join(options.names)} was never got", remedy="`avatar voices` lists them.")
    return take_away(list(found.values()))


def _run_audition(options: argparse.Namespace) -> int:
    from avatar.cli.auditioning import audition

    return audition(options.names, everyone=options.all, folder=options.output, options=options)


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _run_list,
    "get": _run_get,
    "remove": _run_remove,
    "audition": _run_audition,
}
