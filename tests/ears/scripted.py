"""A recogniser for tests, that is a real process and speaks the real protocol: `python -m tests.ears.scripted FOLDER`.

It understands nothing: it answers what the file `script` in FOLDER says, a line for each question, the last line again
and again. `DIE` ends it, `HANG` has it answer no more, `TWICE text` answers twice. `started` in FOLDER counts its
processes, `asked` keeps how many seconds of sound each question held.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from avatar import processes
from avatar.ears import messages

RATE = 16_000


def main(folder: Path) -> int:
    channel = processes.serve(messages.ASK, messages.ANSWER)
    with (folder / "started").open("a") as file:
        file.write("x")
    lines = (folder / "script").read_text("utf-8").splitlines()
    if lines[0] == "BROKEN":
        channel.send(messages.Failed("The recogniser can't be opened: it is broken."))
        channel.close()
        return 1
    channel.send(messages.Ready("scripted", 0.01))
    while True:
        try:
            message = channel.receive()
        except EOFError:
            return 0
        assert message is not None
        at = len((folder / "asked").read_text().split()) if (folder / "asked").exists() else 0
        with (folder / "asked").open("a") as file:
            file.write(f"{len(message.blob) / 4 / RATE:.3f}\n")
        line = lines[min(at, len(lines) - 1)]
        if line == "DIE":
            os._exit(3)
        if line == "HANG":
            time.sleep(3600)
        channel.send(messages.Written(message.number, line.removeprefix("TWICE ")))
        if line.startswith("TWICE "):
            channel.send(messages.Written(message.number, "again"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
