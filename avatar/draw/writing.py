"""Text of any script, set in lines: shaped, in the fonts that have its letters, in its own direction, broken where its
language breaks. By skia's paragraphs, which hold HarfBuzz and ICU."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import skia

from avatar.draw import fonts
from avatar.draw.keeping_together import keep_together
from avatar.tags import base

FAMILIES = ("DejaVu Sans", "Noto Sans")
"""Plain sans-serif fonts, the first that is here; what they lack comes from whatever font has it."""

LINE = 1.3
"""Height of a line in em, in every script: fonts would have it otherwise, and lines would jump."""

RIGHT_TO_LEFT, END = "\u202b", "\u202c"
"""Unicode's embeddings, which give a line its direction: "?" stands at its end."""

FROM_THE_RIGHT = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))
"""Languages that are written from the right."""


class Ink(NamedTuple):
    """A stretch of text and how it is written."""

    text: str
    size: float
    """Pixels of an em."""
    colour: int
    bold: bool = False
    language: str = ""
    """BCP 47: Chinese and Japanese write the same letters in other shapes."""


class Written:
    """Text in centred lines, ready to be painted."""

    def __init__(self, parts: Sequence[Ink], width: float, line: float = LINE) -> None:
        """`width`: pixels of a line; a word that is wider goes on in the next. `line`: a line's height in em."""
        styles = [_style(part.size, part.colour, part.bold, part.language, line) for part in parts]
        whole = skia.textlayout.ParagraphStyle()
        whole.setTextAlign(skia.textlayout.TextAlign.kCenter)
        if styles:
            whole.setTextStyle(styles[0])
        builder = skia.textlayout.ParagraphBuilder.make(whole, _collection(), _unicode())
        for part, style in zip(parts, styles, strict=True):
            builder.pushStyle(style)
            builder.addText(keep_together(part.text))
            builder.pop()
        self._paragraph = builder.Build()
        self._room = max(1.0, width)
        self._paragraph.layout(self._room)
        self.wide = float(self._paragraph.LongestLine)
        """Pixels of the longest line."""
        self.high = float(self._paragraph.Height)
        self.longest_word = float(self._paragraph.MinIntrinsicWidth)
        """Pixels of the widest piece that should not be broken."""

    def paint(self, canvas: skia.Canvas, middle: float, top: float) -> None:
        """Draws it around a middle, in pixels."""
        self._paragraph.paint(canvas, middle - self._room / 2, top)


def directed(text: str, language: str = "") -> tuple[str, str]:
    """What has to stand before and after a line, so that it runs as its language does, whatever name it begins with, or
    else as its first strong letter does. `language`: BCP 47, '' where nobody knows."""
    if base(language) in FROM_THE_RIGHT:
        return RIGHT_TO_LEFT, END
    for letter in text:
        strong = unicodedata.bidirectional(letter)
        if strong in ("R", "AL"):
            return RIGHT_TO_LEFT, END
        if strong == "L":
            break
    return "", ""


def _style(size: float, colour: int, bold: bool, language: str, line: float) -> skia.textlayout.TextStyle:
    style = skia.textlayout.TextStyle()
    style.setFontFamilies([skia.String(family) for family in FAMILIES])
    style.setFontStyle(skia.FontStyle.Bold() if bold else skia.FontStyle.Normal())
    style.setFontSize(size)
    style.setColor(colour)
    if hasattr(style, "setHeight"):  # skia-python 138 has none: lines are as high as their fonts would have it
        style.setHeight(line)
        style.setHeightOverride(True)
        style.setHalfLeading(True)
    if language:
        style.setLocale(skia.String(language))
    return style


@lru_cache(maxsize=1)
def _collection() -> skia.textlayout.FontCollection:
    found = skia.textlayout.FontCollection()
    found.setDefaultFontManager(fonts.manager())
    return found


@lru_cache(maxsize=1)
def _unicode() -> skia.Unicode:
    return skia.Unicodes.ICU.Make()
