"""Which voice speaks where a character names none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from avatar import library
from avatar.config import Config, load
from avatar.errors import LibraryError
from avatar.performer import choosing
from avatar.performer.choosing import speaking, usual, voice_for
from avatar.speech import ENGINES, capability
from avatar.speech.base import Traits
from avatar.types import Availability


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
    by_platform = choosing.default_engines
    monkeypatch.setattr(choosing, "default_engines", lambda: by_platform(platform))
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


# ------------------------------------------------------------------------------------------------- several to choose


class Net:
    """An engine that is here; its voice `far` is not."""

    traits = Traits(natural=True, missing=lambda voice_id: "far.onnx" if voice_id == "far" else "")

    def availability(self) -> Availability:
        return Availability(True, "here")


class Gone(Net):
    """An engine whose library is not here."""

    def availability(self) -> Availability:
        return Availability(False, "its library is not installed", "pip install it")


class Heavy(Net):
    """An engine that is too slow for talks until it was seen to be fast."""

    traits = Traits(natural=True, heavy=True)


@pytest.fixture
def cast(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes a character with these voices; there are far, near, gone and slow beside the library's."""
    monkeypatch.setenv("AVATAR_HOME", str(home))
    (home / "voices").mkdir()
    voices = {"far": ("net", "far"), "near": ("net", "near"), "gone": ("gone", "x"), "slow": ("heavy", "x")}
    for name, (engine, id_) in voices.items():
        (home / "voices" / f"{name}.toml").write_text(f'engine = "{engine}"\nid = "{id_}"\n')
    for name, engine in (("net", Net), ("gone", Gone), ("heavy", Heavy)):
        monkeypatch.setitem(ENGINES, name, engine)
    folder = home / "actor"
    folder.mkdir()

    def make(*names: str) -> Path:
        (folder / "character.toml").write_text(f'name = "actor"\nvoice = {list(names)}\n')
        return folder

    return make


@pytest.mark.parametrize(
    ("names", "talk", "film"),
    [
        (["far", "near", "en-gb"], "near", "near"),
        (["gone", "en-gb"], "en-gb", "en-gb"),
        (["slow", "near"], "near", "slow"),
        (["nobody-knows-it", "near"], "near", "near"),
        (["far", "gone"], "gone", "gone"),
        (["gone"], "gone", "gone"),
    ],
)
def test_the_first_that_the_machine_has_and_carries_speaks(
    cast: Callable[..., Path], names: list[str], talk: str, film: str
) -> None:
    folder = cast(*names)
    assert voice_for(Config(), folder).name == talk
    assert voice_for(Config(), folder, purpose="show").name == talk
    assert voice_for(Config(), folder, purpose="film").name == film


def test_the_engine_in_the_settings_overrules_order_and_speed(cast: Callable[..., Path]) -> None:
    folder = cast("near", "slow", "en-gb")
    assert voice_for(set_to(engine="heavy"), folder).name == "slow"
    assert voice_for(set_to(engine="espeak"), folder).name == "en-gb"
    capability.note_death("net")
    assert voice_for(Config(), folder).name == "en-gb"
    assert voice_for(set_to(engine="net"), folder).name == "near"


def test_that_the_machine_is_too_small_is_told_once_for_ever(cast: Callable[..., Path]) -> None:
    folder = cast("far", "near", "en-gb")
    for _ in range(3):
        capability.note_sound("net", 6.0, 2.0)
    told: list[str] = []
    for _ in range(2):
        assert voice_for(Config(), folder, tell=told.append).name == "en-gb"
    assert len(told) == 1
    assert "near can't be used here: it works 3.0 s for a second of speech. en-gb speaks." in told[0]
    capability._known.cache_clear()
    voice_for(Config(), folder, tell=told.append)
    assert len(told) == 1


def test_nothing_is_told_of_voices_that_are_not_here_or_not_for_talks(cast: Callable[..., Path]) -> None:
    told: list[str] = []
    voice_for(Config(), cast("far", "slow", "en-gb"), tell=told.append)
    assert told == []


def test_a_voice_that_is_named_alone_speaks_whatever_it_costs(cast: Callable[..., Path]) -> None:
    assert voice_for(Config(), cast("near"), "slow").name == "slow"
    assert voice_for(Config(), cast("near"), "far or slow or en-gb").name == "en-gb"


def test_the_users_voice_goes_before_the_characters_in_talks_alone(cast: Callable[..., Path]) -> None:
    config = load(None, {"voice.name": "de"})
    folder = cast("near", "en-gb")
    assert [voice_for(config, folder, purpose=each).name for each in ("talk", "show", "film")] == ["de", "near", "near"]
    assert voice_for(config, cast(), purpose="show").name == "de"


def test_no_voice_of_a_list_being_known_is_an_error(cast: Callable[..., Path]) -> None:
    with pytest.raises(LibraryError, match="no voice called 'one'"):
        voice_for(Config(), cast("one", "two"))


def test_where_nothing_is_named_a_natural_engine_speaks_that_is_here(
    cast: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "default_engines", lambda: ("net", "espeak"))
    folder = cast()
    assert voice_for(Config(), folder).name == "near"
    assert usual(set_to(fallback="de")).name == "de"
    capability.note_death("net")
    assert voice_for(Config(), folder).name == "en-gb"


@pytest.mark.parametrize(
    ("names", "named", "speaks"),
    [
        (["near", "en-gb"], "far", "near"),
        (["gone", "en-gb"], "far", "en-gb"),
        (["de"], "far", "en-gb"),
        (["near"], "kokoro-ja", "ja"),
        (["far"], "", "en-gb"),
        (["near"], "hibari-emma", "near"),
        (["near"], "af_alloy", "near"),
    ],
)
def test_a_voice_whose_files_are_missing_is_stood_in_for_and_told(
    cast: Callable[..., Path], names: list[str], named: str, speaks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "default_engines", lambda: ("espeak",))
    told: list[str] = []
    assert voice_for(Config(), cast(*names), named, tell=told.append).name == speaks
    assert len(told) == 1
    assert f"{speaks} speaks for it." in told[0]
    gets = {"kokoro-ja": "kokoro-ja", "hibari-emma": "hibari-emma", "af_alloy": "kokoro-alloy"}.get(named)
    assert ("far.onnx" if gets is None else f"`avatar voices get {gets}`") in told[0]


def test_a_settings_voice_whose_files_are_missing_is_stood_in_for(cast: Callable[..., Path]) -> None:
    told: list[str] = []
    config = load(None, {"voice.name": "kokoro-heart"})
    assert voice_for(config, cast("near"), tell=told.append).name == "near"
    assert "kokoro-heart are missing" in told[0]
