"""`avatar film --watch`: a film that is made again whenever its script, or anything that it is made of, is saved."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from avatar import backdrops, files, library
from avatar.edits.files import beside
from avatar.errors import AvatarError, ConfigError

POLL_S = 0.4
"""Seconds between looks at the files: less than it takes to look up from the editor."""

MOST = 5000
"""Files of a folder that are looked at."""

LARGEST_SCRIPT = 4 << 20
"""Bytes of a script in which other files' names are looked for."""


class FileChanged(Exception):
    """Something that a film is made of was saved while it was being made."""


class Watch:
    """Files as they are now, and whether one of them has been saved since."""

    def __init__(self, paths: Iterator[Path]) -> None:
        self._seen = {path: files.stamp(path) for path in paths}

    @property
    def paths(self) -> frozenset[Path]:
        """What is watched."""
        return frozenset(self._seen)

    def changed(self) -> bool:
        """Whether one has been saved; one that is gone for a moment, as editors do it, has not."""
        return any(files.stamp(path) not in (None, stamp) for path, stamp in self._seen.items())

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
    return Watch(iter(dict.fromkeys(_list_files(options))))


def wait(watched: Watch) -> None:
    """Returns once something has been saved, and is no longer being written."""
    while not watched.changed():
        time.sleep(POLL_S)
    time.sleep(POLL_S)


def tell(error: AvatarError) -> None:
    """A film that could not be made; the one before stays."""
    print(f"avatar: {error}", file=sys.stderr)


def _list_files(options: argparse.Namespace) -> Iterator[Path]:
    yield from (path for path in (options.audio, options.cues, options.picture) if path is not None)
    if options.audio is not None:
        yield beside(options.audio)
    names = {options.character} if getattr(options, "character", None) else set()
    if options.source is not None:
        from avatar.cli.show import show_path

        script = Path(options.source) if Path(options.source).suffix.lower() == ".scene" else show_path(options.source)
        yield script
        yield beside(script)
        yield from _list_named(script)
        names |= _list_cast(script)
    for name in sorted(names):
        try:
            yield from _inside(library.character(name))
        except AvatarError:
            continue


def _list_cast(script: Path) -> set[str]:
    """The characters of a show; none where it can't be read now."""
    from avatar.scenefile import Reader
    from avatar.show.directing import read

    try:
        if script.suffix.lower() == ".scene":
            with Reader(script) as reader:
                return {member.character for member in reader.cast}
        return {member.character for member in read(script).cast}
    except AvatarError:
        return set()


def _list_named(script: Path) -> Iterator[Path]:
    """The files beside a script, and below it, whose names stand in it: pictures, songs, recordings; and the user's
    own pictures."""
    try:
        text = script.read_bytes()[:LARGEST_SCRIPT].decode("utf-8", "replace").casefold()
    except OSError:
        return
    for folder in (script.parent, backdrops.own_folder()):
        for path in _inside(folder):
            if path != script and (
                path.name.casefold() in text or (path.stem.casefold() in text and folder != script.parent)
            ):
                yield path


def _inside(folder: Path) -> Iterator[Path]:
    """The files in a folder and below, some thousands at most."""
    count = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MOST:
                return
            if not name.startswith("."):
                yield Path(root) / name
