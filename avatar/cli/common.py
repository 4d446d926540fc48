"""What several commands share: the flags that stand for settings, and how they become a Config."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import ConfigError, LibraryError

if TYPE_CHECKING:
    from avatar.config import Config


class Flag(NamedTuple):
    """A flag that stands for a setting."""

    setting: str
    """As "section.name"."""
    help: str
    metavar: str = ""
    constant: str | None = None
    """What the setting becomes where the flag takes no value of its own."""
    choices: tuple[str, ...] | None = None


FLAGS = {
    "--voice": Flag("voice.name", "who speaks: see `avatar voices`", "NAME"),
    "--character": Flag("character.name", "who is seen: see `avatar characters`", "NAME"),
    "--backdrop": Flag(
        "stage.set", "what is behind: a set, or a picture of yours: see `avatar docs characters`", "SET"
    ),
    "--stage": Flag(
        "stage.mode", "where the character appears", "WHERE", choices=("auto", "window", "terminal", "none")
    ),
    "--device": Flag("sound.device", "sound device, by name or a part of it: see `avatar doctor`", "NAME"),
    "--volume": Flag("sound.volume", "0 to 1", "NUMBER"),
    "--rate": Flag("voice.rate", "speed of speech, 0.5 to 2", "NUMBER"),
    "--mute": Flag("sound.muted", "no sound; the mouth still moves", constant="true"),
    "--fullscreen": Flag("stage.fullscreen", "fill the screen", constant="true"),
    "--captions": Flag("stage.captions", "write below the picture what is said", constant="true"),
    "--reduced-motion": Flag("stage.reduced_motion", "only the mouth and slow blinks move", constant="true"),
}


def add_global_arguments(parser: argparse.ArgumentParser, late: bool = False) -> None:
    """The flags that may stand before the command or, `late`, after it."""
    group = parser.add_argument_group("settings for this run") if late else parser
    suppress = argparse.SUPPRESS
    group.add_argument(
        "--config", type=Path, metavar="FILE", default=suppress if late else None, help="settings file to use"
    )
    group.add_argument(
        "--set", action="append", metavar="KEY=VALUE", default=suppress if late else [],
        dest="late_set" if late else "set", help="change one setting, as --set sound.volume=0.5",
    )  # fmt: skip
    group.add_argument(
        "-v", "--verbose", action="store_true", default=suppress if late else False, help="write more to the log"
    )


def add_flags(parser: argparse.ArgumentParser, *names: str) -> None:
    """Flags that stand for settings, by name from FLAGS."""
    for name in names:
        flag = FLAGS[name]
        if flag.constant is not None:
            parser.add_argument(
                name, dest=flag.setting, action="store_const", const=flag.constant, default=None, help=flag.help
            )
        else:
            parser.add_argument(
                name, dest=flag.setting, default=None, help=flag.help, metavar=flag.metavar, choices=flag.choices
            )


def overrides(options: argparse.Namespace) -> dict[str, str]:
    """Setting to value of every flag and `--set` that was given. Raises ConfigError for a `--set` without `=`."""
    given: dict[str, str] = {}
    for text in [*options.set, *getattr(options, "late_set", [])]:
        key, equals, value = text.partition("=")
        if not equals:
            raise ConfigError(f"--set {text!r} has no value", remedy="Write it as --set sound.volume=0.5.")
        given[key.strip()] = value.strip()
    for flag in FLAGS.values():
        value = getattr(options, flag.setting, None)
        if value is not None:
            given[flag.setting] = value
    return given


def settings(options: argparse.Namespace, check: bool = True) -> Config:
    """The Config of this run. Raises ConfigError, with `check` also where the voice or character does not exist."""
    from avatar import config, library, logs

    logs.to_file(options.verbose)
    try:
        loaded = config.load(options.config, overrides(options))
    except ConfigError as error:
        raise ConfigError(error.what, where=_as_typed(error.where, options), remedy=error.remedy) from error
    _check_backdrop(loaded.stage.set)
    if not check:
        return loaded
    try:
        if loaded.voice.name:
            _bring_voice(loaded.voice.name)
        if loaded.speech.narrator_voice:
            _bring_voice(loaded.speech.narrator_voice)
        library.character(loaded.character.name)
        _check_engine(loaded.speech.engine)
    except LibraryError as error:
        raise ConfigError(error.what, where=error.where, remedy=error.remedy) from error
    return loaded


def _check_backdrop(name: str) -> None:
    """Raises StageError for a picture that isn't there; whether it can be drawn is seen where it is."""
    from avatar import backdrops

    if backdrops.is_picture(name):
        backdrops.find(name)


def _as_typed(where: str, options: argparse.Namespace) -> str:
    """The flag that gave a setting, where an error names the setting."""
    given = {flag.setting: name for name, flag in FLAGS.items() if getattr(options, flag.setting, None) is not None}
    return given.get(where.removeprefix("--set "), where)


def _bring_voice(name: str) -> None:
    """Installs what a voice needs to speak, where its files are here. Raises LibraryError where there is none."""
    from avatar.catalogue import voices
    from avatar.speech import traits

    voice = voices.named(name)
    if not traits(voice.engine).missing(voice.id):
        bring_engine(voice.engine, voice.language)


def _check_engine(name: str) -> None:
    """Raises ConfigError for an engine in the settings that is not there."""
    if name == "auto":
        return
    from avatar.speech import ENGINES

    if name not in ENGINES:
        raise ConfigError(f"There is no voice engine {name!r}", where="speech.engine", remedy=ENGINES.listing(name))


# -------------------------------------------------------------------- extras that scripts/start installs when needed

FILE_EXTRAS = {".psd": "psd", ".psb": "psd"} | dict.fromkeys(
    (".aac", ".avi", ".m4a", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".webm", ".wma"), "film"
)
"""Ending of a file's name to the extra that reads it."""


def bring_brain(config: Config) -> None:
    """Installs what the chosen brain needs, before there is a screen that pip's output would spoil."""
    from avatar.brain import BRAINS

    _bring_one(getattr(BRAINS.get(config.brain.name), "extra", ""))


def bring_for_models() -> None:
    """Installs what runs a language model on this machine."""
    _bring_one("local")


def bring_for(*files: Path | str) -> None:
    """Installs what reading files of these names needs."""
    for each in files:
        _bring_one(FILE_EXTRAS.get(Path(each).suffix.lower(), ""))


def bring_engine(name: str, language: str = "") -> None:
    """Installs what a voice engine needs to speak a language (BCP 47): Japanese in kanji and Chinese need more."""
    from avatar.speech import traits
    from avatar.tags import base

    _bring_one(traits(name).extra)
    if base(language) == "ja" and not traits(name).kanji:
        _bring_one("japanese")
    if base(language) == "zh" and traits(name).pinyin:
        _bring_one("chinese")


def _bring_one(extra: str) -> None:
    if extra:
        from avatar import installer

        installer.bring(extra)
