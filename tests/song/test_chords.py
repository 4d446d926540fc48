"""Chord symbols as books and programs write them."""

from __future__ import annotations

import pytest

from avatar.song.chords import read_chord, transposed


@pytest.mark.parametrize(
    ("symbols", "tones"),
    [
        ("C Cmaj CM", (0, 4, 7)),
        ("Cm Cmin C- Cmi", (0, 3, 7)),
        ("C7 Cdom7", (0, 4, 7, 10)),
        ("Cmaj7 CM7 CΔ CΔ7 Cma7 C^maj7", (0, 4, 7, 11)),
        ("Cm7 C-7 Cmin7", (0, 3, 7, 10)),
        ("Cmmaj7 CmM7 Cm(maj7)", (0, 3, 7, 11)),
        ("Cdim C°", (0, 3, 6)),
        ("Cdim7 C°7", (0, 3, 6, 9)),
        ("Cm7b5 Cø Cø7 Cm7(b5) Cm7-5", (0, 3, 6, 10)),
        ("Caug C+", (0, 4, 8)),
        ("C7#5 C7+5 Caug7 C+7", (0, 4, 8, 10)),
        ("Csus Csus4", (0, 5, 7)),
        ("Csus2", (0, 2, 7)),
        ("C7sus4", (0, 5, 7, 10)),
        ("C6", (0, 4, 7, 9)),
        ("C6/9 C69", (0, 4, 7, 9, 14)),
        ("Cm6", (0, 3, 7, 9)),
        ("C9", (0, 4, 7, 10, 14)),
        ("Cmaj9 CM9", (0, 4, 7, 11, 14)),
        ("Cadd9 C(add9)", (0, 4, 7, 14)),
        ("C7b9", (0, 4, 7, 10, 13)),
        ("C13", (0, 4, 7, 10, 14, 17, 21)),
        ("C5 Cno3", (0, 7)),
    ],
)
def test_kinds_of_chords(symbols: str, tones: tuple[int, ...]) -> None:
    for symbol in symbols.split():
        found = read_chord(symbol)
        assert found is not None, symbol
        assert (found.root, found.tones, found.bass) == (0, tones, 0), symbol


@pytest.mark.parametrize(
    ("symbol", "root", "bass"), [("F#m", 6, 6), ("B♭7", 10, 10), ("Am7/G", 9, 7), ("D/F#", 2, 6), ("H7", 11, 11)]
)
def test_roots_and_basses(symbol: str, root: int, bass: int) -> None:
    found = read_chord(symbol)
    assert found is not None
    assert (found.root, found.bass) == (root, bass)


@pytest.mark.parametrize("symbol", ["N.C.", "NC", "n.c."])
def test_no_chord_is_silence(symbol: str) -> None:
    assert read_chord(symbol) is None


@pytest.mark.parametrize("symbol", ["", "X", "Cfoo", "love", "C" * 100, "Am7//G", "/", "C/", "7"])
def test_what_is_no_chord_is_refused(symbol: str) -> None:
    with pytest.raises(ValueError, match="no chord"):
        read_chord(symbol)


def test_a_chord_moves_with_its_bass() -> None:
    assert [transposed(each, 2) for each in ("C", "Bm7b5", "Am7/G", "N.C.", "Bb")] == [
        "D",
        "Dbm7b5",
        "Bm7/A",
        "N.C.",
        "C",
    ]
    assert transposed("F#", 12) == "F#"
