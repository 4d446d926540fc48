"""Captions beside a film."""

from __future__ import annotations

from dataclasses import replace

from avatar.film import captions
from avatar.film.captions import Caption
from avatar.types import Entry, Note, Timed
from tests.film.scenes import said, small


def test_subrip_has_numbers_times_and_names() -> None:
    text = captions.write(captions.list_captions(small().entries), ".srt", named=True)
    assert text == (
        "1\n00:00:00,100 --> 00:00:00,600\nAna: Good evening.\n\n"
        "2\n00:00:00,800 --> 00:00:01,300\nBen: Is it <evening>?\n"
    )


def test_webvtt_says_who_speaks_and_escapes() -> None:
    text = captions.write(captions.list_captions(small().entries), ".vtt", named=True)
    assert text.startswith("WEBVTT\n\n00:00:00.100 --> 00:00:00.600\n<v Ana>Good evening.</v>\n")
    assert "<v Ben>Is it &lt;evening&gt;?</v>" in text


def test_someone_alone_needs_no_name() -> None:
    assert "Ana" not in captions.write([Caption(0.0, 1.0, "ANA", "Hello.")], ".vtt", named=False)


def test_hours_are_counted() -> None:
    late = captions.write([Caption(3661.5, 36000.0, "A", "Late.")], ".vtt", named=False)
    assert "01:01:01.500 --> 10:00:00.000" in late


def test_only_what_is_filmed_is_captioned_on_the_films_clock() -> None:
    entries = [Entry(float(at), "ANA", said("ANA", f"Number {at}.", 0.9)) for at in range(10)]
    found = captions.list_captions(entries, 2.5, 4.05)
    assert [(line.text, round(line.start, 2), round(line.end, 2)) for line in found] == [
        ("Number 2.", 0.0, 0.4),
        ("Number 3.", 0.5, 1.4),
    ]


def sung(text: str, syllables: list[tuple[float, float, str]]) -> Entry:
    """A line of a song that begins at second 2."""
    line = said("ANA", text, 4.0)
    at, timed = 0, []
    for start, end, syllable in syllables:
        at = text.index(syllable, at)
        timed.append(Timed(start, end, syllable, at, len(syllable)))
    notes = tuple(Note(start, end, 60.0, syllable) for start, end, syllable in syllables)
    return Entry(2.0, "ANA", replace(line, speech=replace(line.speech, notes=notes), captions=tuple(timed)))


SUNG = sung("My toast-er {hums}", [(0.5, 1.0, "My"), (1.0, 1.5, "toast"), (1.5, 2.0, "-er"), (2.0, 3.0, "{hums}")])


def test_what_is_sung_is_captioned_by_lines_with_its_syllables() -> None:
    (line,) = captions.list_captions([SUNG])
    assert (line.start, line.end, line.text) == (2.5, 5.0, "My toast-er {hums}")
    assert [(each.t, line.text[each.at :].split()[0]) for each in line.sung][1] == (3.0, "toast-er")
    assert "00:00:02,500 --> 00:00:05,000\nMy toast-er {hums}" in captions.write([line], ".srt", named=False)
    vtt = captions.write([line], ".vtt", named=False)
    assert "\nMy <00:00:03.000>toast<00:00:03.500>-er <00:00:04.000>{hums}\n" in vtt
    ass = captions.write([line], ".ass", named=True)
    assert r"Ana: {\kf50}My {\kf50}toast{\kf50}-er {\kf100}(hums)" in ass
    assert "Dialogue: 0,0:00:02.50,0:00:05.00,Default,Ana," in ass
    lrc = captions.write([line], ".lrc", named=False)
    assert lrc == "[00:02.50]<00:02.50>My <00:03.00>toast<00:03.50>-er <00:04.00>{hums}\n[00:05.00]\n"


def test_a_song_that_is_cut_begins_with_what_is_left_of_it() -> None:
    (line,) = captions.list_captions([SUNG], 3.2)
    assert line.start == 0.0
    assert "[00:00.00]<00:00.00>My " in captions.write([line], ".lrc", named=False)
