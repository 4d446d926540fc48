"""Every phone that espeak-ng says has a shape, and the shapes are the right ones."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync import arpabet
from avatar.lipsync.phonemes import backend, phonemize
from avatar.lipsync.visemes import blend, is_vowel, targets, unknown
from avatar.types import VISEMES
from tests.lipsync.texts import TEXTS

NUMBERS = " ".join(map(str, [*range(32), 40, 50, 60, 70, 80, 90, 100, 200, 1000, 1000000]))
LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z"


def top(phone: str) -> list[str]:
    return [VISEMES[int(target.weights.argmax())] for target in targets(phone)]


@pytest.mark.parametrize("language", TEXTS)
def test_every_phone_of_a_rich_text_is_mapped(language: str) -> None:
    phones = {phone for clause in phonemize(TEXTS[language], language) for phone in clause.phones}
    assert len(phones) >= 15, "the text is not rich, or espeak-ng did not read it"
    assert {phone: unknown(phone) for phone in phones if unknown(phone)} == {}
    for phone in phones:
        shapes = targets(phone)
        assert shapes or not any(letter.isalpha() for letter in phone), f"{phone!r} asks for nothing"
        assert all(shape.part != "rest" for shape in shapes), f"{phone!r} is taken for silence"


def test_every_language_of_espeak_says_its_numbers_and_letters_with_known_phones() -> None:
    espeak = backend("en-us")._espeak
    missing: dict[str, set[str]] = {}
    names = sorted({voice.language for voice in espeak.available_voices()})
    try:
        for name in names:
            espeak.set_voice(name)
            ipa = espeak.text_to_phonemes(f"{NUMBERS} {LETTERS}")
            lost = {unknown(phone) for word in ipa.split() for phone in word.split("_")} - {""}
            if lost:
                missing[name] = lost
    finally:
        espeak.set_voice("en-us")
    assert len(names) >= 20
    assert missing == {}


@pytest.mark.parametrize(
    ("phone", "visemes"),
    [
        ("p", ["PP"]),
        ("bʲ", ["PP"]),
        ("m̩", ["PP"]),
        ("f", ["FF"]),
        ("v", ["FF"]),
        ("ð", ["TH"]),
        ("t", ["DD"]),
        ("t̪ʰ", ["DD"]),
        ("kʷ", ["kk"]),
        ("tʃ", ["CH"]),
        ("t͡ʃ", ["CH"]),
        ("ʧ", ["CH"]),
        ("d̻͡z̪ʲ", ["SS"]),
        ("pf", ["PP", "FF"]),
        ("sː", ["SS"]),
        ("l", ["nn"]),
        ("ɹ", ["RR"]),
        ("ˈɑː", ["aa"]),
        ("ɛ̃", ["E"]),
        ("iː", ["ih"]),
        ("ɔ", ["oh"]),
        ("uː", ["ou"]),
        ("y", ["ou"]),
        ("w", ["ou"]),
        ("ˈaɪ", ["aa", "aa"]),
        ("aʊ", ["aa", "ou"]),
        ("oʊ", ["oh", "ou"]),
        ("əl", ["E", "nn"]),
        ("", ["sil"]),
        ("_", ["sil"]),
    ],
)
def test_a_phone_asks_for_its_shapes(phone: str, visemes: list[str]) -> None:
    assert top(phone) == visemes


def test_the_second_half_of_a_falling_diphthong_leaves_its_first_half() -> None:
    first, second = targets("aɪ")
    ih, aa = VISEMES.index("ih"), VISEMES.index("aa")
    assert second.weights[ih] > first.weights[ih]
    assert second.weights[aa] < first.weights[aa]
    assert first.share > second.share


def test_precomposed_letters_are_read_as_their_parts() -> None:
    assert top("ç") == top("ç") == ["ih"]
    assert top("ã") == ["aa"]
    assert top("g") == top("ɡ")


@pytest.mark.parametrize("mark", ["ˈ", "5", "˥", "(en)", "ː", "."])
def test_a_mark_alone_asks_for_nothing(mark: str) -> None:
    assert targets(mark) == ()
    assert unknown(mark) == ""


def test_a_letter_that_is_no_ipa_is_named_and_passed_over() -> None:
    assert unknown("aж") == "ж"
    assert top("aж") == ["aa"]


@pytest.mark.parametrize("phone", ["p", "oʊ", "tʃ", "kʷ", "aɪɚ", "mʷ", "ɹ̩ʲ", ""])
def test_weights_and_shares_sum_to_one(phone: str) -> None:
    shapes = targets(phone)
    assert sum(shape.share for shape in shapes) == pytest.approx(1)
    for shape in shapes:
        assert shape.weights.dtype == np.float32
        assert float(shape.weights.sum()) == pytest.approx(1, abs=1e-6)


def test_shut_lips_stay_shut_when_rounded_or_palatal() -> None:
    assert targets("pʷ")[0].weights[VISEMES.index("PP")] == 1
    assert targets("fʲ")[0].weights[VISEMES.index("FF")] == 1


def test_arpabet_with_stress_digits_and_positions() -> None:
    assert arpabet.ipa("AH0_B") == "ʌ"
    assert arpabet.ipa("ow1") == "oʊ"
    assert arpabet.ipa("h#") == ""
    assert arpabet.ipa("ax-h") == "ə"
    with pytest.raises(KeyError):
        arpabet.ipa("XX")


@pytest.mark.parametrize("symbol", arpabet.IPA)
def test_every_arpabet_symbol_is_known_ipa(symbol: str) -> None:
    assert unknown(arpabet.IPA[symbol]) == ""
    assert targets(arpabet.IPA[symbol])


def test_a_blend_must_name_visemes() -> None:
    assert float(blend("ih 3 E 1")[VISEMES.index("ih")]) == pytest.approx(0.75)
    with pytest.raises(ValueError):
        blend("zz")


def test_vowels_are_told_from_consonants() -> None:
    assert [phone for phone in ("a", "ɚ", "w", "n̩", "aɪ", "") if is_vowel(phone)] == ["a", "ɚ", "aɪ"]
