"""Which scripts the voices of a language read. What they don't, an engine would spell out as "Chinese letter, Chinese
letter": it is left out of the speech instead, and told; the listener's text keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from avatar.tags import base
from avatar.text.tracked import Tracked

SCRIPTS = {
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Armenian": "\u0530-\u058f\ufb13-\ufb17",
    "Hebrew": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe",
    "Devanagari": "\u0900-\u097f\ua8e0-\ua8ff",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Odia": "\u0b00-\u0b7f",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Kannada": "\u0c80-\u0cff",
    "Malayalam": "\u0d00-\u0d7f",
    "Sinhala": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Lao": "\u0e80-\u0eff",
    "Tibetan": "\u0f00-\u0fff",
    "Burmese": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Korean": "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "Ethiopic": "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f",
    "Cherokee": "\u13a0-\u13ff\uab70-\uabbf",
    "Khmer": "\u1780-\u17ff\u19e0-\u19ff",
    "Mongolian": "\u1800-\u18af",
    "Chinese": "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff",
    "Japanese": "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f",
    "Bopomofo": "\u3100-\u312f\u31a0-\u31bf",
    "": "\u0700-\u074f\u0780-\u086f\u1400-\u177f\u18b0-\u19df\u1a00-\u1c7f\u1cc0-\u1cff\u2c00-\u2c5f\u2c80-\u2cff"
    "\u2d30-\u2d7f\ua000-\ua63f\ua6a0-\ua6ff\ua800-\ua8df\ua900-\ua95f\ua980-\ua9df\uaa00-\uaa5f\uaa80-\uaaff"
    "\uabc0-\uabff\U00010000-\U0001afff\U0001b170-\U0001cfff\U0001e000-\U0001efff",
}
"""Name, as the notice has it, to its characters (Unicode's blocks), Latin apart. '' is all scripts that no voice reads,
old and rare ones."""

_READ = {
    "Greek": "el grc",
    "Cyrillic": "ru uk be bg mk sr kk ky tt ba cv mn tg",
    "Armenian": "hy hyw",
    "Hebrew": "he iw yi",
    "Arabic": "ar fa ur ps ku ckb sd ug",
    "Devanagari": "hi mr ne sa kok bho mai",
    "Bengali": "bn as bpy",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Odia": "or",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Tibetan": "bo dz",
    "Burmese": "my shn",
    "Georgian": "ka",
    "Korean": "ko",
    "Ethiopic": "am ti",
    "Cherokee": "chr",
    "Khmer": "km",
    "Mongolian": "mn",
    "Chinese": "zh hak",
    "Japanese": "ja",
    "Bopomofo": "zh",
}
"""Script to the languages (BCP 47) whose voices read it; every voice reads Latin letters."""

_LATIN = frozenset(
    "en de fr es it pt nl sv da no nb nn fi hu pl cs sk sl hr bs ro ca gl eu af sq is fo ga gd cy br et lv lt mt tr az "
    "uz tk vi id ms sw zu xh st tn so ha yo ig eo ia io la lb oc an ht qu qya sjn jbo lfn gn kl mi haw sm smj nci pap "
    "quc om rw sn tl fil jv su".split()
)
"""Languages of Latin letters. One that is in none of the tables is left alone: nobody here knows what it reads."""

KANJI = "kanji"
"""What the notice calls Chinese characters that a Japanese voice does not read."""


@cache
def _unread(language: str, kanji: bool = False) -> re.Pattern[str] | None:
    """What the voices of a language don't read; None where nobody knows."""
    own = ["Chinese"] if kanji and language == "ja" else []
    own += [name for name, languages in _READ.items() if language in languages.split()]
    if not own and language not in _LATIN:
        return None
    foreign = "".join(signs for name, signs in SCRIPTS.items() if name not in own and name != "Greek")
    greek = "" if "Greek" in own else f"|[{SCRIPTS['Greek']}]{{3,}}"  # a letter or two is mathematics: "Δt"
    return re.compile(f"[{foreign}]+{greek}")


_SIGNS = re.compile("[^\x00-\u024f\u2000-\u22ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_USUAL = re.compile("[\x00-\u02ff\u1e00-\u22ff]*")
"""Latin letters and signs, which every voice reads."""


def read_by(text: Tracked, language: str, kanji: bool = False) -> tuple[Tracked, tuple[str, ...]]:
    """The text without what the voices of a language (BCP 47) don't read, and the names of the scripts left out.

    `kanji`: whether a Japanese voice reads them as they are. Digits of other scripts are put in ours.
    """
    if _USUAL.fullmatch(text.text):
        return text, ()
    text = text.sub(_SIGNS, lambda match: " " if unicodedata.category(match[0]) in ("Cn", "Co", "Cs") else None)
    language = base(language)
    pattern = _unread(language, kanji)
    if pattern is None or not pattern.search(text.text):
        return text, ()
    left_out: dict[str, None] = {}

    def leave(match: re.Match[str]) -> str | None:
        number = _number(match[0])
        if number:
            return number
        left_out.update(dict.fromkeys(_names(match[0], language)))
        return " "

    rest = text.sub(pattern, leave)
    if "Japanese" in left_out:  # which is written in Chinese characters, too
        left_out.pop("Chinese", None)
    return rest, tuple(left_out)


def languages(script: str) -> tuple[str, ...]:
    """The languages (BCP 47) whose voices read a script, as the notice calls it; () where nobody here knows one."""
    return tuple(_READ.get(script, "").split())


def _number(signs: str) -> str:
    """Digits of another script in ours; '' where anything else is among them."""
    return "".join(str(unicodedata.decimal(sign)) for sign in signs) if signs.isdecimal() else ""


def _names(signs: str, language: str) -> Iterator[str]:
    for sign in signs:
        if sign.isalpha():
            name = script(sign)
            yield KANJI if name == "Chinese" and language == "ja" else name


@cache
def script(letter: str) -> str:
    """The script of a letter, as the notice has it; 'Latin' for every one that no table has."""
    for name, signs in SCRIPTS.items():
        if re.match(f"[{signs}]", letter):
            return name or unicodedata.name(letter, "an unknown script").split()[0].capitalize()
    return "Latin"


def reads(language: str, text: str) -> bool:
    """Whether the voices of a language read some of a text, as far as the tables tell."""
    pattern = _unread(base(language))
    return pattern is None or any(map(str.isalnum, pattern.sub("", text)))
