"""Text from outside can't do anything to a terminal."""

from __future__ import annotations

import re

import pytest

from avatar.ui.inert import InertStream, inert, inert_line

HOSTILE = {
    "colour": ("\x1b[31mred\x1b[0m", "red"),
    "cursor": ("a\x1b[2J\x1b[Hb", "ab"),
    "title": ("x\x1b]0;owned\x07y", "xy"),
    "title ended by ST": ("x\x1b]0;owned\x1b\\y", "xy"),
    "hyperlink": ("\x1b]8;;http://bad\x1b\\text\x1b]8;;\x1b\\", "text"),
    "clipboard": ("\x1b]52;c;ZXZpbA==\x07ok", "ok"),
    "one-byte CSI": ("\x9b31mred", "red"),
    "device control": ("a\x1bPq#0;1\x1b\\b", "ab"),
    "lone escape": ("a\x1bcb", "ab"),
    "unclosed title ends with its line": ("a\x1b]0;owned\nb", "a\nb"),
    "bell, backspace, NUL": ("a\x07b\x08c\x00d", "abcd"),
    "carriage return": ("good\rbad", "good\nbad"),
    "right-to-left override": ("abc\u202etxt.exe", "abctxt.exe"),
    "isolates": ("\u2066a\u2069\u200fb", "ab"),
    "zero-width flood": ("a" + "\u200b" * 1000 + "b", "ab"),
    "joiner flood": ("a" + "\u200d" * 1000 + "b", "a\u200db"),
    "stacked marks": ("a" + "\u0301" * 500 + "b", "a" + "\u0301" * 4 + "b"),
    "tag characters": ("hi\U000e0041\U000e0042", "hi"),
    "private use": ("a\ue000b", "ab"),
}


@pytest.mark.parametrize(("text", "shown"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_inert(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize("beginning", ["\x90", "\x9d", "\x1b]", "\x9b0", "\x1b("])
def test_a_flood_of_beginnings_is_read_in_one_go(beginning: str) -> None:
    """A search to the end of the text from each of them would take an hour."""
    shown = inert(beginning * 300_000 + "\nand the rest")
    assert shown.endswith("\nand the rest")


@pytest.mark.parametrize(
    "text",
    [
        "plain\ttext\nand more", "[bold]not markup[/bold]", "ěščřž Việt Nam", "שָׁלוֹם", "नमस्ते", "日本語",
        "👩‍🔬 ❤️ 👍🏽", "price: 5 € — “quoted” …",
    ],
)  # fmt: skip
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(("text", "shown"), HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_stream_is_as_inert_as_the_whole(text: str, shown: str, size: int) -> None:
    stream = InertStream()
    pieces = [stream.feed(text[at : at + size]) for at in range(0, len(text), size)]
    out = "".join(pieces) + stream.end()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
    if "flood" not in text and "\u0301" not in text and "\u200d" not in text:
        assert out == shown


def test_a_stream_does_not_hold_back_honest_text() -> None:
    stream = InertStream()
    assert stream.feed("Hello ") == "Hello "
    assert stream.feed("there") == "there"
    assert stream.end() == ""


def test_a_sequence_that_never_ends_is_not_waited_for() -> None:
    stream = InertStream()
    out = stream.feed("\x1b]0;" + "a" * 100_000)
    assert len(out) + len(stream.end()) > 90_000


def test_one_line() -> None:
    assert inert_line(" a\nb\x1b[1m\tc ") == "a b c"
