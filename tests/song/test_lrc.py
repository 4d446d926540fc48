"""LRC as programs write it."""

from __future__ import annotations

import pytest

from avatar.song.reading.lrc import looks_like_lrc, read_lrc

SIMPLE = "[ti:Song]\n[ar:Who]\n[la:de]\n[00:01.50]Hallo du\n[00:03]noch da?\n[00:05.250]\n[01:00:50]Ende\n"


def test_lines_and_what_it_is() -> None:
    lyrics = read_lrc(SIMPLE)
    assert (lyrics.title, lyrics.author, lyrics.language, lyrics.remarks) == ("Song", "Who", "de", ())
    assert [(line.start, line.end, line.text) for line in lyrics.lines] == [
        (1.5, 3.0, "Hallo du"),
        (3.0, 5.25, "noch da?"),
        (60.5, None, "Ende"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "[00:01.00]<00:01.00>Hel<00:01.40>lo <00:02.00>you <00:03.00>",
        "[00:01.00]Hel<00:01.40>lo <00:02.00>you<00:03.00>",
        "[00:01.00]Hel[00:01.40]lo [00:02.00]you[00:03.00]",
        "[00:01.00] <00:01.00> Hel<00:01.40>lo <00:02.00> you <00:03.00>",
    ],
)
def test_times_of_words_and_syllables(line: str) -> None:
    hello, you = read_lrc(line).lines[0].words
    assert (hello.text, hello.start, hello.end) == ("Hello", 1, 2)
    assert hello.syllables == ((1, 1.4, "Hel"), (1.4, 2, "lo"))
    assert (you.text, you.start, you.end) == ("you", 2, 3)


def test_disorder_is_sorted_and_told() -> None:
    lyrics = read_lrc("[00:09.00]c\n[00:01.00]a\n[00:05.00][00:12.00]b\nlost words\n[99:00.00]late\n")
    assert [line.text for line in lyrics.lines] == ["a", "b", "c", "b", "lost words"]
    told = "\n".join(map(str, lyrics.remarks))
    assert "in disorder" in told
    assert "line 4: it has no time" in told
    assert "line 5: it is later than an hour" in told


def test_lines_with_several_times_are_no_disorder() -> None:
    lyrics = read_lrc("[00:10.00][00:40.00]refrain\n[00:20.00]a\n[00:50.00][00:30.00]b")
    assert [line.text for line in lyrics.lines] == ["refrain", "a", "b", "refrain", "b"]
    assert lyrics.remarks == ()


def test_a_repeated_line_moves_its_words() -> None:
    one, two = read_lrc("[00:01.00][00:11.00]<00:01.00>a <00:01.50>b <00:02.00>").lines
    assert [word.start for word in two.words] == [11, 11.5]
    assert one.end == 2


def test_an_offset_shows_words_earlier() -> None:
    assert read_lrc("[offset:+500]\n[00:02.00]a").lines[0].start == 1.5
    assert "no number" in str(read_lrc("[offset:soon]\n[00:02.00]a").remarks[0])


def test_who_sings() -> None:
    assert [line.who for line in read_lrc("[00:01.00]F: oh\n[00:02.00]D: yes\n[00:03.00]no").lines] == [
        "female", "both", "",
    ]  # fmt: skip


def test_what_is_lrc() -> None:
    assert looks_like_lrc(SIMPLE)
    assert not looks_like_lrc("Hello\n#TITLE:x")
    assert read_lrc("").lines == ()
    assert "nothing is known by [xyz:]" in str(read_lrc("[xyz:1]\n[00:01]a").remarks[0])
