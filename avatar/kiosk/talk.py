"""How the kiosk uses a session: its settings, the visitor's language, and forgetting the visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from avatar.config import Config
from avatar.performer import choosing
from avatar.session import Session


async def speak(session: Session, language: str, first: str) -> None:
    """Speak a language: with the voice of the settings where it is the `first`, else with one that has it."""
    voice = choosing.speaking(session.config, language) if language != first else None
    await session.set_voice(voice.name if voice else "")


async def forget(session: Session) -> tuple[tuple[str, str], ...]:
    """End the visit; returns what was said, as (who, text), for the last time. The brain knows until `renew_brain`."""
    await session.stop()
    session.relax()
    said = tuple((turn.who, turn.text) for turn in session.turns)
    session.recall(())
    return said


def suit_kiosk(config: Config, *, windowed: bool, mode: Literal["window", "terminal"] = "window") -> Config:
    """The settings as a kiosk needs them: the whole screen, nothing kept, nothing sent. `mode`: window or terminal."""
    stage = replace(
        config.stage, mode=mode, captions=False, fullscreen=not windowed, borderless=False,
        on_top=not windowed, transparent=False,
    )  # fmt: skip
    if windowed and (stage.width, stage.height) == (720, 720):
        stage = replace(stage, width=1280, height=720)
    return replace(
        config,
        stage=stage,
        chat=replace(config.chat, history=False),
        speech=replace(config.speech, cache_mb=0),
    )


def make_safe(config: Config) -> Config:
    """The plainest settings that work: another character, the voice that is always there, a brain without needs."""
    return replace(
        config,
        character=replace(config.character, name=config.kiosk.safe_character),
        voice=replace(config.voice, name=config.speech.fallback),
        brain=replace(config.brain, name="persona", card=""),
        lipsync=replace(config.lipsync, rungs=("voice", "estimated", "loudness")),
        speech=replace(config.speech, engine="auto"),
        stage=replace(config.stage, set="plain"),
    )
