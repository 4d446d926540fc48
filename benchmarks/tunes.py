"""Songs to measure singing with: tunes and words in the public domain, and one of our own.

A line is its words, syllables parted by hyphens, and its notes: a pitch and its beats, `r` for a rest, `_` between the
notes of one syllable, `~` before a syllable that shares a note with the word before.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from avatar.song.score import Part, Score, SungNote, Tempo


class Tune(NamedTuple):
    """A song of one voice."""

    title: str
    language: str
    bpm: float
    lines: tuple[tuple[str, str], ...]
    source: str


_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

TUNES = (
    Tune("toaster", "en", 96, (
        ("My toas-ter fell in love with me", "E4:.5 G4:1 G4:.5 A4:1 G4:.5 E4:1 D4:.5 C4:2 r:1"),
        ("It pops a heart each day at three", "E4:.5 G4:1 G4:.5 C5:1 B4:.5 A4:1 B4:.5 G4:2 r:1"),
        ("I told it no, it burned my bread", "G4:.5 A4:1 G4:.5 F4:1 E4:.5 F4:1 G4:.5 A4:2 r:1"),
        ("And now I eat my soup in bed", "G4:.5 C5:1 B4:.5 A4:1 G4:.5 F4:1 D4:.5 E4:1_C4:2"),
    ), "our own"),
    Tune("twinkle", "en", 100, (
        ("Twin-kle, twin-kle, lit-tle star,", "C4:1 C4:1 G4:1 G4:1 A4:1 A4:1 G4:2"),
        ("How I won-der what you are!", "F4:1 F4:1 E4:1 E4:1 D4:1 D4:1 C4:2"),
        ("Up a-bove the world so high,", "G4:1 G4:1 F4:1 F4:1 E4:1 E4:1 D4:2"),
        ("Like a dia-mond in the sky.", "G4:1 G4:1 F4:1 F4:1 E4:1 E4:1 D4:2"),
    ), "Jane Taylor 1806, French tune 1761"),
    Tune("row", "en", 100, (
        ("Row, row, row your boat,", "C4:1.5 C4:1.5 C4:1 D4:.5 E4:1.5"),
        ("Gent-ly down the stream.", "E4:1 D4:.5 E4:1 F4:.5 G4:3"),
        ("Mer-ri-ly, mer-ri-ly, mer-ri-ly, mer-ri-ly,",
         "C5:.5 C5:.5 C5:.5 G4:.5 G4:.5 G4:.5 E4:.5 E4:.5 E4:.5 C4:.5 C4:.5 C4:.5"),
        ("Life is but a dream.", "G4:1 F4:.5 E4:1 D4:.5 C4:3"),
    ), "Eliphalet Oram Lyte 1881"),
    Tune("grace", "en", 84, (
        ("A-ma-zing grace, how sweet the sound,", "G3:1 C4:2 E4:.5_C4:.5 E4:2 D4:1 C4:2 A3:1 G3:2"),
        ("That saved a wretch like me.", "G3:1 C4:2 E4:.5_C4:.5 E4:2 D4:1 G4:4 r:1"),
        ("I once was lost, but now am found,", "E4:1 G4:1.5_E4:.5 G4:.5_E4:.5 C4:2 G3:1 A3:1.5_C4:.5 C4:1 G3:2"),
        ("Was blind, but now I see.", "G3:1 C4:2 E4:.5_C4:.5 E4:2 D4:1 C4:4"),
    ), "John Newton 1779, New Britain 1829"),
    Tune("auld", "en", 92, (
        ("Should auld ac-quain-tance be for-got", "G3:1 C4:1.5 C4:.5 C4:1 E4:1 D4:1.5 C4:.5 D4:1"),
        ("And ne-ver brought to mind?", "E4:1 C4:1.5 C4:.5 E4:1 G4:1 A4:3"),
        ("We'll take a cup of kind-ness yet", "A4:1 G4:1.5 E4:.5 E4:1 C4:1 D4:1.5 C4:.5 D4:1"),
        ("For days of auld lang syne.", "E4:1 C4:1.5 A3:.5 A3:1 G3:1 C4:3"),
    ), "Robert Burns 1788"),
    Tune("mond", "de", 80, (
        ("Der Mond ist auf-ge-gan-gen,", "C4:1 D4:1 C4:1 F4:1 E4:1 D4:1 C4:2"),
        ("Die gold-nen Stern-lein pran-gen", "E4:1 F4:1 F4:1 G4:1 A4:1 G4:1 F4:2"),
        ("Am Him-mel hell und klar.", "E4:1 F4:1 E4:1 D4:1 C4:1 D4:2 r:1"),
        ("Der Wald steht schwarz und schwei-get", "C4:1 D4:1 C4:1 F4:1 E4:1 D4:1 C4:2"),
    ), "Matthias Claudius 1779, J. A. P. Schulz 1790"),
    Tune("freude", "de", 112, (
        ("Freu-de, schö-ner Göt-ter-fun-ken,", "E4:1 E4:1 F4:1 G4:1 G4:1 F4:1 E4:1 D4:1"),
        ("Toch-ter aus E-ly-si-um,", "C4:1 C4:1 D4:1 E4:1 E4:1.5 D4:.5 D4:2"),
        ("Wir be-tre-ten feu-er-trun-ken,", "E4:1 E4:1 F4:1 G4:1 G4:1 F4:1 E4:1 D4:1"),
        ("Himm-li-sche, dein Hei-lig-tum.", "C4:1 C4:1 D4:1 E4:1 D4:1.5 C4:.5 C4:2"),
    ), "Friedrich Schiller 1785, Ludwig van Beethoven 1824"),
    Tune("clair", "fr", 104, (
        ("Au clair de la lu-ne,", "C4:1 C4:1 C4:1 D4:1 E4:2 D4:2"),
        ("Mon a-mi Pier-rot,", "C4:1 E4:1 D4:1 D4:1 C4:2 r:2"),
        ("Prê-te-moi ta plu-me", "C4:1 C4:1 C4:1 D4:1 E4:2 D4:2"),
        ("Pour é-crire un mot.", "C4:1 E4:1 D4:1 D4:1 C4:2 r:2"),
    ), "French, 18th century"),
    Tune("lucia", "it", 96, (
        ("Sul ma-re luc-ci-ca", "G4:1 G4:1 C5:1 C5:.5 B4:.5 B4:1"),
        ("L'a-stro d'ar-gen-to,", "F4:1 F4:1 A4:1 A4:.5 G4:1.5"),
        ("Pla-ci-da~è l'on-da,", "E4:1 E4:.5 A4:.5 G4:1 F4:1"),
        ("Pro-spe-ro~è il ven-to.", "F4:1 E4:.5 D4:.5 C4:.5 A4:.5 G4:2"),
    ), "Teodoro Cottrau 1849"),
    Tune("cielito", "es", 110, (
        ("De la Sie-rra Mo-re-na,", "C4:.5 C4:.5 F4:1 E4:1 D4:1 C4:1 A4:1"),
        ("cie-li-to lin-do, vie-nen ba-jan-do", "A4:1 G4:1 F4:1 E4:1 D4:1 E4:1 F4:1 G4:1 A4:1 G4:2"),
        ("Ay, ay, ay, ay,", "C5:3 A4:2_F4:1 G4:3 E4:2"),
        ("can-ta~y no llo-res", "A4:1 G4:1 F4:1 E4:1 D4:3"),
    ), "Quirino Mendoza y Cortés 1882"),
    Tune("sakura", "ja", 88, (
        ("さ-く-ら-さ-く-ら", "A4:1 A4:1 B4:2 A4:1 A4:1 B4:2"),
        ("や-よ-い-の-そ-ら-は", "A4:1 B4:1 C5:1 B4:1 A4:1 B4:.5_A4:.5 F4:2"),
        ("み-わ-た-す-か-ぎ-り", "E4:1 C4:1 E4:1 F4:1 E4:1 E4:.5_C4:.5 B3:2"),
        ("か-す-み-か-く-も-か", "A4:1 B4:1 C5:1 B4:1 A4:1 B4:.5_A4:.5 F4:2"),
    ), "Japanese, Edo period"),
)  # fmt: skip


def to_score(tune: Tune) -> Score:
    """The tune as a Score. Raises ValueError where words and notes don't fit."""
    notes: list[SungNote] = []
    at = 1.0
    for number, (words, tones) in enumerate(tune.lines):
        syllables = [
            (piece.replace("~", " "), first == 0)
            for word in words.split()
            for first, piece in enumerate(word.split("-"))
        ]
        groups = tones.split()
        if sum(not group.startswith("r") for group in groups) != len(syllables):
            raise ValueError(f"{tune.title}, line {number + 1}: {len(syllables)} syllables for {groups}")
        left = iter(syllables)
        for group in groups:
            syllable, begins = ("", False) if group.startswith("r") else next(left)
            for each in group.split("_"):
                name, beats = each.split(":")
                if name != "r":
                    notes.append(SungNote(at, float(beats), _midi(name), syllable, begins, number))
                    syllable, begins = "", False
                at += float(beats)
    return Score(tune.title, (Part("melody", tuple(notes), tune.language),), tempos=(Tempo(0.0, tune.bpm),))


def _midi(name: str) -> float:
    match = re.fullmatch(r"([A-G])([#b]?)(\d)", name)
    if match is None:
        raise ValueError(f"no pitch: {name}")
    return _STEPS[match[1]] + {"": 0, "#": 1, "b": -1}[match[2]] + 12 * (int(match[3]) + 1)


def words_of(tune: Tune, line: int) -> str:
    """A line's words as they are read."""
    blank = "" if tune.language == "ja" else " "
    return blank.join(tune.lines[line][0].replace("~", " ").split()).replace("-", "")
