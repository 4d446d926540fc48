"""misaki's alphabet: IPA spelled in it, tokens cut to size, symbols in time."""

from __future__ import annotations

import pytest

from avatar.speech.base import Moment
from avatar.speech.misaki import Symbol, Token, find_symbols, spell, split_tokens, time_symbols, time_words


@pytest.mark.parametrize(
    ("ipa", "american", "british"),
    [
        ("ʃɪˈvɔːn", "ʃɪvˈɔn", "ʃɪvˈɔːn"),
        ("həˈləʊ", "həlˈO", "həlˈQ"),
        ("həˈloʊ", "həlˈO", "həlˈQ"),
        ("tʃɝtʃ", "ʧɜɹʧ", "ʧɜɹʧ"),
        ("d͡ʒɔɪ", "ʤY", "ʤY"),
        ("bæt", "bæt", "bat"),
        ("mənˈt͡seɪ", "məntsˈA", "məntsˈA"),
        ("ˌɒksˈfɔː", "ˌɑksfˈɔ", "ˌɒksfˈɔː"),
        ("ˈstɹɛŋθ", "stɹˈɛŋθ", "stɹˈɛŋθ"),
        ("rʁɹ", "ɹɹɹ", "ɹɹɹ"),
    ],
)
def test_ipa_is_spelled(ipa: str, american: str, british: str) -> None:
    assert spell(ipa, british=False) == american
    assert spell(ipa, british=True) == british


@pytest.mark.parametrize("ipa", ["", "ˈ", "¿¿", "   ", "ː", "漢字"])
def test_what_has_no_sounds_is_not_spelled(ipa: str) -> None:
    assert spell(ipa, british=False) is None


def tokens(*symbols: str) -> list[Token]:
    """Tokens of a text in which each is as long as its symbols."""
    found, at = [], 0
    for each in symbols:
        spaced = each.endswith(" ")
        found.append(Token(at, at + len(each.strip()), each.strip(), spaced))
        at += len(each)
    return found


def test_sentences_are_said_one_at_a_time() -> None:
    chunks = split_tokens(tokens("nˈO", ". ", "jˈɛs", "! ", "ænd "), 400)
    assert [[token.symbols for token in chunk] for chunk in chunks] == [["nˈO", "."], ["jˈɛs", "!"], ["ænd"]]


def test_a_point_within_a_word_ends_no_sentence() -> None:
    assert len(split_tokens(tokens("sˈi", ".", "ˈO "), 400)) == 1


def test_long_sentences_are_cut_at_clauses_or_words_or_anywhere() -> None:
    chunks = split_tokens(tokens("aaaa ", "bbbb", ", ", "cccc ", "dddd "), 16)
    assert [[token.symbols for token in chunk] for chunk in chunks] == [["aaaa", "bbbb", ","], ["cccc", "dddd"]]
    chunks = split_tokens(tokens("aaaa ", "bbbb ", "cccc "), 10)
    assert [[token.symbols for token in chunk] for chunk in chunks] == [["aaaa", "bbbb"], ["cccc"]]
    chunks = split_tokens(tokens("a" * 25), 10)
    assert [len(chunk[0].symbols) for chunk in chunks] == [10, 10, 5]
    assert all((token.start, token.end) == (0, 25) for chunk in chunks for token in chunk)


def test_no_chunk_is_longer_than_it_may_be() -> None:
    for most in (5, 17, 400):
        chunks = split_tokens(tokens(*["həlˈO ", "wˈɜɹld", ", "] * 60), most)
        assert all(sum(len(token.symbols) for token in chunk) <= most for chunk in chunks)
        assert sum(len(token.symbols) for chunk in chunks for token in chunk if token.symbols != ",") == 60 * 11


def test_what_is_silent_is_not_said() -> None:
    assert split_tokens(tokens("… ", "“", "” "), 400) == []
    assert split_tokens([], 400) == []


def test_symbols_get_times() -> None:
    symbols = find_symbols(tokens("ðə ", "dˈA", ". "))
    assert symbols == [Symbol("ð", 0), Symbol("ə", 0), Symbol(" ", -1), *(Symbol(x, 1) for x in "dˈA"), Symbol(".", 2)]
    assert time_symbols(symbols, [1, 2, 1, 1, 1, 3, 5], 10.0) == [
        Moment(10, 11, "ð", 0),
        Moment(11, 13, "ə", 0),
        Moment(13, 15, "d", 1),  # with the space before it
        Moment(15, 19, "ˈeɪ", 1),  # with its stress mark
        Moment(19, 24, "", 2),
    ]


def test_length_belongs_to_its_vowel_and_second_stress_is_dropped() -> None:
    symbols = [Symbol(letter, 0) for letter in "ˌɔːʤˈɜː"]
    assert [(each.value, each.start, each.end) for each in time_symbols(symbols, [1] * 7, 0.0)] == [
        ("ɔː", 0, 3),
        ("dʒ", 3, 4),
        ("ˈɜː", 4, 7),
    ]


def test_words_are_those_of_the_text() -> None:
    text = "New York, in 5 km!"
    told = [Token(0, 8, "nˈu"), Token(8, 9, ","), Token(10, 12, "ɪn"), Token(13, 14, "fI"), Token(15, 17, "m"),
            Token(17, 18, "!")]  # fmt: skip
    phones = [Moment(0, 1, "n", 0), Moment(1, 2, "u", 0), Moment(2, 3, "", 1), Moment(3, 4, "ɪn", 2),
              Moment(4, 5, "f", 3), Moment(5, 6, "m", 4), Moment(6, 9, "", 5)]  # fmt: skip
    assert time_words(text, told, phones) == (
        Moment(0, 2, "New York", 0, 8),
        Moment(3, 4, "in", 10, 2),
        Moment(4, 5, "5", 13, 1),
        Moment(5, 6, "km", 15, 2),
    )


def test_a_word_of_several_tokens_is_one() -> None:
    told = [Token(0, 4, "wɛl", spaced=False), Token(4, 5, "", spaced=False), Token(5, 10, "nOn")]
    phones = [Moment(0, 2, "wɛl", 0), Moment(2, 3, "nOn", 2)]
    assert time_words("well-known", told, phones) == (Moment(0, 3, "well-known", 0, 10),)
