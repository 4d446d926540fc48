"""Switching the machine off, when the staff ask for it."""

from __future__ import annotations

import subprocess

from avatar.errors import AvatarError

POWER_OFF = ("systemctl", "poweroff")


def shut_down(command: tuple[str, ...] = POWER_OFF) -> None:
    """Begins it, and doesn't wait. Raises AvatarError where the command can't be run."""
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    except OSError as error:
        raise AvatarError(
            f"The machine can't be shut down: {error.strerror}", remedy="Switch it off by hand."
        ) from error
