"""A screen that anyone may walk up to: the character full screen, touched or typed at. `install` makes this machine
boot into it, `uninstall` takes that back, `pin` prints a PIN as it may stand in the settings.
"""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING

from avatar.cli.common import add_flags

if TYPE_CHECKING:
    from avatar.config import Config

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        default="run",
        choices=("run", "install", "uninstall", "pin"),
        help="what to do (default: run)",
    )
    parser.add_argument("--windowed", action="store_true", help="in a window, to try it")
    parser.add_argument("--dry-run", action="store_true", help="install, uninstall: show every file, change none")
    parser.add_argument(
        "--session", choices=("labwc", "cage", "both", "console"), default="both",
        help="install: for Raspberry Pi OS's desktop (labwc), for Lite (cage), or for both (default); console: for the "
        "terminal's face on the first console, as is done by default where no window can be shown",
    )  # fmt: skip
    parser.add_argument(
        "--stage", dest="stage.mode", choices=("window", "terminal"), default=None,
        help="the whole screen, or the face in this terminal (default: the screen; the terminal on a Raspberry Pi 3 or "
        "Zero 2 W, which can show no window)",
    )  # fmt: skip
    add_flags(parser, "--character", "--voice", "--backdrop", "--device", "--volume", "--rate")


def run(options: argparse.Namespace) -> int:
    if options.what == "pin":
        return _pin()
    if options.what in ("install", "uninstall"):
        return _install(options)
    import asyncio

    from avatar.cli.common import bring_brain, settings

    config = settings(options)
    bring_brain(config)
    if _in_terminal(config):
        from avatar.ui import kiosk

        return asyncio.run(kiosk.run(config))
    from avatar.kiosk import starting

    return asyncio.run(starting.run(config, windowed=options.windowed))


def _in_terminal(config: Config) -> bool:
    """Whether to show the face in the terminal: it is wanted, or this machine can't show a window, as the user is told.

    Raises ConfigError on a Raspberry Pi that can't show either, in place of a screen that stays dark.
    """
    from avatar.cli import machine
    from avatar.errors import ConfigError

    model = machine.raspberry_pi()
    found = machine.of_model(model) if model else None
    if found is None or found.works:
        return config.stage.mode == "terminal"
    if not machine.has_terminals_face(model):
        raise ConfigError(f"The kiosk can't run here. {found.detail}", remedy=found.remedy)
    if config.stage.mode != "terminal":
        said = f"{found.detail}: this is the kiosk with the terminal's face."
        log.warning("%s", said)
        print(f"avatar: {said}", file=sys.stderr)
    return True


def _pin() -> int:
    from getpass import getpass

    from avatar.kiosk import staff

    pin = getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    print(f'pin = "{staff.hash_pin(pin)}"')
    return 0


def _install(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings
    from avatar.kiosk import install, state

    taking_away = options.what == "uninstall"
    console = options.session == "console"
    if not taking_away:
        config = settings(options)
        console = _in_terminal(config) or console
        state.Rules.of(config.kiosk)  # refused now, not at three in the morning
    chosen = ("--config", str(options.config.resolve())) if options.config else ()
    machine = install.find_machine(chosen)
    desktop, lite = (not console and options.session in (each, "both") for each in ("labwc", "cage"))
    written = install.plan_files(machine, desktop=desktop or taking_away, lite=lite or taking_away, console=console)
    if options.dry_run:
        for each in written:
            part = "" if each.whole else "   (a part of it)"
            print(f"{'- ' if taking_away else ''}{each.path}{part}")
            if not taking_away:
                print("".join(f"    {line}\n" for line in each.text.splitlines()))
        return 0
    changed = install.remove_files(written) if taking_away else install.install_files(machine, written)
    for path in changed:
        print(f"{'removed' if taking_away else 'wrote'} {path}")
    if desktop and not taking_away and (own := install.find_foreign_keys(machine)):
        print(f"left {own} as it is: clear there the keys that lead out, as {', '.join(install.CLEARED_KEYS[:5])}")
    if not changed:
        print("Nothing to do.")
    elif refused := install.reload_systemd(start=not taking_away):
        print(f"avatar: {refused}", file=sys.stderr)
    return 0
