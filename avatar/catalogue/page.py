"""The tables of what can be got, for the pages that have one: `python -m avatar.catalogue.page docs/voices.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from avatar.catalogue.entries import CatalogueEntry, catalogue
from avatar.catalogue.getting import in_mb

HEAD = "| name | language | size | licence | whose |"
BRAINS_HEAD = "| name | what | size | memory | licence | whose |"


def page() -> str:
    """The table: a row for each voice and what it needs, one for all of Kokoro's styles of a language."""
    return "\n".join([HEAD, "|---|---|---|---|---|", *_rows()])


def brains() -> str:
    """The table of language models."""
    rows = (
        f"| `{each.name}` | {each.description} | {in_mb(each.size)} | {each.memory_mb} MB | {each.licence} |"
        f" {each.author} |"
        for each in catalogue().values()
        if each.kind == "brain"
    )
    return "\n".join([BRAINS_HEAD, "|---|---|---|---|---|---|", *rows])


def _rows() -> Iterator[str]:
    spoken = (each for each in catalogue().values() if each.kind in ("voice", "model"))
    for _, found in groupby(spoken, key=_together):
        entries = list(found)
        first = entries[0]
        names = ", ".join(f"`{each.name}`" for each in entries)
        size = f"{in_mb(first.size)} each" if len(entries) > 1 else in_mb(first.size)
        whose = f"{first.author}, from [these recordings]({first.data})" if first.data else first.author
        note = f"; {first.note}" if first.note else ""
        yield f"| {names} | {first.language or 'all'} | {size} | {first.licence} | {whose}{note} |"


def _together(entry: CatalogueEntry) -> tuple[str, str]:
    """What entries that share a row have in common."""
    return (entry.language, "style") if entry.needs else ("", entry.name)


def main(path: Path) -> None:
    """Write the table anew into a page that has one."""
    text = path.read_text("utf-8")
    head, made = (BRAINS_HEAD, brains()) if BRAINS_HEAD in text else (HEAD, page())
    begin = text.index(head)
    end = text.index("\n\n", begin)
    path.write_text(text[:begin] + made + text[end:], "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
