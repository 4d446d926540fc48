"""List the voices: the ones that came with avatar and your own. `avatar say --voice NAME TEXT` lets you hear one."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from avatar.cli.outputs import as_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--language", metavar="TAG", default="", help="only voices of a language, as de or en-GB")


def run(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.errors import LibraryError
    from avatar.types import Voice

    found: list[Voice] = []
    status = 0
    for name, path in library.voices().items():
        try:
            found.append(library.read_voice(path))
        except LibraryError as error:  # one broken file must not hide the others
            print(f"avatar: voice {name}: {error}", file=sys.stderr)
            status = 1
    want = options.language.lower()
    found = [each for each in found if (each.language.lower() + "-").startswith(want + "-" if want else "")]
    if options.json:
        print(as_json([asdict(each) for each in found], 2))
        return status
    from avatar.cli.table import table

    rows = [(each.name, each.language, each.engine, each.description) for each in found]
    print(table(("VOICE", "LANGUAGE", "ENGINE", ""), rows) if rows else _none(options.language))
    return status


def _none(language: str) -> str:
    return f"No voice speaks {language!r}. `avatar voices` lists all." if language else "There are no voices."
