"""MusicXML: words, verses, repeats, and what bad files hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar.errors import SongError
from avatar.song.reading import read_score
from avatar.song.score import Score, text_of
from tests.song.xml_scores import BACKWARD, FORWARD, START, barline, document, ending, measure, note, rest

Reading = Callable[..., Score]


@pytest.fixture
def song(tmp_path: Path) -> Reading:
    def read(*measures: str) -> Score:
        path = tmp_path / "song.musicxml"
        path.write_text(document(*measures), "utf-8")
        return read_score(path)

    return read


def words(score: Score, part: int = 0) -> str:
    return text_of(score.parts[part].notes)


def notes(score: Score) -> list[tuple[float, float, float | None, str]]:
    return [(note.start, note.beats, note.pitch, note.syllable) for note in score.parts[0].notes]


def said(score: Score) -> str:
    return "\n".join(map(str, score.remarks))


TIE = ('<tie type="start"/>', '<tie type="stop"/>')


def test_words_ties_and_melismas(song: Reading) -> None:
    score = song(
        measure(
            1, START, note("C4", 2, "Glo-"), note("D4", 1), note("E4", 1, "-ri-"), note("F#4", 4, "-a_", extra=TIE[0])
        ),
        measure(2, note("F#4", 2, extra=TIE[1]), note("G4", 2), rest(2), note("Bb4", 2, "sing")),
    )
    assert notes(score) == [
        (0, 1, 60, "Glo"), (1, 0.5, 62, ""), (1.5, 0.5, 64, "ri"), (2, 3, 66, "a"), (5, 1, 67, ""), (7, 1, 70, "sing"),
    ]  # fmt: skip
    assert [note.begins for note in score.parts[0].notes] == [True, False, False, False, False, True]
    assert [text_of(line) for line in score.parts[0].lines()] == ["Gloria", "sing"]
    assert (score.title, score.tempos[0].bpm, score.remarks) == ("Test", 60, ())


VERSES = (note("C4", 4, "one", "two"), note("D4", 4, "a-", "b-"))
LAST = (note("E4", 8, "-c", "-d"),)


def test_each_time_through_has_its_verse(song: Reading) -> None:
    score = song(measure(1, START, FORWARD, *VERSES), measure(2, *LAST, BACKWARD), measure(3, note("C4", 8, "end")))
    assert words(score) == "one ac two bd end"
    assert score.end == 20


def test_verses_without_repeats_are_sung_one_after_the_other(song: Reading) -> None:
    score = song(measure(1, START, *VERSES), measure(2, *LAST), measure(3, note("C4", 8, "oh")))
    assert words(score) == "one ac oh two bd oh"
    assert "sung 2 times, for its verses" in said(score)


def test_endings(song: Reading) -> None:
    score = song(
        measure(1, START, FORWARD, note("C4", 8, "all")),
        measure(
            2, ending("1,2", "start"), note("D4", 8, "first"), ending("1,2", "stop", '<repeat direction="backward"/>')
        ),
        measure(3, ending("3", "start"), note("E4", 8, "third"), ending("3", "stop")),
        measure(4, note("F4", 8, "on")),
    )
    assert words(score) == "all first all first all third on"


@pytest.mark.parametrize(
    ("first", "second", "third", "fourth", "sung"),
    [
        ("", '<sound fine="yes"/>', "", '<sound dacapo="yes"/>', "a b c d a b"),
        ("", '<sound segno="s"/>', '<sound fine="yes"/>', '<sound dalsegno="s"/>', "a b c d b c"),
        ("", '<sound tocoda="c"/>', '<sound dacapo="yes"/>', '<sound coda="c"/>', "a b c a b d"),
        (
            "", "<direction><direction-type><words>To Coda</words></direction-type></direction>",
            "<direction><direction-type><words>D.C. al Coda</words></direction-type></direction>",
            "<direction><direction-type><coda/></direction-type></direction>", "a b c a b d",
        ),
        ("", "", "", '<sound dalsegno="s"/>', "a b c d a b c d"),
    ],
)  # fmt: skip
def test_jumps(song: Reading, first: str, second: str, third: str, fourth: str, sung: str) -> None:
    marks = (first, second, third, fourth)
    score = song(
        *(measure(n + 1, START if n == 0 else "", mark, note("C4", 8, "abcd"[n])) for n, mark in enumerate(marks))
    )
    assert words(score) == sung


def test_an_endless_repeat_ends(song: Reading) -> None:
    score = song(measure(1, START, note("C4", 8, "round"), barline('<repeat direction="backward" times="999999999"/>')))
    assert len(score.parts[0].notes) == 16
    assert "played 16 times" in said(score)


def test_a_refrain_under_one_line_is_sung_with_every_verse(song: Reading) -> None:
    score = song(measure(1, START, FORWARD, *VERSES), measure(2, *LAST), measure(3, note("G4", 8, "hey"), BACKWARD))
    assert words(score) == "one ac hey two bd hey"


def test_a_pickup_and_its_rest_are_one_bar(song: Reading) -> None:
    score = song(
        measure(0, START, FORWARD, note("G4", 2, "oh"), implicit=True),
        measure(1, note("C4", 8, "my")),
        measure(2, note("C4", 6, "love"), BACKWARD),
    )
    assert score.pickup == 1
    assert len(score.meters) == 1
    assert [beat.at for beat in score.beat_grid() if beat.bar] == [1, 5, 9, 13]


def test_chords_graces_transposition_and_dynamics(song: Reading) -> None:
    transposed = "<attributes><transpose><chromatic>-2</chromatic></transpose></attributes>"
    loud = "<direction><direction-type><dynamics><ff/></dynamics></direction-type></direction>"
    grace = "<note><grace/><pitch><step>D</step><octave>5</octave></pitch><voice>1</voice></note>"
    root = "<root><root-step>B</root-step><root-alter>-1</root-alter></root>"
    harmony = f"<harmony>{root}<kind>minor-seventh</kind></harmony>"
    first = note("C5", 4, "a") + note("E5", 4, extra="<chord/>")
    score = song(measure(1, START, transposed, harmony, first, loud, grace, note("C5", 4, "b")))
    assert notes(score) == [(0, 2, 74, "a"), (2, 0.125, 72, "b"), (2.125, 1.875, 70, "")]
    assert [note.loud for note in score.parts[0].notes] == [1, 1.3, 1.3]
    assert [(chord.at, chord.symbol) for chord in score.chords] == [(0, "Bbm7")]
    assert "of 1 chord of notes the top one is sung" in said(score)


def test_an_elision_holds_two_words_and_tempos_are_said_in_other_units(song: Reading) -> None:
    both = "<lyric><syllabic>end</syllabic><text>me</text><elision/><syllabic>begin</syllabic><text>un</text></lyric>"
    unit = "<beat-unit>half</beat-unit><beat-unit-dot/><per-minute>c. 30</per-minute>"
    metronome = f"<direction><direction-type><metronome>{unit}</metronome></direction-type></direction>"
    score = song(measure(1, START, note("C4", 2, "co-"), note("C4", 2, both), metronome, note("C4", 4, "-o")))
    assert [note.syllable for note in score.parts[0].notes] == ["co", "me un", "o"]
    assert [note.begins for note in score.parts[0].notes] == [True, False, False]
    assert [(tempo.at, tempo.bpm) for tempo in score.tempos] == [(0, 60), (2, 90)]


def test_two_voices_are_two_parts(song: Reading) -> None:
    back = "<backup><duration>8</duration></backup>"
    low = note("C4", 4, "low", voice="2") + note("D4", 4, "er", voice="2")
    score = song(measure(1, START, note("C5", 8, "high"), back, low))
    assert [words(score, n) for n in (0, 1)] == ["high", "low er"]


def test_a_score_without_words_is_sung_on_la_and_notes_outside_are_told(song: Reading) -> None:
    assert words(song(measure(1, START, note("C4", 4), note("D4", 4)))) == "la la"
    score = song(measure(1, START, note("C4", 2), rest(2), note("D4", 2, "oh"), rest(2)), measure(2, note("D4", 8)))
    assert words(score) == "oh"
    assert "bar 1: 2 notes without words below: nobody sings them" in said(score)


@pytest.mark.parametrize(("tempo", "sane"), [("0", 20), ("1000", 400), ("-5", 20)])
def test_tempos_that_nobody_sings(song: Reading, tempo: str, sane: float) -> None:
    score = song(measure(1, START, f'<sound tempo="{tempo}"/>', note("C4", 8, "oh")))
    assert score.tempos[0].bpm == sane
    assert f"it is sung at {sane}" in said(score)


def test_translations_are_left_out_and_told(song: Reading) -> None:
    tongue = note("C4", 8, "yes", "ja")
    for word, its in (("yes", "en"), ("ja", "de")):
        tongue = tongue.replace(f"<text>{word}", f'<text xml:lang="{its}">{word}')
    score = song(measure(1, START, tongue))
    assert (words(score), score.parts[0].language) == ("yes", "en")
    assert "another language (de)" in said(score)


def test_ten_thousand_notes(song: Reading) -> None:
    fast = START.replace("60", "240")
    score = song(*(measure(n, fast if n == 1 else "", note("C4", 1, "la") * 8) for n in range(1, 1251)))
    assert len(score.parts[0].notes) == 10_000


BOMB = """<?xml version="1.0"?><!DOCTYPE score-partwise [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<score-partwise>&b;</score-partwise>"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "XML entities"),
        ("<score-partwise><part>", "damaged XML"),
        ("<html></html>", "no MusicXML score"),
        ("<score-partwise/>", "no words to sing"),
    ],
)
def test_bad_documents(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.musicxml"
    path.write_text(text, "utf-8")
    with pytest.raises(SongError, match=told):
        read_score(path)


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_packed_scores(tmp_path: Path) -> None:
    path = tmp_path / "song.mxl"
    text = document(measure(1, START, note("C4", 8, "oh"))).encode("utf-16")
    container = b'<container><rootfiles><rootfile full-path="in/score.xml"/></rootfiles></container>'
    path.write_bytes(packed(**{"META-INF__container_xml": container, "in__score_xml": text, "other_xml": b"<x/>"}))
    assert words(read_score(path)) == "oh"
    path.write_bytes(packed(readme_txt=b"hello"))
    with pytest.raises(SongError, match="no score in it"):
        read_score(path)
    path.write_bytes(packed(score_xml=b" " * (65 << 20)))
    with pytest.raises(SongError, match="over 64 MB"):
        read_score(path)


def test_fermatas_hold_everybody(song: Reading) -> None:
    held = note("C4", 4, "long").replace("</note>", "<notations><fermata/></notations></note>")
    pause = barline("<fermata/>")
    score = song(measure(1, START, held, note("C4", 4, "la"), pause), measure(2, note("C4", 8, "end")))
    assert score.seconds(2) == 4  # twice as long
    assert score.seconds(4) - score.seconds(2) == pytest.approx(2 + 0.25 * 60 / 20 - 0.25)  # nobody counts slower
    assert [each.beats for each in score.parts[0].notes] == [2, 1.75, 4]


def test_wedges_and_dynamics_are_sung(song: Reading) -> None:
    def wedge(kind: str) -> str:
        return f'<direction><direction-type><wedge type="{kind}"/></direction-type></direction>'

    score = song(
        measure(1, START, wedge("crescendo"), note("C4", 4, "a"), note("C4", 4, "b"), wedge("stop")),
        measure(2, wedge("diminuendo"), note("C4", 8, "c"), wedge("stop")),
    )
    louds = [round(each.loud, 3) for each in score.parts[0].notes]
    assert louds == [1.0, 1.1, 1.2]
    assert [round(each.swell, 3) for each in score.parts[0].notes] == [1.1, round(1.2 / 1.1, 3), round(1 / 1.2, 3)]
    assert score.remarks == ()


def test_what_nobody_sings_is_told_with_its_bars(song: Reading) -> None:
    marked = note("C4", 8, "la").replace(
        "</note>", "<notations><ornaments><mordent/></ornaments><dynamics><zz/></dynamics></notations></note>"
    )
    score = song(measure(1, START, marked), measure(2, marked), measure(3, note("C4", 8, "end")))
    assert said(score).splitlines()[:2] == [
        "bars 1, 2: mordents are not sung",
        "bars 1, 2: the dynamics 'zz' are not known",
    ]
