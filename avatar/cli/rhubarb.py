"""Rhubarb Lip Sync's command line, for programs that drive Rhubarb.

The options of its version 1.14 mean what they mean there, and without -f the result is TSV, whatever it is called.
`--install DIR` makes a program called `rhubarb` that runs this, for programs that look for one.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from pathlib import Path

from avatar import __version__
from avatar.cli import lipsync
from avatar.errors import ConfigError

LIKE = "1.14.0"
"""The version of Rhubarb whose command line and messages these are: After Effects' script asks for 1.9 or later."""

VERSION = f"""
Rhubarb Lip Sync version {LIKE}
is whose command line this is; the program is avatar {__version__}.
"""

FORMATS = ("tsv", "xml", "json", "dat")

_OURS = "avatar rhubarb"


def arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("sounds", nargs="?", metavar="AUDIO", help="the sound file")
    add("-f", "--exportFormat", type=_format, choices=FORMATS, metavar="FORMAT", help="default: tsv")
    add("-o", "--output", metavar="FILE", help="where to write (default: stdout)")
    add("--datFrameRate", dest="fps", type=float, metavar="N", help="frame rate of dat (default: 24)")
    add("--datUsePrestonBlair", dest="prestonBlair", action="store_true", help="Preston Blair's names of shapes in dat")
    lipsync.add_rhubarbs(parser)
    add("--version", action="version", version=VERSION, help="print the version, as Rhubarb does")
    add("--install", type=Path, metavar="DIR", help="make a program called rhubarb in a folder, and do nothing else")
    parser.set_defaults(text=None, language=None, overrule="", remark="", cues=None, lead=None, hold=40.0, track=0)
    parser.set_defaults(no_edits=False, speaker=None)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(options: argparse.Namespace) -> int:
    if options.install is not None:
        print(installed(options.install))
        return 0
    if options.sounds is None:
        raise ConfigError("No sound file is named", remedy="`avatar rhubarb --help` tells what there is.")
    options.sounds = [options.sounds]
    if options.exportFormat is None:
        options.exportFormat = "tsv"
        ending = Path(options.output or "").suffix.lower().lstrip(".")
        if ending in FORMATS[1:]:
            options.remark = f"written as TSV, as Rhubarb does where -f is missing: -f {ending} writes {ending.upper()}"
    return lipsync.run(options)


def _format(name: str) -> str:
    """A format that Rhubarb has. Raises argparse.ArgumentTypeError for another, with what writes that."""
    if name in FORMATS:
        return name
    from avatar.lipsync import naming  # here, since it loads every format

    near = naming.meant(name)
    more = f"; `avatar lipsync -f {near}` writes that" if near and near not in FORMATS else ""
    raise argparse.ArgumentTypeError(f"Rhubarb has {', '.join(FORMATS)}, and no {name!r}{more}")


def installed(folder: Path) -> Path:
    """Make a program called rhubarb in a folder, which runs `avatar rhubarb`; its path.

    Raises ConfigError where another one is there already, or none can be made.
    """
    windows = sys.platform == "win32"
    target = folder / ("rhubarb.exe" if windows else "rhubarb")
    try:
        if target.exists() and not _is_ours(target):
            raise ConfigError("There is a program called rhubarb already", where=target, remedy="Name another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        if windows:
            shutil.copyfile(Path(sys.executable).with_name("avatar.exe"), target)  # goes by what it is called
        else:
            line = f'exec {shlex.quote(sys.executable)} -m {_OURS} "$@"'
            target.write_text(f"#!/bin/sh\n# Rhubarb Lip Sync's place, taken by avatar.\n{line}\n", "utf-8")
            target.chmod(0o777 & ~_umask())
    except OSError as error:
        raise ConfigError(
            f"The program can't be made: {error.strerror}", where=target, remedy="Name another folder."
        ) from error
    return target


def _is_ours(target: Path) -> bool:
    """Whether a file is one that `installed` made."""
    content = target.read_bytes()
    return _OURS.encode() in content if sys.platform != "win32" else b"avatar.cli" in content


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
