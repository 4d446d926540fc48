from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from avatar.errors import EngineError
from avatar.speech.base import Request
from avatar.speech.child import EngineProcess
from avatar.speech.engines.pyttsx3 import Pyttsx3, find_voice
from tests.speech.conftest import Say, never

pytestmark = pytest.mark.skipif(not Pyttsx3().availability().works, reason="this system has no voices for pyttsx3")


@pytest.fixture(scope="module")
def system() -> Iterator[Say]:
    process = EngineProcess("pyttsx3", None)
    yield lambda request: process.speak(request, 20.0, never)
    process.close()


def test_the_system_voice_is_heard_more_than_once(system: Say) -> None:
    """A second utterance of one process is where pyttsx3 likes to fall silent."""
    sounds = [system(Request(text, "", "en")) for text in ("Hello there.", "And once more, for longer.", "Bye.")]
    for sound in sounds:
        assert np.abs(np.frombuffer(sound.pcm, "<i2")).max() > 3000
        assert sound.times_from == "none"
    assert sounds[1].duration > sounds[0].duration


def test_rate_and_language_are_heard(system: Say) -> None:
    text = "Hello there, my dear old friend."
    usual = system(Request(text, "", "en"))
    assert system(Request(text, "", "en", rate=350)).duration < 0.7 * usual.duration
    assert system(Request(text, "", "de")).pcm != usual.pcm


@pytest.mark.parametrize("text", ["", "...", "\0", "🙂"])
def test_nothing_to_say_is_no_sound(system: Say, text: str) -> None:
    assert system(Request(text, "", "en")).pcm == b""


def test_a_voice_that_is_not_there_is_named(system: Say) -> None:
    with pytest.raises(EngineError, match="no voice 'nobody'"):
        system(Request("Hello.", "nobody", "en"))
    assert system(Request("Hello.", "", "en")).pcm


@dataclass
class SystemVoice:
    """As pyttsx3 lists them."""

    id: str
    name: str
    languages: list[str] = field(default_factory=list)


def test_voices_are_found_by_id_name_and_language() -> None:
    voices = [
        SystemVoice("HKEY/A", "Anna", ["de-DE"]),
        SystemVoice("HKEY/B", "Bob", ["en_US"]),
        SystemVoice("HKEY/C", "Cara", ["en-GB"]),
        SystemVoice("HKEY/D", "Dumb"),
    ]
    assert find_voice(voices, "hkey/b", "de").name == "Bob"
    assert find_voice(voices, "cara", "de").name == "Cara"
    assert find_voice(voices, "", "en-GB").name == "Cara"
    assert find_voice(voices, "", "en").name == "Bob"
    assert find_voice(voices, "", "fr") is None
    assert find_voice(voices, "nobody", "en") is None
