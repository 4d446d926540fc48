"""List the characters; make, check, preview and import your own.

Without an action it lists them: the ones that came with avatar and your own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.cli.outputs import as_json
from avatar.errors import AvatarError, LibraryError

if TYPE_CHECKING:
    from avatar.config import Config

CELL = 200
"""Pixels of one face on a contact sheet."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    add = actions.add_parser("list", help="list them (what happens without an action)").add_argument
    add("names", nargs="*", metavar="NAME", help="only these, with all the voices that each would speak with")
    add("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
    _check(actions.add_parser("check", help="say all that is wrong with characters, and what to do about it"))
    _sheet(actions.add_parser("sheet", help="a picture of every sound in every mood, and of every gesture"))
    _new(actions.add_parser("new", help="a new character of your own, to draw over"))
    _import(actions.add_parser("import", help="a character that was drawn for another program"))
    _preview(
        actions.add_parser(
            "preview",
            help="a character at play, shown anew whenever you save one of its files; place its points and mouth",
        )
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="NAME|FOLDER", help="which ones (default: all)")


def _sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="NAME|FOLDER", help="which one")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the PNG to write (default: NAME.png)")
    parser.add_argument("--size", type=int, metavar="PIXELS", default=CELL, help=f"side of each face (default: {CELL})")


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what it is to be called: letters, digits, - and _")
    parser.add_argument(
        "--from", dest="template", metavar="TEMPLATE", help="a template or a character to copy (default: pip)"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.pictures import add_flags
    from avatar.studio.importers import IMPORTERS

    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="a picture with a face, a PSD, OpenRaster or Krita document, a folder of mouths, a PNGTuber Plus or Remix"
        " file, or a card",
    )
    parser.add_argument("--kind", metavar="KIND", choices=tuple(IMPORTERS), default="",
                        help="what kind of file it is, where its name doesn't tell")  # fmt: skip
    parser.add_argument("--name", metavar="NAME", default="", help="what it is to be called (default: as the file)")
    parser.add_argument(
        "--look", metavar="NAME", default="", help="of a card: the character whose looks and voice it gets (pip)"
    )
    parser.add_argument("--all-faces", action="store_true", help="of a picture: each face becomes a character")
    parser.add_argument(
        "--by-hand", action="store_true", help="of a picture: look for no face; points to drag are put into its middle"
    )
    add_flags(parser, "of a picture with a face")


def _preview(parser: argparse.ArgumentParser) -> None:
    from avatar.cli.common import add_flags, add_global_arguments

    parser.add_argument("what", metavar="NAME|FOLDER", help="which one")
    add_flags(parser, "--stage", "--reduced-motion")
    add_global_arguments(parser, late=True)


def run(options: argparse.Namespace) -> int:
    return ACTIONS[options.action or "list"](options)


def _folder(what: str) -> Path:
    """The folder of a character by name, or as it is given. Raises LibraryError."""
    from avatar import library

    path = Path(what)
    if len(path.parts) > 1 or (path / "character.toml").is_file():
        if not path.is_dir():
            raise LibraryError("There is no such folder", where=path, remedy="Give a character's name or its folder.")
        return path
    return library.character(what)


