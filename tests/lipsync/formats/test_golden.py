"""What is written in each format is what it was when its readers and its programs were last satisfied.

The other tests of this folder read formats as their programs do, and so say what is right; this one notices whatever
they leave out: where things lie in a picture, how far a bone turns. To accept a change, open the file in its program
(docs/formats.md names them), then run with GOLDEN=write. Bytes are kept as they are, and compared as what they hold.
"""

from __future__ import annotations

import base64
import os
import re
import struct
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import FORMATS, CueSheet, Options
from avatar.types import VISEMES, MouthTrack, Rung, Timed

GOLDEN = Path(__file__).parent / "golden"
FPS = 12.5
"""A rate that no format has by itself, and that is no whole number."""
EXTENDED = "GHXT"
"""All letters that anybody has drawn."""
NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")
BYTES = re.compile(r"(?<=base64,)[A-Za-z0-9+/=]+")
CLOSE = 2e-3
"""Of a number with a point: other processors round a little differently."""


def sheet() -> CueSheet:
    """4.3 seconds in which each viseme runs into the next, with words, phones and whatever else can be told."""
    order = [0, 10, 1, 11, 7, 0, *range(1, len(VISEMES)), 0, 0]
    count = 430
    place = np.linspace(0, len(order) - 1, count)
    weights = np.zeros((count, len(VISEMES)), np.float32)
    for row, at in zip(weights, place.tolist(), strict=True):
        first = min(int(at), len(order) - 2)
        row[order[first]] += 1 - (at - first)
        row[order[first + 1]] += at - first
    text = "May I? Yes, we <may> & must."
    words, at = [], 0
    for number, word in enumerate(("May", "I", "Yes", "we", "may", "must")):
        at = text.index(word, at)
        start = 0.3 + 0.6 * number
        words.append(Timed(start, start + (0.6 if number != 1 else 0.25), word, at, len(word)))
        at += len(word)
    names = "m eɪ aɪ _ j ɛ s w iː m eɪ m ʌ s t".split()
    phones = [Timed(0.3 + 0.24 * n, 0.54 + 0.24 * n, "" if name == "_" else name) for n, name in enumerate(names)]
    return CueSheet(
        MouthTrack(weights, Rung.ALIGNED, 0.01), 4.3, '/tmp/it "is" <said>.wav', text, tuple(words), tuple(phones)
    )


def written(name: str) -> bytes:
    try:
        content = FORMATS[name].write(sheet(), Options(fps=FPS, extended=EXTENDED))
    except LipSyncError:  # it has one rate
        content = FORMATS[name].write(sheet(), Options(extended=EXTENDED))
    return content if isinstance(content, bytes) else content.encode()


def kept(name: str) -> Path:
    return GOLDEN / f"said{FORMATS[name].ending}"


def numbers(text: str) -> np.ndarray:
    """All numbers with a point, then those in base64."""
    held = [np.frombuffer(base64.b64decode(each.group()), np.float32) for each in BYTES.finditer(text)]
    return np.concatenate([[float(each) for each in NUMBER.findall(BYTES.sub("", text))], *held])


def told(content: bytes) -> str:
    """A file as text: VRM's animations as their JSON and base64, MikuMikuDance's motions a line for each key."""
    if content.startswith(b"glTF"):
        end = 20 + struct.unpack_from("<I", content, 12)[0]
        heads = content[:20].hex(), content[end : end + 8].hex()
        return f"{heads} {content[20:end].decode()} base64,{base64.b64encode(content[end + 8 :]).decode()}"
    if content.startswith(b"Vocaloid"):
        keys, rest = content[58:-12], (content[:58], content[-12:])
        lines = [f"{name.hex()} {frame} {weight:.5f}" for name, frame, weight in struct.iter_unpack("<15sIf", keys)]
        return "\n".join([*map(bytes.hex, rest), *lines])
    return content.decode()


def plain(text: str) -> str:
    return NUMBER.sub("#", BYTES.sub("", text))


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_format_is_written_as_it_was(name: str) -> None:
    content = written(name)
    if os.environ.get("GOLDEN") == "write":
        kept(name).write_bytes(content)
    text, wanted = told(content), told(kept(name).read_bytes())
    assert plain(text) == plain(wanted)
    np.testing.assert_allclose(numbers(text), numbers(wanted), rtol=1e-4, atol=CLOSE)
