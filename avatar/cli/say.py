"""Speak a text with a face. With --wav, --cues or --save it goes to files instead; add --stage to also play it.

Directions in the text are done and not read: [whispers], [shouts], [slowly] say how; [sighs], [gasps], [laughs] are
heard; [smile], [wave], (beat) are acted. `avatar docs brains` lists them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.common import add_flags
from avatar.errors import ConfigError, LipSyncError

if TYPE_CHECKING:
    from avatar.config import Config
    from avatar.speech.capability import Purpose
    from avatar.types import CastMember, Performance

INSTEAD = dict.fromkeys(("-o", "--output"), "--wav FILE writes the sound, --cues FILE the mouth, --save FILE both.")
"""Flags that people try, each with what there is in its place."""

NOTHING = "There is nothing to say"

LONGEST = 1_000_000
"""Characters of one text: some twenty hours."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="what to say; - reads it from stdin")
    add_flags(
        parser,
        "--voice",
        "--character",
        "--backdrop",
        "--stage",
        "--device",
        "--volume",
        "--mute",
        "--rate",
        "--reduced-motion",
    )
    parser.add_argument("--wav", type=Path, metavar="FILE", help="write the sound: .wav, .flac or .ogg")
    parser.add_argument(
        "--cues",
        type=Path,
        metavar="FILE",
        help="write the mouth in the format that the ending says: .json is Rhubarb's, .srt ...; its sound is called "
        "as --wav names it, without that as this file, with no ending",
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="write a .scene, for `avatar replay`")


def run(options: argparse.Namespace) -> int:
    from avatar.cli.common import settings

    text = read_text(options.text)
    to_files = any((options.wav, options.cues, options.save))
    if _is_empty(text):
        if not to_files:
            raise ConfigError(NOTHING, remedy="Write a text behind `say`, or - to read it from a pipe.")
        print(f"avatar: {NOTHING}: what is written is silent.", file=sys.stderr)
    cues = _cue_format(options.cues)
    config = settings(options)
    cast = _cast(config)
    made: list[Performance] = []
    heard = not to_files or getattr(options, "stage.mode") is not None
    made_now = _remembered(performances(text, config, "talk" if heard else "film"), made)
    if not heard:
        for _ in made_now:
            pass
    else:
        from avatar.cli.playing import play
        from avatar.types import Entry

        play(config, (Entry(0.0, each.who, each) for each in made_now), cast, timed=False)
    if to_files:
        _write(options, made, cast, config, cues)
    return 0


def _is_empty(text: str) -> bool:
    """Whether there is nothing in a text to say or to do."""
    from avatar.text.reading import clauses

    return not any(each.marks or each.noises or any(sign.isalnum() for sign in each.spoken) for each in clauses(text))


def read_text(argument: str) -> str:
    """What is to be said; - reads it from stdin. Raises ConfigError for far too much."""
    text = sys.stdin.read(LONGEST + 1) if argument == "-" else argument
    if len(text) > LONGEST:
        raise ConfigError(f"The text is over {LONGEST:,} characters", remedy="Say it in parts.")
    return text


def _cast(config: Config) -> tuple[CastMember, ...]:
    from avatar.types import CastMember

    return (CastMember(config.character.name, config.character.name, config.voice.name),)


def performances(text: str, config: Config, purpose: Purpose) -> Generator[Performance, None, None]:
    """The text performed, clause by clause, each as soon as it is made."""
    from avatar import library
    from avatar.performer.choosing import own_voices, voice_for
    from avatar.performer.perform import Performer, SpokenLine
    from avatar.performer.tongues import Tongues, tell_foreign
    from avatar.text import vocabulary
    from avatar.text.reading import clauses

    name = config.character.name
    folder = library.character(name)

    def tell(notice: str) -> None:
        print(f"avatar: {notice}", file=sys.stderr)

    voice = voice_for(config, folder, config.voice.name, purpose, tell)
    said = clauses(text, vocabulary.of(folder))
    # A voice that was named is the user's choice; a character's own hands on what it does not speak, as in a talk.
    tongues = Tongues(tell) if config.voice.follow and not config.voice.name else None
    if tongues is None and (foreign := tell_foreign(" ".join(each.spoken for each in said), voice)):
        tell(foreign)
    performer = Performer(config, tell)
    try:
        for clause in said:
            speaks = tongues.voice(clause.shown, voice, own_voices(folder)) if tongues else voice
            yield performer.perform(SpokenLine(clause, name, speaks))
    finally:
        performer.close()


def _remembered(source: Iterator[Performance], into: list[Performance]) -> Iterator[Performance]:
    for each in source:
        into.append(each)
        yield each


def _write(
    options: argparse.Namespace,
    made: list[Performance],
    cast: tuple[CastMember, ...],
    config: Config,
    cues: str,
) -> None:
    from avatar import audio, scenefile
    from avatar.types import Clip

    scene = scenefile.of_performances(made, cast, set=config.stage.set)
    if options.wav:
        rate = made[0].speech.clip.rate if made else 22050
        audio.write(options.wav, scenefile.to_sound(scene, rate) if made else Clip.silence(0.0, rate))
    if options.cues:
        from avatar.lipsync import spoken, tool  # loads XML readers and more, which only cues need

        sound = str(options.wav.absolute()) if options.wav else options.cues.stem  # no file that is not written
        tool.write(options.cues, spoken.of_scene(scene, sound), cues)
    if options.save:
        scenefile.save(options.save, scene)


def _cue_format(path: Path | None) -> str:
    """The format that cues are written in; '' for none. Raises ConfigError, before anything is spoken, where no format
    has this ending.
    """
    if path is None:
        return ""
    from avatar.lipsync import naming

    try:
        return naming.format_of(path)
    except LipSyncError as error:
        raise ConfigError(error.what, where=path, remedy=error.remedy) from error
