"""Markdown to the words that a reader would say aloud, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from avatar.text.tracked import Span, Tracked, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LOOKS_LIKE = re.compile(r"[*_`~|\\\[\]&<]|^\s{0,3}(?:[#>+-]|\d{1,9}[.)]\s|[-=]{2,}\s*$)", re.MULTILINE)
_ENDS_WELL = re.compile(r"[.!?:;,…。！？、]\s*$")


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough. No raw HTML and no indented code: neither is meant in a chat, and tags
    are taken out later. Text stays in pieces as it stood in the source, so that it can be found there again."""
    from markdown_it import MarkdownIt

    rules = ["code", "html_block", "html_inline", "text_join"]
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(rules, True)
    # The first parse compiles the rules: done here, no other thread can meet them half compiled.
    parser.parse("*Warm-up*.")
    return parser


def plain(source: Tracked, code_words: str) -> Tracked:
    """The text without its Markdown. `code_words` is said in place of a block of code; '' leaves it out."""
    if not _LOOKS_LIKE.search(source.text):
        return source
    reader = _Reader(source, code_words)
    return joined(reader.blocks(_parser().parse(source.text)))


class _Reader:
    """Walks the tokens along the source, always forwards."""

    def __init__(self, source: Tracked, code_words: str) -> None:
        self._source = source
        self._code_words = code_words
        self._at = 0
        self._lines = [0, *(match.end() for match in re.finditer("\n", source.text))]

    def blocks(self, tokens: list[Token]) -> Iterator[Tracked]:
        """The words of all blocks; between blocks stands a full stop where there is no mark yet."""
        between = ""
        for token in tokens:
            if token.map and token.type != "inline":
                self._at = max(self._at, self._line(token.map[0]))
            words, after = self._block(token)
            if words.text.strip():
                yield self._said(between)
                between = ""
                yield words
            between = after or between

    def _block(self, token: Token) -> tuple[Tracked, str]:
        """A token's words, and what separates them from the next ones."""
        if token.type == "list_item_open" and token.info:
            return self._found(token.info), ". "
        if token.type in ("fence", "code_block"):
            return self._code(token), ". "
        if token.type in ("td_close", "th_close"):
            return self._said(""), ", "
        if token.type == "tr_close":
            return self._said(""), ". "
        if token.type == "inline":
            words = joined(self._inline(token.children or []))
            return words, "\n" if _ENDS_WELL.search(words.text) else ".\n"
        return self._said(""), ""

    def _code(self, token: Token) -> Tracked:
        first, last = token.map or (0, 0)
        start, end = max(self._at, self._line(first)), max(self._at, self._line(last))
        self._at = end
        return Tracked.standing_for(self._code_words, self._span(start, end))

    def _inline(self, tokens: list[Token]) -> Iterator[Tracked]:
        for token in tokens:
            if token.type in ("text", "code_inline"):
                yield self._found(token.content)
            elif token.type == "text_special":
                yield self._stood(token.markup, token.content)
            elif token.type in ("softbreak", "hardbreak"):
                yield self._said(" ")
            elif token.type == "image":
                yield from self._inline(token.children or [])
            elif token.type == "link_close":
                self._skip_target()

    def _found(self, words: str) -> Tracked:
        """Words as they stand in the source."""
        return self._stood(words, words)

    def _stood(self, written: str, said: str) -> Tracked:
        """`said`, with the place in the source where `written` stands next."""
        at = self._source.text.find(written, self._at) if written else -1
        if at < 0:  # the parser rewrote it, as it does a table cell's \|: the current place is near enough
            return self._said(said)
        self._at = at + len(written)
        if written == said:
            return self._source[at : self._at]
        return Tracked.standing_for(said, self._span(at, self._at))

    def _said(self, words: str) -> Tracked:
        """Words that the source does not have, at the place that reading has reached."""
        return Tracked.standing_for(words, self._span(self._at, self._at))

    def _skip_target(self) -> None:
        """Step over a link's `](target)`, so that its words are not found in the target."""
        if self._source.text.startswith("](", self._at):
            end = self._source.text.find(")", self._at)
            self._at = end + 1 if end >= 0 else self._at

    def _line(self, number: int) -> int:
        return self._lines[number] if number < len(self._lines) else len(self._source.text)

    def _span(self, start: int, end: int) -> Span:
        if end > start:
            return self._source.source(start, end - start)
        return self._source.gap(start)
