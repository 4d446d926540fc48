"""The picture of a timeline."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.doubting import NO_TEXT, Doubt
from avatar.lipsync.formats import FORMATS, Options
from avatar.lipsync.shown import LETTERS
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


def mouth_of(viseme: str) -> list[ET.Element]:
    """The lips that a viseme's letter has: a line where they are shut, else the edge of an ellipse."""
    svg = ET.fromstring(FORMATS["svg"].write(held((viseme, 1.0)), Options()))
    shut = [each for each in svg.iter(f"{SVG}path") if each.get("stroke-linecap")]
    return [*shut, *(each for each in svg.iter(f"{SVG}ellipse") if each.get("stroke"))]


def test_pressed_lips_are_drawn_thicker_than_lips_at_rest_and_straight() -> None:
    (pressed,), (resting,) = mouth_of("PP"), mouth_of("sil")
    (opened,) = mouth_of("aa")
    thick = [float(each.attrib["stroke-width"]) for each in (pressed, resting, opened)]
    assert thick[0] > 1.5 * thick[1] > 1.5 * thick[2]
    start, control, *_ = (float(y) for y in re.findall(r"[ ]([\d.]+)", pressed.attrib["d"]))
    assert start == control
    start, control, *_ = (float(y) for y in re.findall(r"[ ]([\d.]+)", resting.attrib["d"]))
    assert control > start, "a mouth at rest is a little curved"


def test_mouths_are_as_open_and_as_wide_as_their_letters_say() -> None:
    """A to D ever wider open; E rounded, F more so."""
    size = {v: [float(mouth_of(v)[0].attrib[key]) for key in ("rx", "ry")] for v in ("SS", "E", "aa", "oh", "ou")}
    assert size["SS"][1] < size["E"][1] < size["aa"][1]
    assert size["ou"][0] < size["oh"][0] < size["aa"][0] < size["E"][0] < size["SS"][0]


def test_what_nobody_could_look_at_is_refused() -> None:
    with pytest.raises(LipSyncError, match="too long for a picture"):
        FORMATS["svg"].write(held(("aa", 601.0)), Options())


def test_places_to_look_at_are_marked_over_their_letters_and_counted() -> None:
    count = len(MARY.track.weights)
    chance = np.zeros(count, np.float32)
    chance[40:60] = 0.5
    letters = [np.full(count, LETTERS.index(letter), np.uint8) for letter in "AG"]
    none = np.full(count, NO_TEXT, np.uint8)
    svg = FORMATS["svg"].write(replace(MARY, doubt=Doubt(chance, chance, *letters, none, none)), Options())
    assert "1 place to look at, marked ?" in texts(svg)[0]
    titles = [element.text for element in ET.fromstring(svg).iter(f"{SVG}title")]
    assert titles == ["0.40 s: A or G?"]
    assert "look at" not in texts(FORMATS["svg"].write(MARY, Options()))[0]


def test_it_tells_how_the_mouth_moves() -> None:
    frozen, lively = held(("aa", 2.0)), held(*((shape, 0.1 * i) for i, shape in enumerate(["aa", "ou"] * 10, 1)))
    assert "100% of it held over 0.4 s" in texts(FORMATS["svg"].write(frozen, Options()))[0]
    assert "10.0 drawings a second of speech · 0% of it held" in texts(FORMATS["svg"].write(lively, Options()))[0]


def test_a_pause_is_no_frozen_mouth_whichever_letter_is_at_rest() -> None:
    paused = held(("aa", 0.2), ("sil", 2.0), ("ou", 2.2))
    for extended in ("GHX", ""):
        assert "0% of it held over 0.4 s" in texts(FORMATS["svg"].write(paused, Options(extended=extended)))[0]
