"""How many colours a terminal has, by what its environment says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Literal


def has_few_colours(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal has 16 colours or fewer, or none are wanted (https://no-color.org)."""
    if "NO_COLOR" in environment:
        return True
    if environment.get("COLORTERM", "") in ("truecolor", "24bit") or sys.platform == "win32":
        return False
    term = environment.get("TERM", "")
    return not any(word in term for word in ("256", "direct", "kitty", "truecolor", "alacritty", "ghostty", "foot"))


Depth = Literal["none", "eight", "sixteen", "many"]
"""Colours that a picture may have: sixteen of which only eight can stand behind letters is `eight`."""

COLOURLESS = ("vt", "ansi-m", "xterm-mono")
"""How the names of terminals begin that have no colours, or whose name is all that is known of them (serial lines)."""


def find_depth(environment: Mapping[str, str] = os.environ) -> Depth:
    """In how many colours a picture is drawn in the terminal that `environment` describes."""
    term = environment.get("TERM", "")
    if "NO_COLOR" in environment or term.startswith(COLOURLESS):
        return "none"
    if not has_few_colours(environment):
        return "many"
    return "eight" if term == "linux" else "sixteen"


def restore_environment(no_color: bool) -> dict[str, str]:
    """The environment as it was: Textual takes NO_COLOR out of it, and keeps it as App.no_color."""
    return {**os.environ, **({"NO_COLOR": "1"} if no_color else {})}
