"""Which scripts the fonts of this machine can write: captions and signs need them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

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

NAMES: Mapping[str, tuple[str, str]] = {
    "CJK": ("Chinese and Japanese", "fonts-noto-cjk"),
    "HIRAGANA": ("Chinese and Japanese", "fonts-noto-cjk"),
    "KATAKANA": ("Chinese and Japanese", "fonts-noto-cjk"),
    "HANGUL": ("Korean", "fonts-noto-cjk"),
}
"""First word of a letter's name in Unicode, to its script and the Debian package that holds a font; others are called
by that word, and fonts-noto-core has them."""

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

    return [script for script, (letters, _) in SAMPLES.items() if not all(map(_covered, letters))]


@lru_cache(maxsize=4096)
def _covered(letter: str) -> bool:
    """Whether a font here can write a letter."""
    face = manager().matchFamilyStyleCharacter("", skia.FontStyle.Normal(), [], ord(letter))
    return face is not None and face.unicharToGlyph(ord(letter)) != 0


def find_unwritten(text: str) -> str:
    """The letters of a text that no font here can write, each once. What is not seen (spaces, marks of direction) needs
    none."""
    unseen = ("C", "Z", "M")
    return "".join(
        letter for letter in dict.fromkeys(text)
        if unicodedata.category(letter)[0] not in unseen and not _covered(letter)
    )  # fmt: skip


def tell_unwritten(letters: str) -> list[str]:
    """What to say of letters that no font here has: a line for each script, and what brings a font."""
    found: dict[tuple[str, str], str] = {}
    for letter in letters:
        word = unicodedata.name(letter, "unknown").split()[0]
        emoji = ("emoji", "fonts-noto-color-emoji")
        script = emoji if unicodedata.category(letter) == "So" else NAMES.get(word, (word.title(), "fonts-noto-core"))
        found[script] = found.get(script, "") + letter
    return [
        f"No font here has {script} ({each[:8]}): boxes are written. Install one: apt install {package}."
        for (script, package), each in found.items()
    ]
