"""The sounds that the model tells apart: about one class for each sound of English, and a few more for other tongues.

Classes carry ARPAbet's names; IPA from any language maps onto the nearest class, by how it sounds.
Source of the English part: the CMU pronouncing dictionary's phone set; of the rest: the IPA chart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from avatar.lipsync import arpabet


class _Row(NamedTuple):
    name: str
    ipa: str
    """The IPA that stands for the class in what the model hears."""
    also: str
    """Other IPA that counts as this class."""


_ROWS = (
    _Row("sil", "", ""),
    _Row("iy", "i", ""),
    _Row("ih", "ɪ", "ɨ ɯ ᵻ"),
    _Row("ey", "eɪ", "e ej ɘ"),
    _Row("eh", "ɛ", "ɛə eə"),
    _Row("ae", "æ", ""),
    _Row("aa", "ɑ", "a ɒ ɶ ʕ"),
    _Row("ao", "ɔ", ""),
    _Row("ow", "oʊ", "o əʊ ow ou"),
    _Row("uh", "ʊ", "ᵿ"),
    _Row("uw", "u", "ʉ"),
    _Row("ah", "ʌ", "ɐ ɤ"),
    _Row("ax", "ə", ""),
    _Row("er", "ɚ", "ɝ ɜ"),
    _Row("ay", "aɪ", "ai aj ɑɪ"),
    _Row("aw", "aʊ", "au aw ɑʊ æʊ"),
    _Row("oy", "ɔɪ", "ɔø ɔʏ oɪ ɔi oi"),
    _Row("ue", "y", "ʏ"),
    _Row("oe", "ø", "œ ɵ ɞ"),
    _Row("p", "p", ""),
    _Row("b", "b", "ɓ ʙ"),
    _Row("t", "t", "ʈ"),
    _Row("d", "d", "ɗ ɖ"),
    _Row("k", "k", "c q"),
    _Row("g", "ɡ", "ɟ ɠ ɢ ʄ ɰ ʛ ɣ"),
    _Row("f", "f", "ɸ"),
    _Row("v", "v", "ʋ ⱱ β ɱ"),
    _Row("th", "θ", ""),
    _Row("dh", "ð", ""),
    _Row("s", "s", "ɬ"),
    _Row("z", "z", "ɮ"),
    _Row("sh", "ʃ", "ʂ ɕ ɧ"),
    _Row("zh", "ʒ", "ʐ ʑ"),
    _Row("ch", "tʃ", "tɕ tʂ"),
    _Row("jh", "dʒ", "dʑ dʐ"),
    _Row("hh", "h", "ɦ ħ"),
    _Row("x", "x", "χ ç ʁ ʀ ʝ"),
    _Row("m", "m", ""),
    _Row("n", "n", "ɲ ɳ"),
    _Row("ng", "ŋ", "ɴ"),
    _Row("l", "l", "ɫ ɭ ʟ ɺ"),
    _Row("r", "ɹ", "ɻ"),
    _Row("rr", "r", ""),
    _Row("w", "w", "ʍ ɥ"),
    _Row("y", "j", "ʎ"),
    _Row("dx", "ɾ", "ɽ"),
)

CLASSES = tuple(row.name for row in _ROWS)
"""Names of the classes, in the order of the model's columns; 0 is silence."""
IPA = tuple(row.ipa for row in _ROWS)
"""The IPA that stands for each class."""
INDEX = {name: i for i, name in enumerate(CLASSES)}
SILENCE = 0

SHORTEST = 3
"""Frames that a sound lasts at least."""
SHORTEST_OF = dict.fromkeys(("t", "d", "dx", "ax", "dh", "hh", "b", "g", "n", "l", "r", "rr", "y", "v"), 2)
SHORTEST_OF |= dict.fromkeys("iy ey eh ae aa ao ow uw ah er ay aw oy".split(), 5)
"""Taps and the weakest sounds of unstressed syllables may be shorter, full vowels are longer: what the mouth opens for
must not be squeezed in between consonants that the net is surer of."""
WEAK = -12.0
"""No frame counts for less than this log-probability: one odd frame must not move everything."""

_BY_IPA = {ipa: i for i, row in enumerate(_ROWS) for ipa in (row.ipa, *row.also.split()) if ipa}
_LONGEST = max(map(len, _BY_IPA))
_SPELLINGS = {
    "c\u0327": "ç",
    "oːɹ": "ɔɹ",
    "g": "ɡ",
    "ʧ": "tʃ",
    "ʤ": "dʒ",
    "ʦ": "ts",
    "ʣ": "dz",
    "ʨ": "tɕ",
    "ʥ": "dʑ",
    "ɜ˞": "ɚ",
    "l̩": "əl",
    "n̩": "ən",
    "m̩": "əm",
}
_TIE = re.compile("[͜͡‿]")
LANGUAGE_FLAG = re.compile(r"\([a-z][A-Za-z-]*\)")
"""espeak-ng marks a switch of language in the middle of a text: `(en)`."""

_HEARD = {
    "EL": "l", "EM": "m", "EN": "n",  # the vowel before it is too short to be told apart
    "NX": "n",  # a flap through the nose
    "Q": "sil",  # the throat is shut, and nothing is heard
    "SPN": "",  # speech or noise that the labels don't name
}  # fmt: skip
"""ARPAbet to the class that it is heard as, where that is not the one of its IPA; '' for none."""


@lru_cache(maxsize=4096)
def classes(ipa: str) -> tuple[int, ...]:
    """The classes that one phone's IPA stands for, in order: `tʃ` is one, `ɑːɹ` two, `` and marks alone none."""
    text = _TIE.sub("", unicodedata.normalize("NFD", LANGUAGE_FLAG.sub("", ipa)))
    for old, new in _SPELLINGS.items():
        text = text.replace(old, new)
    found: list[int] = []
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            index = _BY_IPA.get(text[at : at + length])
            if index is not None:
                found.append(index)
                at += length
                break
        else:
            at += 1  # stress, length, tone and other marks make no class of their own
    return tuple(found)


def from_arpabet(name: str) -> int | None:
    """The class of an ARPAbet or TIMIT symbol, with or without its stress digit; None for what is neither.

    An unstressed AH is the schwa.
    """
    bare = arpabet.bare(name)
    if name.upper() == "AH0":
        return INDEX["ax"]
    if bare.lower() in INDEX:
        return INDEX[bare.lower()]
    if bare in _HEARD:
        return INDEX.get(_HEARD[bare])
    ipa = arpabet.IPA.get(bare) if bare else ""
    return None if ipa is None else next(iter(classes(ipa)), SILENCE)
