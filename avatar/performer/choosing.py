"""Which voice a character speaks with, and how the user wants it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from avatar import library
from avatar.config import Config
from avatar.errors import LibraryError
from avatar.speech import default_engine
from avatar.types import Voice


def tuned(voice: Voice, config: Config) -> Voice:
    """A voice with the user's wishes for rate and pitch in it."""
    pitch = min(100, max(0, voice.pitch + config.voice.pitch))
    return replace(voice, rate=round(voice.rate * config.voice.rate), pitch=pitch)


def voice_for(config: Config, character: Path, named: str = "") -> Voice:
    """The voice that a character speaks with: the one named, else the user's, else its own, else the usual one.

    Raises LibraryError where it is not there.
    """
    name = named or config.voice.name or library.read_toml(character / "character.toml").get("voice", "")
    return library.voice(name) if isinstance(name, str) and name else usual(config)


def engine(config: Config) -> str:
    """The engine that speaks where nothing names a voice."""
    return default_engine() if config.speech.engine == "auto" else config.speech.engine


def usual(config: Config) -> Voice:
    """The voice where none is named: one of the engine in the settings, in the fallback voice's language if it has one.

    Raises LibraryError where no voice has the engine that the settings name.
    """
    fallback = library.voice(config.speech.fallback)
    chosen = engine(config)
    if fallback.engine == chosen:
        return fallback
    found = library.voice_for(fallback.language, chosen)
    found = found or next((voice for voice in library.every_voice() if voice.engine == chosen), None)
    if found is None and config.speech.engine != "auto":
        raise LibraryError(
            f"No voice has the engine {chosen!r}, which speech.engine names",
            remedy="`avatar voices` lists voices and their engines; `avatar doctor` what they need.",
        )
    return found or fallback


def speaking(config: Config, language: str) -> Voice | None:
    """A voice that speaks a language (BCP 47), of the usual engine or of the fallback's; None where there is none."""
    fallback = library.voice(config.speech.fallback)
    found = (library.voice_for(language, each) for each in (engine(config), fallback.engine))
    return next((voice for voice in found if voice), None)
