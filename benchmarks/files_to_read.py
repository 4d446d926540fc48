"""Files that every reader takes, made in a folder, and the readers: what benchmarks.fuzz mutates and feeds."""

from __future__ import annotations

import contextlib
import json
import shutil
import struct
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from avatar.errors import AvatarError

LONGEST_S = 2.0
"""Seconds of the processor that one file may take."""

# ---------------------------------------------------------------------------------------------------------------- seeds


def cues(folder: Path) -> list[Path]:
    from avatar.lipsync import tool
    from avatar.lipsync.formats import FORMATS
    from tests.lipsync.timelines import HI, MARY

    made = []
    for name, form in FORMATS.items():
        for number, timeline in enumerate((HI, MARY)):
            made.append(folder / f"{name}{number}{form.ending}")
            with contextlib.suppress(AvatarError):  # some need words
                tool.write(made[-1], timeline, name)
    made = [path for path in made if path.exists() and readable(path)]
    short = '"ooTextFile"\n"TextGrid"\n0\n1\n<exists>\n1\n"IntervalTier"\n"phones"\n0\n1\n2\n0\n0.5\n"h"\n0.5\n1\n"a"\n'
    made.append(folder / "short.TextGrid")
    made[-1].write_text(short)
    return made


def dialogs(folder: Path) -> list[Path]:
    from tests.text.test_dialogs import KINDS

    made = []
    for kind, text in KINDS.items():
        made.append(folder / f"{kind}.{'fountain' if kind == 'fountain' else 'txt'}")
        made[-1].write_text(text)
    return made


def readable(path: Path) -> bool:
    try:
        read_cues(path)
    except AvatarError:
        return False
    return True


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
    return cards.write_prose(card), cards.choose_greeting(card), cards.find_lore(card, "tea")


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
    from avatar.kiosk.session import read_blocked

    return "a b a d word in a sentence" in read_blocked(str(path))


def read_sound(path: Path) -> object:
    from avatar import audio

    return audio.read(path)
