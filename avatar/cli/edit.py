"""Edit the mouth of a recording, and what is acted in it, on a timeline: where it may be wrong is shown first.

What you change is kept beside the recording, as NAME.edits, and used whenever it is played, filmed or written as cues.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from avatar.cli.common import add_flags
from avatar.errors import ConfigError


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="a recording")
    add("--text", metavar="TEXT", help="what is said")
    add("-d", "--dialogFile", "--dialog-file", type=Path, metavar="FILE", help="a file of what is said")
    add("--language", metavar="TAG", help="of the text, as en, de, pt-BR (default: what it is plainly in, or en)")
    add_flags(parser, "--character", "--stage", "--device", "--volume", "--mute", "--reduced-motion")


def run(options: argparse.Namespace) -> int:
    import sys

    from avatar.cli.common import bring_for, settings

    config = settings(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError("The editor needs a terminal", remedy="Start it in one.")
    bring_for(options.file)
    from avatar.editing.desk import EditedFile
    from avatar.editing.recordings import open_recording
    from avatar.ui.timeline.app import edit

    text, language = _said(options)
    print(f"Listening to {options.file.name} …", flush=True)
    footage = open_recording(options.file, config.character.name, text=text, language=language)
    return edit(config, EditedFile(options.file, [footage]))


def _said(options: argparse.Namespace) -> tuple[str, str]:
    """What is said, and its language."""
    from avatar.lipsync import batch, tongues

    if options.language is not None:
        tongues.check(options.language)
    text = options.text or ""
    if options.dialogFile is not None:
        text = batch.dialog(options.dialogFile).text
    return text, tongues.chosen(options.language, text).tag
