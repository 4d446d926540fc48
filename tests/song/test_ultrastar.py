"""UltraStar as karaoke games write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.song.reading import read_lyrics, read_score
from avatar.song.score import Score, text_of

SONG = """\
#TITLE:Hello
#ARTIST:Nobody
#LANGUAGE:German
#BPM:300,0
#GAP:500
#MP3:x.mp3
: 0 4 7 Hal
* 4 4 9 lo
: 8 4 7 ~
: 12 2 0  du
- 16
F 20 4 0 Hey
R 24 4 0  ho
G 28 4 0  yo
E
: 99 1 1 not this
"""


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Score:
    path = tmp_path / "song.txt"
    path.write_bytes(text.encode(encoding))
    return read_score(path)


def test_notes_of_every_kind(tmp_path: Path) -> None:
    score = read(tmp_path, SONG)
    assert (score.title, score.author, score.parts[0].language, score.tempos[0].bpm) == ("Hello", "Nobody", "de", 150)
    found = [(note.start, note.beats, note.pitch, note.syllable, note.begins) for note in score.parts[0].notes]
    assert found == [
        (0, 0.5, 67, "Hal", True), (0.5, 0.5, 69, "lo", False), (1, 0.5, 67, "", False), (1.5, 0.25, 60, "du", True),
        (2.5, 0.5, None, "Hey", True), (3, 0.5, None, "ho", True), (3.5, 0.5, None, "yo", True),
    ]  # fmt: skip
    assert [note.loud for note in score.parts[0].notes] == [1, 1.2, 1, 1, 1, 1, 1.2]
    assert [text_of(line) for line in score.parts[0].lines()] == ["Hallo du", "Hey ho yo"]


def test_the_words_of_its_recording_begin_after_the_gap(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text(SONG, "utf-8")
    word = read_lyrics(tmp_path / "song.txt").lines[0].words[0]
    assert (word.text, word.start, round(word.end or 0, 3)) == ("Hallo", 0.5, 1.1)


def test_an_introduction_is_left_out_and_told(tmp_path: Path) -> None:
    score = read(tmp_path, "#TITLE:x\n#BPM:120\n: 70 4 0 oh\n: 80 4 0 my\nE\n")
    assert [note.start for note in score.parts[0].notes] == [1.5, 4]
    assert "8.0 seconds before the singing are left out" in str(score.remarks[0])


def test_relative_times(tmp_path: Path) -> None:
    text = "#TITLE:x\n#BPM:120\n#RELATIVE:YES\n: 0 4 0 one\n- 8 8\n: 0 4 0 two\n- 6 8\n: 0 4 0 three\nE\n"
    assert [note.start for note in read(tmp_path, text).parts[0].notes] == [0, 2, 4]


def test_duets(tmp_path: Path) -> None:
    head = "#TITLE:x\n#BPM:120\n#P1:Anna\n#DUETSINGERP2:Bert\n"
    score = read(tmp_path, f"{head}P1\n: 0 4 0 I\nP 2\n: 4 4 2 you\nP 3\n: 8 4 4 we\nE\n")
    assert [(part.name, [note.syllable for note in part.notes]) for part in score.parts] == [
        ("Anna", ["I", "we"]),
        ("Bert", ["you", "we"]),
    ]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("#BPM:0", "it is sung at 20"),
        ("#BPM:fast", "is no number"),
        ("#BPM:120\n#GAP:x", "is no number"),
        ("#BPM:120\n#WHAT:1", "nothing is known by #WHAT"),
        ("#BPM:120\nrubbish", "'rubbish' is no note"),
        ("#BPM:120\n: 0 0 0 none", "too short to be sung"),
        ("#BPM:120\n: -8 4 0 early", "1 note before the song's beginning"),
    ],
)
def test_what_is_odd_is_told(head: str, told: str, tmp_path: Path) -> None:
    score = read(tmp_path, f"{head}\n: 4 4 0 oh\n: 8 4 0  my\nE\n")
    assert text_of(score.parts[0].notes).endswith("oh my")
    assert told in "\n".join(map(str, score.remarks))


def test_encodings(tmp_path: Path) -> None:
    text = "#TITLE:Für\n#BPM:120\n#ENCODING:CP1250\n: 0 4 0 Dvoř\n: 4 4 0 ák\nE\n"
    assert text_of(read(tmp_path, text, "cp1250").parts[0].notes) == "Dvořák"
    assert read(tmp_path, text.replace("#ENCODING:CP1250\n", "").replace("ř", "r"), "cp1252").title == "Für"


def test_ten_thousand_notes(tmp_path: Path) -> None:
    score = read(tmp_path, "#BPM:300\n" + "".join(f": {n * 2} 2 {n % 12} la\n" for n in range(10_000)))
    assert len(score.parts[0].notes) == 10_000
