"""Reading scene files, sizes bounded and every value checked. Sounds and mouths are read when asked for.

A `.scene` file is a zip that holds

    scene.json          {"format": "avatar-scene", "version": 6, cast, entries, set, title, seed, meta, moments}
    sounds/000001.flac  the sound of an entry, 16 bit, mono
    mouths/000001.npy   its viseme weights, little-endian float32, (frames, 15); (frames, 16) with the opening as heard

It holds no code and no paths.
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, get_args

import numpy as np
from numpy.typing import NDArray

from avatar import backdrops, zips
from avatar.errors import SceneFileError
from avatar.scenefile.packing import Json, performance_from_json, read_mark, read_text, read_time, read_whole
from avatar.scenefile.writing import FORMAT, USUAL_SPREAD, VERSION, Landmark
from avatar.types import FRAME_RATE, VISEMES, CastMember, Clip, Entry, Mark, Place, Scene, Spread

LARGEST_JSON = 16 << 20
"""Bytes: ten hours of speech with the times of every phone."""
LARGEST_MEMBER = 1 << 30
LARGEST_FILE = 4 << 30
MOST_ENTRIES = 100_000
LONGEST_SOUND_S = 4 * 3600
LOWEST_RATE, HIGHEST_RATE = 1000, 768_000
"""Samples a second."""
BLOCK = 1 << 20
"""Samples that are decoded at once: memory grows with the sound that is there, not with what a header claims."""

_ARRAY = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d{1,9}), (\d{1,3})\), \} *\n",
    re.DOTALL,
)
"""The head of an array as NumPy writes it (format 1.0). NumPy's own reader evaluates it as Python, and believes it."""

_MEMBER = re.compile(r"scene\.json|(sounds/\d{6}\.flac)|(mouths/\d{6}\.npy)")

_BROKEN = (*zips.BROKEN, TypeError, ArithmeticError)
"""What reading a file that isn't a scene raises."""


