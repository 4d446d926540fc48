"""The command line's reference in Markdown, from its own help: `python -m avatar.cli.reference > docs/cli.md`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from avatar.cli import COMMANDS, CommandParser, build_parser

HEAD = """# Command line

`avatar` alone opens the chat. Every command has `--help`. This page is made from it by
`python -m avatar.cli.reference > docs/cli.md`; a test holds the two together.

Settings come from the defaults, then your settings file (`avatar config --path` tells where), then `--set`, then flags.

Commands, flags and names are completed on Tab once your shell has read `avatar completion SHELL`: write it to
`~/.local/share/bash-completion/completions/avatar` for bash, to `_avatar` in a folder of `$fpath` for zsh, to
`~/.config/fish/completions/avatar.fish` for fish. Write it again where you have made a character or a voice.

Exit status: 0 all went well, 1 something failed (the message says what and what to do), 2 the command line or a
settings file can't be used, 130 after Ctrl+C.
"""


GLOBAL = ("--config", "--set", "--verbose")
"""What every command has."""


def reference() -> str:
    """The whole page."""
    parser = build_parser()
    parts = [HEAD, "## Before or after the command\n", _table(parser)]
    for name, command in COMMANDS.items():
        own = _parser_of(parser, name)
        own.fill()
        parts += [
            f"## avatar {name}\n",
            f"{command.summary[0].upper()}{command.summary[1:]}.\n",
            f"```\n{_usage(name, own)}\n```\n",
        ]
        if own.description:
            parts.append(" ".join(own.description.split()) + "\n")
        parts += [*_table_of(own), *_actions(name, own)]
    return "\n".join(parts)


def _actions(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    """What a command can do besides, each with a heading of its own."""
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction):
            summaries = {choice.dest: choice.help or "" for choice in each._choices_actions}
            for action, own in each.choices.items():
                yield f"### avatar {name} {action}\n"
                yield f"{summaries[action].capitalize()}.\n"
                yield f"```\n{_usage(f'{name} {action}', own)}\n```\n"
                yield from _table_of(own)


def _parser_of(parser: argparse.ArgumentParser, name: str) -> CommandParser:
    choices = next(each.choices for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    found: CommandParser = choices[name]
    return found


def _shown(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            yield action


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = action.metavar if isinstance(action.metavar, str) else ""
    return ", ".join(action.option_strings) + (f" {value}" if value and action.nargs != 0 else "")


def _usage(name: str, parser: argparse.ArgumentParser) -> str:
    places = [_name(action) for action in _shown(parser) if not action.option_strings]
    return " ".join(["avatar", name, *places, "[options]"])


def _table_of(parser: argparse.ArgumentParser) -> list[str]:
    """The table of what is a command's own; none where it has nothing."""
    own = any(not action.option_strings or action.option_strings[-1] not in GLOBAL for action in _shown(parser))
    return [_table(parser, without=GLOBAL)] if own else []


def _table(parser: argparse.ArgumentParser, without: tuple[str, ...] = ()) -> str:
    rows = ["| | |", "|---|---|"]
    for action in _shown(parser):
        if without and action.option_strings and action.option_strings[-1] in without:
            continue
        text = action.help or ""
        if action.choices:
            text += f" ({', '.join(map(str, action.choices))})"
        cells = [f"`{_name(action)}`", text.replace("%%", "%")]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(reference(), end="")
