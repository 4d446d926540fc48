"""Which voice a character speaks with, and how the user wants it.

A character may name several, best first: the first that this machine has, and can carry, speaks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from avatar import library
from avatar.catalogue import voices as catalogued
from avatar.config import Config
from avatar.errors import LibraryError
from avatar.speech import ENGINES, capability, default_engines, traits
from avatar.speech.capability import Purpose
from avatar.tags import base
from avatar.types import Voice

log = logging.getLogger(__name__)

OR = " or "
"""Between the names of voices where one text holds several, as the cast of a show does."""


Tell = Callable[[str], None]
"""Gets what the listener should know."""


def tuned(voice: Voice, config: Config) -> Voice:
    """A voice with the user's wishes for rate and pitch in it."""
    pitch = min(100, max(0, voice.pitch + config.voice.pitch))
    return replace(voice, rate=round(voice.rate * config.voice.rate), pitch=pitch)


def voice_for(
    config: Config,
    character: Path,
    named: str = "",
    purpose: Purpose = "talk",
    tell: Tell | None = None,
) -> Voice:
    """The voice that a character speaks with: the one named, else the user's, else its own, else the usual one. In
    shows and films a character's own goes before the user's: a whole cast would sound alike.

    A voice whose files are missing is stood in for by the character's own, or by what speaks its language here.

    `tell` hears of that, and, once and never again, where this machine is too small for the voice that it would have
    been. Raises LibraryError where it is not there.
    """
    own, users = own_names(character), (config.voice.name,) if config.voice.name else ()
    names = tuple(filter(None, named.split(OR))) or (users or own if purpose == "talk" else own or users)
    if not names:
        return usual(config, purpose)
    found = catalogued.named(names[0]) if len(names) == 1 else _first(config, _known(names), purpose, tell)
    missing = traits(found.engine).missing(found.id)
    if not missing:
        return found
    other = _stand_in(found, own_voices(character), config, purpose)
    if tell:
        tell(f"{tell_missing(found, missing)} {other.name} speaks for it.")
    return other


def tell_missing(voice: Voice, missing: str) -> str:
    """That a voice lacks a file, and the command that gets it, for people."""
    if catalogued.needed(voice):
        return f"The files of the voice {voice.name} are missing: `avatar voices get {voice.name}` gets them."
    return f"The voice {voice.name} lacks its file {missing}."


def _stand_in(voice: Voice, own: Sequence[Voice], config: Config, purpose: Purpose) -> Voice:
    """Who speaks for a voice whose files are missing: the first of the character's own that can, in that language; else
    what speaks that language here."""
    alike = (each for each in own if base(each.language) == base(voice.language))
    usable = (each for each in alike if not why_not(each, config, purpose))
    return next(usable, None) or speaking(config, voice.language) or usual(config, purpose)


def own_names(character: Path) -> tuple[str, ...]:
    """Names of the voices that a character would speak with, best first; empty where it names none."""
    own = library.read_toml(character / "character.toml").get("voice", "")
    return tuple(str(each) for each in (own if isinstance(own, list) else [own]) if each)


def own_voices(character: Path) -> list[Voice]:
    """The voices that a character would speak with, best first, without those that the library lacks."""
    found = []
    for name in own_names(character):
        try:
            found.append(library.voice(name))
        except LibraryError as error:
            log.info("%s", error)
    return found


def _known(names: Sequence[str]) -> list[Voice]:
    """The voices with these names. Raises LibraryError where the library has none of them."""
    found, errors = [], []
    for name in names:
        try:
            found.append(catalogued.named(name))
        except LibraryError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    return found


def _first(config: Config, voices: Sequence[Voice], purpose: Purpose, tell: Tell | None) -> Voice:
    """The first that this machine has and can carry; the last where that is true of none."""
    ordered = sorted(voices, key=lambda voice: voice.engine != config.speech.engine)
    usable = (voice for voice in ordered if not why_not(voice, config, purpose))
    chosen = next(usable, voices[-1])
    for voice in ordered[: ordered.index(chosen)]:
        about = traits(voice.engine)
        expected = about.natural and not (about.heavy or about.extra or traits(chosen.engine).natural)
        if tell and expected and not about.missing(voice.id) and capability.first_told(voice.engine):
            tell(
                f"The voice {voice.name} can't be used here: {why_not(voice, config, purpose)}. {chosen.name} speaks. "
                "`avatar doctor` tells what this machine carries; [speech] engine in the settings overrules it."
            )
            break
    return chosen


def why_not(voice: Voice, config: Config, purpose: Purpose) -> str:
    """Why a voice is not chosen on this machine: what is missing, or what would be too much; '' where it may be."""
    about = traits(voice.engine)
    if config.speech.engine != voice.engine and (refused := capability.refusal(voice.engine, purpose)):
        return refused
    if missing := about.missing(voice.id):
        return f"{missing} is missing"
    return why_mute(voice.engine, config).rstrip(".")


def why_mute(engine: str, config: Config) -> str:
    """Why no voice of an engine speaks here, and what would make them, for people; '' where nothing is in the way."""
    if engine not in ENGINES:
        return f"there is no engine {engine!r}"
    about = traits(engine)
    if about.sends_to and not config.speech.allows(engine):
        return f"it sends what is said to {about.sends_to}, which {config.speech.permission(engine)} allows"
    found = ENGINES[engine]().availability()
    return "" if found.works else f"{found.detail}: {found.remedy}" if found.remedy else found.detail


def engines(config: Config, purpose: Purpose = "talk") -> Iterator[str]:
    """The engines that speak where nothing names a voice, best first: those that this machine has and can carry, and
    at the end the platform's own whatever it is.
    """
    if config.speech.engine != "auto":
        yield config.speech.engine
        return
    *better, last = default_engines()
    for name in better:
        works = name in ENGINES and ENGINES[name]().availability().works
        if works and not capability.refusal(name, purpose):
            yield name
    yield last


def usual(config: Config, purpose: Purpose = "talk") -> Voice:
    """The voice where none is named: one of the engine in the settings, in the fallback voice's language if it has one.

    Raises LibraryError where no voice has the engine that the settings name.
    """
    fallback = library.voice(config.speech.fallback)
    chosen = ""
    for chosen in engines(config, purpose):
        if fallback.engine == chosen:
            return fallback
        if found := _of(chosen, fallback.language):
            return found
    any_ = next((voice for voice in library.every_voice() if voice.engine == chosen), None)
    if any_ is None and config.speech.engine != "auto":
        raise LibraryError(
            f"No voice has the engine {chosen!r}, which speech.engine names",
            remedy="`avatar voices` lists voices and their engines; `avatar doctor` what they need.",
        )
    return any_ or fallback


def speaking(config: Config, language: str) -> Voice | None:
    """A voice that speaks a language (BCP 47), of the usual engines or of the fallback's; None where there is none."""
    fallback = library.voice(config.speech.fallback)
    found = (_of(each, language) for each in (*engines(config), fallback.engine))
    return next((voice for voice in found if voice), None)


def _of(engine: str, language: str) -> Voice | None:
    """The voice of an engine for a language: of that country before others, as it is before one that is changed."""
    about = traits(engine)
    found = [each for each in library.every_voice() if each.engine == engine and base(each.language) == base(language)]
    here = [each for each in found if not about.missing(each.id)]
    return min(here, key=lambda each: (each.language.lower() != language.lower(), is_changed(each)), default=None)


def is_changed(voice: Voice) -> bool:
    """Whether a voice's own sound is moved or sent through something, as a character's is."""
    return bool(voice.effects) or voice.formants != 1.0
