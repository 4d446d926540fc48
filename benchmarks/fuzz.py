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
import struct
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from avatar.errors import AvatarError

LONGEST_S, STUCK_S = 2.0, 20.0
"""Seconds of the processor that one file may take; of the clock after which a call that hangs is ended."""

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
    return card_png(mutated(json.dumps(CARD).encode(), [b"{}"], chance))


# ---------------------------------------------------------------------------------------------------------------- seeds


def cues(folder: Path) -> list[Path]:
    from avatar.lipsync.formats import FORMATS, Options
    from tests.lipsync.timelines import HI, MARY

    made = []
    for name, form in FORMATS.items():
        for number, timeline in enumerate((HI, MARY)):
            try:
                content = form.write(timeline, Options())
            except AvatarError:  # of words, where none are known
                continue
            made.append(folder / f"{name}{number}{form.ending}")
            made[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    made = [path for path in made if readable(path)]
    short = '"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"phones"\n0\n1\n2\n0\n0.5\n"h"\n0.5\n1\n"a"\n'
    made.append(folder / "short.TextGrid")
    made[-1].write_text(short)
    return made


def readable(path: Path) -> bool:
    try:
        read_cues(path)
    except AvatarError:
        return False
    return True


def dialogs(folder: Path) -> list[Path]:
    from tests.text.test_dialogs import KINDS

    made = []
    for kind, text in KINDS.items():
        made.append(folder / f"{kind}.{'fountain' if kind == 'fountain' else 'txt'}")
        made[-1].write_text(text)
    return made


def scenes(folder: Path) -> list[Path]:
    import numpy as np

    from avatar import scenefile
    from avatar.types import CastMember, Clip, Entry, Mark, Scene
    from tests.test_scenefile import a_performance

    performance = a_performance(seconds=0.2)
    entries = (
        Entry(0.0, "juno", Mark("gesture", "wave")),
        Entry(0.1, "juno", performance),
        Entry(0.5, "", Clip(np.zeros(2000, np.int16), 22050)),
    )
    path = folder / "whole.scene"
    scenefile.save(path, Scene((CastMember("juno", "juno"),), entries, meta={"a": "b"}))
    return [path]


def scripts(folder: Path) -> list[Path]:
    from avatar import library

    return [found for path in library.shows().values() if (found := Path(shutil.copy(path, folder)))][:4]


def personas(folder: Path) -> list[Path]:
    from avatar.brain.rive import book

    own = folder / "own.rive"
    own.write_text(PERSONA)
    common = sorted(Path(book.__file__).parent.glob("common/*.rive"))
    return [own, *(Path(shutil.copy(path, folder)) for path in common)]


PERSONA = """\
! version = 2.0
! var name = Bolt
! array colour = red green|light blue
! sub i'm = i am
> topic tea includes random
+ (black|green) [tea] *
% what *
* <get pet> == cat => Yes.
- {topic=random}ok
< topic
+ hello
- hi
+ nested *
- {random}a|{uppercase}b{/uppercase}{/random} <star> <set x=<get y>> {@hello}
"""

CARD: dict[str, Any] = {
    "spec": "chara_card_v3", "spec_version": "3.0",
    "data": {
        "name": "Kit", "description": "{{char}} likes {{user}}.", "personality": "dry", "scenario": "a shop",
        "first_mes": "Hello.", "alternate_greetings": ["Hi."], "mes_example": "<START>\n{{char}}: Yes.",
        "system_prompt": "{{original}} Be brief.",
        "character_book": {"entries": [{"keys": ["tea"], "content": "Hot."}]},
    },
}  # fmt: skip


def card_png(text: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", b"ccv3\0" + b64encode(text)) + chunk(b"IEND", b"")


def cards(folder: Path) -> list[Path]:
    plain, inside = folder / "card.json", folder / "card.png"
    plain.write_text(json.dumps(CARD))
    inside.write_bytes(card_png(plain.read_bytes()))
    return [plain, inside]


def memories(folder: Path) -> list[Path]:
    from avatar.brain.memory import Memory

    path = folder / "memory.sqlite"
    memory = Memory(path)
    for number in range(6):
        talk = memory.begin("juno")
        for turn in range(8):
            memory.add(talk, "user" if turn % 2 == 0 else "character", f"Zeile {turn} ä {number} " * 9)
        memory.remember("juno", f"name{number}", "Ünal")
    memory.close()
    return [path]


def configs(folder: Path) -> list[Path]:
    from avatar import library

    whole, own = folder / "config.toml", folder / "own.toml"
    shutil.copy(library.package_data() / "config.toml", whole)
    own.write_text('[sound]\noffsets = { "a speaker" = 20.0 }\nvolume = 0.5\n[kiosk]\nbuttons = ["a", "de: b"]\n')
    return [whole, own]


def voices(folder: Path) -> list[Path]:
    from avatar import library

    return [Path(shutil.copy(path, folder)) for path in list(library.voices().values())[:5]]


def characters(folder: Path) -> list[Path]:
    """The TOML and the art of one; the others lie beside it while it is read."""
    from avatar import library

    wanted = [path for path in sorted(library.character("bolt").iterdir()) if path.suffix in (".toml", ".svg")]
    return [Path(shutil.copy(path, folder)) for path in wanted]


def psds(folder: Path) -> list[Path]:
    from tests.studio.drawn import psd

    return [psd(folder / "drawn.psd")]


def tubers(folder: Path) -> list[Path]:
    from tests.studio.drawn import save, tuber

    return [save(folder / "drawn.save", tuber())]


def labels(folder: Path) -> list[Path]:
    from avatar.lipsync.formats import Options, textgrid
    from tests.lipsync.timelines import MARY

    grid, short, columns = folder / "a.TextGrid", folder / "b.TextGrid", folder / "c.PHN"
    grid.write_text(textgrid.write(MARY, Options()))
    short.write_text('"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"phones"\n0\n1\n1\n0\n1\n"a"\n')
    columns.write_text("0 1600 h#\n1600 3200 ah\n3200 4800 s\n")
    return [grid, short, columns]


def manifests(folder: Path) -> list[Path]:
    from avatar.studio import manifest
    from avatar.studio.manifest import Utterance
    from avatar.types import Timed

    path = folder / "manifest.jsonl"
    rows = [Utterance("a", "a.flac", "en", 1.0, "hello", (Timed(0.0, 1.0, "h"),)) for _ in range(3)]
    manifest.write(path, rows)
    return [path]


def histories(folder: Path) -> list[Path]:
    path = folder / "history.jsonl"
    path.write_text('"one"\n"two\\nlines"\n"/brain"\n')
    return [path]


def word_lists(folder: Path) -> list[Path]:
    path = folder / "words.txt"
    path.write_text("# a list\nbadword\nhell fire\nñandú\n")
    return [path]


def sounds(folder: Path) -> list[Path]:
    import numpy as np

    from avatar import audio
    from avatar.types import Clip

    made = [folder / f"a.{ending}" for ending in ("wav", "flac", "ogg")]
    for path in made:
        audio.write(path, Clip((np.sin(np.arange(4000) / 9) * 9000).astype(np.int16), 22050))
    return made


# -------------------------------------------------------------------------------------------------------------- reading


def read_cues(path: Path) -> object:
    from avatar.lipsync.formats import readers

    return readers.read(path, 2.0)


def read_dialog(path: Path) -> object:
    from avatar.lipsync import batch
    from avatar.text import unsaid

    return unsaid.said(batch.dialog(path).text)


def read_scene(path: Path) -> object:
    from avatar import scenefile

    with scenefile.Reader(path) as reader:
        list(reader.marks())
        [reader.said(index) for index in range(len(reader))]
    return scenefile.load(path)


def read_script(path: Path) -> object:
    from avatar.show.rehearsal import Watched

    return Watched(path).read()


def read_persona(path: Path) -> object:
    from avatar.brain.rive import PersonaScript

    script = PersonaScript({path.name: path.read_text("utf-8", errors="replace")}, seed=1, seconds=LONGEST_S / 2)
    from avatar.brain.rive.script import Overtime

    for message in ("hello", "nested " + "a" * 60, "green tea now", "what is your name", "tell me a joke", "7"):
        try:
            script.begin_turn()
            script.answer(message)
            script.end_turn()
        except Overtime:
            pass  # its own bound
    return script


def read_card(path: Path) -> object:
    from avatar.brain import cards

    card = cards.read(path)
    return cards.prose(card), cards.greeting(card), cards.lore(card, "tea")


def read_memory(path: Path) -> object:
    from avatar.brain.memory import Memory

    memory = Memory(path)
    try:
        memory.facts("juno")
        memory.remember("juno", "pet", "cat")
        for each in memory.conversations(search="eile"):
            memory.turns(each.id)
        memory.said("juno")
        memory.add(memory.begin("juno"), "user", "hi")
    finally:
        memory.close()
    return memory


def read_config(path: Path) -> object:
    from avatar import config

    return config.load(path)


def read_voice(path: Path) -> object:
    from avatar import library

    return library.read_voice(path)


def read_character(path: Path) -> object:
    """The mutated file in its place among the others of its folder."""
    from avatar import library
    from avatar.draw.check import find_problems

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bolt"
        shutil.copytree(library.character("bolt"), folder, ignore=shutil.ignore_patterns("persona"))
        name_in = "character.toml" if path.suffix == ".toml" else "bolt.svg"
        shutil.copy(path, folder / name_in)
        return find_problems(folder)


def importing(kind: str) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        from avatar.studio.importers import import_character

        with tempfile.TemporaryDirectory() as folder:
            return import_character(path, Path(folder), kind=kind)

    return read


def read_labels(path: Path) -> object:
    from avatar.studio.labels import phones

    return phones(path)


def read_manifest(path: Path) -> object:
    from avatar.studio import manifest

    return list(manifest.read(path))


def read_history(path: Path) -> object:
    from avatar.ui.history import History

    return History(path).search("o")


def read_words(path: Path) -> object:
    from avatar.kiosk.session import blocked

    return "a b a d word in a sentence" in blocked(str(path))


def read_sound(path: Path) -> object:
    from avatar import audio

    return audio.read(path)


READERS: Mapping[str, Reader] = {
    "cues": Reader(cues, read_cues),
    "dialog": Reader(dialogs, read_dialog),
    "scene": Reader(scenes, read_scene, in_zip),
    "script": Reader(scripts, read_script),
    "persona": Reader(personas, read_persona),
    "card": Reader(cards, read_card, in_png),
    "memory": Reader(memories, read_memory),
    "config": Reader(configs, read_config),
    "voice": Reader(voices, read_voice),
    "character": Reader(characters, read_character),
    "psd": Reader(psds, importing("psd")),
    "pngtuber": Reader(tubers, importing("pngtuber")),
    "labels": Reader(labels, read_labels),
    "manifest": Reader(manifests, read_manifest),
    "history": Reader(histories, read_history),
    "words": Reader(word_lists, read_words),
    "sound": Reader(sounds, read_sound),
}


# --------------------------------------------------------------------------------------------------------------- trying


class TooSlow(BaseException):
    """Not an Exception, so that no reader takes it for a fault of the file."""


@contextmanager
def limited() -> Iterator[None]:
    def ended(number: int, frame: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, ended)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
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
        result = f"FAULT over {LONGEST_S:g} s at {place(sys.exc_info()[2])}"
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
