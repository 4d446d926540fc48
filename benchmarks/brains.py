"""How fast language models of this machine are, and what they take: `python -m benchmarks.brains MODEL.gguf ...`.

Each is loaded as the brain `local` loads it, and asked what a talk asks, with Juno. For each it tells the seconds until
it is loaded, tokens a second that it reads and makes, words a second, the time from the end of a message to its first
word (median and longest, after the first message), and the memory of its process. Run it on a machine that does nothing
else.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from avatar import config as settings
from avatar import vital
from avatar.brain.base import Turn
from avatar.brain.local import pace
from avatar.brain.local.model import Local
from avatar.brain.local.runner import count_threads
from avatar.brain.making import find_setup

LINES = (
    "Hello, who are you?", "What are you working on?", "I have a dog.", "What should I cook tonight?",
    "Do you like music?", "Tell me a joke.", "Why is the sky blue?", "I feel a bit sad today.", "Thank you.", "Bye!",
)  # fmt: skip


async def measure(path: Path) -> str:
    """A row of the table."""
    config = settings.load(None, {"brain.model": str(path), "brain.slow": "true", "chat.history": "false"})
    brain = Local(find_setup(config))
    began = time.perf_counter()
    found = await brain.check()
    loaded = time.perf_counter() - began
    if not found.works:
        return f"{path.name}: {found.detail}. {found.remedy}"
    turns: list[Turn] = []
    waits: list[float] = []
    for line in LINES:
        turns.append(Turn("user", line))
        began, said = time.perf_counter(), ""
        async for piece in brain.reply(turns):
            if isinstance(piece, str):
                waits += [] if said else [time.perf_counter() - began]
                said += piece
        turns.append(Turn("character", said))
    runner = brain._runner
    memory = vital.memory_mb(runner.pid) if runner is not None and runner.pid else None
    seen = pace.of(path)
    await brain.aclose()
    later = waits[1:]
    return (
        f"{path.stem}: loaded and timed in {loaded:.1f} s; reads {seen.reads:.0f}, makes {seen.makes:.1f} tokens"
        f" a second ({seen.words:.1f} words); first word after {waits[0]:.1f} s, then {statistics.median(later):.2f} s"
        f" (longest {max(later):.2f} s); {memory} MB; {count_threads()} threads"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.gguf")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["AVATAR_HOME"] = home  # what was seen before is not to count
        for path in options.models:
            print(asyncio.run(measure(path)), flush=True)


if __name__ == "__main__":
    main()
