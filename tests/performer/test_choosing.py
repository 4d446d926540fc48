"""Which voice speaks where a character names none."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import library
from avatar.config import Config, load
from avatar.errors import LibraryError
from avatar.performer import choosing
from avatar.performer.choosing import speaking, usual, voice_for


def set_to(**settings: str) -> Config:
    return load(None, {f"speech.{name}": value for name, value in settings.items()})


@pytest.fixture
def mute(home: Path) -> Path:
    """The folder of a character that names no voice."""
    folder = home / "mute"
    folder.mkdir()
    (folder / "character.toml").write_text('name = "mute"\n')
    return folder


@pytest.mark.parametrize(("engine", "voice"), [("espeak", "en-gb"), ("pyttsx3", "system"), ("piper", "piper-en")])
def test_the_engine_in_the_settings_speaks(mute: Path, engine: str, voice: str) -> None:
    assert voice_for(set_to(engine=engine), mute).name == voice


def test_a_voice_that_is_named_speaks_whatever_the_engine_is(mute: Path) -> None:
    config = set_to(engine="pyttsx3")
    assert voice_for(config, mute, "de").name == "de"
    assert voice_for(config, library.character("juno")).engine == "espeak"


@pytest.mark.parametrize(("platform", "voice"), [("linux", "en-gb"), ("win32", "system"), ("darwin", "system")])
def test_left_alone_it_is_the_platforms(monkeypatch: pytest.MonkeyPatch, mute: Path, platform: str, voice: str) -> None:
    by_platform = choosing.default_engine
    monkeypatch.setattr(choosing, "default_engine", lambda: by_platform(platform))
    assert voice_for(Config(), mute).name == voice


def test_it_speaks_the_fallbacks_language_where_the_engine_does(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOME", str(home))
    (home / "voices").mkdir()
    (home / "voices" / "aa-torn.toml").write_text("engine = \n")
    (home / "voices" / "anna.toml").write_text('engine = "pyttsx3"\nid = "Anna"\nlanguage = "de-DE"\n')
    assert usual(set_to(engine="pyttsx3", fallback="de")).name == "anna"
    assert usual(set_to(engine="pyttsx3")).name == "system"
    assert usual(set_to(engine="pyttsx3", fallback="fr")).engine == "pyttsx3"


def test_an_engine_without_a_voice_is_named() -> None:
    with pytest.raises(LibraryError, match=r"No voice has the engine 'festival'.*avatar voices"):
        usual(set_to(engine="festival"))


def test_another_language_is_spoken_by_an_engine_that_has_it() -> None:
    german = speaking(set_to(engine="pyttsx3"), "de")
    assert german is not None
    assert (german.engine, german.language[:2]) == ("espeak", "de")
    assert speaking(Config(), "tlh") is None
