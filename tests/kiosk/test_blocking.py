"""What a list of blocked words finds however it is spelled, and what it has to leave alone."""

from __future__ import annotations

import pytest

from avatar.kiosk.blocking import Blocked
from avatar.kiosk.session import clean_text

MADE_UP = Blocked(["badword", "damn", "hell fire"])

SPELLINGS = {
    "plain": "you badword",
    "capitals": "BaDwOrD",
    "accents": "b\xe0dw\xf6rd",
    "fullwidth": "\uff42\uff41\uff44\uff57\uff4f\uff52\uff44",
    "leet 4 0": "b4dw0rd",
    "leet @": "b@dw0rd",
    "stretched": "baaaadwoooord",
    "spaced": "b a d w o r d",
    "dots": "b.a.d.w.o.r.d",
    "dashes": "b-a-d-w-o-r-d",
    "double spaced": "b  a  d  w  o  r  d",
    "zwj": "bad\u200dword",
    "zwsp": "bad\u200bword",
    "soft hyphen": "bad\xadword",
    "word joiner": "bad\u2060word",
    "cyrillic a": "b\u0430dword",
    "cyrillic o": "badw\u043erd",
    "greek o": "badw\u03bfrd",
    "small caps": "\u0299\u1d00\u1d05\u1d21\u1d0f\u0280\u1d05",
    "math bold": "\U0001d41b\U0001d41a\U0001d41d\U0001d430\U0001d428\U0001d42b\U0001d41d",
    "circled": "\u24d1\u24d0\u24d3\u24e6\u24de\u24e1\u24d3",
    "squared": "\U0001f131\U0001f130\U0001f133\U0001f146\U0001f13e\U0001f141\U0001f133",
    "upside": "p\u0279o\u028dp\u0250q",
    "one space": "bad word",
    "two halves": "bad-word",
    "underscore": "bad_word",
    "slash": "bad/word",
    "apostrophe": "bad'word",
    "plural": "badwords",
    "suffix": "badworded",
    "ing": "badwording",
    "prefix": "megabadword",
    "glued": "youbadword",
    "emoji inside": "bad\U0001f600word",
    "star": "b*dword",
    "leet 1 l": "he11 fire",
    "leet 8": "8adword",
    "leet 6": "6adword",
    "+": "badw+ord",
    "vv": "badvvord",
    "|)": "ba|)word",
    "combining": "b\u0336a\u0336d\u0336w\u0336o\u0336r\u0336d\u0336",
    "spaces pairs": "ba dw or d",
    "reverse": "drowdab",
    "html": "&#98;adword",
    "phrase extra": "hell  fire",
    "phrase dot": "hell.fire",
    "phrase word between": "hell my fire",
    "numbers": "badword2",
    "trailing !": "badword!!!",
    "wide underscore": "b\uff3fa\uff3fd\uff3fw\uff3fo\uff3fr\uff3fd",
    "variation sel": "bad\ufe0fword",
    "tag chars": "bad\U000e0061word",
    "arabic tatweel": "bad\u0640word",
    "mongolian": "bad\u180eword",
    "hangul filler": "bad\u3164word",
    "braille blank": "bad\u2800word",
    "say": "say b, a, d, w, o, r, d",
    "name is": "my name is Badword",
}
"""Ways around a list, as visitors find them."""

WORDS = """hell ass damn tit cock dick cunt shit rape rapist sex anal cum spic butt bastard asshole penis nob hoe twit
retard arse prick whore pussy god"""
REAL = Blocked([*WORDS.split(), "silly sausage", "hell fire"])

FOUND = (
    "you dick",
    "dicks",
    "myass",
    "a$$",
    "a s s",
    "a.s.s",
    "fuck no, hell no",
    "hellfire",
    "hell-fire",
    "HELL   FIRE",
    "you are a t w a t tit",
    "sh1t sh!t s.h.i.t",
    "shiiiit",
    "sh*t",
    "c*nt",
    "assholes",
    "you assh0le",
    "basssstard",
    "b a s t a r d",
    "bastards!",
    "bast ard",
    "d4mn",
    "Dаmn",
    "ᴅᴀᴍɴ",
    "𝕕𝕒𝕞𝕟",
    "damned",
    "tw1ts",
    "retards",
    "silly old sausage",
)

