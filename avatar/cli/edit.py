"""Edit the mouth of a recording, and what is acted in it, on a timeline: where it may be wrong is shown first.

What you change is kept beside the recording, as NAME.edits, and used whenever it is played, filmed or written as cues.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from avatar.cli.common import add_flags
from avatar.errors import ConfigError
from avatar.text.inert import inert


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "file",
        metavar="FILE[:LINE]",
        help="a recording, a .scene file, a show's script (and a line of it), a song's score",
    )
    add("--text", metavar="TEXT", help="what is said in a recording")
    add("-d", "--dialogFile", "--dialog-file", type=Path, metavar="FILE", help="a file of what is said in it")
    add("--language", metavar="TAG", help="of the text, as en, de, pt-BR (default: what it is plainly in, or en)")
    add("--speaker", metavar="NAME", help="use the net that `avatar studio learn` made for NAME; '' for none (default: "
        "the one learned in the folder that the recording is in)")  # fmt: skip
    add_flags(parser, "--character", "--stage", "--device", "--volume", "--mute", "--reduced-motion")


def run(options: argparse.Namespace) -> int:
    import sys

    from avatar.cli.common import bring_for, settings

    config = settings(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError("The editor needs a terminal", remedy="Start it in one.")
    bring_for(Path(options.file))
    from avatar.editing.desk import EditedFile
    from avatar.editing.opening import open_file
    from avatar.ui.timeline.app import edit

    text, language = _said(options)
    telling = _telling(Path(options.file).name)
    opened = open_file(options.file, config, text=text, language=language, speaker=options.speaker, progress=telling)
    try:
        return edit(config, EditedFile(opened.path, opened.takes, opened.keys, opened.lent), opened.first)
    finally:
        opened.close()


def _telling(name: str) -> Callable[[float], None]:
    """Tells how much of a file has been heard, where that takes a while."""
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if (percent := int(100 * share)) > told:
            told = percent
            print(f"\rListening to {inert(name)} … {percent} %", end="\n" if percent == 100 else "", flush=True)

    return tell


def _said(options: argparse.Namespace) -> tuple[str, str]:
    """What is said, and its language."""
    from avatar.edits.beside import text_of
    from avatar.lipsync import batch, tongues

    if options.language is not None:
        tongues.check(options.language)
    text = options.text or text_of(Path(options.file))
    if options.dialogFile is not None:
        text = batch.dialog(options.dialogFile).text
    return text, tongues.chosen(options.language, text).tag
