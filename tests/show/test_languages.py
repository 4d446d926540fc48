"""The language of a show and of its lines: as it is written, else as the lines plainly are; and who speaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.config import Config
from avatar.performer import tongues as performing
from avatar.show import tongues
from avatar.show.cues import Directed, Say
from avatar.show.directing import direct, read
from avatar.show.languages import asked, tag_of
from avatar.show.performing import LineSpeaker
from avatar.show.script import parse
from avatar.show.words import StageWords
from avatar.types import Voice

GERMAN = "MAX\nIch habe den Schlüssel nicht gefunden, und jetzt ist es zu spät.\n\nBEA\nDu hast ihn doch in der Hand.\n"


def directed(text: str) -> Directed:
    return direct(parse(text))


def spoken(show: Directed) -> list[str]:
    return [cue.language for cue in show.cues if isinstance(cue, Say)]


def test_a_show_is_in_the_language_that_its_lines_plainly_are_in() -> None:
    assert set(spoken(directed(GERMAN))) == {"de"}
    assert set(spoken(directed("MAX\nHello there, how are you?\n\nBEA\nI am fine.\n"))) == {""}
    assert set(spoken(directed(f"Title: T\nLanguage: en\n\n{GERMAN}"))) == {""}


@pytest.mark.parametrize("word", ["fr", "French", "français", "FR"])
def test_a_language_goes_by_its_name_or_its_tag(word: str) -> None:
    assert tag_of(word) == "fr"
    assert set(spoken(directed(f"Title: T\nLanguage: {word}\n\nMAX\nBonjour.\n"))) == {"fr"}
    assert asked(f"in {word}") == "fr"


def test_what_is_no_language_is_told() -> None:
    show = directed("Title: T\nLanguage: Germann\n\nMAX\nHello.\n\n[[language: xx]]\n")
    assert [(each.line, each.what) for each in show.problems] == [
        (2, "No language is called so"), (7, "No language is called so"),
    ]  # fmt: skip
    assert "German" in show.problems[0].suggestion
    assert asked("in love") == asked("in the kitchen") == ""


def test_a_line_in_another_script_is_told_apart_by_itself() -> None:
    show = directed("MAX\nHello there, how are you?\n\nBEA\nשלום, מה שלומך היום?\n\nMAX\nCafé au lait, my friend.\n")
    assert spoken(show)[0] == ""
    assert "he" in spoken(show)
    assert spoken(show)[-1] == ""


def test_a_voice_of_that_language_speaks_the_line() -> None:
    show = directed("MAX\nHello.\n\nBEA (in German)\nGuten Abend.\n")
    says = [cue for cue in show.cues if isinstance(cue, Say)]
    with LineSpeaker(Config(), show) as speaker:
        assert [speaker(say).speech.language[:2] for say in says] == ["en", "de"]


def test_a_language_that_no_voice_speaks_is_grave_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody: dict[tuple[str, str], Voice | None] = {}
    monkeypatch.setattr(performing, "_speaker", lambda language, engine: nobody.get((language, engine)))
    show = directed(GERMAN)
    assert [(each.line, each.what, each.grave) for each in show.problems] == [(2, "No voice here speaks German", True)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("geht langsam nach links ab", "exits"), ("hausse les épaules", "shrugs"), ("se encoge de hombros", "shrugs"),
        ("annuisce", "nods"), ("acena", "waves"), ("кивает", "nods"), ("小声で", "whispering"), ("低声", "whispering"),
        ("לוחשת", "whispering"),
    ],
)  # fmt: skip
def test_words_of_other_languages_mean_what_english_ones_do(written: str, meant: str) -> None:
    assert meant in tongues.translate(written).split()


def test_every_word_of_the_tables_means_something_to_the_stage() -> None:
    """Each English word that a table translates to is known to the directions or the actions of shows."""
    words = StageWords({}, {})
    english = {each.english for found in tongues.meanings().values() for each in found}
    for word in english - {"looks at", "audience", "walks", "left", "right", "centre"}:
        assert not words.aside(word).unknown or words.deed(word) is not None, word


QUARREL = [
    ("Wer hat die Zahnpasta offen gelassen?", "de"),
    ("I was brushing my teeth. Like a person.", ""),
    ("Eine Person macht den Deckel zu!", "de"),
    ("Nur wenn ich recht habe.", "de"),
    ("They die in war, and that is so.", ""),
    ("Was ist in Berlin?", "de"),
    ("Où est-ce que tu as mis la clé, et pourquoi?", "fr"),
    ("Mein Gott!", ""),
    ("La la la, the man on the moon.", ""),
]


def test_a_line_that_is_plainly_in_another_language_is_spoken_by_a_voice_of_that() -> None:
    script = "\n\n".join(f"{'MAX' if n % 2 else 'BEA'}\n{line}" for n, (line, _) in enumerate(QUARREL))
    head = (
        "MAX\nThe toothpaste was on the floor of the bathroom, and that is where it will stay. I know who it was.\n\n"
    )
    said = [(cue.text, cue.language) for cue in directed(head * 3 + script).cues if isinstance(cue, Say)]
    found = dict(said)
    for line, language in QUARREL:
        for text in (text for text in found if text in line):
            assert found[text] == language, text


def test_where_the_script_names_the_language_no_line_is_told_apart() -> None:
    assert set(spoken(directed(f"Title: T\nLanguage: en\n\nMAX\n{QUARREL[0][0]}\n"))) == {""}
    assert set(spoken(directed(f"MAX (in French)\n{QUARREL[0][0]}\n"))) == {"fr"}


@pytest.mark.parametrize("path", sorted(library.shows().values()), ids=lambda path: path.stem)
def test_no_sentence_of_the_english_shows_is_taken_for_another_language(path: Path) -> None:
    assert set(spoken(read(path))) == {""}
