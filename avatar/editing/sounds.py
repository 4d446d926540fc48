"""The sounds of a recording for people who read no IPA: a word that has each, and the letter that usually draws it."""

from __future__ import annotations

from collections.abc import Mapping

from avatar.lipsync import phoneset
from avatar.lipsync.shown import look_of

EXAMPLES: Mapping[str, str] = {
    "iy": "see", "ih": "sit", "ey": "day", "eh": "bed", "ae": "cat", "aa": "father", "ao": "law", "ow": "go",
    "uh": "book", "uw": "too", "ah": "cup", "ax": "about", "er": "bird", "ay": "my", "aw": "now", "oy": "boy",
    "ue": "tu (French)", "oe": "peu (French)", "p": "pen", "b": "bad", "t": "tea", "d": "day", "k": "key",
    "g": "go", "f": "fine", "v": "very", "th": "think", "dh": "this", "s": "so", "z": "zoo", "sh": "she",
    "zh": "vision", "ch": "church", "jh": "judge", "hh": "hat", "x": "loch", "m": "man", "n": "no", "ng": "sing",
    "l": "leg", "r": "red", "rr": "perro (Spanish)", "w": "wet", "y": "yes", "dx": "water",
}  # fmt: skip
"""A word that has each class of `phoneset`: English where English has the sound."""


def tell(phone: str) -> str:
    """A phone's sounds with their words and usual letters: `ʊ as in book: E`; '' for what is none."""
    found = []
    names = [phoneset.CLASSES[index] for index in phoneset.classes(phone)]
    for name in names:
        if name in EXAMPLES:
            sides = [part[0] for part in look_of(name).split(">")]
            shown = phone if len(names) == 1 else phoneset.IPA[phoneset.INDEX[name]]
            found.append(f"{shown} as in {EXAMPLES[name]}: {' then '.join(sides)}")
    return ", ".join(found)
