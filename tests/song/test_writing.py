"""Songs written, and read again: the same songs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import SongError
from avatar.song.reading import read_lyrics, read_score
from avatar.song.reading.plain import read_plain
from avatar.song.score import Chord, Meter, Part, Score, SungNote, Tempo, text_of
from avatar.song.writing import write_score
from avatar.song.writing.plain import write_plain

NOTES = (
    SungNote(0.5, 0.5, 60, "Twin", True, 0),
    SungNote(1, 0.5, 67, "kle-", False, 0, 1.2),
    SungNote(1.5, 1.5, 69, "", False, 0),
    SungNote(4, 2, 59, "me un", True, 1),
    SungNote(6, 1 / 3, None, "[hey]_", True, 1, 0.5),
)
SONG = Score(
    "A song",
    (
        Part("Anna", NOTES, "it", "juno", "kokoro"),
        Part("Bert", tuple(replace(note, line=0) for note in NOTES[3:]), "de"),
    ),
    "Nobody",
    (Tempo(0, 100), Tempo(3, 60)),
    (Meter(0, 3), Meter(3, 4)),
    (Chord(0, "C"), Chord(3, "Am7/G")),
    pickup=0.5,
    style="waltz",
)


def close(one: Score, two: Score) -> bool:
    """Whether two songs are the same but for the rounding of a decimal."""

    def rounded(song: Score) -> Score:
        parts = tuple(
            replace(
                part,
                notes=tuple(
                    replace(note, start=round(note.start, 3), beats=round(note.beats, 3)) for note in part.notes
                ),
            )
            for part in song.parts
        )
        return replace(song, parts=parts, remarks=())

    return rounded(one) == rounded(two)


def test_our_notation_holds_all_of_a_song(tmp_path: Path) -> None:
    assert write_score(SONG, tmp_path / "a.song") == ()
    again = read_score(tmp_path / "a.song")
    assert again.remarks == ()
    assert close(again, SONG)


def test_chords_under_a_held_note(tmp_path: Path) -> None:
    song = replace(SONG, chords=(Chord(0, "C"), Chord(2, "F"), Chord(5, "G7")))
    write_score(song, tmp_path / "a.song")
    again = read_score(tmp_path / "a.song")
    assert again.chords == song.chords
    assert again.remarks == ()


syllables = st.sampled_from(["la", "Hallo,", "mer-", "über", "さ", "a_b", "[x]", "oh+", "it's"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 0.25, 1.5]),
            st.sampled_from([0.25, 1 / 3, 1.0, 2.5]),
            st.one_of(st.none(), st.integers(0, 127)),
            syllables,
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([Meter(0, 4), Meter(0, 3), Meter(0, 3, 1.5), Meter(0, 4, 2), Meter(0, 2.5, 0.5)]),
)
def test_any_song_reads_back(drawn: list[tuple[float, float, float | None, str, bool]], meter: Meter) -> None:
    notes, at, line = [], 0.0, 0
    for number, (rest, beats, pitch, syllable, begins) in enumerate(drawn):
        at += rest
        line += number > 0 and begins and number % 3 == 0
        first = number == 0 or notes[-1].line != line
        notes.append(SungNote(at, beats, pitch, syllable, begins or first, line))
        at += beats
    song = Score("t", (Part("Song", tuple(notes)),), meters=(meter,), tempos=(Tempo(0, 90),))
    text, _ = write_plain(song)
    assert close(read_plain(text, Path("a.song")), song), text


def test_ultrastar_holds_notes_to_some_milliseconds(tmp_path: Path) -> None:
    song = replace(SONG, parts=SONG.parts[:1], meters=(Meter(0, 4),), pickup=0)
    remarks = "\n".join(map(str, write_score(song, tmp_path / "a.txt")))
    assert "changes of tempo" in remarks
    assert "chords are left out" in remarks
    again = read_score(tmp_path / "a.txt")
    assert (again.title, again.author, again.parts[0].language) == ("A song", "Nobody", "it")
    for one, two in zip(again.parts[0].notes, NOTES, strict=True):
        assert abs(again.seconds(one.start) - song.seconds(two.start)) < 0.012
        assert (one.pitch, one.syllable, one.begins, one.line) == (two.pitch, two.syllable, two.begins, two.line)
    write_score(SONG, tmp_path / "b.txt")
    assert [part.name for part in read_score(tmp_path / "b.txt").parts] == ["Anna", "Bert"]


def test_enhanced_lrc_holds_words_and_times(tmp_path: Path) -> None:
    write_score(replace(SONG, parts=SONG.parts[:1]), tmp_path / "a.lrc")
    lyrics = read_lyrics(tmp_path / "a.lrc")
    assert [line.text for line in lyrics.lines] == [text_of(NOTES[:3]), "me un _"]
    assert "not taken as sung: [hey]" in str(lyrics.remarks[-1])
    word = lyrics.lines[0].words[0]
    assert (word.text, word.start, word.syllables[1][2]) == ("Twinkle-", 0.3, "kle-")


def test_no_file_is_replaced_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "a.song"
    path.write_text("mine")
    with pytest.raises(SongError, match="There is such a file"):
        write_score(SONG, path)
    assert path.read_text() == "mine"
    write_score(SONG, path, replace=True)
    assert path.read_text("utf-8").startswith("Title: A song")
    with pytest.raises(SongError, match=r"ends in '\.wav'"):
        write_score(SONG, tmp_path / "a.wav")
