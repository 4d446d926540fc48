"""Which language a clause is in."""

from __future__ import annotations

import threading

import pytest

from avatar import library
from avatar.text import detect, directions
from avatar.text.sentences import Splitter


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das weiß ich leider nicht, aber ich kann nachsehen.", "de"),
        ("Ich bin Juno, und ich baue kleine Maschinen.", "de"),
        ("Bonjour, je m'appelle Juno.", "fr"),
        ("C'est une bonne question, je ne sais pas.", "fr"),
        ("Buenos días a todos, ¿cómo están?", "es"),
        ("No lo sé, pero puedo averiguarlo.", "es"),
        ("こんにちは、元気ですか。", "ja"),
        ("日本語を話します。", "ja"),
        ("我喜欢音乐。", "zh"),
        ("مرحبا كيف حالك", "ar"),
        ("Привет, как дела?", "ru"),
        ("שלום, מה שלומך?", "he"),
        ("สวัสดีครับ", "th"),
        ("Good morning, how may I help you?", "en"),
    ],
)
@pytest.mark.parametrize("so_far", ["en", "de", "ja"])
def test_languages_are_told(text: str, language: str, so_far: str) -> None:
    assert detect.language(text, so_far) == language


@pytest.mark.parametrize("text", ["OK", "OK.", "Ja.", "Hm…", "No!", "42", "…", "", "🙂", "[smile]", "Juno", "Mozart!"])
@pytest.mark.parametrize("so_far", ["en", "de", "fr"])
def test_a_short_clause_is_in_the_language_of_the_talk(text: str, so_far: str) -> None:
    assert detect.language(text, so_far) == so_far


@pytest.mark.parametrize(
    "text",
    [
        "In German, you would say Guten Morgen.",
        "The Champs-Élysées is a street in Paris, and Mozart was born in Salzburg.",
        "Run `pip install je ne sais pas` and see https://example.org/ich/bin/eine/adresse for more of it.",
        "The word 猫 means cat.",
    ],
)
def test_foreign_words_in_a_sentence_do_not_change_its_language(text: str) -> None:
    assert detect.language(text, "en") == "en"


def test_a_mixed_reply_is_told_clause_by_clause() -> None:
    reply = (
        "Here is how a German would put it, with pride. Ich baue kleine Maschinen, die niemand braucht. And now you!"
    )
    splitter = Splitter(quick=False)
    found, talk = [], "en"
    for clause in [*splitter.feed(reply), *splitter.flush()]:
        talk = detect.language(clause.text, talk)
        found.append(talk)
    assert found == ["en", "de", "en"]


def test_no_clause_of_the_english_cast_is_mistaken() -> None:
    lines = [
        directions.strip(line[2:])
        for folder in library.characters().values()
        for script in sorted((folder / "persona").glob("*.rive"))
        for line in script.read_text("utf-8").splitlines()[::7]
        if line.startswith("- ") and "{" not in line and "<" not in line
    ]
    assert len(lines) > 200
    assert [line for line in lines if detect.language(line, "en") != "en"] == []


def test_a_sentence_that_may_be_english_does_not_wait_for_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(detect, "_READY", threading.Event())
    monkeypatch.setattr(detect, "ready", lambda: asked.append("ready"))
    monkeypatch.setattr(detect, "_identifier", lambda among: asked.append("waits"))
    assert detect.language("Biscuits, mostly.", "en") == "en"
    assert detect.language("Marvellous contraption, that.", "en") == "en"
    assert asked == ["ready", "ready"]
    detect.language("Wir bauen kleine Maschinen.", "en")
    detect.language("Müde bin ich.", "en")
    assert asked[2:] == ["waits", "waits"]


def test_without_the_library_scripts_are_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detect, "_identifier", lambda among: None)
    assert detect.language("こんにちは、元気ですか。", "en") == "ja"
    assert detect.language("Привет, как дела?", "en") == "ru"
    assert detect.language("Ich bin Juno, und ich baue Maschinen.", "en") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das weiß ich leider nicht, aber ich kann nachsehen.", "de"),
        ("Guten Morgen zusammen, wie geht es euch heute?", "de"),
        ("Buenos días a todos, ¿cómo están?", "es"),
        ("La cappella era piena di gente.", "it"),
        ("Привет, как дела?", "ru"),
        ("我喜欢音乐。", "zh"),
        ("こんにちは", "ja"),
        ("Good morning, how may I help you?", "en"),
    ],
)
def test_a_whole_text_has_a_language(text: str, language: str) -> None:
    assert detect.whole(text) == language


@pytest.mark.parametrize(
    "text",
    ["", "42", "Ja, gut.", "Wolfgang Amadeus Mozart", "Peter Piper picked pickled peppers", "Mama may go home now.",
     "Lay green with K nine soon.", "The café in the Champs-Élysées is open now."],
)  # fmt: skip
def test_a_whole_text_that_is_not_plainly_foreign_is_not_taken_for_it(text: str) -> None:
    assert detect.whole(text) in ("", "en")


@pytest.mark.parametrize("so_far", ["ja", "zh", "ru", "en"])
@pytest.mark.parametrize("text", ["Former toaster.", "Beep. No data.", "Bolt!", "Pardon, Mademoiselle!"])
def test_a_few_plain_words_out_of_another_script_are_english(text: str, so_far: str) -> None:
    assert detect.language(text, so_far) == "en"
