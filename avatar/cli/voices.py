"""List the voices, get more of them, hear them. `avatar say --voice NAME TEXT` lets one say something.

Without an action it lists them: those that came with avatar, your own, and, marked with -, those that can be got, with
what is left of each to download.
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
    from avatar.config import Config
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
    parser.add_argument("--language", metavar="TAG", default="", help="those of a language, as de or en-GB")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="write NAME.wav files there instead of playing them"
    )
    add_flags(parser, "--device", "--volume")
    add_global_arguments(parser, late=True)


def run(options: argparse.Namespace) -> int:
    return ACTIONS[options.action or "list"](options)


def _run_list(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings

    mute = Mute(settings(options, check=False))
    found, status = _readable()
    want = options.language.lower()
    found = [each for each in found if speaks(each.language, want)]
    if options.json:
        print(as_json([{**asdict(each), "here": not lacks(each) and not mute(each.engine)} for each in found], 2))
        return status
    from avatar.cli.table import table

    rows = sorted([*(_row(each, mute) for each in found), *_more(found, want)], key=lambda row: "+!-".index(row[0]))
    print(table(("", "VOICE", "LANGUAGE", "ENGINE", ""), rows) if rows else _none(options.language))
    signs = {row[0] for row in rows}
    notes = [note for sign, note in NOTES.items() if sign in signs]
    if notes:
        print("", *notes, sep="\n")
    return status


NOTES = {
    "!": "What is marked with ! is here and can't speak yet: its row says why.",
    "-": "`avatar voices get NAME` gets one that is marked with -, `avatar voices get de` the best of a language.",
}
"""What is told below the list, by the sign in its first column."""


class Mute:
    """Why no voice of an engine speaks here; each engine is asked once."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._why: dict[str, str] = {}

    def __call__(self, engine: str) -> str:
        from avatar.performer.choosing import why_mute

        if engine not in self._why:
            self._why[engine] = why_mute(engine, self._config)
        return self._why[engine]


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


def speaks(language: str, want: str) -> bool:
    return (language.lower() + "-").startswith(want + "-" if want else "")


def lacks(voice: Voice) -> str:
    """What has to come before a voice can speak, for people; '' where nothing has to."""
    from avatar.catalogue.getting import in_mb
    from avatar.speech import traits

    size = left_to_get(voice)
    missing = traits(voice.engine).missing(voice.id)
    return f"{in_mb(size)} to download" if size else f"without its file {missing}" if missing else ""


def left_to_get(voice: Voice) -> int:
    """Bytes to download until a voice has all that it needs of the catalogue."""
    from avatar.catalogue import getting, voices

    return getting.download_size(voices.needed(voice))


def _row(voice: Voice, mute: Mute) -> tuple[str, ...]:
    why = lacks(voice) or mute(voice.engine)
    sign = "-" if left_to_get(voice) else "!" if why else "+"
    return (sign, voice.name, voice.language, voice.engine, f"{voice.description}, {why}" if why else voice.description)


def _more(found: list[Voice], want: str) -> list[tuple[str, ...]]:
    """Rows of what can be got, and has no voice yet that is named after it."""
    from avatar.catalogue import voices
    from avatar.catalogue.getting import download_size, in_mb

    named = {(each.engine, each.id) for each in found}
    return [
        ("-", each.name, each.language, each.engine, f"{each.description}, {in_mb(download_size([each]))} to download")
        for each in voices.to_be_got()
        if speaks(each.language, want) and (each.engine, each.id) not in named
    ]


def _none(language: str) -> str:
    return f"No voice speaks {language!r}. `avatar voices` lists all." if language else "There are no voices."


def _run_get(options: argparse.Namespace) -> int:
    from avatar.catalogue import voices
    from avatar.cli.common import bring_engine
    from avatar.cli.get import bring

    if not options.names and not options.cast:
        raise ConfigError("No voice is named", remedy="Name one, or a language, or --cast; `avatar voices` lists them.")
    by_word = {word: voices.find(word) for word in options.names}
    found = {entry.name: entry for entries in by_word.values() for entry in entries}
    for word in (word for word, entries in by_word.items() if not entries):
        print(_needs_nothing(word))
    if options.cast:
        found |= {entry.name: entry for entry in _of_the_cast()}
    if not found:
        return 0
    status = bring(list(found.values()), options.origin, options.yes)
    for engine, language in dict.fromkeys((each.engine, each.language) for each in found.values()):
        bring_engine(engine, language)
    return status


def _needs_nothing(word: str) -> str:
    """That a voice came with avatar; of a character's also the others that it would speak with and that can be got."""
    from avatar import library
    from avatar.performer.choosing import own_voices

    others = own_voices(library.character(word)) if word in library.characters() else []
    more = [each.name for each in others if lacks(each)]
    hint = f" {word.title()} would also speak with {' or '.join(more)}: `avatar voices get {more[0]}`." if more else ""
    return f"The voice {word} came with avatar and needs nothing more.{hint}"


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

    by_word = {word: voices.find(word) for word in options.names}
    if came := [word for word, entries in by_word.items() if not entries]:
        raise CatalogueError(
            f"{', '.join(came)} came with avatar: what was got alone can be removed",
            remedy="`avatar voices` lists the voices.",
        )
    return take_away(list({entry.name: entry for entries in by_word.values() for entry in entries}.values()))


def _run_audition(options: argparse.Namespace) -> int:
    from avatar.cli.auditioning import audition

    return audition(
        options.names, everyone=options.all, language=options.language, folder=options.output, options=options
    )


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _run_list,
    "get": _run_get,
    "remove": _run_remove,
    "audition": _run_audition,
}
