"""Mandarin as phones with tones, as in the Chinese texts that Kokoro learned from.

    我有25个。 ─ numbers in characters ─ pypinyin ─> wo3 you3 er4 shi2 wu3 ge4 ─ table ─> wo↓ jou↓ ɚ↘ ʂɨ↗ u↓ kɤ↘

The table is misaki's for Kokoro v1.0 (its transcription.py, after pinyin-to-ipa): the tone stands after the vowel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from avatar.errors import EngineMissing
from avatar.speech.kokoro.chinese_numbers import put_in_words
from avatar.speech.kokoro.letters import TONES

_INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "tɕ", "q": "tɕʰ", "x": "ɕ", "zh": "tʂ", "ch": "tʂʰ", "sh": "ʂ", "r": "ɻ", "z": "ts", "c": "tsʰ", "s": "s",
}  # fmt: skip
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0 n", "ang": "a0 ŋ", "ao": "au0", "e": "ɤ0", "ê": "ɛ0", "ei": "ei0", "en": "ə0 n",
    "eng": "ə0 ŋ", "er": "ɚ0", "i": "i0", "ia": "j a0", "ian": "j ɛ0 n", "iang": "j a0 ŋ", "iao": "j au0", "ie": "j e0",
    "in": "i0 n", "ing": "i0 ŋ", "io": "j ɔ0", "iong": "j ʊ0 ŋ", "iou": "j ou0", "o": "w o0", "ong": "ʊ0 ŋ",
    "ou": "ou0", "u": "u0", "ua": "w a0", "uai": "w ai0", "uan": "w a0 n", "uang": "w a0 ŋ", "uei": "w ei0",
    "uen": "w ə0 n", "ueng": "w ə0 ŋ", "uo": "w o0", "v": "y0", "ve": "ɥ e0", "van": "ɥ ɛ0 n", "vn": "y0 n",
}  # fmt: skip
"""Final, with ü as v, to its phones; the tone comes where 0 is."""
_ALONE = {"m": "m0", "n": "n0", "ng": "ŋ0", "hm": "h m0", "hng": "h ŋ0", "o": "ɔ0"}
"""Interjections, which have no vowel or another than is written."""
_SHORT = {"iu": "iou", "ui": "uei", "un": "uen"}
"""Finals that are written shorter after a consonant."""
_TONES = dict(zip("12345", (*TONES, ""), strict=True))
_SYLLABLE = re.compile(r"(?P<initial>[zcs]h|[bpmfdtnlgkhjqxrzcs]?)(?P<final>[a-zê]+)(?P<tone>[1-5])")

_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(f"(?P<han>[{_HAN}]+)|[^\\W\\d_{_HAN}]+(?:['’-][^\\W\\d_{_HAN}]+)*")


def sound_syllable(pinyin: str) -> list[str]:
    """The phones of a syllable with its tone as a figure (`lv4`, `ma5`); [] for what is none."""
    found = _SYLLABLE.fullmatch(pinyin.replace("ü", "v"))
    if not found:
        return []
    tone = _TONES[found["tone"]]
    alone = _ALONE.get(pinyin[:-1])
    if alone:
        return alone.replace("0", tone).split()
    initial, final = found["initial"], found["final"]
    if not initial:
        final = _written_whole(final)
    elif initial in ("j", "q", "x") and final[0] == "u":
        final = f"v{final[1:]}"
    final = _SHORT.get(final, final)
    phones = "ɨ0" if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s") else _FINALS.get(final, "")
    if not phones:
        return []
    return [*([_INITIALS[initial]] if initial else []), *phones.replace("0", tone).split()]


def _written_whole(final: str) -> str:
    """A final that stands alone, without the y or w that it is written with: yi, ye, you, yuan, wu, wo, wen."""
    if final.startswith("yu"):
        return f"v{final[2:]}"
    if final[0] in "yw":
        vowel = "i" if final[0] == "y" else "u"
        return final[1:] if final[1:2] == vowel else vowel + final[1:]
    return final


class _Reader(NamedTuple):
    """What pypinyin knows of Chinese characters; both take a row of them."""

    syllables: Callable[[str], list[str]]
    """A syllable for each, such as `ni2`, with the tone that it has in this row; `-` for one that is not known."""
    words: Callable[[str], Iterable[str]]


def sound_text(text: str, foreign: Callable[[str], list[list[str]]]) -> list[list[str]]:
    """The phones of a text's words; `foreign` tells those of words that are not Chinese. Raises EngineMissing."""
    return [word for word in _words(put_in_words(text), foreign) if word]


