"""`avatar film --watch`: a film that is made again whenever its script, or anything that it is made of, is saved."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from avatar import backdrops, files, library
from avatar.cli.common import settings
from avatar.cli.showing import given_backdrop
from avatar.config import Config
from avatar.edits.files import beside
from avatar.errors import AvatarError, ConfigError
from avatar.show import ingredients
from avatar.types import CastMember

POLL_S = 0.1
"""Seconds between looks at the files: some sixty of them are looked at in less than a thousandth of that."""


class FileChanged(Exception):
    """Something that a film is made of was saved while it was being made."""


class Watch(files.Stamps):
    """Files as they are now, and whether one of them has been saved since."""

    def check(self) -> None:
        """Raises FileChanged."""
        if self.changed():
            raise FileChanged


def check(options: argparse.Namespace) -> None:
    """Raises ConfigError for what can't be filmed again and again."""
    from avatar.film.make import kind_of

    remedy = "Name a show, a .scene, a recording or a text, and a film to write."
    if options.output is None or options.text == "-":
        raise ConfigError("--watch needs files that can change, and a film that follows them", remedy=remedy)
    if kind_of(options.output) == "png":
        raise ConfigError("--watch can't replace a folder of frames", remedy="Film to an .mp4, .webm, .gif or .webp.")


def watch(options: argparse.Namespace) -> Watch:
    """All files that a film is made of, as they are now."""
    return Watch(_list_files(options))


def wait(watched: Watch, rest: Callable[[], None] = lambda: None) -> None:
    """Returns once something has been saved, and is no longer being written. `rest` is called now and then."""
    while not watched.changed():
        rest()
        time.sleep(POLL_S)
    before = None
    while (now := Watch(watched.paths).stamps) != before:
        before = now
        time.sleep(POLL_S)


def tell(error: AvatarError) -> None:
    """A film that could not be made; the one before stays."""
    print(f"avatar: {error}", file=sys.stderr)


def _list_files(options: argparse.Namespace) -> Iterator[Path]:
    config = _settings(options)
    yield from (options.config or library.config_path(),)
    given = (options.audio, options.cues, options.picture, options.certificate, options.key)
    yield from (path for path in given if path is not None)
    if options.source is None:
        yield from _list_alone(options, config)
        return
    from avatar.cli.show import show_path

    yield from _list_backdrop(given_backdrop(options))
    path = Path(options.source)
    yield from _list_scene(path) if path.suffix.lower() == ".scene" else _list_show(show_path(options.source), config)


def _settings(options: argparse.Namespace) -> Config:
    """The settings; those that everybody has where they can't be read now, which is told when the film is made."""
    try:
        return settings(options, check=False)
    except AvatarError:
        return Config()


def _list_alone(options: argparse.Namespace, config: Config) -> Iterator[Path]:
    """What is beside somebody who speaks a text, or lip-syncs a recording."""
    from avatar.cli.filming import name_speakers

    cast: tuple[CastMember, ...] = ()
    try:
        name_speakers(options)
        cast = options.speakers
    except AvatarError:
        pass
    cast = cast or (CastMember(config.character.name, config.character.name, config.voice.name),)
    if options.audio is not None:
        yield beside(options.audio)
    else:
        yield from (each.path for each in ingredients.list_voices(cast, config))
    yield from (each.path for each in (*ingredients.list_art(cast), *ingredients.list_nets()))
    yield from _list_backdrop(config.stage.set)


def _list_backdrop(name: str) -> Iterator[Path]:
    if backdrops.is_picture(name):
        with suppress(AvatarError):
            yield backdrops.find(name)


def _list_show(script: Path, config: Config) -> Iterator[Path]:
    """What a show is made of; of one that can't be read now only what it is read from."""
    from avatar.show.directing import read

    try:
        yield from (each.path for each in ingredients.list_files(read(script), config))
    except AvatarError:
        yield from (script, beside(script))


def _list_scene(path: Path) -> Iterator[Path]:
    from avatar.scenefile import Reader

    yield from (path, beside(path))
    with suppress(AvatarError), Reader(path) as reader:
        yield from (each.path for each in ingredients.list_art(reader.cast))
        sets = (reader.set, *(mark.name for _, _, mark in reader.marks() if mark.kind == "set"))
        yield from (Path(name) for name in dict.fromkeys(sets) if backdrops.is_picture(name))
