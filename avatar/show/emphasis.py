"""Fountain's emphasis: `*this*`, `**this**`, `_this_`, one in another, and signs that are meant as they are.

An underscore or a star inside a word (`my_big_file`) is no emphasis, nor is one behind a backslash (`f\\*ck`), and none
goes on past its line. What is struck out with `~~` is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from avatar.show.elements import Stress

_PAIR = re.compile(
    r"(?<![\w*])(?P<stars>\*{1,3})(?![\s*])(?P<starred>.+?)(?<![\s*])(?P=stars)(?![\w*])"
    r"|(?<![*])(?P<two>\*{1,3})(?![\s*])(?P<within>[^*]+?)(?<![\s*])(?P=two)(?!\*)"
    r"|(?<!\w)_(?![\s_])(?P<under>.+?)(?<![\s_])_(?!\w)"
    r"|~~(?![\s~])(?P<struck>.+?)(?<![\s~])~~"
)
_ESCAPED = re.compile(r"\\([*_~\\])")
_KEPT = {"*": "\ue706", "_": "\ue707", "~": "\ue708", "\\": "\ue709"}
_BACK = str.maketrans({kept: sign for sign, kept in _KEPT.items()})


class Emphasised(NamedTuple):
    """A text without its signs of emphasis."""

    text: str
    stressed: tuple[Stress, ...] = ()
    struck: tuple[str, ...] = ()
    """What was struck out of it."""


def read(text: str) -> Emphasised:
    """A line without its signs of emphasis, and what they stood around."""
    if not any(sign in text for sign in "*_~\\"):
        return Emphasised(text)
    pieces: list[tuple[str, bool]] = []
    struck: list[str] = []
    _take(_ESCAPED.sub(lambda match: _KEPT[match[1]], text), False, pieces, struck)
    stressed, at = [], 0
    for piece, strong in pieces:
        if strong:
            stressed.append(Stress(at, len(piece)))
        at += len(piece)
    whole = "".join(piece for piece, _ in pieces).translate(_BACK)
    return Emphasised(whole, tuple(stressed), tuple(each.translate(_BACK) for each in struck))


def plain(text: str) -> str:
    """The text without its signs of emphasis."""
    return read(text).text


def _take(text: str, strong: bool, pieces: list[tuple[str, bool]], struck: list[str]) -> None:
    at = 0
    for match in _PAIR.finditer(text):
        pieces.append((text[at : match.start()], strong))
        at = match.end()
        if match["struck"]:
            struck.append(match["struck"])
            if pieces[-1][0].endswith(" ") and text[at : at + 1] == " ":
                at += 1
        else:
            _take(match["starred"] or match["within"] or match["under"], True, pieces, struck)
    pieces.append((text[at:], strong))
    pieces[:] = [piece for piece in pieces if piece[0]]
