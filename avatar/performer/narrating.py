"""A narrator: who says what a reply tells of its speaker (`*She looks away.*`), while the speaker's own mouth rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from avatar import library
from avatar.config import Config
from avatar.performer.choosing import is_changed, own_names, why_not
from avatar.speech import traits
from avatar.tags import base
from avatar.types import Clip, Speech, Timed, Voice

LOWER, RANGE, FORMANTS = 14, 42, 0.9
"""What becomes of a voice that is the character's own: a lower, calmer person, who is told from the character."""


def narrator_for(config: Config, own: Voice) -> Voice:
    """The narrator's voice: the one in the settings, else a natural one that this machine has and no character speaks
    with, else the character's own, moved away from it. `own` is the character's, whose language is spoken.

    Raises LibraryError where the settings name one that is not there.
    """
    if config.speech.narrator_voice:
        chosen = library.voice(config.speech.narrator_voice)
    else:
        there = [each for each in _others(own) if not why_not(each, config, "talk")]
        chosen = min(there, key=lambda each: _distance(each, own), default=own)
    if (chosen.engine, chosen.id, chosen.variant) == (own.engine, own.id, own.variant):
        chosen = replace(chosen, pitch=max(0, own.pitch - LOWER), range=RANGE, formants=FORMANTS, effects=())
    return replace(chosen, rate=round(chosen.rate * config.voice.rate))


def _others(own: Voice) -> Iterable[Voice]:
    """Voices of a language that belong to nobody, and send nothing anywhere."""
    taken = {name for character in library.characters() for name in own_names(library.character(character))}
    return (
        each
        for each in library.every_voice()
        if base(each.language) == base(own.language)
        and each.name not in taken | {own.name}
        and not is_changed(each)
        and not traits(each.engine).sends_to
    )


def _distance(voice: Voice, own: Voice) -> tuple[bool, bool, bool, bool, str]:
    """How little a voice is wanted: natural ones first, then those of an engine that runs already."""
    return (
        not traits(voice.engine).natural,
        voice.engine != own.engine,
        (voice.id, voice.variant) == (own.id, own.variant),
        voice.language.lower() != own.language.lower(),
        voice.name,
    )


def resting(speech: Speech) -> Speech:
    """What a character does for the length of a narrator's words: nothing."""
    length = speech.clip.duration
    still = (Timed(0.0, length, ""),) if length else ()
    return replace(
        speech, clip=Clip.silence(length, speech.clip.rate), text="", spoken="", words=(), phones=still,
        times_from="engine",
    )  # fmt: skip
