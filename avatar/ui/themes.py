"""The colours of the chat: a warm dark one, a paper-like light one, and two that leave the palette to the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme

from avatar.ui.depth import has_few_colours

_SHARED = {"block-cursor-text-style": "none"}

DARK = Theme(
    name="avatar-dark", dark=True,
    primary="#eaa06f", secondary="#7fb4c4", accent="#eaa06f",
    success="#93bd84", warning="#e2bd6b", error="#e47f78",
    foreground="#e7e3dc", background="#15161a", surface="#1d1f25", panel="#272a32",
    variables={
        **_SHARED, "quiet": "#8d8a86", "line": "#3a3d47", "spoken": "#ffe3cf", "spoken-background": "#6b452c",
        "input-selection-background": "#7fb4c4 35%", "screen-selection-background": "#7fb4c4 35%",
    },
)  # fmt: skip

LIGHT = Theme(
    name="avatar-light", dark=False,
    primary="#a8481f", secondary="#1f6679", accent="#a8481f",
    success="#3d7334", warning="#8a5a00", error="#b3312c",
    foreground="#26252b", background="#fbf9f5", surface="#f1ede5", panel="#e6e0d4",
    variables={
        **_SHARED, "quiet": "#6b675f", "line": "#cfc8ba", "spoken": "#26252b", "spoken-background": "#f6cba9",
        "input-selection-background": "#1f6679 25%", "screen-selection-background": "#1f6679 25%",
    },
)  # fmt: skip


def _sixteen(name: str, dark: bool) -> Theme:
    """A theme in the terminal's own 16 colours, over its own background."""
    warm, cool = ("ansi_yellow", "ansi_cyan") if dark else ("ansi_magenta", "ansi_blue")
    variables = {
        "ansi-background": "ansi_black" if dark else "ansi_white",
        "ansi-foreground": "ansi_white" if dark else "ansi_black",
        "quiet": "ansi_white" if dark else "ansi_bright_black", "line": "ansi_bright_black",
        "spoken": "ansi_default", "spoken-background": "ansi_default",
        "border": warm, "border-blurred": "ansi_bright_black",
        "input-cursor-background": "ansi_default", "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "reverse", "block-cursor-text-style": "reverse",
        "block-cursor-foreground": "ansi_default", "block-cursor-background": "ansi_default",
        "input-selection-background": "ansi_blue", "input-selection-foreground": "ansi_bright_white",
        "screen-selection-background": "ansi_blue", "screen-selection-foreground": "ansi_bright_white",
        "scrollbar": "ansi_bright_black", "scrollbar-hover": "ansi_white", "scrollbar-active": "ansi_white",
        "scrollbar-background": "ansi_default", "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default", "scrollbar-corner-color": "ansi_default",
    }  # fmt: skip
    plain = "ansi_default"
    return Theme(
        name=name, dark=dark, ansi=True,
        primary=warm, secondary=cool, accent=warm, success="ansi_green", warning=warm, error="ansi_red",
        foreground=plain, background=plain, surface=plain, panel=plain, boost=plain, variables=variables,
    )  # fmt: skip


ANSI_DARK = _sixteen("avatar-ansi-dark", True)
ANSI_LIGHT = _sixteen("avatar-ansi-light", False)

THEMES = (DARK, LIGHT, ANSI_DARK, ANSI_LIGHT)


def choose(wish: str, environment: Mapping[str, str] = os.environ) -> str:
    """The theme's name for a wish of "auto", "dark" or "light", in a terminal that `environment` describes."""
    light = wish == "light" or (wish == "auto" and _light_terminal(environment))
    if has_few_colours(environment):
        return (ANSI_LIGHT if light else ANSI_DARK).name
    return (LIGHT if light else DARK).name


def _light_terminal(environment: Mapping[str, str]) -> bool:
    """Whether COLORFGBG, which some terminals set to "foreground;background", tells of a light background."""
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")
