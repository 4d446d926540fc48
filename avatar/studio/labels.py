"""Readers of label files: Praat TextGrid, TIMIT's .phn and .wrd, HTK and HTS .lab, xlabel."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from avatar.errors import LipSyncError
from avatar.lipsync import phoneset
from avatar.lipsync.formats import textgrid
from avatar.studio.manifest import DatasetError
from avatar.types import Timed

TIMIT_RATE = 16_000
"""Hz: TIMIT counts samples."""
_HTK_UNIT = 1e-7
UNTOLD = "?"
"""A phone that stands for no class: something is said there, but the labels don't tell what."""
_UNTOLD = frozenset({"spn", "<unk>", "?"})
"""How aligners mark a word that their dictionary lacks. It is speech, and no pause."""
_HTS_PHONE = re.compile(r"-([^+]+)\+")


def text_grid(path: Path) -> dict[str, tuple[Timed, ...]]:
    """The interval tiers of a TextGrid in its long or short form, by name."""
    raw = path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    try:
        return {tier.name: tier.spans for tier in textgrid.read(text)}
    except LipSyncError as error:
        raise DatasetError(error.what, where=path, remedy=error.remedy) from error


def _columns(path: Path, unit: float) -> tuple[Timed, ...]:
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        cells = line.split()
        if not cells:
            continue
        try:
            out.append(Timed(float(cells[0]) * unit, float(cells[1]) * unit, cells[2]))
        except (IndexError, ValueError) as error:
            remedy = "Write `start end phone`."
            raise DatasetError("This is not a line of labels", where=f"{path}:{number}", remedy=remedy) from error
    return tuple(out)


def timit(path: Path) -> tuple[Timed, ...]:
    """A .phn or .wrd file: sample numbers at 16 kHz."""
    return _columns(path, 1 / TIMIT_RATE)


def htk(path: Path) -> tuple[Timed, ...]:
    """An HTK label file (100 ns units), or an HTS full-context one, of which the middle phone is taken."""
    rows = _columns(path, _HTK_UNIT)
    found = [(row, _HTS_PHONE.search(row.value)) for row in rows]
    return tuple(row._replace(value=match.group(1)) if match else row for row, match in found)


def xlabel(path: Path) -> tuple[Timed, ...]:
    """An ESPS xlabel file: after a line `#`, rows of `end colour phone`."""
    body = path.read_text(encoding="utf-8", errors="replace").partition("#")[2]
    out: list[Timed] = []
    for line in body.splitlines():
        cells = line.split()
        if len(cells) >= 3:
            start = out[-1].end if out else 0.0
            out.append(Timed(start, float(cells[0]), cells[2]))
    if not out:
        raise DatasetError("This xlabel file holds no labels", where=path, remedy="Save the labels again.")
    return tuple(out)


READERS: dict[str, Callable[[Path], tuple[Timed, ...]]] = {".phn": timit, ".wrd": timit, ".lab": htk, ".xlabel": xlabel}
"""By the file's ending; a TextGrid has several tiers and is read by `text_grid`."""


def phones(path: Path) -> tuple[Timed, ...]:
    """The phones in a label file of any of these kinds, as IPA; an unknown symbol is taken for IPA itself.

    Raises DatasetError for a file of another kind, or one without a tier of phones.
    """
    if path.suffix.lower() == ".textgrid":
        tiers = text_grid(path)
        name = next((n for n in tiers if n.lower().startswith(("phone", "mau", "segment"))), None)
        if name is None:
            raise DatasetError(
                "The TextGrid has no tier named `phones`", where=path, remedy="Rename its tier of phones."
            )
        rows = tiers[name]
    else:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            remedy = "Use .TextGrid, .phn, .lab or .xlabel."
            raise DatasetError(f"No label reader for {path.suffix!r}", where=path, remedy=remedy)
        rows = reader(path)
    return tuple(Timed(row.start, row.end, to_ipa(row.value)) for row in rows)


def to_ipa(symbol: str) -> str:
    """IPA of an ARPAbet or TIMIT symbol; '' for silence, UNTOLD for a word without phones."""
    if symbol in _UNTOLD:
        return UNTOLD
    index = phoneset.from_arpabet(symbol)
    return phoneset.IPA[index] if index is not None else symbol


def romanised(symbol: str) -> str:
    """IPA of a phone as Japanese singing corpora romanise it; '' for silence."""
    return _JAPANESE.get(symbol, to_ipa(symbol))


_JAPANESE = {
    "a": "a", "i": "i", "u": "ɯ", "e": "e", "o": "o", "N": "ɴ", "cl": "", "sh": "ʃ", "ch": "tʃ", "ts": "ts", "j": "dʒ",
    "f": "ɸ", "r": "ɾ", "y": "j", "ky": "kj", "gy": "ɡj", "ny": "nj", "hy": "çj", "by": "bj", "py": "pj", "my": "mj",
    "ry": "ɾj", "br": "", "xx": "", "A": "a", "I": "i", "U": "ɯ", "E": "e", "O": "o",
}  # fmt: skip
