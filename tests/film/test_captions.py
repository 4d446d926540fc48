"""Captions beside a film."""

from __future__ import annotations

from avatar.film import captions
from avatar.film.captions import Caption
from avatar.types import Entry
from tests.film.scenes import said, small


def test_subrip_has_numbers_times_and_names() -> None:
    text = captions.write_srt(captions.list_captions(small().entries), named=True)
    assert text == (
        "1\n00:00:00,100 --> 00:00:00,600\nAna: Good evening.\n\n"
        "2\n00:00:00,800 --> 00:00:01,300\nBen: Is it <evening>?\n"
    )


def test_webvtt_says_who_speaks_and_escapes() -> None:
    text = captions.write_vtt(captions.list_captions(small().entries), named=True)
    assert text.startswith("WEBVTT\n\n00:00:00.100 --> 00:00:00.600\n<v Ana>Good evening.</v>\n")
    assert "<v Ben>Is it &lt;evening&gt;?</v>" in text


def test_someone_alone_needs_no_name() -> None:
    assert "Ana" not in captions.write_vtt([Caption(0.0, 1.0, "ANA", "Hello.")], named=False)


def test_hours_are_counted() -> None:
    assert "01:01:01.500 --> 10:00:00.000" in captions.write_vtt([Caption(3661.5, 36000.0, "A", "Late.")], named=False)


def test_only_what_is_filmed_is_captioned_on_the_films_clock() -> None:
    entries = [Entry(float(at), "ANA", said("ANA", f"Number {at}.", 0.9)) for at in range(10)]
    found = captions.list_captions(entries, 2.5, 4.05)
    assert [(line.text, round(line.start, 2), round(line.end, 2)) for line in found] == [
        ("Number 2.", 0.0, 0.4),
        ("Number 3.", 0.5, 1.4),
    ]
