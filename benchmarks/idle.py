"""What a kiosk costs while nobody is there, and how soon it is there.

    python -m benchmarks.idle [--seconds 30] [--size 1920x1080]

Prints the seconds from the command to the first picture, processor time of each process in shares of one core, pictures
a second, and memory (proportional set size). Without a graphics card the driver draws on the processor: its threads are
told apart, since with a card they don't exist. Sound server and virtual screen don't count.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from avatar import logs
from avatar.config import Config
from benchmarks.breaking import Machine
from benchmarks.crowd import Heard, family, sample, until

WARM_S = 8.0
DRAWING = "llvmpipe"
"""Names of the threads of Mesa's software driver begin so."""


def spent() -> dict[tuple[str, str], float]:
    """Seconds of processor time of every process of the kiosk, its own and what the software driver's threads took."""
    hertz = os.sysconf("SC_CLK_TCK")
    found: dict[tuple[str, str], float] = {}
    for pid in family(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        name = "kiosk" if pid == os.getpid() else next((word for word in command if word.startswith("avatar.")), "")
        for task in Path(f"/proc/{pid}/task").iterdir() if name else ():
            thread, _, rest = (task / "stat").read_text().partition("(")[2].rpartition(")")
            user, system = rest.split()[11:13]
            place = (name, "software drawing" if thread.startswith(DRAWING) else "own")
            found[place] = found.get(place, 0.0) + (int(user) + int(system)) / hertz
    return found


async def idle(seconds: float) -> None:
    began = time.monotonic()
    kiosk = Heard(Config())
    run = asyncio.create_task(kiosk.run())
    await until(lambda: kiosk.frames > 0 or run.done(), 60.0)
    print(f"first picture after {time.monotonic() - began:.1f} s")
    await asyncio.sleep(WARM_S)
    before, frames, start = spent(), kiosk.frames, time.monotonic()
    await asyncio.sleep(seconds)
    after, took = spent(), time.monotonic() - start
    for place in sorted(after):
        print(f"  {' '.join(place):<42} {(after[place] - before.get(place, 0.0)) / took:6.3f} of a core")
    own = sum(after[place] - before.get(place, 0.0) for place in after if place[1] == "own") / took
    every = sum(after[place] - before.get(place, 0.0) for place in after) / took
    rate = (kiosk.frames - frames) / took
    print(f"own {own:.3f} of a core, with the software drawing {every:.3f}; {rate:.1f} pictures/s")
    print(f"memory {sample(began).pss_mb:.0f} MB")
    kiosk.end()
    await run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--size", default="1920x1080", help="of the screen")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="idle-") as folder, ExitStack() as stack:
        machine = Machine((width, height), Path(folder) / "home", stack)
        names = {"DISPLAY": machine.display, "AVATAR_HOME": str(machine.home), "XDG_RUNTIME_DIR": folder}
        os.environ.update({**machine.sink.env, **names})
        logs.to_file()
        asyncio.run(idle(options.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