def _words(text: str, foreign: Callable[[str], list[list[str]]]) -> Iterator[list[str]]:
    for piece in _PIECE.finditer(text):
        if not piece["han"]:
            yield from foreign(piece[0])
            continue
        yield from _together(piece[0], _rolled(piece[0], map(sound_syllable, _reader().syllables(piece[0]))))


def _together(characters: str, sounds: Sequence[list[str]]) -> list[list[str]]:
    """The phones of each word; 儿 that rolls the word before it is a part of that."""
    words: list[list[str]] = []
    at = 0
    for word in _reader().words(characters):
        if not words or not _rolls(characters, at):
            words.append([])
        words[-1] += [phone for each in sounds[at : at + len(word)] for phone in each]
        at += len(word)
    return words


_SYLLABLES = frozenset(
    "女儿 婴儿 幼儿 孤儿 胎儿 少儿 男儿 健儿 宠儿 弃儿 患儿 妻儿 孙儿 侄儿 乞儿 聋儿 育儿 托儿 血儿 生儿 产儿 "
    "体儿 我儿 小儿 浪儿 能儿".split()
)
"""How words end in which 儿 is a child, and a syllable of its own."""
_BEGINS = frozenset("子女童孙媳歌戏科")
"""What follows 儿 where it begins a word."""
_SWALLOWED = frozenset(("ɨ", "ə", "ei"))
"""Vowels that become the rolled one: 事儿, 门儿, 味儿."""
_OPENED = {"ai": "a"}
"""Vowels that lose their end: 小孩儿."""


def _rolls(characters: str, at: int) -> bool:
    """Whether the character there is 儿 that rolls the syllable before, as in 玩儿, and none of its own, as in 女儿."""
    if at == 0 or characters[at] != "儿" or characters[at + 1 : at + 2] in _BEGINS:
        return False
    return characters[at - 1 : at + 1] not in _SYLLABLES


def _rolled(characters: str, syllables: Iterable[list[str]]) -> list[list[str]]:
    """The phones of each character, rolled syllables without their end: ɚ comes after the vowel or in its place (Lin,
    The Sounds of Chinese, 2007, 8.2)."""
    sounds = list(syllables)
    for at in range(1, len(sounds)):
        if sounds[at - 1] and sounds[at] and _rolls(characters, at):
            sounds[at - 1], sounds[at] = _roll(sounds[at - 1])
    return sounds


def _roll(phones: list[str]) -> tuple[list[str], list[str]]:
    """What is left of a syllable that is rolled, and what rolls it."""
    kept = phones[:-1] if phones[-1] in ("n", "ŋ") else phones
    vowel = kept[-1].rstrip("".join(TONES))
    tone = kept[-1].removeprefix(vowel)
    if vowel in _SWALLOWED:
        return kept[:-1], [f"ɚ{tone}"]
    return [*kept[:-1], f"{_OPENED.get(vowel, vowel)}{tone}"], ["ɚ"]


def load() -> None:
    """Load the dictionary, so that no sentence has to wait for it. Raises EngineMissing."""
    _reader().syllables("你好")


@cache
def _reader() -> _Reader:
    try:
        from pypinyin import Style, lazy_pinyin
        from pypinyin.seg.mmseg import seg
    except ImportError as error:
        from avatar import installer

        raise EngineMissing(
            "Chinese can't be read: pypinyin is not installed", remedy=installer.for_extra("chinese")
        ) from error

    def read(characters: str) -> list[str]:
        found: list[str] = lazy_pinyin(
            characters,
            style=Style.TONE3,
            errors=lambda unknown: "-" * len(unknown),
            v_to_u=False,
            neutral_tone_with_five=True,
            tone_sandhi=True,
        )
        return found

    return _Reader(read, seg.cut)
