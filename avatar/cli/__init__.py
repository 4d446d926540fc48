"""The command line. One file per command; a command's file is imported when that command runs.

`python -X importtime -m avatar --version` shows what keeps it fast: nothing here imports more than argparse.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from avatar import __version__
from avatar.errors import AvatarError, ConfigError


class Command(NamedTuple):
    """A command: the module `avatar.cli.MODULE` has `arguments(parser)` and `run(options) -> exit status`."""

    module: str
    summary: str


COMMANDS = {
    "chat": Command("chat", "talk with a character (what `avatar` alone does)"),
    "say": Command("say", "speak a text, or write it as sound, mouth cues or a scene"),
    "sing": Command("sing", "sing a song from its score, dancing; or film it"),
    "lipsync": Command("lipsync", "mouth cues of recordings, for animation programs"),
    "rhubarb": Command("rhubarb", "the same with Rhubarb Lip Sync's command line, for programs that drive Rhubarb"),
    "show": Command("show", "list, check and perform shows: screenplays in the Fountain format"),
    "replay": Command("replay", "play a saved scene"),
    "edit": Command("edit", "put a mouth right, and what is acted, on a timeline"),
    "film": Command("film", "film a show, a saved scene, a text or a recording"),
    "series": Command("series", "a series of shows: begin one, check it, film all of it"),
    "kiosk": Command("kiosk", "a screen that anyone may walk up to: full screen, by touch or keyboard"),
    "voices": Command("voices", "list, get and hear voices"),
    "characters": Command("characters", "list, make, check, preview and import characters"),
    "studio": Command("studio", "build a data set, train the model of the mouth, measure it"),
    "get": Command("get", "get what is too large to come along: voices, ears, language models"),
    "config": Command("config", "show the settings in effect, and where each comes from"),
    "docs": Command("docs", "read the documentation"),
    "completion": Command("completion", "let your shell complete avatar's commands on Tab"),
    "doctor": Command("doctor", "check what works on this machine, and how to make the rest work"),
}

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130


class CommandParser(argparse.ArgumentParser):
    """A command's own parser, filled from the command's file when that command is the one that runs."""

    def __init__(self, *, command: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.command = command
        self.instead: Mapping[str, str] = {}
        """Flags that it does not have, each with what there is in its place."""

    def fill(self) -> None:
        """Add the command's arguments; at most once."""
        if self.command:
            from avatar.cli import common

            module = importlib.import_module(f"avatar.cli.{COMMANDS[self.command].module}")
            self.description = (module.__doc__ or "").strip()
            module.arguments(self)
            self.instead = getattr(module, "INSTEAD", {})
            common.add_global_arguments(self, late=True)
            self.set_defaults(run=module.run)
            self.command = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.fill()
        found, rest = super().parse_known_args(args, namespace)
        if rest and not hasattr(found, "refused"):  # by the command itself, before those above it see what is left
            found.refused = self._refused(rest[0])
        return found, rest

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse's, but a word that no parser takes raises ConfigError, which suggests what may be meant."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            raise found.refused
        return found

    def error(self, message: str) -> NoReturn:
        """As argparse's, but in our words, and for a program in its own."""
        raise ConfigError(f"`{self.prog}`: {message}", remedy=f"`{self.prog} --help` tells what there is.")

    def _refused(self, word: str) -> ConfigError:
        more = f"`{self.prog} --help` tells what there is."
        if not word.startswith("-"):
            together = "Words that belong together go into quotes. "
            return ConfigError(f"`{self.prog}` can't do anything with {word!r}", remedy=f"{together}{more}")
        from avatar.nearest import find_nearest

        name = word.partition("=")[0]
        if name in self.instead:
            return ConfigError(f"`{self.prog}` has no {name}", remedy=self.instead[name])
        flags = [flag[2:] for flag in self._option_string_actions if flag.startswith("--")]
        close = find_nearest(name.lstrip("-"), flags)  # the dashes, alike in all, would count
        hint = f"Did you mean --{close}? " if close else ""
        return ConfigError(f"`{self.prog}` has no {name}", remedy=f"{hint}{more}")


