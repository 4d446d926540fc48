"""The one format of a data set: a JSON line for each utterance, its audio beside it or wherever it lies.

{"audio": "a.flac", "text": "...", "speaker": "s1", "language": "en-US", "licence": "CC0", "times_from": "engine",
 "phones": [[0.0, 0.12, ""], [0.12, 0.2, "h"], ...], "words": [...], "extra": {"curves": "x.npy"}}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from avatar import files
from avatar.errors import AvatarError
from avatar.types import Timed


class DatasetError(AvatarError):
    """A data set, a label file or a recipe is not as it should be."""


@dataclass(frozen=True)
class Utterance:
    """One recording and what is known of it."""

    audio: str
    """Path of the sound, absolute or relative to the manifest."""
    speaker: str
    language: str
    """BCP 47."""
    licence: str
    times_from: str
    """Who made the times: `engine` (the synthesiser that spoke), `hand`, `forced` (another aligner), `aligned` (ours),
    '' where there are none."""
    text: str = ""
    phones: tuple[Timed, ...] = ()
    """IPA phones with times in seconds; silences are ''."""
    words: tuple[Timed, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    """What only one corpus knows: filmed lips, the split it belongs to, an alignment's confidence."""

    @property
    def duration(self) -> float:
        """Seconds that the phones span."""
        return self.phones[-1].end if self.phones else 0.0


def write(path: Path, utterances: Iterable[Utterance]) -> None:
    """Write a manifest, whole or not at all."""
    with files.replacing(path) as file:
        for utterance in utterances:
            file.write((write_line(utterance) + "\n").encode())


def write_line(utterance: Utterance) -> str:
    """One utterance as its line of the manifest, without the line's end."""
    row = {key: value for key, value in asdict(utterance).items() if value not in ("", (), {})}
    for tier in ("phones", "words"):
        if tier in row:
            row[tier] = [[round(t.start, 4), round(t.end, 4), t.value] for t in getattr(utterance, tier)]
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def read(path: Path) -> Iterator[Utterance]:
    """The utterances of a manifest, in order; audio paths made absolute.

    Raises DatasetError for a file that is no manifest, naming the line.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, text in enumerate(file, 1):
                yield _parsed(text, path, number)
    except UnicodeDecodeError as error:
        raise DatasetError("The manifest is not UTF-8 text", where=path, remedy="Save it as UTF-8.") from error
    except OSError as error:
        remedy = "Check the name."
        raise DatasetError(f"The manifest can't be read: {error.strerror}", where=path, remedy=remedy) from error


def _parsed(text: str, path: Path, number: int) -> Utterance:
    try:
        row = json.loads(text)
        if not isinstance(row, dict):
            raise ValueError("it is no JSON object")
        for tier in ("phones", "words"):
            row[tier] = tuple(Timed(float(a), float(b), str(c)) for a, b, c in row.get(tier, ()))
        row["audio"] = str(path.parent / row["audio"])
        row = {"times_from": "", "licence": "", "language": "und", "speaker": "", **row}
        return Utterance(**row)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        remedy = "Mend the line, or take it out."
        where = f"{path}:{number}"
        raise DatasetError(f"This is not a line of a manifest: {error}", where=where, remedy=remedy) from error


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over manifests, to record which data a run saw."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()
