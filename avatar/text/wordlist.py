"""The list of words in docs/brains.md: `python -m avatar.text.wordlist docs/brains.md` writes it anew."""

from __future__ import annotations

import sys
from pathlib import Path

from avatar.text.vocabulary import USUAL, Vocabulary

BEGIN = "<!-- The words that everybody knows; python -m avatar.text.wordlist docs/brains.md -->\n"
END = "<!-- End of the words -->\n"


def table(vocabulary: Vocabulary = USUAL) -> str:
    """Everything that can be asked for, as a Markdown table."""
    rows = ["| | what | words | emoji | in scripts also |", "|---|---|---|---|---|"]
    for each in vocabulary.wordings:
        words = " ".join(f"`{word}`" for word in each.words.split())
        rows.append(f"| {each.kind} | `{each.name}` | {words} | {each.emoji} | {each.asides} |")
    return "\n".join(rows) + "\n"


def rewritten(page: str) -> str:
    """The page with its list of words brought up to date."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{table()}\n{end}{after}" if begin and end else page


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(rewritten(path.read_text("utf-8")), "utf-8")
