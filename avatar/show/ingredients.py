"""All files that a film is made of: its scripts and what they name, the art of its cast, their voices, the nets that
move their mouths.

This is the one list: `avatar film --watch` looks at these files, a series knows by them whether a film is as it should
be, and `check` names them. Files that are missing are in it, too: they may come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from avatar import guises, library
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.lipsync import installed
from avatar.performer.choosing import OR, own_names
from avatar.show.cues import Directed, Say
from avatar.show.elements import UsedFile
from avatar.speech import traits
from avatar.tags import base
from avatar.types import CastMember

MOST = 5000
"""Files of a character's folder that are looked at."""

NETS = ("whole.tflite", "live.tflite")


def list_files(directed: Directed, config: Config) -> tuple[UsedFile, ...]:
    """Every file that a film of the show is made of, each once."""
    tongues = {base(cue.language) for cue in directed.cues if isinstance(cue, Say) and cue.language}
    voices = (*list_voices(directed.cast, config), *_list_tongues(tongues))
    parts = (directed.files, list_art(directed.cast), voices, list_nets())
    return tuple(dict.fromkeys(each for part in parts for each in part))


def list_art(cast: Iterable[CastMember]) -> Iterator[UsedFile]:
    """The files of characters; of a guise those that it is made from."""
    for folder in _folders(cast).values():
        inside = (each for each in sorted(folder.rglob("*")) if each.is_file())
        seen = (each for each in inside if not any(part.startswith(".") for part in each.relative_to(folder).parts))
        yield from (UsedFile("art", each) for each, _ in zip(seen, range(MOST), strict=False))


def list_voices(cast: Iterable[CastMember], config: Config) -> Iterator[UsedFile]:
    """The definitions of all voices that a cast may speak with, best first, and what else of them lies in the user's
    folder."""
    folders = _folders(cast)
    for member in cast:
        named = member.voice.split(OR) if member.voice else _own(folders.get(member.character))
        for name in dict.fromkeys((*named, config.voice.name, config.speech.fallback)):
            if name:
                yield from _list_voice(name)


def _list_tongues(tongues: Collection[str]) -> Iterator[UsedFile]:
    """The user's own voices of languages in which somebody speaks a line."""
    if not tongues:
        return
    for name, path in library.held("voice", library.user_dir()).items():
        try:
            spoken = base(library.read_voice(path).language)
        except AvatarError:
            continue
        if spoken in tongues:
            yield from _list_voice(name)


def list_nets() -> Iterator[UsedFile]:
    """The nets of the user's own that move mouths in place of avatar's."""
    yield from (UsedFile("net", installed.own(name) or library.user_dir() / "models" / name) for name in NETS)


def _folders(cast: Iterable[CastMember]) -> dict[str, Path]:
    """Character to its folder, without those that are not there."""
    found = {}
    for name in sorted({member.character for member in cast}):
        guise = guises.read_name(name)
        try:
            found[name] = library.character(guise.base if guise else name)
        except AvatarError:
            continue
    return found


def _own(folder: Path | None) -> tuple[str, ...]:
    try:
        return own_names(folder) if folder else ()
    except AvatarError:
        return ()


def _list_voice(name: str) -> Iterator[UsedFile]:
    guise = guises.read_name(name)
    plain = guise.base if guise else name
    if not library.NAME.fullmatch(plain):
        return
    definition = library.voices().get(plain) or library.user_dir() / "voices" / f"{plain}.toml"
    yield UsedFile("voice", definition)
    try:
        voice = library.read_voice(definition)
        brought = traits(voice.engine).files(voice.id)
    except AvatarError:
        return
    own = (library.user_dir() / "voices").resolve()
    yield from (UsedFile("voice", each) for each in brought if each.resolve().is_relative_to(own))
