"""Labels of phones, as aligners and transcribers write them, as IPA: silences, ARPAbet in any case, X-SAMPA, IPA.

A tier is written in one alphabet. What is none of its labels is refused with its place: a label taken for a sound that
it is not would move the lips wrongly, and nobody would know why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync import arpabet
from avatar.lipsync.visemes import targets, unknown
from avatar.types import Timed

_SILENT = frozenset("sil sp ssil silence silent pau pause epi brth breath h# # ## - _ . eps null 0 *".split())
"""Silences of MFA, P2FA, Kaldi, HTK, TIMIT, Festival and MAUS, in lower case and without brackets."""
_UNKNOWN_WORD = frozenset("spn unk oov".split())
"""A word that an aligner did not know: somebody speaks."""
_NOISE = re.compile(r"[<{\[(].*[>}\])]")
"""A label in brackets: a noise, a breath, laughter. MAUS writes `<p:>`, `<usb>`, `<nib>`; P2FA `{NS}`, `{LG}`."""
_SPEAKING = "ə"
_MOST_SOUNDS = 3

_SAMPA_PAIRS = {
    "r\\": "ɹ", "h\\": "ɦ", "R\\": "ʀ", "J\\": "ɟ", "K\\": "ɮ", "L\\": "ʟ", "M\\": "ɰ", "N\\": "ɴ", "B\\": "ʙ",
    "G\\": "ɢ", "X\\": "ħ", "H\\": "ʜ", "p\\": "ɸ", "s\\": "ɕ", "z\\": "ʑ", "x\\": "ɧ", "v\\": "ʋ", "l\\": "ɺ",
    "j\\": "ʝ", "O\\": "ʘ", "I\\": "ɪ", "U\\": "ʊ", "@\\": "ɘ", "3\\": "ɞ", "?\\": "ʕ", "|\\": "ǀ", "!\\": "ǃ",
    "@`": "ɚ", "3`": "ɝ", "t`": "ʈ", "d`": "ɖ", "n`": "ɳ", "s`": "ʂ", "z`": "ʐ", "l`": "ɭ", "r`": "ɽ",
}  # fmt: skip
_SAMPA = {
    "A": "ɑ", "B": "β", "C": "ç", "D": "ð", "E": "ɛ", "F": "ɱ", "G": "ɣ", "H": "ɥ", "I": "ɪ", "J": "ɲ", "K": "ɬ",
    "L": "ʎ", "M": "ɯ", "N": "ŋ", "O": "ɔ", "P": "ʋ", "Q": "ɒ", "R": "ʁ", "S": "ʃ", "T": "θ", "U": "ʊ", "V": "ʌ",
    "W": "ʍ", "X": "χ", "Y": "ʏ", "Z": "ʒ", "@": "ə", "{": "æ", "}": "ʉ", "&": "ɶ", "1": "ɨ", "2": "ø", "3": "ɜ",
    "4": "ɾ", "5": "ɫ", "6": "ɐ", "7": "ɤ", "8": "ɵ", "9": "œ", "?": "ʔ", ":": "ː", '"': "ˈ", "%": "ˌ", "~": "̃",
    "=": "̩", "'": "ʲ",
}  # fmt: skip
"""X-SAMPA. Source: J. Wells, "Computer-coding the IPA" (1995)."""
_SAMPA_MARKS = re.compile(r"_[a-zA-Z0-9=~^\"<>/\\+?-]")
_SAMPA_SOUND = re.compile(r".[\\`]|.")


class _Alphabet(NamedTuple):
    """How the labels of a tier are written."""

    name: str
    ipa: dict[str, str]
    """Each label's IPA, of those that are understood."""


def phones(spans: Sequence[Timed], tier: str) -> tuple[tuple[Timed, ...], tuple[str, ...]]:
    """The phones of a tier in IPA, silences '', and what is to be told of them.

    Raises LipSyncError with the place of a label that is not understood.
    """
    said = {span.value for span in spans if not _is_silent(span.value)}
    alphabet = _alphabet(said - {label for label in said if _is_unknown_word(label)})
    found: list[Timed] = []
    notes: list[str] = []
    for span in spans:
        if _is_silent(span.value):
            found.append(span._replace(value=""))
        elif _is_unknown_word(span.value):
            found.append(span._replace(value=_SPEAKING))
            notes.append(f"{span.value!r} at {span.start:.2f} s is a word that its aligner did not know: a mouth ajar")
        elif span.value in alphabet.ipa:
            found.append(span._replace(value=alphabet.ipa[span.value]))
        else:
            raise LipSyncError(
                f"The label {span.value!r} at {span.start:.2f} s in tier {tier!r} is no sound in {alphabet.name}",
                remedy="Write a sound as the others are written, or nothing for silence.",
            )
    return tuple(found), tuple(notes[:1] + [f"and {len(notes) - 1} more such words"] * (len(notes) > 1))


def words(spans: Iterable[Timed]) -> tuple[Timed, ...]:
    """The words of a tier, without its silences and noises."""
    return tuple(span for span in spans if not _is_silent(span.value) and not _is_unknown_word(span.value))


def _is_silent(label: str) -> bool:
    return not label or label.lower() in _SILENT or (bool(_NOISE.fullmatch(label)) and not _is_unknown_word(label))


def _is_unknown_word(label: str) -> bool:
    return label.strip("<>[](){}").lower() in _UNKNOWN_WORD


def _alphabet(labels: set[str]) -> _Alphabet:
    """The alphabet in which most labels can be read; where two do as well, the likelier one."""
    tried = (
        _Alphabet("ARPAbet", {label: _of_arpabet(label) for label in labels}),
        _Alphabet("IPA", {label: _of_ipa(label, labels) for label in labels}),
        _Alphabet("X-SAMPA", {label: _of_sampa(label) for label in labels if label.isascii()}),
    )
    sounding = [each._replace(ipa={label: ipa for label, ipa in each.ipa.items() if _sounds(ipa)}) for each in tried]
    return max(sounding, key=lambda each: len(each.ipa))


def _of_arpabet(label: str) -> str:
    try:
        return arpabet.ipa(label)
    except KeyError:
        return ""


def _of_ipa(label: str, labels: set[str]) -> str:
    """A label of a tier in IPA, into which somebody may have put ARPAbet's capitals by hand; '' for none."""
    if label.isascii() and label.isupper() and not all(map(str.isascii, labels)):
        return _of_arpabet(label)
    return "" if label.isascii() and not label.islower() else label


def _sounds(ipa: str) -> bool:
    """Whether it is a phone: known letters, and no more than a triphthong has."""
    return bool(ipa) and 1 <= len(targets(ipa)) <= _MOST_SOUNDS and not unknown(ipa)


def _of_sampa(label: str) -> str:
    sounds = _SAMPA_SOUND.findall(_SAMPA_MARKS.sub("", label))
    return "".join(_SAMPA_PAIRS.get(sound) or "".join(_SAMPA.get(sign, sign) for sign in sound) for sound in sounds)
