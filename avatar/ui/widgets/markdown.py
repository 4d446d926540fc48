"""Markdown from a stranger: shown as it is meant, doing nothing, and with the spoken word lit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

DEEPEST = 20
"""Nesting of quotes and lists; what is deeper is left out, since every level is a widget inside a widget."""


@cache
def make_parser() -> MarkdownIt:
    """GitHub's Markdown without HTML: tags stay readable text. Made once, for making it is slow."""
    return MarkdownIt("gfm-like", {"html": False, "maxNesting": DEEPEST})


def escape_markdown(text: str) -> str:
    """A text that shows itself, whatever signs are in it."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|~:-])", r"\\\1", text)


LONGEST_PARAGRAPH = 1500
"""Characters of a paragraph that is still arriving: all of it is laid out anew with every piece."""

_PLAIN_LINE = re.compile(r"(?![ \t]|[-*+>|#`~=]|\d+[.)])")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*[ \t]+(?=\S)")


MarkdownToken = Token
"""What the parser gives."""


class Paragraphs:
    """Divides a plain paragraph without end at the ends of sentences, while it streams; everything else stays."""

    def __init__(self) -> None:
        self._line = ""
        self._fenced = False

    def feed(self, piece: str) -> str:
        """The piece, with a paragraph's end put in where one was due."""
        out: list[str] = []
        for part in re.split(r"(\n)", piece):
            if part == "\n":
                self._fenced ^= self._line.lstrip().startswith(("```", "~~~"))
                self._line = ""
                out.append(part)
                continue
            cut = self._due(part)
            out.append(part if cut is None else f"{part[:cut]}\n\n{part[cut:]}")
            self._line = self._line + part if cut is None else part[cut:]
        return "".join(out)

    def _due(self, part: str) -> int | None:
        """Index in `part` at which to divide; None for nowhere."""
        if self._fenced or len(self._line) + len(part) < LONGEST_PARAGRAPH or not _PLAIN_LINE.match(self._line or part):
            return None
        before = self._line[-8:]
        ends = (found.end() - len(before) for found in _SENTENCE_END.finditer(before + part))
        return next((end for end in ends if end >= 0), None)


class TextCursor:
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
        super().__init__(markdown, parser_factory=make_parser, open_links=False)
        self._place = TextCursor()
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
