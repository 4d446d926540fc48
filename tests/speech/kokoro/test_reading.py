"""Texts become letters with the written words that they are of, in pieces of a size that the net takes."""

from __future__ import annotations

import pytest

from avatar.speech.base import Request
from avatar.speech.kokoro.letters import Voiced
from avatar.speech.kokoro.reading import MOST_LETTERS, read_text, split_pieces
from avatar.text.pronounce import Pronounced

SOUNDS = {"hello": "h ə l ˈoʊ", "world": "w ˈɜː l d", "in": "ɪ n", "the": "ð ə", "house": "h ˈaʊ s", "a": "ɐ"}


def say(text: str) -> list[list[str]]:
    """As espeak-ng does: "in the" is one word to it."""
    words = [SOUNDS.get(word.strip(".,!?'").lower(), "x").split() for word in text.split()]
    joined: list[list[str]] = []
    for word in words:
        if joined and joined[-1] == ["ɪ", "n"] and word == ["ð", "ə"]:
            joined[-1] = [*joined[-1], *word]
        else:
            joined.append(word)
    return joined


def letters(voiced: list[Voiced]) -> str:
    return "".join(each.letters for each in voiced)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello world", "həlˈO wˈɜɹld"),
        ("Hello, world!", "həlˈO, wˈɜɹld! "),
        ("Hello?! World...", "həlˈO? wˈɜɹld… "),
        ("Hello - world", "həlˈO— wˈɜɹld"),
        ("“Hello” (world)", "həlˈO, wˈɜɹld, "),
        ("...hello", "həlˈO"),
        ("", ""),
        ("… !? —", ""),
        ("😀 🎉", ""),
    ],
)
def test_marks_become_one_letter_each(text: str, expected: str) -> None:
    assert letters(read_text(Request(text, "x"), say, "american")) == expected


def test_each_phone_knows_its_written_word() -> None:
    text = "Hello, in the house!"
    found = read_text(Request(text, "x"), say, "american")
    words = [(each.phone, text[each.at : each.at + each.length] if each.at >= 0 else "") for each in found]
    assert words == [
        ("h", "Hello"), ("ə", "Hello"), ("l", "Hello"), ("ˈoʊ", "Hello"), ("", ""), ("ɪ", "in"), ("n", "in"),
        ("ð", "the"), ("ə", "the"), ("h", "house"), ("ˈaʊ", "house"), ("s", "house"), ("", ""),
    ]  # fmt: skip


def test_known_sounds_are_said_in_the_place_of_their_word() -> None:
    request = Request("Hello Siobhan.", "x", pronounced=(Pronounced(6, 7, "ʃɪˈvɔːn"),))
    found = read_text(request, say, "american")
    assert letters(found) == "həlˈO ʃɪvˈɔn. "
    assert {(each.at, each.length) for each in found[4:9]} == {(6, 7)}


def test_pieces_end_with_sentences() -> None:
    voiced = read_text(Request("Hello world. " * 30, "x"), say, "american")
    pieces = split_pieces(voiced, 100)
    assert [each for piece in pieces for each in piece] == voiced
    assert all(letters(piece).endswith(". ") for piece in pieces)
    assert all(60 < len(letters(piece)) <= 100 for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("text", "ending"),
    [("hello world, hello " * 20, ", "), ("hello world " * 40, "d")],
    ids=["clauses", "words"],
)
def test_long_sentences_are_cut_at_clauses_else_at_words(text: str, ending: str) -> None:
    pieces = split_pieces(read_text(Request(text, "x"), say, "american"), 60)
    assert len(pieces) > 3
    assert all(len(letters(piece)) <= 60 for piece in pieces)
    assert all(letters(piece).endswith((ending, "O")) for piece in pieces[:-1])


def test_a_word_without_end_is_cut_anywhere() -> None:
    voiced = read_text(Request("x" * 5000, "x"), lambda text: [["ˈɛ", "k", "s"] * len(text)], "american")
    pieces = split_pieces(voiced)
    assert sum(len(letters(piece)) for piece in pieces) == len(letters(voiced)) == 20_000
    assert all(len(letters(piece)) <= MOST_LETTERS for piece in pieces)
