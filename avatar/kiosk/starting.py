"""Running the kiosk in its window, and starting it anew where the staff asked for that."""

from __future__ import annotations

import os
import sys

from avatar.config import Config
from avatar.kiosk.loop import Kiosk


async def run(config: Config, *, windowed: bool = False) -> int:
    """Runs the kiosk; where the staff asked for a new start and nobody else would start it, it starts itself."""
    kiosk = Kiosk(config, windowed=windowed)
    status = await kiosk.run()
    if kiosk.wants_restart:
        start_anew()
    return status


def start_anew() -> None:
    """Replace this process by a new start of the program; returns only under systemd, which starts it itself."""
    if "NOTIFY_SOCKET" not in os.environ:
        os.execv(sys.executable, [sys.executable, "-P", "-m", "avatar", *sys.argv[1:]])
