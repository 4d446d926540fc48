"""Talk with a character: you type, it answers aloud. Where stdin is no terminal, lines are read from it, so that
`echo hi | avatar chat` works.
"""

from __future__ import annotations

import argparse
import sys

from avatar.cli.common import add_flags


def arguments(parser: argparse.ArgumentParser) -> None:
    add_flags(
        parser, "--character", "--voice", "--stage", "--device", "--volume", "--mute", "--rate", "--reduced-motion"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the last conversation with this character")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="lines of text and nothing else: for screen readers, pipes and dumb terminals",
    )


def run(options: argparse.Namespace) -> int:
    import asyncio

    from avatar.cli.common import bring_brain, settings
    from avatar.cli.terminal import tell_why_plain

    config = settings(options)
    bring_brain(config)
    why = "" if options.plain else tell_why_plain()
    if why is not None:
        from avatar.ui import plain

        if why:
            print(f"avatar: {why}", file=sys.stderr)

        return asyncio.run(plain.chat(config, resume=options.resume))
    from avatar.ui import app

    return asyncio.run(app.chat(config, resume=options.resume))
