"""What is no song is refused in words; what is odd is read, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import SongError
from avatar.song.reading import KINDS, files, read_lyrics, read_score


@pytest.mark.parametrize("suffix", KINDS)
@pytest.mark.parametrize(
    "content", [b"", b"  \n\n", bytes(range(256)) * 40, b"\x00" * 2000, b"PK\x03\x04", b"\xff\xfe", b"~", b"{}"]
)
def test_rubbish_is_refused_in_words(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"rubbish{suffix}"
    path.write_bytes(content)
    with pytest.raises(SongError, match=r"\(.*rubbish"):
        read_score(path)


def test_what_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SongError, match="no such song"):
        read_score(tmp_path / "none.song")
    (tmp_path / "folder.song").mkdir()
    with pytest.raises(SongError, match="folder"):
        read_score(tmp_path / "folder.song")
    with pytest.raises(SongError, match=r"ends in '\.son'.*Did you mean '\.song'"):
        read_score(tmp_path / "a.son")
    with pytest.raises(SongError, match=r"no notes.*--audio"):
        read_score(tmp_path / "a.lrc")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.song"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_TEXT + 1)
    with pytest.raises(SongError, match="over 4 MB"):
        read_score(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "lied.song"
    path.write_bytes("c4 d e\r\n~ schö-ne Frau\r\n".encode(encoding))
    score = read_score(path)
    assert [note.syllable for note in score.parts[0].notes] == ["schö", "ne", "Frau"]
    assert any("Windows-1252" in remark.said for remark in score.remarks) == (encoding == "cp1252")


def test_words_of_a_recording_in_lines_of_text(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Hello my love\n\n goodbye\n", "utf-8")
    lyrics = read_lyrics(path)
    assert [line.text for line in lyrics.lines] == ["Hello my love", "goodbye"]
    assert not lyrics.timed


def test_words_of_a_score_have_its_times(tmp_path: Path) -> None:
    path = tmp_path / "words.song"
    path.write_text("Tempo: 60\nc4 d e:2\n~ hel-_lo\n", "utf-8")
    word = read_lyrics(path).lines[0].words[0]
    assert (word.text, word.start, word.end) == ("hello", 0, 4)
    assert word.syllables == ((0, 2, "hel"), (2, 4, "lo"))
