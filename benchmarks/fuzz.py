"""Thousands of mutated files for every reader there is: each is read, or refused with an AvatarError, in two seconds.

    python -m benchmarks.fuzz [--count 1000] [--seed 1] [READER ...]
    python -m benchmarks.fuzz cues --file broken.csv

What isn't clean is kept in `fuzz-found/`, by reader and kind of fault.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from avatar.errors import AvatarError
from benchmarks import files_to_read as of

STUCK_S = 20.0
"""Seconds of the clock after which a call that hangs is ended."""

MOST_MEMORY = 1 << 30
"""Bytes that reading one file may take."""

HOSTILE = [
    b"\r", b"\0", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"nan", b"inf", b"1e999", b"-1", b"0",
    b"1e308", b"99999999999999999999", b"4294967296", b"-0.0", b'"', b"'", b"\\", b"\n", b"\t", b",", b"=", b"[[", b"]",
    b"{", b"}", b"(" * 3000, b"[" * 3000, b"= " + b"[" * 3000,
    b"= " + b"{a=" * 3000, b"{random}" * 200, b"<get x>" * 200, b"9" * 5000, b"a" * 70_000, b"", b"/",
    b"../../etc/passwd", b"<" * 500, b"/*", b"''" * 400, b"#" * 300, b"null", b"true", b"[]", b"{}",
]  # fmt: skip
"""What is put in."""

NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


class Reader(NamedTuple):
    """One reader: what it reads, as files made in a folder, and what reads one."""

    seeds: Callable[[Path], list[Path]]
    read: Callable[[Path], object]
    inside: Callable[[bytes, random.Random], bytes] | None = None
    """Mutates within what the file wraps (a zip, chunks); every other time."""


# ------------------------------------------------------------------------------------------------------------- mutating


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A file that is nearly one."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 2, 8, 64, len(data) // 3 + 1))
        match chance.randrange(7):
            case 0:
                data = data[:at] + bytes(chance.randrange(256) for _ in range(min(size, 64))) + data[at + size :]
            case 1:
                data = data[:at] + data[at + size :]
            case 2:
                data = data[:at] + data[at : at + size] * chance.choice((2, 3, 50)) + data[at + size :]
            case 3:
                data = data[:at] + chance.choice(HOSTILE) + data[at + chance.choice((0, 0, size)) :]
            case 4:
                other = chance.choice(others)
                data = data[:at] + other[chance.randrange(len(other) + 1) :]
            case 5:
                data = data[:at]
            case _:
                data = renumbered(data, chance)
    return data[: 4 << 20]


def renumbered(data: bytes, chance: random.Random) -> bytes:
    """One of its numbers is another."""
    found = list(NUMBER.finditer(data[:1_000_000]))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(HOSTILE[6:15]) + data[one.end() :]


def in_zip(data: bytes, chance: random.Random) -> bytes:
    """One member of an archive mutated, the archive whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([*names, *[names[0]] * 3])
        for name in names:
            held = old.read(name)
            new.writestr(name, mutated(held, [held], chance) if name == chosen else held)
    return out.getvalue()


def in_png(data: bytes, chance: random.Random) -> bytes:
    """The card in a picture mutated, its chunk whole."""
    return of.card_png(mutated(json.dumps(of.CARD).encode(), [b"{}"], chance))


# ------------------------------------------------------------------------------------------------------------- readers

READERS: Mapping[str, Reader] = {
    "cues": Reader(of.cues, of.read_cues),
    "dialog": Reader(of.dialogs, of.read_dialog),
    "scene": Reader(of.scenes, of.read_scene, in_zip),
    "script": Reader(of.scripts, of.read_script),
    "persona": Reader(of.personas, of.read_persona),
    "card": Reader(of.cards, of.read_card, in_png),
    "memory": Reader(of.memories, of.read_memory),
    "config": Reader(of.configs, of.read_config),
    "voice": Reader(of.voices, of.read_voice),
    "character": Reader(of.characters, of.read_character),
    "psd": Reader(of.psds, of.importing("psd")),
    "pngtuber": Reader(of.tubers, of.importing("pngtuber")),
    "labels": Reader(of.labels, of.read_labels),
    "manifest": Reader(of.manifests, of.read_manifest),
    "history": Reader(of.histories, of.read_history),
    "words": Reader(of.word_lists, of.read_words),
    "sound": Reader(of.sounds, of.read_sound),
}


