"""What the styles of the editor's rows look like, by how many colours a terminal has and whether it is dark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style

from avatar.editing.cells import Piece
from avatar.editing.rows import PITCHES
from avatar.editing.spectrum import colour_of
from avatar.ui.depth import Depth

MOUTHS: Mapping[str, tuple[str, str]] = {
    "X": ("#c9cdd6", "#3a3d47"), "A": ("#ffffff", "#b23a48"), "B": ("#23200f", "#d9c45a"), "C": ("#2a1a0c", "#e8a15c"),
    "D": ("#ffffff", "#c9542b"), "E": ("#ffffff", "#8a5fbf"), "F": ("#ffffff", "#4468c4"), "G": ("#06231f", "#4fb3a2"),
    "H": ("#0f2410", "#86b85a"),
}  # fmt: skip
"""Letter and ground of each mouth: contacts stand out, and mouths that are alike look alike."""

DARK: Mapping[str, str] = {
    "": "#e7e3dc", "title": "bold #eaa06f", "time": "bold #e7e3dc", "quiet": "#8d8a86", "strong": "bold #e7e3dc",
    "hint": "#ffe3cf", "remark": "#93bd84", "worry": "#e2bd6b", "was": "#e2bd6b", "key": "bold #eaa06f",
    "typed": "bold #ffe3cf on #272a32", "doubt": "#e47f78",
    "label": "#8d8a86", "label-chosen": "bold #eaa06f", "ruler": "#8d8a86", "wave": "#7fb4c4",
    "curve": "#b9a1d6", "curve-edited": "#e2bd6b", "track": "#e7e3dc on #1a1c21",
    "block": "#e7e3dc on #2b3440", "block-odd": "#e7e3dc on #36424f",
    "block-edited": "bold #ffe9b0 on #4a4124", "block-edited-odd": "bold #ffe9b0 on #574c2a",
    "phone": "#c6d8c0 on #26302a", "phone-odd": "#c6d8c0 on #313e36",
    "phone-edited": "bold #ffe9b0 on #4a4124", "phone-edited-odd": "bold #ffe9b0 on #574c2a",
    "doubt-1": "#6b4a3a", "doubt-2": "#a05a3c", "doubt-3": "#d0663f", "doubt-4": "#f0703e",
    "doubt-now": "bold #ffffff on #c0392b", "done": "#93bd84",
}  # fmt: skip

LIGHT: Mapping[str, str] = {
    "": "#26252b", "title": "bold #a8481f", "time": "bold #26252b", "quiet": "#6b675f", "strong": "bold #26252b",
    "hint": "#7a3a12", "remark": "#3d7334", "worry": "#8a5a00", "was": "#8a5a00", "key": "bold #a8481f",
    "typed": "bold #26252b on #e6e0d4", "doubt": "#b3312c",
    "label": "#6b675f", "label-chosen": "bold #a8481f", "ruler": "#6b675f", "wave": "#1f6679",
    "curve": "#6a4a9c", "curve-edited": "#8a5a00", "track": "#26252b on #f1ede5",
    "block": "#26252b on #d7e0e6", "block-odd": "#26252b on #c6d2da",
    "block-edited": "bold #4a3500 on #f3df9f", "block-edited-odd": "bold #4a3500 on #ead28a",
    "phone": "#20351f on #dfe8d9", "phone-odd": "#20351f on #cfdcc8",
    "phone-edited": "bold #4a3500 on #f3df9f", "phone-edited-odd": "bold #4a3500 on #ead28a",
    "doubt-1": "#e7c9b8", "doubt-2": "#dba183", "doubt-3": "#cf6f45", "doubt-4": "#b8421c",
    "doubt-now": "bold #ffffff on #b3312c", "done": "#3d7334",
}  # fmt: skip

FEW: Mapping[str, str] = {
    "": "", "title": "bold", "time": "bold", "quiet": "", "strong": "bold", "hint": "bold", "remark": "green",
    "worry": "yellow", "was": "yellow", "key": "bold", "typed": "reverse", "doubt": "red",
    "label": "", "label-chosen": "bold reverse", "ruler": "", "wave": "cyan", "curve": "magenta",
    "curve-edited": "yellow", "track": "", "block": "black on cyan", "block-odd": "black on white",
    "block-edited": "black on yellow", "block-edited-odd": "black on yellow",
    "phone": "black on green", "phone-odd": "black on white",
    "phone-edited": "black on yellow", "phone-edited-odd": "black on yellow",
    "doubt-1": "red", "doubt-2": "red", "doubt-3": "red", "doubt-4": "bold red",
    "doubt-now": "bold white on red", "done": "green",
}  # fmt: skip
"""In sixteen colours, of which eight may stand behind letters."""

FEW_MOUTHS: Mapping[str, str] = {
    "X": "white on black", "A": "white on red", "B": "black on yellow", "C": "black on white", "D": "bold white on red",
    "E": "white on magenta", "F": "white on blue", "G": "black on cyan", "H": "black on green",
}  # fmt: skip

NONE: Mapping[str, str] = {
    "title": "bold", "strong": "bold", "key": "bold", "typed": "reverse", "label-chosen": "reverse",
    "block-odd": "reverse", "block-edited": "underline", "block-edited-odd": "underline reverse",
    "phone-odd": "reverse",
    "phone-edited": "underline", "phone-edited-odd": "underline reverse", "doubt-now": "reverse bold", "worry": "bold",
}  # fmt: skip
"""Without any colour."""

OVER = {"playhead": ("#15161a", "#fff3e0"), "selected": ("", "#5a6f8f")}
"""Letter and ground of what lies over a row; '' leaves the letter."""


@lru_cache(maxsize=4096)
def look(style: str, over: str, depth: Depth, dark: bool) -> Style:
    """How a style looks with something over it."""
    found = _plain(style, depth, dark)
    if not over:
        return found
    if depth != "many":
        return found + Style(reverse=True, bold="playhead" in over)
    letter, ground = OVER["playhead" if "playhead" in over else "selected"]
    return found + Style(color=letter or None, bgcolor=ground, bold=True if "playhead" in over else None)


def _plain(style: str, depth: Depth, dark: bool) -> Style:
    kind, _, rest = style.partition("-")
    letter, _, edited = rest.partition("-")
    if kind == "mouth":
        return _mouth(letter, bool(edited), depth)
    if kind == "pitch":
        return Style(color=colour_of(int(letter) / PITCHES), bgcolor=colour_of(int(edited) / PITCHES))
    if kind == "was" and letter:
        return _was(letter, depth)
    table = NONE if depth == "none" else (DARK if dark else LIGHT) if depth == "many" else FEW
    return Style.parse(table.get(style, "") or "none")


def _mouth(letter: str, edited: bool, depth: Depth) -> Style:
    more = Style(bold=True, underline=edited)
    if depth == "none":
        return Style(reverse=letter in "ADEG") + more
    if depth != "many":
        return Style.parse(FEW_MOUTHS[letter]) + more
    fore, back = MOUTHS[letter]
    return Style(color=fore, bgcolor=back) + more


def _was(letter: str, depth: Depth) -> Style:
    """The mouth as it was made: its colour alone, without a block."""
    if depth == "many":
        return Style(color=MOUTHS[letter][1], italic=True)
    return Style(italic=True)


def look_of(piece: Piece, depth: Depth, dark: bool) -> Style:
    """How a piece looks."""
    return look(piece.style, piece.over, depth, dark)
