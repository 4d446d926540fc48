"""What `avatar film` keeps for the next time: segments and spoken lines, told and deleted."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.keeping import KeptFolder


def keep_segments(options: argparse.Namespace, megabytes: int) -> KeptFolder | None:
    """The segments of earlier films; None where nothing shall be kept."""
    from avatar.film.segments.storing import open_kept

    return None if options.no_cache or megabytes == 0 else open_kept(megabytes, _tell)


def keep_lines(options: argparse.Namespace, megabytes: int) -> KeptFolder | None:
    """The spoken lines of earlier films; None where nothing shall be kept."""
    from avatar.show.kept_lines import open_lines

    return None if options.no_cache or megabytes == 0 else open_lines(megabytes, _tell)


def _tell(text: str) -> None:
    print(f"avatar: {text}", file=sys.stderr)


def show_kept(options: argparse.Namespace) -> int:
    """Tells what is kept of earlier films; deletes it where that is wanted."""
    from avatar.cli.common import settings
    from avatar.cli.foreseeing import open_filmed
    from avatar.film.segments.storing import open_kept
    from avatar.show.kept_lines import open_lines

    most = settings(options, check=False).film.cache_mb
    for what, kept in (("segments", open_kept(most)), ("lines and sounds", open_lines(most))):
        if options.cache == "forget":
            kept.forget()
        found = kept.measure()
        print(f"{kept.folder}: {found.entries} {what}, {found.size / 1e6:.1f} MB")
    if options.cache == "forget":
        open_filmed().forget()
    print(f"[film] cache_mb = {most} is the most that both take, in MB.")
    return 0
