"""Markdown from a stranger: shown as it is meant, doing nothing, and with the spoken word lit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

DEEPEST = 20
"""Nesting of quotes and lists; what is deeper is left out, since every level is a widget inside a widget."""


def parser() -> MarkdownIt:
    """GitHub's Markdown without HTML: tags stay readable text."""
    return MarkdownIt("gfm-like", {"html": False, "maxNesting": DEEPEST})


class Place:
    """Where in a row of texts the last word was found: words are looked for from there on."""

    def __init__(self) -> None:
        self.block = 0
        self.offset = 0

    def find(self, word: str, texts: Sequence[str]) -> tuple[int, int, int] | None:
        """(index of text, start, end) of the next occurrence of `word` as a whole; None where it is not shown."""
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for index in range(self.block, len(texts)):
            found = pattern.search(texts[index], self.offset if index == self.block else 0)
            if found:
                self.block, self.offset = index, found.end()
                return index, found.start(), found.end()
        return None


class InertMarkdown(Markdown):
    """Markdown whose links do nothing by themselves and whose HTML is text."""

    def __init__(self, markdown: str | None = None) -> None:
        super().__init__(markdown, parser_factory=parser, open_links=False)
        self._place = Place()
        self._lit: MarkdownBlock | None = None

    def light(self, word: str) -> None:
        """Light the next occurrence of a word, and no other."""
        blocks = [each for each in self.query(MarkdownBlock) if not isinstance(each, MarkdownFence)]
        found = self._place.find(word, [each._content.plain for each in blocks]) if word else None
        if found is None:
            return
        index, start, end = found
        if self._lit is not None and self._lit is not blocks[index]:
            self.unlight()
        self._lit = blocks[index]
        style = "bold reverse" if self.app.native_ansi_color else "$spoken on $spoken-background"
        self._lit.update(self._lit._content.stylize(style, start, end), layout=False)

    def unlight(self) -> None:
        """No word is being spoken."""
        if self._lit is not None and self._lit.is_attached:
            self._lit.update(self._lit._content, layout=False)
        self._lit = None
