"""The sounds that a script may ask for: listed, heard, written to files."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from avatar.cli.common import add_flags


def arguments_sounds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a sound, in a writer's words; it is played")
    parser.add_argument("--seconds", type=float, metavar="S", help="how long music or weather goes on (up to 600)")
    parser.add_argument("--wav", type=Path, metavar="FILE", help="write it instead: .wav, .flac or .ogg")
    add_flags(parser, "--device", "--volume")


def run_sounds(options: argparse.Namespace) -> int:
    """Raises LibraryError for an unknown sound."""
    if options.name is None:
        return _list()
    from avatar import audio
    from avatar.cli.common import settings
    from avatar.show import effects
    from avatar.types import Entry

    seconds = None if options.seconds is None else min(max(options.seconds, 0.1), 600.0)
    clip = effects.make_effect(options.name, seconds=seconds)
    if options.wav:
        audio.write(options.wav, clip)
        return 0
    from avatar.cli.playing import play

    config = settings(options, check=False)
    unseen = dataclasses.replace(config, stage=dataclasses.replace(config.stage, mode="none"))
    play(unseen, [Entry(0.0, "", clip)], (), timed=False)
    return 0


def _list() -> int:
    from avatar.cli.table import table
    from avatar.show.effects import NAMES, Endless

    rows = []
    for name, each in NAMES.items():
        goes_on = "goes on" if isinstance(each, Endless) else ""
        rows.append((name, goes_on, each.about, ", ".join(each.words[:3])))
    print(table(("NAME", "", "WHAT", "ALSO"), rows))
    return 0
