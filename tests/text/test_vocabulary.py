"""Who can be asked for what, and by which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.text import clashes, directions, vocabulary
from avatar.text.vocabulary import EVERYBODYS, USUAL, Vocabulary, Wording
from avatar.text.wordlist import rewritten
from avatar.types import Mark

PAGE = Path(__file__).parents[2] / "docs" / "brains.md"

SALUTE = """
[gestures.salute]
words = "salute salutes saluting"
emoji = "🫡"
[expressions.dreamy]
words = "dreamy dreamily"
[gestures.bow]
words = "bows-deeply"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "character.toml").write_text(SALUTE, "utf-8")
    return tmp_path


def test_everything_that_everybody_can_act_has_words_and_nothing_else_has() -> None:
    assert set(USUAL.names("expression")) == set(EXPRESSIONS)
    assert set(USUAL.names("gesture")) == set(GESTURES)
    assert all(each.words for each in EVERYBODYS)


def test_no_word_and_no_emoji_of_everybodys_asks_for_two_things() -> None:
    words = [word for each in EVERYBODYS for word in f"{each.words} {each.asides}".split()]
    signs = [sign for each in EVERYBODYS for sign in each.emoji]
    assert len(words) == len(set(words))
    assert len(signs) == len(set(signs))


@pytest.mark.parametrize("text", ["[thumbs-up] Fine.", "[thumbs up] Fine.", "*gives a thumbs up* Fine."])
def test_the_thumb_is_in_reach(text: str) -> None:
    read = directions.read(text)
    assert read.shown == "Fine."
    assert [mark for _, mark in read.marks] == [Mark("gesture", "thumbs-up")]


def test_a_characters_own_words_are_read_from_its_file(folder: Path) -> None:
    own = vocabulary.of(folder)
    assert own.mark("Saluting") == own.emoji("🫡") == Mark("gesture", "salute")
    assert own.mark("dreamily") == Mark("expression", "dreamy")
    assert own.mark("bows-deeply") == own.mark("curtsy") == Mark("gesture", "bow")
    assert "salute" in own.names("gesture")
    assert own.nearest("salutting") == "saluting"
    assert USUAL.mark("salute") is None


def test_directions_in_any_script_are_read(tmp_path: Path) -> None:
    (tmp_path / "character.toml").write_text('[gestures.gruss]\nwords = "grüßt salutiert"\n', "utf-8")
    read = directions.read("*grüßt* Guten Tag! [größe]", vocabulary.of(tmp_path))
    assert (read.shown, read.marks[0].mark.name) == ("Guten Tag! [größe]", "gruss")


@pytest.mark.parametrize("text", ["", "not toml", "gestures = 7", "[gestures]\nsalute = 7", "[gestures.a]\nwords = 7"])
def test_a_file_that_is_broken_takes_nothing_away(text: str, tmp_path: Path) -> None:
    (tmp_path / "character.toml").write_text(text, "utf-8")
    assert vocabulary.of(tmp_path).mark("wave") == Mark("gesture", "wave")
    assert vocabulary.named("nobody-of-this-name") == USUAL


def test_of_two_characters_each_has_its_own_and_knows_the_others() -> None:
    hails = Vocabulary((*EVERYBODYS, Wording("gesture", "hail", "hail waves")))
    salutes = Vocabulary((*EVERYBODYS, Wording("gesture", "salute", "salute")))
    both = hails.plus(salutes)
    assert both.mark("hail") == Mark("gesture", "hail")
    assert both.mark("salute") == Mark("gesture", "salute")
    assert both.mark("waves") == Mark("gesture", "wave")
    assert salutes.plus(hails).mark("waves") == Mark("gesture", "hail")


def test_names_are_stronger_than_words() -> None:
    odd = Vocabulary((*EVERYBODYS, Wording("gesture", "dance", "dances wave")))
    assert odd.mark("wave") == Mark("gesture", "wave")


CLASHES = {
    '[gestures.salute]\nwords = "salute salutes"\nemoji = "🫡"': (),
    '[gestures.wave]\nwords = "hails"': (),
    '[expressions.sly]\nwords = "foxy"': (),
    "[gestures.smile]\nkeys = []": ("'smile' already asks for the expression 'smile'",),
    '[gestures.hail]\nwords = "thinks"': ("'thinks' already asks for the expression 'thinking'",),
    '[gestures.salute]\nwords = "wave"': ("'wave' already asks for the gesture 'wave'",),
    '[gestures.salute]\nwords = "sal!ute"': ("'sal!ute' can't stand in brackets",),
    '[gestures.salute]\nwords = "wait"': ("'wait' asks for a pause",),
    '[gestures.a]\nwords = "hop"\n[gestures.b]\nwords = "hop"': (
        "[gestures.a]: 'hop' already asks for the gesture 'b'",
    ),
    "[gestures.pause]\nkeys = []": ("'pause' asks for a pause", "nobody can ask for it"),
    '[gestures."2x"]\nkeys = []': ("'2x' can't stand", "nobody can ask for it"),
    '[gestures.salute]\nemoji = "hi"': ("'hi' holds more than emoji",),
    '[expressions.sad]\nwords = "worried"': ("'worried' already asks for the expression 'embarrassed'",),
    '[gestures.salute]\nwords = "firmly"': ("'firmly' means how a line is said",),
}


@pytest.mark.parametrize("text", CLASHES)
def test_words_that_clash_are_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "character.toml").write_text(text, "utf-8")
    found = [str(each) for each in clashes.find_problems(tmp_path, {"firmly": "how a line is said"}.get)]  # type: ignore[arg-type]
    wanted = CLASHES[text]
    assert len(found) == len(wanted), found
    assert all(any(each in told for told in found) for each in wanted), found
    assert all("character.toml" in told for told in found)


def test_the_page_lists_what_everybody_knows() -> None:
    page = PAGE.read_text("utf-8")
    assert rewritten(page) == page, "run: python -m avatar.text.wordlist docs/brains.md"
    assert "`thumbs-up`" in page
