"""Print a script with which your shell completes commands, flags, names and files on Tab.

Names of characters, voices and shows are those that are there when the script is printed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

import shtab

from avatar import library
from avatar.catalogue.entries import KINDS, catalogue
from avatar.cli import CommandParser, build_parser

SHELLS = ("bash", "zsh", "fish")

_ON_DISK: Mapping[str, object] = {
    **dict.fromkeys(
        ("AUDIO", "FILE", "FILE|DIR", "FILE|NAME", "FOLDER|FILE", "MANIFEST", "PATH", "SHOW", "WHAT"), shtab.FILE
    ),
    **dict.fromkeys(("FOLDER", "NAME|FOLDER"), shtab.DIRECTORY),
}
"""Words in a command's usage that stand for something on disk."""

_NAMES: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "--character": library.characters,
    "--from TEMPLATE": library.characters,
    "--voice": library.voices,
    "KIND": lambda: KINDS,
    "VOICE": library.voices,
    "VOICE|LANGUAGE": catalogue,
    "NAME|FOLDER": library.characters,
    "FILE|NAME": library.shows,
    "SHOW": library.shows,
}
"""Flags, and words in a usage, that stand for something with a name: where the names come from."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"which one: {', '.join(SHELLS)}")


def run(options: argparse.Namespace) -> int:
    print(script(options.shell))
    return 0


def script(shell: str) -> str:
    """What the shell reads. `shell`: one of `SHELLS`."""
    parser = build_parser()
    for action in _filled(parser):
        _tell(action, shell)
    return str(shtab.complete(parser, shell))


def _filled(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of every command; commands' parsers are filled on the way."""
    if isinstance(parser, CommandParser):
        parser.fill()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            summaries = {each.dest: each.help for each in action._choices_actions}
            for name, each in action.choices.items():
                yield from _filled(each)
                each.description = summaries.get(name)  # the shorter one of both
        else:
            yield action


def _tell(action: argparse.Action, shell: str) -> None:
    """Writes down what an argument may be, where shtab looks for it: names or a kind of file.

    bash offers files where no name fits; the others offer one of both.
    """
    metavar = str(action.metavar)
    flags = [*action.option_strings, *(f"{flag} {metavar}" for flag in action.option_strings)]
    named = next((_NAMES[word] for word in (*flags, metavar) if word in _NAMES), None)
    kind = _ON_DISK.get(metavar)
    if named and not action.choices and (kind is None or shell == "bash"):
        action.choices = sorted(named())
    elif kind is not None:
        action.complete = kind  # type: ignore[attr-defined]
