"""Who speaks a clause of a live talk: the character's voice or, where the clause is in a language that this voice does
not speak, one that does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from avatar import library
from avatar.performer.choosing import is_changed
from avatar.speech import capability, traits
from avatar.speech.suggesting import suggest
from avatar.tags import base
from avatar.text import detect, scripts
from avatar.types import Voice

NORWEGIAN = {"no": "nb", "nn": "nb"}
"""Norwegian is written in two ways; voices are named by the commoner."""

NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Language names for notices; for a language that is missing here they show the tag."""


class Tongues:
    """Chooses voices for one talk after another. It remembers the talk's language, so that short clauses follow it."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` gets the notice, once for each language, that no voice here speaks it."""
        self._tell = tell
        self._own = ""
        self._language = ""
        self._told: set[str] = set()

    def voice(self, text: str, own: Voice, others: Sequence[Voice] = ()) -> Voice:
        """The voice for a clause as it is shown. `own` is the character's, whose pitch and timbre others borrow;
        `others` are what it would speak with on other machines, for engines that can't borrow from `own`.
        """
        home = _tag(own.language)
        if own.name != self._own:
            self._own, self._language = own.name, home
        self._language = _tag(detect.language(text, self._language))
        if self._language == home:
            return own
        return self._in(self._language, text, own, others)

    def voice_in(self, language: str, text: str, own: Voice, others: Sequence[Voice] = ()) -> Voice:
        """The same for a line whose language (BCP 47) is known."""
        if _tag(language) == _tag(own.language):
            return own
        return self._in(_tag(language), text, own, others)

    def _in(self, language: str, text: str, own: Voice, others: Sequence[Voice]) -> Voice:
        other = _speaker(language, own.engine)
        if other is None:
            self._miss(language, own, text)
            return own
        like = next((each for each in (own, *others) if each.engine == other.engine), None)
        if like is None:
            return other
        return replace(other, variant=like.variant or other.variant, pitch=like.pitch, range=like.range)

    def _miss(self, language: str, own: Voice, text: str) -> None:
        if language in self._told or not scripts.reads(own.language, text):
            return  # what a voice does not read at all, the speaker tells
        self._told.add(language)
        self._tell(
            f"No voice here speaks {_name(language)}: {own.name} reads it as well as it can. {suggest([language])}"
        )


def tell_foreign(text: str, voice: Voice) -> str:
    """That a whole text is in a language which a voice does not speak, and which would; '' where it is not, and where
    the voice reads nothing of it, which the speaker tells."""
    found = _tag(detect.whole(text))
    if not found or found == _tag(voice.language) or not scripts.reads(voice.language, text):
        return ""
    own = _name(_tag(voice.language))
    return f"This looks like {_name(found)}, and the voice {voice.name} speaks {own}. {suggest([found])}"


def why_unspoken(language: str) -> tuple[str, str] | None:
    """That no voice here speaks a language (BCP 47), and what would make one; None where one does."""
    tag = _tag(language)
    if _speaker(tag, "") is not None:
        return None
    return f"No voice here speaks {_name(tag)}", suggest([tag])


def _name(language: str) -> str:
    return NAMES.get(language, f"the language {language!r}")


def _tag(language: str) -> str:
    found = base(language)
    return NORWEGIAN.get(found, found)


@cache
def _speaker(language: str, engine: str) -> Voice | None:
    """The first voice of a language: of the same engine if there is one, else a natural one that this machine has and
    carries, else of one that starts at once and tells phones; never one that needs the network."""
    found = [
        voice
        for voice in library.every_voice()
        if _tag(voice.language) == language and (voice.engine == engine or _is_at_hand(voice))
    ]
    return min(found, key=lambda voice: (voice.engine != engine, *_dearness(voice), voice.name), default=None)


def _is_at_hand(voice: Voice) -> bool:
    about = traits(voice.engine)
    if not about.natural:
        return not about.sends_to
    return not about.missing(voice.id) and not capability.refusal(voice.engine, "talk")


def _dearness(voice: Voice) -> tuple[bool, bool, bool, bool]:
    about = traits(voice.engine)
    return not about.natural, is_changed(voice), about.loading_s > 0, not about.phones
