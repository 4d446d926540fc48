"""IPA to visemes: what the lips, the teeth and the tongue show of each phone.

A phone is one string of IPA as espeak-ng, Piper or a corpus writes it: letters with length, stress, tone and other
marks, sometimes a diphthong, an affricate or a syllable's rest (`əl`) in one. It becomes one or more `Target`s, one
after another. Sources: the Oculus (OVR) viseme reference for the 15 shapes and their English sounds; the IPA chart for
place, manner and rounding of every other letter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.phoneset import LANGUAGE_FLAG
from avatar.types import VISEMES

MouthPart = Literal[
    "rest", "closure", "bite", "narrow", "tongue", "lateral", "back", "glottal", "hush", "rhotic", "round", "open",
    "spread", "schwa",
]  # fmt: skip
"""What a sound asks of the lips: the key of the rules in `coarticulate`."""

Manner = Literal["silence", "stop", "nasal", "fricative", "approximant", "tap", "click", "vowel"]
"""How a sound is made: the key of the durations in `estimate`."""

Weights = NDArray[np.float32]


class Target(NamedTuple):
    """One shape that a phone asks for."""

    weights: Weights
    """Shape (15,), over VISEMES, summing to 1."""
    part: MouthPart
    manner: Manner
    share: float
    """Share of the phone's time, 0 to 1; the shares of a phone's targets sum to 1."""
    letter: str
    """The IPA letter it came from; '' for silence."""


class _Row(NamedTuple):
    letters: str
    blend: str
    part: MouthPart
    manner: Manner


# Each row: IPA letters, the visemes they blend ("ih .7 E .3"), what they ask of the lips, how they are made.
_ROWS = (
    # lips shut: seen by everybody, wrong in no language
    _Row("p b ɓ ʙ", "PP", "closure", "stop"),
    _Row("ʘ", "PP", "closure", "click"),
    _Row("m", "PP", "closure", "nasal"),
    # lower lip at the upper teeth
    _Row("f v ⱱ", "FF", "bite", "fricative"),
    _Row("ɱ", "FF", "bite", "nasal"),
    # lips near each other, not shut
    _Row("ɸ β", "PP .45 ou .4 FF .15", "narrow", "fricative"),
    _Row("ʋ", "FF .6 ou .2 ih .2", "narrow", "approximant"),
    # tongue between or behind the teeth
    _Row("θ ð", "TH", "tongue", "fricative"),
    _Row("t d ɗ", "DD", "tongue", "stop"),
    _Row("ʈ ɖ ᶑ", "DD .8 RR .2", "tongue", "stop"),
    _Row("ǀ ǃ ǁ ǂ", "DD .6 aa .4", "tongue", "click"),
    _Row("n", "nn .6 DD .4", "tongue", "nasal"),
    _Row("ɳ ɲ", "nn .6 DD .2 ih .2", "tongue", "nasal"),
    _Row("l ɭ ɫ ɺ", "nn", "lateral", "approximant"),
    _Row("ʎ", "nn .7 ih .3", "tongue", "approximant"),
    _Row("ɬ ɮ", "nn .5 SS .5", "tongue", "fricative"),
    _Row("s z", "SS", "tongue", "fricative"),
    _Row("ɾ ɽ", "DD .7 RR .3", "tongue", "tap"),
    _Row("r", "DD .5 RR .5", "tongue", "tap"),
    # teeth together, lips pushed forward
    _Row("ʃ ʒ", "CH", "hush", "fricative"),
    _Row("ʂ ʐ", "CH .8 SS .2", "hush", "fricative"),
    _Row("ɕ ʑ", "CH .6 SS .4", "hush", "fricative"),
    _Row("ɧ", "CH .6 ou .4", "hush", "fricative"),
    # bunched or curled tongue, lips a little rounded
    _Row("ɹ ɻ ɚ ɝ", "RR", "rhotic", "approximant"),
    # made at the back or the roof of the mouth: the lips do as their neighbours do
    _Row("k ɡ ɠ q ɢ ʛ", "kk", "back", "stop"),
    _Row("c ɟ ʄ", "kk .7 ih .3", "back", "stop"),
    _Row("ŋ ɴ", "kk .7 nn .3", "back", "nasal"),
    _Row("x ɣ χ ʁ ʀ", "kk", "back", "fricative"),
    _Row("ɰ ʟ", "kk", "back", "approximant"),
    _Row("ç ʝ", "kk .3 ih .7", "back", "fricative"),
    _Row("h ɦ ħ ʕ ʜ ʢ", "kk .5 E .5", "glottal", "fricative"),
    _Row("ʔ ʡ", "kk .6 E .4", "glottal", "stop"),
    # glides
    _Row("j", "ih", "spread", "approximant"),
    _Row("w ʍ", "ou", "round", "approximant"),
    _Row("ɥ", "ou .8 ih .2", "round", "approximant"),
    # vowels: close, spread
    _Row("i", "ih", "spread", "vowel"),
    _Row("ɪ ɨ", "ih .7 E .3", "spread", "vowel"),
    _Row("ɯ", "ih .8 ou .2", "spread", "vowel"),
    _Row("e", "ih .5 E .5", "spread", "vowel"),
    # mid
    _Row("ɘ ɤ", "E .6 ih .4", "schwa", "vowel"),
    _Row("ə", "E .6 ih .4", "schwa", "vowel"),
    _Row("ɜ", "E .6 RR .4", "schwa", "vowel"),
    _Row("ɛ", "E", "open", "vowel"),
    _Row("ʌ ɐ", "E .6 aa .4", "open", "vowel"),
    # open
    _Row("æ", "E .5 aa .5", "open", "vowel"),
    _Row("a ɑ", "aa", "open", "vowel"),
    _Row("ɒ", "aa .5 oh .5", "open", "vowel"),
    _Row("ɶ", "aa .6 oh .4", "open", "vowel"),
    # rounded
    _Row("ɔ", "oh .9 aa .1", "round", "vowel"),
    _Row("o", "oh .8 ou .2", "round", "vowel"),
    _Row("ø œ ɵ ɞ", "oh .7 ou .3", "round", "vowel"),
    _Row("ʊ", "ou .7 oh .3", "round", "vowel"),
    _Row("u ʉ y ʏ", "ou", "round", "vowel"),
)

# One letter written as another: ligatures, the ASCII and Greek letters that espeak-ng's tables leave in their IPA.
_SPELLINGS = {
    "g": "ɡ", "ʦ": "ts", "ʣ": "dz", "ʧ": "tʃ", "ʤ": "dʒ", "ʨ": "tɕ", "ʥ": "dʑ", "ε": "ɛ", "Φ": "ɸ", "φ": "ɸ",
    "ϕ": "ɸ", "ʼ": "", "S": "ʃ", "Z": "ʒ", "N": "ŋ", "A": "ɑ", "X": "χ", "E": "ɛ", "I": "ɪ", "O": "ɔ", "U": "ʊ",
    "V": "ʌ", "@": "ə", "C": "ç", "D": "ð", "T": "θ", "J": "ɟ", "L": "ɬ", "M": "ɱ", "Q": "ɣ", "R": "ɹ",
    "B": "β", "H": "ħ", "G": "ɢ", "?": "ʔ", "W": "ʍ", "Y": "ʏ", "K": "k", "P": "p", "F": "f", "ɼ": "r",
    "ɿ": "ɨ", "ʅ": "ɨ", "ᵻ": "ɪ", "ᵿ": "ʊ", "ı": "i", "ȵ": "ɲ", "ȶ": "t", "ȡ": "d", "ʇ": "ǀ", "ʗ": "ǃ",
    "ʖ": "ǁ", "ƛ": "tɬ", "λ": "ʎ", "γ": "ɣ", "ᴀ": "a", "ᴇ": "ɛ", "ɩ": "ɪ", "ɷ": "ʊ",
}  # fmt: skip

# Marks that change the shape: what they add, and how much of it.
_COLOURS = {
    "ʷ": ("ou", 0.5),  # lips rounded along with the consonant
    "ᵝ": ("ou", 0.3),  # compressed lips: Japanese u
    "ʲ": ("ih", 0.3),  # palatal: lips spread a little
    "˞": ("RR", 0.5),  # r-coloured
    "ᶣ": ("ou", 0.4),
    "̹": ("ou", 0.3),  # more rounded
    "̫": ("ou", 0.3),
    "̜": ("ih", 0.2),  # less rounded
}  # fmt: skip

_GLIDES = {"ʲ": "j", "ʷ": "w", "ᶣ": "ɥ"}
"""Marks that espeak-ng sometimes leaves alone, as a phone of their own."""

_WEAK = "̯"
"""Not a syllable of its own: the lesser half of a diphthong."""

# A stop and the fricative it opens into, where the lips show one shape from the start.
_AFFRICATES = {("DD", "hush"): 1.0, ("DD", "SS"): 0.7, ("kk", "hush"): 1.0}

_KEPT, _KEPT_ROUNDING = 0.5, 0.2
"""How much of a diphthong's first half is left in its second: the jaw is slow, but rounded lips are quickly made."""
_AHEAD = 0.6
"""How much of a round second half is in a schwa before it (British "go"): it has no shape of its own to defend, so the
lips set out for the round end at once, and get there."""

