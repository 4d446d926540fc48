"""Which voice a character speaks with, and how the user wants it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from avatar import library
from avatar.config import Config
from avatar.types import Voice


def tuned(voice: Voice, config: Config) -> Voice:
    """A voice with the user's wishes for rate and pitch in it."""
    pitch = min(100, max(0, voice.pitch + config.voice.pitch))
    return replace(voice, rate=round(voice.rate * config.voice.rate), pitch=pitch)


def voice_for(config: Config, character: Path, named: str = "") -> Voice:
    """The voice that a character speaks with: the one named, else the user's, else its own, else the fallback."""
    name = named or config.voice.name or library.read_toml(character / "character.toml").get("voice", "")
    return library.voice(name if isinstance(name, str) and name else config.speech.fallback)
