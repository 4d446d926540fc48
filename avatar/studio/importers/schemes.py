"""How animators name their pictures of mouths: a table of schemes, and which pictures of a folder are which mouths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from avatar.character.mouth import SPRITES
from avatar.types import VISEMES

Shows = Mapping[str, tuple[str, ...]]
"""Viseme to the mouths that show it, the best first."""


class Scheme(NamedTuple):
    """One way to name mouths."""

    title: str
    """In words, for messages."""
    names: Mapping[str, str]
    """A mouth to the words that stand for it in a file's name, separated by spaces."""
    shows: Shows
    needs: tuple[str, ...]
    """Mouths without which nothing speaks; of alternatives, as "rest/MBP", one is enough."""

    def missing(self, found: Iterable[str]) -> list[str]:
        """What is needed and not among the mouths found."""
        there = set(found)
        return [each for each in self.needs if there.isdisjoint(each.split("/"))]

    def choose(self, found: Iterable[str]) -> dict[str, str]:
        """Viseme to the mouth that shows it, of those found; with all that is needed there is one for each."""
        there = set(found)
        return {viseme: next(each for each in self.shows[viseme] if each in there) for viseme in VISEMES}


def _shows(*rows: str) -> Shows:
    """One row a viseme, in their order: its mouths, the best first."""
    return {viseme: tuple(row.split()) for viseme, row in zip(VISEMES, rows, strict=True)}


def _with(mouths: Mapping[str, str], instead: Mapping[str, str]) -> Shows:
    return {viseme: (mouth, *instead.get(mouth, "").split()) for viseme, mouth in mouths.items()}


OWN = Scheme(
    "the fifteen visemes (sil, PP, FF, TH, DD, kk, CH, SS, nn, RR, aa, E, ih, oh, ou)",
    {viseme: viseme.lower() for viseme in VISEMES},
    _shows(
        "sil PP", "PP sil", "FF PP sil", "TH DD nn", "DD nn TH", "kk DD nn", "CH SS DD nn", "SS DD nn", "nn DD",
        "RR ou DD nn", "aa E", "E ih aa", "ih E", "oh ou aa", "ou oh",
    ),
    ("PP/sil", "aa", "E/ih", "oh/ou", "DD/nn"),
)  # fmt: skip

ANIMATOR = Scheme(
    "Character Animator's (Neutral, Aa, D, Ee, F, L, M, Oh, R, S, Uh, W-Oo)",
    {
        "Neutral": "neutral rest", "Aa": "aa ah", "D": "d", "Ee": "ee", "F": "f", "L": "l", "M": "m", "Oh": "oh",
        "R": "r", "S": "s", "Uh": "uh", "W-Oo": "w-oo woo", "Smile": "smile", "Surprised": "surprised",
    },
    _with(
        SPRITES["animator"],
        {
            "Neutral": "M Smile", "Aa": "Uh Oh Ee", "D": "L S Ee Uh", "Ee": "S D Uh Aa", "F": "M Neutral",
            "L": "D Uh Aa", "M": "Neutral", "Oh": "W-Oo Uh Aa", "R": "W-Oo Ee Uh Aa",
            "S": "Ee D Uh Aa", "W-Oo": "Oh R Uh",
        },
    ),
    ("Neutral/M", "Aa/Uh", "Oh/W-Oo", "Ee/S/D/Uh"),
)  # fmt: skip

BLAIR = Scheme(
    "Preston Blair's, as in Papagayo-NG and Moho (AI, E, O, U, etc, FV, L, MBP, WQ, rest)",
    {
        "AI": "ai a-i aei", "E": "e", "O": "o", "U": "u", "etc": "etc cdgknrsthyz consonants cons", "FV": "fv f-v",
        "L": "l", "MBP": "mbp m-b-p bmp pbm", "WQ": "wq w-q", "rest": "rest closed neutral",
    },
    _shows(
        "rest MBP", "MBP rest", "FV MBP rest", "L etc E", "etc E", "etc E", "etc WQ E", "etc E", "etc L E",
        "WQ etc U O", "AI E", "E AI", "E etc AI", "O AI U", "U WQ O",
    ),
    ("rest/MBP", "AI", "E/etc", "O/U"),
)  # fmt: skip

RHUBARB = Scheme(
    "Rhubarb's (A to F, and G, H and X)",
    {letter: letter.lower() for letter in "ABCDEFGHX"},
    _with(SPRITES["rhubarb"], {"G": "B", "H": "C", "X": "A"}),
    tuple("ABCDEF"),
)

