from __future__ import annotations

import pytest

from avatar.ui.widgets.markdown import LONGEST_PARAGRAPH, Paragraphs, TextCursor

SENTENCES = "This is a sentence of some words, as they are. " * 100


def fed(text: str, size: int) -> str:
    paragraphs = Paragraphs()
    return "".join(paragraphs.feed(text[at : at + size]) for at in range(0, len(text), size))


@pytest.mark.parametrize("size", [1, 7, 100, 100_000])
def test_a_paragraph_without_end_is_divided_at_sentences(size: int) -> None:
    out = fed(SENTENCES, size)
    assert out.replace("\n\n", "") == SENTENCES
    if size <= 100:
        assert max(map(len, out.split("\n\n"))) < LONGEST_PARAGRAPH + 200
        assert all(part.rstrip().endswith(".") for part in out.split("\n\n") if part.strip())


@pytest.mark.parametrize(
    "text",
    ["short.\n\nand short. Again.", "```\n" + SENTENCES + "\n```\n", "- " + SENTENCES, "> " + SENTENCES,
     "| " + SENTENCES + "|", "    " + SENTENCES, "1. " + SENTENCES, "word" * 2000],
)  # fmt: skip
def test_everything_else_stays(text: str) -> None:
    assert fed(text, 50) == text


def test_words_are_found_one_after_the_other_across_blocks() -> None:
    place = TextCursor()
    texts = ["the cat, then", "the dog"]
    assert place.find("the", texts) == (0, 0, 3)
    assert place.find("the", texts) == (1, 0, 3)
    assert place.find("cat", texts) is None, "what is past is past"
    assert place.find("dog", texts) == (1, 4, 7)
