"""The picture of a timeline."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import FORMATS, Options
from avatar.types import Timed
from tests.lipsync.timelines import HI, MARY, held

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_it_shows_words_phones_and_letters() -> None:
    shown = texts(FORMATS["svg"].write(MARY, Options()))
    assert [
        text for text in shown if text in ("Mary", "had", "a", "little", "lamb")
    ] == "Mary had a little lamb".split()
    assert shown.count("m") == 2
    assert {"words", "phones", "mouth", "opening", "0 s", "X", "A"} <= set(shown)


def test_without_words_there_is_no_row_of_them() -> None:
    shown = texts(FORMATS["svg"].write(HI, Options()))
    assert "words" not in shown
    assert "D" in shown


def test_longer_sound_takes_more_rows() -> None:
    heights = [
        float(ET.fromstring(FORMATS["svg"].write(held(("aa", seconds)), Options())).attrib["height"])
        for seconds in (3.9, 4.0, 4.1)
    ]
    assert heights[0] == heights[1] < heights[2]


def test_a_word_stays_a_word_whatever_is_in_it() -> None:
    word = '<script>&"\x00\x1b]'
    svg = FORMATS["svg"].write(held(("aa", 1.0), words=(Timed(0.0, 1.0, word),), text=word), Options())
    assert '<script>&"]' in texts(svg)


@pytest.mark.parametrize("viseme", ["sil", "FF"])
def test_a_moment_has_a_picture_too(viseme: str) -> None:
    assert texts(FORMATS["svg"].write(held((viseme, 0.02)), Options()))


def test_what_nobody_could_look_at_is_refused() -> None:
    with pytest.raises(LipSyncError, match="too long for a picture"):
        FORMATS["svg"].write(held(("aa", 601.0)), Options())