class Reader:
    """An open scene file: the values of scene.json, and its entries one by one. Close it, or use it in a `with`.

    Raises SceneFileError for a file that is missing, cut off, tampered with, too big or too new; for what is wrong
    with a sound or a mouth, when its entry is read. Entries may be read from any thread.
    """

    def __init__(self, path: Path, backdrop: str = "") -> None:
        """`backdrop`: the set that stands in for every set in it; '' for its own."""
        self._path, self._backdrop = path, backdrop
        self._lock = threading.Lock()
        with self._explained():
            self._archive = zipfile.ZipFile(path)
        try:
            with self._explained():
                self._read()
        except SceneFileError:
            self._archive.close()
            raise

    def close(self) -> None:
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._rows)

    def _read(self) -> None:
        table = self._head()
        self.cast = tuple(_member(member) for member in table["cast"])
        self.set = self._set_of(read_text(table["set"]))
        self.title = read_text(table["title"])
        self.seed = read_whole(table["seed"])
        self.meta = {read_text(key): read_text(value) for key, value in table["meta"].items()}
        self.moments = tuple(
            Landmark(read_whole(line), read_time(start), read_time(end))
            for line, start, end in table.get("moments", ())
        )
        self._rows: list[Json] = table["entries"]
        self.spans = tuple(_span(row) for row in self._rows)
        """Start and end of every entry, seconds of the scene."""
        if any(later[0] < earlier[0] for earlier, later in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("its entries are not in order")

    def _head(self) -> Json:
        self._infos = {info.filename: info for info in self._archive.infolist()}
        odd = next((name for name in self._infos if not _MEMBER.fullmatch(name)), None)
        if odd is not None:
            raise ValueError(f"it holds {odd[:80]!r}, which no scene file does")
        if len(self._infos) != len(self._archive.infolist()) or (
            sum(info.file_size for info in self._infos.values()) > LARGEST_FILE
        ):
            raise ValueError("it holds more than a scene file may")
        table: Json = json.loads(self._get("scene.json", LARGEST_JSON))
        if table["format"] != FORMAT:
            raise ValueError(f"its format is {table['format']!r}")
        if not isinstance(table["version"], int) or table["version"] < 1:
            raise ValueError(f"its version is {table['version']!r}")
        if table["version"] > VERSION:
            remedy = "Update avatar to read it."
            raise SceneFileError(f"The scene was saved by a newer avatar (version {table['version']})", remedy=remedy)
        if len(table["entries"]) > MOST_ENTRIES or len(table.get("moments", ())) > MOST_ENTRIES:
            raise ValueError(f"it has over {MOST_ENTRIES} entries")
        return table

    @property
    def duration(self) -> float:
        """Seconds."""
        return max((end for _, end in self.spans), default=0.0)

    def marks(self) -> Iterator[tuple[float, str, Mark]]:
        """Every mark, in order of its entry: when (seconds of the scene), whose, what."""
        for index, (start, _) in enumerate(self.spans):
            who = self.whose(index)
            yield from ((start + mark.start, who, mark) for mark in self.marks_of(index))

    def whose(self, index: int) -> str:
        """Whose an entry is; '' for nobody's."""
        with self._explained():
            return read_text(self._rows[index]["who"])

    def marks_of(self, index: int) -> tuple[Mark, ...]:
        """The marks of an entry: of a performance all of its own."""
        row = self._rows[index]
        with self._explained():
            mine = [row["mark"]] if "mark" in row else row.get("performance", {}).get("marks", ())
            return tuple(self._mark(table) for table in mine)

    def said(self, index: int) -> tuple[str, str] | None:
        """Who says what in an entry; None where nobody speaks."""
        row = self._rows[index]
        if "performance" not in row:
            return None
        with self._explained():
            return read_text(row["who"]), read_text(row["performance"]["speech"]["text"])

    def entry(self, index: int) -> Entry:
        """An entry, with its sound and its mouth."""
        with self._explained():
            return self._entry(self._rows[index])

    def _entry(self, row: Json) -> Entry:
        start, who, gain = read_time(row["start"]), read_text(row["who"]), read_time(row["gain"])
        if "mark" in row:
            return Entry(start, who, self._mark(row["mark"]), gain)
        if "performance" not in row:
            clip = Clip(self._sound(row["sound"], *_size(row)), row["rate"])
            return Entry(start, who, clip, gain, _spread(row.get("spread", USUAL_SPREAD)))
        header = row["performance"]
        speech, frames = header["speech"], header["mouth"]["frames"]
        samples = self._sound(row["sound"], *_size(speech))
        weights = _weights(self._get(read_text(row["mouth"])), read_whole(frames))
        if abs(len(samples) / speech["rate"] - len(weights) / FRAME_RATE) > 1.0:
            raise ValueError("a mouth is longer or shorter than its sound")
        return Entry(start, who, performance_from_json(header, samples, weights), gain)

    def _mark(self, table: Json) -> Mark:
        mark = read_mark(table)
        return replace(mark, name=self._set_of(mark.name)) if mark.kind == "set" else mark

    def _set_of(self, name: str) -> str:
        """A set's name; a picture's as a path beside the file, or in the user's folder of sets, and nowhere else."""
        if self._backdrop or not backdrops.is_picture(name):
            return self._backdrop or name
        plain = Path(name.replace("\\", "/")).name
        return str(backdrops.find_beside(plain, (self._path.parent,)) or self._path.parent / plain)

    def _get(self, name: str, most: int = LARGEST_MEMBER) -> bytes:
        if name not in self._infos:
            raise ValueError(f"{name!r} is missing")
        if self._infos[name].file_size > most:
            raise ValueError(f"{name!r} is too big")
        with self._lock, self._archive.open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ValueError(f"{name!r} is too big")
        return data

    def _sound(self, name: Any, rate: int, count: int) -> NDArray[np.int16]:
        import soundfile

        if count == 0:
            return np.zeros(0, np.int16)
        with soundfile.SoundFile(io.BytesIO(self._get(read_text(name)))) as file:
            if (file.samplerate, file.frames, file.channels) != (rate, count, 1) or file.format != "FLAC":
                raise ValueError(f"{name!r} is not the sound that scene.json describes")
            blocks: list[NDArray[np.int16]] = []
            while len(block := file.read(BLOCK, dtype="int16")):
                blocks.append(block)
        samples = np.concatenate(blocks) if blocks else np.zeros(0, np.int16)
        if len(samples) != count:
            raise ValueError(f"{name!r} breaks off")
        return samples

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns any error of reading into a SceneFileError that names the file."""
        path = self._path
        try:
            yield
        except FileNotFoundError as error:
            raise SceneFileError("There is no such scene file", where=path, remedy="Check the name.") from error
        except SceneFileError as error:
            raise SceneFileError(error.what, where=path, remedy=error.remedy) from error.__cause__
        except OSError as error:
            raise SceneFileError(f"The scene can't be read: {error.strerror}", where=path) from error
        except _BROKEN as error:
            remedy = "Save it again, or get it again from where it came."
            raise SceneFileError(f"This is not a whole scene file: {error}", where=path, remedy=remedy) from error


def load(path: Path, backdrop: str = "") -> Scene:
    """Read a Scene, on its own sets or on one for all (`backdrop`).

    Raises SceneFileError for a file that is missing, cut off, tampered with, too big or too new.
    """
    with Reader(path, backdrop) as reader:
        entries = tuple(reader.entry(index) for index in range(len(reader)))
        return Scene(reader.cast, entries, reader.set, reader.title, reader.seed, reader.meta)


def _spread(name: Any) -> Spread:
    """How a sound of nobody's is heard. Raises ValueError for what is no such way."""
    if name not in get_args(Spread):
        raise ValueError(f"there is no spread {name!r}")
    spread: Spread = name
    return spread


def _member(table: Json) -> CastMember:
    place = Place(**{key: read_time(table["place"][key]) for key in ("x", "y", "scale", "facing")})
    return CastMember(read_text(table["who"]), read_text(table["character"]), read_text(table["voice"]), place)


def _span(row: Json) -> tuple[float, float]:
    start = read_time(row["start"])
    if "mark" in row:
        mark = read_mark(row["mark"])
        return start, start + (mark.end if mark.end is not None else mark.start)
    sound = row["performance"]["speech"] if "performance" in row else row
    rate, count = _size(sound)
    return start, start + count / rate


def _size(sound: Json) -> tuple[int, int]:
    """A sound's rate and its number of samples."""
    rate = read_whole(sound["rate"], LOWEST_RATE, HIGHEST_RATE)
    return rate, read_whole(sound["samples"], 0, LONGEST_SOUND_S * rate)


def _weights(data: bytes, frames: int) -> NDArray[np.float32]:
    head = _ARRAY.match(data)
    if head is None or int(head[1]) != frames or int(head[2]) not in (len(VISEMES), len(VISEMES) + 1):
        raise ValueError("a mouth has another shape than scene.json says")
    columns = int(head[2])
    if len(data) - head.end() != 4 * frames * columns:
        raise ValueError("a mouth breaks off")
    return np.frombuffer(data, "<f4", offset=head.end()).reshape(frames, columns).astype(np.float32)
