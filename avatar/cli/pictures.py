"""What a command line tells of a picture that is to talk; and the question that has to be answered first: whose it is,
and whether they agree."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from avatar.errors import ConfigError

if TYPE_CHECKING:
    from avatar.studio.importers import PictureWish

MOUTHS = ("shut", "open", "teeth", "muzzle", "simple")
"""What --mouth says of a picture."""

MINE = "whoever imported it"
"""What stands for the owner's name where nobody else is shown, and no name was given."""

MOST_LETTERS = 200
"""Of a name."""

OWN = frozenset(("", "me", "mine", "my own", "myself", "i"))
"""Answers that say that it is one's own."""

NEEDED = (
    "Say it: --mine where it is a picture of yourself, or a drawing of your own; or --whose NAME --agreed where that"
    " person agrees."
)


def add_flags(parser: argparse.ArgumentParser, title: str) -> None:
    """Flags of a picture with a face."""
    add = parser.add_argument_group(title).add_argument
    add("--face", type=int, metavar="N", default=0, help="of several faces the one that speaks, 1 is the largest")
    add("--mouth", metavar="WHAT", choices=MOUTHS,
        help="what its mouth does: shut, open, teeth; or muzzle (an animal), simple (a mouth is drawn)")  # fmt: skip
    add("--mine", action="store_true", help="it shows yourself, or is your own drawing: nobody else has to be asked")
    add("--whose", metavar="NAME", help="whose picture it is; with --mine your own name")
    add("--agreed", action="store_true", help="with --whose: they agree that it is animated")
    add("--no-mark", action="store_true", help="no small mark in the corner that says that it is animated")


def read_wish(options: argparse.Namespace) -> PictureWish:
    """What the flags say of a picture, asking whose it is where they don't.

    Raises ConfigError for flags that don't fit, and where nobody can be asked or the answer is no.
    """
    from avatar.studio.importers import PictureWish

    every = getattr(options, "all_faces", False)
    if options.face < 0 or (options.face and every):
        remedy = "Give --face 1 or more, or --all-faces alone."
        raise ConfigError(f"--face {options.face} is not possible{' with --all-faces' * every}", remedy=remedy)
    whose = _find_owner(options)
    by_hand = getattr(options, "by_hand", False)
    return PictureWish(whose, True, options.face, every, options.mouth or "", by_hand, not options.no_mark)


def refuse_flags(options: argparse.Namespace, what: str) -> None:
    """Raises ConfigError where flags of pictures are given for what is none. `what`: how it is called."""
    flags = ("face", "mouth", "mine", "whose", "agreed", "no_mark", "all_faces", "by_hand")
    given = [flag for flag in flags if getattr(options, flag, None)]
    if given:
        flag = given[0].replace("_", "-")
        raise ConfigError(f"--{flag} belongs to a picture with a face, and this is {what}", remedy="Leave it out.")


def _find_owner(options: argparse.Namespace) -> str:
    """Whose picture it is. Raises ConfigError where that is not told, or they don't agree."""
    if options.whose and (options.agreed or options.mine):
        return str(options.whose)
    asked = bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())
    if options.mine:
        return _own_name(options) if asked else MINE
    if not asked:
        what = "Whether they agree is not told" if options.whose else "Nobody has said whose picture it is"
        raise ConfigError(what, remedy=NEEDED)
    whose = options.whose or _ask("Whose picture is it? (Enter where it is your own) ").strip()
    if whose.lower() in OWN:
        return _own_name(options)
    if options.agreed or _ask(f"Does {whose} agree that it is animated? [y/N] ").strip().lower() in ("y", "yes"):
        return str(whose)
    raise ConfigError("Without their consent it is not animated", remedy="Ask them, or take another picture.")


def _own_name(options: argparse.Namespace) -> str:
    """The user's name, which the character's file then has; not asked for a film, which leaves no file behind."""
    if not hasattr(options, "all_faces"):
        return MINE
    print("Your name, for the character's file? (Enter for none) ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()[:MOST_LETTERS] or MINE


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise ConfigError("Nobody answered whose picture it is", remedy=NEEDED)
    return answer
