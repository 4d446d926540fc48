"""The words of songs: LRC in its kinds, plain text, and files that are neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import SongError
from avatar.song.reading import parse_lyrics, read_lyrics

LRC = """[ti:The Toaster]
[ar:Nobody]
[offset:+500]
[00:12.00]My toaster fell in love with me
[00:15.50]
[01:02.250]it glows when I come near
[00:20.00][01:20.00]Ding
"""


def test_an_lrc_gives_its_lines_in_the_order_in_which_they_are_sung() -> None:
    found = parse_lyrics(LRC)
    assert (found.title, found.author, found.timed) == ("The Toaster", "Nobody", True)
    assert [(line.text, line.start, line.end) for line in found.lines] == [
        ("My toaster fell in love with me", 11.5, 15.0),
        ("Ding", 19.5, 61.75),
        ("it glows when I come near", 61.75, 79.5),
        ("Ding", 79.5, None),
    ]


def test_words_have_times_of_their_own() -> None:
    found = parse_lyrics("[00:01.00] <00:01.00>Toast <00:01.50>is <00:02.00>ready <00:02.90>\n[00:03]<00:03.5>now")
    first, second = found.lines
    assert first.text == "Toast is ready"
    assert [(first.text[at:].split()[0], word.start) for at, word in first.places()] == [
        ("Toast", 1.0), ("is", 1.5), ("ready", 2.0),
    ]  # fmt: skip
    assert [word.start for word in second.words] == [3.5]


def test_the_words_of_a_line_that_comes_again_move_with_it() -> None:
    found = parse_lyrics("[00:01.00][00:11.00]<00:01.20>ding <00:01.60>dong")
    assert [[word.start for word in line.words] for line in found.lines] == [[1.2, 1.6], [11.2, 11.6]]


def test_disorder_is_put_right_and_told() -> None:
    found = parse_lyrics("[00:30.00]three\n[00:10.00]one\n[00:20.00]two\nand a half")
    assert [line.text for line in found.lines] == ["one", "two", "and a half", "three"]
    assert any("in disorder" in remark.said for remark in found.remarks)


def test_headings_and_notes_are_not_sung_and_that_is_told() -> None:
    found = parse_lyrics("[Verse 1]\nHello there\n\nChorus:\n♪ la la (ooh) ♪\n[Guitar solo]\nVerse 2 (x2)\nbye")
    assert [line.text for line in found.lines] == ["Hello there", "la la (ooh)", "bye"]
    (told,) = found.remarks
    assert all(word in told.said for word in ("[Verse 1]", "Chorus:", "[Guitar solo]"))
    assert not found.timed


def test_what_is_no_tag_or_no_number_is_told() -> None:
    found = parse_lyrics("[offset:soon]\n[mood:happy]\n[00:01.00]la")
    assert "[mood:]" in str(found.remarks)
    assert "'soon'" in str(found.remarks)


def test_a_note_within_a_line_takes_no_words_time() -> None:
    (line,) = parse_lyrics("[00:01.00]<00:01.0>la [Solo] <00:03.0>♪b♪ <00:04.0>day").lines
    assert [(word.text, word.start) for word in line.words] == [("la", 1.0), ("b", 3.0), ("day", 4.0)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"[00:10.00]\n[ti:Nothing]\n", "no words"),
        (b"[Verse 1]\n\n(Chorus)\n[Solo]", "no words"),
        (b"la la\n" * 10_000, "10,000 lines"),
        (b"x" * (5 << 20), "over 4 MB"),
        (b"ID3\x04" + bytes(100), "no text"),
        (b"\xff\xfe\x00\xd8\x00\x00", "no text"),
    ],
    ids=["empty", "times", "headings", "lines", "large", "a sound", "half a letter"],
)
def test_files_that_hold_no_song_are_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "words.lrc"
    path.write_bytes(content)
    with pytest.raises(SongError, match=told):
        read_lyrics(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SongError, match="no such song"):
        read_lyrics(tmp_path / "none.lrc")


def test_the_words_of_a_score_do_as_well(tmp_path: Path) -> None:
    path = tmp_path / "toaster.song"
    path.write_text("Title: Toast\nTempo: 60\nc4 d e\n~ Toast is done\n", "utf-8")
    found = read_lyrics(path)
    assert (found.title, [line.text for line in found.lines]) == ("Toast", ["Toast is done"])
    assert [word.start for word in found.lines[0].words] == [0.0, 1.0, 2.0]


def test_other_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("Über den Wölken\nmuß die Freiheit".encode("cp1252"))
    found = read_lyrics(path)
    assert found.lines[0].text == "Über den Wölken"
    assert any("Windows-1252" in remark.said for remark in found.remarks)


def test_a_line_without_end_is_cut_and_that_is_told() -> None:
    found = parse_lyrics("la " * 2000)
    assert len(found.lines[0].text) <= 2000
    assert "cut off" in found.remarks[0].said
