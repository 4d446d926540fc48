"""Which class of sounds a phone's IPA stands for."""

from __future__ import annotations

import pytest

from avatar.lipsync import phoneset


@pytest.mark.parametrize(
    ("ipa", "names"),
    [
        ("p", "p"), ("pʰ", "p"), ("tʃ", "ch"), ("t͡ʃ", "ch"), ("ɑːɹ", "aa r"), ("l̩", "ax l"), ("eɪ", "ey"), ("ç", "x"),
        ("(en)", ""), ("(en)p", "p"), ("aʊ(fr)", "aw"), ("ˈ", ""), ("", ""), ("?", ""),
    ],
)  # fmt: skip
def test_a_phone_stands_for_its_classes(ipa: str, names: str) -> None:
    assert " ".join(phoneset.CLASSES[i] for i in phoneset.classes(ipa)) == names


@pytest.mark.parametrize(
    ("symbol", "name"), [("AH0", "ax"), ("ah1", "ah"), ("pcl", "p"), ("h#", "sil"), ("EM", "m"), ("ix", "ih")]
)
def test_arpabet_and_timits_symbols(symbol: str, name: str) -> None:
    index = phoneset.from_arpabet(symbol)
    assert index is not None
    assert phoneset.CLASSES[index] == name


@pytest.mark.parametrize(("written", "same"), [("ʨ", "tɕ"), ("ʥ", "dʑ"), ("ʧ", "tʃ"), ("ʤ", "dʒ")])
def test_a_letter_of_two_sounds_is_both(written: str, same: str) -> None:
    """Kokoro writes Japanese ち and じ with letters of their own."""
    assert phoneset.classes(written) == phoneset.classes(same) != ()


@pytest.mark.parametrize("symbol", ["spn", "<unk>", "zz", "laughter"])
def test_what_is_no_symbol_stands_for_nothing(symbol: str) -> None:
    assert phoneset.from_arpabet(symbol) is None


def test_every_class_has_one_ipa_that_means_it() -> None:
    for i, ipa in enumerate(phoneset.IPA[1:], 1):
        assert phoneset.classes(ipa) == (i,), ipa
