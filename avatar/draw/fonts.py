"""Which scripts the fonts of this machine can write: captions and signs need them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import skia

from avatar import logs
from avatar.tags import base

SAMPLES: Mapping[str, tuple[str, str]] = {
    "Latin": ("aßěğż", "fonts-dejavu-core"),
    "Greek": ("αω", "fonts-dejavu-core"),
    "Cyrillic": ("яїў", "fonts-dejavu-core"),
    "Hebrew": ("אש", "fonts-dejavu-core"),
    "Arabic": ("عك", "fonts-noto-core"),
    "Devanagari": ("कह", "fonts-noto-core"),
    "Chinese and Japanese": ("漢あ", "fonts-noto-cjk"),
    "Korean": ("한글", "fonts-noto-cjk"),
    "emoji": ("🙂", "fonts-noto-color-emoji"),
}
"""Script to letters that only a font for it has, and the Debian package that holds one."""

SCRIPTS: Mapping[str, str] = {
    "el": "Greek", "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic", "sr": "Cyrillic", "mk": "Cyrillic",
    "be": "Cyrillic", "kk": "Cyrillic", "he": "Hebrew", "yi": "Hebrew", "ar": "Arabic", "fa": "Arabic", "ur": "Arabic",
    "hi": "Devanagari", "mr": "Devanagari", "ne": "Devanagari", "zh": "Chinese and Japanese",
    "ja": "Chinese and Japanese", "ko": "Korean",
}  # fmt: skip
"""Language to the script that it is written in; all others count as Latin."""


def script_of(language: str) -> str:
    """The script of a language (BCP 47)."""
    return SCRIPTS.get(base(language), "Latin")


@cache
def manager() -> skia.FontMgr:
    """The fonts of this machine.

    skia brings a fontconfig of its own, which complains on stderr of settings that are newer than it, and where there
    are none; it finds the fonts all the same.
    """
    with logs.hushed():
        return skia.FontMgr()


def lacking() -> list[str]:
    """The scripts of SAMPLES that no font here can write."""

    def covered(letter: str) -> bool:
        face = manager().matchFamilyStyleCharacter("", skia.FontStyle.Normal(), [], ord(letter))
        return face is not None and face.unicharToGlyph(ord(letter)) != 0

    return [script for script, (letters, _) in SAMPLES.items() if not all(map(covered, letters))]
