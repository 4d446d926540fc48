"""What the terminal can do that a command runs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

DUMB = ("", "dumb", "unknown")
"""Names of terminals that know lines and nothing else: an editor's shell, a serial line that nobody has named."""


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether no cursor can be moved in it."""
    return sys.platform != "win32" and environment.get("TERM", "") in DUMB


def tell_why_plain() -> str | None:
    """Why the chat can't have the whole screen; '' where that goes without saying, None where it can."""
    if not sys.stdin.isatty():
        return ""
    if not sys.stdout.isatty():
        return "The output goes to no terminal, so the chat is plain lines."
    if is_dumb():
        term = os.environ.get("TERM", "")
        return f"The terminal (TERM={term}) takes lines and nothing else, so the chat is plain lines."
    return None