_SILENCES = frozenset({"", "_", "_:", "_!", "sil", "sp", "pau", "h#", "SIL", "<sil>", "#"})


def blend(text: str) -> Weights:
    """Viseme weights, shape (15,), summing to 1, of a blend written as `ih .7 E .3` (or `PP` alone)."""
    parts = text.split()
    if len(parts) == 1:
        parts = [*parts, "1"]
    weights = np.zeros(len(VISEMES), np.float32)
    for name, weight in zip(parts[::2], parts[1::2], strict=True):
        weights[VISEMES.index(name)] += float(weight)
    weights /= weights.sum()
    weights.setflags(write=False)
    return weights


class _Sound(NamedTuple):
    letter: str
    weights: Weights
    part: MouthPart
    manner: Manner
    weak: bool = False


_LETTERS = {
    letter: _Sound(letter, blend(row.blend), row.part, row.manner) for row in _ROWS for letter in row.letters.split()
}
_LETTERS |= {letter: _LETTERS[letter]._replace(manner="vowel") for letter in "ɚɝ"}

REST = (Target(blend("sil"), "rest", "silence", 1.0, ""),)
"""What a silence asks for."""


@lru_cache(maxsize=4096)
def targets(phone: str) -> tuple[Target, ...]:
    """The shapes that one phone asks for, one after another; silence asks for rest.

    A phone that holds nothing but marks (a tone, a stress) asks for nothing: (). Letters without a row in the table
    are skipped; `unknown` names them.
    """
    if phone in _SILENCES:
        return REST
    sounds = _glided(_merged(_parsed(phone)[0]))
    lengths = [_length(sound, sounds) for sound in sounds]
    return tuple(
        Target(s.weights, s.part, s.manner, length / sum(lengths), s.letter)
        for s, length in zip(sounds, lengths, strict=True)
    )