INNOCENT = (
    "Scunthorpe is a town",
    "Where is Penistone?",
    "He'll be back, she'll wait and we'll see",
    "It was a test",
    "I am in class 4",
    "What a classic cocktail!",
    "Is the Titanic here?",
    "Room 455, please",
    "How do I get to the A55?",
    "Bon voyage and bon appétit",
    "Is it hot in the shell?",
    "Hello there",
    "but why?",
    "as you like it",
    "Assess my assignment, please",
    "The therapist is in Essex",
    "A glass of cider and a bass guitar",
    "Do you like spices?",
    "Peacocks and hancock",
    "Charles Dickens wrote it",
    "Where is the exit?",
    "It is as so often",
    "an analysis of arsenic",
    "I have 8 balls and 5 hits",
    "Do dogs dream?",
    "The cat sat on my hat",
    "cockpit of an airplane",
    "Is this hit song yours?",
    "A document about cucumbers",
    "Circumstances, constitution and substitutes",
    "Which buttons do I press?",
    "Butter on bread",
    "She sells sea shells",
    "Michelle, ma belle",
    "The raccoon is in its cocoon",
    "a tycoon and his skyscraper",
    "Who is the pianist?",
    "grapes and apes",
    "Fire retardants",
    "We were embarrassed",
    "Can you assassinate a king in chess?",
    "C# and F# are notes",
    "2 * 3 * 4 = 24",
    "Is tea good?",
    "Westward Ho!",
    "passion, compass, embassy",
    "Wie heißt die Klasse?",
    "Где здесь туалет?",
    "Πού είναι η έξοδος;",
    "何时开门？",
    "the shoe fits",
    "Who rescues whom?",
    "do my legs look ok",
    "I'll say so",
    "sussex by the sea",
    "homosexual rights",
    "What is the mass of the Moon?",
    "A swan on the canal",
    "a hoeing farmer",
    "unisex clothes",
    "Shiitake soup",
    "Is it a bird? Is it a plane?",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_word_is_found_however_it_is_spelled(spelling: str) -> None:
    assert clean_text(SPELLINGS[spelling], 200).strip() in MADE_UP


@pytest.mark.parametrize("text", FOUND)
def test_real_words_are_found(text: str) -> None:
    assert text in REAL


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("d**k", True), ("d*ck", True), ("b*st*rd", True), ("d***", False), ("***k", False),
        ("****", False), ("b******", False), ("wh*re", True), ("who**", True), ("wh***", False), ("p***y", False),
    ],
)  # fmt: skip
def test_of_a_word_with_stars_at_least_half_must_be_written(token: str, found: bool) -> None:
    """With fewer letters it may be any word: nobody is to be told off for a row of stars."""
    assert (token in REAL) == found


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert text not in REAL


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("onqjbeq", "a cipher"),
        ("badwurd", "another word to the eye, the same to the ear"),
        ("you are as ugly as a bad day", "an insult without a word of the list"),
    ],
)
def test_what_no_list_finds_is_not_claimed_to_be_found(text: str, why: str) -> None:
    """docs/kiosk.md says so; whoever teaches it more changes both."""
    assert text not in MADE_UP


def test_a_word_with_a_plus_is_always_allowed() -> None:
    assert "the custard-bastards of Ulm" in Blocked(["bastard"])
    assert "bastards" not in Blocked(["bastard", "+bastards"])
    assert "bastard" in Blocked(["bastard", "+bastards"])
    assert len(Blocked(["bastard", "+bastards", "", "  "])) == 1


def test_a_list_of_nothing_blocks_nothing() -> None:
    for words in ([], [""], ["...", "123"], ["+word"]):
        assert "any word 123 ..." not in Blocked(words)
