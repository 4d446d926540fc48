"""Text in any script: in lines that fit, in its own direction, and told where no font has it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.draw import fonts
from avatar.draw.captions import caption, card
from avatar.draw.keeping_together import JOINER, keep_together
from avatar.draw.surfaces import canvas_on
from avatar.draw.writing import END, RIGHT_TO_LEFT, Ink, Written, directed
from avatar.scene.reading import ReadLine

WHITE = 0xFFFFFFFF


def painted(text: str, width: float, size: float = 20.0) -> np.ndarray:
    """Where there is ink: shape (200, 400)."""
    pixels = np.zeros((200, 400, 4), np.uint8)
    Written([Ink(text, size, WHITE)], width).paint(canvas_on(pixels), 200.0, 0.0)
    return pixels[:, :, 3] > 40


def test_lines_fit_and_a_long_word_goes_on_in_the_next() -> None:
    for text in ("one two three four five six seven", "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk"):
        ink = painted(text, 200.0)
        columns = np.flatnonzero(ink.any(axis=0))
        assert columns[0] >= 100
        assert columns[-1] < 300
        assert np.flatnonzero(ink.any(axis=1))[-1] > 40, "there is a second line"


def test_the_same_letters_are_all_there_however_narrow() -> None:
    """What a long word has in ink it has in pieces, too: nothing is cut off."""
    word = "o" * 30
    assert painted(word, 150.0).sum() == pytest.approx(painted(word, 4000.0, 10.0).sum() * 4, rel=0.6)
    assert painted(word, 100.0).sum() > 0.9 * painted(word, 150.0).sum()


def test_hebrew_runs_from_the_right_and_ends_at_the_left() -> None:
    assert directed("שלום!") == (RIGHT_TO_LEFT, END)
    assert directed("123 שלום") == (RIGHT_TO_LEFT, END)
    assert directed("Ben: שלום") == ("", "")
    assert directed("...") == ("", "")
    before, after = directed("שלום.")
    ink = painted(before + "שלום." + after, 300.0, 40.0)
    columns = np.flatnonzero(ink.any(axis=0))
    left = ink[:, columns[0] : columns[0] + 6]
    assert left.any(axis=1).sum() < 12, "the full stop stands at the left"


def test_a_line_runs_as_its_language_does_whatever_name_is_before_it() -> None:
    assert directed("Ben: שלום", "he-IL") == (RIGHT_TO_LEFT, END)
    assert directed("Ben: Hello", "en") == ("", "")
    for language, side in (("he", 1), ("", -1)):
        raster = caption((ReadLine("MMMMMM: ש ש ש", language=language),), 400, 300)
        ink = raster.pixels[:, :, :3].min(axis=2) > 100
        assert side * (int(ink[:, 200:].sum()) - int(ink[:, :200].sum())) > 0, "the name stands where the line begins"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("彼女は真剣な顔で尋ねた。", ["彼女は", "真剣な", "顔で", "尋ねた", "。"]),
        ("スーパーマーケットのエレベーターで、", ["スーパーマーケットの", "エレベーターで", "、"]),
        ("人々のOSが「ええ」", ["人々の", "O", "S", "が", "「", "ええ", "」"]),
        ("세 개가 되어 있었어요.", ["세", " ", "개가", " ", "되어", " ", "있었어요", "."]),
        ("昨天我买了，one-two.", [*"昨天我买了，one-two."]),
        ("コンピューターゲームキャラクター", ["コ", "ン", "ピュー", "ター", "ゲー", "ム", "キャ", "ラ", "ク", "ター"]),
    ],
)
def test_words_of_japanese_and_korean_stay_whole_and_lines_do_not_begin_with_small_kana(
    text: str, parts: list[str]
) -> None:
    kept = keep_together(text)
    assert kept.replace(JOINER, "") == text
    found = [kept[0]]
    for before, letter in pairwise(kept):
        if letter == JOINER or before == JOINER:
            found[-1] += letter
        else:
            found.append(letter)
    assert [each.replace(JOINER, "") for each in found] == parts


def test_no_line_ends_within_what_is_kept_together_and_nothing_is_seen_of_that() -> None:
    """Whether or not a font has the letters: a box is as wide as any other."""
    one = Written([Ink("真", 20.0, WHITE)], 400.0).wide
    for text, letters in (("かな真剣な", 3), ("这里真剣不", 4)):
        assert Written([Ink(text, 20.0, WHITE)], 4.4 * one).wide == pytest.approx(letters * one, abs=1.0)
    assert Written([Ink("かき", 20.0, WHITE)], 400.0).wide == pytest.approx(2 * one, abs=1.0)


def test_arabic_letters_join() -> None:
    """Joined, the letters of a word leave hardly a gap; each alone, they would."""
    ink = painted("سلمي", 300.0, 60.0).any(axis=0)
    columns = np.flatnonzero(ink)
    assert (~ink[columns[0] : columns[-1]]).sum() <= 2


def test_what_is_sung_has_its_colour_and_letters_keep_their_places() -> None:
    plain = caption((ReadLine("one two three"),), 400, 300).pixels
    sung = caption((ReadLine("one two three", 7),), 400, 300).pixels
    assert plain.shape == sung.shape
    assert np.abs(plain[:, :, 3].astype(int) - sung[:, :, 3]).max() < 16
    different = np.flatnonzero((plain != sung).any(axis=(0, 2)))
    assert different[-1] < 235, "the rest is white"


def test_a_caption_that_would_cover_the_picture_is_written_smaller() -> None:
    raster = caption((ReadLine("word " * 50),), 400, 300)
    assert len(raster.pixels) <= 0.45 * 300
    assert raster.y > 0.5 * 300


def test_a_card_holds_its_long_word_whole() -> None:
    pixels = card("Rindfleischetikettierungsueberwachung\nsmall below", 640, 360).pixels
    lit = (pixels[:, :, :3].astype(int).sum(axis=2) > 500).any(axis=0)
    columns = np.flatnonzero(lit)
    assert columns[0] > 0.05 * 640
    assert columns[-1] < 0.95 * 640


def test_letters_that_no_font_has_are_named_with_the_package_that_has_them() -> None:
    assert fonts.find_unwritten("Plain, ěäß и שלום 'quoted' – \u202b…\n") == ""
    missing = fonts.find_unwritten("a \U00010570\U00010571 b")  # Vithkuqi, newer than most fonts
    assert missing == "\U00010570\U00010571"
    (told,) = fonts.tell_unwritten(missing)
    assert "Vithkuqi" in told
    assert "fonts-noto-core" in told
    told = fonts.tell_unwritten("漢한ก")
    assert [any(word in line for line in told) for word in ("Chinese", "Korean", "Thai")] == [True] * 3
    assert all("fonts-noto" in line for line in told)
