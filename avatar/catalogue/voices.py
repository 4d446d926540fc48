"""What a voice needs of the catalogue, and the voice that a file which was got makes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from avatar import files, guises, library
from avatar.catalogue import shelf
from avatar.catalogue.entries import CatalogueEntry, catalogue, look_up, with_needed
from avatar.errors import CatalogueError
from avatar.nearest import tell_nearest
from avatar.tags import base
from avatar.types import Voice

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{2}|-\d{3})?", re.IGNORECASE)
"""A language, with its region: `en-gb-calm` is a voice's name."""


def needed(voice: Voice) -> tuple[CatalogueEntry, ...]:
    """The entries that a voice's files belong to; () for a voice that needs none, or whose files are the user's own.

    What an engine calls a voice may name several: `af_heart*0.6 + bf_emma*0.4`.
    """
    return with_needed(own(voice))


def own(voice: Voice) -> tuple[CatalogueEntry, ...]:
    """The same without what those need in turn."""
    named = set(re.findall(r"[\w.-]+", voice.id))
    return tuple(each for each in catalogue().values() if each.engine == voice.engine and each.id in named)


def named(name: str) -> Voice:
    """A voice by its name, or by what its engine calls it, whether its files are here or not: of the library, else of
    the catalogue, as `define` would make it. Raises LibraryError with the nearest names.
    """
    if name in library.voices() or guises.read_name(name):
        return library.voice(name)
    entry = look_up(name)
    if entry is None or entry.kind != "voice":
        raise library.unknown("voice", name, [*library.voices(), *_names()])
    if entry.name in library.voices():
        return library.voice(entry.name)
    return Voice(
        entry.name, entry.engine, entry.id, entry.language, licence=entry.licence, description=entry.description
    )


def _names() -> list[str]:
    return [each.name for each in catalogue().values() if each.kind == "voice"]


def is_here(voice: Voice) -> bool:
    """Whether all that a voice needs of the catalogue is here."""
    return not any(shelf.lacking(entry) for entry in needed(voice))


def to_be_got() -> tuple[CatalogueEntry, ...]:
    """The voices of the catalogue that are not here."""
    return tuple(each for each in catalogue().values() if each.kind == "voice" and shelf.lacking(each))


def find(word: str) -> tuple[CatalogueEntry, ...]:
    """The entries that a user means: a voice of the catalogue, a voice that needs some, or a language's first voice; ()
    for a voice that needs nothing.

    Raises CatalogueError with the nearest names.
    """
    entry = look_up(word)
    if entry and (word == entry.name or word not in library.voices()):
        return (entry,)
    known = word in library.voices()
    if known and (found := own(library.voice(word))):
        return found
    if _TAG.fullmatch(word) and (found := of_language(word)):
        return found[:1]
    if known:
        return ()
    if word in library.characters():
        raise CatalogueError(
            f"{word} is a character, not a voice",
            remedy=f"`avatar characters list {word}` names the voices that it would speak with.",
        )
    hint = tell_nearest(word, [*_names(), *library.voices()])
    raise CatalogueError(
        f"There is no voice and no language {word!r} in the catalogue",
        remedy=f"{hint} `avatar voices` lists them.".lstrip(),
    )


def of_language(tag: str) -> tuple[CatalogueEntry, ...]:
    """The catalogue's voices that speak a language (BCP 47), best first: those of its own region before others."""
    spoken = [each for each in catalogue().values() if each.kind == "voice" and base(each.language) == base(tag)]
    exact = [each for each in spoken if each.language.lower() == tag.lower()]
    return tuple(exact + [each for each in spoken if each not in exact])


def define(entry: CatalogueEntry) -> Mapping[str, str]:
    """Make a voice of an entry that no voice speaks with yet: a file in the user's `voices`, told as `Got.files` does.

    A file of that name is left as it is. Raises CatalogueError.
    """
    if entry.kind != "voice" or any(_speaks_with(voice, entry) for voice in library.every_voice()):
        return {}
    path = library.user_dir() / "voices" / f"{entry.name}.toml"
    if path.exists():
        return {}
    text = definition(entry).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as file:
            file.write(text)
    except OSError as error:
        raise CatalogueError(f"The voice can't be written: {error.strerror}", where=path) from error
    return {f"voices/{path.name}": f"sha256:{hashlib.sha256(text).hexdigest()}"}


def _speaks_with(voice: Voice, entry: CatalogueEntry) -> bool:
    return (voice.engine, voice.id, voice.variant) == (entry.engine, entry.id, "")


def definition(entry: CatalogueEntry) -> str:
    """The TOML of an entry's voice."""
    licence = f"{entry.licence}, {entry.author}"
    keys = {
        "engine": entry.engine, "id": entry.id, "language": entry.language, "licence": licence,
        "description": entry.description,
    }  # fmt: skip
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