VOWELS = Scheme(
    "vowels (a, i, u, e, o, and n or closed)",
    {
        "a": "a あ ア", "i": "i い イ", "u": "u う ウ", "e": "e え エ", "o": "o お オ",
        "n": "n closed close shut neutral rest ん ン",
    },
    _shows(
        "n", "n", "i n", "i", "i", "e", "u", "i", "i", "u", "a", "e", "i", "o", "u",
    ),
    ("a", "i", "u", "e", "o", "n"),
)  # fmt: skip

OPENINGS = Scheme(
    "shut and open (closed, half, open; idle and talking), and e and u if you have them",
    {
        "shut": "shut closed close idle silent silence quiet neutral rest",
        "half": "half mid middle small",
        "open": "open talking talk speaking speak wide big loud",
        "e": "e ee", "u": "u oo",
    },
    _shows(  # where there are two, lips that are not shut are open: an F with shut lips looks like a P
        "shut", "shut", "half open", "half open", "half open", "half open", "u half open", "e half open", "half open",
        "u half open", "open", "e open", "e half open", "open", "u half open",
    ),
    ("shut", "open"),
)  # fmt: skip

SCHEMES = (RHUBARB, BLAIR, ANIMATOR, OWN, VOWELS, OPENINGS)
"""In the order in which they are asked; the one that knows most of a folder's pictures is taken, else the first."""

MOUTH_WORDS = frozenset(
    "mouth mouths lips mund münder bouche bouches boca bocas bocca bocche mond mun munn usta pusa suu szája száj ağız"
    " рот рты 口 くち 嘴 입".split()
)
"""Words for the group that holds the mouths, in the languages in which people name layers."""


def choose_scheme(names: Iterable[tuple[str, ...]]) -> Scheme:
    """The scheme by which most of these names (their words, see `read_name`) are mouths; first, one that lacks none."""
    every = list(names)

    def rate(scheme: Scheme) -> tuple[bool, int]:
        known = {mouth for words in every if (mouth := find_mouth(scheme, words))}
        return not scheme.missing(known), len(known)

    return max(SCHEMES, key=rate)


MOST_NUMBERED = 5
"""Pictures that are numbered from shut to wide open; of more nobody can tell which sound each is for."""

_OPENNESS: Mapping[str, float] = dict(
    zip(VISEMES, (0, 0, 0.15, 0.35, 0.3, 0.4, 0.35, 0.2, 0.3, 0.45, 1, 0.6, 0.45, 0.75, 0.45), strict=True)
)
"""How wide open each viseme is, 0 to 1."""


def number_mouths(count: int) -> Scheme:
    """The scheme of so many mouths, numbered from shut to wide open; the first is shown where lips are shut alone."""
    widest = count - 1
    names = {str(number + 1): str(number + 1) for number in range(count)}
    steps = {viseme: round(open_ * widest) or int(open_ > 0) for viseme, open_ in _OPENNESS.items()}
    shows = {viseme: (str(step + 1),) for viseme, step in steps.items()}
    return Scheme("numbers, from shut to wide open", names, shows, tuple(names))


# -------------------------------------------------------------------------------------------------- names of files

NOISE = frozenset(
    "mouth mouths viseme visemes phoneme phonemes lips lip sync layer copy front png image img sprite".split()
)
"""Words in names that say nothing about which mouth it is."""

_EYES_SHUT = re.compile(
    r"eyes?[-_ .]*(?:closed|close|shut)|(?:closed|close|shut)[-_ .]*eyes?|blink(?:ing|s)?|まばたき|閉じ", re.IGNORECASE
)
_EYES_OPEN = re.compile(r"eyes?[-_ .]*open(?:ed)?|open(?:ed)?[-_ .]*eyes?", re.IGNORECASE)
_SPLIT = re.compile(r"[-_ .()\[\]]+|(?<=[^\W\d_])(?=\d)")


class Name(NamedTuple):
    """What the name of a picture says."""

    words: tuple[str, ...]
    """Its words in small letters, those that say nothing left out."""
    eyes: str
    """ "open", "shut", or '' where it does not say."""


def read_name(stem: str) -> Name:
    """Read a file's name, without its ending: `lisa_mouth-AI (copy)` has the words lisa and ai."""
    shut = _EYES_SHUT.search(stem) is not None
    opened = not shut and _EYES_OPEN.search(stem) is not None
    rest = _EYES_OPEN.sub(" ", _EYES_SHUT.sub(" ", stem)).lower()
    words = tuple(word for word in _SPLIT.split(rest) if word and word not in NOISE)
    return Name(words, "shut" if shut else "open" if opened else "")


def find_mouth(scheme: Scheme, words: tuple[str, ...]) -> str:
    """The mouth that the last words of a name stand for; '' for none."""
    known = {word: mouth for mouth, spellings in scheme.names.items() for word in spellings.split()}
    for count in (3, 2, 1):
        mouth = known.get("-".join(words[-count:])) if len(words) >= count else None
        if mouth is not None:
            return mouth
    return ""
