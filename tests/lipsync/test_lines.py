"""A clause cut into captions: short enough to read, at marks if that can be, each while its words are said."""

from __future__ import annotations

import re

import pytest

from avatar.lipsync.lines import CAPTION_WIDE, captions
from avatar.types import Clip, Speech, Timed


def speech(text: str, pattern: str) -> Speech:
    """A second for each word that the pattern finds."""
    found = [Timed(float(n), n + 1.0, m[0], m.start(), len(m[0])) for n, m in enumerate(re.finditer(pattern, text))]
    return Speech(Clip.silence(float(len(found)), 8000), text, "", words=tuple(found))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "昨天我买了两把椅子，可是今天早上不知道为什么变成了三把。",
            ["昨天我买了两把椅子，", "可是今天早上不知道为什么变成了三把。"],
        ),
        ("我一直在想这个问题，想得头都疼了。", ["我一直在想这个问题，想得头都疼了。"]),
        (
            "他说了很多很多话以后问我：“这到底是怎么回事？你知道吗？”",
            ["他说了很多很多话以后问我：", "“这到底是怎么回事？你知道吗？”"],
        ),
    ],
)
def test_chinese_is_cut_behind_marks(text: str, lines: list[str]) -> None:
    made = captions(speech(text, r"[\u4e00-\u9fff]"))
    assert [each.value for each in made] == lines
    starts = [len(re.findall(r"[\u4e00-\u9fff]", text[: text.index(line)])) for line in lines]
    assert [each.start for each in made] == [float(start) for start in starts]


def test_japanese_is_cut_between_the_words_that_its_voice_knows() -> None:
    words = [
        "スーパーマーケットのエレベーターで",
        "コンピューターゲームの",
        "キャラクターに",
        "出会ったことがありますか",
        "と",
        "彼女は",
        "尋ねた",
    ]
    text = "{}、{}{}{}、{}{}{}。".format(*words)
    made = captions(speech(text, "|".join(words)))
    assert "".join(each.value for each in made) == text
    assert max(len(each.value) for each in made) <= CAPTION_WIDE
    begins = {text.index(word) for word in words}
    assert {text.index(each.value) for each in made} <= begins


def test_what_no_mark_cuts_is_cut_all_the_same() -> None:
    made = captions(speech("字" * 60, "字"))
    assert [len(each.value) for each in made] == [20, 20, 20]


def test_words_with_spaces_are_cut_by_their_number_and_take_their_quotes_along() -> None:
    text = 'One two three four five six seven eight (nine ten) eleven twelve "thirteen fourteen".'
    made = captions(speech(text, r"\w+"))
    assert [each.value for each in made] == [
        "One two three four five six seven", "eight (nine ten) eleven twelve \"thirteen fourteen\".",
    ]  # fmt: skip
    quoted = text.replace("seven eight", 'seven "eight')
    assert captions(speech(quoted, r"\w+"))[1].value.startswith('"eight')
