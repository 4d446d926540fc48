"""Who speaks a clause of a live talk: the character's voice or, where the clause is in a language that this voice does
not speak, one that does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from avatar import library
from avatar.speech import traits
from avatar.tags import base
from avatar.text import detect
from avatar.types import Voice

NORWEGIAN = {"no": "nb", "nn": "nb"}
"""Norwegian is written in two ways; voices are named by the commoner."""

LOOKED_UP = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "el": "Greek", "et": "Estonian", "fa": "Persian",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "id": "Indonesian", "is": "Icelandic", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "ur": "Urdu",
}  # fmt: skip
"""Language names for the notice; for a language that is missing here it shows the tag."""


class Tongues:
    """Chooses voices for one talk after another. It remembers the talk's language, so that short clauses follow it."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` gets the notice, once for each language, that no voice here speaks it."""
        self._tell = tell
        self._own = ""
        self._language = ""
        self._told: set[str] = set()

    def voice(self, text: str, own: Voice) -> Voice:
        """The voice for a clause as it is shown. `own` is the character's, whose pitch and timbre others borrow."""
        home = _tag(own.language)
        if own.name != self._own:
            self._own, self._language = own.name, home
        self._language = _tag(detect.language(text, self._language))
        if self._language == home:
            return own
        other = _speaker(self._language, own.engine)
        if other is None:
            self._miss(self._language, own)
            return own
        if other.engine != own.engine:
            return other
        return replace(other, variant=own.variant or other.variant, pitch=own.pitch, range=own.range)

    def _miss(self, language: str, own: Voice) -> None:
        if language not in self._told:
            self._told.add(language)
            named = LOOKED_UP.get(language, f"the language {language!r}")
            self._tell(
                f"No voice here speaks {named}: {own.name} reads it as well as it can. `avatar voices` lists them."
            )


def _tag(language: str) -> str:
    found = base(language)
    return NORWEGIAN.get(found, found)


@cache
def _speaker(language: str, engine: str) -> Voice | None:
    """The first voice of a language: of the same engine if there is one, else of one that starts at once and tells
    phones; never one that needs the network."""
    found = [
        voice
        for voice in library.every_voice()
        if _tag(voice.language) == language and (voice.engine == engine or not traits(voice.engine).sends_to)
    ]
    return min(found, key=lambda voice: (voice.engine != engine, *_dearness(voice), voice.name), default=None)


def _dearness(voice: Voice) -> tuple[bool, bool]:
    about = traits(voice.engine)
    return about.loading_s > 0, not about.phones
