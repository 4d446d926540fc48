"""Voices say what they sound like, one after the other: to the sound device, or into a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, ConfigError

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.types import Entry, Performance, Voice


def audition(
    names: Sequence[str], *, everyone: bool, language: str, folder: Path | None, options: argparse.Namespace
) -> int:
    """Let voices be heard, or write them; the exit status is 1 where one of them could not speak. `language`: only
    those that speak it (BCP 47), of the named or of all; '' for any.
    """
    from avatar.cli.common import settings

    config = settings(options, check=False)
    chosen = _chosen(names, everyone, language, config)
    if folder:
        return _written(chosen, config, folder)
    return _played(chosen, config)


def _chosen(names: Sequence[str], everyone: bool, language: str, config: Config) -> list[Voice]:
    from avatar import library
    from avatar.catalogue import voices
    from avatar.cli.voices import Mute, lacks, speaks
    from avatar.speech import traits

    if not names and not everyone and not language:
        raise ConfigError("No voice is named", remedy="Name some, or --language, or --all; `avatar voices` lists them.")
    mute = Mute(config)
    local = (each for each in library.every_voice() if not traits(each.engine).sends_to)
    found = [voices.named(name) for name in names] if names else [each for each in local if not lacks(each)]
    chosen = [each for each in found if speaks(each.language, language.lower()) and (names or not mute(each.engine))]
    if not chosen:
        raise ConfigError(
            f"No voice {'of these' if names else 'that is here'} speaks {language!r}",
            remedy=f"`avatar voices list --language {language}` lists those that can be got.",
        )
    return chosen


def _spoken(chosen: Sequence[Voice], config: Config) -> Iterator[tuple[Voice, Performance | None]]:
    """Each voice with its sentence; None where another voice had to speak for it."""
    from avatar.performer.choosing import tell_missing
    from avatar.performer.perform import Performer, SpokenLine
    from avatar.speech import traits
    from avatar.text.auditions import sentence
    from avatar.text.directions import Marked

    performer = Performer(config, lambda notice: print(f"avatar: {notice}", file=sys.stderr))
    try:
        for voice in chosen:
            if missing := traits(voice.engine).missing(voice.id):
                print(f"avatar: {tell_missing(voice, missing)}", file=sys.stderr)
                yield voice, None
                continue
            made = performer.perform(SpokenLine(Marked(sentence(voice.language)), config.character.name, voice))
            yield voice, made if made.speech.voice == voice.name else None
    finally:
        performer.close()


def _written(chosen: Sequence[Voice], config: Config, folder: Path) -> int:
    from avatar import audio

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarError(f"The folder can't be made: {error.strerror}", where=folder) from error
    silent = 0
    for voice, made in _spoken(chosen, config):
        path = folder / f"{voice.name}.wav"
        silent += made is None
        if made:
            audio.write(path, made.speech.clip)
        print(path if made else f"{voice.name}: it can't speak here")
    return 1 if silent else 0


def _played(chosen: Sequence[Voice], config: Config) -> int:
    from avatar.cli.playing import play
    from avatar.types import CastMember, Entry

    config = replace(config, stage=replace(config.stage, mode="none"))
    silent: list[str] = []

    def entries() -> Iterator[Entry]:
        for voice, made in _spoken(chosen, config):
            if made is None:
                silent.append(voice.name)
            else:
                print(f"{voice.name}: {made.speech.text}", flush=True)
                yield Entry(0.0, made.who, made)

    play(config, entries(), (CastMember(config.character.name, config.character.name, ""),), timed=False)
    for name in silent:
        print(f"{name}: it can't speak here")
    return 1 if silent else 0
