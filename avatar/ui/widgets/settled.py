"""Markdown as one piece of text: what a reply becomes once it is over and others have come.

A Markdown widget is a dozen widgets, and every widget on a screen is looked at whenever anything on it is laid out. A
turn that no longer changes needs one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content

from avatar.ui.widgets.markdown import MarkdownToken, make_parser

STYLES = {"em": "italic", "strong": "bold", "s": "strike", "link": "underline"}
"""Inline token to style."""

CODE = "$text-warning"
QUOTE = "▌ "
BULLETS = ("• ", "▪ ", "‣ ")


def settle_markdown(text: str) -> Content:
    """Markdown as Content: blocks one after the other, with a blank line where the widget has one."""
    return _Writer().blocks(make_parser().parse(text))


class _Writer:
    """Walks block tokens; knows how deep in lists and quotes it is."""

    def __init__(self) -> None:
        self._parts: list[Content] = []
        self._lists: list[int | None] = []
        """For each list around this place: its next number, None for bullets."""
        self._quotes = 0
        self._mark = ""
        """A bullet that the next line carries."""
        self._tight = False

    def blocks(self, tokens: Sequence[MarkdownToken]) -> Content:
        for token in tokens:
            self._block(token)
        return Content("").join(self._parts)

    def _block(self, token: MarkdownToken) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                number = None if token.type.startswith("bullet") else int(token.attrs.get("start", 1) or 1)
                self._lists.append(number)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                self._tight = bool(self._lists)
            case "list_item_open":
                self._mark = self._bullet()
            case "blockquote_open" | "blockquote_close":
                self._quotes += 1 if token.nesting > 0 else -1
            case "inline":
                style = "bold" if self._heading else ""
                self._line(_inline(token.children or []).stylize(style) if style else _inline(token.children or []))
            case "heading_open" | "heading_close":
                self._heading = token.nesting > 0
            case "fence" | "code_block":
                self._line(Content.styled(token.content.rstrip("\n"), CODE), indent="  ")
            case "hr":
                self._line(Content.styled("─" * 24, "$line"))
            case "tr_close" | "thead_close" | "tbody_close":
                self._tight = True
            case _:
                pass

    _heading = False

    def _bullet(self) -> str:
        depth = len(self._lists) - 1
        number = self._lists[-1]
        if number is None:
            return "  " * depth + BULLETS[depth % len(BULLETS)]
        self._lists[-1] = number + 1
        return "  " * depth + f"{number}. "

    def _line(self, content: Content, indent: str = "") -> None:
        """Add a block's text: its first line carries the bullet, the others are indented as far."""
        if self._parts:
            self._parts.append(Content("\n" if (self._lists and self._listed) or self._tight else "\n\n"))
        self._listed, self._tight = bool(self._lists), False
        hanging = " " * len(self._mark) if self._mark else "  " * len(self._lists)
        lines = content.split("\n") or [Content("")]
        for number, line in enumerate(lines):
            lead = self._mark if number == 0 and self._mark else hanging
            quote = Content.styled(QUOTE * self._quotes, "$line") if self._quotes else Content("")
            end = Content("\n") if number < len(lines) - 1 else Content("")
            body = line.stylize("$quiet") if self._quotes else line
            self._parts.append(Content.assemble(quote, (lead, "$primary"), indent, body, end))
        self._mark = ""

    _listed = False


def _inline(tokens: Sequence[MarkdownToken]) -> Content:
    """Inline tokens as Content. Links are underlined and do nothing."""
    parts: list[Content] = []
    open_styles: list[str] = []
    for token in tokens:
        kind, _, nesting = token.type.partition("_")
        if token.type in ("text", "code_inline"):
            text = re.sub(r"\s+", " ", token.content) if token.type == "text" else token.content
            style = " ".join([*open_styles, *([CODE] if token.type == "code_inline" else [])])
            parts.append(Content.styled(text, style) if style else Content(text))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(Content(" " if token.type == "softbreak" else "\n"))
        elif token.type == "image":
            parts.append(Content(token.content or str(token.attrs.get("src", ""))))
        elif nesting == "open":
            open_styles.append(STYLES.get(kind, ""))
        elif nesting == "close" and open_styles:
            open_styles.pop()
    return Content("").join(parts)
