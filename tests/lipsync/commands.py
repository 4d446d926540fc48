"""The command, called in the test's own process."""

from __future__ import annotations

from avatar import cli


def run(*arguments: object) -> int:
    """The exit status of `avatar lipsync`, argparse's own exits included."""
    try:
        return cli.main(["lipsync", *map(str, arguments)])
    except SystemExit as stop:
        return int(stop.code or 0)