def unknown(phone: str) -> str:
    """The letters of a phone that no row of the table covers; '' where all are known."""
    return "" if phone in _SILENCES else _parsed(phone)[1]


def is_vowel(phone: str) -> bool:
    """Whether a phone holds a vowel, and so a syllable."""
    return any(target.manner == "vowel" for target in targets(phone))


def _parsed(phone: str) -> tuple[list[_Sound], str]:
    """The phone's letters with their marks applied, and the letters that are unknown."""
    text = unicodedata.normalize("NFD", LANGUAGE_FLAG.sub("", phone)).replace("c\u0327", "ç")
    sounds: list[_Sound] = []
    missing = ""
    for mark in "".join(_SPELLINGS.get(letter, letter) for letter in text):
        if mark in _LETTERS:
            sounds.append(_LETTERS[mark])
        elif mark in _GLIDES and not sounds:
            sounds.append(_LETTERS[_GLIDES[mark]])
        elif mark in _COLOURS and sounds:
            sounds[-1] = _coloured(sounds[-1], *_COLOURS[mark])
        elif mark == _WEAK and sounds:
            sounds[-1] = sounds[-1]._replace(weak=True)
        elif mark.isalpha() and unicodedata.category(mark) != "Lm":
            missing += mark
    return sounds, missing


def _coloured(sound: _Sound, viseme: str, share: float) -> _Sound:
    """A sound with some of another viseme mixed in; lips that are shut or bitten stay so."""
    if sound.part in ("closure", "bite"):
        return sound
    part: MouthPart = "round" if viseme == "ou" and share >= 0.5 else sound.part
    return sound._replace(weights=sound.weights * np.float32(1 - share) + blend(viseme) * np.float32(share), part=part)


def _merged(sounds: list[_Sound]) -> list[_Sound]:
    """Affricates as one shape, doubled letters as one."""
    merged: list[_Sound] = []
    for sound in sounds:
        last = merged[-1] if merged else None
        if last is not None and last.letter == sound.letter:
            continue
        if last is not None and last.manner == "stop" and sound.manner == "fricative":
            top = VISEMES[int(last.weights.argmax())]
            share = _AFFRICATES.get((top, sound.part), _AFFRICATES.get((top, VISEMES[int(sound.weights.argmax())])))
            if share is not None:
                mixed = sound.weights * np.float32(share) + last.weights * np.float32(1 - share)
                merged[-1] = sound._replace(weights=mixed)
                continue
        merged.append(sound)
    return merged


def _glided(sounds: list[_Sound]) -> list[_Sound]:
    """Diphthongs whose second half keeps some of the first: the lips set out for it and never arrive."""
    glided = list(sounds)
    for i in range(1, len(sounds)):
        if sounds[i].manner == sounds[i - 1].manner == "vowel":
            if sounds[i].part == "round" and sounds[i - 1].part == "schwa":
                ahead = sounds[i - 1].weights * np.float32(1 - _AHEAD) + sounds[i].weights * np.float32(_AHEAD)
                glided[i - 1] = sounds[i - 1]._replace(weights=ahead)
                continue
            kept = np.float32(_KEPT_ROUNDING if sounds[i].part == "round" else _KEPT)
            mixed = sounds[i].weights * (1 - kept) + sounds[i - 1].weights * kept
            glided[i] = sounds[i]._replace(weights=mixed)
    return glided


def _length(sound: _Sound, sounds: list[_Sound]) -> float:
    """How much of a phone's time one of its sounds takes, relative to the others."""
    if sound.weak:
        return 0.5
    vowels = [s for s in sounds if s.manner == "vowel"]
    if sound.manner == "vowel" and len(vowels) > 1 and sound is vowels[0]:
        if sound.part == "schwa" and vowels[1].part == "round":
            return 0.6  # the lips set out for the round end of British "go" at once
        return 1.2  # the first half of a falling diphthong is the longer one
    return 1.0 if sound.manner == "vowel" or len(vowels) in (0, len(sounds)) else 0.7
