"""Who would speak a language that a voice does not: a voice that is here, and the command that gets a better one."""

from __future__ import annotations

from collections.abc import Iterable

from avatar import library
from avatar.catalogue import getting, shelf, voices
from avatar.speech import ENGINES, traits
from avatar.tags import base
from avatar.types import Voice

NOBODY = "None that is here or can be got does."


def suggest(languages: Iterable[str]) -> str:
    """A sentence about voices for any of some languages (BCP 47, without region), as the user can have them."""
    wanted = list(languages)
    here = sorted(
        (each for each in library.every_voice() if _is_at_hand(each, wanted)),
        key=lambda each: (_is_plain(each), wanted.index(base(each.language))),
    )
    if not here:
        gets = _how_to_get(wanted, "one that does")
        return f"{gets}." if gets else NOBODY
    gets = _how_to_get([base(here[0].language)], "a natural one") if _is_plain(here[0]) else ""
    return f"The voice {here[0].name} does; {gets}." if gets else f"The voice {here[0].name} does."


def _how_to_get(languages: list[str], what: str) -> str:
    """The command that gets the best voice for the first of some languages that can be got; '' where there is none."""
    entries = [entry for language in languages for entry in voices.of_language(language) if shelf.lacking(entry)]
    if not entries:
        return ""
    size = getting.in_mb(getting.download_size(entries[:1]))
    return f"`avatar voices get {entries[0].name}` gets {what} ({size})"


def _is_at_hand(voice: Voice, languages: list[str]) -> bool:
    about = traits(voice.engine)
    if base(voice.language) not in languages or voice.engine not in ENGINES or about.sends_to:
        return False
    return not about.missing(voice.id)


def _is_plain(voice: Voice) -> bool:
    return not traits(voice.engine).natural
