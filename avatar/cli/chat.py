"""Talk with a character: you type, it answers aloud. Where stdin is no terminal, lines are read from it, so that
`echo hi | avatar chat` works.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from avatar.cli.common import add_flags
from avatar.config import Config

PET = (360, 400)
"""Most pixels that a pet on the desktop is wide and high."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add_flags(
        parser,
        "--character",
        "--voice",
        "--backdrop",
        "--stage",
        "--device",
        "--volume",
        "--mute",
        "--rate",
        "--reduced-motion",
    )
    parser.add_argument("--resume", action="store_true", help="go on with the last conversation with this character")
    parser.add_argument(
        "--pet",
        action="store_true",
        help="the character alone stands on the desktop, above all windows: drag it, poke it",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="lines of text and nothing else: for screen readers, pipes and dumb terminals",
    )


def make_pet(config: Config) -> Config:
    """The settings of a character that stands on the desktop by itself."""
    width, height = (min(side, most) for side, most in zip((config.stage.width, config.stage.height), PET, strict=True))
    stage = replace(
        config.stage, mode="window", width=width, height=height, set="transparent",
        borderless=True, on_top=True, transparent=True, fullscreen=False,
    )  # fmt: skip
    return replace(config, stage=stage)


def run(options: argparse.Namespace) -> int:
    import asyncio

    from avatar.cli.common import bring_brain, settings
    from avatar.cli.terminal import tell_why_plain

    config = settings(options)
    if options.pet:
        config = make_pet(config)
    bring_brain(config)
    why = "" if options.plain else tell_why_plain()
    if why is not None:
        from avatar.ui import plain

        if why:
            print(f"avatar: {why}", file=sys.stderr)

        return asyncio.run(plain.chat(config, resume=options.resume))
    from avatar.ui import app

    return asyncio.run(app.chat(config, resume=options.resume))
