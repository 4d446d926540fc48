"""MusicXML as notation programs write it: each small file of `scores/` in the manner of one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.song.reading import read_score
from avatar.song.score import Score, text_of

SCORES = Path(__file__).parent / "scores"


def read(program: str) -> Score:
    return read_score(SCORES / f"{program}.musicxml")


def words(score: Score, part: int = 0) -> str:
    return text_of(score.parts[part].notes)


def said(score: Score) -> str:
    return "\n".join(map(str, score.remarks))


def chords(score: Score) -> list[tuple[float, str]]:
    return [(chord.at, chord.symbol) for chord in score.chords]


def test_finale() -> None:
    """Verses by name, a repeat with endings, melismas with a beginning and an end, chords with an offset."""
    score = read("finale")
    assert (score.title, score.author, score.pickup) == ("The Kettle", "Nobody", 1)
    assert words(score) == "The kettle sings low, A teapot hums high."
    sung = [(note.start, note.beats, note.pitch, note.syllable) for note in score.parts[0].notes]
    assert sung[3:5] == [(3, 1.5, 71, "sings"), (4.5, 0.5, 69, "")]
    assert chords(score)[:3] == [(1, "G"), (4, "Am7"), (9, "G")]
    assert [(tempo.at, tempo.bpm) for tempo in score.tempos] == [(0, 92), (13, 92 / 1.75), (16, 92)]
    assert score.remarks == ()


def test_sibelius() -> None:
    """A title of the movement, a sign and a coda, dotted beats, wedges, accents."""
    score = read("sibelius")
    assert (score.title, score.tempos[0].bpm) == ("Toast", 90)
    assert words(score) == "Toast is warm Toast gone"
    assert score.meters[0].pulse == 1.5
    notes = score.parts[0].notes
    assert [round(note.loud, 3) for note in notes] == [0.7, 0.7, 0.7, 1.15, 0.7, 0.7, round(0.7 * 1.15, 3)]
    assert [round(note.swell, 2) for note in notes][2] == round(1.15 / 0.7, 2)
    assert [(each.at, each.loud, each.swells) for each in score.dynamics][:3] == [
        (0, 0.7, False), (3, 0.7, True), (6, 1.15, False),
    ]  # fmt: skip
    assert chords(score)[:2] == [(0, "C"), (3, "F#dim")]


def test_dorico() -> None:
    """Elisions, two voices of a part, a held rest, a transposing instrument, melismas that go on."""
    score = read("dorico")
    assert [words(score, n) for n in (0, 1)] == ["come uno", "giù"]
    assert [note.syllable for note in score.parts[0].notes] == ["co", "me un", "o", "", ""]
    assert chords(score) == [(0, "Am/C")]
    assert [(tempo.at, tempo.bpm) for tempo in score.tempos] == [(0, 72), (5, 36), (6, 72)]
    assert "bar 3: 1 note without words below" in said(score)
    assert "Clarinet in B♭ without words: not played" in said(score)


def test_musescore_3() -> None:
    """Ties between words within the text, an octave lower, chords over one note, da capo, and words for wedges."""
    score = read("musescore3")
    assert score.title == "Sera"
    assert words(score) == "a un Sera e poi va a un Sera"
    assert [note.pitch for note in score.parts[0].notes][:2] == [60, 62]
    assert chords(score)[:2] == [(0, "C"), (2, "G7")]
    last = [note for note in score.parts[0].notes if note.start in (8, 10)]
    assert [round(note.loud, 2) for note in last] == [1.0, 1.1]
    assert "bar 3: trills are not sung" in said(score)


def test_musescore_4() -> None:
    """A metronome in halves beside the tempo that sounds, three times through, chords guessed from a piano."""
    score = read("musescore4")
    assert words(score) == "up we go up we go up we stop"
    assert [(tempo.at, tempo.bpm) for tempo in score.tempos] == [(0, 120), (20, pytest.approx(120 / 1.75)), (24, 120)]
    assert chords(score) == [(0, "C"), (4, "G7"), (8, "C"), (12, "G7"), (16, "C")]
    assert "guessed from its notes" in said(score)
    assert "Piano without words: not played" in said(score)
