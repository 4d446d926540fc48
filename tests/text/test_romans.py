"""Roman numerals are read as each language reads them, and what merely looks like one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text import romans
from avatar.text.clean import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Henry VIII had six wives", "Henry the eighth had six wives"),
        ("It was Louis XIV.", "It was Louis the fourteenth."),
        ("Pope John Paul II", "Pope John Paul the second"),
        ("Elizabeth II's crown", "Elizabeth the second's crown"),
        ("Queen Elizabeth I ruled", "Queen Elizabeth the first ruled"),
        ("Charles I was king", "Charles the first was king"),
        ("George V and Edward VII", "George the fifth and Edward the seventh"),
        ("Henry Ford II", "Henry Ford the second"),
        ("World War II and World War I", "World War two and World War one"),
        ("Chapter IV, Act V, Scene II", "Chapter four, Act five, Scene two"),
        ("Chapter I: the start", "Chapter one: the start"),
        ("Rocky II and Final Fantasy VII", "Rocky two and Final Fantasy seven"),
        ("Super Bowl LIV", "Super Bowl fifty-four"),
        ("the XIX century", "the nineteenth century"),
        ("made in MCMXCIX", "made in nineteen ninety-nine"),
    ],
)
def test_english_numerals(written: str, spoken: str) -> None:
    assert speakable(written, "en-GB").text == spoken


@pytest.mark.parametrize(
    "text",
    [
        "you and I.", "I, too", "Elizabeth I love you", "part I think", "MIX, CD, LIV, DM, XL and MD", "Malcolm X",
        "an IV drip, the IV", "Type C and Part D", "size XL", "iPhone X", "Mac OS X", "Vitamin C", "the CD and the DVD",
    ],
)  # fmt: skip
def test_other_capitals_are_left_alone(text: str) -> None:
    assert speakable(text, "en-GB").text == text


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "Ludwig XIV. war König", "Ludwig der Vierzehnte war König"),
        ("de", "von Ludwig XIV. gebaut", "von Ludwig dem Vierzehnten gebaut"),
        ("de", "für Ludwig XIV. gebaut", "für Ludwig den Vierzehnten gebaut"),
        ("de", "Ludwigs XIV. Schloss", "Ludwigs des Vierzehnten Schloss"),
        ("de", "Elisabeth II. starb", "Elisabeth die Zweite starb"),
        ("de", "Das war Ludwig XIV. Er ging.", "Das war Ludwig der Vierzehnte. Er ging."),
        ("de", "im XX. Jahrhundert", "im zwanzigsten Jahrhundert"),
        ("de", "der II. Weltkrieg, Hartz IV", "der zweite Weltkrieg, Hartz 4"),
        ("fr", "Louis XIV et Charles X", "Louis 14 et Charles 10"),
        ("fr", "François Ier, le XIXe siècle", "François premier, le dix-neuvième siècle"),
        ("es", "Felipe II, Isabel II, Luis XIV", "Felipe segundo, Isabel segunda, Luis 14"),
        ("es", "siglo XIX, siglo V", "siglo 19, siglo quinto"),
        ("pt", "D. João VI, século XIX", "dom João sexto, século 19"),
        ("it", "Luigi XIV, Elisabetta II", "Luigi quattordicesimo, Elisabetta seconda"),
        ("it", "XIX secolo", "diciannovesimo secolo"),
        ("nl", "Lodewijk XIV, de XIXe eeuw", "Lodewijk de veertiende, de negentiende eeuw"),
        ("sv", "Karl XII", "Karl den tolfte"),
        ("da", "Christian IV", "Christian den fjerde"),
        ("pl", "Jan Paweł II, w XIX wieku", "Jan Paweł drugi, w dziewiętnastym wieku"),
        ("cs", "Karel IV. byl", "Karel čtvrtý byl"),
        ("ru", "Екатерина II, в XIX веке", "Екатерина вторая, в девятнадцатом веке"),
        ("hu", "XIV. Lajos", "tizennegyedik Lajos"),
        ("tr", "II. Mehmed", "ikinci Mehmed"),
        ("de", "CD und DM und XL", "CD und DM und XL"),
        ("fr", "un CD, le DM", "un CD, le DM"),
        ("ja", "XIV", "XIV"),
    ],
)
def test_other_languages_have_their_own_way(language: str, written: str, spoken: str) -> None:
    assert speakable(written, language).text == spoken


@given(st.integers(1, 3999))
def test_every_numeral_has_its_value(number: int) -> None:
    written, left = "", number
    for sign, size in romans.FIGURES:
        while left >= size:
            written, left = written + sign, left - size
    assert romans.value(written) == number
    found = romans.NUMERAL.search(f"Henry {written} was")
    assert found is not None
    assert found["r"] == written


@given(
    st.lists(st.sampled_from("Henry Part I V XIV II. IIII MIX e 's . , Ludwig Karel War von the".split()), max_size=9),
    st.sampled_from("en de fr es it pl cs ru hu tr nl sv xx".split()),
)
def test_any_mixture_is_placed(words: list[str], language: str) -> None:
    text = " ".join(words)
    said = speakable(text, language)
    assert len(said.text) == len(said.origin.starts)
    assert all(0 <= a <= b <= len(text) for a, b in zip(said.origin.starts, said.origin.ends, strict=True))
