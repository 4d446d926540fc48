"""Whether a process lives, and whether there is a display: what can be seen from outside, for next to nothing."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path


def stirred(pid: int) -> int | None:
    """Nanoseconds for which a process's threads ran or waited for a processor, since its start.

    A process whose number stands still is stopped, or waits for something that does not come. Returns None where the
    system does not tell, and while a thread waits for a disk: a worn SD card may take long. Source: Linux,
    Documentation/scheduler/sched-stats.rst.
    """
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            ran, waited, _ = (task / "schedstat").read_text().split()
            total += int(ran) + int(waited)
            if (task / "stat").read_text().rpartition(")")[2].split()[0] == "D":
                return None
    except (OSError, ValueError, IndexError):
        return None
    return total


def is_runnable(pid: int) -> bool:
    """Whether a thread of a process runs, or waits for a processor just now: on a crowded machine one of low priority
    waits for seconds, which `stirred` counts only once it has run.
    """
    try:
        states = [
            (task / "stat").read_text().rpartition(")")[2].split()[0] for task in Path(f"/proc/{pid}/task").iterdir()
        ]
    except (OSError, IndexError):
        return False
    return "R" in states


def memory_mb(pid: int) -> int | None:
    """Megabytes that a process holds at most so far (its largest resident set); None where the system doesn't tell."""
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM")


def free_mb() -> int | None:
    """Megabytes that a new process could have without swapping; None where the system doesn't tell. Source: Linux,
    Documentation/filesystems/proc.rst, MemAvailable.
    """
    return _kilobytes(Path("/proc/meminfo"), "MemAvailable")


def _kilobytes(table: Path, name: str) -> int | None:
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", table.read_text(), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) >> 10 if found else None


def display() -> bool | None:
    """Whether a display takes windows; None where that can't be told without opening one."""
    name = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", os.environ.get("DISPLAY", ""))
    if name is None:
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(0.1)
        try:
            asking.connect(f"/tmp/.X11-unix/X{name[1]}")
        except OSError:
            return False
    return True
