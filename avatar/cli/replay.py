"""Play a saved scene, as `avatar say --save` or the chat wrote it: no voice and no model is needed for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from avatar.cli.common import add_flags


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", type=Path, metavar="FILE", help="a .scene file")
    add_flags(parser, "--stage", "--device", "--volume", "--mute", "--reduced-motion")


def run(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from avatar import scenefile
    from avatar.cli.common import settings
    from avatar.cli.playing import play

    config = settings(options, check=False)
    scene = scenefile.load(options.scene)
    config = replace(config, stage=replace(config.stage, set=scene.set))
    play(config, scene.entries, scene.cast, timed=True, title=scene.title or options.scene.stem)
    return 0
