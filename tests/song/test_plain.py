"""Our own notation, as people type it."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import SongError
from avatar.song.reading import read_score
from avatar.song.reading.plain import read_plain
from avatar.song.score import Score, text_of

TWINKLE = """\
Title: Twinkle, twinkle, little star
Tempo: 100

Tune: star
c4 c g g | a a g:2
~ [C]Twin-kle, twin-kle, [F]lit-tle [C]star,
f f e e | d d c:2
~ [F]How I [C]won-der [G]what you [C]are.
"""


def song(text: str) -> Score:
    return read_plain(text, Path("a.song"))


def sung(score: Score, part: int = 0) -> list[tuple[float, float, float | None, str]]:
    return [(note.start, note.beats, note.pitch, note.syllable) for note in score.parts[part].notes]


def said(score: Score) -> str:
    return "\n".join(map(str, score.remarks))


def test_notes_above_words(tmp_path: Path) -> None:
    file = tmp_path / "twinkle.song"
    file.write_text(TWINKLE, "utf-8")
    score = read_score(file)
    assert (score.title, score.tempos[0].bpm, score.remarks) == ("Twinkle, twinkle, little star", 100, ())
    assert sung(score)[:4] == [(0, 1, 60, "Twin"), (1, 1, 60, "kle,"), (2, 1, 67, "twin"), (3, 1, 67, "kle,")]
    assert sung(score)[6:8] == [(6, 2, 67, "star,"), (8, 1, 65, "How")]
    assert [text_of(line) for line in score.parts[0].lines()] == [
        "Twinkle, twinkle, little star,",
        "How I wonder what you are.",
    ]
    assert [(chord.at, chord.symbol) for chord in score.chords][:4] == [(0, "C"), (4, "F"), (6, "C"), (8, "F")]


def test_a_tune_is_sung_again_with_other_words_and_with_its_own() -> None:
    score = song(TWINKLE + "Sing: star\n~ Up a-bove the world so high,\n~ like a di-a-mond in the sky.\nSing: Star\n")
    lines = [text_of(line) for line in score.parts[0].lines()]
    assert lines[2:4] == ["Up above the world so high,", "like a diamond in the sky."]
    assert lines[4:] == lines[:2]
    assert score.parts[0].notes[14].start == 16
    assert "7 notes for" not in said(score)


def test_lines_of_words_below_one_another_are_verses() -> None:
    score = song("c4 d\n~ one two\n~ five six\ne f\n~ three four\n")
    assert [text_of(line) for line in score.parts[0].lines()] == ["one two", "three four", "five six", "three four"]


@pytest.mark.parametrize(
    ("written", "pitches", "beats"),
    [
        ("c4 d e:2 r g", [60, 62, 64, 67], [1, 1, 2, 1]),
        ("c5 Bb4:.5 a#3:1/2 f♯:1.5", [72, 70, 58, 54], [1, 0.5, 0.5, 1.5]),
        ("1 5 5, 1'", [60, 67, 55, 72], [1, 1, 1, 1]),
        ("do re:2 sol la,", [60, 62, 67, 57], [1, 2, 1, 1]),
        ("x c4 x:.5 bb", [None, 60, None, 70], [1, 1, 0.5, 1]),
    ],
)
def test_how_notes_are_written(written: str, pitches: list[float], beats: list[float]) -> None:
    notes = sung(song(f"{written}\n~ la la la la\n"))
    assert [note[2] for note in notes] == pitches
    assert [note[1] for note in notes] == beats


@pytest.mark.parametrize(
    ("key", "written", "pitches"),
    [("G", "1 3 5", [55, 59, 62]), ("Am", "1 3 5", [57, 60, 64]), ("Am", "la do mi", [66 - 57 + 60, 60, 64])],
)
def test_numbers_and_solfege_count_from_the_key(key: str, written: str, pitches: list[float]) -> None:
    assert [note[2] for note in sung(song(f"Key: {key}\n{written}\n~ la la la\n"))] == pitches


def test_melismas_accents_elisions_and_hyphens_of_words() -> None:
    score = song("c4 d e! f*.5 g a b\n~ Glo-_ri-a, me+un mer--ry\n")
    notes = score.parts[0].notes
    assert [note.syllable for note in notes] == ["Glo", "", "ri", "a,", "me un", "mer-", "ry"]
    assert [note.begins for note in notes] == [True, False, False, False, True, True, False]
    assert [note.loud for note in notes[2:4]] == [1.2, 0.5]
    assert score.remarks == ()


def test_a_mark_behind_a_backslash_is_itself() -> None:
    assert text_of(song("c4 d\n~ up\\-down \\[x\\]\n").parts[0].notes) == "up-down [x]"


def test_bars_are_counted_and_a_short_first_one_is_a_pickup() -> None:
    score = song("Meter: 3/4\ng4 | c5:2 c | d d d d | e:3\n~ A long long la la la la way\n")
    assert score.pickup == 1
    assert said(score) == "line 2: between its bar lines 2 and 3 are 4 beats, not 3"


def test_beats_are_the_meters_and_the_foot_taps_six_eight_in_two() -> None:
    score = song("Tempo: 60\nMeter: 6/8\nc4 c c d:3\n~ row the boat now\n")
    assert [note[1] for note in sung(score)] == [0.5, 0.5, 0.5, 1.5]
    assert score.tempos[0].bpm == 90
    assert score.duration == 2


def test_words_without_hyphens_are_divided_and_it_is_told() -> None:
    score = song("c4 d e f g a\n~ a diamond wonder\n")
    assert [note[3] for note in sung(score)] == ["a", "di", "a", "mond", "won", "der"]
    assert said(score) == "line 2: words were divided by rule: di-a-mond, won-der"


def test_more_syllables_than_notes() -> None:
    score = song("c4:2 d\n~ one two three four\n")
    assert sung(score) == [(0, 1, 60, "one"), (1, 1, 60, "two"), (2, 0.5, 62, "three"), (2.5, 0.5, 62, "four")]
    assert "4 syllables for 2 notes: the longest notes were divided" in said(score)


def test_very_many_more_syllables_than_notes_are_all_said() -> None:
    score = song("c4\n~ " + "la " * 100 + "\n")
    assert text_of(score.parts[0].notes).split() == ["la"] * 100
    assert "are sung on one" in said(score)


def test_more_notes_than_syllables() -> None:
    score = song("c4 d e\n~ oh\n")
    assert [note[3] for note in sung(score)] == ["oh", "", ""]
    assert "3 notes for 1 syllable: the last one is held" in said(score)


def test_words_without_notes_are_spoken_in_rhythm_and_no_tune_is_made_up() -> None:
    score = song("~ Say [C]this is in [G7]time [C]\n~ and so on\n")
    assert all(note.pitch is None for note in score.parts[0].notes)
    assert score.pickup == 1
    assert [(chord.at, chord.symbol) for chord in score.chords] == [(1, "C"), (5, "G7"), (9, "C")]
    starts = {note.syllable: note.start for note in score.parts[0].notes}
    assert (starts["Say"], starts["this"], starts["time"]) == (0, 1, 5)
    assert said(score).count("spoken in rhythm") == 2


def test_notes_without_words_are_sung_on_la_where_the_song_has_none() -> None:
    score = song("c4 d\ne f\n")
    assert [note[3] for note in sung(score)] == ["la"] * 4
    assert "it has no words" in said(score)


def test_notes_without_words_in_a_song_pass_and_are_told() -> None:
    score = song("c4 d\n\nRest: 1 bar\ne f\n~ oh yes\n")
    assert sung(score)[0][0] == 6
    assert "line 1: 2 notes have no words below them" in said(score)


def test_parts_follow_one_another_or_sing_together() -> None:
    score = song(
        "Part: Anna\nCharacter: juno\nc4 d\n~ me first\nWith: Bert\nVoice: kokoro\ne4 f g\n~ me too now\n"
        "Part: Anna, Bert\nc4\n~ both\n"
    )
    anna, bert = score.parts
    assert (anna.name, anna.character, bert.name, bert.voice) == ("Anna", "juno", "Bert", "kokoro")
    assert [note.start for note in anna.notes] == [0, 1, 3]
    assert [note.start for note in bert.notes] == [0, 1, 2, 3]


def test_a_canon() -> None:
    score = song("Canon: 1 bar, 3 voices, 2 times\nCharacter: a, b\nc4 d e f\n~ [C]one two three four\n")
    assert [part.character for part in score.parts] == ["a", "b", "b"]
    assert [[note.start for note in part.notes] for part in score.parts] == [
        [0, 1, 2, 3, 4, 5, 6, 7], [4, 5, 6, 7, 8, 9, 10, 11], [8, 9, 10, 11, 12, 13, 14, 15],
    ]  # fmt: skip
    assert [len(part.lines()) for part in score.parts] == [2, 2, 2]


def test_a_canon_by_name() -> None:
    score = song("Part: Anna, Bert\nCanon: 2 beats\nc4 d\n~ one two\nPart: Anna\ne4\n~ end\n")
    assert [(part.name, [note.start for note in part.notes]) for part in score.parts] == [
        ("Anna", [0, 1, 4]),
        ("Bert", [2, 3]),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Tempo: quick", "is no tempo"),
        ("Tempo: 0", "it is sung at 20"),
        ("Tempo: 1000", "it is sung at 400"),
        ("Meter: 3/5", "counted in 4/4"),
        ("Meter: x", "is no meter"),
        ("Key: Z", "is no key"),
        ("Tmpo: 90", "Did you mean 'Tempo'"),
        ("Canon: never", "how much later"),
        ("Rest: long", "is no time"),
        ("hello there", "neither notes nor a heading"),
        ("Sing: nothing", "there is no tune 'nothing'"),
        ("c4 zz d", "'zz' is no note"),
        ("c4:0", "lasts no time"),
        ("[Xyz] c4 d e", "is no chord"),
        ("c4 :| d e", "repeats nothing here"),
        ("Tune: lost\nc4 d\nPart: x", "nobody sings the tune 'lost'"),
        ("Part: ,", "names nobody"),
    ],
)
def test_what_is_not_understood_is_told(line: str, told: str) -> None:
    score = song(f"{line}\nc4 d\n~ oh yes\n")
    assert told in said(score)
    assert text_of(score.parts[-1].notes) == "oh yes"


def test_nothing_to_sing_is_refused() -> None:
    with pytest.raises(SongError, match="no words to sing"):
        song("Title: Silence\n")


def test_a_song_without_end_is_refused() -> None:
    with pytest.raises(SongError, match="over 20000 notes"):
        song("Tune: a\n" + "c4:.1 " * 1000 + "\n~ " + "la " * 1000 + "\n" + "Sing: a\n" * 10_000)


def test_ten_thousand_notes_are_sung() -> None:
    score = song("Tempo: 400\n" + ("c4:.5 " * 100 + "\n~ " + "la " * 100 + "\n\n") * 100)
    assert len(score.parts[0].notes) == 10_000
    assert score.remarks == ()
