"""Play a saved scene, as `avatar say --save`, the chat or `avatar show bake` wrote it.

No voice and no model is needed for it. The same as `avatar show play FILE`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from avatar.cli.common import add_flags


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", type=Path, metavar="FILE", help="a .scene file")
    add_flags(parser, "--stage", "--device", "--volume", "--mute", "--reduced-motion", "--fullscreen", "--captions")


def run(options: argparse.Namespace) -> int:
    from avatar.cli import steering
    from avatar.cli.common import settings
    from avatar.cli.showing import staged
    from avatar.show.sources import BakedSource

    config = settings(options, check=False)
    source = BakedSource(options.scene)
    return steering.play(staged(config) if len(source.head.cast) > 1 else config, source)