# --------------------------------------------------------------------------------------------------------------- trying


class TooSlow(BaseException):
    """Not an Exception, so that no reader takes it for a fault of the file."""


@contextmanager
def limited() -> Iterator[None]:
    def ended(number: int, frame: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, ended)
    signal.setitimer(signal.ITIMER_PROF, of.LONGEST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def outcome(read: Callable[[Path], object], path: Path) -> str:
    """ "read", "refused", or a fault with its place."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with limited():
            read(path)
        result = "read"
    except AvatarError as error:
        result = (
            "refused" if str(error).strip() and len(str(error)) < 4000 else "FAULT an error without words, or endless"
        )
    except TooSlow:
        result = f"FAULT over {of.LONGEST_S:g} s at {place(sys.exc_info()[2])}"
    except BaseException as error:
        result = f"FAULT {type(error).__name__} at {place(error.__traceback__)}"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    return f"FAULT {grown >> 20} MiB more" if grown > MOST_MEMORY // 2 and not result.startswith("FAULT") else result


def place(trace: Any) -> str:
    frames = [frame for frame in traceback.extract_tb(trace) if "/avatar/" in frame.filename]
    return f"{frames[-1].filename.split('/avatar/')[-1]}:{frames[-1].lineno}" if frames else "outside"


def work(name: str, count: int, seed: int, kept: Path, pipe: int) -> None:
    """In a child: tries so many files, telling each outcome in a line."""
    reader, chance = READERS[name], random.Random(f"{name} {seed}")
    logging.disable()
    with tempfile.TemporaryDirectory() as folder, os.fdopen(pipe, "w", buffering=1) as told:
        os.environ["AVATAR_HOME"] = folder
        seeds = reader.seeds(Path(folder))
        contents = {path: path.read_bytes() for path in seeds}
        for path in seeds:
            reader.read(path)  # the modules it needs; and a seed that is refused tests nothing
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + MOST_MEMORY, hard))
        for _ in range(count):
            path = chance.choice(seeds)
            data, others = contents[path], list(contents.values())
            if reader.inside and chance.random() < 0.6:
                data = reader.inside(data, chance)
            else:
                data = mutated(data, others, chance)
            for left in Path(folder).glob("now*"):
                left.unlink()
            now = Path(folder) / f"now{path.suffix}"
            now.write_bytes(data)
            shutil.copy(now, kept / f"{name}-last{path.suffix}")
            result = outcome(reader.read, now)
            if result.startswith("FAULT"):
                safe = re.sub(r"[^\w.]+", "-", result[6:])[:80]
                (kept / f"{name}-{safe}{path.suffix}").write_bytes(data)
            told.write(result + "\n")


def tried(name: str, count: int, seed: int, kept: Path) -> Counter[str]:
    """Outcomes by how often. A child that gives no sign is ended, and counts as one."""
    found: Counter[str] = Counter()
    for path in kept.glob(f"{name}-*"):
        path.unlink()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            work(name, count, seed, kept, writing)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    os.set_blocking(reading, False)
    heard, held = time.monotonic(), b""
    while True:
        try:
            piece = os.read(reading, 1 << 16)
        except BlockingIOError:
            if time.monotonic() - heard > 10 * STUCK_S:
                os.kill(pid, signal.SIGKILL)
                found["FAULT hangs in a call that nothing interrupts"] += 1
                break
            time.sleep(0.02)
            continue
        if not piece:
            break
        heard = time.monotonic()
        *lines, held = (held + piece).split(b"\n")
        found.update(line.decode() for line in lines)
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, -signal.SIGKILL):
        found[f"FAULT the process ended with {os.waitstatus_to_exitcode(status)}"] += 1
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"default: all of {', '.join(READERS)}")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="this file only, as it is")
    options = parser.parse_args()
    kept = Path("fuzz-found")
    kept.mkdir(exist_ok=True)
    faults = 0
    for name in options.readers or READERS:
        if options.file:
            print(f"{name:10} {outcome(READERS[name].read, options.file)}")
            continue
        found = tried(name, options.count, options.seed, kept)
        clean = ", ".join(f"{each} {found[each]}" for each in ("read", "refused"))
        print(f"{name:10} {clean}", flush=True)
        for each, times in sorted(found.items()):
            if each.startswith("FAULT"):
                faults += times
                print(f"{'':10} {times:5} x {each}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