class ShowVersion(argparse.Action):
    """argparse's own would want the text beforehand, for which the platform has to be asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(version_line())
        parser.exit()


def build_parser() -> CommandParser:
    """The parser of the whole command line; commands fill theirs in when they are chosen."""
    from avatar.cli import common

    parser = CommandParser(
        prog="avatar",
        description="A character that talks with you: you type, it answers aloud, with a face.",
        epilog="`avatar COMMAND --help` tells more of a command.",
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show program's version number and exit")
    common.add_global_arguments(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", parser_class=CommandParser)
    for name, command in COMMANDS.items():
        commands.add_parser(name, command=name, help=command.summary)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. No traceback leaves it: the log file gets those."""
    # before NumPy is loaded: products this small take longer on threads that wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from avatar.cli.outputs import inert_outputs

    with inert_outputs():
        return _run(_asked() if arguments is None else list(arguments))


def _asked() -> list[str]:
    """The command line's arguments; a program called `rhubarb`, a link to this one or a copy, is `avatar rhubarb`."""
    name = sys.argv[0].replace("\\", "/").rpartition("/")[2].lower()
    return ["rhubarb", *sys.argv[1:]] if name.removesuffix(".exe") == "rhubarb" else sys.argv[1:]


def _run(arguments: list[str]) -> int:
    from avatar.cli.outputs import forsake

    try:
        if arguments == ["--version"]:
            print(version_line())
            return 0
        options = build_parser().parse_args(_taken_apart(with_command(arguments)))
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        forsake(sys.stdout)
        return EXIT_FAILED
    except AvatarError as error:
        _tell(str(error), arguments)
        return EXIT_USAGE if isinstance(error, ConfigError) else EXIT_FAILED
    except ImportError as error:
        _tell(_lacks(error), arguments)
        return EXIT_FAILED
    except Exception as error:  # noqa: BLE001  the last boundary: the user gets one line, the log the rest
        _tell(_unexpected(error), arguments)
        return EXIT_FAILED


def _lacks(error: ImportError) -> str:
    """A library that Python can't load, in a line: one of the system's with its package."""
    from avatar import systemlibs

    if not systemlibs.find_missing(error):
        return _unexpected(error)
    what, remedy = systemlibs.tell_missing(error, ())
    return str(AvatarError(f"This command can't work: {what}", remedy=remedy))


def _taken_apart(arguments: list[str]) -> list[str]:
    """The arguments; for Rhubarb's command line each flag and its value apart, which it takes as one word too."""
    if arguments[:1] != ["rhubarb"]:
        return arguments
    return [part for word in arguments for part in (word.split(" ", 1) if word.startswith("-") else [word])]


def _tell(error: str, arguments: list[str]) -> None:
    """What went wrong to stderr: as a line of JSON where a program reads there."""
    if "--machineReadable" in arguments:
        from avatar.cli.reporting import failure

        print(failure(error), end="", file=sys.stderr)
    else:
        print(f"avatar: {error}", file=sys.stderr)


def version_line() -> str:
    """One line, with what a report of a fault needs first."""
    from platform import machine

    python = ".".join(map(str, sys.version_info[:3]))
    return f"avatar {__version__} (Python {python}, {sys.platform} {machine()})"


def with_command(arguments: list[str]) -> list[str]:
    """The arguments with `chat` put in where no command is named, so that `avatar --stage none` chats."""
    place = 0
    while place < len(arguments) and arguments[place].startswith("-"):
        name, joined, _ = arguments[place].partition("=")
        if name in ("-h", "--help", "--version"):
            return arguments
        if name not in ("--config", "--set", "-v", "--verbose"):
            break
        place += 2 if name in ("--config", "--set") and not joined else 1
    if place >= len(arguments) or arguments[place].startswith("-"):
        return [*arguments[:place], "chat", *arguments[place:]]
    if arguments[place] not in COMMANDS:
        raise _no_command(arguments[place])
    return arguments


def _no_command(name: str) -> ConfigError:
    from avatar.nearest import find_nearest

    if " " in name:
        return ConfigError("A text alone is no command", remedy='To have it spoken: avatar say "TEXT".')
    close = find_nearest(name, COMMANDS)
    hint = f"Did you mean {close!r}? " if close else ""
    return ConfigError(f"There is no command {name!r}", remedy=f"{hint}There are: {', '.join(COMMANDS)}.")


def _unexpected(error: Exception) -> str:
    from avatar import logs

    logs.to_file()
    import logging

    logging.getLogger(__name__).error("unexpected", exc_info=error)
    what = f"{type(error).__name__}: {error}".rstrip(".: ")
    return f"Something went wrong that should not have ({what}). The details are in {logs.path()}."