def _run_list(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.cli.common import settings
    from avatar.performer.choosing import own_names

    config = settings(options, check=False)
    names = getattr(options, "names", [])
    chosen = {name: library.character(name) for name in names} or library.characters()
    found: list[dict[str, Any]] = []
    status = 0
    for name, folder in chosen.items():
        try:
            about = library.read_toml(folder / "character.toml")
        except LibraryError as error:  # one broken folder must not hide the others
            print(f"avatar: character {name}: {error}", file=sys.stderr)
            status = 1
            continue
        voices = own_names(folder)
        texts = {"description": str(about.get("description", "")), "voice": _speaks_with(folder, config)}
        found.append({"name": name, **texts, "voices": voices, "folder": str(folder)})
    if options.json:
        print(as_json(found, 2))
        return status
    from avatar.cli.table import table

    if names:
        for each in found:
            print(*_about(each, config), sep="\n")
        return status
    rows = [(each["name"], each["voice"], each["description"]) for each in found]
    print(table(("CHARACTER", "VOICE", ""), rows) if rows else "There are no characters.")
    return status


def _speaks_with(folder: Path, config: Config) -> str:
    """The voice that a character speaks with in a talk on this machine; '' where none of its voices is known."""
    from avatar.performer.choosing import voice_for

    try:
        return voice_for(config, folder).name
    except LibraryError:
        return ""


def _about(found: dict[str, Any], config: Config) -> Iterator[str]:
    """What is told of one character: who speaks, and its own voices with what is in the way of each."""
    from avatar.catalogue import voices
    from avatar.catalogue.getting import in_mb
    from avatar.cli.voices import left_to_get
    from avatar.performer.choosing import why_not

    yield f"{found['name']}: {found['description']}"
    yield f"  speaks with {found['voice'] or 'no voice'} here"
    for name in found["voices"]:
        try:
            voice = voices.named(name)
        except LibraryError:
            yield f"  {name}: no voice of that name is here"
            continue
        if size := left_to_get(voice):
            yield f"  {name}: `avatar voices get {name}` gets it ({in_mb(size)})"
        else:
            why = why_not(voice, config, "talk")
            yield f"  {name}: {f'not in a talk, since {why}' if why else 'is here'}"


def _run_check(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.brain import proofreading
    from avatar.draw.check import find_problems
    from avatar.show.words import find_meaning
    from avatar.text import clashes, vocabulary

    folders = [_folder(what) for what in options.what] or list(library.characters().values())
    wrong = 0
    for folder in folders:
        found = [
            *find_problems(folder),
            *clashes.find_problems(folder, find_meaning),
            *proofreading.find_problems(folder / "persona", vocabulary.of(folder)),
        ]
        wrong += bool(found)
        print(f"{folder.name}: {_count(len(found))}")
        for each in found:
            print(f"  - {each}")
    return 1 if wrong else 0


def _count(number: int) -> str:
    return "all is well" if not number else f"{number} thing{'s' if number > 1 else ''} to mend"


def _run_sheet(options: argparse.Namespace) -> int:
    from avatar.character.loading import load
    from avatar.draw import save_png
    from avatar.draw.sheet import sheet
    from avatar.errors import ConfigError

    if not 32 <= options.size <= 1000:
        raise ConfigError(f"--size {options.size} is not possible", remedy="Give pixels from 32 to 1000.")
    character = load(_folder(options.what))
    target = options.output or Path(f"{character.name}.png")
    try:
        save_png(target, sheet(character, cell=options.size))
    except OSError as error:
        raise AvatarError(f"The picture can't be written: {error.strerror}", where=target) from error
    print(target)
    return 0


def _run_new(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.studio import templates

    folder = templates.make_character(
        options.name, library.user_dir() / "characters", options.template or templates.STARTER
    )
    _next_steps(folder)
    return 0


def _run_import(options: argparse.Namespace) -> int:
    from avatar import library, logs
    from avatar.cli.common import bring_for
    from avatar.cli.pictures import read_wish, refuse_flags
    from avatar.studio.importers import check_name, choose_importer, import_character

    logs.to_file(options.verbose)  # libraries that read other programs' files have much to say about them
    bring_for(options.path)
    characters = library.user_dir() / "characters"
    kind = choose_importer(options.path, options.kind)
    wish = None
    if kind == "picture":
        check_name(options.path, characters, options.name)  # before anybody is asked anything
        wish = read_wish(options)
    else:
        refuse_flags(options, f"of the kind {kind}")
    made = import_character(options.path, characters, kind=kind, name=options.name, look=options.look, picture=wish)
    for note in made.notes:
        print(note)
    for folder in (made.folder, *made.others):
        _next_steps(folder, "to see it and place its points" if kind == "picture" else SEEN)
    return 0


SEEN = "to see it while you draw"


def _next_steps(folder: Path, preview: str = SEEN) -> None:
    print(f"{folder}")
    print(f"  avatar characters preview {folder.name}    {preview}")
    print(f"  avatar --character {folder.name}           to talk with it")


def _run_preview(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings
    from avatar.cli.previewing import preview

    return preview(settings(options, check=False), _folder(options.what))


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _run_list,
    "check": _run_check,
    "sheet": _run_sheet,
    "new": _run_new,
    "import": _run_import,
    "preview": _run_preview,
}
