"""Reads corrected cues, curves and labels, of which the rung `edited` makes a mouth.

What a file is, its content says, not its name. Letters are at sound time, and are given the lips' lead and soft edges;
phones are coarticulated; curves are used as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from avatar.errors import LipSyncError
from avatar.lipsync.edited import animations, curves, documents, lines, papagayo
from avatar.lipsync.edited.tiers import of_tiers
from avatar.lipsync.formats import textgrid
from avatar.lipsync.made import Made

LARGEST = 200 << 20
"""Bytes; no file of cues is larger."""


def read(path: Path, duration: float) -> Made:
    """A mouth from a file of corrected cues, curves or labels, for `duration` seconds of sound.

    Raises LipSyncError where the file is missing, of no known kind or damaged.
    """
    content = _content(path)
    try:
        for magic, reads in _BINARY:
            if content.startswith(magic):
                return reads(content, duration)
        return _read(path, _text(content), duration)
    except LipSyncError as error:
        raise LipSyncError(error.what, where=path, remedy=error.remedy) from error


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why, where = getattr(error, "strerror", None) or error, repr(str(path))
        raise LipSyncError(f"The cues can't be read: {why}", where=where, remedy="Check the name.") from error
    if content is None:
        raise LipSyncError(f"The cues are over {LARGEST >> 20} MiB", where=path, remedy="Give a file of mouth cues.")
    return content


def _text(content: bytes) -> str:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")  # Praat saves UTF-16 where letters ask for it
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise LipSyncError("The cues are not text", remedy="Save them as UTF-8.") from error
    if not text.strip():
        raise LipSyncError("There are no cues in the file", remedy="Save them again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # a lone CR ended lines on old Macs


def _read(path: Path, text: str, duration: float) -> Made:
    text = text.lstrip("\ufeff \n")
    for begins, reads in _KINDS:
        if begins.match(text):
            return reads(text, duration)
    if path.suffix.lower() == ".tsv":
        return lines.of_tsv(text, duration)
    raise LipSyncError("These are no mouth cues", remedy="Give Rhubarb's tsv, json or xml, a TextGrid, or curves.")


def _of_textgrid(text: str, duration: float) -> Made:
    return of_tiers(textgrid.read(text), duration)


def _subtitles(text: str, duration: float) -> Made:
    raise LipSyncError("Subtitles tell words, not how the mouth moves", remedy="Give them as dialog: --dialogFile.")


def _script(text: str, duration: float) -> Made:
    raise LipSyncError("A script can't be read as cues", remedy="Give the cues that it was made from.")


_BINARY: tuple[tuple[bytes, Callable[[bytes, float], Made]], ...] = (
    (animations.GLB, animations.of_glb),
    (animations.VMD, animations.of_vmd),
)

_KINDS: tuple[tuple[re.Pattern[str], Callable[[str, float], Made]], ...] = (
    (re.compile(r".{0,100}ooTextFile", re.DOTALL), _of_textgrid),
    (re.compile("<"), documents.of_xml),
    (re.compile(r"[{\[]"), documents.of_json),
    (re.compile(r"WEBVTT|(?:\d+\n)?(?:\d+:)?\d\d:\d\d[.,]\d{3} --> "), _subtitles),
    (re.compile("#usda"), animations.of_usd),
    (re.compile("MohoSwitch"), lines.of_moho),
    (re.compile("lipsync version"), papagayo.of_lines),
    (re.compile("Adobe After Effects"), lines.of_keyframes),
    (re.compile("// A mouth for Adobe Animate"), _script),
    (re.compile(r"begin[;,](?:duration|end)[;,]", re.IGNORECASE), lines.of_table),
    (re.compile(r"[^\n]*,"), curves.of_csv),
    (re.compile(r"[\d.]+\t[\d.]+(?:\t|$)", re.MULTILINE), lines.of_audacity),
    (re.compile(r"[^\n]*\t"), lines.of_tsv),
)
"""How each kind of file begins, and what reads it; the first that fits."""
