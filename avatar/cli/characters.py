"""List the characters: the ones that came with avatar and your own."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.errors import LibraryError

    found: list[dict[str, str]] = []
    status = 0
    for name, folder in library.characters().items():
        try:
            about = library.read_toml(folder / "character.toml")
        except LibraryError as error:  # one broken folder must not hide the others
            print(f"avatar: character {name}: {error}", file=sys.stderr)
            status = 1
            continue
        texts = {key: str(about.get(key, "")) for key in ("description", "voice")}
        found.append({"name": name, **texts, "folder": str(folder)})
    if options.json:
        import json

        print(json.dumps(found, indent=2, ensure_ascii=False))
        return status
    from avatar.cli.table import table

    rows = [(each["name"], each["voice"], each["description"]) for each in found]
    print(table(("CHARACTER", "VOICE", ""), rows) if rows else "There are no characters.")
    return status
